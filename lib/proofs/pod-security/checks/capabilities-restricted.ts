import { found, type Check } from '../check';
import { containersOf, isWindows } from '../containers';

export const capabilitiesRestricted: Check = {
  id: 'capabilities_restricted',
  level: 'restricted',
  overrides: ['capabilities_baseline'],
  *find({ spec }) {
    if (isWindows(spec)) return;
    for (const { container, at } of containersOf(spec)) {
      const { add = [], drop } = container.securityContext?.capabilities ?? {};
      const field = `${at}.securityContext.capabilities`;
      if (drop?.includes('ALL') !== true) yield found(`${field}.drop`, drop, 'a list with ALL in it');
      if (add.some((name) => name !== 'NET_BIND_SERVICE')) yield found(`${field}.add`, add, 'none but NET_BIND_SERVICE');
    }
  },
};
