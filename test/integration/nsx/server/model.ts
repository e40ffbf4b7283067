import model from './model.json';

/** What the documentation says of one attribute. */
export interface Field {
  /** `string`, `integer`, `number`, `boolean`, `any`, or the type of an object. */
  readonly kind: string;
  readonly list?: boolean;
  /** The object is of one of the types below `kind`. */
  readonly oneOf?: boolean;
  readonly values?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly readOnly?: boolean;
  readonly unique?: boolean;
}

/** Where an object may stand: `{}` in the path stands for an id. */
export interface Place {
  readonly template: string;
  readonly type: string;
  readonly methods: readonly string[];
}

const base: Readonly<Record<string, Field>> = model.base;
const types: Readonly<Record<string, { readonly fields: Readonly<Record<string, Field>>; readonly resource?: boolean }>> = model.types;
const subtypes: Readonly<Record<string, { readonly by: string; readonly names: readonly string[] }>> = model.subtypes;

/** NAT sections come with their gateway and are no path of their own in the client. Source: vcf-nsx PolicyNat. */
const SECTIONS = ['/infra/tier-0s/{}/nat/{}', '/infra/tier-1s/{}/nat/{}', '/orgs/{}/projects/{}/infra/tier-1s/{}/nat/{}'];

export const PLACES: readonly Place[] = [
  ...Object.entries(model.paths).map(([template, place]) => ({ template, ...place })),
  ...SECTIONS.map((template) => ({ template, type: 'PolicyNat', methods: ['GET'] })),
];

export function isType(name: string): boolean {
  return name in types;
}

/** The attributes of a type, those of every resource among them. */
export function fieldsOf(type: string): Readonly<Record<string, Field>> {
  const found = types[type];
  if (!found) throw new Error(`the model has no type ${type}; it knows those in model.json`);
  return found.resource ? { ...base, ...found.fields } : found.fields;
}

/** The types that stand below an abstract one, and the attribute that names them. */
export function subtypesOf(type: string): { readonly by: string; readonly names: readonly string[] } | undefined {
  return subtypes[type];
}

/** The type of an object that a place or attribute says is `declared`. */
export function concreteType(declared: string, object: Readonly<Record<string, unknown>>): string {
  const below = subtypesOf(declared);
  const named = below && object[below.by];
  return typeof named === 'string' && below!.names.includes(named) ? named : declared;
}

const segmentsOf = (path: string) => path.split('/').slice(1);
const byLength = new Map<number, { place: Place; segments: string[] }[]>();
for (const place of PLACES) {
  const segments = segmentsOf(place.template);
  byLength.set(segments.length, [...(byLength.get(segments.length) ?? []), { place, segments }]);
}

function match(segments: readonly string[]): Place | undefined {
  const candidates = byLength.get(segments.length) ?? [];
  return candidates.find((candidate) => candidate.segments.every((part, i) => part === '{}' || part === segments[i]))?.place;
}

/** The place of an object by its path. */
export function placeOf(path: string): Place | undefined {
  return match(segmentsOf(path));
}

/** The place of the objects in a collection, such as `/infra/segments`. */
export function placeOfCollection(path: string): Place | undefined {
  const place = match([...segmentsOf(path), '?']);
  return place?.template.endsWith('/{}') ? place : undefined;
}

/** The collections below an object or root whose objects are of a type; `parent` is its path. */
export function collectionsBelow(parent: string, type: string): string[] {
  const depth = segmentsOf(parent).length;
  const found = (byLength.get(depth + 2) ?? []).filter(
    ({ place, segments }) => place.type === type && segments.at(-1) === '{}' && match([...segmentsOf(parent), segments[depth]!, '?']) === place,
  );
  return found.map(({ segments }) => segments[depth]!);
}
