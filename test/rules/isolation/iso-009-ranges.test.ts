import fc from 'fast-check';
import { reference, unknown, type Estate, type PortGroup, type ResourceInstance, type Value, type VirtualMachine } from '../../../lib/estate';
import { ranges } from '../../../lib/rules/isolation/iso-009-ranges';
import { Cidr, Interval } from '../../../lib/units';
import { aMachine, anEstate, aPortGroup, aResource, aStack, aSwitch, STACK, token } from '../../support/estate';
import { judged, outcomes, refutations, text, undecideds } from '../../support/judge';

const nodes = aPortGroup('nodes', { cidr: '10.20.0.0/23', gateway: '10.20.0.1' });
const ledger = aPortGroup('ledger', { cidr: '10.20.8.0/24' });

function withAddress(address: Value, network: string = nodes.id) {
  const vm = aMachine('vm', undefined, { networks: [network] });
  const values = { clone: { customize: [{ network_interface: { ipv4_address: address } }] } };
  return anEstate({
    portGroups: [nodes, ledger],
    machines: [vm],
    stacks: [aStack({ resources: [aResource('vsphere_virtual_machine', 'vm', values)] })],
  });
}

describe('ISO-009', () => {
  test('passes for disjoint ranges, each on its own declaration', () => {
    const verdicts = judged(ranges, anEstate({ portGroups: [nodes, ledger] }));
    expect(verdicts.map(({ verdict, subject, premises }) => [verdict, subject.path, premises?.map(({ id }) => id)])).toEqual([
      ['proved', 'site/nodes', ['range:site/nodes']],
      ['proved', 'site/ledger', ['range:site/ledger']],
    ]);
  });

  test('ranges that touch are disjoint', () => {
    expect(outcomes(ranges, anEstate({ portGroups: [nodes, aPortGroup('next', { cidr: '10.20.2.0/23' })] }))).toEqual(['proved', 'proved']);
  });

  test('fails where one lies in another, and shows what they share', () => {
    const inner = aPortGroup('mgmt', { cidr: '10.20.1.0/24' });
    const verdicts = judged(ranges, anEstate({ portGroups: [inner, nodes, ledger] }));
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['refuted', 'proved']);
    expect(text(verdicts[0])).toEqual([
      'networks `nodes` and `mgmt` overlap',
      'ranges: `nodes` 10.20.0.0/23, `mgmt` 10.20.1.0/24',
      'shared: 10.20.1.0 to 10.20.1.255',
      'other: network `nodes` is `site/nodes`',
      'hint: another range for `mgmt`',
    ]);
  });

  test('n copies of a range give n - 1 findings', () => {
    const copies = Array.from({ length: 50 }, (_, i) => aPortGroup(`n-${i}`, { cidr: '10.0.0.0/24' }));
    expect(refutations(ranges, anEstate({ portGroups: copies }))).toHaveLength(49);
  });

  test('finds an overlap exactly where comparing each pair finds one', () => {
    const range = fc
      .tuple(fc.nat(255), fc.integer({ min: 24, max: 32 }))
      .map(([host, prefix]) => `10.0.0.${host - (host % 2 ** (32 - prefix))}/${prefix}`);
    fc.assert(
      fc.property(fc.array(range, { maxLength: 12 }), (cidrs) => {
        const groups = cidrs.map((cidr, i) => aPortGroup(`n-${i}`, { cidr }));
        const parsed = cidrs.map((cidr) => Cidr.of(cidr));
        const overlapping = parsed.some((a, i) => parsed.some((b, j) => i < j && a.overlaps(b)));
        const alone = parsed.filter((a, i) => parsed.every((b, j) => i === j || !a.overlaps(b))).length;
        const verdicts = outcomes(ranges, anEstate({ portGroups: groups }));
        expect(verdicts.includes('refuted')).toBe(overlapping);
        expect(verdicts.filter((verdict) => verdict === 'proved')).toHaveLength(alone);
      }),
    );
  });

  test('IPv4 and IPv6 never overlap', () => {
    expect(outcomes(ranges, anEstate({ portGroups: [aPortGroup('a', { cidr: '::/96' }), aPortGroup('b', { cidr: '0.0.0.0/0' })] }))).toEqual([
      'proved',
      'proved',
    ]);
  });

  test.each([
    ['10.20.0.0', 'it is the network address of 10.20.0.0/23'],
    ['10.20.1.255', 'it is the broadcast address of 10.20.0.0/23'],
    ['10.20.2.1', 'it lies outside 10.20.0.0/23'],
    ['10.20.0.256', 'not an IP address: "10.20.0.256"'],
  ])('the gateway %s fails', (gateway, wrong) => {
    const [verdict] = refutations(ranges, anEstate({ portGroups: [{ ...nodes, gateway }] }));
    expect(text(verdict)).toEqual([
      'the gateway of network `nodes` is no address of its own',
      `gateway: ${gateway}`,
      `wrong: ${wrong}`,
      'hint: an address in 10.20.0.0/23',
    ]);
  });

  test.each([
    ['10.20.0.0/23', '10.20.0.255'], // neither network nor broadcast of a /23
    ['10.20.0.0/31', '10.20.0.0'], // RFC 3021
    ['10.20.0.0/31', '10.20.0.1'],
    ['2001:db8::/64', '2001:db8::1'],
  ])('in %s the gateway %s passes', (cidr, gateway) => {
    expect(outcomes(ranges, anEstate({ portGroups: [aPortGroup('n', { cidr, gateway })] }))).toEqual(['proved']);
  });

  test('what is no range is refuted, not a crash', () => {
    const [verdict] = judged(ranges, anEstate({ portGroups: [aPortGroup('n', { cidr: '10.20.0.1/23' })] }));
    expect(text(verdict).slice(0, 3)).toEqual([
      'the range of network `n` is no range',
      'declared: `10.20.0.1/23`',
      'wrong: "10.20.0.1/23" has address bits beyond its prefix; did you mean "10.20.0.0/23"?',
    ]);
  });

  test('a static address lies in the range of its own network', () => {
    expect(outcomes(ranges, withAddress('10.20.0.31'))).toEqual(['proved', 'proved']);
    expect(text(refutations(ranges, withAddress('10.20.8.31'))[0])).toEqual([
      'VM `vm` cannot have its address in network `nodes`',
      'address: 10.20.8.31',
      'wrong: it lies outside 10.20.0.0/23',
      'hint: a free address in 10.20.0.0/23',
    ]);
    expect(outcomes(ranges, withAddress('10.20.8.31', ledger.id))).toEqual(['proved', 'proved']);
    expect(refutations(ranges, withAddress('10.20.0.1'))[0]!.witness[1]!.text).toBe('it is the gateway');
    expect(undecideds(ranges, withAddress(token('ip')))[0]!.reason).toBe('the address is known only to whoever sets `site/var.ip`');
    expect(outcomes(ranges, withAddress(null))).toEqual(['proved', 'proved']); // DHCP
    expect(outcomes(ranges, withAddress('1.2.3.4', 'site/other'))).toEqual(['proved', 'proved']); // a network without a range
  });

  test('an address is given once', () => {
    const vms = ['a', 'b'].map((name) => aMachine(name, undefined, { networks: [nodes.id] }));
    const resources = vms.map(({ name }) =>
      aResource('vsphere_virtual_machine', name as string, { clone: { customize: { network_interface: [{ ipv4_address: '10.20.0.31' }] } } }),
    );
    const findings = refutations(ranges, anEstate({ portGroups: [nodes], machines: vms, stacks: [aStack({ resources })] }));
    expect(findings.map(({ subject, witness }) => [subject.path, witness[1]!.text])).toEqual([['site/b', 'VM `a` has it too']]);
  });

  test('networks without a range are undecided once, and only where others have one', () => {
    const bare = ['a', 'b', 'c', 'd', 'e'].map((name) => aPortGroup(name));
    expect(judged(ranges, anEstate({ portGroups: bare }))).toEqual([]);
    expect(text(undecideds(ranges, anEstate({ portGroups: [...bare, ledger] }))[0])).toEqual([
      'whether 5 networks without a declared range overlap any other',
      'because: nobody stated the addresses of `a`, `b`, `c` and 2 more',
      'decides it: a `cidr` for each',
    ]);
  });

  test('a trunk without a range is not asked for one `cidr`: it carries many', () => {
    const entry = (name: string, values: Record<string, Value>) => aResource('vsphere_distributed_port_group', name, values);
    const of = (...names: string[]) =>
      undecideds(
        ranges,
        anEstate({
          portGroups: [ledger, ...names.map((name) => aPortGroup(name))],
          stacks: [
            aStack({
              resources: [
                entry('edge', { vlan_range: [{ min_vlan: 100, max_vlan: 199 }] }),
                entry('uplink', { vlan_range: { min_vlan: 0, max_vlan: 4094 } }),
                entry('private', { vlan_range: [], port_private_secondary_vlan_id: 7 }),
              ],
            }),
          ],
        }),
      );
    expect(of('edge').map(text)).toEqual([
      [
        'whether the networks on the trunk `edge` overlap any other',
        'because: a trunk carries many VLANs, each with a range of its own, and nobody stated those of `edge`',
        'decides it: a port group with a single `vlan` and its `cidr` for each network, in place of the trunk; where VMs need a trunk, a range that holds all of its networks and no other can stand as its `cidr`',
      ],
    ]);
    expect(of('edge', 'uplink', 'private').map(({ key, message, decidedBy }) => [key, message, decidedBy.split(';')[0]])).toEqual([
      ['no-range', 'whether 1 network without a declared range overlaps any other', 'a `cidr` for it'],
      [
        'no-range-of-trunk',
        'whether the networks on the trunks `edge` and `uplink` overlap any other',
        'a port group with a single `vlan` and its `cidr` for each network, in place of the trunks',
      ],
    ]);
  });

  test('two entries that may be one network are undecided', () => {
    const twin = aPortGroup('nodes', {
      cidr: '10.20.0.0/23',
      id: 'other/data.vsphere_network.nodes',
      path: 'other/nodes',
      origin: 'looked-up',
      vcenter: token('server'),
    });
    expect(undecideds(ranges, anEstate({ portGroups: [nodes, twin] }))[0]!.message).toBe(
      'whether `other/nodes` and `site/nodes` are one network `nodes`',
    );
    expect(outcomes(ranges, anEstate({ portGroups: [nodes, { ...twin, name: token('name') }] }))).toEqual(['undecided']);
    expect(outcomes(ranges, anEstate({ portGroups: [nodes, { ...twin, name: 'n2' }] }))).toEqual(['refuted']);
    expect(outcomes(ranges, anEstate({ portGroups: [nodes, { ...twin, vcenter: 'vc2' }] }))).toEqual(['refuted']);
    expect(outcomes(ranges, anEstate({ portGroups: [nodes, { ...twin, origin: 'owned' }] }))).toEqual(['refuted']); // each is made on its own
  });

  test('one declaration for a family of networks', () => {
    const family = (low: number, high: number | null) =>
      outcomes(ranges, anEstate({ portGroups: [aPortGroup('n', { cidr: '10.0.0.0/24', instances: { low, high } })] }));
    expect(family(1, 1)).toEqual(['proved']);
    expect(family(2, 2)).toEqual(['refuted']);
    expect(family(0, null)).toEqual(['undecided']);
    expect(family(0, 1)).toEqual(['proved']);
  });

  test('one that may be the same network hides no overlap with a third', () => {
    const same = { cidr: '10.0.0.0/24' };
    const lookup = aPortGroup('b', { ...same, origin: 'looked-up', vcenter: token(), name: token('name') });
    const verdicts = judged(ranges, anEstate({ portGroups: [aPortGroup('a', same), lookup, aPortGroup('c', same)] }));
    expect(
      refutations(ranges, anEstate({ portGroups: [aPortGroup('a', same), lookup, aPortGroup('c', same)] })).map(({ message }) => message),
    ).toEqual(['networks `a` and `c` overlap']);
    expect(verdicts.filter(({ verdict }) => verdict === 'undecided')).toHaveLength(2);
  });

  test.each<[string, Partial<PortGroup>, string]>([
    ['a name that is a token', { name: token() }, 'its name is known only to whoever sets `site/var.size`'],
    ['no switch to tell it by', { name: 'a', switch: unknown('data-source', 'switch', 'site/x') }, 'its switch is known only to the lookup `site/x`'],
  ])('a lookup with %s may be the network itself', (_, change, reason) => {
    const lookup = aPortGroup('b', { cidr: '10.0.0.0/24', origin: 'looked-up', ...change });
    const estate = anEstate({ portGroups: [aPortGroup('a', { cidr: '10.0.0.0/24' }), lookup] });
    expect(judged(ranges, estate)).toMatchObject([{ verdict: 'undecided', reason }]);
    const other = { ...lookup, name: 'b', switch: null };
    expect(outcomes(ranges, anEstate({ portGroups: [aPortGroup('a', { cidr: '10.0.0.0/24' }), other] }))).toEqual(['refuted']);
  });

  test('an IPv6 address lies in the range of its own network too', () => {
    const wide = aPortGroup('wide', { cidr: '2001:db8::/64' });
    const of = (nic: Record<string, Value>) => {
      const values = { clone: { customize: { network_interface: nic } } };
      const machines = [aMachine('vm', undefined, { networks: [wide.id] })];
      return outcomes(
        ranges,
        anEstate({ portGroups: [wide], machines, stacks: [aStack({ resources: [aResource('vsphere_virtual_machine', 'vm', values)] })] }),
      );
    };
    expect(of({ ipv6_address: '2001:db8:1::5' })).toEqual(['refuted']);
    expect(of({ ipv6_address: '2001:db8::5' })).toEqual(['proved']);
    // Nobody stated the IPv4 addresses of the network.
    expect(of({ ipv4_address: '10.0.0.5' })).toEqual(['undecided', 'proved']);
  });

  test.each<[string, Value]>([
    ['the address of another resource', [{ ipv4_address: reference('site', 'terraform_data.x', 'output') }]],
    ['a token for one adapter', [token()]],
    ['a token for all of them', token()],
    ['a reference for all of them', reference('site', 'terraform_data.x', 'output')],
  ])('%s is undecided, and the network not proved', (_, network_interface) => {
    const values = { clone: { customize: { network_interface } } };
    const machines = [aMachine('vm', undefined, { networks: [nodes.id] })];
    const estate = anEstate({ portGroups: [nodes], machines, stacks: [aStack({ resources: [aResource('vsphere_virtual_machine', 'vm', values)] })] });
    expect(outcomes(ranges, estate)).toEqual(['undecided']);
  });

  test('an address on a network that a token names, or that is not shown, is undecided', () => {
    const of = (change: Partial<VirtualMachine>) =>
      undecideds(ranges, {
        ...withAddress('10.20.0.7'),
        vsphere: { ...withAddress('10.20.0.7').vsphere, machines: [aMachine('vm', undefined, change)] },
      });
    expect(of({ networks: [token()] })[0]).toMatchObject({ reason: 'its network is known only to whoever sets `site/var.size`' });
    expect(of({ networks: [nodes.id], networksComplete: false })[0]).toMatchObject({ reason: 'its network is not shown' });
    expect(of({ networks: [nodes.id] })).toEqual([]);
  });

  test('one address for a family of VMs', () => {
    const of = (instances: Interval) => {
      const estate = withAddress('10.20.0.7');
      return outcomes(ranges, {
        ...estate,
        vsphere: { ...estate.vsphere, machines: [aMachine('vm', undefined, { networks: [nodes.id], instances })] },
      });
    };
    expect(of(Interval.exactly(2))).toContain('refuted');
    expect(of(Interval.atLeast(0))).toContain('undecided');
    expect(of(Interval.exactly(1))).toEqual(['proved', 'proved']);
  });

  test('an address is one however it is written', () => {
    const wide = aPortGroup('wide', { cidr: '2001:db8::/64', gateway: '2001:db8::1' });
    const values = { clone: { customize: { network_interface: { ipv6_address: '2001:0db8:0::0001' } } } };
    const machines = [aMachine('vm', undefined, { networks: [wide.id] })];
    const estate = anEstate({ portGroups: [wide], machines, stacks: [aStack({ resources: [aResource('vsphere_virtual_machine', 'vm', values)] })] });
    expect(refutations(ranges, estate)[0]!.witness).toContainEqual({ label: 'wrong', text: 'it is the gateway' });
  });

  test('an overlap across stacks names where the other network is', () => {
    const there = aPortGroup('nodes', {
      id: 'other/x.nodes',
      path: 'other/net/nodes',
      addresses: [{ stack: 'other', address: 'x.nodes' }],
      cidr: '10.20.0.0/23',
    });
    const [verdict] = refutations(
      ranges,
      anEstate({ stacks: [aStack(), aStack({ name: 'other' })], portGroups: [there, aPortGroup('mgmt', { cidr: '10.20.1.0/24' })] }),
    );
    expect(verdict!.subject.path).toBe('site/mgmt');
    expect(verdict!.witness.at(-1)).toEqual({ label: 'other', text: 'network `nodes` is `other/net/nodes`' });
  });
});

describe('ISO-009, private VLANs', () => {
  const fabric = aSwitch('fabric');
  const group = (name: string, change: Parameters<typeof aPortGroup>[1] = {}) =>
    aPortGroup(name, { switch: fabric.id, cidr: '10.9.0.0/24', ...change });
  const secondary = (name: string, id: unknown) =>
    aResource('vsphere_distributed_port_group', name, { port_private_secondary_vlan_id: id as number });
  const mappings = [
    { primary_vlan_id: 100, secondary_vlan_id: 100, pvlan_type: 'promiscuous' },
    { primary_vlan_id: 100, secondary_vlan_id: 101, pvlan_type: 'isolated' },
    { primary_vlan_id: 200, secondary_vlan_id: 201, pvlan_type: 'isolated' },
  ];
  const on = (values: Readonly<Record<string, unknown>> = { pvlan_mapping: mappings }) =>
    aResource('vsphere_distributed_virtual_switch', 'fabric', values as ResourceInstance['values']);
  const site = (resources: readonly ResourceInstance[], groups: readonly PortGroup[]): Estate =>
    anEstate({ switches: [fabric], portGroups: groups, stacks: [aStack({ resources })] });

  test('a primary VLAN and its secondary ones share one range', () => {
    expect(outcomes(ranges, site([on(), secondary('a', 100), secondary('b', 101)], [group('a'), group('b')]))).toEqual(['proved', 'proved']);
    expect(outcomes(ranges, site([on(), secondary('b', 101)], [group('a', { vlan: 100 }), group('b')]))).toEqual(['proved', 'proved']);
  });

  test('mappings that stand beside the switch count', () => {
    const beside = aResource('vsphere_distributed_virtual_switch_pvlan_mapping', 'm', {
      distributed_virtual_switch_id: { $ref: { stack: STACK, address: 'vsphere_distributed_virtual_switch.fabric', attribute: 'id' } },
      primary_vlan_id: 100,
      secondary_vlan_id: 102,
      pvlan_type: 'community',
    });
    expect(outcomes(ranges, site([on(), beside, secondary('a', 101), secondary('b', 102)], [group('a'), group('b')]))).toEqual(['proved', 'proved']);
  });

  test('two private VLANs, two switches, and a range within another do not', () => {
    const both = [group('a'), group('b')];
    expect(outcomes(ranges, site([on(), secondary('a', 101), secondary('b', 201)], both))).toContain('refuted');
    expect(outcomes(ranges, site([on(), secondary('a', 101)], [group('a'), group('b', { vlan: 7 })]))).toContain('refuted');
    const far = group('b', { switch: 'site/vsphere_distributed_virtual_switch.far' });
    expect(outcomes(ranges, site([on(), secondary('a', 100), secondary('b', 101)], [group('a'), far]))).toContain('refuted');
    const inner = group('b', { cidr: '10.9.0.0/25' });
    expect(outcomes(ranges, site([on(), secondary('a', 100), secondary('b', 101)], [group('a'), inner]))).toContain('refuted');
  });

  test('another network within the shared range is told of each', () => {
    const stranger = aPortGroup('stranger', { cidr: '10.9.0.0/24' });
    const estate = site([on(), secondary('a', 100), secondary('b', 101)], [group('a'), group('b'), stranger]);
    expect(refutations(ranges, estate)).toHaveLength(1);
  });

  test('is undecided where the mappings, or the VLAN, are not known', () => {
    const both = [group('a'), group('b')];
    for (const resources of [
      [on({ pvlan_mapping: mappings.slice(0, 1), ignore_other_pvlan_mappings: true }), secondary('a', 100), secondary('b', 101)],
      [on({ pvlan_mapping: token('pvlans') }), secondary('a', 100), secondary('b', 101)],
      [on(), secondary('a', 100), secondary('b', token('vlan'))],
    ]) {
      expect(undecideds(ranges, site(resources, both)).map(({ message }) => message)).toEqual([
        'whether networks `a` and `b` are of one private VLAN, and may share a range',
      ]);
    }
  });
});
