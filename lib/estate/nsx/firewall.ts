import type { Blocks, Members, ObjectId } from '../object';
import type { Field } from '../value';
import type { NsxObject } from './object';

/** A policy of the distributed firewall. */
export interface SecurityPolicy extends NsxObject {
  /** `Ethernet`, `Emergency`, `Infrastructure`, `Environment` or `Application`. */
  readonly category: Field<string>;
  /** Among the policies of its category, lower ones go first; the order of equal ones is not determined. */
  readonly sequence: Field<number>;
  /** Where it is applied: groups and other objects; empty for every vNIC. It takes precedence over that of its rules. */
  readonly appliedTo: Members;
  readonly stateful: Field<boolean>;
  readonly tcpStrict: Field<boolean>;
  readonly locked: Field<boolean>;
  readonly rules: Blocks<FirewallRule>;
  /** The rule that NSX adds for what is in its scope: `ALLOWLIST` drops, `DENYLIST` allows; null for none. */
  readonly connectivity: Field<string | null>;
  /** Whether NSX made it, as the last of its category. */
  readonly isDefault: Field<boolean>;
}

/** A policy of gateway firewalls. Its rules say which gateways they are for. */
export interface GatewayPolicy extends NsxObject {
  /** `Emergency`, `SystemRules`, `SharedPreRules`, `LocalGatewayRules`, `AutoServiceRules` or `Default`. */
  readonly category: Field<string>;
  readonly sequence: Field<number>;
  readonly stateful: Field<boolean>;
  readonly tcpStrict: Field<boolean>;
  readonly locked: Field<boolean>;
  readonly rules: Blocks<FirewallRule>;
  readonly isDefault: Field<boolean>;
}

export interface FirewallRule {
  /** Tells it from the others of its policy. */
  readonly key: string;
  /** The entry of its own where it has one, else that of its policy. */
  readonly id: ObjectId;
  readonly name: Field<string>;
  /** Among the rules of its policy, lower ones go first; the order of equal ones is not determined. */
  readonly sequence: Field<number>;
  /** `ALLOW`, `DROP`, `REJECT`, `JUMP_TO_APPLICATION`. */
  readonly action: Field<string>;
  readonly sources: RulePeers;
  readonly destinations: RulePeers;
  readonly services: RuleServices;
  /** Context profiles, which narrow it to applications. Empty for none. */
  readonly profiles: Members;
  /** Where it is applied; empty for wherever its policy is. */
  readonly appliedTo: Members;
  /** As seen from the vNIC: `IN`, `OUT` or `IN_OUT`. */
  readonly direction: Field<string>;
  /** `IPV4`, `IPV6` or `IPV4_IPV6`. */
  readonly ipVersion: Field<string>;
  readonly disabled: Field<boolean>;
  readonly logged: Field<boolean>;
}

/** One side of a rule: any where there is neither a group nor an address, and no more can be. */
export interface RulePeers {
  readonly groups: Members;
  /** Addresses, ranges of them, and CIDR notation, as they stand in the rule. */
  readonly addresses: Blocks<Field<string>>;
  /** Whether it means everything but these. */
  readonly excluded: Field<boolean>;
}

/** What a rule is for: any where there is neither a service nor an entry, and no more can be. */
export interface RuleServices {
  readonly services: Members;
  readonly entries: Blocks<ServiceEntry>;
}

export interface Service extends NsxObject {
  readonly entries: Blocks<ServiceEntry>;
}

export type ServiceEntry =
  | {
      readonly kind: 'ports';
      readonly protocol: 'TCP' | 'UDP';
      /** Ports and ranges of them, such as `443` and `8000-8099`; empty for any. */
      readonly destinationPorts: Blocks<Field<string>>;
      readonly sourcePorts: Blocks<Field<string>>;
    }
  | { readonly kind: 'icmp'; readonly version: Field<string>; readonly type: Field<number | null>; readonly code: Field<number | null> }
  | { readonly kind: 'igmp' }
  | { readonly kind: 'ip'; readonly protocol: Field<number> }
  | { readonly kind: 'ether'; readonly etherType: Field<number> }
  | {
      readonly kind: 'algorithm';
      /** Such as `FTP` or `TFTP`. */
      readonly algorithm: Field<string>;
      readonly destinationPorts: Blocks<Field<string>>;
      readonly sourcePorts: Blocks<Field<string>>;
    }
  | { readonly kind: 'nested'; readonly service: Field<ObjectId> };

/** Applications that a rule may be narrowed to. */
export interface ContextProfile extends NsxObject {
  readonly applications: Blocks<Field<string>>;
  readonly domains: Blocks<Field<string>>;
}

/** Something that the distributed firewall leaves alone: a VM, a segment, a port or all that is in a group. */
export interface FirewallExclusion extends NsxObject {
  /** The object; unknown where nobody knows its path. */
  readonly member: Field<ObjectId>;
}
