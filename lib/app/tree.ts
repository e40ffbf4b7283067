import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

export interface Tree {
  /** Relative to the root, with forward slashes; a folder comes before what it holds. */
  readonly folders: readonly string[];
  readonly files: readonly string[];
}

export interface TreeOptions {
  /** Names of files and folders to pass over. @default - none */
  readonly skip?: (name: string) => boolean;
  /** Whether to look behind symbolic links, as Terraform and kubectl do; else a link is a file. @default false */
  readonly followLinks?: boolean;
}

/** Everything below a folder, in the order of names. A folder that is not there is empty. */
export function treeOf(root: string, { skip = () => false, followLinks = false }: TreeOptions = {}): Tree {
  const stat = followLinks ? statSync : lstatSync;
  const folders: string[] = [];
  const files: string[] = [];
  const visit = (path: string, above: readonly string[]): void => {
    const real = realpathSync(join(root, path));
    if (above.includes(real)) return; // a link to a folder it lies in
    for (const name of readdirSync(real).sort()) {
      if (skip(name)) continue;
      const child = path === '' ? name : `${path}/${name}`;
      const kind = stat(join(real, name), { throwIfNoEntry: false });
      if (kind === undefined) continue; // a link to nowhere
      if (kind.isDirectory()) {
        folders.push(child);
        visit(child, [...above, real]);
      } else files.push(child);
    }
  };
  if (existsSync(root)) visit('', []);
  return { folders, files };
}

/** SHA-256 of a file, in hexadecimal; undefined where there is none. */
export function digestOf(file: string): string | undefined {
  try {
    return digest(readFileSync(file));
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

export function digest(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** A path as it stands in a file: relative to a folder, with forward slashes. */
export function portablePath(from: string, to: string): string {
  return relative(from, to).split(sep).join('/');
}
