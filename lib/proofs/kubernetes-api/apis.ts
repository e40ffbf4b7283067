import { APIS, type ApiRow } from './table';

/** Minor versions that the table speaks of. */
export const OLDEST_MINOR = 30;
export const NEWEST_MINOR = 37;

/** Whether an API server of a version serves a kind. */
export type Availability =
  | { readonly is: 'served'; readonly deprecation?: Deprecation; /** Off by default, and switched on. */ readonly switched: boolean }
  /** The version has it, and does not serve it unless it is switched on. */
  | { readonly is: 'off'; /** Whether it would be on had nobody switched it off. */ readonly switched: boolean }
  | { readonly is: 'gone'; readonly until: number; readonly replacement?: string }
  | { readonly is: 'not-yet'; readonly since: number }
  /** Kubernetes has the group, and in none of the versions this kind in this version of it. */
  | { readonly is: 'none' }
  /** The group is none of Kubernetes itself: a CRD or an aggregated API server has to bring it. */
  | { readonly is: 'foreign' };

export interface Deprecation {
  /** The minor version it is deprecated from. */
  readonly since: number;
  /** The first that does not have it, or is planned not to; absent where nothing is planned. */
  readonly until?: number;
  /** `apiVersion kind` to use instead; absent where none is named. */
  readonly replacement?: string;
}

/** What `--runtime-config` of an API server switches, by group version or `api/all`, `api/ga`, `api/beta`, `api/alpha`. */
export type Switches = Readonly<Record<string, boolean>>;

const rows = new Map<string, ApiRow>(APIS.map((row) => [`${row[0]} ${row[1]}`, row]));
const groups = new Set(APIS.map(([apiVersion]) => groupOf(apiVersion)));

/** `apps` of `apps/v1`; empty for `v1`. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/** Whether objects of a kind lie in a namespace; undefined for a kind that is none of Kubernetes itself. */
export function isNamespaced(apiVersion: string, kind: string): boolean | undefined {
  const row = rows.get(`${apiVersion} ${kind}`);
  return row === undefined ? undefined : row[2] === 'namespaced';
}

/** @param minor from 30 to 37 */
export function availabilityOf(apiVersion: string, kind: string, minor: number, switches: Switches = {}): Availability {
  const row = rows.get(`${apiVersion} ${kind}`);
  if (row === undefined) return { is: groups.has(groupOf(apiVersion)) ? 'none' : 'foreign' };
  const [, , , byDefault, since, until, deprecated, replacement] = row;
  if (minor < since) return { is: 'not-yet', since };
  if (until !== undefined && until <= minor) return { is: 'gone', until, ...(replacement !== undefined && { replacement }) };
  const isOn = switchOf(apiVersion, switches) ?? byDefault === 'on';
  const switched = isOn !== (byDefault === 'on');
  if (!isOn) return { is: 'off', switched };
  if (deprecated === undefined || deprecated > minor) return { is: 'served', switched };
  const deprecation = { since: deprecated, ...(until !== undefined && { until }), ...(replacement !== undefined && { replacement }) };
  return { is: 'served', deprecation, switched };
}

/** What says most of a group version counts. */
function switchOf(apiVersion: string, switches: Switches): boolean | undefined {
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
  const stage = /alpha|beta/.exec(version)?.[0] ?? 'ga';
  return switches[apiVersion] ?? switches[`api/${stage}`] ?? switches['api/all'];
}

/** API versions that serve a kind by default, of the same group or of the one it moved to, the newest first. */
export function alternativesTo(apiVersion: string, kind: string, minor: number): string[] {
  const replacement = rows.get(`${apiVersion} ${kind}`)?.[7];
  const group = groupOf(apiVersion);
  return APIS.filter((row) => row[1] === kind && row[0] !== apiVersion)
    .filter(([other]) => groupOf(other) === group || `${other} ${kind}` === replacement)
    .filter(([other]) => {
      const availability = availabilityOf(other, kind, minor);
      return availability.is === 'served' && availability.deprecation === undefined;
    })
    .map(([other]) => other)
    .reverse();
}

/** Kinds that are written nearly alike, as the group version has them. */
export function kindsLike(apiVersion: string, kind: string): string[] {
  return APIS.filter((row) => row[0] === apiVersion && row[1].toLowerCase() === kind.toLowerCase()).map((row) => row[1]);
}
