import { isUnknown, unknown } from '../../../../lib/estate';
import { estateOf } from '../../../../lib/estate/read/estate-of';
import { Interval } from '../../../../lib/units';
import { cluster, datacenter, entry, host, model, ref, stack, variable, type Entry } from '../model';

type Values = Parameters<typeof entry>[1];

function read(...entries: Entry[]) {
  return estateOf(model(stack('s', [datacenter, cluster, host('a'), host('b'), ...entries]))).vsphere;
}

const reasonOf = (field: unknown) => (isUnknown(field) ? field.$unknown.reason : field);
const ON_A = { host_system_id: ref('vsphere_host.a') };
const STATED = { allow_promiscuous: true, allow_forged_transmits: 'false', allow_mac_changes: variable('mac') };
const READ = { promiscuous: true, forgedTransmits: false, macChanges: variable('mac') };

describe('what a network lets a VM do', () => {
  const fabric = (values: Values) =>
    entry('vsphere_distributed_virtual_switch.fabric', { name: 'fabric', datacenter_id: ref('vsphere_datacenter.dc'), ...values });
  const group = (values: Values) =>
    entry('vsphere_distributed_port_group.g', {
      name: 'g',
      distributed_virtual_switch_uuid: ref('vsphere_distributed_virtual_switch.fabric'),
      ...values,
    });

  test('is what its switch or port group states', () => {
    const vsphere = read(fabric(STATED), group(STATED));
    expect(vsphere.switches[0]!.security).toEqual(READ);
    expect(vsphere.portGroups[0]!.security).toEqual(READ);
  });

  test('is not known of a distributed one that leaves it out, whatever its switch states', () => {
    const vsphere = read(fabric({ allow_promiscuous: false }), group({}));
    expect(vsphere.portGroups[0]!.security).toEqual({
      promiscuous: unknown('provider-default', 'allow_promiscuous', 's/vsphere_distributed_port_group.g'),
      forgedTransmits: unknown('provider-default', 'allow_forged_transmits', 's/vsphere_distributed_port_group.g'),
      macChanges: unknown('provider-default', 'allow_mac_changes', 's/vsphere_distributed_port_group.g'),
    });
    expect(reasonOf(vsphere.switches[0]!.security.macChanges)).toBe('provider-default');
  });

  test('is what vCenter says of one that is looked up, unless it is assumed', () => {
    const lookups = [entry('data.vsphere_network.n', { name: 'n' }), entry('data.vsphere_distributed_virtual_switch.d', { name: 'd' })];
    const assume = (path: string, attribute: string) => ({ kind: 'value' as const, path, attribute, value: false });
    const { portGroups, switches } = estateOf(model(stack('s', lookups)), {
      assumptions: [assume('s/n', 'allow_promiscuous'), assume('s/d', 'allow_mac_changes')],
    }).vsphere;
    expect(portGroups[0]!.security).toEqual({
      promiscuous: false,
      forgedTransmits: unknown('data-source', 'allow_forged_transmits', 's/data.vsphere_network.n'),
      macChanges: unknown('data-source', 'allow_mac_changes', 's/data.vsphere_network.n'),
    });
    expect([reasonOf(switches[0]!.security.promiscuous), switches[0]!.security.macChanges]).toEqual(['data-source', false]);
  });
});

describe('standard switches', () => {
  const made = (values: Values) => entry('vsphere_host_virtual_switch.v', { name: 'vSwitch1', network_adapters: [], active_nics: [], ...values });

  test('are read, with what the provider takes for what is left out', () => {
    expect(read(made({ ...ON_A, mtu: '9000', ...STATED })).standardSwitches[0]).toMatchObject({
      name: 'vSwitch1',
      host: 's/vsphere_host.a',
      mtu: 9000,
      security: READ,
    });
    expect(read(made(ON_A)).standardSwitches[0]).toMatchObject({
      mtu: 1500,
      security: { promiscuous: false, forgedTransmits: true, macChanges: true },
    });
  });

  test('are not known where a token or nonsense stands', () => {
    const [one] = read(made({ host_system_id: variable('host'), mtu: 9001 })).standardSwitches;
    expect(one!.host).toEqual(variable('host'));
    expect(reasonOf(one!.mtu)).toBe('expression');
    expect(read(made({ ...ON_A, mtu: variable('mtu') })).standardSwitches[0]!.mtu).toEqual(variable('mtu'));
  });

  test('of one name on two hosts are two, and a family of them is one', () => {
    const other = entry('vsphere_host_virtual_switch.w', { name: 'vSwitch1', host_system_id: ref('vsphere_host.b') });
    const family = { ...entry('vsphere_host_virtual_switch.f', { name: 'f', host_system_id: variable('x') }), instances: Interval.atLeast(0) };
    const { standardSwitches } = read(made(ON_A), other, family);
    expect(standardSwitches.map(({ id, instances }) => [id, instances.high])).toEqual([
      ['s/vsphere_host_virtual_switch.v', 1],
      ['s/vsphere_host_virtual_switch.w', 1],
      ['s/vsphere_host_virtual_switch.f', null],
    ]);
  });
});

describe('port groups of standard switches', () => {
  const made = (values: Values) => entry('vsphere_host_port_group.g', { name: 'VM Network', virtual_switch_name: 'vSwitch0', ...values });

  test('are read, by the name of their switch or a reference to it', () => {
    expect(read(made({ ...ON_A, vlan_id: 4095, ...STATED })).standardPortGroups[0]).toMatchObject({
      name: 'VM Network',
      host: 's/vsphere_host.a',
      switchName: 'vSwitch0',
      vlan: 4095,
      security: READ,
    });
    const on = entry('vsphere_host_virtual_switch.v', { name: 'vSwitch1', ...ON_A });
    expect(read(on, made({ ...ON_A, virtual_switch_name: ref('vsphere_host_virtual_switch.v', 'name') })).standardPortGroups[0]!.switchName).toBe(
      'vSwitch1',
    );
  });

  test('refuse what they leave out, even where their switch allows it: the provider sends no', () => {
    const { standardPortGroups } = read(made(ON_A));
    expect(standardPortGroups[0]).toMatchObject({ vlan: 0, security: { promiscuous: false, forgedTransmits: false, macChanges: false } });
  });

  test('are not known where a token or nonsense stands', () => {
    const [one] = read(made({ host_system_id: 'host-12', virtual_switch_name: variable('name'), vlan_id: 4096 })).standardPortGroups;
    expect([reasonOf(one!.host), reasonOf(one!.switchName), reasonOf(one!.vlan)]).toEqual(['expression', 'variable', 'expression']);
    expect(read(made({ ...ON_A, vlan_id: variable('vlan') })).standardPortGroups[0]!.vlan).toEqual(variable('vlan'));
  });
});

describe('VMkernel adapters', () => {
  const made = (values: Values) => entry('vsphere_vnic.k', { host: ref('vsphere_host.a'), ...values });
  const adapter = (values: Values, ...more: Entry[]) => read(made(values), ...more).vmkernelAdapters[0]!;
  const group = entry('vsphere_distributed_port_group.g', { name: 'g', distributed_virtual_switch_uuid: variable('dvs') });

  test('are read; their name is given by ESXi', () => {
    const read1 = adapter(
      {
        distributed_switch_port: variable('dvs'),
        distributed_port_group: ref('vsphere_distributed_port_group.g'),
        mtu: 9000,
        services: ['vsan', variable('service')],
        ipv4: [{ ip: '10.0.0.1', netmask: '255.255.255.0' }],
      },
      group,
    );
    expect(read1).toMatchObject({
      host: 's/vsphere_host.a',
      portGroup: 's/vsphere_distributed_port_group.g',
      mtu: 9000,
      services: { items: ['vsan', variable('service')], complete: true },
      address: '10.0.0.1',
      netmask: '255.255.255.0',
    });
    expect(isUnknown(read1.name)).toBe(true);
  });

  test('have no address where that is left out, the services that they had, and the MTU that ESXi gives them', () => {
    const bare = adapter({ portgroup: 'Management Network' });
    expect(bare).toMatchObject({ portGroup: null, services: { items: [], complete: false }, address: null, netmask: null });
    expect(reasonOf(bare.services.unknown)).toBe('provider-default');
    expect(adapter({ portgroup: 'Management Network', services: [] }).services).toEqual({ items: [], complete: true });
    expect(reasonOf(bare.mtu)).toBe('provider-default');
  });

  test('stand on what a token says', () => {
    const token = variable('x');
    expect(adapter({ host: token, portgroup: 'p', mtu: token, services: token, ipv4: token })).toMatchObject({
      host: token,
      mtu: token,
      services: { items: [], complete: false, unknown: token },
      address: token,
      netmask: token,
    });
  });

  test.each<[string, Values, unknown]>([
    [
      'by the key of the port group',
      { distributed_port_group: ref('vsphere_distributed_port_group.g', 'key') },
      's/vsphere_distributed_port_group.g',
    ],
    ['by a token', { distributed_port_group: variable('g') }, variable('g')],
    ['on a standard port group by a token', { portgroup: variable('p') }, null],
    ['on a standard port group, which goes first', { portgroup: 'p', distributed_port_group: ref('vsphere_distributed_port_group.g') }, null],
    ['on either', { portgroup: variable('p'), distributed_port_group: ref('vsphere_distributed_port_group.g') }, variable('p')],
    ['on neither', {}, unknown('provider-default', 'distributed_port_group', 's/vsphere_vnic.k')],
  ])('are connected %s', (_, values, expected) => {
    expect(adapter(values, group).portGroup).toEqual(expected);
  });

  test.each<[string, Values, unknown, unknown]>([
    ['by DHCP', { ipv4: { dhcp: true, ip: '10.0.0.1', netmask: '255.0.0.0' } }, null, null],
    ['by DHCP or not', { ipv4: { dhcp: variable('d'), ip: '10.0.0.1', netmask: '255.0.0.0' } }, variable('d'), variable('d')],
    ['without a netmask, which the provider drops', { ipv4: { ip: '10.0.0.1' } }, null, null],
    ['by a token', { ipv4: { dhcp: false, ip: variable('ip'), netmask: '255.0.0.0' } }, variable('ip'), '255.0.0.0'],
  ])('have an address %s', (_, values, address, netmask) => {
    expect(adapter({ portgroup: 'p', ...values })).toMatchObject({ address, netmask });
  });

  test('serve vMotion on its own TCP/IP stack without being told', () => {
    expect(adapter({ portgroup: 'p', netstack: 'vmotion' }).services).toEqual({ items: ['vmotion'], complete: true });
    expect(adapter({ portgroup: 'p', netstack: 'vmotion', services: ['vmotion'] }).services.items).toEqual(['vmotion']);
    expect(adapter({ portgroup: 'p', netstack: 'vSphereProvisioning' }).services).toEqual({ items: [], complete: true });
    expect(adapter({ portgroup: 'p', netstack: variable('n'), services: ['vsan'] }).services).toEqual({
      items: ['vsan'],
      complete: false,
      unknown: variable('n'),
    });
  });
});
