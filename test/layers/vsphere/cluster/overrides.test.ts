import { Duration, Size } from 'cdk8s';
import {
  ClusterConfigurationProfile,
  ComponentProtection,
  Datastore,
  DpmHostOverride,
  Drs,
  DrsVmOverride,
  EsxiHost,
  HaVmOverride,
  PortGroup,
  VcenterCluster,
  VirtualMachine,
  VmMonitoring,
} from 'cdk-strata/vsphere';
import { Lab } from '../lab';

class Room extends Lab {
  public readonly fleet = this.hosts(2);
  public readonly cluster = this.clusterBy(Drs.fullyAutomated());
  public readonly machine = VirtualMachine.fleet(this, 'db', {
    count: 1,
    on: this.cluster,
    network: PortGroup.fromAttributes(this, 'net', { networkId: 'dvportgroup-1' }),
    storage: Datastore.fromLookup(this, 'ds', { name: 'ds', datacenter: this.datacenter }),
    template: 'debian-12',
    cpus: 2,
    memory: Size.gibibytes(4),
  }).machines[0]!;

  private clusterBy(drs: Drs): VcenterCluster {
    return new VcenterCluster(this, 'compute', { datacenter: this.datacenter, hosts: this.fleet, drs });
  }
}

const CLUSTER = '${vsphere_compute_cluster.compute.id}';

describe('DrsVmOverride', () => {
  test.each([
    ['manual', { drs_enabled: true, drs_automation_level: 'manual' }],
    ['off', { drs_enabled: false }],
  ] as const)('lets a machine be %s', (automationLevel, expected) => {
    const room = new Room();
    new DrsVmOverride(room, 'x', { cluster: room.cluster, machine: room.machine, automationLevel });
    expect(room.rendered('vsphere_drs_vm_override').x).toEqual({
      compute_cluster_id: CLUSTER,
      virtual_machine_id: room.resolve(room.machine.machineUuid),
      ...expected,
    });
  });

  test('is refused where the cluster lets no machine differ', () => {
    const room = new Room();
    const cluster = new VcenterCluster(room, 'strict', {
      datacenter: room.datacenter,
      hosts: room.hosts(2, 'other'),
      drs: Drs.manual({ vmOverrides: false }),
    });
    expect(() => new DrsVmOverride(room, 'x', { cluster, machine: room.machine, automationLevel: 'off' })).toThrow(
      '[lab/x] cluster lab/strict lets no machine differ in DRS; leave out vmOverrides of its DRS, or the override',
    );
  });
});

describe('HaVmOverride', () => {
  test('renders every option', () => {
    const room = new Room();
    new HaVmOverride(room, 'x', {
      cluster: room.cluster,
      machine: room.machine,
      restartPriority: 'disabled',
      restartTimeout: Duration.minutes(1),
      isolationResponse: 'powerOff',
      componentProtection: ComponentProtection.of({ apdDelay: Duration.minutes(1), apdRecovery: 'none' }),
      vmMonitoring: VmMonitoring.machines({ maximumResets: 1 }),
    });
    expect(room.rendered('vsphere_ha_vm_override').x).toEqual({
      compute_cluster_id: CLUSTER,
      virtual_machine_id: room.resolve(room.machine.machineUuid),
      ha_vm_restart_priority: 'disabled',
      ha_vm_restart_timeout: 60,
      ha_host_isolation_response: 'powerOff',
      ha_datastore_pdl_response: 'restartAggressive',
      ha_datastore_apd_response: 'restartConservative',
      ha_datastore_apd_response_delay: 60,
      ha_datastore_apd_recovery_action: 'none',
      ha_vm_monitoring_use_cluster_defaults: false,
      ha_vm_monitoring: 'vmMonitoringOnly',
      ha_vm_maximum_resets: 1,
    });
  });

  test('leaves to the cluster what it does not say', () => {
    const room = new Room();
    new HaVmOverride(room, 'x', { cluster: room.cluster, machine: room.machine, restartPriority: 'highest' });
    expect(Object.keys(room.rendered('vsphere_ha_vm_override').x!).sort()).toEqual([
      'compute_cluster_id',
      'ha_vm_restart_priority',
      'virtual_machine_id',
    ]);
  });

  test('is refused where it changes nothing', () => {
    const room = new Room();
    expect(() => new HaVmOverride(room, 'x', { cluster: room.cluster, machine: room.machine })).toThrow('[lab/x] the override changes nothing');
  });
});

describe('DpmHostOverride', () => {
  test.each([
    ['automated', { dpm_enabled: true, dpm_automation_level: 'automated' }],
    ['off', { dpm_enabled: false }],
  ] as const)('lets a host be %s', (automationLevel, expected) => {
    const room = new Room();
    new DpmHostOverride(room, 'x', { cluster: room.cluster, host: room.fleet.hosts[0]!, automationLevel });
    expect(room.rendered('vsphere_dpm_host_override').x).toEqual({
      compute_cluster_id: CLUSTER,
      host_system_id: room.resolve(room.fleet.hosts[0]!.hostId),
      ...expected,
    });
  });

  test('is refused for a host elsewhere', () => {
    const room = new Room();
    const host = EsxiHost.fromAttributes(room, 'stranger', { hostId: 'host-9' });
    expect(() => new DpmHostOverride(room, 'x', { cluster: room.cluster, host, automationLevel: 'off' })).toThrow(
      '[lab/x] host "host-9" (lab/stranger) is not of cluster lab/compute',
    );
  });
});

describe('ClusterConfigurationProfile', () => {
  test('takes the configuration of a host, once the hosts are in the cluster', () => {
    const room = new Room();
    new ClusterConfigurationProfile(room, 'x', { cluster: room.cluster, referenceHost: room.fleet.hosts[0]! });
    expect(room.rendered('vsphere_configuration_profile').x).toEqual({
      cluster_id: CLUSTER,
      reference_host_id: room.resolve(room.fleet.hosts[0]!.hostId),
      depends_on: Object.keys(room.rendered('vsphere_host')).map((name) => `vsphere_host.${name}`),
    });
  });

  test('takes a configuration as text', () => {
    const room = new Room();
    new ClusterConfigurationProfile(room, 'x', { cluster: room.cluster, configuration: '{"profile":{}}' });
    expect(room.rendered('vsphere_configuration_profile').x).toMatchObject({ configuration: '{"profile":{}}' });
  });

  test('refuses neither, both, strangers and what is no JSON', () => {
    const room = new Room();
    const stranger = EsxiHost.fromAttributes(room, 'stranger', { hostId: 'host-9' });
    let made = 0;
    const make = (props: object) => (): unknown => new ClusterConfigurationProfile(room, `x${made++}`, { cluster: room.cluster, ...props });
    expect(make({})).toThrow('a profile takes referenceHost or configuration, got neither');
    expect(make({ referenceHost: room.fleet.hosts[0]!, configuration: '{}' })).toThrow('a profile takes referenceHost or configuration, got both');
    expect(make({ referenceHost: stranger })).toThrow('host "host-9" (lab/stranger) is not of cluster lab/compute');
    for (const configuration of ['[1]', 'hunter2', 'null']) {
      expect(make({ configuration })).toThrow('configuration must be the text of a JSON object, as vCenter exports it');
      expect(make({ configuration })).not.toThrow('hunter2');
    }
  });
});
