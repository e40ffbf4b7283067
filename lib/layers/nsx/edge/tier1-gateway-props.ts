import type { IDhcpProfile } from '../network/dhcp-profile';
import type { NsxObjectProps } from '../nsx-object';
import type { IEdgeCluster } from './edge-cluster';
import type { ITier0Gateway } from './igateway';
import type { RouteAdvertisement, RouteAdvertisementRule } from './route-advertisement';

export interface Tier1GatewayProps extends NsxObjectProps {
  /**
   * The tier-0 gateway that it hangs on.
   * @default - none: nothing outside of its own segments is reached
   */
  readonly tier0?: ITier0Gateway;

  /**
   * The edges that its services run on: NAT, gateway firewall, DHCP, VPN.
   * @default - the one that the NSX manager names; none in a project, and none where that names none or `haMode` is
   * `distributedOnly`
   */
  readonly edgeCluster?: IEdgeCluster;

  /**
   * Policy paths of the edge nodes it prefers, the active one first.
   * @default - NSX chooses
   */
  readonly preferredEdgePaths?: readonly string[];

  /**
   * How its service router runs on the edges. One that is `distributedOnly` has none, and no services.
   * @default - NSX chooses: `activeStandby` where it has an edge cluster
   */
  readonly haMode?: 'activeStandby' | 'activeActive' | 'distributedOnly';

  /**
   * Whether the preferred edge takes its place again once it is back.
   * @default 'preemptive'
   */
  readonly failoverMode?: 'preemptive' | 'nonPreemptive';

  /**
   * Whether NSX makes a new standby on another edge where the edge of one fails.
   * @default false
   */
  readonly standbyRelocation?: boolean;

  /**
   * Whether its gateway firewall is on. It is enforced only where the gateway has an edge cluster.
   * @default true
   */
  readonly firewall?: boolean;

  /**
   * Whether packets are logged that only the default rule of its firewall meets.
   * @default false
   */
  readonly defaultRuleLogging?: boolean;

  /**
   * The routes it tells its tier-0 of; `[]` for none.
   * @default ['connected'] on a tier-0, else none
   */
  readonly routeAdvertisement?: readonly RouteAdvertisement[];

  /**
   * Which routes of those kinds it tells of, in this order.
   * @default - all of them
   */
  readonly routeAdvertisementRules?: readonly RouteAdvertisementRule[];

  /**
   * How much room its service router gets on the edges: routing, or a load balancer of a size. Another one makes Terraform replace
   * the gateway.
   * @default 'routing'
   */
  readonly poolAllocation?: 'routing' | 'lbSmall' | 'lbMedium' | 'lbLarge' | 'lbXlarge';

  /**
   * The DHCP profile that its segments use where they have none of their own.
   * @default - none
   */
  readonly dhcp?: IDhcpProfile;

  /**
   * What it is for in VMware Cloud on AWS, which alone asks for it. A routed or translating one needs a tier-0.
   * @default - none
   */
  readonly type?: 'routed' | 'isolated' | 'natted';

  /**
   * Policy path of the QoS profile for traffic from its tier-0.
   * @default - none
   */
  readonly ingressQosProfilePath?: string;

  /**
   * Policy path of the QoS profile for traffic to its tier-0.
   * @default - none
   */
  readonly egressQosProfilePath?: string;

  /**
   * Policy path of its profile for IPv6 neighbour discovery and router advertisements.
   * @default - NSX's own
   */
  readonly ipv6NdraProfilePath?: string;

  /**
   * Policy path of its profile for the detection of duplicate IPv6 addresses.
   * @default - NSX's own
   */
  readonly ipv6DadProfilePath?: string;
}

export interface Tier1GatewayLookup {
  /** Name in NSX, in the project that it is looked up in. */
  readonly name: string;
}

export interface Tier1GatewayAttributes {
  /** Policy path, such as `/infra/tier-1s/prod`. */
  readonly gatewayPath: string;
}
