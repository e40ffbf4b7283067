import type { NsxObjectProps } from '../nsx-object';

/** What policies of every firewall have. */
export interface FirewallPolicyCommonProps extends NsxObjectProps {
  /**
   * What becomes of all that no rule of the policy is for, where it is applied: a last rule, named `default`, from anywhere to anywhere.
   * DHCP and neighbour discovery of IPv6 are traffic as well: where they are needed, let them through.
   * @default - none: the policies that follow decide, and in the end the default rule of NSX (`DefaultFirewall`,
   * `DefaultGatewayFirewall`)
   */
  readonly default?: 'drop' | 'reject' | 'allow';

  /**
   * Whether packets that meet the last rule are logged.
   * @default false
   */
  readonly defaultLogged?: boolean;

  /**
   * Whether NSX follows connections, and lets answers through by itself. Not in the category ethernet.
   * @default true, but false in the category ethernet
   */
  readonly stateful?: boolean;

  /**
   * Whether nobody but who locked it may change it in NSX. Terraform has to be the one who did.
   * @default false
   */
  readonly locked?: boolean;

  /**
   * Why it is locked.
   * @default - none
   */
  readonly comments?: string;

  /**
   * The domain it lies in, outside VPCs. Another domain makes another policy.
   * @default 'default'
   */
  readonly domain?: string;
}
