import { Duration, Size } from 'cdk8s';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { Secret } from 'cdk-strata';
import {
  ContentLibrary,
  Datacenter,
  Datastore,
  DrsVmOverride,
  EntityPermissions,
  EsxiHost,
  Folder,
  HaVmOverride,
  HostGroup,
  Permission,
  PermissionTarget,
  ResourcePool,
  Role,
  Shares,
  StandardNetwork,
  StoragePolicy,
  Tag,
  TagCategory,
  TagRule,
  VCenter,
  VcenterCluster,
  VirtualMachine,
  VmAntiAffinityRule,
  VmGroup,
  VmHostRule,
} from 'cdk-strata/vsphere';

/** What is built on a cluster that is there already. The simulator has one, so that the real provider can apply this. */
export class ExistingSite extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new VCenter(this, 'vcenter', {
      server: 'vc.example.com',
      user: Secret.variable('vcenter_user'),
      password: Secret.variable('vcenter_password'),
    });
    const datacenter = Datacenter.fromLookup(this, 'dc', { name: 'DC0' });
    const cluster = VcenterCluster.fromLookup(this, 'compute', { name: 'DC0_C0', datacenter });
    const storage = Datastore.fromLookup(this, 'store', { name: 'LocalDS_0', datacenter });
    const network = StandardNetwork.fromLookup(this, 'net', { name: 'VM Network', datacenter });

    const category = new TagCategory(this, 'tier', {
      associableTypes: ['VirtualMachine', 'Folder', 'ResourcePool', 'Datacenter'],
      description: 'How good',
    });
    const tags = [new Tag(this, 'gold', { category, description: 'The best' })];
    const role = new Role(this, 'operator', { privileges: ['VirtualMachine.Interact.PowerOn'] });
    const folder = new Folder(this, 'machines', { type: 'vm', datacenter, path: 'prod', tags });
    const pool = new ResourcePool(this, 'pool', {
      on: cluster,
      cpuReservationMhz: 1000,
      cpuShares: Shares.of(2000),
      memoryReservation: Size.gibibytes(4),
      memoryLimit: Size.gibibytes(64),
      tags,
    });
    new EntityPermissions(this, 'access', {
      on: PermissionTarget.resourcePool(pool),
      permissions: [Permission.user('VSPHERE.LOCAL\\operator', { role, propagate: true })],
    });
    const web = VirtualMachine.fleet(this, 'web', {
      count: 2,
      on: pool,
      network,
      storage,
      folder,
      tags,
      template: 'debian-12',
      cpus: 2,
      memory: Size.gibibytes(4),
      moreDisks: [{ size: Size.gibibytes(10), provisioning: 'thin' }],
      extraConfig: { 'sched.mem.pin': 'TRUE' },
      annotation: 'web server',
      waitForGuestNet: Duration.minutes(0),
    });

    const hosts = ['DC0_C0_H0', 'DC0_C0_H1'].map((hostname) => EsxiHost.fromLookup(this, hostname, { hostname, datacenter }));
    const machines = new VmGroup(this, 'webs', { cluster, machines: web });
    const some = new HostGroup(this, 'some', { cluster, hosts });
    new VmHostRule(this, 'on-some', { machines, hosts: some, run: 'on', strength: 'should' });
    new VmAntiAffinityRule(this, 'apart', { cluster, machines: web, strength: 'must' });
    new DrsVmOverride(this, 'by-hand', { cluster, machine: web.machines[0]!, automationLevel: 'manual' });
    new HaVmOverride(this, 'first', { cluster, machine: web.machines[0]!, restartPriority: 'highest' });
    new ContentLibrary(this, 'images', { storage, description: 'What machines are made of' });
    new StoragePolicy(this, 'quick', { description: 'Tagged gold', rules: [TagRule.tagged(...tags)], storage });
    const annex = new Datacenter(this, 'annex', { name: 'annex', tags });
    new Folder(this, 'clusters', { type: 'host', datacenter: annex, path: 'clusters', tags });
  }
}
