import fc from 'fast-check';
import type { Blocks, Field, RulePeers, RuleServices, Service } from '../../../lib/estate';
import { isEveryone, isEveryService, isWholeSegment, viewOf } from '../../../lib/proofs/firewall';
import { Cidr } from '../../../lib/units';
import { aMachine, anEstate, token } from '../../support/estate';
import {
  aCondition,
  aGroup,
  all,
  aRule,
  aSegment,
  aService,
  aSubnet,
  aTcpEntry,
  joined,
  MANAGER,
  members,
  openMembers,
  peers,
  some,
} from '../../support/nsx';

const ledger = aSegment('ledger', { subnets: all(aSubnet('10.20.8.1/24'), aSubnet('2001:db8:8::1/64')) });
const db = aMachine('db', undefined, { networks: [ledger.id] });
const web = aMachine('web', undefined, { networks: [ledger.id] });
const zero = aGroup('zero', { kind: 'addresses', addresses: all('0.0.0.0/0') });
const groups = [
  zero,
  aGroup('ten', { kind: 'addresses', addresses: all('10.0.0.0/8') }),
  aGroup('outer', { kind: 'paths', members: members(zero, 'site/nsxt_policy_group.outer') }),
  aGroup('and', joined('AND', { kind: 'addresses', addresses: all('0.0.0.0/0') }, { kind: 'addresses', addresses: all('10.0.0.0/8') })),
  aGroup('open', { terms: some(), operators: [] }),
  aGroup('found', aCondition('Tag', 'EQUALS', 'a|b', 'IPSet')),
  aGroup('found-nested', { kind: 'nested', expression: joined('AND', aCondition('Tag', 'EQUALS', 'a|b', 'IPAddress')) }),
  aGroup('open-paths', { kind: 'paths', members: openMembers() }),
  aGroup('dbs', aCondition('Name', 'EQUALS', 'db')),
  aGroup('all-vms', aCondition('Name', 'CONTAINS', 'b')),
  aGroup('on-ledger', { kind: 'paths', members: members(ledger) }),
];
const estate = anEstate({
  machines: [db, web],
  nsx: {
    segments: [ledger],
    groups,
    services: [aService('https', [aTcpEntry('443')]), aService('all-tcp', [aTcpEntry()]), aService('every', [aTcpEntry('0-65535')])],
  },
});
const view = viewOf(estate, MANAGER);
const side = (names: readonly string[], addresses: readonly string[] = [], change: Partial<RulePeers> = {}): RulePeers => ({
  ...peers(...names.map((name) => groups.find((each) => each.name === name)?.id ?? name)),
  addresses: all(...addresses),
  ...change,
});

describe('a side that is everyone', () => {
  test.each<[string, RulePeers, string]>([
    ['any', side([]), 'yes yes'],
    ['no more than a token', side([], [], { groups: openMembers() }), 'maybe maybe'],
    ['no more than a token for addresses', side([], [], { addresses: some() }), 'maybe maybe'],
    ['all of IPv4', side([], ['0.0.0.0/0']), 'yes no'],
    ['all of IPv6', side([], ['::/0']), 'no yes'],
    ['both halves', side([], ['128.0.0.0/1', '0.0.0.0-127.255.255.255']), 'yes no'],
    ['halves with a gap of one', side([], ['128.0.0.0/1', '0.0.0.0-127.255.255.254']), 'no no'],
    ['without the first', side([], ['0.0.0.1-255.255.255.255']), 'no no'],
    ['overlaps', side([], ['0.0.0.0/0', '10.0.0.0/8', '255.0.0.0-255.255.255.255']), 'yes no'],
    ['an address that is none', side([], ['all']), 'maybe maybe'],
    ['a token', side([], [], { addresses: all(token('a')) }), 'maybe maybe'],
    ['a group of all addresses', side(['zero']), 'yes no'],
    ['one of some', side(['ten']), 'no no'],
    ['one of such a group, in a circle', side(['outer']), 'yes no'],
    ['one that an AND narrows', side(['and']), 'maybe no'],
    ['one that is looked up', side(['open']), 'maybe maybe'],
    ['one by a condition on addresses', side(['found']), 'maybe maybe'],
    ['... that is nested', side(['found-nested']), 'maybe maybe'],
    ['one with paths that are not shown', side(['open-paths']), 'maybe maybe'],
    ['one that is not there', side(['gone']), 'maybe maybe'],
    ['VMs, whoever they are', side(['all-vms', 'on-ledger', ledger.id, db.id]), 'no no'],
    ['all but some', side(['ten'], [], { excluded: true }), 'maybe maybe'],
    ['all but none', side([], [], { excluded: true }), 'maybe maybe'],
    ['a token whether negated', side(['zero'], [], { excluded: token('x') }), 'maybe maybe'],
  ])('%s', (_, given, expected) => {
    expect(`${isEveryone(view, given, 4).is} ${isEveryone(view, given, 6).is}`).toBe(expected);
  });

  test('exactly where no address is left out', () => {
    const range = fc.tuple(fc.nat(7), fc.nat(7)).map(([x, y]) => [Math.min(x, y), Math.max(x, y)] as const);
    const text = (eighth: number, last: boolean): string => Cidr.of(`${eighth * 32}.0.0.0/3`)[last ? 'lastAddress' : 'firstAddress'];
    fc.assert(
      fc.property(fc.array(range, { minLength: 1, maxLength: 5 }), (ranges) => {
        const isAll = Array.from({ length: 8 }, (_, i) => ranges.some(([x, y]) => x <= i && i <= y)).every(Boolean);
        const given = side(
          [],
          ranges.map(([x, y]) => `${text(x, false)}-${text(y, true)}`),
        );
        expect(isEveryone(view, given, 4).is).toBe(isAll ? 'yes' : 'no');
      }),
    );
  });
});

describe('a side that is all of a segment', () => {
  const vnics = view.endpoints.map((endpoint) => ({ endpoint, segment: ledger }));
  const whole = (given: RulePeers, version: 4 | 6 = 4, segment = ledger, at: Parameters<typeof isWholeSegment>[3] = vnics): string =>
    isWholeSegment(view, given, segment, at, version).is;

  test('by its groups, one for each of its VMs or one for all', () => {
    expect(whole(side(['on-ledger']))).toBe('yes');
    expect(whole(side(['all-vms']))).toBe('yes');
    expect(whole(side(['dbs']))).toBe('no');
    expect(whole(side(['dbs', web.id]))).toBe('yes');
    expect(whole(side(['open']))).toBe('maybe');
    expect(whole(side(['all-vms']), 4, ledger, [...vnics, { segment: ledger }])).toBe('maybe');
    expect(whole(side(['on-ledger'], [], { excluded: true }))).toBe('maybe');
    expect(whole(side(['dbs']), 4, ledger, [])).toBe('no');
  });

  test('by its subnets', () => {
    expect([whole(side([], ['10.20.8.0/24'])), whole(side([], ['10.20.8.0/25'])), whole(side([], ['10.20.0.0/16']))]).toEqual(['yes', 'no', 'yes']);
    expect(whole(side([], ['10.20.8.0/25', '10.20.8.128-10.20.8.255']))).toBe('yes');
    expect([whole(side([], ['10.20.8.0/24']), 6), whole(side([], ['2001:db8::/32']), 6)]).toEqual(['no', 'yes']);
    expect(whole(side(['ten']))).toBe('yes');
    expect(whole(side([], ['10.20.8.0/24']), 4, { ...ledger, subnets: some(aSubnet('10.20.8.1/24')) })).toBe('maybe');
    expect(whole(side([], ['10.20.8.0/24']), 4, { ...ledger, subnets: all() })).toBe('maybe');
    expect(whole(side([], ['10.20.8.0/24']), 4, { ...ledger, subnets: all(aSubnet(token('cidr'))) })).toBe('maybe');
    expect(whole(side([], ['10.20.8.0/24']), 4, { ...ledger, subnets: all(aSubnet('ten')) })).toBe('maybe');
  });
});

describe('a rule for every service', () => {
  const is = (services: Partial<RuleServices>, change = {}): string =>
    isEveryService(view, aRule('r', { services: { services: members(), entries: all(), ...services }, ...change })).is;
  const service = (name: string) => ({ services: members(`site/nsxt_policy_service.${name}`) });

  test('names none, not even by a token', () => {
    expect([is({}), is({ services: openMembers() }), is({ entries: some() })]).toEqual(['yes', 'maybe', 'maybe']);
  });

  test('is none that names one; every port of TCP comes near it', () => {
    expect([is(service('https')), is(service('all-tcp')), is(service('every'))]).toEqual(['no', 'maybe', 'maybe']);
    expect([is({ entries: all(aTcpEntry('22')) }), is({ entries: all(aTcpEntry()) }), is({ entries: all({ kind: 'igmp' }) })]).toEqual([
      'no',
      'maybe',
      'no',
    ]);
    expect(is({ entries: all({ kind: 'ports', protocol: 'UDP', destinationPorts: all(), sourcePorts: all('53') }) })).toBe('no');
  });

  test('may be one for ports that a token says, which may be every port', () => {
    const ports = (destinationPorts: Blocks<Field<string>>, sourcePorts: Blocks<Field<string>> = all()): string =>
      is({ entries: all({ kind: 'ports', protocol: 'UDP', destinationPorts, sourcePorts }) });
    expect([ports(some()), ports(some('443')), ports(all(token('port'))), ports(all<Field<string>>('443', token('port')))]).toEqual(
      Array(4).fill('maybe'),
    );
    expect([ports(some(), all('53')), ports(all('53'), some())]).toEqual(['no', 'no']);
  });

  test('may be one that names a service that only a lookup knows, beside others as well; not one that NSX comes with', () => {
    const lookedUp = (name: string, change: Partial<Service> = {}): Service =>
      aService('x', [], { name, origin: 'looked-up', entries: some(), ...change });
    const by = (found: Service, ...others: readonly string[]): string => {
      const known = viewOf(anEstate({ nsx: { services: [found, aService('https', [aTcpEntry('443')])] } }), MANAGER);
      return isEveryService(known, aRule('r', { services: { services: members(found, ...others), entries: all() } })).is;
    };
    const https = 'site/nsxt_policy_service.https';
    expect([by(lookedUp('ALL')), by(lookedUp('ALL'), https), by(lookedUp('x', { name: token('name') }))]).toEqual(['maybe', 'maybe', 'maybe']);
    expect([by(lookedUp('HTTPS')), by(lookedUp('ICMP ALL'), https)]).toEqual(['no', 'no']);
    // A project, and the app, may call their own so.
    expect([by(lookedUp('HTTPS', { space: 'project' })), by(lookedUp('HTTPS', { origin: 'owned' }))]).toEqual(['maybe', 'maybe']);
    // What a record says of it holds.
    expect([by(lookedUp('ALL', { entries: all(aTcpEntry('443')) })), by(lookedUp('HTTPS', { entries: all(aTcpEntry()) }))]).toEqual(['no', 'maybe']);
    expect(is(service('gone'))).toBe('maybe');
  });

  test('may be one that a token adds to others that it names', () => {
    const https = ['site/nsxt_policy_service.https'];
    expect([is({ services: openMembers(...https) }), is({ services: members(...https), entries: some() })]).toEqual(['maybe', 'maybe']);
    expect(is({ entries: some(aTcpEntry('443')) })).toBe('maybe');
  });

  test('may name one that another is made of', () => {
    const nested = (id: string): RuleServices['entries'] => all({ kind: 'nested', service: id } as const);
    expect([is({ entries: nested('site/nsxt_policy_service.all-tcp') }), is({ entries: nested('site/nsxt_policy_service.https') })]).toEqual([
      'maybe',
      'no',
    ]);
    expect([is({ entries: nested('gone') }), is({ entries: all({ kind: 'nested', service: token('service') }) })]).toEqual(['maybe', 'maybe']);
  });

  test('in layer 2 is one for every frame of a version of IP', () => {
    const ofType = (etherType: Field<number>, version?: 4 | 6): string => {
      const services = { services: members(), entries: all({ kind: 'ether' as const, etherType }) };
      return isEveryService(view, aRule('r', { services }), version).is;
    };
    expect([ofType(0x0800, 4), ofType(0x0800, 6), ofType(0x86dd, 6), ofType(0x0806, 4), ofType(0x0800), ofType(token('type'), 4)]).toEqual([
      'yes',
      'no',
      'yes',
      'no',
      'no',
      'maybe',
    ]);
  });

  test('may be narrowed by an application', () => {
    expect([is({}, { profiles: members('dns') }), is({}, { profiles: openMembers() }), is(service('https'), { profiles: members('dns') })]).toEqual([
      'maybe',
      'maybe',
      'no',
    ]);
  });
});
