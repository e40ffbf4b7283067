import { Construct, type IConstruct } from 'constructs';
import { Cidr } from '../../../units';
import { ConstructError } from '../../construct-error';
import type { ISegment } from '../../nsx';
import type { INetwork, IVirtualMachine } from '../../vsphere';

/** Machines of one kind, such as a fleet. */
type MachineSet = IConstruct & Iterable<IVirtualMachine>;

/** What a pod may be connected to, or from, outside of its cluster: a network, machines on it, or a range of addresses. */
export type OutsideEnd = INetwork | IVirtualMachine | MachineSet | Cidr;

/** An end that policies of pods know by addresses only. */
export interface KnownOutside {
  readonly name: string;
  readonly cidrs: readonly Cidr[];
  /** What rules of the NSX firewall name it by: itself where it is on a segment, else its addresses. */
  readonly inNsx: readonly [ISegment | IVirtualMachine | MachineSet] | readonly Cidr[];
}

/** @throws when its addresses are not known */
export function outsideEndOf(user: IConstruct, what: string, end: OutsideEnd): KnownOutside {
  if (Cidr.isCidr(end)) return { name: String(end).replace(/[^a-z0-9]+/gi, '-'), cidrs: [end], inNsx: [end] };
  if (!Construct.isConstruct(end)) {
    throw new ConstructError(
      user,
      `${what} must be a workload, a chart, a network, a machine, a fleet or a Cidr, got ${typeof end}; give one such as \`Cidr.of('10.20.8.0/24')\``,
    );
  }
  const networks = networksOf(end);
  const cidrs = [...new Map(networks.flatMap(rangesOf).map((cidr) => [String(cidr), cidr])).values()];
  if (cidrs.length === 0) {
    throw new ConstructError(
      user,
      `${what} is ${end.node.path}, whose addresses nobody stated, and a NetworkPolicy knows nothing else of it; state the \`cidr\` of its network, or give a Cidr`,
    );
  }
  const isOnSegment = networks.some((network) => 'segmentPath' in network);
  return { name: end.node.id, cidrs, inNsx: isOnSegment ? [end as ISegment | IVirtualMachine | MachineSet] : cidrs };
}

function networksOf(end: IConstruct): INetwork[] {
  if ('networkId' in end || 'segmentPath' in end) return [end as INetwork];
  if ('machineUuid' in end) return [...((end as IVirtualMachine).networks ?? [])];
  if (Symbol.iterator in end) return [...new Set([...(end as MachineSet)].flatMap(({ networks }) => networks ?? []))];
  return [];
}

function rangesOf(network: INetwork): readonly Cidr[] {
  const { cidrs, cidr } = network as { readonly cidrs?: readonly Cidr[]; readonly cidr?: Cidr };
  return cidrs ?? (cidr ? [cidr] : []);
}
