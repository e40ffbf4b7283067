import { NO_NSX, type NsxEstate, type NsxObject } from '../../../../lib/estate/nsx';
import { isUnknown, type Unknown } from '../../../../lib/estate/value';

/** An estate with ids that mean the same to both readers. */
export interface Keyed {
  readonly nsx: NsxEstate;
  /** What takes the place of an id of this estate. @default - the id names nothing */
  readonly keys: ReadonlyMap<string, string>;
}

export interface ReaderComparison {
  /** Where both say something, and not the same; and what one of them has and the other must have too. */
  readonly differences: readonly string[];
  /** What the output alone leaves open, and the record tells: by kind and field, with the reason. */
  readonly onlyRecorded: readonly string[];
  /** What the record leaves open, and the output tells. */
  readonly onlyRendered: readonly string[];
  /** What neither tells. */
  readonly neither: readonly string[];
  /** Objects that the record has, the output does not, and that were not there before. */
  readonly besides: readonly string[];
  /** How many objects and decided fields were the same. */
  readonly compared: { readonly objects: number; readonly fields: number };
}

/** What tells an object from others in its own estate, or says who knows of it: not what it is. */
const NOT_COMPARED = new Set(['id', 'addresses', 'path', 'origin', 'instances', 'key', 'manager', 'recordedMembers', 'unknown']);

/** Lists in which the order means something. Others are sets. */
const ORDERED = new Set(['terms', 'operators', 'rules']);

type Node = Readonly<Record<string, unknown>>;

/**
 * Holds what the rendered output says of the objects that the app makes or finds against what a record of the manager says of them.
 *
 * @param before what the manager had before the app was applied
 */
export function compareReaders(rendered: Keyed, recorded: Keyed, before: Keyed): ReaderComparison {
  const comparing = new Comparing(rendered.keys, recorded.keys, new Set(before.keys.values()));
  for (const kind of Object.keys(NO_NSX) as (keyof NsxEstate)[]) comparing.compareKind(kind, rendered.nsx[kind], recorded.nsx[kind]);
  return comparing.result();
}

/** What only one of the readers knows, or neither. */
export function openIn({ besides, onlyRecorded, onlyRendered, neither }: ReaderComparison): unknown {
  return {
    'only a record tells': onlyRecorded,
    'only the output tells': onlyRendered,
    'neither tells': neither,
    'in the record, and not in the output': besides,
  };
}

class Comparing {
  private readonly differences: string[] = [];
  private readonly onlyRecorded = new Set<string>();
  private readonly onlyRendered = new Set<string>();
  private readonly neither = new Set<string>();
  private readonly besides: string[] = [];
  private readonly compared = { objects: 0, fields: 0 };

  public constructor(
    private readonly renderedKeys: ReadonlyMap<string, string>,
    private readonly recordedKeys: ReadonlyMap<string, string>,
    private readonly before: ReadonlySet<string>,
  ) {}

  public result(): ReaderComparison {
    return {
      differences: this.differences,
      onlyRecorded: [...this.onlyRecorded].sort(),
      onlyRendered: [...this.onlyRendered].sort(),
      neither: [...this.neither].sort(),
      besides: this.besides.sort(),
      compared: this.compared,
    };
  }

  public compareKind(kind: string, rendered: readonly NsxObject[], recorded: readonly NsxObject[]): void {
    const there = new Map(recorded.map((object) => [this.recordedKeys.get(object.id), object]));
    const met = new Set<string>();
    for (const object of rendered) {
      const key = this.renderedKeys.get(object.id);
      const other = key === undefined ? undefined : there.get(key);
      if (!other) {
        this.differences.push(`${kind}: \`${object.id}\` is ${key === undefined ? 'at no path' : `\`${key}\``}, and no record has it`);
        continue;
      }
      met.add(key!);
      this.compared.objects++;
      this.compare(kind, `${kind} ${object.id}`, object as unknown as Node, other as unknown as Node);
    }
    for (const [key, object] of there) if (!met.has(key!) && !this.before.has(key!)) this.besides.push(`${kind}: ${text(object.name)}`);
  }

  /** @param field for the lists of what is open; `where` for differences, with the object */
  private compare(field: string, where: string, rendered: unknown, recorded: unknown): void {
    if (isUnknown(rendered) || isUnknown(recorded)) return this.open(field, rendered, recorded);
    if (Array.isArray(rendered) && Array.isArray(recorded)) return this.compareLists(field, where, rendered, recorded);
    if (isNode(rendered) && isNode(recorded)) {
      if ('complete' in rendered && 'complete' in recorded) return this.compareMembers(field, where, rendered, recorded);
      for (const name of new Set([...Object.keys(rendered), ...Object.keys(recorded)])) {
        if (!NOT_COMPARED.has(name)) this.compare(`${field}.${name}`, `${where} ${name}`, rendered[name], recorded[name]);
      }
      return;
    }
    const [ours, theirs] = [this.keyed(rendered, this.renderedKeys), this.keyed(recorded, this.recordedKeys)];
    if (ours === theirs) this.compared.fields++;
    else this.differences.push(`${where}: the output has ${text(ours)}, the record ${text(theirs)}`);
  }

  /** Blocks and members: what is there on both sides, and whether there may be more. */
  private compareMembers(field: string, where: string, rendered: Node, recorded: Node): void {
    const whole = rendered.complete === true && recorded.complete === true;
    const [ours, theirs] = [listOf(rendered), listOf(recorded)];
    if (whole) return this.compareLists(field, where, ours, theirs);
    this.open(`${field}[]`, rendered.complete ? ours : rendered.unknown, recorded.complete ? theirs : recorded.unknown);
    const [some, all] = rendered.complete === true ? [theirs, ours] : [ours, theirs];
    if (rendered.complete !== true && recorded.complete !== true) return;
    for (const each of some) if (!all.some((other) => this.same(each, other))) this.compareLists(field, where, ours, theirs);
  }

  private compareLists(field: string, where: string, rendered: readonly unknown[], recorded: readonly unknown[]): void {
    if (rendered.length !== recorded.length) {
      this.differences.push(`${where}: the output has ${rendered.length} (${text(rendered)}), the record ${recorded.length} (${text(recorded)})`);
      return;
    }
    const [ours, theirs] = [this.inOrder(field, rendered, this.renderedKeys), this.inOrder(field, recorded, this.recordedKeys)];
    ours.forEach((each, i) => this.compare(`${field}[]`, `${where}[${i}]`, each, theirs[i]));
  }

  private inOrder(field: string, list: readonly unknown[], keys: ReadonlyMap<string, string>): readonly unknown[] {
    const name = field.split('.').at(-1)!;
    if (name === 'rules') return [...list].sort((a, b) => sequenceOf(a) - sequenceOf(b));
    if (ORDERED.has(name)) return list;
    const sortKey = (each: unknown): string => JSON.stringify(withKeys(each, keys));
    return [...list].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  }

  private same(a: unknown, b: unknown): boolean {
    const forms = [a, b].flatMap((each) => [withKeys(each, this.renderedKeys), withKeys(each, this.recordedKeys)].map((one) => JSON.stringify(one)));
    return new Set(forms).size < forms.length;
  }

  private open(field: string, rendered: unknown, recorded: unknown): void {
    if (isUnknown(rendered) && isUnknown(recorded)) this.neither.add(`${field}: ${reasonOf(rendered)}; ${fieldOf(recorded)}`);
    else if (isUnknown(rendered)) this.onlyRecorded.add(`${field}: ${reasonOf(rendered)}`);
    else this.onlyRendered.add(`${field}: ${fieldOf(recorded as Unknown)}`);
  }

  private keyed(value: unknown, keys: ReadonlyMap<string, string>): unknown {
    return typeof value === 'string' ? (keys.get(value) ?? value) : (value ?? null);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf({ items, ids }: Node): readonly unknown[] {
  return (items ?? ids) as readonly unknown[];
}

function sequenceOf(rule: unknown): number {
  const { sequence } = rule as { readonly sequence: unknown };
  return typeof sequence === 'number' ? sequence : 0;
}

/** The same with other ids, and without what is not compared. */
function withKeys(value: unknown, keys: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return keys.get(value) ?? value;
  if (Array.isArray(value)) return value.map((each) => withKeys(each, keys));
  if (!isNode(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !NOT_COMPARED.has(name))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [name, withKeys(each, keys)]),
  );
}

function reasonOf({ $unknown: { reason } }: Unknown): string {
  return `the output has it from a ${reason}`;
}

function fieldOf({ $unknown: { expression } }: Unknown): string {
  return `the record has no \`${expression}\``;
}

function text(value: unknown): string {
  const said = JSON.stringify(value) ?? 'nothing';
  return said.length > 300 ? `${said.slice(0, 300)}…` : said;
}
