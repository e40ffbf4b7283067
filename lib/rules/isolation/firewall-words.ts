import { isUnknown, type FirewallExclusion, type FirewallRule, type Premise, type SecurityPolicy } from '../../estate';
import { ruleName, type Doubt, type FirewallView, type Vnic } from '../../proofs/firewall';
import { Premises } from '../premises';
import type { Undecided } from '../verdict';
import { knownOnlyTo, listed, quoted, quotedName } from '../wording';

export function doubtText({ about, unknown }: Doubt): string {
  return unknown ? `${about} is ${knownOnlyTo(unknown)}` : `nobody can say ${about.replace(/,$/, '')}`;
}

/** Doubts as a reason: the first few, each once. */
export function doubtsText(doubts: readonly Doubt[]): string {
  return listed([...new Set(doubts.map(doubtText))], 2);
}

/** `VM db on segment ledger`. */
export function vnicText({ endpoint, segment }: Vnic): string {
  const where = segment ? `segment ${quotedName(segment)}` : 'a network that is no segment';
  return endpoint ? `VM ${quotedName(endpoint.object)} on ${where}` : `every VM on ${where}`;
}

export function ruleText(policy: SecurityPolicy, rule: FirewallRule): string {
  return `rule ${ruleName(rule)} of policy ${quotedName(policy)}`;
}

export function exclusionText(exclusion: FirewallExclusion): string {
  return `${quotedName(exclusion)}${exclusion.origin === 'owned' ? '' : ', of others'}`;
}

/** That what others own is recorded, where it is. */
export function recordPremises({ isRecorded, manager }: FirewallView): Premise[] {
  return isRecorded && !isUnknown(manager) ? [Premises.firewallRecorded(manager)] : [];
}

export function tagPremises(view: FirewallView): Premise[] {
  return [...(isUnknown(view.manager) ? [] : [Premises.tagged(view.manager)]), ...templatePremises(view)];
}

/** That what VMs are cloned from does not run: its tags and networks are not known. */
export function templatePremises({ templates }: FirewallView): Premise[] {
  return templates.map(Premises.template);
}

/** Why what others have leaves a question about a manager open, the widest reason first. @param what what they may have */
export function whyOpen(view: FirewallView, what: string): Pick<Undecided, 'reason' | 'decidedBy'> | undefined {
  const { manager, isRecorded, hidden } = view;
  if (isUnknown(manager)) return { reason: `which NSX manager it is on is ${knownOnlyTo(manager)}`, decidedBy: 'a literal `host` of the provider' };
  if (!isRecorded) return unrecorded(view, `${what} of others in NSX ${quoted(manager)} are not recorded`);
  if (!hidden) return undefined;
  return { reason: `${what} in ${quoted(hidden.$unknown.knownBy)} are hidden`, decidedBy: '`app.assume(Assume.noPolicyIn(module))`' };
}

/** Of a record that is not whole, what it lacks. @param reason where there is none */
export function unrecorded({ gaps: [gap] }: FirewallView, reason: string): Pick<Undecided, 'reason' | 'decidedBy'> {
  if (!gap) return { reason, decidedBy: "the manager's export: `app.assume(Assume.estate('surroundings/nsx-export.json'))`" };
  if (gap.is === 'off')
    return { reason: `the distributed firewall is off, says ${quoted(gap.file)}`, decidedBy: 'an export of the manager with the firewall on' };
  return { reason: `${reason}: ${quoted(gap.file)} lacks ${gap.lacks}`, decidedBy: `an export that has ${gap.lacks}` };
}
