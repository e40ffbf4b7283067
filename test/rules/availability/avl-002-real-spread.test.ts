import type { Autoscaler, Estate, NodePool, PodSpec, VirtualMachine, Workload } from '../../../lib/estate';
import { realSpread } from '../../../lib/rules/availability/avl-002-real-spread';
import { aCluster, anEstate, antiAffinity, hosts, machines, token, type EstateParts } from '../../support/estate';
import { judged, mends, outcomes, text, undecideds } from '../../support/judge';
import { aContainer, aKubernetesCluster, aPool, aWorkload, manifested, resources, type WorkloadParts } from '../../support/kubernetes';

const HOSTNAME = 'kubernetes.io/hostname';
const ZONE = 'topology.kubernetes.io/zone';
const esx = hosts(4);
const compute = aCluster('compute', esx);
const nodes = machines('prod-general', 3, compute);
const apart = antiAffinity('apart', compute, nodes);

const own = { matchLabels: { app: 'web' }, matchExpressions: [] };
const term = { topologyKey: HOSTNAME, labelSelector: own, namespaces: [], namespaceSelector: null };
const constraint = {
  topologyKey: HOSTNAME,
  maxSkew: 1,
  whenUnsatisfiable: 'DoNotSchedule',
  labelSelector: own,
  matchLabelKeys: [],
  nodeAffinityPolicy: 'Honor',
  nodeTaintsPolicy: 'Ignore',
} as const;
const antiAffine: Partial<PodSpec> = { affinity: { podAntiAffinity: { required: [term] } } };
const spread: Partial<PodSpec> = { topologySpreadConstraints: [constraint] };

const web = (spec: Partial<PodSpec>, change: WorkloadParts = {}): Workload => aWorkload('web', { replicas: 3, spec, ...change });

function site(workloads: readonly Workload[], change: EstateParts = {}, pools: readonly NodePool[] = [aPool('general', nodes)]): Estate {
  return anEstate({
    hosts: esx.map((host) => ({ ...host, cluster: compute.id })),
    clusters: [compute],
    machines: nodes,
    kubernetes: { kubernetesClusters: [aKubernetesCluster()], nodePools: pools, workloads },
    ...change,
  });
}

describe('AVL-002', () => {
  test.each([
    ['anti-affinity', antiAffine],
    ['a spread', spread],
  ])('%s over nodes that a mandatory rule keeps apart is real', (_, spec) => {
    const [verdict, ...others] = judged(realSpread, site([web(spec)], { vmRules: [apart] }));
    expect(others).toEqual([]);
    expect(verdict).toMatchObject({ verdict: 'proved', subject: { path: 'site/prod/shop/web', object: 'shop/web[Deployment]' } });
    expect(verdict!.premises!.map(({ id }) => id)).toContain('mandatory-vm-host-rules');
  });

  test('without one, the nodes may share a host, which keeping the pool apart mends', () => {
    const estate = site([web(spread, { replicas: 6 })]);
    expect(text(judged(realSpread, estate)[0])).toEqual([
      'the spread of `shop/web` over hostnames is not real',
      ': 6 pods are kept on different nodes, but nodes `prod-general-1`, `prod-general-2` and `prod-general-3` may share one ESXi host, such as `esx-1`: no mandatory rule keeps them apart',
      "mends it: `general: { apart: 'hosts' }` (3 nodes, 4 hosts they may use)",
    ]);
    expect(mends(realSpread, estate)).toBe(1);
    expect(text(judged(realSpread, site([web(antiAffine)]))[0])[0]).toBe('the anti-affinity of `shop/web` over hostnames is not real');
  });

  test('more nodes than hosts cannot be kept apart, which is said as a hint', () => {
    const many = machines('prod-general', 5, compute);
    const estate = site([web(spread)], { machines: many }, [aPool('general', many)]);
    expect(text(judged(realSpread, estate)[0]).at(-1)).toBe("hint: `general: { apart: 'hosts' }` (5 nodes, 4 hosts they may use)");
  });

  test('nodes of two pools that are apart within each are not mended by keeping one apart', () => {
    const other = machines('prod-other', 2, compute);
    const pools = [aPool('general', nodes), aPool('other', other)];
    const hints = (...rules: readonly ReturnType<typeof antiAffinity>[]): string[] =>
      text(judged(realSpread, site([web(spread)], { machines: [...nodes, ...other], vmRules: rules }, pools))[0]).slice(2);
    const across =
      'hint: one of the pools `general` and `other` for these pods, by a node selector, or a mandatory anti-affinity rule over the VMs of all';
    expect(hints(apart, antiAffinity('b', compute, other))).toEqual([across]);
    expect(hints(apart)).toEqual(["mends it: `other: { apart: 'hosts' }` (2 nodes, 4 hosts they may use)", across]);
  });

  test('those that are named may all be on one host at once', () => {
    const four = machines('prod-general', 4, compute);
    const rules = [antiAffinity('a', compute, four.slice(0, 2)), antiAffinity('b', compute, four.slice(2))];
    const estate = site([web(spread)], { machines: four, vmRules: rules }, [aPool('general', four)]);
    expect(text(judged(realSpread, estate)[0])[1]).toContain('nodes `prod-general-1` and `prod-general-3` may share one ESXi host');
  });

  test('only those that are not kept apart are named', () => {
    const rules = [antiAffinity('a', compute, nodes.slice(0, 2)), antiAffinity('b', compute, [nodes[0]!, nodes[2]!])];
    expect(text(judged(realSpread, site([web(spread)], { vmRules: rules }))[0])[1]).toContain(
      'nodes `prod-general-2` and `prod-general-3` may share',
    );
  });

  test('only nodes that the pods may land on count', () => {
    const pools = [aPool('general', nodes.slice(0, 1), { labels: { disk: 'ssd' } }), aPool('other', nodes.slice(1))];
    expect(outcomes(realSpread, site([web({ ...spread, nodeSelector: { disk: 'ssd' } })], {}, pools))).toEqual(['proved']);
    expect(outcomes(realSpread, site([web(spread)], {}, pools))).toEqual(['refuted']);
  });

  test('a preference promises nothing, nor does a spread of other pods', () => {
    const soft = { topologySpreadConstraints: [{ ...constraint, whenUnsatisfiable: 'ScheduleAnyway' as const }] };
    const others = { matchLabels: { app: 'other' }, matchExpressions: [] };
    const foreign = { topologySpreadConstraints: [{ ...constraint, labelSelector: others }] };
    const nobody = { topologySpreadConstraints: [{ ...constraint, labelSelector: null }] };
    const elsewhere = { affinity: { podAntiAffinity: { required: [{ ...term, namespaces: ['other'] }] } } };
    for (const spec of [{}, soft, foreign, nobody, elsewhere]) expect(judged(realSpread, site([web(spec)]))).toEqual([]);
  });

  test('a term that names its own namespace, or selects it, is of its own pods', () => {
    const named = { affinity: { podAntiAffinity: { required: [{ ...term, namespaces: ['shop'] }] } } };
    const empty = { matchLabels: {}, matchExpressions: [] };
    const selected = { affinity: { podAntiAffinity: { required: [{ ...term, namespaces: ['other'], namespaceSelector: empty }] } } };
    for (const spec of [named, selected]) expect(outcomes(realSpread, site([web(spec)]))).toEqual(['refuted']);
  });

  test('one pod is spread over nothing, and a DaemonSet has one a node anyway', () => {
    expect(outcomes(realSpread, site([web(spread, { replicas: 1 }), web(spread, { replicas: 0 })]))).toEqual(['proved', 'proved']);
    expect(judged(realSpread, site([web(spread, { replicas: 'per-node' })]))).toEqual([]);
  });

  describe('over zones', () => {
    const zones = { topologySpreadConstraints: [{ ...constraint, topologyKey: ZONE }] };
    const zoned = (...of: readonly string[]): NodePool => {
      const pool = aPool('general', nodes);
      return { ...pool, nodes: pool.nodes.map((node, i) => ({ ...node, labels: { [ZONE]: of[i]! } })) };
    };

    test('only nodes of different zones must not share a host', () => {
      expect(outcomes(realSpread, site([web(zones)], {}, [zoned('a', 'a', 'a')]))).toEqual(['proved']);
      const rules = [antiAffinity('a', compute, [nodes[0]!, nodes[2]!]), antiAffinity('b', compute, [nodes[1]!, nodes[2]!])];
      expect(outcomes(realSpread, site([web(zones)], { vmRules: rules }, [zoned('a', 'a', 'b')]))).toEqual(['proved']);
      expect(text(judged(realSpread, site([web(zones)], {}, [zoned('a', 'a', 'b')]))[0])[0]).toBe(
        'the spread of `shop/web` over `topology.kubernetes.io/zone` is not real',
      );
    });

    test('a node that the cloud provider may give a zone leaves it open, one without another label takes no pod', () => {
      expect(outcomes(realSpread, site([web(zones)]))).toEqual(['undecided']);
      const row = { topologySpreadConstraints: [{ ...constraint, topologyKey: 'acme.example.com/row' }] };
      expect(outcomes(realSpread, site([web(row)]))).toEqual(['proved']);
    });
  });

  describe('stays open', () => {
    const open = (estate: Estate): string => undecideds(realSpread, estate)[0]!.reason;

    test('where no node takes the pods: what is nowhere is not spread', () => {
      expect(open(site([web({ ...spread, nodeSelector: { disk: 'ssd' } })], { vmRules: [apart] }))).toContain(
        'no node of its cluster takes its pods',
      );
      const taints = [{ key: 'only', value: '', effect: 'NoSchedule' }] as const;
      expect(open(site([web(spread)], { vmRules: [apart] }, [aPool('general', nodes, { taints })]))).toContain(
        'no node of its cluster takes its pods',
      );
    });

    test('where a token says how many pods there are', () => {
      expect(open(site([web(spread, { replicas: token('replicas') })]))).toMatch(/^how many pods `web` has is/);
    });

    test('where a token says whether a rule is a must', () => {
      expect(open(site([web(spread)], { vmRules: [{ ...apart, mandatory: token() }] }))).toBe(
        'whether rule `apart` is on and mandatory is not decided',
      );
    });

    test('where DRS is not fully automated', () => {
      const manual = { ...compute, drs: { enabled: true, automation: 'manual' } };
      expect(open(site([web(spread)], { clusters: [manual], vmRules: [apart] }))).toContain('DRS is not fully automated for certain');
    });

    test('where a rule names VMs that are not known in full', () => {
      const some = { ...apart, machines: { ids: [], complete: false } };
      expect(outcomes(realSpread, site([web(spread)], { vmRules: [some] }))).toEqual(['undecided']);
    });

    test('where its spread is hidden', () => {
      const workload = web({});
      const hidden = { ...workload, pod: { ...workload.pod, unread: ['spec.topologySpreadConstraints.0.maxSkew'] } };
      expect(open(site([hidden]))).toBe('`spec.topologySpreadConstraints.0.maxSkew` of its manifest is a token, or not of the type that the API has');
    });

    test('on nodes whose VMs others make, and in a cluster whose nodes nobody stated', () => {
      expect(open(site([web(spread)], {}, [aPool('general', 3)]))).toContain("is not the app's");
      expect(open(site([web(spread)], {}, []))).toBe('which nodes its cluster has is not stated');
    });

    test('where a rule ties nodes to other VMs', () => {
      const [db] = machines('db', 1, compute) as [VirtualMachine];
      const estate = site([web(spread)], { machines: [...nodes, db], vmRules: nodes.map((node, i) => antiAffinity(`t${i}`, compute, [node, db])) });
      expect(outcomes(realSpread, estate)).toEqual(['undecided']);
    });
  });

  test('a workload of no cluster has no nodes that are known', () => {
    expect(undecideds(realSpread, site([web(spread, { cluster: null })]))[0]!.reason).toContain('belongs to no cluster');
    expect(judged(realSpread, site([web({}, { cluster: null })]))).toEqual([]);
  });

  describe('how many pods there are', () => {
    const scaled = (replicas: number, max: number, change: Partial<Autoscaler> = {}): Estate => {
      const estate = site([web(spread, { replicas })]);
      const scaler: Autoscaler = {
        ...manifested('autoscaling/v2', 'HorizontalPodAutoscaler', 'web'),
        namespace: 'shop',
        target: { kind: 'Deployment', name: 'web' },
        min: 1,
        max,
        ...change,
      };
      return { ...estate, kubernetes: { ...estate.kubernetes, autoscalers: [scaler] } };
    };

    test('an autoscaler makes more of one pod', () => {
      expect(text(judged(realSpread, scaled(1, 4))[0])[1]).toContain('4 pods are kept on different nodes');
      expect(outcomes(realSpread, scaled(3, 1))).toEqual(['proved']);
      expect(outcomes(realSpread, site([web(antiAffine, { replicas: 1 }), web(antiAffine, { replicas: 2 })]))).toEqual(['proved', 'refuted']);
      expect(outcomes(realSpread, scaled(0, 4, { min: 0 }))).toEqual(['refuted']);
    });

    test('one that is off for want of replicas may be switched on', () => {
      expect(undecideds(realSpread, scaled(0, 4))[0]!.reason).toBe('how many pods `shop/web` has is not decided');
    });

    test('runs of a CronJob that overlap are more than one', () => {
      const job = (replicas: number) => web(antiAffine, { kind: 'CronJob', replicas, overlaps: true });
      expect(outcomes(realSpread, site([job(1)]))).toEqual(['undecided']);
      expect(text(judged(realSpread, site([job(2)]))[0])[1]).toContain('2 pods or more are kept');
    });

    test('a spread that lets all pods be in one domain promises nothing', () => {
      const skew = (maxSkew: number) => web({ topologySpreadConstraints: [{ ...constraint, maxSkew }] });
      expect(outcomes(realSpread, site([skew(2)]))).toEqual(['refuted']);
      expect(outcomes(realSpread, site([skew(3)]))).toEqual(['proved']);
    });
  });

  describe('labels', () => {
    const over = (topologyKey: string, change: object = {}): Partial<PodSpec> => ({
      affinity: { podAntiAffinity: { required: [{ ...term, topologyKey, ...change }] } },
    });

    test('anti-affinity lets any number of pods on a node without the label', () => {
      const estate = site([web(over('acme.example.com/row'))], { vmRules: [apart] });
      expect(text(judged(realSpread, estate)[0])).toEqual([
        'the anti-affinity of `shop/web` over `acme.example.com/row` is not real',
        ': nodes `prod-general-1`, `prod-general-2` and `prod-general-3` may take any number of its pods: without the label, no pod is kept off',
        'hint: `acme.example.com/row` on every node that the pods may land on',
      ]);
      expect(outcomes(realSpread, site([web({ ...over('acme.example.com/row'), nodeSelector: { 'feature.node.kubernetes.io/x': 'y' } })]))).toEqual([
        'undecided',
      ]);
      const many = web(over('acme.example.com/row'), { kind: 'CronJob', replicas: 1, overlaps: true });
      expect(outcomes(realSpread, site([many], { vmRules: [apart] }))).toEqual(['undecided']);
      const labelled = aPool('general', nodes, { labels: { 'acme.example.com/row': '1' } });
      expect(outcomes(realSpread, site([web(over('acme.example.com/row'))], {}, [labelled]))).toEqual(['proved']);
    });

    test('a zone that is a token is not another one', () => {
      const pool = aPool('general', nodes);
      const zoned = { ...pool, nodes: pool.nodes.map((node, i) => ({ ...node, labels: { [ZONE]: i === 0 ? 'TfToken[1]' : 'a' } })) };
      expect(outcomes(realSpread, site([web(over(ZONE))], {}, [zoned]))).toEqual(['undecided']);
    });

    test('a term that speaks of pods with another value only is not of its own pods', () => {
      expect(judged(realSpread, site([web(over(HOSTNAME, { mismatchLabelKeys: ['app'] }))]))).toEqual([]);
      expect(judged(realSpread, site([web(over(HOSTNAME, { mismatchLabelKeys: ['pod-template-hash'] }))]))).toEqual([]);
      expect(outcomes(realSpread, site([web(over(HOSTNAME, { mismatchLabelKeys: ['tenant'] }))]))).toEqual(['refuted']);
    });

    test('a label that a controller gives may be selected', () => {
      const hash = { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'pod-template-hash', operator: 'Exists' as const, values: [] }] };
      expect(undecideds(realSpread, site([web(over(HOSTNAME, { labelSelector: hash }))]))[0]!.reason).toContain('a label that a controller gives');
    });

    test('labels of its pods that are not read may be what is selected', () => {
      const workload = web(spread, { podLabels: {} });
      const hidden = { ...workload, pod: { ...workload.pod, unread: ['metadata.labels'] } };
      expect(outcomes(realSpread, site([hidden]))).toEqual(['undecided']);
      const plain = web({});
      expect(judged(realSpread, site([{ ...plain, pod: { ...plain.pod, unread: ['metadata.labels'] } }]))).toEqual([]);
      expect(outcomes(realSpread, site([{ ...plain, pod: { ...plain.pod, unread: ['spec'] } }]))).toEqual(['undecided']);
    });
  });

  describe('what else keeps pods from a pair of nodes', () => {
    const pool = aPool('general', nodes);
    const zoned = (...of: readonly string[]) => ({ ...pool, nodes: pool.nodes.map((node, i) => ({ ...node, labels: { [ZONE]: of[i]! } })) });
    const both = (zones: object): Partial<PodSpec> => ({
      topologySpreadConstraints: [constraint, { ...constraint, topologyKey: ZONE, ...zones }],
    });
    const rules = [antiAffinity('a', compute, [nodes[0]!, nodes[2]!]), antiAffinity('b', compute, [nodes[1]!, nodes[2]!])];

    test('a spread over zones, where each has one pod', () => {
      const of = (replicas: number, zones: object = {}) =>
        outcomes(realSpread, site([web(both(zones), { replicas })], { vmRules: rules }, [zoned('a', 'a', 'b')]))[0];
      expect([of(2), of(3), of(3, { maxSkew: 2 })]).toEqual(['proved', 'refuted', 'refuted']);
    });

    test('anti-affinity over zones', () => {
      const spec = { ...spread, affinity: { podAntiAffinity: { required: [{ ...term, topologyKey: ZONE }] } } };
      expect(outcomes(realSpread, site([web(spec)], { vmRules: rules }, [zoned('a', 'a', 'b')]))).toEqual(['proved']);
      expect(outcomes(realSpread, site([web(spec)], { vmRules: rules }, [zoned('a', 'c', 'b')]))).toEqual(['refuted']);
      const hostnames = { ...antiAffine, topologySpreadConstraints: [{ ...constraint, topologyKey: ZONE }] };
      expect(text(judged(realSpread, site([web(hostnames)], { vmRules: rules }, [zoned('a', 'c', 'b')]))[0])[0]).toContain(
        'over hostnames is not real',
      );
    });

    test('domains that its pods cannot reach may count and leave it open', () => {
      const other = aPool('other', 1, { labels: { [ZONE]: 'z', for: 'others' }, taints: [{ key: 'x', value: '', effect: 'NoSchedule' }] });
      const of = (zones: object) =>
        outcomes(realSpread, site([web(both(zones), { replicas: 3 })], { vmRules: rules }, [zoned('a', 'a', 'b'), other]));
      expect(of({})).toEqual(['undecided']);
      expect(of({ maxSkew: 2 })).toEqual(['refuted']);
    });

    test('a node that is too small for one pod takes none, and pods that follow others may not be there', () => {
      const asks = (cpu: string) => ({ ...spread, containers: [aContainer('c', { resources: { requests: { cpu } } })] });
      expect(outcomes(realSpread, site([web(asks('15'))]))).toEqual(['refuted']);
      expect(outcomes(realSpread, site([web(asks('16'))]))).toEqual(['proved']);
      const gpu = { ...spread, containers: [aContainer('c', { resources: { requests: { 'nvidia.com/gpu': '1' } } })] };
      expect(outcomes(realSpread, site([web(gpu)]))).toEqual(['undecided']);
      const none = { ...spread, containers: [aContainer('c', { resources: { requests: { 'nvidia.com/gpu': '0' } } })] };
      expect(outcomes(realSpread, site([web(none)]))).toEqual(['refuted']);
      const loose = aPool('general', nodes, { allocatable: { ...resources(15, 60), cpuMillis: { low: 1000, high: 2000 } } });
      const at = (cpu: string) => outcomes(realSpread, site([web(asks(cpu))], {}, [loose]))[0];
      expect([at('1'), at('2'), at('3')]).toEqual(['refuted', 'undecided', 'proved']);
      const follows = {
        ...spread,
        affinity: { podAffinity: { required: [{ ...term, labelSelector: { matchLabels: { app: 'db' }, matchExpressions: [] } }] } },
      };
      expect(outcomes(realSpread, site([web(follows)]))).toEqual(['undecided']);
    });
  });

  test('nodes that an autoscaler adds are taken to be held as those of today are, where there are two', () => {
    const growing = aPool('general', nodes, { autoscaling: { min: 3, max: 4 } });
    const [verdict] = judged(realSpread, site([web(spread)], { vmRules: [apart] }, [growing]));
    expect(verdict).toMatchObject({ verdict: 'proved' });
    expect(verdict!.premises!.at(-1)).toMatchObject({
      id: 'nodes-to-come-apart:site/prod/general',
      statement: 'VMs of nodes that are added to pool `general` are taken into the rules that those of today are in, with labels of the same kind',
    });
    const one = aPool('one', nodes.slice(0, 1), { autoscaling: { min: 1, max: 4 } });
    expect(undecideds(realSpread, site([web(spread)], { vmRules: [apart] }, [one]))[0]!.reason).toBe(
      'where nodes may run that the autoscaler adds to pool `one` is not known: no rule speaks of their VMs yet',
    );
    expect(outcomes(realSpread, site([web(spread)], {}, [growing]))).toEqual(['refuted']);
    const others = aPool('others', 0, { autoscaling: { min: 0, max: 4 }, taints: [{ key: 'x', value: '', effect: 'NoSchedule' }] });
    expect(outcomes(realSpread, site([web(spread)], { vmRules: [apart] }, [aPool('general', nodes), others]))).toEqual(['proved']);
    const elsewhere = { ...aPool('elsewhere', 0, { autoscaling: { min: 0, max: 4 } }), cluster: 'site/other' };
    expect(outcomes(realSpread, site([web(spread)], { vmRules: [apart] }, [aPool('general', nodes), elsewhere]))).toEqual(['proved']);
    const full = aPool('general', nodes, { autoscaling: { min: 1, max: 3 } });
    const [sure] = judged(realSpread, site([web(spread)], { vmRules: [apart] }, [full]));
    expect(sure).toMatchObject({ verdict: 'proved' });
    expect(sure!.premises!.map(({ id }) => id)).not.toContain('nodes-to-come-apart:site/prod/general');
  });
});
