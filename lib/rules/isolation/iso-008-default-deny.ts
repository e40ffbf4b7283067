import { indexOf, isUnknown, type Estate, type Premise, type Segment } from '../../estate';
import {
  catchAllsIn,
  segmentFates,
  TRAFFIC,
  viewOf,
  type CatchAlls,
  type Fate,
  type FirewallView,
  type SegmentFate,
  type Traffic,
} from '../../proofs/firewall';
import { Premises } from '../premises';
import type { Rule } from '../rule';
import { subjectOf } from '../subjects';
import type { Evidence, Undecided, Verdict } from '../verdict';
import { count, knownOnlyTo, listed, listedNames, quoted, quotedName } from '../wording';
import { remediesFor } from './default-deny-remedies';
import { placeText, trafficText } from './default-deny-words';
import { firewallOff } from './firewall-off';
import { doubtText, templatePremises, unrecorded } from './firewall-words';
import { tenantSegments, type HiddenSegment, type TenantSegment } from './tenant-segments';

/**
 * What no particular rule of the distributed firewall is for is dropped on every segment of a tenant, into it and out of it, in both
 * versions of IP. Rules that name services, peers or addresses are particular; what is decided is which rule for everything comes first.
 *
 * What holds whatever others add is little. A policy of theirs may stand in an earlier category, or in the same place as the first of the
 * app's: before a drop it allows, before an allow it drops. So neither is said of a manager that nobody recorded. A VM on the
 * exclusion list has no firewall at all, which no policy changes: that is said always.
 *
 * Of a VM that nobody knows, only rules that act on the segment, or everywhere, say anything. Where the tags or names of VMs are what holds the
 * drop in place, the app must own the segment, and that nothing else puts VMs on it is a premise.
 */
export const defaultDeny: Rule = {
  id: 'ISO-008',
  title: 'Tenant segments end in default deny',
  decides: 'On every segment of a tenant the distributed firewall drops what no particular rule is for, in both directions and both versions of IP.',
  why: 'A firewall that ends in allow lets through what nobody thought of: the layer-3 default rule of NSX allows, and so does a drop for IPv4 alone for IPv6.',
  severity: 'error',
  evidence: 'What passes, the rule that lets it, with its policy and category, or the entry of the exclusion list.',
  sources: [
    'https://docs.vmware.com/en/VMware-NSX-T-Data-Center/3.1/administration/GUID-E015ACF3-2444-4F78-BFFB-1443D750EE72.html',
    'https://docs.vmware.com/en/VMware-NSX/4.0/administration/GUID-30B2EC57-D06E-4387-86CC-C5F2181CDE06.html',
    'https://docs.vmware.com/en/VMware-NSX/4.1/administration/GUID-5A04999A-BC0F-43EB-829C-1015F5D57E5A.html',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    const { segments, hidden } = tenantSegments(estate);
    const managers = new Map<string, { readonly view: FirewallView; readonly found: CatchAlls; readonly open: OpenSegment[] }>();
    for (const each of segments) {
      const key = JSON.stringify(each.segment.manager);
      let manager = managers.get(key);
      if (!manager) {
        const view = viewOf(estate, each.segment.manager);
        managers.set(key, (manager = { view, found: catchAllsIn(view), open: [] }));
      }
      const verdict = decide(each, manager.view, manager.found);
      if (verdict.verdict === 'undecided' && !isComplete(manager.view)) manager.open.push({ ...each, verdict });
      else yield verdict;
    }
    for (const { open } of managers.values()) yield* together(open);
    for (const each of hidden) yield unseen(each);
  },
};

/** Whether nothing hides what the manager has. */
function isComplete({ isRecorded, hidden }: FirewallView): boolean {
  return isRecorded && !hidden;
}

interface OpenSegment extends TenantSegment {
  readonly verdict: Undecided;
}

/** What hides the policies of a manager hides them from all of its segments: said once. */
function* together(open: readonly OpenSegment[]): Iterable<Verdict> {
  const [first, ...others] = open;
  if (!first) return;
  if (others.length === 0) return yield first.verdict;
  const { subject, reason, decidedBy, premises = [] } = first.verdict;
  const names = listed([...new Set(open.flatMap(({ tenants }) => tenants.map(({ name }) => quoted(name))))]);
  const segments = listedNames(open.map(({ segment }) => segment));
  const message = `whether ${count(open.length, 'segment')} of tenants end in default deny: ${segments}, of ${names}`;
  yield { verdict: 'undecided', subject, key: 'all', premises, message, reason, decidedBy };
}

function decide({ segment, tenants }: TenantSegment, view: FirewallView, found: CatchAlls): Verdict {
  const fates = segmentFates(view, segment, found);
  const certain = (fate: SegmentFate): Passing[] =>
    fate.known
      .filter(({ isOn }) => isOn === 'yes')
      .map(({ endpoint, fate: of }) => ({ traffic: fate.traffic, fate: of, who: `VM ${quotedName(endpoint.object)}` }));
  const isEmpty = fates.every(({ known }) => known.every(({ isOn }) => isOn !== 'yes'));
  const passing = fates
    .flatMap((each): Passing[] => (isEmpty ? [{ traffic: each.traffic, fate: each.stranger, who: 'any VM' }] : certain(each)))
    .filter(({ fate }) => fate.is === 'allowed' && (isComplete(view) || fate.exclusion !== undefined));
  const subject = subjectOf(segment);
  const what = `segment ${quotedName(segment)} of ${tenants.length > 1 ? 'tenants' : 'tenant'} ${listed(tenants.map(({ name }) => quoted(name)))}`;
  const off = firewallOff(view);
  if (off) {
    const { evidence, ...finding } = off;
    return { verdict: 'refuted', subject, message: `${what} does not end in default deny`, witness: [evidence], ...finding };
  }
  const record = view.isRecorded && !isUnknown(view.manager) ? [Premises.firewallRecorded(view.manager)] : [];
  if (passing.length > 0) {
    const byRules = passing.filter(({ fate }) => fate.exclusion === undefined);
    const isOpenTo = (traffic: Traffic): boolean => fates.some((each) => each.traffic === traffic && each.stranger.is !== 'allowed');
    return {
      verdict: 'refuted',
      subject,
      premises: [
        ...(passing.some(({ fate }) => fate.exclusion?.origin !== 'owned') ? record : []),
        ...(byRules.some(({ traffic }) => isOpenTo(traffic)) ? tagged(view) : []),
      ],
      message: `${what} does not end in default deny`,
      witness: witnessOf(passing),
      remedies: remediesFor(
        view,
        segment,
        passing.map(({ fate }) => fate),
        found,
      ),
    };
  }
  const notDropped = fates.flatMap(({ known }) => known.filter(({ fate }) => fate.is !== 'dropped'));
  const open = notDropped.filter((each) => !isOfOthers(each)).map(orElsewhere);
  const strangers = [
    ...notDropped.filter(isOfOthers).map(orElsewhere),
    ...fates.map(({ stranger }) => stranger).filter(({ is }) => is !== 'dropped'),
  ];
  const isClosed = !isEmpty && (segment.origin === 'owned' || indexOf(view.estate).isClosed(segment));
  if (isComplete(view) && open.length === 0 && (strangers.length === 0 || isClosed)) {
    return {
      verdict: 'proved',
      subject,
      premises: [...record, ...(strangers.length > 0 ? byVms(view, segment) : view.exclusions.length > 0 ? templatePremises(view) : [])],
    };
  }
  return { verdict: 'undecided', subject, premises: record, message: `whether ${what} ends in default deny`, ...why(view, open, strangers) };
}

/** A VM of others that is looked up, such as a template, and that nobody puts on a segment: on a closed one it is not. */
function isOfOthers({ endpoint, isOn }: SegmentFate['known'][number]): boolean {
  return isOn === 'maybe' && endpoint.object.origin !== 'owned';
}

/** What becomes of the packets of a VM, which may be on another network. */
function orElsewhere({ endpoint, isOn, fate }: SegmentFate['known'][number]): Fate {
  if (isOn === 'yes') return fate;
  const { unknown } = endpoint.segments;
  return { ...fate, doubts: [{ about: `which network VM ${quotedName(endpoint.object)} is on`, ...(unknown && { unknown }) }, ...fate.doubts] };
}

interface Passing {
  readonly traffic: Traffic;
  readonly fate: Fate;
  readonly who: string;
}

/** What a proof by the tags and names of VMs rests on. */
function byVms(view: FirewallView, segment: Segment): Premise[] {
  return [...(segment.origin === 'owned' ? [Premises.closedNetwork(segment)] : []), ...tagged(view)];
}

function tagged({ manager }: FirewallView): Premise[] {
  return isUnknown(manager) ? [] : [Premises.tagged(manager)];
}

function witnessOf(passing: readonly Passing[]): Evidence[] {
  const kinds = TRAFFIC.filter((traffic) => passing.some((each) => each.traffic === traffic));
  const whose = [...new Set(passing.map(({ who }) => who))];
  const rules = [...new Set(passing.flatMap(({ fate }) => fate.rules))];
  const exclusions = [...new Set(passing.flatMap(({ fate }) => fate.exclusion ?? []))];
  return [
    { label: 'passes', text: `${trafficText(kinds)}, of ${listed(whose)}` },
    ...exclusions.map((each) => ({ label: 'let through by', text: `the exclusion list, with ${quotedName(each)}: no rule is asked` })),
    ...rules.map((placed) => ({ label: 'let through by', text: placeText(placed) })),
  ];
}

/** Why nobody can say, the widest reason first. */
function why(
  view: FirewallView,
  open: readonly Fate[],
  strangers: readonly Fate[],
): Pick<Extract<Verdict, { verdict: 'undecided' }>, 'reason' | 'decidedBy' | 'witness'> {
  const [fate] = [...open, ...strangers];
  const witness = fate?.rules.slice(0, SHOWN).map((placed): Evidence => ({ label: 'may decide', text: placeText(placed) })) ?? [];
  if (isUnknown(view.manager)) {
    return { reason: `which NSX manager it is on is ${knownOnlyTo(view.manager)}`, decidedBy: 'a literal `host` of the provider', witness };
  }
  if (!view.isRecorded) {
    const reason = `policies of others in the distributed firewall of ${quoted(view.manager)}, and its default rule, are not recorded`;
    return { ...unrecorded(view, reason), witness };
  }
  if (view.hidden) {
    const reason = `rules, groups and tags in ${quoted(view.hidden.$unknown.knownBy)} are hidden`;
    return { reason, decidedBy: '`app.assume(Assume.noPolicyIn(module))`', witness };
  }
  if (open.length === 0) {
    return {
      reason: 'which rules act on a VM depends on its tags, name or id, and others may put VMs on the segment that nobody knows',
      decidedBy: 'a policy that is applied to the segment itself, or `app.assume(Assume.closed(segment))`',
      witness,
    };
  }
  const doubts = [...new Set(open.flatMap((each) => each.doubts.map(doubtText)))];
  if (doubts.length === 0) {
    return {
      reason: 'no rule for everything acts on it, and the record has no default rule',
      decidedBy: 'an export that has the default layer-3 section',
      witness,
    };
  }
  const unseen = fate?.rules.find(({ isHidden, policy }) => isHidden && policy.origin !== 'owned');
  if (unseen) return { reason: listed(doubts, 2), decidedBy: `an export that has the rules of ${quotedName(unseen.policy)}`, witness };
  return {
    reason: listed(doubts, 2),
    decidedBy: "a `FirewallPolicy` that is applied to the segment, with `default: 'drop'`, and literal values",
    witness,
  };
}

const SHOWN = 4;

function unseen({ tenant, object, because }: HiddenSegment): Verdict {
  const network = because ? `its network is ${knownOnlyTo(because)}` : 'not every network of it is shown';
  return {
    verdict: 'undecided',
    subject: subjectOf(object),
    key: 'segment',
    message: `whether the segments that ${quotedName(object)} of tenant ${quoted(tenant.name)} is on end in default deny`,
    reason: network,
    decidedBy: 'a segment of the app, or one that is looked up, as its network',
  };
}
