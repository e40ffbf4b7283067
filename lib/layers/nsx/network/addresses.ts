import { Token } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import { Cidr } from '../../../units';
import { got } from '../../check';
import { ConstructError } from '../../construct-error';

/** Longest prefix of an IPv4 range that has a network and a broadcast address (RFC 3021). */
const LONGEST_WITH_BROADCAST = 30;

/** An IP address, of a version where one is asked for, or a token. */
export function checkAddress(subject: IConstruct | undefined, what: string, value: string, version?: 4 | 6): string {
  if (Token.isUnresolved(value)) return value;
  const given = ipVersionOf(value);
  if (given !== undefined && (version === undefined || given === version)) return value;
  throw new ConstructError(subject, `${what} must be an IP${version === undefined ? '' : `v${version}`} address, got ${got(value)}`);
}

/** An address that something in a range can have, or a token. */
export function checkHostAddress(construct: Construct, what: string, value: string, range: Cidr): string {
  checkAddress(construct, what, value, range.version);
  if (Token.isUnresolved(value)) return value;
  const at = Cidr.addressOf(value).value;
  const [first, last] = hostsOf(range);
  if (first <= at && at <= last) return value;
  const fault = !range.contains(value)
    ? `lies outside ${range.toString()}`
    : at === range.first
      ? `is the network address of ${range.toString()}`
      : `is the broadcast address of ${range.toString()}`;
  throw new ConstructError(construct, `${what} ${value} ${fault}; give one from ${textOf(range.version, first)} to ${textOf(range.version, last)}`);
}

/**
 * The first address of a range that something in it can have.
 *
 * @throws when it is a range of one address
 */
export function firstHostAddress(construct: Construct, what: string, range: Cidr): string {
  if (range.first === range.last) {
    throw new ConstructError(
      construct,
      `${what} ${range.toString()} is a single address, which leaves none beside the gateway; give the whole network`,
    );
  }
  // Of IPv6 the first address is that of all routers of the network, but where there are two only.
  const hasNetworkAddress = range.version === 6 ? range.last - range.first > 1n : range.prefix <= LONGEST_WITH_BROADCAST;
  return textOf(range.version, hasNetworkAddress ? range.first + 1n : range.first);
}

/** Whether two addresses are one, however they are written. Nothing is known of tokens. */
export function isSameAddress(a: string, b: string): boolean {
  if (Token.isUnresolved(a) || Token.isUnresolved(b)) return false;
  const [one, other] = [Cidr.addressOf(a), Cidr.addressOf(b)];
  return one.version === other.version && one.value === other.value;
}

/** First and last of the addresses that something in a range can have. */
function hostsOf({ version, prefix, first, last }: Cidr): [first: bigint, last: bigint] {
  return version === 6 || prefix > LONGEST_WITH_BROADCAST ? [first, last] : [first + 1n, last - 1n];
}

function textOf(version: 4 | 6, value: bigint): string {
  const [bits, parts, radix] = version === 4 ? ([8n, 4, 10] as const) : ([16n, 8, 16] as const);
  const text = Array.from({ length: parts }, (_, index) => ((value >> (bits * BigInt(parts - 1 - index))) & ((1n << bits) - 1n)).toString(radix));
  return Cidr.of(`${text.join(version === 4 ? '.' : ':')}/${bits * BigInt(parts)}`).firstAddress; // shortened as usual
}

/** The version of an IP address; undefined for whatever else. */
export function ipVersionOf(value: string): 4 | 6 | undefined {
  try {
    return Cidr.addressOf(value).version;
  } catch {
    return undefined;
  }
}
