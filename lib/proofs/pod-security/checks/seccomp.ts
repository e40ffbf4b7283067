import { found, type Check } from '../check';
import { containersOf, contextsOf, isWindows } from '../containers';

const ALLOWED = 'RuntimeDefault or Localhost';

function isConfined(profile: { readonly type?: string }): boolean {
  return profile.type === 'RuntimeDefault' || profile.type === 'Localhost';
}

export const seccompBaseline: Check = {
  id: 'seccompProfile_baseline',
  level: 'baseline',
  *find({ spec }) {
    for (const { context, at } of contextsOf(spec)) {
      const profile = context?.seccompProfile;
      if (profile !== undefined && !isConfined(profile)) yield found(`${at}.seccompProfile.type`, profile.type, `${ALLOWED}, or left out`);
    }
  },
};

export const seccompRestricted: Check = {
  id: 'seccompProfile_restricted',
  level: 'restricted',
  overrides: ['seccompProfile_baseline'],
  *find(pod, minor) {
    const { spec } = pod;
    if (isWindows(spec)) return;
    yield* seccompBaseline.find(pod, minor);
    if (spec.securityContext?.seccompProfile !== undefined) return; // confines them, or has been found
    for (const { container, at } of containersOf(spec))
      if (container.securityContext?.seccompProfile === undefined)
        yield found(`${at}.securityContext.seccompProfile.type`, undefined, `${ALLOWED}, here or in the pod's security context`);
  },
};
