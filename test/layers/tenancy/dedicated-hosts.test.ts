import { Size } from 'cdk8s';
import { type App, TerraformStack, Testing } from 'cdktf';
import type { Construct } from 'constructs';
import { Secret } from 'cdk-strata';
import { DedicatedHosts, Tenant } from 'cdk-strata/tenancy';
import {
  Datacenter,
  Datastore,
  EsxiHost,
  PortGroup,
  ResourcePool,
  VCenter,
  VcenterCluster,
  VirtualMachine,
  VirtualMachineTemplate,
} from 'cdk-strata/vsphere';
import { Lab } from '../vsphere/lab';
import { Room } from '../vsphere/room';

type Rendered = Record<string, Record<string, unknown>>;
const RULE = 'vsphere_compute_cluster_vm_host_rule';
const VM_GROUP = 'vsphere_compute_cluster_vm_group';
const HOST_GROUP = 'vsphere_compute_cluster_host_group';

const ids = (lab: Lab, machines: Iterable<VirtualMachine>): unknown[] => [...machines].map((machine) => lab.resolve(machine.machineUuid));
const groups = (lab: Lab): Record<string, unknown> =>
  Object.fromEntries(Object.values(lab.rendered(VM_GROUP)).map((group) => [group.name, group.virtual_machine_ids]));
const all = (lab: Lab): Rendered[] => [lab.rendered(HOST_GROUP), lab.rendered(VM_GROUP), lab.rendered(RULE)];
/** Somebody without a machine of the app. */
const absent = (room: Room): Tenant =>
  new Tenant(room, 'banking', { networks: PortGroup.fromAttributes(room, 'own', { networkId: 'dvportgroup-99' }) });
const first = (room: Room): EsxiHost[] => room.compute.hosts.slice(0, 2) as EsxiHost[];

/** A second stack with machines of its own on the cluster of a room. */
class Guest extends Lab {
  public constructor(
    app: App,
    id: string,
    private readonly room: Room,
  ) {
    super(app, id);
  }

  public machines(id: string): VirtualMachine[] {
    return VirtualMachine.fleet(this, id, { ...this.room.common, count: 1 }).machines.slice();
  }
}

test('the tenant runs on the hosts, and everybody else elsewhere', () => {
  const room = new Room();
  const db = room.fleet();
  const web = room.fleet({}, 'web');
  new DedicatedHosts(room, 'bank-metal', { tenant: new Tenant(room, 'banking', { machines: db }), hosts: first(room) });
  expect(all(room)).toMatchSnapshot();
  expect(groups(room)).toEqual({ 'lab-bank-metal-tenant': ids(room, db), 'lab-bank-metal-others': ids(room, web) });
});

test('in whatever order it is said', () => {
  const late = new Room();
  const path = (made: VirtualMachine): string => made.node.path;
  const tenant = new Tenant(late, 'banking', { networks: late.nodes });
  new DedicatedHosts(late, 'bank-metal', { tenant, hosts: first(late) });
  const db = late.fleet();
  const other = PortGroup.fromAttributes(late, 'other', { networkId: 'dvportgroup-7' });
  const web = late.fleet({ network: other }, 'web');
  const both = late.fleet({ network: other, moreNetworks: [late.nodes], count: 1 }, 'both');
  expect(groups(late)).toEqual({ 'lab-bank-metal-tenant': ids(late, [...db, ...both]), 'lab-bank-metal-others': ids(late, web) });
  expect([...db].map(path)).toEqual(['lab/db/db-1', 'lab/db/db-2']);
});

describe('what has no machine is not rendered', () => {
  const rules = (room: Room): unknown[] => Object.values(room.rendered(RULE)).map((rule) => rule.name);

  test('where nobody is there', () => {
    const room = new Room();
    new DedicatedHosts(room, 'bank-metal', { tenant: absent(room), hosts: first(room) });
    expect(all(room)).toEqual([{}, {}, {}]);
  });

  test('where the tenant is alone', () => {
    const room = new Room();
    new DedicatedHosts(room, 'bank-metal', { tenant: new Tenant(room, 'banking', { machines: room.fleet() }), hosts: first(room) });
    expect([Object.keys(groups(room)), rules(room)]).toEqual([['lab-bank-metal-tenant'], ['lab-bank-metal-tenant']]);
  });

  test('where only others are there', () => {
    const room = new Room();
    new DedicatedHosts(room, 'bank-metal', { tenant: absent(room), hosts: first(room) });
    room.fleet();
    expect([Object.keys(groups(room)), rules(room)]).toEqual([['lab-bank-metal-others'], ['lab-bank-metal-others']]);
    expect(Object.values(room.rendered(HOST_GROUP))).toHaveLength(1);
  });

  test('where others run on another cluster', () => {
    const room = new Room();
    new DedicatedHosts(room, 'bank-metal', { tenant: absent(room), hosts: first(room) });
    const hosts = room.hosts(2, 'far');
    const on = new VcenterCluster(room, 'far-cluster', { datacenter: room.datacenter, hosts });
    room.fleet({ on, network: PortGroup.fromAttributes(room, 'far-net', { networkId: 'dvportgroup-7' }) });
    expect(all(room)).toEqual([{}, {}, {}]);
  });
});

describe('across stacks', () => {
  const site = (order: 'hosts-first' | 'machines-first'): { room: Room; guest: Guest; app: App } => {
    const app = Testing.app();
    const room = new Room(app, 'infra');
    const guest = new Guest(app, 'apps', room);
    const tenant = (): Tenant => new Tenant(app, 'banking', { machines: room.fleet() });
    const dedicate = (scope: Construct): unknown => new DedicatedHosts(scope, 'bank-metal', { tenant: tenant(), hosts: first(room) });
    if (order === 'hosts-first') dedicate(room);
    guest.machines('web');
    if (order === 'machines-first') dedicate(room);
    for (const stack of [room, guest]) stack.prepareStack();
    return { room, guest, app };
  };

  test.each(['hosts-first', 'machines-first'] as const)('each has groups and rules of its own machines, %s', (order) => {
    const { room, guest } = site(order);
    expect(Object.keys(groups(room))).toEqual(['infra-bank-metal-tenant']);
    expect(Object.keys(groups(guest))).toEqual(['infra-bank-metal-apps-others']);
    expect(Object.values(guest.rendered(RULE))).toMatchObject([
      {
        compute_cluster_id: expect.stringContaining('terraform_remote_state') as string,
        vm_group_name: expect.stringMatching(/^\$\{vsphere_compute_cluster_vm_group\..*\.name\}$/) as string,
        anti_affinity_host_group_name: expect.stringMatching(/^\$\{vsphere_compute_cluster_host_group\..*\.name\}$/) as string,
        mandatory: true,
      },
    ]);
  });

  test('no stack comes to depend on another that did not before', () => {
    const { room, guest } = site('hosts-first');
    expect([room.dependencies, guest.dependencies]).toEqual([[], [room]]);
  });

  test('it may stand in no stack', () => {
    const app = Testing.app();
    const room = new Room(app, 'infra');
    new DedicatedHosts(app, 'bank-metal', { tenant: new Tenant(app, 'banking', { machines: room.fleet() }), hosts: first(room) });
    expect(Object.keys(groups(room))).toEqual(['bank-metal-infra-tenant']);
  });

  test('apps do not mix', () => {
    const one = new Room();
    new DedicatedHosts(one, 'bank-metal', { tenant: absent(one), hosts: first(one) });
    new Room().fleet();
    expect(all(one)).toEqual([{}, {}, {}]);
  });
});

test('machines on a pool are on its cluster', () => {
  const room = new Room();
  const on = new ResourcePool(room, 'pool', { on: room.compute });
  const db = room.fleet({ on });
  const web = room.fleet({}, 'web');
  new DedicatedHosts(room, 'bank-metal', { tenant: new Tenant(room, 'banking', { machines: db }), hosts: first(room) });
  expect(groups(room)).toEqual({ 'lab-bank-metal-tenant': ids(room, db), 'lab-bank-metal-others': ids(room, web) });
});

describe('on a cluster whose hosts nobody said', () => {
  const known = (room: Room, id: string, clusterId: string): VirtualMachine =>
    room.machine(
      {
        on: VcenterCluster.fromAttributes(room, `on-${id}`, { clusterId, resourcePoolId: 'resgroup-1', datacenter: room.datacenter }),
        network: PortGroup.fromAttributes(room, `net-${id}`, { networkId: 'dvportgroup-7' }),
      },
      id,
    );

  test.each([['others first'], ['tenant first']])('others are kept off where the tenant runs there too, %s', (order) => {
    const room = new Room();
    const make = ['web', 'db'].map((id) => (): VirtualMachine => known(room, id, 'domain-c1'));
    const [web, db] =
      order === 'others first'
        ? make.map((each) => each())
        : [...make]
            .reverse()
            .map((each) => each())
            .reverse();
    known(room, 'far', 'domain-c2');
    new DedicatedHosts(room, 'bank-metal', { tenant: new Tenant(room, 'banking', { machines: db }), hosts: first(room) });
    expect(groups(room)).toEqual({ 'lab-bank-metal-tenant': ids(room, [db!]), 'lab-bank-metal-others': ids(room, [web!]) });
  });

  test('also those that come later', () => {
    const room = new Room();
    const tenant = new Tenant(room, 'banking', { machines: known(room, 'db', 'domain-c1') });
    new DedicatedHosts(room, 'bank-metal', { tenant, hosts: first(room) });
    const web = known(room, 'web', 'domain-c1');
    expect(groups(room)).toMatchObject({ 'lab-bank-metal-others': ids(room, [web]) });
  });

  test('nothing is done to others where the tenant does not', () => {
    const room = new Room();
    new DedicatedHosts(room, 'bank-metal', { tenant: absent(room), hosts: first(room) });
    known(room, 'one', 'domain-c1');
    known(room, 'two', 'domain-c1');
    expect(all(room)).toEqual([{}, {}, {}]);
  });
});

describe('the tenant has to run where the hosts are', () => {
  const far = (room: Room): VcenterCluster => new VcenterCluster(room, 'far', { datacenter: room.datacenter, hosts: room.hosts(2, 'far-esx') });
  const message =
    '[lab/bank-metal] lab/db/db-1 of tenant `banking` runs on lab/far, and host "esx-1.example.com" is not of that cluster; name hosts of the cluster that the tenant runs on';
  const net = (room: Room): PortGroup => PortGroup.fromAttributes(room, 'net', { networkId: 'dvportgroup-7' }) as PortGroup;

  test('what runs there already', () => {
    const room = new Room();
    const db = room.fleet({ on: far(room), network: net(room) });
    const tenant = new Tenant(room, 'banking', { machines: db });
    expect(() => new DedicatedHosts(room, 'bank-metal', { tenant, hosts: first(room) })).toThrow(message);
  });

  test('and what comes to', () => {
    const room = new Room();
    const network = net(room);
    new DedicatedHosts(room, 'bank-metal', { tenant: new Tenant(room, 'banking', { networks: network }), hosts: first(room) });
    expect(() => room.fleet({ on: far(room), network })).toThrow(message);
  });

  test('on all of them', () => {
    const room = new Room();
    const tenant = new Tenant(room, 'banking', { machines: room.fleet() });
    const hosts = [...first(room), ...room.hosts(1, 'stray')];
    expect(() => new DedicatedHosts(room, 'bank-metal', { tenant, hosts })).toThrow('host "stray-1.example.com" is not of that cluster');
  });

  test('in a cluster that somebody knows', () => {
    const room = new Room();
    const template = VirtualMachineTemplate.fromAttributes(room, 'golden', { templateUuid: 'u', guestId: 'g', firmware: 'efi', diskGiB: 1 });
    const on = ResourcePool.fromAttributes(room, 'bare', { resourcePoolId: 'resgroup-7' });
    const tenant = new Tenant(room, 'banking', { machines: room.machine({ on, template, network: net(room) }) });
    expect(() => new DedicatedHosts(room, 'bank-metal', { tenant, hosts: first(room) })).toThrow(
      '[lab/bank-metal] lab/web of tenant `banking` runs on lab/bare, whose cluster is not known, and only a cluster has rules; give the pool what it is on',
    );
  });
});

test('groups and rules go to the vCenter of their machines', () => {
  const app = Testing.app();
  const stack = new TerraformStack(app, 'two');
  const secret = Secret.environment();
  const site = (alias: string): { machine: VirtualMachine; hosts: EsxiHost[] } => {
    const scope = new VCenter(stack, alias, { server: `${alias}.example.com`, user: secret, password: secret, alias });
    const datacenter = Datacenter.fromLookup(scope, 'dc', { name: 'dc' });
    const hosts = [1, 2].map((n) => new EsxiHost(scope, `esx-${n}`, { hostname: `esx-${n}.${alias}`, password: Secret.variable('esxi_password') }));
    const on = new VcenterCluster(scope, 'compute', { datacenter, hosts });
    const network = PortGroup.fromAttributes(scope, 'net', { networkId: 'dvportgroup-1' });
    const storage = Datastore.fromAttributes(scope, 'gold', { datastoreId: 'datastore-1' });
    const template = VirtualMachineTemplate.fromAttributes(scope, 'golden', { templateUuid: 'u', guestId: 'g', firmware: 'efi', diskGiB: 1 });
    const machine = new VirtualMachine(scope, 'db', { on, network, storage, template, cpus: 1, memory: Size.gibibytes(1) });
    return { machine, hosts };
  };
  const [fra, muc] = [site('fra'), site('muc')];
  for (const [name, { machine, hosts }] of Object.entries({ fra, muc })) {
    new DedicatedHosts(stack, `metal-${name}`, { tenant: new Tenant(stack, `tenant-${name}`, { machines: machine }), hosts: hosts.slice(0, 1) });
  }
  const { resource } = JSON.parse(Testing.synth(stack)) as { resource: Record<string, Rendered> };
  const providers = Object.values(resource[RULE]!).map(({ name, provider }) => [name, provider]);
  expect(providers).toEqual([
    ['two-metal-fra-tenant', 'vsphere.fra'],
    ['two-metal-muc-tenant', 'vsphere.muc'],
  ]);
});
