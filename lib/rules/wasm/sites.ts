import {
  indexOf,
  type Estate,
  type NodePool,
  type Premise,
  type RuntimeClass,
  type RuntimeHandler,
  type WasmEngineFacts,
  type WasmWorkload,
  type Workload,
} from '../../estate';
import { candidateNodes } from '../../proofs/scheduling';
import type { Subject } from '../verdict';
import { listedNames, quoted, quotedName } from '../wording';

/** A runtime that pods of a workload of WebAssembly may run under. */
export interface Site {
  readonly pool: NodePool;
  readonly handler: RuntimeHandler;
  /** Whether a pod may land there for certain. */
  readonly certain: boolean;
}

/** What the pods of one workload object run under. */
export interface Placement {
  readonly workload: Workload;
  readonly runtime: RuntimeClass | undefined;
  readonly sites: readonly Site[];
  /** Why nobody can say, or why there may be more; absent where these are all. */
  readonly open?: string;
  readonly premises: readonly Premise[];
}

/** Where pods of a workload of WebAssembly run: workload, RuntimeClass, nodes that take the pod, the handler of their pool. */
export function placementsOf(estate: Estate, wasm: WasmWorkload): Placement[] {
  return workloadsOf(estate, wasm).map((workload) => placementOf(estate, workload));
}

export function workloadsOf({ kubernetes }: Estate, { workloads }: WasmWorkload): Workload[] {
  return kubernetes.workloads.filter(({ id }) => workloads.includes(id));
}

export function placementOf(estate: Estate, workload: Workload): Placement {
  const runtime = indexOf(estate).runtimeClassOf(workload);
  const base = { workload, sites: [], premises: [] };
  if (workload.cluster === null)
    return { ...base, runtime: undefined, open: `${quotedName(workload)} is in a chart of no cluster, so that its nodes are not known` };
  if (typeof runtime === 'string') {
    const which = runtime === 'default' ? 'runs under no RuntimeClass' : `runs under a RuntimeClass that is not in the manifests`;
    return { ...base, runtime: undefined, open: `${quotedName(workload)} ${which}` };
  }
  const { certain, possible, complete, premises } = candidateNodes(estate, workload);
  const pools = [...new Set([...certain, ...possible].map(({ pool }) => pool))];
  const sites = pools.flatMap((pool): Site[] => {
    const handler = pool.handlers.find((each) => each.handler === runtime.handler);
    return handler ? [{ pool, handler, certain: certain.some((each) => each.pool === pool) }] : [];
  });
  const runtimes = estate.premises.filter(({ id }) => sites.some(({ pool }) => id === `node-runtimes:${pool.id}`));
  return {
    workload,
    runtime,
    sites,
    ...openness(workload.cluster, complete, pools.filter(isUntold)),
    premises: [...premises, ...runtimes],
  };
}

/** Whether nobody said which runtimes the nodes of a pool have: one that says so has runc at least. */
export function isUntold({ handlers }: NodePool): boolean {
  return handlers.length === 0;
}

function openness(cluster: string, complete: boolean, untold: readonly NodePool[]): { readonly open?: string } {
  if (untold.length > 0) return { open: `which runtimes the nodes of ${listedNames(untold)} have is not stated` };
  return complete ? {} : { open: `the nodes of cluster ${quoted(cluster)} are not all known` };
}

/** Engines that a workload may run on, each once, with the pools that have it. */
export function enginesOf(placements: readonly Placement[]): { readonly engine: WasmEngineFacts; readonly pools: readonly NodePool[] }[] {
  const engines = new Map<string, { engine: WasmEngineFacts; pools: NodePool[] }>();
  for (const { sites } of placements) {
    for (const { pool, handler } of sites) {
      if (handler.engine === undefined) continue;
      const key = JSON.stringify(handler.engine);
      const there = engines.get(key) ?? { engine: handler.engine, pools: [] };
      engines.set(key, { ...there, pools: [...new Set([...there.pools, pool])] });
    }
  }
  return [...engines.values()];
}

export function engineText({ name, version }: WasmEngineFacts): string {
  return version === undefined ? name : `${name} ${version}`;
}

/** What a verdict about a workload of WebAssembly is about. */
export function subjectOfWasm({ path }: WasmWorkload): Subject {
  return { path };
}

/** A workload by the name that a user knows it by: the id of its construct. */
export function wasmName({ path }: { readonly path: string }): string {
  return quoted(path.slice(path.lastIndexOf('/') + 1));
}

/**
 * Whether a workload runs what its composition makes: one that does not fit has no bytes, and what is known of it is of its root. Rule WSM-004
 * says so.
 */
export function hasItsBytes({ wasm }: Estate, { composition }: WasmWorkload): boolean {
  return composition === undefined || wasm.compositions.find(({ id }) => id === composition)?.outcome.fits === true;
}
