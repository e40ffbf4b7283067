import { Interval } from '../../units';
import type { Declaration, ResidentMachineFacts } from '../declaration';

import type { Premise } from '../premise';

import { isUnknown, unknown } from '../value';
import type { ObjectId } from '../object';
import type { VsphereObject, VirtualMachine } from '../vsphere';

import type { Patches } from './patches';

import { unknownMachine } from './vsphere';

type Residents = Extract<Declaration, { readonly kind: 'residents' }>;

export interface DeclaredResidents {
  readonly machines: readonly VirtualMachine[];
  readonly premises: readonly Premise[];
}

/**
 * The VMs that constructs state to run on clusters beside the app's. What two state of one cluster is all true: it adds
 * up by name, and contradicts where they size one name differently, or one that claims to be complete lacks it. So does what a
 * recorded estate says to run there.
 *
 * @param rendered the VMs that are read of stacks and of recorded estates
 */
export function declaredResidents(declarations: readonly Residents[], rendered: readonly VirtualMachine[], patches: Patches): DeclaredResidents {
  const machines: VirtualMachine[] = [];
  const premises: Premise[] = [];
  const said = new Map<ObjectId, Residents[]>();
  patches.demand(declarations, ['clusters'], 'what runs on a cluster');
  for (const declaration of declarations) {
    if (patches.objectsAt(declaration.of, ['clusters']).length === 0) continue;
    const cluster = patches.theOne(declaration.of, declaration.of, 'clusters', 'what runs on one cluster');
    if (!cluster) continue;
    const others = said.get(cluster.id) ?? [];
    const recorded = recordedOn(cluster, rendered);
    for (const other of others) contradict(other, declaration, patches);
    for (const [name, size] of recorded) contradictRecord(declaration, name, size, patches);
    const known = new Set([...others.flatMap((other) => other.machines.map(({ name }) => name)), ...recorded.keys()]);
    const added = declaration.machines.filter(({ name }) => !known.has(name));
    machines.push(...added.map((facts, index) => resident(facts, idOf(declaration.of, added, index), declaration.of, cluster)));
    premises.push(...premisesOf(declaration));
    said.set(cluster.id, [...others, declaration]);
  }
  return { machines, premises };
}

function contradict(one: Residents, other: Residents, patches: Patches): void {
  for (const { a, b } of [
    { a: one, b: other },
    { a: other, b: one },
  ]) {
    for (const name of new Set(b.machines.map((machine) => machine.name))) {
      const [theirs, ours] = [sizeOf(a.machines, name), sizeOf(b.machines, name)];
      if (theirs === undefined && a.complete) {
        patches.refuse(b.of, name, `\`${a.of}\` states all that runs on the same cluster, and \`${name}\` is not among it`, 'machines');
      } else if (theirs !== undefined && a === one && theirs !== ours) {
        patches.refuse(b.of, ours!, `\`${a.of}\` states \`${name}\` on the same cluster, of another size: ${theirs}`, 'machines');
      }
    }
  }
}

function contradictRecord({ of, machines }: Residents, name: string, recorded: string, patches: Patches): void {
  const stated = sizeOf(machines, name);
  // Of what is recorded by halves, the rest may be as stated.
  if (stated === undefined || stated === recorded || recorded.includes('$unknown')) return;
  patches.refuse(of, stated, `a recorded estate has \`${name}\` on the same cluster, of another size: ${recorded}`, 'machines');
}

/** What recorded estates say to run on a cluster: the sizes of the VMs of each name. */
function recordedOn(cluster: VsphereObject, rendered: readonly VirtualMachine[]): Map<string, string> {
  const there = rendered.filter((machine) => machine.origin === 'surroundings' && machine.cluster === cluster.id);
  const facts = there.flatMap((machine) => {
    const { name, instances, cpus, memoryMiB, cpuReservationMhz, memoryReservationMiB } = machine;
    return isUnknown(name) ? [] : [{ name, count: instances.low, cpus, memoryMiB, cpuReservationMhz, memoryReservationMiB }];
  });
  return new Map(facts.map(({ name }) => [name, sizeOf(facts, name)!]));
}

type Size = { readonly [K in keyof ResidentMachineFacts]: K extends 'name' | 'count' | 'source' ? ResidentMachineFacts[K] : unknown };

/** The sizes of all machines of a name, in whatever order they are stated; undefined where there are none. */
function sizeOf(machines: readonly Size[], of: string): string | undefined {
  const sizes = machines
    .filter(({ name }) => name === of)
    .map(({ count, cpus, memoryMiB, cpuReservationMhz, memoryReservationMiB }) =>
      JSON.stringify({ count, cpus, memoryMiB, cpuReservationMhz, memoryReservationMiB }),
    );
  return sizes.length === 0 ? undefined : sizes.sort().join(', ');
}

/** Machines of one name and several sizes are numbered from the second on. */
function idOf(path: string, machines: readonly ResidentMachineFacts[], index: number): string {
  const { name } = machines[index]!;
  const earlier = machines.slice(0, index).filter((machine) => machine.name === name).length;
  return `${path}#${name}${earlier === 0 ? '' : ` (${earlier + 1})`}`;
}

function resident(facts: ResidentMachineFacts, id: string, path: string, cluster: VsphereObject): VirtualMachine {
  return {
    ...unknownMachine((attribute) => unknown('data-source', attribute, id)),
    id,
    addresses: [],
    path,
    origin: 'surroundings',
    vcenter: cluster.vcenter,
    name: facts.name,
    instances: Interval.exactly(facts.count),
    cluster: cluster.id,
    resourcePool: null,
    cpus: facts.cpus,
    cpuReservationMhz: facts.cpuReservationMhz,
    memoryMiB: facts.memoryMiB,
    memoryReservationMiB: facts.memoryReservationMiB,
    host: null,
  };
}

function premisesOf({ of, machines, complete }: Residents): Premise[] {
  const sources = new Set(machines.map(({ source }) => source));
  const [source] = sources;
  const named = machines.map(
    ({ name, count, cpus, memoryMiB }) => `${count === 1 ? '' : `${count} x `}\`${name}\` (${cpus} vCPUs, ${memoryMiB / 1024} GiB)`,
  );
  return [
    ...(machines.length === 0
      ? []
      : [
          {
            id: `residents:${of}`,
            kind: 'stated' as const,
            statement: `cluster \`${of}\` also runs ${named.join(', ')}, which no stack renders`,
            subject: of,
            ...(sources.size === 1 && source !== undefined && { source }),
          },
        ]),
    ...(complete
      ? [
          {
            id: `residents-complete:${of}`,
            kind: 'stated' as const,
            statement: `beside what this app puts there${machines.length === 0 ? '' : ' and what is stated'}, nothing runs on cluster \`${of}\``,
            subject: of,
          },
        ]
      : []),
  ];
}
