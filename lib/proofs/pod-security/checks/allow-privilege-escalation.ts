import { found, type Check } from '../check';
import { containersOf, isWindows } from '../containers';

export const allowPrivilegeEscalation: Check = {
  id: 'allowPrivilegeEscalation',
  level: 'restricted',
  *find({ spec }) {
    if (isWindows(spec)) return;
    for (const { container, at } of containersOf(spec)) {
      const value = container.securityContext?.allowPrivilegeEscalation;
      if (value !== false) yield found(`${at}.securityContext.allowPrivilegeEscalation`, value, 'false');
    }
  },
};
