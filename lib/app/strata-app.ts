import { resolve } from 'node:path';
import { App as KubernetesApp } from 'cdk8s';
import { App } from 'cdktf';
import type { AppConfig } from 'cdktf';
import type { Assumption } from '../estate';
import type { Gate, Severities } from '../report';
import { CATALOGUE } from '../rules';
import type { Rule } from '../rules';
import { hclIsAskedFor, recordOriginsBelow } from './cdktf-internals';
import type { Examination } from './examine';
import { MANIFESTS } from './layout';
import { renderAndExamine, synthesize } from './synthesis';
import type { SynthesisProps } from './synthesis';

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
   * Severity of a rule's refutations, by rule id. A rule cannot be switched off, and one that decides a declared intent
   * cannot be lowered.
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
  private readonly recordsOrigins: boolean;
  private kubernetesApp?: KubernetesApp;

  /** @throws when HCL is asked for, which cannot be read back and judged */
  public constructor({ gate = 'error', severities = {}, baseline, ...config }: StrataAppConfig = {}) {
    if (!(['error', 'warn'] as const).includes(gate)) throw new RangeError(`gate: got ${JSON.stringify(gate)}, expected 'error' or 'warn'`);
    super(refuseHcl(config));
    this.options = { gate, severities, ...(baseline === undefined ? {} : { baseline }) };
    this.recordsOrigins = config.stackTraces !== false;
    if (this.recordsOrigins) recordOriginsBelow(this);
  }

  /** The cdk8s app whose charts are written to `manifests/` in the output folder: `new Chart(app.kubernetes, 'web')`. */
  public get kubernetes(): KubernetesApp {
    if (this.kubernetesApp === undefined) {
      this.kubernetesApp = new KubernetesApp({ outdir: resolve(this.workingDirectory, this.outdir, MANIFESTS) });
      if (this.recordsOrigins) recordOriginsBelow(this.kubernetesApp);
    }
    return this.kubernetesApp;
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
      this.rules.push(rule);
    }
  }

  /** Takes something on the user's word: it is listed among the premises of whatever rests on it. */
  public assume(...assumptions: readonly Assumption[]): void {
    this.assumptions.push(...assumptions);
  }

  /**
   * Proves, then writes; or takes the last output away, prints why, and leaves the report.
   *
   * @throws SynthesisStopped when a finding stops it
   * @throws RuleCrash when a rule gives no verdict
   */
  public override synth(): void {
    synthesize(this.synthesis());
  }

  /**
   * Renders into a folder and examines what lies there, without printing or throwing at findings.
   *
   * @internal
   */
  public _examine(staging: string, folder: string): Examination {
    return renderAndExamine({ ...this.synthesis(), folder }, staging);
  }

  private synthesis(): SynthesisProps {
    return {
      app: this,
      ...(this.kubernetesApp === undefined ? {} : { kubernetes: this.kubernetesApp }),
      ...this.options,
      rules: this.rules,
      assumptions: this.assumptions,
      folder: resolve(this.workingDirectory, this.outdir),
      workingDirectory: this.workingDirectory,
    };
  }
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
