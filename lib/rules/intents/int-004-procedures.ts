import type { Estate } from '../../estate';
import type { Rule } from '../rule';
import type { Verdict } from '../verdict';
import { quoted } from '../wording';
import { PROCEDURES } from './procedures';

/** INT-004 for a version that decides the given kinds of intent. */
export function decidedIntents(procedures: ReadonlyMap<string, string>): Rule {
  return {
    id: 'INT-004',
    title: 'Intents are decided',
    decides: 'The intent has a decision procedure in this version of Strata.',
    why: 'An intent that nobody checks reads like one that holds.',
    severity: 'warning',
    waivable: false,
    evidence: 'The intent and its kind.',
    *check(estate: Estate): Iterable<Verdict> {
      for (const { kind, path, statement } of estate.intents) {
        if (procedures.has(kind)) yield { verdict: 'proved', subject: { path } };
        else {
          yield {
            verdict: 'undecided',
            subject: { path },
            key: kind,
            message: statement,
            reason: `no-procedure: this version of Strata records intents of kind ${quoted(kind)} and cannot decide them yet`,
            decidedBy: 'a later version, or a rule of your own with `app.addRules(…)`',
          };
        }
      }
    },
  };
}

export const intentsDecided: Rule = decidedIntents(PROCEDURES);
