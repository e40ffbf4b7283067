import {
  isUnknown,
  type Estate,
  type VsphereObject,
  type ReadingFault,
  type ResourceInstance,
  type TerraformStackModel,
  type Unknown,
  type Value,
} from '../../estate';
import type { Rule } from '../rule';
import type { Subject, Verdict } from '../verdict';
import { knownOnlyTo, nameOf, quoted, quotedName } from '../wording';
import { danglingHint } from './dangling-hint';
import { placeOf, subjectOf } from './faults';
import { mayLackInstance } from './open-instances';
import { leavesOf } from './walk';
import { addTo } from '../../units/multimap';

/**
 * References within and between stacks resolve to one thing each. Undecided where an instance key is open, where the
 * state of a stack outside the app is read, and where a lookup by name may or may not mean an object that the app itself
 * makes, because a token says which vCenter is meant.
 */
export const references: Rule = {
  id: 'CFG-014',
  title: 'References resolve',
  decides: 'Every reference, within a stack and between stacks, leads to exactly one thing: none dangles, collides or is ambiguous by name.',
  why: 'cdktf renders a reference made in an aspect that leads nowhere, and strips dots from output names so that two become one: no tool says so before the apply, or ever.',
  severity: 'error',
  evidence: 'The attribute, what stands there and what is wrong with it.',
  sources: ['https://developer.hashicorp.com/terraform/cdktf/concepts/stacks'],
  *check(estate: Estate): Iterable<Verdict> {
    const faulty = new Set<string>();
    for (const fault of estate.faults) {
      const kind = KINDS[fault.kind];
      if (!kind) continue;
      faulty.add(fault.stack ?? '');
      yield phrase(fault, kind, estate);
    }
    const lookups = openLookups(estate);
    for (const stack of estate.terraform.stacks) {
      const open = [...openReferences(stack), ...(lookups.get(stack.name) ?? [])];
      yield* open;
      if (open.length === 0 && !faulty.has(stack.name)) yield { verdict: 'proved', subject: { stack: stack.name } };
    }
  },
};

interface FaultKind {
  readonly says: (fault: ReadingFault) => string;
  readonly hint: (fault: ReadingFault, estate: Estate) => string;
}

/** What helps where it is no lookup that names more than one thing. */
const HINTS: Readonly<Record<string, string>> = { hostname: 'one entry for the host', cluster: 'the host in one cluster only' };

const NSX_HINTS: Readonly<Record<string, string>> = {
  instance_id: 'one element for the VM, with all of its tags: each replaces what the other set',
  path: 'one element for the policy, with all of its rules',
};
const INVENTORY_HINT = 'a full inventory path, or the datacenter or switch it lies in';

const KINDS: Partial<Record<ReadingFault['kind'], FaultKind>> = {
  'dangling-reference': {
    says: (fault) => `${placeOf(fault)} refers to something that does not exist`,
    hint: (fault, estate) => danglingHint(fault, estate),
  },
  'colliding-output': {
    says: (fault) => `two values share one output in stack ${quoted(fault.stack ?? fault.file)}`,
    hint: () => 'rename one of the two constructs: cdktf strips dots from the names of outputs',
  },
  'ambiguous-name': {
    says: (fault) => `${placeOf(fault)} names more than one thing`,
    hint: ({ attribute = '', address = '' }) => {
      const isOfNsx = /^(data\.)?nsxt_/.test(address);
      return (isOfNsx ? NSX_HINTS[attribute] : HINTS[attribute]) ?? (isOfNsx ? 'a name of its own for each, or the id of one' : INVENTORY_HINT);
    },
  },
};

function phrase(fault: ReadingFault, kind: FaultKind, estate: Estate): Verdict {
  return {
    verdict: 'refuted',
    subject: subjectOf(fault),
    key: `${fault.kind}:${fault.found}`,
    message: kind.says(fault),
    witness: [
      { label: 'found', text: quoted(fault.found) },
      { label: 'wrong', text: fault.detail },
    ],
    remedies: [{ text: kind.hint(fault, estate) }],
  };
}

function* openReferences(stack: TerraformStackModel): Iterable<Verdict> {
  for (const resource of stack.resources) {
    for (const { path, value } of leavesOf(resource.values)) {
      const verdict = isUnknown(value)
        ? openReference(value, stack, { ...entrySubject(resource), attribute: path }, resource.path ?? resource.address, path)
        : undefined;
      if (verdict) yield verdict;
    }
  }
  const others: { readonly address: string; readonly path?: string; readonly value: Value }[] = [
    ...stack.outputs.map(({ name, path, value }) => ({ address: `output.${name}`, ...(path !== undefined && { path }), value })),
    ...stack.providers.map(({ key, path, values }) => ({ address: `provider.${key}`, ...(path !== undefined && { path }), value: values })),
    ...stack.modules.map(({ name, path, arguments: values }) => ({ address: `module.${name}`, ...(path !== undefined && { path }), value: values })),
    { address: 'locals', value: stack.locals },
  ];
  for (const { address, path: at, value: whole } of others) {
    for (const { path, value } of leavesOf(whole)) {
      const subject = { stack: stack.name, address, ...(at === undefined ? {} : { path: at }), ...(path !== '' && { attribute: path }) };
      const verdict = isUnknown(value) ? openReference(value, stack, subject, at ?? address, path === '' ? 'value' : path) : undefined;
      if (verdict) yield verdict;
    }
  }
}

function openReference(value: Unknown, stack: TerraformStackModel, subject: Subject, holder: string, attribute: string): Verdict | undefined {
  const { reason, expression, knownBy } = value.$unknown;
  const message = `what ${quoted(attribute)} of ${quoted(holder)} refers to`;
  if (reason === 'instance-key') {
    if (!mayLackInstance(expression, stack)) return undefined;
    return {
      verdict: 'undecided',
      subject,
      key: expression,
      message,
      reason: `which instance ${quoted(expression)} means is ${knownOnlyTo(value)}`,
      decidedBy: 'a literal key, count or for_each',
    };
  }
  if (reason === 'remote-state') {
    return {
      verdict: 'undecided',
      subject,
      key: expression,
      message,
      reason: `whether ${quoted(expression)} exists is ${knownOnlyTo(value)}: that stack is not in this app`,
      decidedBy: `the stack in the same app, or \`strata verify plan.json\`, which reads ${quoted(knownBy)}`,
    };
  }
  return undefined;
}

/** Lookups by name that may mean an object which the app has under another entry. */
function openLookups(estate: Estate): Map<string, Verdict[]> {
  const found = new Map<string, Verdict[]>();
  for (const objects of Object.values(estate.vsphere) as VsphereObject[][]) {
    const owned = new Map<string, VsphereObject[]>();
    for (const object of objects) {
      if (object.origin === 'looked-up' || isUnknown(object.name)) continue;
      addTo(owned, object.name, object);
    }
    for (const lookup of objects) {
      if (lookup.origin !== 'looked-up' || isUnknown(lookup.name)) continue;
      const [twin] = (owned.get(lookup.name) ?? []).filter((other) => isUnknown(other.vcenter) || isUnknown(lookup.vcenter));
      const [address] = lookup.addresses;
      if (!twin || !address) continue;
      const unknown = (isUnknown(lookup.vcenter) ? lookup.vcenter : twin.vcenter) as Unknown;
      found.set(address.stack, [
        ...(found.get(address.stack) ?? []),
        {
          verdict: 'undecided',
          subject: { stack: address.stack, address: address.address, attribute: 'name', ...(lookup.path === undefined ? {} : { path: lookup.path }) },
          key: 'vcenter',
          message: `whether ${quotedName(lookup)}, which is looked up, is the ${quoted(nameOf(twin))} that ${quoted(twin.path ?? twin.id)} makes`,
          reason: `the vCenter is ${knownOnlyTo(unknown)}`,
          decidedBy: 'the server of the provider as a literal in both stacks',
        },
      ]);
    }
  }
  return found;
}

function entrySubject(resource: ResourceInstance): Subject {
  return { stack: resource.stack, address: resource.address, ...(resource.path === undefined ? {} : { path: resource.path }) };
}
