import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyIntact } from '../lib/app';

const [program] = [...readFileSync(join(__dirname, '..', 'README.md'), 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].map((match) => match[1]!);

test('the program of the README synthesises', () => {
  const folder = mkdtempSync(join(__dirname, '.readme-')); // within the checkout, so that packages are found
  try {
    writeFileSync(join(folder, 'main.ts'), program!);
    const run = spawnSync(process.execPath, ['--import', 'tsx', 'main.ts'], { cwd: folder, encoding: 'utf8' });
    expect({ status: run.status, stderr: run.stderr }).toEqual({ status: 0, stderr: '' });
    expect(verifyIntact(join(folder, 'cdktf.out'))).toEqual({ intact: true });
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 60_000);
