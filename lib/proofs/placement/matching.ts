/** Machines that have fewer hosts between them than they are. */
export interface Crowd {
  readonly machines: readonly string[];
  /** Every host that any of them may run on: one fewer than there are machines. */
  readonly hosts: readonly string[];
}

/**
 * Machines that cannot each have a host of their own; undefined where all can. By augmenting paths: where none is left for a machine, those
 * that the search reached and their hosts break the condition of Hall's marriage theorem.
 *
 * @param allowed the hosts that each machine may run on
 */
export function crowdOf(allowed: ReadonlyMap<string, ReadonlySet<string>>): Crowd | undefined {
  const tenantOf = new Map<string, string>();
  for (const newcomer of allowed.keys()) {
    const reached = new Set([newcomer]);
    const cameFrom = new Map<string, string>();
    let free: string | undefined;
    for (const machine of reached) {
      for (const host of allowed.get(machine)!) {
        if (cameFrom.has(host)) continue;
        cameFrom.set(host, machine);
        const tenant = tenantOf.get(host);
        if (tenant !== undefined) reached.add(tenant);
        else free ??= host;
      }
      if (free !== undefined) break;
    }
    if (free === undefined) return { machines: [...reached], hosts: [...cameFrom.keys()] };
    settle(newcomer, free, cameFrom, tenantOf);
  }
  return undefined;
}

/** Moves every machine on the path to the free host one on, so that the newcomer has a host too. */
function settle(newcomer: string, free: string, cameFrom: ReadonlyMap<string, string>, tenantOf: Map<string, string>): void {
  const homeOf = new Map([...tenantOf].map(([host, machine]) => [machine, host]));
  for (let host: string | undefined = free; host !== undefined;) {
    const machine: string = cameFrom.get(host)!;
    tenantOf.set(host, machine);
    host = machine === newcomer ? undefined : homeOf.get(machine);
  }
}
