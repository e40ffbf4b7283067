import {
  indexOf,
  isUnder,
  type Estate,
  type EstateIndex,
  type EstateObject,
  type Intent,
  type IntentSide,
  type ModuleCall,
  type PlacedObject,
} from '../../estate';
import { Interval } from '../../units';
import type { Rule } from '../rule';
import type { Subject, Verdict } from '../verdict';
import { count, listed, quoted, quotedName } from '../wording';

/**
 * No intent is vacuous. Tenants come in as the sides of the intents that use them; one that no intent uses promises
 * nothing, so it may be empty.
 */
export const notVacuous: Rule = {
  id: 'INT-001',
  title: 'Intents cover something',
  decides: 'Every side of every declared intent covers at least one endpoint.',
  why: 'What is promised of nothing is always kept: a tenant whose VMs were renamed away would pass every isolation proof.',
  severity: 'error',
  undecidedSeverity: 'error',
  waivable: false,
  evidence: 'The side, what was named, and how many endpoints that led to.',
  *check(estate: Estate): Iterable<Verdict> {
    const index = indexOf(estate);
    const modules = estate.terraform.stacks.flatMap((stack) => stack.modules);
    for (const intent of estate.intents) {
      const verdicts = [...sidesOf(intent, index, modules)];
      if (verdicts.length === 0) yield { verdict: 'proved', subject: { path: intent.path } };
      yield* verdicts;
    }
  },
};

function* sidesOf(intent: Intent, index: EstateIndex, modules: readonly ModuleCall[]): Iterable<Verdict> {
  const subject: Subject = { path: intent.path };
  if (intent.sides.length === 0) {
    yield {
      verdict: 'refuted',
      subject,
      message: `${intent.statement}: it speaks of nothing`,
      witness: [{ label: 'covers', text: 'no side is declared' }],
      remedies: [],
    };
  }
  for (const side of intent.sides) {
    const members = side.endpoints.ids.map((id): EstateObject | undefined => index.find(id)).filter((object) => object !== undefined);
    const endpoints = Interval.sum(members.map(({ instances }) => instances));
    if (endpoints.low > 0) continue;
    const module = moduleIn(side, modules);
    if (endpoints.high === 0 && module) {
      yield {
        verdict: 'undecided',
        subject,
        key: side.label,
        message: `${intent.statement}: whether ${side.label} covers anything`,
        reason: `what ${quoted(module.path!)} makes is known only inside it: a module is opaque`,
        decidedBy: 'one member outside the module',
      };
    } else if (endpoints.high === 0) {
      yield {
        verdict: 'refuted',
        subject,
        key: side.label,
        message: `${intent.statement}, but ${side.label} covers nothing`,
        witness: [
          { label: 'named', text: named(side, members, index) },
          { label: 'covers', text: '0 endpoints' },
        ],
        remedies: [{ text: `a VM, network, host, workload or namespace that is rendered, in ${side.label}` }],
      };
    } else {
      yield {
        verdict: 'undecided',
        subject,
        key: side.label,
        message: `${intent.statement}: whether ${side.label} covers anything`,
        reason: `how many ${listed(members.map(quotedName))} there are depends on ${members.length === 1 ? 'its' : 'their'} count or for_each, which is not decided: it may be none`,
        decidedBy: 'a literal count or for_each, or one member outside the family',
      };
    }
  }
}

/** A module that was named, or stands under a construct that was. */
function moduleIn({ endpoints }: IntentSide, modules: readonly ModuleCall[]): ModuleCall | undefined {
  return modules.find(({ path, instances }) => path !== undefined && instances.high !== 0 && endpoints.missing.some((scope) => isUnder(path, scope)));
}

function named({ endpoints }: IntentSide, members: readonly EstateObject[], index: EstateIndex): string {
  const lost = [...endpoints.missing, ...endpoints.ids.slice(members.length)];
  if (lost.length === 0) return members.length === 0 ? 'nothing' : `${listed(members.map(quotedName))}, of which there are none`;
  const others = lost.flatMap((path) => otherThan(path, index));
  const rest = lost.length - others.length;
  return [
    ...(others.length > 0 ? [`${listed(others)}, and no endpoint: name VMs, networks, hosts, workloads, namespaces, clusters or tenants`] : []),
    ...(rest > 0
      ? [`${count(rest, 'construct')} that rendered nothing: ${listed(lost.filter((path) => otherThan(path, index).length === 0).map(quoted))}`]
      : []),
  ].join('; ');
}

/** What is no endpoint of any intent. */
const NO_ENDPOINTS: Partial<Record<PlacedObject['kind'], string>> = {
  datacenters: 'a datacenter',
  switches: 'a distributed switch',
  datastores: 'a datastore',
  resourcePools: 'a resource pool',
  vmRules: 'a placement rule',
  vmGroups: 'a VM group',
  hostGroups: 'a host group',
  vmHostRules: 'a placement rule',
};

/** "`site/fabric` is a distributed switch", where a construct rendered that. */
function otherThan(path: string, index: EstateIndex): string[] {
  const kinds = new Set(index.objectsUnder(path).flatMap(({ kind }) => NO_ENDPOINTS[kind] ?? []));
  return kinds.size === 0 ? [] : [`${quoted(path)} is ${listed([...kinds])}`];
}
