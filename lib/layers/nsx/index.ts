export { nsxt } from './bindings';
export { EdgeCluster, type EdgeClusterAttributes, type EdgeClusterLookup, type IEdgeCluster } from './edge/edge-cluster';
export type { IGateway, ITier0Gateway, ITier1Gateway } from './edge/igateway';
export type { RouteAdvertisement, RouteAdvertisementRule } from './edge/route-advertisement';
export { type NextHop, StaticRoute, type StaticRouteProps } from './edge/static-route';
export { Tier0Gateway, type Tier0GatewayAttributes, type Tier0GatewayLookup } from './edge/tier0-gateway';
export { Tier1Gateway } from './edge/tier1-gateway';
export type { Tier1GatewayAttributes, Tier1GatewayLookup, Tier1GatewayProps } from './edge/tier1-gateway-props';
export type { DhcpOption, DhcpOptionsProps, DhcpRoute } from './network/dhcp-options';
export type { IDhcpProfile } from './network/dhcp-profile';
export { DhcpRelay, type DhcpRelayAttributes, type DhcpRelayProps } from './network/dhcp-relay';
export { DhcpServer, type DhcpServerAttributes, type DhcpServerLookup, type DhcpServerProps } from './network/dhcp-server';
export { DhcpStaticBinding, type DhcpStaticBindingOptions, type DhcpStaticBindingProps } from './network/dhcp-static-binding';
export type { ISegment } from './network/isegment';
export { Segment } from './network/segment';
export type {
  SegmentAttributes,
  SegmentBridge,
  SegmentCommonProps,
  SegmentLookup,
  SegmentPortGroupProps,
  SegmentProps,
  VlanSegmentProps,
} from './network/segment-props';
export {
  type ISegmentSecurityProfile,
  type RateLimits,
  SegmentSecurityProfile,
  type SegmentSecurityProfileAttributes,
  type SegmentSecurityProfileLookup,
  type SegmentSecurityProfileProps,
} from './network/segment-security-profile';
export type { SegmentAddressProps, SegmentSubnetProps } from './network/segment-subnet';
export {
  type ISpoofGuardProfile,
  SpoofGuardProfile,
  type SpoofGuardProfileAttributes,
  type SpoofGuardProfileLookup,
  type SpoofGuardProfileProps,
} from './network/spoof-guard-profile';
export type { ExcludedRange, SubnetDhcpProps } from './network/subnet-dhcp';
export {
  type ITransportZone,
  TransportZone,
  type TransportZoneAttributes,
  type TransportZoneLookup,
  type TransportZoneType,
} from './network/transport-zone';
export type { VlanIds } from './network/vlan-ids';
export { VlanSegment } from './network/vlan-segment';
export { MINIMUM_NSX_PROVIDER_VERSION, NsxManager, type NsxManagerProps } from './nsx-manager';
export type { GroupCondition, GroupKey, GroupMemberType, GroupOperator } from './group/condition';
export type { DirectoryGroup } from './group/directory-group';
export type { RuleEndpoint } from './group/endpoint';
export { Group, type GroupAttributes, type GroupLookup, type GroupProps, type GroupType, type IGroup } from './group/group';
export { type ExternalIdType, GroupMembers } from './group/group-members';
export type { Machines, MachineSet } from './group/machine-set';
export { MachineTags, type MachineTagsProps, type PortTags } from './group/machine-tags';
export type { MachineQuery, MemberQuery, TextQuery } from './group/member-query';
export type { AppId, ContextAttributes } from './service/context-attributes';
export {
  ContextProfile,
  type ContextProfileAttributes,
  type ContextProfileLookup,
  type ContextProfileProps,
  type IContextProfile,
} from './service/context-profile';
export type { Ports } from './service/ports';
export type { RuleService } from './service/rule-service';
export { type IService, Service, type ServiceAttributes, type ServiceLookup, type ServiceProps } from './service/service';
export { type Algorithm, type AlgorithmProps, type IcmpProps, type PortSetProps, ServiceEntry } from './service/service-entry';
export type { NsxTag } from './tag';
export type { NsxObjectProps } from './nsx-object';
export { type IIpBlock, IpBlock, type IpBlockAttributes, type IpBlockLookup, type IpBlockProps, type IpBlockVisibility } from './address/ip-block';
export { type IIpPool, IpPool, type IpPoolAttributes, type IpPoolLookup, type IpPoolProps } from './address/ip-pool';
export { type BlockSubnetProps, type FixedSubnetProps, IpPoolSubnet } from './address/ip-pool-subnet';
export type { IpRange } from './address/ip-range';
export type { NatNetwork } from './nat/nat-networks';
export { NatRule } from './nat/nat-rule';
export type {
  DnatRuleProps,
  Nat64RuleProps,
  NatFirewallMatch,
  NatRuleCommonProps,
  NoDnatRuleProps,
  NoSnatRuleProps,
  ReflexiveNatRuleProps,
  SnatRuleProps,
  TranslatingNatRuleProps,
} from './nat/nat-rule-props';
export type { ISpace, IVpcSpace } from './space';
export { type IProject, Project, type ProjectAttributes, type ProjectLookup, type ProjectProps } from './tenancy/project';
export { type ITransitGateway, TransitGateway, type TransitGatewayAttributes, type TransitGatewayLookup } from './tenancy/transit-gateway';
export { type IVpc, Vpc, type VpcAttributes, type VpcLookup, type VpcProps } from './tenancy/vpc';
export {
  type IVpcConnectivityProfile,
  VpcConnectivityProfile,
  type VpcConnectivityProfileAttributes,
  type VpcConnectivityProfileLookup,
  type VpcConnectivityProfileProps,
  type VpcServiceGateway,
} from './tenancy/vpc-connectivity-profile';
export {
  type IVpcServiceProfile,
  type VpcDhcpServer,
  VpcServiceProfile,
  type VpcServiceProfileAttributes,
  type VpcServiceProfileProps,
} from './tenancy/vpc-service-profile';
export { type IVpcSubnet, VpcSubnet } from './tenancy/vpc-subnet';
export { type VpcDhcpServerProps, VpcSubnetDhcp } from './tenancy/vpc-subnet-dhcp';
export type { VpcSubnetAccessMode, VpcSubnetAttributes, VpcSubnetLookup, VpcSubnetProps } from './tenancy/vpc-subnet-props';
export type { AppliedTo } from './firewall/applied-to';
export { DefaultFirewall, type DefaultFirewallProps } from './firewall/default-firewall';
export { DefaultGatewayFirewall, type DefaultGatewayFirewallProps } from './firewall/default-gateway-firewall';
export { FirewallExclusion, type FirewallExclusionProps } from './firewall/firewall-exclusion';
export { type FirewallCategory, FirewallPolicy, type FirewallPolicyProps } from './firewall/firewall-policy';
export { type GatewayFirewallCategory, GatewayFirewallPolicy, type GatewayFirewallPolicyProps } from './firewall/gateway-firewall-policy';
export type { PolicyPlacement } from './firewall/policy-order';
export type { FirewallPolicyCommonProps } from './firewall/policy-props';
export type {
  FirewallDirection,
  FirewallRuleCommonProps,
  FirewallRuleProps,
  FirewallServices,
  GatewayFirewallRuleProps,
} from './firewall/rule-props';
