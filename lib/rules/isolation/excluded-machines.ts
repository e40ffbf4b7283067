import { indexOf, isUnknown, type Estate, type Field, type FirewallExclusion, type Premise, type Segment, type Tenant } from '../../estate';
import { all, asksTags, excludes, isExcluded, type Doubt, type FirewallView, type Vnic } from '../../proofs/firewall';
import { addTo } from '../../units/multimap';
import { Mend } from '../mend';
import { Premises } from '../premises';
import { subjectOf } from '../subjects';
import type { Evidence, Remedy, Undecided, Verdict } from '../verdict';
import { listed, quoted, quotedName } from '../wording';
import { doubtsText, recordPremises, tagPremises, templatePremises, whyOpen } from './firewall-words';
import type { HiddenSegment } from './tenant-segments';
import { hiddenNetworks, tenantVnics } from './tenant-vnics';

/** Whether the firewall leaves VMs of tenants alone. */
export interface Exclusions {
  readonly verdicts: readonly Verdict[];
  /** Whether a vNIC is one that a verdict tells of. */
  readonly tells: (vnic: Vnic) => boolean;
}

/**
 * No VM of a tenant is on the exclusion list of the distributed firewall: not by itself, by a group, nor by the segment that one of its
 * vNICs is on. A VM that is there twice over is told of once: with its segment, where all of that is excluded.
 */
export function excludedMachines(estate: Estate, view: FirewallView, hidden: readonly HiddenSegment[]): Exclusions {
  const found = new Map<Vnic['endpoint'] | Segment, { readonly vnics: Set<Vnic>; readonly tenants: Set<Tenant> }>();
  const open = new Map<Tenant, Doubt[]>();
  const closed = new Map<Tenant, Segment[]>();
  const concerned = new Set<Tenant>();
  const told = new Set<string>();
  for (const { vnic, tenant, isOf } of tenantVnics(estate, view)) {
    const { endpoint, segment } = vnic;
    if (segment || (endpoint && endpoint.ids.length > 1)) concerned.add(tenant);
    const excluded = all([isOf, isExcluded(view, vnic)]);
    if (excluded.is === 'no') continue;
    concerned.add(tenant);
    if (excluded.is === 'maybe') {
      const isClosed = !endpoint && (segment!.origin === 'owned' || indexOf(estate).isClosed(segment!));
      if (isClosed && segment!.origin === 'owned') addTo(closed, tenant, segment!);
      // Who nobody knows is not on a closed segment; a token speaks of those that are.
      for (const doubt of excluded.doubts) if (!isClosed || doubt.unknown) addTo(open, tenant, doubt);
      continue;
    }
    told.add(keyOf(vnic));
    if (endpoint && segment && told.has(keyOf({ segment }))) continue;
    const key = endpoint ?? segment!;
    const fault = found.get(key) ?? { vnics: new Set(), tenants: new Set() };
    found.set(key, fault);
    fault.vnics.add(vnic);
    fault.tenants.add(tenant);
  }
  const verdicts: Verdict[] = [...found.values()].map(({ vnics, tenants }) => refuted(view, [...vnics], [...tenants]));
  const atFault = new Set([...found.values()].flatMap(({ tenants }) => [...tenants]));
  const others = [...concerned].filter((tenant) => !atFault.has(tenant));
  const unrecorded = whyOpen(view, 'entries of the exclusion list');
  if (unrecorded && others.length > 0) verdicts.push(unseen(view, others, unrecorded));
  for (const tenant of unrecorded ? [] : others) {
    const doubts = [...(open.get(tenant) ?? []), ...(view.exclusions.length > 0 ? hiddenNetworks(hidden, tenant) : [])];
    verdicts.push(ofTenant(view, tenant, doubts, closed.get(tenant) ?? []));
  }
  return { verdicts, tells: (vnic) => told.has(keyOf(vnic)) };
}

function keyOf({ endpoint, segment }: Vnic): string {
  return JSON.stringify([endpoint?.id ?? null, segment?.id ?? null]);
}

function refuted(view: FirewallView, vnics: readonly Vnic[], tenants: readonly Tenant[]): Verdict {
  const { endpoint, segment } = vnics[0]!;
  const object = endpoint?.object ?? segment!;
  const entries = view.exclusions.filter((each) => vnics.some((vnic) => excludes(view, each, vnic).is === 'yes'));
  const what = `${endpoint ? 'VM' : 'segment'} ${quotedName(object)}`;
  const of = `${tenants.length > 1 ? 'tenants' : 'tenant'} ${listed(tenants.map(({ name }) => quoted(name)))}`;
  return {
    verdict: 'refuted',
    subject: subjectOf(object),
    key: 'excluded',
    premises: [
      ...(entries.some(({ origin }) => origin !== 'owned') ? recordPremises(view) : []),
      ...(entries.some((entry) => asks(view, entry)) ? tagPremises(view) : []),
    ],
    message: `no rule of the distributed firewall is enforced on ${what} of ${of}`,
    witness: entries.map((entry) => entryText(view, entry)),
    remedies: remediesFor(entries),
  };
}

function entryText({ groups, segments }: FirewallView, entry: FirewallExclusion): Evidence {
  const { member, origin } = entry;
  const kind = isUnknown(member) ? '' : groups.has(member) ? 'group ' : segments.has(member) ? 'segment ' : '';
  return { label: 'excluded by', text: `the exclusion list, with ${kind}${quotedName(entry)}${origin === 'owned' ? '' : ', an entry of others'}` };
}

/** What takes something off the exclusion list. */
export function remediesFor(entries: readonly FirewallExclusion[]): Remedy[] {
  const own = entries.filter(({ origin }) => origin === 'owned');
  const others = entries.filter(({ origin }) => origin !== 'owned');
  const removed: Remedy['mend'] = (estate) => own.reduce((rest, { id }) => Mend.remove('firewallExclusions', id)(rest), estate);
  return [
    ...(own.length > 0
      ? [{ text: `${listed(own.map((each) => quotedName(each)))} off the exclusion list`, ...(others.length === 0 && { mend: removed }) }]
      : []),
    ...others.map((each) => ({ text: `a word with whoever put ${quotedName(each)} on the exclusion list` })),
  ];
}

function asks(view: FirewallView, { member }: FirewallExclusion): boolean {
  return !isUnknown(member) && asksTags(view, { ids: [member], complete: true });
}

/** What hides the exclusion list hides it from every tenant: said once. */
function unseen({ manager }: FirewallView, tenants: readonly Tenant[], why: Pick<Undecided, 'reason' | 'decidedBy'>): Verdict {
  return { ...aboutList(manager, tenants), verdict: 'undecided', ...why };
}

function aboutList(manager: Field<string>, tenants: readonly Tenant[]): Pick<Undecided, 'subject' | 'key' | 'message'> {
  const of = `${tenants.length > 1 ? 'tenants' : 'tenant'} ${listed(tenants.map(({ name }) => quoted(name)))}`;
  return {
    subject: { path: tenants[0]!.path },
    key: `exclusion-list:${isUnknown(manager) ? '' : manager}`,
    message: `whether a VM of ${of} is on the exclusion list of the distributed firewall`,
  };
}

function ofTenant(view: FirewallView, tenant: Tenant, doubts: readonly Doubt[], closed: readonly Segment[]): Verdict {
  const about = aboutList(view.manager, [tenant]);
  const premises: Premise[] = [
    ...recordPremises(view),
    ...closed.map((segment) => Premises.closedNetwork(segment)),
    ...(view.exclusions.some((entry) => asks(view, entry)) ? tagPremises(view) : view.exclusions.length > 0 ? templatePremises(view) : []),
  ];
  if (doubts.length === 0) return { verdict: 'proved', subject: about.subject, premises };
  return { ...about, verdict: 'undecided', premises, reason: doubtsText(doubts), decidedBy: decidedBy(doubts) };
}

function decidedBy(doubts: readonly Doubt[]): string {
  return doubts.some(({ unknown }) => unknown)
    ? 'literal members, networks and tags'
    : 'an exclusion list of VMs and segments, or `app.assume(Assume.closed(segment))`';
}
