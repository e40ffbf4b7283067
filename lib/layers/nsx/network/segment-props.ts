import type { IDatacenter, IDistributedSwitch } from '../../vsphere';
import type { IGateway } from '../edge/igateway';
import type { NsxObjectProps } from '../nsx-object';
import type { IDhcpProfile } from './dhcp-profile';
import type { SegmentAddressProps } from './segment-subnet';
import type { ISegmentSecurityProfile } from './segment-security-profile';
import type { ISpoofGuardProfile } from './spoof-guard-profile';
import type { ITransportZone } from './transport-zone';
import type { VlanIds } from './vlan-ids';

/** Where vCenter has the port group of a segment, which bears the segment's name. */
export interface SegmentPortGroupProps {
  /**
   * The distributed switch on which machines meet the segment, where its transport zone spans several.
   * @default - found by the name of the segment alone
   */
  readonly switch?: IDistributedSwitch;

  /**
   * Where vCenter has its port group.
   * @default - the datacenter of the switch, else that of whatever is attached
   */
  readonly datacenter?: IDatacenter;
}

/** Extends a segment to a VLAN outside of NSX. */
export interface SegmentBridge {
  /** Policy path of the edge bridge profile. */
  readonly profilePath: string;

  /** A transport zone for VLANs, of the edges of the profile. */
  readonly transportZone: ITransportZone;

  /** VLANs that it is bridged to. */
  readonly vlans: readonly VlanIds[];

  /**
   * Name of the uplink teaming policy of the edges.
   * @default - the edges' default one
   */
  readonly uplinkTeamingPolicy?: string;
}

/** What segments on an overlay and on VLANs have in common. */
export interface SegmentCommonProps extends NsxObjectProps, SegmentAddressProps, SegmentPortGroupProps {
  /**
   * A DHCP server of its own, or a relay.
   * @default - that of its gateway, where that has one
   */
  readonly dhcpProfile?: IDhcpProfile;

  /**
   * What machines on it may not send: DHCP answers, BPDUs, floods.
   * @default - NSX's own profile
   */
  readonly securityProfile?: ISegmentSecurityProfile;

  /**
   * Whether its ports may only use the addresses bound to them.
   * @default - NSX's own profile, which binds none
   */
  readonly spoofGuardProfile?: ISpoofGuardProfile;

  /**
   * Policy path of its IP discovery profile.
   * @default - NSX's own
   */
  readonly ipDiscoveryProfilePath?: string;

  /**
   * Policy path of its MAC discovery profile.
   * @default - NSX's own
   */
  readonly macDiscoveryProfilePath?: string;

  /**
   * Policy path of its QoS profile.
   * @default - NSX's own
   */
  readonly qosProfilePath?: string;

  /**
   * Domain name of what is on it.
   * @default - none
   */
  readonly domainName?: string;

  /**
   * Name of an uplink teaming policy of its transport zone.
   * @default - the default one of the hosts' switches
   */
  readonly uplinkTeamingPolicy?: string;

  /**
   * Policy path of the IP pool that its ports take addresses from.
   * @default - none
   */
  readonly addressPoolPath?: string;

  /**
   * Bridges to VLANs outside of NSX.
   * @default - none
   */
  readonly bridges?: readonly SegmentBridge[];

  /**
   * Scopes of tags that others put on it and Terraform is to leave alone.
   * @default - none: Terraform takes away tags that the program does not name
   */
  readonly ignoreTagScopes?: readonly string[];
}

export interface SegmentProps extends SegmentCommonProps {
  /**
   * The tier-0 or tier-1 gateway that it hangs on.
   * @default - none: what is on it reaches itself only
   */
  readonly gateway?: IGateway;

  /**
   * Whether it is connected to its gateway.
   * @default true
   */
  readonly connected?: boolean;

  /**
   * An overlay transport zone. Another one makes Terraform replace the segment. In a project it is left out: NSX takes the
   * project's own.
   * @default - the one that the NSX manager names
   */
  readonly transportZone?: ITransportZone;

  /**
   * How floods reach the hosts: by one of each rack's network, or from the sender to each.
   * @default 'hierarchicalTwoTier'
   */
  readonly replicationMode?: 'hierarchicalTwoTier' | 'headEnd';

  /**
   * Whether packets whose sender could not be reached by the way they come are dropped at the gateway (uRPF).
   * @default 'strict'
   */
  readonly urpfMode?: 'strict' | 'none';

  /**
   * Whether the gateway forwards multicast to it.
   * @default - as NSX has it
   */
  readonly multicast?: boolean;

  /**
   * Whether machines work in the network below and still reach the overlay, in a standard transport zone. NSX changes it on no segment
   * that exists.
   * @default false
   */
  readonly hybrid?: boolean;

  /**
   * Whether its packets leave at the site of their sender, for a segment over several sites.
   * @default false
   */
  readonly localEgress?: boolean;

  /**
   * Its VNI.
   * @default - NSX chooses
   */
  readonly overlayId?: number;

  /**
   * Policy paths of layer 2 VPN sessions that extend it.
   * @default - none
   */
  readonly l2VpnPaths?: readonly string[];

  /**
   * Its id in the layer 2 VPN, from 1 to 4093.
   * @default - none
   */
  readonly l2VpnTunnelId?: number;
}

export interface VlanSegmentProps extends SegmentCommonProps {
  /** Its VLANs. With several, machines tag their traffic themselves. */
  readonly vlans: readonly VlanIds[];

  /** A transport zone for VLANs. Another one makes Terraform replace the segment. */
  readonly transportZone: ITransportZone;
}

export interface SegmentLookup extends SegmentPortGroupProps {
  /** Name in NSX, in the project that it is looked up in. */
  readonly name: string;
}

export interface SegmentAttributes extends SegmentPortGroupProps {
  /** Policy path, such as `/infra/segments/nodes`. */
  readonly segmentPath: string;

  /**
   * Its name in NSX.
   * @default - not known
   */
  readonly segmentName?: string;

  /**
   * Managed object id of its port group in vCenter.
   * @default - looked up by the name of the segment
   */
  readonly networkId?: string;
}
