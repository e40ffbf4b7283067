import { gunzipSync } from 'node:zlib';
import { parse } from 'yaml';

const PRIVATE_KEY = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/;
const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;
/** No private key is shorter; anything shorter is not worth decoding. */
const SHORTEST = 100;
/** cloud-init nests an encoded network configuration in encoded metadata. */
const DEEPEST = 3;

/** Whether a text holds a private key in PEM, as it is, in base64, or compressed in base64, as guestinfo takes it. */
export function holdsPrivateKey(text: string): boolean {
  return holds(text, (plain) => PRIVATE_KEY.test(plain));
}

export function privateKeyText(text: string): string {
  return text.includes('PRIVATE KEY-----') ? 'a PEM private key' : 'a PEM private key, encoded: encoding hides nothing';
}

const CLOUD_CONFIG = /^#cloud-config\b/;
/** How it begins as it is, in base64, and compressed in base64: most texts are none, and need not be decoded. */
const MAY_BE_CLOUD_CONFIG = /^\s*(?:#cloud-config|I2Nsb3VkLWNvbmZpZ|H4sI)/;

/** Whether a text is cloud-init user data, encoded or not, with a password that is not hashed. */
export function holdsPassword(text: string): boolean {
  return MAY_BE_CLOUD_CONFIG.test(text) && holds(text, (plain) => CLOUD_CONFIG.test(plain) && hasPassword(parsed(plain)), '#cloud-config'.length);
}

/**
 * Whether a literal under the name of a credential is one: not a path to a file, not a reference that something else
 * resolves, not a hash, and not a yes or no, which says what to do with one. A number is as good a password as a text.
 */
export function isInClear(value: unknown): value is string | number {
  return typeof value === 'number' || (typeof value === 'string' && value !== '' && !/^(?:[$/~<]|\.{1,2}\/|ENC\[)|\{\{/.test(value));
}

/** Whether a text, or what it encodes, is such. */
function holds(text: string, is: (plain: string) => boolean, shortest: number = SHORTEST, depth: number = 0): boolean {
  if (text.length < shortest) return false;
  if (is(text)) return true;
  if (depth >= DEEPEST) return false;
  return encodedParts(text).some((part) => {
    const plain = decode(part);
    return plain !== undefined && holds(plain, is, shortest, depth + 1);
  });
}

function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined; // cloud-init does not read it either
  }
}

const PASSWORD_KEYS = new Set(['password', 'passwd', 'plain_text_passwd']);
/** `root:secret` of `chpasswd.list`; what begins with `$` is a hash, and `R` asks for a random one. */
const LISTED_PASSWORD = /^\s*[^:\s]+:(?!\$|R(?:ANDOM)?\s*$)\S+/m;

function hasPassword(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(hasPassword);
  return Object.entries(value).some(([key, inner]) => {
    if (PASSWORD_KEYS.has(key) && typeof inner === 'string') return inner !== '' && !/^[$!*]/.test(inner);
    if (key === 'chpasswd') return hasPassword(inner) || hasListedPassword((inner as { readonly list?: unknown } | null)?.list);
    return hasPassword(inner);
  });
}

function hasListedPassword(list: unknown): boolean {
  return (Array.isArray(list) ? list : [list]).some((one) => typeof one === 'string' && LISTED_PASSWORD.test(one));
}

/** The text itself where it is base64; else the long words of it that are, such as `write_files` content. */
function encodedParts(text: string): string[] {
  if (BASE64.test(text)) return [text];
  return (text.match(/[A-Za-z0-9+/]{100,}={0,2}/g) ?? []) as string[];
}

const GZIP_MAGIC = 0x1f8b;
const LARGEST = 16 * 1024 * 1024;

function decode(text: string): string | undefined {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length < 2) return undefined;
  if (bytes.readUInt16BE(0) !== GZIP_MAGIC) return bytes.toString('utf8');
  try {
    return gunzipSync(bytes, { maxOutputLength: LARGEST }).toString('utf8');
  } catch {
    return undefined; // not gzip after all
  }
}
