import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesize } from 'cdk-strata/testing';
import { build } from './main';

test('the function of two components breaks no rule, and is written as it always was', () => {
  const { manifests, findings } = synthesize(build);
  expect(findings).toEqual([]);
  expect(manifests).toMatchSnapshot();
});

test('its components are what their sources make', () => {
  const script = `import('./components/build.mjs').then(async ({ build }) => {
    for (const world of ['pricing', 'rates']) console.log(Buffer.from(await build(world)).toString('base64'));
  })`;
  const built = execFileSync(process.execPath, ['-e', script], { cwd: __dirname, encoding: 'utf8' }).trim().split('\n');
  expect(built).toEqual(['pricing', 'rates'].map((world) => readFileSync(join(__dirname, 'components', `${world}.wasm`)).toString('base64')));
});
