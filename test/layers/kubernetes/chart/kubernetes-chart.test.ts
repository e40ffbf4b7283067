import { ApiObject, App as KubernetesApp, Chart, DependencyGraph, Include, Names, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-34';
import { App, TerraformStack, Token } from 'cdktf';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isUnder } from '../../../../lib/estate';
import { kubernetesAppOf } from '../../../../lib/estate/kubernetes-app';
import { KubernetesChart, makeChart } from '../../../../lib/layers/kubernetes/chart/kubernetes-chart';
import { PodSecurity } from '../../../../lib/layers/kubernetes/pod-security';
import { synthesize } from '../../../../lib/testing';
import { temporaryFolder } from '../../../app/trees';
import { StandIn } from './stand-in';

function withCluster(build: (cluster: StandIn) => void): ReturnType<typeof synthesize> {
  return synthesize((app) => build(new StandIn(new TerraformStack(app, 'frankfurt'), 'prod')));
}

function cluster(): StandIn {
  return new StandIn(new TerraformStack(new App({ outdir: temporaryFolder() }), 'frankfurt'), 'prod');
}

function web(chart: Chart): kplus.Deployment {
  return new kplus.Deployment(chart, 'web', {
    replicas: 2,
    containers: [
      { image: `registry.example.com/web@sha256:${'0'.repeat(64)}`, portNumber: 8080, resources: { memory: { request: Size.mebibytes(64) } } },
    ],
  });
}

describe('a chart of a cluster', () => {
  test('takes a Deployment of cdk8s-plus: it is written, and in the estate with its path and cluster', () => {
    const { manifests, estate, findings } = withCluster((prod) => void web(makeChart(prod, 'shop', { namespace: 'shop' })));
    expect(findings.filter(({ rule }) => rule === 'VALIDATION')).toEqual([]);
    expect(Object.keys(manifests)).toEqual(['prod/50-shop.k8s.yaml']);
    expect(manifests['prod/50-shop.k8s.yaml']!.map((object) => (object as { kind: string }).kind)).toEqual([
      'Namespace',
      'NetworkPolicy',
      'NetworkPolicy',
      'Deployment',
    ]);
    expect(estate.manifests.at(-1)).toMatchObject({
      kind: 'Deployment',
      name: 'shop-web',
      namespace: 'shop',
      file: 'manifests/prod/50-shop.k8s.yaml',
      index: 3,
      cluster: 'frankfurt/prod',
      path: 'frankfurt/prod/shop/web/Resource',
    });
  });

  test('may not make the namespace of another', () => {
    const { findings } = withCluster((prod) => {
      for (const id of ['shop', 'other']) makeChart(prod, id, { namespace: 'shop' });
    });
    expect(findings.filter(({ rule }) => rule === 'VALIDATION').map(({ message }) => message)).toEqual([
      expect.stringMatching(/^makes Namespace `shop`, and so does frankfurt\/prod\/shop\/Namespace\/Resource: .* `createNamespace: false`$/),
    ]);
  });

  test('leads to the line of the program that made what is wrong', () => {
    const { findings } = withCluster((prod) => web(makeChart(prod, 'shop')).node.addValidation({ validate: () => ['no good'] }));
    expect(findings.find(({ message }) => message === 'no good')).toMatchObject({
      subject: { path: 'frankfurt/prod/shop/web' },
      source: [{ file: 'test/layers/kubernetes/chart/kubernetes-chart.test.ts', function: 'web' }, {}, {}],
    });
  });

  test('that lies in it goes to the same cluster, with its own namespace', () => {
    const { estate } = withCluster((prod) => {
      const inner = new Chart(makeChart(prod, 'shop', { namespace: 'shop', closed: false }), 'inner', { namespace: 'inner' });
      new ApiObject(inner, 'map', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'map' } });
    });
    expect(estate.manifests.map(({ kind, namespace, cluster, file }) => [kind, namespace, cluster, file])).toEqual([
      ['Namespace', undefined, 'frankfurt/prod', 'manifests/prod/50-shop.k8s.yaml'],
      ['ConfigMap', 'inner', 'frankfurt/prod', 'manifests/prod/50-shop-inner.k8s.yaml'],
    ]);
  });

  test('is written as it always was', () => {
    const { manifests } = withCluster((prod) => {
      const shop = makeChart(prod, 'shop', { namespace: 'shop', podSecurity: PodSecurity.restricted(), labels: { team: 'shop' } });
      web(shop).exposeViaService();
    });
    expect(manifests).toMatchSnapshot();
  });

  test('has the path of its cluster and its id, in the tree of charts', () => {
    const prod = cluster();
    const shop = makeChart(prod, 'shop');
    expect(shop.node.path).toBe('frankfurt/prod/shop');
    expect(isUnder(shop.node.path, prod.node.path)).toBe(true);
    expect(shop.node.root).toBe(kubernetesAppOf(prod));
    expect(shop.cluster).toBe(prod);
    expect(KubernetesApp.of(shop)).toBe(kubernetesAppOf(prod));
    expect(KubernetesChart.isKubernetesChart(shop)).toBe(true);
    expect(KubernetesChart.isKubernetesChart(new Chart(new KubernetesApp(), 'web'))).toBe(false);
    expect(makeChart(prod, 'bank').node.scope).toBe(shop.node.scope);
  });

  test('works with what cdk8s asks of a chart', () => {
    const shop = makeChart(cluster(), 'shop');
    const first = new ApiObject(shop, 'first', { apiVersion: 'v1', kind: 'ConfigMap' });
    const second = new ApiObject(shop, 'second', { apiVersion: 'v1', kind: 'ConfigMap' });
    first.addDependency(second);
    expect(Chart.of(first)).toBe(shop);
    expect(shop.apiObjects).toEqual([first, second]);
    expect(new DependencyGraph(shop.node).topology().filter(ApiObject.isApiObject)).toEqual([second, first]);
    expect(Names.toDnsLabel(first)).toMatch(/^frankfurt-prod-shop-first-/);
    expect(shop.toJson().map(({ metadata }) => (metadata as { name: string }).name)).toEqual(['shop-second', 'shop-first']);
  });

  test('names objects by the ids below it', () => {
    const shop = makeChart(cluster(), 'Shop_Front');
    const name = (id: string, kind = 'ConfigMap'): string => new ApiObject(shop, id, { apiVersion: 'v1', kind }).name;
    expect(web(shop).name).toBe('shop-front-web');
    expect(name('settings')).toBe('shop-front-settings');
    expect(name('Resource')).toBe('shop-front');
    const long = name('x'.repeat(80));
    expect(long).toMatch(/^shop-front-x{43}-[0-9a-f]{8}$/);
    expect(long).toHaveLength(63);
    expect(name('y'.repeat(80), 'CronJob')).toHaveLength(52);
    const numbered = makeChart(shop.cluster, '2048');
    expect(['Service', 'Deployment'].map((kind) => new ApiObject(numbered, kind, { apiVersion: 'v1', kind }).name)).toEqual([
      'x-2048-service',
      '2048-deployment',
    ]);
  });

  test('gives a default name to an object that has none, and leaves one that has', () => {
    const { estate } = withCluster((prod) => {
      const shop = makeChart(prod, 'shop', { namespace: 'shop' });
      new ApiObject(shop, 'own', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'mine', namespace: 'elsewhere' } });
      new ApiObject(shop, 'role', { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', rules: [] });
    });
    expect(estate.manifests.map(({ kind, name, namespace }) => [kind, name, namespace])).toEqual([
      ['Namespace', 'shop', undefined],
      ['NetworkPolicy', 'default-deny', 'shop'],
      ['NetworkPolicy', 'allow-dns', 'shop'],
      ['ClusterRole', 'shop-role', undefined],
      ['ConfigMap', 'mine', 'elsewhere'],
    ]);
  });

  test.each([
    ['open', { namespace: 'shop', closed: false }, ['Namespace']],
    ['in a namespace of others', { namespace: 'shop', createNamespace: false }, []],
    ['in a namespace that every cluster has', { namespace: 'kube-system' }, []],
    ['without a namespace', {}, []],
  ])('is %s where the program says so', (_, props, kinds) => {
    const { estate } = withCluster((prod) => void makeChart(prod, 'shop', props));
    expect(estate.manifests.map(({ kind }) => kind)).toEqual(kinds);
  });

  test('takes included YAML with definitions, which go to a file of their own', () => {
    const file = join(temporaryFolder(), 'app.yaml');
    writeFileSync(
      file,
      [
        { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'one' }, spec: { size: 1 } },
        { apiVersion: 'example.com/v1', kind: 'Zone', metadata: { name: 'all' } },
        ...[
          ['Widget', 'Namespaced'],
          ['Zone', 'Cluster'],
        ].map(([kind, scope]) => ({
          apiVersion: 'apiextensions.k8s.io/v1',
          kind: 'CustomResourceDefinition',
          metadata: { name: `${kind!.toLowerCase()}s.example.com` },
          spec: { group: 'example.com', scope, names: { kind, plural: `${kind!.toLowerCase()}s` }, versions: [] },
        })),
      ]
        .map((object) => JSON.stringify(object))
        .join('\n---\n'),
    );
    const { manifests, estate } = withCluster(
      (prod) => void new Include(makeChart(prod, 'app', { namespace: 'app', closed: false }), 'yaml', { url: file }),
    );
    expect(Object.keys(manifests)).toEqual(['prod/10-app-crds.k8s.yaml', 'prod/50-app.k8s.yaml']);
    expect(estate.manifests.map(({ kind, name, namespace, path }) => [kind, name, namespace, path])).toEqual([
      ['CustomResourceDefinition', 'widgets.example.com', undefined, 'frankfurt/prod/app/yaml/widgets.example.com-customresourcedefinition'],
      ['CustomResourceDefinition', 'zones.example.com', undefined, 'frankfurt/prod/app/yaml/zones.example.com-customresourcedefinition'],
      ['Namespace', 'app', undefined, 'frankfurt/prod/app/Namespace/Resource'],
      ['Widget', 'one', 'app', 'frankfurt/prod/app/yaml/one-widget'],
      ['Zone', 'all', undefined, 'frankfurt/prod/app/yaml/all-zone'],
    ]);
  });

  test.each([
    ['a namespace that is none', { namespace: 'Shop' }, /namespace must have 1 to 63 lower-case letters.*got "Shop".*such as "shop"/],
    ['a token', { namespace: Token.asString({ ref: 'x' }) }, /got a Terraform token; nothing fills a token into a manifest/],
    ['a flag that is none', { closed: 'no' as never }, /closed must be one of true, false, got "no"/],
    ['a Pod Security that is none', { namespace: 'shop', podSecurity: 'restricted' as never }, /PodSecurity.restricted\(\)/],
    [
      'closing what it does not make',
      { namespace: 'shop', createNamespace: false, closed: true },
      /makes no namespace, so that `closed` says nothing/,
    ],
    ['labels as a text', { labels: 'team=shop' as never }, /labels must be an object, got a string/],
    [
      'Pod Security that exempts others',
      { namespace: 'shop', podSecurity: PodSecurity.restricted({ exemptNamespaces: ['pay'] }) },
      /podSecurity of a chart is for its own namespace and exempts no others/,
    ],
    ['Pod Security without a namespace', { podSecurity: PodSecurity.baseline() }, /makes no namespace, so that `podSecurity` says nothing/],
  ])('refuses %s', (_, props, message) => {
    expect(() => makeChart(cluster(), 'shop', props)).toThrow(message);
  });

  test('refuses an id that is taken below the cluster, and gives it to nothing else', () => {
    const prod = cluster();
    new StandIn(prod, 'general');
    expect(() => makeChart(prod, 'general')).toThrow('frankfurt/prod/general is there; give the chart another id');
    makeChart(prod, 'shop');
    expect(() => makeChart(prod, 'shop')).toThrow('is taken');
    expect(() => new StandIn(prod, 'shop')).toThrow(/already a Construct/);
  });

  test.each([null, '', 7])('refuses the id %p', (id) => {
    expect(() => makeChart(cluster(), id as never)).toThrow('[frankfurt/prod] the id of a chart must be a text with something in it, got');
  });

  test('refuses a place inside a chart of the app', () => {
    const prod = cluster();
    new Chart(kubernetesAppOf(prod), 'frankfurt');
    expect(() => makeChart(prod, 'shop')).toThrow('would lie in the chart "frankfurt" of the app');
  });
});

describe('in a plain App', () => {
  test('a chart of a cluster stops the synthesis, since nobody would write it', () => {
    const prod = cluster();
    makeChart(prod, 'shop');
    makeChart(prod, 'bank');
    expect(() => (prod.node.root as App).synth()).toThrow(/charts of frankfurt\/prod would be written by nobody.*StrataApp/);
  });

  test('so does one of a cluster outside of any stack', () => {
    const app = new App({ outdir: temporaryFolder() });
    makeChart(new StandIn(app, 'prod'), 'shop');
    expect(() => app.synth()).toThrow('written by nobody');
  });

  test('a cluster without charts is no matter', () => {
    expect(() => (cluster().node.root as App).synth()).not.toThrow();
  });
});
