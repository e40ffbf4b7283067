import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

function strata(...args: string[]) {
  const program = ['--require', join(ROOT, 'test/support/typescript.js'), join(ROOT, 'lib/cli/main.ts'), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, program, { cwd: ROOT, encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('the process ends with the exit code of the command', () => {
  expect(strata('verify', '--intact', 'no-such-folder')).toEqual({
    status: 2,
    stdout: '',
    stderr: expect.stringContaining('no folder at no-such-folder'),
  });
}, 30_000);

test('the process prints its help on stdout and ends well', () => {
  expect(strata('--help')).toEqual({ status: 0, stdout: expect.stringContaining('Usage: strata'), stderr: '' });
}, 30_000);
