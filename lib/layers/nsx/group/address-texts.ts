import { Token } from 'cdktf';
import { Cidr } from '../../../units';
import { got } from '../../check';
import { ConstructError } from '../../construct-error';

/** Addresses as NSX takes them, each once. */
export function addressTexts(what: string, addresses: readonly (Cidr | string)[]): string[] {
  return [...new Set(addresses.map((address, index) => addressText(`${what}[${index}]`, address)))];
}

/** An address, a range of them or CIDR notation, as NSX takes it. */
export function addressText(what: string, address: Cidr | string): string {
  if (Cidr.isCidr(address)) return address.toString();
  if (Token.isUnresolved(address)) return address;
  if (typeof address !== 'string') throw new ConstructError(undefined, `${what} must be a Cidr or a text, got ${got(address)}; ${REPAIR}`);
  versionOf(what, address);
  return address;
}

/** The version of an address that was checked; undefined for a token. */
export function addressVersion(address: string): 4 | 6 | undefined {
  if (Token.isUnresolved(address)) return undefined;
  return address.includes(':') ? 6 : 4;
}

const REPAIR = "give one such as `Cidr.of('10.20.8.0/24')`, '10.20.8.14' or '10.20.8.10-10.20.8.19'";

function versionOf(what: string, address: string): void {
  try {
    if (address.includes('/')) {
      Cidr.of(address);
      return;
    }
    const [first, last, ...rest] = address.split('-').map(Cidr.addressOf);
    if (last === undefined || (rest.length === 0 && first!.version === last.version && first!.value <= last.value)) return;
  } catch (error) {
    throw new ConstructError(undefined, `${what} is ${(error as Error).message}; ${REPAIR}`);
  }
  throw new ConstructError(undefined, `${what} must be a range of addresses of one version that does not end before it starts, got ${got(address)}`);
}
