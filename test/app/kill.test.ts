import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type * as FileSystem from 'node:fs';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transformSync } from '@swc/core';
import { verifyIntact } from '../../lib/app/intact';
import { publish } from '../../lib/app/publish';
import { createStaging, removeLeftovers } from '../../lib/app/staging';
import { committed, contentOf, stopped, temporaryFolder, write } from './trees';
import type { Files } from './trees';

const OLD = committed({
  'manifest.json': '{"run": "old"}',
  'stacks/a/cdk.tf.json': '{"a": "old"}',
  'stacks/b/cdk.tf.json': '{"b": "old"}',
  'stacks/b/assets/x/1/f.txt': 'old',
  'stacks/b/own.tf.json': '{}',
  'manifests/web.k8s.yaml': 'kind: Old',
});
const NEW = committed({
  'manifest.json': '{"run": "new"}',
  'stacks/a/cdk.tf.json': '{"a": "new"}',
  'stacks/c/cdk.tf.json': '{"c": "new"}',
  'stacks/c/own.tf.json': '{}',
  'manifests/api.k8s.yaml': 'kind: New',
});
/** What no run may touch. */
const KEPT = { 'stacks/b/.terraform.lock.hcl': 'lock', 'stacks/b/terraform.tfstate': 'state', 'stacks/a/.terraform/providers/p': 'plugin' };

/** What `StrataApp.synth` does with its output folder. */
function run(out: string, files: Files): void {
  removeLeftovers(out);
  const staging = createStaging(out);
  try {
    mkdirSync(join(staging, 'rendered'));
    write(join(staging, 'rendered'), files);
    publish(join(staging, 'rendered'), out, { keepStackFolders: false });
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function outputWith(...files: Files[]): string {
  const out = join(temporaryFolder(), 'cdktf.out');
  mkdirSync(out);
  for (const content of files) write(out, content);
  return out;
}

/** The output without the staging folder that stands in it for a moment. */
function outputOf(out: string): Record<string, string> {
  return Object.fromEntries(Object.entries(contentOf(out)).filter(([path]) => !path.startsWith('.cdktf.out.staging-')));
}

/** The module itself: an import is a copy. */
const fs = jest.requireActual<typeof FileSystem>('node:fs');
const MUTATIONS = ['mkdirSync', 'mkdtempSync', 'renameSync', 'rmSync', 'rmdirSync', 'writeFileSync'] as const;

/**
 * Runs `action` as if the process were killed at its n-th change to the file system: that change is not made, or half
 * made where it writes a file, and nothing after it has any effect.
 *
 * @returns the names of the changes made, and whether the process died
 */
function killedAt(n: number, action: () => void): { made: string[]; killed: boolean } {
  const real = Object.fromEntries(MUTATIONS.map((name) => [name, fs[name]])) as Record<string, (...args: unknown[]) => unknown>;
  const made: string[] = [];
  let count = 0;
  for (const name of MUTATIONS) {
    (fs as unknown as typeof real)[name] = (...args) => {
      count += 1;
      if (count === n && name === 'writeFileSync') real.writeFileSync!(args[0], String(args[1]).slice(0, String(args[1]).length / 2));
      if (count >= n) throw new Error('killed');
      made.push(`${name} ${String(args[0])}`);
      return real[name]!(...args);
    };
  }
  try {
    action();
    return { made, killed: false };
  } catch (error) {
    if ((error as Error).message !== 'killed') throw error;
    return { made, killed: true };
  } finally {
    Object.assign(fs, real);
  }
}

describe('a run that is killed', () => {
  test.each([
    ['the old output', OLD, NEW],
    ['no output', {}, NEW],
    ['the report of a run that stopped', stopped(), NEW],
    ['an output of plain cdktf', { 'manifest.json': '{}', 'stacks/old/cdk.tf.json': '{}' }, NEW],
    ['the old output, by a run that would stop', OLD, stopped()],
  ])('at any change after %s leaves the old, the new, or something refused; the next run mends it', (_, before, after) => {
    let n = 0;
    for (let killed = true; killed;) {
      n += 1;
      const out = outputWith(before, KEPT);
      const wasIntact = verifyIntact(out).intact;
      const result = killedAt(n, () => run(out, after));
      killed = result.killed;
      const found = outputOf(out);

      const accepted = verifyIntact(out).intact;
      if (accepted)
        expect([
          { ...before, ...KEPT },
          { ...after, ...KEPT },
        ]).toContainEqual(found);
      // cdktf goes by manifest.json alone.
      if ('manifest.json' in found)
        expect([
          { ...before, ...KEPT },
          { ...after, ...KEPT },
        ]).toContainEqual(found);
      const untouched = !result.made.some((change) =>
        /^(rmSync|renameSync) .*\/cdktf\.out\/(manifest\.json|strata\/report\.json|stacks|manifests)/.test(change),
      );
      if (untouched) expect({ accepted, found }).toEqual({ accepted: wasIntact, found: { ...before, ...KEPT } });
      if (!killed) expect({ accepted, found }).toEqual({ accepted: after === NEW, found: { ...after, ...KEPT } });

      // A killed process is dead, this one is not: its staging folder goes as its number would.
      for (const name of readdirSync(dirname(out))) if (name.includes('staging')) rmSync(join(dirname(out), name), { recursive: true });
      for (const name of readdirSync(out)) if (name.includes('staging')) rmSync(join(out, name), { recursive: true });
      run(out, NEW);
      expect(verifyIntact(out)).toEqual({ intact: true });
      expect(contentOf(out)).toEqual({ ...NEW, ...KEPT });
    }
    expect(n).toBeGreaterThan(10);
  });

  test('and then killed again, anywhere, is mended by the run after', () => {
    for (let first = 1; first < 40; first += 1) {
      for (const second of [3, 9, 14, 19, 25, 31]) {
        const out = outputWith(OLD, KEPT);
        killedAt(first, () => run(out, NEW));
        killedAt(second, () => run(out, OLD));
        const found = outputOf(out);
        const clean = Object.fromEntries(Object.entries(found).filter(([path]) => !path.includes('staging')));
        if (verifyIntact(out).intact)
          expect([
            { ...OLD, ...KEPT },
            { ...NEW, ...KEPT },
          ]).toContainEqual(clean);
        run(out, stopped());
        expect(outputOf(out)).toEqual({ ...stopped(), ...KEPT });
      }
    }
  });

  test('by SIGKILL at 201 random moments leaves the old, the new, or something refused; the next run mends it', async () => {
    const program = compileProgram();
    const kills = 201;
    const lanes = 3;
    let accepted = 0;
    const lane = async (): Promise<void> => {
      const out = outputWith(OLD, KEPT);
      for (let i = 0; i < kills / lanes; i += 1) {
        const child = spawn(process.execPath, [program, out, JSON.stringify(OLD), JSON.stringify(NEW)], { stdio: ['ignore', 'pipe', 'inherit'] });
        await once(child.stdout, 'data');
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 12));
        child.kill('SIGKILL');
        await once(child, 'exit');

        if (verifyIntact(out).intact) {
          accepted += 1;
          expect([
            { ...OLD, ...KEPT },
            { ...NEW, ...KEPT },
          ]).toContainEqual(outputOf(out));
        }
        run(out, i % 2 === 0 ? NEW : OLD);
        expect(verifyIntact(out)).toEqual({ intact: true });
        expect(contentOf(out)).toEqual({ ...(i % 2 === 0 ? NEW : OLD), ...KEPT });
        expect(readdirSync(dirname(out)).filter((name) => name.includes('staging'))).toEqual([]);
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    // Both kinds of moment were met.
    expect(accepted).toBeGreaterThan(0);
    expect(accepted).toBeLessThan(kills);
  }, 120_000);
});

/** The same `run`, for a process of its own that goes from one output to the other until it dies. */
function compileProgram(): string {
  const folder = temporaryFolder();
  for (const name of ['layout', 'publish', 'staging', 'tree']) {
    const source = readFileSync(join(__dirname, `../../lib/app/${name}.ts`), 'utf8');
    const { code } = transformSync(source, { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } });
    write(folder, { [`${name}.js`]: code });
  }
  write(folder, {
    'main.js': `
      const { mkdirSync, rmSync, writeFileSync } = require('node:fs');
      const { dirname, join } = require('node:path');
      const { publish } = require('./publish');
      const { createStaging, removeLeftovers } = require('./staging');
      const [out, ...trees] = process.argv.slice(2);
      process.stdout.write('ready');
      for (let i = 0; ; i += 1) {
        removeLeftovers(out);
        const staging = createStaging(out);
        for (const [path, content] of Object.entries(JSON.parse(trees[i % 2]))) {
          mkdirSync(dirname(join(staging, 'rendered', path)), { recursive: true });
          writeFileSync(join(staging, 'rendered', path), content);
        }
        publish(join(staging, 'rendered'), out, { keepStackFolders: false });
        rmSync(staging, { recursive: true, force: true });
      }`,
  });
  return join(folder, 'main.js');
}
