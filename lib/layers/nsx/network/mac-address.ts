import { Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import { got } from '../../check';
import { ConstructError } from '../../construct-error';

/** A MAC address with colons, or a token. */
export function checkMac(construct: IConstruct | undefined, what: string, value: string): string {
  if (Token.isUnresolved(value) || (typeof value === 'string' && /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i.test(value))) return value;
  throw new ConstructError(construct, `${what} must be a MAC address such as "00:50:56:a1:b2:c3", got ${got(value)}`);
}
