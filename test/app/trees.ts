import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { treeOf } from '../../lib/app/tree';
import { REPORT_SCHEMA } from '../../lib/report';

export type Files = Readonly<Record<string, string>>;

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A folder of a test's own, gone after the last one. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'strata-test-')));
  made.push(folder);
  return folder;
}

export function write(folder: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** Every file below a folder, by path. */
export function contentOf(folder: string): Record<string, string> {
  return Object.fromEntries(treeOf(folder).files.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

/** Files of an output with the report that a finished run leaves. */
export function committed(files: Files, inputs: Files = {}): Files {
  const digests = Object.fromEntries(Object.entries(files).map(([path, content]) => [path, createHash('sha256').update(content).digest('hex')]));
  return { ...files, 'strata/report.json': JSON.stringify({ schema: REPORT_SCHEMA, committed: true, files: digests, inputs }) };
}

export function stopped(): Files {
  return { 'strata/report.json': JSON.stringify({ schema: REPORT_SCHEMA, committed: false, files: {}, inputs: {} }) };
}

export function isThere(folder: string, path: string): boolean {
  return existsSync(join(folder, path));
}
