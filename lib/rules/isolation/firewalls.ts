import type { Estate, Field } from '../../estate';
import { FlowFates, viewOf, VnicKinds, type FirewallView, type Vnic } from '../../proofs/firewall';
import { firewallOff } from './firewall-off';

/** The distributed firewall of one manager. */
export interface ManagerFirewall {
  readonly view: FirewallView;
  readonly fates: FlowFates;
  readonly kinds: VnicKinds;
  /** Whether a record says that it is off, so that it drops nothing. */
  readonly isOff: boolean;
}

/** The distributed firewalls of an estate, each read once, as it is asked for. */
export class Firewalls {
  private readonly made: (ManagerFirewall | undefined)[];

  private constructor(
    private readonly estate: Estate,
    private readonly managers: readonly Field<string>[],
  ) {
    this.made = managers.map(() => undefined);
  }

  /** Undefined for an estate without a segment of NSX. */
  public static in(estate: Estate): Firewalls | undefined {
    const managers = new Map(estate.nsx.segments.map(({ manager }) => [keyOf(manager), manager]));
    return managers.size === 0 ? undefined : new Firewalls(estate, [...managers.values()]);
  }

  /** Any of them: each knows every VM. */
  public get first(): ManagerFirewall {
    return this.at(0);
  }

  /** The one that protects some vNICs of a VM. */
  public of(vnics: readonly Vnic[]): ManagerFirewall {
    const segment = vnics.find((vnic) => vnic.segment)?.segment;
    const index = segment ? this.managers.findIndex((each) => keyOf(each) === keyOf(segment.manager)) : 0;
    return this.at(Math.max(0, index));
  }

  public indexOf(firewall: ManagerFirewall): number {
    return this.made.indexOf(firewall);
  }

  private at(index: number): ManagerFirewall {
    const known = this.made[index];
    if (known) return known;
    const view = viewOf(this.estate, this.managers[index]!);
    return (this.made[index] = { view, fates: new FlowFates(view), kinds: new VnicKinds(view), isOff: firewallOff(view) !== undefined });
  }
}

function keyOf(manager: Field<string>): string {
  return JSON.stringify(manager).toLowerCase();
}
