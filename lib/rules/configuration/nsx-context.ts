import { isUnknown, type Estate, type ResourceInstance } from '../../estate';
import { blocksOf } from '../blocks';
import type { Verdict } from '../verdict';
import { knownOnlyTo, quoted } from '../wording';
import { SOURCES } from './nsx-faults';

/** What may lie in the default project all the same. */
const ALLOWED: ReadonlySet<string> = new Set(['nsxt_policy_transit_gateway']);

/** Objects that are no VPC's may not name the default project: what is outside of projects stands without `context`. */
export function* contexts({ terraform }: Estate): Iterable<Verdict> {
  for (const { resources } of terraform.stacks) {
    for (const entry of resources) {
      if (entry.mode !== 'managed' || entry.instances.high === 0 || !entry.type.startsWith('nsxt_policy_') || ALLOWED.has(entry.type)) continue;
      const project = blocksOf(entry.values.context)[0]?.project_id ?? null;
      if (project === 'default') yield refused(entry);
      else if (isUnknown(project) && project.$unknown.reason === 'variable') yield open(entry, knownOnlyTo(project));
    }
  }
}

function subjectOf({ path, stack, address }: ResourceInstance) {
  return { ...(path !== undefined && { path }), stack, address, attribute: 'context' };
}

function refused(entry: ResourceInstance): Verdict {
  return {
    verdict: 'refuted',
    subject: subjectOf(entry),
    key: 'default-project',
    message: `${quoted(entry.path ?? entry.address)} names the default project`,
    witness: [
      { label: 'refused', text: 'by the provider: what lies outside of projects has no `context`' },
      { label: 'source', text: SOURCES.context },
    ],
    remedies: [{ text: 'no `context`' }],
  };
}

function open(entry: ResourceInstance, known: string): Verdict {
  return {
    verdict: 'undecided',
    subject: subjectOf(entry),
    key: 'default-project',
    message: `whether ${quoted(entry.path ?? entry.address)} names the default project`,
    reason: `its project is ${known}`,
    decidedBy: 'a project of the app, or a literal id',
  };
}
