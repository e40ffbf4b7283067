import type { Cidr } from '../../../units';
import type { IIpBlock } from '../address/ip-block';
import type { NsxObjectProps } from '../nsx-object';
import type { VpcSubnetDhcp } from './vpc-subnet-dhcp';

/**
 * Who reaches a subnet: the VPC alone (`private`), the VPCs of the project too (`privateTgw`), everybody (`public`), nobody of the VPC
 * (`isolated`, which NSX is about to drop), or whoever is on it, with addresses that are no business of NSX (`l2Only`).
 */
export type VpcSubnetAccessMode = 'private' | 'privateTgw' | 'public' | 'isolated' | 'l2Only';

export interface VpcSubnetProps extends NsxObjectProps {
  /**
   * Who reaches it. Another mode makes another subnet.
   * @default 'private'
   */
  readonly accessMode?: VpcSubnetAccessMode;

  /**
   * How many addresses NSX takes for it: a power of 2 from 8 to 65536. Another size makes another subnet.
   * @default - given by `cidr`, else 64
   */
  readonly size?: number;

  /**
   * Its IPv4 range. Another one makes another subnet.
   * @default - chosen by NSX
   */
  readonly cidr?: Cidr;

  /**
   * Blocks to take the addresses from: private ones of the VPC, or those of its connectivity profile.
   * @default - chosen by NSX as the access mode says
   */
  readonly ipBlocks?: readonly IIpBlock[];

  /**
   * Address of the gateway in `cidr`.
   * @default - chosen by NSX
   */
  readonly gatewayAddress?: string;

  /**
   * Whether it is connected to the gateway of the VPC, and through that to other subnets.
   * @default true
   */
  readonly connected?: boolean;

  /**
   * How machines on it get their addresses by DHCP.
   * @default - not at all
   */
  readonly dhcp?: VpcSubnetDhcp;

  /**
   * Address of NSX's DHCP server in `cidr`.
   * @default - chosen by NSX
   */
  readonly dhcpServerAddress?: string;

  /**
   * Whether NSX gives each port an address of the subnet by itself, which goes without DHCP only.
   * @default - as NSX has it
   */
  readonly staticIpAllocation?: boolean;

  /**
   * Policy path of a distributed VLAN connection, for a subnet that extends a VLAN. That says its addresses. NSX 9.1 and later.
   * @default - none
   */
  readonly vlanConnection?: string;
}

export interface VpcSubnetLookup {
  /** Name in NSX. */
  readonly name: string;

  /**
   * Its range.
   * @default - not known
   */
  readonly cidr?: Cidr;
}

export interface VpcSubnetAttributes {
  /** Policy path, such as `/orgs/default/projects/shop/vpcs/web/subnets/front`. */
  readonly segmentPath: string;

  /** Name in NSX, which its network in vCenter bears as well. */
  readonly segmentName: string;

  /**
   * Its range.
   * @default - not known
   */
  readonly cidr?: Cidr;
}
