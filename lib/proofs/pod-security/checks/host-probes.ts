import type { Container, Probe } from '../../../estate';
import { found, type Check } from '../check';
import { containersOf } from '../containers';

/** A probe of another host makes kubelet call from the node, past what a policy of the network says of the pod. */
export const hostProbes: Check = {
  id: 'hostProbesAndHostLifecycle',
  level: 'baseline',
  since: 34,
  *find({ spec }) {
    for (const { container, at } of containersOf(spec)) {
      for (const [field, handler] of handlersOf(container)) {
        for (const call of ['httpGet', 'tcpSocket'] as const) {
          const host = handler?.[call]?.host ?? '';
          if (host !== '') yield found(`${at}.${field}.${call}.host`, host, 'left out');
        }
      }
    }
  },
};

function handlersOf({ livenessProbe, readinessProbe, startupProbe, lifecycle }: Container): [string, Probe | undefined][] {
  return [
    ['livenessProbe', livenessProbe],
    ['readinessProbe', readinessProbe],
    ['startupProbe', startupProbe],
    ['lifecycle.postStart', lifecycle?.postStart],
    ['lifecycle.preStop', lifecycle?.preStop],
  ];
}
