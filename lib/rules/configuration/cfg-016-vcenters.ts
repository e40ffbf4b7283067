import { isIP } from 'node:net';
import { isReference, isUnknown, type Estate, type Field, type ResourceInstance } from '../../estate';
import type { Ternary } from '../../units';
import type { Rule } from '../rule';
import type { Subject, Verdict } from '../verdict';
import { knownOnlyTo, quoted } from '../wording';
import { leavesOf } from './walk';

/** Spoken of once for two connections, however many references lead from one to the other. */
export const vcenters: Rule = {
  id: 'CFG-016',
  title: 'References stay in one vCenter',
  decides: 'No element refers by id to an object that another vCenter has.',
  why: 'An id is only good in the vCenter that gave it: another one says that there is no such object, halfway through the apply, or has another object by that id.',
  severity: 'error',
  evidence: 'The reference, with the servers of both ends.',
  sources: ['https://registry.terraform.io/providers/vmware/vsphere/2.15.0/docs#use-of-managed-object-references-by-the-vsphere-provider'],
  *check(estate: Estate): Iterable<Verdict> {
    const servers = new Map(
      estate.terraform.stacks.flatMap(({ name, providers }) =>
        providers.filter(({ type }) => type === 'vsphere').map(({ key, identity }) => [connectionKey(name, key), identity] as const),
      ),
    );
    if (servers.size < 2) return;
    const entries = new Map(
      estate.terraform.stacks.flatMap(({ resources }) => resources.map((entry) => [`${entry.stack}/${entry.address}`, entry] as const)),
    );
    const seen = new Map<string, Verdict>();
    for (const entry of entries.values()) {
      if (entry.instances.high === 0) continue;
      for (const { path, value } of leavesOf(entry.values)) {
        if (!isReference(value) || !IDS.has(value.$ref.attribute)) continue;
        const target = entries.get(`${value.$ref.stack}/${value.$ref.address}`);
        if (!target || !BOUND.test(target.type)) continue;
        const [from, to] = [connectionKey(entry.stack, entry.provider), connectionKey(target.stack, target.provider)];
        const [own, other] = [servers.get(from), servers.get(to)];
        if (from === to || own === undefined || other === undefined) continue;
        const key = `${from}>${to}`;
        if (!seen.has(key)) seen.set(key, decide({ entry, attribute: path, own, target, other }));
      }
    }
    yield* seen.values();
  },
};

/** Attributes that name an object to vCenter. */
const IDS: ReadonlySet<string> = new Set(['id', 'moid', 'uuid', 'resource_pool_id']);

/** Objects that only their vCenter has. Tags, roles and licences are common to linked ones. */
const BOUND =
  /^vsphere_(datacenter|folder|host|compute_cluster|resource_pool|vapp_container|virtual_machine|datastore|datastore_cluster|vmfs_datastore|nas_datastore|storage_policy|vm_storage_policy|distributed_virtual_switch|distributed_port_group|network|custom_attribute)$/;

interface Crossing {
  readonly entry: ResourceInstance;
  readonly attribute: string;
  readonly own: Field<string>;
  readonly target: ResourceInstance;
  readonly other: Field<string>;
}

function connectionKey(stack: string, provider: string): string {
  return `${stack}/${provider}`;
}

function decide({ entry, attribute, own, target, other }: Crossing): Verdict {
  const subject: Subject = { ...(entry.path !== undefined && { path: entry.path }), stack: entry.stack, address: entry.address, attribute };
  const key = `${connectionKey(entry.stack, entry.provider)}>${connectionKey(target.stack, target.provider)}`;
  const [name, named] = [entry, target].map((each) => quoted(each.path ?? each.address));
  switch (same(own, other, entry.stack === target.stack)) {
    case 'yes':
      return { verdict: 'proved', subject };
    case 'maybe': {
      const hidden = isUnknown(own) ? own : other;
      const reason = isUnknown(hidden)
        ? `the server of one of them is ${knownOnlyTo(hidden)}`
        : `their servers are ${quoted(String(own))} and ${quoted(String(other))}, which may be one server`;
      return {
        verdict: 'undecided',
        subject,
        key,
        message: `whether ${name} and ${named}, which it refers to, are in one vCenter`,
        reason,
        decidedBy: 'the server of the provider by its full name, as a literal, on both sides',
      };
    }
    case 'no':
      return {
        verdict: 'refuted',
        subject,
        key,
        message: `${name} refers to ${named}, which another vCenter has`,
        witness: [
          { label: 'refers', text: `${quoted(attribute)} is an id of ${quoted(target.address)}` },
          { label: 'servers', text: `${quoted(String(own))}, and ${quoted(String(other))}` },
        ],
        remedies: [{ text: `the same object looked up in ${quoted(String(own))}, or both elements on one connection` }],
      };
  }
}

function same(a: Field<string>, b: Field<string>, isOneStack: boolean): Ternary {
  if (!isUnknown(a) && !isUnknown(b)) {
    const [one, other] = [a.toLowerCase(), b.toLowerCase()];
    return one === other ? 'yes' : isName(one) && isName(other) ? 'no' : 'maybe';
  }
  return isOneStack && JSON.stringify(a) === JSON.stringify(b) ? 'yes' : 'maybe';
}

/** A name with its domain. An address, or a host name alone, may be that of a server which is elsewhere called by its full name. */
function isName(server: string): boolean {
  return isIP(server) === 0 && server.includes('.');
}
