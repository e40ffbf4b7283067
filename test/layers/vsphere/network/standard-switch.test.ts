import { Duration, Size } from 'cdk8s';
import { Cidr } from 'cdk-strata';
import type { EsxiHost } from 'cdk-strata/vsphere';
import {
  LinkDiscovery,
  StandardNetwork,
  StandardPortGroup,
  type StandardPortGroupProps,
  StandardSwitch,
  type StandardSwitchProps,
} from 'cdk-strata/vsphere';
import { Lab } from '../lab';

const [SWITCH, PORT_GROUP] = ['vsphere_host_virtual_switch', 'vsphere_host_port_group'];

const host = (lab: Lab): EsxiHost => lab.hosts(1).hosts[0]!;

const make = (props: Partial<StandardSwitchProps> = {}, lab = new Lab()): StandardSwitch =>
  new StandardSwitch(lab, 'edge', { host: props.host ?? host(lab), adapters: ['vmnic2', 'vmnic3'], ...props });

const shaping = { averageMbit: 100, peakMbit: 200, burst: Size.mebibytes(1) };

describe('StandardSwitch', () => {
  test('refuses what the provider allows by default', () => {
    const lab = new Lab();
    make({}, lab);
    expect(lab.rendered(SWITCH!).edge).toMatchSnapshot();
  });

  test('renders everything it is told', () => {
    const lab = new Lab();
    make(
      {
        name: 'vSwitch1',
        teamingPolicy: 'failover_explicit',
        activeAdapters: ['vmnic3'],
        standbyAdapters: ['vmnic2'],
        checkBeacon: true,
        beaconInterval: Duration.seconds(2),
        notifySwitches: false,
        failback: true,
        mtu: 9000,
        linkDiscovery: LinkDiscovery.cdp('both'),
        shaping,
        allowPromiscuous: true,
        allowForgedTransmits: true,
        allowMacChanges: true,
        securityException: 'a virtual router',
      },
      lab,
    );
    expect(lab.rendered(SWITCH!).edge).toMatchSnapshot();
    expect(lab.declarations().filter(({ kind }) => kind === 'security-exception')).toEqual([
      { kind: 'security-exception', of: 'lab/edge/Default', reason: 'a virtual router' },
    ]);
  });

  test('may have no adapter at all', () => {
    const lab = new Lab();
    make({ adapters: [] }, lab);
    expect(lab.rendered(SWITCH!).edge).toMatchObject({ network_adapters: [], active_nics: [], standby_nics: [] });
  });

  test('is known by its host and name', () => {
    const lab = new Lab();
    const known = StandardSwitch.fromAttributes(lab, 'known', { host: host(lab), name: 'vSwitch0', mtu: 1500 });
    expect([known.switchName, known.mtu, known.adapters, known.node.children]).toEqual(['vSwitch0', 1500, undefined, []]);
    expect([make(), known].map(StandardSwitch.isStandardSwitch)).toEqual([true, false]);
  });

  test.each<[Partial<StandardSwitchProps>, string]>([
    [{ name: 'a'.repeat(33) }, `name of a standard switch must have at most 32 characters, got "${'a'.repeat(33)}" with 33`],
    [{ adapters: ['vmnic2', 'vmnic2'] }, 'adapters must differ, got "vmnic2" for number 1 and number 2'],
    [{ activeAdapters: ['vmnic9'] }, '"vmnic9" is none of the adapters of the switch, which are vmnic2, vmnic3; name some of those'],
    [{ standbyAdapters: ['vmnic2', 'vmnic3'] }, 'activeAdapters must name at least one, got none; put one that is on standby there'],
    [{ teamingPolicy: 'loadbalance_loadbased' as never }, 'teamingPolicy must be one of "loadbalance_ip"'],
    [{ teamingPolicy: 'loadbalance_ip', checkBeacon: true }, 'beacon probing does not work with teamingPolicy "loadbalance_ip"'],
    [{ beaconInterval: Duration.millis(1500) }, 'beaconInterval must be a whole number of seconds of at least 1, got'],
    [{ mtu: 9001 }, 'mtu must be a whole number from 1 to 9000, got 9001'],
    [{ failback: false }, 'failback cannot be turned off on a standard switch, where the provider leaves it on; leave it out'],
    [{ failback: 'no' as never }, 'failback must be one of true, false, got "no"'],
    [{ securityException: 'why not' }, 'securityException is given and nothing is excepted'],
    [{ host: 'esx-1' as never }, 'host must be an ESXi host, got "esx-1"'],
  ])('refuses %j', (props, message) => {
    expect(() => make(props)).toThrow(`[lab/edge] ${message}`);
  });

  test('shares neither its name nor an adapter with another switch of the host', () => {
    const lab = new Lab();
    const [a, b] = lab.hosts(2).hosts;
    new StandardSwitch(lab, 'first', { host: a!, name: 'vSwitch1', adapters: ['vmnic2'] });
    expect(() => new StandardSwitch(lab, 'second', { host: a!, name: 'vSwitch1', adapters: [] })).toThrow(
      '[lab/second] host "esx-1.example.com" has a switch "vSwitch1" already, lab/first; give this one another name',
    );
    expect(() => new StandardSwitch(lab, 'third', { host: a!, adapters: ['vmnic2'] })).toThrow(
      '[lab/third] vmnic2 of host "esx-1.example.com" is an uplink of lab/first already, and a network adapter has one switch; name others as adapters',
    );
    expect(() => new StandardSwitch(lab, 'fourth', { host: b!, name: 'vSwitch1', adapters: ['vmnic2'] })).not.toThrow();
    expect(() => lab.fabric([b!])).not.toThrow();
  });

  test('takes no adapter of a distributed switch', () => {
    const lab = new Lab();
    const [a] = lab.hosts(1).hosts;
    lab.fabric([a!]);
    expect(() => make({ host: a!, adapters: ['vmnic1'] }, lab)).toThrow(
      '[lab/edge] vmnic1 of host "esx-1.example.com" is an uplink of lab/fabric already',
    );
  });
});

describe('StandardPortGroup', () => {
  const on = (props: Partial<StandardPortGroupProps> = {}, lab = new Lab()): StandardPortGroup =>
    new StandardPortGroup(lab, 'dmz', { switch: props.switch ?? make({}, lab), ...props });

  test('states what the provider would not leave to its switch', () => {
    const lab = new Lab();
    on({ switch: make({ allowForgedTransmits: true, notifySwitches: true }, lab) }, lab);
    expect(lab.rendered(PORT_GROUP!).dmz).toMatchSnapshot();
  });

  test('renders everything it is told', () => {
    const lab = new Lab();
    on(
      {
        name: 'DMZ',
        vlan: 4095,
        teamingPolicy: 'loadbalance_srcmac',
        activeAdapters: ['vmnic3'],
        standbyAdapters: ['vmnic2'],
        checkBeacon: true,
        notifySwitches: false,
        failback: true,
        allowPromiscuous: true,
        allowForgedTransmits: false,
        allowMacChanges: false,
        securityException: 'intrusion detection',
        shaping,
        cidr: Cidr.of('192.0.2.0/24'),
        gateway: '192.0.2.1',
      },
      lab,
    );
    expect(lab.rendered(PORT_GROUP!).dmz).toMatchSnapshot();
    expect(lab.declarations().filter(({ kind }) => kind !== 'host-hardware')).toEqual([
      { kind: 'security-exception', of: 'lab/dmz/Default', reason: 'intrusion detection' },
    ]);
  });

  test('has a reason for what it allows itself: what its switch allows, it refuses', () => {
    expect(() => on({ allowMacChanges: true, securityException: 'a cluster address' })).not.toThrow();
    const lab = new Lab();
    expect(() => on({ switch: make({ allowMacChanges: true }, lab), securityException: 'a cluster address' }, lab)).toThrow(
      '[lab/dmz] securityException is given and nothing is excepted',
    );
  });

  test('is known by its host and name', () => {
    const lab = new Lab();
    const known = StandardPortGroup.fromAttributes(lab, 'known', { host: host(lab), name: 'VM Network', cidr: Cidr.of('192.0.2.0/24') });
    expect([known.portGroupName, known.cidr?.toString(), known.standardSwitch]).toEqual(['VM Network', '192.0.2.0/24', undefined]);
    expect([on(), known].map(StandardPortGroup.isStandardPortGroup)).toEqual([true, false]);
  });

  test.each<[Partial<StandardPortGroupProps>, string]>([
    [{ failback: false }, 'failback cannot be turned off on a standard switch'],
    [{ vlan: 4096 }, 'vlan must be a whole number from 0 to 4095, got 4096'],
    [{ activeAdapters: ['vmnic9'] }, '"vmnic9" is none of the adapters of the switch, which are vmnic2, vmnic3'],
    [{ gateway: '192.0.2.1' }, 'gateway 192.0.2.1 needs a range; give cidr too'],
    [{ cidr: Cidr.of('192.0.2.0/24'), gateway: '192.0.3.1' }, 'gateway 192.0.3.1 lies outside 192.0.2.0/24'],
    [{ switch: 'vSwitch0' as never }, 'switch must be a standard switch, got "vSwitch0"; give a `new StandardSwitch(...)`'],
  ])('refuses %j', (props, message) => {
    expect(() => on(props)).toThrow(`[lab/dmz] ${message}`);
  });

  test('has a name of its own on its host', () => {
    const lab = new Lab();
    const edge = make({}, lab);
    new StandardPortGroup(lab, 'first', { switch: edge, name: 'dmz' });
    const other = new StandardSwitch(lab, 'other', { host: edge.host, adapters: [] });
    expect(() => on({ switch: other }, lab)).toThrow(
      '[lab/dmz] host "esx-1.example.com" has a port group "dmz" already, lab/first; give this one another name',
    );
  });
});

describe('StandardNetwork', () => {
  test('is what vCenter makes of port groups of one name, after they are made', () => {
    const lab = new Lab();
    const portGroups = [...lab.hosts(2)].map((each, index) => {
      const edge = new StandardSwitch(lab, `edge-${index}`, { host: each, adapters: ['vmnic2'] });
      return new StandardPortGroup(lab, `dmz-${index}`, { switch: edge, name: 'dmz' });
    });
    const dmz = StandardNetwork.fromPortGroups(lab, 'dmz', {
      portGroups,
      datacenter: lab.datacenter,
      cidr: Cidr.of('192.0.2.0/24'),
      gateway: '192.0.2.1',
    });
    expect(lab.rendered('data.vsphere_network').dmz).toEqual({
      name: 'dmz',
      datacenter_id: '${data.vsphere_datacenter.dc.id}',
      filter: [{ network_type: 'Network' }],
      depends_on: ['vsphere_host_port_group.dmz-0', 'vsphere_host_port_group.dmz-1'],
    });
    expect(lab.resolve(dmz.networkId)).toBe('${data.vsphere_network.dmz.id}');
    expect(lab.declarations()).toContainEqual({ kind: 'network-range', of: 'lab/dmz/Default', cidr: '192.0.2.0/24', gateway: '192.0.2.1' });
  });

  test('has the range of its port groups, of which there is one', () => {
    const lab = new Lab();
    const ranged = (id: string, cidr: string, gateway?: string): StandardPortGroup =>
      new StandardPortGroup(lab, id, {
        switch: new StandardSwitch(lab, `switch-${id}`, { host: lab.hosts(1, `esx-${id}`).hosts[0]!, adapters: [] }),
        name: 'dmz',
        cidr: Cidr.of(cidr),
        gateway,
      });
    const portGroups = [ranged('a', '192.0.2.0/24'), ranged('b', '192.0.2.0/24', '192.0.2.1')];
    const { datacenter } = lab;
    const dmz = StandardNetwork.fromPortGroups(lab, 'dmz', { portGroups, datacenter });
    expect([String(dmz.cidr), dmz.gateway]).toEqual(['192.0.2.0/24', '192.0.2.1']);
    expect(lab.declarations()).toContainEqual({ kind: 'network-range', of: 'lab/dmz/Default', cidr: '192.0.2.0/24', gateway: '192.0.2.1' });
    expect(() => StandardNetwork.fromPortGroups(lab, 'x', { portGroups, datacenter, cidr: Cidr.of('192.0.2.0/25') })).toThrow(
      '[lab/x] a network has one cidr, got 192.0.2.0/25 and 192.0.2.0/24 of it and its port groups; say one of them',
    );
    expect(() => StandardNetwork.fromPortGroups(lab, 'y', { portGroups, datacenter, gateway: '192.0.2.2' })).toThrow(
      '[lab/y] a network has one gateway, got 192.0.2.2 and 192.0.2.1 of it and its port groups; say one of them',
    );
  });

  test('is looked up by its name, or known by its id', () => {
    const lab = new Lab();
    StandardNetwork.fromLookup(lab, 'old', { name: 'VM Network', datacenter: lab.datacenter });
    expect(lab.rendered('data.vsphere_network').old).toEqual({
      name: 'VM Network',
      datacenter_id: '${data.vsphere_datacenter.dc.id}',
      filter: [{ network_type: 'Network' }],
    });
    expect(StandardNetwork.fromAttributes(lab, 'known', { networkId: 'network-12' }).networkId).toBe('network-12');
  });

  test('refuses port groups of several names, and none', () => {
    const lab = new Lab();
    const edge = make({}, lab);
    const named = (name: string): StandardPortGroup => new StandardPortGroup(lab, name, { switch: edge });
    expect(() => StandardNetwork.fromPortGroups(lab, 'x', { portGroups: [named('a'), named('b')], datacenter: lab.datacenter })).toThrow(
      '[lab/x] portGroups must be port groups of one name, got a, b; give those of one name, on each host one',
    );
    expect(() => StandardNetwork.fromPortGroups(lab, 'y', { portGroups: [], datacenter: lab.datacenter })).toThrow(
      '[lab/y] portGroups must be port groups of one name, got none',
    );
    expect(() => StandardNetwork.fromLookup(lab, 'z', undefined as never)).toThrow('[lab/z] props must be an object, got undefined');
  });
});
