import { HostPortGroup } from '@cdktf/provider-vsphere/lib/host-port-group';
import { Construct, type IConstruct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import type { Cidr } from '../../../units';
import { brand, isBranded } from '../../brand';
import { checkProps, checkText, checkWhole } from '../../check';
import { ConstructError } from '../../construct-error';
import { HOST, STANDARD_SWITCH } from '../../kind';
import { type AddressRangeProps, checkRange } from './address-range';
import { checkKindHere, connectionOf } from '../connection';
import type { IEsxiHost } from '../host/esxi-host';
import { declareException, type NetworkSecurityProps, REFUSED, securityConfig } from './network-security';
import type { IStandardSwitch } from './standard-switch';
import { checkOrder, type FailoverProps, standardFailoverConfig, type StandardTeamingPolicy } from './teaming';
import { standardShapingConfig, type TrafficShaping } from './traffic-shaping';

/**
 * A port group of a standard switch, on one ESXi host, owned or known. VMkernel adapters of the host attach to it; virtual
 * machines attach to the `StandardNetwork` that vCenter makes of all port groups of its name.
 */
export interface IStandardPortGroup extends IConstruct {
  /** The host it is on. */
  readonly host: IEsxiHost;
  /** Name on the host, such as `Management Network`. */
  readonly portGroupName: string;
  /** Undefined where nobody said. */
  readonly standardSwitch?: IStandardSwitch;
  /** Undefined where nobody said. */
  readonly cidr?: Cidr;
  /** Undefined where nobody said. */
  readonly gateway?: string;
}

export interface StandardPortGroupProps extends AddressRangeProps, NetworkSecurityProps, FailoverProps {
  readonly switch: IStandardSwitch;

  /**
   * Name on the host.
   * @default - the construct id
   */
  readonly name?: string;

  /**
   * VLAN id, from 1 to 4094; 0 is untagged, and with 4095 guests tag their traffic themselves, with any id.
   * @default 0
   */
  readonly vlan?: number;

  /**
   * How traffic is spread over active adapters.
   * @default - as the switch has it
   */
  readonly teamingPolicy?: StandardTeamingPolicy;

  /**
   * Adapters of the switch in use, in order.
   * @default - as the switch has it, or all that are not on standby
   */
  readonly activeAdapters?: readonly string[];

  /**
   * Adapters of the switch that replace a failed one, in order.
   * @default - as the switch has it
   */
  readonly standbyAdapters?: readonly string[];

  /**
   * Whether beacons are sent to find adapters that have a link and lead nowhere. It takes three adapters to tell which.
   * @default false
   */
  readonly checkBeacon?: boolean;

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
   * Largest traffic from each machine into the switch.
   * @default - not shaped
   */
  readonly shaping?: TrafficShaping;
}

export interface StandardPortGroupAttributes extends AddressRangeProps {
  /** The host it is on. */
  readonly host: IEsxiHost;

  /** Name on the host, such as `Management Network`. */
  readonly name: string;
}

const STANDARD_PORT_GROUP = Symbol.for('cdk-strata.StandardPortGroup');

/** With it, guests tag their traffic themselves. */
const ALL_VLANS = 4095;

/** The port group of each name on a host. */
const portGroupsOf = new WeakMap<IEsxiHost, Map<string, IConstruct>>();

/**
 * A port group of a standard switch. It refuses promiscuous mode, forged transmits and changes of MAC addresses unless told otherwise,
 * whatever its switch allows: the provider has a port group leave to its switch the teaming policy and the order of adapters, and nothing
 * else.
 *
 * @throws when the host has another port group of the name, the VLAN id is out of bounds, an adapter is none of the switch, failback is to
 * be off, the gateway lies outside the range, or there is a security exception and nothing is allowed
 */
export class StandardPortGroup extends Construct implements IStandardPortGroup {
  public static isStandardPortGroup(x: unknown): x is StandardPortGroup {
    return isBranded(x, STANDARD_PORT_GROUP);
  }

  /** One that exists, such as the `Management Network` that ESXi makes. */
  public static fromAttributes(scope: Construct, id: string, attributes: StandardPortGroupAttributes): IStandardPortGroup {
    return new KnownStandardPortGroup(scope, id, attributes);
  }

  public readonly host: IEsxiHost;
  /** A reference, so that what is attached to the port group is made after it. */
  public readonly portGroupName: string;
  public readonly standardSwitch: IStandardSwitch;
  public readonly cidr?: Cidr;
  public readonly gateway?: string;
  public readonly resource: HostPortGroup;

  public constructor(scope: Construct, id: string, props: StandardPortGroupProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['switch']);
    recordOrigin(this);
    brand(this, STANDARD_PORT_GROUP);

    this.standardSwitch = checkKindHere(this, 'switch', props.switch, STANDARD_SWITCH);
    this.host = this.standardSwitch.host;
    checkRange(this, props);
    this.cidr = props.cidr;
    this.gateway = props.gateway;
    const order = { active: props.activeAdapters, standby: props.standbyAdapters };
    const { active, standby } = checkOrder(this, 'Adapters', order, this.standardSwitch.adapters);
    const security = securityConfig(this, props, REFUSED);
    this.resource = new HostPortGroup(this, 'Default', {
      provider: connectionOf(this),
      name: takeName(this, checkText(this, 'name', props.name ?? id)),
      hostSystemId: this.host.hostId,
      virtualSwitchName: this.standardSwitch.switchName,
      vlanId: checkWhole(this, 'vlan', props.vlan ?? 0, { low: 0, high: ALL_VLANS }),
      activeNics: active && [...active],
      standbyNics: active && [...(standby ?? [])],
      ...standardFailoverConfig(this, { ...props, notifySwitches: props.notifySwitches ?? true }),
      ...security,
      ...standardShapingConfig(this, props.shaping),
    });
    this.portGroupName = this.resource.name;
    declareException(this, this.resource.node.path, props.securityException, security);
  }
}

class KnownStandardPortGroup extends Construct implements IStandardPortGroup {
  public readonly host: IEsxiHost;
  public readonly portGroupName: string;
  public readonly cidr?: Cidr;
  public readonly gateway?: string;

  public constructor(scope: Construct, id: string, attributes: StandardPortGroupAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['host', 'name']);
    recordOrigin(this);
    this.host = checkKindHere(this, 'host', attributes.host, HOST);
    this.portGroupName = checkText(this, 'name', attributes.name);
    checkRange(this, attributes);
    this.cidr = attributes.cidr;
    this.gateway = attributes.gateway;
  }
}

/** A host knows its port groups by name, whichever switch they are on. */
function takeName(portGroup: StandardPortGroup, name: string): string {
  const others = portGroupsOf.get(portGroup.host) ?? new Map<string, IConstruct>();
  portGroupsOf.set(portGroup.host, others);
  const other = others.get(name);
  if (other !== undefined) {
    throw new ConstructError(
      portGroup,
      `host "${portGroup.host.hostname}" has a port group "${name}" already, ${other.node.path}; give this one another name`,
    );
  }
  others.set(name, portGroup);
  return name;
}
