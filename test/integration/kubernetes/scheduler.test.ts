import { announce, describeWith, kubernetes } from '../lane/components';
import { withApiServer, type ApiServer } from './api-server';
import { Applier } from './apply';
import { nodeOf, type NodeShape } from './nodes';
import type { Fields, KubernetesObject } from './object';
import { schedule, type Placement } from './scheduler';
import { expand } from './workloads';

announce();

const SMALL = { cpu: '2', memory: '4Gi', 'ephemeral-storage': '40Gi', pods: '110' };

function nodes(count: number, shape: Partial<NodeShape> = {}): readonly KubernetesObject[] {
  return Array.from({ length: count }, (_, n) => nodeOf({ name: `node-${n}`, labels: { zone: `z${n}` }, allocatable: SMALL, ...shape }));
}

function pod(name: string, requests: Fields, spec: Fields = {}): KubernetesObject {
  const containers = [{ name: 'main', image: 'registry.example.com/main:1', resources: { requests } }];
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, labels: { app: 'shop' } }, spec: { containers, ...spec } };
}

describeWith(
  kubernetes.etcd,
  kubernetes.apiServer,
  kubernetes.scheduler,
)('the scheduler', () => {
  /** On a server of its own: nodes of one test are none of another's. */
  async function placed(
    pods: readonly KubernetesObject[],
    on: readonly KubernetesObject[],
    before: readonly KubernetesObject[] = [],
  ): Promise<Readonly<Record<string, Placement>>> {
    return withApiServer(kubernetes, async (server: ApiServer) => {
      await new Applier(server.client).applyAll(before);
      const placements = await schedule(kubernetes, server, { nodes: on, pods });
      return Object.fromEntries(placements.map((placement) => [placement.pod.replace('default/', ''), placement]));
    });
  }

  test('fills nodes to the last millicore and leaves out what no longer fits', async () => {
    const fitting = [pod('a', { cpu: '1500m' }), pod('b', { cpu: '1500m' }), pod('c', { cpu: '500m' }), pod('d', { cpu: '500m' })];
    const placements = await placed([...fitting, pod('e', { cpu: '1m' })], nodes(2));
    const used = fitting.map(({ metadata: { name } }) => placements[name]!.node);
    expect(new Set(used.slice(0, 2)).size).toBe(2);
    expect(new Set(used.slice(2)).size).toBe(2);
    expect(placements.e).toEqual({ pod: 'default/e', unschedulable: expect.stringContaining('2 Insufficient cpu') });
  });

  test('keeps to taints, selectors and spreading', async () => {
    const tainted = nodeOf({ name: 'wasm', allocatable: SMALL, taints: [{ key: 'runtime', value: 'wasm', effect: 'NoSchedule' }] });
    const tolerations = [{ key: 'runtime', operator: 'Equal', value: 'wasm', effect: 'NoSchedule' }];
    const selector = { 'kubernetes.io/hostname': 'wasm' };
    const spread = {
      topologySpreadConstraints: [
        { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app: 'shop' } }, minDomains: 2 },
      ],
    };
    const pods = [
      pod('barred', {}, { nodeSelector: selector }),
      pod('let-in', {}, { nodeSelector: selector, tolerations }),
      pod('first', {}, spread),
      pod('second', {}, spread),
    ];
    const placements = await placed(pods, [...nodes(2), tainted]);
    expect(placements.barred!.unschedulable).toContain('1 node(s) had untolerated taint(s)');
    expect(placements['let-in']!.node).toBe('wasm');
    expect([placements.first!.node, placements.second!.node].sort()).toEqual(['node-0', 'node-1']);
  });

  test('adds the overhead of a runtime class to what a pod asks for, and its selector', async () => {
    const runtime: KubernetesObject = {
      apiVersion: 'node.k8s.io/v1',
      kind: 'RuntimeClass',
      metadata: { name: 'kata' },
      handler: 'kata',
      overhead: { podFixed: { cpu: '250m' } },
      scheduling: { nodeSelector: { zone: 'z1' } },
    };
    const asking = { runtimeClassName: 'kata' };
    const placements = await placed([pod('fits', { cpu: '1750m' }, asking), pod('not', { cpu: '1751m' }, asking)], nodes(2), [runtime]);
    expect(placements.fits!.node).toBe('node-1');
    expect(placements.not!.unschedulable).toContain('Insufficient cpu');
  });

  test('makes room for what is more important', async () => {
    const important: KubernetesObject = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'high' }, value: 1000 };
    const running = pod('low', { cpu: 2 }, { nodeName: 'node-0' });
    const placements = await placed([running, pod('high', { cpu: 2 }, { priorityClassName: 'high' })], nodes(1), [important]);
    expect(placements).toEqual({
      low: { pod: 'default/low', unschedulable: 'it made room for another pod' },
      high: { pod: 'default/high', node: 'node-0' },
    });
  });

  test('is waited for no longer than said', async () => {
    const others = [pod('a', {}, { schedulerName: 'another' })];
    const late = withApiServer(kubernetes, (server) => schedule(kubernetes, server, { nodes: nodes(1), pods: others, seconds: 1 }));
    await expect(late).rejects.toThrow('kube-scheduler has not decided on default/a');
  });

  test('binds workloads that are expanded, with claims that wait for their pod', async () => {
    const late: KubernetesObject = {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'vsan' },
      provisioner: 'csi.example.com',
      volumeBindingMode: 'WaitForFirstConsumer',
    };
    const labels = { app: 'cart' };
    const template = { metadata: { labels }, spec: { containers: [{ name: 'redis', image: 'redis:8', resources: { requests: { cpu: '100m' } } }] } };
    const base = { selector: { matchLabels: labels }, template };
    const claim = {
      metadata: { name: 'data' },
      spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'vsan', resources: { requests: { storage: '1Gi' } } },
    };
    const workloads: readonly KubernetesObject[] = [
      { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'cart' }, spec: { ...base, replicas: 2, volumeClaimTemplates: [claim] } },
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'front-end' }, spec: { ...base, replicas: 3 } },
      { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'agent' }, spec: base },
    ];
    const there = nodes(3);
    const { pods, claims } = expand(workloads, { nodes: there });
    const placements = await placed(pods, there, [late, ...workloads, ...claims]);
    expect(Object.values(placements)).toHaveLength(8);
    expect(Object.values(placements).filter(({ node }) => node === undefined)).toEqual([]);
    const agents = Object.values(placements).filter(({ pod: name }) => name.includes('/agent-'));
    expect(agents.map(({ node }) => node).sort()).toEqual(['node-0', 'node-1', 'node-2']);
  });

  test('leaves out a pod whose claim nobody fulfils', async () => {
    const waiting: KubernetesObject = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data' },
      spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'nobody', resources: { requests: { storage: '1Gi' } } },
    };
    const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }];
    const placements = await placed([pod('waits', {}, { volumes })], nodes(1), [waiting]);
    expect(placements.waits!.unschedulable).toMatch(/storageclass.*"nobody" not found|unbound immediate PersistentVolumeClaims/);
  });
});
