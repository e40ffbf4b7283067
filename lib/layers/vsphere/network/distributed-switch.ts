import { DataVsphereDistributedVirtualSwitch } from '@cdktf/provider-vsphere/lib/data-vsphere-distributed-virtual-switch';
import { DistributedVirtualSwitch } from '@cdktf/provider-vsphere/lib/distributed-virtual-switch';
import { Construct } from 'constructs';
import { declare } from '../../../estate/declaration';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkCount, checkDistinct, checkKind, checkOneOf, checkProps, checkText, checkTexts, checkWhole, got, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { DATACENTER, HOST, LACP, LINK_DISCOVERY } from '../../kind';
import { checkKindHere, checkKindsHere, connectionOf } from '../connection';
import type { IDatacenter } from '../datacenter';
import {
  type DistributedSwitchAttributes,
  type DistributedSwitchLookup,
  type DistributedSwitchProps,
  type IDistributedSwitch,
  SWITCH_VERSIONS,
} from './distributed-switch-props';
import type { IEsxiHost } from '../host/esxi-host';
import { folderPathOf } from '../folder';
import { takeAdapters } from './host-adapters';
import { netflowConfig } from './netflow';
import { networkIoControlConfig } from './network-io-control';
import { REFUSED } from './network-security';
import { type PrivateVlan, privateVlanMappings } from './private-vlan';
import { tagIds } from '../access/tags';
import { checkOrder, failoverConfig, TEAMING_POLICIES } from './teaming';

export type {
  DistributedSwitchAttributes,
  DistributedSwitchLookup,
  DistributedSwitchProps,
  DistributedSwitchVersion,
  IDistributedSwitch,
  MulticastFiltering,
} from './distributed-switch-props';

const DISTRIBUTED_SWITCH = Symbol.for('cdk-strata.DistributedSwitch');

/** Largest MTU the provider takes (its schemas of switches). */
export const LARGEST_MTU = 9000;

/**
 * A vSphere distributed switch. Its default for port groups refuses promiscuous mode, forged transmits and changes of MAC
 * addresses; a port group may say otherwise.
 *
 * @throws when a host stands twice among the hosts, there are more devices than uplinks or than a host's model has network
 * ports, a device is an uplink of another switch already, the uplinks named are not those there are, or anything is out of bounds
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
  public readonly mtu: number;
  public readonly uplinkNames?: readonly string[];
  public readonly privateVlans: readonly PrivateVlan[];
  public readonly resource: DistributedVirtualSwitch;

  public constructor(scope: Construct, id: string, props: DistributedSwitchProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['datacenter', 'hosts', 'uplinks']);
    recordOrigin(this);
    brand(this, DISTRIBUTED_SWITCH);

    this.datacenter = checkKindHere(this, 'datacenter', props.datacenter, DATACENTER);
    this.hosts = checkKindsHere(this, 'hosts', props.hosts, HOST);
    checkDistinct(
      this,
      'hosts of a switch',
      this.hosts.map((host) => host.hostname),
    );
    this.mtu = checkWhole(this, 'mtu', props.mtu ?? 1500, { low: 1, high: LARGEST_MTU });
    const uplinks = uplinkNames(this, props);
    const lacp = ifGiven(props.lacp, (each) => checkKind(this, 'lacp', each, LACP));
    this.uplinkNames = lacp?.lacpApiVersion === 'multipleLag' ? undefined : uplinks;
    const { active, standby } = checkOrder(this, 'Uplinks', { active: props.activeUplinks, standby: props.standbyUplinks }, this.uplinkNames);
    const mappings = ifGiven(props.privateVlans, (vlans) => privateVlanMappings(this, vlans));
    this.privateVlans = props.privateVlans ?? [];
    const discovery = ifGiven(props.linkDiscovery, (each) => checkKind(this, 'linkDiscovery', each, LINK_DISCOVERY));
    const text = (what: 'description' | 'contactName' | 'contactDetail'): string | undefined =>
      ifGiven(props[what], (value) => checkText(this, what, value));

    this.resource = new DistributedVirtualSwitch(this, 'Default', {
      provider: connectionOf(this),
      name: checkText(this, 'name', props.name ?? id),
      datacenterId: this.datacenter.datacenterId,
      folder: folderPathOf(this, props.folder, 'network'),
      uplinks,
      // What is left out stays in the state as it was, and would not follow when the uplinks change.
      activeUplinks: [...(active ?? uplinks)],
      standbyUplinks: standby && [...standby],
      ...failoverConfig(this, props, TEAMING_POLICIES),
      ...REFUSED,
      maxMtu: this.mtu,
      version: ifGiven(props.version, (version) => checkOneOf(this, 'version', version, SWITCH_VERSIONS)),
      ...(lacp && { lacpApiVersion: lacp.lacpApiVersion, ...(lacp.mode && { lacpEnabled: true, lacpMode: lacp.mode }) }),
      ...ifGiven(props.networkIoControl, (control) => networkIoControlConfig(this, control, this.hosts)),
      ...ifGiven(props.netflow, (netflow) => netflowConfig(this, netflow)),
      linkDiscoveryProtocol: discovery?.linkDiscoveryProtocol,
      linkDiscoveryOperation: discovery?.linkDiscoveryOperation,
      multicastFilteringMode: ifGiven(props.multicastFiltering, (mode) =>
        checkOneOf(this, 'multicastFiltering', mode, ['legacyFiltering', 'snooping']),
      ),
      description: text('description'),
      contactName: text('contactName'),
      contactDetail: text('contactDetail'),
      tags: tagIds(this, props.tags),
      pvlanMapping: mappings,
      host: takeDevices(this, props, uplinks).map(([host, devices]) => ({ hostSystemId: host.hostId, devices: [...devices] })),
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
    checkProps(this, 'props', props, ['name', 'datacenter']);
    recordOrigin(this);
    this.datacenter = checkKindHere(this, 'datacenter', props.datacenter, DATACENTER);
    this.hosts = ifGiven(props.hosts, (hosts) => checkKindsHere(this, 'hosts', hosts, HOST));
    const lookup = new DataVsphereDistributedVirtualSwitch(this, 'Default', {
      provider: connectionOf(this),
      name: checkText(this, 'name', props.name),
      datacenterId: this.datacenter.datacenterId,
    });
    this.switchUuid = lookup.id;
    if (this.hosts !== undefined) declare(this, { kind: 'switch-hosts', of: lookup.node.path, hosts: this.hosts.map((host) => host.node.path) });
  }
}

class KnownDistributedSwitch extends Construct implements IDistributedSwitch {
  public readonly switchUuid: string;
  public readonly datacenter?: IDatacenter;
  public readonly hosts?: readonly IEsxiHost[];

  public constructor(scope: Construct, id: string, attributes: DistributedSwitchAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['switchUuid']);
    recordOrigin(this);
    this.switchUuid = checkText(this, 'switchUuid', attributes.switchUuid);
    this.datacenter = ifGiven(attributes.datacenter, (datacenter) => checkKindHere(this, 'datacenter', datacenter, DATACENTER));
    this.hosts = ifGiven(attributes.hosts, (hosts) => checkKindsHere(this, 'hosts', hosts, HOST));
  }
}

function uplinkNames(fabric: Construct, props: DistributedSwitchProps): string[] {
  const count = checkCount(fabric, props.uplinks, 'uplinks');
  if (props.uplinkNames === undefined) return numbered('uplink', 1, count);
  const names = checkTexts(fabric, 'uplinkNames', props.uplinkNames);
  checkDistinct(fabric, 'uplinkNames', names);
  if (names.length === count) return names;
  throw new ConstructError(
    fabric,
    `uplinkNames must be as many as uplinks, got ${names.length} for ${count}; name each, or set uplinks to ${names.length}`,
  );
}

/** The devices of each host, which are no other switch's from now on. */
function takeDevices(
  fabric: DistributedSwitch,
  { devices, devicesOf }: DistributedSwitchProps,
  uplinks: readonly string[],
): (readonly [IEsxiHost, readonly string[]])[] {
  if (devices !== undefined && devicesOf !== undefined) {
    throw new ConstructError(fabric, 'devices are the same for each host or asked of devicesOf, got both; leave one of them out');
  }
  if (devicesOf !== undefined && typeof devicesOf !== 'function') {
    throw new ConstructError(fabric, `devicesOf must be a function of a host, got ${got(devicesOf)}; give one such as \`() => ['vmnic0']\``);
  }
  const common = checkDevices(fabric, 'devices', devices ?? numbered('vmnic', 0, uplinks.length), uplinks);
  return fabric.hosts.map((host) => {
    const own = devicesOf === undefined ? common : checkDevices(fabric, `devicesOf("${host.hostname}")`, devicesOf(host), uplinks);
    takeAdapters(fabric, host, own, 'devices');
    return [host, own];
  });
}

function checkDevices(fabric: Construct, what: string, given: readonly string[], uplinks: readonly string[]): readonly string[] {
  const devices = checkTexts(fabric, what, given);
  checkDistinct(fabric, what, devices);
  if (devices.length <= uplinks.length) return devices;
  throw new ConstructError(
    fabric,
    `a host cannot have more devices than uplinks, got ${devices.join(', ')} for ${uplinks.length}; set uplinks to ${devices.length}`,
  );
}

function numbered(prefix: string, first: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${first + index}`);
}
