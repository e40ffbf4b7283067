import { isUnknown, type Premise, type SecurityPolicy } from '../../estate';
import { isOn, type FirewallView } from '../../proofs/firewall';
import { Interval } from '../../units';
import { Premises } from '../premises';
import { grouped, knownOnlyTo, quoted, quotedName } from '../wording';

/** Rules of the distributed firewall that stand in no program. */
interface RulesOfNsx {
  readonly inAll: Interval;
  /** A vNIC is in one project and one VPC at the most. */
  readonly onVnic: Interval;
  readonly premises: readonly Premise[];
}

/** What NSX puts into a project or a VPC: a handful, of which no page says how many. */
const IN_A_SPACE: Interval = { low: 0, high: 20 };

/** The rules that NSX has put, by itself, into projects and VPCs that the app makes. What it has in others is a matter of the record. */
export function rulesOfNsx(view: FirewallView): RulesOfNsx {
  const { projects, vpcs } = view.estate.nsx;
  const own = [...projects.filter((project) => project.defaultFirewallRules !== false), ...vpcs].filter(
    (space) => space.origin === 'owned' && isOn(view.manager, space).is !== 'no',
  );
  const name = isUnknown(view.manager) ? 'NSX' : `NSX ${quoted(view.manager)}`;
  const recorded = view.isRecorded && !isUnknown(view.manager) ? Premises.firewallRecorded(view.manager) : closedFirewall(name);
  const has = (kind: readonly unknown[]): number => (own.some((space) => kind.includes(space)) ? 1 : 0);
  return {
    inAll: Interval.multiply(Interval.sum(own.map(({ instances }) => instances)), IN_A_SPACE),
    onVnic: Interval.multiply(Interval.exactly(has(projects) + has(vpcs)), IN_A_SPACE),
    premises: [recorded, ...(own.length > 0 ? [fewInSpaces(name)] : [])],
  };
}

/** Why there may be rules that nobody counts. */
export function gapOf(view: FirewallView): string | undefined {
  const { policies, hidden } = view;
  if (hidden) return `rules are ${knownOnlyTo(hidden)}`;
  const open = policies.find((policy) => !policy.rules.complete && !isCovered(view, policy));
  if (open) return `how many rules policy ${quotedName(open)} has is ${open.rules.unknown ? knownOnlyTo(open.rules.unknown) : 'not shown'}`;
  const family = policies.find(({ instances }) => instances.high === null);
  return family && `how many there are of policy ${quotedName(family)} depends on a count or for_each that is not decided`;
}

/**
 * Whether a premise speaks of what a section of NSX's own has beside the rules of the app: that nobody else has rules there, or, in a project
 * or VPC that the app makes, that NSX puts few there. What a token of the app says is spoken of by none.
 */
function isCovered({ estate, isRecorded }: FirewallView, { origin, isDefault, space, rules }: SecurityPolicy): boolean {
  const reason = rules.unknown?.$unknown.reason;
  if (origin === 'owned' || isDefault !== true || (reason !== 'data-source' && reason !== 'provider-default')) return false;
  if (!isRecorded) return true;
  return [...estate.nsx.projects, ...estate.nsx.vpcs].some((each) => each.id === space && each.origin === 'owned');
}

function closedFirewall(name: string): Premise {
  return { id: `nsx-rules:${name}`, kind: 'closed-scope', statement: `nobody but this app has rules in the distributed firewall of ${name}` };
}

function fewInSpaces(name: string): Premise {
  const statement = `${name} itself puts at most ${grouped(IN_A_SPACE.high!)} rules into each project and VPC of this app`;
  return { id: `nsx-space-rules:${name}`, kind: 'stated', statement };
}
