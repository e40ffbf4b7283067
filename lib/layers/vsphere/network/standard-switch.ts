import { HostVirtualSwitch } from '@cdktf/provider-vsphere/lib/host-virtual-switch';
import type { Duration } from 'cdk8s';
import { Token } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkDistinct, checkKind, checkProps, checkText, checkTexts, checkWhole, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { HOST, LINK_DISCOVERY } from '../../kind';
import { checkKindHere, connectionOf } from '../connection';
import { LARGEST_MTU } from './distributed-switch';
import { checkSeconds } from '../durations';
import type { IEsxiHost } from '../host/esxi-host';
import { takeAdapters } from './host-adapters';
import type { LinkDiscovery } from './link-discovery';
import { declareException, type NetworkSecurityProps, REFUSED, securityConfig } from './network-security';
import { checkOrder, standardFailoverConfig, type StandardTeamingPolicy } from './teaming';
import { standardShapingConfig, type TrafficShaping } from './traffic-shaping';

/** A standard switch of one ESXi host, owned or known. */
export interface IStandardSwitch extends IConstruct {
  /** The host it is on. */
  readonly host: IEsxiHost;
  /** Name on the host, such as `vSwitch0`. */
  readonly switchName: string;
  /** Largest packet, bytes; undefined where nobody said. */
  readonly mtu?: number;
  /** Its physical network adapters; undefined where nobody said. */
  readonly adapters?: readonly string[];
}

export interface StandardSwitchProps extends NetworkSecurityProps {
  /** The host it is on. */
  readonly host: IEsxiHost;

  /**
   * Name on the host, at most 32 characters.
   * @default - the construct id
   */
  readonly name?: string;

  /** Physical network adapters of the host, such as `vmnic2`. With none, only machines and adapters of the host meet there. */
  readonly adapters: readonly string[];

  /**
   * How traffic is spread over active adapters.
   * @default 'loadbalance_srcid'
   */
  readonly teamingPolicy?: StandardTeamingPolicy;

  /**
   * Adapters in use, in order.
   * @default - all that are not on standby
   */
  readonly activeAdapters?: readonly string[];

  /**
   * Adapters that replace a failed one, in order.
   * @default - none
   */
  readonly standbyAdapters?: readonly string[];

  /**
   * Whether beacons are sent to find adapters that have a link and lead nowhere. It takes three adapters to tell which.
   * @default false
   */
  readonly checkBeacon?: boolean;

  /**
   * How often a beacon is sent, in whole seconds.
   * @default Duration.seconds(1)
   */
  readonly beaconInterval?: Duration;

  /**
   * Whether physical switches are told when traffic moves to another adapter.
   * @default true
   */
  readonly notifySwitches?: boolean;

  /**
   * Whether an adapter that is back takes its place again. The provider cannot turn it off here.
   * @default true
   */
  readonly failback?: boolean;

  /**
   * Largest packet, bytes, at most 9000.
   * @default 1500
   */
  readonly mtu?: number;

  /**
   * How it and the physical switches learn of each other.
   * @default LinkDiscovery.cdp('listen')
   */
  readonly linkDiscovery?: LinkDiscovery;

  /**
   * Largest traffic from each machine into the switch.
   * @default - not shaped
   */
  readonly shaping?: TrafficShaping;
}

export interface StandardSwitchAttributes {
  /** The host it is on. */
  readonly host: IEsxiHost;

  /** Name on the host, such as `vSwitch0`. */
  readonly name: string;

  /**
   * Largest packet, bytes.
   * @default - not known
   */
  readonly mtu?: number;
}

const STANDARD_SWITCH = Symbol.for('cdk-strata.StandardSwitch');

/** "Maximum length is 32 characters" (vSphere API 8.0U3, `HostVirtualSwitchConfig.name`). */
const LONGEST_NAME = 32;

/** The switch of each name on a host. */
const switchesOf = new WeakMap<IEsxiHost, Map<string, IConstruct>>();

/**
 * A standard switch of one ESXi host. It refuses promiscuous mode, forged transmits and changes of MAC addresses unless told
 * otherwise; the provider's own default allows the latter two.
 *
 * @throws when the host has another switch of the name or an adapter is another switch's, the adapters in use are not the
 * switch's, a name is too long, failback is to be off, or there is a security exception and nothing is allowed
 */
export class StandardSwitch extends Construct implements IStandardSwitch {
  public static isStandardSwitch(x: unknown): x is StandardSwitch {
    return isBranded(x, STANDARD_SWITCH);
  }

  /** One that exists, such as the `vSwitch0` that ESXi makes. */
  public static fromAttributes(scope: Construct, id: string, attributes: StandardSwitchAttributes): IStandardSwitch {
    return new KnownStandardSwitch(scope, id, attributes);
  }

  public readonly host: IEsxiHost;
  /** A reference, so that what is on the switch is made after it. */
  public readonly switchName: string;
  public readonly mtu: number;
  public readonly adapters: readonly string[];
  public readonly resource: HostVirtualSwitch;

  public constructor(scope: Construct, id: string, props: StandardSwitchProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['host', 'adapters']);
    recordOrigin(this);
    brand(this, STANDARD_SWITCH);

    this.host = checkKindHere(this, 'host', props.host, HOST);
    const name = checkSwitchName(this, checkText(this, 'name', props.name ?? id));
    this.adapters = checkTexts(this, 'adapters', props.adapters);
    checkDistinct(this, 'adapters', this.adapters);
    takeAdapters(this, this.host, this.adapters, 'adapters');
    const { active, standby } = checkOrder(this, 'Adapters', { active: props.activeAdapters, standby: props.standbyAdapters }, this.adapters);
    this.mtu = checkWhole(this, 'mtu', props.mtu ?? 1500, { low: 1, high: LARGEST_MTU });
    const security = securityConfig(this, props, REFUSED);
    const discovery = ifGiven(props.linkDiscovery, (each) => checkKind(this, 'linkDiscovery', each, LINK_DISCOVERY));

    this.resource = new HostVirtualSwitch(this, 'Default', {
      provider: connectionOf(this),
      name,
      hostSystemId: this.host.hostId,
      networkAdapters: [...this.adapters],
      activeNics: [...(active ?? this.adapters)],
      standbyNics: [...(standby ?? [])],
      ...standardFailoverConfig(this, props),
      beaconInterval: ifGiven(props.beaconInterval, (interval) => checkSeconds(this, 'beaconInterval', interval, { low: 1 })),
      ...security,
      mtu: this.mtu,
      linkDiscoveryProtocol: discovery?.linkDiscoveryProtocol,
      linkDiscoveryOperation: discovery?.linkDiscoveryOperation,
      ...standardShapingConfig(this, props.shaping),
    });
    this.switchName = this.resource.name;
    declareException(this, this.resource.node.path, props.securityException, security);
  }
}

class KnownStandardSwitch extends Construct implements IStandardSwitch {
  public readonly host: IEsxiHost;
  public readonly switchName: string;
  public readonly mtu?: number;

  public constructor(scope: Construct, id: string, attributes: StandardSwitchAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['host', 'name']);
    recordOrigin(this);
    this.host = checkKindHere(this, 'host', attributes.host, HOST);
    this.switchName = checkText(this, 'name', attributes.name);
    this.mtu = ifGiven(attributes.mtu, (mtu) => checkWhole(this, 'mtu', mtu, { low: 1, high: LARGEST_MTU }));
  }
}

function checkSwitchName(construct: StandardSwitch, name: string): string {
  if (Token.isUnresolved(name)) return name;
  if (name.length > LONGEST_NAME) {
    throw new ConstructError(construct, `name of a standard switch must have at most ${LONGEST_NAME} characters, got "${name}" with ${name.length}`);
  }
  const others = switchesOf.get(construct.host) ?? new Map<string, IConstruct>();
  switchesOf.set(construct.host, others);
  const other = others.get(name);
  if (other !== undefined) {
    throw new ConstructError(
      construct,
      `host "${construct.host.hostname}" has a switch "${name}" already, ${other.node.path}; give this one another name`,
    );
  }
  others.set(name, construct);
  return name;
}
