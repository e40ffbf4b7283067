import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as ajv from 'ajv';
import type { ImageLockFile } from './lock-file';
import { formatImageReference, parseImageReference } from './reference';

const SCHEMA = join(__dirname, '..', '..', '..', 'schema', 'image-lock.schema.json');

let validator: ajv.ValidateFunction<ImageLockFile> | undefined;

/** Made when a lock is first read: ajv takes longer to load than all of a layer. */
function validatorOfLocks(): ajv.ValidateFunction<ImageLockFile> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { Ajv } = require('ajv') as typeof ajv;
  return new Ajv().compile<ImageLockFile>(JSON.parse(readFileSync(SCHEMA, 'utf8')) as object);
}

/**
 * An image lock file.
 *
 * @returns what is wrong with it, where it is none: one clause
 */
export function parseImageLock(text: string): ImageLockFile | string {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    return `it is not JSON: ${(cause as Error).message}`;
  }
  validator ??= validatorOfLocks();
  if (!validator(content)) return faultOf(validator.errors![0]!);
  const seen = new Set<string>();
  for (const { reference } of content.images) {
    const parsed = parseImageReference(reference);
    if (typeof parsed === 'string') return `${JSON.stringify(reference)} is no reference of an image: ${parsed}`;
    const full = formatImageReference(parsed);
    if (parsed.digest !== undefined) return `${JSON.stringify(reference)} has a digest; the digest of an entry stands in its field \`digest\``;
    if (full !== reference) return `${JSON.stringify(reference)} is not in full; write ${JSON.stringify(full)}`;
    if (seen.has(reference)) return `${JSON.stringify(reference)} stands in it twice, as a merge of two branches leaves it; keep one`;
    seen.add(reference);
  }
  return content;
}

function faultOf({ instancePath, message, params }: ajv.ErrorObject): string {
  const extra = (params as { additionalProperty?: string; allowedValue?: unknown }).additionalProperty;
  const value = (params as { allowedValue?: unknown }).allowedValue;
  const what = `${message ?? 'is wrong'}${extra === undefined ? '' : ` (\`${extra}\`)`}${value === undefined ? '' : ` (${JSON.stringify(value)})`}`;
  return `${instancePath === '' ? 'the whole' : `\`${instancePath.slice(1).replaceAll('/', '.')}\``} ${what}`;
}
