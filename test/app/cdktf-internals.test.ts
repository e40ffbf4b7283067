import { ApiObject, App as KubernetesApp, Chart } from 'cdk8s';
import { Annotations, App, Aspects, LocalBackend, Manifest, TerraformStack } from 'cdktf';
import type { IAspect, TerraformBackend } from 'cdktf';
import { Construct, Node } from 'constructs';
import * as internals from '../../lib/app/cdktf-internals';
import { originOf } from '../../lib/estate';
import { Stack } from './programs';
import { contentOf, isThere, temporaryFolder } from './trees';

/** Each test asserts one thing that cdktf, cdk8s or constructs do not promise, and that Strata builds on. */

function app(): App {
  return new App({ outdir: temporaryFolder() });
}

afterEach(() => {
  delete process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS;
  delete process.env.SYNTH_HCL_OUTPUT;
});

test('every construct passes through Node.addChild once, when its tree is known', () => {
  expect(typeof (Node.prototype as unknown as { addChild: unknown }).addChild).toBe('function');
  const root = app();
  internals.recordOriginsBelow(root);
  internals.recordOriginsBelow(root); // the hook is not installed twice
  const stack = new Stack(root, 'a');
  new Construct(stack, 'plain');
  internals.settleOriginsBelow(root);
  internals.settleOriginsBelow(root);
  for (const construct of root.node.findAll().filter((one) => one !== root)) {
    expect(construct.node.metadata.filter(({ type }) => type === 'strata:origin')).toHaveLength(1);
    expect(originOf(construct, (file) => file === __filename, __dirname)[0]).toMatchObject({ file: 'cdktf-internals.test.ts' });
  }
});

test('recording origins changes nothing that cdktf or cdk8s write', () => {
  const write = (record: boolean): Record<string, string> => {
    const root = app();
    const charts = new KubernetesApp({ outdir: `${root.outdir}/manifests` });
    if (record) [root, charts].forEach(internals.recordOriginsBelow);
    new LocalBackend(new Stack(root, 'a'), { path: 'x' });
    new ApiObject(new Chart(charts, 'web'), 'config', { apiVersion: 'v1', kind: 'ConfigMap' });
    if (record) [root, charts].forEach(internals.settleOriginsBelow);
    root.synth();
    charts.synth();
    return contentOf(root.outdir);
  };
  const recorded = write(true);
  expect(recorded).toEqual(write(false));
  expect(JSON.stringify(recorded)).not.toContain('stackTrace');
});

test('constructs of other trees are left alone', () => {
  internals.recordOriginsBelow(app());
  const stack = new Stack(app(), 'a');
  internals.settleOriginsBelow(stack.node.root);
  expect(stack.node.metadata).toEqual([]);
});

test('the synthesizer of a stack goes on at error annotations when its flag is set', () => {
  const root = app();
  const stack = new Stack(root, 'a');
  Annotations.of(stack).addError('no good');
  expect((stack.synthesizer as unknown as { continueOnErrorAnnotations: unknown }).continueOnErrorAnnotations).toBe(false);
  const synthesize = (): void => stack.synthesizer.synthesize({ outdir: root.outdir, manifest: root.manifest, skipValidation: true });
  expect(synthesize).toThrow('no good');
  internals.continueOnErrorAnnotations(stack);
  expect(synthesize).not.toThrow();
});

test('a stack is rendered into the folder of the session and of its manifest, whatever the app says', () => {
  const root = app();
  const stack = new Stack(root, 'a');
  const elsewhere = temporaryFolder();
  const manifest = new Manifest('1', elsewhere, false);
  stack.synthesizer.synthesize({ outdir: elsewhere, manifest, skipValidation: true });
  expect(isThere(elsewhere, 'stacks/a/cdk.tf.json')).toBe(true);
  expect(isThere(root.outdir, 'stacks/a')).toBe(false);
  expect(manifest.stacks.a).toMatchObject({ name: 'a', annotations: [], synthesizedStackPath: 'stacks/a/cdk.tf.json' });
});

test('the annotations of a stack in a manifest are those written', () => {
  const root = app();
  const manifest = new Manifest('1', root.outdir, false);
  const entry = manifest.forStack(new Stack(root, 'a'));
  internals.replaceAnnotations(entry, [{ constructPath: 'a', level: '@cdktf/warn' as never, message: 'mine' }]);
  manifest.writeToFile();
  expect(JSON.parse(contentOf(root.outdir)['manifest.json']!)).toMatchObject({ stacks: { a: { annotations: [{ message: 'mine' }] } } });
});

test('the environment variables are those that cdktf reads', () => {
  const flags = (): unknown => {
    const { continueOnErrorAnnotations, hclOutput } = new TerraformStack(app(), 'a').synthesizer as unknown as Record<string, boolean>;
    return { continueOnErrorAnnotations, hclOutput };
  };
  const seen = (): unknown => [flags(), internals.runsUnderCli(), internals.hclIsAskedFor()];
  expect(seen()).toEqual([{ continueOnErrorAnnotations: false, hclOutput: false }, false, false]);
  process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS = 'true';
  process.env.SYNTH_HCL_OUTPUT = '1';
  expect(seen()).toEqual([{ continueOnErrorAnnotations: true, hclOutput: true }, true, true]);
});

test('aspects are kept where they can be taken away and given back', () => {
  const root = app();
  const stack = new Stack(root, 'a');
  const aspect: IAspect = { visit: jest.fn() };
  Aspects.of(stack).add(aspect);
  expect(() =>
    internals.withoutAspects(root.node.findAll(), () => {
      expect(Aspects.of(stack).all).toEqual([]);
      root.synth();
      throw new Error('on the way');
    }),
  ).toThrow('on the way');
  expect(aspect.visit).not.toHaveBeenCalled();
  expect(Aspects.of(stack).all).toEqual([aspect]);
});

test('the path of a local backend can be read and set before it is rendered', () => {
  const root = app();
  const backend = new LocalBackend(new Stack(root, 'a'), { workspaceDir: 'w' });
  expect(internals.localStatePath(backend)).toBe(`${process.cwd()}/terraform.a.tfstate`);
  internals.setLocalStatePath(backend, 'elsewhere');
  expect(backend.toTerraform()).toEqual({ terraform: { backend: { local: { path: 'elsewhere', workspace_dir: 'w' } } } });
  expect(internals.localStatePath({ name: 's3' } as unknown as TerraformBackend)).toBeUndefined();
});

test('a stack asks ensureBackendExists for its backend, and would take that of a stack within it', () => {
  const root = app();
  const outer = new TerraformStack(root, 'outer');
  const inner = new TerraformStack(outer, 'inner');
  const innerBackend = new LocalBackend(inner, { path: 'inner' });
  const outerBackend = new LocalBackend(outer, { path: 'outer' });
  expect(outer.ensureBackendExists()).toBe(innerBackend);
  internals.pinBackend(outer, outerBackend);
  expect(outer.ensureBackendExists()).toBe(outerBackend);
});

test('a cdk8s app writes where its outdir says, and asks each node to validate', () => {
  const nominal = temporaryFolder();
  const charts = new KubernetesApp({ outdir: nominal });
  const chart = new Chart(charts, 'web');
  const validate = jest.fn(() => ['no good']);
  chart.node.addValidation({ validate });
  const folder = temporaryFolder();
  internals.synthesizeKubernetes(charts, folder);
  expect(isThere(folder, 'web.k8s.yaml')).toBe(true);
  expect(validate).not.toHaveBeenCalled();
  expect(charts.outdir).toBe(nominal);
  expect(chart.node.validate()).toEqual(['no good']);
  expect(() => charts.synth()).toThrow('no good');
});
