import { found, type Check } from '../check';

export const hostNamespaces: Check = {
  id: 'hostNamespaces',
  level: 'baseline',
  *find({ spec }) {
    for (const field of ['hostNetwork', 'hostPID', 'hostIPC'] as const)
      if (spec[field] === true) yield found(`spec.${field}`, true, 'false, or left out');
  },
};
