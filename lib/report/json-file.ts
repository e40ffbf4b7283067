import { readFileSync } from 'node:fs';
import { InputError } from './input-error';

/**
 * Reads a file that a user hands in.
 *
 * @throws InputError when the file cannot be read or holds no JSON
 */
export function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new InputError(`${file}: cannot be read (${(cause as NodeJS.ErrnoException).code ?? String(cause)})`, { cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InputError(`${file}: not JSON: ${(cause as Error).message}`, { cause });
  }
}
