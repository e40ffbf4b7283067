import { join } from 'node:path';
import { ApiObject, App as KubernetesApp, Chart } from 'cdk8s';
import { Annotations, App, Aspects } from 'cdktf';
import type { IAspect } from 'cdktf';
import { Construct } from 'constructs';
import { Strata, verifyIntact } from '../../lib/app';
import type { AttachOptions } from '../../lib/app';
import { Data, NO_BAD_INPUT, output, project, Stack } from './programs';
import { contentOf, isThere } from './trees';

let printed: ReturnType<typeof output>;
beforeEach(() => {
  printed = output();
});
afterEach(() => jest.restoreAllMocks());

const MAKE_BAD: IAspect = { visit: (node) => void (node instanceof Data && (node.input = 'bad')) };

function attached(build: (app: App) => void, options: AttachOptions = {}): { app: App; out: string } {
  const { out } = project();
  const app = new App({ outdir: out });
  build(app);
  Strata.attach(app, { rules: [NO_BAD_INPUT], ...options });
  return { app, out };
}

describe('Strata.attach', () => {
  test('lets a good app through, as cdktf writes it, with a report', () => {
    const { app, out } = attached((scope) => void [new Stack(scope, 'a'), new Stack(scope, 'b')]);
    app.synth();
    expect(Object.keys(contentOf(out))).toEqual(['manifest.json', 'stacks/a/cdk.tf.json', 'stacks/b/cdk.tf.json', 'strata/report.json']);
    expect(printed().match(/written to/g)).toHaveLength(1);
  });

  test('stops before anything is written, a fault in the last stack too', () => {
    const { app, out } = attached((scope) => void [new Stack(scope, 'a'), new Stack(scope, 'b', 'bad')]);
    expect(() => app.synth()).toThrow('nothing new was written');
    expect(Object.keys(contentOf(out))).toEqual(['strata/report.json']);
    expect(printed()).toContain('TST-001');
  });

  test('sees orphans, error annotations and charts', () => {
    const charts = new KubernetesApp();
    const chart = new Chart(charts, 'web');
    new ApiObject(chart, 'config', { apiVersion: 'v1', kind: 'ConfigMap' });
    chart.node.addValidation({ validate: () => ['bad chart'] });
    const { app, out } = attached(
      (scope) => {
        new Stack(scope, 'a');
        new Construct(scope, 'orphan').node.addValidation({ validate: () => ['bad orphan'] });
        Annotations.of(scope).addError('bad app');
      },
      { kubernetes: charts, gate: 'warn' },
    );
    expect(() => app.synth()).toThrow('nothing new was written');
    for (const message of ['bad chart', 'bad orphan', 'bad app']) expect(printed()).toContain(message);
    expect(isThere(out, 'manifests')).toBe(false);
  });

  test('takes away manifest.json of the last run, so that nothing goes on with it', () => {
    const { app, out } = attached((scope) => void new Stack(scope, 'a'));
    app.synth();
    const again = new App({ outdir: out });
    new Stack(again, 'a', 'bad');
    Strata.attach(again, { rules: [NO_BAD_INPUT] });
    expect(() => again.synth()).toThrow('nothing new was written');
    expect(isThere(out, 'manifest.json')).toBe(false);
    expect(isThere(out, 'stacks/a/cdk.tf.json')).toBe(true);
  });

  test('stops before anything is written at a stack that is made after it', () => {
    const { app, out } = attached((scope) => void new Stack(scope, 'a'));
    new Stack(app, 'late', 'bad');
    expect(() => app.synth()).toThrow('nothing new was written');
    expect(Object.keys(contentOf(out))).toEqual(['strata/report.json']);
  });

  test.each([
    [
      'what an aspect of a later stack changes',
      (app: App) => void [new Stack(app, 'a'), new Stack(app, 'b')],
      (app: App) => Aspects.of(app.node.findChild('b')).add(MAKE_BAD),
    ],
    ['an app that had no stack yet', () => undefined, (app: App) => void new Stack(app, 'late', 'bad')],
  ])('fails after the fact at %s', (_, before, after) => {
    const { app, out } = attached(before);
    after(app);
    expect(() => app.synth()).toThrow('the output is written already: do not apply it');
    expect(isThere(out, 'manifest.json')).toBe(false);
  });

  test('passes where aspects of a later stack change nothing that matters', () => {
    const { app, out } = attached((scope) => void [new Stack(scope, 'a'), new Stack(scope, 'b')]);
    Aspects.of(app.node.findChild('b')).add({ visit: (node) => void (node instanceof Data && (node.input = 'other')) });
    app.synth();
    expect(isThere(out, 'manifest.json')).toBe(true);
  });

  test("of 'warn' prints and lets through", () => {
    const { app, out } = attached((scope) => void new Stack(scope, 'a', 'bad'), { gate: 'warn' });
    app.synth();
    expect(printed()).toContain('TST-001');
    expect(isThere(out, 'manifest.json')).toBe(true);
  });

  test.each([
    ['of a construct in a stack', (app: App) => app.node.findChild('b')],
    ['of the app', (app: App) => app],
  ])('announces nothing as written when a validation %s fails', (_, of) => {
    const { app, out } = attached((scope) => void [new Stack(scope, 'a'), new Stack(scope, 'b')]);
    app.synth();
    const again = new App({ outdir: out });
    for (const id of ['a', 'b']) new Stack(again, id);
    of(again).node.addValidation({ validate: () => ['no good'] });
    Strata.attach(again);
    const before = printed();
    expect(() => again.synth()).toThrow('no good');
    expect(printed().slice(before.length)).not.toContain('written to');
    expect(isThere(out, 'manifest.json')).toBe(false);
    expect(contentOf(out)['strata/report.json'] ?? '').not.toContain('"passed"');
  });

  test('takes away the word of the last run also where the rules cannot be run', () => {
    const { app, out } = attached((scope) => void new Stack(scope, 'a'));
    app.synth();
    const again = new App({ outdir: out });
    new Stack(again, 'a');
    Strata.attach(again, { severities: { 'XXX-001': 'error' } });
    expect(() => again.synth()).toThrow('XXX-001');
    expect(Object.keys(contentOf(out))).toEqual(['stacks/a/cdk.tf.json']);
  });

  test('sees elements that would overwrite each other', () => {
    const { app } = attached((scope) => {
      const stack = new Stack(scope, 'a');
      new Data(stack, '数据');
      new Data(stack, '据数');
    });
    expect(() => app.synth()).toThrow('nothing new was written');
    expect(printed()).toContain('so is a/数据');
  });

  test('says what it cannot promise, and is never taken for a commit', () => {
    const { app, out } = attached((scope) => void new Stack(scope, 'a'));
    app.synth();
    expect(Strata.attach(new App({ outdir: join(out, '../other') })).limits.join('\n')).toContain('there is no commit');
    expect(verifyIntact(out)).toMatchObject({ intact: false, verifiable: true });
  });

  test('refuses an app that has the gate already, or whose validations are off', () => {
    const at = project();
    expect(() => Strata.attach(at.app())).toThrow('a StrataApp has the gate already');
    expect(() => Strata.attach(new App({ outdir: at.out, skipValidation: true }))).toThrow('skipValidation');
  });
});
