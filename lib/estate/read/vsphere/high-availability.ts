import type { Unknown } from '../../value';
import type { AdmissionControl, HighAvailability } from '../../vsphere';
import type { Source } from '../attributes';
import type { Reading } from './reading';

export function highAvailability(reading: Reading, source: Source): HighAvailability {
  const { reader } = reading;
  return {
    enabled: reader.boolean(source, 'ha_enabled'),
    hostMonitoring: reader.string(source, 'ha_host_monitoring'),
    admissionControl: admissionControl(reading, source),
  };
}

/** Admission control of which nothing is known. */
export function unknownAdmissionControl(open: (attribute: string) => Unknown): AdmissionControl {
  return {
    policy: open('ha_admission_control_policy'),
    hostFailures: open('ha_admission_control_host_failure_tolerance'),
    autoCompute: open('ha_admission_control_resource_percentage_auto_compute'),
    cpuPercent: open('ha_admission_control_resource_percentage_cpu'),
    memoryPercent: open('ha_admission_control_resource_percentage_memory'),
    explicitSlot: open('ha_admission_control_slot_policy_use_explicit_size'),
    slotCpuMhz: open('ha_admission_control_slot_policy_explicit_cpu'),
    slotMemoryMiB: open('ha_admission_control_slot_policy_explicit_memory'),
    failoverHosts: { ids: [], complete: false, unknown: open('ha_admission_control_failover_host_system_ids') },
  };
}

function admissionControl(reading: Reading, source: Source): AdmissionControl {
  const { reader } = reading;
  const of = (name: string): string => `ha_admission_control_${name}`;
  return {
    policy: reader.string(source, of('policy')),
    hostFailures: reader.whole(source, of('host_failure_tolerance'), 0),
    autoCompute: reader.boolean(source, of('resource_percentage_auto_compute')),
    cpuPercent: reader.whole(source, of('resource_percentage_cpu'), 1, 100),
    memoryPercent: reader.whole(source, of('resource_percentage_memory'), 1, 100),
    explicitSlot: reader.boolean(source, of('slot_policy_use_explicit_size')),
    slotCpuMhz: reader.whole(source, of('slot_policy_explicit_cpu'), 1),
    slotMemoryMiB: reader.whole(source, of('slot_policy_explicit_memory'), 1),
    failoverHosts: reading.membersIn(source, of('failover_host_system_ids'), 'hosts'),
  };
}
