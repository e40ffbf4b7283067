import { isUnknown } from '../../../../lib/estate';
import { deployment, estateFrom, FILE, workloadFrom } from './yaml';

describe('a Deployment', () => {
  test('is read with where it stands and what the API takes for what it leaves out', () => {
    expect(workloadFrom(deployment({}))).toEqual({
      id: 'site/prod/shop/Deployment/web',
      addresses: [],
      origin: 'owned',
      name: 'web',
      instances: { low: 1, high: 1 },
      cluster: 'site/prod',
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace: 'shop',
      labels: {},
      annotations: {},
      manifest: { file: FILE, index: 0 },
      replicas: 1,
      pod: { labels: { app: 'web' }, annotations: {}, spec: { containers: [{ name: 'web' }] } },
      claimTemplates: [],
    });
  });

  test('has the replicas that it says, none included; null is left out', () => {
    expect(workloadFrom(deployment({}, { replicas: 3 })).replicas).toBe(3);
    expect(workloadFrom(deployment({}, { replicas: 0 })).replicas).toBe(0);
    expect(workloadFrom(deployment({}, { replicas: null })).replicas).toBe(1);
  });

  test('has an unknown for replicas that hold a token, or no number', () => {
    const token = workloadFrom(deployment({}, { replicas: -1.7976931348623158e308 }));
    expect(token.replicas).toEqual({ $unknown: { reason: 'corrupt', expression: '-1.7976931348623157e+308', knownBy: FILE } });
    expect(token.unread).toEqual(['spec.replicas']);
    const marker = workloadFrom(deployment({}, { replicas: '${TfToken[TOKEN.1]}' }));
    expect(isUnknown(marker.replicas) && marker.replicas.$unknown.reason).toBe('corrupt');
    const text = workloadFrom(deployment({}, { replicas: 'three' }));
    expect(isUnknown(text.replicas) && text.replicas.$unknown).toEqual({ reason: 'expression', expression: '"three"', knownBy: FILE });
  });
});

describe('pods at once', () => {
  const job = (spec: object, kind: object = { apiVersion: 'batch/v1', kind: 'Job' }): string =>
    JSON.stringify({
      ...kind,
      metadata: { name: 'sum', namespace: 'shop' },
      spec: { template: { spec: { containers: [{ name: 'sum' }] } }, ...spec },
    });

  test.each([
    [{}, 1],
    [{ parallelism: 4 }, 4],
    [{ completions: 5 }, 1],
    [{ parallelism: 4, completions: 2 }, 2],
    [{ parallelism: 2, completions: 4 }, 2],
    [{ parallelism: 0 }, 0],
    [{ parallelism: 4, suspend: true }, 0],
  ])('of a Job with %j are %d', (spec, replicas) => expect(workloadFrom(job(spec)).replicas).toBe(replicas));

  test('of a Job with a token are not known, in either field', () => {
    expect(isUnknown(workloadFrom(job({ parallelism: 1e200 })).replicas)).toBe(true);
    expect(isUnknown(workloadFrom(job({ parallelism: 4, completions: 1e200 })).replicas)).toBe(true);
  });

  test('of a CronJob are those of one run, which may overlap unless it forbids that', () => {
    const cron = (spec: object): string =>
      JSON.stringify({
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name: 'nightly', namespace: 'shop' },
        spec: {
          jobTemplate: { spec: { parallelism: 3, template: { metadata: { labels: { app: 'n' } }, spec: { containers: [{ name: 'c' }] } } } },
          ...spec,
        },
      });
    expect(workloadFrom(cron({}))).toMatchObject({ kind: 'CronJob', replicas: 3, overlaps: true, pod: { labels: { app: 'n' } } });
    expect(workloadFrom(cron({ concurrencyPolicy: 'Forbid' })).overlaps).toBeUndefined();
    expect(workloadFrom(cron({ concurrencyPolicy: 'Replace' })).overlaps).toBeUndefined();
    expect(workloadFrom(cron({ suspend: true })).replicas).toBe(0);
  });

  test('of a Job have its name as a label, unless it selects by its own', () => {
    expect(workloadFrom(job({})).pod.labels).toEqual({ 'job-name': 'sum', 'batch.kubernetes.io/job-name': 'sum' });
    expect(workloadFrom(job({ manualSelector: true })).pod.labels).toEqual({});
  });

  test('of a DaemonSet are one on each node, of a Pod one, of the others what they say', () => {
    const of = (apiVersion: string, kind: string, spec: object): unknown => workloadFrom(job(spec, { apiVersion, kind })).replicas;
    expect(of('apps/v1', 'DaemonSet', {})).toBe('per-node');
    expect(of('v1', 'Pod', {})).toBe(1);
    expect(of('apps/v1', 'ReplicaSet', { replicas: 2 })).toBe(2);
    expect(of('v1', 'ReplicationController', {})).toBe(1);
    expect(of('apps/v1', 'StatefulSet', { replicas: 5 })).toBe(5);
  });
});

test('a StatefulSet has the templates of its claims', () => {
  const claims = [
    { metadata: { name: 'data' }, spec: { storageClassName: 'gold' } },
    { metadata: { name: 'log' }, spec: {} },
  ];
  const text = deployment({}, { volumeClaimTemplates: claims }).replace('Deployment', 'StatefulSet');
  expect(workloadFrom(text).claimTemplates).toEqual([{ name: 'data', storageClassName: 'gold' }, { name: 'log' }]);
});

test('a bare Pod is its own template', () => {
  const { pod } = workloadFrom('{apiVersion: v1, kind: Pod, metadata: {name: p, labels: {app: p}}, spec: {containers: [{name: c, image: i}]}}');
  expect(pod).toEqual({ labels: { app: 'p' }, annotations: {}, spec: { containers: [{ name: 'c', image: 'i' }] } });
});

describe('where an object goes', () => {
  test('to `default` where it names no namespace, which is a premise', () => {
    const estate = estateFrom('{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: []}}');
    expect(estate.kubernetes.workloads[0]).toMatchObject({ id: 'site/prod/default/Pod/p', namespace: 'default' });
    expect(estate.premises.map(({ id }) => id)).toContain('kubernetes-default-namespace');
    expect(estateFrom(deployment({})).premises.map(({ id }) => id)).not.toContain('kubernetes-default-namespace');
  });

  test('to no namespace where its kind lies in none, whatever it says', () => {
    const estate = estateFrom('{apiVersion: node.k8s.io/v1, kind: RuntimeClass, metadata: {name: wasm, namespace: shop}, handler: wasm}');
    expect(estate.kubernetes.runtimeClasses[0]).toMatchObject({ id: 'site/prod//RuntimeClass/wasm', namespace: null });
    expect(estate.premises).toEqual([]);
  });

  test('is not known where its name is none, as YAML reads `n`', () => {
    const { kubernetes, faults } = estateFrom('{apiVersion: v1, kind: Namespace, metadata: {name: n}}');
    expect(kubernetes.namespaces).toMatchObject([{ name: '', labels: {}, unread: ['metadata.name'] }]);
    expect(faults).toMatchObject([{ attribute: 'metadata.name', found: 'false', detail: 'Namespace `` must have a text there' }]);
  });

  test('to no cluster where its chart belongs to none', () => {
    expect(estateFrom(deployment({}), null).kubernetes.workloads[0]).toMatchObject({ id: '/shop/Deployment/web', cluster: null });
  });
});

describe('one object twice', () => {
  const two = (second: string): string => `${deployment({})}\n---\n${second}`;

  test('stays twice, told apart by its id, and the fault says where the other is', () => {
    const { kubernetes, faults } = estateFrom(two(deployment({}, { replicas: 2 })));
    expect(kubernetes.workloads.map(({ id }) => id)).toEqual(['site/prod/shop/Deployment/web', 'site/prod/shop/Deployment/web#2']);
    expect(faults).toEqual([
      {
        kind: 'malformed-object',
        file: FILE,
        attribute: 'metadata.name',
        found: '"web"',
        detail: `another Deployment of this name and namespace is document 1 of \`${FILE}\`: the one that is applied last holds`,
      },
    ]);
  });

  test('is no fault where both say the same', () => expect(estateFrom(two(deployment({}))).faults).toEqual([]));

  test('is none where clusters, namespaces or groups differ', () => {
    const elsewhere = deployment({}).replace('"shop"', '"other"');
    const knative =
      '{apiVersion: serving.knative.dev/v1, kind: Service, metadata: {name: web, namespace: shop}}\n---\n{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}}';
    expect(estateFrom(`${two(elsewhere)}\n---\n${knative}`).faults).toEqual([]);
    expect(estateFrom(knative).kubernetes.kubernetesServices).toHaveLength(1);
  });
});

describe('what an owner in the manifests makes', () => {
  const owned = (controller: string): string =>
    `${deployment({})}
---
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: web-7d, namespace: shop, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, uid: u${controller}}]}
spec: {template: {spec: {containers: []}}}
---
apiVersion: v1
kind: Pod
metadata: {name: web-7d-x, namespace: shop, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-7d, uid: v${controller}}]}
spec: {containers: []}
`;

  test('counts once', () => {
    expect(estateFrom(owned(', controller: true')).kubernetes.workloads.map(({ kind }) => kind)).toEqual(['Deployment']);
  });

  test('is no matter of metadata or owners that are null', () => {
    expect(estateFrom('{apiVersion: v1, kind: Pod, metadata: null, spec: {containers: []}}').kubernetes.workloads).toHaveLength(1);
    const odd = '{apiVersion: v1, kind: Pod, metadata: {name: p, ownerReferences: [null, 5]}, spec: {containers: []}}';
    expect(estateFrom(odd).kubernetes.workloads).toHaveLength(1);
  });

  test('counts where its owner did not make it, or is not there', () => {
    expect(estateFrom(owned('')).kubernetes.workloads).toHaveLength(3);
    const orphan = owned(', controller: true').split('---').slice(1).join('---');
    expect(estateFrom(orphan).kubernetes.workloads.map(({ kind }) => kind)).toEqual(['ReplicaSet']);
    const elsewhere = owned(', controller: true').replace('"shop"', '"other"');
    expect(estateFrom(elsewhere).kubernetes.workloads.map(({ kind }) => kind)).toEqual(['Deployment', 'ReplicaSet']);
  });
});

describe('a List', () => {
  const pod = '{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: 5}]}}';

  test('is each of its items, and faults say which', () => {
    const { kubernetes, faults } = estateFrom(
      `{apiVersion: v1, kind: List, items: [${pod}, {apiVersion: v1, kind: Namespace, metadata: {name: shop}}]}`,
    );
    expect(kubernetes.workloads.map(({ id }) => id)).toEqual(['site/prod/default/Pod/a']);
    expect(kubernetes.namespaces.map(({ name }) => name)).toEqual(['shop']);
    expect(faults).toMatchObject([{ attribute: 'items.0.spec.containers.0.name', found: '5', detail: 'Pod `a` must have a text there' }]);
  });

  test('of one kind says the kind for its items', () => {
    const { kubernetes } = estateFrom('{apiVersion: v1, kind: PodList, items: [{metadata: {name: a}, spec: {containers: []}}]}');
    expect(kubernetes.workloads).toMatchObject([{ kind: 'Pod', apiVersion: 'v1', name: 'a' }]);
  });

  test('may hold lists, and what is no object in it is a fault', () => {
    const { kubernetes, faults } = estateFrom(`{apiVersion: v1, kind: List, items: [5, {kind: Pod}, {apiVersion: v1, kind: List, items: [${pod}]}]}`);
    expect(kubernetes.workloads).toHaveLength(1);
    expect(faults.map(({ attribute }) => attribute)).toEqual(['items.0', 'items.1', 'items.2.items.0.spec.containers.0.name']);
  });

  test('may hold null, which is no object', () => {
    const { faults } = estateFrom('{apiVersion: v1, kind: List, items: [null]}');
    expect(faults).toMatchObject([{ attribute: 'items.0', found: 'null' }]);
  });

  test('by name only is an object like others', () => {
    expect(estateFrom('{apiVersion: example.com/v1, kind: AllowList, metadata: {name: x}, spec: {}}').faults).toEqual([]);
  });
});
