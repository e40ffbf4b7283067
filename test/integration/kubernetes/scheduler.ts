import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathOf } from '../tools/build';
import type { KubernetesTools } from '../tools/kubernetes';
import type { ApiServer } from './api-server';
import { Applier } from './apply';
import { ApiClient } from './client';
import type { KubernetesObject } from './object';
import { registerNode } from './nodes';
import { eventually, freePorts, pause, startProcess } from './process';
import { provision } from './volumes';
import { namespaceOf } from './workloads';

export interface Placement {
  /** Such as `shop/front-end-5d8f9c7b6d-0`. */
  readonly pod: string;
  /** Absent where the scheduler found none. */
  readonly node?: string;
  /** Why it found none. */
  readonly unschedulable?: string;
}

export interface ScheduleOptions {
  readonly nodes: readonly KubernetesObject[];
  /** They come in this order. What they refer to must be there: namespaces, priority classes, runtime classes, claims. */
  readonly pods: readonly KubernetesObject[];
  /** Profiles of a KubeSchedulerConfiguration. @default - those of a cluster that says nothing */
  readonly profiles?: readonly unknown[];
  /** @default 120 */
  readonly seconds?: number;
}

/**
 * Has the real kube-scheduler bind pods to nodes on an API server, and says where each one went, in the order of the pods. It knows the nodes
 * before the first pod comes, and takes pods in the order in which they come; between nodes that are equally good it draws lots. A pod counts
 * as unschedulable once the scheduler has said so and nothing has changed for some of its attempts.
 * @throws Error where it is not decided for every pod in time
 */
export async function schedule(
  tools: Pick<KubernetesTools, 'scheduler'>,
  server: ApiServer,
  options: ScheduleOptions,
): Promise<readonly Placement[]> {
  const { nodes, pods, profiles, seconds = 120 } = options;
  for (const node of nodes) await registerNode(server.client, node);
  const scheduler = await startScheduler(pathOf(tools.scheduler), server, profiles);
  try {
    const applier = new Applier(server.client);
    for (const pod of pods) await applier.applyServerSide(pod);
    return await settled(server, pods.map(fullName), seconds, scheduler.doomed);
  } finally {
    await scheduler.stop();
  }
}

interface Scheduler {
  /** Why it has ended; undefined as long as it runs. */
  doomed(): string | undefined;
  stop(): Promise<void>;
}

/** Once it has seen all that is there. */
async function startScheduler(binary: string, { folder, kubeconfig }: ApiServer, profiles: readonly unknown[] | undefined): Promise<Scheduler> {
  const [port] = (await freePorts(1)) as [number];
  const config = join(folder, 'scheduler.json');
  writeFileSync(config, JSON.stringify(configuration(kubeconfig, profiles)));
  const certificates = join(folder, 'scheduler');
  const listening = ['--bind-address=127.0.0.1', `--secure-port=${port}`, `--cert-dir=${certificates}`];
  const running = startProcess(binary, [`--config=${config}`, ...listening]);
  let ended = false;
  void running.ended.then(() => (ended = true));
  const doomed = (): string | undefined => (ended ? `it ended: ${running.log().trim().split('\n').slice(-5).join('\n')}` : undefined);
  try {
    const ca = await eventually('the certificate of kube-scheduler', async () => readFileSync(join(certificates, 'kube-scheduler.crt'), 'utf8'), {
      doomed,
    });
    const client = new ApiClient({ url: `https://127.0.0.1:${port}`, ca });
    await eventually('kube-scheduler', () => client.get('/readyz'), { doomed });
    client.close();
    return { doomed, stop: running.stop };
  } catch (error) {
    await running.stop();
    throw error;
  }
}

/** Where the pods are once that no longer changes, with volumes for those that wait for them. */
async function settled(
  server: ApiServer,
  wanted: readonly string[],
  seconds: number,
  doomed: () => string | undefined,
): Promise<readonly Placement[]> {
  const until = performance.now() + seconds * 1000;
  let before = '';
  let changed = performance.now();
  for (;;) {
    const reason = doomed();
    if (reason !== undefined) throw new Error(`kube-scheduler: ${reason}`);
    await provision(server.client);
    const placements = placementsOf(await remainingPods(server), wanted);
    const now = JSON.stringify(placements);
    if (now !== before) [before, changed] = [now, performance.now()];
    const undecided = placements.filter(({ node, unschedulable }) => node === undefined && unschedulable === undefined);
    const rests = performance.now() - changed > SETTLED_AFTER || placements.every(({ node }) => node !== undefined);
    if (undecided.length === 0 && rests) return placements;
    if (performance.now() > until)
      throw new Error(`kube-scheduler has not decided on ${undecided.map(({ pod }) => pod).join(', ') || 'pods that change'}`);
    await pause(200);
  }
}

/** In milliseconds. The scheduler tries again every second. */
const SETTLED_AFTER = 3000;

function configuration(kubeconfig: string, profiles: readonly unknown[] | undefined): unknown {
  return {
    apiVersion: 'kubescheduler.config.k8s.io/v1',
    kind: 'KubeSchedulerConfiguration',
    clientConnection: { kubeconfig, qps: 500, burst: 1000 },
    leaderElection: { leaderElect: false },
    podInitialBackoffSeconds: 1,
    podMaxBackoffSeconds: 1,
    ...(profiles !== undefined && { profiles }),
  };
}

interface Pod extends KubernetesObject {
  readonly spec: { readonly nodeName?: string };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[] };
}

/** All pods there are, once those that make room for others are gone: their kubelet would report that they have ended. */
async function remainingPods({ client }: ApiServer): Promise<readonly Pod[]> {
  const { items } = (await client.get('/api/v1/pods')).body as { readonly items: readonly Pod[] };
  const leaving = items.filter(({ metadata }) => metadata.deletionTimestamp !== undefined);
  for (const pod of leaving) await client.delete(`/api/v1/namespaces/${namespaceOf(pod)}/pods/${pod.metadata.name}?gracePeriodSeconds=0`);
  return items.filter((pod) => !leaving.includes(pod));
}

function placementsOf(pods: readonly Pod[], wanted: readonly string[]): readonly Placement[] {
  const byName = new Map(pods.map((pod) => [fullName(pod), pod]));
  return wanted.map((name) => placementOf(name, byName.get(name)));
}

function placementOf(name: string, pod: Pod | undefined): Placement {
  if (!pod) return { pod: name, unschedulable: 'it made room for another pod' };
  if (pod.spec.nodeName) return { pod: name, node: pod.spec.nodeName };
  const said = pod.status?.conditions?.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  return said ? { pod: name, unschedulable: said.message ?? '' } : { pod: name };
}

function fullName(pod: KubernetesObject): string {
  return `${namespaceOf(pod)}/${pod.metadata.name}`;
}
