import {
  isUnknown,
  type Estate,
  type FirewallRule,
  type Flow,
  type KubernetesCluster,
  type Members,
  type RulePeers,
  type SecurityPolicy,
} from '../../estate';
import { isLayer2, type PlacedRule } from '../../proofs/firewall';
import { Mend } from '../mend';
import type { Remedy } from '../verdict';
import { nameOf, quotedName } from '../wording';
import type { FlowSide, JudgedFlow } from './cluster-flows';
import { byFlow, type Blocked, type PartsOfFlow } from './blocked-flows';
import { pathOf } from './cluster-flow-words';

/** @param all whatever blocks the cluster: what is mended is mended for all that the app can */
export function remediesFor(cluster: KubernetesCluster, { rules }: Blocked, all: readonly Blocked[]): Remedy[] {
  const [placed] = rules.slice(-1) as [PlacedRule];
  const { policy } = placed;
  const wanted = `the rules of \`${nameOf(cluster)}.requiredRules()\``;
  if (isLayer2(placed) !== 'no') return [{ text: `no rule ${pathOf(placed)}, or one for other frames` }];
  if (placed.place.isDefault === 'yes') {
    return [{ text: `a \`FirewallPolicy\` that is applied to its nodes, with ${wanted}`, mend: allowing(cluster, all) }];
  }
  if (policy.origin !== 'owned') return [{ text: `a word with whoever owns policy ${quotedName(policy)}, who needs ${wanted}` }];
  return [{ text: `${wanted} in that policy`, mend: allowing(cluster, all) }];
}

/** The flows let through ahead of whatever drops them: in policies of the app, and in a new one ahead of a default of NSX. */
function allowing(cluster: KubernetesCluster, all: readonly Blocked[]): (estate: Estate) => Estate {
  return (estate) =>
    all.reduce((mended, { rules, drops }) => {
      const [placed] = rules.slice(-1) as [PlacedRule];
      const allows = byFlow(drops).map((parts, i) => allow(cluster, placed.policy, parts, i));
      if (placed.place.isDefault === 'yes') return Mend.add('securityPolicies', ownPolicy(estate, cluster, placed.policy, allows))(mended);
      return placed.policy.origin === 'owned' ? ahead(mended, placed.policy, allows) : mended;
    }, estate);
}

function ahead(estate: Estate, { id }: SecurityPolicy, allows: readonly FirewallRule[]): Estate {
  const policy = estate.nsx.securityPolicies.find((each) => each.id === id);
  if (!policy) return estate;
  const first = Math.min(...policy.rules.items.map(({ sequence }) => (isUnknown(sequence) ? Infinity : sequence)));
  const placed = allows.map((rule, i) => ({ ...rule, key: `${rule.key} before ${first}`, sequence: first - allows.length + i }));
  return Mend.change('securityPolicies', id, { rules: { ...policy.rules, items: [...placed, ...policy.rules.items] } })(estate);
}

function ownPolicy({ nsx }: Estate, cluster: KubernetesCluster, last: SecurityPolicy, allows: readonly FirewallRule[]): SecurityPolicy {
  const sequences = nsx.securityPolicies.map(({ sequence, isDefault }) => (isUnknown(sequence) || isDefault === true ? 0 : sequence));
  const id = `${cluster.id}#required:${last.id}`;
  return {
    ...last,
    id,
    addresses: [],
    origin: 'owned',
    name: `${nameOf(cluster)}-required`,
    policyPath: id,
    category: 'Application',
    sequence: Math.max(0, ...sequences) + 1,
    isDefault: false,
    stateful: true,
    connectivity: null,
    rules: { items: allows.map((rule, i) => ({ ...rule, sequence: i + 1 })), complete: true },
  };
}

function allow(cluster: KubernetesCluster, { id }: SecurityPolicy, { flow, pairs }: PartsOfFlow, i: number): FirewallRule {
  const [{ required, from, to }] = pairs as [JudgedFlow, ...JudgedFlow[]];
  const isBetween = !('outside' in from) && !('outside' in to);
  return {
    key: `${cluster.id}#required ${i}`,
    id,
    name: `${nameOf(cluster)}: ${required.purpose}`,
    sequence: 0,
    action: 'ALLOW',
    sources: peersOf(
      cluster,
      pairs.map((each) => each.from),
    ),
    destinations: peersOf(
      cluster,
      pairs.map((each) => each.to),
    ),
    services: { services: NOBODY, entries: { items: [entryOf(flow)], complete: true } },
    profiles: NOBODY,
    appliedTo: NOBODY,
    direction: isBetween ? 'IN_OUT' : 'outside' in from ? 'IN' : 'OUT',
    ipVersion: 'IPV4_IPV6',
    disabled: false,
    logged: false,
  };
}

function peersOf({ virtualIp }: KubernetesCluster, sides: readonly FlowSide[]): RulePeers {
  const ofNodes = sides.flatMap((side) => ('outside' in side ? [] : [side]));
  const isShared = virtualIp !== undefined && ofNodes.some((side) => side.isShared);
  const machines = new Set(ofNodes.flatMap(({ kind }) => kind.nodes.map(({ machine }) => machine)));
  return { groups: { ids: [...machines], complete: true }, addresses: isShared ? { items: [virtualIp], complete: true } : NONE, excluded: false };
}

function entryOf({ protocol, firstPort, lastPort }: Flow): FirewallRule['services']['entries']['items'][number] {
  if (protocol === 'sctp') return { kind: 'ip', protocol: SCTP };
  const ports = firstPort === lastPort ? String(firstPort) : `${firstPort}-${lastPort}`;
  return { kind: 'ports', protocol: protocol === 'tcp' ? 'TCP' : 'UDP', destinationPorts: { items: [ports], complete: true }, sourcePorts: NONE };
}

/** NSX knows no ports of SCTP: IANA, "Assigned Internet Protocol Numbers". */
const SCTP = 132;
const NOBODY: Members = { ids: [], complete: true };
const NONE = { items: [], complete: true };
