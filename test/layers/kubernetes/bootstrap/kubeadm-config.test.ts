import { Duration, Size } from 'cdk8s';
import { Bootstrap } from '../../../../lib/layers/kubernetes/bootstrap/bootstrap';
import { Cni } from '../../../../lib/layers/kubernetes/cni/cni';
import { AuditPolicy } from '../../../../lib/layers/kubernetes/audit-policy';
import { Encryption } from '../../../../lib/layers/kubernetes/encryption';
import { KubeletReservations } from '../../../../lib/layers/kubernetes/kubelet-reservations';
import { KubernetesVersion } from '../../../../lib/layers/kubernetes/version';
import { aCluster, aNode, aPool, FIRST, filesOf, kubeadmOf, SECOND, WORKER, type Document } from './plans';

const OLDEST = KubernetesVersion.V1_30;
const at = (document: unknown, ...path: (string | number)[]): unknown =>
  path.reduce((value, key) => (value as Record<string | number, unknown> | undefined)?.[key], document);
/** Flags by name, whichever form they have. */
const flags = (extraArgs: unknown): Record<string, string> =>
  Array.isArray(extraArgs)
    ? Object.fromEntries((extraArgs as { name: string; value: string }[]).map(({ name, value }) => [name, value]))
    : (extraArgs as Record<string, string>);
const cluster = (kubeadm: Record<string, Document>): Document => kubeadm.ClusterConfiguration!;
const apiFlags = (kubeadm: Record<string, Document>): Record<string, string> => flags(at(cluster(kubeadm), 'apiServer', 'extraArgs'));

describe('documents', () => {
  test('the first node makes the cluster or joins it, the others join', () => {
    expect(Object.keys(kubeadmOf(aCluster({ cni: Cni.calico() }), FIRST))).toEqual([
      'InitConfiguration',
      'ClusterConfiguration',
      'KubeletConfiguration',
      'KubeProxyConfiguration',
      'JoinConfiguration',
    ]);
    expect(Object.keys(kubeadmOf(aCluster(), SECOND))).toEqual(['JoinConfiguration']);
    expect(Object.keys(kubeadmOf(aCluster(), WORKER))).toEqual(['JoinConfiguration']);
  });

  test('only nodes of the control plane join as such', () => {
    expect(at(kubeadmOf(aCluster(), SECOND).JoinConfiguration, 'controlPlane')).toEqual({ localAPIEndpoint: { bindPort: 6443 } });
    expect(kubeadmOf(aCluster(), WORKER).JoinConfiguration).not.toHaveProperty('controlPlane');
  });

  test.each([
    [OLDEST, 'kubeadm.k8s.io/v1beta3'],
    [KubernetesVersion.V1_31, 'kubeadm.k8s.io/v1beta4'],
    [KubernetesVersion.V1_37, 'kubeadm.k8s.io/v1beta4'],
  ])('Kubernetes %s takes %s', (version, apiVersion) => {
    expect(kubeadmOf(aCluster({ version }), WORKER).JoinConfiguration!.apiVersion).toBe(apiVersion);
  });

  test('flags are a map until v1beta3 and a list after it', () => {
    const of = (version: KubernetesVersion): unknown =>
      at(kubeadmOf(aCluster({ version }), WORKER).JoinConfiguration, 'nodeRegistration', 'kubeletExtraArgs');
    expect(of(OLDEST)).toEqual({ 'cloud-provider': 'external' });
    expect(of(KubernetesVersion.V1_31)).toEqual([{ name: 'cloud-provider', value: 'external' }]);
  });

  test('kube-proxy is left out where the network plugin is in its place', () => {
    const without = (version: KubernetesVersion): Record<string, Document> => kubeadmOf(aCluster({ version, cni: Cni.cilium() }), FIRST);
    for (const version of [OLDEST, KubernetesVersion.V1_34]) expect(without(version)).not.toHaveProperty('KubeProxyConfiguration');
    expect(without(OLDEST).InitConfiguration!.skipPhases).toEqual(['addon/kube-proxy']);
    expect(cluster(without(OLDEST))).not.toHaveProperty('proxy');
    expect(without(KubernetesVersion.V1_34).InitConfiguration).not.toHaveProperty('skipPhases');
    expect(cluster(without(KubernetesVersion.V1_34)).proxy).toEqual({ disabled: true });
    const withIt = kubeadmOf(aCluster({ cni: Cni.calico() }), FIRST);
    expect(withIt.KubeProxyConfiguration!.clusterCIDR).toBe('10.244.0.0/16');
    expect(cluster(withIt)).not.toHaveProperty('proxy');
  });

  test('a node waits for the one that makes the cluster', () => {
    const join = (version: KubernetesVersion): Document => kubeadmOf(aCluster({ version }), WORKER).JoinConfiguration!;
    expect(at(join(OLDEST), 'discovery', 'timeout')).toBe('20m0s');
    expect(join(OLDEST)).not.toHaveProperty('timeouts');
    expect(at(join(KubernetesVersion.V1_34), 'discovery', 'timeout')).toBeUndefined();
    expect(at(join(KubernetesVersion.V1_34), 'timeouts', 'discovery')).toBe('20m0s');
  });

  test('the join token lives as long as the program says', () => {
    const bootstrap = Bootstrap.vault({ address: 'https://vault.example.com', joinTokenTtl: Duration.hours(2) });
    expect(at(kubeadmOf(aCluster({ bootstrap }), FIRST).InitConfiguration, 'bootstrapTokens', 0, 'ttl')).toBe('7200s');
  });
});

describe('network', () => {
  test('the endpoint is where all reach the API server; an address of IPv6 has brackets', () => {
    const of = (host: string): unknown => cluster(kubeadmOf(aCluster({ endpoint: { host, port: 8443 } }), FIRST)).controlPlaneEndpoint;
    expect(of('api.example.com')).toBe('api.example.com:8443');
    expect(of('fd00::10')).toBe('[fd00::10]:8443');
    expect(filesOf(aCluster({ endpoint: { host: 'fd00::10', port: 8443 } }), WORKER)['/etc/strata/discovery.conf']).toContain(
      'server: https://[fd00::10]:8443\n',
    );
  });

  test('the certificate has the endpoint, the virtual IP and what is given, each once', () => {
    const kubeadm = kubeadmOf(
      aCluster({ endpoint: { host: '10.20.0.10', port: 6443 }, api: { sans: ['api.corp.example.com', '10.20.0.10'] } }),
      FIRST,
    );
    expect(at(cluster(kubeadm), 'apiServer', 'certSANs')).toEqual(['10.20.0.10', 'api.corp.example.com']);
  });

  test('the port of the API server is that of each node and of the virtual IP', () => {
    const plan = aCluster({ api: { port: 8443 } });
    expect(at(kubeadmOf(plan, FIRST).InitConfiguration, 'localAPIEndpoint', 'bindPort')).toBe(8443);
    expect(at(kubeadmOf(plan, SECOND).JoinConfiguration, 'controlPlane', 'localAPIEndpoint', 'bindPort')).toBe(8443);
    expect(filesOf(plan, SECOND)['/etc/kubernetes/manifests/kube-vip.yaml']).toContain('name: port\n          value: "8443"');
  });

  test('prefixes of nodes by the version of IP, and one for each range', () => {
    const masks = (podCidrs: string[], nodePrefixes: number[]): Record<string, string> =>
      flags(at(cluster(kubeadmOf(aCluster({ podCidrs, nodePrefixes }), FIRST)), 'controllerManager', 'extraArgs'));
    expect(masks(['10.0.0.0/16'], [25])).toMatchObject({ 'node-cidr-mask-size': '25' });
    expect(masks(['fd00::/48', '10.0.0.0/16'], [64, 25])).toMatchObject({ 'node-cidr-mask-size-ipv6': '64', 'node-cidr-mask-size-ipv4': '25' });
    expect(() => masks(['10.0.0.0/16'], [])).toThrow('[lab/vm] there are 1 ranges of pods and 0 prefixes of nodes; give one for each');
  });
});

describe('a node', () => {
  const registration = (labels: Record<string, string>, more: Record<string, string> = {}): unknown =>
    at(kubeadmOf(aCluster(), { pool: aPool({ labels }), node: aNode({ labels: more }) }).JoinConfiguration, 'nodeRegistration');
  const labelled = (labels: Record<string, string>, more?: Record<string, string>): string | undefined =>
    flags(at(registration(labels, more), 'kubeletExtraArgs'))['node-labels'];

  test('has the labels of its pool and its own, which win', () => {
    expect(labelled({ 'example.com/b': '2', a: '1' }, { 'topology.kubernetes.io/zone': 'r1', a: '3' })).toBe(
      'a=3,example.com/b=2,topology.kubernetes.io/zone=r1',
    );
    expect(labelled({})).toBeUndefined();
  });

  test.each(['node.kubernetes.io/fast', 'sub.kubelet.kubernetes.io/x', 'kubernetes.io/arch', 'example.com/kubernetes.io', 'notkubernetes.io/x'])(
    'may give itself %s',
    (key) => expect(labelled({ [key]: 'x' })).toBe(`${key}=x`),
  );

  test.each([
    'node-role.kubernetes.io/worker',
    'kubernetes.io/role',
    'x.k8s.io/y',
    'k8s.io/y',
    'node-restriction.kubernetes.io/pci',
    'xnode.kubernetes.io/a',
  ])('may not give itself %s, which is named', (key) =>
    expect(() => labelled({ ok: '1', [key]: '' })).toThrow(`[lab/vm] a node may not give itself the label "${key}": names of kubernetes.io are`),
  );

  test.each([
    [{ 'a/b/c': '' }, '"a/b/c" is no key of a label'],
    [{ '-a': '' }, '"-a" is no key of a label'],
    [{ a: 'x,y=z' }, 'label "a" must be up to 63 letters, digits, ".", "_" and "-", got "x,y=z"'],
  ])('refuses the labels %j', (labels, message) => {
    expect(() => labelled(labels as Record<string, string>)).toThrow(message);
  });

  test('has exactly the taints of its pool: without any there is an empty list, since kubeadm would put in its own', () => {
    const taints = [
      { key: 'wasm', value: '', effect: 'NoSchedule' as const },
      { key: 'a', value: 'b', effect: 'NoExecute' as const },
    ];
    const of = (pool: ReturnType<typeof aPool>): unknown =>
      at(kubeadmOf(aCluster(), { pool, node: aNode() }).JoinConfiguration, 'nodeRegistration', 'taints');
    expect(of(aPool({ taints }))).toEqual([
      { key: 'wasm', effect: 'NoSchedule' },
      { key: 'a', value: 'b', effect: 'NoExecute' },
    ]);
    expect(of(aPool({ role: 'control-plane', taints: [] }))).toEqual([]);
  });

  test('leaves its provider ID to the cloud provider', () => {
    expect(JSON.stringify(Object.values(filesOf(aCluster(), WORKER)))).not.toContain('providerID');
  });

  test('that reserves more than it has is refused, since its kubelet would not start', () => {
    const pool = aPool({ reservations: KubeletReservations.of({ kubeReserved: { memory: Size.gibibytes(32) } }) });
    expect(() => filesOf(aCluster(), { pool, node: aNode() })).toThrow(
      '[lab/vm] pool "general" reserves 34464595968 bytes of memory of 34359738368, and its kubelets would not start; reserve less, or make its nodes larger',
    );
  });
});

describe('the kubelet', () => {
  test('lets in nobody without a name, and protects its kernel', () => {
    expect(kubeadmOf(aCluster(), FIRST).KubeletConfiguration).toMatchObject({
      authentication: { anonymous: { enabled: false }, webhook: { enabled: true } },
      authorization: { mode: 'Webhook' },
      cgroupDriver: 'systemd',
      protectKernelDefaults: true,
      readOnlyPort: 0,
      rotateCertificates: true,
      seccompDefault: true,
    });
  });
});

describe('feature gates', () => {
  test('go to every component, in a stable order; none is nothing', () => {
    const kubeadm = kubeadmOf(aCluster({ cni: Cni.calico(), featureGates: { Zed: false, Alpha: true } }), FIRST);
    for (const component of ['apiServer', 'controllerManager', 'scheduler']) {
      expect(flags(at(cluster(kubeadm), component, 'extraArgs'))['feature-gates']).toBe('Alpha=true,Zed=false');
    }
    for (const kind of ['KubeletConfiguration', 'KubeProxyConfiguration']) expect(kubeadm[kind]!.featureGates).toEqual({ Zed: false, Alpha: true });
    expect(JSON.stringify(kubeadmOf(aCluster({ cni: Cni.calico() }), FIRST))).not.toMatch(/feature-?gates/i);
  });
});

describe('the API server', () => {
  const volumes = (kubeadm: Record<string, Document>): unknown[] => at(cluster(kubeadm), 'apiServer', 'extraVolumes') as unknown[];

  test('audits as the policy says, into a folder of its node', () => {
    const plan = aCluster({ api: { audit: AuditPolicy.of({ rules: [{ level: 'Metadata' }] }) } });
    expect(apiFlags(kubeadmOf(plan, FIRST))).toMatchObject({
      'audit-policy-file': '/etc/kubernetes/audit/policy.yaml',
      'audit-log-path': '/var/log/kubernetes/audit/audit.log',
    });
    expect(filesOf(plan, SECOND)['/etc/kubernetes/audit/policy.yaml']).toBe(
      'apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages:\n  - RequestReceived\nrules:\n  - level: Metadata\n',
    );
    expect(volumes(kubeadmOf(plan, FIRST))).toContainEqual({
      name: 'audit-log',
      hostPath: '/var/log/kubernetes/audit',
      mountPath: '/var/log/kubernetes/audit',
      pathType: 'DirectoryOrCreate',
    });
  });

  test('does not audit where the program says so', () => {
    const plan = aCluster({ api: { audit: AuditPolicy.none() } });
    expect(Object.keys(apiFlags(kubeadmOf(plan, FIRST))).filter((flag) => flag.startsWith('audit'))).toEqual([]);
    expect(JSON.stringify(volumes(kubeadmOf(plan, FIRST)))).not.toContain('audit');
    expect(Object.keys(filesOf(plan, FIRST)).filter((path) => path.includes('audit'))).toEqual([]);
  });

  test('encrypts with a key that only the store has', () => {
    const plan = aCluster({ api: { encryption: Encryption.aesgcm({ resources: ['secrets', 'configmaps'] }) } });
    expect(apiFlags(kubeadmOf(plan, FIRST))['encryption-provider-config']).toBe('/etc/kubernetes/encryption/config.yaml');
    const files = filesOf(plan, SECOND);
    expect(files).not.toHaveProperty(['/etc/kubernetes/encryption/config.yaml']);
    expect(files['/etc/strata/encryption.yaml']).toContain('secret: "@secret:encryption.key@"');
    expect(files['/etc/strata/secrets.json']).toContain('"path": "/etc/kubernetes/encryption/config.yaml"');
  });

  test('does not encrypt where the program says so, and asks for no key', () => {
    const plan = aCluster({ api: { encryption: Encryption.none() } });
    expect(Object.keys(apiFlags(kubeadmOf(plan, FIRST))).filter((flag) => flag.startsWith('encryption'))).toEqual([]);
    expect(JSON.stringify(filesOf(plan, FIRST))).not.toContain('encryption.yaml');
    expect(JSON.stringify(volumes(kubeadmOf(plan, FIRST)))).not.toContain('encryption');
  });

  test('holds namespaces to the Pod Security Standards', () => {
    expect(filesOf(aCluster(), SECOND)['/etc/kubernetes/admission/config.yaml']).toMatchSnapshot();
    expect(apiFlags(kubeadmOf(aCluster(), FIRST))['admission-control-config-file']).toBe('/etc/kubernetes/admission/config.yaml');
  });

  test('takes flags of your own, and etcd too', () => {
    const plan = aCluster({ api: { extraArgs: { 'event-ttl': '2h' }, etcdArgs: { 'quota-backend-bytes': '8589934592' } } });
    expect(apiFlags(kubeadmOf(plan, FIRST))['event-ttl']).toBe('2h');
    expect(flags(at(cluster(kubeadmOf(plan, FIRST)), 'etcd', 'local', 'extraArgs'))).toEqual({ 'quota-backend-bytes': '8589934592' });
    expect(at(cluster(kubeadmOf(aCluster(), FIRST)), 'etcd', 'local')).toEqual({ dataDir: '/var/lib/etcd' });
  });

  test.each<[object, string]>([
    [{ port: 0 }, '[lab/vm] apiServer.port must be a whole number from 1 to 65535, got 0'],
    [{ sans: ['a', 'a'] }, 'apiServer.sans must differ, got "a" for number 1 and number 2'],
    [{ sans: ['https://a'] }, 'apiServer.sans must be names or addresses, without a port, got "https://a"'],
    [{ audit: 'all' }, 'apiServer.audit must be an AuditPolicy, got "all"'],
    [{ encryption: true }, 'apiServer.encryption must be an Encryption, got true'],
    [{ extraArgs: { '--event-ttl': '2h' } }, 'apiServer.extraArgs has the flag "--event-ttl"; write it without dashes in front'],
    [{ extraArgs: { 'event-ttl': 2 } }, 'apiServer.extraArgs["event-ttl"] must be a text, got 2'],
    [
      { extraArgs: { 'feature-gates': 'A=true' } },
      'apiServer.extraArgs has "feature-gates", which is not yours to set here; set featureGates of the cluster',
    ],
    [{ extraArgs: { 'enable-admission-plugins': 'AlwaysPullImages' } }, 'must keep NodeRestriction, got "AlwaysPullImages"; add it to the list'],
    [{ extraArgs: { 'disable-admission-plugins': 'PodSecurity' } }, 'must leave NodeRestriction and PodSecurity on, got "PodSecurity"'],
    [{ extraArgs: 'x' }, 'apiServer.extraArgs must be texts by flag, got "x"'],
    [{ etcdArgs: { 'data-dir': '/x' } }, 'apiServer.etcdArgs has "data-dir", which kubeadm gives each member its own of; leave it out'],
    [{ etcdArgs: { 'listen-client-urls': 'x' } }, 'apiServer.etcdArgs has "listen-client-urls"'],
  ])('refuses %j', (api, message) => {
    expect(() => aCluster({ api })).toThrow(message);
  });

  test('takes a list of admission plugins that keeps NodeRestriction, and metrics of etcd', () => {
    const extraArgs = { 'enable-admission-plugins': 'NodeRestriction,AlwaysPullImages', 'disable-admission-plugins': 'TaintNodesByCondition' };
    const etcdArgs = { 'listen-metrics-urls': 'http://0.0.0.0:2381' };
    expect(aCluster({ api: { extraArgs, etcdArgs } }).apiServer).toMatchObject({ extraArgs, etcdArgs });
  });
});

test.each<[() => unknown, string]>([
  [
    () => AuditPolicy.of({ rules: [] }),
    'rules of an audit policy must be a list with one at least, got a list of 0; for no log give AuditPolicy.none()',
  ],
  [
    () => AuditPolicy.of({ rules: [{ level: 'All' as never }] }),
    'rules[0].level must be one of "None", "Metadata", "Request", "RequestResponse", got "All"',
  ],
  [() => AuditPolicy.of({ rules: [{ level: 'None' }], omitStages: ['Late' as never] }), 'omitStages must be one of "RequestReceived"'],
  [
    () => AuditPolicy.of({ rules: [{ level: 'None', resources: [{ group: '' }], nonResourceURLs: ['/x'] }] }),
    'rules[0] has resources and nonResourceURLs, which the API server refuses; make two rules of it',
  ],
  [() => Encryption.secretbox({ resources: [] }), 'resources of the encryption are none; give one such as "secrets", or Encryption.none()'],
  [() => Encryption.secretbox({ resources: ['Secrets'] }), 'resources of the encryption must be such as "secrets" or "configmaps", got "Secrets"'],
  [() => Encryption.aesgcm({ resources: ['a', 'a'] }), 'resources of the encryption must differ'],
])('%s is refused', (make, message) => {
  expect(make).toThrow(message);
});
