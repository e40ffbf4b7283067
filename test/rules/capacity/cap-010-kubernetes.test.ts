import type { Autoscaler, Estate, ManifestObject, NodePool, Workload } from '../../../lib/estate';
import { maximums } from '../../../lib/rules/capacity/cap-010-maximums';
import { anEstate, token } from '../../support/estate';
import { judged, outcomes, refutations, text, undecideds } from '../../support/judge';
import { aKubernetesCluster, aPool, aWorkload, CLUSTER, manifested, resources } from '../../support/kubernetes';

const site = (pools: readonly NodePool[], workloads: readonly Workload[] = [], autoscalers: readonly Autoscaler[] = []): Estate =>
  anEstate({ kubernetes: { kubernetesClusters: [aKubernetesCluster()], nodePools: pools, workloads, autoscalers } });

const sized = (replicas: number, change: Partial<NodePool> = {}): NodePool => ({ ...aPool('general', 0), replicas, ...change });

const object = (kind: string, body: object): Estate =>
  anEstate({
    manifests: [
      {
        file: 'manifests/prod/shop.yaml',
        index: 0,
        apiVersion: 'v1',
        kind,
        name: 'big',
        namespace: 'shop',
        body: { ...body, metadata: { name: 'big', namespace: 'shop', ...(body as { metadata?: object }).metadata } },
      } as ManifestObject,
    ],
  });

describe('CAP-010 on Kubernetes', () => {
  test('nodes that there may be, those of a surge included', () => {
    expect(outcomes(maximums, site([sized(5000)]))).toEqual(['proved']);
    expect(text(refutations(maximums, site([sized(5000, { surge: 1 })]))[0])).toEqual([
      'cluster `prod` may have more nodes than Kubernetes is designed for',
      'configured: 5,001',
      'maximum: 5,000 (https://kubernetes.io/docs/setup/best-practices/cluster-large/)',
    ]);
    expect(refutations(maximums, site([sized(10, { autoscaling: { min: 1, max: 5001 } })]))[0]).toMatchObject({ severity: 'warning', key: 'nodes' });
  });

  test('pods of a node', () => {
    expect(refutations(maximums, site([sized(1, { allocatable: resources(4, 16, 110) })]))).toEqual([]);
    expect(refutations(maximums, site([sized(1, { allocatable: resources(4, 16, 111) })]))[0]).toMatchObject({ severity: 'warning', key: 'maxPods' });
  });

  test('pods of a cluster: each autoscaler at its maximum, one of a DaemonSet on each node', () => {
    const web = aWorkload('web', { replicas: 10 });
    const scaler: Autoscaler = {
      ...manifested('autoscaling/v2', 'HorizontalPodAutoscaler', 'web'),
      namespace: 'shop',
      target: { kind: 'Deployment', name: 'web' },
      min: 1,
      max: 149_000,
    };
    const agent = aWorkload('agent', { kind: 'DaemonSet', replicas: 'per-node' });
    expect(outcomes(maximums, site([sized(1000)], [web, agent], [scaler]))).toEqual(['proved']);
    expect(text(refutations(maximums, site([sized(1001)], [web, agent], [scaler]))[0])[1]).toBe('configured: 150,001');
    expect(undecideds(maximums, site([sized(1001)], [web, agent], [{ ...scaler, namespace: 'other' }]))[0]!.reason).toBe(
      'how many pods HorizontalPodAutoscaler `web` makes is not seen: its target is not among the manifests',
    );
    expect(refutations(maximums, site([sized(1001)], [web, { ...agent, cluster: 'site/other' }], [scaler]))).toEqual([]);
  });

  test('pods of a DaemonSet are on nodes that take them, and on those that are added too', () => {
    const web = aWorkload('web', { replicas: 149_000 });
    const picky = aWorkload('agent', { kind: 'DaemonSet', replicas: 'per-node', spec: { nodeSelector: { disk: 'ssd' } } });
    const agent = aWorkload('agent', { kind: 'DaemonSet', replicas: 'per-node' });
    expect(outcomes(maximums, site([sized(1001)], [web, picky]))).toEqual(['proved']);
    expect(outcomes(maximums, site([sized(1001)], [web, agent]))).toEqual(['refuted']);
    expect(undecideds(maximums, site([sized(1000, { surge: 1 })], [web, agent]))[0]!.reason).toMatch(/^there may be 150,001, /);
    const perhaps = aWorkload('agent', { kind: 'DaemonSet', replicas: 'per-node', spec: { nodeSelector: { 'nvidia.com/gpu.present': 'true' } } });
    expect(outcomes(maximums, site([sized(1001)], [web, perhaps]))).toEqual(['undecided']);
  });

  test('stays open where runs of a CronJob may overlap', () => {
    expect(outcomes(maximums, site([sized(1)], [aWorkload('job', { kind: 'CronJob', overlaps: true })]))).toEqual(['undecided']);
  });

  test('stays open where a token says how many pods there are', () => {
    expect(undecideds(maximums, site([sized(1)], [aWorkload('web', { replicas: token('replicas') })]))[0]!.reason).toMatch(
      /^how many pods `web` has is/,
    );
  });

  test('volumes that a pod attaches to its node', () => {
    const volumes = (n: number) => Array.from({ length: n }, (_, i) => ({ name: `v${i}`, source: i % 2 ? 'ephemeral' : 'persistentVolumeClaim' }));
    const other = { name: 'tmp', source: 'emptyDir' };
    const stateful = (n: number) => aWorkload('db', { spec: { volumes: [...volumes(n), other] }, claimTemplates: [{ name: 'data' }] });
    expect(outcomes(maximums, site([], [stateful(58)]))).toEqual(['proved']);
    expect(refutations(maximums, site([], [stateful(59)]))[0]).toMatchObject({
      severity: 'warning',
      key: 'volumes',
      subject: { object: 'shop/db[Deployment]' },
    });
  });

  test('bytes of a ConfigMap, of a Secret as it is decoded, and of annotations', () => {
    const mib = 'x'.repeat(1_048_576);
    expect(judged(maximums, object('ConfigMap', { data: { a: mib } }))).toEqual([]);
    expect(refutations(maximums, object('ConfigMap', { data: { a: mib, b: 'y' } }))[0]).toMatchObject({
      key: 'data',
      message: 'ConfigMap `big` has more data than the API server takes',
      subject: { object: 'shop/big[ConfigMap]' },
    });
    expect(judged(maximums, object('Secret', { data: { a: Buffer.from(mib).toString('base64') } }))).toEqual([]);
    expect(refutations(maximums, object('Secret', { data: { a: Buffer.from(`${mib}y`).toString('base64') } }))).toHaveLength(1);
    expect(refutations(maximums, object('Secret', { data: { a: 'eA==' }, stringData: { b: mib } }))).toHaveLength(1);
    expect(judged(maximums, object('Secret', { data: { a: 'eA==' }, stringData: { a: mib } }))).toEqual([]);
    expect(judged(maximums, object('ConfigMap', { binaryData: { a: Buffer.from(mib).toString('base64') } }))).toEqual([]);
    expect(refutations(maximums, object('ConfigMap', { data: { b: 'y' }, binaryData: { a: Buffer.from(mib).toString('base64') } }))).toHaveLength(1);
    const item = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'inner' }, data: { a: `${mib}y` } };
    expect(refutations(maximums, object('List', { items: [item] }))[0]!.subject.object).toBe('inner[ConfigMap]');
    expect(judged(maximums, object('Service', { data: { a: `${mib}y` } }))).toEqual([]);
    const annotations = { a: 'x'.repeat(262_143) };
    expect(judged(maximums, object('Service', { metadata: { annotations } }))).toEqual([]);
    expect(refutations(maximums, object('Service', { metadata: { annotations: { ...annotations, b: '' } } }))[0]).toMatchObject({
      key: 'annotations',
    });
  });

  test('a cluster of which no node is stated has no size', () => {
    expect(judged(maximums, site([], [aWorkload('web', { cluster: CLUSTER, replicas: 1_000_000 })]))).toEqual([]);
  });
});
