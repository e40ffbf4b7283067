import { Testing } from 'cdktf';
import {
  EsxiHost,
  HostGroup,
  VcenterCluster,
  VirtualMachine,
  VmAffinityRule,
  VmAntiAffinityRule,
  VmDependencyRule,
  VmGroup,
  VmHostRule,
  type VmRuleProps,
} from 'cdk-strata/vsphere';
import { Lab } from '../lab';
import { Room } from '../room';

/** A room with a fleet of two, and groups of it and of two hosts. */
class Placed extends Room {
  public readonly db = this.fleet();
  public readonly hostsOfDb = new HostGroup(this, 'db-hosts', { cluster: this.compute, hosts: this.compute.hosts.slice(0, 2) });
  public readonly dbGroup = new VmGroup(this, 'db-group', { cluster: this.compute, machines: this.db });

  public first(type: string): Record<string, unknown> {
    return Object.values(this.rendered(`vsphere_compute_cluster_${type}`))[0]!;
  }
}

const known = (room: Room, id: string, clusterId: string): ReturnType<typeof VcenterCluster.fromAttributes> =>
  VcenterCluster.fromAttributes(room, id, { clusterId, resourcePoolId: 'resgroup-1' });

describe('groups', () => {
  test('of hosts and machines have names of their own in the cluster', () => {
    const room = new Placed();
    expect(room.first('host_group')).toMatchSnapshot();
    expect(room.first('vm_group')).toMatchSnapshot();
    expect([
      HostGroup.isHostGroup(room.hostsOfDb),
      HostGroup.isHostGroup(room.dbGroup),
      VmGroup.isVmGroup(room.dbGroup),
      VmGroup.isVmGroup({}),
    ]).toEqual([true, false, true, false]);
  });

  test('may be named, and of machines be of several kinds, each once', () => {
    const room = new Placed();
    const web = room.machine();
    new VmGroup(room, 'all', { name: 'everything', cluster: room.compute, machines: [room.db, web, web] });
    expect(room.rendered('vsphere_compute_cluster_vm_group').all).toMatchObject({
      name: 'everything',
      virtual_machine_ids: [...room.db, web].map((machine) => room.resolve(machine.machineUuid)),
    });
  });

  test('exist already', () => {
    const room = new Placed();
    const found = HostGroup.fromLookup(room, 'old', { name: 'old', cluster: room.compute });
    const hosts = HostGroup.fromAttributes(room, 'known-hosts', { hostGroupName: 'h', cluster: room.compute });
    const machines = VmGroup.fromAttributes(room, 'known-machines', { vmGroupName: 'm', cluster: room.compute });
    new VmHostRule(room, 'rule', { machines, strength: 'should', run: 'not-on', hosts });
    expect(room.rendered('data.vsphere_compute_cluster_host_group').old).toEqual({
      name: 'old',
      compute_cluster_id: '${vsphere_compute_cluster.compute.id}',
    });
    expect(room.resolve(found.hostGroupName)).toBe('${data.vsphere_compute_cluster_host_group.old.name}');
    expect(room.first('vm_host_rule')).toMatchObject({ vm_group_name: 'm', anti_affinity_host_group_name: 'h', mandatory: false });
  });

  test.each<[string, (room: Placed) => unknown, string]>([
    ['no host', (room) => new HostGroup(room, 'x', { cluster: room.compute, hosts: [] }), 'a host group needs at least one host, got none'],
    [
      'a host twice',
      (room) => new HostGroup(room, 'x', { cluster: room.compute, hosts: [room.compute.hosts[0]!, room.compute.hosts[0]!] }),
      'hosts of a group must differ, got "esx-1.example.com"',
    ],
    [
      'a host of elsewhere',
      (room) => new HostGroup(room, 'x', { cluster: room.compute, hosts: room.hosts(1, 'stray') }),
      'host "stray-1.example.com" is none of those of lab/compute; name hosts of the cluster',
    ],
    ['no machine', (room) => new VmGroup(room, 'x', { cluster: room.compute, machines: [] }), 'a VM group needs at least one machine, got none'],
    [
      'a machine of elsewhere',
      (room) => {
        const machine = VirtualMachine.fromAttributes(room, 'm', { machineUuid: 'u', on: known(room, 'a', 'domain-c1') });
        new VmGroup(room, 'x', { cluster: known(room, 'b', 'domain-c2'), machines: machine });
      },
      'lab/m runs on cluster domain-c1, and this is of domain-c2; name machines of one cluster',
    ],
    [
      'no machine at all',
      (room) => new VmGroup(room, 'x', { cluster: room.compute, machines: 'db' as never }),
      'machines must be a virtual machine, got "db"',
    ],
  ])('are refused with %s', (_, make, message) => {
    expect(() => make(new Placed())).toThrow(`[lab/x] ${message}`);
  });

  test('take hosts that are known by id where the cluster knows names', () => {
    const room = new Placed();
    const hosts = [EsxiHost.fromAttributes(room, 'by-id', { hostId: 'host-9' })];
    expect(() => new HostGroup(room, 'x', { cluster: room.compute, hosts })).not.toThrow();
  });
});

describe('between clusters that the app makes, though only Terraform knows their ids,', () => {
  const away = (room: Placed): VcenterCluster => new VcenterCluster(room, 'away', { datacenter: room.datacenter, hosts: room.hosts(2, 'away-esx') });

  test('a group and a rule are refused', () => {
    const room = new Placed();
    const cluster = away(room);
    expect(() => new VmGroup(room, 'group', { cluster, machines: room.db })).toThrow(
      '[lab/group] lab/db/db-1 runs on cluster lab/compute, and this is of lab/away; name machines of one cluster',
    );
    expect(() => new VmAffinityRule(room, 'rule', { cluster, machines: room.db, strength: 'must' })).toThrow('runs on cluster lab/compute');
    const hosts = new HostGroup(room, 'hosts', { cluster, hosts: cluster.hosts });
    expect(() => new VmHostRule(room, 'where', { machines: room.dbGroup, strength: 'must', run: 'on', hosts })).toThrow(
      '[lab/where] lab/db-group is of cluster lab/compute, and lab/hosts of lab/away; name groups of one cluster',
    );
  });

  test('but not where one is looked up, which may be the other', () => {
    const room = new Placed();
    const cluster = VcenterCluster.fromLookup(room, 'same', { name: 'compute', datacenter: room.datacenter });
    expect(() => new VmGroup(room, 'group', { cluster, machines: room.db })).not.toThrow();
  });
});

test('a name is that of one group in a cluster, of machines or of hosts', () => {
  const room = new Placed();
  const cluster = room.compute;
  expect(() => new HostGroup(room, 'hosts', { name: 'lab-db-group', cluster, hosts: cluster.hosts })).toThrow(
    '[lab/hosts] cluster lab/compute has a group "lab-db-group" already, lab/db-group; give this one another name',
  );
  const other = new VcenterCluster(room, 'away', { datacenter: room.datacenter, hosts: room.hosts(2, 'away-esx') });
  expect(() => new HostGroup(room, 'others', { name: 'lab-db-group', cluster: other, hosts: other.hosts })).not.toThrow();
});

describe('VmHostRule', () => {
  test('is of groups that are there before it', () => {
    const room = new Placed();
    new VmHostRule(room, 'rule', { machines: room.dbGroup, strength: 'must', run: 'on', hosts: room.hostsOfDb });
    expect(room.first('vm_host_rule')).toMatchSnapshot();
  });

  test('may be switched off, and named', () => {
    const room = new Placed();
    new VmHostRule(room, 'rule', { name: 'later', machines: room.dbGroup, strength: 'must', run: 'not-on', hosts: room.hostsOfDb, enabled: false });
    expect(room.first('vm_host_rule')).toMatchObject({ name: 'later', enabled: false, mandatory: true });
    expect(room.first('vm_host_rule')).not.toHaveProperty('affinity_host_group_name');
  });

  test('is refused between clusters, or without a strength', () => {
    const room = new Placed();
    const hosts = HostGroup.fromAttributes(room, 'h', { hostGroupName: 'h', cluster: known(room, 'a', 'domain-c1') });
    const machines = VmGroup.fromAttributes(room, 'm', { vmGroupName: 'm', cluster: known(room, 'b', 'domain-c2') });
    expect(() => new VmHostRule(room, 'rule', { machines, strength: 'must', run: 'on', hosts })).toThrow(
      '[lab/rule] lab/m is of cluster domain-c2, and lab/h of domain-c1; name groups of one cluster',
    );
    const { dbGroup, hostsOfDb } = room;
    expect(() => new VmHostRule(room, 'weak', { machines: dbGroup, run: 'on', hosts: hostsOfDb } as never)).toThrow(
      'strength must be one of "must", "should"',
    );
    expect(() => new VmHostRule(room, 'where', { machines: dbGroup, strength: 'must', run: 'off' as 'on', hosts: hostsOfDb })).toThrow(
      'run must be one of',
    );
  });
});

describe.each([
  ['VmAffinityRule', VmAffinityRule, 'vm_affinity_rule'],
  ['VmAntiAffinityRule', VmAntiAffinityRule, 'vm_anti_affinity_rule'],
] as const)('%s', (_, Rule, type) => {
  test('is made anew with its machines', () => {
    const room = new Placed();
    new Rule(room, 'rule', { cluster: room.compute, machines: room.db, strength: 'must' });
    const ids = [...room.db].map((machine) => room.resolve(machine.machineUuid) as string);
    expect(room.first(type)).toEqual({
      name: 'lab-rule',
      compute_cluster_id: '${vsphere_compute_cluster.compute.id}',
      virtual_machine_ids: ids,
      enabled: true,
      mandatory: true,
      lifecycle: { replace_triggered_by: ids.map((id) => id.replace(/^\$\{(.*)\}$/, '$1')) },
    });
  });

  test('names no machine there that Terraform does not own in this stack', () => {
    const app = Testing.app();
    const owner = new Placed(app, 'owner');
    const reader = new Lab(app, 'reader');
    const machines = [owner.machine(), VirtualMachine.fromAttributes(reader, 'known', { machineUuid: 'uuid-1' })];
    new Rule(reader, 'rule', { cluster: owner.compute, machines, strength: 'should' });
    for (const stack of [owner, reader]) stack.prepareStack();
    const [rule] = Object.values(reader.rendered(`vsphere_compute_cluster_${type}`));
    expect(rule).toMatchObject({ mandatory: false, virtual_machine_ids: [expect.stringContaining('terraform_remote_state'), 'uuid-1'] });
    expect(rule).not.toHaveProperty('lifecycle');
  });

  test.each<[Partial<VmRuleProps>, string]>([
    [{ machines: [] }, 'a rule between machines takes at least two, got 0'],
    [{ strength: 'maybe' as 'must' }, 'strength must be one of "must", "should", got "maybe"'],
    [{ cluster: 'compute' as never }, 'cluster must be a cluster, got "compute"'],
  ])('is refused with %j', (props, message) => {
    const room = new Placed();
    expect(() => new Rule(room, 'rule', { cluster: room.compute, machines: room.db, strength: 'must', ...props })).toThrow(`[lab/rule] ${message}`);
  });
});

test('machines that must be apart have a host each, as far as the hosts are known', () => {
  const room = new Room();
  const fleet = room.fleet({ count: 4 });
  const rule = (id: string, props: Partial<VmRuleProps>): VmAntiAffinityRule =>
    new VmAntiAffinityRule(room, id, { cluster: room.compute, machines: fleet, strength: 'must', ...props });
  expect(() => rule('must', {})).toThrow('[lab/must] 4 machines cannot be apart on 3 hosts; name at most 3');
  expect(() => rule('should', { strength: 'should' })).not.toThrow();
  expect(() => rule('off', { enabled: false })).not.toThrow();
  expect(() => rule('unknown', { cluster: known(room, 'k', 'domain-c1') })).not.toThrow();
});

describe('VmDependencyRule', () => {
  test('orders restarts', () => {
    const room = new Placed();
    const after = new VmGroup(room, 'directory', { cluster: room.compute, machines: room.machine() });
    new VmDependencyRule(room, 'order', { start: room.dbGroup, after, strength: 'should' });
    expect(room.first('vm_dependency_rule')).toEqual({
      name: 'lab-order',
      compute_cluster_id: '${vsphere_compute_cluster.compute.id}',
      vm_group_name: '${vsphere_compute_cluster_vm_group.db-group.name}',
      dependency_vm_group_name: '${vsphere_compute_cluster_vm_group.directory.name}',
      enabled: true,
      mandatory: false,
    });
  });

  test('is refused of a group after itself', () => {
    const room = new Placed();
    expect(() => new VmDependencyRule(room, 'order', { start: room.dbGroup, after: room.dbGroup, strength: 'must' })).toThrow(
      '[lab/order] lab/db-group cannot start after itself; name two groups',
    );
  });
});
