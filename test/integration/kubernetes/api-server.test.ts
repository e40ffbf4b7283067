import { existsSync, readFileSync } from 'node:fs';
import { announce, describeWith, kubernetes } from '../lane/components';
import { auditLogOf, startApiServer, withApiServer, type ApiServer } from './api-server';
import { Applier } from './apply';
import { ApiClient } from './client';
import { disagreements } from './disagreements';
import type { KubernetesObject } from './object';

announce();

const NAMESPACE: KubernetesObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };

const CONTAINER = {
  name: 'front-end',
  image: 'registry.example.com/front-end:1.2.3',
  ports: [{ name: 'http', containerPort: 8080 }],
  resources: { requests: { cpu: '1000m', memory: '1024Mi' }, limits: { cpu: 2, memory: '2Gi' } },
  env: [{ name: 'SHOP', value: '1000m' }],
};

function deployment(container: Record<string, unknown> = CONTAINER): KubernetesObject {
  const labels = { app: 'front-end' };
  const spec = { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [container] } } };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'front-end', namespace: 'shop' }, spec };
}

const DEFINITION: KubernetesObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'shops.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'shops', singular: 'shop', kind: 'Shop' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: { spec: { type: 'object', properties: { size: { type: 'string' }, open: { type: 'boolean' } }, required: ['size'] } },
          },
        },
      },
    ],
  },
};

function shop(spec: Record<string, unknown>): KubernetesObject {
  return { apiVersion: 'example.com/v1', kind: 'Shop', metadata: { name: 'corner', namespace: 'shop' }, spec };
}

describeWith(kubernetes.etcd, kubernetes.apiServer)('the API server', () => {
  let server: ApiServer;
  let applier: Applier;

  beforeAll(async () => {
    server = await startApiServer(kubernetes);
    applier = new Applier(server.client);
    await applier.applyServerSide(NAMESPACE);
  });
  afterAll(() => server.stop());

  test('is of the pinned version', async () => {
    expect((await server.client.get('/version')).body).toMatchObject({ gitVersion: 'v1.37.2' });
  });

  test('takes a Deployment and gives every field back', async () => {
    const { sent, readBack, warnings } = await applier.applyServerSide(deployment());
    expect(disagreements(sent, readBack)).toEqual([]);
    expect(readBack).toMatchObject({ spec: { template: { spec: { containers: [{ resources: { requests: { cpu: '1', memory: '1Gi' } } }] } } } });
    expect(warnings).toEqual([]);
  });

  test('changes a field that is applied again with another value', async () => {
    const { sent, readBack } = await applier.applyServerSide(deployment({ ...CONTAINER, image: 'registry.example.com/front-end:2' }));
    expect(disagreements(sent, readBack)).toEqual([]);
    expect(disagreements(deployment(), readBack)).toEqual([
      { field: 'spec.template.spec.containers[0].image', sent: CONTAINER.image, readBack: 'registry.example.com/front-end:2' },
    ]);
  });

  test('refuses a field that it does not know, and names it', async () => {
    const wrong = deployment({ ...CONTAINER, imagePullPolicies: 'Always' });
    await expect(applier.applyServerSide(wrong)).rejects.toThrow(/apps\/v1 Deployment shop\/front-end: .*imagePullPolicies/);
  });

  test('refuses a value of the wrong type, and one that is not allowed', async () => {
    await expect(applier.applyServerSide(deployment({ ...CONTAINER, ports: [{ containerPort: '8080' }] }))).rejects.toThrow('containerPort');
    await expect(applier.applyServerSide(deployment({ ...CONTAINER, ports: [{ containerPort: 80800 }] }))).rejects.toThrow('80800');
  });

  test('refuses a kind that it does not serve, until its definition is there', async () => {
    const resource = shop({ size: '1000m', open: false });
    await expect(applier.applyServerSide(resource)).rejects.toThrow('the API server serves no Shop of example.com/v1');
    const [applied] = await applier.applyAll([resource], [DEFINITION]);
    expect(disagreements(resource, applied!.readBack)).toEqual([]);
    expect(applied!.readBack.spec).toEqual({ size: '1000m', open: false });
  });

  test('holds a custom resource to its schema', async () => {
    await expect(applier.applyServerSide(shop({ size: '1', colour: 'red' }))).rejects.toThrow('colour');
    await expect(applier.applyServerSide(shop({ open: true }))).rejects.toThrow('size');
  });

  test('refuses a definition whose name does not fit', async () => {
    const { spec, ...rest } = DEFINITION as KubernetesObject & { spec: Record<string, unknown> };
    const unnamed = { ...rest, metadata: { name: 'shops.example.org' }, spec };
    await expect(applier.applyServerSide(unnamed)).rejects.toThrow('metadata.name');
  });

  test('takes a pod in a new namespace, as if controllers ran', async () => {
    const quota: KubernetesObject = {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'limits', namespace: 'shop' },
      spec: { hard: { 'requests.cpu': '1500m', pods: '10' } },
    };
    const pod = (name: string): KubernetesObject => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'shop' },
      spec: { containers: [CONTAINER], tolerations: [{ key: 'pool', operator: 'Exists' }] },
    });
    for (const { sent, readBack } of await applier.applyAll([quota, pod('first')])) expect(disagreements(sent, readBack)).toEqual([]);
    await expect(applier.applyServerSide(pod('second'))).rejects.toThrow('exceeded quota: limits');
  });

  test('warns of what is deprecated and of pods that a level would refuse', async () => {
    const level = { 'pod-security.kubernetes.io/warn': 'restricted' };
    await applier.applyServerSide({ ...NAMESPACE, metadata: { name: 'strict', labels: level } });
    const { warnings } = await applier.applyServerSide({ ...deployment(), metadata: { name: 'front-end', namespace: 'strict' } });
    expect(warnings.join()).toContain('would violate PodSecurity "restricted:latest"');
  });

  test('lets nobody in without the token', async () => {
    const ca = readFileSync(`${server.folder}/pki/apiserver.crt`, 'utf8');
    const stranger = new ApiClient({ url: server.url, ca, token: 'wrong' });
    await expect(stranger.get('/api/v1/namespaces')).rejects.toMatchObject({ status: 401 });
    stranger.close();
  });
});

describeWith(kubernetes.etcd, kubernetes.apiServer)('an API server', () => {
  test('stops and leaves nothing behind, also where a test fails', async () => {
    let left!: ApiServer;
    const failing = withApiServer(kubernetes, (server) => {
      left = server;
      return Promise.reject(new Error('the test'));
    });
    await expect(failing).rejects.toThrow('the test');
    await expect(left.client.get('/readyz')).rejects.toThrow('ECONNREFUSED');
    expect(existsSync(left.folder)).toBe(false);
  });

  test('that cannot start says why', async () => {
    await expect(startApiServer(kubernetes, { featureGates: { NoSuchGate: true } })).rejects.toThrow('NoSuchGate');
  });

  test('takes the files of its configuration and follows them', async () => {
    const admission = `apiVersion: apiserver.config.k8s.io/v1
kind: AdmissionConfiguration
plugins:
  - name: PodSecurity
    configuration:
      apiVersion: pod-security.admission.config.k8s.io/v1
      kind: PodSecurityConfiguration
      defaults: { enforce: restricted, enforce-version: latest }
`;
    const encryption = `apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
  - resources: [secrets]
    providers: [{ aescbc: { keys: [{ name: one, secret: ${Buffer.alloc(32).toString('base64')} }] } }, { identity: {} }]
`;
    const audit = 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{ level: Metadata }]\n';
    const files = { 'admission-control-config-file': admission, 'encryption-provider-config': encryption, 'audit-policy-file': audit };
    await withApiServer(
      kubernetes,
      async ({ client, folder }) => {
        const pod: KubernetesObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'it' }, spec: { containers: [CONTAINER] } };
        await expect(new Applier(client).applyServerSide(pod)).rejects.toThrow('violates PodSecurity "restricted:latest"');
        expect(readFileSync(auditLogOf(folder), 'utf8')).toContain('"level":"Metadata"');
      },
      { files },
    );
    const wrong = { ...files, 'audit-policy-file': audit.replace('Metadata', 'Everything') };
    await expect(startApiServer(kubernetes, { files: wrong })).rejects.toThrow('Everything');
  });
});
