import { found, type Check } from '../check';
import { containersOf, hasUserNamespace } from '../containers';

const RELAXED_SINCE = 35;

/** Until 1.34 the gate `UserNamespacesPodSecurityStandards` lets pods in a user namespace pass; it is alpha and off. */
export const runAsNonRoot: Check = {
  id: 'runAsNonRoot',
  level: 'restricted',
  *find({ spec }, minor) {
    if (minor >= RELAXED_SINCE && hasUserNamespace(spec)) return;
    const ofPod = spec.securityContext?.runAsNonRoot;
    if (ofPod === false) yield found('spec.securityContext.runAsNonRoot', false, 'true, or left out where each container sets it');
    for (const { container, at } of containersOf(spec)) {
      const value = container.securityContext?.runAsNonRoot;
      if (value === false || (value === undefined && ofPod === undefined))
        yield found(`${at}.securityContext.runAsNonRoot`, value, "true, here or in the pod's security context");
    }
  },
};

export const runAsUser: Check = {
  id: 'runAsUser',
  level: 'restricted',
  *find({ spec }, minor) {
    if (minor >= RELAXED_SINCE && hasUserNamespace(spec)) return;
    const users = [
      { user: spec.securityContext?.runAsUser, at: 'spec' },
      ...containersOf(spec).map(({ container, at }) => ({ user: container.securityContext?.runAsUser, at })),
    ];
    for (const { user, at } of users) if (user === 0) yield found(`${at}.securityContext.runAsUser`, 0, 'not 0, or left out');
  },
};
