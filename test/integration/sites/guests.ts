import { Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { Secret } from 'cdk-strata';
import {
  CloudInit,
  ComponentProtection,
  ContentLibrary,
  ContentLibraryItem,
  Datastore,
  DatastoreCluster,
  DistributedSwitch,
  DpmHostOverride,
  DrsVmOverride,
  Folder,
  HaVmOverride,
  HostGroup,
  LibraryPublication,
  LibrarySubscription,
  PortGroup,
  ResourcePool,
  Shares,
  StoragePolicy,
  Tag,
  TagCategory,
  VcenterCluster,
  VirtualMachine,
  type VirtualMachineCommonProps,
  VmAffinityRule,
  VmAntiAffinityRule,
  VmDependencyRule,
  VmGroup,
  VmHostRule,
  VmMonitoring,
  VirtualMachineTemplate,
} from 'cdk-strata/vsphere';
import { Site } from './site';

/** Machines with every option, where they come from, and what is said of them. */
export class Guests extends Site {
  public constructor(scope: Construct, id: string) {
    super(scope, id, 'templates');
    const hosts = this.hosts(4);
    const cluster = new VcenterCluster(this, 'compute', { datacenter: this.datacenter, hosts });
    const fabric = new DistributedSwitch(this, 'fabric', { datacenter: this.datacenter, hosts, uplinks: 2 });
    const network = new PortGroup(this, 'net', { switch: fabric, vlan: 20 });
    const backup = new PortGroup(this, 'backup', { switch: fabric, vlan: 21 });
    const category = new TagCategory(this, 'team', { associableTypes: ['VirtualMachine', 'ResourcePool'] });
    const tags = [new Tag(this, 'platform', { category })];
    const store = Datastore.fromLookup(this, 'store', { name: 'store', datacenter: this.datacenter });
    const policy = StoragePolicy.fromLookup(this, 'encrypted', { name: 'VM Encryption Policy', storage: store });
    const pod = new DatastoreCluster(this, 'pod', { datacenter: this.datacenter });

    const library = new ContentLibrary(this, 'images', {
      description: 'What machines are made of',
      storage: store,
      publication: LibraryPublication.withPassword(Secret.variable('library_password')),
    });
    new ContentLibrary(this, 'mirror', {
      storage: store,
      subscription: LibrarySubscription.of({
        url: 'https://vc.example.com:443/cls/vcsp/lib/1/lib.json',
        password: Secret.variable('library_password'),
        automaticSync: true,
        onDemand: true,
      }),
    });
    const image = new ContentLibraryItem(this, 'debian', {
      library,
      description: 'Debian 12',
      fileUrl: 'https://images.example.com/debian-12.ova',
    });
    new ContentLibraryItem(this, 'installer', { library, fileUrl: 'https://images.example.com/debian-12.iso', type: 'iso' });

    const pool = new ResourcePool(this, 'pool', {
      on: cluster,
      cpuReservationMhz: 4000,
      cpuLimitMhz: 40_000,
      cpuExpandable: false,
      cpuShares: Shares.of(4000),
      memoryReservation: Size.gibibytes(16),
      memoryLimit: Size.gibibytes(256),
      memoryExpandable: true,
      memoryShares: Shares.high(),
      tags,
    });
    const inner = new ResourcePool(this, 'inner', { on: pool, memoryShares: Shares.of(100), scaleDescendantsShares: true });
    const folder = new Folder(this, 'machines', { type: 'vm', datacenter: this.datacenter, path: 'prod' });

    const common: VirtualMachineCommonProps = {
      on: inner,
      network,
      storage: store,
      template: VirtualMachineTemplate.fromLookup(this, 'template', { name: 'debian-12', datacenter: this.datacenter }),
      disk: Size.gibibytes(40),
      cpus: 4,
      memory: Size.gibibytes(16),
    };
    const database = new VirtualMachine(this, 'database', {
      ...common,
      moreNetworks: [backup],
      networkAdapter: 'vmxnet3',
      storage: policy,
      coresPerSocket: 2,
      cpuReservationMhz: 2000,
      cpuLimitMhz: 8000,
      cpuShares: Shares.of(8000),
      memoryReservation: 'all',
      memoryLimit: Size.gibibytes(16),
      memoryShares: Shares.of(4096),
      latencySensitivity: 'high',
      cpuHotAdd: true,
      cpuHotRemove: true,
      memoryHotAdd: true,
      host: hosts.hosts[0]!,
      pciDevices: ['0000:3b:00.0'],
      hardwareVersion: 21,
      firmware: 'efi',
      secureBoot: true,
      vtpm: true,
      nestedVirtualization: true,
      ioMmu: true,
      virtualizationBasedSecurity: true,
      bootDelay: Duration.seconds(5),
      bootRetryDelay: Duration.seconds(10),
      moreDisks: [
        { size: Size.gibibytes(100), label: 'data', provisioning: 'eager-zeroed', unit: 15 },
        { size: Size.gibibytes(50), provisioning: 'thin', storage: store },
      ],
      scsiControllers: 2,
      enableDiskUuid: true,
      cloudInit: CloudInit.of({ userData: '#cloud-config\n', metaData: { 'local-hostname': 'database' }, networkConfig: 'version: 2\n' }),
      extraConfig: { 'sched.mem.pin': 'TRUE' },
      folder,
      tags,
      annotation: 'the ledger',
      waitForGuestNet: Duration.minutes(10),
      waitForGuestIp: Duration.minutes(5),
      preventDestroy: false,
    });
    const web = VirtualMachine.fleet(this, 'web', { ...common, on: cluster, count: 2, storage: pod, apart: 'hosts' });
    new VirtualMachine(this, 'from-library', { ...common, on: cluster, template: image, firmware: 'bios', disk: Size.gibibytes(20) });

    const machines = new VmGroup(this, 'databases', { cluster, machines: database });
    const webs = new VmGroup(this, 'webs', { cluster, machines: web });
    const some = new HostGroup(this, 'some', { cluster, hosts: hosts.hosts.slice(0, 2) });
    new VmHostRule(this, 'on-some', { machines, hosts: some, run: 'on', strength: 'must', enabled: true });
    new VmHostRule(this, 'off-some', { machines: webs, hosts: some, run: 'not-on', strength: 'should' });
    new VmDependencyRule(this, 'after', { start: webs, after: machines, strength: 'must', enabled: false });
    new VmAffinityRule(this, 'together', { cluster, machines: web, strength: 'should', enabled: false });
    new VmAntiAffinityRule(this, 'apart', { cluster, machines: [database, web], strength: 'should' });

    new DrsVmOverride(this, 'by-hand', { cluster, machine: database, automationLevel: 'manual' });
    new DrsVmOverride(this, 'never', { cluster, machine: web.machines[0]!, automationLevel: 'off' });
    new DpmHostOverride(this, 'awake', { cluster, host: hosts.hosts[3]!, automationLevel: 'off' });
    new DpmHostOverride(this, 'asked', { cluster, host: hosts.hosts[2]!, automationLevel: 'manual' });
    new HaVmOverride(this, 'first', {
      cluster,
      machine: database,
      restartPriority: 'highest',
      restartTimeout: Duration.minutes(10),
      isolationResponse: 'shutdown',
      componentProtection: ComponentProtection.of({
        pdlResponse: 'restartAggressive',
        apdResponse: 'restartAggressive',
        apdDelay: Duration.minutes(3),
        apdRecovery: 'reset',
      }),
      vmMonitoring: VmMonitoring.machinesAndApplications({
        failureInterval: Duration.seconds(60),
        minimumUptime: Duration.minutes(4),
        maximumResets: 2,
        failureWindow: Duration.hours(1),
      }),
    });
  }
}
