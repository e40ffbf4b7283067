import { KINDS, type NsxKind } from '../../../../lib/estate/read/nsx/kinds';
import type { NsxObject } from '../../../../lib/estate/nsx';
import { estateOf } from '../../../../lib/estate/read';
import { readNsxExport } from '../../../../lib/estate/read/nsx-export';
import type { StateJson } from '../../differential/plan-json';
import type { Rendered } from '../../lane/program';
import type { PolicyServer } from '../server';
import type { Keyed } from './compare';

const FILE = 'record';
const MACHINE = 'machine ';
const EXCLUDED = 'excluded ';

/** What the rendered output says, with nothing beside it. Its objects are keyed by the paths that the state has. */
export function renderedEstate(app: Rendered, states: ReadonlyMap<string, StateJson>): Keyed {
  const { nsx } = estateOf(app.model);
  const values = new Map(
    [...states].flatMap(([stack, { values: state }]) =>
      (state?.root_module?.resources ?? []).map((resource) => [`${stack}/${resource.address}`, resource.values ?? {}] as const),
    ),
  );
  const keys = new Map<string, string>();
  for (const kind of KINDS) {
    for (const object of nsx[kind]) {
      const states = object.addresses.map(({ stack, address }) => values.get(`${stack}/${address}`));
      const key = states.map((state) => keyOf(kind, state)).find((each) => each !== undefined);
      if (key !== undefined) keys.set(object.id, key);
    }
  }
  for (const [id, state] of values) if (!keys.has(id) && typeof state.path === 'string') keys.set(id, state.path);
  return { nsx, keys };
}

/** Of what is no object of the Policy API there is no path: of a machine, of a member of the exclusion list. */
function keyOf(kind: NsxKind, state: Readonly<Record<string, unknown>> = {}): string | undefined {
  const { path, member, policy_path: policy, id } = state;
  const elsewhere: Partial<Record<NsxKind, unknown>> = { nsxMachines: id, firewallExclusions: member };
  const key = kind in elsewhere ? elsewhere[kind] : path || policy;
  if (typeof key !== 'string' || key === '') return undefined;
  return kind === 'nsxMachines' ? `${MACHINE}${key}` : kind === 'firewallExclusions' ? `${EXCLUDED}${key}` : key;
}

/** What a record of the server says. Its objects are keyed by their paths. */
export function recordedEstate(server: PolicyServer): Keyed {
  const { nsx } = readNsxExport(server.export(), FILE, 'nsx').recorded;
  const keys = new Map<string, string>();
  for (const kind of KINDS) for (const object of nsx[kind]) keys.set(object.id, recordKey(object));
  const rest = [...server.objects().keys()].map((path) => [`${FILE}#${path}`, path] as const);
  return { nsx, keys: new Map([...rest, ...keys]) };
}

function recordKey(object: NsxObject): string {
  const { externalId, member } = object as Partial<{ externalId: unknown; member: unknown }>;
  if (typeof externalId === 'string') return `${MACHINE}${externalId}`;
  if (typeof member === 'string') return `${EXCLUDED}${member.replace(`${FILE}#`, '')}`;
  return object.id.replace(`${FILE}#`, '');
}
