import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { verifyIntact } from '../../lib/app';
import { contentOf, isThere, temporaryFolder, write } from './trees';

/** Runs the program in fixtures/, by cdktf-cli or on its own. */
function runner(): { folder: string; run: (by: 'cdktf' | 'node', ...args: string[]) => { status: number | null; text: string } } {
  const folder = temporaryFolder();
  write(folder, { 'cdktf.json': JSON.stringify({ language: 'typescript', app: 'unused', projectId: 'test', sendCrashReports: 'false' }) });
  const program = ['--require', join(__dirname, '../support/typescript.js'), join(__dirname, 'fixtures/program.ts')];
  return {
    folder,
    run: (by, ...args) => {
      const app = [...program, ...args];
      const command =
        by === 'node'
          ? app
          : [require.resolve('cdktf-cli/bundle/bin/cdktf'), 'synth', '--app', [process.execPath, ...app].map((word) => `'${word}'`).join(' ')];
      const { status, stdout, stderr } = spawnSync(process.execPath, command, {
        cwd: folder,
        encoding: 'utf8',
        env: { PATH: process.env.PATH, HOME: folder, CHECKPOINT_DISABLE: '1', CI: 'true' },
      });
      return { status, text: stdout + stderr };
    },
  };
}

/** Where Terraform, run in the folder of a stack, keeps its state. */
function statePath(folder: string, stack: string): string {
  const file = `cdktf.out/stacks/${stack}/cdk.tf.json`;
  const { terraform } = JSON.parse(contentOf(folder)[file]!) as { terraform: { backend: { local: { path: string } } } };
  return join('cdktf.out/stacks', stack, terraform.backend.local.path);
}

test('under cdktf-cli: the same bytes as on its own; a stack goes, its state stays; an error leaves the report only', () => {
  const { folder, run } = runner();
  expect(run('cdktf', 'berlin,frankfurt')).toMatchObject({ status: 0 });
  const alone = runner();
  expect(alone.run('node', 'berlin,frankfurt')).toMatchObject({ status: 0 });
  expect(contentOf(join(folder, 'cdktf.out'))).toEqual(contentOf(join(alone.folder, 'cdktf.out')));

  const state = statePath(folder, 'berlin');
  write(folder, { [state]: 'precious', 'cdktf.out/stacks/frankfurt/.terraform.lock.hcl': 'lock' });

  const removed = run('cdktf', 'frankfurt');
  expect(removed).toMatchObject({ status: 0, text: expect.stringContaining('written to cdktf.out') });
  expect(removed.text).not.toMatch(/\[ERROR\].*written to/);
  expect(contentOf(folder)[state]).toBe('precious');
  expect(isThere(folder, 'cdktf.out/stacks/berlin')).toBe(false);
  expect(verifyIntact(join(folder, 'cdktf.out'))).toEqual({ intact: true });

  const stopped = run('cdktf', 'frankfurt', 'no good');
  expect(stopped).toMatchObject({ status: 1, text: expect.stringContaining('ANNOTATION  no good') });
  expect(stopped.text).not.toMatch(/^\s+at /m);
  const output = Object.keys(contentOf(join(folder, 'cdktf.out')));
  expect(output).toEqual(['stacks/frankfurt/.terraform.lock.hcl', 'strata/report.json']);
  expect(contentOf(folder)[state]).toBe('precious');
}, 60_000);

test('on its own: exit code 1 without a stack trace', () => {
  const { folder, run } = runner();
  expect(run('node', 'berlin,frankfurt')).toMatchObject({ status: 0 });
  const stopped = run('node', 'berlin', 'no good');
  expect(stopped).toMatchObject({ status: 1, text: expect.stringContaining('ANNOTATION  no good') });
  expect(stopped.text.match(/no good/g)).toHaveLength(1);
  expect(stopped.text).not.toMatch(/^\s+at |findings:/m);
  expect(Object.keys(contentOf(join(folder, 'cdktf.out')))).toEqual(['strata/report.json']);
}, 60_000);
