import { type Estate, type KubernetesCluster, type Premise } from '../../estate';
import { asksTags, type Doubt } from '../../proofs/firewall';
import { Premises } from '../premises';
import type { Rule } from '../rule';
import { subjectOf } from '../subjects';
import type { Evidence, Undecided, Verdict } from '../verdict';
import { count, listed, nameOf, quotedName } from '../wording';
import { blockedBy, byFlow, type Blocked } from './blocked-flows';
import { flowText, pathOf } from './cluster-flow-words';
import { remediesFor } from './cluster-flow-remedies';
import { ClusterFlows, MOST_KINDS, type JudgedFlow } from './cluster-flows';
import { nodesOf, type ClusterNodes } from './cluster-nodes';
import { placeText } from './default-deny-words';
import { firewallOff } from './firewall-off';
import { doubtsText, recordPremises, whyOpen } from './firewall-words';
import { Firewalls, type ManagerFirewall } from './firewalls';

/**
 * What a cluster states that it needs gets through the distributed firewall: between its nodes, to the virtual IP, and from its nodes to what
 * is outside. Gateways are asked only whether they may have a say between segments that the nodes are on; what lies beyond them is not. Who
 * uses the API from outside is the user's to say, not the cluster's to need. Nodes on port groups are none of NSX's as far as is known.
 */
export const clusterFlows: Rule = {
  id: 'ISO-003',
  title: 'A cluster can speak to itself',
  decides:
    'The distributed firewall lets through the flows that a Kubernetes cluster cannot live without: API server, etcd, kubelet and the overlay between its nodes, and what these need from outside, such as names, images, the vCenter and the store of secrets.',
  why: 'A firewall that closes one of these ports is taken by NSX and by Terraform alike; the cluster never forms, or falls apart when a node is replaced.',
  severity: 'error',
  evidence: 'The flows that are dropped, between which pools, and the rule that drops them.',
  sources: [
    'https://kubernetes.io/docs/reference/networking/ports-and-protocols/',
    'https://docs.cilium.io/en/latest/operations/system_requirements/#firewall-rules',
    'https://docs.vmware.com/en/VMware-NSX-T-Data-Center/3.2/administration/GUID-6AB240DB-949C-4E95-A9A7-4AC6EF5E3036.html',
    'https://docs.vmware.com/en/VMware-NSX/4.0/administration/GUID-CA2E5448-DCB1-4EF2-956D-28C8CDCAA79D.html',
    'https://docs.vmware.com/en/VMware-NSX/4.0/administration/GUID-DE76177B-F97C-476D-9A58-EEF94309CC78.html',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    const firewalls = Firewalls.in(estate);
    if (!firewalls) return;
    for (const cluster of estate.kubernetes.kubernetesClusters) {
      if (cluster.requiredFlows.length === 0) continue;
      const nodes = nodesOf(estate, cluster, firewalls);
      if (nodes) yield* decide(estate, cluster, nodes);
    }
  },
};

function* decide(estate: Estate, cluster: KubernetesCluster, nodes: ClusterNodes): Iterable<Verdict> {
  const subject = subjectOf(cluster);
  const used = [...new Set(nodes.kinds.map(({ firewall }) => firewall))];
  const premises = premisesOf(estate, cluster, nodes, used);
  const about = { verdict: 'undecided', subject, premises, message: `whether the firewall lets cluster ${quotedName(cluster)} form` } as const;
  const hidden = used.flatMap(({ view, isOff }) => (isOff ? [] : (whyOpen(view, 'rules') ?? [])));
  if (nodes.kinds.length > MOST_KINDS) {
    const reason = `rules tell its nodes apart into ${count(nodes.kinds.length, 'kind')}, more than are compared with each other`;
    return yield { ...about, reason, decidedBy: 'rules and groups that name pools, not single nodes' };
  }
  const judged = [...new ClusterFlows(estate, cluster, nodes).judged()];
  const blocked = blockedBy(judged.filter(({ is }) => is === 'dropped'));
  const lines = blocked.map((each) => ({ each, lines: dropLines(cluster, each) }));
  if (hidden.length > 0) {
    const witness = lines.flatMap(({ lines: text }) => text).map((line) => ({ ...line, label: 'drops so far' }));
    return yield { ...about, witness: witness.slice(0, SHOWN), ...hidden[0]! };
  }
  for (const { each, lines: text } of lines) {
    yield {
      verdict: 'refuted',
      subject,
      key: `rule:${each.rules.map(({ policy, rule }) => `${policy.id} ${rule.key}`).join(', ')}`,
      premises,
      message: `cluster ${quotedName(cluster)} cannot form: the firewall drops what its nodes need`,
      witness: [...shown(text), ...each.rules.map((placed): Evidence => ({ label: 'dropped by', text: placeText(placed) }))],
      remedies: remediesFor(cluster, each, blocked),
    };
  }
  if (blocked.length > 0) return;
  const open = judged.filter(({ is }) => is === 'open');
  if (open.length > 0 || nodes.doubts.length > 0) yield { ...about, ...why(cluster, open, nodes.doubts) };
  else yield { verdict: 'proved', subject, premises };
}

/** A line for each flow, whatever nodes it is between. */
function dropLines(cluster: KubernetesCluster, { rules, drops }: Blocked): Evidence[] {
  const by = `by rule ${listed(rules.map(pathOf))}`;
  return byFlow(drops).map((parts) => ({ label: 'dropped', text: `${flowText(cluster, parts)}, ${by}` }));
}

function shown(lines: readonly Evidence[]): Evidence[] {
  if (lines.length <= SHOWN + 1) return [...lines];
  return [...lines.slice(0, SHOWN), { label: '', text: `and ${count(lines.length - SHOWN, 'more flow')}` }];
}

const SHOWN = 6;
const SHOWN_OPEN = 2;

function why(
  cluster: KubernetesCluster,
  open: readonly JudgedFlow[],
  missing: readonly Doubt[],
): Pick<Undecided, 'reason' | 'decidedBy' | 'witness'> {
  const lines = byFlow(open.map((of) => ({ flow: of.required.flow, of })));
  const rules = [...new Set(open.flatMap((each) => each.rules))];
  const witness: Evidence[] = [
    ...shown(lines.map((parts) => ({ label: 'open', text: flowText(cluster, parts) }))),
    ...rules.slice(0, SHOWN_OPEN).map((placed) => ({ label: 'may decide', text: placeText(placed) })),
  ];
  const doubts = [...missing, ...open.flatMap((each) => each.doubts)];
  if (doubts.length === 0) {
    return {
      witness,
      reason: 'no rule for it acts on its nodes, and the record has no default rule',
      decidedBy: 'an export that has the default layer-3 section',
    };
  }
  const rule = `the rules of \`${nameOf(cluster)}.requiredRules()\` in a policy that is applied to its nodes and comes first`;
  return { witness, reason: doubtsText(doubts), decidedBy: missing.length > 0 ? 'node VMs that the app renders' : `literal values, or ${rule}` };
}

/** What verdicts about a cluster rest on: only what its rules ask is among it. */
function premisesOf({ premises }: Estate, { id }: KubernetesCluster, { kinds }: ClusterNodes, used: readonly ManagerFirewall[]): Premise[] {
  const stated = premises.filter((premise) => [`kubernetes-flows:${id}`, `kubernetes-endpoint:${id}`].includes(premise.id));
  return [
    ...used.flatMap(({ view }) => firewallOff(view)?.premises ?? recordPremises(view)),
    ...used.flatMap((firewall) => ofGroups(firewall, kinds)),
    ...stated,
  ];
}

function ofGroups({ view, fates, isOff }: ManagerFirewall, kinds: ClusterNodes['kinds']): Premise[] {
  if (typeof view.manager !== 'string' || isOff) return [];
  const own = kinds.filter(({ firewall }) => firewall.view === view);
  const acting = [...new Set(own.flatMap(({ ends }) => ends.flatMap(({ vnic }) => fates.rulesAt(vnic!))))];
  const sides = acting.flatMap(({ rule }) => [rule.sources, rule.destinations]);
  const scopes = view.policies.flatMap(({ appliedTo, rules }) => [appliedTo, ...rules.items.map((rule) => rule.appliedTo)]);
  const isByTag = [...scopes, ...sides.map(({ groups }) => groups)].some((members) => members.ids.length > 0 && asksTags(view, members));
  const isByPeer = sides.some(({ groups, addresses }) => groups.ids.length > 0 || addresses.items.length > 0);
  return [...(isByTag ? [Premises.tagged(view.manager)] : []), ...(isByPeer ? [learnt(view.manager)] : [])];
}

/** A rule that names VMs holds for the addresses that NSX has learnt of them, by their tools, by DHCP or by ARP. */
function learnt(manager: string): Premise {
  const statement = `NSX \`${manager}\` has learnt the addresses of the VMs that its rules name, and these lie in the subnets of their segments`;
  return { id: `nsx-learnt:${manager.toLowerCase()}`, kind: 'stated', statement };
}
