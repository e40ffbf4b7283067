import { indexOf, type Estate, type ImagePlatform, type LockedImage, type NodePool, type Premise, type Workload } from '../../estate';
import { candidateNodes, nodesFor } from '../../proofs/scheduling';
import type { Ternary } from '../../units';

/** Where the pods of a workload may land, as far as architectures go: alike nodes are one. */
export interface Landing {
  /** Pools with a node that takes them for certain. */
  readonly certain: readonly NodePool[];
  /** Pools with a node that may take them, and none that does for certain; also one that has no node yet. */
  readonly possible: readonly NodePool[];
  /** Pools of the cluster; none where nobody stated any, or the workload belongs to no cluster. */
  readonly pools: readonly NodePool[];
  /** What says so: labels and taints, as stated. */
  readonly premises: readonly Premise[];
}

/** The pools that the pods of a workload may land on. */
export function landingOf(estate: Estate, workload: Workload): Landing {
  const pools = estate.kubernetes.nodePools.filter(({ cluster }) => cluster === workload.cluster);
  const { certain, possible, premises } = candidateNodes(estate, workload);
  const sure = new Set(certain.map(({ pool }) => pool.id));
  const perhaps = new Set(possible.map(({ pool }) => pool.id));
  const runtime = indexOf(estate).runtimeClassOf(workload);
  for (const pool of pools) {
    if (pool.nodes.length > 0) continue;
    // An autoscaler may make one, like all of the pool.
    const first = { node: { name: `${pool.id}/first`, machine: null, labels: {} }, pool };
    if (nodesFor(workload.pod, [first], runtime, workload.kind).refused.length === 0) perhaps.add(pool.id);
  }
  return {
    certain: pools.filter(({ id }) => sure.has(id)),
    possible: pools.filter(({ id }) => !sure.has(id) && perhaps.has(id)),
    pools,
    premises,
  };
}

/** How a pool takes an image that is built for some platforms. */
export function runsOn(platforms: readonly ImagePlatform[], pool: NodePool, os: string): Ternary {
  const answers = platforms.map((platform) => matches(platform, pool.architecture, os));
  return answers.includes('yes') ? 'yes' : answers.includes('maybe') ? 'maybe' : 'no';
}

const OTHER_NAMES: Readonly<Record<string, string>> = { x86_64: 'amd64', 'x86-64': 'amd64', aarch64: 'arm64', i386: '386' };
/** Variants that every CPU of an architecture has. */
const PLAIN: Readonly<Record<string, readonly string[]>> = { amd64: ['', 'v1'], arm64: ['', 'v8', 'v8.0'] };
/** Architectures of 32 bits that containerd takes instead, if the CPU and the kernel do (github.com/containerd/platforms, `Only`). */
const SMALLER: Readonly<Record<string, string>> = { amd64: '386', arm64: 'arm' };

/** Whether an image for a platform runs on a node, as containerd chooses among those of an index. */
export function matches(platform: ImagePlatform, architecture: string, os: string): Ternary {
  if (platform.os !== os) return 'no';
  const own = normal(platform.architecture);
  const wanted = normal(architecture);
  if (own === SMALLER[wanted]) return 'maybe';
  if (own !== wanted) return 'no';
  const plain = PLAIN[wanted];
  return plain === undefined || plain.includes(platform.variant ?? '') ? 'yes' : 'maybe';
}

function normal(architecture: string): string {
  return OTHER_NAMES[architecture] ?? architecture;
}

/** Whether a platform is that of WebAssembly, which no CPU is. */
export function isWasm({ os, architecture }: ImagePlatform): boolean {
  return architecture.startsWith('wasm') || os.startsWith('wasi');
}

/** Whether a registry shows an index under a digest: containerd picks of it by the node's platform, and of a single manifest not at all. */
export function isIndex({ mediaType }: LockedImage): boolean {
  return mediaType === 'application/vnd.oci.image.index.v1+json' || mediaType === 'application/vnd.docker.distribution.manifest.list.v2+json';
}
