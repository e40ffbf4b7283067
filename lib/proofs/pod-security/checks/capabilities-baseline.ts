import { found, type Check } from '../check';
import { containersOf } from '../containers';

const DEFAULT_SET = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

export const capabilitiesBaseline: Check = {
  id: 'capabilities_baseline',
  level: 'baseline',
  *find({ spec }) {
    for (const { container, at } of containersOf(spec)) {
      const added = container.securityContext?.capabilities?.add ?? [];
      if (added.some((name) => !DEFAULT_SET.includes(name)))
        yield found(`${at}.securityContext.capabilities.add`, added, `none but ${DEFAULT_SET.join(', ')}`);
    }
  },
};
