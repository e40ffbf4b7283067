import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/*
 * The table of Kubernetes' APIs, from the Go modules of its releases: what is served, by `api/discovery` of `k8s.io/kubernetes`; what is on by
 * default, by `pkg/controlplane/instance.go`; since when, deprecated when and by what it is replaced, by the life cycles in `k8s.io/api`.
 */

/** Newest known patch of each minor version; the life cycles are those of the last. */
export const KUBERNETES_RELEASES = ['30.14', '31.14', '32.13', '33.13', '34.4', '35.4', '36.3', '37.2'] as const;

export const API_TABLE = join(__dirname, '../lib/proofs/kubernetes-api/table.ts');

const NEWEST = KUBERNETES_RELEASES.at(-1)!;

/** Where life cycles stand, the newest first; the old release has types that are gone from the source since. */
const LIFE_CYCLES = [
  { module: `k8s.io/api@v0.${NEWEST}`, folder: '' },
  { module: `k8s.io/apiextensions-apiserver@v0.${NEWEST}`, folder: 'pkg/apis' },
  { module: `k8s.io/kube-aggregator@v0.${NEWEST}`, folder: 'pkg/apis' },
  { module: 'k8s.io/api@v0.24.3', folder: '' },
];

interface Row {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly since: number;
  readonly on: boolean;
  readonly until?: number;
  readonly deprecated?: number;
  readonly replacement?: string;
}

interface LifeCycle {
  readonly apiVersion: string;
  readonly kind: string;
  /** Whether it has a client of its own, so that it is an object and no part or list of one. */
  readonly isObject: boolean;
  readonly namespaced: boolean;
  introduced?: number;
  deprecated?: number;
  removed?: number;
  replacement?: string;
}

/** The file, or undefined where the modules cannot be had. */
export async function apiTable(): Promise<string | undefined> {
  const folders = modules([...KUBERNETES_RELEASES.map((release) => `k8s.io/kubernetes@v1.${release}`), ...LIFE_CYCLES.map(({ module }) => module)]);
  if (folders === undefined) return undefined;
  const sources = KUBERNETES_RELEASES.map((release) => folders.get(`k8s.io/kubernetes@v1.${release}`)!);
  const cycles = LIFE_CYCLES.flatMap(({ module, folder }) => lifeCycles(join(folders.get(module)!, folder)));
  const { format, resolveConfig } = await import('prettier');
  const text = rendered(rows(sources, cycles));
  return format(text, { ...(await resolveConfig(API_TABLE)), filepath: API_TABLE });
}

/** Folders of Go modules, by module and version. */
export function modules(wanted: readonly string[]): Map<string, string> | undefined {
  const { status, stdout } = spawnSync('go', ['mod', 'download', '-json', ...wanted], { cwd: tmpdir(), encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (status !== 0) return undefined;
  const found = stdout.split(/(?<=^\})\n/m).filter((part) => part.trim() !== '');
  return new Map(
    found.map((part) => {
      const { Path, Version, Dir } = JSON.parse(part) as Record<'Path' | 'Version' | 'Dir', string>;
      return [`${Path}@${Version}`, Dir];
    }),
  );
}

function rows(sources: readonly string[], cycles: readonly LifeCycle[]): Row[] {
  const byKey = new Map([...cycles].reverse().map((cycle) => [`${cycle.apiVersion} ${cycle.kind}`, cycle]));
  const minors = KUBERNETES_RELEASES.map((release) => Number.parseInt(release));
  const served = sources.map((folder) => discovered(folder));
  const keys = new Set(served.flatMap((each) => [...each.keys()]));
  const current = [...keys].map((key): Row => {
    const there = minors.filter((_, i) => served[i]!.has(key));
    const [first, last] = [there[0]!, there.at(-1)!];
    const kinds = served.flatMap((each) => each.get(key) ?? []);
    if (last - first + 1 !== there.length) throw new Error(`${key} comes and goes: ${there.join(', ')}`);
    if (kinds.some(({ on, namespaced }) => on !== kinds[0]!.on || namespaced !== kinds[0]!.namespaced)) throw new Error(`${key} changes`);
    const cycle = byKey.get(key);
    const isGone = last < minors.at(-1)!;
    const until = isGone ? last + 1 : later(cycle?.removed, last);
    const [apiVersion = '', kind = ''] = key.split(' ');
    return {
      apiVersion,
      kind,
      ...kinds[0]!,
      since: first > minors[0]! ? first : Math.min(cycle?.introduced ?? 0, first),
      ...(until !== undefined && { until }),
      ...(cycle?.deprecated !== undefined && { deprecated: cycle.deprecated }),
      ...(cycle?.replacement !== undefined && { replacement: cycle.replacement }),
    };
  });
  const gone = [...byKey.values()].flatMap(({ apiVersion, kind, namespaced, isObject, introduced = 0, deprecated, removed, replacement }): Row[] => {
    if (!isObject || removed === undefined || removed > minors[0]! || keys.has(`${apiVersion} ${kind}`)) return [];
    return [
      {
        apiVersion,
        kind,
        namespaced,
        since: introduced,
        on: true,
        until: removed,
        ...(deprecated !== undefined && { deprecated }),
        ...(replacement !== undefined && { replacement }),
      },
    ];
  });
  const order = (row: Row) => `${row.apiVersion} ${row.kind}`;
  return [...current, ...gone].sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

function later(minor: number | undefined, than: number): number | undefined {
  return minor !== undefined && minor > than ? minor : undefined;
}

/** What an API server of a release can serve, by `apiVersion kind`. */
function discovered(folder: string): Map<string, { on: boolean; namespaced: boolean }> {
  const instance = readFileSync(join(folder, 'pkg/controlplane/instance.go'), 'utf8');
  const exceptions = [...instance.matchAll(/^\t\t(\w+?)(v\d\w*)\.SchemeGroupVersion\.WithResource\("(\w+)"\)/gm)].map(
    ([, group, version, resource]) => `${group}/${version}/${resource}`,
  );
  const found = new Map<string, { on: boolean; namespaced: boolean }>();
  const files = readdirSync(join(folder, 'api/discovery')).filter((file) => /^(api|apis__.*)__v\d\w*\.json$/.test(file));
  for (const file of files) {
    const list = JSON.parse(readFileSync(join(folder, 'api/discovery', file), 'utf8')) as {
      readonly groupVersion: string;
      readonly resources: readonly { readonly name: string; readonly kind: string; readonly namespaced: boolean }[];
    };
    const [, group = '', version] = /^(?:(.*)\/)?(v\w+)$/.exec(list.groupVersion)!;
    for (const { name, kind, namespaced } of list.resources) {
      if (name.includes('/')) continue;
      const on = /^v\d+$/.test(version!) || exceptions.includes(`${group.split('.')[0]}/${version}/${name}`);
      found.set(`${list.groupVersion} ${kind}`, { on, namespaced });
    }
  }
  return found;
}

/** Life cycles of the kinds of a module. */
function lifeCycles(folder: string): LifeCycle[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\/v\d\w*\/zz_generated\.prerelease-lifecycle\.go$/.test(file))
    .sort()
    .flatMap((file) => lifeCyclesIn(join(folder, file, '..')));
}

function lifeCyclesIn(folder: string): LifeCycle[] {
  const generated = readFileSync(join(folder, 'zz_generated.prerelease-lifecycle.go'), 'utf8');
  const types = readdirSync(folder)
    .filter((file) => file.endsWith('types.go'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  const [, group = ''] = /GroupName = "(.*)"/.exec(readFileSync(join(folder, 'register.go'), 'utf8')) ?? [];
  const version = folder.split('/').at(-1)!;
  const cycles = new Map<string, LifeCycle>();
  for (const [, kind = '', what = '', body = ''] of generated.matchAll(/^func \(in \*(\w+)\) APILifecycle(\w+)\(\).*\{\n\treturn (.*)\n\}/gm)) {
    const marks = commentsAbove(kind, types);
    const cycle = cycles.get(kind) ?? {
      apiVersion: group === '' ? version : `${group}/${version}`,
      kind,
      isObject: /^\/\/ \+genclient$/m.test(marks),
      namespaced: !/^\/\/ \+genclient:nonNamespaced$/m.test(marks),
    };
    cycles.set(kind, cycle);
    const [, minor] = /^1, (\d+)$/.exec(body) ?? [];
    if (what === 'Introduced') cycle.introduced = Number(minor);
    if (what === 'Deprecated') cycle.deprecated = Number(minor);
    if (what === 'Removed') cycle.removed = Number(minor);
    if (what !== 'Replacement') continue;
    const named = Object.fromEntries([...body.matchAll(/(\w+): "(.*?)"/g)].map(([, key, value]) => [key, value]));
    cycle.replacement = `${named.Group ? `${named.Group}/` : ''}${named.Version} ${named.Kind?.replace(/List$/, '')}`;
  }
  return [...cycles.values()];
}

/** The comments right above a type, blank lines between them included. */
function commentsAbove(kind: string, types: string): string {
  const at = types.search(new RegExp(`^type ${kind} struct`, 'm'));
  return at === -1 ? '' : (/(?:(?:\/\/.*)?\n)*$/.exec(types.slice(0, at))?.[0] ?? '');
}

function rendered(table: readonly Row[]): string {
  const lines = table.map(({ apiVersion, kind, namespaced, on, since, until, deprecated, replacement }) => {
    const cells = [apiVersion, kind, namespaced ? 'namespaced' : 'cluster', on ? 'on' : 'off', since, until, deprecated, replacement];
    while (cells.at(-1) === undefined) cells.pop();
    return `  [${cells.map((cell) => (typeof cell === 'string' ? `'${cell}'` : String(cell))).join(', ')}],\n`;
  });
  return `// Generated by \`npx tsx scripts/kubernetes-apis.ts\`: do not edit.

/** A kind of an API: scope, whether it is served by default, minor versions from which and until which, deprecated when, and what replaces it. */
export type ApiRow = readonly [
  apiVersion: string,
  kind: string,
  scope: 'namespaced' | 'cluster',
  byDefault: 'on' | 'off',
  since: number,
  until?: number,
  deprecated?: number,
  replacement?: string,
];

/**
 * The APIs of Kubernetes 1.${Number.parseInt(KUBERNETES_RELEASES[0])} to 1.${Number.parseInt(NEWEST)}, and those that were gone before. A minor version above the last is what is planned.
 * https://github.com/kubernetes/kubernetes/tree/v1.${NEWEST}/api/discovery and those of the other releases,
 * https://github.com/kubernetes/kubernetes/blob/v1.${NEWEST}/pkg/controlplane/instance.go, https://github.com/kubernetes/api/tree/v0.${NEWEST}
 */
export const APIS: readonly ApiRow[] = [
${lines.join('')}];
`;
}

/** Writes the table; with `--check` it says whether the one that is checked in is it. */
async function main(): Promise<void> {
  const table = await apiTable();
  if (table === undefined) throw new Error('the Go modules of Kubernetes cannot be had: install Go, or set GOPROXY');
  if (!process.argv.includes('--check')) writeFileSync(API_TABLE, table);
  else if (readFileSync(API_TABLE, 'utf8') !== table) throw new Error('the table differs from the modules: run `npx tsx scripts/kubernetes-apis.ts`');
}

if (require.main === module) void main();
