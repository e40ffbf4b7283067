import type { NsxEstate } from '../../nsx';
import { blocks, boolean, field, id, lazy, list, members, number, object, oneForm, oneOf, optional, orNull, text, type Shape } from '../shape';

const place = field(orNull(id));
const textOrNull = field(orNull(text));
const flag = field(boolean);
const texts = blocks(field(text));

const COMMON = {
  id,
  addresses: list(object({ stack: text, address: text })),
  path: optional(text),
  origin: oneOf('owned', 'looked-up', 'surroundings'),
  name: field(text),
  instances: object({ low: number, high: orNull(number) }),
  manager: field(text),
  policyPath: field(text),
  space: place,
  tags: blocks(object({ scope: field(text), tag: field(text) })),
};

const ports = { destinationPorts: texts, sourcePorts: texts };

const serviceEntry = oneForm('kind', {
  ports: { protocol: oneOf('TCP', 'UDP'), ...ports },
  icmp: { version: field(text), type: field(orNull(number)), code: field(orNull(number)) },
  igmp: {},
  ip: { protocol: field(number) },
  ether: { etherType: field(number) },
  algorithm: { algorithm: field(text), ...ports },
  nested: { service: field(id) },
});

const groupTerm: Shape = oneForm('kind', {
  condition: { memberType: field(text), key: field(text), operator: field(text), value: field(text) },
  paths: { members },
  addresses: { addresses: texts },
  'mac-addresses': { addresses: texts },
  'external-ids': { memberType: field(text), ids: texts },
  identities: {},
  nested: { expression: lazy(() => expression) },
});

const expression = object({ terms: blocks(groupTerm), operators: list(field(oneOf('AND', 'OR'))) });

const peers = object({ groups: members, addresses: texts, excluded: flag });

const rules = blocks(
  object({
    key: text,
    id,
    name: field(text),
    sequence: field(number),
    action: field(text),
    sources: peers,
    destinations: peers,
    services: object({ services: members, entries: blocks(serviceEntry) }),
    profiles: members,
    appliedTo: members,
    direction: field(text),
    ipVersion: field(text),
    disabled: flag,
    logged: flag,
  }),
);

const policy = { category: field(text), sequence: field(number), stateful: flag, tcpStrict: flag, locked: flag, rules, isDefault: flag };

const poolSubnet = oneForm('kind', {
  static: { id, cidr: field(text), ranges: blocks(object({ start: field(text), end: field(text) })), gateway: textOrNull },
  block: { id, block: field(id), size: field(number) },
});

const FIELDS: { readonly [K in keyof NsxEstate]: Readonly<Record<Exclude<keyof NsxEstate[K][number], keyof typeof COMMON>, Shape>> } = {
  projects: { tier0Gateways: members, externalBlocks: members, defaultFirewallRules: flag },
  vpcs: { project: field(id), privateRanges: texts },
  transportZones: { type: field(text) },
  tier0Gateways: { firewall: flag },
  tier1Gateways: { tier0: place, edgeCluster: textOrNull, firewall: flag, advertised: texts },
  dhcpProfiles: { kind: oneOf('server', 'relay'), serverAddresses: texts },
  segmentSecurityProfiles: { blocksDhcpServers: flag, blocksNonIp: flag },
  spoofGuardProfiles: { bindsAddresses: flag },
  segments: {
    kind: oneOf('overlay', 'vlan', 'vpc-subnet'),
    gateway: place,
    transportZone: textOrNull,
    vlans: texts,
    subnets: blocks(object({ cidr: field(text), dhcpRanges: texts, dhcp: flag, dhcpServer: textOrNull })),
    connected: flag,
    securityProfile: place,
    spoofGuard: place,
  },
  ipBlocks: { cidrs: texts, visibility: textOrNull },
  ipPools: { subnets: blocks(poolSubnet) },
  natRules: {
    gateway: field(id),
    action: field(text),
    priority: field(number),
    enabled: flag,
    sources: texts,
    destinations: texts,
    translated: texts,
    service: place,
    translatedPorts: textOrNull,
    firewallMatch: field(text),
    appliedTo: members,
  },
  nsxMachines: { machine: place, externalId: textOrNull, segments: members, ipAddresses: texts },
  groups: {
    expression,
    type: textOrNull,
    recordedMembers: optional(blocks(object({ kind: oneOf('machine', 'address', 'other'), machine: orNull(id), text }))),
  },
  services: { entries: blocks(serviceEntry) },
  contextProfiles: { applications: texts, domains: texts },
  securityPolicies: { ...policy, appliedTo: members, connectivity: textOrNull },
  gatewayPolicies: policy,
  firewallExclusions: { member: field(id) },
};

/** The shape of a recorded object of NSX, by kind. */
export const NSX_SHAPES = Object.fromEntries(Object.entries(FIELDS).map(([kind, fields]) => [kind, object({ ...COMMON, ...fields })])) as Readonly<
  Record<keyof NsxEstate, Shape>
>;
