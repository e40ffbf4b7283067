import * as ipaddr from 'ipaddr.js';

/** The addresses from one to another, both among them. */
export interface Span {
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

function integer(address: ipaddr.IPv4 | ipaddr.IPv6): bigint {
  return address.toByteArray().reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

/** A single address such as `10.0.0.1`. */
export function addressOf(text: string): Span | undefined {
  const four = ipaddr.IPv4.isValidFourPartDecimal(text);
  if (!four && !ipaddr.IPv6.isValid(text)) return undefined;
  const value = integer(ipaddr.parse(text));
  return { version: four ? 4 : 6, first: value, last: value };
}

/** The network around an address with a prefix such as `10.0.0.1/24`. */
export function networkOf(text: string): Span | undefined {
  const [address, prefix, ...rest] = text.split('/');
  const inside = addressOf(address!);
  if (!inside || rest.length > 0 || !/^\d{1,3}$/.test(prefix ?? '')) return undefined;
  const free = BigInt((inside.version === 4 ? 32 : 128) - Number(prefix));
  if (free < 0n) return undefined;
  const first = (inside.first >> free) << free;
  return { version: inside.version, first, last: first + (1n << free) - 1n };
}

/** The address before the slash. */
export function hostOf(text: string): Span | undefined {
  return addressOf(text.split('/')[0]!);
}

/** A network by its own address: `10.0.0.0/24`, not `10.0.0.1/24`. */
export function cidrOf(text: string): Span | undefined {
  const network = networkOf(text);
  return network && hostOf(text)!.first === network.first ? network : undefined;
}

/** `10.0.0.1`, `10.0.0.0/24` or `10.0.0.1-10.0.0.9`. */
export function rangeOf(text: string): Span | undefined {
  if (text.includes('/')) return networkOf(text);
  const [from, to, ...rest] = text.split('-').map((part) => part.trim());
  const first = addressOf(from!);
  const last = to === undefined ? first : addressOf(to);
  if (!first || !last || rest.length > 0 || first.version !== last.version || last.first < first.first) return undefined;
  return { version: first.version, first: first.first, last: last.last };
}

export function contains(outer: Span, inner: Span): boolean {
  return outer.version === inner.version && outer.first <= inner.first && inner.last <= outer.last;
}

export function overlap(one: Span, other: Span): boolean {
  return one.version === other.version && one.first <= other.last && other.first <= one.last;
}

function sizeOf(span: Span): bigint {
  return span.last - span.first + 1n;
}

/** The network as text: `10.0.0.0/24`. */
export function cidrText(span: Span): string {
  const width = span.version === 4 ? 32 : 128;
  const prefix = width - (sizeOf(span).toString(2).length - 1);
  const bytes = Array.from({ length: width / 8 }, (_, i) => Number((span.first >> BigInt(width - 8 * (i + 1))) & 255n));
  return `${ipaddr.fromByteArray(bytes).toString()}/${prefix}`;
}

/** The first aligned piece of `size` addresses in a network that touches none of those taken. */
export function freePiece(within: Span, size: bigint, taken: readonly Span[]): Span | undefined {
  let first = within.first + ((size - (within.first % size)) % size);
  while (first + size - 1n <= within.last) {
    const piece: Span = { version: within.version, first, last: first + size - 1n };
    const blocker = taken.find((each) => overlap(each, piece));
    if (!blocker) return piece;
    first = blocker.last + 1n + ((size - ((blocker.last + 1n) % size)) % size);
  }
  return undefined;
}
