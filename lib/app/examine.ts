import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { IConstruct } from 'constructs';
import { declarationsIn } from '../estate';
import type { Assumption, Declaration, Estate } from '../estate';
import { readEstate } from '../estate/read';
import type { StagedStack } from '../estate/read';
import { constructFinding, findingsOf, InputError, readBaseline } from '../report';
import type { Finding, Severities, Waiver } from '../report';
import { CATALOGUE, judge, readsPlan } from '../rules';
import type { Judgement, Rule } from '../rules';
import type { ConstructFault } from './construct-faults';
import { DEFAULT_BASELINE } from './layout';
import type { Rendering } from './render';
import { sourcesIn } from './traces';
import type { Sources } from './traces';
import { digestOf } from './tree';

export interface ExamineProps {
  /** Roots of the construct trees. */
  readonly trees: readonly IConstruct[];
  readonly rendering: Rendering;
  /** The user's own rules, beside the catalogue. */
  readonly rules: readonly Rule[];
  readonly assumptions: readonly Assumption[];
  readonly severities: Severities;
  /** File name as the user gave it. @default - `strata.baseline.json`, where there is one */
  readonly baseline?: string;
  readonly workingDirectory: string;
}

/** What a rendered app says, and what there is to say about it. */
export interface Examination {
  readonly estate: Estate;
  readonly stacks: readonly StagedStack[];
  readonly declarations: readonly Declaration[];
  readonly judgements: readonly Judgement[];
  /** Those of constructs first: no gate and no baseline lets one of them through. */
  readonly faults: readonly Finding[];
  readonly verdicts: readonly Finding[];
  readonly waivers: readonly Waiver[];
  /** sha256 of every input read, by absolute path. */
  readonly inputs: Readonly<Record<string, string>>;
}

/**
 * Reads the estate from rendered files and runs every rule on it.
 *
 * @throws InputError when a baseline, an assumption's file or a severity cannot be used
 * @throws RuleCrash when a rule gives no verdict
 */
export function examine(props: ExamineProps): Examination {
  const { rendering, workingDirectory, trees } = props;
  const sources = sourcesIn(trees, workingDirectory);
  const baseline = baselineFile(props.baseline, workingDirectory);
  const waivers = baseline === undefined ? [] : readBaseline(baseline).findings;
  const { folder, complete } = rendering;
  const declarations = complete ? trees.flatMap(declarationsIn) : [];
  const { estate, inputs } = readEstate({
    folder,
    stacks: complete ? rendering.stacks : [],
    manifests: complete ? rendering.manifests : [],
    declarations,
    assumptions: complete ? props.assumptions : [],
    workingDirectory,
  });
  // Half an output would be judged wrongly; the faults that left it so stop the run anyway.
  const rules = [...CATALOGUE, ...props.rules].filter((rule) => !readsPlan(rule));
  const judgements = complete ? judge(rules, estate) : [];
  const options = { severities: props.severities, waivers, originOf: sources.at };
  return {
    estate,
    stacks: rendering.stacks,
    declarations,
    judgements,
    faults: faultFindings(rendering.faults, sources),
    verdicts: complete ? findingsOf(judgements, estate, options) : [],
    waivers,
    inputs: digestsOf([...inputs.map((file) => resolve(workingDirectory, file)), ...(baseline === undefined ? [] : [baseline])]),
  };
}

export function faultFindings(faults: readonly ConstructFault[], sources: Sources): Finding[] {
  return faults.map(({ kind, construct, message }) => constructFinding({ kind, path: construct.node.path, message, source: sources.of(construct) }));
}

function digestsOf(files: readonly string[]): Record<string, string> {
  return Object.fromEntries(files.map((file) => [file, digestOf(file)!]));
}

function baselineFile(named: string | undefined, workingDirectory: string): string | undefined {
  const file = resolve(workingDirectory, named ?? DEFAULT_BASELINE);
  if (existsSync(file)) return file;
  if (named === undefined) return undefined;
  throw new InputError(`no baseline at ${named}; \`strata baseline\` writes one, or leave the option \`baseline\` out`);
}
