import { found, type Check } from '../check';

const ALLOWED = ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret'];

/** The admission code of clusters before 1.33 refuses image volumes, whatever version of the standards is asked for. */
const IMAGES_SINCE = 33;

export const restrictedVolumes: Check = {
  id: 'restrictedVolumes',
  level: 'restricted',
  overrides: ['hostPathVolumes'],
  *find({ spec }, minor) {
    const allowed = minor < IMAGES_SINCE ? ALLOWED : [...ALLOWED, 'image'];
    for (const { name, source } of spec.volumes ?? [])
      if (!allowed.includes(source)) yield found(`spec.volumes[${name}]`, source, `one of ${allowed.join(', ')}`);
  },
};
