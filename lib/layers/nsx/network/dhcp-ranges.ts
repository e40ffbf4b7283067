import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { Cidr } from '../../../units';
import { got } from '../../check';
import { ConstructError } from '../../construct-error';
import { isSameAddress } from './addresses';

interface Range {
  readonly text: string;
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** Addresses that DHCP must not give away, by what they are. */
export type TakenAddresses = Readonly<Record<string, string | undefined>>;

/**
 * Ranges of addresses that DHCP gives away, as the provider takes them.
 *
 * @throws when one is no range, is turned round, lies outside the subnet, overlaps another, or holds an address that is taken
 */
export function dhcpRanges(construct: Construct, what: string, ranges: readonly (string | Cidr)[], subnet: Cidr, taken: TakenAddresses): string[] {
  if (!Array.isArray(ranges) || ranges.length === 0) {
    throw new ConstructError(
      construct,
      `${what} must be a list of ranges, such as ['${subnet.firstAddress}-${subnet.lastAddress}'], got ${got(ranges)}`,
    );
  }
  const known: Range[] = [];
  return (ranges as readonly (string | Cidr)[]).map((given, index) => {
    const at = what.replace(/^\w+/, `$&[${index}]`); // ranges[0] of dhcp
    const range = parse(construct, at, given);
    if (range === undefined) return given as string;
    if (range.version !== subnet.version || range.first < subnet.first || range.last > subnet.last) {
      throw new ConstructError(
        construct,
        `${at} ${range.text} lies outside ${subnet.toString()}, which goes from ${subnet.firstAddress} to ${subnet.lastAddress}`,
      );
    }
    for (const [name, address] of Object.entries(taken)) checkFree(construct, at, range, name, address);
    const other = known.find((each) => each.first <= range.last && range.first <= each.last);
    if (other !== undefined) throw new ConstructError(construct, `${at} ${range.text} overlaps ${other.text}; give each address in one range only`);
    known.push(range);
    return range.text;
  });
}

function checkFree(construct: Construct, what: string, { text, version, first, last }: Range, name: string, address: string | undefined): void {
  if (address === undefined || Token.isUnresolved(address)) return;
  const at = Cidr.addressOf(address);
  if (at.version !== version || at.value < first || at.value > last) return;
  throw new ConstructError(construct, `${what} ${text} holds ${address}, ${name}; leave it out of the range`);
}

/** Undefined for a token, of which nothing is known. */
function parse(construct: Construct, what: string, given: string | Cidr): Range | undefined {
  if (Cidr.isCidr(given)) return { ...pick(given), text: given.toString() };
  if (Token.isUnresolved(given)) return undefined;
  const range = typeof given === 'string' ? rangeOf(given) : undefined;
  if (range === undefined) {
    throw new ConstructError(
      construct,
      `${what} must be two addresses such as "10.20.0.100-10.20.0.199", a single one, or a Cidr, got ${got(given)}`,
    );
  }
  if (range.first <= range.last) return range;
  const [first, last] = given.split('-').map((each) => each.trim());
  throw new ConstructError(construct, `${what} ${given} is turned round; did you mean "${last}-${first}"?`);
}

function rangeOf(text: string): Range | undefined {
  try {
    if (text.includes('/')) return { ...pick(Cidr.of(text)), text };
    const ends = text.split('-').map((each) => each.trim());
    if (ends.length > 2) return undefined;
    const [first, last] = [Cidr.addressOf(ends[0]!), Cidr.addressOf(ends.at(-1)!)];
    if (first.version !== last.version) return undefined;
    return { text: ends.join('-'), version: first.version, first: first.value, last: last.value };
  } catch {
    return undefined;
  }
}

function pick({ version, first, last }: Cidr): Omit<Range, 'text'> {
  return { version, first, last };
}

/** @throws when two of the addresses of a subnet are one */
export function checkApart(construct: Construct, what: string, address: string, taken: TakenAddresses): void {
  for (const [name, other] of Object.entries(taken)) {
    if (other !== undefined && isSameAddress(address, other)) {
      throw new ConstructError(construct, `${what} ${address} is ${name}; give another address of the subnet`);
    }
  }
}
