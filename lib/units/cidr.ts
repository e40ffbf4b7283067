import * as ipaddr from 'ipaddr.js';
import { shown } from './shown';
import { isToken, NO_TOKEN } from './token';

/** A range of IPv4 or IPv6 addresses in CIDR notation, named by its network address. */
export class Cidr {
  /**
   * @param notation network address and prefix length, such as `10.20.0.0/23` or `2001:db8::/64`
   * @throws when it is no CIDR, or when the address has bits beyond the prefix
   */
  public static of(notation: string): Cidr {
    if (typeof notation !== 'string') throw new Error(`not a CIDR: ${shown(notation)}, expected a text such as "10.20.0.0/23"`);
    if (isToken(notation)) throw new Error(`not a CIDR: ${NO_TOKEN}, such as "10.20.0.0/23"`);
    const [text, length, ...rest] = notation.split('/');
    if (!isAddress(text!) || !/^(0|[1-9]\d*)$/.test(length ?? '') || rest.length > 0 || !ipaddr.isValidCIDR(notation)) {
      const repair = isAddress(notation) ? `; did you mean "${notation}/${ipaddr.parse(notation).kind() === 'ipv4' ? 32 : 128}"?` : '';
      throw new Error(`not a CIDR: "${notation}"${repair || ', expected an address and a prefix length such as "10.20.0.0/23"'}`);
    }
    const [address, prefix] = ipaddr.parseCIDR(notation);
    const first = toInteger(address);
    const bits = address.kind() === 'ipv4' ? 32 : 128;
    const size = 1n << BigInt(bits - prefix);
    if (first % size !== 0n) {
      throw new Error(`"${notation}" has address bits beyond its prefix; did you mean "${fromInteger(first - (first % size), bits)}/${prefix}"?`);
    }
    return new Cidr(address.kind() === 'ipv4' ? 4 : 6, prefix, first, first + size - 1n);
  }

  public static isCidr(x: unknown): x is Cidr {
    return typeof x === 'object' && x !== null && CIDR in x;
  }

  /** An address as an integer. @throws when it is no IP address */
  public static addressOf(text: string): { version: 4 | 6; value: bigint } {
    if (isToken(text)) throw new Error(`not an IP address: ${NO_TOKEN}, such as "10.20.0.1"`);
    if (typeof text !== 'string' || !isAddress(text)) throw new Error(`not an IP address: ${shown(text)}`);
    const address = ipaddr.parse(text);
    return { version: address.kind() === 'ipv4' ? 4 : 6, value: toInteger(address) };
  }

  private constructor(
    public readonly version: 4 | 6,
    public readonly prefix: number,
    public readonly first: bigint,
    public readonly last: bigint,
  ) {
    Object.defineProperty(this, CIDR, { value: true });
  }

  public overlaps(other: Cidr): boolean {
    return this.version === other.version && this.first <= other.last && other.first <= this.last;
  }

  /** Whether every address of `other` (a range, or a single address as text) lies in this range. */
  public contains(other: Cidr | string): boolean {
    if (typeof other === 'string') {
      const { version, value } = Cidr.addressOf(other);
      return version === this.version && this.first <= value && value <= this.last;
    }
    return other.version === this.version && this.first <= other.first && other.last <= this.last;
  }

  /** The addresses that both ranges hold, or undefined where they are disjoint. */
  public intersection(other: Cidr): Cidr | undefined {
    if (!this.overlaps(other)) return undefined;
    return this.prefix >= other.prefix ? this : other; // CIDRs nest or are disjoint
  }

  public get firstAddress(): string {
    return fromInteger(this.first, this.version === 4 ? 32 : 128);
  }

  public get lastAddress(): string {
    return fromInteger(this.last, this.version === 4 ? 32 : 128);
  }

  public toString(): string {
    return `${this.firstAddress}/${this.prefix}`;
  }
}

const CIDR = Symbol.for('cdk-strata/Cidr');

/** Four decimal octets or IPv6: not the shorthands and octal forms that parsers disagree about, nor a zone. */
function isAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || (ipaddr.IPv6.isValid(text) && !text.includes('%'));
}

function toInteger(address: ipaddr.IPv4 | ipaddr.IPv6): bigint {
  return address.toByteArray().reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

function fromInteger(value: bigint, bits: number): string {
  const bytes: number[] = [];
  for (let shift = bits - 8; shift >= 0; shift -= 8) bytes.push(Number((value >> BigInt(shift)) & 0xffn));
  return ipaddr.fromByteArray(bytes).toString();
}
