import { announce, describeWith, kubernetes } from '../lane/components';
import { pathOf } from '../tools/build';
import { startApiServer, type ApiServer } from './api-server';
import { Applier } from './apply';
import { definitionsIn, objectsOf, openDefinition } from './definitions';
import { disagreements } from './disagreements';
import type { KubernetesObject } from './object';

announce();

test('objects of a file are those of its documents that say anything', () => {
  expect(objectsOf('---\na: 1\n---\n# nothing\n---\nb: 2\n')).toEqual([{ a: 1 }, { b: 2 }]);
  expect(() => objectsOf('a: [1')).toThrow();
});

describeWith(
  kubernetes.etcd,
  kubernetes.apiServer,
  kubernetes.argoCdDefinitions,
  kubernetes.fluxDefinitions,
)('definitions', () => {
  let server: ApiServer;
  let applier: Applier;

  beforeAll(async () => {
    server = await startApiServer(kubernetes);
    applier = new Applier(server.client);
    const folders = [kubernetes.argoCdDefinitions, kubernetes.fluxDefinitions].map(pathOf);
    await applier.applyAll([], folders.flatMap(definitionsIn));
  });
  afterAll(() => server.stop());

  const application = (source: Record<string, unknown>): KubernetesObject => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'cilium' },
    spec: {
      project: 'default',
      destination: { server: 'https://kubernetes.default.svc', namespace: 'kube-system' },
      source: { repoURL: 'https://helm.cilium.io', chart: 'cilium', targetRevision: '1.18.2', ...source },
    },
  });

  const release = (chart: Record<string, unknown>): KubernetesObject => ({
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name: 'cilium' },
    spec: {
      interval: '10m',
      chart: { spec: { chart: 'cilium', sourceRef: { kind: 'HelmRepository', name: 'cilium' }, ...chart } },
      values: { mtu: 1450 },
    },
  });

  test.each([
    ['an Application of Argo CD', application({ helm: { valuesObject: { mtu: 1450 } } }), application({ helms: {} }), 'helms'],
    ['a HelmRelease of Flux', release({ version: '1.18.2' }), release({ versions: '1.18.2' }), 'versions'],
  ])('take %s as it is, and nothing else', async (_what, right, wrong, field) => {
    const { sent, readBack } = await applier.applyServerSide(right);
    expect(disagreements(sent, readBack)).toEqual([]);
    await expect(applier.applyServerSide(wrong)).rejects.toThrow(field);
  });

  test('that are open take anything of their kind', async () => {
    await applier.applyServerSide(openDefinition('core.spinkube.dev/v1alpha1', 'SpinApp', 'spinapps'));
    const app: KubernetesObject = {
      apiVersion: 'core.spinkube.dev/v1alpha1',
      kind: 'SpinApp',
      metadata: { name: 'it' },
      spec: { anything: ['1000m'] },
    };
    const { sent, readBack } = await applier.applyServerSide(app);
    expect(disagreements(sent, readBack)).toEqual([]);
  });
});
