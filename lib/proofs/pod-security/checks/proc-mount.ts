import type { PodTemplate } from '../../../estate';
import { found, type Check, type Found } from '../check';
import { containersOf, hasUserNamespace } from '../containers';

const RELAXED_SINCE = 35;

export const procMount: Check = {
  id: 'procMount',
  level: 'baseline',
  *find(pod, minor) {
    if (minor < RELAXED_SINCE || !hasUserNamespace(pod.spec)) yield* unmasked(pod);
  },
};

/** Since `baseline` lets it pass in a user namespace. */
export const procMountRestricted: Check = {
  id: 'procMount_restricted',
  level: 'restricted',
  since: RELAXED_SINCE,
  overrides: ['procMount'],
  find: (pod) => unmasked(pod),
};

function* unmasked({ spec }: PodTemplate): Iterable<Found> {
  for (const { container, at } of containersOf(spec)) {
    const mount = container.securityContext?.procMount;
    if (mount !== undefined && mount !== 'Default') yield found(`${at}.securityContext.procMount`, mount, 'Default, or left out');
  }
}
