import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { isDeepStrictEqual } from 'node:util';
import type { Taint } from '../../../estate';
import type { IContainerRuntime } from '../../container';
import { ConstructError } from '../../construct-error';
import type { SystemPool } from './system-chart-props';

const MEBIBYTE = 1024;

/**
 * A RuntimeClass for each runtime of the pools, under the name of its handler. Its pods go to the pools that have the runtime, whatever taint
 * keeps others away.
 *
 * @throws when two pools have one handler with different overheads, or no label tells the pools with it from those without
 */
export function makeRuntimeClasses(cluster: IConstruct, scope: Construct, pools: readonly SystemPool[]): void {
  const handlers = [...new Set(pools.flatMap(({ runtimes }) => runtimes.map(({ handler }) => handler)))];
  if (handlers.length === 0) return;
  const parent = new Construct(scope, 'runtimes');
  for (const handler of handlers) {
    const having = pools.filter(({ runtimes }) => runtimes.some((runtime) => runtime.handler === handler));
    const overhead = overheadOf(cluster, handler, having);
    const scheduling = { ...selector(cluster, handler, pools, having), ...tolerations(having) };
    new ApiObject(new Construct(parent, handler), 'Resource', {
      apiVersion: 'node.k8s.io/v1',
      kind: 'RuntimeClass',
      metadata: { name: handler },
      handler,
      ...(overhead === undefined ? {} : { overhead: { podFixed: overhead } }),
      ...(Object.keys(scheduling).length === 0 ? {} : { scheduling }),
    });
  }
}

function overheadOf(cluster: IConstruct, handler: string, having: readonly SystemPool[]): Record<string, string> | undefined {
  const overheads = having.map(({ runtimes }) => fixed(runtimes.find((runtime) => runtime.handler === handler)!));
  const other = overheads.findIndex((each) => !isDeepStrictEqual(each, overheads[0]));
  if (other < 0) return overheads[0];
  throw new ConstructError(
    cluster,
    `pools "${having[0]!.name}" and "${having[other]!.name}" have the runtime "${handler}" with different overheads, and a RuntimeClass has one; give them one runtime`,
  );
}

function fixed({ overhead }: IContainerRuntime): Record<string, string> | undefined {
  const amounts = {
    ...(overhead?.cpuMillis === undefined ? {} : { cpu: `${overhead.cpuMillis}m` }),
    ...(overhead?.memory === undefined ? {} : { memory: memory(overhead.memory.toKibibytes()) }),
  };
  return Object.keys(amounts).length === 0 ? undefined : amounts;
}

/** As the API server writes it back. */
function memory(kibibytes: number): string {
  return kibibytes % MEBIBYTE === 0 ? `${kibibytes / MEBIBYTE}Mi` : `${kibibytes}Ki`;
}

/** A label that every pool with the runtime has, and no other; none where every pool has it. */
function selector(
  cluster: IConstruct,
  handler: string,
  pools: readonly SystemPool[],
  having: readonly SystemPool[],
): { nodeSelector?: Record<string, string> } {
  const others = pools.filter((pool) => !having.includes(pool));
  if (others.length === 0) return {};
  const shared = Object.entries(having[0]!.labels).filter(([key, value]) => having.every(({ labels }) => labels[key] === value));
  const [key, value] = shared.filter(([key, value]) => others.every(({ labels }) => labels[key] !== value)).at(-1) ?? [];
  if (key !== undefined && value !== undefined) return { nodeSelector: { [key]: value } };
  const names = having.map(({ name }) => `"${name}"`).join(', ');
  throw new ConstructError(
    cluster,
    `no label tells the pools ${names}, which have the runtime "${handler}", from the others; give them one of their own, such as { 'example.com/runtime': '${handler}' }`,
  );
}

function tolerations(having: readonly SystemPool[]): { tolerations?: object[] } {
  const taints = new Map<string, Taint>(having.flatMap(({ taints }) => taints.map((taint) => [JSON.stringify(taint), taint])));
  if (taints.size === 0) return {};
  // The API gives an empty value back as none.
  return { tolerations: [...taints.values()].map(({ key, value, effect }) => ({ key, operator: 'Equal', ...(value !== '' && { value }), effect })) };
}
