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
import { failedValidations, errorAnnotations, misplacedConstructs, validationsOf } from './construct-faults';
import type { ConstructFault } from './construct-faults';
import { examine } from './examine';
import { MANIFEST } from './layout';
import { renderManifests } from './manifests';
import { stackFile, stacksIn } from './render';
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
  'a run that is stopped leaves the stacks of the last one in place; only manifest.json is taken away, so that `cdktf deploy --skip-synth` refuses',
  'what the aspects of a stack change once the first stack is written is judged after the fact, and so is all of an app that has no stack yet at this call: the run fails, but the files are there',
  'there is no commit: `strata verify --intact` never accepts this output',
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
  /** What was judged, by stack file; undefined until it was. */
  private judged?: ReadonlyMap<string, unknown>;

  public constructor(
    private readonly app: App,
    private readonly options: AttachOptions,
  ) {}

  /** Asked by every stack in turn, each before it is written; all are prepared by then. */
  public beforeWriting(): string[] {
    if (this.judged !== undefined) return [];
    this.judged = new Map(stacksIn(this.app).map((stack) => [stackFile(stack), JSON.parse(JSON.stringify(stack.toTerraform()))]));
    return this.judge(this.judged, 'nothing new was written');
  }

  /** Asked by the app when all is written. */
  public afterWriting(): string[] {
    const written = new Map(stacksIn(this.app).map((stack) => [stackFile(stack), this.read(stackFile(stack))]));
    const judged = this.judged;
    this.judged = undefined;
    return isDeepStrictEqual(written, judged) ? [] : this.judge(written, 'the output is written already: do not apply it');
  }

  private judge(content: ReadonlyMap<string, unknown>, consequence: string): string[] {
    const folder = mkdtempSync(join(tmpdir(), 'strata-'));
    try {
      for (const [file, json] of content) {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        writeFileSync(join(folder, file), JSON.stringify(json));
      }
      return this.examine(folder, consequence);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  private examine(folder: string, consequence: string): string[] {
    const { app, workingDirectory } = this;
    const { kubernetes, gate = 'error', severities = {}, baseline, rules = [], assumptions = [] } = this.options;
    const rendering = {
      folder,
      stacks: stacksIn(app).map((stack) => ({ name: stack.node.id, path: stack.node.path, file: stackFile(stack) })),
      faults: this.faults(),
      manifests: kubernetes ? renderManifests(kubernetes, folder) : [],
      complete: true,
    };
    const trees = kubernetes ? [app, kubernetes] : [app];
    const named = baseline === undefined ? {} : { baseline };
    const examination = examine({ trees, rendering, rules, assumptions, severities, workingDirectory, ...named });
    const output = resolve(workingDirectory, app.outdir);
    const conclusion = conclude({ examination, gate, severities, folder: output, workingDirectory });
    conclusion.writeReport(output, {});
    conclusion.print();
    if (conclusion.outcome !== 'stopped') return [];
    rmSync(join(output, MANIFEST), { force: true });
    return [`Strata: ${consequence}; see the findings above, or ${conclusion.report}`];
  }

  /** Validations inside a stack are run by cdktf; those outside by nobody else. */
  private faults(): ConstructFault[] {
    const { app } = this;
    const { kubernetes } = this.options;
    const inStack = (construct: IConstruct): boolean => construct.node.scopes.some((scope) => TerraformStack.isStack(scope));
    const outside = app.node.findAll().filter((construct) => construct !== app && !inStack(construct));
    return [
      ...misplacedConstructs(app, kubernetes),
      ...outside.flatMap(validationsOf),
      ...(kubernetes ? failedValidations(kubernetes) : []),
      ...errorAnnotations(app),
      ...(kubernetes ? errorAnnotations(kubernetes) : []),
    ];
  }

  private read(file: string): unknown {
    return JSON.parse(readFileSync(resolve(this.workingDirectory, this.app.outdir, file), 'utf8'));
  }
}
