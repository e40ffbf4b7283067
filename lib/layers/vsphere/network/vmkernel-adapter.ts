import { Vnic } from '@cdktf/provider-vsphere/lib/vnic';
import { Token } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkDistinct, checkKind, checkNumbering, checkOneOf, checkProps, checkTexts, got, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { HOST, TCP_IP_STACK } from '../../kind';
import { checkKindHere, checkKindsHere, connectionOf } from '../connection';
import type { IEsxiHost } from '../host/esxi-host';
import type { IPortGroup } from './port-group';
import type { IStandardPortGroup } from './standard-port-group';
import { TcpIpStack } from './tcp-ip-stack';
import { addressConfig } from './vmkernel-address';
import { attach, checkMtu } from './vmkernel-attachment';

/** What ESXi does over an adapter. Storage over iSCSI or NFS needs none: it takes the adapter that reaches it. */
export type VmkernelService = 'management' | 'vmotion' | 'vsan';

const SERVICES: readonly VmkernelService[] = ['management', 'vmotion', 'vsan'];

/** A VMkernel adapter of an ESXi host. */
export interface IVmkernelAdapter extends IConstruct {
  /** Id of the host and name of the adapter, such as `host-23_vmk2`. */
  readonly adapterId: string;
  readonly host: IEsxiHost;
}

/** What the adapters of a fleet have in common, and an adapter on its own has too. */
export interface VmkernelAdapterCommonProps {
  /**
   * Whether it takes its IPv4 address by DHCP.
   * @default false
   */
  readonly dhcp?: boolean;

  /**
   * IPv4 address of a default gateway of its own, for a static address.
   * @default - that of its TCP/IP stack
   */
  readonly gateway?: string;

  /**
   * Whether it takes an IPv6 address by DHCP.
   * @default false
   */
  readonly ipv6Dhcp?: boolean;

  /**
   * Whether it makes an IPv6 address from router advertisements (RFC 4862).
   * @default false
   */
  readonly ipv6Autoconfiguration?: boolean;

  /**
   * IPv6 address of a default gateway of its own.
   * @default - that of its TCP/IP stack
   */
  readonly ipv6Gateway?: string;

  /**
   * Largest packet, bytes: at most what its switch takes.
   * @default - as ESXi has it for a new adapter, 1500
   */
  readonly mtu?: number;

  /**
   * The TCP/IP stack it belongs to. Another one makes another adapter. On a stack other than the default, Terraform cannot change an
   * adapter in place (vmware/terraform-provider-vsphere issue 2044): have it replaced.
   * @default TcpIpStack.DEFAULT
   */
  readonly stack?: TcpIpStack;

  /**
   * What ESXi does over it. Only adapters of the default stack take any: that of another stack is what the stack is for.
   * @default - none, which is right for iSCSI and NFS
   */
  readonly services?: readonly VmkernelService[];
}

export interface VmkernelAdapterProps extends VmkernelAdapterCommonProps {
  /** The host it is on. */
  readonly host: IEsxiHost;

  /** What it is attached to: a port group of a distributed switch that spans the host, or of a standard switch of the host. */
  readonly portGroup: IPortGroup | IStandardPortGroup;

  /**
   * Static IPv4 address with its prefix, such as `10.1.2.11/24`.
   * @default - none
   */
  readonly address?: string;

  /**
   * Static IPv6 addresses with their prefix, such as `2001:db8::11/64`.
   * @default - none
   */
  readonly ipv6Addresses?: readonly string[];

  /**
   * MAC address.
   * @default - ESXi makes one
   */
  readonly mac?: string;
}

export interface VmkernelAdapterFleetProps extends VmkernelAdapterCommonProps {
  /** The hosts that get one each. */
  readonly hosts: Iterable<IEsxiHost>;

  /** What they are attached to: a port group of a distributed switch that spans the hosts. */
  readonly portGroup: IPortGroup;

  /**
   * Static IPv4 address, with its prefix, of the adapter on host number `n`, from 1.
   * @default - none
   */
  readonly addresses?: (n: number) => string;

  /**
   * Static IPv6 address, with its prefix, of the adapter on host number `n`, from 1.
   * @default - none
   */
  readonly ipv6Addresses?: (n: number) => string;
}

const VMKERNEL_ADAPTER = Symbol.for('cdk-strata.VmkernelAdapter');
const VMKERNEL_ADAPTER_FLEET = Symbol.for('cdk-strata.VmkernelAdapterFleet');

/**
 * A VMkernel adapter: how an ESXi host itself is on a network, for management, vMotion, vSAN or storage.
 *
 * @throws when it has no way to an address or two, the address does not suit the range of its port group or is another's, its
 * switch does not span the host, its MTU is larger than the switch's, or it has services on another stack than the default
 */
export class VmkernelAdapter extends Construct implements IVmkernelAdapter {
  public static isVmkernelAdapter(x: unknown): x is VmkernelAdapter {
    return isBranded(x, VMKERNEL_ADAPTER);
  }

  /** One on each of several hosts, numbered from 1 in the order of the hosts. */
  public static fleet(scope: Construct, id: string, props: VmkernelAdapterFleetProps): VmkernelAdapterFleet {
    return new VmkernelAdapterFleet(scope, id, props);
  }

  public readonly adapterId: string;
  public readonly host: IEsxiHost;
  public readonly resource: Vnic;

  public constructor(scope: Construct, id: string, props: VmkernelAdapterProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['host', 'portGroup']);
    if (!VmkernelAdapterFleet.isVmkernelAdapterFleet(scope)) recordOrigin(this); // else it is made where its fleet is
    brand(this, VMKERNEL_ADAPTER);

    this.host = checkKindHere(this, 'host', props.host, HOST);
    const place = attach(this, this.host, props.portGroup);
    const { netstack } = checkKind(this, 'stack', props.stack ?? TcpIpStack.DEFAULT, TCP_IP_STACK);
    const isDefault = netstack === TcpIpStack.DEFAULT.netstack;
    this.resource = new Vnic(this, 'Default', {
      provider: connectionOf(this),
      host: this.host.hostId,
      ...place.config,
      ...addressConfig(this, props),
      mac: ifGiven(props.mac, (mac) => checkMac(this, mac)),
      mtu: ifGiven(props.mtu, (mtu) => checkMtu(this, mtu, place.mtu)),
      netstack,
      // From provider 2.17 on, what is left out stays as it was.
      services: checkServices(this, props.services ?? (isDefault ? [] : undefined), netstack, isDefault),
      // The provider reads back the service that the stack stands for, and would remove it on each run.
      ...(!isDefault && { lifecycle: { ignoreChanges: ['services'] } }),
    });
    this.adapterId = this.resource.id;
  }
}

/**
 * VMkernel adapters of one kind, on each of several hosts.
 *
 * @throws when there is no host, a host stands twice, or an adapter is refused
 */
export class VmkernelAdapterFleet extends Construct implements Iterable<VmkernelAdapter> {
  public static isVmkernelAdapterFleet(x: unknown): x is VmkernelAdapterFleet {
    return isBranded(x, VMKERNEL_ADAPTER_FLEET);
  }

  public readonly adapters: readonly VmkernelAdapter[];

  public constructor(scope: Construct, id: string, props: VmkernelAdapterFleetProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['hosts', 'portGroup']);
    recordOrigin(this);
    brand(this, VMKERNEL_ADAPTER_FLEET);

    const { hosts: given, addresses: address, ipv6Addresses: ipv6Address, ...common } = props;
    const hosts = checkKindsHere(this, 'hosts', given, HOST);
    if (hosts.length === 0) throw new ConstructError(this, 'hosts must be at least one, got none');
    checkDistinct(
      this,
      'hosts of a fleet',
      hosts.map((host) => host.hostname),
    );
    const addressOf = ifGiven(address, (each) => checkNumbering(this, 'addresses', each));
    const ipv6AddressOf = ifGiven(ipv6Address, (each) => checkNumbering(this, 'ipv6Addresses', each));
    this.adapters = hosts.map(
      (host, index) =>
        new VmkernelAdapter(this, `${id}-${index + 1}`, {
          ...common,
          host,
          address: addressOf?.(index + 1),
          ipv6Addresses: ifGiven(ipv6AddressOf, (each) => [each(index + 1)]),
        }),
    );
  }

  public [Symbol.iterator](): Iterator<VmkernelAdapter> {
    return this.adapters[Symbol.iterator]();
  }
}

function checkMac(adapter: VmkernelAdapter, mac: string): string {
  if (Token.isUnresolved(mac) || (typeof mac === 'string' && /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(mac))) return mac;
  throw new ConstructError(adapter, `mac must be a MAC address such as "00:50:56:00:00:0a", got ${got(mac)}`);
}

/** The provider refuses services on another stack than the default (its `precheckEnableServices`). */
function checkServices(
  adapter: VmkernelAdapter,
  given: readonly VmkernelService[] | undefined,
  netstack: string,
  isDefault: boolean,
): string[] | undefined {
  if (given === undefined) return undefined;
  const services = checkTexts(adapter, 'services', given).map((service) => checkOneOf<string>(adapter, 'services', service, SERVICES));
  checkDistinct(adapter, 'services', services);
  if (isDefault || services.length === 0) return services;
  throw new ConstructError(
    adapter,
    `services need the default TCP/IP stack, got ${services.join(', ')} on "${netstack}"; leave out services, or stack`,
  );
}
