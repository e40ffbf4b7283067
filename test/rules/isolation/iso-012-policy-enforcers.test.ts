import type { CniFacts, KubernetesCluster, ManifestObject } from '../../../lib/estate';
import { enforcement } from '../../../lib/rules/isolation/iso-012-enforcement';
import { anEstate } from '../../support/estate';
import { judged, outcomes, text, undecideds } from '../../support/judge';
import { aKubernetesCluster, CLUSTER } from '../../support/kubernetes';

const object = (apiVersion: string, kind: string, name: string, change: Partial<ManifestObject> = {}): ManifestObject => ({
  file: 'manifests/prod/shop.yaml',
  index: 0,
  cluster: CLUSTER,
  apiVersion,
  kind,
  name,
  namespace: 'shop',
  body: {},
  ...change,
});
const policy = object('networking.k8s.io/v1', 'NetworkPolicy', 'closed');
const plugin = (name: string, enforces: readonly string[] | null): CniFacts => ({ name, enforces, encapsulation: 'none', snat: false });
const site = (manifests: readonly ManifestObject[], cluster: Partial<KubernetesCluster>) =>
  anEstate({ manifests, kubernetes: { kubernetesClusters: [aKubernetesCluster(cluster)] } });

describe('ISO-012 on policies for pods', () => {
  test('a plugin that enforces the kind', () => {
    expect(outcomes(enforcement, site([policy], { cni: plugin('cilium', ['NetworkPolicy']) }))).toEqual(['proved']);
    expect(judged(enforcement, site([], { cni: plugin('flannel', []) }))).toEqual([]);
  });

  test('a plugin that enforces none', () => {
    const admin = object('policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy', 'guard');
    expect(text(judged(enforcement, site([policy, { ...policy, name: 'open' }, admin], { cni: plugin('flannel', []) }))[0])).toEqual([
      'nothing in cluster `prod` enforces 2 NetworkPolicies: whatever they forbid passes',
      'policies: `shop/closed` and `shop/open`',
      'plugin: `flannel` enforces no policy of Kubernetes',
      'hint: a network plugin that enforces `NetworkPolicy`',
    ]);
    expect(outcomes(enforcement, site([policy, admin], { cni: plugin('calico', ['NetworkPolicy']) }))).toEqual(['proved', 'refuted']);
  });

  test("a plugin's own kinds are for that plugin", () => {
    const own = object('cilium.io/v2', 'CiliumNetworkPolicy', 'web');
    expect(outcomes(enforcement, site([own], { cni: plugin('cilium', ['NetworkPolicy']) }))).toEqual(['proved']);
    expect(outcomes(enforcement, site([own], { cni: plugin('antrea', ['NetworkPolicy']) }))).toEqual(['refuted']);
    expect(outcomes(enforcement, site([own], { cni: plugin('other', ['NetworkPolicy']) }))).toEqual(['undecided']);
    expect(judged(enforcement, site([object('acme.example.com/v1', 'NetworkPolicy', 'web')], { cni: plugin('flannel', []) }))).toEqual([]);
  });

  test('nobody knows where the plugin, or what it enforces, is not stated', () => {
    expect(undecideds(enforcement, site([policy], {}))[0]!.reason).toBe('its network plugin is not stated');
    expect(undecideds(enforcement, site([policy], { cni: plugin('other', null) }))[0]!.reason).toBe('which policies `other` enforces is not stated');
  });

  test('policies of another cluster are not asked about', () => {
    expect(judged(enforcement, site([{ ...policy, cluster: 'site/other' }], { cni: plugin('flannel', []) }))).toEqual([]);
  });

  test('what is stated of the cluster is a premise', () => {
    const stated = { id: 'cni:site/prod', kind: 'stated', statement: 'cilium', subject: CLUSTER } as const;
    const estate = { ...site([policy], { cni: plugin('cilium', ['NetworkPolicy']) }), premises: [stated] };
    expect(judged(enforcement, estate)[0]!.premises).toEqual([stated]);
  });
});
