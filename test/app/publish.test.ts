import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyIntact } from '../../lib/app/intact';
import { publish } from '../../lib/app/publish';
import { committed, contentOf, isThere, stopped, temporaryFolder, write } from './trees';
import type { Files } from './trees';

const raw = { keepStackFolders: false };

function folders(): { out: string; stage: (files: Files) => string } {
  const root = temporaryFolder();
  const out = join(root, 'cdktf.out');
  mkdirSync(out);
  let runs = 0;
  return {
    out,
    stage: (files) => {
      const staging = join(root, `staging-${runs++}`);
      mkdirSync(staging);
      write(staging, files);
      return staging;
    },
  };
}

const first = committed({
  'manifest.json': '{1}',
  'stacks/a/cdk.tf.json': 'a1',
  'stacks/b/cdk.tf.json': 'b1',
  'stacks/b/assets/x/1/f.txt': 'x',
  'manifests/web.k8s.yaml': 'w1',
});
const second = committed({ 'manifest.json': '{2}', 'stacks/a/cdk.tf.json': 'a2', 'stacks/c/cdk.tf.json': 'c2' });

describe('publish', () => {
  test('makes the output the new one, and nothing of the old stays', () => {
    const { out, stage } = folders();
    publish(stage(first), out, raw);
    expect(contentOf(out)).toEqual(first);
    publish(stage(second), out, raw);
    expect(contentOf(out)).toEqual(second);
    expect(isThere(out, 'stacks/b')).toBe(false);
    expect(isThere(out, 'manifests')).toBe(false);
    expect(verifyIntact(out)).toEqual({ intact: true });
  });

  test('a stopped run leaves its report and nothing else', () => {
    const { out, stage } = folders();
    publish(stage(first), out, raw);
    publish(stage(stopped()), out, raw);
    expect(contentOf(out)).toEqual(stopped());
    expect(isThere(out, 'stacks')).toBe(false);
  });

  test('leaves what Terraform keeps in the folder of a stack, and files that nobody wrote', () => {
    const { out, stage } = folders();
    const kept = {
      'stacks/b/.terraform/modules/modules.json': 'modules',
      'stacks/b/.terraform.lock.hcl': 'lock',
      'stacks/b/terraform.tfstate': 'state',
      'stacks/b/terraform.tfstate.backup': 'backup',
      'stacks/b/terraform.tfstate.d/blue/terraform.tfstate': 'workspace',
      'stacks/a/notes.txt': 'notes',
      'manifests/README': 'readme',
      'terraform.tfvars': 'mine',
    };
    publish(stage(first), out, raw);
    write(out, kept);
    publish(stage(second), out, raw);
    expect(contentOf(out)).toEqual({ ...second, ...kept });
    publish(stage(stopped()), out, raw);
    expect(contentOf(out)).toEqual({ ...stopped(), ...kept });
  });

  test('removes what plain cdktf wrote before, which no report lists', () => {
    const { out, stage } = folders();
    write(out, {
      'manifest.json': '{}',
      'stacks/old/cdk.tf.json': 'old',
      'stacks/hcl/cdk.tf': 'hcl',
      'stacks/hcl/metadata.json': '{}',
      'stacks/old/assets/a/1/f': 'f',
    });
    publish(stage(stopped()), out, raw);
    expect(contentOf(out)).toEqual(stopped());
    expect(isThere(out, 'stacks')).toBe(false);
  });

  test('removes files of unusual names that the last report lists', () => {
    const { out, stage } = folders();
    publish(stage(committed({ ...first, 'stacks/a/extra/own.tf.json': 'own', 'graph.dot': 'g' })), out, raw);
    publish(stage(second), out, raw);
    expect(contentOf(out)).toEqual(second);
  });

  test('never removes what lies outside of its folders, whatever a report says', () => {
    const { out, stage } = folders();
    const precious = join(out, '../precious');
    write(out, { '../precious': 'p', 'stacks/a/terraform.tfstate': 's' });
    const listed = ['../precious', 'stacks/../../precious', precious, 'stacks/a/terraform.tfstate', 'stacks', ''];
    write(out, {
      'strata/report.json': JSON.stringify({ files: Object.fromEntries(listed.map((path) => [path, 'x'])) }),
      'strata/pending.json': '{"files": [7, null]}',
    });
    publish(stage(stopped()), out, raw);
    expect(contentOf(out)).toEqual({ ...stopped(), 'stacks/a/terraform.tfstate': 's' });
    expect(isThere(out, '../precious')).toBe(true);
  });

  test('does not follow a link out of the output to remove files', () => {
    const { out, stage } = folders();
    write(out, { '../elsewhere/data': 'd' });
    mkdirSync(join(out, 'stacks/a/assets'), { recursive: true });
    symlinkSync(join(out, '../elsewhere'), join(out, 'stacks/a/assets/link'));
    publish(stage(stopped()), out, raw);
    expect(isThere(out, '../elsewhere/data')).toBe(true);
  });

  test('leaves the folders of vanished stacks to cdktf-cli where it is at work', () => {
    const { out, stage } = folders();
    publish(stage(first), out, { keepStackFolders: true });
    publish(stage(second), out, { keepStackFolders: true });
    expect(contentOf(out)).toEqual(second);
    expect(isThere(out, 'stacks/b')).toBe(true);
    expect(isThere(out, 'stacks/b/assets')).toBe(false);
  });

  test('knows what a killed run left, even without a report', () => {
    const { out, stage } = folders();
    write(out, { 'stacks/a/own.tf.json': 'half', 'strata/pending.json': JSON.stringify({ files: ['stacks/a/own.tf.json'] }) });
    publish(stage(second), out, raw);
    expect(contentOf(out)).toEqual(second);
  });

  test('empty folders of an asset come along', () => {
    const { out, stage } = folders();
    const staging = stage(second);
    mkdirSync(join(staging, 'stacks/a/assets/empty'), { recursive: true });
    publish(staging, out, raw);
    expect(isThere(out, 'stacks/a/assets/empty')).toBe(true);
  });

  test('works on a folder reached through a link', () => {
    const { out, stage } = folders();
    const link = join(out, '../link');
    symlinkSync(out, link);
    publish(stage(first), link, raw);
    expect(contentOf(out)).toEqual(first);
    writeFileSync(join(out, 'stacks/a/cdk.tf.json'), 'changed');
    expect(verifyIntact(link)).toEqual({ intact: false, verifiable: true, reasons: ['stacks/a/cdk.tf.json has changed since the last synthesis'] });
  });
});
