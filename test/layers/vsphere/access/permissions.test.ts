import { TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import {
  Datacenter,
  Datastore,
  DatastoreCluster,
  DistributedSwitch,
  EntityPermissions,
  EsxiHost,
  Folder,
  Permission,
  PermissionTarget,
  PortGroup,
  Role,
  type RoleProps,
  VcenterCluster,
} from 'cdk-strata/vsphere';
import { Lab } from '../lab';

describe('Role', () => {
  const make = (props: Partial<RoleProps>, lab = new Lab()): Role =>
    new Role(lab, 'operator', { privileges: ['VirtualMachine.Interact.PowerOn'], ...props });

  test('renders its privileges', () => {
    const lab = new Lab();
    const role = make({ name: 'Operator' }, lab);
    expect(lab.rendered('vsphere_role').operator).toEqual({ name: 'Operator', role_privileges: ['VirtualMachine.Interact.PowerOn'] });
    expect(Role.isRole(role)).toBe(true);
  });

  test('is looked up by its label or known', () => {
    const lab = new Lab();
    const readOnly = Role.fromLookup(lab, 'read-only', { label: 'Read-only' });
    expect(lab.rendered('data.vsphere_role')).toEqual({ 'read-only': { label: 'Read-only' } });
    expect(lab.resolve(readOnly.roleId)).toBe('${data.vsphere_role.read-only.id}');
    expect(Role.fromAttributes(lab, 'admin', { roleId: '-1' }).roleId).toBe('-1');
  });

  test.each<[Partial<RoleProps>, string]>([
    [{ privileges: [] }, 'privileges must name at least one privilege, got none'],
    [{ privileges: ['Host.Config', 'Host.Config'] }, 'privileges must differ, got "Host.Config" for number 1 and number 2'],
    [{ privileges: ['System.Read'] }, 'every role has the privileges of System, got "System.Read"; leave it out'],
  ])('is refused with %j', (props, message) => {
    expect(() => make(props)).toThrow(`[lab/operator] ${message}`);
  });
});

describe('EntityPermissions', () => {
  const role = (lab: Lab): Role => new Role(lab, 'operator', { privileges: ['Host.Config'] });

  test('gives users and groups roles on an object', () => {
    const lab = new Lab();
    new EntityPermissions(lab, 'access', {
      on: PermissionTarget.datacenter(lab.datacenter),
      permissions: [
        Permission.user('EXAMPLE\\alice', { role: role(lab), propagate: false }),
        Permission.group('EXAMPLE\\ops', { role: Role.fromAttributes(lab, 'admin', { roleId: '-1' }), propagate: true }),
      ],
    });
    expect(lab.rendered('vsphere_entity_permissions')).toMatchSnapshot();
  });

  class Thing extends Construct {
    public readonly machineUuid = 'uuid-vm';
    public readonly machineName = 'vm';
    public readonly resourcePoolId = 'resgroup-1';
  }

  test.each<[(lab: Lab) => PermissionTarget, string, string]>([
    [(lab) => PermissionTarget.datacenter(Datacenter.fromAttributes(lab, 'x', { datacenterId: 'datacenter-1' })), 'Datacenter', 'datacenter-1'],
    [(lab) => PermissionTarget.folder(Folder.fromAttributes(lab, 'x', { folderPath: 'p', folderId: 'group-v1' })), 'Folder', 'group-v1'],
    [
      (lab) => PermissionTarget.cluster(VcenterCluster.fromLookup(lab, 'x', { name: 'x', datacenter: lab.datacenter })),
      'ClusterComputeResource',
      '${data.vsphere_compute_cluster.x.id}',
    ],
    [(lab) => PermissionTarget.resourcePool(new Thing(lab, 'x')), 'ResourcePool', 'resgroup-1'],
    [(lab) => PermissionTarget.host(EsxiHost.fromAttributes(lab, 'x', { hostId: 'host-1' })), 'HostSystem', 'host-1'],
    [(lab) => PermissionTarget.virtualMachine(new Thing(lab, 'x')), 'VirtualMachine', 'uuid-vm'],
    [(lab) => PermissionTarget.datastore(Datastore.fromAttributes(lab, 'x', { datastoreId: 'datastore-1' })), 'Datastore', 'datastore-1'],
    [
      (lab) => PermissionTarget.datastoreCluster(DatastoreCluster.fromAttributes(lab, 'x', { datastoreClusterId: 'group-p1' })),
      'StoragePod',
      'group-p1',
    ],
    [
      (lab) => PermissionTarget.distributedSwitch(DistributedSwitch.fromAttributes(lab, 'x', { switchUuid: '50 3a' })),
      'VmwareDistributedVirtualSwitch',
      '50 3a',
    ],
    [
      (lab) => PermissionTarget.portGroup(PortGroup.fromAttributes(lab, 'x', { networkId: 'dvportgroup-1' })),
      'DistributedVirtualPortgroup',
      'dvportgroup-1',
    ],
  ])('is for %o as %s', (target, entityType, entityId) => {
    const lab = new Lab();
    new EntityPermissions(lab, 'access', { on: target(lab), permissions: [Permission.user('alice', { role: role(lab), propagate: false })] });
    expect(lab.rendered('vsphere_entity_permissions').access).toMatchObject({ entity_type: entityType, entity_id: entityId });
  });

  const make = (lab: Lab, id: string, permissions: readonly Permission[], on = PermissionTarget.datacenter(lab.datacenter)): EntityPermissions =>
    new EntityPermissions(lab, id, { on, permissions });

  test('is refused for nobody, and twice for one', () => {
    const lab = new Lab();
    const operator = role(lab);
    expect(() => make(lab, 'none', [])).toThrow('[lab/none] permissions must have at least one permission, got none');
    const both = [Permission.user('Alice', { role: operator, propagate: false }), Permission.group('alice', { role: operator, propagate: true })];
    expect(() => make(lab, 'twice', both)).toThrow('[lab/twice] users and groups must differ, got "alice" for number 1 and number 2');
    const name = new TerraformVariable(lab, 'name', { type: 'string' }).stringValue;
    expect(() => make(lab, 'token', [Permission.user(name, { role: operator, propagate: false })])).not.toThrow();
  });

  test('is refused where something is missing', () => {
    const lab = new Lab();
    const operator = role(lab);
    expect(() => make(lab, 'a', [Permission.user('', { role: operator, propagate: false })])).toThrow(
      '[lab/a] permissions[0].name must not be empty',
    );
    expect(() => make(lab, 'b', [Permission.user('u', { role: operator } as never)])).toThrow('[lab/b] permissions[0].propagate must be one of');
    expect(() => make(lab, 'c', [Permission.user('u', { role: 'Admin' as never, propagate: true })])).toThrow(
      '[lab/c] permissions[0].role must be a role',
    );
    const folder = PermissionTarget.folder(Folder.fromAttributes(lab, 'folder', { folderPath: 'p' }));
    expect(() => make(lab, 'd', [], folder)).toThrow('[lab/d] on is lab/folder, whose id is not known; give it a folderId, or look it up');
    expect(() => make(lab, 'e', [], PermissionTarget.host(lab.datacenter as never))).toThrow('[lab/e] on must be an ESXi host');
  });

  test('is one thing for a cluster and another for the resource pool at its root', () => {
    const lab = new Lab();
    const cluster = VcenterCluster.fromLookup(lab, 'x', { name: 'x', datacenter: lab.datacenter });
    const permissions = [Permission.user('alice', { role: role(lab), propagate: true })];
    make(lab, 'cluster', permissions, PermissionTarget.cluster(cluster));
    expect(() => make(lab, 'pool', permissions, PermissionTarget.resourcePool(cluster))).not.toThrow();
    expect(() => make(lab, 'again', permissions, PermissionTarget.resourcePool(cluster))).toThrow(
      '[lab/again] lab/x has permissions already, by lab/pool',
    );
  });

  test('is made once for an object', () => {
    const lab = new Lab();
    const alice = Permission.user('alice', { role: role(lab), propagate: false });
    make(lab, 'first', [alice]);
    expect(() => make(lab, 'second', [alice])).toThrow('[lab/second] lab/dc has permissions already, by lab/first; give them all in one place');
  });
});
