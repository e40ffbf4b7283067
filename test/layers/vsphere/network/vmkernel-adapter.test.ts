import fc from 'fast-check';
import { TerraformVariable, Token } from 'cdktf';
import { Cidr } from 'cdk-strata';
import {
  DistributedSwitch,
  EsxiHost,
  PortGroup,
  StandardNetwork,
  StandardPortGroup,
  StandardSwitch,
  TcpIpStack,
  VmkernelAdapter,
  type VmkernelAdapterFleetProps,
  type VmkernelAdapterProps,
} from 'cdk-strata/vsphere';
import { Lab } from '../lab';

const TYPE = 'vsphere_vnic';

class Room extends Lab {
  public readonly fleet = this.hosts(3);
  public readonly host = this.fleet.hosts[0]!;
  public readonly switch = new DistributedSwitch(this, 'fabric', { datacenter: this.datacenter, hosts: this.fleet, uplinks: 2, mtu: 9000 });
  public readonly portGroup = new PortGroup(this, 'vmotion', {
    switch: this.switch,
    vlan: 30,
    cidr: Cidr.of('10.1.2.0/24'),
    gateway: '10.1.2.1',
  });

  public adapter(props: Partial<VmkernelAdapterProps>, id = 'vmk'): VmkernelAdapter {
    const way = 'dhcp' in props || 'ipv6Addresses' in props ? {} : { address: '10.1.2.11/24' };
    return new VmkernelAdapter(this, id, { host: this.host, portGroup: this.portGroup, ...way, ...props });
  }

  public standard(host: EsxiHost = this.host): StandardPortGroup {
    const edge = new StandardSwitch(this, 'edge', { host, adapters: ['vmnic2'] });
    return new StandardPortGroup(this, 'iscsi', { switch: edge, cidr: Cidr.of('10.1.3.0/24') });
  }
}

describe('VmkernelAdapter renders', () => {
  test('an adapter on a distributed port group', () => {
    const room = new Room();
    const adapter = room.adapter({});
    expect(room.rendered(TYPE).vmk).toMatchSnapshot();
    expect(room.resolve(adapter.adapterId)).toBe('${vsphere_vnic.vmk.id}');
    expect([adapter, room].map(VmkernelAdapter.isVmkernelAdapter)).toEqual([true, false]);
  });

  test('an adapter on a standard port group, with everything it is told', () => {
    const room = new Room();
    room.adapter({
      portGroup: room.standard(),
      address: '10.1.3.11/24',
      gateway: '10.1.3.1',
      ipv6Addresses: ['2001:db8::11/64', '2001:DB8::12/64'],
      ipv6Dhcp: true,
      ipv6Autoconfiguration: true,
      ipv6Gateway: 'fe80::1',
      mac: '00:50:56:00:00:0A',
      mtu: 1500,
      stack: TcpIpStack.DEFAULT,
      services: ['management', 'vmotion', 'vsan'],
    });
    expect(room.rendered(TYPE).vmk).toMatchSnapshot();
  });

  test('DHCP alone, and IPv6 alone', () => {
    const room = new Room();
    room.adapter({ dhcp: true }, 'four');
    room.adapter({ ipv6Addresses: ['2001:db8::11/64'] }, 'six');
    const { four, six } = room.rendered(TYPE);
    expect(four).toMatchObject({ ipv4: { dhcp: true } });
    expect(four).not.toHaveProperty('ipv6');
    expect(six).toMatchObject({ ipv6: { dhcp: false, autoconfig: false, addresses: ['2001:db8::11/64'] } });
    expect(six).not.toHaveProperty('ipv4');
  });

  test.each([
    [TcpIpStack.VMOTION, 'vmotion'],
    [TcpIpStack.PROVISIONING, 'vSphereProvisioning'],
    [TcpIpStack.of('storage'), 'storage'],
  ])('another TCP/IP stack, whose service it leaves alone (%#)', (stack, netstack) => {
    const room = new Room();
    room.adapter({ stack, services: [] });
    expect(room.rendered(TYPE).vmk).toMatchObject({ netstack, lifecycle: { ignore_changes: ['services'] } });
  });

  test('what nobody can check at synthesis', () => {
    const room = new Room();
    room.adapter({ mtu: new TerraformVariable(room, 'mtu', { type: 'number' }).numberValue });
    expect(room.rendered(TYPE).vmk).toMatchObject({ mtu: '${var.mtu}' });
  });

  test('an adapter on a switch whose hosts and MTU nobody said', () => {
    const room = new Room();
    const old = DistributedSwitch.fromLookup(room, 'old', { name: 'old', datacenter: room.datacenter });
    const portGroup = PortGroup.fromLookup(room, 'pg', { name: 'pg', switch: old });
    room.adapter({ portGroup, address: '198.51.100.7/31', mtu: 9000 });
    expect(room.rendered(TYPE).vmk).toMatchObject({
      distributed_switch_port: '${data.vsphere_distributed_virtual_switch.old.id}',
      distributed_port_group: '${data.vsphere_network.pg.id}',
      ipv4: { ip: '198.51.100.7', netmask: '255.255.255.254' },
      mtu: 9000,
    });
  });
});

describe('VmkernelAdapter refuses', () => {
  test.each<[Partial<VmkernelAdapterProps>, string]>([
    [{ address: undefined }, 'an adapter needs a way to an address; give address, dhcp, ipv6Addresses, ipv6Dhcp or ipv6Autoconfiguration'],
    [{ dhcp: true, address: '10.1.2.11/24' }, 'DHCP gives an IPv4 address and a gateway; leave out address and gateway, or dhcp'],
    [{ dhcp: true, gateway: '10.1.2.1' }, 'DHCP gives an IPv4 address and a gateway; leave out address and gateway, or dhcp'],
    [{ ipv6Addresses: ['2001:db8::1/64'], gateway: '10.1.2.1' }, 'gateway "10.1.2.1" needs a static address; give address too'],
    [{ ipv6Gateway: 'fe80::1' }, 'ipv6Gateway needs IPv6; give ipv6Addresses too'],
    [{ address: '10.1.2.11' }, 'address must be an IPv4 address with its prefix, such as "10.1.2.11/24", known at synthesis, got "10.1.2.11"'],
    [{ address: '10.1.2.11/33' }, 'address must be an IPv4 address with its prefix'],
    [{ address: '10.1.2.11/0' }, 'address must be an IPv4 address with its prefix'],
    [{ address: '2001:db8::1/64' }, 'address must be an IPv4 address with its prefix'],
    [
      { address: Token.asString({ a: 1 }) },
      'address must be an IPv4 address with its prefix, such as "10.1.2.11/24", known at synthesis, got a Terraform token',
    ],
    [{ ipv6Addresses: ['10.1.2.11/24'] }, 'ipv6Addresses[0] must be an IPv6 address with its prefix, such as "2001:db8::11/64"'],
    [{ ipv6Addresses: ['fe80::1%vmk0/64'] }, 'ipv6Addresses[0] must be an IPv6 address with its prefix'],
    [{ address: '10.1.2.0/24' }, 'address 10.1.2.0/24 is the network address of its network; give another'],
    [{ address: '10.1.2.255/24' }, 'address 10.1.2.255/24 is the broadcast address of its network; give another'],
    [{ address: '10.1.3.11/24' }, 'address 10.1.3.11/24 lies outside the range of lab/vmotion, 10.1.2.0/24; give one from 10.1.2.0 to 10.1.2.255'],
    [{ address: '10.1.2.11/25' }, 'address 10.1.2.11/25 does not reach all of the range of lab/vmotion, 10.1.2.0/24; did you mean 10.1.2.11/24?'],
    [{ address: '10.1.2.1/24' }, 'address 10.1.2.1/24 is that of the gateway of lab/vmotion; give another'],
    [{ gateway: '10.1.3.1' }, 'address 10.1.2.11/24 does not reach gateway 10.1.3.1, which lies outside its network; correct one of them'],
    [{ gateway: '10.1.2.11' }, 'address 10.1.2.11/24 is that of its gateway; give another'],
    [{ gateway: 'fe80::1' }, 'gateway must be an IPv4 address known at synthesis, got "fe80::1"'],
    [{ ipv6Dhcp: true, ipv6Gateway: '10.1.2.1' }, 'ipv6Gateway must be an IPv6 address known at synthesis, got "10.1.2.1"'],
    [{ mtu: 9001 }, 'mtu must be a whole number from 1 to 9000, got 9001'],
    [{ mac: '0050.5600.000a' }, 'mac must be a MAC address such as "00:50:56:00:00:0a", got "0050.5600.000a"'],
    [{ services: ['iscsi' as never] }, 'services must be one of "management", "vmotion", "vsan", got "iscsi"'],
    [{ services: ['vsan', 'vsan'] }, 'services must differ, got "vsan"'],
    [
      { stack: TcpIpStack.VMOTION, services: ['vmotion'] },
      'services need the default TCP/IP stack, got vmotion on "vmotion"; leave out services, or stack',
    ],
    [{ stack: 'vmotion' as never }, 'stack must be a TcpIpStack, got "vmotion"; give one such as `TcpIpStack.VMOTION`'],
    [
      { portGroup: 'vmotion' as never },
      'portGroup must be a port group, got "vmotion"; give a `new PortGroup(...)` or a `new StandardPortGroup(...)`',
    ],
  ])('%j', (props, message) => {
    expect(() => new Room().adapter(props)).toThrow(`[lab/vmk] ${message}`);
  });

  test('an MTU above that of its switch', () => {
    const room = new Room();
    expect(() => room.adapter({ portGroup: room.standard(), address: '10.1.3.9/24', mtu: 1501 })).toThrow(
      '[lab/vmk] mtu must not exceed that of the switch, got 1501 and 1500; raise mtu of the switch, or lower this one',
    );
  });

  test('an address that another adapter of the port group has', () => {
    const room = new Room();
    room.adapter({}, 'first');
    expect(() => room.adapter({ host: room.fleet.hosts[1] })).toThrow(
      '[lab/vmk] address 10.1.2.11/24 is that of lab/first already, on the same port group; give another',
    );
    room.adapter({ ipv6Addresses: ['2001:db8::a/64'] }, 'six');
    expect(() => room.adapter({ ipv6Addresses: ['2001:0db8::A/64'] }, 'seven')).toThrow(
      '[lab/seven] ipv6Addresses[0] 2001:0db8::A/64 is that of lab/six already',
    );
  });

  test('a host that its switch does not span, or another one than its port group is on', () => {
    const room = new Room();
    const stranger = room.hosts(1, 'other').hosts[0]!;
    expect(() => room.adapter({ host: stranger })).toThrow(
      '[lab/vmk] switch lab/fabric does not span "other-1.example.com"; add it to the hosts of the switch',
    );
    expect(() => room.adapter({ portGroup: room.standard(stranger), address: '10.1.3.9/24' }, 'next')).toThrow(
      '[lab/next] port group lab/iscsi is on host "other-1.example.com" and the adapter on "esx-1.example.com"; give one of the same host',
    );
    expect(() => room.adapter({ host: EsxiHost.fromAttributes(room, 'id', { hostId: 'host-7' }) }, 'known')).not.toThrow();
  });

  test('a network that lies on no switch that is known', () => {
    const room = new Room();
    const known = PortGroup.fromAttributes(room, 'known', { networkId: 'dvportgroup-9' });
    const standard = StandardNetwork.fromAttributes(room, 'standard', { networkId: 'network-12' });
    for (const [index, portGroup] of [known, standard as never].entries()) {
      expect(() => room.adapter({ portGroup }, `vmk-${index}`)).toThrow(
        'lies on no distributed switch that is known; give it its switch, or take a StandardPortGroup',
      );
    }
  });
});

describe('a fleet of VMkernel adapters', () => {
  const fleet = (room: Room, props: Partial<VmkernelAdapterFleetProps> = {}): ReturnType<typeof VmkernelAdapter.fleet> =>
    VmkernelAdapter.fleet(room, 'vmk', { hosts: room.fleet, portGroup: room.portGroup, addresses: (n) => `10.1.2.${10 + n}/24`, ...props });

  test('has one on each host', () => {
    const room = new Room();
    const adapters = [...fleet(room, { mtu: 9000, stack: TcpIpStack.VMOTION, ipv6Addresses: (n) => `2001:db8::${n}/64` })];
    expect(adapters.map(({ host }) => host.hostname)).toEqual(['esx-1.example.com', 'esx-2.example.com', 'esx-3.example.com']);
    expect(room.rendered(TYPE)).toMatchSnapshot();
  });

  test('takes addresses by DHCP', () => {
    const room = new Room();
    fleet(room, { addresses: undefined, dhcp: true });
    expect(Object.values(room.rendered(TYPE)).map(({ ipv4 }) => ipv4)).toEqual([{ dhcp: true }, { dhcp: true }, { dhcp: true }]);
  });

  test('refuses the same address twice, and one outside the range', () => {
    expect(() => fleet(new Room(), { addresses: () => '10.1.2.11/24' })).toThrow(
      '[lab/vmk/vmk-2] address 10.1.2.11/24 is that of lab/vmk/vmk-1 already, on the same port group; give another',
    );
    expect(() => fleet(new Room(), { addresses: (n) => `10.1.2.${252 + n}/24` })).toThrow(
      '[lab/vmk/vmk-3] address 10.1.2.255/24 is the broadcast address of its network; give another',
    );
  });

  test('refuses no host, a host twice, and addresses that are no function', () => {
    const room = new Room();
    expect(() => fleet(new Room(), { hosts: [] })).toThrow('[lab/vmk] hosts must be at least one, got none');
    expect(() => fleet(room, { hosts: [room.host, room.host] })).toThrow('[lab/vmk] hosts of a fleet must differ, got "esx-1.example.com"');
    expect(() => fleet(new Room(), { addresses: ['10.1.2.11/24'] as never })).toThrow(
      '[lab/vmk] addresses must be a function of a number from 1, got a list of 1',
    );
  });
});

describe('the netmask', () => {
  test('has as many leading ones as the prefix says', () => {
    const room = new Room();
    const portGroup = new PortGroup(room, 'any', { switch: room.switch });
    let count = 0;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 32 }), (prefix) => {
        count++;
        room.adapter({ portGroup, address: `10.${count}.3.5/${prefix}` }, `vmk-${count}`);
        const { netmask } = room.rendered(TYPE)[`vmk-${count}`]!.ipv4 as { netmask: string };
        const bits = netmask.split('.').map((octet) => Number(octet).toString(2).padStart(8, '0'));
        expect(bits.join('')).toBe('1'.repeat(prefix).padEnd(32, '0'));
      }),
      { numRuns: 40 },
    );
  });
});
