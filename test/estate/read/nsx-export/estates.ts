import fc from 'fast-check';
import {
  unknown,
  type Blocks,
  type Field,
  type GroupExpression,
  type GroupTerm,
  type IpPoolSubnet,
  type Members,
  type NsxEstate,
  type NsxObject,
} from '../../../../lib/estate';
import type { FirewallRule, GatewayPolicy, Segment, ServiceEntry } from '../../../../lib/estate';
import { Interval } from '../../../../lib/units';

/** NSX parts of estates for properties: every kind, every field, every form of a field. */

type Arb<T> = fc.Arbitrary<T>;

export const MANAGERS = ['nsx-a.example.com', 'nsx-b.example.com'];

const gap = fc.constant(unknown('data-source', 'path', 's/nsxt_policy_group.g'));
const field = <T>(of: Arb<T>): Arb<Field<T>> => fc.oneof({ weight: 4, arbitrary: of }, { weight: 1, arbitrary: gap });
const word = fc.constantFrom('a', 'b', 's/x.y');
const text = field(word);
const textOrNull = field(fc.option(word));
const flag = field(fc.boolean());
const count = field(fc.nat(9));
const id = fc.constantFrom('s/one', 's/two');
const place = field(fc.option(id));
const blocks = <T>(of: Arb<T>): Arb<Blocks<T>> =>
  fc.oneof(
    fc.record({ items: fc.array(of, { maxLength: 2 }), complete: fc.constant(true) }),
    fc.record({ items: fc.array(of, { maxLength: 2 }), complete: fc.constant(false), unknown: gap }),
  );
const texts = blocks(text);
const members: Arb<Members> = fc.oneof(
  fc.record({ ids: fc.array(id, { maxLength: 2 }), complete: fc.boolean() }),
  fc.record({ ids: fc.array(id, { maxLength: 2 }), complete: fc.constant(false), unknown: gap }),
);

const common: Arb<NsxObject> = fc.record({
  id,
  addresses: fc.array(fc.record({ stack: word, address: word }), { maxLength: 1 }),
  origin: fc.constantFrom('owned' as const, 'looked-up' as const, 'surroundings' as const),
  name: text,
  instances: fc.constantFrom(Interval.exactly(1), Interval.atLeast(0)),
  manager: field(fc.constantFrom(...MANAGERS)),
  policyPath: text,
  space: place,
  tags: blocks(fc.record({ scope: text, tag: text })),
});

const ports = { destinationPorts: texts, sourcePorts: texts };
const entry: Arb<ServiceEntry> = fc.oneof(
  fc.record({ kind: fc.constant('ports' as const), protocol: fc.constantFrom('TCP' as const, 'UDP' as const), ...ports }),
  fc.record({ kind: fc.constant('icmp' as const), version: text, type: field(fc.option(fc.nat(9))), code: field(fc.option(fc.nat(9))) }),
  fc.record({ kind: fc.constant('igmp' as const) }),
  fc.record({ kind: fc.constant('ip' as const), protocol: count }),
  fc.record({ kind: fc.constant('ether' as const), etherType: count }),
  fc.record({ kind: fc.constant('algorithm' as const), algorithm: text, ...ports }),
  fc.record({ kind: fc.constant('nested' as const), service: field(id) }),
);

const term = (depth: number): Arb<GroupTerm> =>
  fc.oneof(
    fc.record({ kind: fc.constant('condition' as const), memberType: text, key: text, operator: text, value: text }),
    fc.record({ kind: fc.constant('paths' as const), members }),
    fc.record({ kind: fc.constant('addresses' as const), addresses: texts }),
    fc.record({ kind: fc.constant('mac-addresses' as const), addresses: texts }),
    fc.record({ kind: fc.constant('external-ids' as const), memberType: text, ids: texts }),
    fc.record({ kind: fc.constant('identities' as const) }),
    ...(depth > 0 ? [fc.record({ kind: fc.constant('nested' as const), expression: expression(depth - 1) })] : []),
  );
function expression(depth: number): Arb<GroupExpression> {
  return fc.record({ terms: blocks(term(depth)), operators: fc.array(field(fc.constantFrom('AND' as const, 'OR' as const)), { maxLength: 2 }) });
}

const peers = fc.record({ groups: members, addresses: texts, excluded: flag });
const rule: Arb<FirewallRule> = fc.record({
  key: word,
  id,
  name: text,
  sequence: count,
  action: text,
  sources: peers,
  destinations: peers,
  services: fc.record({ services: members, entries: blocks(entry) }),
  profiles: members,
  appliedTo: members,
  direction: text,
  ipVersion: text,
  disabled: flag,
  logged: flag,
});
const policy: { readonly [K in Exclude<keyof GatewayPolicy, keyof NsxObject>]: Arb<GatewayPolicy[K]> } = {
  category: text,
  sequence: count,
  stateful: flag,
  tcpStrict: flag,
  locked: flag,
  rules: blocks(rule),
  isDefault: flag,
};
const subnet: Arb<IpPoolSubnet> = fc.oneof(
  fc.record({ kind: fc.constant('static' as const), id, cidr: text, ranges: blocks(fc.record({ start: text, end: text })), gateway: textOrNull }),
  fc.record({ kind: fc.constant('block' as const), id, block: field(id), size: count }),
);
const segment: { readonly [K in Exclude<keyof Segment, keyof NsxObject>]: Arb<Segment[K]> } = {
  kind: fc.constantFrom('overlay' as const, 'vlan' as const, 'vpc-subnet' as const),
  gateway: place,
  transportZone: textOrNull,
  vlans: texts,
  subnets: blocks(fc.record({ cidr: text, dhcpRanges: texts, dhcp: flag, dhcpServer: textOrNull })),
  connected: flag,
  securityProfile: place,
  spoofGuard: place,
};

const several = <T extends object>(own: { readonly [K in keyof T]: Arb<T[K]> }): Arb<(NsxObject & T)[]> =>
  fc.array(
    fc
      .tuple(common, fc.option(word, { nil: undefined }), fc.record(own))
      .map(([base, path, fields]) => ({ ...base, ...(path !== undefined && { path }), ...(fields as T) })),
    { maxLength: 2 },
  );

const recordedMembers = blocks(
  fc.record({ kind: fc.constantFrom('machine' as const, 'address' as const, 'other' as const), machine: fc.option(id), text: word }),
);

export const nsxEstate: Arb<NsxEstate> = fc.record({
  projects: several({ tier0Gateways: members, externalBlocks: members, defaultFirewallRules: flag }),
  vpcs: several({ project: field(id), privateRanges: texts }),
  transportZones: several({ type: text }),
  tier0Gateways: several({ firewall: flag }),
  tier1Gateways: several({ tier0: place, edgeCluster: textOrNull, firewall: flag, advertised: texts }),
  dhcpProfiles: several({ kind: fc.constantFrom('server' as const, 'relay' as const), serverAddresses: texts }),
  segmentSecurityProfiles: several({ blocksDhcpServers: flag, blocksNonIp: flag }),
  spoofGuardProfiles: several({ bindsAddresses: flag }),
  segments: several(segment),
  ipBlocks: several({ cidrs: texts, visibility: textOrNull }),
  ipPools: several({ subnets: blocks(subnet) }),
  natRules: several({
    gateway: field(id),
    action: text,
    priority: count,
    enabled: flag,
    sources: texts,
    destinations: texts,
    translated: texts,
    service: place,
    translatedPorts: textOrNull,
    firewallMatch: text,
    appliedTo: members,
  }),
  nsxMachines: several({ machine: place, externalId: textOrNull, segments: members, ipAddresses: texts }),
  groups: fc.oneof(
    several({ expression: expression(1), type: textOrNull }),
    several({ expression: expression(1), type: textOrNull, recordedMembers }),
  ),
  services: several({ entries: blocks(entry) }),
  contextProfiles: several({ applications: texts, domains: texts }),
  securityPolicies: several({ ...policy, appliedTo: members, connectivity: textOrNull }),
  gatewayPolicies: several(policy),
  firewallExclusions: several({ member: field(id) }),
});
