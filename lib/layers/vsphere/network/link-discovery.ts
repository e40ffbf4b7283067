import { checkOneOf } from '../../check';

/** What a switch does in link discovery: it hears physical switches, tells them of itself, or both. */
export type LinkDiscoveryOperation = 'listen' | 'advertise' | 'both';

const OPERATIONS: readonly LinkDiscoveryOperation[] = ['listen', 'advertise', 'both'];

/** How a switch and the physical switches learn of each other. */
export class LinkDiscovery {
  /** By the Cisco Discovery Protocol. */
  public static cdp(operation: LinkDiscoveryOperation): LinkDiscovery {
    return new LinkDiscovery('cdp', checkOneOf(undefined, 'link discovery', operation, OPERATIONS));
  }

  /** By the Link Layer Discovery Protocol (IEEE 802.1AB). */
  public static lldp(operation: LinkDiscoveryOperation): LinkDiscovery {
    return new LinkDiscovery('lldp', checkOneOf(undefined, 'link discovery', operation, OPERATIONS));
  }

  /** They do not. */
  public static off(): LinkDiscovery {
    return new LinkDiscovery(undefined, 'none');
  }

  private constructor(
    /** As the provider names it; undefined where it does not matter. */
    public readonly linkDiscoveryProtocol: string | undefined,
    /** As the provider names it. */
    public readonly linkDiscoveryOperation: string,
  ) {}
}
