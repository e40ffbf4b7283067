import type { Estate, KubernetesCluster, NodePool, Premise } from '../../estate';
import { Cidr } from '../../units';
import { subjectOf } from '../subjects';
import type { Evidence, Refuted, Verdict } from '../verdict';
import { count, grouped, listed, quoted, quotedName } from '../wording';
import { many } from './address-words';
import { serviceAddresses } from './service-addresses';

/** Ranges of a Kubernetes cluster: a pod range for each node there may be at once, an address for each pod of a node and for each service. */
export function* clusterAddresses(estate: Estate, cluster: KubernetesCluster): Iterable<Verdict> {
  const pools = estate.kubernetes.nodePools.filter((pool) => pool.cluster === cluster.id);
  const premises = statedOf(estate, cluster);
  const podRanges = cluster.podCidrs.map((cidr) => Cidr.of(cidr));
  const faults = podRanges.flatMap((range, i) => {
    const prefix = cluster.nodePrefixes[i];
    return prefix === undefined ? [] : [...nodeRanges(cluster, pools, range, prefix), ...podAddresses(cluster, pools, range, prefix)];
  });
  for (const fault of faults) yield { ...fault, premises };
  if (podRanges.length > 0 && pools.length > 0 && faults.length === 0) yield { verdict: 'proved', subject: subjectOf(cluster, 'podCidrs'), premises };
  yield* serviceAddresses(estate, cluster, premises);
}

/** Nodes of a pool there may be at once: as many as its autoscaler makes, and those that stand beside them while they are replaced. */
export function mostNodes({ replicas, autoscaling, surge }: NodePool): number {
  return Math.max(replicas, autoscaling?.max ?? 0) + surge;
}

function nodeRanges(cluster: KubernetesCluster, pools: readonly NodePool[], range: Cidr, prefix: number): Omit<Refuted, 'premises'>[] {
  const nodes = pools.reduce((sum, pool) => sum + mostNodes(pool), 0);
  const room = 1n << BigInt(Math.max(prefix - range.prefix, 0));
  if (prefix >= range.prefix && BigInt(nodes) <= room) return [];
  const needed = Math.ceil(Math.log2(Math.max(nodes, 1)));
  return [
    refuted(
      cluster,
      'podCidrs',
      `pod-range:${range.version}`,
      `cluster ${quotedName(cluster)} may have more nodes than its pod range has ranges for`,
      {
        witness: [
          {
            label: 'nodes',
            text: `${listed(
              pools.map((pool) => `${mostNodes(pool)} of ${quotedName(pool)}`),
              5,
            )}: ${count(nodes, 'node')} at most`,
          },
          {
            label: 'ranges',
            text:
              prefix < range.prefix
                ? `none: ${quoted(`/${prefix}`)} is larger than ${quoted(String(range))}`
                : `${many(room)} of ${quoted(`/${prefix}`)} in ${quoted(String(range))}`,
          },
        ],
        remedy: prefix - needed < 0 ? 'fewer nodes' : `a pod range of a ${quoted(`/${prefix - needed}`)} or larger`,
      },
    ),
  ];
}

/** Of a node's range the network itself is no pod's, nor the address of its gateway; nor is the last one of IPv4. */
function podAddresses(cluster: KubernetesCluster, pools: readonly NodePool[], range: Cidr, prefix: number): Omit<Refuted, 'premises'>[] {
  const bits = range.version === 4 ? 32 : 128;
  const room = (1n << BigInt(bits - prefix)) - (range.version === 4 ? 3n : 2n);
  return pools
    .filter(({ allocatable }) => BigInt(allocatable.pods) > room)
    .map((pool) => ({
      ...refuted(
        cluster,
        'nodePrefixes',
        `pods:${pool.id}:${range.version}`,
        `a node of pool ${quotedName(pool)} may have more pods than addresses for them`,
        {
          witness: [
            { label: 'pods', text: `${grouped(pool.allocatable.pods)} a node, by ${quoted('maxPods')} of its kubelet` },
            {
              label: 'addresses',
              text: `${many(room > 0n ? room : 0n)} of the ${quoted(`/${prefix}`)} that each node has of ${quoted(String(range))}`,
            },
          ],
          remedy: 'fewer pods a node, or a shorter prefix for nodes',
        },
      ),
      // Pods on the network of their node need none.
      severity: 'warning' as const,
    }));
}

interface Fault {
  readonly witness: readonly Evidence[];
  readonly remedy: string;
}

function refuted(cluster: KubernetesCluster, attribute: string, key: string, message: string, { witness, remedy }: Fault): Omit<Refuted, 'premises'> {
  return { verdict: 'refuted', subject: subjectOf(cluster, attribute), key, message, witness, remedies: [{ text: remedy }] };
}

/** What is said of a cluster beside the output. */
function statedOf({ premises }: Estate, { path }: KubernetesCluster): Premise[] {
  return premises.filter(({ kind, subject }) => kind === 'stated' && subject !== undefined && subject === path);
}
