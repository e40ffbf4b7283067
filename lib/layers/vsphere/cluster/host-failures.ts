import { got } from '../../check';

/** As plain data, for the estate. */
export interface HostFailuresFacts {
  /** Any so many hosts at once. */
  readonly hosts: number;
  /** Also any one whole rack. */
  readonly rack: boolean;
}

/** Failures that something is to survive, each on its own: any so many hosts, any one rack. */
export class HostFailures {
  /**
   * Any `hosts` ESXi hosts, lost at once.
   *
   * @throws when it is no whole number of at least 1
   */
  public static any(hosts: number): HostFailures {
    if (!Number.isSafeInteger(hosts) || hosts < 1) throw new Error(`hosts that fail must be a whole number of at least 1, got ${got(hosts)}`);
    return new HostFailures(hosts, false);
  }

  private constructor(
    /** Hosts lost at once. */
    public readonly hosts: number,
    /** Whether any one rack may be lost as well. */
    public readonly rack: boolean,
  ) {}

  /** ... or all hosts of any one rack. */
  public orRack(): HostFailures {
    return new HostFailures(this.hosts, true);
  }

  /** How many of these hosts one such failure takes at most. Only racks that are known count. */
  public largest(hosts: Iterable<{ readonly rack?: string }>): number {
    if (!this.rack) return this.hosts;
    const racks = new Map<string, number>();
    for (const { rack } of hosts) if (rack !== undefined) racks.set(rack, (racks.get(rack) ?? 0) + 1);
    return Math.max(this.hosts, ...racks.values());
  }

  /** In words: `any one host or any one rack`. */
  public describe(): string {
    return `any ${this.hosts === 1 ? 'one host' : `${this.hosts} hosts`}${this.rack ? ' or any one rack' : ''}`;
  }

  public toFacts(): HostFailuresFacts {
    return { hosts: this.hosts, rack: this.rack };
  }
}
