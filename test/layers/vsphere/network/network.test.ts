import { Size } from 'cdk8s';
import { TerraformVariable, Token } from 'cdktf';
import { Cidr } from 'cdk-strata';
import { CpuModel, HostModel, type HostModelProps, Nic } from 'cdk-strata/hardware';
import { Datacenter, Datastore, DistributedSwitch, type DistributedSwitchProps, EsxiHost, PortGroup, type PortGroupProps } from 'cdk-strata/vsphere';
import { Lab, password } from '../lab';

describe('DistributedSwitch', () => {
  const make = (props: Partial<DistributedSwitchProps>, lab = new Lab()): DistributedSwitch =>
    new DistributedSwitch(lab, 'fabric', { datacenter: lab.datacenter, hosts: lab.hosts(2), uplinks: 2, ...props });

  test('takes the first adapters of each host, as many as uplinks', () => {
    const lab = new Lab();
    make({}, lab);
    expect(lab.rendered('vsphere_distributed_virtual_switch').fabric).toMatchObject({
      name: 'fabric',
      datacenter_id: '${data.vsphere_datacenter.dc.id}',
      uplinks: ['uplink1', 'uplink2'],
      max_mtu: 1500,
      host: [
        { host_system_id: expect.stringContaining('esx-1'), devices: ['vmnic0', 'vmnic1'] },
        { host_system_id: expect.stringContaining('esx-2'), devices: ['vmnic0', 'vmnic1'] },
      ],
    });
  });

  test('takes the adapters it is told', () => {
    const lab = new Lab();
    make({ devices: ['vmnic4'], mtu: 9000, name: 'dvs' }, lab);
    expect(lab.rendered('vsphere_distributed_virtual_switch').fabric).toMatchObject({
      name: 'dvs',
      max_mtu: 9000,
      host: [{ devices: ['vmnic4'] }, { devices: ['vmnic4'] }],
    });
  });

  test('takes a token as MTU', () => {
    const lab = new Lab();
    make({ mtu: new TerraformVariable(lab, 'mtu', { type: 'number' }).numberValue }, lab);
    expect(lab.rendered('vsphere_distributed_virtual_switch').fabric).toMatchObject({ max_mtu: '${var.mtu}' });
  });

  test.each([
    [{ mtu: 9001 }, 'mtu must be a whole number from 1 to 9000, got 9001'],
    [{ uplinks: 0 }, 'uplinks must be a whole number of at least 1, got 0'],
    [{ uplinks: Token.asNumber('${var.n}') }, 'uplinks must be a number known at synthesis, got a Terraform token'],
    [{ devices: ['vmnic0', 'vmnic0'] }, 'devices must differ, got "vmnic0" for number 1 and number 2'],
    [{ devices: ['vmnic0', 'vmnic1', 'vmnic2'] }, 'a host cannot have more devices than uplinks, got vmnic0, vmnic1, vmnic2 for 2; set uplinks to 3'],
    [{ name: '' }, 'name must not be empty, got ""'],
  ])('refuses %j', (props, message) => {
    expect(() => make(props)).toThrow(`[lab/fabric] ${message}`);
  });

  test('refuses a host twice', () => {
    const lab = new Lab();
    const [host] = lab.hosts(1);
    expect(() => make({ hosts: [host!, host!] }, Object.assign(lab, { hosts: () => [] }))).toThrow(
      '[lab/fabric] hosts of a switch must differ, got "esx-1.example.com"',
    );
  });

  test('is looked up by its name, or known by its UUID', () => {
    const lab = new Lab();
    const hosts = lab.hosts(1);
    const old = DistributedSwitch.fromLookup(lab, 'old', { name: 'old', datacenter: lab.datacenter, hosts });
    const known = DistributedSwitch.fromAttributes(lab, 'known', { switchUuid: '50 3a' });
    expect(lab.rendered('data.vsphere_distributed_virtual_switch').old).toMatchObject({
      name: 'old',
      datacenter_id: '${data.vsphere_datacenter.dc.id}',
    });
    expect(lab.resolve(old.switchUuid)).toBe('${data.vsphere_distributed_virtual_switch.old.id}');
    expect(lab.declarations()).toContainEqual({ kind: 'switch-hosts', of: 'lab/old/Default', hosts: hosts.hosts.map(({ node }) => node.path) });
    expect([old.hosts, known.hosts, known.switchUuid]).toEqual([hosts.hosts, undefined, '50 3a']);
    expect(DistributedSwitch.isDistributedSwitch(old)).toBe(false);
  });
});

describe('PortGroup', () => {
  const make = (props: Partial<PortGroupProps>, lab = new Lab()): PortGroup => new PortGroup(lab, 'nodes', { switch: lab.fabric([]), ...props });

  test('refuses what lets a machine pose as another', () => {
    const lab = new Lab();
    make({}, lab);
    const rendered = lab.rendered('vsphere_distributed_port_group').nodes;
    expect(rendered).toMatchObject({
      name: 'nodes',
      distributed_virtual_switch_uuid: '${vsphere_distributed_virtual_switch.fabric.id}',
      allow_promiscuous: false,
      allow_forged_transmits: false,
      allow_mac_changes: false,
    });
    expect(rendered).not.toHaveProperty('vlan_id');
    expect(lab.declarations()).toEqual([]);
  });

  test('allows what it is told, on a VLAN', () => {
    const lab = new Lab();
    make({ vlan: 0, allowPromiscuous: true, allowForgedTransmits: true, allowMacChanges: true }, lab);
    expect(lab.rendered('vsphere_distributed_port_group').nodes).toMatchObject({
      vlan_id: 0,
      allow_promiscuous: true,
      allow_forged_transmits: true,
      allow_mac_changes: true,
    });
  });

  test('declares its range and gateway', () => {
    const lab = new Lab();
    make({ cidr: Cidr.of('10.20.0.0/23'), gateway: '10.20.0.1' }, lab);
    expect(lab.declarations()).toEqual([{ kind: 'network-range', of: 'lab/nodes/Default', cidr: '10.20.0.0/23', gateway: '10.20.0.1' }]);
  });

  test.each([
    [{ vlan: 4095 }, 'vlan must be a whole number from 0 to 4094, got 4095'],
    [{ cidr: Cidr.of('10.20.0.0/23'), gateway: '10.20.0.256' }, 'gateway must be an IP address known at synthesis, got "10.20.0.256"'],
    [{ gateway: '10.20.0.1' }, 'gateway 10.20.0.1 needs a range; give cidr too'],
    [
      { cidr: Cidr.of('10.20.0.0/23'), gateway: '10.20.2.1' },
      'gateway 10.20.2.1 lies outside 10.20.0.0/23, which goes from 10.20.0.0 to 10.20.1.255',
    ],
    [{ cidr: Cidr.of('10.20.0.0/23'), gateway: Token.asString({ var: 'gateway' }) }, 'gateway must be an IP address known at synthesis, got'],
  ])('refuses %j', (props, message) => {
    expect(() => make(props)).toThrow(`[lab/nodes] ${message}`);
  });

  test('is looked up by its name on its switch', () => {
    const lab = new Lab();
    const fabric = DistributedSwitch.fromLookup(lab, 'fabric', { name: 'fabric', datacenter: lab.datacenter });
    const old = PortGroup.fromLookup(lab, 'old', { name: 'old', switch: fabric, cidr: Cidr.of('10.1.0.0/24') });
    expect(lab.rendered('data.vsphere_network').old).toMatchObject({
      name: 'old',
      datacenter_id: '${data.vsphere_datacenter.dc.id}',
      distributed_virtual_switch_uuid: '${data.vsphere_distributed_virtual_switch.fabric.id}',
    });
    expect(lab.resolve(old.networkId)).toBe('${data.vsphere_network.old.id}');
    expect(lab.declarations()).toEqual([{ kind: 'network-range', of: 'lab/old/Default', cidr: '10.1.0.0/24' }]);
  });

  test('is known by its id', () => {
    const known = PortGroup.fromAttributes(new Lab(), 'known', { networkId: 'dvportgroup-3' });
    expect([known.networkId, known.node.children]).toEqual(['dvportgroup-3', []]);
    expect(PortGroup.isPortGroup(known)).toBe(false);
  });
});

describe('Datacenter and Datastore', () => {
  test('a datacenter is owned, looked up or known', () => {
    const lab = new Lab();
    const own = new Datacenter(lab, 'own', { name: 'fra2' });
    const known = Datacenter.fromAttributes(lab, 'known', { datacenterId: 'datacenter-2' });
    expect(lab.rendered('vsphere_datacenter').own).toMatchObject({ name: 'fra2' });
    expect(lab.resolve([own.datacenterId, lab.datacenter.datacenterId, known.datacenterId])).toEqual([
      '${vsphere_datacenter.own.moid}',
      '${data.vsphere_datacenter.dc.id}',
      'datacenter-2',
    ]);
    expect([own, known].map(Datacenter.isDatacenter)).toEqual([true, false]);
  });

  test('a datastore is looked up or known', () => {
    const lab = new Lab();
    const gold = Datastore.fromLookup(lab, 'gold', { name: 'gold', datacenter: lab.datacenter });
    expect(lab.rendered('data.vsphere_datastore').gold).toMatchObject({ name: 'gold', datacenter_id: '${data.vsphere_datacenter.dc.id}' });
    expect(lab.resolve(gold.datastoreId)).toBe('${data.vsphere_datastore.gold.id}');
    expect(Datastore.fromAttributes(lab, 'known', { datastoreId: 'datastore-17' }).datastoreId).toBe('datastore-17');
  });
});

describe('the network adapters of a host', () => {
  const host = (lab: Lab, id: string, nics?: HostModelProps['nics']): EsxiHost => {
    const model = HostModel.of({ cpu: CpuModel.EPYC_9354, sockets: 1, memory: Size.gibibytes(384), nics });
    return new EsxiHost(lab, id, { hostname: `${id}.example.com`, password, model });
  };
  const fabric = (lab: Lab, id: string, hosts: EsxiHost[], uplinks: number, devices?: string[]): DistributedSwitch =>
    new DistributedSwitch(lab, id, { datacenter: lab.datacenter, hosts, uplinks, devices });

  test('are as many as its model says, over all its cards', () => {
    const lab = new Lab();
    const hosts = [host(lab, 'a', Nic.gigabits(100, 8)), host(lab, 'b', [Nic.gigabits(25, 2), Nic.gigabits(1)])];
    expect(() => fabric(lab, 'wide', hosts, 4)).toThrow(
      '[lab/wide] host "b.example.com" has 3 network ports by its model, too few for 4 uplinks; set uplinks to at most 3, or name fewer devices',
    );
    expect(() => fabric(new Lab(), 'fits', [host(new Lab(), 'c', [Nic.gigabits(25, 2), Nic.gigabits(1)])], 3)).not.toThrow();
  });

  test('may be fewer than the uplinks of the switch, and are not counted where the model has none', () => {
    const lab = new Lab();
    expect(() => fabric(lab, 'spare', [host(lab, 'a', Nic.gigabits(25, 2))], 4, ['vmnic0', 'vmnic1'])).not.toThrow();
    expect(() => fabric(lab, 'unknown', [host(lab, 'b')], 100)).not.toThrow();
  });

  test('belong to one switch each', () => {
    const lab = new Lab();
    const [a, b] = [host(lab, 'a'), host(lab, 'b')];
    fabric(lab, 'first', [a, b], 2);
    expect(() => fabric(lab, 'second', [b], 1)).toThrow(
      '[lab/second] vmnic0 of host "b.example.com" is an uplink of lab/first already, and a network adapter has one switch; name others as devices',
    );
    expect(() => fabric(lab, 'third', [a, b], 2, ['vmnic2', 'vmnic3'])).not.toThrow();
  });
});
