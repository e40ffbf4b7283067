import { runsOn, withDaemonSetRules } from './daemon-set';
import { nodeOf } from './nodes';
import type { Fields, KubernetesObject } from './object';
import { expand } from './workloads';

const TEMPLATE = { metadata: { labels: { app: 'shop' } }, spec: { containers: [{ name: 'shop', image: 'shop:1' }] } };
const AMOUNTS = { cpu: '4', memory: '8Gi', pods: '110' };

function workload(apiVersion: string, kind: string, spec: Fields): KubernetesObject {
  return { apiVersion, kind, metadata: { name: 'shop', namespace: 'prod' }, spec: { template: TEMPLATE, ...spec } };
}

function names(manifests: readonly KubernetesObject[], nodes: readonly KubernetesObject[] = []): readonly string[] {
  return expand(manifests, { nodes }).pods.map(({ metadata: { namespace, name } }) => `${namespace}/${name}`);
}

describe('pods of', () => {
  test('a Deployment are those of its ReplicaSet', () => {
    const { pods } = expand([workload('apps/v1', 'Deployment', { replicas: 2 })], { nodes: [] });
    const hash = pods[0]!.metadata.labels!['pod-template-hash']!;
    expect(pods.map(({ metadata }) => metadata)).toMatchObject([
      { name: `shop-${hash}-0`, namespace: 'prod', labels: { app: 'shop' }, ownerReferences: [{ kind: 'ReplicaSet', name: `shop-${hash}` }] },
      { name: `shop-${hash}-1` },
    ]);
    expect(pods[0]!.spec).toEqual(TEMPLATE.spec);
  });

  test('a Deployment that names no number are one, or what its autoscaler says', () => {
    const deployment = workload('apps/v1', 'Deployment', {});
    const autoscaler = (name: string): KubernetesObject => ({
      ...workload('autoscaling/v2', 'HorizontalPodAutoscaler', {}),
      spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name }, minReplicas: 3, maxReplicas: 5 },
    });
    const count = (name: string, autoscaled?: 'minReplicas' | 'maxReplicas'): number =>
      expand([deployment, autoscaler(name)], { nodes: [], ...(autoscaled && { autoscaled }) }).pods.length;
    expect([count('another'), count('shop'), count('shop', 'maxReplicas')]).toEqual([1, 3, 5]);
  });

  test('a StatefulSet are numbered and have claims of their own', () => {
    const volumeClaimTemplates = [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'] } }];
    const { pods, claims } = expand([workload('apps/v1', 'StatefulSet', { replicas: 2, volumeClaimTemplates, ordinals: { start: 3 } })], {
      nodes: [],
    });
    expect(pods.map(({ metadata: { name } }) => name)).toEqual(['shop-3', 'shop-4']);
    expect(pods[0]!.spec).toMatchObject({ volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data-shop-3' } }] });
    expect(claims.map(({ metadata: { name, namespace } }) => `${namespace}/${name}`)).toEqual(['prod/data-shop-3', 'prod/data-shop-4']);
  });

  test('a Job are as many as run at a time, and of a CronJob those of one run', () => {
    expect(names([workload('batch/v1', 'Job', { parallelism: 3, completions: 2 })])).toEqual(['prod/shop-0', 'prod/shop-1']);
    expect(names([workload('batch/v1', 'CronJob', { jobTemplate: { spec: { template: TEMPLATE } } })])).toEqual(['prod/shop-1-0']);
  });

  test('a DaemonSet are one for each node it may run on', () => {
    const nodes = ['a', 'b'].map((name) => nodeOf({ name, labels: { disk: name }, allocatable: AMOUNTS }));
    const on = (spec: Fields): number => names([workload('apps/v1', 'DaemonSet', { template: { ...TEMPLATE, spec } })], nodes).length;
    expect([on({}), on({ nodeSelector: { disk: 'a' } }), on({ nodeSelector: { disk: 'c' } })]).toEqual([2, 1, 0]);
  });

  test('nothing else are any, and those that stand for themselves are themselves', () => {
    const pod: KubernetesObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'one', namespace: 'prod' }, spec: {} };
    expect(names([workload('v1', 'Service', {}), workload('example.com/v1', 'Deployment', {}), pod])).toEqual(['prod/one']);
  });
});

describe('a DaemonSet', () => {
  const node = (taint?: Fields): KubernetesObject =>
    nodeOf({
      name: 'a',
      labels: { size: '4' },
      allocatable: AMOUNTS,
      taints: taint ? [{ key: 'pool', value: 'wasm', effect: 'NoSchedule', ...taint }] : [],
    });
  const affine = (matchExpressions: readonly Fields[], matchFields: readonly Fields[] = []): Fields => ({
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions, matchFields }] } } },
  });

  test.each([
    [{}, true],
    [{ nodeName: 'a' }, true],
    [{ nodeName: 'b' }, false],
    [affine([{ key: 'size', operator: 'In', values: ['4', '8'] }]), true],
    [affine([{ key: 'size', operator: 'In', values: ['8'] }]), false],
    [affine([{ key: 'size', operator: 'NotIn', values: ['4'] }]), false],
    [affine([{ key: 'colour', operator: 'NotIn', values: ['4'] }]), true],
    [affine([{ key: 'colour', operator: 'Exists' }]), false],
    [affine([{ key: 'colour', operator: 'DoesNotExist' }]), true],
    [affine([{ key: 'size', operator: 'Gt', values: ['3'] }]), true],
    [affine([{ key: 'size', operator: 'Lt', values: ['4'] }]), false],
    [affine([], [{ key: 'metadata.name', operator: 'In', values: ['a'] }]), true],
    [affine([], [{ key: 'metadata.name', operator: 'In', values: ['b'] }]), false],
    [affine([]), false],
  ])('of %j runs on a node: %s', (spec, runs) => {
    expect(runsOn(spec, node())).toBe(runs);
  });

  test.each([
    [{ key: 'pool', operator: 'Exists' }, {}, true],
    [{ operator: 'Exists' }, {}, true],
    [{ key: 'pool', value: 'wasm' }, {}, true],
    [{ key: 'pool', value: 'gpu' }, {}, false],
    [{ key: 'other', operator: 'Exists' }, {}, false],
    [{ key: 'pool', operator: 'Exists', effect: 'NoExecute' }, {}, false],
    [{ key: 'other' }, { effect: 'PreferNoSchedule' }, true],
    [{ key: 'other' }, { effect: 'NoExecute' }, false],
    [{ key: 'other' }, { key: 'node.kubernetes.io/unschedulable' }, true],
    [{ key: 'other' }, { key: 'node.kubernetes.io/network-unavailable' }, false],
  ])('that tolerates %j runs on a node with a taint of %j: %s', (toleration, taint, runs) => {
    expect(runsOn({ tolerations: [toleration] }, node(taint))).toBe(runs);
  });

  test('has pods that go to their node alone', () => {
    const affinity = { podAntiAffinity: {}, nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } };
    expect(withDaemonSetRules({ affinity, hostNetwork: true }, 'a')).toMatchObject({
      affinity: {
        podAntiAffinity: {},
        nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [],
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['a'] }] }],
          },
        },
      },
      tolerations: expect.arrayContaining([{ key: 'node.kubernetes.io/network-unavailable', operator: 'Exists', effect: 'NoSchedule' }]),
    });
  });
});
