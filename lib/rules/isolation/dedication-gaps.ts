import { indexOf, isUnknown, type Estate, type VirtualMachine } from '../../estate';
import { has } from '../../proofs/placement';
import type { Ternary } from '../../units';
import { knownOnlyTo, listed, quotedName } from '../wording';
import type { ClusterPlacement, Gap } from './host-rules';

interface Question {
  /** Whether the VM is of the tenant. */
  readonly holds: Ternary;
  /** What the tenant is called. */
  readonly tenant: string;
  /** Whether DRS has settings of its own for the VM. */
  readonly isOverridden: boolean;
}

/** Why nobody can say whether a VM keeps to its hosts. */
export function whyOpen(estate: Estate, machine: VirtualMachine, placement: ClusterPlacement, { holds, tenant, isOverridden }: Question): Gap {
  const name = quotedName(machine);
  if (isResident(machine))
    return gap(
      `${name} runs on the cluster too: no rule of the app is about it, and what rules others made for it is known only to vCenter`,
      `another cluster for ${name}, or \`app.assume(Assume.estate(file))\` with the VM and its rules in place of the statement`,
    );
  if (holds === 'maybe') return gap(`whether ${name} is of ${tenant} is not known: its networks are not shown in full`, 'literal networks of the VM');
  if (machine.instances.low !== 1 || machine.instances.high !== 1)
    return gap(`how many ${name} there are depends on its count or for_each, which is not decided`, `a literal count or for_each of ${name}`);
  if (isOverridden) return gap(`DRS has settings of its own for ${name}, and may leave it where it stands`, `no DRS override for ${name}`);
  const rules = placement.rules.filter(({ enabled, machines }) => enabled !== 'no' && has(machines, machine.id) !== 'no');
  const known = rules
    .filter(({ mandatory }) => mandatory !== 'no')
    .map(({ id }) => placement.gaps.get(id))
    .find((each) => each !== undefined);
  if (known) return gap(known.reason, known.decidedBy);
  const contested = rules.filter(({ id }) => placement.contested.has(id));
  if (contested.length > 0) {
    const labels = listed(contested.map(({ id }) => quotedName(indexOf(estate).objects.get(id)!)));
    return gap(
      `${labels} may leave some VM no host: vSphere then keeps the oldest of the rules that contradict each other and turns the others off`,
      'rules that leave every VM a host',
    );
  }
  const held = typeof machine.host === 'string' && machine.pciDevices.items.length > 0 ? indexOf(estate).objects.get(machine.host) : undefined;
  if (held && has(placement.hosts, held.id) === 'yes')
    return gap(
      `${name} has a device of host ${quotedName(held)}, and a rule keeps it off that host: it may not start at all`,
      `a device of a host that ${name} may run on`,
    );
  if (isUnknown(machine.cluster))
    return gap(`which cluster ${name} is on is ${knownOnlyTo(machine.cluster)}`, `a cluster that is named, not a token, for ${name}`);
  if (isUnknown(machine.host))
    return gap(`which host ${name} is on is ${knownOnlyTo(machine.host)}`, `a host that is named, not a token, for ${name}`);
  return gap(`where ${name} may run is not known in full`, 'the cluster with all its hosts, and literal groups and rules');
}

function gap(reason: string, decidedBy: string): Gap {
  return { reason, decidedBy };
}

/** A VM that a construct states to be there, and nobody rendered: neither are the rules about it. */
export function isResident({ origin, addresses, path }: VirtualMachine): boolean {
  return origin === 'surroundings' && addresses.length === 0 && path !== undefined;
}
