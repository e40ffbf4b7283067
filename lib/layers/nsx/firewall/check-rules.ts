import type { Construct } from 'constructs';
import { got } from '../../check';
import { ConstructError } from '../../construct-error';

/** Rules in their order; none where nobody gave any. */
export function checkRules<T>(policy: Construct, rules: readonly T[] | undefined): readonly T[] {
  if (rules === undefined || Array.isArray(rules)) return rules ?? [];
  throw new ConstructError(
    policy,
    `rules must be a list, got ${got(rules)}; give one such as \`[{ name: 'settle', from: [pool], allow: [Flow.tcp(5432)] }]\``,
  );
}
