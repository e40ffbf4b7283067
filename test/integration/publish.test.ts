import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const fixtures = join(__dirname, 'fixtures');
const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { devDependencies: Record<string, string> };
const folder = mkdtempSync(join(tmpdir(), 'strata-publish-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a construct that extends ours, published as its own package, is synthesised from packages alone', () => {
  const strata = pack(root);

  const company = join(folder, 'standard-cluster');
  cpSync(join(fixtures, 'standard-cluster'), company, { recursive: true });
  install(company, [strata], ['cdktf', 'constructs', 'cdk8s', '@cdktf/provider-vsphere', 'typescript']);
  run(company, 'npm', 'run', 'build');
  const standardCluster = pack(company);

  const consumer = join(folder, 'consumer');
  cpSync(join(fixtures, 'consumer'), consumer, { recursive: true });
  writeFileSync(join(consumer, 'package.json'), '{ "name": "consumer", "private": true }');
  install(consumer, [strata, standardCluster], ['cdktf', 'cdktf-cli', 'constructs', 'cdk8s', '@cdktf/provider-vsphere', 'tsx', 'typescript']);
  run(consumer, 'npx', 'tsc', '-p', '.');
  run(consumer, 'npx', 'tsc', '-p', 'tsconfig.classic.json'); // as `cdktf init` makes it
  run(consumer, 'npx', 'cdktf', 'synth');

  const report = JSON.parse(readFileSync(join(consumer, 'cdktf.out', 'strata', 'report.json'), 'utf8')) as { committed: boolean };
  expect(report.committed).toBe(true);
  const stack = JSON.parse(readFileSync(join(consumer, 'cdktf.out', 'stacks', 'site', 'cdk.tf.json'), 'utf8'));
  expect(Object.values(stack.resource.vsphere_compute_cluster)).toEqual([expect.objectContaining({ ha_enabled: true, name: 'compute' })]);
  expect(Object.values(stack.resource.nsxt_policy_segment)).toEqual([expect.objectContaining({ display_name: 'nodes' })]);
  expect(run(consumer, 'npx', 'strata', 'verify', '--intact')).toContain('intact');
});

function pack(source: string): string {
  run(source, 'npm', 'pack', '--pack-destination', folder);
  const name = (JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as { name: string }).name;
  return join(
    folder,
    readdirSync(folder).find((file) => file.startsWith(name) && file.endsWith('.tgz'))!,
  );
}

function install(target: string, tarballs: readonly string[], packages: readonly string[]): void {
  run(
    target,
    'npm',
    'install',
    '--no-save',
    '--no-audit',
    '--no-fund',
    ...tarballs,
    ...packages.map((name) => `${name}@${own.devDependencies[name]}`),
  );
}

function run(directory: string, command: string, ...parameters: string[]): string {
  try {
    return execFileSync(command, parameters, { cwd: directory, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (failure) {
    const { stdout, stderr } = failure as { stdout: string; stderr: string };
    throw new Error(`${command} ${parameters.join(' ')} failed\n${stdout}\n${stderr}`, { cause: failure });
  }
}
