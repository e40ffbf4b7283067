import type { VsanRedundancy } from '../../../estate/vsphere';
import { checkFlag, checkProps, got } from '../../check';

export interface MirroredSitesProps {
  /**
   * Whether each site of a stretched cluster holds a copy. The failures are then those within a site.
   * @default false
   */
  readonly mirroredSites?: boolean;
}

export interface RedundancyProps extends MirroredSitesProps {
  /**
   * Failures of hosts, or of fault domains, that lose nothing.
   * @default - the least that the RAID level has: 1, and 2 for RAID-6
   */
  readonly failures?: number;
}

/**
 * RAID-1 keeps one copy more than failures, at most four
 * (https://download3.vmware.com/vcat/vmw-vcloud-architecture-toolkit-spv1-webworks/Storage%20and%20Availability/Architecting%20VMware%20vSAN%206.2/Architecting%20Virtual%20SAN%206.2.2.082.html);
 * RAID-5 has one parity, RAID-6 two
 * (https://docs.vmware.com/br/VMware-vSphere/8.0/vsan-administration/GUID-AD408FA8-5898-4541-9F82-FE72E6CD6227.html).
 */
const FAILURES = { 'raid-1': [1, 2, 3], 'raid-5': [1], 'raid-6': [2] } as const;

export function redundancyOf(raid: keyof typeof FAILURES, props: RedundancyProps): VsanRedundancy {
  const name = raid.toUpperCase();
  checkProps(undefined, `props of ${name}`, props, []);
  const allowed: readonly number[] = FAILURES[raid];
  const failures = props.failures ?? allowed[0]!;
  if (!allowed.includes(failures)) {
    throw new Error(`${name} loses nothing by ${WORDS[raid]}, got ${got(failures)}; ${REPAIR[raid]}`);
  }
  return { raid, failures, mirroredSites: checkFlag(undefined, `mirroredSites of ${name}`, props.mirroredSites ?? false) };
}

const WORDS = { 'raid-1': '1, 2 or 3 failures', 'raid-5': '1 failure', 'raid-6': '2 failures' } as const;

const REPAIR = {
  'raid-1': 'vSAN keeps four copies at most',
  'raid-5': 'RAID-6 survives two',
  'raid-6': 'RAID-5 survives one, RAID-1 up to three',
} as const;
