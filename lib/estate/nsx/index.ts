import type { ContextProfile, FirewallExclusion, GatewayPolicy, SecurityPolicy, Service } from './firewall';
import type { Group } from './group';
import type { NsxMachine } from './machine';
import type {
  DhcpProfile,
  IpBlock,
  IpPool,
  NatRule,
  Segment,
  SegmentSecurityProfile,
  SpoofGuardProfile,
  Tier0Gateway,
  Tier1Gateway,
  TransportZone,
} from './network';
import type { Project, Vpc } from './tenancy';

export * from './firewall';
export * from './group';
export * from './machine';
export * from './network';
export * from './object';
export * from './tenancy';

/** The NSX part of the estate. What others own is in it only where a record of the manager is assumed. */
export interface NsxEstate {
  readonly projects: readonly Project[];
  readonly vpcs: readonly Vpc[];
  readonly transportZones: readonly TransportZone[];
  readonly tier0Gateways: readonly Tier0Gateway[];
  readonly tier1Gateways: readonly Tier1Gateway[];
  readonly dhcpProfiles: readonly DhcpProfile[];
  readonly segmentSecurityProfiles: readonly SegmentSecurityProfile[];
  readonly spoofGuardProfiles: readonly SpoofGuardProfile[];
  readonly segments: readonly Segment[];
  readonly ipBlocks: readonly IpBlock[];
  readonly ipPools: readonly IpPool[];
  readonly natRules: readonly NatRule[];
  readonly nsxMachines: readonly NsxMachine[];
  readonly groups: readonly Group[];
  readonly services: readonly Service[];
  readonly contextProfiles: readonly ContextProfile[];
  readonly securityPolicies: readonly SecurityPolicy[];
  readonly gatewayPolicies: readonly GatewayPolicy[];
  readonly firewallExclusions: readonly FirewallExclusion[];
}

/** No object of NSX. */
export const NO_NSX: NsxEstate = {
  projects: [],
  vpcs: [],
  transportZones: [],
  tier0Gateways: [],
  tier1Gateways: [],
  dhcpProfiles: [],
  segmentSecurityProfiles: [],
  spoofGuardProfiles: [],
  segments: [],
  ipBlocks: [],
  ipPools: [],
  natRules: [],
  nsxMachines: [],
  groups: [],
  services: [],
  contextProfiles: [],
  securityPolicies: [],
  gatewayPolicies: [],
  firewallExclusions: [],
};
