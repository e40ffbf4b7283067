import { Token } from 'cdktf';
import { Cidr, Flow } from 'cdk-strata';
import { ContextProfile, type FirewallPolicyProps, Group, GroupMembers, Service, ServiceEntry } from 'cdk-strata/nsx';
import { refusal, rendered, Wall } from './wall';

const pool = Cidr.of('10.20.0.0/23');
const https = Flow.tcp(443);

describe('a rule', () => {
  test.each([
    [{ allow: 'any' }, 'ALLOW'],
    [{ drop: 'any' }, 'DROP'],
    [{ reject: 'any' }, 'REJECT'],
  ])('does one thing: %j', (rule, action) => {
    expect(rendered(rule)).toEqual({ action, direction: 'IN_OUT', display_name: 'r' });
  });

  test('jumps in the category environment only', () => {
    expect(rendered({ jumpToApplication: [https] }, { category: 'environment' })).toMatchObject({ action: 'JUMP_TO_APPLICATION' });
    expect(refusal(() => ({ jumpToApplication: 'any' }))).toBe(
      `[lab/ledger-fw] rule "r" jumps, which only rules of the category 'environment' do, and this policy is of 'application'; let it allow or drop`,
    );
  });

  test('is from and to endpoints of all kinds', () => {
    const wall = new Wall();
    const group = new Group(wall, 'dbs');
    const members = GroupMembers.machines.tagged('tier', 'db');
    const rule = wall.rule({
      from: [pool, '10.0.0.1', '10.0.0.1-10.0.0.9', '2001:db8::/32', wall.ledger, wall.ledger],
      to: [group, wall.machine(), wall.fleet(), members, members],
      allow: [https],
    });
    expect(rule).toMatchSnapshot();
    expect(rule).toMatchObject({ direction: 'IN_OUT' });
    expect(wall.node.findChild('ledger-fw').node.children.map(({ node }) => node.id)).toEqual(['Default', 'members-of-rule-r-to-3']);
  });

  test('is from and to all but some', () => {
    expect(rendered({ fromExcept: [pool], toExcept: ['10.0.0.1'], drop: 'any' })).toEqual({
      action: 'DROP',
      destination_groups: ['10.0.0.1'],
      destinations_excluded: true,
      direction: 'IN_OUT',
      display_name: 'r',
      source_groups: ['10.20.0.0/23'],
      sources_excluded: true,
    });
  });

  test('takes services of all kinds together', () => {
    const wall = new Wall();
    const service = new Service(wall, 's', { entries: [https] });
    expect(wall.rule({ allow: [service, Flow.udp(53), ServiceEntry.icmp4()] })).toMatchObject({
      services: ['${nsxt_policy_service.s.path}'],
      service_entries: { icmp_entry: [{ protocol: 'ICMPv4' }], l4_port_set_entry: [{ destination_ports: ['53'], protocol: 'UDP' }] },
    });
  });

  test('takes 128 on a side, and says nothing of words without a value', () => {
    const to = Array.from({ length: 130 }, (_, n) => `10.0.0.${n % 128}`);
    expect(rendered({ to, allow: 'any', source: undefined }).destination_groups).toHaveLength(128);
  });

  test('is for one version of IP, or both', () => {
    expect(rendered({ drop: 'any', ipVersion: 4 })).toMatchObject({ ip_version: 'IPV4' });
    expect(rendered({ drop: 'any', ipVersion: 6, from: ['2001:db8::1', Token.asString({ x: 1 })] })).toMatchObject({ ip_version: 'IPV6' });
    expect(rendered({ drop: 'any' })).not.toHaveProperty('ip_version');
  });

  const one = 'rule "r" must have exactly one of allow, drop, reject, jumpToApplication, got';
  test.each<[string, (wall: Wall) => object]>([
    [`${one} none; give one such as \`allow: [Flow.tcp(443)]\` or \`drop: 'any'\``, () => ({})],
    [`${one} allow and drop`, () => ({ allow: 'any', drop: 'any' })],
    [`rule "r": allow is an empty list, which NSX takes for any traffic; say 'any' where that is meant`, () => ({ allow: [] })],
    [`rule "r": drop must be a list, or 'any', got `, () => ({ drop: https })],
    [`rule "r": drop must be a list, or 'any', got "all"`, () => ({ drop: 'all' })],
    ['rule "r": drop[0] must be a Flow, a ServiceEntry or a service, got 5', () => ({ drop: [5] })],
    ['rule "r": drop[0] is sctp 5000, and NSX knows SCTP', () => ({ drop: [Flow.sctp(5000)] })],
    [`rule "r": allow[0] is an EtherType, which rules of the category 'ethernet' are for only`, () => ({ allow: [ServiceEntry.etherType(0x0806)] })],
    [`rule "r": allow[0] is an EtherType`, (wall) => ({ allow: [new Service(wall, 'arp', { entries: [ServiceEntry.etherType(0x0806)] })] })],
    ['rule "r" has from and fromExcept; keep one of them', () => ({ from: [pool], fromExcept: [pool], drop: 'any' })],
    ['rule "r" has to and toExcept; keep one of them', () => ({ to: [pool], toExcept: [pool], drop: 'any' })],
    ['rule "r": from is an empty list, which NSX takes for anywhere; leave it out where that is meant', () => ({ from: [], drop: 'any' })],
    ['rule "r": toExcept is an empty list', () => ({ toExcept: [], drop: 'any' })],
    // Not anywhere, as it would be for want of a value.
    ['rule "r": from must be a list, got null', () => ({ from: null, allow: 'any' })],
    ['rule "r": to must be a list, got null', () => ({ to: null, allow: 'any' })],
    ['rule "r": toExcept must be a list, got null', () => ({ toExcept: null, allow: 'any' })],
    ['rule "r" has `source`, which rules of this firewall do not; give name, from, fromExcept,', () => ({ source: [pool], allow: 'any' })],
    ['rule "r" has `interfaces`, which rules of this firewall do not', () => ({ interfaces: ['/infra/i'], allow: 'any' })],
    [
      'rule "r": to must have at most 128, got 129; put some into a `new Group(...)`',
      () => ({ to: Array.from({ length: 129 }, (_, n) => `10.0.0.${n}`), allow: 'any' }),
    ],
    ['rule "r": from must be a list, got ', (wall) => ({ from: wall.fleet(), drop: 'any' })],
    ['rule "r": to[1] must be a group, a segment, a machine, a fleet or an address, got 5', () => ({ to: [pool, 5], drop: 'any' })],
    ['rule "r": from[0] is not an IP address: "ledger"', () => ({ from: ['ledger'], drop: 'any' })],
    [
      'rule "r": from[0] is "2001:db8::1", and the rule is for IPv4, so that no packet matches',
      () => ({ from: ['2001:db8::1'], drop: 'any', ipVersion: 4 }),
    ],
    ['rule "r": toExcept[0] is "10.20.0.0/23", and the rule is for IPv6', () => ({ toExcept: [pool], drop: 'any', ipVersion: 6 })],
    ['rule "r": ipVersion must be 4 or 6, got "IPV4"; leave it out for both', () => ({ drop: 'any', ipVersion: 'IPV4' })],
    ['rule "r": direction must be one of "in", "out", "in-out", got "IN"', () => ({ drop: 'any', direction: 'IN' })],
    ['rule "r": profiles is an empty list', () => ({ drop: 'any', profiles: [] })],
    ['rule "r": profiles[0] must be a context profile, got 5', () => ({ drop: 'any', profiles: [5] })],
    ['rule "r": logged must be one of true, false, got 1', () => ({ drop: 'any', logged: 1 })],
    ['rule "r": disabled must be one of true, false, got "no"', () => ({ drop: 'any', disabled: 'no' })],
    ['rule "r": logLabel must not be empty', () => ({ drop: 'any', logLabel: '' })],
    ['rule "r": description must have at most 1024 characters', () => ({ drop: 'any', description: 'x'.repeat(1025) })],
    ['rule "r": notes must have at most 2048 characters', () => ({ drop: 'any', notes: 'x'.repeat(2049) })],
    ['rule "r": nsxTags[0] has neither a scope nor a tag', () => ({ drop: 'any', nsxTags: [{}] })],
  ])('is refused: %s', (message, rule) => {
    expect(refusal(rule)).toMatch(`[lab/ledger-fw] ${message}`);
  });

  const ethernet = (): Partial<FirewallPolicyProps> => ({ category: 'ethernet' });
  test.each<[string, (wall: Wall) => object]>([
    ['rule "r" rejects, and on layer 2 NSX cannot tell a sender; give drop instead', () => ({ reject: 'any' })],
    [`rule "r": drop[0] is of layer 3, and rules of the category 'ethernet' are on frames`, () => ({ drop: [https] })],
    [`rule "r": drop[0] is of layer 3`, (wall) => ({ drop: [new Service(wall, 's', { entries: [https] })] })],
    [`rule "r" has ipVersion, and rules of the category 'ethernet' are on frames; leave it out`, () => ({ drop: 'any', ipVersion: 4 })],
    [
      `rule "r" has profiles, and rules of the category 'ethernet' are on frames; leave them out`,
      (wall) => ({ allow: 'any', profiles: [ContextProfile.fromAttributes(wall, 'p', { contextProfilePath: '/infra/context-profiles/SSL' })] }),
    ],
  ])('of the category ethernet is refused: %s', (message, rule) => {
    expect(refusal(rule, ethernet)).toMatch(message);
  });

  test('of the category ethernet takes services whose layer nobody knows', () => {
    const arp = (wall: Wall): Service => new Service(wall, 'arp', { entries: [ServiceEntry.etherType(0x0806)] });
    expect(refusal((wall) => ({ drop: [arp(wall)] }), ethernet)).toBe('not refused');
    expect(refusal((wall) => ({ drop: [Service.fromLookup(wall, 's', { name: 'ARP' })] }), ethernet)).toBe('not refused');
    expect(refusal((wall) => ({ drop: [new Service(wall, 'all', { entries: [arp(wall)] })] }), ethernet)).toBe('not refused');
  });
});

describe('the direction of a rule', () => {
  const side = (wall: Wall, props: object): object => Object.fromEntries(Object.keys(props).map((key) => [key, [pool, new Group(wall, `g-${key}`)]]));
  const direction = (verb: string, sides: object, props: Partial<FirewallPolicyProps> = {}, rule: object = {}): unknown => {
    const wall = new Wall();
    return wall.rule({ [verb]: 'any', ...side(wall, sides), ...rule }, props).direction;
  };

  test('is that of the side that is named, where it lets through', () => {
    expect(direction('allow', { from: 1 })).toBe('IN');
    expect(direction('allow', { fromExcept: 1 })).toBe('IN');
    expect(direction('allow', { to: 1 })).toBe('OUT');
    expect(direction('allow', { toExcept: 1 })).toBe('OUT');
    expect(direction('jumpToApplication', { from: 1 }, { category: 'environment' })).toBe('IN');
  });

  test('is both where both sides are named, or none', () => {
    expect(direction('allow', { from: 1, to: 1 })).toBe('IN_OUT');
    expect(direction('allow', {})).toBe('IN_OUT');
  });

  test('is both where it stops something', () => {
    expect(direction('drop', { from: 1 })).toBe('IN_OUT');
    expect(direction('reject', { to: 1 })).toBe('IN_OUT');
  });

  test('is both where it is applied to everything, since every vNIC is asked at both ends', () => {
    expect(direction('allow', { from: 1 }, { appliedTo: 'everything' })).toBe('IN_OUT');
    const wall = new Wall();
    expect(wall.rule({ from: [pool], allow: 'any', appliedTo: [wall.ledger] }, { appliedTo: 'everything' }).direction).toBe('IN');
  });

  test('is what is said', () => {
    expect(direction('allow', { from: 1 }, {}, { direction: 'in-out' })).toBe('IN_OUT');
    expect(direction('drop', {}, {}, { direction: 'out' })).toBe('OUT');
  });

  test('has to be said where the machines that it is applied to are at both ends', () => {
    expect(refusal((wall) => ({ from: [pool, wall.ledger], allow: 'any' }))).toBe(
      '[lab/ledger-fw] rule "r" is from what it is applied to as well, lab/ledger/nsx-group, whose machines enforce both ends; name `to` too, or add `direction: \'out\'` for that end alone',
    );
    expect(refusal((wall) => ({ to: [wall.ledger], allow: 'any' }))).toMatch(
      'rule "r" is to what it is applied to as well, lab/ledger/nsx-group, whose machines enforce both ends; name `from` too, or add `direction: \'in\'` for that end alone',
    );
    for (const rule of [{ direction: 'in' }, { to: [pool] }, { drop: 'any', allow: undefined }]) {
      expect(refusal((wall) => ({ from: [wall.ledger], allow: 'any', ...rule }))).toBe('not refused');
    }
    expect(refusal((wall) => ({ fromExcept: [wall.ledger], allow: 'any' }))).toBe('not refused');
  });
});
