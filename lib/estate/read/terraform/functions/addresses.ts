import * as ipaddr from 'ipaddr.js';
import type { Evaluated } from '../values/evaluated';
import { toNumber, toText } from '../values/convert';

export const ADDRESS_FUNCTIONS = {
  cidrsubnet: ([prefix, bits, number]: readonly Evaluated[]) => subnet(network(prefix), toNumber(bits ?? null), toNumber(number ?? null)),
  cidrsubnets: ([prefix, ...bits]: readonly Evaluated[]) => subnets(network(prefix), bits.map(toNumber)),
  cidrhost: ([prefix, number]: readonly Evaluated[]) => host(network(prefix), toNumber(number ?? null)),
  cidrnetmask: ([prefix]: readonly Evaluated[]) => netmask(network(prefix)),
};

interface Network {
  readonly first: bigint;
  readonly prefix: number;
  /** Length of an address: 32 or 128. */
  readonly bits: number;
}

/** Most bits that Terraform lets a subnet add where its number is not of arbitrary size. */
const MOST_ADDED_BITS = 32;

function network(value: Evaluated | undefined): Network | undefined {
  const text = toText(value ?? null);
  // Forms that Terraform's parser and this one read differently: leading zeros, short addresses, embedded IPv4.
  if (text === undefined || !/^(?:(?:\d+\.){3}\d+|[\da-fA-F:]+)\/(?:0|[1-9]\d*)$/.test(text) || /(?:^|\.)0\d/.test(text)) return undefined;
  const family = text.includes(':') ? ipaddr.IPv6 : ipaddr.IPv4;
  if (!family.isValidCIDR(text)) return undefined;
  const [address, prefix] = family.parseCIDR(text);
  const bits = address.kind() === 'ipv4' ? 32 : 128;
  const bytes = address.toByteArray().reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const size = 1n << BigInt(bits - prefix);
  return { first: bytes - (bytes % size), prefix, bits };
}

function subnet(of: Network | undefined, bits: number | undefined, number: number | undefined): string | undefined {
  if (!of || !isCount(bits) || !isCount(number)) return undefined;
  const prefix = of.prefix + bits;
  if (prefix > of.bits || BigInt(number) >= 1n << BigInt(bits)) return undefined;
  return notation(of.first + BigInt(number) * (1n << BigInt(of.bits - prefix)), prefix, of.bits);
}

function subnets(of: Network | undefined, added: readonly (number | undefined)[]): string[] | undefined {
  if (!of || of.first === 0n) return undefined; // Terraform fails to begin at address 0
  const end = of.first + (1n << BigInt(of.bits - of.prefix));
  let next = of.first;
  const result: string[] = [];
  for (const bits of added) {
    if (!isCount(bits) || bits < 1 || bits > MOST_ADDED_BITS || of.prefix + bits > of.bits) return undefined;
    const size = 1n << BigInt(of.bits - of.prefix - bits);
    const first = ((next + size - 1n) / size) * size;
    const text = first + size <= end ? notation(first, of.prefix + bits, of.bits) : undefined;
    if (text === undefined) return undefined;
    result.push(text);
    next = first + size;
  }
  return result;
}

/** The address of a number in a range; a negative one counts from its end. */
function host(of: Network | undefined, number: number | undefined): string | undefined {
  if (!of || number === undefined || !Number.isSafeInteger(number)) return undefined;
  const size = 1n << BigInt(of.bits - of.prefix);
  const offset = number < 0 ? size + BigInt(number) : BigInt(number);
  return offset < 0n || offset >= size ? undefined : addressText(of.first + offset, of.bits);
}

function netmask(of: Network | undefined): string | undefined {
  return of?.bits === 32 ? addressText((1n << 32n) - (1n << BigInt(32 - of.prefix)), 32) : undefined;
}

function notation(first: bigint, prefix: number, bits: number): string | undefined {
  const address = addressText(first, bits);
  return address === undefined ? undefined : `${address}/${prefix}`;
}

function addressText(value: bigint, bits: number): string | undefined {
  if (bits === 128 && value >> 32n === 0xffffn) return undefined; // Go writes these as IPv4
  const bytes: number[] = [];
  for (let shift = bits - 8; shift >= 0; shift -= 8) bytes.push(Number((value >> BigInt(shift)) & 0xffn));
  const address = ipaddr.fromByteArray(bytes);
  return address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString();
}

function isCount(x: number | undefined): x is number {
  return x !== undefined && Number.isSafeInteger(x) && x >= 0;
}
