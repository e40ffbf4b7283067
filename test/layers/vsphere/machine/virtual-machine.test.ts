import { Duration, Size } from 'cdk8s';
import { TerraformStack, TerraformVariable, Testing, Token } from 'cdktf';
import { Secret } from 'cdk-strata';
import {
  Datacenter,
  Datastore,
  DistributedSwitch,
  EsxiHost,
  PortGroup,
  VCenter,
  VcenterCluster,
  VirtualMachine,
  VirtualMachineFleet,
  VirtualMachineTemplate,
} from 'cdk-strata/vsphere';
import { Lab } from '../lab';
import { Room } from '../room';

describe('VirtualMachine', () => {
  test('is a clone that agrees with its template', () => {
    const room = new Room();
    new VirtualMachine(room, 'web', room.common);
    expect(room.rendered('vsphere_virtual_machine').web).toMatchSnapshot();
  });

  test('takes a name, a disk, a folder, further networks and a time to wait', () => {
    const room = new Room();
    const second = PortGroup.fromAttributes(room, 'second', { networkId: 'dvportgroup-2' });
    new VirtualMachine(room, 'web', {
      ...room.common,
      name: 'web.example.com',
      disk: Size.gibibytes(100),
      folder: 'prod/web',
      moreNetworks: [second],
      waitForGuestNet: Duration.minutes(0),
    });
    expect(room.rendered('vsphere_virtual_machine').web).toMatchObject({
      name: 'web.example.com',
      disk: [{ label: 'disk0', size: 100 }],
      folder: 'prod/web',
      network_interface: [{ network_id: '${vsphere_distributed_port_group.nodes.id}' }, { network_id: 'dvportgroup-2' }],
      wait_for_guest_net_timeout: 0,
    });
  });

  test('takes a token as number of vCPUs', () => {
    const room = new Room();
    new VirtualMachine(room, 'web', { ...room.common, cpus: new TerraformVariable(room, 'cpus', { type: 'number' }).numberValue });
    expect(room.rendered('vsphere_virtual_machine').web).toMatchObject({ num_cpus: '${var.cpus}' });
  });

  test.each([
    [{ cpus: 0 }, 'cpus must be a whole number of at least 1, got 0'],
    [{ cpus: 2.5 }, 'cpus must be a whole number of at least 1, got 2.5'],
    [{ memory: Size.kibibytes(1000) }, 'memory must be a whole number of MiB of at least 1, got 1000Ki'],
    [{ disk: Size.mebibytes(1536) }, 'disk must be a whole number of GiB of at least 1, got 1536Mi; did you mean Size.gibibytes(2)?'],
    [{ name: 'x'.repeat(81) }, 'name must have at most 80 characters, got 81'],
    [{ name: '' }, 'name must not be empty, got ""'],
  ])('is refused with %j', (props, message) => {
    const room = new Room();
    expect(() => new VirtualMachine(room, 'web', { ...room.common, ...props })).toThrow(`[lab/web] ${message}`);
  });

  test('is told by its mark', () => {
    const room = new Room();
    const fleet = room.fleet();
    expect([fleet.machines[0], fleet, {}, null].map(VirtualMachine.isVirtualMachine)).toEqual([true, false, false, false]);
    expect(VirtualMachineFleet.isVirtualMachineFleet(fleet)).toBe(true);
  });
});

describe('a template', () => {
  test('given by name is looked up once in a stack', () => {
    const room = new Room();
    room.fleet({ count: 3 }, 'a');
    room.fleet({ count: 3 }, 'b');
    expect(Object.values(room.rendered('data.vsphere_virtual_machine'))).toMatchObject([
      { name: 'debian-12', datacenter_id: '${data.vsphere_datacenter.dc.id}' },
    ]);
  });

  test('is looked up again for another name', () => {
    const room = new Room();
    room.fleet({}, 'a');
    room.fleet({ template: 'debian-13' }, 'b');
    expect(Object.values(room.rendered('data.vsphere_virtual_machine')).map(({ name }) => name)).toEqual(['debian-12', 'debian-13']);
  });

  test('is looked up by the stack that needs it, where the cluster is of another', () => {
    const app = Testing.app();
    const room = new Room(app, 'owner');
    const reader = new Lab(app, 'reader');
    const on = VcenterCluster.fromAttributes(reader, 'compute', {
      clusterId: 'domain-c8',
      resourcePoolId: 'resgroup-9',
      datacenter: room.datacenter,
    });
    VirtualMachine.fleet(reader, 'web', { ...room.common, on, count: 2 });
    for (const stack of [room, reader]) stack.prepareStack();
    expect(Object.values(reader.rendered('data.vsphere_virtual_machine'))).toMatchObject([{ name: 'debian-12' }]);
    expect(room.rendered('data.vsphere_virtual_machine')).toEqual({});
  });

  test('is looked up through the connection of the machine', () => {
    const app = Testing.app();
    const stack = new TerraformStack(app, 'two');
    const secret = Secret.environment();
    const datacenter = Datacenter.fromAttributes(stack, 'dc', { datacenterId: 'datacenter-1' });
    for (const alias of ['fra', 'muc', 'muc-too']) {
      const scope = new VCenter(stack, alias, { server: `${alias}.example.com`, user: secret, password: secret, alias });
      const on = VcenterCluster.fromAttributes(scope, 'compute', { clusterId: 'domain-c1', resourcePoolId: 'resgroup-1', datacenter });
      const network = PortGroup.fromAttributes(scope, 'net', { networkId: 'dvportgroup-1' });
      const storage = Datastore.fromAttributes(scope, 'gold', { datastoreId: 'datastore-1' });
      VirtualMachine.fleet(scope, 'db', { on, network, storage, template: 'debian-12', count: 2, cpus: 1, memory: Size.gibibytes(1) });
    }
    const { data, resource } = JSON.parse(Testing.synth(stack)) as Record<
      string,
      Record<string, Record<string, { provider: string; clone: object[] }>>
    >;
    const byProvider = Object.fromEntries(Object.entries(data!.vsphere_virtual_machine!).map(([name, { provider }]) => [provider, name]));
    expect(Object.keys(byProvider).sort()).toEqual(['vsphere.fra', 'vsphere.muc', 'vsphere.muc-too']);
    const clones = Object.values(resource!.vsphere_virtual_machine!);
    expect(clones).toHaveLength(6);
    for (const { provider, clone } of clones) {
      expect(clone).toEqual({ template_uuid: `\${data.vsphere_virtual_machine.${byProvider[provider]!}.id}` });
    }
  });

  test('can be one that was looked up already', () => {
    const room = new Room();
    const template = VirtualMachineTemplate.fromLookup(room, 'golden', { name: 'templates/golden', datacenter: room.datacenter });
    new VirtualMachine(room, 'web', { ...room.common, template });
    expect(room.rendered('data.vsphere_virtual_machine')).toMatchObject({ golden: { name: 'templates/golden' } });
    expect(room.rendered('vsphere_virtual_machine').web).toMatchObject({ clone: { template_uuid: '${data.vsphere_virtual_machine.golden.id}' } });
  });

  test('cannot be given by a name that only Terraform knows', () => {
    const room = new Room();
    const template = new TerraformVariable(room, 'image', { type: 'string' }).stringValue;
    expect(() => new VirtualMachine(room, 'web', { ...room.common, template })).toThrow(
      '[lab/web] template must be a name known at synthesis, got a Terraform token; give `VirtualMachineTemplate.fromLookup(...)`, which takes one',
    );
  });

  test('cannot be given by name where the datacenter is not known', () => {
    const room = new Room();
    const on = VcenterCluster.fromAttributes(room, 'known', { clusterId: 'domain-c8', resourcePoolId: 'resgroup-9' });
    expect(() => new VirtualMachine(room, 'web', { ...room.common, on })).toThrow(
      '[lab/web] template "debian-12" cannot be looked up: the datacenter of the cluster is not known; give the cluster its datacenter, or give `VirtualMachineTemplate.fromLookup(...)`',
    );
  });
});

describe('VirtualMachine.fleet', () => {
  test('numbers machines from 1', () => {
    const room = new Room();
    const fleet = room.fleet();
    expect([...fleet].map((machine) => [machine.machineName, machine.node.path])).toEqual([
      ['db-1', 'lab/db/db-1'],
      ['db-2', 'lab/db/db-2'],
    ]);
    expect(fleet.antiAffinityRule).toBeUndefined();
  });

  test('names machines as told', () => {
    const room = new Room();
    expect(room.fleet({ names: (n) => `db-${n}.example.com` }).machines.map((machine) => machine.machineName)).toEqual([
      'db-1.example.com',
      'db-2.example.com',
    ]);
  });

  test('keeps machines on different hosts by a mandatory rule, made anew with its machines', () => {
    const room = new Room();
    const fleet = room.fleet({ count: 3, apart: 'hosts' });
    const ids = fleet.machines.map((machine) => room.resolve(machine.machineUuid) as string);
    expect(Object.values(room.rendered('vsphere_compute_cluster_vm_anti_affinity_rule'))).toMatchObject([
      {
        name: 'lab-db-apart',
        compute_cluster_id: '${vsphere_compute_cluster.compute.id}',
        virtual_machine_ids: ids,
        enabled: true,
        mandatory: true,
        lifecycle: { replace_triggered_by: ids.map((id) => id.replace(/^\$\{(.*)\}$/, '$1')) },
      },
    ]);
  });

  test('needs no rule for a machine alone', () => {
    expect(new Room().fleet({ count: 1, apart: 'hosts' }).antiAffinityRule).toBeUndefined();
  });

  test('has a rule of its own on a cluster that is looked up, whose hosts nobody knows', () => {
    const room = new Room();
    const on = VcenterCluster.fromLookup(room, 'old', { name: 'old', datacenter: room.datacenter });
    room.fleet({ on, count: 50, apart: 'hosts' });
    expect(Object.values(room.rendered('vsphere_compute_cluster_vm_anti_affinity_rule'))).toMatchObject([
      { compute_cluster_id: '${data.vsphere_compute_cluster.old.id}' },
    ]);
    expect(Object.values(room.rendered('vsphere_virtual_machine'))[0]).toMatchObject({
      resource_pool_id: '${data.vsphere_compute_cluster.old.resource_pool_id}',
    });
  });

  test.each([
    [
      { count: 4, apart: 'hosts' as const },
      '4 machines cannot be apart on 3 hosts; have at most 3, or fewer so that HA can restart one after a failure, or add hosts',
    ],
    [{ count: 0 }, 'count must be a whole number of at least 1, got 0'],
    [{ count: Token.asNumber('${var.n}') }, 'count must be a number known at synthesis, got a Terraform token; give it in the program'],
    [{ names: () => 'db' }, 'names of a fleet must differ, got "db" for number 1 and number 2'],
  ])('refuses %j', (props, message) => {
    expect(() => new Room().fleet(props)).toThrow(`[lab/db] ${message}`);
  });

  test('costs one element a machine', () => {
    const room = new Room();
    const elements = (): number => room.node.findAll().filter((construct) => construct.node.children.length === 0).length;
    room.fleet({ count: 10 }, 'a');
    const before = elements();
    room.fleet({ count: 100 }, 'b');
    expect(elements() - before).toBe(100);
  });
});

describe('a machine is refused on a network that does not reach every host it may run on', () => {
  const narrow = (room: Room): PortGroup => {
    const [first] = room.compute.hosts!;
    const fabric = new DistributedSwitch(room, 'narrow', { datacenter: room.datacenter, hosts: [first!], uplinks: 1, devices: ['vmnic4'] });
    return new PortGroup(room, 'pg', { switch: fabric });
  };
  const message =
    '[lab/web] switch lab/narrow does not span "esx-2.example.com", "esx-3.example.com", so machines that move there lose their network; add what is missing to the hosts of the switch';

  test('as its first', () => {
    const room = new Room();
    expect(() => new VirtualMachine(room, 'web', { ...room.common, network: narrow(room) })).toThrow(message);
  });

  test('as a further one', () => {
    const room = new Room();
    expect(() => new VirtualMachine(room, 'web', { ...room.common, moreNetworks: [narrow(room)] })).toThrow(message);
  });

  test('but not where one side knows hosts by id and the other by name, which may be the same', () => {
    const room = new Room();
    const hosts = [EsxiHost.fromAttributes(room, 'by-id', { hostId: 'host-23' })];
    const old = DistributedSwitch.fromLookup(room, 'old-switch', { name: 'old', datacenter: room.datacenter, hosts });
    const network = PortGroup.fromLookup(room, 'p', { name: 'p', switch: old });
    expect(() => new VirtualMachine(room, 'a', { ...room.common, network })).not.toThrow();
  });

  test('but not where nobody knows the hosts of the cluster, or of the switch', () => {
    const room = new Room();
    const on = VcenterCluster.fromLookup(room, 'old', { name: 'old', datacenter: room.datacenter });
    const old = DistributedSwitch.fromLookup(room, 'old-switch', { name: 'old', datacenter: room.datacenter });
    expect(() => new VirtualMachine(room, 'a', { ...room.common, on, network: narrow(room) })).not.toThrow();
    expect(
      () => new VirtualMachine(room, 'b', { ...room.common, network: PortGroup.fromLookup(room, 'p', { name: 'p', switch: old }) }),
    ).not.toThrow();
  });
});

describe('a machine waits for the hosts of its cluster', () => {
  const dependencies = (room: Room): unknown => Object.values(room.rendered('vsphere_virtual_machine'))[0]!.depends_on;

  test('by way of its network, where its switch spans them', () => {
    const room = new Room();
    room.fleet();
    expect(dependencies(room)).toBeUndefined();
  });

  test('in so many words, where its network exists already', () => {
    const room = new Room();
    const old = DistributedSwitch.fromLookup(room, 'old-switch', { name: 'old', datacenter: room.datacenter });
    room.fleet({ network: PortGroup.fromLookup(room, 'old', { name: 'old', switch: old }) });
    expect(dependencies(room)).toEqual([1, 2, 3].map((n) => expect.stringMatching(`^vsphere_host.esx_esx-${n}_`)));
  });

  test('not at all where the cluster exists already', () => {
    const room = new Room();
    const datacenter = Datacenter.fromAttributes(room, 'known-dc', { datacenterId: 'datacenter-1' });
    const on = VcenterCluster.fromLookup(room, 'old', { name: 'old', datacenter });
    room.fleet({ on, network: PortGroup.fromAttributes(room, 'pg', { networkId: 'dvportgroup-1' }) });
    expect(dependencies(room)).toBeUndefined();
  });
});
