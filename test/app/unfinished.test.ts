import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { verifyIntact } from '../../lib/app';
import { committed, contentOf, temporaryFolder, write } from './trees';

const LAST = committed({ 'manifest.json': '{}', 'stacks/berlin/cdk.tf.json': '{}' });

/** Runs the program in fixtures/ over the output of an earlier run. */
function run(way: string): { out: string; status: number | null; stderr: string } {
  const folder = temporaryFolder();
  const out = join(folder, 'cdktf.out');
  write(out, { ...LAST, 'stacks/berlin/terraform.tfstate': 'precious' });
  const program = ['--require', join(__dirname, '../support/typescript.js'), join(__dirname, 'fixtures/unfinished.ts'), way];
  const { status, stderr } = spawnSync(process.execPath, program, { cwd: folder, encoding: 'utf8' });
  expect(Object.keys(contentOf(folder)).filter((path) => !path.startsWith('cdktf.out/'))).toEqual([]);
  return { out, status, stderr };
}

test.each(['throw', 'reject'])('a program that fails while the app is built takes the last output away: %s', (way) => {
  const { out, status, stderr } = run(way);
  expect(status).toBe(1);
  expect(stderr).toContain('the last output in cdktf.out is taken away');
  expect(stderr).toMatch(/^RangeError: vlan/m);
  const { 'strata/report.json': report, ...rest } = contentOf(out);
  expect(rest).toEqual({ 'stacks/berlin/terraform.tfstate': 'precious' });
  expect(JSON.parse(report!)).toMatchObject({ committed: false, outcome: 'stopped', findings: [{ message: 'vlan: got -1, expected 0 to 4094' }] });
  expect(verifyIntact(out)).toMatchObject({ intact: false, verifiable: true });
});

test('a program that fails after the synthesis leaves what that wrote', () => {
  const { out, status } = run('synthesised');
  expect(status).toBe(1);
  expect(verifyIntact(out)).toEqual({ intact: true });
  expect(Object.keys(contentOf(out))).toContain('stacks/frankfurt/cdk.tf.json');
});

test('a program that makes an app and never synthesises it leaves all alone', () => {
  const { out, status } = run('nothing');
  expect(status).toBe(0);
  expect(contentOf(out)).toMatchObject(LAST);
});
