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

export function tagPremises({ manager }: FirewallView): Premise[] {
  return isUnknown(manager) ? [] : [Premises.tagged(manager)];
}

/** Why what others have leaves a question about a manager open, the widest reason first. @param what what they may have */
export function whyOpen({ manager, isRecorded, hidden }: FirewallView, what: string): Pick<Undecided, 'reason' | 'decidedBy'> | undefined {
  if (isUnknown(manager)) return { reason: `which NSX manager it is on is ${knownOnlyTo(manager)}`, decidedBy: 'a literal `host` of the provider' };
  if (!isRecorded) {
    const decidedBy = "the manager's export: `app.assume(Assume.estate('surroundings/nsx-export.json'))`";
    return { reason: `${what} of others in NSX ${quoted(manager)} are not recorded`, decidedBy };
  }
  if (!hidden) return undefined;
  return { reason: `${what} in ${quoted(hidden.$unknown.knownBy)} are hidden`, decidedBy: '`app.assume(Assume.noPolicyIn(module))`' };
}
