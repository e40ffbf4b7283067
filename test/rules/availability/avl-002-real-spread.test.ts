import type { Estate, NodePool, PodSpec, VirtualMachine, Workload } from '../../../lib/estate';
import { realSpread } from '../../../lib/rules/availability/avl-002-real-spread';
import { aCluster, anEstate, antiAffinity, hosts, machines, token, type EstateParts } from '../../support/estate';
import { judged, mends, outcomes, text, undecideds } from '../../support/judge';
import { aKubernetesCluster, aPool, aWorkload, type WorkloadParts } from '../../support/kubernetes';

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

    test('where a token says how many pods there are', () => {
      expect(open(site([web(spread, { replicas: token('replicas') })]))).toMatch(/^how many pods it has is/);
    });

    test('where a token says whether a rule is a must', () => {
      expect(open(site([web(spread)], { vmRules: [{ ...apart, mandatory: token() }] }))).toBe(
        'whether rule `apart` is on and mandatory is not decided',
      );
    });

    test('where its spread is hidden', () => {
      const workload = web({});
      const hidden = { ...workload, pod: { ...workload.pod, unread: ['spec.topologySpreadConstraints.0.maxSkew'] } };
      expect(open(site([hidden]))).toBe('`spec.topologySpreadConstraints.0.maxSkew` of its manifest is not of the type that the API has');
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

  test('a workload of no cluster is not judged', () => {
    expect(judged(realSpread, site([web(spread, { cluster: null })]))).toEqual([]);
  });
});
