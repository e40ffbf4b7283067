import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { App as KubernetesApp } from 'cdk8s';
import { TerraformStack } from 'cdktf';
import type { App } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { Assumption } from '../estate';
import { kubernetesAppOf, writeKubernetesAppOf } from '../estate/kubernetes-app';
import type { Rule } from '../rules';
import { conclude } from './conclude';
import type { Conclusion } from './conclude';
import { failedValidations, errorAnnotations, misplacedConstructs, validationsOf } from './construct-faults';
import type { ConstructFault } from './construct-faults';
import { examine } from './examine';
import { CLUSTER_MANIFEST, MANIFEST, MANIFESTS, REPORT } from './layout';
import { lostElements } from './lost-elements';
import { renderManifests } from './manifests';
import { stackFile, stacksIn } from './render';
import { plainly } from './plain-error';
import { StrataApp } from './strata-app';
import type { GateOptions } from './strata-app';
import { treeOf } from './tree';

export interface AttachOptions extends GateOptions {
  /**
   * A cdk8s app of the user's own beside it, judged with it. It is not written here: call its own `synth`. The charts of clusters are in
   * none such: they are judged and written in any case.
   *
   * @default - no charts but those of clusters
   */
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
  'charts of clusters are written when all stacks are, one file after the other, and a run that is stopped leaves none of them',
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
    writeKubernetesAppOf(app);
    const gate = new AttachedGate(app, options);
    for (const stack of stacksIn(app)) stack.node.addValidation({ validate: () => gate.beforeWriting() });
    app.node.addValidation({ validate: () => gate.afterWriting() });
    return { limits: LIMITS };
  },
} as const;

/** What is judged: the JSON of stacks and the manifests of clusters, by file. */
interface Content {
  readonly stacks: ReadonlyMap<string, unknown>;
  readonly manifests: ReadonlyMap<string, string>;
}

class AttachedGate {
  private readonly workingDirectory = process.cwd();
  /** What was judged and let through before anything was written. */
  private judged?: { readonly content: Content; readonly conclusion: Conclusion };
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
    this.removeManifests();
    const content = this.content((stack) => JSON.parse(JSON.stringify(stack.toTerraform())) as unknown);
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
    const written = this.content((stack) => this.read(stackFile(stack)));
    const late = this.validationsOfApp();
    const stands = isDeepStrictEqual(written, judged?.content) && late.length === 0 && errorAnnotations(this.app).length === 0;
    const conclusion = stands && judged !== undefined ? judged.conclusion : this.judge(written, [...this.faults(), ...late]);
    this.removeManifests();
    if (conclusion.outcome !== 'stopped') put(written.manifests, this.output);
    return this.announce(conclusion, 'the output is written already: do not apply it');
  }

  /** Prints and reports a run when it is known how it ended; gives what makes cdktf fail. */
  private announce(conclusion: Conclusion, consequence: string): string[] {
    conclusion.writeReport(this.output, {});
    conclusion.print();
    return conclusion.outcome === 'stopped' ? [`Strata: ${consequence}; see the findings above, or ${conclusion.report}`] : [];
  }

  private content(json: (stack: TerraformStack) => unknown): Content {
    const stacks = new Map(stacksIn(this.app).map((stack) => [stackFile(stack), json(stack)]));
    return inFolder((folder) => {
      renderManifests(kubernetesAppOf(this.app), folder);
      const { files } = treeOf(folder);
      return { stacks, manifests: new Map(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')])) };
    });
  }

  private judge({ stacks }: Content, faults: readonly ConstructFault[]): Conclusion {
    return inFolder((folder) => {
      put(new Map([...stacks].map(([file, json]) => [file, JSON.stringify(json)])), folder);
      return this.examine(folder, faults);
    });
  }

  private examine(folder: string, faults: readonly ConstructFault[]): Conclusion {
    const { app, workingDirectory, trees } = this;
    const { gate = 'error', severities = {}, baseline, rules = [], assumptions = [] } = this.options;
    const rendered = this.kubernetes.map((tree) => renderManifests(tree, folder));
    const rendering = {
      folder,
      stacks: stacksIn(app).map((stack) => ({ name: stack.node.id, path: stack.node.path, file: stackFile(stack) })),
      faults: [...faults, ...rendered.flatMap((each) => each.faults)],
      manifests: rendered.flatMap(({ manifests }) => manifests),
      complete: true,
    };
    const named = baseline === undefined ? {} : { baseline };
    const examination = examine({ trees, rendering, rules, assumptions, severities, workingDirectory, ...named });
    return conclude({ examination, gate, severities, folder: this.output, workingDirectory });
  }

  /** Trees of charts: that of the clusters, and the user's own. */
  private get kubernetes(): KubernetesApp[] {
    const { kubernetes } = this.options;
    return [...new Set([kubernetesAppOf(this.app), ...(kubernetes ? [kubernetes] : [])])];
  }

  private get trees(): IConstruct[] {
    return [this.app, ...this.kubernetes];
  }

  /** Of earlier runs, also those of clusters that are no more. */
  private removeManifests(): void {
    const files = treeOf(join(this.output, MANIFESTS)).files.map((path) => `${MANIFESTS}/${path}`);
    for (const file of files) if (CLUSTER_MANIFEST.test(file)) rmSync(join(this.output, file), { force: true });
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
    const { app, trees } = this;
    const inStack = (construct: IConstruct): boolean => construct.node.scopes.some((scope) => TerraformStack.isStack(scope));
    const outside = app.node.findAll().filter((construct) => construct !== app && !inStack(construct));
    return [
      ...misplacedConstructs(app, this.kubernetes),
      ...lostElements(stacksIn(app)),
      ...outside.flatMap(validationsOf),
      ...this.kubernetes.flatMap(failedValidations),
      ...trees.flatMap(errorAnnotations),
    ];
  }

  private read(file: string): unknown {
    return JSON.parse(readFileSync(join(this.output, file), 'utf8'));
  }
}

function put(files: ReadonlyMap<string, string>, folder: string): void {
  for (const [file, text] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}

function inFolder<T>(action: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'strata-'));
  try {
    return action(folder);
  } catch (cause) {
    throw plainly(cause);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
