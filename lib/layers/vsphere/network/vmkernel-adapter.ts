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
import { TcpIpStack } from './tcp-ip-stack';
import { addressConfig } from './vmkernel-address';
import type { VmkernelAdapterFleetProps, VmkernelAdapterProps, VmkernelService } from './vmkernel-adapter-props';
import { attach, checkMtu } from './vmkernel-attachment';

export type { VmkernelAdapterCommonProps, VmkernelAdapterFleetProps, VmkernelAdapterProps, VmkernelService } from './vmkernel-adapter-props';

const SERVICES: readonly VmkernelService[] = ['management', 'vmotion', 'vsan'];

/** A VMkernel adapter of an ESXi host. */
export interface IVmkernelAdapter extends IConstruct {
  /** Id of the host and name of the adapter, such as `host-23_vmk2`. */
  readonly adapterId: string;
  readonly host: IEsxiHost;
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
