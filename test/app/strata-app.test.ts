import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { ApiObject, App as KubernetesApp, Chart } from 'cdk8s';
import { Annotations, App, Aspects, AssetType, LocalBackend, TerraformAsset, TerraformStack } from 'cdktf';
import type { IAspect } from 'cdktf';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { verifyIntact } from '../../lib/app';
import type { StrataApp } from '../../lib/app';
import { DECLARATIONS } from '../../lib/app/layout';
import { Assume } from '../../lib/estate';
import type { Report } from '../../lib/report';
import { Data, NO_BAD_INPUT, output, project, Stack, stoppedBy, thrownBy } from './programs';
import type { Project } from './programs';
import { contentOf, isThere, temporaryFolder, write } from './trees';

let printed: ReturnType<typeof output>;
beforeEach(() => {
  printed = output();
});
afterEach(() => {
  jest.restoreAllMocks();
  delete process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS;
  delete process.env.SYNTH_HCL_OUTPUT;
});

function reportOf(out: string): Report {
  return JSON.parse(readFileSync(join(out, 'strata/report.json'), 'utf8')) as Report;
}

function withChart(app: StrataApp): Chart {
  const chart = new Chart(app.kubernetes, 'web');
  new ApiObject(chart, 'config', { apiVersion: 'v1', kind: 'ConfigMap' });
  return chart;
}

/** An output of an earlier run, with what Terraform keeps in it. */
function goodRun(at: Project): Record<string, string> {
  const app = at.app();
  new Stack(app, 'a');
  new Stack(app, 'gone');
  withChart(app);
  app.synth();
  const kept = { 'stacks/a/.terraform.lock.hcl': 'lock', 'stacks/gone/.terraform/p': 'plugin', 'stacks/gone/terraform.tfstate': 'state' };
  write(at.out, kept);
  return kept;
}

describe('a synthesis that passes', () => {
  test('writes what cdktf and cdk8s write, and a report that lists all of it', () => {
    const plain = join(temporaryFolder(), 'out');
    const stock = new App({ outdir: plain });
    new Stack(stock, 'a');
    new LocalBackend(stock.node.findChild('a'), { path: 'x' });
    stock.synth();
    const charts = new KubernetesApp({ outdir: join(plain, 'manifests') });
    new ApiObject(new Chart(charts, 'web'), 'config', { apiVersion: 'v1', kind: 'ConfigMap' });
    charts.synth();

    const at = project();
    const app = at.app();
    new Stack(app, 'a');
    new LocalBackend(app.node.findChild('a'), { path: 'x' });
    withChart(app);
    app.synth();

    const { 'strata/report.json': report, ...written } = contentOf(at.out);
    expect({ ...contentOf(plain), [DECLARATIONS]: expect.any(String) }).toEqual(written);
    expect(JSON.parse(report!)).toMatchObject({ committed: true, outcome: 'passed' });
    expect(Object.keys(reportOf(at.out).files).sort()).toEqual(Object.keys(written).sort());
    expect(verifyIntact(at.out)).toEqual({ intact: true });
    expect(printed('stdout')).toContain('written to cdktf.out');
    expect(printed('stderr')).toBe('');
    expect(isThere(at.folder, 'dist')).toBe(false);
  });

  test('replaces the last output and leaves no staging folder', () => {
    const at = project();
    const kept = goodRun(at);
    const app = at.app();
    new Stack(app, 'a');
    app.synth();
    expect(Object.keys(contentOf(at.out)).sort()).toEqual(
      ['manifest.json', 'stacks/a/cdk.tf.json', DECLARATIONS, 'strata/report.json', ...Object.keys(kept)].sort(),
    );
    expect(contentOf(at.out)).toMatchObject(kept);
    expect(Object.keys(contentOf(at.folder)).filter((path) => !path.startsWith('cdktf.out/'))).toEqual([]);
    expect(verifyIntact(at.out)).toEqual({ intact: true });
  });

  test('is the same bytes in two folders, warnings of constructs and readers of other stacks included', () => {
    const build = (at: Project): Record<string, string> => {
      const app = at.app();
      const a = new Stack(app, 'a');
      const b = new TerraformStack(app, 'b');
      new Data(b, 'reader', (a.node.findChild('data') as Data).fqn);
      new LocalBackend(new Stack(app, 'c'), {});
      Annotations.of(b).addWarning('mind the step');
      withChart(app);
      app.synth();
      return contentOf(at.out);
    };
    const one = build(project(join(temporaryFolder(), 'deep/er')));
    const two = build(project());
    expect(one).toEqual(two);
    expect(JSON.stringify(one)).not.toContain(temporaryFolder().slice(0, -6));
    expect(JSON.parse(one['stacks/b/cdk.tf.json']!)).toMatchObject({
      terraform: { backend: { local: { path: '../../../terraform.b.tfstate' } } },
      data: { terraform_remote_state: { 'cross-stack-reference-input-a': { config: { path: '../../../terraform.a.tfstate' } } } },
    });
    expect(JSON.parse(one['stacks/c/cdk.tf.json']!)).toMatchObject({ terraform: { backend: { local: { path: '../../../terraform.c.tfstate' } } } });
    expect(JSON.parse(one['manifest.json']!)).toMatchObject({ stacks: { b: { annotations: [{ message: 'mind the step' }] } } });
  });

  test('assets come along, and old versions of them go', () => {
    const at = project();
    write(at.folder, { 'asset.txt': '1' });
    const synth = (): void => {
      const app = at.app();
      new TerraformAsset(new Stack(app, 'a'), 'asset', { path: join(at.folder, 'asset.txt'), type: AssetType.FILE });
      app.synth();
    };
    synth();
    write(at.folder, { 'asset.txt': '2' });
    synth();
    const assets = Object.entries(contentOf(at.out)).filter(([path]) => path.includes('/assets/'));
    expect(assets.map(([, content]) => content)).toEqual(['2']);
    expect(verifyIntact(at.out)).toEqual({ intact: true });
  });

  test('works where the output folder is a link, and names state from where it really stands', () => {
    const at = project();
    const elsewhere = join(temporaryFolder(), 'a/b/real');
    mkdirSync(elsewhere, { recursive: true });
    symlinkSync(elsewhere, at.out);
    const app = at.app();
    new Stack(app, 'a');
    app.synth();
    const { path } = (
      JSON.parse(readFileSync(join(elsewhere, 'stacks/a/cdk.tf.json'), 'utf8')) as { terraform: { backend: { local: { path: string } } } }
    ).terraform.backend.local;
    expect(join(elsewhere, 'stacks/a', path)).toBe(join(at.folder, 'terraform.a.tfstate'));
    expect(verifyIntact(at.out)).toEqual({ intact: true });
  });

  test('says which files beside its own will be refused', () => {
    const at = project();
    write(at.out, { 'stacks/a/mine.tf': '', 'stacks/a/x.auto.tfvars': '' });
    const app = at.app();
    new Stack(app, 'a');
    app.synth();
    expect(printed()).toContain('stacks/a/mine.tf was not written by the last synthesis');
    expect(printed()).toContain('stacks/a/x.auto.tfvars was not written by the last synthesis, and Terraform takes values from it');
  });

  test('can be run twice in one process', () => {
    const at = project();
    const app = at.app();
    new Stack(app, 'a');
    app.synth();
    const first = contentOf(at.out);
    app.synth();
    expect(contentOf(at.out)).toEqual(first);
  });
});

describe('the default backend', () => {
  test('leaves a backend alone that the user names, an absolute path too', () => {
    const at = project();
    const app = at.app();
    const path = join(at.folder, 'state/mine.tfstate');
    new LocalBackend(new Stack(app, 'a'), { path });
    app.synth();
    expect(contentOf(at.out)['stacks/a/cdk.tf.json']).toContain(path);
  });

  test('of a stack that holds another is its own', () => {
    const at = project();
    const app = at.app();
    const outer = new Stack(app, 'outer');
    const inner = new Stack(outer, 'inner');
    new LocalBackend(inner, { path: '/inner.tfstate' });
    new Data(new TerraformStack(app, 'reader'), 'reader', (outer.node.findChild('data') as Data).fqn);
    app.synth();
    expect(contentOf(at.out)['stacks/outer/cdk.tf.json']).toContain('"path": "../../../terraform.outer.tfstate"');
    expect(contentOf(at.out)['stacks/inner/cdk.tf.json']).toContain('"path": "/inner.tfstate"');
    expect(contentOf(at.out)['stacks/reader/cdk.tf.json']).toContain('"path": "../../../terraform.outer.tfstate"');
  });
});

describe('a synthesis that is stopped', () => {
  test.each([
    ['by a rule', (app: StrataApp) => void new Stack(app, 'b', 'bad'), 'TST-001'],
    ['by a validation in a stack', (app: StrataApp) => new Stack(app, 'b').node.addValidation({ validate: () => ['no good'] }), 'no good'],
    [
      'by a validation outside of any stack',
      (app: StrataApp) => new Construct(app, 'orphan').node.addValidation({ validate: () => ['no good'] }),
      'no good',
    ],
    ['by a validation of the app', (app: StrataApp) => app.node.addValidation({ validate: () => ['no good'] }), 'no good'],
    ['by a validation of a chart', (app: StrataApp) => withChart(app).node.addValidation({ validate: () => ['no good'] }), 'no good'],
    ['by an error annotation', (app: StrataApp) => Annotations.of(new Stack(app, 'b')).addError('no good'), 'no good'],
    ['by an error annotation outside of any stack', (app: StrataApp) => Annotations.of(new Construct(app, 'orphan')).addError('no good'), 'no good'],
    ['by an error annotation in a chart', (app: StrataApp) => Annotations.of(withChart(app)).addError('no good'), 'no good'],
    ['by a chart in the Terraform tree', (app: StrataApp) => void new Chart(app, 'lost'), 'app.kubernetes'],
    ['by an element outside of any stack', (app: StrataApp) => void new Data(app, 'lost'), 'outside of any stack'],
    ['by a stack in the Kubernetes tree', (app: StrataApp) => void new Stack(app.kubernetes, 'lost'), 'rendered by nothing'],
    ['by two stacks of one id', (app: StrataApp) => void [new Stack(app, 'b'), new Stack(new Construct(app, 'site'), 'b')], 'two stacks have the id'],
  ])('%s leaves its report and nothing else, raw and under cdktf-cli', (_, fault, message) => {
    for (const underCli of [false, true]) {
      if (underCli) process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS = 'true';
      const at = project();
      const kept = goodRun(at);
      const app = at.app();
      app.addRules(NO_BAD_INPUT);
      new Stack(app, 'a');
      fault(app);
      const error = stoppedBy(() => app.synth());
      expect(error.findings).toHaveLength(1);
      expect(JSON.stringify(error.findings)).toContain(message);
      expect(printed('stderr')).toContain(error.findings[0]!.rule);
      const { 'strata/report.json': report, ...rest } = contentOf(at.out);
      expect(rest).toEqual(kept);
      expect(JSON.parse(report!)).toMatchObject({ committed: false, outcome: 'stopped', files: {} });
      expect(Object.keys(contentOf(at.folder)).filter((path) => !path.startsWith('cdktf.out/'))).toEqual([]);
      expect(verifyIntact(at.out)).toMatchObject({ intact: false, verifiable: true });
    }
  });

  test('says everything at once', () => {
    const app = project().app();
    app.addRules(NO_BAD_INPUT);
    Annotations.of(new Stack(app, 'a', 'bad')).addError('annotated');
    new Construct(app, 'orphan').node.addValidation({ validate: () => ['one', 'two'] });
    withChart(app).node.addValidation({ validate: () => ['three'] });
    const { findings } = stoppedBy(() => app.synth());
    expect(findings.map(({ rule }) => rule).sort()).toEqual(['ANNOTATION', 'TST-001', 'VALIDATION', 'VALIDATION', 'VALIDATION']);
  });

  test('throws an error that says little, for its findings were printed', () => {
    const app = project().app();
    new Stack(app, 'a').node.addValidation({ validate: () => ['no good'] });
    const error = stoppedBy(() => app.synth());
    expect(error.stack).toBe('synthesis stopped, nothing was written: see the findings above, or cdktf.out/strata/report.json');
    expect(Object.keys(error)).toEqual([]);
    expect(printed('stderr').match(/no good/g)).toHaveLength(1);
    expect(printed('stdout')).toBe('');
  });

  test('names the line that made the construct, a raw element and a chart alike', () => {
    const app = project().app({});
    app.addRules(NO_BAD_INPUT);
    new Stack(app, 'a', 'bad');
    withChart(app).node.addValidation({ validate: () => ['no good'] });
    const { findings } = stoppedBy(() => app.synth());
    expect(findings.find(({ rule }) => rule === 'TST-001')!.source.map(({ file }) => file.split('/').at(-1))).toEqual([
      'programs.ts',
      'programs.ts',
      'strata-app.test.ts',
    ]);
    expect(findings.find(({ rule }) => rule === 'VALIDATION')!.source.map((frame) => frame.function)).toContain('withChart');
  });

  test('validates every construct once', () => {
    const validate = jest.fn(() => []);
    const app = project().app();
    for (const scope of [new Stack(app, 'a'), app, withChart(app), new Chart(app.kubernetes, 'other')]) scope.node.addValidation({ validate });
    app.synth();
    expect(validate).toHaveBeenCalledTimes(4);
  });

  test('takes a construct that cannot be rendered as a consequence of failed validations', () => {
    const at = project();
    goodRun(at);
    const app = at.app();
    app.addRules(NO_BAD_INPUT);
    const stack = new Stack(app, 'a', 'bad');
    stack.node.addValidation({ validate: () => ['no good'] });
    stack.toTerraform = () => {
      throw new Error('boom');
    };
    const { findings } = stoppedBy(() => app.synth());
    expect(findings.map(({ message }) => message).sort()).toEqual(['no good', 'the output cannot be rendered: boom']);
    expect(isThere(at.out, 'manifest.json')).toBe(false);
  });
});

describe('a synthesis that crashes', () => {
  test('names the rule, leaves its report and nothing else', () => {
    const at = project();
    const kept = goodRun(at);
    const app = at.app();
    new Stack(app, 'a');
    app.addRules({
      ...NO_BAD_INPUT,
      check: () => {
        throw new TypeError('undefined is not a function');
      },
    });
    expect(() => app.synth()).toThrow('rule TST-001 crashed: undefined is not a function');
    const { 'strata/report.json': report, ...rest } = contentOf(at.out);
    expect(rest).toEqual(kept);
    expect(JSON.parse(report!)).toMatchObject({ committed: false, outcome: 'stopped', findings: [{ rule: 'TST-001' }] });
  });

  test('in a construct takes the last output away, too', () => {
    const at = project();
    const kept = goodRun(at);
    const app = at.app();
    new Stack(app, 'a').toTerraform = () => {
      throw new Error('boom');
    };
    expect(() => app.synth()).toThrow('boom');
    expect(Object.keys(contentOf(at.out)).sort()).toEqual(['strata/report.json', ...Object.keys(kept)].sort());
  });
});

describe('the gate', () => {
  test("of 'warn' prints what a rule finds, and writes", () => {
    const at = project();
    const app = at.app({ gate: 'warn' });
    app.addRules(NO_BAD_INPUT);
    new Stack(app, 'a', 'bad');
    app.synth();
    expect(printed()).toContain('TST-001');
    expect(reportOf(at.out)).toMatchObject({ committed: true, outcome: 'warned', gate: 'warn' });
    expect(verifyIntact(at.out)).toEqual({ intact: true });
  });

  test("of 'warn' lets no failed validation through", () => {
    const at = project();
    const app = at.app({ gate: 'warn' });
    new Stack(app, 'a').node.addValidation({ validate: () => ['no good'] });
    stoppedBy(() => app.synth());
    expect(reportOf(at.out)).toMatchObject({ committed: false, outcome: 'stopped', gate: 'warn' });
  });

  test('lets warnings pass, undecided verdicts and rules whose severity was set', () => {
    const at = project();
    const app = at.app({ severities: { 'TST-001': 'warning' } });
    app.addRules(NO_BAD_INPUT, {
      ...NO_BAD_INPUT,
      id: 'TST-002',
      check: () => [{ verdict: 'undecided', subject: { path: 'a' }, message: 'nobody can say', reason: 'no one knows', decidedBy: 'a value' }],
    });
    new Stack(app, 'a', 'bad');
    app.synth();
    expect(printed()).toContain('nobody can say');
    expect(reportOf(at.out)).toMatchObject({ committed: true, outcome: 'passed' });
  });

  test('takes a baseline, which is an input of the run', () => {
    const at = project();
    const synth = (app = at.app()): void => {
      app.addRules(NO_BAD_INPUT);
      new Stack(app, 'a', 'bad');
      app.synth();
    };
    const { findings } = stoppedBy(() => synth());
    const [{ fingerprint, message }] = findings as [(typeof findings)[number]];
    const baseline = {
      schema: 'https://strata.dev/schema/baseline/v1',
      findings: [{ fingerprint, rule: 'TST-001', subject: 'a/data', message, reason: 'old' }],
    };
    write(at.folder, { 'strata.baseline.json': JSON.stringify(baseline) });
    synth();
    expect(Object.keys(reportOf(at.out).inputs)).toEqual(['../strata.baseline.json']);
    expect(verifyIntact(at.out)).toEqual({ intact: true });
    rmSync(join(at.folder, 'strata.baseline.json'));
    expect(verifyIntact(at.out)).toMatchObject({ reasons: ['input ../strata.baseline.json is missing'] });
    expect(() => synth(at.app({ baseline: 'nowhere.json' }))).toThrow('no baseline at nowhere.json');
  });

  test('refuses a setting it does not know', () => {
    const at = project();
    expect(() => at.app({ gate: 'off' as 'warn' })).toThrow("gate: got \"off\", expected 'error' or 'warn'");
    const app = at.app({ severities: { 'TST-001': 'off' as 'info' } });
    app.addRules(NO_BAD_INPUT);
    expect(() => app.synth()).toThrow('off');
    expect(() => at.app({ severities: { 'XXX-001': 'info' } }).synth()).toThrow('XXX-001');
    expect(() => app.addRules(NO_BAD_INPUT)).toThrow('rule id TST-001 is taken');
    expect(() => app.addRules({ ...NO_BAD_INPUT, id: 'TST-002', reads: 'plan' })).toThrow('rule TST-002 reads a plan');
    expect(() => app.addRules({ ...NO_BAD_INPUT, id: 'mine' })).toThrow('expected three capital letters and three digits');
  });

  test('is not switched off by skipValidation, which switches off validations', () => {
    const at = project();
    const build = (input: string): StrataApp => {
      const app = at.app({ skipValidation: true });
      app.addRules(NO_BAD_INPUT);
      new Stack(app, 'a', input).node.addValidation({ validate: () => ['no good'] });
      return app;
    };
    build('good').synth();
    expect(stoppedBy(() => build('bad').synth()).findings.map(({ rule }) => rule)).toEqual(['TST-001']);
  });
});

describe('aspects', () => {
  class Visits implements IAspect {
    public readonly paths: string[] = [];
    public visit(node: IConstruct): void {
      this.paths.push(node.node.path);
    }
  }

  test('of both trees are applied once to each construct, those above stacks too', () => {
    const app = project().app();
    const site = new Construct(app, 'site');
    const stack = new Stack(site, 'a');
    const inner = new Stack(stack, 'inner');
    const chart = withChart(app);
    const [onApp, onSite, onStack, onInner, onChart] = [app, site, stack, inner, chart].map((scope) => {
      const visits = new Visits();
      Aspects.of(scope).add(visits);
      return visits;
    }) as [Visits, Visits, Visits, Visits, Visits];
    app.synth();
    const below = ['site/a', 'site/a/data', 'site/a/inner', 'site/a/inner/data', 'site/a/inner/backend', 'site/a/backend'];
    expect(onApp.paths.sort()).toEqual(['', 'site', ...below].sort());
    expect(onSite.paths.sort()).toEqual(['site', ...below].sort());
    expect(onStack.paths.sort()).toEqual([...below].sort());
    expect(onInner.paths.sort()).toEqual(below.filter((path) => path.startsWith('site/a/inner')).sort());
    expect(onChart.paths).toEqual(['web', 'web/config']);
  });

  test('change what is judged and written', () => {
    const at = project();
    const app = at.app();
    app.addRules(NO_BAD_INPUT);
    new Stack(app, 'a');
    Aspects.of(app).add({ visit: (node) => void (node instanceof Data && (node.input = 'bad')) });
    expect(stoppedBy(() => app.synth()).findings.map(({ rule }) => rule)).toEqual(['TST-001']);
  });

  test('added too late are warned of', () => {
    const at = project();
    const app = at.app();
    const stack = new Stack(app, 'a');
    Aspects.of(stack).add({ visit: (node) => void (node instanceof Data && Aspects.of(stack).add(new Visits())) });
    app.synth();
    expect(contentOf(at.out)['manifest.json']).toContain('an aspect was added here by another aspect');
  });

  test('that make a stack are an error, since nothing renders it', () => {
    const app = project().app();
    new Stack(app, 'a');
    Aspects.of(app).add({ visit: (node) => void (node === app && new Stack(app, 'late')) });
    expect(stoppedBy(() => app.synth()).findings).toMatchObject([
      { subject: { path: 'late' }, message: expect.stringContaining('made by an aspect') },
    ]);
  });
});

describe('the output folder', () => {
  test('is made with those above it', () => {
    const at = project();
    const out = join(at.folder, 'deep/er/out');
    const app = at.app({ outdir: out });
    new Stack(app, 'a');
    app.synth();
    expect(verifyIntact(out)).toEqual({ intact: true });
  });

  test('that cannot be one is refused by name', () => {
    const at = project();
    write(at.folder, { file: '' });
    expect(() => at.app({ outdir: join(at.folder, 'file/out') })).toThrow(/^outdir: got ".*file\/out", which cannot be made a folder \(ENOTDIR\)$/);
  });
});

describe('an error about something handed to Strata', () => {
  test.each([
    ['a severity', (at: Project) => at.app({ severities: { 'XXX-001': 'info' } }), 'XXX-001'],
    ['a baseline', (at: Project) => (write(at.folder, { 'strata.baseline.json': '{' }), at.app()), 'not JSON'],
    [
      'an assumption',
      (at: Project) => {
        const app = at.app();
        app.assume(Assume.estate('nowhere.json'));
        return app;
      },
      'cannot read the recorded estate',
    ],
  ])('is its message and no stack: %s', (_, make, message) => {
    const app = make(project());
    new Stack(app, 'a');
    const error = thrownBy(() => app.synth());
    expect(error.message).toContain(message);
    expect(error.stack).toBe(error.message);
    expect(inspect(error)).not.toMatch(/^\s+at |cause/m);
  });

  test('is not one that says where a rule crashed', () => {
    const app = project().app();
    app.addRules({ ...NO_BAD_INPUT, check: () => undefined as unknown as [] });
    expect(thrownBy(() => app.synth()).stack).toMatch(/^\s+at /m);
  });
});

describe('a rule that says nonsense', () => {
  test('fails the run under its own name, and leaves its report and nothing else', () => {
    const at = project();
    const kept = goodRun(at);
    const app = at.app();
    new Stack(app, 'a');
    app.addRules({ ...NO_BAD_INPUT, check: () => [{ verdict: 'nope' }] as unknown as [] });
    expect(() => app.synth()).toThrow(
      "rule TST-001 crashed: verdict 1 is not one: `verdict`: expected 'proved', 'refuted' or 'undecided', got \"nope\"",
    );
    expect(Object.keys(contentOf(at.out)).sort()).toEqual(['strata/report.json', ...Object.keys(kept)].sort());
    expect(reportOf(at.out)).toMatchObject({ findings: [{ rule: 'TST-001' }] });
  });
});

describe('severities', () => {
  test('stop at intents nobody can decide, where the program asks for it', () => {
    const at = project();
    const build = (config: object): StrataApp => {
      const app = at.app(config);
      app.addRules({
        ...NO_BAD_INPUT,
        check: () => [{ verdict: 'undecided', subject: { path: 'a' }, message: 'nobody can say', reason: 'no one knows', decidedBy: 'a value' }],
      });
      new Stack(app, 'a');
      return app;
    };
    build({}).synth();
    expect(stoppedBy(() => build({ severities: { 'TST-001': 'error' } }).synth()).findings).toMatchObject([
      { verdict: 'undecided', severity: 'error' },
    ]);
  });
});

describe('HCL', () => {
  test.each(['true', '1'])('is refused when SYNTH_HCL_OUTPUT is %s', (value) => {
    process.env.SYNTH_HCL_OUTPUT = value;
    const at = project();
    expect(() => at.app()).toThrow('HCL output');
    expect(isThere(at.folder, 'cdktf.out')).toBe(false);
  });

  test('is refused as an option', () => {
    expect(() => project().app({ hclOutput: true })).toThrow('HCL output');
  });
});
