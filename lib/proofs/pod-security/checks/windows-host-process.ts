import { found, type Check } from '../check';
import { contextsOf } from '../containers';

export const windowsHostProcess: Check = {
  id: 'windowsHostProcess',
  level: 'baseline',
  *find({ spec }) {
    for (const { context, at } of contextsOf(spec))
      if (context?.windowsOptions?.hostProcess === true) yield found(`${at}.windowsOptions.hostProcess`, true, 'false, or left out');
  },
};
