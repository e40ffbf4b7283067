import { brand, isBranded } from '../../brand';
import { checkKind, checkOneOf, checkProps, checkWhole, got, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { NSX_SERVICE } from '../../kind';
import type { IService } from './iservice';
import { checkPort, checkPorts, type Ports } from './ports';

/** Protocols that NSX follows into their data connections (Application Layer Gateways). */
export type Algorithm =
  'ORACLE_TNS' | 'FTP' | 'SUN_RPC_TCP' | 'SUN_RPC_UDP' | 'MS_RPC_TCP' | 'MS_RPC_UDP' | 'NBNS_BROADCAST' | 'NBDG_BROADCAST' | 'TFTP';

const ALGORITHMS: readonly Algorithm[] = [
  'ORACLE_TNS',
  'FTP',
  'SUN_RPC_TCP',
  'SUN_RPC_UDP',
  'MS_RPC_TCP',
  'MS_RPC_UDP',
  'NBNS_BROADCAST',
  'NBDG_BROADCAST',
  'TFTP',
];

/** An entry as it is rendered, before ports are split. */
export type EntryData =
  | { readonly kind: 'ports'; readonly protocol: 'TCP' | 'UDP'; readonly ports: readonly string[]; readonly sourcePorts: readonly string[] }
  | { readonly kind: 'icmp'; readonly protocol: 'ICMPv4' | 'ICMPv6'; readonly type?: number; readonly code?: number }
  | { readonly kind: 'igmp' }
  | { readonly kind: 'ip'; readonly protocol: number }
  | { readonly kind: 'ether'; readonly etherType: number }
  | { readonly kind: 'algorithm'; readonly algorithm: Algorithm; readonly port: string; readonly sourcePorts: readonly string[] }
  | { readonly kind: 'nested'; readonly service: IService };

/** Which ports. A port is a number; a range is `[first, last]` or a text such as `8000-8099`. */
export interface PortSetProps {
  /**
   * Destination ports.
   * @default - any
   */
  readonly ports?: readonly Ports[];

  /**
   * Source ports.
   * @default - any
   */
  readonly sourcePorts?: readonly Ports[];
}

/** Which messages of ICMP. */
export interface IcmpProps {
  /**
   * Type of the message, 0 to 255.
   * @default - any
   */
  readonly type?: number;

  /**
   * Code of the message, 0 to 255; only together with its type.
   * @default - any
   */
  readonly code?: number;
}

export interface AlgorithmProps {
  /** Destination port: one. */
  readonly port: number | string;

  /**
   * Source ports.
   * @default - any
   */
  readonly sourcePorts?: readonly Ports[];
}

const BRAND = Symbol.for('cdk-strata.ServiceEntry');

/** Traffic that a service, or a rule of the firewall by itself, is for. */
export class ServiceEntry {
  public static isServiceEntry(x: unknown): x is ServiceEntry {
    return isBranded(x, BRAND);
  }

  /** TCP to these destination ports; to any without them. */
  public static tcp(...ports: readonly Ports[]): ServiceEntry {
    return ServiceEntry.tcpPorts(ports.length === 0 ? {} : { ports });
  }

  /** UDP to these destination ports; to any without them. */
  public static udp(...ports: readonly Ports[]): ServiceEntry {
    return ServiceEntry.udpPorts(ports.length === 0 ? {} : { ports });
  }

  /** TCP by destination and source ports. */
  public static tcpPorts(props: PortSetProps): ServiceEntry {
    return ServiceEntry.portSet('TCP', props);
  }

  /** UDP by destination and source ports. */
  public static udpPorts(props: PortSetProps): ServiceEntry {
    return ServiceEntry.portSet('UDP', props);
  }

  /** ICMP of IPv4. */
  public static icmp4(props: IcmpProps = {}): ServiceEntry {
    return ServiceEntry.icmp('ICMPv4', props);
  }

  /** ICMP of IPv6. */
  public static icmp6(props: IcmpProps = {}): ServiceEntry {
    return ServiceEntry.icmp('ICMPv6', props);
  }

  /** IGMP. */
  public static igmp(): ServiceEntry {
    return new ServiceEntry({ kind: 'igmp' });
  }

  /** An IP protocol by its number, 0 to 255, such as 132 for SCTP. Its ports, where it has any, are not looked at. */
  public static ipProtocol(protocol: number): ServiceEntry {
    return new ServiceEntry({ kind: 'ip', protocol: checkWhole(undefined, 'protocol', protocol, { low: 0, high: 255 }) });
  }

  /** A protocol of layer 2 by its EtherType, such as `0x0806` for ARP. For rules of the category Ethernet; with no other kind in one service. */
  public static etherType(etherType: number): ServiceEntry {
    return new ServiceEntry({ kind: 'ether', etherType: checkWhole(undefined, 'etherType', etherType, { low: 0, high: 0xffff }) });
  }

  /** A protocol that opens further connections, which NSX then lets through as well. */
  public static algorithm(algorithm: Algorithm, { port, sourcePorts }: AlgorithmProps): ServiceEntry {
    return new ServiceEntry({
      kind: 'algorithm',
      algorithm: checkOneOf(undefined, 'algorithm', algorithm, ALGORITHMS),
      port: checkPort('port', port),
      sourcePorts: portsOf('sourcePorts', sourcePorts),
    });
  }

  /** All of another service. Only in a service: a rule names the other one itself. */
  public static nested(service: IService): ServiceEntry {
    return new ServiceEntry({ kind: 'nested', service: checkKind(undefined, 'service', service, NSX_SERVICE) });
  }

  private static portSet(protocol: 'TCP' | 'UDP', props: PortSetProps): ServiceEntry {
    checkProps(undefined, 'props', props, []);
    return new ServiceEntry({
      kind: 'ports',
      protocol,
      ports: portsOf('ports', props.ports),
      sourcePorts: portsOf('sourcePorts', props.sourcePorts),
    });
  }

  private static icmp(protocol: 'ICMPv4' | 'ICMPv6', { type, code }: IcmpProps): ServiceEntry {
    if (type === undefined && code !== undefined) {
      throw new ConstructError(undefined, `code is given without its type: ${got(code)}; give both, such as \`{ type: 3, code: 4 }\``);
    }
    const byte = { low: 0, high: 255 };
    return new ServiceEntry({
      kind: 'icmp',
      protocol,
      type: ifGiven(type, (each) => checkWhole(undefined, 'type', each, byte)),
      code: ifGiven(code, (each) => checkWhole(undefined, 'code', each, byte)),
    });
  }

  private constructor(
    /** @internal */
    public readonly _entry: EntryData,
  ) {
    brand(this, BRAND);
  }
}

/** Ports as NSX takes them; none for any. A list that turned out empty is not meant so. */
function portsOf(what: string, values: readonly Ports[] | undefined): string[] {
  if (values === undefined) return [];
  const ports = checkPorts(what, values);
  if (ports.length > 0) return ports;
  throw new ConstructError(undefined, `${what} is an empty list, which NSX takes for any port; leave it out where that is meant`);
}
