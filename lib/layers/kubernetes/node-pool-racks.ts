import type { Construct } from 'constructs';
import { got } from '../check';
import { ConstructError } from '../construct-error';
import { HostGroup, type IEsxiHost, type IHostGroup, type IVcenterCluster, type IVirtualMachine, VmGroup, VmHostRule } from '../vsphere';
import { LABEL_VALUE } from './node-pool-taints';

/** Racks of a cluster, in the order of its hosts. Hosts whose rack nobody said are in none. */
export function racksOf({ hosts = [] }: IVcenterCluster): Map<string, IEsxiHost[]> {
  const racks = new Map<string, IEsxiHost[]>();
  for (const host of hosts) if (host.rack !== undefined) racks.set(host.rack, [...(racks.get(host.rack) ?? []), host]);
  return racks;
}

/**
 * The rack of each of so many machines: one after the other, as long as a rack takes more.
 *
 * @param most what a rack takes
 * @returns undefined where the racks do not take them all
 */
export function spread(count: number, racks: readonly string[], most: (rack: string) => number): string[] | undefined {
  const taken = new Map(racks.map((rack) => [rack, 0]));
  const assigned: string[] = [];
  for (let next = 0, skipped = 0; assigned.length < count && skipped < racks.length; next = (next + 1) % racks.length) {
    const rack = racks[next]!;
    if (taken.get(rack)! >= most(rack)) {
      skipped += 1;
      continue;
    }
    skipped = 0;
    taken.set(rack, taken.get(rack)! + 1);
    assigned.push(rack);
  }
  return assigned.length === count ? assigned : undefined;
}

/** Holds machines to racks by mandatory rules. */
export class RackPins {
  private readonly groups = new Map<string, IHostGroup>();

  public constructor(
    private readonly owner: Construct,
    private readonly on: IVcenterCluster,
  ) {}

  /** @param racks the rack of each machine */
  public hold(pool: Construct, machines: readonly IVirtualMachine[], racks: readonly string[]): void {
    for (const rack of new Set(racks)) {
      const own = machines.filter((_, index) => racks[index] === rack);
      new VmHostRule(pool, `in-${rack}`, {
        machines: new VmGroup(pool, `nodes-in-${rack}`, { cluster: this.on, machines: own }),
        strength: 'must',
        run: 'on',
        hosts: this.hostsIn(rack),
      });
    }
  }

  private hostsIn(rack: string): IHostGroup {
    const group = this.groups.get(rack) ?? new HostGroup(this.owner, `rack-${rack}`, { cluster: this.on, hosts: racksOf(this.on).get(rack)! });
    this.groups.set(rack, group);
    return group;
  }
}

/** @throws when no rack of the hosts is known, or one has a name that no zone can have */
export function checkRacks(construct: Construct, why: string, on: IVcenterCluster): Map<string, IEsxiHost[]> {
  const racks = racksOf(on);
  const wrong = [...racks.keys()].find((rack) => !LABEL_VALUE.test(rack));
  if (wrong !== undefined) {
    throw new ConstructError(
      construct,
      `${why}, and a rack becomes the zone of its nodes: at most 63 letters, digits, ".", "_" and "-", with a letter or digit at each end, got ${got(wrong)}; call the rack of its hosts otherwise`,
    );
  }
  if (racks.size > 0) return racks;
  throw new ConstructError(construct, `${why}, and no rack of the hosts of ${on.node.path} is known; give its hosts racks`);
}
