import type { Frame } from '../estate';
import type { Finding } from './finding';
import { fingerprintOf } from './fingerprint';

export interface ConstructFault {
  /** A validation that failed (`node.addValidation`), or an error annotation (`Annotations.of(construct).addError`). */
  readonly kind: 'validation' | 'annotation';
  /** Construct path. */
  readonly path: string;
  readonly message: string;
  /** Lines of the user's code that made the construct, innermost first. */
  readonly source: readonly Frame[];
}

const RULES = { validation: 'VALIDATION', annotation: 'ANNOTATION' } as const;

/** What a construct says against itself, as a finding: always an error, and no baseline lets it stand. */
export function constructFinding({ kind, path, message, source }: ConstructFault): Finding {
  const rule = RULES[kind];
  const subject = { path };
  return {
    rule,
    severity: 'error',
    verdict: 'refuted',
    message,
    subject,
    source,
    // Without a line of code the path already stands where the line would.
    witness: source.length === 0 ? [] : [{ label: 'construct', text: path }],
    remedies: [],
    premises: [],
    fingerprint: fingerprintOf({ rule, verdict: 'refuted', subject, key: message }),
  };
}
