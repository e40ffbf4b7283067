import { indexOf, type Estate, type KubernetesCluster, type Workload } from '../../estate';
import type { AtMaximum } from './pods-at-maximum';

/** A workload where other pods, or volumes, decide where its pods may be, so that room for them is not all. */
export function boundByOthers(estate: Estate, cluster: KubernetesCluster, { pods }: AtMaximum): Workload | undefined {
  const counts = new Map(pods.map(({ id, count }) => [id, count]));
  const present = indexOf(estate)
    .workloadsOf(cluster)
    .filter(({ id, replicas }) => replicas === 'per-node' || (counts.get(id) ?? 0) > 0);
  const users = new Map<number, number>();
  for (const workload of present) for (const port of hostPorts(workload)) users.set(port, (users.get(port) ?? 0) + 1);
  const isBound = (workload: Workload): boolean =>
    isPlaced(workload) || [...hostPorts(workload)].some((port) => users.get(port)! > 1 || (counts.get(workload.id) ?? 0) > 1);
  return present.find(isBound);
}

function isPlaced({ replicas, claimTemplates, pod: { spec, unread = [] } }: Workload): boolean {
  const { podAffinity, podAntiAffinity } = spec.affinity ?? {};
  return (
    (podAffinity?.required ?? []).length + (podAntiAffinity?.required ?? []).length > 0 ||
    (spec.topologySpreadConstraints ?? []).some(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule') ||
    unread.some((path) => HIDDEN.test(path)) ||
    // A volume of a DaemonSet is on the node of its pod, or it has none.
    (replicas !== 'per-node' &&
      (claimTemplates.length > 0 || (spec.volumes ?? []).some(({ source }) => source === 'persistentVolumeClaim' || source === 'ephemeral')))
  );
}

const HIDDEN = /^spec\.(affinity(\.pod(Anti)?Affinity.*)?|topologySpreadConstraints.*|volumes)$/;

function hostPorts({ pod: { spec } }: Workload): ReadonlySet<number> {
  const ports = [...spec.containers, ...(spec.initContainers ?? [])].flatMap((container) => container.ports ?? []);
  return new Set(ports.flatMap(({ hostPort = 0 }) => (hostPort === 0 ? [] : [hostPort])));
}
