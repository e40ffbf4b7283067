import { indexOf, isUnknown, type Estate, type IntentSide, type PortGroup, type Premise, type VirtualMachine } from '../../estate';
import type { Ternary } from '../../units';
import { Premises } from '../premises';

/** A side of an intent that is a tenant: its machines, and every machine on its networks. */
export class TenantSide {
  private readonly ids: ReadonlySet<string>;
  private readonly networks: readonly PortGroup[];

  public constructor(
    estate: Estate,
    public readonly side: IntentSide,
  ) {
    this.ids = new Set(side.endpoints.ids);
    this.networks = estate.vsphere.portGroups.filter(({ id }) => this.ids.has(id));
    const { objects } = indexOf(estate);
    this.isKnown = side.endpoints.missing.length === 0 && side.endpoints.ids.every((id) => objects.has(id));
  }

  /** Whether everything that was named is there. */
  public readonly isKnown: boolean;

  public holds({ id, origin, networks, networksComplete }: VirtualMachine): Ternary {
    if (this.ids.has(id) || networks.some((network) => !isUnknown(network) && this.ids.has(network))) return 'yes';
    if (this.networks.length === 0 || (networksComplete && networks.every((network) => !isUnknown(network)))) return 'no';
    // Nothing but the app puts VMs on a network that it owns.
    return origin !== 'owned' && this.networks.every((network) => network.origin === 'owned') ? 'no' : 'maybe';
  }

  public premises(): readonly Premise[] {
    return this.networks.filter(({ origin }) => origin === 'owned').map(Premises.closedNetwork);
  }
}
