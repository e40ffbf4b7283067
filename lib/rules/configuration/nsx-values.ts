import { indexOf, isUnknown, type Estate, type FirewallRule, type NsxObject, type Unknown, type Value } from '../../estate';
import { blocksOf } from '../blocks';
import type { Verdict } from '../verdict';
import { knownOnlyTo, listed, quoted, quotedName } from '../wording';
import { fault, open, SOURCES } from './nsx-faults';

/** What the provider takes in an attribute; it compares letter by letter, and a plan fails on anything else. */
interface Allowed {
  readonly types: readonly string[];
  /** Blocks and the attribute in the last of them. */
  readonly at: readonly string[];
  readonly values: readonly string[];
  readonly source: string;
}

const POLICIES = ['nsxt_policy_security_policy', 'nsxt_policy_predefined_security_policy', 'nsxt_vpc_security_policy'];
const GATEWAY_POLICIES = ['nsxt_policy_gateway_policy', 'nsxt_policy_predefined_gateway_policy', 'nsxt_vpc_gateway_policy'];
const RULE = 'nsxt_policy_security_policy_rule';
const GROUPS = ['nsxt_policy_group', 'nsxt_vpc_group'];
const TIER1 = ['nsxt_policy_tier1_gateway'];

const OF_RULES = {
  action: ['ALLOW', 'DROP', 'REJECT', 'JUMP_TO_APPLICATION'],
  direction: ['IN', 'OUT', 'IN_OUT'],
  ip_version: ['NONE', 'IPV4', 'IPV6', 'IPV4_IPV6'],
} as const;

const MEMBERS =
  'IPSet VirtualMachine LogicalPort LogicalSwitch Segment SegmentPort Pod Service Namespace TransportNode Group DVPG DVPort IPAddress ' +
  'KubernetesCluster KubernetesNamespace AntreaEgress AntreaIPPool KubernetesIngress KubernetesGateway KubernetesService KubernetesNode ' +
  'VpcSubnetPort VpcSubnet BareMetalServer BareMetalServerInterface';
const KEYS = 'Tag Name OSName ComputerName NodeType GroupType ALL IPAddress PodCidr ManagementInterface OSVersion';
const OPERATORS = 'EQUALS CONTAINS STARTSWITH ENDSWITH NOTEQUALS NOTIN MATCHES IN';
const WITH_EXTERNAL_IDS = 'VirtualMachine VirtualNetworkInterface CloudNativeServiceInstance PhysicalServer BareMetalServer BareMetalServerInterface';
const FIREWALL_MATCHES = 'MATCH_EXTERNAL_ADDRESS MATCH_INTERNAL_ADDRESS BYPASS';

const ALLOWED: readonly Allowed[] = [
  ...Object.entries(OF_RULES).flatMap(([attribute, values]): Allowed[] => [
    { types: [...POLICIES, ...GATEWAY_POLICIES], at: ['rule', attribute], values, source: SOURCES.policy },
    { types: [RULE], at: [attribute], values, source: SOURCES.policy },
  ]),
  ...Object.entries({ member_type: MEMBERS, key: KEYS, operator: OPERATORS }).map(([attribute, values]): Allowed => ({
    types: GROUPS,
    at: ['criteria', 'condition', attribute],
    values: values.split(' '),
    source: SOURCES.group,
  })),
  { types: GROUPS, at: ['criteria', 'external_id_expression', 'member_type'], values: WITH_EXTERNAL_IDS.split(' '), source: SOURCES.group },
  { types: GROUPS, at: ['conjunction', 'operator'], values: ['AND', 'OR'], source: SOURCES.group },
  {
    types: ['nsxt_policy_nat_rule'],
    at: ['action'],
    values: ['SNAT', 'DNAT', 'REFLEXIVE', 'NO_SNAT', 'NO_DNAT', 'NAT64'],
    source: SOURCES.nat,
  },
  { types: ['nsxt_vpc_nat_rule'], at: ['action'], values: ['SNAT', 'DNAT', 'REFLEXIVE'], source: SOURCES.vpcNat },
  { types: ['nsxt_policy_nat_rule'], at: ['firewall_match'], values: FIREWALL_MATCHES.split(' '), source: SOURCES.nat },
  { types: ['nsxt_vpc_nat_rule'], at: ['firewall_match'], values: FIREWALL_MATCHES.split(' '), source: SOURCES.vpcNat },
  { types: TIER1, at: ['ha_mode'], values: ['ACTIVE_ACTIVE', 'ACTIVE_STANDBY', 'NONE'], source: SOURCES.tier1Gateway },
  { types: TIER1, at: ['failover_mode'], values: ['PREEMPTIVE', 'NON_PREEMPTIVE'], source: SOURCES.tier1Gateway },
];

/** Literals that the provider refuses, in the entry of an object. */
export function refusedValues(estate: Estate, object: NsxObject): Verdict[] {
  const entry = indexOf(estate).entryOf(object);
  return entry ? inEntry(object, entry.type, entry.values, '') : [];
}

/** Those of the rules of a policy that have entries of their own. */
export function refusedInRules(estate: Estate, policy: NsxObject & { readonly rules: { readonly items: readonly FirewallRule[] } }): Verdict[] {
  return policy.rules.items.flatMap(({ id, key }) => {
    const entry = id === policy.id ? undefined : indexOf(estate).entryOf({ ...policy, id });
    return entry ? inEntry(policy, entry.type, entry.values, key) : [];
  });
}

function inEntry(object: NsxObject, type: string, values: Value, of: string): Verdict[] {
  return ALLOWED.filter(({ types }) => types.includes(type)).flatMap(({ at, values: allowed, source }) =>
    [...textsAt(values, at, [])].flatMap(({ path, said }): Verdict[] => {
      const what = quoted(at.at(-1)!);
      const key = `value:${of}:${path}`;
      if (isUnknown(said)) {
        const message = `whether ${quotedName(object)} says in ${what} what the provider takes`;
        return [open(object, path, key, message, `${what} is ${knownOnlyTo(said)}`, `a literal ${what}`)];
      }
      if (allowed.includes(said)) return [];
      return [
        fault(object, {
          attribute: path,
          key,
          message: `${quotedName(object)} says in ${what} what the provider refuses`,
          witness: [
            { label: 'says', text: quoted(said) },
            { label: 'allowed', text: listed(allowed.map(quoted), allowed.length) },
          ],
          source,
        }),
      ];
    }),
  );
}

interface Said {
  readonly path: string;
  readonly said: string | Unknown;
}

function* textsAt(values: Value | undefined, [name, ...rest]: readonly string[], above: readonly string[]): Iterable<Said> {
  for (const [i, block] of blocksOf(values).entries()) {
    const path = [...above, ...(above.length > 0 ? [String(i)] : []), name!];
    const value = (block as typeof block | null)?.[name!];
    if (rest.length > 0) yield* textsAt(value, rest, path);
    else if (typeof value === 'string' || (value !== undefined && isUnknown(value))) yield { path: path.join('.'), said: value };
  }
}
