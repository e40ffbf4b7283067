import { Flow, type Field, type FirewallRule, type RulePeers, type SecurityPolicy, type ServiceEntry } from '../../../lib/estate';
import { addressOf } from '../../../lib/proofs/addresses';
import { FlowFates, viewOf, VnicKinds, type FlowEndpoint, type FlowFate } from '../../../lib/proofs/firewall';
import { Interval } from '../../../lib/units';
import { aMachine, anEstate, token, type EstateParts } from '../../support/estate';
import {
  aCondition,
  aDefaultSection,
  aDrop,
  aGroup,
  all,
  anExclusion,
  anNsxMachine,
  aProject,
  aRule,
  aSecurityPolicy,
  aSegment,
  aService,
  aSubnet,
  aTag,
  aTcpEntry,
  joined,
  MANAGER,
  members,
  openMembers,
  peers,
  some,
} from '../../support/nsx';

const nodes = aSegment('nodes', { subnets: all(aSubnet('10.20.0.1/24')) });
const a = aMachine('a', undefined, { networks: [nodes.id] });
const b = aMachine('b', undefined, { networks: [nodes.id] });
const tagOfA = anNsxMachine('tag-a', { machine: a.id, tags: all(aTag('pool', 'a')) });
const tagOfB = anNsxMachine('tag-b', { machine: b.id, tags: all(aTag('pool', 'b')) });
const isA = aGroup('is-a', aCondition('Tag', 'EQUALS', 'pool|a'));
const isB = aGroup('is-b', aCondition('Tag', 'EQUALS', 'pool|b'));
const isOpen = aGroup('is-open', aCondition('Tag', 'EQUALS', token('tag')));
const byDefault = aDefaultSection();

type Nsx = NonNullable<EstateParts['nsx']>;

function viewFor(policies: readonly SecurityPolicy[], nsx: Nsx = {}) {
  const estate = anEstate({
    machines: [a, b],
    recordedManagers: [MANAGER],
    nsx: { segments: [nodes], nsxMachines: [tagOfA, tagOfB], groups: [isA, isB, isOpen], securityPolicies: policies, ...nsx },
  });
  return viewOf(estate, MANAGER);
}

interface Asked {
  readonly flow?: Flow;
  readonly nsx?: Nsx;
  readonly to?: Partial<FlowEndpoint> & { readonly isOutside?: boolean };
  readonly version?: 4 | 6 | null;
}

/** What becomes of a flow from `a` to `b`, or to what is outside. */
function fate(policies: readonly SecurityPolicy[], { flow = Flow.tcp(443), nsx = {}, to = {}, version = 4 }: Asked = {}): FlowFate {
  const view = viewFor(policies, nsx);
  const end = (id: string): FlowEndpoint => {
    const endpoint = view.endpoint.get(id)!;
    return { name: `VM ${id}`, vnic: { endpoint, segment: view.segments.get(endpoint.segments.ids[0]!)! } };
  };
  const { isOutside, ...rest } = to;
  const far = isOutside ? { name: '`vc`', ...rest } : { ...end(b.id), ...rest };
  return new FlowFates(view).of(flow, end(a.id), far, version ?? undefined);
}

function is(policies: readonly SecurityPolicy[], asked?: Asked): string {
  return fate(policies, asked).is;
}

const drop = (change: Partial<FirewallRule> = {}, of: Partial<SecurityPolicy> = {}): readonly SecurityPolicy[] => [
  aSecurityPolicy('drop', [aDrop('drop', change)], of),
  byDefault,
];
/** An allow before a drop of everything. */
const allow = (change: Partial<FirewallRule> = {}, of: Partial<SecurityPolicy> = {}): readonly SecurityPolicy[] => [
  aSecurityPolicy('allow', [aRule('allow', change)], { sequence: 1, ...of }),
  aSecurityPolicy('drop', [aDrop('drop')], { sequence: 2 }),
];
const serving = (...entries: readonly ServiceEntry[]): Partial<FirewallRule> => ({ services: { services: members(), entries: all(...entries) } });
const at = (...addresses: readonly Field<string>[]): RulePeers => ({ ...peers(), addresses: all(...addresses) });
const ports = (protocol: 'TCP' | 'UDP', ...of: readonly Field<string>[]): ServiceEntry => ({
  kind: 'ports',
  protocol,
  destinationPorts: all(...of),
  sourcePorts: all(),
});

describe('what the distributed firewall does to a flow', () => {
  test.each<[string, readonly SecurityPolicy[], Asked, FlowFate['is']]>([
    ['the default lets it pass', [byDefault], {}, 'passes'],
    ['or drops it', [aDefaultSection('DROP')], {}, 'dropped'],
    ['nobody knows without one', [], {}, 'open'],
    ['a drop of everything', drop(), {}, 'dropped'],
    ['a reject is one', drop({ action: 'REJECT' }), {}, 'dropped'],
    ['an action that a token says', drop({ action: token() }), {}, 'open'],
    ['an allow before it', allow(), {}, 'passes'],
    ['an allow that ties with it', allow({}, { sequence: 2 }), {}, 'open'],
    ['a drop that is switched off', drop({ disabled: true }), {}, 'passes'],
    ['or may be, as by a schedule', drop({ disabled: token() }), {}, 'open'],
    ['a drop of what leaves', drop({ direction: 'OUT' }), {}, 'dropped'],
    ['a drop of what comes in', drop({ direction: 'IN' }), {}, 'dropped'],
    ['what comes in is not asked of what is outside', drop({ direction: 'IN' }), { to: { isOutside: true } }, 'passes'],
    ['an allow of one direction lets half of it pass', allow({ direction: 'IN' }), {}, 'dropped'],
    ['a drop for the other version of IP', drop({ ipVersion: 'IPV6' }), {}, 'passes'],
    ['for its own', drop({ ipVersion: 'IPV4' }), {}, 'dropped'],
    ['for one where nobody knows which it has', drop({ ipVersion: 'IPV4' }), { version: null }, 'open'],
    ['a profile is not known to match', drop({ profiles: members('x') }), {}, 'open'],
    ['nor in an allow', allow({ profiles: members('x') }), {}, 'open'],
    ['an allow that is stateless leaves replies to others', allow({}, { stateful: false }), {}, 'open'],
    ['a drop that is stateless drops', drop({}, { stateful: false }), {}, 'dropped'],
    ['hidden rules may be anything', [aSecurityPolicy('p', [], { rules: some(), sequence: 1 }), byDefault], {}, 'open'],
    [
      'a policy that is applied elsewhere',
      drop({}, { appliedTo: members(aSegment('other')) }),
      { nsx: { segments: [nodes, aSegment('other')] } },
      'passes',
    ],
    ['one applied to its destination', drop({}, { appliedTo: members(isB) }), {}, 'dropped'],
    ['for what comes to its source it is none', drop({ direction: 'IN' }, { appliedTo: members(isA) }), {}, 'passes'],
    [
      'the scope of a policy goes before that of a rule',
      drop({ appliedTo: members(isB), direction: 'IN' }, { appliedTo: members(isA) }),
      {},
      'passes',
    ],
    ['the scope of a rule', drop({ appliedTo: members(isB), direction: 'OUT' }), {}, 'passes'],
    ['a scope that a token says', drop({}, { appliedTo: openMembers() }), {}, 'open'],
    ['an exclusion of one end leaves the other', drop(), { nsx: { firewallExclusions: [anExclusion('x', a)] } }, 'dropped'],
    ['of both', drop(), { nsx: { firewallExclusions: [anExclusion('x', a), anExclusion('y', b)] } }, 'passes'],
    [
      'a jump leaves the rest of its category',
      [
        aSecurityPolicy('env', [aRule('jump', { action: 'JUMP_TO_APPLICATION' }), aDrop('rest')], { category: 'Environment' }),
        aSecurityPolicy('app', [aRule('all')]),
      ],
      {},
      'passes',
    ],
    [
      'and is not one for another flow',
      [
        aSecurityPolicy('env', [aRule('jump', { action: 'JUMP_TO_APPLICATION', ...serving(aTcpEntry('80')) }), aDrop('rest')], {
          category: 'Environment',
        }),
        aSecurityPolicy('app', [aRule('all')]),
      ],
      {},
      'dropped',
    ],
    [
      'a category goes before another, whatever the sequence',
      [aSecurityPolicy('late', [aDrop('drop')], { sequence: 1 }), aSecurityPolicy('early', [aRule('allow')], { sequence: 9, category: 'Emergency' })],
      {},
      'passes',
    ],
    ['a connectivity preference', [aSecurityPolicy('p', [], { connectivity: 'ALLOWLIST', appliedTo: members(nodes) }), byDefault], {}, 'dropped'],
    ['rules of a project do not reach outside of it', drop({}, { space: aProject('p').id }), { nsx: { projects: [aProject('p')] } }, 'passes'],
  ])('%s', (_, policies, asked, expected) => {
    expect(is(policies, asked)).toBe(expected);
  });

  test.each<[string, ServiceEntry[], Flow, FlowFate['is']]>([
    ['a port', [aTcpEntry('443')], Flow.tcp(443), 'dropped'],
    ['another', [aTcpEntry('80')], Flow.tcp(443), 'passes'],
    ['the other protocol', [ports('UDP', '443')], Flow.tcp(443), 'passes'],
    ['its own', [ports('UDP', '8472')], Flow.udp(8472), 'dropped'],
    ['a range around it', [aTcpEntry('400-500')], Flow.tcp(443), 'dropped'],
    ['every port', [aTcpEntry()], Flow.tcp(443), 'dropped'],
    ['a part of its range', [aTcpEntry('2380')], Flow.tcp(2379, 2380), 'dropped'],
    ['a range beside it', [aTcpEntry('2381-2390')], Flow.tcp(2379, 2380), 'passes'],
    ['a port that a token says', [aTcpEntry(token())], Flow.tcp(443), 'open'],
    ['a port that is none', [aTcpEntry('https')], Flow.tcp(443), 'open'],
    ['some source ports', [{ kind: 'ports', protocol: 'TCP', destinationPorts: all(), sourcePorts: all('1024-2000') }], Flow.tcp(443), 'open'],
    ['all of them', [{ kind: 'ports', protocol: 'TCP', destinationPorts: all(), sourcePorts: all('0-65535') }], Flow.tcp(443), 'dropped'],
    ['the protocol itself', [{ kind: 'ip', protocol: 6 }], Flow.tcp(443), 'dropped'],
    ['that of SCTP', [{ kind: 'ip', protocol: 132 }], Flow.sctp(443), 'dropped'],
    ['another by number', [{ kind: 'ip', protocol: 17 }], Flow.tcp(443), 'passes'],
    ['a number that a token says', [{ kind: 'ip', protocol: token() }], Flow.tcp(443), 'open'],
    ['ICMP', [{ kind: 'icmp', version: 'ICMPv4', type: null, code: null }], Flow.tcp(443), 'passes'],
    ['IGMP', [{ kind: 'igmp' }], Flow.tcp(443), 'passes'],
    [
      'a gateway of the application at its port',
      [{ kind: 'algorithm', algorithm: 'FTP', destinationPorts: all('443'), sourcePorts: all() }],
      Flow.tcp(443),
      'open',
    ],
    ['at another', [{ kind: 'algorithm', algorithm: 'FTP', destinationPorts: all('21'), sourcePorts: all() }], Flow.tcp(443), 'passes'],
    ['a service within another that a token says', [{ kind: 'nested', service: token() }], Flow.tcp(443), 'open'],
  ])('a rule for %s', (_, entries, flow, expected) => {
    expect(is(drop(serving(...entries)), { flow })).toBe(expected);
    const service = aService('of-entries', entries);
    const outer = aService('outer', [{ kind: 'nested', service: service.id }]);
    const named = { services: { services: members(outer), entries: all<ServiceEntry>() } };
    expect(is(drop(named), { flow, nsx: { services: [service, outer] } })).toBe(expected);
  });

  test('a service that nobody knows may be anything, and one that holds itself is what it holds', () => {
    const named = { services: { services: members('nowhere'), entries: all<ServiceEntry>() } };
    expect(is(drop(named))).toBe('open');
    const round = aService('round', []);
    const self = { ...round, entries: all<ServiceEntry>({ kind: 'nested', service: round.id }, aTcpEntry('80')) };
    const ofSelf = { services: { services: members(round), entries: all<ServiceEntry>() } };
    expect(is(drop(ofSelf), { nsx: { services: [self] } })).toBe('passes');
    expect(is(drop(ofSelf), { nsx: { services: [self] }, flow: Flow.tcp(80) })).toBe('dropped');
  });

  test('says which ports of a range are dropped, at which end, and by which rule', () => {
    const policies = [
      aSecurityPolicy('first', [
        aRule('peers', serving(aTcpEntry('2380', '2383-2384'))),
        aDrop('rest', { direction: 'IN', ...serving(aTcpEntry('2379-2385')) }),
      ]),
      byDefault,
    ];
    const { drops } = fate(policies, { flow: Flow.tcp(2378, 2386) });
    expect(drops.map(({ at: end, flow, rules }) => [end, Flow.format(flow), rules.map(({ rule }) => rule.key)])).toEqual([
      ['IN', 'tcp 2379', ['rest']],
      ['IN', 'tcp 2381-2382', ['rest']],
      ['IN', 'tcp 2385', ['rest']],
    ]);
    const several = [aSecurityPolicy('p', [aDrop('x', serving(aTcpEntry('1-5', '6-9')))]), byDefault];
    expect(fate(several, { flow: Flow.tcp(2, 8) }).drops.map(({ at: end, flow }) => [end, Flow.format(flow)])).toEqual([
      ['OUT', 'tcp 2-8'],
      ['IN', 'tcp 2-8'],
    ]);
  });

  test.each<[string, Partial<FirewallRule>, FlowFate['is']]>([
    ['from its source', { sources: peers(isA) }, 'dropped'],
    ['from another', { sources: peers(isB) }, 'passes'],
    ['to its destination', { destinations: peers(isB) }, 'dropped'],
    ['to another', { destinations: peers(isA) }, 'passes'],
    ['from a group that a token says', { sources: peers(isOpen) }, 'open'],
    ['from everyone but its source', { sources: { ...peers(isA), excluded: true } }, 'passes'],
    ['from everyone but another', { sources: { ...peers(isB), excluded: true } }, 'dropped'],
    ['from everyone, negated', { sources: { ...peers(), excluded: true } }, 'open'],
    ['negated by a token', { sources: { ...peers(isB), excluded: token() } }, 'open'],
    ['from its segment', { sources: peers(nodes) }, 'dropped'],
    ['from the VM itself', { sources: peers(a) }, 'dropped'],
    ['from groups of which a token names more', { sources: { ...peers(), groups: openMembers(isB) } }, 'open'],
    ['from the whole subnet', { sources: at('10.20.0.0/24') }, 'dropped'],
    ['in two halves', { sources: at('10.20.0.128-10.20.0.255', '10.20.0.0/25') }, 'dropped'],
    ['from a part of it', { sources: at('10.20.0.16/28') }, 'open'],
    ['from elsewhere', { sources: at('10.30.0.0/24') }, 'passes'],
    ['from every address', { sources: at('0.0.0.0/0') }, 'dropped'],
    ['from every address of the other version', { sources: at('::/0') }, 'passes'],
    ['from an address that a token says', { sources: at(token()) }, 'open'],
    ['from addresses in a group', { sources: peers('site/nsxt_policy_group.subnet') }, 'dropped'],
    ['from a group of a group', { sources: peers('site/nsxt_policy_group.outer') }, 'dropped'],
    ['from what an AND leaves of addresses', { sources: peers('site/nsxt_policy_group.both') }, 'open'],
    ['from MAC addresses', { sources: peers('site/nsxt_policy_group.macs') }, 'open'],
    ['from users of a directory', { sources: peers('site/nsxt_policy_group.users') }, 'open'],
    ['from addresses that a condition finds', { sources: peers('site/nsxt_policy_group.sets') }, 'open'],
  ])('a rule %s', (_, change, expected) => {
    const subnet = { kind: 'addresses', addresses: all<Field<string>>('10.20.0.0/24') } as const;
    const groups = [
      isA,
      isB,
      isOpen,
      aGroup('subnet', subnet),
      aGroup('outer', { kind: 'paths', members: members('site/nsxt_policy_group.subnet') }),
      aGroup('both', joined('AND', subnet, aCondition('Tag', 'EQUALS', 'pool|a'))),
      aGroup('macs', { kind: 'mac-addresses', addresses: all('00:50:56:00:00:01') }),
      aGroup('users', { kind: 'identities' }),
      aGroup('sets', aCondition('Tag', 'EQUALS', 'x|y', 'IPSet')),
    ];
    expect(is(drop(change), { nsx: { groups } })).toBe(expected);
  });

  test('which address a VM has nobody can say without a subnet', () => {
    const bare = { nsx: { segments: [aSegment('nodes')] } };
    expect(is(drop({ sources: at('10.30.0.0/24') }), bare)).toBe('open');
    expect(is(drop({ sources: at('0.0.0.0/0') }), bare)).toBe('dropped');
    const open = { nsx: { segments: [{ ...nodes, subnets: all(aSubnet(token())) }] } };
    expect(is(drop({ sources: at('10.30.0.0/24') }), open)).toBe('open');
  });

  test('an address that a VM shares is known, but perhaps not to NSX', () => {
    const to = { address: addressOf('10.20.0.10')! };
    expect(is(drop({ destinations: at('10.20.0.10') }), { to })).toBe('dropped');
    expect(is(drop({ destinations: at('10.20.0.11') }), { to })).toBe('passes');
    expect(is(drop({ destinations: peers(isB) }), { to })).toBe('open');
    expect(is(drop({ destinations: peers(isA) }), { to })).toBe('passes');
    expect(is(allow({ destinations: { ...peers(isB), addresses: all('10.20.0.10') } }), { to })).toBe('passes');
  });

  test('what is outside may be who a rule names, unless its address says no', () => {
    const unknown = { isOutside: true };
    const known = { isOutside: true, address: addressOf('192.0.2.7')! };
    expect(is(drop({ destinations: at('192.0.2.0/24') }), { to: unknown })).toBe('open');
    expect(is(drop({ destinations: at('192.0.2.0/24') }), { to: known })).toBe('dropped');
    expect(is(drop({ destinations: at('198.51.100.0/24') }), { to: known })).toBe('passes');
    expect(is(drop({ destinations: peers(isB) }), { to: known })).toBe('open');
    expect(is(drop({ destinations: peers(nodes) }), { to: known })).toBe('passes');
    expect(is(drop({ destinations: peers(nodes) }), { to: unknown })).toBe('open');
    const sets = { nsx: { groups: [aGroup('addresses', { kind: 'addresses', addresses: all('198.51.100.1') })] } };
    expect(is(drop({ destinations: peers('site/nsxt_policy_group.addresses') }), { to: known, ...sets })).toBe('passes');
    expect(is(allow({ destinations: at('0.0.0.0/0') }), { to: unknown })).toBe('passes');
    expect(fate(drop({ destinations: peers(isB) }), { to: known }).doubts[0]!.about).toBe('whether `vc` is in `is-b`');
  });

  test('what NSX puts at the end of a project may drop it, though nobody shows it', () => {
    const project = aProject('p');
    const nsx = { projects: [project], segments: [{ ...nodes, space: project.id }] };
    expect(is([byDefault], { nsx })).toBe('open');
    expect(is([byDefault], { nsx: { ...nsx, projects: [{ ...project, defaultFirewallRules: false }] } })).toBe('passes');
  });

  describe('layer 2', () => {
    const ethernet = { category: 'Ethernet', stateful: false } as const;
    const frames = (etherType: Field<number>): Partial<FirewallRule> => serving({ kind: 'ether', etherType });

    test.each<[string, Partial<FirewallRule>, FlowFate['is']]>([
      ['all frames', {}, 'dropped'],
      ['those of IPv4', frames(0x0800), 'dropped'],
      ['those of IPv6', frames(0x86dd), 'passes'],
      ['ARP', frames(0x0806), 'open'],
      ['others', frames(0x88cc), 'passes'],
      ['what a token says', frames(token()), 'open'],
      ['those of one direction, replies of the other flow', { direction: 'IN' }, 'dropped'],
      ['those to a group: the frame may be one to a gateway', { destinations: peers(isB) }, 'open'],
    ])('a drop of %s', (_, change, expected) => {
      expect(is(drop(change, ethernet))).toBe(expected);
    });

    test('a drop of the way back is one of the replies', () => {
      expect(is(drop({ direction: 'IN' }, ethernet), { to: { isOutside: true } })).toBe('open');
    });

    test('an allow of everything goes before a drop, one of some frames may not be enough', () => {
      const both = (change: Partial<FirewallRule>) => [aSecurityPolicy('l2', [aRule('allow', change), aDrop('drop')], ethernet), byDefault];
      expect(is(both({}))).toBe('passes');
      expect(is(both(frames(0x0800)))).toBe('open');
      expect(is(both({ direction: 'OUT' }))).toBe('dropped');
      expect(is(both({ direction: 'OUT' }), { to: { isOutside: true } })).toBe('open');
    });

    test('a rule of which nobody knows the layer is of neither for certain', () => {
      expect(is(drop({}, { category: token() }))).toBe('open');
    });
  });
});

describe('vNICs that rules tell apart', () => {
  const c = aMachine('c', undefined, { networks: [nodes.id] });

  /** Whether `b` and `c`, which are tagged apart, are of one kind. */
  function areAlike(nsx: Nsx, change: EstateParts = {}): boolean {
    const estate = anEstate({ machines: [b, c], nsx: { segments: [nodes], nsxMachines: [tagOfB], ...nsx }, ...change });
    const view = viewOf(estate, MANAGER);
    const kinds = new VnicKinds(view);
    const [one, other] = [b, c].map(({ id }) => kinds.keyOf({ endpoint: view.endpoint.get(id)!, segment: nodes }));
    return one === other;
  }

  test.each<[string, boolean, Nsx]>([
    ['a tag that nobody asks for', true, {}],
    ['a tag', false, { groups: [isB] }],
    ['its value alone', false, { groups: [aGroup('g', aCondition('Tag', 'EQUALS', '|B'))] }],
    ['its scope alone', false, { groups: [aGroup('g', aCondition('Tag', 'EQUALS', 'pool|'))] }],
    ['either', false, { groups: [aGroup('g', aCondition('Tag', 'EQUALS', 'pool'))] }],
    ['another tag', true, { groups: [isA] }],
    ['the start of a tag', false, { groups: [aGroup('g', aCondition('Tag', 'STARTSWITH', 'pool|b'))] }],
    ['a name', false, { groups: [aGroup('g', aCondition('Name', 'EQUALS', 'C'))] }],
    ['the end of a name', false, { groups: [aGroup('g', aCondition('Name', 'ENDSWITH', 'c'))] }],
    ['a name of neither', true, { groups: [aGroup('g', aCondition('Name', 'EQUALS', 'x'))] }],
    [
      'a condition in a nested expression',
      false,
      { groups: [aGroup('g', { kind: 'nested', expression: joined('OR', aCondition('Name', 'EQUALS', 'c')) })] },
    ],
    ['a group that names one of them', false, { groups: [aGroup('g', { kind: 'paths', members: members(b) })] }],
    ['one that names both', true, { groups: [aGroup('g', { kind: 'paths', members: members(b, c) })] }],
    ['a rule that names one', false, { securityPolicies: drop({ sources: peers(b) }) }],
    ['or is applied to one', false, { securityPolicies: drop({ appliedTo: members(c) }) }],
    ['a policy that is applied to one', false, { securityPolicies: drop({}, { appliedTo: members(c) }) }],
    ['an entry of the exclusion list', false, { firewallExclusions: [anExclusion('x', c)] }],
    [
      'an external id',
      false,
      {
        nsxMachines: [{ ...tagOfB, origin: 'surroundings', externalId: 'x1' }],
        groups: [aGroup('g', { kind: 'external-ids', memberType: 'VirtualMachine', ids: all('x1') })],
      },
    ],
  ])('%s: alike is %s', (_, expected, nsx) => {
    expect(areAlike(nsx)).toBe(expected);
  });

  test('so do tags that a token says, being there for certain, and who owns it', () => {
    expect(areAlike({ nsxMachines: [tagOfB, anNsxMachine('c', { machine: c.id, tags: some() })] })).toBe(false);
    expect(areAlike({}, { machines: [b, { ...c, instances: Interval.between(0, 1) }] })).toBe(false);
    expect(areAlike({}, { machines: [b, { ...c, origin: 'surroundings' }] })).toBe(false);
    expect(areAlike({}, { machines: [b, { ...c, networks: [] }] })).toBe(true); // what is asked is the vNIC, here on one segment
  });
});
