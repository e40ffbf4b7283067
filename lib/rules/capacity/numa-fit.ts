import { isUnknown, type EsxiHost, type ResourceInstance, type VirtualMachine } from '../../estate';
import { roomOf, sizeOf, splitOver, type NumaNodes, type NumaSplit } from '../../proofs/capacity';
import { Interval } from '../../units';
import { Mend } from '../mend';
import type { Evidence, Remedy } from '../verdict';
import { count, formatGib, gibTenths, quotedName } from '../wording';
import { memoryOf, supplyOf } from './memory-loads';
import { vcpusUpTo } from './sockets';

/** The NUMA nodes of a host; undefined where nobody stated its hardware. @param vsan whether vSAN runs on it, or may */
export function nodesOf(host: EsxiHost, vsan: boolean): NumaNodes | undefined {
  const { hardware } = host;
  if (!hardware) return undefined;
  const nodes = hardware.sockets * hardware.numaNodesPerSocket;
  const room = roomOf(supplyOf(host, Interval.exactly(1), vsan), 1);
  return {
    count: nodes,
    cores: Math.floor((hardware.sockets * hardware.cpu.cores) / nodes),
    memoryMiB: Interval.between(Math.floor(room.low / nodes), Math.floor(room.high! / nodes)),
  };
}

/** How a VM lies on the nodes of a host; undefined where its vCPUs are not known. */
export function splitOf(machine: VirtualMachine, nodes: NumaNodes): NumaSplit | undefined {
  return isUnknown(machine.cpus) ? undefined : splitOver(machine.cpus, wantedMiB(machine), nodes);
}

/** What the user took out of vSphere's hands, as an attribute; undefined where vSphere splits the VM. */
export function splitByHand({ values }: ResourceInstance): string | undefined {
  const perNode = values.num_cores_per_numa_node;
  if (perNode !== undefined && perNode !== null && perNode !== 0) return 'num_cores_per_numa_node';
  const extra = values.extra_config;
  if (typeof extra !== 'object' || extra === null) return undefined;
  if (isUnknown(extra)) return 'extra_config';
  return Object.keys(extra).find((key) => key.startsWith('numa.'));
}

function wantedMiB(machine: VirtualMachine): Interval {
  const size = memoryOf(machine);
  const wanted = sizeOf({ count: Interval.exactly(1), ...size });
  return isUnknown(machine.memoryMiB) ? Interval.atLeast(wanted.low) : wanted;
}

export function faultText(machine: VirtualMachine, host: string, { nodes, fit }: NumaSplit): string {
  const vm = `VM ${quotedName(machine)}`;
  if (fit === 'cores') return `${vm} has more vCPUs than ${host} has cores`;
  if (fit === 'uneven') return `${vm} has vCPUs that do not split evenly over the NUMA nodes they take`;
  return nodes === 1 ? `${vm} has more memory than a NUMA node of ${host}` : `${vm} has more memory than the NUMA nodes that its vCPUs take`;
}

export function faultLines(machine: VirtualMachine, host: string, split: NumaSplit, nodes: NumaNodes): Evidence[] {
  const cpus = machine.cpus as number;
  const cores = `${count(nodes.cores, 'core')} each`;
  if (split.fit === 'cores') {
    return [
      { label: 'configured', text: count(cpus, 'vCPU') },
      { label: 'nodes', text: `${count(nodes.count, 'NUMA node')} of ${host}, ${cores}` },
    ];
  }
  if (split.fit === 'uneven') {
    const least = Math.floor(cpus / split.nodes);
    return [
      { label: 'configured', text: count(cpus, 'vCPU') },
      { label: 'nodes', text: `${count(split.nodes, 'NUMA node')} of ${host}, ${cores}: ${least + 1} vCPUs on some, ${least} on others` },
    ];
  }
  const room = formatGib(gibTenths(nodes.memoryMiB.high! * split.nodes, 'down'));
  return [
    { label: 'configured', text: `${formatGib(gibTenths(wantedMiB(machine).low, 'up'))} of memory with overhead, ${count(cpus, 'vCPU')}` },
    { label: 'nodes', text: `${count(split.nodes, 'NUMA node')} of ${host} with ${room}${split.nodes > 1 ? ' in all' : ''}, ${cores}` },
  ];
}

/** Where the vCPUs do not split, the next numbers that do, down and up, if the memory fits too; else the most memory that fits every host. */
export function remediesFor(machine: VirtualMachine, hosts: readonly NumaNodes[], fit: NumaSplit['fit']): Remedy[] {
  const { cpus } = machine;
  if (isUnknown(cpus)) return [];
  const suits = (change: Partial<VirtualMachine>): boolean => hosts.every((nodes) => splitOf({ ...machine, ...change }, nodes)?.fit === 'even');
  const changes = fit === 'memory' ? lessMemory(machine, suits) : otherVcpus(machine, cpus, hosts).filter(suits);
  return changes.map((change) => ({
    text: `${quotedName(machine)} with ${change.cpus === undefined ? formatGib(gibTenths(change.memoryMiB as number, 'down')) : count(change.cpus as number, 'vCPU')}`,
    mend: Mend.changeMachines([machine.id], change),
  }));
}

/** Memory is not asked: vCPUs over more nodes than they take, only for the memory of these, are no remedy. */
function otherVcpus(machine: VirtualMachine, cpus: number, hosts: readonly NumaNodes[]): Partial<VirtualMachine>[] {
  const most = Math.max(...hosts.map((nodes) => nodes.count * nodes.cores));
  const splits = (vcpus: number): boolean =>
    vcpusUpTo(vcpus, [machine]) === vcpus && hosts.every((nodes) => splitOver(vcpus, Interval.exactly(0), nodes).fit === 'even');
  const down = range(1, cpus - 1)
    .reverse()
    .find(splits);
  const up = range(cpus + 1, most).find(splits);
  return [down, up].flatMap((vcpus) => (vcpus === undefined ? [] : [{ cpus: vcpus }]));
}

function lessMemory(machine: VirtualMachine, suits: (change: Partial<VirtualMachine>) => boolean): Partial<VirtualMachine>[] {
  const gib = range(1, Math.floor((machine.memoryMiB as number) / 1024)).reverse();
  const memoryMiB = gib.map((each) => each * 1024).find((each) => suits({ memoryMiB: each, memoryReservationMiB: 0 }));
  if (memoryMiB === undefined) return [];
  const reserved = machine.memoryReservationMiB === machine.memoryMiB;
  return [{ memoryMiB, ...(reserved && { memoryReservationMiB: memoryMiB }) }];
}

function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}
