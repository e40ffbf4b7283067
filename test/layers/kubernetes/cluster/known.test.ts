import { Size } from 'cdk8s';
import { Token } from 'cdktf';
import { Cidr } from 'cdk-strata';
import { Cni, KubernetesCluster, type KubernetesClusterAttributes, KubernetesVersion, PodSecurity } from 'cdk-strata/kubernetes';
import { VirtualMachine } from 'cdk-strata/vsphere';
import { refusal, Site } from './site';

const known = (site: Site, change: Partial<KubernetesClusterAttributes> = {}) =>
  KubernetesCluster.fromAttributes(site, 'legacy', { version: KubernetesVersion.V1_31, ...change });
const POOL = { replicas: 2, cpus: 4, memory: Size.gibibytes(16) };

test('of a cluster that stands already nothing is known but what is said', () => {
  const site = new Site();
  const legacy = known(site);
  expect(site.declared('kubernetes-cluster')).toMatchObject([
    {
      of: 'fra/legacy',
      name: 'legacy',
      origin: 'stated',
      networks: [],
      computeClusters: [],
      facts: { version: '1.31', podCidrs: [], serviceCidrs: [], nodePrefixes: [], featureGates: {} },
    },
  ]);
  const { facts } = site.declared('kubernetes-cluster')[0]!;
  expect(Object.keys(facts)).not.toEqual(expect.arrayContaining(['endpoint']));
  expect([legacy.cni, legacy.podSecurity, legacy.controlPlane, legacy.pools]).toEqual([undefined, undefined, undefined, []]);
  expect(site.rendered('vsphere_virtual_machine')).toEqual({});
  expect(refusal(() => legacy.pool('general'))).toContain('it has no pool "general"; its pools are not known');
});

test('what is said of it is declared', () => {
  const site = new Site();
  const legacy = known(site, {
    endpoint: 'k8s.example.com',
    virtualIp: '10.20.0.10',
    cni: Cni.calico(),
    podSecurity: PodSecurity.baseline(),
    networks: [site.nodes],
    on: [site.compute],
    podCidrs: [Cidr.of('10.244.0.0/16')],
    pools: { general: { ...POOL, labels: { disk: 'ssd' }, taint: 'gpu' } },
  });
  expect(site.declared('kubernetes-cluster')).toMatchObject([
    {
      networks: ['fra/nodes'],
      computeClusters: ['fra/compute'],
      facts: {
        endpoint: { host: 'k8s.example.com', port: 6443 },
        virtualIp: '10.20.0.10',
        podCidrs: ['10.244.0.0/16'],
        serviceCidrs: [],
        cni: { name: 'calico' },
      },
    },
  ]);
  const [pool] = site.declared('node-pool');
  expect(pool).toMatchObject({ name: 'general', cluster: 'fra/legacy', machines: [], facts: { replicas: 2, labels: { disk: 'ssd' }, handlers: [] } });
  expect(pool!.facts.containerd).toBeUndefined();
  expect(pool!.nodes.map(({ name, machine }) => [name, machine])).toEqual([
    ['legacy-general-1', undefined],
    ['legacy-general-2', undefined],
  ]);
  expect(legacy.requiredFlows().map(({ purpose }) => purpose)).toContain('Calico VXLAN');
  expect([...legacy.pool('general')]).toEqual([]);
});

test('its machines may be looked up', () => {
  const site = new Site();
  const machines = ['a', 'b'].map((name) => VirtualMachine.fromLookup(site, name, { name, datacenter: site.compute.datacenter! }));
  const legacy = known(site, { pools: { general: { ...POOL, machines } } });
  expect(site.declared('node-pool')[0]!.nodes.map(({ name, machine }) => [name, machine])).toEqual([
    ['a', 'fra/a'],
    ['b', 'fra/b'],
  ]);
  expect(legacy.pool('general').machines.every((machine, index) => machine === machines[index])).toBe(true);
  expect(refusal(() => known(new Site(), { pools: { general: { ...POOL, replicas: 3, machines } } }))).toContain('it has 3 nodes and 2 machines');
});

test.each<[string, Partial<KubernetesClusterAttributes>, string]>([
  ['no version', { version: undefined as never }, 'version must be a KubernetesVersion, got undefined'],
  ['a port that is none', { endpoint: 'k8s.example.com:99999' }, 'endpoint must have a port from 1 to 65535, got "k8s.example.com:99999"'],
  ['pools as a list', { pools: [POOL] as never }, 'pools must be pools by their names, got a list; give `{ general: { ... } }`'],
  ['a virtual IP that Terraform alone knows', { virtualIp: Token.asString({ ref: 'vip' }) }, 'virtualIp must be an IP address, known at synthesis'],
  ['a URL', { endpoint: 'https://k8s.example.com' }, 'endpoint must be a name of DNS in lower case'],
  ['two nodes of one name', { pools: { general: { ...POOL, nodeNames: () => 'same' } } }, 'names of nodes must differ, got "same"'],
  ['ranges that overlap', { podCidrs: [Cidr.of('10.0.0.0/8')], serviceCidrs: [Cidr.of('10.96.0.0/16')] }, 'overlap; give ranges apart'],
])('%s is refused', (_, change, message) => {
  expect(refusal(() => known(new Site(), change))).toContain(message);
});

test.each([
  ['10.20.0.10:443', { host: '10.20.0.10', port: 443 }],
  ['10.20.0.10', { host: '10.20.0.10', port: 6443 }],
  ['[2001:db8::10]:443', { host: '2001:db8::10', port: 443 }],
  ['2001:db8::10', { host: '2001:db8::10', port: 6443 }],
])('the endpoint %s', (endpoint, expected) => {
  const site = new Site();
  known(site, { endpoint });
  expect(site.declared('kubernetes-cluster')[0]!.facts.endpoint).toEqual(expected);
});
