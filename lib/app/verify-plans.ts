import { realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Estate, PlanModel, Premise } from '../estate';
import { BadInput, readEstate } from '../estate/read';
import { readPlan } from '../estate/read/plan';
import { findingsOf, InputError } from '../report';
import type { Finding } from '../report';
import { readJson } from '../report/json-file';
import { CATALOGUE, judge, readsPlan } from '../rules';
import type { Judgement } from '../rules';
import { declarationsIn } from './declarations-file';
import type { Declarations } from './declarations-file';
import { verifyIntact } from './intact';
import { DECLARATIONS } from './layout';
import { readPlanFile } from './plan-file';

export interface VerifyPlansProps {
  /** Output folder of the synthesis that the plans were made from. */
  readonly folder: string;
  /** Files that `terraform show -json` wrote, one a stack. */
  readonly files: readonly string[];
  /** Name of the stack, for a single file. @default - found by what the plan holds */
  readonly stack?: string;
}

export type PlansVerified = PlansRefused | PlansJudged;

/** The plans say nothing: the tree is not what a synthesis wrote, or Terraform did not finish them. */
export interface PlansRefused {
  readonly outcome: 'refused';
  readonly reasons: readonly string[];
}

export interface PlansJudged {
  readonly outcome: 'good' | 'undecided' | 'refuted';
  readonly plans: readonly PlanModel[];
  readonly judgements: readonly Judgement[];
  readonly findings: readonly Finding[];
  /** What a plan leaves open, by the name of its stack. */
  readonly open: readonly string[];
  /** Premises of the synthesis that no plan can show. */
  readonly beyond: readonly Premise[];
}

/**
 * Holds plans against the output that they were made from, by the rules that read a plan.
 *
 * @throws InputError where a file is no plan, or is not of a stack of that output
 * @throws RuleCrash when a rule gives no verdict
 */
export function verifyPlans({ folder, files, stack }: VerifyPlansProps): PlansVerified {
  const intact = verifyIntact(folder);
  if (!intact.intact) {
    if (!intact.verifiable) throw new InputError(intact.reasons.join('; '));
    return { outcome: 'refused', reasons: [`${folder} is not what the last synthesis wrote`, ...intact.reasons] };
  }
  const root = realpathSync(folder);
  const estate = plainInput(() => estateIn(root));
  const read = plainInput(() => files.map((file) => ({ file, read: planIn(file, root, estate.estate, estate.declarations, stack) })));
  const unfinished = read
    .filter((each) => each.read.errored)
    .map(({ file }) => `${file}: Terraform did not finish this plan, so it does not say what would be done`);
  if (unfinished.length > 0) return { outcome: 'refused', reasons: unfinished };

  const plans = read.flatMap((each) => (each.read.errored ? [] : [each.read.plan]));
  const twice = plans.find(({ stack: name }, index) => plans.findIndex((other) => other.stack === name) < index);
  if (twice) throw new InputError(`two of the plans are of stack ${twice.stack}; give one, the one that will be applied`);
  return judged({ ...estate.estate, plan: { plans, assumptions: estate.declarations.assumptions } });
}

function judged(estate: Estate): PlansJudged {
  const { plans } = estate.plan!;
  const judgements = judge(CATALOGUE.filter(readsPlan), estate);
  const findings = findingsOf(judgements, estate, { originOf: () => [] });
  const open = plans.flatMap((plan) => plan.open.map((reason) => `the plan of stack ${plan.stack} is not all of it: ${reason}`));
  const refuted = findings.some(({ verdict }) => verdict === 'refuted');
  const shown = new Set(judgements.flatMap(({ verdicts }) => verdicts.flatMap(({ premises = [] }) => premises.map(({ id }) => id))));
  return {
    outcome: refuted ? 'refuted' : findings.length > 0 || open.length > 0 ? 'undecided' : 'good',
    plans,
    judgements,
    findings,
    open,
    beyond: estate.premises.filter(({ id }) => !shown.has(id)),
  };
}

function estateIn(root: string): { estate: Estate; declarations: Declarations } {
  const declarations = declarationsIn(readJson(join(root, DECLARATIONS)));
  if (!declarations) throw new InputError(`${DECLARATIONS} is of another version of Strata; run the synthesis again`);
  const { stacks, assumptions, workingDirectory } = declarations;
  const { estate } = readEstate({
    folder: root,
    stacks,
    manifests: [],
    declarations: declarations.declarations,
    assumptions,
    workingDirectory: resolve(root, workingDirectory),
  });
  return { estate, declarations };
}

function planIn(file: string, folder: string, estate: Estate, { stacks }: Declarations, stack: string | undefined): ReturnType<typeof readPlan> {
  const models = estate.terraform.stacks;
  return readPlan({ content: readPlanFile(file), file, folder, stacks, models, ...(stack === undefined ? {} : { stack }) });
}

function plainInput<T>(action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw BadInput.isBadInput(cause) ? new InputError(cause.message, { cause }) : cause;
  }
}
