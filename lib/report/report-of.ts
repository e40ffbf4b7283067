import type { Estate, Premise } from '../estate';
import type { Judgement, Verdict } from '../rules';
import { staleWaivers } from './baseline';
import type { Waiver } from './baseline';
import type { Finding } from './finding';
import { compareText, inOrder } from './order';
import { outcomeOf } from './outcome';
import type { Gate } from './outcome';
import { REPORT_SCHEMA } from './report';
import type { Report, ReportedFinding, RuleSummary, VerdictSummary } from './report';
import { severityOf } from './severities';
import type { Severities } from './severities';
import { plainSubject } from './subject';
import { versionsInUse } from './versions';

export interface ReportProps {
  /** Whether the files stand as their digests say: false while they are written, and for a run that stopped. */
  readonly committed: boolean;
  readonly gate: Gate;
  readonly judgements: readonly Judgement[];
  /** Those of the judgements and those of constructs, in any order. */
  readonly findings: readonly Finding[];
  readonly estate: Pick<Estate, 'premises'>;
  /** @default - each rule's own */
  readonly severities?: Severities;
  /** Entries of the baseline. @default - none */
  readonly waivers?: readonly Waiver[];
  /** sha256 of every other file written, by path relative to the output folder. @default - none was written */
  readonly files?: Readonly<Record<string, string>>;
  /** sha256 of every input read, by path relative to the output folder. @default - none was read */
  readonly inputs?: Readonly<Record<string, string>>;
}

const SUBJECTS_LISTED = 20;

/**
 * The report of a run: the same for the same run, without any time.
 *
 * @throws when a run that its findings stopped is said to be committed
 */
export function reportOf(props: ReportProps): Report {
  const outcome = outcomeOf(props.findings, props.gate);
  if (props.committed && outcome === 'stopped') {
    throw new Error("a run with unwaived errors cannot be committed while its gate is 'error'");
  }
  return {
    schema: REPORT_SCHEMA,
    committed: props.committed,
    outcome,
    gate: props.gate,
    versions: versionsInUse(),
    rules: props.judgements.map((judgement) => summaryOf(judgement, props.severities ?? {})).sort((a, b) => compareText(a.id, b.id)),
    findings: inOrder(props.findings).map(reported),
    premises: premisesOf(props),
    staleWaivers: staleWaivers(props.waivers ?? [], props.findings).map(({ fingerprint, rule, message }) => ({ fingerprint, rule, message })),
    files: sorted(props.files ?? {}),
    inputs: sorted(props.inputs ?? {}),
  };
}

/** The report as it stands in its file. */
export function formatReport(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

function summaryOf({ rule, verdicts }: Judgement, severities: Severities): RuleSummary {
  const count = (verdict: Verdict['verdict']) => verdicts.filter((x) => x.verdict === verdict).length;
  return {
    id: rule.id,
    severity: severityOf(rule, severities),
    waivable: rule.waivable !== false,
    proved: count('proved'),
    refuted: count('refuted'),
    undecided: count('undecided'),
    verdicts: verdictsOf(verdicts),
  };
}

/** Ten thousand machines that are proved on the same grounds take one entry. */
function verdictsOf(verdicts: readonly Verdict[]): VerdictSummary[] {
  const groups = new Map<string, VerdictSummary & { count: number; subjects: VerdictSummary['subjects'][number][] }>();
  for (const { verdict, premises = [], subject } of verdicts) {
    const ids = idsOf(premises);
    const key = JSON.stringify([verdict, ids]);
    const group = groups.get(key) ?? { verdict, count: 0, premises: ids, subjects: [] };
    group.count += 1;
    if (group.subjects.length < SUBJECTS_LISTED) group.subjects.push(plainSubject(subject));
    groups.set(key, group);
  }
  return [...groups.values()];
}

function reported(finding: Finding): ReportedFinding {
  const { rule, severity, verdict, message, subject, source, reason, witness, remedies, premises, fingerprint, waived } = finding;
  return {
    rule,
    severity,
    verdict,
    message,
    subject,
    source,
    ...(reason === undefined ? {} : { reason }),
    witness,
    remedies,
    premises: idsOf(premises),
    fingerprint,
    ...(waived === undefined ? {} : { waived }),
  };
}

/** Where two rules state one premise in different words, both stand: none may be lost. */
function premisesOf({ judgements, findings, estate }: ReportProps): Premise[] {
  const all = new Map<string, Premise>();
  const add = (premises: readonly Premise[] | undefined) => {
    for (const { id, kind, statement, subject, source } of premises ?? []) {
      const premise = { id, kind, statement, ...(subject === undefined ? {} : { subject }), ...(source === undefined ? {} : { source }) };
      all.set(JSON.stringify(premise), premise);
    }
  };
  add(estate.premises);
  for (const { verdicts } of judgements) for (const { premises } of verdicts) add(premises);
  for (const { premises } of findings) add(premises);
  return [...all.values()].sort((a, b) => compareText(a.id, b.id) || compareText(JSON.stringify(a), JSON.stringify(b)));
}

function idsOf(premises: readonly Premise[]): string[] {
  return [...new Set(premises.map(({ id }) => id))].sort(compareText);
}

function sorted(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => compareText(a, b)));
}
