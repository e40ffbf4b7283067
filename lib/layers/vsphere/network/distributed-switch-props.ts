import type { IConstruct } from 'constructs';
import type { IDatacenter } from '../datacenter';
import type { IEsxiHost } from '../host/esxi-host';
import type { IFolder } from '../folder';
import type { Lacp } from './lacp';
import type { LinkDiscovery } from './link-discovery';
import type { Netflow } from './netflow';
import type { NetworkIoControl } from './network-io-control';
import type { PrivateVlan } from './private-vlan';
import type { ITag } from '../access/tags';
import type { UplinkTeamingProps } from './teaming';

/** A vSphere distributed switch, owned or looked up. */
export interface IDistributedSwitch extends IConstruct {
  /** UUID of the switch. */
  readonly switchUuid: string;
  /** Undefined where nobody said. */
  readonly datacenter?: IDatacenter;
  /** The hosts it spans; undefined where nobody said. */
  readonly hosts?: readonly IEsxiHost[];
  /** Largest packet, bytes; undefined where nobody said. */
  readonly mtu?: number;
  /** Names of its uplinks; undefined where nobody said, and where it has link aggregation groups made in vCenter. */
  readonly uplinkNames?: readonly string[];
  /** Undefined where nobody said. */
  readonly privateVlans?: readonly PrivateVlan[];
}

/** Versions of distributed switches (provider documentation of `vsphere_distributed_virtual_switch`, `version`). */
export type DistributedSwitchVersion = '6.5.0' | '6.6.0' | '7.0.0' | '7.0.2' | '7.0.3' | '8.0.0' | '8.0.3' | '9.0.0';

export const SWITCH_VERSIONS: readonly DistributedSwitchVersion[] = ['6.5.0', '6.6.0', '7.0.0', '7.0.2', '7.0.3', '8.0.0', '8.0.3', '9.0.0'];

/** How a distributed switch delivers multicast: by MAC address (`legacyFiltering`), or to who joined (`snooping`). */
export type MulticastFiltering = 'legacyFiltering' | 'snooping';

export interface DistributedSwitchProps extends UplinkTeamingProps {
  /**
   * Name in vCenter.
   * @default - the construct id
   */
  readonly name?: string;

  readonly datacenter: IDatacenter;

  /**
   * Folder for it: a path below the datacenter's network folder. Moving it makes another switch.
   * @default - the datacenter's own
   */
  readonly folder?: string | IFolder;

  /** The hosts it spans. */
  readonly hosts: Iterable<IEsxiHost>;

  /** Uplinks of each host. */
  readonly uplinks: number;

  /**
   * Names of the uplinks, as many as there are.
   * @default - `uplink1`, `uplink2` and so on
   */
  readonly uplinkNames?: readonly string[];

  /**
   * Physical network adapters of each host that become its uplinks.
   * @default - `vmnic0`, `vmnic1` and so on, as many as uplinks
   */
  readonly devices?: readonly string[];

  /**
   * Physical network adapters of a host that become its uplinks, where hosts differ.
   * @default - `devices`
   */
  readonly devicesOf?: (host: IEsxiHost) => readonly string[];

  /**
   * Largest packet, bytes, at most 9000.
   * @default 1500
   */
  readonly mtu?: number;

  /**
   * Version of the switch: what it can do, and which hosts it takes. It can be raised, never lowered.
   * @default - the newest that the vCenter knows
   */
  readonly version?: DistributedSwitchVersion;

  /**
   * Link aggregation of its uplinks.
   * @default - none
   */
  readonly lacp?: Lacp;

  /**
   * What each class of traffic gets of the physical adapters; `{}` turns it on with vCenter's own allocations.
   * @default - off
   */
  readonly networkIoControl?: NetworkIoControl;

  /**
   * All private VLANs of the switch.
   * @default - none
   */
  readonly privateVlans?: readonly PrivateVlan[];

  /**
   * Where it reports flows. Its port groups do so unless they say otherwise.
   * @default - nowhere
   */
  readonly netflow?: Netflow;

  /**
   * How it and the physical switches learn of each other.
   * @default LinkDiscovery.cdp('listen')
   */
  readonly linkDiscovery?: LinkDiscovery;

  /**
   * How it delivers multicast.
   * @default - as vCenter has it for the version
   */
  readonly multicastFiltering?: MulticastFiltering;

  /**
   * What it is for.
   * @default - none
   */
  readonly description?: string;

  /**
   * Who is responsible for it.
   * @default - not stated
   */
  readonly contactName?: string;

  /**
   * How to reach them.
   * @default - not stated
   */
  readonly contactDetail?: string;

  /**
   * Tags on it.
   * @default - none
   */
  readonly tags?: readonly ITag[];
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
