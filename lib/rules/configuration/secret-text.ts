import { gunzipSync } from 'node:zlib';

const PRIVATE_KEY = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/;
const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;
/** No private key is shorter; anything shorter is not worth decoding. */
const SHORTEST = 100;
/** cloud-init nests an encoded network configuration in encoded metadata. */
const DEEPEST = 3;

/** Whether a text holds a private key in PEM, as it is, in base64, or compressed in base64, as guestinfo takes it. */
export function holdsPrivateKey(text: string, depth: number = 0): boolean {
  if (text.length < SHORTEST) return false;
  if (PRIVATE_KEY.test(text)) return true;
  if (depth >= DEEPEST) return false;
  return encodedParts(text).some((part) => {
    const plain = decode(part);
    return plain !== undefined && holdsPrivateKey(plain, depth + 1);
  });
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
