import { ApiObject, Chart } from 'cdk8s';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { Annotations, App } from 'cdktf';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Strata, StrataApp, verifyIntact } from '../../lib/app';
import { kubernetesAppOf, placeChart } from '../../lib/estate/kubernetes-app';
import { synthesize } from '../../lib/testing';
import { NO_BAD_INPUT, Stack } from './programs';
import { contentOf, isThere, temporaryFolder } from './trees';

/** A chart of a cluster, made without any layer. */
function chartOf(cluster: Construct, id: string, namespace?: string): Chart {
  let scope: Construct = kubernetesAppOf(cluster);
  for (const { node } of cluster.node.scopes.slice(1)) scope = (scope.node.tryFindChild(node.id) as Construct) ?? new Construct(scope, node.id);
  const chart = new Chart(scope, id, { disableResourceNameHashes: true, ...(namespace === undefined ? {} : { namespace }) });
  placeChart(chart, { cluster });
  return chart;
}

function configMap(scope: Construct, id: string, metadata: object = {}): ApiObject {
  return new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata });
}

function listOf(scope: Construct, ...items: object[]): ApiObject {
  return new ApiObject(scope, 'list', { apiVersion: 'v1', kind: 'List', metadata: { labels: { team: 'shop' } }, items } as never);
}

function clusterIn(app: Construct, stack = 'site', id = 'prod'): Construct {
  return new Construct((app.node.tryFindChild(stack) as Construct) ?? new TerraformStack(app, stack), id);
}

const faultsOf = ({ findings }: ReturnType<typeof synthesize>): string[] => findings.map(({ message }) => message);

describe('manifests of clusters', () => {
  test('lie in a folder of the cluster, those of other charts beside it', () => {
    const { manifests, findings } = synthesize((app) => {
      const prod = clusterIn(app);
      const shop = chartOf(prod, 'shop');
      configMap(shop, 'map');
      configMap(new Chart(shop, 'inner'), 'map');
      configMap(new Chart(app.kubernetes, 'other'), 'map');
    });
    expect(findings).toEqual([]);
    expect(Object.keys(manifests)).toEqual(['other.k8s.yaml', 'prod/50-shop-inner.k8s.yaml', 'prod/50-shop.k8s.yaml']);
  });

  test('change nothing of the others, whose names cdk8s numbers where charts depend on each other', () => {
    const names = (depends: boolean): string[] =>
      Object.keys(
        synthesize((app) => {
          const prod = clusterIn(app);
          const [first, second] = ['first', 'second'].map((id) => chartOf(prod, id)) as [Chart, Chart];
          first.addDependency(second);
          for (const chart of [first, second]) configMap(chart, 'map');
          const others = ['one', 'two'].map((id) => new Chart(app.kubernetes, id)) as [Chart, Chart];
          others.forEach((chart) => configMap(chart, 'map'));
          if (depends) others[0].addDependency(others[1]);
        }).manifests,
      ).filter((name) => !name.includes('/'));
    expect([names(false), names(true)]).toEqual([
      ['one.k8s.yaml', 'two.k8s.yaml'],
      ['0000-two.k8s.yaml', '0001-one.k8s.yaml'],
    ]);
  });

  test('say which construct each object comes from, also where the order is another', () => {
    const { estate } = synthesize((app) => {
      const shop = chartOf(clusterIn(app), 'shop');
      const after = configMap(shop, 'a');
      after.addDependency(configMap(shop, 'b'));
      new ApiObject(shop, 'c', { apiVersion: 'v1', kind: 'ServiceAccount' });
    });
    expect(estate.manifests.map(({ kind, name, path }) => [kind, name, path])).toEqual([
      ['ServiceAccount', 'site-prod-shop-c', 'site/prod/shop/c'],
      ['ConfigMap', 'site-prod-shop-b', 'site/prod/shop/b'],
      ['ConfigMap', 'site-prod-shop-a', 'site/prod/shop/a'],
    ]);
  });

  test('of two clusters of one name lie in folders of their whole paths', () => {
    const { manifests } = synthesize((app) => {
      for (const stack of ['east', 'west']) configMap(chartOf(clusterIn(app, stack), 'shop'), 'map');
      configMap(chartOf(clusterIn(app, 'west', 'test'), 'shop'), 'map');
    });
    expect(Object.keys(manifests)).toEqual(['east-prod/50-shop.k8s.yaml', 'test/50-shop.k8s.yaml', 'west-prod/50-shop.k8s.yaml']);
  });

  test.each<[string, (app: StrataApp) => void, RegExp]>([
    [
      'one folder for two clusters',
      (app) => {
        for (const [stack, id] of [
          ['a', 'b-c'],
          ['x', 'b-c'],
          ['y', 'a-b-c'],
        ] as const)
          configMap(chartOf(clusterIn(app, stack, id), 'shop'), 'map');
      },
      /would lie in the folder of a\/b-c, manifests\/a-b-c; give one of the clusters another name/,
    ],
    [
      'one file for two charts',
      (app) => {
        const prod = clusterIn(app);
        configMap(chartOf(prod, 'shop-inner'), 'one');
        configMap(new Chart(chartOf(prod, 'shop'), 'inner'), 'two');
      },
      /would overwrite those of .*prod\/50-shop-inner\.k8s\.yaml; give one of the charts another id/,
    ],
    [
      'one object made twice',
      (app) => {
        const prod = clusterIn(app);
        for (const id of ['one', 'two']) configMap(chartOf(prod, id, 'shop'), 'map', { name: 'settings' });
      },
      /makes ConfigMap `settings` in namespace `shop`, and so does site\/prod\/one\/map: .* give one another name/,
    ],
    [
      'one object made twice, once for the namespace that kubectl takes where none is named',
      (app) => {
        const prod = clusterIn(app);
        configMap(chartOf(prod, 'one'), 'map', { name: 'settings' });
        configMap(chartOf(prod, 'two', 'default'), 'map', { name: 'settings' });
      },
      /makes ConfigMap `settings` in namespace `default`, and so does site\/prod\/one\/map/,
    ],
    [
      'one object made twice, once in a List',
      (app) => {
        const shop = chartOf(clusterIn(app), 'shop', 'shop');
        configMap(shop, 'map', { name: 'settings' });
        listOf(shop, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } });
      },
      /makes ConfigMap `settings` in namespace `shop`, and so does site\/prod\/shop\/map/,
    ],
    [
      'a namespace made twice',
      (app) => {
        const prod = clusterIn(app);
        for (const id of ['one', 'two']) new ApiObject(chartOf(prod, id), 'ns', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
      },
      /createNamespace: false/,
    ],
    [
      'objects that wait for each other',
      (app) => {
        const shop = chartOf(clusterIn(app), 'shop', 'shop');
        const namespace = new ApiObject(shop, 'ns', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
        namespace.addDependency(configMap(shop, 'map'));
      },
      /`site\/prod\/shop\/ns` -> `site\/prod\/shop\/map` -> `site\/prod\/shop\/ns`; remove one of the dependencies/,
    ],
    [
      'a dependency on another cluster',
      (app) => void configMap(chartOf(clusterIn(app), 'shop'), 'map').addDependency(configMap(chartOf(clusterIn(app, 'b', 'test'), 'shop'), 'map')),
      /depends on b\/test\/shop\/map, which is not applied to site\/prod/,
    ],
    [
      'a dependency on what Terraform makes',
      (app) => configMap(chartOf(clusterIn(app), 'shop'), 'map').node.addDependency(new Stack(app, 'terraform')),
      /depends on terraform, which is not applied to site\/prod/,
    ],
  ])('refuse %s', (_, build, message) => {
    expect(faultsOf(synthesize(build)).join('\n')).toMatch(message);
  });

  test('have the items of a List one by one: each in the namespace of the chart and in its place, with its labels', () => {
    const { manifests, estate, findings } = synthesize((app) => {
      const prod = clusterIn(app);
      const shop = chartOf(prod, 'shop', 'shop');
      const list = listOf(
        shop,
        { apiVersion: 'example.com/v1', kind: 'Shelf', metadata: { name: 'own', namespace: 'stock' } },
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'map', labels: { tier: 'web' } } },
        { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'gold' }, provisioner: 'csi.vsphere.vmware.com' },
        {
          apiVersion: 'apiextensions.k8s.io/v1',
          kind: 'CustomResourceDefinition',
          metadata: { name: 'shelves.example.com' },
          spec: { group: 'example.com', names: { kind: 'Shelf' }, scope: 'Namespaced' },
        },
      );
      configMap(chartOf(prod, 'after'), 'map', { name: 'later' }).addDependency(list);
    });
    expect(findings.filter(({ rule }) => rule === 'VALIDATION')).toEqual([]);
    const labels = { team: 'shop' };
    expect(Object.entries(manifests).map(([file, objects]) => [file, objects.map((each) => (each as { metadata: object }).metadata)])).toEqual([
      ['prod/10-shop-crds.k8s.yaml', [{ name: 'shelves.example.com', labels }]],
      [
        'prod/50-shop.k8s.yaml',
        [
          { name: 'gold', labels },
          { name: 'map', namespace: 'shop', labels: { ...labels, tier: 'web' } },
          { name: 'own', namespace: 'stock', labels },
        ],
      ],
      ['prod/51-after.k8s.yaml', [{ name: 'later' }]],
    ]);
    expect(estate.kubernetes.storageClasses).toMatchObject([{ name: 'gold', path: 'site/prod/shop/list' }]);
  });

  test.each([[['text']], [[null]], [[{ kind: 'ConfigMap' }]]])('have a List with %j as it is, for those who read it to say so', (items) => {
    const { manifests } = synthesize((app) => void listOf(chartOf(clusterIn(app), 'shop'), ...(items as never[])));
    expect(manifests['prod/50-shop.k8s.yaml']).toMatchObject([{ kind: 'List', items }]);
  });

  test('have items of a typed list with what the list says', () => {
    const { manifests } = synthesize((app) => {
      const shop = chartOf(clusterIn(app), 'shop', 'shop');
      new ApiObject(shop, 'list', { apiVersion: 'v1', kind: 'ConfigMapList', items: [{ metadata: { name: 'map' } }] } as never);
      new ApiObject(shop, 'wrong', { apiVersion: 'v1', kind: 'ConfigMapList', metadata: { name: 'wrong' }, items: [null] } as never);
    });
    expect(manifests['prod/50-shop.k8s.yaml']).toEqual([
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'map', namespace: 'shop' } },
      { apiVersion: 'v1', kind: 'ConfigMapList', metadata: { name: 'wrong', namespace: 'shop' }, items: [null] },
    ]);
  });

  test('may have one object in two clusters, and in two namespaces', () => {
    const result = synthesize((app) => {
      for (const stack of ['a', 'b']) configMap(chartOf(clusterIn(app, stack, stack), 'shop'), 'map', { name: 'settings' });
      configMap(chartOf(clusterIn(app, 'a', 'c'), 'shop', 'x'), 'map', { name: 'settings' });
    });
    expect(faultsOf(result)).toEqual([]);
  });

  test('keep the dependency of a chart on its parent, and of an object on one that holds it', () => {
    const { manifests } = synthesize((app) => {
      const prod = clusterIn(app);
      const [one, two] = [chartOf(prod, 'one'), chartOf(prod, 'two')];
      one.addDependency(two);
      two.node.addDependency(configMap(two, 'first'));
      configMap(one, 'map');
      configMap(two, 'another');
    });
    expect(Object.keys(manifests)).toEqual(['prod/50-two.k8s.yaml', 'prod/51-one.k8s.yaml']);
  });
});

describe('a run of a StrataApp', () => {
  test('commits manifests of clusters; one that is changed, added or forgotten is noticed', () => {
    const out = temporaryFolder();
    const run = (...charts: string[]): void => {
      const app = new StrataApp({ outdir: out });
      const prod = clusterIn(app);
      for (const id of charts) configMap(chartOf(prod, id), 'map');
      app.synth();
    };
    jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    run('shop', 'bank');
    expect(verifyIntact(out)).toEqual({ intact: true });
    const shop = join(out, 'manifests/prod/50-shop.k8s.yaml');
    const text = readFileSync(shop, 'utf8');
    run('shop', 'bank', 'a-further-one');
    expect(readFileSync(shop, 'utf8')).toBe(text);
    writeFileSync(shop, `${text}#`);
    expect(JSON.stringify(verifyIntact(out))).toContain('manifests/prod/50-shop.k8s.yaml has changed');
    run('bank');
    expect(Object.keys(contentOf(join(out, 'manifests')))).toEqual(['prod/50-bank.k8s.yaml']);
    const app = new StrataApp({ outdir: out });
    configMap(chartOf(clusterIn(app), 'bank'), 'map').node.addValidation({ validate: () => ['no good'] });
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(() => app.synth()).toThrow();
    expect(isThere(out, 'manifests')).toBe(false);
    run('bank');
    writeFileSync(join(out, 'manifests/prod/60-other.yaml'), 'x: 1');
    expect(JSON.stringify(verifyIntact(out))).toContain('60-other.yaml was not written by the last synthesis');
  });
});

describe('Strata.attach', () => {
  const attached = (out: string, build: (app: App) => void): App => {
    const app = new App({ outdir: out });
    build(app);
    Strata.attach(app, { rules: [NO_BAD_INPUT] });
    return app;
  };
  const shop = (app: App, id = 'prod'): Chart => chartOf(clusterIn(app, 'site', id), 'shop');

  beforeEach(() => {
    jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  });

  test('writes the charts of clusters, and takes away those of earlier runs', () => {
    const out = temporaryFolder();
    attached(out, (app) => void configMap(shop(app, 'old'), 'map')).synth();
    expect(isThere(out, 'manifests/old/50-shop.k8s.yaml')).toBe(true);
    writeFileSync(join(out, 'manifests/own.yaml'), 'x: 1');
    attached(out, (app) => void configMap(shop(app), 'map')).synth();
    expect(Object.keys(contentOf(join(out, 'manifests')))).toEqual(['own.yaml', 'prod/50-shop.k8s.yaml']);
  });

  test('leaves none of them when it is stopped, by what Terraform makes or by what is wrong with them', () => {
    const out = temporaryFolder();
    attached(out, (app) => void configMap(shop(app), 'map')).synth();
    const stopped = (build: (app: App) => void): void => {
      expect(() => attached(out, build).synth()).toThrow('nothing new was written');
      expect(Object.keys(contentOf(join(out, 'manifests')))).toEqual([]);
    };
    stopped((app) => void [configMap(shop(app), 'map'), new Stack(app, 'a', 'bad')]);
    stopped((app) => {
      const chart = shop(app);
      for (const id of ['a', 'b']) configMap(chart, id, { name: 'same' });
    });
    stopped((app) => Annotations.of(configMap(shop(app), 'map')).addError('no good'));
    stopped((app) => configMap(shop(app), 'map').node.addValidation({ validate: () => ['no good'] }));
  });
});
