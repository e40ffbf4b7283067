import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { checkFlag, checkOneOf, checkProps, checkText, got, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { CONTEXT_PROFILE } from '../../kind';
import type { PolicySecurityPolicyRule } from '../bindings';
import { checkKindsHere } from '../connection';
import { checkLength } from '../nsx-object';
import { checkOfSpace } from '../space';
import { tagBlocks } from '../tag';
import { pathsOf, type Peers, peersOf } from './rule-peers';
import type { FirewallDirection, FirewallRuleCommonProps, FirewallServices } from './rule-props';
import { type Layer, servicesOf } from './rule-services';

/** A rule as a policy of any firewall takes it. */
export type RuleBlock = PolicySecurityPolicyRule;

export const ACTIONS = { allow: 'ALLOW', drop: 'DROP', reject: 'REJECT', jumpToApplication: 'JUMP_TO_APPLICATION' } as const;

/** What a rule does. */
export type RuleVerb = keyof typeof ACTIONS;

const DIRECTIONS = { in: 'IN', out: 'OUT', 'in-out': 'IN_OUT' } as const;

/** Longest texts that NSX takes. */
const LONGEST_NAME = 255;
const LONGEST_DESCRIPTION = 1024;
const LONGEST_NOTES = 2048;

/** A rule on its way to a block. */
export interface RuleParts {
  readonly verb: RuleVerb;
  readonly from: Peers;
  readonly to: Peers;
  /** All but where it is enforced, and its direction. */
  readonly block: RuleBlock;
}

/** Props of a rule of whichever firewall. */
type AnyRuleProps = FirewallRuleCommonProps & { readonly jumpToApplication?: FirewallServices };

/** How messages call a rule. Its place in the list is left out where it has a name, so that ids of what is made for it stay. */
export function ruleTitle(policy: Construct, index: number, rule: FirewallRuleCommonProps): string {
  checkProps(policy, `rules[${index}]`, rule, ['name']);
  const name = checkLength(policy, `rules[${index}].name`, rule.name, LONGEST_NAME);
  return Token.isUnresolved(name) ? `rules[${index}]` : `rule ${JSON.stringify(name)}`;
}

/** What a rule is whichever firewall it is of. */
export function ruleParts(policy: Construct, what: string, rule: AnyRuleProps, layer: Layer): RuleParts {
  const verb = verbOf(policy, what, rule);
  if (layer === 2 && verb === 'reject') {
    throw new ConstructError(policy, `${what} rejects, and on layer 2 NSX cannot tell a sender; give drop instead`);
  }
  if (layer === 2 && rule.profiles !== undefined) {
    throw new ConstructError(policy, `${what} has profiles, and rules of the category 'ethernet' are on frames; leave them out`);
  }
  const [from, to] = [peersOf(policy, what, rule, 'from'), peersOf(policy, what, rule, 'to')];
  const { displayName, ...services } = { displayName: rule.name, ...servicesOf(policy, `${what}: ${verb}`, rule[verb]!, layer) };
  return {
    verb,
    from,
    to,
    block: {
      displayName,
      action: ACTIONS[verb],
      sourceGroups: pathsOf(from),
      sourcesExcluded: from.excluded || undefined,
      destinationGroups: pathsOf(to),
      destinationsExcluded: to.excluded || undefined,
      ...services,
      profiles: ifGiven(rule.profiles, (profiles) => profilePaths(policy, `${what}: profiles`, profiles)),
      ipVersion: ipVersionOf(policy, what, rule, layer),
      logged: ifGiven(rule.logged, (logged) => checkFlag(policy, `${what}: logged`, logged)),
      logLabel: ifGiven(rule.logLabel, (label) => checkText(policy, `${what}: logLabel`, label)),
      disabled: ifGiven(rule.disabled, (disabled) => checkFlag(policy, `${what}: disabled`, disabled)),
      description: ifGiven(rule.description, (text) => checkLength(policy, `${what}: description`, text, LONGEST_DESCRIPTION)),
      notes: ifGiven(rule.notes, (text) => checkLength(policy, `${what}: notes`, text, LONGEST_NOTES)),
      tag: tagBlocks(policy, rule.nsxTags, `${what}: nsxTags`),
    },
  };
}

export function directionText(policy: Construct, what: string, direction: FirewallDirection): string {
  return DIRECTIONS[checkOneOf(policy, `${what}: direction`, direction, ['in', 'out', 'in-out'])];
}

/** The last rule of a policy: whatever no other one is for. */
export function lastRule(policy: Construct, verb: 'allow' | 'drop' | 'reject', logged: boolean | undefined, layer: Layer): RuleBlock {
  const action = ACTIONS[checkOneOf(policy, 'default', verb, layer === 2 ? ['allow', 'drop'] : ['allow', 'drop', 'reject'])];
  return {
    displayName: LAST_RULE,
    action,
    direction: DIRECTIONS['in-out'],
    ipVersion: layer === 2 ? NO_VERSION : undefined,
    logged: ifGiven(logged, (flag) => checkFlag(policy, 'defaultLogged', flag)),
  };
}

/** Name of the last rule. */
export const LAST_RULE = 'default';

/** What the provider calls a rule on frames. */
const NO_VERSION = 'NONE';

function verbOf(policy: Construct, what: string, rule: AnyRuleProps): RuleVerb {
  const given = (Object.keys(ACTIONS) as RuleVerb[]).filter((verb) => rule[verb] !== undefined);
  if (given.length === 1) return given[0]!;
  const found = given.length === 0 ? 'none' : given.join(' and ');
  throw new ConstructError(
    policy,
    `${what} must have exactly one of ${Object.keys(ACTIONS).join(', ')}, got ${found}; give one such as \`allow: [Flow.tcp(443)]\` or \`drop: 'any'\``,
  );
}

function ipVersionOf(policy: Construct, what: string, { ipVersion }: FirewallRuleCommonProps, layer: Layer): string | undefined {
  if (layer === 2) {
    if (ipVersion === undefined) return NO_VERSION;
    throw new ConstructError(policy, `${what} has ipVersion, and rules of the category 'ethernet' are on frames; leave it out`);
  }
  if (ipVersion === undefined) return undefined;
  if (ipVersion === 4 || ipVersion === 6) return `IPV${ipVersion}`;
  throw new ConstructError(policy, `${what}: ipVersion must be 4 or 6, got ${got(ipVersion)}; leave it out for both`);
}

function profilePaths(policy: Construct, what: string, values: FirewallRuleCommonProps['profiles'] & object): string[] {
  const profiles = checkKindsHere(policy, what, values, CONTEXT_PROFILE);
  if (profiles.length === 0) throw new ConstructError(policy, `${what} is an empty list, which narrows to nothing; leave it out`);
  profiles.forEach((profile, index) => checkOfSpace(policy, `${what}[${index}]`, profile, profile.contextProfilePath));
  return [...new Set(profiles)].map(({ contextProfilePath }) => contextProfilePath);
}
