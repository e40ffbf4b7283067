import type { Construct } from 'constructs';
import type { Cidr } from '../../../units';
import { checkKind, checkKinds } from '../../check';
import { ConstructError } from '../../construct-error';
import { CIDR, type Kind } from '../../kind';
import type { PolicySegmentSubnet } from '../bindings';
import { checkHostAddress, firstHostAddress } from './addresses';
import { subnetDhcp, type SubnetDhcpProps } from './subnet-dhcp';

/** A range of addresses of a segment. */
export interface SegmentSubnetProps {
  /** The network, such as `Cidr.of('10.20.0.0/23')`. */
  readonly cidr: Cidr;

  /**
   * Address of the gateway in it.
   * @default - its first address
   */
  readonly gatewayAddress?: string;

  /**
   * DHCP on it.
   * @default - none
   */
  readonly dhcp?: SubnetDhcpProps;
}

/** The first subnet of a segment, flat, and further ones. */
export interface SegmentAddressProps {
  /**
   * The network that its addresses come from.
   * @default - none: a segment of layer 2 only
   */
  readonly cidr?: Cidr;

  /**
   * Address of the gateway in `cidr`.
   * @default - the first address of `cidr`
   */
  readonly gatewayAddress?: string;

  /**
   * DHCP in `cidr`.
   * @default - none
   */
  readonly dhcp?: SubnetDhcpProps;

  /**
   * Further networks on the segment, such as that of IPv6. At most one of all is IPv4 (the provider's schema, `subnet`).
   * @default - none
   */
  readonly subnets?: readonly SegmentSubnetProps[];
}

const SUBNET: Kind = { member: 'cidr', name: 'a subnet', repair: "give one such as `{ cidr: Cidr.of('2001:db8::/64') }`" };

/** A subnet, and where it stands in the props: ` of subnets[0]`. */
interface Placed {
  readonly subnet: SegmentSubnetProps;
  readonly place: string;
}

/**
 * The subnets of a segment as the provider takes them: each with the address of its gateway and the length of its prefix.
 *
 * @returns undefined for none
 * @throws when an address or DHCP is given and no range, two ranges overlap or are IPv4, an address lies outside its range or is taken
 */
export function subnetBlocks(segment: Construct, props: SegmentAddressProps): PolicySegmentSubnet[] | undefined {
  const subnets = subnetsOf(segment, props).map(({ subnet, place }) => {
    const { cidr } = subnet;
    const first = firstHostAddress(segment, `cidr${place}`, cidr);
    const gateway = subnet.gatewayAddress === undefined ? first : checkHostAddress(segment, `gatewayAddress${place}`, subnet.gatewayAddress, cidr);
    return {
      cidr: `${gateway}/${cidr.prefix}`,
      ...(subnet.dhcp !== undefined && subnetDhcp(segment, `dhcp${place}`, subnet.dhcp, cidr, gateway)),
    };
  });
  return subnets.length === 0 ? undefined : subnets;
}

/** The ranges of a segment, that of `cidr` first; undefined where there is none. */
export function rangesOf({ cidr, subnets = [] }: SegmentAddressProps): Cidr[] | undefined {
  const ranges = [...(cidr === undefined ? [] : [cidr]), ...subnets.map((subnet) => subnet.cidr)];
  return ranges.length === 0 ? undefined : ranges;
}

/** All that has DHCP. */
export function dhcpOf({ dhcp, subnets = [] }: SegmentAddressProps): SubnetDhcpProps[] {
  return [dhcp, ...subnets.map((subnet) => subnet.dhcp)].filter((each) => each !== undefined);
}

function subnetsOf(segment: Construct, { cidr, gatewayAddress, dhcp, subnets = [] }: SegmentAddressProps): Placed[] {
  if (cidr === undefined && (gatewayAddress !== undefined || dhcp !== undefined)) {
    throw new ConstructError(segment, `${gatewayAddress === undefined ? 'dhcp' : 'gatewayAddress'} needs a range; give cidr too`);
  }
  const flat = cidr === undefined ? [] : [{ subnet: { cidr, gatewayAddress, dhcp }, place: '' }];
  const further = checkKinds(segment, 'subnets', subnets, SUBNET).map((subnet, index) => ({ subnet, place: ` of subnets[${index}]` }));
  const all = [...flat, ...further];
  const ranges = all.map(({ subnet, place }) => checkKind(segment, `cidr${place}`, subnet.cidr, CIDR));
  ranges.forEach((range, index) => {
    const other = ranges.slice(0, index).find((each) => each.overlaps(range));
    if (other !== undefined) throw new ConstructError(segment, `subnets ${other.toString()} and ${range.toString()} overlap; give ranges apart`);
  });
  const [first, second] = ranges.filter(({ version }) => version === 4);
  if (second === undefined) return all;
  throw new ConstructError(
    segment,
    `NSX takes one IPv4 network on a segment, got ${first!.toString()} and ${second.toString()}; make a segment for each`,
  );
}
