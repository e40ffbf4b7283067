import { isReference, isUnknown, type Estate, type ResourceInstance, type Value } from '../../estate';
import { addTo } from '../../units/multimap';
import type { Severity, Verdict } from '../verdict';
import { count, listed, quoted } from '../wording';
import { SOURCES } from './nsx-faults';

/**
 * What NSX does not delete while something names it. That it fails is reported of groups and services; of the others the provider's
 * advice says no more than that it may.
 */
const HELD: Readonly<Record<string, { readonly what: string; readonly source: string; readonly severity?: Severity }>> = {
  nsxt_policy_group: { what: 'group', source: SOURCES.removalOfGroups },
  nsxt_vpc_group: { what: 'group', source: SOURCES.removalOfGroups },
  nsxt_policy_service: { what: 'service', source: SOURCES.removalOfServices },
  nsxt_policy_context_profile: { what: 'context profile', source: SOURCES.removal, severity: 'warning' },
  nsxt_policy_segment_security_profile: { what: 'segment security profile', source: SOURCES.removal, severity: 'warning' },
  nsxt_policy_spoofguard_profile: { what: 'spoof guard profile', source: SOURCES.removal, severity: 'warning' },
  nsxt_policy_dhcp_server: { what: 'DHCP server', source: SOURCES.removal, severity: 'warning' },
  nsxt_policy_dhcp_relay: { what: 'DHCP relay', source: SOURCES.removal, severity: 'warning' },
};

/** What is changed in place once it names something else: only then is the old object still named as Terraform deletes it. */
const HOLDERS: ReadonlySet<string> = new Set([
  'nsxt_policy_security_policy',
  'nsxt_policy_parent_security_policy',
  'nsxt_policy_security_policy_rule',
  'nsxt_policy_predefined_security_policy',
  'nsxt_policy_gateway_policy',
  'nsxt_policy_predefined_gateway_policy',
  'nsxt_vpc_security_policy',
  'nsxt_vpc_gateway_policy',
  'nsxt_policy_group',
  'nsxt_vpc_group',
  'nsxt_policy_service',
  'nsxt_policy_nat_rule',
  'nsxt_policy_segment',
  'nsxt_policy_vlan_segment',
  'nsxt_policy_tier1_gateway',
]);

/**
 * Whether what is held goes only once its holders are changed. Terraform does so for an entry that says `create_before_destroy`, and for
 * all that such an entry depends on. Across stacks neither helps, so that only holders of the same stack count.
 */
export function* removal({ terraform }: Estate): Iterable<Verdict> {
  for (const { resources } of terraform.stacks) {
    const managed = resources.filter(({ mode, instances }) => mode === 'managed' && instances.high !== 0);
    if (!managed.some(({ type }) => type in HELD)) continue;
    const names = new Map(managed.map((entry) => [entry.address, namedIn(entry)]));
    const first = createdFirst(managed, names);
    const holdersOf = new Map<string, ResourceInstance[]>();
    for (const each of managed) if (HOLDERS.has(each.type)) for (const address of names.get(each.address)!.surely) addTo(holdersOf, address, each);
    for (const entry of managed) {
      const held = HELD[entry.type];
      if (!held) continue;
      const holders = (holdersOf.get(entry.address) ?? []).filter((each) => each !== entry);
      if (holders.length === 0) continue;
      const subject = { ...(entry.path !== undefined && { path: entry.path }), stack: entry.stack, address: entry.address, attribute: 'lifecycle' };
      if (first.has(resourceOf(entry.address))) {
        yield { verdict: 'proved', subject };
        continue;
      }
      const name = quoted(typeof entry.values.display_name === 'string' ? entry.values.display_name : (entry.path ?? entry.address));
      yield {
        verdict: 'refuted',
        ...(held.severity && { severity: held.severity }),
        subject,
        key: 'create-before-destroy',
        message: `${held.what} ${name} cannot be removed or replaced: Terraform would delete it before what names it is changed`,
        witness: [
          {
            label: 'named by',
            text: `${listed(holders.map(({ path, address }) => quoted(path ?? address)))}${holders.length > 1 ? ` (${count(holders.length, 'entry', 'entries')})` : ''}`,
          },
          { label: 'refused', text: 'by NSX: "cannot be deleted as either it has children or it is being referenced by other objects"' },
          { label: 'source', text: held.source },
        ],
        remedies: [{ text: '`lifecycle { create_before_destroy = true }`', mend: createFirst(entry) }],
      };
    }
  }
}

/** Addresses of the same stack that an entry depends on. */
interface Named {
  /** By reference: what is there is named. */
  readonly surely: ReadonlySet<string>;
  /** In an expression as well, without the key of an instance: Terraform orders the two, whatever becomes of it. */
  readonly perhaps: ReadonlySet<string>;
}

function namedIn({ stack, values }: ResourceInstance): Named {
  const [surely, perhaps] = [new Set<string>(), new Set<string>()];
  const visit = (value: Value): void => {
    if (typeof value !== 'object' || value === null) return;
    if (isUnknown(value)) {
      for (const [address] of value.$unknown.expression.matchAll(/\b[a-z][a-z0-9_]*\.[A-Za-z_][\w-]*/g)) perhaps.add(address);
    } else if (isReference(value)) {
      if (value.$ref.stack !== stack) return;
      surely.add(value.$ref.address);
      perhaps.add(resourceOf(value.$ref.address));
    } else for (const each of Array.isArray(value) ? (value as readonly Value[]) : Object.values(value)) visit(each);
  };
  for (const value of Object.values(values)) visit(value);
  return { surely, perhaps };
}

/** An address without the key of its instance. */
function resourceOf(address: string): string {
  return address.replace(/\[.*$/, '');
}

/** Resources, not instances: Terraform carries the setting from one to all that it depends on. */
function createdFirst(managed: readonly ResourceInstance[], names: ReadonlyMap<string, Named>): Set<string> {
  const dependencies = new Map<string, Set<string>>();
  for (const { address } of managed) {
    const of = dependencies.get(resourceOf(address)) ?? new Set<string>();
    dependencies.set(resourceOf(address), of);
    for (const each of names.get(address)!.perhaps) of.add(each);
  }
  const found = new Set<string>();
  const visit = (resource: string): void => {
    if (found.has(resource)) return;
    found.add(resource);
    for (const each of dependencies.get(resource) ?? []) visit(each);
  };
  for (const { address, createBeforeDestroy } of managed) if (createBeforeDestroy) visit(resourceOf(address));
  return found;
}

function createFirst({ stack, address }: ResourceInstance) {
  return (estate: Estate): Estate => ({
    ...estate,
    terraform: {
      stacks: estate.terraform.stacks.map((one) =>
        one.name === stack
          ? { ...one, resources: one.resources.map((each) => (each.address === address ? { ...each, createBeforeDestroy: true as const } : each)) }
          : one,
      ),
    },
  });
}
