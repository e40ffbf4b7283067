import type { ComputeClusterConfig } from '@cdktf/provider-vsphere/lib/compute-cluster';
import type { Construct } from 'constructs';
import { checkFlag, checkKind, checkOneOf } from '../../check';
import { ConstructError } from '../../construct-error';
import { ADMISSION_CONTROL, DRS, HIGH_AVAILABILITY, POWER_MANAGEMENT, PROACTIVE_HA } from '../../kind';
import { AdmissionControl } from './admission-control';
import { Drs } from './drs';
import type { IEsxiHost } from '../host/esxi-host';
import { HighAvailability } from './high-availability';
import type { VcenterClusterProps } from './vcenter-cluster-props';

/** HA and its admission control, as they are once a cluster is brought up. */
export function availabilityOf(
  cluster: Construct,
  hosts: readonly IEsxiHost[],
  { ha = true, admissionControl, tolerates }: VcenterClusterProps,
): Partial<ComputeClusterConfig> {
  if (isOn(cluster, ha)) {
    return {
      haEnabled: true,
      ...(typeof ha === 'boolean' ? HighAvailability.of() : checkKind(cluster, 'ha', ha, HIGH_AVAILABILITY))._availability(cluster),
      ...checkKind(cluster, 'admissionControl', admissionControl ?? AdmissionControl.resourcePercentage(), ADMISSION_CONTROL)._admission(
        cluster,
        hosts,
        tolerates?.largest(hosts) ?? 1,
      ),
    };
  }
  if (admissionControl === undefined) return { haEnabled: false };
  throw new ConstructError(cluster, 'admission control is part of HA, which is off; turn HA on, or leave out admissionControl');
}

function isOn(cluster: Construct, ha: boolean | HighAvailability): boolean {
  return typeof ha === 'object' ? true : checkOneOf<boolean>(cluster, 'ha', ha, [true, false]);
}

/** Whether HA is off in this apply only. */
export function isBringUp(cluster: Construct, { bringUp = false, ha, vsan }: VcenterClusterProps): boolean {
  if (!checkFlag(cluster, 'bringUp', bringUp)) return false;
  if (vsan === undefined)
    throw new ConstructError(cluster, 'bringUp is for the apply that enables vSAN, and the cluster has none; give it vsan, or leave out bringUp');
  if (ha === false) throw new ConstructError(cluster, 'bringUp keeps HA off until vSAN is on, and HA is to stay off; leave out bringUp');
  return true;
}

/** DRS, and what takes it. */
export function schedulingOf(cluster: Construct, props: VcenterClusterProps): Partial<ComputeClusterConfig> {
  const drs = checkKind(cluster, 'drs', props.drs ?? Drs.fullyAutomated(), DRS);
  const { powerManagement, proactiveHa } = props;
  const taking = powerManagement !== undefined ? 'powerManagement' : proactiveHa !== undefined ? 'proactiveHa' : undefined;
  if (drs.automationLevel === undefined && taking !== undefined) {
    throw new ConstructError(cluster, `${taking} moves machines by DRS, which is off; turn DRS on, or leave out ${taking}`);
  }
  return {
    ...drs._scheduling(cluster),
    ...(powerManagement !== undefined && checkKind(cluster, 'powerManagement', powerManagement, POWER_MANAGEMENT)._power(cluster)),
    ...(proactiveHa !== undefined && checkKind(cluster, 'proactiveHa', proactiveHa, PROACTIVE_HA)._proactive(cluster)),
  };
}
