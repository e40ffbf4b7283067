import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { verifyIntact } from '../lib/app';

/* Synthesises every example as its README says, with cdktf's own command: `broken` must write nothing, every other an intact output. */

const examples = join(__dirname, '..', 'examples');
let failed = false;
for (const { name } of readdirSync(examples, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
  const folder = join(examples, name);
  const output = join(folder, 'cdktf.out');
  rmSync(output, { recursive: true, force: true });
  const run = spawnSync('npx', ['cdktf', 'synth'], { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
  const wanted = name === 'broken' ? 'refused' : 'written';
  const found =
    run.status === 0 && verifyIntact(output).intact
      ? 'written'
      : run.status === 1 && !existsSync(join(output, 'manifest.json'))
        ? 'refused'
        : 'neither';
  console.log(`${name}: ${found}`);
  if (found === wanted) continue;
  failed = true;
  console.error(`${name} should have been ${wanted}; cdktf synth exited with ${run.status}\n${run.stdout}${run.stderr}`);
}
process.exitCode = failed ? 1 : 0;
