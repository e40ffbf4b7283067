import type { Construct } from 'constructs';
import { checkDistinct, checkFlag, checkOneOf, checkTexts, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';

/**
 * How traffic is spread over network adapters, as the provider names it: by originating virtual port (`loadbalance_srcid`), by
 * source MAC hash, by IP hash (`loadbalance_ip`, which needs an EtherChannel on the physical switch), or the first of the
 * active ones (`failover_explicit`).
 */
export type StandardTeamingPolicy = 'loadbalance_ip' | 'loadbalance_srcmac' | 'loadbalance_srcid' | 'failover_explicit';

/** As on a standard switch, or by the load of the physical adapters (`loadbalance_loadbased`). */
export type TeamingPolicy = StandardTeamingPolicy | 'loadbalance_loadbased';

export const STANDARD_TEAMING_POLICIES: readonly StandardTeamingPolicy[] = [
  'loadbalance_ip',
  'loadbalance_srcmac',
  'loadbalance_srcid',
  'failover_explicit',
];
export const TEAMING_POLICIES: readonly TeamingPolicy[] = [...STANDARD_TEAMING_POLICIES, 'loadbalance_loadbased'];

/** How failed adapters are noticed and replaced. */
export interface FailoverProps {
  /**
   * Whether beacons are sent to find adapters that have a link and lead nowhere. It takes three adapters to tell which.
   * @default - as the switch has it: the link alone counts, unless somebody changed it
   */
  readonly checkBeacon?: boolean;

  /**
   * Whether physical switches are told when traffic moves to another adapter.
   * @default - as the switch has it: they are, unless somebody changed it
   */
  readonly notifySwitches?: boolean;

  /**
   * Whether an adapter that is back takes its place again.
   * @default - as the switch has it: it does, unless somebody changed it
   */
  readonly failback?: boolean;
}

/** How the ports of a distributed switch use its uplinks. */
export interface UplinkTeamingProps extends FailoverProps {
  /**
   * How traffic is spread over active uplinks.
   * @default - as the switch has it: by originating virtual port, unless somebody changed it
   */
  readonly teamingPolicy?: TeamingPolicy;

  /**
   * Names of the uplinks in use, in order.
   * @default - all that are not on standby
   */
  readonly activeUplinks?: readonly string[];

  /**
   * Names of the uplinks that replace a failed one, in order.
   * @default - none
   */
  readonly standbyUplinks?: readonly string[];
}

interface FailoverConfig<P> {
  readonly teamingPolicy?: P;
  readonly checkBeacon?: boolean;
  readonly notifySwitches?: boolean;
  readonly failback?: boolean;
}

/** Teaming without its order. */
export function failoverConfig<P extends string>(
  construct: Construct,
  props: FailoverProps & { readonly teamingPolicy?: P },
  allowed: readonly P[],
): FailoverConfig<P> {
  const flag = (what: keyof FailoverProps): boolean | undefined => ifGiven(props[what], (value) => checkFlag(construct, what, value));
  const config = {
    teamingPolicy: ifGiven(props.teamingPolicy, (policy) => checkOneOf(construct, 'teamingPolicy', policy, allowed)),
    checkBeacon: flag('checkBeacon'),
    notifySwitches: flag('notifySwitches'),
    failback: flag('failback'),
  };
  if (config.checkBeacon === true && config.teamingPolicy === 'loadbalance_ip') {
    // vSphere Networking, "Edit Teaming and Failover": "Do not use beacon probing with IP-hash load balancing."
    throw new ConstructError(
      construct,
      'beacon probing does not work with teamingPolicy "loadbalance_ip"; leave out checkBeacon, or take another policy',
    );
  }
  return config;
}

/**
 * As `failoverConfig`, on a standard switch or a port group of one. The provider keeps failback on whatever it is told, and reads it back
 * the wrong way round, so that stating it would show a change in every plan (`expandHostNicTeamingPolicy` and
 * `flattenHostNicTeamingPolicy` in
 * https://github.com/vmware/terraform-provider-vsphere/blob/main/vsphere/host_network_policy_structure.go, since 2.14.0).
 */
export function standardFailoverConfig(
  construct: Construct,
  { failback = true, ...props }: FailoverProps & { readonly teamingPolicy?: StandardTeamingPolicy },
): FailoverConfig<StandardTeamingPolicy> {
  if (checkFlag(construct, 'failback', failback)) return failoverConfig(construct, props, STANDARD_TEAMING_POLICIES);
  throw new ConstructError(
    construct,
    'failback cannot be turned off on a standard switch, where the provider leaves it on; leave it out, or take a distributed switch',
  );
}

export interface Order {
  readonly active: readonly string[] | undefined;
  readonly standby: readonly string[] | undefined;
}

/**
 * The order of uplinks or adapters. Both are undefined where nobody said; where only one is, the other follows from all there
 * are.
 *
 * @param all every uplink or adapter there is; undefined where nobody said
 */
export function checkOrder(construct: Construct, noun: 'Uplinks' | 'Adapters', given: Order, all: readonly string[] | undefined): Order {
  const list = (prefix: 'active' | 'standby'): string[] | undefined =>
    ifGiven(given[prefix], (names) => checkTexts(construct, `${prefix}${noun}`, names));
  const standby = list('standby');
  const active = list('active') ?? (standby && all?.filter((name) => !standby.includes(name)));
  if (standby !== undefined && active === undefined) {
    throw new ConstructError(construct, `the ${noun.toLowerCase()} of the switch are not known; give active${noun} beside standby${noun}`);
  }
  if (active === undefined) return { active, standby };
  const names = [...active, ...(standby ?? [])];
  checkDistinct(construct, `active${noun} and standby${noun}`, names);
  const stranger = all && names.find((name) => !all.includes(name));
  if (stranger !== undefined) {
    throw new ConstructError(
      construct,
      `"${stranger}" is none of the ${noun.toLowerCase()} of the switch, which are ${all!.join(', ') || 'none'}; name some of those`,
    );
  }
  if (active.length === 0 && (noun === 'Uplinks' || names.length > 0)) {
    throw new ConstructError(construct, `active${noun} must name at least one, got none; put one that is on standby there`);
  }
  return { active, standby };
}
