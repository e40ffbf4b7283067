import { found, type Check } from '../check';
import { contextsOf } from '../containers';

const TYPES = ['container_t', 'container_init_t', 'container_kvm_t'];
const ENGINE_SINCE = 31;

export const seLinux: Check = {
  id: 'seLinuxOptions',
  level: 'baseline',
  *find({ spec }, minor) {
    const types = minor < ENGINE_SINCE ? TYPES : [...TYPES, 'container_engine_t'];
    for (const { context, at } of contextsOf(spec)) {
      const { type = '', user = '', role = '' } = context?.seLinuxOptions ?? {};
      const field = `${at}.seLinuxOptions`;
      if (type !== '' && !types.includes(type)) yield found(`${field}.type`, type, `${types.join(', ')}, or left out`);
      if (user !== '') yield found(`${field}.user`, user, 'left out');
      if (role !== '') yield found(`${field}.role`, role, 'left out');
    }
  },
};
