import type { Command } from 'commander';
import { InputError } from '../report';
import { CATALOGUE } from '../rules';
import type { Rule } from '../rules';
import { wrap } from '../report/console/wrap';
import type { Terminal } from './terminal';

const WIDTH = 100;
const LABEL_WIDTH = 12;

/** `strata rules [ID]`: what Strata decides, and why. */
export function addRules(program: Command, terminal: Terminal): void {
  program
    .command('rules')
    .summary('list the rules, or tell what one decides and why')
    .description('Lists the rules that come with Strata, or tells what one of them decides, why it matters and what a finding shows.')
    .argument('[id]', 'id of a rule, such as CAP-001')
    .action((id: string | undefined) => {
      terminal.out(id === undefined ? listing(CATALOGUE) : details(ruleWith(id)));
    });
}

function ruleWith(id: string): Rule {
  const rule = CATALOGUE.find((candidate) => candidate.id === id.toUpperCase());
  if (rule === undefined) throw new InputError(`rules: no rule ${id}; \`strata rules\` lists them all`);
  return rule;
}

function listing(rules: readonly Rule[]): string {
  return [...rules]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, severity, title }) => `${id}  ${severity.padEnd('warning'.length)}  ${title}\n`)
    .join('');
}

function details(rule: Rule): string {
  const fields: [string, string][] = [
    ['decides', rule.decides],
    ['why', rule.why],
    ['severity', `${rule.severity}; ${rule.undecidedSeverity ?? 'warning'} where it is undecided`],
    ['baseline', rule.waivable === false ? 'never lets it stand' : 'may let it stand'],
    ['shows', rule.evidence],
    ...(rule.sources ?? []).map((source): [string, string] => ['source', source]),
  ];
  const lines = fields.flatMap(([label, text]) =>
    wrap(text, WIDTH - LABEL_WIDTH - 2).map((line, index) => `  ${(index === 0 ? label : '').padEnd(LABEL_WIDTH)}${line}`),
  );
  return `${[`${rule.id}  ${rule.title}`, ...lines].join('\n')}\n`;
}
