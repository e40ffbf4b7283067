import type { Construct } from 'constructs';
import { got } from '../../check';
import { ConstructError } from '../../construct-error';
import { addressVersion } from '../group/address-texts';
import { checkEndpoint, groupOf, type RuleEndpoint } from '../group/endpoint';
import type { IGroup } from '../group/igroup';
import type { FirewallRuleCommonProps } from './rule-props';

/** One side of a rule; empty for anywhere. */
export interface Peers {
  /** Groups, and addresses as texts. */
  readonly members: readonly (IGroup | string)[];
  /** Whether it means anywhere but these. */
  readonly excluded: boolean;
}

/**
 * Where packets come from, or go.
 *
 * @throws when the list and that of exceptions are given, one is empty or too long, or an address is of another version of IP than the rule
 */
export function peersOf(policy: Construct, what: string, rule: FirewallRuleCommonProps, side: 'from' | 'to'): Peers {
  const except = `${side}Except` as const;
  if (rule[side] !== undefined && rule[except] !== undefined) {
    throw new ConstructError(policy, `${what} has ${side} and ${except}; keep one of them`);
  }
  const excluded = rule[side] === undefined;
  // Not `??`: null is no list, and would be anywhere.
  const values = excluded ? rule[except] : rule[side];
  if (values === undefined) return { members: [], excluded: false };
  const name = `${what}: ${excluded ? except : side}`;
  if (!Array.isArray(values)) {
    throw new ConstructError(policy, `${name} must be a list, got ${got(values)}; write \`[...]\`, also around a single one`);
  }
  if (values.length === 0) {
    throw new ConstructError(policy, `${name} is an empty list, which NSX takes for anywhere; leave it out where that is meant`);
  }
  const members = [...new Set((values as readonly RuleEndpoint[]).map((value, index) => peerOf(policy, `${name}[${index}]`, value, rule.ipVersion)))];
  if (members.length <= MOST_MEMBERS) return { members, excluded };
  throw new ConstructError(policy, `${name} must have at most ${MOST_MEMBERS}, got ${members.length}; put some into a \`new Group(...)\``);
}

/** Most of them that NSX takes on a side of a rule (its API, `BaseRule`: `source_groups` and `destination_groups`). */
const MOST_MEMBERS = 128;

/** As a rule takes them; nothing for anywhere. */
export function pathsOf({ members }: Peers): string[] | undefined {
  return members.length === 0 ? undefined : members.map((each) => (typeof each === 'string' ? each : each.groupPath));
}

function peerOf(policy: Construct, what: string, value: RuleEndpoint, ipVersion: 4 | 6 | undefined): IGroup | string {
  const peer = groupOf(policy, value, what);
  if (typeof peer !== 'string') {
    checkEndpoint(policy, what, value, peer);
    return peer;
  }
  const version = addressVersion(peer);
  if (ipVersion === undefined || version === undefined || version === ipVersion) return peer;
  throw new ConstructError(policy, `${what} is ${got(peer)}, and the rule is for IPv${ipVersion}, so that no packet matches; change one of them`);
}
