import { found, type Check } from '../check';
import { contextsOf } from '../containers';

const ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';
const TYPES: readonly unknown[] = ['RuntimeDefault', 'Localhost'];

export const appArmor: Check = {
  id: 'appArmorProfile',
  level: 'baseline',
  *find({ spec, annotations }) {
    for (const { context, at } of contextsOf(spec)) {
      const profile = context?.appArmorProfile;
      if (profile !== undefined && !TYPES.includes(profile.type))
        yield found(`${at}.appArmorProfile.type`, profile.type, 'RuntimeDefault or Localhost');
    }
    for (const [key, value] of Object.entries(annotations))
      if (key.startsWith(ANNOTATION) && value !== '' && value !== 'runtime/default' && !value.startsWith('localhost/'))
        yield found(`metadata.annotations[${key}]`, value, 'runtime/default, localhost/..., or empty');
  },
};
