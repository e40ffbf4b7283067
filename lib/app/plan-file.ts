import { readFileSync } from 'node:fs';
import { InputError } from '../report';

/**
 * Reads what `terraform show -json` wrote, in whatever encoding the shell redirected it: PowerShell writes UTF-16, with a
 * byte order mark. Messages quote nothing of it, since a plan holds secrets.
 *
 * @throws InputError when the file cannot be read or holds no JSON
 */
export function readPlanFile(file: string): unknown {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw new InputError(`${file}: cannot be read (${(cause as NodeJS.ErrnoException).code ?? String(cause)})`, { cause });
  }
  if (bytes.subarray(0, ARCHIVE.length).equals(ARCHIVE)) {
    throw new InputError(`${file}: is a plan as Terraform saves it; give what \`terraform show -json\` says of it`);
  }
  try {
    return JSON.parse(textOf(bytes));
  } catch {
    throw new InputError(`${file}: not JSON; give what \`terraform show -json\` says of a saved plan`);
  }
}

/** How a saved plan begins: it is an archive. */
const ARCHIVE = Buffer.from('PK\x03\x04');

function textOf(bytes: Buffer): string {
  const [first, second] = bytes;
  const encoding = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}
