import { found, type Check } from '../check';
import { containersOf } from '../containers';

export const hostPorts: Check = {
  id: 'hostPorts',
  level: 'baseline',
  *find({ spec }) {
    for (const { container, at } of containersOf(spec))
      for (const [index, { hostPort = 0 }] of (container.ports ?? []).entries())
        if (hostPort !== 0) yield found(`${at}.ports[${index}].hostPort`, hostPort, '0, or left out');
  },
};
