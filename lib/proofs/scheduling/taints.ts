import type { Taint, Toleration } from '../../estate';
import type { Ternary } from '../../units';
import { holdsToken } from './labels';
import { some, ternary } from './ternary';

/** Whether one of the tolerations tolerates a taint. */
export function isTolerated(taint: Taint, tolerations: readonly Toleration[]): Ternary {
  return some(tolerations.map((toleration) => tolerates(toleration, taint)));
}

/** As Toleration.ToleratesTaint of Kubernetes: no effect and no key are any. */
function tolerates({ key = '', operator = 'Equal', value = '', effect }: Toleration, taint: Taint): Ternary {
  if (effect !== undefined && effect !== taint.effect) return 'no';
  if ([key, taint.key].some(holdsToken)) return 'maybe';
  if (key !== '' && key !== taint.key) return 'no';
  if (operator === 'Exists') return 'yes';
  return [value, taint.value].some(holdsToken) ? 'maybe' : ternary(value === taint.value);
}

/**
 * What the DaemonSet controller lets its pods tolerate.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#taints-and-tolerations
 */
export function daemonTolerations(hostNetwork: boolean): Toleration[] {
  const of = (name: string, effect: Taint['effect']): Toleration => ({ key: `node.kubernetes.io/${name}`, operator: 'Exists', effect });
  return [
    of('not-ready', 'NoExecute'),
    of('unreachable', 'NoExecute'),
    of('disk-pressure', 'NoSchedule'),
    of('memory-pressure', 'NoSchedule'),
    of('pid-pressure', 'NoSchedule'),
    of('unschedulable', 'NoSchedule'),
    ...(hostNetwork ? [of('network-unavailable', 'NoSchedule')] : []),
  ];
}
