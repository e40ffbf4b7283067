import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a component said of a file. */
export interface Verdict {
  /** Its reason for refusing the file; absent where it takes it. */
  readonly refused?: string;
  /** What it takes and complains of. */
  readonly warnings: readonly string[];
}

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** @throws Error where the program does not run or does not end */
export function run(program: string, parameters: readonly string[], environment: Readonly<Record<string, string>> = {}): Run {
  const { status, stdout, stderr, error, signal } = spawnSync(program, parameters, {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
    timeout: 2 * 60 * 1000,
    maxBuffer: 1 << 26,
  });
  if (status === null) throw new Error(`${program} ${parameters.join(' ')}: ${error?.message ?? `ended by ${signal}`}`);
  return { code: status, stdout, stderr };
}

/** Runs with files of these contents in a folder of their own. */
export function withFiles<T>(files: Readonly<Record<string, string>>, act: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'strata-files-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return act(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The lines that say something. */
export function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
