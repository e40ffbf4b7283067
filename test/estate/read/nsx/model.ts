import { isUnknown, NO_NSX, unknown, type Assumption, type Blocks, type Estate, type NsxEstate, type NsxObject } from '../../../../lib/estate';
import { estateOf } from '../../../../lib/estate/read/estate-of';
import type { RecordedNsx } from '../../../../lib/estate/read/nsx';
import { Interval } from '../../../../lib/units';
import { readStacks } from '../terraform/render';

export type Body = object;
/** Elements by their addresses: `nsxt_policy_group.web`, `data.nsxt_policy_vm.x`. */
export type Elements = Readonly<Record<string, Body>>;

export const HOST = 'nsx.example.com';
const PROVIDERS = { nsxt: [{ host: HOST }], vsphere: [{ vsphere_server: 'vc.example.com' }] };

export interface Parts {
  readonly recorded?: readonly RecordedNsx[];
  readonly assumptions?: readonly Exclude<Assumption, { readonly kind: 'estate' }>[];
}

/** A stack as cdktf renders it. */
export function rendered(elements: Elements, more: Body = {}): object {
  const content: Record<string, Record<string, Record<string, unknown>>> = { resource: {}, data: {} };
  for (const [address, body] of Object.entries(elements)) {
    const [kind, type, name] = address.startsWith('data.') ? ['data', ...address.slice(5).split('.')] : ['resource', ...address.split('.')];
    const ofType = (content[kind!]![type!] ??= {});
    ofType[name!] = { ...body, '//': { metadata: { path: `s/${name!}` } } };
  }
  return { provider: PROVIDERS, ...content, ...more };
}

export function estateFrom(stacks: Readonly<Record<string, object>>, { recorded = [], assumptions = [] }: Parts = {}): Estate {
  const { model, faults } = readStacks(stacks);
  const surroundings = [{ file: 'nsx.json', objects: new Map(), nsx: recorded, recordedManagers: [], premises: [] }];
  return estateOf(model, { surroundings, assumptions, faults });
}

/** The estate of one stack `s`. */
export function estate(elements: Elements, parts: Parts & { readonly more?: Body } = {}): Estate {
  return estateFrom({ s: rendered(elements, { variable: VARIABLES, ...parts.more }) }, parts);
}

export function nsx(elements: Elements, parts: Parts & { readonly more?: Body } = {}): NsxEstate {
  return estate(elements, parts).nsx;
}

/** Variables without a default, for tokens: `var.t`, and `var.u`. */
const VARIABLES = { t: {}, u: {} };

export const T = '${var.t}';
export const U = '${var.u}';
/** What a field that holds such a token is. */
export const tokenT = unknown('variable', T, 's/var.t');

/** Why a field is not decided, or the field. */
export function why(field: unknown): unknown {
  return isUnknown(field) ? `${field.$unknown.reason} ${field.$unknown.knownBy}` : field;
}

/** Blocks of any kind, all there are. */
export function whole(...items: readonly unknown[]): Blocks<never> {
  return { items: items as readonly never[], complete: true };
}

export const those = (...ids: readonly string[]) => ({ ids, complete: true });

const FILE = 'nsx.json';

/** A record of objects by their policy paths, each with the fields given. */
export function record(
  objects: { readonly [K in keyof NsxEstate]?: Readonly<Record<string, Partial<NsxEstate[K][number]> & { readonly name?: unknown }>> },
  { file = FILE, manager }: { readonly file?: string; readonly manager?: string } = {},
): RecordedNsx {
  const nsxOf = Object.entries(objects).map(([kind, byPath]) => [
    kind,
    Object.entries(byPath).map(([path, fields]): NsxObject => ({
      id: `${file}#${path}`,
      addresses: [],
      origin: 'surroundings',
      manager: HOST,
      name: path.split('/').at(-1)!,
      instances: Interval.exactly(1),
      policyPath: path,
      space: null,
      tags: whole(),
      ...(fields as object),
    })),
  ]);
  return { file, ...(manager !== undefined && { manager }), nsx: { ...NO_NSX, ...(Object.fromEntries(nsxOf) as Partial<NsxEstate>) } };
}
