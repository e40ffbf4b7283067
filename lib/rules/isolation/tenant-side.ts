import { indexOf, isUnknown, type Estate, type EstateObject, type IntentSide, type Premise, type VirtualMachine } from '../../estate';
import type { Ternary } from '../../units';
import { Premises } from '../premises';

/** A side of an intent that is a tenant: its machines, and every machine on its networks. */
export class TenantSide {
  private readonly ids: ReadonlySet<string>;
  private readonly networks: readonly EstateObject[];
  /** Networks that may be the face of one of its segments. */
  private readonly unclear: ReadonlySet<string>;

  public constructor(
    estate: Estate,
    public readonly side: IntentSide,
  ) {
    const named = new Set(side.endpoints.ids);
    const segments = estate.nsx.segments.filter(({ id }) => named.has(id));
    const { portGroups } = estate.vsphere;
    const faces = portGroups.filter(({ segment }) => typeof segment === 'string' && named.has(segment));
    this.ids = new Set([...named, ...faces.map(({ id }) => id)]);
    this.networks = [...portGroups.filter(({ id }) => named.has(id)), ...segments];
    this.unclear = new Set(segments.length === 0 ? [] : portGroups.filter(({ segment = null }) => isUnknown(segment)).map(({ id }) => id));
    const { objects, nsxObjects, kubernetesObjects } = indexOf(estate);
    this.hasPods = side.endpoints.ids.some((id) => kubernetesObjects.has(id));
    this.isKnown = side.endpoints.missing.length === 0 && side.endpoints.ids.every((id) => objects.has(id) || nsxObjects.has(id));
  }

  /** Whether it has namespaces or workloads of Kubernetes, whose pods run in VMs of others. */
  public readonly hasPods: boolean;

  /** Whether everything that was named is there. */
  public readonly isKnown: boolean;

  public holds({ id, origin, networks, networksComplete }: VirtualMachine): Ternary {
    if (this.ids.has(id) || networks.some((network) => !isUnknown(network) && this.ids.has(network))) return 'yes';
    if (networks.some((network) => !isUnknown(network) && this.unclear.has(network))) return 'maybe';
    if (this.networks.length === 0 || (networksComplete && networks.every((network) => !isUnknown(network)))) return 'no';
    // Nothing but the app puts VMs on a network that it owns.
    return origin !== 'owned' && this.networks.every((network) => network.origin === 'owned') ? 'no' : 'maybe';
  }

  public premises(): readonly Premise[] {
    return this.networks.filter(({ origin }) => origin === 'owned').map(Premises.closedNetwork);
  }
}
