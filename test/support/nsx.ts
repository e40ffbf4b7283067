import type {
  Blocks,
  DhcpProfile,
  Field,
  FirewallExclusion,
  FirewallRule,
  GatewayPolicy,
  Group,
  GroupExpression,
  GroupTerm,
  IpBlock,
  IpPool,
  Members,
  NatRule,
  NsxMachine,
  NsxObject,
  NsxTag,
  ObjectId,
  Project,
  RulePeers,
  RuleServices,
  SecurityPolicy,
  Segment,
  SegmentSubnet,
  Service,
  ServiceEntry,
  Tier0Gateway,
  Tier1Gateway,
  Unknown,
  Vpc,
} from '../../lib/estate';
import { Interval } from '../../lib/units';
import { STACK, token } from './estate';

/** Objects of NSX for tests: whatever a test does not speak of has a plain default. */

export const MANAGER = 'nsx.example.com';

/** Members or blocks that are all there is. */
export function all<T>(...items: readonly T[]): Blocks<T> {
  return { items, complete: true };
}

/** Blocks of which a token says the rest. */
export function some<T>(...items: readonly T[]): Blocks<T> {
  return { items, complete: false, unknown: token('more') };
}

/** Objects, by their ids, that are all there are. */
export function members(...objects: readonly (ObjectId | { readonly id: ObjectId })[]): Members {
  return { ids: objects.map((each) => (typeof each === 'string' ? each : each.id)), complete: true };
}

/** Objects beside which a token may name more. */
export function openMembers(...objects: readonly (ObjectId | { readonly id: ObjectId })[]): Members {
  return { ...members(...objects), complete: false, unknown: token('more') };
}

function object(type: string, name: string, policyPath: string): NsxObject {
  const address = `${type}.${name}`;
  return {
    id: `${STACK}/${address}`,
    addresses: [{ stack: STACK, address }],
    path: `${STACK}/${name}`,
    origin: 'owned',
    name,
    instances: Interval.exactly(1),
    manager: MANAGER,
    policyPath,
    space: null,
    tags: all(),
  };
}

/** What others own, as a record of the manager has it. */
export function recorded<T extends NsxObject>({ path: _, ...rest }: T): T {
  return { ...rest, origin: 'surroundings', addresses: [] } as unknown as T;
}

export function aTag(scope: Field<string>, tag: Field<string>): NsxTag {
  return { scope, tag };
}

/** A tier-0 that the app looks up. */
export function aTier0(name: string, change: Partial<Tier0Gateway> = {}): Tier0Gateway {
  return { ...object('data.nsxt_policy_tier0_gateway', name, `/infra/tier-0s/${name}`), origin: 'looked-up', firewall: true, ...change };
}

/** A tier-1 that hangs on nothing and has an edge cluster. */
export function aTier1(name: string, change: Partial<Tier1Gateway> = {}): Tier1Gateway {
  return {
    ...object('nsxt_policy_tier1_gateway', name, `/infra/tier-1s/${name}`),
    tier0: null,
    edgeCluster: '/infra/sites/default/enforcement-points/default/edge-clusters/edge',
    firewall: true,
    advertised: all(),
    ...change,
  };
}

/** An overlay segment without gateway and subnet. */
export function aSegment(name: string, change: Partial<Segment> = {}): Segment {
  return {
    ...object('nsxt_policy_segment', name, `/infra/segments/${name}`),
    kind: 'overlay',
    gateway: null,
    transportZone: '/infra/sites/default/enforcement-points/default/transport-zones/overlay',
    vlans: all(),
    subnets: all(),
    connected: true,
    securityProfile: null,
    spoofGuard: null,
    ...change,
  };
}

/** A subnet without DHCP. @param cidr address of the gateway with the length of the prefix */
export function aSubnet(cidr: Field<string>, change: Partial<SegmentSubnet> = {}): SegmentSubnet {
  return { cidr, dhcpRanges: all(), dhcp: false, dhcpServer: null, ...change };
}

export function aDhcpProfile(name: string, change: Partial<DhcpProfile> = {}): DhcpProfile {
  return { ...object('nsxt_policy_dhcp_server', name, `/infra/dhcp-server-configs/${name}`), kind: 'server', serverAddresses: all(), ...change };
}

/** An enabled SNAT rule on a gateway, for any traffic. */
export function aNatRule(name: string, on: Tier0Gateway | Tier1Gateway | Vpc, change: Partial<NatRule> = {}): NatRule {
  const gatewayPath = on.policyPath as string;
  return {
    ...object('nsxt_policy_nat_rule', name, `${gatewayPath}/nat/USER/nat-rules/${name}`),
    gateway: on.id,
    action: 'SNAT',
    priority: 100,
    enabled: true,
    sources: all(),
    destinations: all(),
    translated: all(),
    service: null,
    translatedPorts: null,
    firewallMatch: 'MATCH_INTERNAL_ADDRESS',
    appliedTo: members(),
    ...change,
  };
}

export function anIpPool(name: string, change: Partial<IpPool> = {}): IpPool {
  return { ...object('nsxt_policy_ip_pool', name, `/infra/ip-pools/${name}`), subnets: all(), ...change };
}

export function anIpBlock(name: string, change: Partial<IpBlock> = {}): IpBlock {
  return { ...object('nsxt_policy_ip_block', name, `/infra/ip-blocks/${name}`), cidrs: all(), visibility: null, ...change };
}

/** A VM as NSX knows it, on no segment, that is none of the vSphere estate. */
export function anNsxMachine(name: string, change: Partial<NsxMachine> = {}): NsxMachine {
  return {
    ...object('nsxt_policy_vm_tags', name, `/infra/realized-state/virtual-machines/${name}`),
    machine: null,
    externalId: null,
    segments: members(),
    ipAddresses: all(),
    ...change,
  };
}

/** A term of a group: a condition on VMs. */
export function aCondition(
  key: Field<string>,
  operator: Field<string>,
  value: Field<string>,
  memberType: Field<string> = 'VirtualMachine',
): GroupTerm & { readonly kind: 'condition' } {
  return { kind: 'condition', memberType, key, operator, value };
}

/** Terms joined by one operator. */
export function joined(operator: Field<'AND' | 'OR'>, ...terms: readonly GroupTerm[]): GroupExpression {
  return { terms: all(...terms), operators: terms.slice(1).map(() => operator) };
}

/** A group of a single term, or, without one, of no member. */
export function aGroup(name: string, term?: GroupTerm | GroupExpression, change: Partial<Group> = {}): Group {
  const expression = term === undefined ? joined('OR') : 'kind' in term ? joined('OR', term) : term;
  return { ...object('nsxt_policy_group', name, `/infra/domains/default/groups/${name}`), expression, type: null, ...change };
}

/** A service of entries. */
export function aService(name: string, entries: readonly ServiceEntry[] = [], change: Partial<Service> = {}): Service {
  return { ...object('nsxt_policy_service', name, `/infra/services/${name}`), entries: all(...entries), ...change };
}

/** TCP to one port or range. */
export function aTcpEntry(...ports: readonly Field<string>[]): ServiceEntry {
  return { kind: 'ports', protocol: 'TCP', destinationPorts: all(...ports), sourcePorts: all() };
}

/** A side of a rule: any, or groups. */
export function peers(...groups: readonly (ObjectId | { readonly id: ObjectId })[]): RulePeers {
  return { groups: members(...groups), addresses: all(), excluded: false };
}

export const ANY_SERVICE: RuleServices = { services: members(), entries: all() };

/** A rule that allows any to any, both ways, wherever its policy is. */
export function aRule(name: string, change: Partial<FirewallRule> = {}): FirewallRule {
  return {
    key: name,
    id: `${STACK}/nsxt_policy_security_policy.policy`,
    name,
    sequence: 0,
    action: 'ALLOW',
    sources: peers(),
    destinations: peers(),
    services: ANY_SERVICE,
    profiles: members(),
    appliedTo: members(),
    direction: 'IN_OUT',
    ipVersion: 'IPV4_IPV6',
    disabled: false,
    logged: false,
    ...change,
  };
}

/** A rule that drops any to any. */
export function aDrop(name: string = 'deny-all', change: Partial<FirewallRule> = {}): FirewallRule {
  return aRule(name, { action: 'DROP', ...change });
}

/** A stateful policy of category Application, wherever there is a vNIC; its rules are numbered in their order where they say nothing else. */
export function aSecurityPolicy(name: string, rules: readonly FirewallRule[] = [], change: Partial<SecurityPolicy> = {}): SecurityPolicy {
  const base = object('nsxt_policy_security_policy', name, `/infra/domains/default/security-policies/${name}`);
  return {
    ...base,
    category: 'Application',
    sequence: 10,
    appliedTo: members(),
    stateful: true,
    tcpStrict: true,
    locked: false,
    rules: all(...numbered(rules, base.id)),
    connectivity: null,
    isDefault: false,
    ...change,
  };
}

/** The last policy of the layer-3 firewall, as NSX makes it. */
export function aDefaultSection(action: Field<string> = 'ALLOW', change: Partial<SecurityPolicy> = {}): SecurityPolicy {
  const rule = aRule('default-layer3-rule', { action, sequence: 2147483647 });
  return recorded(aSecurityPolicy('default-layer3-section', [rule], { sequence: 2147483647, isDefault: true, ...change }));
}

/** A policy of category LocalGatewayRules. */
export function aGatewayPolicy(name: string, rules: readonly FirewallRule[] = [], change: Partial<GatewayPolicy> = {}): GatewayPolicy {
  const base = object('nsxt_policy_gateway_policy', name, `/infra/domains/default/gateway-policies/${name}`);
  return {
    ...base,
    category: 'LocalGatewayRules',
    sequence: 10,
    stateful: true,
    tcpStrict: true,
    locked: false,
    rules: all(...numbered(rules, base.id)),
    isDefault: false,
    ...change,
  };
}

function numbered(rules: readonly FirewallRule[], id: ObjectId): FirewallRule[] {
  return rules.map((rule, i) => ({ ...rule, id, sequence: rule.sequence === 0 ? i + 1 : rule.sequence }));
}

export function anExclusion(name: string, member: Field<ObjectId> | { readonly id: ObjectId }): FirewallExclusion {
  const of = isObject(member) ? member.id : member;
  return { ...object('nsxt_policy_firewall_exclude_list_member', name, '/infra/settings/firewall/security/exclude-list'), member: of };
}

function isObject(member: Field<ObjectId> | { readonly id: ObjectId }): member is { readonly id: ObjectId } {
  return typeof member === 'object' && 'id' in member;
}

export function aProject(name: string, change: Partial<Project> = {}): Project {
  return {
    ...object('nsxt_policy_project', name, `/orgs/default/projects/${name}`),
    tier0Gateways: members(),
    externalBlocks: members(),
    defaultFirewallRules: true,
    ...change,
  };
}

export function aVpc(name: string, project: Project, change: Partial<Vpc> = {}): Vpc {
  return {
    ...object('nsxt_vpc', name, `${project.policyPath as string}/vpcs/${name}`),
    space: project.id,
    project: project.id,
    privateRanges: all(),
    ...change,
  };
}

/** An unknown that a token of the tests leaves. */
export function open(name: string): Unknown {
  return token(name);
}
