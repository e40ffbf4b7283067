import type { ComputeClusterVsanDiskGroup } from '@cdktf/provider-vsphere/lib/compute-cluster';
import type { IConstruct } from 'constructs';
import { checkDistinct, checkProps, checkText, checkTexts, got } from '../../check';
import { ConstructError } from '../../construct-error';

/**
 * Devices of one host, by their canonical names, such as `naa.5000c500ab12`. Every host takes those that it has. The provider takes all
 * new groups of one host for a single one, so that a host's second group comes with the next apply.
 */
export interface VsanDiskGroup {
  /** The flash device that caches. */
  readonly cache: string;

  /** The devices that keep the data: one to seven. */
  readonly capacity: readonly string[];
}

/** vSAN's own (https://download3.vmware.com/vcat/vmw-vcloud-architecture-toolkit-spv1-webworks/Storage%20and%20Availability/Architecting%20VMware%20vSAN%206.2/Architecting%20Virtual%20SAN%206.2.2.064.html). */
const MOST_CAPACITY_DEVICES = 7;

export function diskGroupsOf(cluster: IConstruct, groups: readonly VsanDiskGroup[]): ComputeClusterVsanDiskGroup[] {
  if (typeof groups !== 'object' || groups === null || !(Symbol.iterator in groups)) {
    throw new ConstructError(cluster, `diskGroups must be a list of \`{ cache, capacity }\`, got ${got(groups)}`);
  }
  const list = [...groups].map((group, index) => {
    const what = `diskGroups[${index}]`;
    checkProps(cluster, what, group, ['cache', 'capacity']);
    const storage = checkTexts(cluster, `capacity of ${what}`, group.capacity);
    if (storage.length === 0 || storage.length > MOST_CAPACITY_DEVICES) {
      throw new ConstructError(cluster, `capacity of ${what} must be one to ${MOST_CAPACITY_DEVICES} devices, got ${storage.length}`);
    }
    return { cache: checkText(cluster, `cache of ${what}`, group.cache), storage };
  });
  checkDistinct(
    cluster,
    'devices of vSAN',
    list.flatMap(({ cache, storage }) => [cache, ...storage]),
  );
  return list;
}
