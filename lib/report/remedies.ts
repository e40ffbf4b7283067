import type { Estate } from '../estate';
import type { Judgement, Refuted, Remedy, Rule, Verdict } from '../rules';
import { RuleCrash, verdictsOf } from '../rules/engine';
import { faultOf, identityOf } from './fingerprint';
import type { Fault } from './fingerprint';
import type { FindingRemedy } from './finding';

/** Tells remedies that mend from those that do not, by running every rule on the estate they would leave. */
export class RemedyTrial {
  /** Rules of which a remedy was found to do harm: those of its remedies that nobody tried are not believed either. */
  private readonly mistaken = new Set<Rule>();
  private known?: KnownRefutations;

  public constructor(
    private readonly judgements: readonly Judgement[],
    private readonly estate: Estate,
  ) {}

  /**
   * What is offered against one refutation, each remedy under the name it has earned. Those that mend come first. One is
   * left out if another rule would refute what it did not before, or if what the remedy changes would still be refuted, for
   * other figures: "with 1,336 vCPUs" is no advice where 768 are the most there can be.
   *
   * @param faultsBefore identities of all that the rule found
   * @throws RuleCrash when a remedy cannot be applied, or a rule fails on the mended estate
   */
  public decide(rule: Rule, refuted: Refuted, faultsBefore: ReadonlySet<string>): FindingRemedy[] {
    const fault = faultOf(rule.id, refuted);
    const offered = refuted.remedies.flatMap(({ text, mend }): FindingRemedy[] => {
      if (mend === undefined) return [{ kind: 'hint', text }];
      const mended = applied(rule, mend, this.estate);
      const verdicts = verdictsOf(rule, mended);
      if (this.doesHarm(rule, identityOf(fault), verdicts, mended)) {
        this.mistaken.add(rule);
        return [];
      }
      return [{ kind: isGone(fault, verdicts, faultsBefore) ? 'mends' : 'hint', text }];
    });
    return [...offered.filter(({ kind }) => kind === 'mends'), ...offered.filter(({ kind }) => kind !== 'mends')];
  }

  /** The same remedies where nobody tries. */
  public untried(rule: Rule, refuted: Refuted): FindingRemedy[] {
    return refuted.remedies.filter(({ mend }) => mend === undefined || !this.mistaken.has(rule)).map(({ text }) => ({ kind: 'hint', text }));
  }

  private doesHarm(rule: Rule, fault: string, verdicts: readonly Verdict[], mended: Estate): boolean {
    const known = (this.known ??= knownRefutations(this.judgements));
    const changed = changedPaths(this.estate, mended);
    const isWorse = (other: Rule, verdict: Verdict): boolean => {
      if (verdict.verdict !== 'refuted') return false;
      const identity = identityOf(faultOf(other.id, verdict));
      if (identity === fault) return false;
      if (!known.identities.has(identity)) return other !== rule;
      return verdict.subject.path !== undefined && changed.has(verdict.subject.path) && !known.evidence.has(evidenceOf(identity, verdict));
    };
    return (
      verdicts.some((verdict) => isWorse(rule, verdict)) ||
      this.judgements.some(({ rule: other }) => other !== rule && verdictsOf(other, mended).some((verdict) => isWorse(other, verdict)))
    );
  }
}

interface KnownRefutations {
  readonly identities: ReadonlySet<string>;
  /** Identities with the figures they were found on. */
  readonly evidence: ReadonlySet<string>;
}

function knownRefutations(judgements: readonly Judgement[]): KnownRefutations {
  const identities = new Set<string>();
  const evidence = new Set<string>();
  for (const { rule, verdicts } of judgements) {
    for (const verdict of verdicts) {
      if (verdict.verdict !== 'refuted') continue;
      const identity = identityOf(faultOf(rule.id, verdict));
      identities.add(identity);
      evidence.add(evidenceOf(identity, verdict));
    }
  }
  return { identities, evidence };
}

function evidenceOf(identity: string, { message, witness }: Refuted): string {
  return JSON.stringify([identity, message, witness.map(({ label, text }) => [label, text])]);
}

/** Construct paths of the objects that are not the same in both estates. */
function changedPaths(before: Estate, after: Estate): Set<string> {
  const old = new Set<unknown>(objectsOf(before));
  return new Set(objectsOf(after).flatMap((object) => (old.has(object) || object.path === undefined ? [] : [object.path])));
}

function objectsOf({ vsphere }: Estate): { readonly path?: string }[] {
  return Object.values(vsphere as unknown as Record<string, { readonly path?: string }[]>).flat();
}

function applied(rule: Rule, mend: NonNullable<Remedy['mend']>, estate: Estate): Estate {
  try {
    return mend(estate);
  } catch (cause) {
    throw new RuleCrash(rule.id, cause);
  }
}

/** The fault is gone from the mended estate, and its rule found nothing there that it had not found before. */
function isGone(fault: Fault, verdicts: readonly Verdict[], faultsBefore: ReadonlySet<string>): boolean {
  const stillThere = new Set([identityOf(fault), identityOf({ ...fault, verdict: 'undecided' })]);
  return verdicts.every((verdict) => {
    if (verdict.verdict === 'proved') return true;
    const identity = identityOf(faultOf(fault.rule, verdict));
    return !stillThere.has(identity) && faultsBefore.has(identity);
  });
}
