import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Flow,
  indexOf,
  type Declaration,
  type Estate,
  type KubernetesClusterFacts,
  type NodePoolFacts,
  type WasmArtifact,
} from '../../../../lib/estate';
import { readEstate } from '../../../../lib/estate/read';
import { estateOf } from '../../../../lib/estate/read/estate-of';
import { parseManifest } from '../../../../lib/estate/read/manifests';
import { resources, RUNC } from '../../../support/kubernetes';
import { cluster, datacenter, entry, machine, model, stack } from '../model';

const facts: KubernetesClusterFacts = {
  version: '1.34',
  podCidrs: ['10.244.0.0/16'],
  serviceCidrs: ['10.96.0.0/16'],
  nodePrefixes: [24],
  endpoint: { host: '10.20.0.10', port: 6443 },
  virtualIp: '10.20.0.10',
  cni: { name: 'cilium', encapsulation: 'vxlan', tunnelPort: 8472, snat: true, enforces: ['NetworkPolicy'] },
  podSecurity: { enforce: 'baseline', enforceVersion: 'v1.34', exemptNamespaces: ['kube-system'] },
  requiredFlows: [{ purpose: 'etcd peers', from: { kind: 'clients' }, to: { kind: 'virtual-ip' }, flow: Flow.tcp(2379) }],
  featureGates: { UserNamespacesSupport: true },
  addOns: [{ name: 'cilium', chart: 'cilium 1.20.2', namespace: 'kube-system', apis: ['cilium.io/v2'], secrets: ['kube-system/keys'] }],
};

const poolFacts: NodePoolFacts = {
  role: 'worker',
  replicas: 2,
  surge: 1,
  labels: { tier: 'web' },
  taints: [{ key: 'wasm', value: '', effect: 'NoSchedule' }],
  architecture: 'amd64',
  capacity: resources(16, 64),
  allocatable: resources(15, 60),
  containerd: { version: '2.1', configVersion: 3, runtimesPlugin: 'io.containerd.cri.v1.runtime' },
  handlers: [RUNC],
  userNamespaces: true,
};

const prod = {
  kind: 'kubernetes-cluster',
  of: 's/prod',
  name: 'prod',
  origin: 'owned',
  networks: ['s/n'],
  computeClusters: ['s/c'],
  facts,
} as const satisfies Declaration;

const general = {
  kind: 'node-pool',
  of: 's/prod/general',
  name: 'general',
  cluster: 's/prod',
  machines: ['s/prod/general', 's/prod/gone'],
  nodes: [
    { name: 'prod-general-1', machine: 's/prod/general/1', labels: { zone: 'r1' }, hostname: 'prod-general-1' },
    { name: 'prod-general-2', machine: 's/prod/gone', labels: {} },
    { name: 'prod-general-3', labels: {} },
  ],
  facts: poolFacts,
} as const satisfies Declaration;

const network = entry('vsphere_distributed_port_group.n', { name: 'nodes' });
const node = { ...machine('prod-general-1'), path: 's/prod/general/1/vm' };

const MANIFESTS = [
  '{apiVersion: v1, kind: Namespace, metadata: {name: shop}}',
  '{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}, spec: {template: {spec: {containers: []}}}}',
  '{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}, spec: {}}',
].join('\n---\n');

/** A site with a cluster, a pool of one VM, and a chart with a namespace, a Deployment and a Service below the cluster's path. */
function site(...declarations: readonly Declaration[]): Estate {
  const manifests = parseManifest(MANIFESTS, {
    file: 'manifests/prod/shop.yaml',
    objects: ['s/prod/shop/namespace', 's/prod/shop/web/Resource', 's/prod/shop/service'],
    cluster: 's/prod',
  });
  return estateOf(model(stack('s', [datacenter, cluster, network, node])), { manifests, declarations: [prod, general, ...declarations] });
}

const VM = 's/vsphere_virtual_machine.prod-general-1';
const WEB = 's/prod/shop/Deployment/web';

describe('a Kubernetes cluster and its pools', () => {
  test('are what they state, with the objects that they name', () => {
    const { kubernetesClusters, nodePools } = site().kubernetes;
    expect(kubernetesClusters).toEqual([
      {
        ...facts,
        id: 's/prod',
        addresses: [],
        path: 's/prod',
        origin: 'owned',
        name: 'prod',
        instances: { low: 1, high: 1 },
        cluster: 's/prod',
        networks: { ids: ['s/vsphere_distributed_port_group.n'], missing: [] },
        computeClusters: { ids: ['s/vsphere_compute_cluster.c'], missing: [] },
        pools: ['s/prod/general'],
      },
    ]);
    expect(nodePools).toEqual([
      {
        ...poolFacts,
        id: 's/prod/general',
        addresses: [],
        path: 's/prod/general',
        origin: 'owned',
        name: 'general',
        instances: { low: 1, high: 1 },
        cluster: 's/prod',
        machines: { ids: [VM], missing: ['s/prod/gone'] },
        nodes: [
          { name: 'prod-general-1', labels: { zone: 'r1' }, hostname: 'prod-general-1', machine: VM },
          { name: 'prod-general-2', labels: {}, machine: null },
          { name: 'prod-general-3', labels: {}, machine: null },
        ],
      },
    ]);
  });

  test('that stand already are known of, not owned', () => {
    const stated = estateOf(model(), { declarations: [{ ...prod, origin: 'stated' }, general] });
    expect(stated.kubernetes.kubernetesClusters[0]!.origin).toBe('surroundings');
    expect(stated.kubernetes.nodePools[0]!.origin).toBe('surroundings');
    expect(estateOf(model(), { declarations: [general] }).kubernetes.nodePools[0]!.origin).toBe('owned');
  });

  test('are one premise for each family of facts', () => {
    const premises = site().premises.filter(({ id }) => /^(kubernetes|node)-/.test(id));
    expect(premises.every(({ kind }) => kind === 'stated')).toBe(true);
    expect(Object.fromEntries(premises.map(({ id, statement }) => [id, statement]))).toEqual({
      'kubernetes-version:s/prod': 'Kubernetes cluster `prod` runs version 1.34',
      'kubernetes-ranges:s/prod': 'Kubernetes cluster `prod` has pods in 10.244.0.0/16, and services in 10.96.0.0/16',
      'kubernetes-endpoint:s/prod': 'the API of Kubernetes cluster `prod` is at 10.20.0.10:6443, virtual IP 10.20.0.10',
      'kubernetes-cni:s/prod':
        'pods of Kubernetes cluster `prod` are connected by cilium: vxlan, behind the address of their node outside, enforcing NetworkPolicy',
      'kubernetes-pod-security:s/prod': 'Kubernetes cluster `prod` holds namespaces without labels to `baseline` of v1.34, but for kube-system',
      'kubernetes-flows:s/prod': 'Kubernetes cluster `prod` cannot live without flows for etcd peers',
      'kubernetes-add-ons:s/prod': 'charts that nobody renders make in Kubernetes cluster `prod` what they are for: cilium 1.20.2',
      'kubernetes-secrets:s/prod': 'whoever runs Kubernetes cluster `prod` makes the Secrets kube-system/keys',
      'kubernetes-gates:s/prod': 'Kubernetes cluster `prod` has switched UserNamespacesSupport on',
      'node-allocatable:s/prod/general': 'a node of pool `general` gives its pods 15000m of CPU, 61440Mi of memory and 110 places',
      'node-names:s/prod/general': 'the nodes of pool `general` are prod-general-1, prod-general-2, prod-general-3',
      'node-labels:s/prod/general':
        'nodes of pool `general` have no labels but those stated (tier=web), and those of Kubernetes and the cloud provider',
      'node-taints:s/prod/general': 'nodes of pool `general` have the taints wasm:NoSchedule and no others',
      'node-runtimes:s/prod/general': 'containerd 2.1 of pool `general` has the handlers runc',
      'node-user-namespaces:s/prod/general': 'nodes of pool `general` can give pods user namespaces',
    });
  });

  test('name few of many flows and nodes', () => {
    const flows = ['a', 'b', 'c', 'd', 'a'].map((purpose) => ({ ...facts.requiredFlows[0]!, purpose }));
    const nodes = ['n1', 'n2', 'n3', 'n4'].map((name) => ({ name, labels: {} }));
    const { premises } = estateOf(model(), {
      declarations: [
        { ...prod, facts: { ...facts, requiredFlows: flows } },
        { ...general, nodes },
      ],
    });
    const said = new Map(premises.map(({ id, statement }) => [id, statement]));
    expect(said.get('kubernetes-flows:s/prod')).toBe('Kubernetes cluster `prod` cannot live without flows for a, b, c and 1 more');
    expect(said.get('node-names:s/prod/general')).toBe('the nodes of pool `general` are n1 to n4');
  });

  test('state nothing that they leave open', () => {
    const bare = { version: '1.30', podCidrs: [], serviceCidrs: [], nodePrefixes: [], requiredFlows: [], featureGates: {}, addOns: [] };
    const rest: NodePoolFacts = { ...poolFacts };
    Reflect.deleteProperty(rest, 'containerd');
    const pool = { ...general, nodes: [], facts: { ...rest, handlers: [], taints: [], labels: {}, userNamespaces: null } };
    const ids = estateOf(model(), { declarations: [{ ...prod, facts: bare }, pool] }).premises.map(({ id }) => id.split(':')[0]);
    expect(ids).toEqual(['kubernetes-version', 'node-allocatable', 'node-labels', 'node-taints']);
  });
});

describe('paths across both trees', () => {
  test('a tenant has the namespaces of its charts', () => {
    const tenant = { kind: 'tenant', of: 's/t', name: 't', machines: [], networks: [], namespaces: ['s/prod/shop', 's/prod/none'] } as const;
    expect(site(tenant).tenants[0]!.namespaces).toEqual({ ids: ['s/prod//Namespace/shop'], missing: ['s/prod/none'] });
  });

  test.each([
    ['a chart', 's/prod/shop', ['s/prod//Namespace/shop', WEB]],
    ['a Deployment', 's/prod/shop/web', [WEB]],
    ['a pool', 's/prod/general', [VM, 's/prod/general']],
    ['a cluster', 's/prod', [VM, 's/prod', 's/prod/general', 's/prod//Namespace/shop', WEB]],
  ])('a side of an intent may be %s', (_, path, ids) => {
    const intent = { kind: 'intent', of: 's/i', intent: 'x', statement: '', sides: [{ label: 'from', of: [path] }], parameters: null } as const;
    expect(site(intent).intents[0]!.sides[0]!.endpoints).toEqual({ ids, missing: [] });
  });

  test('a tenant as a side is its namespaces too', () => {
    const tenant = { kind: 'tenant', of: 's/t', name: 't', machines: [], networks: [], namespaces: ['s/prod/shop', 's/gone'] } as const;
    const intent = { kind: 'intent', of: 's/i', intent: 'x', statement: '', sides: [{ label: 'a', of: ['s/t'] }], parameters: null } as const;
    expect(site(tenant, intent).intents[0]!.sides[0]!.endpoints).toEqual({ ids: ['s/prod//Namespace/shop'], missing: ['s/gone'] });
  });

  test('an index finds them by path and id', () => {
    const index = indexOf(site());
    expect(index.objectAt('s/prod/shop/web/Resource')?.id).toBe(WEB);
    expect(index.objectAt('s/prod/general')?.id).toBe('s/prod/general');
    expect(index.objectsUnder('s/prod/shop').map(({ kind }) => kind)).toEqual(['namespaces', 'workloads', 'kubernetesServices']);
    expect(index.kubernetesObjects.get(WEB)?.name).toBe('web');
    expect([VM, WEB, 's/prod', 'gone'].map((id) => index.find(id)?.id)).toEqual([VM, WEB, 's/prod', undefined]);
  });

  test('an index joins clusters, pools, nodes and workloads', () => {
    const estate = site();
    const index = indexOf(estate);
    const [owner] = estate.kubernetes.kubernetesClusters;
    const [pool] = estate.kubernetes.nodePools;
    expect(index.poolsOf(owner!)).toEqual([pool]);
    expect(index.nodeOn(estate.vsphere.machines[0]!)).toEqual({ node: pool!.nodes[0], pool, cluster: owner });
    expect(index.nodeOn({ ...estate.vsphere.machines[0]!, id: 'other' })).toBeUndefined();
    expect(index.workloadsOf(owner!).map(({ id }) => id)).toEqual([WEB]);
    expect(index.workloadsOf(null)).toEqual([]);
  });
});

describe('what WebAssembly and images state', () => {
  const artifact: WasmArtifact = { name: 'a.wasm', digest: 'sha256:0', kind: 'component', features: [], imports: [], exports: [], memories: [] };
  const image = { reference: 'registry.example.com/web:1', digest: 'sha256:1', platforms: [], referrers: [], file: 'images.lock.json' };

  test('a composition and a workload, with the workload objects at its path', () => {
    const grants = { files: [], network: [], environment: [] };
    const { wasm } = site(
      { kind: 'wasm-composition', of: 's/pricing', root: artifact, plugs: [artifact], outcome: { fits: false, refused: 'no' } },
      { kind: 'wasm-workload', of: 's/prod/shop/web', artifact, composition: 's/pricing', grants, executor: 'deployment' },
      { kind: 'wasm-workload', of: 's/prod/shop/none', artifact, grants, executor: 'spin-app' },
    );
    expect(wasm).toEqual({
      compositions: [{ id: 's/pricing', path: 's/pricing', root: artifact, plugs: [artifact], outcome: { fits: false, refused: 'no' } }],
      wasmWorkloads: [
        { path: 's/prod/shop/web', workloads: [WEB], artifact, composition: 's/pricing', grants, executor: 'deployment' },
        { path: 's/prod/shop/none', workloads: [], artifact, grants, executor: 'spin-app' },
      ],
    });
  });

  test('the images of a lock file, once however many take it', () => {
    const lock = { kind: 'image-lock', file: 'images.lock.json', images: [image] } as const;
    expect(site({ ...lock, of: 's/a' }, { ...lock, of: 's/b' }).images).toEqual([image]);
  });

  test('and all of it survives JSON', () => {
    const tenant = { kind: 'tenant', of: 's/t', name: 't', machines: [], networks: [], namespaces: ['s/prod/shop'] } as const;
    const estate = site(tenant, { kind: 'image-lock', of: 's/a', file: 'images.lock.json', images: [{ ...image, artifactType: undefined }] });
    expect(JSON.parse(JSON.stringify(estate))).toStrictEqual(estate);
  });
});

describe('files', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'strata-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  test('that the program read are inputs, each once, and manifests know their cluster', () => {
    mkdirSync(join(folder, 'manifests/prod'), { recursive: true });
    writeFileSync(join(folder, 'manifests/prod/shop.yaml'), MANIFESTS);
    const lock = { kind: 'image-lock', of: 's/a', file: 'images.lock.json', images: [] } as const;
    const { estate, inputs } = readEstate({
      folder,
      workingDirectory: folder,
      stacks: [],
      manifests: [{ file: 'manifests/prod/shop.yaml', objects: [], cluster: 's/prod' }],
      declarations: [lock, { kind: 'input', of: 's/b', file: 'a.wasm' }, { kind: 'input', of: 's/c', file: 'a.wasm' }],
      assumptions: [],
    });
    // A lock that was read from a file says so by an input of its own.
    expect(inputs).toEqual(['a.wasm']);
    expect(estate.manifests.map(({ cluster: of }) => of)).toEqual(['s/prod', 's/prod', 's/prod']);
    expect(estate.kubernetes.workloads[0]!.cluster).toBe('s/prod');
  });
});
