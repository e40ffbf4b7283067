import type { RuleEndpoint } from '../group/endpoint';
import type { IContextProfile } from '../service/iservice';
import type { RuleService } from '../service/rule-service';
import type { NsxTag } from '../tag';
import type { AppliedTo } from './applied-to';

/** As seen from where a rule is enforced: what comes in, what goes out, or both. */
export type FirewallDirection = 'in' | 'out' | 'in-out';

/** Traffic that a rule is for: any of these, or any at all. An empty list is neither. */
export type FirewallServices = readonly RuleService[] | 'any';

/** What rules of every firewall have. Of `allow`, `drop`, `reject` and what else one can do there is exactly one. */
export interface FirewallRuleCommonProps {
  /** Name in NSX, of at most 255 characters. NSX takes one twice in a policy; here it stands once, so that a log names one rule. */
  readonly name: string;

  /**
   * Where packets come from.
   * @default - anywhere
   */
  readonly from?: readonly RuleEndpoint[];

  /**
   * Where packets do not come from: anywhere but here.
   * @default - anywhere
   */
  readonly fromExcept?: readonly RuleEndpoint[];

  /**
   * Where packets go.
   * @default - anywhere
   */
  readonly to?: readonly RuleEndpoint[];

  /**
   * Where packets do not go: anywhere but here.
   * @default - anywhere
   */
  readonly toExcept?: readonly RuleEndpoint[];

  /**
   * What it lets through.
   * @default - it does something else
   */
  readonly allow?: FirewallServices;

  /**
   * What it drops, without a word to the sender.
   * @default - it does something else
   */
  readonly drop?: FirewallServices;

  /**
   * What it refuses, and tells the sender so. Not on layer 2.
   * @default - it does something else
   */
  readonly reject?: FirewallServices;

  /**
   * Applications and domain names that it is narrowed to. NSX lets a connection begin before it knows what it is, and tries no rule after
   * one for any traffic that has a profile (NSX Administration Guide, "Layer 7 Firewall Rule Workflow"): give its services too, and put it
   * last. Not in the category ethernet, nor on a tier-0; on other gateways applications only.
   * @default - none: it is for all of its services
   */
  readonly profiles?: readonly IContextProfile[];

  /**
   * Version of IP. Not on layer 2.
   * @default - both
   */
  readonly ipVersion?: 4 | 6;

  /**
   * Whether packets that match are logged.
   * @default false
   */
  readonly logged?: boolean;

  /**
   * Text in the log beside it. NSX shows its first 32 characters.
   * @default - none
   */
  readonly logLabel?: string;

  /**
   * Whether it is there and does nothing.
   * @default false
   */
  readonly disabled?: boolean;

  /**
   * What it is for, in at most 1024 characters.
   * @default - none
   */
  readonly description?: string;

  /**
   * Notes, of at most 2048 characters.
   * @default - none
   */
  readonly notes?: string;

  /**
   * Tags of NSX on it.
   * @default - none
   */
  readonly nsxTags?: readonly NsxTag[];
}

/** A rule of the distributed firewall. */
export interface FirewallRuleProps extends FirewallRuleCommonProps {
  /**
   * What skips the other rules of the category environment, and goes on with those of application. Only in environment.
   * @default - it does something else
   */
  readonly jumpToApplication?: FirewallServices;

  /**
   * Which packets of a vNIC it is for. NSX checks a packet at the vNIC of its sender, as it goes out, and at that of its receiver, as it
   * comes in, wherever a policy is applied; both must let it through. What has no vNIC known to NSX checks nothing.
   * @default - both, but where a rule lets through, is not applied to everything and names one side only: with `from` alone what
   * comes in to the machines that it is applied to, with `to` alone what goes out from them. So it lets them reach nobody, or be
   * reached by nobody, that it does not name.
   */
  readonly direction?: FirewallDirection;

  /**
   * Machines whose vNICs it is enforced on. Only in a policy that is applied to everything: what a policy is applied to goes before
   * that of its rules.
   * @default - whatever the policy is applied to
   */
  readonly appliedTo?: readonly AppliedTo[];
}

/** A rule of the gateway firewall. */
export interface GatewayFirewallRuleProps extends FirewallRuleCommonProps {
  /**
   * Which packets of a gateway's interfaces it is for.
   * @default 'in-out'
   */
  readonly direction?: FirewallDirection;

  /**
   * Policy paths of interfaces, where it is for these only. Not in a VPC.
   * @default - all of the gateways of the policy
   */
  readonly interfaces?: readonly string[];
}
