import { isUnknown } from '../../../../lib/estate';
import { estateFrom } from './yaml';

const read = (object: object) => estateFrom(JSON.stringify(object)).kubernetes;
const metadata = { name: 'x', namespace: 'shop' };

describe('a namespace', () => {
  test('has its name as a label', () => {
    const namespace = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'shop', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
    };
    expect(read(namespace).namespaces[0]!.labels).toEqual({
      'pod-security.kubernetes.io/enforce': 'restricted',
      'kubernetes.io/metadata.name': 'shop',
    });
  });
});

describe('an autoscaler', () => {
  const hpa = (spec: object, version = 'v2') =>
    read({ apiVersion: `autoscaling/${version}`, kind: 'HorizontalPodAutoscaler', metadata, spec }).autoscalers[0]!;
  const keda = (spec: object) => read({ apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata, spec }).autoscalers[0]!;
  const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };

  test('of Kubernetes keeps at least one pod where it does not say how many', () => {
    expect(hpa({ scaleTargetRef: target, maxReplicas: 5 })).toMatchObject({
      target: { kind: 'Deployment', name: 'web' },
      min: 1,
      max: 5,
      namespace: 'shop',
    });
    expect(hpa({ scaleTargetRef: target, minReplicas: 2, maxReplicas: 5 }, 'v1')).toMatchObject({ min: 2, max: 5 });
  });

  test('of Kubernetes without a maximum is a fault, and its maximum not known', () => {
    const estate = estateFrom(JSON.stringify({ apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata, spec: {} }));
    expect(isUnknown(estate.kubernetes.autoscalers[0]!.max)).toBe(true);
    expect(estate.faults).toMatchObject([{ attribute: 'spec.maxReplicas', found: 'null' }]);
  });

  test('of KEDA has a Deployment, none to a hundred pods, and fewer while idle', () => {
    expect(keda({ scaleTargetRef: { name: 'web' } })).toMatchObject({ target: { kind: 'Deployment', name: 'web' }, min: 0, max: 100 });
    expect(keda({ scaleTargetRef: { name: 'db', kind: 'StatefulSet' }, minReplicaCount: 2, maxReplicaCount: 7 })).toMatchObject({
      target: { kind: 'StatefulSet' },
      min: 2,
      max: 7,
    });
    expect(keda({ scaleTargetRef: { name: 'web' }, idleReplicaCount: 0, minReplicaCount: 2 }).min).toBe(0);
  });

  test('with a token has a maximum that is not known', () => {
    expect(isUnknown(keda({ scaleTargetRef: { name: 'web' }, maxReplicaCount: 1e200 }).max)).toBe(true);
    expect(isUnknown(hpa({ scaleTargetRef: target, maxReplicas: '${TfToken[1]}' }).max)).toBe(true);
  });
});

test('a Service has a type, and protocol and target of its ports', () => {
  const service = (spec: object) => read({ apiVersion: 'v1', kind: 'Service', metadata, spec }).kubernetesServices[0]!;
  const ports = [
    { port: 80 },
    { name: 'dns', port: 53, protocol: 'UDP', targetPort: 'dns', nodePort: 30053 },
    { port: 8080, targetPort: 0, nodePort: 0 },
  ];
  expect(service({ selector: { app: 'web' }, ports })).toMatchObject({
    type: 'ClusterIP',
    selector: { app: 'web' },
    ports: [
      { port: 80, protocol: 'TCP', targetPort: 80 },
      { name: 'dns', port: 53, protocol: 'UDP', targetPort: 'dns', nodePort: 30053 },
      { port: 8080, protocol: 'TCP', targetPort: 8080 },
    ],
  });
  expect(service({ ports }).ports[2]).not.toHaveProperty('nodePort');
  expect(service({ type: 'LoadBalancer' })).toMatchObject({ type: 'LoadBalancer', selector: {}, ports: [] });
});

test('a NetworkPolicy and a disruption budget keep their spec as it stands', () => {
  const spec = { podSelector: {}, policyTypes: ['Egress'] };
  expect(read({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec }).networkPolicies[0]!.spec).toEqual(spec);
  expect(read({ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata }).disruptionBudgets[0]!.spec).toEqual({});
});

test('a RuntimeClass has what it adds to a pod', () => {
  const runtime = { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'wasm' }, handler: 'spin' };
  expect(read(runtime).runtimeClasses[0]).toMatchObject({ name: 'wasm', handler: 'spin', overhead: {}, nodeSelector: {}, tolerations: [] });
  expect(read({ ...runtime, handler: undefined }).runtimeClasses[0]!.handler).toBe('');
  const scheduling = { nodeSelector: { runtime: 'wasm' }, tolerations: [{ key: 'wasm' }] };
  expect(read({ ...runtime, overhead: { podFixed: { memory: '8Mi' } }, scheduling }).runtimeClasses[0]).toMatchObject({
    overhead: { memory: '8Mi' },
    nodeSelector: { runtime: 'wasm' },
    tolerations: [{ key: 'wasm', operator: 'Equal' }],
  });
});

test('a StorageClass is the default by its annotation, of either name', () => {
  const of = (annotations: object, more: object = {}) =>
    read({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'gold', annotations },
      provisioner: 'csi.vsphere.vmware.com',
      ...more,
    }).storageClasses[0]!;
  expect(of({})).toMatchObject({ isDefault: false, provisioner: 'csi.vsphere.vmware.com', parameters: {}, allowedTopologies: false });
  expect(of({ 'storageclass.kubernetes.io/is-default-class': 'true' }).isDefault).toBe(true);
  expect(of({ 'storageclass.beta.kubernetes.io/is-default-class': 'true' }).isDefault).toBe(true);
  expect(of({ 'storageclass.kubernetes.io/is-default-class': 'false' }).isDefault).toBe(false);
  expect(of({}, { parameters: { storagepolicyname: 'gold' }, allowedTopologies: [{}] })).toMatchObject({
    parameters: { storagepolicyname: 'gold' },
    allowedTopologies: true,
  });
});

test('a claim names its class, the default one, or none', () => {
  const of = (spec: object) => read({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata, spec }).volumeClaims[0]!;
  expect(of({ storageClassName: 'gold' }).storageClassName).toBe('gold');
  expect(of({ storageClassName: '' }).storageClassName).toBe('');
  expect(of({})).not.toHaveProperty('storageClassName');
});

describe('a SpinApp', () => {
  const app = (spec: object) => ({ apiVersion: 'core.spinkube.dev/v1alpha1', kind: 'SpinApp', metadata, spec });
  const executor = (spec: object) => ({
    apiVersion: 'core.spinkube.dev/v1alpha1',
    kind: 'SpinAppExecutor',
    metadata: { ...metadata, name: 'shim' },
    spec,
  });
  const both = (spec: object, of: object) =>
    estateFrom(`${JSON.stringify(app(spec))}\n---\n${JSON.stringify(executor(of))}`).kubernetes.workloads[0]!;
  const shim = { createDeployment: true, deploymentConfig: { runtimeClassName: 'wasmtime-spin-v2' } };
  const spec = { executor: 'shim', image: 'ghcr.io/x/app:1', replicas: 2 };

  test('is the Deployment that the operator makes of it', () => {
    const resources = { limits: { memory: '64Mi' } };
    const variables = [
      { name: 'level', value: 'info' },
      { name: 'key', valueFrom: {} },
    ];
    expect(both({ ...spec, resources, variables, podLabels: { team: 'a' }, podAnnotations: { b: 'c' } }, shim)).toMatchObject({
      id: 'site/prod/shop/SpinApp/x',
      replicas: 2,
      claimTemplates: [],
      pod: {
        labels: { team: 'a', 'core.spinkube.dev/app-name': 'x', 'core.spinkube.dev/app.x.status': 'ready' },
        annotations: { b: 'c' },
        spec: {
          runtimeClassName: 'wasmtime-spin-v2',
          containers: [
            {
              name: 'x',
              image: 'ghcr.io/x/app:1',
              env: [{ name: 'SPIN_VARIABLE_LEVEL', value: 'info' }, { name: 'SPIN_VARIABLE_KEY' }],
              ports: [{ name: 'http-app', containerPort: 80, protocol: 'TCP' }],
              resources: { limits: { memory: '64Mi' }, requests: { memory: '64Mi' } },
            },
          ],
        },
      },
    });
    expect(both(spec, shim).pod).not.toHaveProperty('unread');
    expect(both(spec, shim)).not.toHaveProperty('unread');
  });

  test('mounts what it names, and the secrets of the operator', () => {
    const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'd' } }];
    const { pod } = both(
      { ...spec, volumes, volumeMounts: [{ name: 'data', mountPath: '/d' }], runtimeConfig: { loadFromSecret: 's' } },
      { ...shim, deploymentConfig: { ...shim.deploymentConfig, installDefaultCACerts: true } },
    );
    expect(pod.spec.volumes).toEqual([
      { name: 'data', source: 'persistentVolumeClaim', claimName: 'd' },
      { name: 'spin-runtime-config', source: 'secret' },
      { name: 'spin-ca', source: 'secret' },
    ]);
    expect(pod.spec.containers[0]!.volumeMounts!.map(({ mountPath }) => mountPath)).toEqual([
      '/d',
      '/runtime-config.toml',
      '/etc/ssl/certs/ca-certificates.crt',
    ]);
  });

  test('of an executor that no manifest has runs under nobody knows what', () => {
    const [alone] = read(app(spec)).workloads;
    expect(alone!.pod.spec).not.toHaveProperty('runtimeClassName');
    expect(alone!.pod.unread).toEqual(['spec.runtimeClassName', 'spec.volumes']);
    expect(alone!.unread).toEqual(['spec.executor']);
    expect(both({ ...spec, executor: undefined }, shim).pod.unread).toContain('spec.runtimeClassName');
    const elsewhere = estateFrom(`${JSON.stringify(app(spec))}\n---\n${JSON.stringify(executor(shim)).replace('"shop"', '"other"')}`);
    expect(elsewhere.kubernetes.workloads[0]!.pod.unread).toContain('spec.runtimeClassName');
  });

  test('finds its executor where neither is of a cluster, and not in another', () => {
    const text = `${JSON.stringify(app(spec))}\n---\n${JSON.stringify(executor(shim))}`;
    expect(estateFrom(text, null).kubernetes.workloads[0]!.pod.spec.runtimeClassName).toBe('wasmtime-spin-v2');
  });

  test('makes no pods where its executor makes no Deployment, one where an autoscaler decides, else what it says', () => {
    expect(both(spec, { createDeployment: false }).replicas).toBe(0);
    expect(both({ ...spec, replicas: undefined }, shim).replicas).toBe(0);
    expect(both({ ...spec, replicas: undefined, enableAutoscaling: true }, shim).replicas).toBe(1);
    expect(isUnknown(both({ ...spec, replicas: 1e200 }, shim).replicas)).toBe(true);
  });

  test('says where in the pod a token is', () => {
    expect(
      both({ ...spec, image: '${TfToken[1]}', podLabels: { a: '${TfToken[2]}' }, variables: [{ name: 'k', value: '${TfToken[3]}' }] }, shim).pod
        .unread,
    ).toEqual(['spec.containers.0.image', 'spec.containers.0.env.0.value', 'metadata.labels.a']);
  });
});
