import type { Autoscaler, Estate, ManifestObject, NodePool, PodSpec, VirtualMachine, Workload } from '../../../lib/estate';
import type { Verdict } from '../../../lib/rules';
import { memory } from '../../../lib/rules/capacity/cap-002-memory';
import { autoscaling } from '../../../lib/rules/capacity/cap-009-autoscaling';
import { aBareHost, aCluster, anEstate, hardware, hosts, machines, token, type EstateParts } from '../../support/estate';
import { judged, outcomes, refutations, text, undecideds } from '../../support/judge';
import {
  aContainer,
  aKubernetesCluster,
  aPool,
  aRuntimeClass,
  aWorkload,
  CLUSTER,
  manifested,
  resources,
  type WorkloadParts,
} from '../../support/kubernetes';

const SPREAD = {
  topologyKey: 'kubernetes.io/hostname',
  maxSkew: 1,
  whenUnsatisfiable: 'DoNotSchedule' as 'DoNotSchedule' | 'ScheduleAnyway',
  labelSelector: null,
  matchLabelKeys: [],
  nodeAffinityPolicy: 'Honor' as const,
  nodeTaintsPolicy: 'Ignore' as const,
};

const asks = (cpu: string, memory = '1Gi'): Partial<PodSpec> => ({ containers: [aContainer('c', { resources: { requests: { cpu, memory } } })] });

function scaler(name: string, max: Autoscaler['max'], change: Partial<Autoscaler> = {}): Autoscaler {
  return {
    ...manifested('autoscaling/v2', 'HorizontalPodAutoscaler', name),
    namespace: 'shop',
    target: { kind: 'Deployment', name },
    min: 1,
    max,
    ...change,
  };
}

const pool = (name: string, nodes: number, change: Partial<NodePool> = {}): NodePool =>
  aPool(name, nodes, { allocatable: resources(4, 16), ...change });
const web = (change: WorkloadParts = {}): Workload => aWorkload('web', { replicas: 2, spec: asks('1'), ...change });

interface Parts {
  readonly pools?: readonly NodePool[];
  readonly workloads?: readonly Workload[];
  readonly autoscalers?: readonly Autoscaler[];
  readonly kubernetes?: EstateParts['kubernetes'];
}

function site({ pools = [pool('general', 2)], workloads = [web()], autoscalers = [scaler('web', 8)], kubernetes = {} }: Parts = {}): Estate {
  return anEstate({ kubernetes: { kubernetesClusters: [aKubernetesCluster()], nodePools: pools, workloads, autoscalers, ...kubernetes } });
}

describe('CAP-009 on pods', () => {
  test('at their maximum they fit', () => {
    const [verdict, ...others] = judged(autoscaling, site());
    expect(others).toEqual([]);
    expect(verdict).toMatchObject({ verdict: 'proved', subject: { path: CLUSTER } });
    expect(verdict!.premises!.map(({ id }) => id)).toEqual([`unrendered-pods-fit:${CLUSTER}`]);
    expect(verdict!.premises![0]!.statement).toBe(
      'pods of cluster `prod` that no manifest shows, such as those of add-ons and operators, fit into what is left: 0 CPU and 24 GiB on `general`',
    );
  });

  test('at their maximum, and not as many as there are today, they ask for more than there is', () => {
    expect(text(judged(autoscaling, site({ autoscalers: [scaler('web', 9)] }))[0])).toEqual([
      'with every autoscaler at its maximum, the pods of cluster `prod` do not fit its nodes',
      'ask for: 9 CPU: 9 pods of `shop/web` with 1 CPU',
      'there is: 8 CPU at most, on 2 nodes of `general`',
      'hint: 1 CPU more in these pools, or lower maximums',
    ]);
  });

  test('the nodes are at their maximum too', () => {
    const more = pool('general', 2, { autoscaling: { min: 2, max: 3 } });
    const verdicts = judged(autoscaling, site({ pools: [more], autoscalers: [scaler('web', 9)] }));
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['proved', 'undecided']);
  });

  test('pods without an autoscaler take room as well, and one of each DaemonSet on every node', () => {
    const other = aWorkload('other', { replicas: 2, spec: asks('1') });
    expect(refutations(autoscaling, site({ workloads: [web(), other] }))).toHaveLength(1);
    expect(outcomes(autoscaling, site({ workloads: [web(), other], autoscalers: [scaler('web', 6)] }))).toEqual(['proved']);
    const agent = aWorkload('agent', { kind: 'DaemonSet', replicas: 'per-node', spec: asks('500m') });
    expect(text(refutations(autoscaling, site({ workloads: [web(), agent] }))[0])[2]).toBe('there is: 7 CPU at most, on 2 nodes of `general`');
    expect(outcomes(autoscaling, site({ workloads: [web(), agent], autoscalers: [scaler('web', 6)] }))).toEqual(['proved']);
  });

  test('pods of another cluster take none', () => {
    const other = aWorkload('other', { replicas: 90, spec: asks('1'), cluster: 'site/other' });
    expect(outcomes(autoscaling, site({ workloads: [web(), other] }))).toEqual(['proved']);
  });

  test('a pod that no empty node holds, and one that no pool takes', () => {
    expect(text(judged(autoscaling, site({ workloads: [web({ spec: asks('5', '2Gi') })], autoscalers: [scaler('web', 1)] }))[0]).slice(1)).toEqual([
      'asks for: a pod of `shop/web` 5 CPU and 2 GiB',
      'fits: no empty node of `general`',
      'hint: larger nodes, or smaller requests',
    ]);
    const picky = web({ spec: { ...asks('1'), nodeSelector: { disk: 'ssd' } } });
    expect(text(judged(autoscaling, site({ workloads: [picky] }))[0])[2]).toBe('fits: no pool takes it');
  });

  test('a node takes so many pods', () => {
    const few = pool('general', 1, { allocatable: resources(64, 256, 10) });
    const tiny = web({ spec: asks('1m', '1Mi') });
    expect(outcomes(autoscaling, site({ pools: [few], workloads: [tiny], autoscalers: [scaler('web', 10)] }))).toEqual(['proved']);
    expect(text(judged(autoscaling, site({ pools: [few], workloads: [tiny], autoscalers: [scaler('web', 11)] }))[0])[1]).toContain(
      'ask for: 11 pods',
    );
  });

  test('the overhead of a RuntimeClass counts', () => {
    const kata = aRuntimeClass('kata', 'kata', { overhead: { cpu: '1' } });
    const boxed = web({ spec: { ...asks('1'), runtimeClassName: 'kata' } });
    expect(outcomes(autoscaling, site({ workloads: [boxed], autoscalers: [scaler('web', 4)], kubernetes: { runtimeClasses: [kata] } }))).toEqual([
      'proved',
    ]);
    expect(outcomes(autoscaling, site({ workloads: [boxed], autoscalers: [scaler('web', 5)], kubernetes: { runtimeClasses: [kata] } }))).toEqual([
      'refuted',
    ]);
    expect(undecideds(autoscaling, site({ workloads: [boxed] }))[0]!.reason).toContain('the RuntimeClass of `web`');
    const hidden = { ...kata, unread: ['overhead.podFixed.cpu'] };
    expect(outcomes(autoscaling, site({ workloads: [boxed], autoscalers: [scaler('web', 1)], kubernetes: { runtimeClasses: [hidden] } }))).toEqual([
      'undecided',
    ]);
  });

  test('what nodes have within bounds is taken at its worst for a proof, at its best for a refutation', () => {
    const loose = pool('general', 2, { allocatable: { ...resources(4, 16), memoryBytes: { low: 4 * 2 ** 30, high: 5 * 2 ** 30 } } });
    const of = (max: number) =>
      outcomes(autoscaling, site({ pools: [loose], workloads: [web({ spec: asks('1m', '1Gi') })], autoscalers: [scaler('web', max)] }));
    expect([of(8), of(9), of(10), of(11)]).toEqual([['proved'], ['undecided'], ['undecided'], ['refuted']]);
  });

  test('no autoscaler, no question', () => {
    expect(judged(autoscaling, site({ autoscalers: [] }))).toEqual([]);
  });

  test('an autoscaler of another cluster does not matter', () => {
    const other = scaler('x', 99, { cluster: 'site/other' });
    expect(judged(autoscaling, site({ autoscalers: [scaler('web', 8), other] }))[0]!.verdict).toBe('proved');
  });

  test('an app of Spin is scaled by its Deployment', () => {
    const app = web({ kind: 'SpinApp' });
    expect(outcomes(autoscaling, site({ workloads: [app] }))).toEqual(['proved']);
    expect(outcomes(autoscaling, site({ workloads: [app], autoscalers: [scaler('web', 9)] }))).toEqual(['refuted']);
  });

  test('of two autoscalers of a workload nobody knows which has its will', () => {
    const of = (...max: number[]) => outcomes(autoscaling, site({ autoscalers: max.map((each) => scaler('web', each)) }));
    expect([of(8, 2), of(2, 8), of(8, 9), of(9, 8), of(9, 10)]).toEqual([['proved'], ['proved'], ['undecided'], ['undecided'], ['refuted']]);
  });

  test('an autoscaler leaves alone what has no replicas, but for one that may have none itself', () => {
    const idle = web({ replicas: 0 });
    const of = (change: Partial<Autoscaler>, max = 9) =>
      outcomes(autoscaling, site({ workloads: [idle], autoscalers: [scaler('web', max, change)] }));
    expect([of({}), of({}, 8), of({ min: 0 }), of({ kind: 'ScaledObject' })]).toEqual([['undecided'], ['proved'], ['refuted'], ['refuted']]);
  });

  test('a pool that has no node yet takes pods on those that its autoscaler adds, DaemonSets among them', () => {
    const empty = pool('general', 0, { autoscaling: { min: 0, max: 2 } });
    const agent = aWorkload('agent', { kind: 'DaemonSet', replicas: 'per-node', spec: asks('1') });
    const of = (max: number, ...others: Workload[]) =>
      judged(autoscaling, site({ pools: [empty], workloads: [web(), ...others], autoscalers: [scaler('web', max)] }))[0]!.verdict;
    expect([of(8), of(9), of(6, agent), of(7, agent)]).toEqual(['proved', 'refuted', 'proved', 'refuted']);
    const proof = judged(autoscaling, site({ pools: [empty] }))[0]!;
    expect(proof.premises!.map(({ id }) => id)).toContain(`nodes-to-come:${CLUSTER}/general`);
  });

  test('nodes to come have the labels that all of their pool have, and nobody knows which others', () => {
    const zone = (value: string) => ({ 'topology.kubernetes.io/zone': value });
    const some = pool('general', 2, { autoscaling: { min: 2, max: 3 } });
    const zoned = (a: string, b: string) => ({ ...some, nodes: some.nodes.map((node, i) => ({ ...node, labels: zone(i === 0 ? a : b) })) });
    const of = (nodes: NodePool, selector: Record<string, string>, max: number) =>
      judged(
        autoscaling,
        site({ pools: [nodes], workloads: [web({ spec: { ...asks('1'), nodeSelector: selector } })], autoscalers: [scaler('web', max)] }),
      )[0]!.verdict;
    expect(of(zoned('a', 'a'), zone('a'), 12)).toBe('proved');
    expect(of(zoned('a', 'b'), zone('a'), 12)).toBe('undecided');
    expect(of(some, { 'kubernetes.io/hostname': 'prod-general-3' }, 2)).toBe('undecided');
  });

  test('what DaemonSets ask for on a node is more than it has', () => {
    const agent = (cpu: string, spec: Partial<PodSpec> = {}) =>
      aWorkload('agent', { kind: 'DaemonSet', replicas: 'per-node', spec: { ...asks(cpu), ...spec } });
    const idle = web({ spec: { containers: [aContainer('c')] } });
    expect(text(refutations(autoscaling, site({ workloads: [idle, agent('5')], autoscalers: [scaler('web', 1)] }))[0]).slice(1)).toEqual([
      'ask for: 5 CPU: what the DaemonSets have on each node of `general`',
      'there is: 4 CPU at most on one',
      'hint: larger nodes, or smaller requests',
    ]);
    expect(outcomes(autoscaling, site({ workloads: [idle, agent('4')], autoscalers: [scaler('web', 1)] }))).toEqual(['proved']);
    const tiny = pool('none', 0, { allocatable: resources(1, 1) });
    const pools = [pool('general', 2), { ...tiny, nodes: pool('none', 1).nodes, replicas: 0 }];
    expect(outcomes(autoscaling, site({ pools, workloads: [idle, agent('4')], autoscalers: [scaler('web', 1)] }))).toEqual(['proved']);
    const perhaps = agent('5', { nodeSelector: { 'feature.node.kubernetes.io/x': 'true' } });
    expect(outcomes(autoscaling, site({ workloads: [idle, perhaps], autoscalers: [scaler('web', 1)] }))).toEqual(['undecided']);
  });

  test('two objects of one name count once where they are alike, and for no refutation where they differ', () => {
    const twin = (cpu: string): Workload => ({ ...web({ spec: asks(cpu) }), id: `${web().id}#2` });
    expect(outcomes(autoscaling, site({ workloads: [web(), twin('1')] }))).toEqual(['proved']);
    expect(outcomes(autoscaling, site({ workloads: [web(), twin('2')] }))).toEqual(['undecided']);
    expect(outcomes(autoscaling, site({ workloads: [web(), twin('2')], autoscalers: [scaler('web', 2)] }))).toEqual(['proved']);
  });

  test('what a pod asks for as a whole counts from Kubernetes 1.34 on, or where the gate is on', () => {
    const whole = web({ spec: { containers: [aContainer('c')], resources: { requests: { cpu: '5' } } } });
    const on = (version: string, featureGates: Record<string, boolean> = {}) =>
      judged(
        autoscaling,
        site({
          workloads: [whole],
          autoscalers: [scaler('web', 1)],
          kubernetes: { kubernetesClusters: [aKubernetesCluster({ version, featureGates })] },
        }),
      )[0]!.verdict;
    expect([on('1.34'), on('1.33'), on('1.33', { PodLevelResources: true }), on('1.34', { PodLevelResources: false })]).toEqual([
      'refuted',
      'undecided',
      'refuted',
      'undecided',
    ]);
  });

  describe('stays open', () => {
    const open = (parts: Parts): string => undecideds(autoscaling, site(parts))[0]!.reason;

    test('where a token says a maximum', () => {
      expect(open({ autoscalers: [scaler('web', token('max'))] })).toMatch(/^how many pods `web` has is/);
    });

    test('where other pods decide where a pod may be', () => {
      const labelSelector = { matchLabels: { app: 'web' }, matchExpressions: [] };
      const term = { topologyKey: 'kubernetes.io/hostname', labelSelector, namespaces: [], namespaceSelector: null };
      for (const spec of [
        { affinity: { podAntiAffinity: { required: [term] } } },
        { affinity: { podAffinity: { required: [term] } } },
        { volumes: [{ name: 'data', source: 'persistentVolumeClaim' }] },
        { topologySpreadConstraints: [SPREAD] },
        { containers: [aContainer('c', { ports: [{ containerPort: 80, hostPort: 80 }] })] },
      ]) {
        expect(open({ workloads: [web({ spec: { ...asks('1'), ...spec } })] })).toContain('depends on where other pods are');
      }
    });

    test('where two single pods want one port of the node, one is kept from the other, or a volume is somewhere', () => {
      const port = { containers: [aContainer('c', { ports: [{ containerPort: 80, hostPort: 80 }] })] };
      const two = (a: Partial<PodSpec>, b: Partial<PodSpec>): Verdict['verdict'] =>
        judged(autoscaling, site({ workloads: [web({ spec: a }), aWorkload('other', { spec: b })], autoscalers: [scaler('web', 1)] }))[0]!.verdict;
      expect(two(port, port)).toBe('undecided');
      expect(two({ initContainers: port.containers, ...asks('1') }, port)).toBe('undecided');
      expect(two(port, {})).toBe('proved');
      const labelSelector = { matchLabels: { app: 'web' }, matchExpressions: [] };
      const term = { topologyKey: 'kubernetes.io/hostname', labelSelector, namespaces: [], namespaceSelector: null };
      expect(two({}, { affinity: { podAntiAffinity: { required: [term] } } })).toBe('undecided');
      const stateful = aWorkload('db', { kind: 'StatefulSet', claimTemplates: [{ name: 'data' }] });
      expect(outcomes(autoscaling, site({ workloads: [web(), stateful], autoscalers: [scaler('web', 1)] }))).toEqual(['undecided']);
      expect(two({}, { volumes: [{ name: 'data', source: 'ephemeral' }] })).toBe('undecided');
      expect(two({}, { topologySpreadConstraints: [{ ...SPREAD, whenUnsatisfiable: 'ScheduleAnyway' }] })).toBe('proved');
      const agent = aWorkload('agent', { kind: 'DaemonSet', replicas: 'per-node', spec: { affinity: { podAntiAffinity: { required: [term] } } } });
      expect(outcomes(autoscaling, site({ workloads: [web(), agent], autoscalers: [scaler('web', 2)] }))).toEqual(['undecided']);
      const other = web();
      const hidden = { ...other, pod: { ...other.pod, unread: ['spec.affinity.podAntiAffinity'] } };
      expect(outcomes(autoscaling, site({ workloads: [hidden], autoscalers: [scaler('web', 2)] }))).toEqual(['undecided']);
    });

    test('where pods fit in sum, and no placement is found', () => {
      expect(open({ workloads: [web({ spec: asks('3') })], pools: [pool('general', 3)], autoscalers: [scaler('web', 4)] })).toBe(
        'in sum they fit, and no placement was found',
      );
    });

    test('where an amount is none, or is hidden', () => {
      expect(open({ workloads: [web({ spec: asks('lots') })] })).toContain('the requests of `web` cannot be read: not a quantity: "lots"');
      const hidden = web();
      expect(open({ workloads: [{ ...hidden, pod: { ...hidden.pod, unread: ['spec.containers.0.resources.requests.cpu'] } }] })).toContain(
        'is a token, or not of the type that the API has',
      );
    });

    test('where an autoscaler scales what is not seen, a token for its target among it', () => {
      expect(open({ autoscalers: [scaler('other', 99)] })).toBe(
        'which pods HorizontalPodAutoscaler `other` scales, and what they ask for, is not seen',
      );
      expect(open({ autoscalers: [scaler('web', 1), scaler('x', 1, { target: { kind: 'Deployment', name: 'TfToken[1]' } })] })).toContain('`x`');
      expect(open({ autoscalers: [scaler('web', 1, { namespace: 'other' })] })).toContain('is not seen');
    });

    test('where a run of a CronJob may begin before the last has ended', () => {
      const job = aWorkload('job', { kind: 'CronJob', replicas: 1, overlaps: true, spec: asks('1m') });
      expect(open({ workloads: [web(), job], autoscalers: [scaler('web', 2)] })).toBe('a run of `job` may begin before the last has ended');
    });

    test('where nodes have what nobody stated, such as GPUs', () => {
      const gpu = web({ spec: { containers: [aContainer('c', { resources: { requests: { cpu: '1', 'nvidia.com/gpu': '1' } } })] } });
      const none = web({ spec: { containers: [aContainer('c', { resources: { requests: { cpu: '1', 'nvidia.com/gpu': '0' } } })] } });
      expect(outcomes(autoscaling, site({ workloads: [none], autoscalers: [scaler('web', 2)] }))).toEqual(['proved']);
      expect(open({ workloads: [gpu], autoscalers: [scaler('web', 2)] })).toBe(
        'how much `nvidia.com/gpu` nodes have, which `web` asks for, is not stated',
      );
    });

    test('where somebody else says what pods ask for', () => {
      const object = (apiVersion: string, kind: string, spec: object): ManifestObject => ({
        file: 'manifests/prod/shop.yaml',
        index: 0,
        cluster: CLUSTER,
        apiVersion,
        kind,
        name: 'x',
        namespace: 'shop',
        body: { metadata: { name: 'x', namespace: 'shop' }, spec },
      });
      const reason = (spec: Partial<PodSpec>, manifest: ManifestObject): string | undefined =>
        undecideds(autoscaling, { ...site({ workloads: [web({ spec })], autoscalers: [scaler('web', 2)] }), manifests: [manifest] })[0]?.reason;
      const vertical = (updateMode?: string) =>
        object('autoscaling.k8s.io/v1', 'VerticalPodAutoscaler', {
          targetRef: { kind: 'Deployment', name: 'web' },
          ...(updateMode !== undefined && { updatePolicy: { updateMode } }),
        });
      expect(reason(asks('1'), vertical())).toBe('a VerticalPodAutoscaler changes the requests of `web`');
      expect(reason(asks('1'), vertical('Off'))).toBeUndefined();
      const range = object('v1', 'LimitRange', {});
      const noMemory = { containers: [aContainer('c', { resources: { requests: { cpu: '1' } } })] };
      expect(reason(noMemory, range)).toBe('a LimitRange of namespace `shop` fills in requests of `web`');
      expect(reason(asks('1'), range)).toBeUndefined();
      expect(reason(noMemory, { ...range, body: { metadata: { namespace: 'other' } } })).toBeUndefined();
      expect(reason(noMemory, { ...range, cluster: 'site/other' })).toBeUndefined();
      expect(reason(asks('1'), object('keda.sh/v1alpha1', 'ScaledJob', {}))).toBe('what the Jobs of ScaledJob `x` ask for is not counted');
    });

    test('where the chart of an autoscaler belongs to no cluster', () => {
      const loose = [aWorkload('web', { cluster: null, spec: asks('1') })];
      expect(text(judged(autoscaling, site({ workloads: loose, autoscalers: [scaler('web', 2, { cluster: null })] }))[0])).toEqual([
        'whether the pods of `manifests/prod/shop.yaml` find room with every autoscaler at its maximum',
        'because: the chart belongs to no cluster, so that its nodes are not known',
        'decides it: a chart of a cluster: `cluster.chart(...)`',
      ]);
    });

    test('where the nodes are not stated', () => {
      expect(open({ pools: [] })).toBe('which nodes it has is not stated');
    });
  });
});

describe('CAP-009 on node VMs', () => {
  const esx = hosts(3, { hardware: hardware() });
  const compute = aCluster('compute', esx);
  const nodes = machines('node', 2, compute, { cpus: 4, memoryMiB: 16 * 1024 });
  const grown = (max: number, parts: EstateParts = {}): Estate =>
    anEstate({
      hosts: esx.map((host) => ({ ...host, cluster: compute.id })),
      clusters: [compute],
      machines: nodes,
      kubernetes: { kubernetesClusters: [aKubernetesCluster()], nodePools: [aPool('general', nodes, { autoscaling: { min: 1, max } })] },
      ...parts,
    });

  test('as many as the pool may have fit the hosts', () => {
    expect(outcomes(autoscaling, grown(3))).toEqual(['proved']);
  });

  test('as many as there are at most count, no more and no fewer', () => {
    const tall = { cpus: 4, memoryMiB: 128 * 1024 };
    const of = (n: number, max: number): Estate => {
      const vms = machines('node', n, compute, tall);
      const nodePools = [aPool('general', vms, { autoscaling: { min: 1, max } })];
      return grown(max, { machines: vms, kubernetes: { kubernetesClusters: [aKubernetesCluster()], nodePools } });
    };
    const seen = new Set<string>();
    for (let n = 3; n <= 60; n += 1) {
      const there = judged(memory, of(n, n)).map(({ verdict }) => verdict);
      expect(outcomes(autoscaling, of(2, n))).toEqual([there.includes('refuted') ? 'refuted' : there[0]]);
      seen.add(there[0]!);
    }
    expect([...seen]).toEqual(expect.arrayContaining(['proved', 'refuted']));
  });

  test('more than the hosts hold is what CAP-002 says of them', () => {
    const [verdict] = refutations(autoscaling, grown(1000));
    expect(verdict!.message).toMatch(/^with 1,000 nodes of `general`, the hosts have no room: the VMs of cluster `compute` need at least /);
    expect(verdict!.witness.length).toBeGreaterThan(0);
  });

  test('a VM that no host holds is what CAP-002 says of it, and other clusters do not matter', () => {
    const tall = machines('node', 2, compute, { cpus: 4, memoryMiB: 64 * 1024 * 1024 });
    const parts = {
      machines: tall,
      kubernetes: { kubernetesClusters: [aKubernetesCluster()], nodePools: [aPool('general', tall, { autoscaling: { min: 1, max: 3 } })] },
    };
    expect(refutations(autoscaling, grown(3, parts))[0]!.message).toContain('larger than any host');
    const elsewhere = aCluster('elsewhere', []);
    const stray = machines('stray', 9, elsewhere, { memoryMiB: 64 * 1024 * 1024 });
    expect(outcomes(autoscaling, grown(3, { clusters: [compute, elsewhere], machines: [...nodes, ...stray] }))).toEqual(['proved']);
  });

  test('stays open where nobody knows what nodes to come are like, or where they run', () => {
    const general = (of: VirtualMachine[], parts: EstateParts = {}) =>
      grown(3, {
        machines: of,
        kubernetes: { kubernetesClusters: [aKubernetesCluster()], nodePools: [aPool('general', of, { autoscaling: { min: 1, max: 3 } })] },
        ...parts,
      });
    const reason = (estate: Estate): string => undecideds(autoscaling, estate)[0]!.reason;
    expect(reason(general([nodes[0]!, { ...nodes[1]!, memoryMiB: 8192 }]))).toContain('they differ in size, or run on different clusters');
    const other = aCluster('other', []);
    expect(reason(general([nodes[0]!, { ...nodes[1]!, cluster: other.id }], { clusters: [compute, other] }))).toContain('different clusters');
    expect(reason(general([nodes[0]!, { ...nodes[1]!, cluster: token('c') }]))).toMatch(/^which cluster `node-2` runs on is known only/);
    expect(reason(general(nodes.map((node) => ({ ...node, cluster: null }))))).toBe('which cluster `node-1` runs on is not in the estate');
  });

  test('one pool of others leaves it open, though the VMs of another one fit', () => {
    const pools = [aPool('general', nodes, { autoscaling: { min: 1, max: 3 } }), aPool('theirs', 1, { autoscaling: { min: 1, max: 2 } })];
    const estate = grown(3, { kubernetes: { kubernetesClusters: [aKubernetesCluster()], nodePools: pools } });
    expect(undecideds(autoscaling, estate)[0]!.reason).toBe('the VMs of pool `theirs` are not the app’s, and what runs them is not known');
  });

  test('a pool that is at its maximum asks nothing', () => {
    expect(judged(autoscaling, grown(2))).toEqual([]);
  });

  test('stays open where the VMs are of others, or the hosts are not known', () => {
    const foreign = grown(3, {
      kubernetes: { kubernetesClusters: [aKubernetesCluster()], nodePools: [aPool('general', 2, { autoscaling: { min: 1, max: 3 } })] },
    });
    expect(undecideds(autoscaling, foreign)[0]!.reason).toContain('what runs them is not known');
    const bare = hosts(3).map(({ name }) => aBareHost(String(name), { cluster: compute.id }));
    expect(outcomes(autoscaling, grown(3, { hosts: bare }))).toEqual(['undecided']);
  });
});
