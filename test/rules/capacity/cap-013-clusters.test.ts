import type { KubernetesCluster, KubernetesService, ManifestObject, NodePool, Segment, SegmentSubnet } from '../../../lib/estate';
import { addresses } from '../../../lib/rules/capacity/cap-013-addresses';
import { aCluster, anEstate, machines } from '../../support/estate';
import { judged, outcomes, refutations, text, undecideds } from '../../support/judge';
import { aKubernetesCluster, aPool, manifested, resources } from '../../support/kubernetes';
import { all, aSegment, aSubnet } from '../../support/nsx';

function site(cluster: Partial<KubernetesCluster>, pools: readonly NodePool[], kubernetesServices: readonly KubernetesService[] = []) {
  return anEstate({ kubernetes: { kubernetesClusters: [aKubernetesCluster(cluster)], nodePools: pools, kubernetesServices } });
}

const service = (name: string, type = 'ClusterIP'): KubernetesService => ({
  ...manifested('v1', 'Service', name),
  namespace: 'shop',
  type,
  selector: {},
  ports: [],
});

describe('CAP-013 on Kubernetes clusters', () => {
  test('a pod range has a range for each node, at most and with those of a surge', () => {
    const range = { podCidrs: ['10.244.0.0/22'], nodePrefixes: [24] };
    expect(outcomes(addresses, site(range, [aPool('general', 4)]))).toEqual(['proved', 'proved']);
    expect(outcomes(addresses, site(range, [aPool('general', 3, { surge: 1 })]))).toEqual(['proved', 'proved']);
    const scaled = aPool('general', 3, { surge: 1, autoscaling: { min: 1, max: 4 } });
    expect(text(refutations(addresses, site(range, [aPool('control-plane', 1, { role: 'control-plane' }), scaled]))[0])).toEqual([
      'cluster `prod` may have more nodes than its pod range has ranges for',
      'nodes: 1 of `control-plane` and 5 of `general`: 6 nodes at most',
      'ranges: 4 of `/24` in `10.244.0.0/22`',
      'hint: a pod range of a `/21` or larger',
    ]);
    expect(refutations(addresses, site(range, [aPool('general', 4, { surge: 1 })]))).toHaveLength(1);
  });

  test('a range of a node that is larger than that of all pods is no range', () => {
    expect(text(refutations(addresses, site({ podCidrs: ['10.244.0.0/24'], nodePrefixes: [23] }, [aPool('general', 1)]))[0])[2]).toBe(
      'ranges: none: `/23` is larger than `10.244.0.0/24`',
    );
  });

  test('each version of IP has its own', () => {
    const dual = { podCidrs: ['10.244.0.0/16', 'fd00::/63'], nodePrefixes: [24, 64] };
    expect(refutations(addresses, site(dual, [aPool('general', 3)])).map(({ key }) => key)).toEqual(['pod-range:6']);
  });

  test('a node has an address for each of its pods, which is a warning, since some need none', () => {
    const pool = (pods: number): NodePool => aPool('general', 1, { allocatable: resources(4, 16, pods) });
    expect(refutations(addresses, site({}, [pool(253)]))).toEqual([]);
    const [verdict] = refutations(addresses, site({}, [pool(254)]));
    expect(verdict).toMatchObject({ severity: 'warning' });
    expect(text(verdict).slice(0, 3)).toEqual([
      'a node of pool `general` may have more pods than addresses for them',
      'pods: 254 a node, by `maxPods` of its kubelet',
      'addresses: 253 of the `/24` that each node has of `10.244.0.0/16`',
    ]);
  });

  test('a service range has an address for each service, and for the two that every cluster has', () => {
    const range = { podCidrs: [], serviceCidrs: ['10.96.0.0/29'] };
    const services = (n: number): KubernetesService[] => Array.from({ length: n }, (_, i) => service(`s${i}`));
    expect(outcomes(addresses, site(range, [], [...services(4), service('outside', 'ExternalName')]))).toEqual(['proved']);
    expect(text(refutations(addresses, site(range, [], services(5)))[0])).toEqual([
      'cluster `prod` has more services than addresses for them',
      'services: 5 of its manifests, `kubernetes` and `kube-dns`',
      'addresses: 6 in `10.96.0.0/29`',
      'hint: a service range with 7 addresses or more',
    ]);
  });

  describe('which services take an address', () => {
    const spec = (name: string, of: object, change: Partial<ManifestObject> = {}): ManifestObject => ({
      file: 'manifests/prod/shop.yaml',
      index: 0,
      cluster: 'site/prod',
      apiVersion: 'v1',
      kind: 'Service',
      name,
      namespace: 'shop',
      body: { metadata: { name, namespace: 'shop' }, spec: of },
      ...change,
    });
    const tight = { podCidrs: [], serviceCidrs: ['10.96.0.0/30'] };
    const dual = { podCidrs: [], serviceCidrs: ['10.96.0.0/16', 'fd00::/127'] };
    const of = (cluster: Partial<KubernetesCluster>, manifests: readonly ManifestObject[], services = [service('a')]) => ({
      ...site(cluster, [], services),
      manifests,
    });

    test('one without a cluster IP takes none', () => {
      expect(outcomes(addresses, of(tight, []))).toEqual(['refuted']);
      expect(outcomes(addresses, of(tight, [spec('a', { clusterIP: 'None' })]))).toEqual(['proved']);
      expect(outcomes(addresses, of(tight, [spec('a', { clusterIP: 'None' }, { cluster: 'site/other' })]))).toEqual(['refuted']);
    });

    test('one of two versions of IP takes one of both ranges, and one of a version of its own there', () => {
      const two = [service('a'), service('b')];
      expect(outcomes(addresses, of(dual, [], two))).toEqual(['proved']);
      const both = (name: string) => spec(name, { ipFamilyPolicy: 'PreferDualStack' });
      expect(outcomes(addresses, of(dual, [both('a')], two))).toEqual(['proved']);
      expect(refutations(addresses, of(dual, [both('a'), both('b')], two))[0]).toMatchObject({
        key: 'services:6',
        witness: [{ text: '2 of its manifests' }, { text: '1 in `fd00::/127`' }],
      });
      const six = (name: string) => spec(name, { ipFamilies: ['IPv6'] });
      expect(outcomes(addresses, of(dual, [six('a'), six('b')], two))).toEqual(['refuted']);
      expect(outcomes(addresses, of({ ...tight, serviceCidrs: ['10.96.0.0/30', 'fd00::/120'] }, [six('a')]))).toEqual(['proved']);
    });

    test('two objects of one name take one', () => {
      expect(
        outcomes(
          addresses,
          of(
            { podCidrs: [], serviceCidrs: ['10.96.0.0/29'] },
            [],
            [0, 1, 2, 3, 4].map((i) => ({ ...service('a'), id: i ? `${service('a').id}#${i + 1}` : service('a').id })),
          ),
        ),
      ).toEqual(['proved']);
    });

    test('one whose kind is not read, and ranges that are added, leave it open', () => {
      expect(undecideds(addresses, of(tight, [], [{ ...service('a'), unread: ['spec.type'] }]))[0]!.reason).toContain('which services take');
      const more = spec('more', {}, { apiVersion: 'networking.k8s.io/v1', kind: 'ServiceCIDR' });
      expect(undecideds(addresses, of(tight, [more]))[0]!.reason).toContain('a ServiceCIDR gives it more ranges');
    });
  });

  test('services of another cluster take none', () => {
    const range = { podCidrs: [], serviceCidrs: ['10.96.0.0/30'] };
    expect(outcomes(addresses, site(range, [], [{ ...service('a'), cluster: 'site/other' }]))).toEqual(['proved']);
  });

  test('of a cluster of which no range is stated there is nothing to say', () => {
    expect(judged(addresses, site({ podCidrs: [], serviceCidrs: [] }, [aPool('general', 3)]))).toEqual([]);
  });

  test('what the cluster states is a premise', () => {
    const stated = { id: 'ranges:site/prod', kind: 'stated', statement: 'ranges', subject: 'site/prod' } as const;
    const estate = { ...site({}, [aPool('general', 3)]), premises: [stated] };
    expect(judged(addresses, estate).map(({ premises }) => premises)).toMatchObject([[stated], [stated, { id: 'unrendered-services:site/prod' }]]);
  });
});

describe('CAP-013 on the segment of nodes', () => {
  const compute = aCluster('compute');
  const nodes = (cidr: string, change: Partial<SegmentSubnet> = {}): Segment => aSegment('nodes', { subnets: all(aSubnet(cidr, change)) });
  const on = (segment: Segment, pool: Partial<NodePool>) => {
    const vms = machines('node', 4, compute, { networks: [segment.id] });
    return anEstate({ machines: vms, nsx: { segments: [segment] }, kubernetes: { nodePools: [aPool('general', vms, pool)] } });
  };

  test('nodes that an autoscaler or a surge adds need addresses too', () => {
    const segment = nodes('10.0.0.1/29');
    expect(refutations(addresses, on(segment, {}))).toEqual([]);
    expect(refutations(addresses, on(segment, { surge: 1 }))).toEqual([]);
    expect(text(refutations(addresses, on(segment, { surge: 1, autoscaling: { min: 4, max: 6 } }))[0]).slice(0, 2)).toEqual([
      'segment `nodes` has fewer addresses than VMs that need one',
      'need one: 7 network adapters',
    ]);
    expect(undecideds(addresses, on(segment, {}))).toEqual([]);
  });

  test('where only some nodes of a pool are on the segment, nobody knows where those to come are', () => {
    const [one, two] = [nodes('10.0.0.1/29'), aSegment('two', { subnets: all(aSubnet('10.0.1.1/24')) })];
    const vms = machines('node', 4, compute).map((vm, i) => ({ ...vm, networks: [i === 0 ? one.id : two.id] }));
    const estate = anEstate({
      machines: vms,
      nsx: { segments: [one, two] },
      kubernetes: { nodePools: [aPool('general', vms, { autoscaling: { min: 4, max: 11 } })] },
    });
    expect(refutations(addresses, estate)).toEqual([]);
    expect(undecideds(addresses, estate)[0]!.reason).toContain('are on this segment is not known');
  });
});
