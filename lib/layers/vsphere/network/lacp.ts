import { checkOneOf } from '../../check';

/** Whether a switch begins the negotiation with the physical switch, or answers only. */
export type LacpMode = 'active' | 'passive';

/** Link aggregation of the uplinks of a distributed switch (LACP, IEEE 802.1AX). */
export class Lacp {
  /**
   * All uplinks of a host are one link aggregation group. Port groups then need the teaming policy `loadbalance_ip`. vCenter
   * takes it on switches whose LACP version is `singleLag` only (vSphere API, `VMwareUplinkLacpPolicy.enable`), which this sets.
   */
  public static singleLag(mode: LacpMode): Lacp {
    return new Lacp('singleLag', checkOneOf<LacpMode>(undefined, 'the mode of LACP', mode, ['active', 'passive']));
  }

  /**
   * Link aggregation groups that are made in vCenter: the provider knows of none (vmware/terraform-provider-vsphere issue 1246).
   * Active uplinks may name them.
   */
  public static multipleLag(): Lacp {
    return new Lacp('multipleLag');
  }

  private constructor(
    /** As the provider names it. */
    public readonly lacpApiVersion: string,
    /** Undefined where groups are made in vCenter. */
    public readonly mode?: LacpMode,
  ) {}
}
