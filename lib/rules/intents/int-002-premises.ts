import type { Estate, Premise } from '../../estate';
import { subjectOf } from '../configuration/faults';
import { premiseKey } from '../premises';
import type { Rule } from '../rule';
import type { Subject, Verdict } from '../verdict';
import { quoted } from '../wording';

/**
 * Premises of the whole estate. That every premise of every verdict reaches the report is `premisesOf`'s part, which the
 * report is built with; here stands what the estate alone can show: that one is contradicted, that two of one id say
 * different things, and that an assumption is about nothing.
 */
export const premises: Rule = {
  id: 'INT-002',
  title: 'Premises hold',
  decides: 'No premise is contradicted by the estate, ambiguous, or an assumption about something that does not exist.',
  why: 'A proof is worth what it rests on: an assumption that the program itself refutes, or that no longer means anything, makes it worthless without a sign.',
  severity: 'error',
  waivable: false,
  evidence: 'The premise and what contradicts it.',
  *check(estate: Estate): Iterable<Verdict> {
    for (const fault of estate.faults) {
      if (fault.kind !== 'contradicted-premise') continue;
      yield {
        verdict: 'refuted',
        subject: subjectOf(fault),
        key: `contradicted:${fault.attribute ?? ''}`,
        message: `a premise about ${quoted(fault.path ?? fault.address ?? fault.file)} is wrong`,
        witness: [
          { label: 'found', text: quoted(fault.found) },
          { label: 'wrong', text: fault.detail },
        ],
        remedies: [{ text: 'take it back, or make it true' }],
      };
    }
    const paths = pathsOf(estate);
    const seen = new Map<string, Premise>();
    for (const premise of estate.premises) {
      const twin = seen.get(premise.id);
      if (!twin) seen.set(premise.id, premise);
      else if (premiseKey(twin) !== premiseKey(premise)) yield ambiguous(twin, premise);
      else continue;
      yield about(premise, paths);
    }
  },
};

/** Construct paths of everything rendered, with how many objects each stands for at least. */
type Paths = ReadonlyMap<string, { readonly certain: boolean }>;

function pathsOf(estate: Estate): Paths {
  const paths = new Map<string, { certain: boolean }>();
  const add = (path: string | undefined, certain: boolean): void => {
    for (let at = path; at; at = at.includes('/') ? at.slice(0, at.lastIndexOf('/')) : undefined) {
      const known = paths.get(at);
      if (known && (known.certain || !certain)) return;
      paths.set(at, { certain });
    }
  };
  for (const stack of estate.terraform.stacks) {
    for (const resource of stack.resources) add(resource.path, resource.instances.low > 0);
    for (const module of stack.modules) add(module.path, module.instances.low > 0);
    for (const thing of [...stack.variables, ...stack.outputs, ...stack.providers]) add(thing.path, true);
  }
  for (const manifest of estate.manifests) add(manifest.path, true);
  return paths;
}

function about(premise: Premise, paths: Paths): Verdict {
  const subject: Subject = premise.subject === undefined ? {} : { path: premise.subject };
  const judged = { subject, premises: [premise] };
  // What a record of others rests on speaks of their program, not of this one.
  const own = premise.kind === 'assumed' && premise.source === undefined;
  if (!own || premise.subject === undefined) return { ...judged, verdict: 'proved' };
  const found = paths.get(premise.subject);
  if (found?.certain) return { ...judged, verdict: 'proved' };
  if (found) {
    return {
      ...judged,
      verdict: 'undecided',
      key: premise.id,
      message: `what is assumed of ${quoted(premise.subject)}`,
      reason: 'how many of it there are depends on its count or for_each, which is not decided: it may be about nothing',
      decidedBy: 'a literal count or for_each',
    };
  }
  return {
    ...judged,
    verdict: 'refuted',
    key: premise.id,
    message: `an assumption is about ${quoted(premise.subject)}, which is not there`,
    witness: [{ label: 'assumed', text: premise.statement }],
    remedies: [{ text: 'take the assumption back, or give it the construct that renders what it is about' }],
  };
}

function ambiguous(a: Premise, b: Premise): Verdict {
  return {
    verdict: 'refuted',
    subject: b.subject === undefined ? {} : { path: b.subject },
    key: `ambiguous:${a.id}`,
    premises: [a, b],
    message: 'two assumptions about one thing disagree',
    witness: [
      { label: 'one', text: a.statement },
      { label: 'other', text: b.statement },
    ],
    remedies: [{ text: 'one of the two' }],
  };
}
