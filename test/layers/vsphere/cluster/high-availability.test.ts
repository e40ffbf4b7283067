import { Duration } from 'cdk8s';
import {
  ComponentProtection,
  Datastore,
  HeartbeatDatastores,
  HighAvailability,
  type HighAvailabilityProps,
  VcenterCluster,
  VmMonitoring,
} from 'cdk-strata/vsphere';
import { Lab } from '../lab';

function haOf(props: HighAvailabilityProps, lab = new Lab()): Record<string, unknown> {
  new VcenterCluster(lab, 'compute', { datacenter: lab.datacenter, hosts: lab.hosts(3), ha: HighAvailability.of(props) });
  const rendered = lab.rendered('vsphere_compute_cluster').compute!;
  return Object.fromEntries(Object.entries(rendered).filter(([key]) => key.startsWith('ha_') && !key.startsWith('ha_admission')));
}

const datastores = (lab: Lab): Datastore[] =>
  ['a', 'b'].map((id) => Datastore.fromAttributes(lab, id, { datastoreId: `datastore-${id}` }) as Datastore);

describe('HighAvailability', () => {
  test('says no more than that it is on, unless told', () => {
    expect(haOf({})).toEqual({ ha_enabled: true, ha_host_monitoring: 'enabled' });
  });

  test('renders every option', () => {
    const lab = new Lab();
    expect(
      haOf(
        {
          hostMonitoring: false,
          isolationResponse: 'shutdown',
          restartPriority: 'high',
          restartCondition: 'guestHbStatusGreen',
          restartDelay: Duration.seconds(15),
          restartTimeout: Duration.minutes(5),
          componentProtection: ComponentProtection.of({
            pdlResponse: 'warning',
            apdResponse: 'restartAggressive',
            apdDelay: Duration.minutes(2),
            apdRecovery: 'reset',
          }),
          vmMonitoring: VmMonitoring.machinesAndApplications({
            failureInterval: Duration.seconds(60),
            minimumUptime: Duration.minutes(4),
            maximumResets: 2,
            failureWindow: Duration.hours(24),
          }),
          heartbeatDatastores: HeartbeatDatastores.only(datastores(lab)),
          advancedOptions: { 'das.isolationaddress0': '10.0.0.1' },
        },
        lab,
      ),
    ).toEqual({
      ha_enabled: true,
      ha_host_monitoring: 'disabled',
      ha_host_isolation_response: 'shutdown',
      ha_vm_restart_priority: 'high',
      ha_vm_dependency_restart_condition: 'guestHbStatusGreen',
      ha_vm_restart_additional_delay: 15,
      ha_vm_restart_timeout: 300,
      ha_vm_component_protection: 'enabled',
      ha_datastore_pdl_response: 'warning',
      ha_datastore_apd_response: 'restartAggressive',
      ha_datastore_apd_response_delay: 120,
      ha_datastore_apd_recovery_action: 'reset',
      ha_vm_monitoring: 'vmAndAppMonitoring',
      ha_vm_failure_interval: 60,
      ha_vm_minimum_uptime: 240,
      ha_vm_maximum_resets: 2,
      ha_vm_maximum_failure_window: 86400,
      ha_heartbeat_datastore_policy: 'userSelectedDs',
      ha_heartbeat_datastore_ids: ['datastore-a', 'datastore-b'],
      ha_advanced_options: { 'das.isolationaddress0': '10.0.0.1' },
    });
  });

  test('protects machines from lost datastores as vCenter recommends', () => {
    expect(haOf({ componentProtection: ComponentProtection.of() })).toMatchObject({
      ha_vm_component_protection: 'enabled',
      ha_datastore_pdl_response: 'restartAggressive',
      ha_datastore_apd_response: 'restartConservative',
    });
    expect(haOf({ componentProtection: ComponentProtection.disabled() })).toMatchObject({
      ha_vm_component_protection: 'disabled',
      ha_datastore_pdl_response: 'disabled',
      ha_datastore_apd_response: 'disabled',
    });
  });

  test.each([
    [VmMonitoring.off(), 'vmMonitoringDisabled'],
    [VmMonitoring.machines(), 'vmMonitoringOnly'],
  ])('watches machines as told', (vmMonitoring, level) => {
    expect(haOf({ vmMonitoring })).toMatchObject({ ha_vm_monitoring: level });
  });

  test('chooses heartbeat datastores as told', () => {
    expect(haOf({ heartbeatDatastores: HeartbeatDatastores.automatic() })).toEqual({
      ha_enabled: true,
      ha_host_monitoring: 'enabled',
      ha_heartbeat_datastore_policy: 'allFeasibleDs',
    });
    const lab = new Lab();
    const [one] = datastores(lab);
    expect(haOf({ heartbeatDatastores: HeartbeatDatastores.preferred([one!, one!]) }, lab)).toMatchObject({
      ha_heartbeat_datastore_policy: 'allFeasibleDsWithUserPreference',
      ha_heartbeat_datastore_ids: ['datastore-a'],
    });
  });

  test.each<[string, HighAvailabilityProps, string]>([
    ['no heartbeat datastore', { heartbeatDatastores: HeartbeatDatastores.only([]) }, 'heartbeat datastores must be at least one, got none'],
    [
      'half a second',
      { restartTimeout: Duration.millis(1500) },
      'restartTimeout must be a whole number of seconds of at least 0, got 1 second 500 millis; did you mean Duration.seconds(2)?',
    ],
    [
      'no interval',
      { vmMonitoring: VmMonitoring.machines({ failureInterval: Duration.seconds(0) }) },
      'failureInterval must be a whole number of seconds of at least 1',
    ],
    ['negative resets', { vmMonitoring: VmMonitoring.machines({ maximumResets: -1 }) }, 'maximumResets must be a whole number of at least 0, got -1'],
    ['a strange response', { isolationResponse: 'off' as never }, 'isolationResponse must be one of "none", "powerOff", "shutdown", got "off"'],
    [
      'a strange PDL response',
      { componentProtection: ComponentProtection.of({ pdlResponse: 'restartConservative' as never }) },
      'pdlResponse must be one of "disabled", "warning", "restartAggressive", got "restartConservative"',
    ],
    ['a flag for monitoring', { vmMonitoring: true as never }, 'vmMonitoring must be a VmMonitoring, got true'],
    ['a flag for protection', { componentProtection: true as never }, 'componentProtection must be a ComponentProtection, got true'],
    ['names of datastores', { heartbeatDatastores: ['a'] as never }, 'heartbeatDatastores must be a HeartbeatDatastores'],
  ])('refuses %s', (_, props, message) => {
    expect(() => haOf(props)).toThrow(`[lab/compute] ${message}`);
  });
});
