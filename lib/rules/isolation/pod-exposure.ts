import { indexOf, type Estate, type Namespace, type Premise, type Tenant, type Workload } from '../../estate';
import type { Ternary } from '../../units';
import type { Evidence } from '../verdict';
import { quoted, quotedName } from '../wording';
import type { Gap } from './host-rules';
import { securityOf, standingOf, type IsolationLevelName, type Standing } from './pod-levels';
import type { PlacedWorkload, SharedNode, SharedNodes } from './shared-nodes';
import { enforcedOn, isBound } from './unseen-pods';

/** A pod that does not meet the level, on a node that it may share with a pod of another tenant. */
export interface WeakPod {
  readonly workload: Workload;
  readonly tenant: Tenant;
  readonly weakness: NonNullable<Standing['weakness']>;
  /** Tells the weaker from the stronger: by the Pod Security Standard that it meets. */
  readonly strength: number;
  evidence(label: string): Evidence[];
}

/** What two tenants are to each other on the nodes they may share. */
export interface Exposure {
  /** The weakest first. */
  readonly weak: readonly WeakPod[];
  readonly gaps: readonly Gap[];
  readonly premises: readonly Premise[];
}

const FAMILIES = ['node-labels', 'node-taints', 'node-names', 'node-runtimes', 'node-user-namespaces'];
const WEAKEST_FIRST = ['privileged', 'baseline', 'restricted', undefined];

/** Which pods of tenants fall short of a level where they may share a node. */
export class PodExposure {
  private readonly standings = new Map<string, Standing>();

  public constructor(
    private readonly estate: Estate,
    private readonly nodes: SharedNodes,
    private readonly level: IsolationLevelName,
  ) {}

  public between(one: Tenant, other: Tenant): Exposure {
    const weak = new Map<string, WeakPod>();
    const gaps = new Map<string, Gap>();
    for (const node of this.nodes.between(one, other)) {
      const [ofOne, ofOther] = node.of;
      const surest = (those: readonly PlacedWorkload[]): PlacedWorkload => those.find((each) => each.on.get(node.key) === 'yes') ?? those[0]!;
      const [first, second] = [surest(ofOne), surest(ofOther)];
      for (const placed of ofOne) this.examine(placed, second, node, weak, gaps);
      for (const placed of ofOther) this.examine(placed, first, node, weak, gaps);
    }
    const sorted = [...weak.values()].map((each, index) => ({ each, index }));
    sorted.sort((a, b) => a.each.strength - b.each.strength || a.index - b.index);
    return { weak: sorted.map(({ each }) => each), gaps: [...gaps.values()], premises: this.premises([one, other]) };
  }

  /** What is stated of the nodes and clusters in question. */
  public premises(tenants: readonly Tenant[]): Premise[] {
    const clusters = new Set(tenants.flatMap((tenant) => this.nodes.workloadsOf(tenant).map(({ cluster }) => cluster)));
    const about = new Set(
      [...clusters].flatMap((cluster) => [
        `kubernetes-version:${cluster.id}`,
        `kubernetes-pod-security:${cluster.id}`,
        ...indexOf(this.estate)
          .poolsOf(cluster)
          .flatMap(({ id }) => FAMILIES.map((family) => `${family}:${id}`)),
      ]),
    );
    return this.estate.premises.filter(({ id }) => about.has(id));
  }

  private examine(placed: PlacedWorkload, neighbour: PlacedWorkload, node: SharedNode, weak: Map<string, WeakPod>, gaps: Map<string, Gap>): void {
    const { workload } = placed;
    const standing = this.standing(placed, node);
    if (standing.meets === 'yes') return;
    const shares: Ternary = placed.on.get(node.key) === 'yes' && neighbour.on.get(node.key) === 'yes' ? 'yes' : 'maybe';
    if (standing.weakness && shares === 'yes') {
      if (!weak.has(workload.id)) weak.set(workload.id, this.weakPod(placed, neighbour, node, standing.weakness));
      return;
    }
    const name = quoted(nameOf(workload));
    const gap: Gap = standing.gap
      ? { reason: `whether ${name} meets the level: ${standing.gap.reason}`, decidedBy: standing.gap.decidedBy }
      : {
          reason: `whether ${name}, by ${quoted(standing.weakness!.field)} of ${standing.weakness!.value}, shares a node with ${quoted(nameOf(neighbour.workload))}: ${whereOpen(node)}`,
          decidedBy: 'literal node selectors and tolerations, and the pools of the cluster',
        };
    gaps.set(`${workload.id} ${gap.reason}`, gap);
  }

  private standing({ workload, cluster }: PlacedWorkload, { pool }: SharedNode): Standing {
    const key = `${workload.id} ${pool?.id ?? ''}`;
    const known = this.standings.get(key);
    if (known) return known;
    const standing = standingOf(workload, { cluster, pool, runtime: indexOf(this.estate).runtimeClassOf(workload) }, this.level);
    this.standings.set(key, standing);
    return standing;
  }

  private weakPod(placed: PlacedWorkload, neighbour: PlacedWorkload, { pool }: SharedNode, weakness: WeakPod['weakness']): WeakPod {
    const { workload, tenant, cluster } = placed;
    const refused = this.refusal(placed);
    const says = `${quoted(nameOf(workload))} (${workload.kind}): ${quoted(weakness.field)} is ${weakness.value}`;
    const evidence = (label: string): Evidence[] => [
      { label, text: says },
      { label: 'has to be', text: weakness.allowed },
      {
        label: 'shares',
        text: `pool ${pool ? quotedName(pool) : ''} with ${quoted(nameOf(neighbour.workload))} of tenant ${quoted(neighbour.tenant.name)}`,
      },
      ...(refused === undefined ? [] : [{ label: 'moreover', text: refused }]),
    ];
    return { workload, tenant, weakness, strength: WEAKEST_FIRST.indexOf(securityOf(workload, cluster)), evidence };
  }

  /** The API server may refuse it, so that it never runs as it is written. */
  private refusal({ workload, cluster }: PlacedWorkload): string | undefined {
    const namespace = this.estate.kubernetes.namespaces.find((each) => isIn(workload, each));
    const enforced = namespace && enforcedOn(namespace, cluster, indexOf(this.estate).poolsOf(cluster));
    if (enforced === undefined || !isBound(enforced, this.level)) return undefined;
    return `namespace ${quotedName(namespace!)} enforces \`${enforced}\`: the API server refuses its pods as they are`;
  }
}

function isIn({ cluster, namespace }: Workload, { name, ...of }: Namespace): boolean {
  return of.cluster === cluster && name === namespace;
}

function nameOf({ namespace, name }: Workload): string {
  return `${namespace}/${String(name)}`;
}

function whereOpen({ pool, cluster }: SharedNode): string {
  return pool === undefined
    ? `the nodes of cluster ${quotedName(cluster)} are not known`
    : `which pods land on pool ${quotedName(pool)} is not decided`;
}
