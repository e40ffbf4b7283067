import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { IMAGE_LOCK_SCHEMA, type LockEntry } from '../estate';
import { parseImageLock } from '../estate/image/parse-lock';
import { InputError } from '../report';

export const DEFAULT_LOCK = 'images.lock.json';

/**
 * The entries of a lock file; none where there is no file.
 *
 * @throws InputError when it is no lock file
 */
export function readLock(file: string): readonly LockEntry[] {
  if (!existsSync(file)) return [];
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new InputError(`${file}: cannot be read (${(cause as NodeJS.ErrnoException).code ?? String(cause)})`, { cause });
  }
  const lock = parseImageLock(text);
  if (typeof lock === 'string') throw new InputError(`${file}: no image lock: ${lock}`);
  return lock.images;
}

/** In the order of their references, so that a change of one entry is the change of one place. */
export function formatLock(entries: readonly LockEntry[]): string {
  const images = [...entries].sort((a, b) => (a.reference < b.reference ? -1 : 1));
  return `${JSON.stringify({ schema: IMAGE_LOCK_SCHEMA, images }, null, 2)}\n`;
}

export function writeLock(file: string, entries: readonly LockEntry[]): void {
  try {
    writeFileSync(file, formatLock(entries));
  } catch (cause) {
    throw new InputError(`${file}: cannot be written (${(cause as NodeJS.ErrnoException).code ?? String(cause)})`, { cause });
  }
}
