import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { stagingPrefix } from './layout';

const HOST = hostname().replace(/[^A-Za-z0-9.]/g, '_');
const ONE_DAY_MS = 24 * 60 * 60 * 1000;

/**
 * A new folder on the file system of the output folder, so that files can be moved by rename: beside it, or inside where
 * it is a mount of its own or its surroundings are read-only.
 *
 * @param folder output folder, links resolved
 */
export function createStaging(folder: string): string {
  const inside = mkdtempSync(join(folder, `${stagingPrefix(basename(folder))}${process.pid}-${HOST}-`));
  const beside = join(dirname(folder), basename(inside));
  try {
    renameSync(inside, beside);
    return beside;
  } catch {
    return inside;
  }
}

/** Removes the staging folders of runs that were killed, never one of a run that is still alive. */
export function removeLeftovers(folder: string): void {
  const prefix = stagingPrefix(basename(folder));
  for (const place of [dirname(folder), folder]) {
    if (!existsSync(place)) continue;
    for (const name of readdirSync(place)) {
      const [, pid, host] = name.startsWith(prefix) ? (/^(\d+)-(.+)-[^-]+$/.exec(name.slice(prefix.length)) ?? []) : [];
      if (pid === undefined || host === undefined) continue;
      const path = join(place, name);
      if (!isAlive(Number(pid), host, path)) rmSync(path, { recursive: true, force: true });
    }
  }
}

function isAlive(pid: number, host: string, path: string): boolean {
  const made = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  // eslint-disable-next-line no-restricted-globals -- the age of a folder that is thrown away, in no output
  const now = Date.now();
  // Another machine or container on a shared folder: its processes cannot be seen from here.
  if (host !== HOST) return now - made < ONE_DAY_MS;
  // A container often gives the same number to every run.
  if (pid === process.pid) return made >= now - process.uptime() * 1000 - 1000;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
