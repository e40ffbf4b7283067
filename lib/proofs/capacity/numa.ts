import { Interval } from '../../units';

/** The NUMA nodes of a host, all alike. */
export interface NumaNodes {
  readonly count: number;
  /** Physical cores of one. */
  readonly cores: number;
  /** Memory of one that machines may have, MiB. */
  readonly memoryMiB: Interval;
}

/** How a VM lies on the NUMA nodes of a host. */
export interface NumaSplit {
  /** The fewest nodes whose cores are as many as its vCPUs: ESXi looks at nothing else. */
  readonly nodes: number;
  readonly fit:
    | 'even' // as many vCPUs on each, and the memory of each share is there
    | 'cores' // more vCPUs than the host has cores
    | 'uneven' // the vCPUs do not divide by the nodes
    | 'memory' // a share of the memory surely is larger than what a node has
    | 'open'; // the memory of a node is known only within bounds, and a share lies between them
}

/** @param memoryMiB what the VM takes, with its overhead */
export function splitOver(vcpus: number, memoryMiB: Interval, host: NumaNodes): NumaSplit {
  const nodes = Math.max(1, Math.ceil(vcpus / host.cores));
  const split = (fit: NumaSplit['fit']): NumaSplit => ({ nodes, fit });
  if (nodes > host.count) return split('cores');
  if (vcpus % nodes !== 0) return split('uneven');
  const room = Interval.multiply(Interval.exactly(nodes), host.memoryMiB);
  const fits = Interval.fits(memoryMiB, room);
  return split(fits === 'yes' ? 'even' : fits === 'no' ? 'memory' : 'open');
}
