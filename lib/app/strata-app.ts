import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { App as KubernetesApp } from 'cdk8s';
import { App } from 'cdktf';
import type { AppConfig } from 'cdktf';
import type { Assumption } from '../estate';
import { kubernetesAppOf, writeKubernetesAppOf } from '../estate/kubernetes-app';
import { InputError } from '../report';
import type { Gate, Severities } from '../report';
import { CATALOGUE, readsPlan } from '../rules';
import type { Rule } from '../rules';
import { hclIsAskedFor, recordOriginsBelow } from './cdktf-internals';
import type { Examination } from './examine';
import { withoutStack } from './plain-error';
import { renderAndExamine, synthesize } from './synthesis';
import type { SynthesisProps } from './synthesis';
import { shown } from '../units/shown';
import { expectSynthesis, synthesisBegins } from './withdraw';
import type { Unfinished } from './withdraw';

/** What the gate goes by; the same for `StrataApp` and `Strata.attach`. */
export interface GateOptions {
  /**
   * What an unwaived error does: `error` stops the synthesis, `warn` prints it and writes all the same. Failed
   * validations and error annotations stop it in any case, as they do in cdktf.
   *
   * @default 'error'
   */
  readonly gate?: Gate;
  /**
   * Severity of a rule's findings, by rule id: that of its refutations, and of its undecided verdicts where it raises them,
   * so that `{ 'INT-004': 'error' }` stops at intents nobody can decide. A rule cannot be switched off, doubt cannot be
   * lowered, and neither can a rule that decides a declared intent.
   *
   * @default - each rule's own
   */
  readonly severities?: Severities;
  /**
   * File of findings that may stand for now, relative to the working directory.
   *
   * @default 'strata.baseline.json', where there is one
   */
  readonly baseline?: string;
}

export interface StrataAppConfig extends AppConfig, GateOptions {}

/**
 * A cdktf app that proves before it writes: `synth` renders Terraform and Kubernetes manifests into a staging folder,
 * judges what lies there by every rule, and only then replaces the output, all of it or none.
 *
 * Aspects of both trees are applied, each once, also those on the app itself, which cdktf passes over. With
 * `skipValidation` the validations of constructs are not run, as in cdktf; the rules are.
 */
export class StrataApp extends App {
  private readonly options: Required<Pick<GateOptions, 'gate' | 'severities'>> & Pick<GateOptions, 'baseline'>;
  private readonly rules: Rule[] = [];
  private readonly assumptions: Assumption[] = [];
  private readonly workingDirectory = process.cwd();
  private readonly unfinished: Unfinished;

  /**
   * @throws when HCL is asked for, which cannot be read back and judged
   * @throws InputError when the output folder cannot be made
   */
  public constructor({ gate = 'error', severities = {}, baseline, ...config }: StrataAppConfig = {}) {
    if (!(['error', 'warn'] as const).includes(gate)) throw new RangeError(`gate: got ${JSON.stringify(gate)}, expected 'error' or 'warn'`);
    super(withFolder(refuseHcl(config)));
    this.options = { gate, severities, ...(baseline === undefined ? {} : { baseline }) };
    this.unfinished = { gate, folder: resolve(this.workingDirectory, this.outdir), workingDirectory: this.workingDirectory };
    expectSynthesis(this.unfinished);
    writeKubernetesAppOf(this);
    // Before any layer reaches it, so that charts of clusters have origins too.
    if (config.stackTraces !== false) for (const tree of [this, this.kubernetes]) recordOriginsBelow(tree);
  }

  /**
   * The cdk8s app whose charts are written to `manifests/` in the output folder: `new Chart(app.kubernetes, 'web')`. The charts of
   * clusters are in it, too.
   */
  public get kubernetes(): KubernetesApp {
    return kubernetesAppOf(this);
  }

  /**
   * Adds rules of the user's own.
   *
   * @throws when an id is taken, or is not three capital letters and three digits
   */
  public addRules(...rules: readonly Rule[]): void {
    for (const rule of rules) {
      if (!/^[A-Z]{3}-\d{3}$/.test(rule.id)) {
        throw new RangeError(`rule id: got ${JSON.stringify(rule.id)}, expected three capital letters and three digits, such as ACM-001`);
      }
      if ([...CATALOGUE, ...this.rules].some(({ id }) => id === rule.id))
        throw new RangeError(`rule id ${rule.id} is taken; give the rule letters of its own`);
      if (readsPlan(rule))
        throw new RangeError(`rule ${rule.id} reads a plan, and \`strata verify\` knows no rules but its own; let it read the estate`);
      this.rules.push(rule);
    }
  }

  /** Takes something on the user's word: it is listed among the premises of whatever rests on it. */
  public assume(...assumptions: readonly Assumption[]): void {
    for (const assumption of assumptions) {
      if (typeof assumption !== 'object' || assumption === null || typeof assumption.kind !== 'string')
        throw new TypeError(`not an assumption: ${shown(assumption)}; give one such as \`Assume.closed(cluster)\``);
    }
    this.assumptions.push(...assumptions);
  }

  /**
   * Proves, then writes; or takes the last output away, prints why, and leaves the report.
   *
   * @throws SynthesisStopped when a finding stops it
   * @throws RuleCrash when a rule gives no verdict
   */
  public override synth(): void {
    synthesisBegins(this.unfinished);
    synthesize(this.synthesis());
  }

  /**
   * Renders into a folder and examines what lies there, without printing or throwing at findings.
   *
   * @internal
   */
  public _examine(staging: string, folder: string): Examination {
    synthesisBegins(this.unfinished);
    return renderAndExamine({ ...this.synthesis(), folder }, staging);
  }

  private synthesis(): SynthesisProps {
    return {
      app: this,
      kubernetes: this.kubernetes,
      ...this.options,
      rules: this.rules,
      assumptions: this.assumptions,
      folder: this.unfinished.folder,
      workingDirectory: this.workingDirectory,
    };
  }
}

/** cdktf makes the last folder of a path only. */
function withFolder(config: AppConfig): AppConfig {
  const outdir = config.outdir ?? process.env.CDKTF_OUTDIR;
  if (outdir === undefined) return config;
  try {
    mkdirSync(outdir, { recursive: true });
  } catch (cause) {
    throw withoutStack(
      new InputError(
        `outdir: got ${JSON.stringify(outdir)}, which cannot be made a folder (${(cause as NodeJS.ErrnoException).code ?? String(cause)})`,
      ),
    );
  }
  return config;
}

function refuseHcl(config: AppConfig): AppConfig {
  if (config.hclOutput || hclIsAskedFor()) {
    throw new Error(
      'Strata judges what is written, and reads Terraform JSON only: HCL output (`cdktf synth --hcl`, SYNTH_HCL_OUTPUT, `hclOutput`) is not supported; ' +
        'synthesise JSON, which Terraform and OpenTofu take alike',
    );
  }
  return config;
}
