import { Size } from 'cdk8s';
import { TerraformVariable } from 'cdktf';
import { Cidr, Flow } from 'cdk-strata';
import { Containerd, OciImage, RegistryMirror } from 'cdk-strata/container';
import {
  type CloudProviderProps,
  Cni,
  GitOps,
  KubernetesCluster,
  KubernetesVersion,
  NodeAddresses,
  NodePool,
  PodSecurity,
} from 'cdk-strata/kubernetes';
import {
  Datacenter,
  Folder,
  type IDatacenter,
  type IVcenterCluster,
  ResourcePool,
  StandardNetwork,
  Tag,
  TagCategory,
  VcenterCluster,
} from 'cdk-strata/vsphere';
import { makeSystemChart } from '../../../../lib/layers/kubernetes/addons/system-chart';
import { Segment } from 'cdk-strata/nsx';
import { GENERAL, refusal, Site } from './site';

jest.mock('../../../../lib/layers/kubernetes/addons/system-chart', () => {
  const real: { makeSystemChart: typeof makeSystemChart } = jest.requireActual('../../../../lib/layers/kubernetes/addons/system-chart');
  return { ...real, makeSystemChart: jest.fn(real.makeSystemChart) };
});

const machine = (site: Site, name: string): Record<string, unknown> => site.rendered('vsphere_virtual_machine')[name]!;
const facts = (site: Site) => site.declared('kubernetes-cluster')[0]!.facts;

test('a cluster and its pools are told by their brand', () => {
  const prod = new Site().prod();
  expect([KubernetesCluster.isKubernetesCluster(prod), KubernetesCluster.isKubernetesCluster({})]).toEqual([true, false]);
  expect([NodePool.isNodePool(prod.controlPlane), NodePool.isNodePool(prod)]).toEqual([true, false]);
});

test('ranges by default keep clear of the network of the nodes', () => {
  const site = new Site();
  const network = StandardNetwork.fromLookup(site, 'pg', { name: 'nodes', datacenter: site.compute.datacenter!, cidr: Cidr.of('10.0.0.0/8') });
  site.prod({ network });
  expect(facts(site)).toMatchObject({ podCidrs: ['172.20.0.0/16'], serviceCidrs: ['172.30.0.0/16'], nodePrefixes: [24] });
});

test('both versions of IP', () => {
  const site = new Site();
  site.prod({ podCidrs: [Cidr.of('10.1.0.0/16'), Cidr.of('fd00:1::/56')], serviceCidrs: [Cidr.of('10.2.0.0/16'), Cidr.of('fd00:2::/112')] });
  expect(facts(site)).toMatchObject({
    podCidrs: ['10.1.0.0/16', 'fd00:1::/56'],
    serviceCidrs: ['10.2.0.0/16', 'fd00:2::/112'],
    nodePrefixes: [24, 64],
  });
});

test('a pod range as short as a node has all to itself', () => {
  const site = new Site();
  site.prod({ podCidrs: [Cidr.of('172.20.0.0/25')] });
  expect(facts(site).nodePrefixes).toEqual([25]);
});

test('names, an endpoint and a port of its own', () => {
  const site = new Site();
  site.prod({ name: 'shop', nodePrefix: 'fra-shop', endpoint: 'shop.k8s.example.com', apiServer: { port: 443 } }, 'cluster');
  expect(facts(site).endpoint).toEqual({ host: 'shop.k8s.example.com', port: 443 });
  expect(Object.keys(site.rendered('vsphere_virtual_machine'))).toContain('fra-shop-general-6');
  expect(facts(site).requiredFlows.find(({ purpose }) => purpose === 'API server')!.flow.firstPort).toBe(443);
});

test.each([
  [KubernetesVersion.V1_34, 'ubuntu-2404-kube-v1.34.4'],
  [KubernetesVersion.of('1.30.2'), 'ubuntu-2404-kube-v1.30.2'],
])('the template is called as image-builder calls it', (version, name) => {
  const site = new Site();
  site.prod({ version });
  expect(JSON.stringify(site.rendered('vsphere_virtual_machine'))).toContain(name.replaceAll('.', ''));
});

test('what its machines have in common', () => {
  const site = new Site();
  const pool = new ResourcePool(site, 'k8s', { on: site.compute });
  const category = new TagCategory(site, 'env', { associableTypes: ['VirtualMachine'] });
  const tag = new Tag(site, 'prod-tag', { name: 'prod', category });
  const folder = new Folder(site, 'folder', { path: 'k8s/prod', type: 'vm', datacenter: site.compute.datacenter! } as never);
  site.prod({ resourcePool: pool, folder, tags: [tag], template: 'flatcar-kube', pools: { general: { ...GENERAL, template: 'debian-kube' } } });
  const [control, worker] = [machine(site, 'prod-control-plane-1'), machine(site, 'prod-general-1')];
  for (const each of [control, worker]) {
    expect(each.resource_pool_id).toContain('vsphere_resource_pool.k8s');
    expect(each.tags).toHaveLength(1);
    expect(each.folder).toBeDefined();
  }
  expect(JSON.stringify(control.clone)).toContain('flatcar-kube');
  expect(JSON.stringify(worker.clone)).toContain('debian-kube');
});

test('containerd of a cluster, and of one pool', () => {
  const site = new Site();
  site.prod({
    containerd: Containerd.of({ version: '1.7.27' }),
    pools: { a: GENERAL, b: { ...GENERAL, containerd: Containerd.of({ version: '2.2' }) } },
  });
  expect(site.declared('node-pool').map(({ facts: { containerd } }) => containerd?.version)).toEqual(['1.7.27', '1.7.27', '2.2']);
});

test('Pod Security as strict as it gets', () => {
  const site = new Site();
  site.prod({ podSecurity: PodSecurity.restricted() });
  expect(facts(site).podSecurity).toEqual({ enforce: 'restricted', enforceVersion: 'latest', exemptNamespaces: [] });
});

test('gates that are switched', () => {
  const site = new Site();
  site.prod({ featureGates: { UserNamespacesSupport: false } });
  expect(facts(site).featureGates).toEqual({ UserNamespacesSupport: false });
  expect(site.declared('node-pool').map((pool) => pool.facts.userNamespaces)).toEqual([false, false]);
});

test('a kernel that is known to do user namespaces', () => {
  const site = new Site();
  const old = Containerd.of({ version: '1.7.27' });
  site.prod({
    pools: {
      able: { ...GENERAL, userNamespaces: true },
      unable: { ...GENERAL, userNamespaces: false },
      unknown: GENERAL,
      old: { ...GENERAL, userNamespaces: true, containerd: old },
    },
  });
  expect(site.declared('node-pool').map((pool) => pool.facts.userNamespaces)).toEqual([null, true, false, null, false]);
});

test('mirrors stand for the registries in what its nodes must reach', () => {
  const site = new Site();
  const mirror = RegistryMirror.of({ registry: 'registry.k8s.io', endpoints: ['https://mirror.example.com:8443/v2/k8s'] });
  site.prod({
    containerd: Containerd.of({ version: '2.1', mirrors: [mirror] }),
    virtualIpImage: OciImage.of(`registry.example.com/kube-vip@sha256:${'0'.repeat(64)}`),
  });
  const hosts = facts(site).requiredFlows.flatMap(({ to, flow }) => (to.kind === 'host' ? [`${to.host}:${flow.firstPort}`] : []));
  expect(hosts.slice(0, 4)).toEqual(['vault.fra.example.com:443', 'mirror.example.com:8443', 'registry.example.com:443', 'quay.io:443']);
  expect(hosts).toContain('registry-1.docker.io:443'); // by the installer of the add-ons
});

describe('fixed addresses', () => {
  const addresses = {
    cidr: Cidr.of('10.20.0.0/23'),
    gateway: '10.20.0.1',
    nameservers: ['10.20.255.53'],
    searchDomains: ['fra.example.com'],
    pools: { 'control-plane': '10.20.0.20-10.20.0.22', general: '10.20.0.40-10.20.0.47' },
  };
  const networkOf = (site: Site, name: string): unknown => {
    const metadata = (machine(site, name).extra_config as Record<string, string>)['guestinfo.metadata']!;
    return JSON.parse(Buffer.from(/"network" = "([^"]+)"/.exec(metadata)![1]!, 'base64').toString());
  };

  test('go to the nodes one after the other', () => {
    const site = new Site();
    site.prod({ addresses: NodeAddresses.fixed(addresses) });
    expect(networkOf(site, 'prod-general-3')).toEqual({
      version: 2,
      ethernets: {
        nodes: {
          match: { name: 'e*' },
          addresses: ['10.20.0.42/23'],
          routes: [{ to: 'default', via: '10.20.0.1' }],
          nameservers: { addresses: ['10.20.255.53'], search: ['fra.example.com'] },
        },
      },
    });
    expect(networkOf(site, 'prod-control-plane-1')).toMatchObject({ ethernets: { nodes: { addresses: ['10.20.0.20/23'] } } });
    expect(
      facts(site)
        .requiredFlows.slice(0, 2)
        .map(({ to, flow }) => [to, flow.protocol]),
    ).toEqual([
      [{ kind: 'host', host: '10.20.255.53' }, 'udp'],
      [{ kind: 'host', host: '10.20.255.53' }, 'tcp'],
    ]);
  });

  test.each<[string, Partial<typeof addresses>, string]>([
    [
      'too few for the largest pool',
      { pools: { ...addresses.pools, general: '10.20.0.40-10.20.0.46' } },
      '8 nodes at most, surge included, need as many addresses, and 10.20.0.40-10.20.0.46 has 7',
    ],
    [
      'none for a pool',
      { pools: { 'control-plane': '10.20.0.20-10.20.0.22' } as never },
      'addresses name no range for "general", only for control-plane',
    ],
    [
      'outside of the network',
      { pools: { ...addresses.pools, general: '10.20.2.40-10.20.2.47' } },
      'addresses of general must be from one to another in 10.20.0.0/23',
    ],
    ['from high to low', { pools: { ...addresses.pools, general: '10.20.0.47-10.20.0.40' } }, 'addresses of general must be from one to another'],
    ['no addresses', { pools: { ...addresses.pools, general: 'some' } }, 'got "some"'],
    [
      'of two pools',
      { pools: { ...addresses.pools, general: '10.20.0.22-10.20.0.47' } },
      'addresses of general, 10.20.0.22-10.20.0.47, overlap those of control-plane',
    ],
    ['with the gateway', { gateway: '10.20.0.41' }, 'hold the gateway 10.20.0.41'],
    [
      'with the virtual IP',
      { pools: { ...addresses.pools, 'control-plane': '10.20.0.8-10.20.0.12' } },
      'virtualIp 10.20.0.10 lies in the addresses of its nodes, 10.20.0.8-10.20.0.12',
    ],
    [
      'of another network',
      { cidr: Cidr.of('10.20.0.0/24') },
      '[fra/prod] addresses are of 10.20.0.0/24, and fra/nodes has 10.20.0.0/23; give the range of that',
    ],
    ['with another gateway', { gateway: '10.20.0.2' }, 'addresses have the gateway 10.20.0.2, and that of fra/nodes is 10.20.0.1; give that one'],
    [
      'of no pool',
      { pools: { ...addresses.pools, genral: '10.20.0.60' } as never },
      'addresses name a range for "genral", and its pools are control-plane, general; take it out, or name a pool',
    ],
    [
      'with the broadcast address',
      { pools: { ...addresses.pools, general: '10.20.1.240-10.20.1.255' } },
      'hold 10.20.1.255, the first or last of 10.20.0.0/23, which nothing can have',
    ],
    ['with a name of a nameserver', { nameservers: ['dns.example.com'] }, 'nameservers must be addresses, at least one, got "dns.example.com"'],
    ['without a nameserver', { nameservers: [] }, 'nameservers must be addresses, at least one, got none'],
    ['with a gateway elsewhere', { gateway: '10.0.0.1' }, 'gateway must be an address in 10.20.0.0/23, got "10.0.0.1"'],
  ])('%s are refused', (_, change, message) => {
    expect(refusal(() => new Site().prod({ addresses: NodeAddresses.fixed({ ...addresses, ...change }) }))).toContain(message);
  });
});

test('addresses that two clusters of one network have are said at synthesis, of the second alone', () => {
  const fixed = (general: string): NodeAddresses =>
    NodeAddresses.fixed({
      cidr: Cidr.of('10.20.0.0/23'),
      gateway: '10.20.0.1',
      nameservers: ['10.20.255.53'],
      pools: { 'control-plane': general.replaceAll('.0.', '.1.'), general },
    });
  const site = new Site();
  const [one, two, three] = [
    site.prod({ addresses: fixed('10.20.0.40-10.20.0.49') }, 'one'),
    site.prod({ addresses: fixed('10.20.0.49-10.20.0.59') }, 'two'),
    site.prod({ controlPlane: { replicas: 1, virtualIp: '10.20.0.12' } }, 'three'),
  ] as const;
  const elsewhere = site.prod({ network: new Segment(site, 'alike', { cidr: Cidr.of('10.20.0.0/23') }) }, 'elsewhere');
  const said = (cluster: KubernetesCluster): string[] => cluster.node.validate().filter((fault) => fault.includes(' meets '));
  expect([one, three, elsewhere].flatMap(said)).toEqual([]);
  expect(said(two)).toEqual([
    'virtualIp 10.20.0.10 meets virtualIp 10.20.0.10 of fra/one on fra/nodes, and each would take it from the other; give others',
    'addresses of control-plane, 10.20.1.49-10.20.1.59, meets addresses of control-plane, 10.20.1.40-10.20.1.49, of fra/one on fra/nodes, and each would take it from the other; give others',
    'addresses of general, 10.20.0.49-10.20.0.59, meets addresses of general, 10.20.0.40-10.20.0.49, of fra/one on fra/nodes, and each would take it from the other; give others',
  ]);
});

test('of a plugin without a chart nothing is installed', () => {
  const site = new Site();
  const prod = site.prod({ cni: Cni.of({ name: 'flannel', encapsulation: 'vxlan', tunnelPort: 8472, snat: true, enforces: [] }) });
  expect(prod.cni.chart({ podCidrs: [], serviceCidrs: [], nodePrefixes: [], endpoint: prod.endpoint })).toBeUndefined();
  expect(facts(site).cni).toEqual({ name: 'flannel', encapsulation: 'vxlan', tunnelPort: 8472, snat: true, enforces: [] });
});

test('sizes of the control plane', () => {
  const site = new Site();
  site.prod({ controlPlane: { replicas: 1, virtualIp: '10.20.0.10', cpus: 8, memory: Size.gibibytes(32), disk: Size.gibibytes(100) } });
  expect(machine(site, 'prod-control-plane-1')).toMatchObject({ num_cpus: 8, memory: 32768, disk: [{ size: 100 }] });
});

describe('the cloud provider', () => {
  const elsewhere = (site: Site, datacenter?: IDatacenter): IVcenterCluster =>
    VcenterCluster.fromAttributes(site, 'elsewhere', { clusterId: 'domain-c8', resourcePoolId: 'resgroup-9', datacenter });

  /** What the add-ons of the last cluster were told. */
  const told = () => jest.mocked(makeSystemChart).mock.lastCall![1];

  test('is told vCenter and datacenter', () => {
    const site = new Site();
    site.prod({ cloudProvider: { topology: { regionCategory: 'k8s-region', zoneCategory: 'k8s-zone' } } });
    expect(told().vsphere).toEqual({
      server: 'vc.fra.example.com',
      datacenters: ['fra1'],
      topology: { regionCategory: 'k8s-region', zoneCategory: 'k8s-zone' },
    });
    expect(told()).toMatchObject({ storage: [{ policy: 'gold' }], cni: { name: 'cilium', version: '1.20.2' } });
  });

  test.each<[string, Partial<CloudProviderProps>, string]>([
    [
      'a datacenter without a name',
      {},
      'its cloud provider has to be told the name of the datacenter of fra/elsewhere, which is not known at synthesis; give cloudProvider: { datacenters }',
    ],
    [
      'a vCenter that Terraform alone knows',
      { server: '${var.vcenter}', datacenters: ['fra1'] },
      'has to be told the host name of the vCenter, which is not known at synthesis; make the VCenter before it, or give cloudProvider: { server }',
    ],
  ])('%s is refused', (_, change, message) => {
    const site = new Site();
    const server = change.server === undefined ? {} : { server: new TerraformVariable(site, 'vc', { type: 'string' }).stringValue };
    // The template is of a datacenter that is known by its id.
    const datacenter = Datacenter.fromAttributes(site, 'known', { datacenterId: 'datacenter-2' });
    expect(refusal(() => site.prod({ on: elsewhere(site, datacenter), cloudProvider: { ...change, ...server } }))).toContain(message);
  });

  test('may be told what Terraform alone knows', () => {
    const site = new Site();
    const datacenter = Datacenter.fromAttributes(site, 'known', { datacenterId: 'datacenter-2' });
    expect(() => site.prod({ on: elsewhere(site, datacenter), cloudProvider: { datacenters: ['fra1'] } })).not.toThrow();
  });
});

test('workloads are connected, and charts of Helm added', () => {
  const site = new Site();
  const prod = site.prod({ addons: GitOps.flux() });
  const shop = prod.chart('shop', { namespace: 'shop' });
  expect(() => prod.connect(shop).to(Cidr.of('10.30.0.0/24'), Flow.tcp(5432))).not.toThrow();
  expect(() => prod.connect(shop).to(Cidr.of('10.31.0.0/24'), Flow.tcp(5432))).not.toThrow();
  const before = prod.requiredFlows().length;
  prod.addAddon('prometheus', { chart: 'prometheus', repository: 'https://charts.example.com', version: '27.1.0' });
  expect(prod.requiredFlows().length).toBe(before + 1);
});
