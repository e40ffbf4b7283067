import { Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  AdmissionControl,
  ClusterConfigurationProfile,
  DatastoreAntiAffinity,
  DatastoreCluster,
  Drs,
  Folder,
  NfsDatastore,
  PowerManagement,
  StorageDrs,
  StorageDrsOverride,
  StoragePolicy,
  Tag,
  TagCategory,
  TagRule,
  VcenterCluster,
  VirtualMachine,
  VmfsDatastore,
  Vsan,
  PortGroup,
  DistributedSwitch,
} from 'cdk-strata/vsphere';
import { Site } from './site';

/** vSAN OSA with its disk groups, and what other storage there is. */
export class OsaSite extends Site {
  public constructor(scope: Construct, id: string) {
    super(scope, id, 'templates');
    const hosts = this.hosts(4);
    const cluster = new VcenterCluster(this, 'compute', {
      datacenter: this.datacenter,
      hosts,
      admissionControl: AdmissionControl.slotPolicy({ hostFailures: 1, slotCpuMhz: 500, slotMemory: Size.gibibytes(1) }),
      drs: Drs.manual(),
      powerManagement: PowerManagement.manual(),
      vsan: Vsan.osa({
        spaceEfficiency: 'deduplication-and-compression',
        unmap: true,
        encryptionInTransit: true,
        rekeyInterval: Duration.hours(12),
        diskGroups: [{ cache: 'naa.500a07510f86d6b1', capacity: ['naa.500a07510f86d6b2', 'naa.500a07510f86d6b3'] }],
      }),
    });
    new ClusterConfigurationProfile(this, 'given', { cluster, configuration: '{"profile": {}}' });
    const spare = this.hosts(2, 'failover');
    new VcenterCluster(this, 'standby', {
      datacenter: this.datacenter,
      hosts: spare,
      admissionControl: AdmissionControl.failoverHosts([spare.hosts[0]!], { performanceTolerance: 0 }),
      drs: Drs.off(),
    });

    const category = new TagCategory(this, 'class', { associableTypes: ['Datastore', 'StoragePod', 'Folder'], cardinality: 'multiple' });
    const [fast, slow] = ['fast', 'slow'].map((name) => new Tag(this, name, { category })) as [Tag, Tag];
    const folder = new Folder(this, 'stores', { type: 'datastore', datacenter: this.datacenter, path: 'stores', tags: [slow] });
    const pod = new DatastoreCluster(this, 'pod', {
      datacenter: this.datacenter,
      folder,
      storageDrs: StorageDrs.fullyAutomated({
        spaceBalance: 'manual',
        ioBalance: 'manual',
        ruleEnforcement: 'automated',
        policyEnforcement: 'automated',
        evacuation: 'manual',
        ioLoadBalancing: true,
        keepDisksTogether: false,
        spaceUtilizationPercent: 85,
        spaceDifferencePercent: 10,
        ioLatencyMilli: 20,
        ioLoadImbalance: 10,
        reservableIopsPercent: 60,
        interval: Duration.hours(4),
      }),
      tags: [fast],
    });
    new DatastoreCluster(this, 'by-space', {
      datacenter: this.datacenter,
      storageDrs: StorageDrs.manual({ freeSpace: Size.gibibytes(100), ioLoadBalancing: true, reservableIops: 5000 }),
    });
    const nfs = new NfsDatastore(this, 'nfs', {
      hosts,
      remoteHosts: ['nfs.example.com'],
      remotePath: '/export/vms',
      version: '4.1',
      access: 'readWrite',
      security: 'SEC_KRB5',
      datastoreCluster: pod,
      tags: [slow],
    });
    new NfsDatastore(this, 'images', { hosts, remoteHosts: ['nfs.example.com'], remotePath: '/export/images', access: 'readOnly', folder });
    new VmfsDatastore(this, 'vmfs', { host: hosts.hosts[0]!, disks: ['naa.600a0980383034'], folder, tags: [fast] });
    new VmfsDatastore(this, 'vmfs-pod', { host: hosts.hosts[0]!, disks: ['naa.600a0980383035'], datastoreCluster: pod });

    const policy = new StoragePolicy(this, 'quick', {
      description: 'Fast and not slow',
      rules: [TagRule.tagged(fast), TagRule.notTagged(slow)],
      storage: pod,
    });
    const fabric = new DistributedSwitch(this, 'fabric', { datacenter: this.datacenter, hosts, uplinks: 2 });
    const network = new PortGroup(this, 'net', { switch: fabric, vlan: 20 });
    const common = { on: cluster, network, template: 'debian-12', disk: Size.gibibytes(20), cpus: 2, memory: Size.gibibytes(4) } as const;
    const pair = VirtualMachine.fleet(this, 'pair', { ...common, count: 2, storage: policy });
    new VirtualMachine(this, 'file-server', { ...common, storage: nfs });
    new DatastoreAntiAffinity(this, 'apart', { cluster: pod, machines: pair, mandatory: true });
    new StorageDrsOverride(this, 'still', { cluster: pod, machine: pair.machines[0]!, enabled: true, automation: 'manual', keepDisksTogether: true });
  }
}
