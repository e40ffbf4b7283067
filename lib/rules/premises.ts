import type { ComputeCluster, EsxiHost, EstateObject, Premise, StoragePolicy, VirtualMachine } from '../estate';
import type { Constant } from '../proofs/capacity';
import type { Verdict } from './verdict';
import { quoted, quotedName } from './wording';

/**
 * Every premise that verdicts rest on, once each and in the order of their ids. Two that share an id but not a
 * statement are both kept, so that the report hides neither.
 */
export function premisesOf(verdicts: Iterable<Verdict>): Premise[] {
  const premises = new Map<string, Premise>();
  for (const verdict of verdicts) {
    for (const premise of verdict.premises ?? []) premises.set(premiseKey(premise), premise);
  }
  return [...premises.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, premise]) => premise);
}

/** Tells premises apart by all that they say. */
export function premiseKey({ id, kind, statement }: Premise): string {
  return JSON.stringify([id, kind, statement]);
}

/** Premises that rules state for themselves. Each is made in one place, so that its id means one thing. */
export const Premises = {
  /** A cluster that the app owns; what a user closes by hand is a premise of the estate. */
  closedCluster: (cluster: ComputeCluster): Premise => ({
    id: `owned:${keyOf(cluster)}`,
    kind: 'closed-scope',
    statement: `nothing but this app puts hosts or VMs into cluster ${quotedName(cluster)}`,
    ...subjectOf(cluster),
  }),

  /** A network that the app owns: a port group or a segment. */
  closedNetwork: (network: EstateObject): Premise => ({
    id: `owned:${keyOf(network)}`,
    kind: 'closed-scope',
    statement: `nothing but this app puts VMs on ${'subnets' in network ? 'segment' : 'network'} ${quotedName(network)}`,
    ...subjectOf(network),
  }),

  /** NSX knows a VM by tags that anybody may give it. */
  tagged: (manager: string): Premise => ({
    id: `nsx-tags:${manager.toLowerCase()}`,
    kind: 'closed-scope',
    statement: `nobody but this app tags its VMs in NSX ${quoted(manager)}`,
  }),

  /** What others own there is in the estate. */
  firewallRecorded: (manager: string): Premise => ({
    id: `nsx-recorded:${manager.toLowerCase()}`,
    kind: 'assumed',
    statement: `what others have in NSX ${quoted(manager)} is what its record says`,
  }),

  /** Nothing in the output says whether a VM that is looked up is one. */
  template: (machine: VirtualMachine): Premise => ({
    id: `template:${keyOf(machine)}`,
    kind: 'stated',
    statement: `VM ${quotedName(machine)}, which others are cloned from, is a template: it is not powered on`,
    ...subjectOf(machine),
  }),

  hardware: (host: EsxiHost): Premise => ({
    id: `hardware:${keyOf(host)}`,
    kind: 'stated',
    statement: `the hardware of ${quotedName(host)} is ${host.hardware ? hardwareText(host.hardware) : 'not stated'}`,
    ...subjectOf(host),
  }),

  ratio: (cluster: ComputeCluster, what: 'vCPUs a physical core' | 'of host memory', ratio: number): Premise => ({
    id: `ratio:${what}:${keyOf(cluster)}`,
    kind: 'stated',
    statement: `cluster ${quotedName(cluster)} may have ${ratio} ${what} configured`,
    ...subjectOf(cluster),
  }),

  /** NSX shows a segment on each switch of its transport zone. */
  segmentSwitch: (face: EstateObject): Premise => ({
    id: `segment-switch:${keyOf(face)}`,
    kind: 'stated',
    statement: `vCenter shows the segment behind ${quotedName(face)} on one switch`,
    ...subjectOf(face),
  }),

  range: (network: EstateObject, cidr: string): Premise => ({
    id: `range:${keyOf(network)}`,
    kind: 'stated',
    statement: `the addresses of ${quotedName(network)} are ${cidr}`,
    ...subjectOf(network),
  }),

  /** A device stands in a program by its address, which every host may have. */
  devices: (machine: VirtualMachine, host: EsxiHost): Premise => ({
    id: `pci-devices:${keyOf(machine)}`,
    kind: 'stated',
    statement: `host ${quotedName(host)} has the PCI devices that VM ${quotedName(machine)} names`,
    ...subjectOf(machine),
  }),

  /** What a storage policy keeps, and on whose vSAN, stands in no attribute of either. */
  redundancy: (policy: StoragePolicy, cluster: ComputeCluster, kept: string): Premise => ({
    id: `redundancy:${keyOf(policy)}:${keyOf(cluster)}`,
    kind: 'stated',
    statement: `storage policy ${quotedName(policy)} keeps ${kept} on the vSAN of cluster ${quotedName(cluster)}`,
    ...subjectOf(policy),
  }),

  /** Terraform sees no device that vSAN claims. */
  storageHosts: (cluster: ComputeCluster): Premise => ({
    id: `vsan-hosts:${keyOf(cluster)}`,
    kind: 'stated',
    statement: `every host of cluster ${quotedName(cluster)} gives devices to its vSAN`,
    ...subjectOf(cluster),
  }),

  constant: ({ id, statement, source }: Constant): Premise => ({ kind: 'constant', id, statement, source }),
} as const;

function keyOf(object: EstateObject): string {
  return object.path ?? object.id;
}

function subjectOf(object: EstateObject): { subject?: string } {
  return object.path === undefined ? {} : { subject: object.path };
}

function hardwareText(hardware: NonNullable<EsxiHost['hardware']>): string {
  const { cpu, sockets, memoryMiB } = hardware;
  return `${sockets} x ${cpu.name} with ${cpu.cores} cores, ${memoryMiB / 1024} GiB of memory`;
}
