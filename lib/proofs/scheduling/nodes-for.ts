import type { KubernetesNode, NodePool, PodRuntime, PodTemplate, RuntimeClass, Taint, Toleration } from '../../estate';
import type { Ternary } from '../../units';
import { hasLabel, holdsToken, labelsOf, meetsTerm, type KnownLabels } from './labels';
import { daemonTolerations, isTolerated } from './taints';
import { not, some, ternary } from './ternary';

/** A node with what its pool says of it. */
export interface PoolNode {
  readonly node: KubernetesNode;
  readonly pool: NodePool;
}

/** Why a node takes no pod of a workload. */
export type Refusal =
  /** It lacks a label of `nodeSelector`, the pod's or that of its RuntimeClass. */
  | { readonly by: 'selector'; readonly key: string; readonly value: string }
  /** No term of the required node affinity matches it. */
  | { readonly by: 'affinity' }
  | { readonly by: 'taint'; readonly taint: Taint }
  /** The pod names another node. */
  | { readonly by: 'node-name'; readonly name: string }
  /** Pod and RuntimeClass want different values of one label: the API refuses the pod. */
  | { readonly by: 'conflict'; readonly key: string };

/** Where the pods of a workload may land, as far as their nodes decide it. */
export interface NodesFor {
  /** Nodes that take one for certain. */
  readonly certain: readonly PoolNode[];
  /** Nodes that may take one as well; none of them is certain. */
  readonly possible: readonly PoolNode[];
  /** Nodes that take none, and why. */
  readonly refused: readonly { readonly on: PoolNode; readonly why: Refusal }[];
}

/** What keeps a pod off a node, three-valued: `no` says that it does not. */
type Hindrance = readonly [Ternary, Refusal];

/**
 * The nodes that a pod may land on, by nodeName, nodeSelector, required node affinity, taints of the effects NoSchedule and NoExecute, and the
 * scheduling of its RuntimeClass. Resources, volumes and other pods may keep it off a node still.
 *
 * @param runtime the RuntimeClass it runs under. @default 'default'
 * @param kind kind of the workload: the pods of a DaemonSet tolerate more. @default 'Pod'
 */
export function nodesFor(pod: PodTemplate, nodes: readonly PoolNode[], runtime: PodRuntime = 'default', kind: string = 'Pod'): NodesFor {
  const known = answers.get(nodes) ?? new Map<string, NodesFor>();
  answers.set(nodes, known);
  const key = demandKey(pod, runtime, kind);
  const answer = known.get(key) ?? decide(pod, nodes, runtime, kind);
  known.set(key, answer);
  return answer;
}

/** Most pods of a cluster ask alike: what was worked out for one holds for the others. */
const answers = new WeakMap<readonly PoolNode[], Map<string, NodesFor>>();

function demandKey({ spec, unread = [] }: PodTemplate, runtime: PodRuntime, kind: string): string {
  const { nodeName, nodeSelector, affinity, tolerations, schedulerName, hostNetwork } = spec;
  const scheduling = typeof runtime === 'string' ? runtime : [runtime.nodeSelector, runtime.tolerations, runtime.unread];
  return JSON.stringify([
    [nodeName, nodeSelector, affinity?.nodeAffinity, tolerations, schedulerName, unread],
    scheduling,
    kind === 'DaemonSet' && { hostNetwork },
  ]);
}

function decide(pod: PodTemplate, nodes: readonly PoolNode[], runtime: PodRuntime, kind: string): NodesFor {
  const demand = new Demand(pod, runtime, kind);
  const certain: PoolNode[] = [];
  const possible: PoolNode[] = [];
  const refused: { readonly on: PoolNode; readonly why: Refusal }[] = [];
  for (const on of nodes) {
    const hindrances = demand.hindrances(on);
    const refusal = hindrances.find(([hinders]) => hinders === 'yes');
    if (refusal) refused.push({ on, why: refusal[1] });
    else if (demand.isSure && hindrances.every(([hinders]) => hinders === 'no')) certain.push(on);
    else possible.push(on);
  }
  return { certain, possible, refused };
}

/** What a pod asks of its node, once its RuntimeClass is merged into it. */
class Demand {
  /** Whether nothing that it asks for is hidden. */
  public readonly isSure: boolean;
  private readonly selector: readonly (readonly [string, string])[];
  private readonly tolerations: readonly Toleration[];
  private readonly runtime: RuntimeClass | undefined;
  private readonly doubts: ReadonlySet<Doubt>;

  public constructor(
    private readonly pod: PodTemplate,
    runtime: PodRuntime,
    kind: string,
  ) {
    const { spec } = pod;
    this.runtime = typeof runtime === 'string' ? undefined : runtime;
    this.doubts = doubtsOf(pod, runtime);
    this.isSure = this.doubts.size === 0;
    this.selector = [...Object.entries(spec.nodeSelector ?? {}), ...Object.entries(this.runtime?.nodeSelector ?? {})];
    this.tolerations = [
      ...(spec.tolerations ?? []),
      ...(this.runtime?.tolerations ?? []),
      ...(kind === 'DaemonSet' ? daemonTolerations(spec.hostNetwork === true) : []),
    ];
  }

  public hindrances({ node, pool }: PoolNode): Hindrance[] {
    const known = labelsOf(node, pool);
    return [...this.conflicts(), ...this.misnamed(node), ...this.unlabelled(known), ...this.disliked(known, node), ...this.tainted(pool)].map(
      // A pod that is bound to a node nobody can tell passes by what the scheduler asks.
      ([hinders, why]) => [this.doubts.has('node-name') && hinders === 'yes' && why.by !== 'conflict' ? 'maybe' : hinders, why],
    );
  }

  private conflicts(): Hindrance[] {
    const own = this.pod.spec.nodeSelector ?? {};
    return Object.entries(this.runtime?.nodeSelector ?? {}).flatMap(([key, value]): Hindrance[] => {
      if (!Object.hasOwn(own, key) || own[key] === value) return [];
      return [[holdsToken(own[key]!) || holdsToken(value) ? 'maybe' : 'yes', { by: 'conflict', key }]];
    });
  }

  private misnamed({ name }: KubernetesNode): Hindrance[] {
    const { nodeName = '' } = this.pod.spec;
    if (nodeName === '' || holdsToken(nodeName)) return [];
    return [[holdsToken(name) ? 'maybe' : ternary(name !== nodeName), { by: 'node-name', name: nodeName }]];
  }

  private unlabelled(known: KnownLabels): Hindrance[] {
    return this.selector.map(([key, value]) => [not(hasLabel(known, key, value)), { by: 'selector', key, value }]);
  }

  private disliked(known: KnownLabels, { name }: KubernetesNode): Hindrance[] {
    const terms = this.pod.spec.affinity?.nodeAffinity?.required;
    if (!terms) return [];
    // What was left out of a term may be what matches, or what does not.
    const met = this.doubts.has('affinity') ? 'maybe' : some(terms.map((term) => meetsTerm(known, name, term)));
    return [[not(met), { by: 'affinity' }]];
  }

  private tainted({ taints }: NodePool): Hindrance[] {
    const isBound = (this.pod.spec.nodeName ?? '') !== '';
    return taints
      .filter(({ effect }) => effect === 'NoExecute' || (effect === 'NoSchedule' && !isBound))
      .map((taint) => {
        const isOpen = this.doubts.has('tolerations') || (this.doubts.has('scheduler') && taint.effect === 'NoSchedule');
        const tolerated = isTolerated(taint, this.tolerations);
        return [isOpen ? 'maybe' : not(tolerated), { by: 'taint', taint }];
      });
  }
}

/** What may be otherwise than the manifest shows it. */
type Doubt = 'selector' | 'affinity' | 'tolerations' | 'node-name' | 'scheduler';

const PLACES: readonly (readonly [string, Doubt])[] = [
  ['spec.nodeSelector', 'selector'],
  ['spec.affinity.nodeAffinity', 'affinity'],
  ['spec.tolerations', 'tolerations'],
  ['spec.nodeName', 'node-name'],
  ['spec.schedulerName', 'scheduler'],
];

function doubtsOf({ spec, unread = [] }: PodTemplate, runtime: PodRuntime): Set<Doubt> {
  const doubts = new Set(PLACES.filter(([place]) => unread.some((path) => isWithin(path, place) || isWithin(place, path))).map(([, doubt]) => doubt));
  const hidden = typeof runtime === 'string' ? [] : (runtime.unread ?? []);
  if (runtime === 'unknown' || hidden.some((path) => isWithin(path, 'scheduling'))) doubts.add('selector').add('tolerations');
  // kubelet holds a pod to its node affinity and to NoExecute, whoever placed it.
  if ((spec.schedulerName ?? 'default-scheduler') !== 'default-scheduler') doubts.add('scheduler');
  return doubts;
}

function isWithin(path: string, scope: string): boolean {
  return path === scope || path.startsWith(`${scope}.`);
}
