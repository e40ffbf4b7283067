import type { EsxiHost, Estate, EstateObject, Premise, VirtualMachine } from '../../estate';
import { HYPERVISOR_RESERVE, VM_OVERHEAD, VSAN_RESERVE, type NumaNodes } from '../../proofs/capacity';
import { assumedOf } from '../assumed';
import { Premises } from '../premises';
import { subjectOf } from '../subjects';
import type { Subject } from '../verdict';
import { quotedName } from '../wording';
import type { MachineHosts } from './machine-hosts';
import { nodesOf } from './numa-fit';

/** Hosts that VMs share, with their NUMA nodes: worked out once, since ten thousand VMs may ask. */
export interface NumaHome {
  readonly subject: Subject;
  /** "cluster `compute`". */
  readonly where: string;
  /** Hosts that are alike have one and the same nodes; undefined where nobody stated the hardware. */
  readonly nodes: ReadonlyMap<EsxiHost, NumaNodes | undefined>;
  readonly premises: readonly Premise[];
}

export class NumaHomes {
  private readonly homes = new Map<string, NumaHome>();
  private readonly shapes = new Map<string, NumaNodes>();

  /** Those of a cluster, of one host, or of nowhere, where it is open which host runs a VM. */
  public of(machine: VirtualMachine, hosts: MachineHosts): NumaHome {
    const place: EstateObject | undefined = hosts.view?.cluster ?? hosts.hosts[0]?.object;
    const stack = machine.addresses[0]?.stack ?? '';
    const key = place?.id ?? `stack:${stack}`;
    const home = this.homes.get(key) ?? this.make(hosts, place, stack);
    this.homes.set(key, home);
    return home;
  }

  private make({ view, hosts }: MachineHosts, place: EstateObject | undefined, stack: string): NumaHome {
    const vsan = view?.cluster.vsan.enabled !== false;
    const objects = hosts.map(({ object }) => object);
    const guessed = objects.some(({ hardware }) => hardware && hardware.hypervisorReserveMiB === undefined);
    return {
      subject: place ? subjectOf(place) : { stack },
      where: view ? `cluster ${quotedName(view.cluster)}` : place ? quotedName(place) : 'hosts that are not known',
      nodes: new Map(objects.map((host) => [host, this.shared(nodesOf(host, vsan))])),
      premises: [
        ...(view?.premises ?? []),
        ...objects.flatMap((host) => (host.hardware ? [Premises.hardware(host)] : [])),
        Premises.constant(VM_OVERHEAD),
        ...(guessed ? [Premises.constant(HYPERVISOR_RESERVE)] : []),
        ...(guessed && vsan ? [Premises.constant(VSAN_RESERVE)] : []),
      ],
    };
  }

  private shared(nodes: NumaNodes | undefined): NumaNodes | undefined {
    if (!nodes) return undefined;
    const shape = JSON.stringify(nodes);
    const known = this.shapes.get(shape) ?? nodes;
    this.shapes.set(shape, known);
    return known;
  }
}

/** The home's, and what the user assumed of a VM that belongs to no cluster's view. */
export function premisesIn(estate: Estate, home: NumaHome, machines: readonly VirtualMachine[], { view, hosts }: MachineHosts): Premise[] {
  return view
    ? [...home.premises]
    : [...assumedOf(estate, [...machines, ...hosts.map(({ object }) => object)], ['num_cpus', 'memory']), ...home.premises];
}
