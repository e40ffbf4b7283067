import type { Estate, Intent } from '../../estate';
import type { Rule } from '../rule';
import type { Verdict } from '../verdict';
import { quoted, quotedName } from '../wording';
import { PROCEDURES } from './procedures';

/** What clusters declare that they tolerate: a promise like an intent, in a prop. */
function tolerances(estate: Estate): Pick<Intent, 'kind' | 'path' | 'statement'>[] {
  return estate.vsphere.clusters.flatMap((cluster) => {
    const { tolerates, path } = cluster;
    if (tolerates === undefined) return [];
    const hosts = tolerates.hosts === 1 ? 'any one host' : `any ${tolerates.hosts} hosts`;
    const statement = `machines of cluster ${quotedName(cluster)} fit after the loss of ${hosts}${tolerates.rack ? ' or any one rack' : ''}`;
    return [{ kind: 'tolerates', path: path ?? cluster.id, statement }];
  });
}

/** INT-004 for a version that decides the given kinds of intent. */
export function decidedIntents(procedures: ReadonlyMap<string, string>): Rule {
  return {
    id: 'INT-004',
    title: 'Intents are decided',
    decides: 'The intent, or what a cluster declares that it tolerates, has a decision procedure in this version of Strata.',
    why: 'An intent that nobody checks reads like one that holds.',
    severity: 'warning',
    waivable: false,
    evidence: 'The intent and its kind; the cluster and what it tolerates.',
    *check(estate: Estate): Iterable<Verdict> {
      for (const { kind, path, statement } of [...estate.intents, ...tolerances(estate)]) {
        if (procedures.has(kind)) yield { verdict: 'proved', subject: { path } };
        else {
          yield {
            verdict: 'undecided',
            subject: { path },
            key: kind,
            message: statement,
            reason: `no-procedure: this version of Strata records ${kind === 'tolerates' ? '`tolerates`' : `intents of kind ${quoted(kind)}`} and cannot decide ${kind === 'tolerates' ? 'it' : 'them'} yet`,
            decidedBy: 'a later version, or a rule of your own with `app.addRules(…)`',
          };
        }
      }
    },
  };
}

export const intentsDecided: Rule = decidedIntents(PROCEDURES);
