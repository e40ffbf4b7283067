import { statSync } from 'node:fs';
import { verifyPlans, type PlansJudged } from '../app/verify-plans';
import { InputError, renderFindings } from '../report';
import { wrap } from '../report/console/wrap';
import { premisesOf } from '../rules';
import type { Rule, Verdict } from '../rules';
import { Exit } from './exit';
import type { ExitCode } from './exit';
import type { Terminal } from './terminal';

export interface PlanOptions {
  readonly out: string;
  readonly stack?: string;
  readonly output: string;
}

const WIDTH = 100;
/** The rule that holds premises of the synthesis against a plan: what it proves nothing rests on any more. */
const DISCHARGING = 'PLN-004';

/** `strata verify plan.json`: what Terraform is about to do, held against what was proved. */
export function verifyPlansOf(files: readonly string[], options: PlanOptions, terminal: Terminal, end: (code: ExitCode) => void): void {
  const { out, stack, output } = options;
  if (files.length === 0) throw new InputError('verify: give a plan (`terraform show -json tfplan > plan.json`), or --intact for the output folder');
  if (output !== 'text' && output !== 'json') throw new InputError(`verify: --output is ${JSON.stringify(output)}, expected text or json`);
  if (stack !== undefined && files.length > 1) throw new InputError('verify: --stack says what a single plan is of; give one plan, or leave it out');
  for (const file of files) {
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
      throw new InputError(`verify: ${file} is a folder; give a plan, or --intact to check an output folder`);
    }
  }
  const verified = verifyPlans({ folder: out, files, ...(stack === undefined ? {} : { stack }) });
  if (verified.outcome === 'refused') {
    if (output === 'json') terminal.out(`${JSON.stringify(verified, null, 2)}\n`);
    else terminal.err(['nothing is decided:', ...verified.reasons.map((reason) => `  ${reason}`), ''].join('\n'));
    end(Exit.REFUTED);
    return;
  }
  const text = output === 'json' ? json(verified) : texts(verified);
  if (verified.outcome === 'refuted' && output === 'text') terminal.err(text);
  else terminal.out(text);
  if (verified.outcome !== 'good') end(verified.outcome === 'refuted' ? Exit.REFUTED : Exit.UNDECIDED);
}

function texts(verified: PlansJudged): string {
  const { findings, open, plans, beyond, outcome } = verified;
  const rests = premisesOf(verdictsOf(verified, ({ id }) => id !== DISCHARGING));
  return [
    ...renderFindings(findings, { color: false }),
    ...listing('not in the plan:', open),
    ...listing(
      'rests on:',
      rests.map(({ statement }) => statement),
    ),
    ...listing(
      'a plan cannot say:',
      beyond.map(({ statement }) => statement),
    ),
    `${plans.map(({ stack, changes }) => `stack ${stack}: ${tally(changes)}`).join('; ')}; ${conclusion(verified)}: ${outcome}\n`,
  ].join('\n\n');
}

function listing(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  return [[title, ...lines.flatMap((line) => wrap(line, WIDTH - 4).map((part, index) => `${index === 0 ? '  ' : '    '}${part}`))].join('\n')];
}

function tally(changes: PlansJudged['plans'][number]['changes']): string {
  const managed = changes.filter(({ mode }) => mode === 'managed');
  const counted = (
    [
      ['created', (actions) => actions.includes('create') && !actions.includes('delete')],
      ['updated', (actions) => actions.includes('update')],
      ['replaced', (actions) => actions.includes('create') && actions.includes('delete')],
      ['destroyed', (actions) => actions.includes('delete') && !actions.includes('create')],
    ] as readonly (readonly [string, (actions: readonly string[]) => boolean])[]
  ).flatMap(([word, is]) => {
    const count = managed.filter(({ actions }) => is(actions)).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  return counted.length === 0 ? 'nothing changes' : counted.join(', ');
}

function conclusion(verified: PlansJudged): string {
  const count = (verdict: string): number => verdictsOf(verified).filter((each) => each.verdict === verdict).length;
  return `${count('refuted')} refuted, ${count('undecided')} undecided, ${count('proved')} proved`;
}

function verdictsOf({ judgements }: PlansJudged, counts: (rule: Rule) => boolean = () => true): Verdict[] {
  return judgements.flatMap(({ rule, verdicts }) => (counts(rule) ? verdicts : []));
}

function json(verified: PlansJudged): string {
  const { outcome, plans, judgements, findings, open, beyond } = verified;
  const content = {
    outcome,
    plans: plans.map(({ stack, terraformVersion, changes }) => ({ stack, terraformVersion, changes: changes.length })),
    rules: judgements.map(({ rule, verdicts }) => ({
      id: rule.id,
      ...Object.fromEntries(
        (['proved', 'refuted', 'undecided'] as const).map((kind) => [kind, verdicts.filter(({ verdict }) => verdict === kind).length]),
      ),
    })),
    findings,
    open,
    premises: premisesOf(verdictsOf(verified, ({ id }) => id !== DISCHARGING)),
    discharged: premisesOf(verdictsOf(verified, ({ id }) => id === DISCHARGING).filter(({ verdict }) => verdict === 'proved')).map(({ id }) => id),
    beyond,
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}
