import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { App as KubernetesApp } from 'cdk8s';
import { TerraformStack } from 'cdktf';
import type { App } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { Assumption } from '../estate';
import type { Rule } from '../rules';
import { conclude } from './conclude';
import type { Conclusion } from './conclude';
import { failedValidations, errorAnnotations, misplacedConstructs, validationsOf } from './construct-faults';
import type { ConstructFault } from './construct-faults';
import { examine } from './examine';
import { MANIFEST, REPORT } from './layout';
import { lostElements } from './lost-elements';
import { renderManifests } from './manifests';
import { stackFile, stacksIn } from './render';
import { plainly } from './plain-error';
import { StrataApp } from './strata-app';
import type { GateOptions } from './strata-app';

export interface AttachOptions extends GateOptions {
  /** The cdk8s app beside it, judged with it. It is not written here: call its own `synth`. @default - no charts */
  readonly kubernetes?: KubernetesApp;
  /** Rules of the user's own. @default - none */
  readonly rules?: readonly Rule[];
  /** What is taken on the user's word. @default - nothing */
  readonly assumptions?: readonly Assumption[];
}

export interface Attachment {
  /** What holds with a `StrataApp` and not here, one sentence each. */
  readonly limits: readonly string[];
}

const LIMITS = [
  'a run that is stopped leaves the stacks of the last one in place; only manifest.json and the report are taken away, so that `cdktf deploy --skip-synth` refuses',
  'what the aspects of a stack change once the first stack is written is judged after the fact, and so is all of an app that has no stack yet at this call: the run fails, but the files are there',
  'there is no commit: `strata verify` accepts neither this output nor a plan of it',
  'aspects on the app, or above a stack, are not applied: cdktf passes over them',
  'the default backend has an absolute path, so the output differs from folder to folder',
  'elements that are not Strata constructs have no source line',
  'every stack is rendered twice',
] as const;

/** For programs that keep cdktf's own `App`. */
export const Strata = {
  /**
   * Gives a plain `App` the gate as far as cdktf allows: a check of the whole app, run as a validation of the first stack
   * before anything is written, and once more on the written files where they differ from what was checked. Call it
   * last, just before `app.synth()`. What it cannot promise is in `limits`; `StrataApp` has none of them.
   *
   * The report is written as for a `StrataApp`, without a commit.
   *
   * @throws when the app is a `StrataApp`, or has its validations switched off, on which this hangs
   */
  attach(app: App, options: AttachOptions = {}): Attachment {
    if (app instanceof StrataApp) throw new Error('a StrataApp has the gate already; leave out Strata.attach');
    if (app.skipValidation)
      throw new Error('Strata.attach hangs on validations, which `skipValidation` switches off; use StrataApp, or remove the option');
    const gate = new AttachedGate(app, options);
    for (const stack of stacksIn(app)) stack.node.addValidation({ validate: () => gate.beforeWriting() });
    app.node.addValidation({ validate: () => gate.afterWriting() });
    return { limits: LIMITS };
  },
} as const;

class AttachedGate {
  private readonly workingDirectory = process.cwd();
  /** What was judged and let through before anything was written. */
  private judged?: { readonly content: ReadonlyMap<string, unknown>; readonly conclusion: Conclusion };
  private asked = false;
  private asksItself = false;

  public constructor(
    private readonly app: App,
    private readonly options: AttachOptions,
  ) {}

  /** Asked by every stack in turn, each before it is written; all are prepared by then. */
  public beforeWriting(): string[] {
    if (this.asked) return [];
    this.asked = true;
    // Whatever ends this run, validations that cdktf runs later included, the last one's word must not stand for it.
    for (const file of [MANIFEST, REPORT]) rmSync(join(this.output, file), { force: true });
    const content = new Map(stacksIn(this.app).map((stack) => [stackFile(stack), JSON.parse(JSON.stringify(stack.toTerraform())) as unknown]));
    const conclusion = this.judge(content, this.faults());
    if (conclusion.outcome === 'stopped') return this.announce(conclusion, 'nothing new was written');
    this.judged = { content, conclusion };
    return [];
  }

  /** Asked by the app when all is written. */
  public afterWriting(): string[] {
    if (this.asksItself) return [];
    const { judged } = this;
    this.judged = undefined;
    this.asked = false;
    const written = new Map(stacksIn(this.app).map((stack) => [stackFile(stack), this.read(stackFile(stack))]));
    const late = this.validationsOfApp();
    const stands = isDeepStrictEqual(written, judged?.content) && late.length === 0 && errorAnnotations(this.app).length === 0;
    const conclusion = stands && judged !== undefined ? judged.conclusion : this.judge(written, [...this.faults(), ...late]);
    return this.announce(conclusion, 'the output is written already: do not apply it');
  }

  /** Prints and reports a run when it is known how it ended; gives what makes cdktf fail. */
  private announce(conclusion: Conclusion, consequence: string): string[] {
    conclusion.writeReport(this.output, {});
    conclusion.print();
    return conclusion.outcome === 'stopped' ? [`Strata: ${consequence}; see the findings above, or ${conclusion.report}`] : [];
  }

  private judge(content: ReadonlyMap<string, unknown>, faults: readonly ConstructFault[]): Conclusion {
    const folder = mkdtempSync(join(tmpdir(), 'strata-'));
    try {
      for (const [file, json] of content) {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        writeFileSync(join(folder, file), JSON.stringify(json));
      }
      return this.examine(folder, faults);
    } catch (cause) {
      throw plainly(cause);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  private examine(folder: string, faults: readonly ConstructFault[]): Conclusion {
    const { app, workingDirectory } = this;
    const { kubernetes, gate = 'error', severities = {}, baseline, rules = [], assumptions = [] } = this.options;
    const rendering = {
      folder,
      stacks: stacksIn(app).map((stack) => ({ name: stack.node.id, path: stack.node.path, file: stackFile(stack) })),
      faults,
      manifests: kubernetes ? renderManifests(kubernetes, folder) : [],
      complete: true,
    };
    const trees = kubernetes ? [app, kubernetes] : [app];
    const named = baseline === undefined ? {} : { baseline };
    const examination = examine({ trees, rendering, rules, assumptions, severities, workingDirectory, ...named });
    return conclude({ examination, gate, severities, folder: this.output, workingDirectory });
  }

  private get output(): string {
    return resolve(this.workingDirectory, this.app.outdir);
  }

  /** Those of the app itself are run by cdktf in the same breath as this gate's own, too late to be told of. */
  private validationsOfApp(): ConstructFault[] {
    this.asksItself = true;
    try {
      return validationsOf(this.app);
    } finally {
      this.asksItself = false;
    }
  }

  /** Validations inside a stack are run by cdktf; those outside by nobody else. */
  private faults(): ConstructFault[] {
    const { app } = this;
    const { kubernetes } = this.options;
    const inStack = (construct: IConstruct): boolean => construct.node.scopes.some((scope) => TerraformStack.isStack(scope));
    const outside = app.node.findAll().filter((construct) => construct !== app && !inStack(construct));
    return [
      ...misplacedConstructs(app, kubernetes),
      ...lostElements(stacksIn(app)),
      ...outside.flatMap(validationsOf),
      ...(kubernetes ? failedValidations(kubernetes) : []),
      ...errorAnnotations(app),
      ...(kubernetes ? errorAnnotations(kubernetes) : []),
    ];
  }

  private read(file: string): unknown {
    return JSON.parse(readFileSync(join(this.output, file), 'utf8'));
  }
}
