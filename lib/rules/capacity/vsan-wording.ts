import type { VsanRedundancy } from '../../estate';
import { count } from '../wording';

/** `RAID-1 for 1 failure at each of two sites`. */
export function keptText({ raid, failures, mirroredSites }: VsanRedundancy): string {
  return `${raid.toUpperCase()}${failures === 0 ? '' : ` for ${count(failures, 'failure')}`}${mirroredSites ? ' at each of two sites' : ''}`;
}
