import type { Autoscaler, Estate, NodePool, PodSpec, Workload } from '../../../lib/estate';
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
    expect(verdict!.premises!.map(({ id }) => id)).toEqual([`unrendered-pods:${CLUSTER}`]);
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
  });

  test('what nodes have within bounds is taken at its worst for a proof, at its best for a refutation', () => {
    const loose = pool('general', 2, { allocatable: { ...resources(4, 16), memoryBytes: { low: 4 * 2 ** 30, high: 5 * 2 ** 30 } } });
    const of = (max: number) =>
      outcomes(autoscaling, site({ pools: [loose], workloads: [web({ spec: asks('1m', '1Gi') })], autoscalers: [scaler('web', max)] }));
    expect([of(8), of(9), of(10), of(11)]).toEqual([['proved'], ['undecided'], ['undecided'], ['refuted']]);
  });

  test('no autoscaler, no question', () => {
    expect(judged(autoscaling, site({ autoscalers: [] }))).toEqual([]);
    expect(judged(autoscaling, site({ autoscalers: [scaler('other', 99)] }))).toEqual([]);
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
        { containers: [aContainer('c', { ports: [{ containerPort: 80, hostPort: 80 }] })] },
      ]) {
        expect(open({ workloads: [web({ spec: { ...asks('1'), ...spec } })] })).toContain('depends on where other pods are');
      }
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
        'is not of the type that the API has',
      );
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

  test('more than the hosts hold is what CAP-002 says of them', () => {
    const [verdict] = refutations(autoscaling, grown(1000));
    expect(verdict!.message).toMatch(/^with 1,000 nodes of `general`, the hosts have no room: the VMs of cluster `compute` need at least /);
    expect(verdict!.witness.length).toBeGreaterThan(0);
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
