import { Interval } from '../../units';
import type { Declaration, ResidentMachineFacts } from '../declaration';
import type { Premise } from '../premise';
import { unknown } from '../value';
import type { EstateObject, ObjectId, VirtualMachine } from '../vsphere';
import type { Patches } from './patches';
import { unknownMachine } from './vsphere';

type Residents = Extract<Declaration, { readonly kind: 'residents' }>;

export interface DeclaredResidents {
  readonly machines: readonly VirtualMachine[];
  readonly premises: readonly Premise[];
}

/**
 * The VMs that constructs state to run on clusters beside the app's. What two state of one cluster is all true: it adds
 * up by name, and contradicts where they size one name differently, or one that claims to be complete lacks it.
 */
export function declaredResidents(declarations: readonly Residents[], patches: Patches): DeclaredResidents {
  const machines: VirtualMachine[] = [];
  const premises: Premise[] = [];
  const said = new Map<ObjectId, Residents[]>();
  patches.demand(declarations, ['clusters'], 'what runs on a cluster');
  for (const declaration of declarations) {
    if (patches.objectsAt(declaration.of, ['clusters']).length === 0) continue;
    const cluster = patches.theOne(declaration.of, declaration.of, 'clusters', 'what runs on one cluster');
    if (!cluster) continue;
    const others = said.get(cluster.id) ?? [];
    for (const other of others) contradict(other, declaration, patches);
    const known = new Set(others.flatMap((other) => other.machines.map(({ name }) => name)));
    machines.push(...declaration.machines.filter(({ name }) => !known.has(name)).map((facts) => resident(facts, declaration.of, cluster)));
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
    for (const machine of b.machines) {
      const same = a.machines.find(({ name }) => name === machine.name);
      if (!same && a.complete) {
        patches.refuse(
          b.of,
          machine.name,
          `\`${a.of}\` states all that runs on the same cluster, and \`${machine.name}\` is not among it`,
          'machines',
        );
      } else if (same && a === one && JSON.stringify(sizeOf(same)) !== JSON.stringify(sizeOf(machine))) {
        const detail = `\`${a.of}\` states \`${machine.name}\` on the same cluster, of another size: ${JSON.stringify(sizeOf(same))}`;
        patches.refuse(b.of, JSON.stringify(sizeOf(machine)), detail, 'machines');
      }
    }
  }
}

function sizeOf({ count, cpus, memoryMiB, cpuReservationMhz, memoryReservationMiB }: ResidentMachineFacts): object {
  return { count, cpus, memoryMiB, cpuReservationMhz, memoryReservationMiB };
}

function resident(facts: ResidentMachineFacts, path: string, cluster: EstateObject): VirtualMachine {
  const id = `${path}#${facts.name}`;
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
