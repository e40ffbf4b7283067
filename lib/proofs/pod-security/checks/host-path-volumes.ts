import { found, type Check } from '../check';

export const hostPathVolumes: Check = {
  id: 'hostPathVolumes',
  level: 'baseline',
  *find({ spec }) {
    for (const { name, source } of spec.volumes ?? [])
      if (source === 'hostPath') yield found(`spec.volumes[${name}]`, source, 'no volume of the host');
  },
};
