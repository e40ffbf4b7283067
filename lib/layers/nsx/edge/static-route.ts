import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import type { Cidr } from '../../../units';
import { brand, isBranded } from '../../brand';
import { checkKind, checkProps, checkWhole, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { CIDR } from '../../kind';
import { nsxt, type PolicyStaticRoute, type PolicyStaticRouteNextHop } from '../bindings';
import { nsxConnectionOf } from '../connection';
import { checkAddress } from '../network/addresses';
import { checkPolicyPath, type NsxObjectProps, objectConfig } from '../nsx-object';
import { checkOutsideVpc } from '../outside-vpc';
import { projectContext } from '../space';
import { checkGateway } from './check-gateway';
import type { IGateway } from './igateway';

/** Where packets go next: an address, an interface, or an address on an interface. */
export interface NextHop {
  /**
   * Address of the next router, of the same version as the network.
   * @default - none; then the interface tells it
   */
  readonly address?: string;

  /**
   * Policy path of the interface that leads to it.
   * @default - whichever does
   */
  readonly interfacePath?: string;

  /**
   * Cost, from 1 to 255: the cheapest that works is taken.
   * @default 1
   */
  readonly adminDistance?: number;
}

export interface StaticRouteProps extends NsxObjectProps {
  /** The gateway that has it. The route lies in the gateway's own project. */
  readonly gateway: IGateway;

  /** Where the packets are going: a network, or `Cidr.of('0.0.0.0/0')` for all that no other route knows. */
  readonly network: Cidr;

  /** At least one. */
  readonly nextHops: readonly NextHop[];
}

const STATIC_ROUTE = Symbol.for('cdk-strata.StaticRoute');

/**
 * A static route of a gateway. Another gateway makes Terraform replace it.
 *
 * @throws when it has no next hop, or one of another version of IP, or one that is neither an address nor an interface
 */
export class StaticRoute extends Construct {
  public static isStaticRoute(x: unknown): x is StaticRoute {
    return isBranded(x, STATIC_ROUTE);
  }

  public readonly resource: PolicyStaticRoute;

  public constructor(scope: Construct, id: string, props: StaticRouteProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['gateway', 'network', 'nextHops']);
    recordOrigin(this);
    brand(this, STATIC_ROUTE);
    checkOutsideVpc(this, 'static routes', 'make it outside of the VPC, for a gateway of the project');
    const gateway = checkGateway(this, 'gateway', props.gateway);
    const network = checkKind(this, 'network', props.network, CIDR);
    this.resource = new nsxt.PolicyStaticRoute(this, 'Default', {
      provider: nsxConnectionOf(this),
      ...(gateway.tier === 1 && projectContext(gateway)), // a tier-0 lies in no project
      ...objectConfig(this, props),
      gatewayPath: gateway.gatewayPath,
      network: network.toString(),
      nextHop: this.nextHops(props.nextHops, network),
    });
  }

  private nextHops(hops: readonly NextHop[], network: Cidr): PolicyStaticRouteNextHop[] {
    if (!Array.isArray(hops) || hops.length === 0) {
      throw new ConstructError(this, "nextHops must name at least one; give one such as `{ address: '10.20.0.254' }`");
    }
    return (hops as readonly NextHop[]).map((hop, index) => {
      const what = `nextHops[${index}]`;
      checkProps(this, what, hop, []);
      if (hop.address === undefined && hop.interfacePath === undefined) {
        throw new ConstructError(this, `${what} leads nowhere; give its address, or its interfacePath`);
      }
      return {
        ipAddress: ifGiven(hop.address, (address) => checkAddress(this, `address of ${what}`, address, network.version)),
        interface: ifGiven(hop.interfacePath, (path) => checkPolicyPath(this, `interfacePath of ${what}`, path)),
        adminDistance: ifGiven(hop.adminDistance, (distance) => checkWhole(this, `adminDistance of ${what}`, distance, { low: 1, high: 255 })),
      };
    });
  }
}
