import type { Blocks, Members, ObjectId } from '../object';
import type { Field } from '../value';
import type { NsxObject } from './object';

export interface TransportZone extends NsxObject {
  /** `OVERLAY_STANDARD`, `OVERLAY_ENS`, `OVERLAY_BACKED`, `VLAN_BACKED`. */
  readonly type: Field<string>;
}

export interface Tier0Gateway extends NsxObject {
  /** Whether its gateway firewall is on. */
  readonly firewall: Field<boolean>;
}

export interface Tier1Gateway extends NsxObject {
  /** The tier-0 it hangs on; null for none. */
  readonly tier0: Field<ObjectId | null>;
  /** Whether it has a service router: without an edge cluster it enforces no gateway firewall and no NAT. */
  readonly edgeCluster: Field<string | null>;
  readonly firewall: Field<boolean>;
  /** What it tells its tier-0 of: `TIER1_CONNECTED`, `TIER1_NAT`, ... */
  readonly advertised: Blocks<Field<string>>;
}

/** A network of NSX: a segment on an overlay or on VLANs, or a subnet of a VPC. */
export interface Segment extends NsxObject {
  readonly kind: 'overlay' | 'vlan' | 'vpc-subnet';
  /** The tier-0 or tier-1 it hangs on; null for none. Of a VPC's subnet it is null: the VPC itself is its gateway. */
  readonly gateway: Field<ObjectId | null>;
  /** Policy path of its transport zone; null where none is said. */
  readonly transportZone: Field<string | null>;
  /** VLAN ids and ranges of them, such as `100` and `200-299`. */
  readonly vlans: Blocks<Field<string>>;
  readonly subnets: Blocks<SegmentSubnet>;
  /** Whether its ports may talk to its gateway. */
  readonly connected: Field<boolean>;
  /** Its segment security profile; null for NSX's own default. */
  readonly securityProfile: Field<ObjectId | null>;
  /** Its spoof guard profile; null for NSX's own default. */
  readonly spoofGuard: Field<ObjectId | null>;
}

export interface SegmentSubnet {
  /** Address of the gateway with the length of the prefix, `10.20.0.1/23`; of a VPC's subnet the range itself. */
  readonly cidr: Field<string>;
  /** Ranges of addresses for DHCP: `10.20.0.100-10.20.0.199`, a range in CIDR notation, or a single address. */
  readonly dhcpRanges: Blocks<Field<string>>;
  /** Whether DHCP is configured here at all. */
  readonly dhcp: Field<boolean>;
  /** Address of the DHCP server on it; null where it has none. */
  readonly dhcpServer: Field<string | null>;
}

/** A profile for DHCP: a server, or a relay to servers elsewhere. */
export interface DhcpProfile extends NsxObject {
  readonly kind: 'server' | 'relay';
  /** Addresses of the server itself with their prefix, or of the servers that a relay asks. */
  readonly serverAddresses: Blocks<Field<string>>;
}

export interface SegmentSecurityProfile extends NsxObject {
  readonly blocksDhcpServers: Field<boolean>;
  readonly blocksNonIp: Field<boolean>;
}

export interface SpoofGuardProfile extends NsxObject {
  /** Whether a port may only use the addresses bound to it. */
  readonly bindsAddresses: Field<boolean>;
}

export interface NatRule extends NsxObject {
  /** The tier-0, tier-1 or VPC that translates. */
  readonly gateway: Field<ObjectId>;
  /** `SNAT`, `DNAT`, `NO_SNAT`, `NO_DNAT`, `REFLEXIVE`, `NAT64`. */
  readonly action: Field<string>;
  /** Lower ones go first. */
  readonly priority: Field<number>;
  readonly enabled: Field<boolean>;
  /** Empty for any. */
  readonly sources: Blocks<Field<string>>;
  /** Empty for any. */
  readonly destinations: Blocks<Field<string>>;
  readonly translated: Blocks<Field<string>>;
  /** Policy path of the service it is for; null for any. */
  readonly service: Field<ObjectId | null>;
  readonly translatedPorts: Field<string | null>;
  /** What the gateway firewall sees: `MATCH_EXTERNAL_ADDRESS`, `MATCH_INTERNAL_ADDRESS`, `BYPASS`. */
  readonly firewallMatch: Field<string>;
  /** Interfaces it is applied to; empty for all. */
  readonly appliedTo: Members;
}

export interface IpPool extends NsxObject {
  readonly subnets: Blocks<IpPoolSubnet>;
}

export type IpPoolSubnet =
  | {
      readonly kind: 'static';
      readonly id: ObjectId;
      readonly cidr: Field<string>;
      readonly ranges: Blocks<{ readonly start: Field<string>; readonly end: Field<string> }>;
      readonly gateway: Field<string | null>;
    }
  | {
      readonly kind: 'block';
      readonly id: ObjectId;
      readonly block: Field<ObjectId>;
      /** Addresses it takes of the block: a power of 2. */
      readonly size: Field<number>;
    };

export interface IpBlock extends NsxObject {
  readonly cidrs: Blocks<Field<string>>;
  readonly visibility: Field<string | null>;
}
