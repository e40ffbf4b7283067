import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { formatImageReference, parseImageReference, type ImageReference, type LockEntry } from '../estate';
import { InputError } from '../report';
import { Exit } from './exit';
import type { ExitCode } from './exit';
import { DEFAULT_LOCK, readLock, writeLock } from './image-lock-file';
import { CredentialStore } from './registry/credentials';
import { lockEntryOf } from './registry/lock-entry';
import { RegistryClient } from './registry/registry-client';
import type { Terminal } from './terminal';

type Tagged = ImageReference & { readonly tag: string };

/** `strata images`: the one part of Strata that asks registries. `end` is told when it does not end well. */
export function addImages(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  const images = program
    .command('images')
    .summary('lock what the tags of images mean, and check that they still do')
    .description('Asks registries what tags mean. Credentials are those of `auths` in the configuration of Docker; credential helpers are not run.');
  images
    .command('lock')
    .summary('write the digests of images into the lock file')
    .description(
      'Writes what tags mean now into the lock file: digest, platforms, and what refers to the image, such as signatures and SBOMs. With references, ' +
        'those are added or locked again; without any, all of the file are locked again. Put the file under version control.',
    )
    .argument('[references...]', 'images with their tags, such as registry.example.com/web:1.4', [])
    .option('--file <file>', 'lock file', DEFAULT_LOCK)
    .action((references: string[], { file }: { file: string }) => lock(references, file, terminal));
  images
    .command('check')
    .summary('tell whether the tags still mean what the lock file says')
    .description('Asks registries whether each tag of the lock file still means the digest that it has. Nothing is written.')
    .option('--file <file>', 'lock file', DEFAULT_LOCK)
    .action(({ file }: { file: string }) => check(file, terminal, end));
}

async function lock(references: readonly string[], file: string, terminal: Terminal): Promise<void> {
  const before = new Map(readLock(file).map((entry) => [entry.reference, entry]));
  const wanted = references.length > 0 ? references : [...before.keys()];
  if (wanted.length === 0) throw new InputError(`images: ${file} has no image to lock again; name some, such as registry.example.com/web:1.4`);
  const client = new RegistryClient(CredentialStore.fromEnvironment());
  const after = new Map(before);
  for (const reference of wanted.map(taggedReference)) {
    const entry = await lockEntryOf(client, reference);
    after.set(entry.reference, entry);
    terminal.out(`${entry.reference}  ${change(before.get(entry.reference), entry)}\n`);
  }
  writeLock(file, [...after.values()]);
  terminal.out(`${file}: ${after.size === 1 ? '1 image' : `${after.size} images`}\n`);
}

async function check(file: string, terminal: Terminal, end: (code: ExitCode) => void): Promise<void> {
  if (!existsSync(file)) throw new InputError(`${file}: no such file; \`strata images lock registry.example.com/web:1.4 --file ${file}\` makes one`);
  const client = new RegistryClient(CredentialStore.fromEnvironment());
  let [moved, open] = [0, 0];
  for (const locked of readLock(file)) {
    const tell = (what: string): void => terminal.out(`${locked.reference}  ${what}\n`);
    const reference = taggedReference(locked.reference);
    try {
      const now = await client.manifest(reference, reference.tag);
      if (now?.digest === locked.digest) {
        tell(`still ${locked.digest}`);
        continue;
      }
      moved++;
      const kept = (await client.manifest(reference, locked.digest)) !== undefined;
      tell(
        `${now === undefined ? 'the tag is gone' : `means ${now.digest} now`}; the lock has ${locked.digest}, which ${kept ? 'can still be pulled' : 'is gone: pods that are moved will not start'}`,
      );
    } catch (cause) {
      if (!(cause instanceof InputError)) throw cause;
      open++;
      tell(`not known: ${cause.message}`);
    }
  }
  if (moved > 0) end(Exit.REFUTED);
  else if (open > 0) end(Exit.UNDECIDED);
}

function taggedReference(text: string): Tagged {
  const parsed = parseImageReference(text);
  if (typeof parsed === 'string') throw new InputError(`images: ${JSON.stringify(text)} is no reference of an image: ${parsed}`);
  const { registry, path, tag, digest } = parsed;
  if (tag === undefined || digest !== undefined) {
    throw new InputError(
      `images: ${text} has a digest, which needs no lock; give its tag alone, as in ${formatImageReference({ registry, path, tag: tag ?? '1.4' })}`,
    );
  }
  return { registry, path, tag };
}

function change(before: LockEntry | undefined, after: LockEntry): string {
  if (before === undefined) return `${after.digest} (new)`;
  if (before.digest !== after.digest) return `${after.digest} (was ${before.digest})`;
  return `${after.digest} (${JSON.stringify(before) === JSON.stringify(after) ? 'unchanged' : 'the same image, with other referrers'})`;
}
