import type { Estate, PortGroup, ResourceInstance, Segment, SegmentSubnet, VirtualMachine } from '../../../lib/estate';
import { addresses } from '../../../lib/rules/capacity/cap-013-addresses';
import { Interval } from '../../../lib/units';
import { aModule, aMachine, anEstate, aPortGroup, aResource, aStack, STACK, token, type EstateParts } from '../../support/estate';
import { judged, outcomes, refutations, text, undecideds } from '../../support/judge';
import { all, aSegment, aSubnet, anNsxMachine, members, recorded, some } from '../../support/nsx';

const segment = (cidr: string, change: Partial<SegmentSubnet> = {}, more: Partial<Segment> = {}): Segment =>
  aSegment('nodes', { subnets: all(aSubnet(cidr, change)), ...more });

function site(
  on: Segment,
  howMany: number,
  change: Partial<VirtualMachine> = {},
  values: ResourceInstance['values'] = {},
  parts: EstateParts = {},
): Estate {
  const machines = Array.from({ length: howMany }, (_, i) => aMachine(`vm-${i + 1}`, undefined, { networks: [on.id], ...change }));
  const resources = machines.map(({ name }) => aResource('vsphere_virtual_machine', String(name), values));
  return anEstate({ machines, nsx: { segments: [on] }, stacks: [aStack({ resources })], ...parts });
}

const statically = (...ipv4: (string | null)[]): ResourceInstance['values'] => ({
  clone: [{ customize: [{ network_interface: ipv4.map((address) => ({ ipv4_address: address })) }] }],
});

describe('CAP-013 on segments', () => {
  test('passes where each VM has an address, and says on what that rests', () => {
    const [verdict, ...others] = judged(addresses, site(segment('10.0.0.1/28'), 13));
    expect(others).toEqual([]);
    expect(verdict).toMatchObject({ verdict: 'proved', subject: { path: 'site/nodes', attribute: 'subnet' } });
    expect(verdict!.premises!.map(({ kind, statement }) => [kind, statement])).toEqual([
      ['closed-scope', 'nothing but this app puts VMs on segment `nodes`'],
    ]);
    expect(judged(addresses, anEstate())).toEqual([]);
    expect(judged(addresses, site(aSegment('nodes'), 3))).toEqual([]);
    expect(judged(addresses, site(segment('10.0.0.1/28', {}, { instances: Interval.exactly(0) }), 30))).toEqual([]);
  });

  test('fails for more VMs than a subnet has room for, less network, broadcast and gateway', () => {
    expect(refutations(addresses, site(segment('10.0.0.1/28'), 14)).map((verdict) => text(verdict))).toEqual([
      [
        'segment `nodes` has fewer addresses than VMs that need one',
        'need one: 14 network adapters',
        'there are: 13 addresses that a VM can have in its subnet `10.0.0.1/28`',
        'hint: a subnet with 1 address more, or fewer VMs',
      ],
    ]);
    expect(outcomes(addresses, site(segment('10.0.0.0/31'), 1))).toEqual(['proved']);
    expect(outcomes(addresses, site(segment('10.0.0.0/31'), 2))).toEqual(['refuted']);
  });

  test("an address of the DHCP server is no VM's, and static addresses count for the subnet", () => {
    const subnet = { dhcpServer: '10.0.0.2/28' };
    expect(outcomes(addresses, site(segment('10.0.0.1/28', subnet), 12, {}, statically('10.0.0.5')))).toEqual(['proved']);
    expect(outcomes(addresses, site(segment('10.0.0.1/28', subnet), 13, {}, statically('10.0.0.5')))).toEqual(['refuted']);
  });

  test('each adapter needs one, and each of a family', () => {
    const on = segment('10.0.0.1/29');
    expect(outcomes(addresses, site(on, 1, { networks: Array<string>(5).fill(on.id) }))).toEqual(['proved']);
    expect(outcomes(addresses, site(on, 1, { networks: Array<string>(6).fill(on.id) }))).toEqual(['refuted']);
    expect(outcomes(addresses, site(on, 1, { instances: Interval.exactly(6) }))).toEqual(['refuted']);
    expect(outcomes(addresses, site(on, 1, { instances: Interval.between(1, 5) }))).toEqual(['proved']);
    expect(undecideds(addresses, site(on, 1, { instances: Interval.atLeast(0) })).map((verdict) => text(verdict))).toEqual([
      [
        'whether segment `nodes` has an address for each VM on it',
        'because: how many there are of VM `vm-1` depends on a count or for_each that is not decided',
        'decides it: literal subnets and networks of VMs, and counts that are decided',
      ],
    ]);
    expect(outcomes(addresses, site(on, 9, { instances: Interval.exactly(0) }))).toEqual(['proved']);
    expect(outcomes(addresses, site(on, 9, { origin: 'looked-up' }))).toEqual(['proved']);
  });

  test('IPv6 has room, and one subnet that has it is enough only where each has', () => {
    const six = segment('2001:db8::1/64');
    expect(outcomes(addresses, site(six, 200))).toEqual(['proved']);
    const tiny = segment('2001:db8::1/126');
    expect(outcomes(addresses, site(tiny, 3))).toEqual(['proved']);
    expect(outcomes(addresses, site(tiny, 4))).toEqual(['refuted']);
    const dual = aSegment('nodes', { subnets: all(aSubnet('10.0.0.1/29'), aSubnet('2001:db8::1/64')) });
    expect(outcomes(addresses, site(dual, 5))).toEqual(['proved']);
    expect(undecideds(addresses, site(dual, 6)).map(({ reason }) => reason)).toEqual([
      'it has 2 subnets, of which one alone does not hold its 6 network adapters, and which of them a VM uses is not shown',
    ]);
    const narrow = aSegment('nodes', { subnets: all(aSubnet('10.0.0.1/29'), aSubnet('2001:db8::1/126')) });
    expect(outcomes(addresses, site(narrow, 8))).toEqual(['undecided']);
    expect(outcomes(addresses, site(narrow, 9))).toEqual(['refuted']);
  });

  test('is undecided about tokens, and fails all the same where what is known is too much', () => {
    expect(undecideds(addresses, site(aSegment('nodes', { subnets: all(aSubnet(token('cidr'))) }), 1)).map(({ reason }) => reason)).toEqual([
      'the range of a subnet is known only to whoever sets `site/var.cidr`',
    ]);
    expect(undecideds(addresses, site(aSegment('nodes', { subnets: some(aSubnet('10.0.0.1/28')) }), 1)).map(({ reason }) => reason)).toEqual([
      'the range of a subnet is known only to whoever sets `site/var.more`',
    ]);
    expect(outcomes(addresses, site(aSegment('nodes', { subnets: some() }), 1))).toEqual(['undecided']);
    expect(undecideds(addresses, site(segment('nonsense'), 1)).map(({ reason }) => reason)).toEqual([
      'the address of its gateway is none, with the length of a prefix',
    ]);
    expect(outcomes(addresses, site(aSegment('nodes', { subnets: all(aSubnet('10.0.0.1/28'), aSubnet('nonsense')) }), 1))).toEqual(['undecided']);
    const small = segment('10.0.0.1/30');
    expect(undecideds(addresses, site(small, 1, { networks: [token('net')] })).map(({ reason }) => reason)).toEqual([]);
    expect(undecideds(addresses, site(small, 2, { networks: [token('net')] })).map(({ reason }) => reason)).toEqual([
      'a network of VM `vm-1` is known only to whoever sets `site/var.net` and a network of VM `vm-2` is known only to whoever sets `site/var.net`',
    ]);
    expect(undecideds(addresses, site(small, 1, { networksComplete: false })).map(({ reason }) => reason)).toEqual([
      'not all network adapters of VM `vm-1` are shown',
    ]);
    expect(outcomes(addresses, site(small, 2, { networksComplete: false }))).toEqual(['refuted']);
  });

  test('a module may hold VMs, unless somebody vouches for it', () => {
    const on = segment('10.0.0.1/28');
    const stacks = [aStack({ modules: [aModule('m')] })];
    expect(undecideds(addresses, site(on, 1, {}, {}, { stacks })).map(({ reason }) => reason)).toEqual(['module `m` may put VMs on it']);
    const premises = [{ id: 'no-policy-in:site/m', kind: 'assumed' as const, statement: 'x', subject: 'site/m' }];
    expect(outcomes(addresses, site(on, 1, {}, {}, { stacks, premises }))).toEqual(['proved']);
    const others = [
      { ...premises[0]!, kind: 'stated' as const },
      { ...premises[0]!, id: 'value:site/m' },
      { ...premises[0]!, subject: 'site/n' },
    ];
    expect(outcomes(addresses, site(on, 1, {}, {}, { stacks, premises: others }))).toEqual(['undecided']);
    expect(outcomes(addresses, site(on, 1, {}, {}, { stacks, closed: ['site/nodes'] }))).toEqual(['proved']);
  });

  test('says of segments of others once that others may be on them, and nothing of the ranges that they hand out', () => {
    const range = all(aSubnet('10.0.0.1/24', { dhcpRanges: all('10.0.0.1-10.0.0.9'), dhcp: true }));
    const [a, b] = ['a', 'b'].map((name) => recorded(aSegment(name, { subnets: range })));
    const machines = [a!, b!].map(({ id }, i) => aMachine(`vm-${i}`, undefined, { networks: [id] }));
    expect(judged(addresses, anEstate({ machines, nsx: { segments: [a!, b!] } })).map(text)).toEqual([
      [
        'whether 2 segments of others have an address for each VM on them',
        'because: others may have VMs on `a` and `b`',
        'decides it: `app.assume(Assume.closed(segment))` for each that only this app puts VMs on',
      ],
    ]);
    const roaming = aMachine('roaming', undefined, { networks: [token('net')] });
    expect(undecideds(addresses, anEstate({ machines: [...machines, roaming], nsx: { segments: [a!] } }))[0]!.reason).toContain('VM `roaming`');
    const hidden = { ...b!, subnets: some<SegmentSubnet>() };
    expect(text(judged(addresses, anEstate({ machines, nsx: { segments: [a!, hidden] } }))[0]).slice(1)).toEqual([
      'because: others may have VMs on `a` and `b`; the subnets of `b` are not shown',
      "decides it: the manager's export: `app.assume(Assume.estate('surroundings/nsx-export.json'))`, and `app.assume(Assume.closed(segment))` for each that only this app puts VMs on",
    ]);
  });

  test('says of a segment of others only what the VMs of the app make certain', () => {
    const theirs = recorded(segment('10.0.0.1/29'));
    expect(judged(addresses, anEstate({ nsx: { segments: [theirs] } }))).toEqual([]);
    expect(undecideds(addresses, site(theirs, 1)).map(({ reason }) => reason)).toEqual(['others may have VMs on `nodes`']);
    expect(outcomes(addresses, site(theirs, 6))).toEqual(['refuted']);
    const residents = Array.from({ length: 5 }, (_, i) => recorded(anNsxMachine(`old-${i}`, { segments: members(theirs) })));
    expect(outcomes(addresses, site(theirs, 1, {}, {}, { nsx: { segments: [theirs], nsxMachines: residents } }))).toEqual(['refuted']);
    const own = residents.map((each) => ({ ...each, machine: `${STACK}/vsphere_virtual_machine.vm-1` }));
    expect(outcomes(addresses, site(theirs, 1, {}, {}, { nsx: { segments: [theirs], nsxMachines: own } }))).toEqual(['undecided']);
  });

  describe('a VM on a network of vCenter', () => {
    const on = segment('10.0.0.1/30');
    const face = (change: Partial<PortGroup>) => aPortGroup('n', { origin: 'looked-up', name: 'other', ...change });
    const through = (group: PortGroup) => site(on, 2, { networks: [group.id] }, {}, { portGroups: [group] });

    test('that is the face of the segment is on it', () => {
      expect(outcomes(addresses, through(face({ segment: on.id })))).toEqual(['refuted']);
      expect(outcomes(addresses, through(face({ segment: on.id, name: token() })))).toEqual(['refuted']);
      expect(outcomes(addresses, through(face({ segment: 'another', name: 'nodes' })))).toEqual(['proved']);
    });

    test('that may be its face may be on it', () => {
      for (const group of [face({ segment: token() }), face({ name: 'nodes' }), face({ name: token() })])
        expect(undecideds(addresses, through(group)).map(({ reason }) => reason)).toEqual([
          'whether a network of VM `vm-1` is this segment is not said and whether a network of VM `vm-2` is this segment is not said',
        ]);
      for (const group of [face({}), face({ origin: 'owned', name: 'nodes' })]) expect(outcomes(addresses, through(group))).toEqual(['proved']);
    });
  });
});
