import type { Duration } from 'cdk8s';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkProps, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { SEGMENT } from '../../kind';
import { checkSeconds } from '../../vsphere/durations';
import { nsxt, type PolicyDhcpV4StaticBinding } from '../bindings';
import { checkKindHere, nsxConnectionOf } from '../connection';
import { checkLength, type NsxObjectProps, objectConfig } from '../nsx-object';
import { projectContext, spaceOf } from '../space';
import { checkAddress, checkHostAddress, isSameAddress } from './addresses';
import { checkBinding } from './check-binding';
import { dhcpOptionBlocks, type DhcpOptionsProps } from './dhcp-options';
import type { ISegment } from './isegment';
import { checkMac } from './mac-address';
import { LEASE_SECONDS } from './subnet-dhcp';

export interface DhcpStaticBindingOptions extends NsxObjectProps, DhcpOptionsProps {
  /** MAC address of the machine, with colons. */
  readonly macAddress: string;

  /** The IPv4 address that it gets, in a subnet of the segment. */
  readonly ipAddress: string;

  /**
   * The name that it is given, of at most 63 characters.
   * @default - none
   */
  readonly hostname?: string;

  /**
   * Address of the gateway that it is told of.
   * @default - that of the subnet
   */
  readonly gatewayAddress?: string;

  /**
   * How long the address is lent, in whole seconds from 60.
   * @default Duration.days(1)
   */
  readonly leaseTime?: Duration;
}

export interface DhcpStaticBindingProps extends DhcpStaticBindingOptions {
  /** The segment that the machine is on. The binding lies in the segment's own project. Another one makes Terraform replace it. */
  readonly segment: ISegment;
}

const DHCP_STATIC_BINDING = Symbol.for('cdk-strata.DhcpStaticBinding');
const LONGEST_HOSTNAME = 63;

/**
 * A fixed IPv4 address that DHCP gives to the machine of a MAC address. The segment needs a DHCP server of its own.
 *
 * @throws when the MAC address is none, the address lies outside of the segment's subnets, or is that of the gateway or of its DHCP server,
 * one of them is bound on the segment already, or the segment is known to have no DHCP server of its own
 */
export class DhcpStaticBinding extends Construct {
  public static isDhcpStaticBinding(x: unknown): x is DhcpStaticBinding {
    return isBranded(x, DHCP_STATIC_BINDING);
  }

  public readonly ipAddress: string;
  public readonly resource: PolicyDhcpV4StaticBinding;

  public constructor(scope: Construct, id: string, props: DhcpStaticBindingProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['segment', 'macAddress', 'ipAddress']);
    recordOrigin(this);
    brand(this, DHCP_STATIC_BINDING);

    const segment = checkKindHere(this, 'segment', props.segment, SEGMENT);
    const space = spaceOf(segment);
    if (space?.vpcId !== undefined) {
      throw new ConstructError(
        this,
        `segment ${segment.node.path} is a subnet of the VPC ${space.node.path}, whose bindings are of another kind; give a segment outside of a VPC`,
      );
    }
    const gatewayAddress = ifGiven(props.gatewayAddress, (address) => checkAddress(this, 'gatewayAddress', address, 4));
    this.ipAddress = this.checkIpAddress(props.ipAddress, segment, gatewayAddress);
    const macAddress = checkMac(this, 'macAddress', props.macAddress);
    checkBinding(segment, { construct: this, macAddress, ipAddress: this.ipAddress });
    this.resource = new nsxt.PolicyDhcpV4StaticBinding(this, 'Default', {
      provider: nsxConnectionOf(this),
      ...projectContext(segment),
      ...objectConfig(this, props),
      segmentPath: segment.segmentPath,
      macAddress,
      ipAddress: this.ipAddress,
      gatewayAddress,
      hostname: ifGiven(props.hostname, (name) => checkLength(this, 'hostname', name, LONGEST_HOSTNAME)),
      leaseTime: ifGiven(props.leaseTime, (time) => checkSeconds(this, 'leaseTime', time, LEASE_SECONDS)),
      ...dhcpOptionBlocks(this, '', props),
    });
  }

  private checkIpAddress(address: string, { cidrs, node }: ISegment, gatewayAddress: string | undefined): string {
    checkAddress(this, 'ipAddress', address, 4);
    if (gatewayAddress !== undefined && isSameAddress(address, gatewayAddress)) {
      throw new ConstructError(this, `ipAddress ${address} is the gatewayAddress; give another address of the subnet`);
    }
    const ranges = cidrs?.filter(({ version }) => version === 4) ?? [];
    if (ranges.length === 1) return checkHostAddress(this, `ipAddress (on ${node.path})`, address, ranges[0]!);
    if (ranges.length === 0 || Token.isUnresolved(address) || ranges.some((range) => range.contains(address))) return address;
    throw new ConstructError(
      this,
      `ipAddress ${address} lies in no subnet of ${node.path}, which has ${ranges.map(String).join(' and ')}; give one in these`,
    );
  }
}
