import { found, type Check } from '../check';
import { containersOf } from '../containers';

export const privileged: Check = {
  id: 'privileged',
  level: 'baseline',
  *find({ spec }) {
    for (const { container, at } of containersOf(spec))
      if (container.securityContext?.privileged === true) yield found(`${at}.securityContext.privileged`, true, 'false, or left out');
  },
};
