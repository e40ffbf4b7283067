import { Size } from 'cdk8s';
import { Testing, Token } from 'cdktf';
import { Cidr } from 'cdk-strata';
import { KubernetesCluster, type KubernetesClusterProps } from 'cdk-strata/kubernetes';
import { Segment } from 'cdk-strata/nsx';
import { HostFailures, StandardNetwork, VcenterCluster } from 'cdk-strata/vsphere';
import { GENERAL, refusal, Site, type SiteProps, wasm } from './site';

/** One for all that is refused anyway: a site takes long to make. */
const site = new Site();
let cases = 0;
const refused = (change: Partial<KubernetesClusterProps>, on: Site = site): string => refusal(() => on.prod(change, `case-${(cases += 1)}`));
const controlPlane = (change: Partial<KubernetesClusterProps['controlPlane']>): Partial<KubernetesClusterProps> => ({
  controlPlane: { replicas: 3, virtualIp: '10.20.0.10', ...change },
});

test.each<[string, Partial<KubernetesClusterProps>, string]>([
  [
    'an even control plane',
    controlPlane({ replicas: 4 }),
    'replicas must be 1, 3, 5 or 7, got 4: 4 members of etcd stand the loss of no more than 3 do',
  ],
  ['nine members of etcd', controlPlane({ replicas: 9 }), 'replicas must be 1, 3, 5 or 7, got 9: every change waits for more than half of them'],
  ['a control plane of no nodes', controlPlane({ replicas: 0 }), 'replicas must be a whole number of at least 1, got 0'],
  [
    'one CPU, with which kubeadm refuses',
    controlPlane({ cpus: 1 }),
    'cpus must be a whole number of at least 2, got 1; kubeadm refuses to begin with fewer',
  ],
  [
    'memory below what kubeadm asks for',
    controlPlane({ memory: Size.mebibytes(1699) }),
    'memory must be at least 1700 MiB, or kubeadm refuses to begin, got 1699Mi',
  ],
  ['a virtual IP that is none', controlPlane({ virtualIp: 'vip' }), 'virtualIp must be an IP address, known at synthesis, got "vip"'],
  [
    'a virtual IP of another network',
    controlPlane({ virtualIp: '10.20.2.1' }),
    'virtualIp 10.20.2.1 lies outside of the network of the nodes, 10.20.0.0/23',
  ],
  [
    "the segment's gateway as virtual IP",
    controlPlane({ virtualIp: '10.20.0.1' }),
    'virtualIp 10.20.0.1 is the gateway of fra/nodes; give another one',
  ],
  ['the network address as virtual IP', controlPlane({ virtualIp: '10.20.0.0' }), 'virtualIp 10.20.0.0 is the first or last address of 10.20.0.0/23'],
  ['the broadcast address as virtual IP', controlPlane({ virtualIp: '10.20.1.255' }), 'is the first or last address of 10.20.0.0/23'],
  ['a pool beyond its most', { pools: { general: { ...GENERAL, max: 5 } } }, 'replicas must be from min to max, got 6 with min 6 and max 5'],
  ['a pool below its least', { pools: { general: { ...GENERAL, min: 7 } } }, 'replicas must be from min to max, got 6 with min 7 and max 8'],
  [
    'ranges of pods and services that overlap',
    { podCidrs: [Cidr.of('10.96.0.0/12')], serviceCidrs: [Cidr.of('10.100.0.0/16')] },
    'podCidrs[0], 10.96.0.0/12, and serviceCidrs[0], 10.100.0.0/16, overlap; give ranges apart',
  ],
  [
    'pods in the network of the nodes',
    { podCidrs: [Cidr.of('10.0.0.0/8')] },
    'podCidrs[0], 10.0.0.0/8, and the network of its nodes, 10.20.0.0/23, overlap',
  ],
  [
    'two ranges of pods of one version',
    { podCidrs: [Cidr.of('10.1.0.0/16'), Cidr.of('10.2.0.0/16')] },
    'podCidrs must be one range, or one of IPv4 and one of IPv6, got IPv4, IPv4',
  ],
  ['no range of pods', { podCidrs: [] }, 'podCidrs must be one range, or one of IPv4 and one of IPv6, got none'],
  [
    'services of another version than pods',
    { podCidrs: [Cidr.of('fd00:1::/56')] },
    'serviceCidrs must be of the versions of IP that podCidrs are of, in their order, got 10.96.0.0/16 and fd00:1::/56',
  ],
  [
    'a range of services too long for Kubernetes',
    { serviceCidrs: [Cidr.of('172.0.0.0/8')] },
    'serviceCidrs must have at most 20 bits for services, got 172.0.0.0/8 with 24',
  ],
  ['a node with more than the pod range', { nodeCidrPrefixes: [15] }, 'nodeCidrPrefixes[0] must be a whole number from 16 to 32, got 15'],
  ['a prefix too many', { nodeCidrPrefixes: [24, 64] }, 'nodeCidrPrefixes must be one of each pod range, got 2 for 1'],
  [
    'fewer addresses than pods',
    { nodeCidrPrefixes: [26] },
    'a node has 64 addresses for pods, got maxPods 110; lower it, or give shorter nodeCidrPrefixes',
  ],
  ['a name that is none of a host', { name: 'Prod_1' }, 'name must be lower-case letters, digits and dashes, known at synthesis, got "Prod_1"'],
  [
    'names of nodes longer than a label',
    { name: 'p'.repeat(50), pools: { 'general-purpose': GENERAL } },
    'name of node 1 must have at most 63 characters, as host names do, got 66',
  ],
  [
    'a pool that is the control plane',
    { pools: { 'control-plane': GENERAL } },
    '"control-plane" is the control plane\'s own pool; call this one otherwise',
  ],
  ["a pool with a name of Strata's", { pools: { 'rack-r1': GENERAL } }, '"rack-r1" is a name of Strata\'s own below a cluster'],
  [
    'more nodes apart than hosts',
    { pools: { general: { ...GENERAL, replicas: 13, max: 13 } } },
    '13 nodes cannot be apart on 12 hosts; have at most 12, or add hosts',
  ],
  [
    'more nodes than hosts when it grows',
    { pools: { general: { ...GENERAL, max: 12, surge: 1 } } },
    '13 nodes, which it may have with max and surge 1, cannot be apart on 12 hosts',
  ],
  ['a domain that is none', { dnsDomain: 'cluster_local' }, 'dnsDomain must be a name of DNS in lower case, known at synthesis, got "cluster_local"'],
  ['an endpoint with a port', { endpoint: 'k8s.example.com:6443' }, 'endpoint must be a name of DNS in lower case'],
  [
    'a gate that is neither on nor off',
    { featureGates: { UserNamespacesSupport: 'true' as never } },
    'featureGates.UserNamespacesSupport must be true or false, got "true"',
  ],
  ['no version', { version: '1.34' as never }, 'version must be a KubernetesVersion, got "1.34"; give one such as `KubernetesVersion.V1_34`'],
  ['no plugin', { cni: 'cilium' as never }, 'cni must be a Cni, got "cilium"; give one such as `Cni.cilium()`'],
  ['no bootstrap', { bootstrap: undefined as never }, 'bootstrap must be a Bootstrap, got undefined'],
  ['a level of Pod Security as a text', { podSecurity: 'baseline' as never }, 'podSecurity must be a PodSecurity, got "baseline"'],
  [
    'a virtual IP that Terraform alone knows',
    controlPlane({ virtualIp: Token.asString({ ref: 'vip' }) }),
    'virtualIp must be an IP address, known at synthesis, got a Terraform token',
  ],
  ['pools as a list', { pools: [GENERAL] as never }, 'pools must be pools by their names, got a list; give `{ general: { ... } }`'],
  ['containerd as a text', { containerd: '2.1' as never }, 'containerd must be a Containerd, got "2.1"'],
  [
    'a gate that would be two',
    { featureGates: { 'A=true,B': true } },
    'featureGates must have names such as "UserNamespacesSupport", got "A=true,B"',
  ],
  ['prefixes that are no list', { nodeCidrPrefixes: 24 as never }, 'nodeCidrPrefixes must be a list of numbers, got 24'],
  ['storage classes as a text', { storageClasses: 'gold' as never }, 'storageClasses must be a list, each of it a storage class, got "gold"'],
  [
    'a storage class of null',
    { storageClasses: [null as never] },
    "storageClasses[0] must be a storage class, got null; give one such as `{ policy: 'gold' }`",
  ],
  [
    'a policy that Terraform alone knows',
    { storageClasses: [{ policy: Token.asString({ ref: 'policy' }) }] },
    'policy of a storage class must be known at synthesis, got a Terraform token',
  ],
  ['no cloud provider', { cloudProvider: null as never }, 'cloudProvider must be an object, got null'],
  ['a vCenter as a URL', { cloudProvider: { server: 'https://vc.example.com' } }, 'cloudProvider.server must be a name of DNS in lower case'],
  ['a datacenter as a text', { cloudProvider: { datacenters: 'fra1' as never } }, 'cloudProvider.datacenters must be a list'],
  [
    'a category of tags that Terraform alone knows',
    { cloudProvider: { topology: { regionCategory: 'region', zoneCategory: Token.asString({ ref: 'zone' }) } } },
    'cloudProvider.topology.zoneCategory must be known at synthesis, got a Terraform token',
  ],
  [
    'a thumbprint that is none',
    { cloudProvider: { thumbprint: 'AB:CD' } },
    'cloudProvider.thumbprint must be 20 bytes in hexadecimal with colons between them, got "AB:CD"',
  ],
  ['an API server without RBAC', { apiServer: { extraArgs: { 'authorization-mode': 'AlwaysAllow' } } }, 'must keep Node and RBAC, got "AlwaysAllow"'],
  [
    'fewer services than kubeadm takes',
    { serviceCidrs: [Cidr.of('10.96.0.0/29')] },
    'serviceCidrs[0] must have at least 16 addresses, or kubeadm refuses it, got 10.96.0.0/29',
  ],
  ...['kube-system', 'kube-addons', 'connections'].map((name): [string, Partial<KubernetesClusterProps>, string] => [
    `a pool called ${name}`,
    { pools: { [name]: GENERAL } },
    `"${name}" is a name of Strata's own below a cluster; call the pool otherwise`,
  ]),
  ...['cdk-strata/pool', 'kubernetes.io/hostname', 'kubernetes.io/arch'].map((label): [string, Partial<KubernetesClusterProps>, string] => [
    `the label ${label}`,
    { pools: { general: { ...GENERAL, labels: { [label]: 'evil' } } } },
    `labels has "${label}", which each node has a value of its own of; leave it out`,
  ]),
  [
    'a zone beside the rack',
    { pools: { general: { ...GENERAL, zones: 'racks', labels: { 'topology.kubernetes.io/zone': 'z' } } } },
    'labels has "topology.kubernetes.io/zone", and its nodes have the racks that they are held to as zones; leave it out',
  ],
  [
    'nodes of ARM from a template of amd64',
    { pools: { general: { ...GENERAL, architecture: 'arm64' } } },
    'pools.general has nodes of arm64, and the template of the cluster is of amd64; give the pool a template',
  ],
  ['taints as a text', { pools: { general: { ...GENERAL, taints: 'wasm' as never } } }, 'taints must be a list, got "wasm"'],
  [
    'one runtime twice',
    { pools: { general: { ...GENERAL, taint: 'wasm', runtimes: [wasm, wasm] } } },
    'handlers of runtimes must differ, got "wasmtime" for number 1 and number 2',
  ],
  [
    'services of IPv6 first, on nodes of IPv4',
    { podCidrs: [Cidr.of('fd00:1::/56'), Cidr.of('10.244.0.0/16')], serviceCidrs: [Cidr.of('fd00:2::/112'), Cidr.of('10.96.0.0/16')] },
    'its nodes have addresses of IPv4, and the first range of services, fd00:2::/112, is of IPv6, with which no API server starts; give serviceCidrs and podCidrs of which the first is of IPv4',
  ],
  [
    'no control plane',
    { controlPlane: undefined as never },
    'controlPlane must be an object, got undefined; give at least `{ replicas, virtualIp }`',
  ],
])('%s is refused', (_, change, message) => {
  expect(refused(change)).toContain(message);
});

test('a virtual IP in a range of pods is refused where the network is not known', () => {
  const network = Segment.fromLookup(site, 'old', { name: 'old' });
  expect(refused({ network, podCidrs: [Cidr.of('10.20.0.0/16')] })).toContain(
    'virtualIp 10.20.0.10 lies in 10.20.0.0/16, a range of pods or services',
  );
});

test('a virtual IP that is the gateway of a port group is refused', () => {
  const network = StandardNetwork.fromLookup(site, 'pg', {
    name: 'nodes',
    datacenter: site.compute.datacenter!,
    cidr: Cidr.of('10.20.0.0/24'),
    gateway: '10.20.0.10',
  });
  expect(refused({ network })).toContain('virtualIp 10.20.0.10 is the gateway of fra/pg');
});

test('a fault of a pool is told of the pool, and of the control plane of that', () => {
  expect(refused({ pools: { general: { ...GENERAL, max: 5 } } })).toMatch(/^\[fra\/case-\d+\/general\] replicas must be/);
  expect(refused({ pools: { general: undefined as never } })).toContain(
    'pools.general must be an object, got undefined; give at least `{ replicas, cpus, memory }`',
  );
  expect(refused(controlPlane({ replicas: 2 }))).toMatch(/^\[fra\/case-\d+\/control-plane\] replicas must be/);
});

describe('racks', () => {
  test.each<[string, SiteProps, number, string]>([
    [
      'two racks',
      { racks: ['r1', 'r2'] },
      3,
      '3 nodes cannot be held to racks so that none has more than 1 of them, each on a host of its own: r1 has 6 hosts, r2 has 6 hosts',
    ],
    [
      'no rack that is known',
      { racks: [] },
      3,
      'fra/compute tolerates the loss of a rack, and no rack of the hosts of fra/compute is known; give its hosts racks',
    ],
    [
      'a rack that is no zone',
      { racks: ['Row 1/a', 'r2', 'r3'] },
      3,
      'a rack becomes the zone of its nodes: at most 63 letters, digits, ".", "_" and "-", with a letter or digit at each end, got "Row 1/a"; call the rack',
    ],
    ['hosts fewer than nodes', { hosts: 4 }, 5, '5 nodes cannot be apart on 4 hosts; have at most 4, or add hosts'],
  ])('%s do not suffice where one may be lost', (_, props, replicas, message) => {
    expect(refused({ ...controlPlane({ replicas }), pools: {} }, new Site(Testing.app(), props))).toContain(message);
  });

  test('nothing is asked of racks where none may be lost', () => {
    const site = new Site(Testing.app(), { racks: ['r1', 'r2'], tolerates: HostFailures.any(1) });
    site.prod();
    expect(site.rendered('vsphere_compute_cluster_vm_host_rule')).toEqual({});
  });

  test('a single node has no majority to keep', () => {
    const site = new Site(Testing.app(), { racks: ['r1', 'r2'] });
    site.prod(controlPlane({ replicas: 1 }));
    expect(site.rendered('vsphere_compute_cluster_vm_host_rule')).toEqual({});
  });
});

test('two clusters of one name are refused', () => {
  site.prod({}, 'twice');
  expect(refused({ name: 'twice' })).toContain('its nodes would have the names of those of fra/twice, which begin with "twice-control-plane" too');
  expect(() => site.prod({ name: 'twice', nodePrefix: 'other' }, 'third')).not.toThrow();
});

test('pools of two clusters whose nodes would have one name are refused', () => {
  site.prod({ pools: { 'eu-general': GENERAL } }, 'one');
  expect(refused({ name: 'one-eu' })).toContain('its nodes would have the names of those of fra/one, which begin with "one-eu-general" too');
});

test('ranges of IPv4 are refused on nodes of IPv6 alone, and taken where nobody says what the network has', () => {
  const network = new Segment(site, 'six', { cidr: Cidr.of('2001:db8::/64') });
  expect(refused({ network, ...controlPlane({ virtualIp: '2001:db8::10' }) })).toContain(
    'its nodes have addresses of IPv6, and the first range of services, 10.96.0.0/16, is of IPv4',
  );
  const unknown = Segment.fromLookup(site, 'unknown', { name: 'unknown' });
  expect(() => site.prod({ network: unknown, ...controlPlane({ virtualIp: '2001:db8::10' }) }, 'unknown-family')).not.toThrow();
});

test('a resource pool of another cluster is refused', () => {
  const other = VcenterCluster.fromAttributes(site, 'other', { clusterId: 'domain-c9', resourcePoolId: 'resgroup-10' });
  expect(refused({ resourcePool: other })).toMatch(/resourcePool fra.other is of another cluster than fra.compute; give a pool of that one/);
});

test('no props are refused by name', () => {
  expect(refusal(() => new KubernetesCluster(site, 'nothing', undefined as never))).toContain('props must be an object, got undefined');
});
