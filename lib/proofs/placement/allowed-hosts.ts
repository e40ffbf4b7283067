import type { Ternary } from '../../units';

/** A set of which some members are known for certain; more may belong to it where it is not complete. */
export interface KnownSet {
  readonly ids: ReadonlySet<string>;
  readonly complete: boolean;
}

/** A VM-host rule of a cluster, with its groups resolved. */
export interface HostRule {
  readonly id: string;
  /** Whether it is there and enabled. */
  readonly enabled: Ternary;
  /** Whether it is a must, and no should. */
  readonly mandatory: Ternary;
  /** Whether its machines run on its hosts, or off them; undefined where nobody knows. */
  readonly polarity: 'on' | 'off' | undefined;
  readonly machines: KnownSet;
  readonly hosts: KnownSet;
}

/** What is known of where one machine may run. */
export interface Bounds {
  /** Hosts that it may run on for certain: whatever is not known, no mandatory rule keeps it off. */
  readonly surely: ReadonlySet<string>;
  /** Hosts that it may run on as far as anybody knows; where not complete, any but those of `never`. */
  readonly possibly: KnownSet;
  /** Hosts that a mandatory rule keeps it off. */
  readonly never: ReadonlySet<string>;
}

export interface Placement {
  /** Hosts of the cluster. */
  readonly hosts: KnownSet;
  readonly rules: readonly HostRule[];
}

/**
 * The rules that may contradict others on some machine, or leave it no host. vSphere keeps the oldest of rules that contradict each other and turns
 * the others off, so that none of them can be relied on, for any of their machines.
 */
export function contestedRules(machines: Iterable<string>, { hosts, rules }: Placement): ReadonlySet<string> {
  const contested = new Set<string>();
  for (const machine of machines) {
    const concerned = rules.filter(({ enabled, machines: group }) => enabled !== 'no' && has(group, machine) !== 'no');
    // One rule that keeps a machine off hosts contradicts none, as long as the cluster may have others.
    if (concerned.length === 0 || (concerned.length === 1 && concerned[0]!.polarity === 'off' && !hosts.complete)) continue;
    const left = [...hosts.ids].filter((host) => concerned.every((rule) => allows(rule, host) === 'yes'));
    if (left.length === 0) for (const { id } of concerned) contested.add(id);
  }
  return contested;
}

/** Where a machine of the cluster may run, under the mandatory rules that hold. */
export function boundsOf(machine: string, { hosts, rules }: Placement, contested: ReadonlySet<string>): Bounds {
  const never = new Set<string>();
  let only: Set<string> | undefined;
  let surely = [...hosts.ids];
  for (const rule of rules) {
    const concerns = has(rule.machines, machine);
    if (concerns === 'no' || rule.enabled === 'no' || rule.mandatory === 'no') continue;
    // A contested rule may hold or not.
    surely = surely.filter((host) => allows(rule, host) === 'yes');
    if (concerns !== 'yes' || rule.enabled !== 'yes' || rule.mandatory !== 'yes' || contested.has(rule.id)) continue;
    if (rule.polarity === 'off') for (const host of rule.hosts.ids) never.add(host);
    if (rule.polarity === 'on' && rule.hosts.complete) only = new Set([...rule.hosts.ids].filter((host) => only?.has(host) ?? true));
  }
  const candidates = only ?? hosts.ids;
  return {
    surely: new Set(surely),
    possibly: { ids: new Set([...candidates].filter((host) => !never.has(host))), complete: only !== undefined || hosts.complete },
    never,
  };
}

export function has({ ids, complete }: KnownSet, member: string): Ternary {
  return ids.has(member) ? 'yes' : complete ? 'no' : 'maybe';
}

function allows({ polarity, hosts }: HostRule, host: string): Ternary {
  const inGroup = has(hosts, host);
  if (polarity === undefined || inGroup === 'maybe') return 'maybe';
  return (polarity === 'on') === (inGroup === 'yes') ? 'yes' : 'no';
}
