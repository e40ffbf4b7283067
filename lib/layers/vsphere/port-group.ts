import { isIP } from 'node:net';
import { DataVsphereNetwork } from '@cdktf/provider-vsphere/lib/data-vsphere-network';
import { DistributedPortGroup } from '@cdktf/provider-vsphere/lib/distributed-port-group';
import { Construct } from 'constructs';
import { declare } from '../../estate/declaration';
import { recordOrigin } from '../../estate/origin';
import type { Cidr } from '../../units';
import { brand, isBranded } from '../brand';
import { checkFlag, checkKind, checkText, checkWhole, ifGiven } from '../check';
import { ConstructError } from '../construct-error';
import { CIDR, SWITCH } from '../kind';
import { needConnection } from './connection';
import type { IDistributedSwitch } from './distributed-switch';
import type { INetwork } from './network';

/** A port group of a distributed switch, owned or looked up. */
export interface IPortGroup extends INetwork {
  /** Undefined where nobody said. */
  readonly cidr?: Cidr;
  /** Undefined where nobody said. */
  readonly gateway?: string;
}

/** What Terraform cannot know of a port group. */
export interface AddressRangeProps {
  /**
   * The range its addresses come from.
   * @default - unknown: what depends on it is undecided
   */
  readonly cidr?: Cidr;

  /**
   * Address of the default gateway, in the range.
   * @default - unknown
   */
  readonly gateway?: string;
}

export interface PortGroupProps extends AddressRangeProps {
  /**
   * Name in vCenter.
   * @default - the construct id
   */
  readonly name?: string;

  readonly switch: IDistributedSwitch;

  /**
   * VLAN id, from 0 (untagged) to 4094.
   * @default - as the switch has it: untagged, unless somebody changed it
   */
  readonly vlan?: number;

  /**
   * Whether a machine may see the traffic of all others on the port group.
   * @default false
   */
  readonly allowPromiscuous?: boolean;

  /**
   * Whether a machine may send under another MAC address than its own.
   * @default false
   */
  readonly allowForgedTransmits?: boolean;

  /**
   * Whether a machine may change its MAC address.
   * @default false
   */
  readonly allowMacChanges?: boolean;
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
 * @throws when the VLAN id is out of bounds, or the gateway lies outside the range or has none
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
    recordOrigin(this);
    brand(this, PORT_GROUP);
    needConnection(this);

    this.switch = checkKind(this, 'switch', props.switch, SWITCH);
    this.cidr = props.cidr;
    this.gateway = props.gateway;
    this.resource = new DistributedPortGroup(this, 'Default', {
      name: checkText(this, 'name', props.name ?? id),
      distributedVirtualSwitchUuid: this.switch.switchUuid,
      vlanId: ifGiven(props.vlan, (vlan) => checkWhole(this, 'vlan', vlan, { low: 0, high: 4094 })),
      allowPromiscuous: checkFlag(this, 'allowPromiscuous', props.allowPromiscuous ?? false),
      allowForgedTransmits: checkFlag(this, 'allowForgedTransmits', props.allowForgedTransmits ?? false),
      allowMacChanges: checkFlag(this, 'allowMacChanges', props.allowMacChanges ?? false),
    });
    this.networkId = this.resource.id;
    declareRange(this, this.resource.node.path, props);
  }
}

class LookedUpPortGroup extends Construct implements IPortGroup {
  public readonly networkId: string;
  public readonly switch: IDistributedSwitch;
  public readonly cidr?: Cidr;
  public readonly gateway?: string;

  public constructor(scope: Construct, id: string, props: PortGroupLookup) {
    super(scope, id);
    recordOrigin(this);
    this.switch = checkKind(this, 'switch', props.switch, SWITCH);
    this.cidr = props.cidr;
    this.gateway = props.gateway;
    needConnection(this);
    const lookup = new DataVsphereNetwork(this, 'Default', {
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
    recordOrigin(this);
    this.networkId = checkText(this, 'networkId', attributes.networkId);
    this.switch = ifGiven(attributes.switch, (fabric) => checkKind(this, 'switch', fabric, SWITCH));
  }
}

function declareRange(portGroup: Construct, of: string, { cidr, gateway }: AddressRangeProps): void {
  if (gateway !== undefined && isIP(gateway) === 0) {
    throw new ConstructError(
      portGroup,
      `gateway must be an IP address known at synthesis, got ${JSON.stringify(gateway)}; Terraform never sees it, so a token will not do`,
    );
  }
  if (cidr === undefined) {
    if (gateway !== undefined) throw new ConstructError(portGroup, `gateway ${gateway} needs a range; give cidr too`);
    return;
  }
  checkKind(portGroup, 'cidr', cidr, CIDR);
  if (gateway !== undefined && !cidr.contains(gateway)) {
    throw new ConstructError(
      portGroup,
      `gateway ${gateway} lies outside ${cidr.toString()}, which goes from ${cidr.firstAddress} to ${cidr.lastAddress}`,
    );
  }
  declare(portGroup, { kind: 'network-range', of, cidr: cidr.toString(), ...(gateway !== undefined && { gateway }) });
}
