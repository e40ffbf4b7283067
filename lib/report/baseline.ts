import type { Finding } from './finding';
import { InputError } from './input-error';
import { readJson } from './json-file';
import { compareText } from './order';
import { isStopping } from './outcome';
import type { Report } from './report';
import { nameOfSubject } from './subject';

/** `strata.baseline.json`: findings that may stand for now, so that a large estate can adopt Strata. */
export interface Baseline {
  readonly schema: typeof BASELINE_SCHEMA;
  readonly findings: readonly Waiver[];
}

/** A finding that may stand. Only the fingerprint counts; the rest is for its readers. */
export interface Waiver {
  /** @pattern ^[0-9a-f]{32}$ */
  readonly fingerprint: string;
  /** @minLength 1 */
  readonly rule: string;
  /** @minLength 1 */
  readonly subject: string;
  /** @minLength 1 */
  readonly message: string;
  /**
   * Why it may stand.
   *
   * @minLength 1
   */
  readonly reason: string;
}

export const BASELINE_SCHEMA = 'https://strata.dev/schema/baseline/v1';

const FIELDS = ['fingerprint', 'rule', 'subject', 'message', 'reason'] as const;
const FINGERPRINT = /^[0-9a-f]{32}$/;

/**
 * What stopped a run, or stood in its baseline, and may stand from now on. Entries that match nothing any more are left
 * out. Intents, failed validations and error annotations never get in.
 *
 * @param reason why new entries may stand; those that stood already keep theirs
 * @param previous the baseline that this one replaces. @default - the reasons of the run count
 */
export function baselineOf(report: Pick<Report, 'rules' | 'findings'>, reason: string, previous?: Baseline): Baseline {
  const reasons = new Map(previous?.findings.map((waiver) => [waiver.fingerprint, waiver.reason]));
  const waivable = new Set(report.rules.filter((rule) => rule.waivable).map(({ id }) => id));
  return {
    schema: BASELINE_SCHEMA,
    findings: report.findings
      .filter((finding) => waivable.has(finding.rule) && (finding.waived !== undefined || isStopping(finding)))
      .map(({ fingerprint, rule, subject, message, waived }) => ({
        fingerprint,
        rule,
        subject: nameOfSubject(subject),
        message,
        reason: reasons.get(fingerprint) ?? waived?.reason ?? reason,
      }))
      .sort((a, b) => compareText(a.rule, b.rule) || compareText(a.subject, b.subject) || compareText(a.fingerprint, b.fingerprint)),
  };
}

/** A baseline as it stands in its file: one field a line, so that a diff reads well. */
export function formatBaseline(baseline: Baseline): string {
  return `${JSON.stringify(baseline, null, 2)}\n`;
}

/** Entries of a baseline that let no finding stand: what they were about is mended, or never may stand. */
export function staleWaivers(waivers: readonly Waiver[], findings: readonly Pick<Finding, 'fingerprint' | 'waived'>[]): Waiver[] {
  const used = new Set(findings.filter(({ waived }) => waived !== undefined).map(({ fingerprint }) => fingerprint));
  return waivers.filter(({ fingerprint }) => !used.has(fingerprint));
}

/**
 * Reads a baseline.
 *
 * @throws InputError when the file cannot be read or is no baseline; it names the file and the field
 */
export function readBaseline(file: string): Baseline {
  const content = readJson(file);
  const { schema, findings } = fieldsOf(content, file, 'the baseline', ['schema', 'findings']);
  if (schema !== BASELINE_SCHEMA) throw unusable(file, 'schema', schema, JSON.stringify(BASELINE_SCHEMA));
  if (!Array.isArray(findings)) throw unusable(file, 'findings', findings, 'a list');
  const waivers = findings.map((entry: unknown, index) => waiverOf(entry, file, `findings[${index}]`));
  const seen = new Map<string, number>();
  for (const [index, { fingerprint }] of waivers.entries()) {
    const first = seen.get(fingerprint);
    if (first !== undefined) throw new InputError(`${file}: findings[${index}].fingerprint is that of findings[${first}] too; remove one of the two`);
    seen.set(fingerprint, index);
  }
  return { schema: BASELINE_SCHEMA, findings: waivers };
}

function waiverOf(entry: unknown, file: string, at: string): Waiver {
  const fields = fieldsOf(entry, file, at, FIELDS);
  const text = (name: (typeof FIELDS)[number]): string => {
    const value = fields[name];
    if (typeof value !== 'string' || value === '') throw unusable(file, `${at}.${name}`, value, 'a text that is not empty');
    return value;
  };
  const waiver = { fingerprint: text('fingerprint'), rule: text('rule'), subject: text('subject'), message: text('message'), reason: text('reason') };
  if (!FINGERPRINT.test(waiver.fingerprint))
    throw unusable(file, `${at}.fingerprint`, waiver.fingerprint, '32 hexadecimal digits, as `strata baseline` writes them');
  return waiver;
}

function fieldsOf(value: unknown, file: string, at: string, names: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unusable(file, at, value, 'an object');
  const extra = Object.keys(value).find((name) => !names.includes(name));
  if (extra !== undefined) throw new InputError(`${file}: ${at} has a field "${extra}", expected only ${names.join(', ')}`);
  return value as Record<string, unknown>;
}

function unusable(file: string, at: string, got: unknown, wanted: string): InputError {
  return new InputError(`${file}: ${at}: expected ${wanted}, got ${got === undefined ? 'nothing' : JSON.stringify(got)}`);
}
