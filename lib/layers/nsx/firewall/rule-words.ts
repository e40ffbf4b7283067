import type { Construct } from 'constructs';
import { ConstructError } from '../../construct-error';
import type { FirewallRuleCommonProps, FirewallRuleProps, GatewayFirewallRuleProps } from './rule-props';

type Words<T> = Readonly<Record<keyof T, true>>;

const COMMON: Words<FirewallRuleCommonProps> = {
  name: true,
  from: true,
  fromExcept: true,
  to: true,
  toExcept: true,
  allow: true,
  drop: true,
  reject: true,
  profiles: true,
  ipVersion: true,
  logged: true,
  logLabel: true,
  disabled: true,
  description: true,
  notes: true,
  nsxTags: true,
};

/** What rules of the distributed firewall can be told. */
export const DISTRIBUTED_WORDS: Words<FirewallRuleProps> = { ...COMMON, jumpToApplication: true, direction: true, appliedTo: true };

/** What rules of the gateway firewall can be told. */
export const GATEWAY_WORDS: Words<GatewayFirewallRuleProps> = { ...COMMON, direction: true, interfaces: true };

/**
 * That a rule says nothing that its firewall does not know: a word that is passed over, such as `source` for `from`, would leave a rule
 * that is for more than it says.
 */
export function checkWords(policy: Construct, what: string, rule: object, words: Readonly<Record<string, true>>): void {
  const other = Object.entries(rule).find(([word, value]) => value !== undefined && !Object.hasOwn(words, word));
  if (other === undefined) return;
  throw new ConstructError(policy, `${what} has \`${other[0]}\`, which rules of this firewall do not; give ${Object.keys(words).join(', ')}`);
}
