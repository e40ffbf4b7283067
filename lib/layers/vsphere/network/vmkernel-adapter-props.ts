import type { IEsxiHost } from '../host/esxi-host';
import type { IPortGroup } from './port-group';
import type { IStandardPortGroup } from './standard-port-group';
import type { TcpIpStack } from './tcp-ip-stack';

/** What ESXi does over an adapter. Storage over iSCSI or NFS needs none: it takes the adapter that reaches it. */
export type VmkernelService = 'management' | 'vmotion' | 'vsan';

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
