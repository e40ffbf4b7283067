import * as ipaddr from 'ipaddr.js';
import { Cidr } from '../../units';

/** Addresses of one version, both ends included. */
export interface AddressRange {
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** A range as NSX takes it: `10.0.0.1-10.0.0.9`, CIDR notation, or a single address. Undefined where it is none of them. */
export function rangeOf(text: string): AddressRange | undefined {
  const [start, end, ...rest] = text.split('-').map((each) => each.trim());
  if (rest.length > 0) return undefined;
  if (end !== undefined) return rangeBetween(start!, end);
  if (!text.includes('/')) return rangeBetween(text, text);
  const subnet = subnetOf(text);
  return subnet && subnet.address.value === subnet.network.first ? subnet.network : undefined;
}

/** Undefined where an end is no address, the versions differ or the end comes before the start. */
export function rangeBetween(start: string, end: string): AddressRange | undefined {
  const [first, last] = [addressOf(start), addressOf(end)];
  if (!first || !last || first.version !== last.version || first.value > last.value) return undefined;
  return { version: first.version, first: first.value, last: last.value };
}

export interface Address {
  readonly version: 4 | 6;
  readonly value: bigint;
}

export function addressOf(text: string): Address | undefined {
  try {
    return Cidr.addressOf(text);
  } catch {
    return undefined; // no address
  }
}

/** An address with the length of its prefix, such as `10.20.0.1/23`: the address, and the network it lies in. */
export function subnetOf(text: string): { readonly address: Address; readonly network: Cidr } | undefined {
  const [host, length, ...rest] = text.split('/');
  const address = addressOf(host!);
  if (!address || length === undefined || rest.length > 0 || !/^(0|[1-9]\d*)$/.test(length)) return undefined;
  const bits = address.version === 4 ? 32 : 128;
  if (Number(length) > bits) return undefined;
  const size = 1n << BigInt(bits - Number(length));
  return { address, network: Cidr.of(`${textOf({ version: address.version, value: address.value - (address.value % size) })}/${length}`) };
}

export function textOf({ version, value }: Address): string {
  const bytes = version === 4 ? 4 : 16;
  return ipaddr.fromByteArray(Array.from({ length: bytes }, (_, i) => Number((value >> BigInt(8 * (bytes - 1 - i))) & 0xffn))).toString();
}

/** `10.0.0.1 to 10.0.0.9`, or the address alone. */
export function rangeText({ version, first, last }: AddressRange): string {
  return first === last ? textOf({ version, value: first }) : `${textOf({ version, value: first })} to ${textOf({ version, value: last })}`;
}

export function holds(range: AddressRange, address: Address): boolean {
  return range.version === address.version && range.first <= address.value && address.value <= range.last;
}

export function liesIn(inner: AddressRange, outer: AddressRange): boolean {
  return inner.version === outer.version && outer.first <= inner.first && inner.last <= outer.last;
}

export function shared(a: AddressRange, b: AddressRange): AddressRange | undefined {
  if (a.version !== b.version) return undefined;
  const [first, last] = [a.first > b.first ? a.first : b.first, a.last < b.last ? a.last : b.last];
  return first <= last ? { version: a.version, first, last } : undefined;
}

/**
 * Overlaps among ranges: for each that overlaps an earlier one, in the order of their first addresses, it and the one before it
 * that reaches furthest. None exactly where all are disjoint.
 */
export function overlapsIn<T extends { readonly range: AddressRange }>(items: readonly T[]): (readonly [T, T])[] {
  const sorted = [...items].sort(
    (a, b) => a.range.version - b.range.version || order(a.range.first, b.range.first) || order(b.range.last, a.range.last),
  );
  const found: (readonly [T, T])[] = [];
  let furthest: T | undefined;
  for (const item of sorted) {
    if (furthest && shared(furthest.range, item.range)) found.push([furthest, item]);
    if (!furthest || furthest.range.version !== item.range.version || item.range.last > furthest.range.last) furthest = item;
  }
  return found;
}

/** How many addresses ranges hold, each counted once, without those that are taken. */
export function countOf(ranges: readonly AddressRange[], taken: readonly Address[] = []): bigint {
  let total = 0n;
  let end: { version: 4 | 6; value: bigint } | undefined;
  for (const { version, first, last } of [...ranges].sort((a, b) => a.version - b.version || order(a.first, b.first))) {
    const from = end?.version === version && end.value >= first ? end.value + 1n : first;
    if (from > last) continue;
    total += last - from + 1n;
    end = { version, value: last };
  }
  const gone = new Set(taken.filter((address) => ranges.some((range) => holds(range, address))).map(({ version, value }) => `${version} ${value}`));
  return total - BigInt(gone.size);
}

const NETWORK_AND_BROADCAST_UP_TO = 30;

/** Addresses of a network that no host has: network and broadcast address, of IPv4 up to a /30 (RFC 3021). */
export function reservedOf({ version, prefix, first, last }: Cidr): Address[] {
  if (version === 6 || prefix > NETWORK_AND_BROADCAST_UP_TO) return [];
  return [first, last].map((value) => ({ version, value }));
}

function order(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
