import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { verifyIntact } from '../../lib/app/intact';
import { digest } from '../../lib/app/tree';
import { committed, stopped, temporaryFolder, write } from './trees';

const files = { 'manifest.json': '{}', 'stacks/a/cdk.tf.json': 'a', 'manifests/web.k8s.yaml': 'w' };

function output(content = committed(files)): string {
  const out = join(temporaryFolder(), 'cdktf.out');
  mkdirSync(out);
  write(out, content);
  return out;
}

function reasonsOf(out: string): readonly string[] {
  const result = verifyIntact(out);
  return result.intact ? [] : result.reasons;
}

describe('verifyIntact', () => {
  test('accepts what one run wrote', () => {
    expect(verifyIntact(output())).toEqual({ intact: true });
  });

  test('tells a folder with nothing to hold against from one that was changed', () => {
    expect(verifyIntact(join(temporaryFolder(), 'nowhere'))).toMatchObject({ intact: false, verifiable: false });
    expect(verifyIntact(output(files))).toMatchObject({ intact: false, verifiable: true });
    const file = join(temporaryFolder(), 'file');
    write(join(file, '..'), { file: '' });
    expect(verifyIntact(file)).toMatchObject({ intact: false, verifiable: false });
  });

  test.each([
    ['a changed stack', { 'stacks/a/cdk.tf.json': 'b' }, 'stacks/a/cdk.tf.json has changed since the last synthesis'],
    ['a changed manifest.json', { 'manifest.json': '{ }' }, 'manifest.json has changed since the last synthesis'],
    ['a stack nobody listed', { 'stacks/z/cdk.tf.json': 'z' }, 'stacks/z/cdk.tf.json was not written by the last synthesis'],
    ['configuration beside a stack', { 'stacks/a/override.tf': 'z' }, 'stacks/a/override.tf was not written by the last synthesis'],
    ['configuration that only OpenTofu reads', { 'stacks/a/cdk.tofu': 'z' }, 'stacks/a/cdk.tofu was not written by the last synthesis'],
    ['a manifest nobody listed', { 'manifests/deep/er.yml': 'z' }, 'manifests/deep/er.yml was not written by the last synthesis'],
  ])('refuses %s', (_, change, reason) => {
    const out = output();
    write(out, change);
    expect(verifyIntact(out)).toEqual({ intact: false, verifiable: true, reasons: [reason] });
  });

  test.each(['terraform.tfvars', 'terraform.tfvars.json', 'x.auto.tfvars', 'x.auto.tfvars.json', '.auto.tfvars'])(
    'refuses %s beside a stack: Terraform takes it without being told to',
    (name) => {
      const out = output();
      write(out, { [`stacks/a/${name}`]: '' });
      expect(reasonsOf(out)).toEqual([
        expect.stringMatching(/^stacks\/a\/\S+ was not written by the last synthesis, and Terraform takes values from it/),
      ]);
    },
  );

  test('does not mind what Terraform and users keep there', () => {
    const out = output();
    write(out, {
      'stacks/a/.terraform/modules/m/main.tf': '',
      'stacks/a/production.tfvars': '',
      'stacks/a/terraform.tfvars.example': '',
      'stacks/a/.terraform.lock.hcl': '',
      'manifests/README': '',
    });
    expect(verifyIntact(out)).toEqual({ intact: true });
  });

  test('looks behind links, as Terraform does', () => {
    const out = output();
    const elsewhere = temporaryFolder();
    write(elsewhere, { 'main.tf': '' });
    symlinkSync(elsewhere, join(out, 'stacks/linked'));
    symlinkSync(out, join(out, 'stacks/a/loop'));
    expect(reasonsOf(out)).toEqual(['stacks/linked/main.tf was not written by the last synthesis']);
  });

  test('refuses a run that stopped, a missing file, a report without manifest.json or of another make', () => {
    expect(reasonsOf(output(stopped()))).toEqual([expect.stringContaining('"committed": false')]);
    const out = output();
    rmSync(join(out, 'manifest.json'));
    expect(reasonsOf(out)).toEqual(['manifest.json is missing']);
    expect(reasonsOf(output(committed({ 'stacks/a/cdk.tf.json': 'a' })))).toEqual(['strata/report.json does not list manifest.json']);
    for (const report of ['', '{', 'null', '[]', '{"committed": true, "files": {}, "inputs": {}}']) {
      expect(reasonsOf(output({ ...files, 'strata/report.json': report }))).toEqual([expect.stringContaining('cannot be read')]);
    }
  });

  test('refuses a changed or vanished input', () => {
    const out = output(committed(files, { '../export.json': digest('export') }));
    expect(reasonsOf(out)).toEqual(['input ../export.json is missing']);
    write(out, { '../export.json': 'export' });
    expect(verifyIntact(out)).toEqual({ intact: true });
    write(out, { '../export.json': 'newer' });
    expect(reasonsOf(out)).toEqual(['input ../export.json has changed since the last synthesis']);
  });
});
