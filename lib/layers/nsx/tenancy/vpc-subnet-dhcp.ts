import type { Construct } from 'constructs';
import { Cidr } from '../../../units';
import { checkProps, ifGiven } from '../../check';
import type { VpcSubnetDhcpConfig, VpcSubnetDhcpConfigDhcpServerAdditionalConfigOptions } from '../bindings';
import { dhcpOptionBlocks, type DhcpOptionsProps } from '../network/dhcp-options';
import { dhcpRanges } from '../network/dhcp-ranges';

export interface VpcDhcpServerProps extends DhcpOptionsProps {
  /**
   * IPv4 addresses of the subnet that the server does not lend: ranges such as `192.168.1.3-192.168.1.100`, or single ones.
   * @default - none
   */
  readonly reserved?: readonly string[];
}

const ANY_IPV4 = Cidr.of('0.0.0.0/0');

/** DHCP on a subnet of a VPC. Who serves it is said by the service profile of the VPC. */
export abstract class VpcSubnetDhcp {
  /** NSX's own server lends the addresses. */
  public static server(props: VpcDhcpServerProps = {}): VpcSubnetDhcp {
    return new Server(props);
  }

  /** Servers elsewhere lend the addresses. */
  public static relay(): VpcSubnetDhcp {
    return new Relay();
  }

  /** @internal */
  public abstract readonly _servedByNsx: boolean;

  /** @param cidr the range of the subnet; undefined where NSX chooses it. @internal */
  public abstract _vpcDhcp(subnet: Construct, cidr: Cidr | undefined): VpcSubnetDhcpConfig;
}

class Server extends VpcSubnetDhcp {
  public readonly _servedByNsx = true;

  public constructor(private readonly props: VpcDhcpServerProps) {
    super();
    checkProps(undefined, 'props of the DHCP server', props, []);
  }

  public _vpcDhcp(subnet: Construct, cidr: Cidr | undefined): VpcSubnetDhcpConfig {
    const { reserved, routes, options } = this.props;
    const reservedIpRanges = ifGiven(reserved, (ranges) => dhcpRanges(subnet, 'reserved of dhcp', ranges, cidr ?? ANY_IPV4, {}));
    const handedOut = routes === undefined && options === undefined ? undefined : this.options(subnet);
    return {
      mode: 'DHCP_SERVER',
      dhcpServerAdditionalConfig: reservedIpRanges === undefined && handedOut === undefined ? undefined : { reservedIpRanges, options: handedOut },
    };
  }

  private options(subnet: Construct): VpcSubnetDhcpConfigDhcpServerAdditionalConfigOptions {
    const { dhcpOption121, dhcpGenericOption } = dhcpOptionBlocks(subnet, ' of dhcp', this.props);
    return { option121: ifGiven(dhcpOption121, (staticRoute) => ({ staticRoute })), other: dhcpGenericOption };
  }
}

class Relay extends VpcSubnetDhcp {
  public readonly _servedByNsx = false;

  public _vpcDhcp(): VpcSubnetDhcpConfig {
    return { mode: 'DHCP_RELAY' };
  }
}
