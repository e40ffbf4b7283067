import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import type { Cidr } from '../../../units';
import { checkFlag, checkKind, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { CIDR, VPC_SUBNET_DHCP } from '../../kind';
import { checkPowerOf2 } from '../address/ip-pool-subnet';
import type { VpcSubnetAdvancedConfig, VpcSubnetDhcpConfig } from '../bindings';
import { checkHostAddress, isSameAddress } from '../network/addresses';
import type { IVpcSpace } from '../space';
import type { IVpc } from './vpc';
import type { VpcSubnetProps } from './vpc-subnet-props';

/** Bounds of `ipv4_subnet_size` in NSX's API. */
const SIZES = { low: 8, high: 65_536 };

/** What says the addresses of a subnet. */
const ADDRESSING = ['size', 'cidr', 'ipBlocks', 'gatewayAddress', 'dhcpServerAddress'] as const;

/** @throws when what says the addresses of a subnet does not go together */
export function checkAddressing(subnet: Construct, vpc: IVpcSpace, props: VpcSubnetProps): void {
  const { accessMode, size, cidr, vlanConnection } = props;
  ifGiven(cidr, (range) => checkIpv4(subnet, range));
  ifGiven(size, (addresses) => checkPowerOf2(subnet, 'size', addresses, SIZES));
  if (size !== undefined && cidr !== undefined) {
    throw new ConstructError(subnet, `cidr ${cidr.toString()} says how many addresses there are; leave out size, or cidr where NSX may choose`);
  }
  const given = ADDRESSING.find((each) => props[each] !== undefined);
  if (vlanConnection !== undefined && given !== undefined) {
    throw new ConstructError(subnet, `the VLAN connection says the addresses, and ${given} is given; leave it out, or vlanConnection`);
  }
  if (accessMode === 'l2Only' && given !== undefined) {
    throw new ConstructError(
      subnet,
      `a subnet that is l2Only has no addresses of NSX, and ${given} is given; leave it out, or choose another accessMode`,
    );
  }
  if (accessMode === 'isolated' && cidr === undefined)
    throw new ConstructError(subnet, 'an isolated subnet takes no addresses of the VPC; give cidr');
  checkPrivate(subnet, vpc, props);
}

/** The addresses of a private subnet come from the ranges of the VPC, where nothing else says where from. */
function checkPrivate(subnet: Construct, vpc: IVpc, { accessMode = 'private', size, cidr, ipBlocks, vlanConnection }: VpcSubnetProps): void {
  const { privateRanges } = vpc;
  if (accessMode !== 'private' || privateRanges === undefined || (ipBlocks ?? vlanConnection) !== undefined) return;
  if (privateRanges.length === 0) {
    throw new ConstructError(subnet, `a private subnet takes addresses of the VPC, and ${vpc.node.path} has none; give that privateRanges`);
  }
  if (cidr !== undefined && !privateRanges.some((range) => range.contains(cidr))) {
    throw new ConstructError(
      subnet,
      `cidr ${cidr.toString()} of a private subnet lies outside the privateRanges of ${vpc.node.path}, ${privateRanges.map(String).join(' and ')}; give one in these, or choose another accessMode`,
    );
  }
  if (size === undefined || Token.isUnresolved(size)) return;
  const largest = privateRanges.map((range) => range.last - range.first + 1n).reduce((a, b) => (a > b ? a : b));
  if (BigInt(size) <= largest) return;
  throw new ConstructError(subnet, `size is ${size}, and no private range of ${vpc.node.path} has more than ${largest} addresses`);
}

function checkIpv4(subnet: Construct, cidr: Cidr): void {
  if (checkKind(subnet, 'cidr', cidr, CIDR).version === 4) return;
  throw new ConstructError(subnet, `cidr must be IPv4, which is all that a VPC has, got ${cidr.toString()}`);
}

/** How it hangs on the gateway of the VPC. What is left out of it stays as it was, so that it is always said. */
export function gatewayConfig(subnet: Construct, props: VpcSubnetProps): VpcSubnetAdvancedConfig {
  const { gatewayAddress, dhcpServerAddress, vlanConnection, connected } = props;
  const gateway = withPrefix(subnet, 'gatewayAddress', gatewayAddress, props.cidr);
  const server = withPrefix(subnet, 'dhcpServerAddress', dhcpServerAddress, props.cidr);
  if (gatewayAddress !== undefined && dhcpServerAddress !== undefined && isSameAddress(gatewayAddress, dhcpServerAddress)) {
    throw new ConstructError(
      subnet,
      `dhcpServerAddress ${dhcpServerAddress} is the address of the gateway; give another of ${props.cidr!.toString()}`,
    );
  }
  // A subnet that extends a VLAN follows the connection.
  const state = connected ?? (vlanConnection === undefined ? true : undefined);
  return {
    gatewayAddresses: ifGiven(gateway, (address) => [address]),
    dhcpServerAddresses: ifGiven(server, (address) => [address]),
    connectivityState: ifGiven(state, (each) => (checkFlag(subnet, 'connected', each) ? 'CONNECTED' : 'DISCONNECTED')),
  };
}

function withPrefix(subnet: Construct, what: string, address: string | undefined, cidr: Cidr | undefined): string | undefined {
  if (address === undefined) return undefined;
  if (cidr === undefined) throw new ConstructError(subnet, `${what} needs a range; give cidr too`);
  return `${checkHostAddress(subnet, what, address, cidr)}/${cidr.prefix}`;
}

/** What is left out stays as it was, so that it is always said. */
export function subnetDhcpConfig(subnet: Construct, { dhcp, dhcpServerAddress, cidr, staticIpAllocation }: VpcSubnetProps): VpcSubnetDhcpConfig {
  ifGiven(dhcp, (each) => checkKind(subnet, 'dhcp', each, VPC_SUBNET_DHCP));
  if (dhcpServerAddress !== undefined && dhcp?._servedByNsx !== true) {
    throw new ConstructError(subnet, 'dhcpServerAddress is for a server of NSX; give `dhcp: VpcSubnetDhcp.server()` too, or leave it out');
  }
  if (dhcp !== undefined && staticIpAllocation === true) {
    throw new ConstructError(subnet, 'staticIpAllocation gives addresses without DHCP; leave out one of staticIpAllocation and dhcp');
  }
  return dhcp?._vpcDhcp(subnet, cidr) ?? { mode: 'DHCP_DEACTIVATED' };
}
