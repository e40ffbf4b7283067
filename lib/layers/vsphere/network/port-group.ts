import { DataVsphereNetwork } from '@cdktf/provider-vsphere/lib/data-vsphere-network';
import { DistributedPortGroup, type DistributedPortGroupConfig } from '@cdktf/provider-vsphere/lib/distributed-port-group';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import type { Cidr } from '../../../units';
import { brand, isBranded } from '../../brand';
import { checkFlag, checkKind, checkOneOf, checkProps, checkText, checkWhole, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { SWITCH, VLAN } from '../../kind';
import { type AddressRangeProps, declareRange } from './address-range';
import { checkKindHere, connectionOf } from '../connection';
import { DistributedSwitch, type IDistributedSwitch } from './distributed-switch';
import type { INetwork } from './network';
import { declareException, type NetworkSecurityProps, REFUSED, securityConfig } from './network-security';
import { privateVlanIds } from './private-vlan';
import { type ITag, tagIds } from '../access/tags';
import { checkOrder, failoverConfig, TEAMING_POLICIES, type UplinkTeamingProps } from './teaming';
import { distributedShapingConfig, type TrafficShaping } from './traffic-shaping';
import { LARGEST_VLAN, type Vlan } from './vlan';

/** A port group of a distributed switch, owned or looked up. */
export interface IPortGroup extends INetwork {
  /** Undefined where nobody said. */
  readonly cidr?: Cidr;
  /** Undefined where nobody said. */
  readonly gateway?: string;
}

export interface PortGroupProps extends AddressRangeProps, NetworkSecurityProps, UplinkTeamingProps {
  /**
   * Name in vCenter.
   * @default - the construct id
   */
  readonly name?: string;

  readonly switch: IDistributedSwitch;

  /**
   * Its VLAN: an id from 0 (untagged) to 4094, a trunk, or a private VLAN.
   * @default - as the switch has it: untagged, unless somebody changed it
   */
  readonly vlan?: number | Vlan;

  /**
   * When a machine gets its port: as it is attached (`earlyBinding`), or as it is powered on (`ephemeral`), which ESXi can do
   * while vCenter is down.
   * @default 'earlyBinding'
   */
  readonly binding?: 'earlyBinding' | 'ephemeral';

  /**
   * Ports to begin with.
   * @default - as vCenter has it
   */
  readonly ports?: number;

  /**
   * Whether it gets more ports when none is free.
   * @default true
   */
  readonly autoExpand?: boolean;

  /**
   * Largest traffic from each machine into the switch.
   * @default - as the switch has it: not shaped, unless somebody changed it
   */
  readonly ingressShaping?: TrafficShaping;

  /**
   * Largest traffic from the switch to each machine.
   * @default - as the switch has it: not shaped, unless somebody changed it
   */
  readonly egressShaping?: TrafficShaping;

  /**
   * Whether its flows are reported to the switch's collector.
   * @default - as the switch has it
   */
  readonly netflow?: boolean;

  /**
   * What it is for.
   * @default - none
   */
  readonly description?: string;

  /**
   * Tags on it.
   * @default - none
   */
  readonly tags?: readonly ITag[];
}

export interface PortGroupLookup extends AddressRangeProps {
  /** Name in vCenter. */
  readonly name: string;

  /** Its switch: port groups of different switches may share a name, and Terraform would take either. */
  readonly switch: IDistributedSwitch;
}

export interface PortGroupAttributes {
  /** Managed object id, such as `dvportgroup-31`. */
  readonly networkId: string;

  /**
   * Its switch.
   * @default - not known
   */
  readonly switch?: IDistributedSwitch;
}

const PORT_GROUP = Symbol.for('cdk-strata.PortGroup');

/**
 * A port group of a distributed switch. It refuses promiscuous mode, forged transmits and changes of MAC addresses unless
 * told otherwise.
 *
 * @throws when the VLAN id is out of bounds or a private one that the switch lacks, the gateway lies outside the range or has
 * none, an uplink is none of the switch, an ephemeral port group has ports, flows have no collector, or there is a security
 * exception and nothing is allowed
 */
export class PortGroup extends Construct implements IPortGroup {
  public static isPortGroup(x: unknown): x is PortGroup {
    return isBranded(x, PORT_GROUP);
  }

  /** One that exists, found by its name and switch when Terraform runs. */
  public static fromLookup(scope: Construct, id: string, props: PortGroupLookup): IPortGroup {
    return new LookedUpPortGroup(scope, id, props);
  }

  /** One that exists, by its id. */
  public static fromAttributes(scope: Construct, id: string, attributes: PortGroupAttributes): IPortGroup {
    return new KnownPortGroup(scope, id, attributes);
  }

  public readonly networkId: string;
  public readonly switch: IDistributedSwitch;
  public readonly cidr?: Cidr;
  public readonly gateway?: string;
  public readonly resource: DistributedPortGroup;

  public constructor(scope: Construct, id: string, props: PortGroupProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['switch']);
    recordOrigin(this);
    brand(this, PORT_GROUP);

    this.switch = checkKindHere(this, 'switch', props.switch, SWITCH);
    this.cidr = props.cidr;
    this.gateway = props.gateway;
    const security = securityConfig(this, props, REFUSED);
    const { active, standby } = checkOrder(this, 'Uplinks', { active: props.activeUplinks, standby: props.standbyUplinks }, this.switch.uplinkNames);
    this.resource = new DistributedPortGroup(this, 'Default', {
      provider: connectionOf(this),
      name: checkText(this, 'name', props.name ?? id),
      distributedVirtualSwitchUuid: this.switch.switchUuid,
      ...vlanConfig(this, props.vlan),
      ...security,
      activeUplinks: active && [...active],
      standbyUplinks: standby && [...standby],
      ...failoverConfig(this, props, TEAMING_POLICIES),
      ...portsConfig(this, props),
      ...distributedShapingConfig(this, props),
      netflowEnabled: ifGiven(props.netflow, (netflow) => checkNetflow(this, netflow)),
      description: ifGiven(props.description, (description) => checkText(this, 'description', description)),
      tags: tagIds(this, props.tags, 'DistributedVirtualPortgroup'),
    });
    this.networkId = this.resource.id;
    declareRange(this, this.resource.node.path, props);
    declareException(this, this.resource.node.path, props.securityException, security);
  }
}

class LookedUpPortGroup extends Construct implements IPortGroup {
  public readonly networkId: string;
  public readonly switch: IDistributedSwitch;
  public readonly cidr?: Cidr;
  public readonly gateway?: string;

  public constructor(scope: Construct, id: string, props: PortGroupLookup) {
    super(scope, id);
    checkProps(this, 'props', props, ['name', 'switch']);
    recordOrigin(this);
    this.switch = checkKindHere(this, 'switch', props.switch, SWITCH);
    this.cidr = props.cidr;
    this.gateway = props.gateway;
    const lookup = new DataVsphereNetwork(this, 'Default', {
      provider: connectionOf(this),
      name: checkText(this, 'name', props.name),
      distributedVirtualSwitchUuid: this.switch.switchUuid,
      datacenterId: this.switch.datacenter?.datacenterId,
    });
    this.networkId = lookup.id;
    declareRange(this, lookup.node.path, props);
  }
}

class KnownPortGroup extends Construct implements IPortGroup {
  public readonly networkId: string;
  public readonly switch?: IDistributedSwitch;

  public constructor(scope: Construct, id: string, attributes: PortGroupAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['networkId']);
    recordOrigin(this);
    this.networkId = checkText(this, 'networkId', attributes.networkId);
    this.switch = ifGiven(attributes.switch, (fabric) => checkKindHere(this, 'switch', fabric, SWITCH));
  }
}

function vlanConfig(portGroup: PortGroup, vlan: number | Vlan | undefined): Partial<DistributedPortGroupConfig> {
  if (vlan === undefined) return {};
  if (typeof vlan !== 'object') return { vlanId: checkWhole(portGroup, 'vlan', vlan, { low: 0, high: LARGEST_VLAN }) };
  const { _privateId: id } = checkKind(portGroup, 'vlan', vlan, VLAN);
  const { privateVlans, node } = portGroup.switch;
  if (id === undefined || privateVlans === undefined || Token.isUnresolved(id)) return vlan._toPortConfig();
  const known = privateVlans.flatMap(privateVlanIds);
  if (known.includes(id) || known.some((each) => Token.isUnresolved(each))) return vlan._toPortConfig();
  throw new ConstructError(
    portGroup,
    `switch ${node.path} has no private VLAN ${id}, it has ${known.join(', ') || 'none'}; add it to the privateVlans of the switch`,
  );
}

function portsConfig(portGroup: Construct, { binding, ports, autoExpand }: PortGroupProps): Partial<DistributedPortGroupConfig> {
  if (binding === 'ephemeral' && (ports !== undefined || autoExpand !== undefined)) {
    throw new ConstructError(portGroup, 'an ephemeral port group makes ports as machines start; leave out ports and autoExpand');
  }
  return {
    type: ifGiven(binding, (each) => checkOneOf(portGroup, 'binding', each, ['earlyBinding', 'ephemeral'])),
    numberOfPorts: ifGiven(ports, (count) => checkWhole(portGroup, 'ports', count, { low: 1 })),
    autoExpand: ifGiven(autoExpand, (expand) => checkFlag(portGroup, 'autoExpand', expand)),
  };
}

/** The collector stands on the switch (provider documentation: it "must be set before Netflow can be enabled"). */
function checkNetflow(portGroup: PortGroup, netflow: boolean): boolean {
  const { switch: fabric } = portGroup;
  const owned = DistributedSwitch.isDistributedSwitch(fabric) ? fabric : undefined;
  if (checkFlag(portGroup, 'netflow', netflow) && owned !== undefined && owned.resource.netflowCollectorIpAddressInput === undefined) {
    throw new ConstructError(portGroup, `switch ${owned.node.path} reports flows nowhere; give it netflow, or leave it out here`);
  }
  return netflow;
}
