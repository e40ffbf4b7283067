import type { IGateway } from '../edge/igateway';
import type { NsxObjectProps } from '../nsx-object';
import type { IService } from '../service/iservice';
import type { Ports } from '../service/ports';
import type { NatNetwork } from './nat-networks';

/** What the gateway firewall sees: the address inside, the address outside, or nothing, since it is passed by. */
export type NatFirewallMatch = 'internal' | 'external' | 'bypass';

/** What every NAT rule has. */
export interface NatRuleCommonProps extends NsxObjectProps {
  /**
   * The tier-0 or tier-1 gateway that translates.
   * @default - the VPC that the rule stands below; elsewhere it must be given
   */
  readonly gateway?: IGateway;

  /**
   * Which goes first where several rules match: that with the lower one. No two of a gateway are alike.
   * @default - 10 more than the largest of the rules of the gateway that were made before: the order of the program
   */
  readonly priority?: number;

  /** @default true */
  readonly enabled?: boolean;

  /** @default false */
  readonly logging?: boolean;

  /**
   * Policy paths of the interfaces of the gateway that it is applied to ("Apply To"). Not in a VPC.
   * @default - all
   */
  readonly appliedTo?: readonly string[];
}

/** What rules that translate have. */
export interface TranslatingNatRuleProps extends NatRuleCommonProps {
  /**
   * What the gateway firewall sees of a packet.
   * @default 'internal'
   */
  readonly firewallMatch?: NatFirewallMatch;
}

/** Source NAT: what comes from inside seems to come from other addresses. */
export interface SnatRuleProps extends TranslatingNatRuleProps {
  /** Where packets come from. */
  readonly sources: readonly NatNetwork[];

  /**
   * Where packets go.
   * @default - anywhere
   */
  readonly destinations?: readonly NatNetwork[];

  /** What they seem to come from: several addresses, or one range. */
  readonly translated: readonly NatNetwork[];

  /**
   * Only for it. Not in a VPC.
   * @default - any
   */
  readonly service?: IService;
}

/** Destination NAT: an address outside leads inside. */
export interface DnatRuleProps extends TranslatingNatRuleProps {
  /**
   * Where packets come from.
   * @default - anywhere
   */
  readonly sources?: readonly NatNetwork[];

  /** Where packets go, as seen outside. */
  readonly destinations: readonly NatNetwork[];

  /** Where they go inside: one address, or one range. */
  readonly translated: NatNetwork;

  /**
   * Only for it. What it names are the ports inside. Not in a VPC.
   * @default - any
   */
  readonly service?: IService;

  /**
   * Ports outside, such as 8443, that lead to those of `service`, which it needs. NSX calls it "Translated Port", though it is what
   * packets come with. Not in a VPC.
   * @default - those of the service
   */
  readonly externalPorts?: Ports;

  /**
   * Whether it is for the traffic of policy-based VPNs, and no other. Not in a VPC.
   * @default false
   */
  readonly onlyPolicyBasedVpn?: boolean;
}

/** Reflexive NAT: address for address, both ways, without state. */
export interface ReflexiveNatRuleProps extends TranslatingNatRuleProps {
  /** Address, or range, inside. */
  readonly source: NatNetwork;

  /** Address, or range of as many addresses, outside. */
  readonly translated: NatNetwork;
}

/** What other rules translate and this one keeps as it is, as it goes out. */
export interface NoSnatRuleProps extends NatRuleCommonProps {
  /** Where packets come from. */
  readonly sources: readonly NatNetwork[];

  /**
   * Where packets go.
   * @default - anywhere
   */
  readonly destinations?: readonly NatNetwork[];

  /**
   * Only for it.
   * @default - any
   */
  readonly service?: IService;
}

/** What other rules translate and this one keeps as it is, as it comes in. */
export interface NoDnatRuleProps extends NatRuleCommonProps {
  /**
   * Where packets come from.
   * @default - anywhere
   */
  readonly sources?: readonly NatNetwork[];

  /** Where packets go. */
  readonly destinations: readonly NatNetwork[];

  /**
   * Only for it.
   * @default - any
   */
  readonly service?: IService;

  /**
   * Whether it is for the traffic of policy-based VPNs, and no other.
   * @default false
   */
  readonly onlyPolicyBasedVpn?: boolean;
}

/** NAT64: clients of IPv6 outside reach servers of IPv4 inside. */
export interface Nat64RuleProps extends NatRuleCommonProps {
  /** IPv6 networks that packets come from; `Cidr.of('::/0')` for all. */
  readonly sources: readonly NatNetwork[];

  /** IPv6 addresses that packets go to, or a range with a prefix of 96 bits, which holds every IPv4 address. */
  readonly destinations: readonly NatNetwork[];

  /** IPv4 addresses that they seem to come from. */
  readonly translated: readonly NatNetwork[];

  /**
   * Only for it.
   * @default - any
   */
  readonly service?: IService;

  /**
   * What the gateway firewall sees of a packet.
   * @default - as the provider has it: it is passed by
   */
  readonly firewallMatch?: NatFirewallMatch;
}
