import { DataVsphereDistributedVirtualSwitch } from '@cdktf/provider-vsphere/lib/data-vsphere-distributed-virtual-switch';
import { DistributedVirtualSwitch } from '@cdktf/provider-vsphere/lib/distributed-virtual-switch';
import { Construct, type IConstruct } from 'constructs';
import { recordOrigin } from '../../estate/origin';
import { brand, isBranded } from '../brand';
import { checkCount, checkDistinct, checkText, checkWhole } from '../check';
import { ConstructError } from '../construct-error';
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

const DISTRIBUTED_SWITCH = Symbol.for('cdk-strata.DistributedSwitch');

/** Largest MTU the provider takes (its schema of `vsphere_distributed_virtual_switch`, `max_mtu`). */
const LARGEST_MTU = 9000;

/**
 * A vSphere distributed switch.
 *
 * @throws when a host stands twice among the hosts, there are more devices than uplinks, or the MTU is out of bounds
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

    this.datacenter = props.datacenter;
    this.hosts = [...props.hosts];
    checkDistinct(
      this,
      'hosts of a switch',
      this.hosts.map((host) => host.hostname),
    );
    const uplinks = numbered('uplink', 1, checkCount(this, props.uplinks, 'uplinks'));
    const devices = [...(props.devices ?? numbered('vmnic', 0, uplinks.length))];
    checkDistinct(this, 'devices', devices);
    if (devices.length > uplinks.length) {
      throw new ConstructError(
        this,
        `a host cannot have more devices than uplinks, got ${devices.join(', ')} for ${uplinks.length}; set uplinks to ${devices.length}`,
      );
    }

    this.resource = new DistributedVirtualSwitch(this, 'Default', {
      name: checkText(this, 'name', props.name ?? id),
      datacenterId: props.datacenter.datacenterId,
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
    this.datacenter = props.datacenter;
    this.hosts = props.hosts && [...props.hosts];
    this.switchUuid = new DataVsphereDistributedVirtualSwitch(this, 'Default', {
      name: checkText(this, 'name', props.name),
      datacenterId: props.datacenter.datacenterId,
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
    this.datacenter = attributes.datacenter;
    this.hosts = attributes.hosts && [...attributes.hosts];
  }
}

function numbered(prefix: string, first: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${first + index}`);
}
