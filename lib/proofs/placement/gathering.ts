/** What decides who may be where: the hosts each machine may run on, and which machines are never on one host. */
export interface Gatherable {
  readonly allowed: ReadonlyMap<string, ReadonlySet<string>>;
  readonly apart: (a: string, b: string) => boolean;
}

/**
 * So many of some machines, each on one of the given hosts, in a placement that keeps apart what must be; undefined where no placement
 * has so many there. Exact: hosts that the same machines may run on are tried once, since they are alike.
 *
 * @param members few, such as the nodes of a control plane
 */
export function gatheringOf(
  members: readonly string[],
  size: number,
  hosts: ReadonlySet<string>,
  { allowed, apart }: Gatherable,
): ReadonlyMap<string, string> | undefined {
  const signatureOf = new Map<string, string>();
  for (const host of hosts) signatureOf.set(host, members.map((member) => (allowed.get(member)?.has(host) ? '1' : '0')).join(''));
  const placed = new Map<string, string>();

  const candidates = (member: string): string[] => {
    const fresh = new Set<string>();
    const used = new Set(placed.values());
    return [...hosts].filter((host) => {
      if (!allowed.get(member)?.has(host)) return false;
      if (used.has(host)) return [...placed].every(([other, on]) => on !== host || !apart(member, other));
      const signature = signatureOf.get(host)!;
      if (fresh.has(signature)) return false;
      fresh.add(signature);
      return true;
    });
  };
  const place = (from: number): boolean => {
    if (placed.size === size) return true;
    if (members.length - from < size - placed.size) return false;
    const member = members[from]!;
    for (const host of candidates(member)) {
      placed.set(member, host);
      if (place(from + 1)) return true;
      placed.delete(member);
    }
    return place(from + 1);
  };
  return place(0) ? placed : undefined;
}
