import type { Estate, KubernetesCluster, ManifestObject, ReadingFault } from '../../../lib/estate';
import { manifests as rule } from '../../../lib/rules/configuration/cfg-009-manifests';
import { anEstate } from '../../support/estate';
import { judged, outcomes, refutations, text, undecideds } from '../../support/judge';
import { aKubernetesCluster, CLUSTER } from '../../support/kubernetes';

const FILE = 'manifests/prod/shop.yaml';

function object(apiVersion: string, kind: string, change: Partial<ManifestObject> = {}): ManifestObject {
  const name = change.name ?? 'web';
  const body = { apiVersion, kind, metadata: { name, namespace: 'shop' } };
  return { file: FILE, index: 0, apiVersion, kind, name, namespace: 'shop', cluster: CLUSTER, path: `${CLUSTER}/shop/${name}`, body, ...change };
}

function without<T extends object, K extends keyof T>(whole: T, key: K): Omit<T, K> {
  return Object.fromEntries(Object.entries(whole).filter(([name]) => name !== key)) as Omit<T, K>;
}

function definition(versions: Record<string, boolean>, change: Partial<ManifestObject> = {}): ManifestObject {
  const spec = {
    group: 'acme.io',
    names: { kind: 'Widget' },
    versions: Object.entries(versions).map(([name, served]) => ({ name, served })),
  };
  return object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', { name: 'widgets.acme.io', body: { spec }, ...change });
}

function site(manifests: readonly ManifestObject[], cluster: Partial<KubernetesCluster> = {}, faults: readonly ReadingFault[] = []): Estate {
  return anEstate({ manifests, faults, kubernetes: { kubernetesClusters: [aKubernetesCluster(cluster)] } });
}

const marker: ReadingFault = {
  kind: 'corrupt-token',
  file: FILE,
  path: `${CLUSTER}/shop/endpoints`,
  attribute: 'data.url',
  found: 'http://${TfToken[TOKEN.0]}:80',
  detail: 'a Terraform token stands in ConfigMap `endpoints`, where nothing will replace it',
};
const endpoints = object('v1', 'ConfigMap', { name: 'endpoints' });

describe('CFG-009 passes', () => {
  test('for each object whose API the version has', () => {
    expect(judged(rule, site([object('apps/v1', 'Deployment'), object('v1', 'ConfigMap', { name: 'a' })]))).toEqual([
      { verdict: 'proved', subject: { object: 'shop/web[Deployment]', path: `${CLUSTER}/shop/web` } },
      { verdict: 'proved', subject: { object: 'shop/a[ConfigMap]', path: `${CLUSTER}/shop/a` } },
    ]);
  });

  test('resting on the version that the cluster states', () => {
    const stated = (of: string) => ({ id: `kubernetes-version:${of}`, kind: 'stated' as const, statement: 'version 1.34', subject: of });
    const estate = { ...site([object('apps/v1', 'Deployment'), object('apps/v9', 'Deployment')]), premises: [stated(CLUSTER), stated('site/other')] };
    expect(judged(rule, estate).map(({ verdict, premises }) => [verdict, premises])).toEqual([
      ['proved', [stated(CLUSTER)]],
      ['refuted', [stated(CLUSTER)]],
    ]);
  });

  test('for a custom resource whose definition stands in a chart of the same cluster', () => {
    expect(outcomes(rule, site([object('acme.io/v1', 'Widget'), definition({ v1: true })]))).toEqual(['proved', 'proved']);
  });

  test('for an API that an add-on brings, as a premise', () => {
    const addOns = [{ name: 'argocd', chart: 'argo-cd 9.5.21', namespace: 'argocd', apis: ['argoproj.io/v1alpha1'], secrets: [] }];
    const [verdict] = judged(rule, site([object('argoproj.io/v1alpha1', 'Application')], { addOns }));
    expect(verdict).toMatchObject({ verdict: 'proved', premises: [{ id: expect.stringContaining('argoproj.io/v1alpha1') }] });
    expect(outcomes(rule, site([object('argoproj.io/v1beta1', 'Application')], { addOns }))).toEqual(['undecided']);
  });

  test('for an API that the cluster switches on, as a premise', () => {
    const [verdict] = judged(rule, site([object('resource.k8s.io/v1beta1', 'ResourceClaim')], { featureGates: { 'resource.k8s.io/v1beta1': true } }));
    expect(verdict).toMatchObject({ verdict: 'proved', premises: [{ id: `api:${CLUSTER}:resource.k8s.io/v1beta1`, kind: 'stated' }] });
  });

  test('for an API of an add-on that the cluster states, as a premise', () => {
    const [verdict] = judged(rule, site([object('argoproj.io/v1alpha1', 'Application')], { featureGates: { 'argoproj.io/v1alpha1': true } }));
    expect(verdict).toMatchObject({ verdict: 'proved', premises: [{ id: `api:${CLUSTER}:argoproj.io/v1alpha1` }] });
  });
});

describe('CFG-009 fails on a value that stands where it cannot', () => {
  test('a Terraform value', () => {
    const verdicts = judged(rule, site([endpoints], {}, [marker]));
    expect(verdicts).toHaveLength(1);
    expect(verdicts[0]!.subject).toEqual({ object: 'shop/endpoints[ConfigMap]', path: `${CLUSTER}/shop/endpoints`, attribute: 'data.url' });
    expect(text(verdicts[0])).toEqual([
      'a Terraform value stands in a manifest',
      ': `shop/endpoints[ConfigMap]`, `data.url`: it is known only after apply, and nothing will replace it in the cluster',
      'found: `http://${TfToken[TOKEN.0]}:80`',
      'hint: a literal: a static address for a VM, a name that the program gives',
      'hint: or a Secret that Terraform writes into the cluster',
    ]);
  });

  test('a field of the wrong type', () => {
    const fault: ReadingFault = { ...marker, kind: 'malformed-object', attribute: 'spec.replicas', found: '"two"', detail: 'a number belongs there' };
    const [verdict] = refutations(rule, site([endpoints], {}, [fault]));
    expect(text(verdict)).toEqual([
      'no API server takes `shop/endpoints[ConfigMap]`',
      ': `shop/endpoints[ConfigMap]`, `spec.replicas`: a number belongs there',
      'found: `"two"`',
      'hint: a value of the type that the API has for the field',
    ]);
  });

  test('an object with such a fault is not proved, others of its file are', () => {
    expect(outcomes(rule, site([endpoints, object('apps/v1', 'Deployment')], {}, [marker]))).toEqual(['refuted', 'proved']);
  });

  test('a fault that names no object keeps the whole file from being proved', () => {
    const nowhere = without(marker, 'path');
    expect(outcomes(rule, site([endpoints], {}, [nowhere]))).toEqual(['refuted']);
  });

  test('faults of stacks, and of other kinds, are none of its business', () => {
    const faults: ReadingFault[] = [
      { ...marker, file: 'stacks/site/cdk.tf.json' },
      { ...marker, kind: 'dangling-reference' },
    ];
    expect(refutations(rule, site([object('apps/v1', 'Deployment')], {}, faults))).toEqual([]);
  });
});

describe('CFG-009 reads what others would not', () => {
  test('a kind that ends in List and has no items is an object itself, and so is one with items of another kind', () => {
    const allowList = object('acme.io/v1', 'AllowList');
    const box = object('acme.io/v1', 'Box', { name: 'box', body: { items: [{ apiVersion: 'v1', kind: 'ConfigMap' }] } });
    expect(undecideds(rule, site([allowList, box])).map(({ key }) => key)).toEqual(['kind:acme.io/v1 AllowList', 'kind:acme.io/v1 Box']);
  });

  test('only a CustomResourceDefinition brings a kind', () => {
    const impostors = [
      definition({ v1: true }, { kind: 'ConfigMap', apiVersion: 'v1' }),
      definition({ v1: true }, { apiVersion: 'example.com/v1' }),
      definition({ v1: true }, { kind: 'Other', apiVersion: 'apiextensions.k8s.io/v1' }),
    ];
    expect(undecideds(rule, site([...impostors, object('acme.io/v1', 'Widget')])).map(({ key }) => key)).toContain('kind:acme.io/v1 Widget');
  });

  test('a definition without a spec, or an object without a body, breaks nothing', () => {
    expect(outcomes(rule, site([definition({}, { body: null }), object('v1', 'ConfigMap', { body: undefined })]))).toEqual(['proved', 'proved']);
  });

  test('a fault is told of its own object, of several in a file', () => {
    const verdicts = refutations(rule, site([object('apps/v1', 'Deployment'), endpoints], {}, [marker]));
    expect(verdicts.map(({ subject }) => subject.object)).toEqual(['shop/endpoints[ConfigMap]']);
    const pathless = without(endpoints, 'path');
    const nowhere = without(marker, 'path');
    expect(refutations(rule, site([pathless], {}, [nowhere])).map(({ subject }) => subject.object)).toEqual([undefined]);
    const elsewhere = { ...endpoints, file: 'manifests/prod/other.yaml', name: 'other' };
    expect(refutations(rule, site([elsewhere, endpoints], {}, [marker])).map(({ subject }) => subject.object)).toEqual(['shop/endpoints[ConfigMap]']);
  });
});

describe('CFG-009 fails on an API that the version lacks', () => {
  function refusalOf(apiVersion: string, kind: string, cluster: Partial<KubernetesCluster> = {}): string[] {
    return text(refutations(rule, site([object(apiVersion, kind)], cluster))[0]);
  }

  test('gone, and says what there is instead', () => {
    expect(refusalOf('policy/v1beta1', 'PodDisruptionBudget')).toEqual([
      '`shop/web[PodDisruptionBudget]` needs an API that Kubernetes 1.34 does not have',
      'API: `policy/v1beta1` PodDisruptionBudget: gone since 1.25',
      'has instead: `policy/v1` PodDisruptionBudget',
      'hint: `apiVersion: policy/v1`',
    ]);
  });

  test('not yet there', () => {
    expect(refusalOf('resource.k8s.io/v1', 'ResourceClaim', { version: '1.33' })).toEqual([
      '`shop/web[ResourceClaim]` needs an API that Kubernetes 1.33 does not have',
      'API: `resource.k8s.io/v1` ResourceClaim: there from 1.34 on',
      'hint: a cluster of version 1.34 or later',
    ]);
    expect(outcomes(rule, site([object('resource.k8s.io/v1', 'ResourceClaim')]))).toEqual(['proved']);
  });

  test('there, and off by default', () => {
    expect(refusalOf('resource.k8s.io/v1beta1', 'ResourceClaim')).toEqual([
      '`shop/web[ResourceClaim]` needs an API that is off in Kubernetes 1.34',
      'API: `resource.k8s.io/v1beta1` ResourceClaim: there, and off by default',
      'has instead: `resource.k8s.io/v1` ResourceClaim',
      'hint: `--runtime-config=resource.k8s.io/v1beta1=true` of the API server',
      'hint: `apiVersion: resource.k8s.io/v1`',
    ]);
  });

  test('switched off by the cluster', () => {
    expect(refusalOf('autoscaling/v1', 'HorizontalPodAutoscaler', { featureGates: { 'autoscaling/v1': false } })[1]).toBe(
      'API: `autoscaling/v1` HorizontalPodAutoscaler: the cluster switches it off',
    );
  });

  test('in no version, with the kind that was meant', () => {
    expect(refusalOf('apps/v1', 'deployment')).toEqual([
      '`shop/web[deployment]` needs an API that no version of Kubernetes has',
      'API: `apps/v1` deployment: Kubernetes has the group, and not this',
      'hint: `kind: Deployment`',
    ]);
  });

  test('of a version that the definition of the kind does not serve', () => {
    const verdicts = refutations(rule, site([object('acme.io/v1', 'Widget'), definition({ v1: false, v2: true })]));
    expect(text(verdicts[0])).toEqual([
      '`shop/web[Widget]` is of a version that its CustomResourceDefinition does not serve',
      'API: `acme.io/v1` Widget; served: `v2`',
      'hint: `apiVersion: acme.io/v2`',
    ]);
  });

  test('inside a List, which is no object of the API server', () => {
    const items = [
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'ok' } },
      { apiVersion: 'extensions/v1beta1', kind: 'Ingress', metadata: { name: 'old', namespace: 'shop' } },
    ];
    const list = object('v1', 'List', { body: { apiVersion: 'v1', kind: 'List', items } });
    const verdicts = judged(rule, site([list]));
    expect(verdicts.map(({ verdict, subject }) => [verdict, subject.object, subject.attribute])).toEqual([
      ['refuted', 'shop/old[Ingress]', 'items.1'],
    ]);
  });

  test('items of a typed list are of its kind', () => {
    const list = object('v1', 'ConfigMapList', { body: { items: [{ metadata: { name: 'a' } }] } });
    expect(outcomes(rule, site([list]))).toEqual(['proved']);
  });
});

describe('CFG-009 warns of APIs that are to go', () => {
  test('with the version that lacks them, and what to take', () => {
    const verdicts = judged(rule, site([object('flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema')], { version: '1.30' }));
    expect(verdicts).toHaveLength(1);
    expect(verdicts[0]).toMatchObject({ severity: 'warning' });
    expect(text(verdicts[0])).toEqual([
      '`shop/web[FlowSchema]` is of an API that is deprecated in Kubernetes 1.30',
      'API: `flowcontrol.apiserver.k8s.io/v1beta3` FlowSchema: deprecated since 1.29, gone in 1.32',
      'hint: `apiVersion: flowcontrol.apiserver.k8s.io/v1`',
    ]);
  });

  test('not before the version that deprecates them', () => {
    const featureGates = { 'scheduling.k8s.io/v1beta1': true };
    expect(outcomes(rule, site([object('scheduling.k8s.io/v1beta1', 'Workload')], { version: '1.37', featureGates }))).toEqual(['proved']);
  });
});

describe('CFG-009 stays undecided', () => {
  test('on kinds that nobody in sight brings, once for each', () => {
    const two = [object('acme.io/v1', 'Widget'), object('acme.io/v1', 'Widget', { name: 'other' })];
    const verdicts = undecideds(rule, site(two));
    expect(verdicts).toHaveLength(1);
    expect(verdicts[0]!.subject).toEqual({ path: CLUSTER });
    expect(text(verdicts[0])).toEqual([
      'whether cluster `prod` has `acme.io/v1` Widget',
      'objects: `shop/web[Widget]` and `shop/other[Widget]`',
      'because: it is no kind of Kubernetes itself, and no CustomResourceDefinition among the manifests of the cluster brings it',
      'decides it: the CustomResourceDefinition in a chart of the cluster',
    ]);
  });

  test('on a definition in a chart of another cluster, or of none', () => {
    const elsewhere = [definition({ v1: true }, { cluster: 'site/other' }), object('acme.io/v1', 'Widget')];
    expect(undecideds(rule, site(elsewhere)).map(({ key }) => key)).toEqual(['kind:acme.io/v1 Widget']);
  });

  test('on a version that nobody here knows', () => {
    const [verdict] = undecideds(rule, site([object('apps/v1', 'Deployment')], { version: '1.99' }));
    expect(text(verdict)).toContain('because: nothing is known of Kubernetes 1.99: the versions that are known are 1.30 to 1.37');
    expect(judged(rule, site([], { version: '1.99' }))).toEqual([]);
  });

  test('on a chart of no cluster whose APIs not every version has, once a file', () => {
    const loose = without(object('resource.k8s.io/v1', 'ResourceClaim'), 'cluster');
    const verdicts = judged(rule, site([loose, { ...loose, name: 'b' }]));
    expect(verdicts.map(({ verdict, subject }) => [verdict, subject.object])).toEqual([['undecided', FILE]]);
    expect(text(verdicts[0])).toContain(
      'because: the chart belongs to no cluster, and not every version from 1.30 to 1.37 has `resource.k8s.io/v1` ResourceClaim',
    );
  });
});

describe('a chart of no cluster', () => {
  const loose = (apiVersion: string, kind: string) => without(object(apiVersion, kind), 'cluster');

  test('passes where every version has its APIs', () => {
    expect(judged(rule, site([loose('apps/v1', 'Deployment')]))).toEqual([{ verdict: 'proved', subject: { object: FILE } }]);
  });

  test('is told like one of a cluster that the app does not know', () => {
    const elsewhere = object('apps/v1', 'Deployment', { cluster: 'site/other' });
    expect(judged(rule, site([elsewhere]))).toEqual([{ verdict: 'proved', subject: { object: FILE } }]);
  });

  test('is not proved where one of its objects has a fault', () => {
    const objects = [without(endpoints, 'cluster'), loose('apps/v1', 'Deployment')];
    expect(outcomes(rule, site(objects, {}, [marker]))).toEqual(['refuted']);
  });

  test('fails where no version has them', () => {
    expect(outcomes(rule, site([loose('policy/v1beta1', 'PodDisruptionBudget'), loose('apps/v1', 'Deployment')]))).toEqual(['refuted']);
  });

  test('is undecided on kinds that no chart brings, and on those deprecated in a version only by what lacks them', () => {
    expect(outcomes(rule, site([loose('acme.io/v1', 'Widget')]))).toEqual(['undecided']);
    expect(outcomes(rule, site([loose('flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema')]))).toEqual(['undecided']);
  });
});
