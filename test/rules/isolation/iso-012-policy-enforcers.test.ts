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
  body: { metadata: { name, namespace: 'shop' } },
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
    expect(
      text(judged(enforcement, site([policy, object('networking.k8s.io/v1', 'NetworkPolicy', 'open'), admin], { cni: plugin('flannel', []) }))[0]),
    ).toEqual([
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
  });

  test('nobody knows where the plugin, or what it enforces, is not stated', () => {
    expect(undecideds(enforcement, site([policy], {}))[0]!.reason).toBe('its network plugin is not stated');
    expect(undecideds(enforcement, site([policy], { cni: plugin('other', null) }))[0]!.reason).toBe('which policies `other` enforces is not stated');
  });

  test('policies of another cluster are not asked about', () => {
    expect(outcomes(enforcement, site([{ ...policy, cluster: 'site/other' }], { cni: plugin('flannel', []) }))).toEqual(['undecided']);
  });

  test('what is stated of the cluster is a premise', () => {
    const stated = { id: 'cni:site/prod', kind: 'stated', statement: 'cilium', subject: CLUSTER } as const;
    const estate = { ...site([policy], { cni: plugin('cilium', ['NetworkPolicy']) }), premises: [stated] };
    expect(judged(enforcement, estate)[0]!.premises).toEqual([stated]);
  });

  test('a policy of one kind is of the plugin of its group', () => {
    const cluster = { cni: plugin('calico', ['NetworkPolicy', 'ClusterNetworkPolicy']) };
    const of = (apiVersion: string, kind: string) => outcomes(enforcement, site([policy, object(apiVersion, kind, 'x')], cluster));
    expect(of('projectcalico.org/v3', 'NetworkPolicy')).toEqual(['proved', 'proved']);
    expect(of('crd.antrea.io/v1beta1', 'NetworkPolicy')).toEqual(['proved', 'refuted']);
    expect(of('policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy')).toEqual(['proved', 'proved']);
    expect(of('crd.antrea.io/v1beta1', 'ClusterNetworkPolicy')).toEqual(['proved', 'refuted']);
    expect(text(judged(enforcement, site([object('crd.antrea.io/v1beta1', 'NetworkPolicy', 'x')], cluster))[0])).toEqual([
      'nothing in cluster `prod` enforces 1 NetworkPolicy of `crd.antrea.io`: whatever they forbid passes',
      'policies: `shop/x`',
      'plugin: `calico` enforces `NetworkPolicy` and `ClusterNetworkPolicy`',
      'hint: `NetworkPolicy` objects, or the plugin `antrea`',
    ]);
  });

  test('a policy that Calico is only to show the effect of is enforced by nobody', () => {
    const staged = object('projectcalico.org/v3', 'StagedKubernetesNetworkPolicy', 'x');
    const [verdict] = judged(enforcement, site([staged], { cni: plugin('calico', ['NetworkPolicy']) }));
    expect(text(verdict).at(-1)).toBe('hint: `NetworkPolicy`, which is enforced');
  });

  test('nobody knows who enforces policies of a group that is not known', () => {
    const foreign = object('acme.example.com/v1', 'NetworkPolicy', 'web');
    expect(undecideds(enforcement, site([foreign], { cni: plugin('flannel', []) }))[0]!.reason).toBe(
      'whose policies those of `acme.example.com` are is not known',
    );
  });

  test('policies in a List are policies', () => {
    const list = object('v1', 'List', 'all', {
      body: { items: [{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'in' } }] },
    });
    expect(text(judged(enforcement, site([list], { cni: plugin('flannel', []) }))[0])[1]).toBe('policies: `in`');
  });

  test('policies of charts of no cluster are open', () => {
    const loose = { ...policy };
    Reflect.deleteProperty(loose, 'cluster');
    expect(undecideds(enforcement, site([loose], { cni: plugin('cilium', ['NetworkPolicy']) }))[0]).toMatchObject({
      subject: { object: 'manifests/prod/shop.yaml' },
      reason: 'the chart belongs to no cluster, so that its network plugin is not known',
    });
  });
});
