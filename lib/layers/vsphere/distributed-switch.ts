import { DataVsphereDistributedVirtualSwitch } from '@cdktf/provider-vsphere/lib/data-vsphere-distributed-virtual-switch';
import { DistributedVirtualSwitch } from '@cdktf/provider-vsphere/lib/distributed-virtual-switch';
import { Construct, type IConstruct } from 'constructs';
import { recordOrigin } from '../../estate/origin';
import { brand, isBranded } from '../brand';
import { checkCount, checkDistinct, checkKind, checkKinds, checkText, checkTexts, checkWhole, ifGiven } from '../check';
import { ConstructError } from '../construct-error';
import { DATACENTER, HOST } from '../kind';
import { needConnection } from './connection';
import type { IDatacenter } from './datacenter';
import type { IEsxiHost } from './esxi-host';

/** A vSphere distributed switch, owned or looked up. */
export interface IDistributedSwitch extends IConstruct {
  /** UUID of the switch. */
  readonly switchUuid: string;
  /** Undefined where nobody said. */
  readonly datacenter?: IDatacenter;
  /** The hosts it spans; undefined where nobody said. */
  readonly hosts?: readonly IEsxiHost[];
}

export interface DistributedSwitchProps {
  /**
   * Name in vCenter.
   * @default - the construct id
   */
  readonly name?: string;

  readonly datacenter: IDatacenter;

  /** The hosts it spans. */
  readonly hosts: Iterable<IEsxiHost>;

  /** Uplinks of each host. */
  readonly uplinks: number;

  /**
   * Physical network adapters of each host that become its uplinks.
   * @default - `vmnic0`, `vmnic1` and so on, as many as uplinks
   */
  readonly devices?: readonly string[];

  /**
   * Largest packet, bytes, at most 9000.
   * @default 1500
   */
  readonly mtu?: number;
}

export interface DistributedSwitchLookup {
  /** Name in vCenter. */
  readonly name: string;

  readonly datacenter: IDatacenter;

  /**
   * The hosts it spans.
   * @default - not known
   */
  readonly hosts?: Iterable<IEsxiHost>;
}

export interface DistributedSwitchAttributes {
  /** UUID of the switch. */
  readonly switchUuid: string;

  /**
   * The datacenter it is in.
   * @default - not known
   */
  readonly datacenter?: IDatacenter;

  /**
   * The hosts it spans.
   * @default - not known
   */
  readonly hosts?: Iterable<IEsxiHost>;
}

/** The switch that took each network adapter of a host. */
const switchOf = new WeakMap<IEsxiHost, Map<string, IConstruct>>();

const DISTRIBUTED_SWITCH = Symbol.for('cdk-strata.DistributedSwitch');

/** Largest MTU the provider takes (its schema of `vsphere_distributed_virtual_switch`, `max_mtu`). */
const LARGEST_MTU = 9000;

/**
 * A vSphere distributed switch.
 *
 * @throws when a host stands twice among the hosts, there are more devices than uplinks or than a host's model has network
 * ports, a device is an uplink of another switch already, or the MTU is out of bounds
 */
export class DistributedSwitch extends Construct implements IDistributedSwitch {
  public static isDistributedSwitch(x: unknown): x is DistributedSwitch {
    return isBranded(x, DISTRIBUTED_SWITCH);
  }

  /** One that exists, found by its name when Terraform runs. */
  public static fromLookup(scope: Construct, id: string, props: DistributedSwitchLookup): IDistributedSwitch {
    return new LookedUpDistributedSwitch(scope, id, props);
  }

  /** One that exists, by its UUID. */
  public static fromAttributes(scope: Construct, id: string, attributes: DistributedSwitchAttributes): IDistributedSwitch {
    return new KnownDistributedSwitch(scope, id, attributes);
  }

  public readonly switchUuid: string;
  public readonly datacenter: IDatacenter;
  public readonly hosts: readonly IEsxiHost[];
  public readonly resource: DistributedVirtualSwitch;

  public constructor(scope: Construct, id: string, props: DistributedSwitchProps) {
    super(scope, id);
    recordOrigin(this);
    brand(this, DISTRIBUTED_SWITCH);
    needConnection(this);

    this.datacenter = checkKind(this, 'datacenter', props.datacenter, DATACENTER);
    this.hosts = checkKinds(this, 'hosts', props.hosts, HOST);
    checkDistinct(
      this,
      'hosts of a switch',
      this.hosts.map((host) => host.hostname),
    );
    const uplinks = numbered('uplink', 1, checkCount(this, props.uplinks, 'uplinks'));
    const devices = ifGiven(props.devices, (each) => checkTexts(this, 'devices', each)) ?? numbered('vmnic', 0, uplinks.length);
    checkDistinct(this, 'devices', devices);
    if (devices.length > uplinks.length) {
      throw new ConstructError(
        this,
        `a host cannot have more devices than uplinks, got ${devices.join(', ')} for ${uplinks.length}; set uplinks to ${devices.length}`,
      );
    }
    for (const host of this.hosts) takeDevices(this, host, devices);

    this.resource = new DistributedVirtualSwitch(this, 'Default', {
      name: checkText(this, 'name', props.name ?? id),
      datacenterId: this.datacenter.datacenterId,
      uplinks,
      maxMtu: checkWhole(this, 'mtu', props.mtu ?? 1500, { low: 1, high: LARGEST_MTU }),
      host: this.hosts.map((host) => ({ hostSystemId: host.hostId, devices })),
    });
    this.switchUuid = this.resource.id;
  }
}

class LookedUpDistributedSwitch extends Construct implements IDistributedSwitch {
  public readonly switchUuid: string;
  public readonly datacenter: IDatacenter;
  public readonly hosts?: readonly IEsxiHost[];

  public constructor(scope: Construct, id: string, props: DistributedSwitchLookup) {
    super(scope, id);
    recordOrigin(this);
    needConnection(this);
    this.datacenter = checkKind(this, 'datacenter', props.datacenter, DATACENTER);
    this.hosts = ifGiven(props.hosts, (hosts) => checkKinds(this, 'hosts', hosts, HOST));
    this.switchUuid = new DataVsphereDistributedVirtualSwitch(this, 'Default', {
      name: checkText(this, 'name', props.name),
      datacenterId: this.datacenter.datacenterId,
    }).id;
  }
}

class KnownDistributedSwitch extends Construct implements IDistributedSwitch {
  public readonly switchUuid: string;
  public readonly datacenter?: IDatacenter;
  public readonly hosts?: readonly IEsxiHost[];

  public constructor(scope: Construct, id: string, attributes: DistributedSwitchAttributes) {
    super(scope, id);
    recordOrigin(this);
    this.switchUuid = checkText(this, 'switchUuid', attributes.switchUuid);
    this.datacenter = ifGiven(attributes.datacenter, (datacenter) => checkKind(this, 'datacenter', datacenter, DATACENTER));
    this.hosts = ifGiven(attributes.hosts, (hosts) => checkKinds(this, 'hosts', hosts, HOST));
  }
}

/** Throws where a host has too few ports for its uplinks, as far as its model says, or another switch has one of them. */
function takeDevices(fabric: DistributedSwitch, host: IEsxiHost, devices: readonly string[]): void {
  const ports = (host.model?.nics ?? []).reduce((sum, nic) => sum + nic.count, 0);
  if (ports > 0 && devices.length > ports) {
    throw new ConstructError(
      fabric,
      `host "${host.hostname}" has ${ports} network ports by its model, too few for ${devices.length} uplinks; set uplinks to at most ${ports}, or name fewer devices`,
    );
  }
  const taken = switchOf.get(host) ?? new Map<string, IConstruct>();
  switchOf.set(host, taken);
  for (const device of devices) {
    const other = taken.get(device);
    if (other !== undefined) {
      throw new ConstructError(
        fabric,
        `${device} of host "${host.hostname}" is an uplink of ${other.node.path} already, and a network adapter has one switch; name others as devices`,
      );
    }
    taken.set(device, fabric);
  }
}

function numbered(prefix: string, first: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${first + index}`);
}
