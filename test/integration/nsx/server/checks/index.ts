import { checkBlockSubnet, checkDhcpServer, checkNatRule, checkStaticSubnet } from './addresses';
import type { Check } from './check';
import { checkExcludeList, checkPolicy, checkRule, checkServiceEntry } from './firewall';
import { checkGroup } from './groups';
import { checkSegment, checkStaticBinding } from './segments';
import { checkAttachment, checkVpc, checkVpcSubnet } from './tenancy';

/** What the documentation asks of an object beyond its attributes taken one by one, by type. */
export const CHECKS: Readonly<Record<string, Check>> = {
  Segment: checkSegment,
  DhcpV4StaticBindingConfig: checkStaticBinding,
  DhcpServerConfig: checkDhcpServer,
  IpAddressPoolStaticSubnet: checkStaticSubnet,
  IpAddressPoolBlockSubnet: checkBlockSubnet,
  PolicyNatRule: checkNatRule,
  PolicyVpcNatRule: checkNatRule,
  Group: checkGroup,
  SecurityPolicy: checkPolicy,
  GatewayPolicy: checkPolicy,
  Rule: checkRule,
  L4PortSetServiceEntry: checkServiceEntry,
  PolicyExcludeList: checkExcludeList,
  Vpc: checkVpc,
  VpcAttachment: checkAttachment,
  VpcSubnet: checkVpcSubnet,
};

export { policyTies } from './firewall';
