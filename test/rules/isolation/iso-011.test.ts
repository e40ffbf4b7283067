import { sharedNodes } from '../../../lib/rules/isolation/iso-011-shared-nodes';
import { judged, outcomes, refutations, text, undecideds } from '../../support/judge';
import { aPool, aRuntimeClass, CLUSTER, RUNC } from '../../support/kubernetes';
import { token } from '../../support/estate';
import { aNamespace, aTenant, BANK, GENERAL, GVISOR, HARDENED, inNamespace, KATA, LEDGER, SHOP, site, SPIN, WEB, type Parts } from './iso-011-sites';

const STATEMENT = 'pods of tenants `shopping` and `banking` that share a node are isolated by `restricted` at least';
const AGENT = inNamespace('shop', 'agent', { kind: 'DaemonSet', replicas: 'per-node', spec: { hostPID: true } });

function outcome(parts: Parts): string {
  const [verdict, ...others] = outcomes(sharedNodes, site(parts));
  expect(others).toEqual([]);
  return verdict!;
}

function ofAddOns(cluster: string): unknown {
  return expect.objectContaining({ id: `unrendered-pods:${cluster}` });
}

describe('ISO-011 passes', () => {
  test('where every pod that may share a node meets the level, and says what that rests on', () => {
    const premises = [
      { id: `kubernetes-version:${CLUSTER}`, kind: 'stated', statement: 'version 1.34' },
      { id: `node-labels:${CLUSTER}/general`, kind: 'stated', statement: 'labels' },
      { id: `node-labels:${CLUSTER}/other`, kind: 'stated', statement: 'of no pool of the cluster' },
    ] as const;
    expect(judged(sharedNodes, site({ premises }))).toEqual([
      {
        verdict: 'proved',
        subject: { path: 'site/shared' },
        premises: [
          expect.objectContaining({ id: `unrendered-pods:${CLUSTER}`, kind: 'closed-scope' }),
          expect.objectContaining({ id: `pods-of:${SHOP.id}`, kind: 'closed-scope' }),
          expect.objectContaining({ id: `pods-of:${BANK.id}`, kind: 'closed-scope' }),
          premises[0],
          premises[1],
        ],
      },
    ]);
  });

  test('where a privileged pod of one tenant never shares a node with the other', () => {
    const own = aPool('edge', 1, { labels: { pool: 'edge' }, taints: [{ key: 'edge', value: '', effect: 'NoSchedule' }] });
    const tolerations = [{ key: 'edge', operator: 'Exists' as const }];
    const agent = inNamespace('shop', 'agent', { spec: { hostPID: true, nodeSelector: { pool: 'edge' }, tolerations } });
    expect(outcome({ shop: [WEB, agent], pools: [GENERAL, own] })).toBe('proved');
  });

  test('where the tenants are on different clusters', () => {
    const elsewhere = { ...inNamespace('bank', 'ledger'), cluster: 'site/other' };
    const bank = { ...BANK, cluster: 'site/other' };
    const estate = site({
      shop: [AGENT],
      bank: [elsewhere],
      namespaces: [SHOP, bank],
      tenants: [aTenant('shopping', [SHOP]), aTenant('banking', [bank])],
    });
    const other = { ...estate.kubernetes.kubernetesClusters[0]!, id: 'site/other', path: 'site/other', cluster: 'site/other', name: 'other' };
    const kubernetes = { ...estate.kubernetes, kubernetesClusters: [...estate.kubernetes.kubernetesClusters, other] };
    const [verdict] = judged(sharedNodes, { ...estate, kubernetes });
    expect(verdict).toMatchObject({ verdict: 'proved', premises: expect.arrayContaining([CLUSTER, 'site/other'].map(ofAddOns)) });
  });

  test('where the pods of a namespace of the same name, in another cluster, are the tenant’s', () => {
    const bank = { ...BANK, id: 'site/other//Namespace/bank', cluster: 'site/other' };
    const estate = site({ shop: [AGENT], namespaces: [SHOP, bank], tenants: [aTenant('shopping', [SHOP]), aTenant('banking', [bank])] });
    const other = { ...estate.kubernetes.kubernetesClusters[0]!, id: 'site/other', path: 'site/other', cluster: 'site/other', name: 'other' };
    const kubernetes = { ...estate.kubernetes, kubernetesClusters: [...estate.kubernetes.kubernetesClusters, other] };
    expect(outcomes(sharedNodes, { ...estate, kubernetes })).toEqual(['proved']);
  });

  test('where the pods of others, of no tenant, are privileged', () => {
    const system = inNamespace('kube-system', 'agent', { kind: 'DaemonSet', replicas: 'per-node', spec: { hostNetwork: true } });
    expect(outcome({ kubernetes: { workloads: [WEB, LEDGER, system] } })).toBe('proved');
  });

  test('says nothing of other intents', () => {
    const estate = site();
    expect(judged(sharedNodes, { ...estate, intents: estate.intents.map((intent) => ({ ...intent, kind: 'tenants-isolated' })) })).toEqual([]);
  });
});

describe('ISO-011 fails', () => {
  test('with the weakest pod, the field, the pool and whom it shares it with', () => {
    const verdicts = judged(sharedNodes, site({ shop: [inNamespace('shop', 'web', { spec: { containers: [{ name: 'app' }] } }), AGENT] }));
    expect(verdicts).toHaveLength(1);
    expect(verdicts[0]!.subject).toEqual({ path: 'site/shared' });
    expect(text(verdicts[0])).toEqual([
      `${STATEMENT}, but \`shop/agent\` and \`shop/web\` are not`,
      'weakest: `shop/agent` (DaemonSet): `spec.hostPID` is true',
      'has to be: false, or left out',
      'shares: pool `general` with `bank/ledger` of tenant `banking`',
      'also: `shop/web` (Deployment): `spec.containers[app].securityContext.capabilities.drop` is left out',
      'hint: `spec.hostPID`: false, or left out',
      'hint: a pool of its own for tenant `shopping`, with a taint that only its pods tolerate and a label that they select',
    ]);
  });

  test('for a pod of either tenant', () => {
    const verdicts = refutations(sharedNodes, site({ bank: [inNamespace('bank', 'ledger', { spec: { hostIPC: true } })] }));
    expect(text(verdicts[0])[1]).toBe('weakest: `bank/ledger` (Deployment): `spec.hostIPC` is true');
  });

  test('where one neighbour is sure, though whether there are others is not', () => {
    const doubtful = inNamespace('bank', 'batch', { replicas: 0 });
    expect(outcome({ shop: [AGENT], bank: [doubtful, LEDGER] })).toBe('refuted');
    expect(outcome({ shop: [AGENT], bank: [doubtful] })).toBe('undecided');
  });

  test('on the pool whose runtime is weaker, by the name that another gives to a sandbox', () => {
    const named = (name: string, isolation: 'sandbox' | 'kernel') => aPool(name, 1, { handlers: [RUNC, { ...GVISOR, isolation }] });
    const spec = { containers: [{ name: 'app' }], securityContext: {}, runtimeClassName: 'gvisor' };
    const both = { shop: [inNamespace('shop', 'web', { spec })], kubernetes: { runtimeClasses: [aRuntimeClass('gvisor', 'runsc')] } };
    expect(outcome({ ...both, pools: [named('a', 'sandbox'), named('b', 'sandbox')] })).toBe('proved');
    const verdicts = refutations(sharedNodes, site({ ...both, pools: [named('a', 'sandbox'), named('b', 'kernel')] }));
    expect(text(verdicts[0])).toContain('shares: pool `b` with `bank/ledger` of tenant `banking`');
  });

  test('in the oldest and the newest version that are known', () => {
    expect(['1.30', '1.37'].map((version) => outcome({ shop: [AGENT], cluster: { version } }))).toEqual(['refuted', 'refuted']);
  });

  test('for each pair of tenants', () => {
    const third = aNamespace('lab');
    const tenants = [aTenant('shopping', [SHOP]), aTenant('banking', [BANK]), aTenant('lab', [third])];
    const estate = site({ tenants, namespaces: [SHOP, BANK, third], shop: [WEB, inNamespace('lab', 'test', { spec: { hostPID: true } })] });
    expect(refutations(sharedNodes, estate).map(({ key }) => key)).toEqual(['site/shopping site/lab', 'site/banking site/lab']);
  });

  test('on the node that both may land on, though other nodes are apart', () => {
    const own = aPool('edge', 1, { labels: { pool: 'edge' } });
    const edge = inNamespace('bank', 'ledger', { spec: { nodeSelector: { pool: 'edge' } } });
    const verdicts = refutations(sharedNodes, site({ shop: [AGENT], bank: [edge], pools: [GENERAL, own] }));
    expect(text(verdicts[0])).toContain('shares: pool `edge` with `bank/ledger` of tenant `banking`');
  });

  test('in a pool that has no node as yet, and may grow one', () => {
    const growing = aPool('general', 0, { autoscaling: { min: 0, max: 3 } });
    expect(outcome({ shop: [AGENT], pools: [growing] })).toBe('refuted');
    expect(outcome({ shop: [AGENT], pools: [aPool('general', 0), aPool('none', 0)] })).toBe('undecided');
  });

  test('and says so where the namespace would refuse the pod', () => {
    const held = aNamespace('shop', { 'pod-security.kubernetes.io/enforce': 'restricted' });
    const verdicts = refutations(sharedNodes, site({ shop: [AGENT], namespaces: [held, BANK] }));
    expect(text(verdicts[0])).toContain('moreover: namespace `shop` enforces `restricted`: the API server refuses its pods as they are');
  });

  test('where a tenant has no namespace', () => {
    const verdicts = refutations(sharedNodes, site({ tenants: [aTenant('shopping', [SHOP]), aTenant('banking', [])] }));
    expect(text(verdicts[0])[0]).toBe(`${STATEMENT}, but tenant \`banking\` has no namespace, so that this says nothing of it`);
  });

  test('by the version of the cluster', () => {
    const probe = { tcpSocket: { host: '10.0.0.1' } };
    const web = inNamespace('shop', 'web', { spec: { containers: [{ ...HARDENED.containers![0]!, livenessProbe: probe }] } });
    expect([outcome({ shop: [web], cluster: { version: '1.33' } }), outcome({ shop: [web] })]).toEqual(['proved', 'refuted']);
  });
});

describe('ISO-011 stays undecided', () => {
  function reasonOf(parts: Parts): string[] {
    const verdicts = undecideds(sharedNodes, site(parts));
    expect(outcomes(sharedNodes, site(parts))).toEqual(verdicts.map(() => 'undecided'));
    return verdicts.map(({ reason }) => reason);
  }

  test('on a weak pod whose node nobody can tell', () => {
    const selecting = { ...AGENT, pod: { ...AGENT.pod, unread: ['spec.nodeSelector.pool'] } };
    expect(reasonOf({ shop: [selecting] })).toEqual([
      'whether `shop/agent`, by `spec.hostPID` of true, shares a node with `bank/ledger`: which pods land on pool `general` is not decided',
    ]);
  });

  test('on a weak pod in a cluster whose nodes nobody stated, not on pods that are isolated wherever they land', () => {
    expect(reasonOf({ shop: [AGENT], pools: [] })).toEqual([
      'whether `shop/agent`, by `spec.hostPID` of true, shares a node with `bank/ledger`: the nodes of cluster `prod` are not known',
    ]);
    expect(outcome({ pools: [] })).toBe('proved');
  });

  test('on a weak pod of which there may be none', () => {
    expect(outcome({ shop: [{ ...AGENT, replicas: 0 }] })).toBe('undecided');
    expect(outcome({ shop: [{ ...AGENT, replicas: token() }] })).toBe('undecided');
  });

  test('on a weak pod that keeps off the pods of other namespaces', () => {
    const term = {
      topologyKey: 'kubernetes.io/hostname',
      labelSelector: null,
      namespaces: [],
      namespaceSelector: { matchLabels: {}, matchExpressions: [] },
    };
    const apart = (change: object) =>
      inNamespace('shop', 'agent', { spec: { hostPID: true, affinity: { podAntiAffinity: { required: [{ ...term, ...change }] } } } });
    expect(outcome({ shop: [apart({})] })).toBe('undecided');
    expect(outcome({ shop: [apart({ namespaceSelector: null, namespaces: ['bank'] })] })).toBe('undecided');
    expect(outcome({ shop: [apart({ namespaceSelector: null })] })).toBe('refuted');
  });

  test('on tokens in what a pod may do, not on those in what it runs', () => {
    const hidden = (path: string) => ({ ...WEB, pod: { ...WEB.pod, unread: [path] } });
    expect(reasonOf({ shop: [hidden('spec.containers.0.securityContext.privileged')] })[0]).toContain(
      'whether `shop/web` meets the level: what its pods may do holds a token',
    );
    expect(outcome({ shop: [hidden('spec.containers.0.ports.0.hostPort')] })).toBe('undecided');
    expect(outcome({ shop: [hidden('spec.containers')] })).toBe('undecided');
    expect(outcome({ shop: [hidden('spec.containers.0.image')] })).toBe('proved');
  });

  test('on a weak pod of an unknown runtime, by the field that no runtime mends', () => {
    const web = inNamespace('shop', 'web', { spec: { hostNetwork: true, runtimeClassName: 'absent' } });
    const kubernetes = { runtimeClasses: [aRuntimeClass('gvisor', 'runsc')] };
    const bank = [inNamespace('bank', 'ledger', { spec: { runtimeClassName: 'gvisor' } })];
    const pools = [aPool('general', 1, { handlers: [RUNC, GVISOR] })];
    expect(reasonOf({ level: 'sandbox', shop: [web], bank, pools, kubernetes })[0]).toContain(
      'whether `shop/web`, by `spec.hostNetwork` of true, shares',
    );
  });

  test('on a version that nobody here knows', () => {
    expect(reasonOf({ cluster: { version: '1.99' } })[0]).toContain('nothing is known of Kubernetes 1.99');
  });

  test('on namespaces that are not seen, or of no cluster', () => {
    const tenants = [aTenant('shopping', [SHOP], ['site/charts/legacy']), aTenant('banking', [BANK])];
    expect(reasonOf({ tenants })).toEqual(['`site/charts/legacy` of tenant `shopping` makes no namespace that is seen']);
    const loose = { ...SHOP, cluster: null };
    expect(reasonOf({ namespaces: [loose, BANK] })[0]).toContain('which cluster');
    const nameless = { ...SHOP, name: token() };
    expect(reasonOf({ namespaces: [nameless, BANK] })[0]).toContain('which name');
  });

  test('on a level or a tenant that this version does not know', () => {
    expect(outcome({ level: 'airgap' })).toBe('undecided');
    const estate = site();
    expect(outcomes(sharedNodes, { ...estate, tenants: [] })).toEqual(['undecided']);
  });
});

describe('levels of isolation', () => {
  const pools = [aPool('general', 1, { handlers: [RUNC, GVISOR, KATA, SPIN] })];
  const runtimeClasses = [
    aRuntimeClass('gvisor', 'runsc'),
    aRuntimeClass('kata', 'kata'),
    aRuntimeClass('spin', 'spin'),
    aRuntimeClass('lost', 'lost'),
  ];
  const loose = { containers: [{ name: 'app' }], securityContext: {} };
  const pods = {
    privileged: { ...loose, hostPID: true },
    baseline: loose,
    restricted: {},
    users: { hostUsers: false },
    gvisor: { ...loose, runtimeClassName: 'gvisor' },
    kata: { ...loose, runtimeClassName: 'kata' },
    spin: { ...loose, runtimeClassName: 'spin' },
    hardenedSpin: { runtimeClassName: 'spin' },
    openGvisor: { ...loose, runtimeClassName: 'gvisor', hostNetwork: true },
    lost: { ...loose, runtimeClassName: 'lost' },
    hardenedLost: { runtimeClassName: 'lost' },
    absent: { ...loose, runtimeClassName: 'absent' },
  };
  const LEVELS = ['baseline', 'restricted', 'user-namespaces', 'sandbox', 'virtual-machine', 'wasm'];
  /** y: meets, n: does not, ?: nobody knows; by level, in the order above. */
  test.each<[keyof typeof pods, string]>([
    ['privileged', 'nnnnnn'],
    ['baseline', 'ynnnnn'],
    ['restricted', 'yynnnn'],
    ['users', 'yyynnn'],
    ['gvisor', 'yyyynn'],
    ['kata', 'yyyyyn'],
    ['spin', 'ynnnny'],
    ['hardenedSpin', 'yynnny'],
    ['openGvisor', 'nnnnnn'],
    ['lost', 'y?????'],
    ['hardenedLost', 'yy????'],
    ['absent', 'y?????'],
  ])('%s: %s', (pod, expected) => {
    const isolated = { ...pods.kata, ...HARDENED };
    const answers = LEVELS.map((level) => {
      const bank = [inNamespace('bank', 'ledger', { spec: level === 'wasm' ? pods.hardenedSpin : isolated })];
      const shop = [inNamespace('shop', 'web', { spec: pods[pod] })];
      return { proved: 'y', refuted: 'n', undecided: '?' }[outcome({ level, shop, bank, pools, kubernetes: { runtimeClasses } }) as 'proved'];
    });
    expect(answers.join('')).toBe(expected);
  });

  const root = { hostUsers: false, securityContext: { runAsNonRoot: false, seccompProfile: { type: 'RuntimeDefault' } } };
  const onNodes = (userNamespaces: boolean | null, spec: object, level: string, version = '1.35') =>
    outcome({
      level,
      cluster: { version },
      pools: [aPool('general', 1, { userNamespaces })],
      shop: [inNamespace('shop', 'web', { spec })],
      bank: [inNamespace('bank', 'ledger', { spec })],
    });

  test('a pod without a runtime of its own is told which it takes', () => {
    const [verdict] = refutations(sharedNodes, site({ level: 'sandbox' }));
    expect(text(verdict).slice(1, 3)).toEqual([
      'weakest: `shop/web` (Deployment): `spec.runtimeClassName` is left out',
      'has to be: a RuntimeClass of a sandbox or a virtual machine',
    ]);
  });

  test('what is not known of a runtime, or of the users that nodes give, is named', () => {
    const reason = (parts: Parts) => undecideds(sharedNodes, site({ bank: [], shop: [], ...parts }))[0]!;
    const twice = (spec: object) => ({ shop: [inNamespace('shop', 'web', { spec })], bank: [inNamespace('bank', 'ledger', { spec })] });
    const sandboxed = { level: 'sandbox', pools, kubernetes: { runtimeClasses } };
    expect(reason({ ...sandboxed, ...twice({ runtimeClassName: 'lost' }) }).reason).toContain(
      'what handler `lost` is on pool `general` is not stated',
    );
    expect(reason({ ...sandboxed, ...twice({ runtimeClassName: 'absent' }) }).reason).toContain(
      'the RuntimeClass of its pods is not among the manifests of the cluster',
    );
    const users = { ...twice({ hostUsers: false }), level: 'user-namespaces' };
    expect(reason({ ...users, pools: [aPool('general', 1, { userNamespaces: null })] })).toMatchObject({
      reason: expect.stringContaining('whether nodes of pool `general` can give pods users of their own is not known'),
      decidedBy: 'what containerd and kernel the pool has',
    });
    expect(reason({ ...users, pools: [] }).reason).toContain('whether nodes of the cluster can give pods users of their own is not known');
  });

  test('user namespaces count where the nodes can do them', () => {
    const users = { hostUsers: false };
    expect([true, false, null].map((able) => onNodes(able, users, 'user-namespaces'))).toEqual(['proved', 'refuted', 'undecided']);
    expect([true, false, null].map((able) => onNodes(able, users, 'restricted'))).toEqual(['proved', 'proved', 'proved']);
  });

  test('root in a user namespace is root on nodes that cannot do them, whatever the standards let pass', () => {
    expect([true, false, null].map((able) => onNodes(able, root, 'restricted'))).toEqual(['proved', 'refuted', 'undecided']);
    expect(onNodes(true, root, 'restricted', '1.34')).toBe('refuted');
  });
});

describe('pods that nobody rendered', () => {
  const ENFORCE = 'pod-security.kubernetes.io/enforce';
  function premiseOf(labels: Record<string, string>, parts: Parts = {}): string {
    const [verdict] = judged(sharedNodes, site({ namespaces: [aNamespace('shop', labels), BANK], ...parts }));
    return verdict!
      .premises!.map(({ id }) => id)
      .find((id) => id.endsWith(SHOP.id))!
      .split(':')[0]!;
  }

  test('are held by the label of their namespace', () => {
    expect(premiseOf({ [ENFORCE]: 'restricted' })).toBe('pods-held');
    expect(premiseOf({ [ENFORCE]: 'baseline' })).toBe('pods-of');
    expect(premiseOf({ [ENFORCE]: 'restricted' }, { level: 'baseline' })).toBe('pods-held');
    expect(premiseOf({ [ENFORCE]: 'baseline' }, { level: 'baseline' })).toBe('pods-held');
    expect(premiseOf({ [ENFORCE]: 'strict' })).toBe('pods-of');
    expect(premiseOf({ [ENFORCE]: 'sandbox' }, { level: 'sandbox', shop: [], bank: [] })).toBe('pods-of');
    expect(premiseOf({ [ENFORCE]: 'restricted' }, { cluster: { featureGates: { PodSecurity: false } } })).toBe('pods-of');
  });

  test('are held to what the version of the label asks for', () => {
    const of = (version: string) => premiseOf({ [ENFORCE]: 'restricted', [`${ENFORCE}-version`]: version });
    expect(['latest', 'v1.34', 'v1.35', 'v1.33', 'v1.24', 'nonsense'].map(of)).toEqual([
      'pods-held',
      'pods-held',
      'pods-held',
      'pods-of',
      'pods-of',
      'pods-of',
    ]);
  });

  const chart = (apiVersion: string, kind: string, spec: object, namespace = 'argocd') => ({
    file: 'manifests/prod/apps.yaml',
    index: 0,
    apiVersion,
    kind,
    name: 'redis',
    namespace,
    cluster: CLUSTER,
    body: { apiVersion, kind, metadata: { name: 'redis', namespace }, spec },
  });
  const intoShop = chart('argoproj.io/v1alpha1', 'Application', { destination: { namespace: 'shop' } });

  test('leave it undecided where a chart that nobody sees goes into the namespace of a tenant', () => {
    const [verdict, ...others] = undecideds(sharedNodes, site({ manifests: [intoShop] }));
    expect(others).toEqual([]);
    expect(text(verdict)).toEqual([
      STATEMENT,
      'because: what Application `redis` puts into namespace `shop` of tenant `shopping` is not seen',
      'decides it: the label `pod-security.kubernetes.io/enforce: restricted` of the namespace, so that the API server holds its pods to it',
    ]);
    const [sandboxed] = undecideds(sharedNodes, site({ level: 'sandbox', shop: [], bank: [], manifests: [intoShop] }));
    expect(sandboxed!.decidedBy).toBe('its objects in a chart of the cluster');
  });

  test.each([
    ['HelmRelease of its target', chart('helm.toolkit.fluxcd.io/v2', 'HelmRelease', { targetNamespace: 'shop' }), 'undecided'],
    ['HelmRelease of its own namespace', chart('helm.toolkit.fluxcd.io/v2', 'HelmRelease', {}, 'shop'), 'undecided'],
    ['Kustomization', chart('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', { targetNamespace: 'shop' }), 'undecided'],
    ['Application elsewhere', chart('argoproj.io/v1alpha1', 'Application', { destination: { namespace: 'monitoring' } }), 'proved'],
    ['HelmRelease elsewhere', chart('helm.toolkit.fluxcd.io/v2', 'HelmRelease', { targetNamespace: 'monitoring' }, 'shop'), 'proved'],
    ['Kustomization without a target', chart('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', {}, 'shop'), 'proved'],
    ['other kind of the name', chart('example.com/v1', 'Application', { destination: { namespace: 'shop' } }), 'proved'],
    ['chart of another cluster', { ...intoShop, cluster: 'site/other' }, 'proved'],
    ['ApplicationSet', chart('argoproj.io/v1alpha1', 'ApplicationSet', { template: { spec: { destination: { namespace: 'shop' } } } }), 'undecided'],
    [
      'ApplicationSet elsewhere',
      chart('argoproj.io/v1alpha1', 'ApplicationSet', { template: { spec: { destination: { namespace: 'ops' } } } }),
      'proved',
    ],
    ['HelmChart', chart('helm.cattle.io/v1', 'HelmChart', { targetNamespace: 'shop' }), 'undecided'],
    ['HelmChart of its own namespace', chart('helm.cattle.io/v1', 'HelmChart', {}, 'shop'), 'undecided'],
    ['Application in a List', { ...intoShop, apiVersion: 'v1', kind: 'List', body: { items: [intoShop.body] } }, 'undecided'],
  ])('by a %s', (_, manifest, expected) => {
    expect(outcome({ manifests: [manifest] })).toBe(expected);
  });

  test('by a chart of a namespace that is a token, or that a generator fills in, may be of each', () => {
    const token = chart('argoproj.io/v1alpha1', 'Application', { destination: { namespace: '${TfToken[9]}' } });
    const made = chart('argoproj.io/v1alpha1', 'ApplicationSet', { template: { spec: { destination: { namespace: '{{ns}}' } } } });
    for (const manifest of [token, made]) {
      const found = undecideds(sharedNodes, site({ manifests: [manifest] }));
      expect(found.map(({ reason }) => reason)).toEqual([
        `what ${manifest.kind} \`redis\` may put into namespace \`shop\` of tenant \`shopping\` is not seen`,
        `what ${manifest.kind} \`redis\` may put into namespace \`bank\` of tenant \`banking\` is not seen`,
      ]);
    }
  });

  test('are held by the label of the namespace, whatever chart they come from', () => {
    expect(outcome({ manifests: [intoShop], namespaces: [aNamespace('shop', { [ENFORCE]: 'restricted' }), BANK] })).toBe('proved');
  });

  test('are held by the cluster where the namespace says nothing, but for those that are exempt', () => {
    const podSecurity = { enforce: 'restricted', enforceVersion: 'latest', exemptNamespaces: [] as string[] } as const;
    expect(premiseOf({}, { cluster: { podSecurity } })).toBe('pods-held');
    expect(premiseOf({}, { cluster: { podSecurity: { ...podSecurity, exemptNamespaces: ['shop'] } } })).toBe('pods-of');
    expect(premiseOf({ [ENFORCE]: 'privileged' }, { cluster: { podSecurity } })).toBe('pods-of');
    expect(premiseOf({}, { cluster: { podSecurity: { ...podSecurity, enforceVersion: 'v1.30' } } })).toBe('pods-of');
  });

  test('may be root where the standards trust in user namespaces that the nodes do not give', () => {
    const labels = { [ENFORCE]: 'restricted' };
    const pools = [aPool('general', 1, { userNamespaces: false })];
    expect(premiseOf(labels, { pools, cluster: { version: '1.35' } })).toBe('pods-of');
    expect(premiseOf(labels, { pools: [...pools, aPool('able', 1)], cluster: { version: '1.35' } })).toBe('pods-of');
    expect(premiseOf(labels, { pools, cluster: { version: '1.34' } })).toBe('pods-held');
    expect(premiseOf(labels, { cluster: { version: '1.35' } })).toBe('pods-held');
    expect(premiseOf(labels, { pools, level: 'baseline', cluster: { version: '1.35' } })).toBe('pods-held');
    expect(premiseOf(labels, { pools, cluster: { featureGates: { UserNamespacesPodSecurityStandards: true } } })).toBe('pods-of');
  });
});
