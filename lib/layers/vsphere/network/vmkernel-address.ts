import { isIP } from 'node:net';
import type { VnicConfig } from '@cdktf/provider-vsphere/lib/vnic';
import { Token } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import { Cidr } from '../../../units';
import { checkFlag, checkTexts, got, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import type { VmkernelAdapterProps } from './vmkernel-adapter-props';

/** What is known of the range that a network's addresses come from. */
interface KnownRange extends IConstruct {
  readonly cidr?: Cidr;
  readonly gateway?: string;
}

/** An address of an adapter, and the network it finds its neighbours in. */
interface InterfaceAddress {
  readonly address: string;
  readonly prefix: number;
  /** Dotted decimal; only IPv4 has one. */
  readonly netmask?: string;
}

/** The adapter that has each address of a network. */
const ownerOf = new WeakMap<IConstruct, Map<string, IConstruct>>();

/**
 * How an adapter comes to its addresses.
 *
 * @throws when it has no way to one or two, or an address is refused
 */
export function addressConfig(adapter: Construct, props: VmkernelAdapterProps): Pick<VnicConfig, 'ipv4' | 'ipv6'> {
  const { portGroup, address, gateway, ipv6Gateway } = props;
  const flag = (what: 'dhcp' | 'ipv6Dhcp' | 'ipv6Autoconfiguration'): boolean => checkFlag(adapter, what, props[what] ?? false);
  const [dhcp, ipv6Dhcp, autoconfig] = [flag('dhcp'), flag('ipv6Dhcp'), flag('ipv6Autoconfiguration')];
  const statics = checkTexts(adapter, 'ipv6Addresses', props.ipv6Addresses ?? []);
  const isIpv6 = ipv6Dhcp || autoconfig || statics.length > 0;
  if (dhcp && (address !== undefined || gateway !== undefined)) {
    throw new ConstructError(adapter, 'DHCP gives an IPv4 address and a gateway; leave out address and gateway, or dhcp');
  }
  if (address === undefined && gateway !== undefined)
    throw new ConstructError(adapter, `gateway ${got(gateway)} needs a static address; give address too`);
  if (!isIpv6 && ipv6Gateway !== undefined) throw new ConstructError(adapter, 'ipv6Gateway needs IPv6; give ipv6Addresses too');
  if (!dhcp && address === undefined && !isIpv6) {
    throw new ConstructError(adapter, 'an adapter needs a way to an address; give address, dhcp, ipv6Addresses, ipv6Dhcp or ipv6Autoconfiguration');
  }
  const fixed = ifGiven(address, (notation) => checkInterface(adapter, 'address', 4, notation, portGroup, gateway));
  const onLink = statics.map((notation, index) => checkInterface(adapter, `ipv6Addresses[${index}]`, 6, notation, portGroup, undefined));
  return {
    ...(dhcp && { ipv4: { dhcp } }),
    ...(fixed && { ipv4: { ip: fixed.address, netmask: fixed.netmask, gw: gateway } }),
    ...(isIpv6 && {
      ipv6: {
        dhcp: ipv6Dhcp,
        autoconfig,
        addresses: onLink.length === 0 ? undefined : onLink.map((each) => `${each.address}/${each.prefix}`),
        gw: ifGiven(ipv6Gateway, (each) => checkGateway(adapter, 'ipv6Gateway', 6, each)),
      },
    }),
  };
}

/**
 * An address in CIDR notation, such as `10.1.2.11/24`, on a network.
 *
 * @throws when it is none known at synthesis, is the network's own or its broadcast address, or lies outside the range of the
 * network; when the range is larger than what the prefix reaches; when it is the gateway's or another adapter's
 */
function checkInterface(
  adapter: Construct,
  what: string,
  version: 4 | 6,
  notation: string,
  network: KnownRange,
  gateway: string | undefined,
): InterfaceAddress {
  const { address, prefix } = parse(adapter, what, version, notation);
  const bits = version === 4 ? 32 : 128;
  const { value } = Cidr.addressOf(address);
  const size = 1n << BigInt(bits - prefix);
  const first = value - (value % size);
  const fault = (message: string): never => {
    throw new ConstructError(adapter, `${what} ${notation} ${message}`);
  };

  if (version === 4 && prefix <= 30 && (value === first || value === first + size - 1n)) {
    fault(`is the ${value === first ? 'network' : 'broadcast'} address of its network; give another`);
  }
  checkInRange(fault, { address, prefix, version }, network);
  if (gateway !== undefined) {
    const at = Cidr.addressOf(checkGateway(adapter, 'gateway', version, gateway)).value;
    if (at < first || at >= first + size) fault(`does not reach gateway ${gateway}, which lies outside its network; correct one of them`);
    if (at === value) fault('is that of its gateway; give another');
  }

  const owners = ownerOf.get(network) ?? new Map<string, IConstruct>();
  ownerOf.set(network, owners);
  const owner = owners.get(`${version} ${value}`);
  if (owner !== undefined) fault(`is that of ${owner.node.path} already, on the same port group; give another`);
  owners.set(`${version} ${value}`, adapter);
  return { address, prefix, ...(version === 4 && { netmask: netmaskOf(prefix) }) };
}

/** Nothing is said where the range is not known, or is of the other version. */
function checkInRange(
  fault: (message: string) => never,
  { address, prefix, version }: { readonly address: string; readonly prefix: number; readonly version: 4 | 6 },
  { cidr, gateway, node }: KnownRange,
): void {
  if (cidr === undefined || cidr.version !== version) return;
  if (!cidr.contains(address)) {
    fault(`lies outside the range of ${node.path}, ${cidr.toString()}; give one from ${cidr.firstAddress} to ${cidr.lastAddress}`);
  }
  if (prefix > cidr.prefix) fault(`does not reach all of the range of ${node.path}, ${cidr.toString()}; did you mean ${address}/${cidr.prefix}?`);
  if (gateway !== undefined && Cidr.addressOf(gateway).value === Cidr.addressOf(address).value) {
    fault(`is that of the gateway of ${node.path}; give another`);
  }
}

function parse(adapter: Construct, what: string, version: 4 | 6, notation: string): { readonly address: string; readonly prefix: number } {
  const bits = version === 4 ? 32 : 128;
  const [, address, digits] = (!Token.isUnresolved(notation) && typeof notation === 'string' && /^([^/%]+)\/([1-9]\d{0,2})$/.exec(notation)) || [];
  const prefix = Number(digits);
  if (address !== undefined && isIP(address) === version && prefix <= bits) return { address, prefix };
  const example = version === 4 ? '10.1.2.11/24' : '2001:db8::11/64';
  throw new ConstructError(
    adapter,
    `${what} must be an IPv${version} address with its prefix, such as "${example}", known at synthesis, got ${got(notation)}`,
  );
}

function checkGateway(adapter: Construct, what: string, version: 4 | 6, gateway: string): string {
  if (typeof gateway === 'string' && isIP(gateway) === version && !gateway.includes('%')) return gateway;
  throw new ConstructError(adapter, `${what} must be an IPv${version} address known at synthesis, got ${got(gateway)}`);
}

function netmaskOf(prefix: number): string {
  const mask = (0xffffffffn << BigInt(32 - prefix)) & 0xffffffffn;
  return [24n, 16n, 8n, 0n].map((shift) => String((mask >> shift) & 0xffn)).join('.');
}
