import type { WasmEngineFacts, WasmFeature } from '../../estate';
import type { Ternary } from '../../units';

/** What an engine, from one version to before another, does with features. */
interface Row {
  readonly engine: string;
  readonly from: string;
  /** The first version that this is not said of. @default - none as yet */
  readonly before?: string;
  readonly features: readonly WasmFeature[];
  /** Null where what is published does not settle it. */
  readonly has: boolean | null;
  readonly source: string;
  /** Why nobody can say. */
  readonly note?: string;
}

const WASMTIME_36 = 'https://docs.rs/crate/wasmtime-cli/36.0.7/source/docs/stability-wasm-proposals.md';
const WASMTIME_47 = 'https://github.com/bytecodealliance/wasmtime/releases/tag/v47.0.0';
const WASMEDGE = 'https://wasmedge.org/docs/start/wasmedge/extensions/proposals/';
const WASMEDGE_16 = 'https://wasmedge.org/docs/embed/c/reference/upgrade_to_0.16.0';

/** On by default in Wasmtime since 36 at least, and in tier 1 of later versions. */
const TIER_1: readonly WasmFeature[] = [
  'mutable-globals',
  'sign-extension',
  'nontrapping-float-to-int',
  'multi-value',
  'bulk-memory',
  'reference-types',
  'simd',
  'relaxed-simd',
  'tail-call',
  'extended-const',
  'multi-memory',
  'memory64',
  'component-model',
];

/**
 * Engines and features, as their projects publish them. What has no row is not known: of Wasmer, of WAMR and of versions before the first row
 * nothing is.
 */
const ROWS: readonly Row[] = [
  { engine: 'wasmtime', from: '36.0.0', features: TIER_1, has: true, source: WASMTIME_36 },
  {
    engine: 'wasmtime',
    from: '36.0.0',
    features: ['threads'],
    has: null,
    source: 'https://docs.wasmtime.dev/stability-wasm-proposals.html',
    note: 'Wasmtime has threads on, but no shared memory under the pooling allocator, which the shim of runwasi takes where the node lets it',
  },
  { engine: 'wasmtime', from: '36.0.0', before: '47.0.0', features: ['exceptions', 'gc'], has: false, source: WASMTIME_47 },
  { engine: 'wasmtime', from: '47.0.0', features: ['exceptions', 'gc'], has: true, source: WASMTIME_47 },
  // Spin runs on Wasmtime with what is on there by default; from this version on, on Wasmtime 41 or later.
  {
    engine: 'spin',
    from: '3.7.0',
    features: TIER_1,
    has: true,
    source: 'https://github.com/spinframework/spin/blob/049b70ca3c563f062b5ec02b3ce1fd1dce976904/Cargo.toml',
  },
  {
    engine: 'wasmedge',
    from: '0.8.2',
    features: ['mutable-globals', 'nontrapping-float-to-int', 'sign-extension', 'multi-value', 'reference-types', 'bulk-memory'],
    has: true,
    source: WASMEDGE,
  },
  { engine: 'wasmedge', from: '0.9.0', features: ['simd'], has: true, source: WASMEDGE },
  { engine: 'wasmedge', from: '0.8.2', before: '0.16.0', features: ['tail-call', 'extended-const'], has: false, source: WASMEDGE },
  { engine: 'wasmedge', from: '0.16.0', features: ['tail-call', 'extended-const'], has: true, source: WASMEDGE },
  { engine: 'wasmedge', from: '0.16.0', features: ['function-references', 'gc', 'multi-memory', 'relaxed-simd'], has: true, source: WASMEDGE_16 },
  { engine: 'wasmedge', from: '0.8.2', before: '0.17.0', features: ['memory64'], has: false, source: WASMEDGE_16 },
  {
    engine: 'wasmedge',
    from: '0.16.0',
    features: ['exceptions'],
    has: null,
    source: WASMEDGE_16,
    note: 'WasmEdge has exceptions in its interpreter only',
  },
];

/** Whether an engine has a feature. */
export interface Support {
  readonly has: Ternary;
  /** The page that says so; absent where none does. */
  readonly source?: string;
  /** Why nobody can say. */
  readonly note?: string;
}

export function supportOf({ name, version }: WasmEngineFacts, feature: WasmFeature): Support {
  if (version === undefined) return { has: 'maybe', note: `which version of ${name} the shim has in it is not stated` };
  if (parts(version) === undefined) return { has: 'maybe', note: `${JSON.stringify(version)} is no version that can be compared` };
  const row = ROWS.find((each) => each.engine === name && each.features.includes(feature) && isWithin(version, each));
  if (!row) return { has: 'maybe', note: `nothing is published here of ${feature} in ${name} ${version}` };
  const has = row.has === null ? 'maybe' : row.has ? 'yes' : 'no';
  return { has, source: row.source, ...(row.note !== undefined && { note: row.note }) };
}

function isWithin(version: string, { from, before }: Row): boolean {
  return compareVersions(version, from) >= 0 && (before === undefined || compareVersions(version, before) < 0);
}

/** Below zero where the first is older. Both are versions of up to three numbers. */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [parts(one) ?? [], parts(other) ?? []];
  return [0, 1, 2].map((i) => (a[i] ?? 0) - (b[i] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

function parts(version: string): number[] | undefined {
  return /^\d+(\.\d+){0,2}$/.test(version) ? version.split('.').map(Number) : undefined;
}
