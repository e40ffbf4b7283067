import type { Subject } from '../../rules';
import type { Finding } from '../finding';
import { nameOfSubject } from '../subject';

/** Findings that say the same about different subjects: one is shown, the others are named. */
export interface FindingGroup {
  readonly shown: Finding;
  /** Names of the others, in the order of the findings. */
  readonly others: readonly string[];
}

/**
 * Gathers findings of one rule, severity and source line whose message, reason, witness and remedies are the same word
 * for word once each has its own subject's name left out. A figure that differs keeps two findings apart. Whether a
 * remedy was decided again does not: only the first findings of a rule are.
 */
export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = likeness(finding);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()].map((members) => ({ shown: members[0]!, others: namesOf(members).slice(1) }));
}

function likeness({ rule, severity, verdict, message, subject, source, reason, witness, remedies }: Finding): string {
  const nameless = namesLeftOut(message, subject);
  return JSON.stringify([
    rule,
    severity,
    verdict,
    source.map(({ file, line }) => [file, line]),
    nameless(message),
    nameless(reason ?? ''),
    witness.map(({ label, text }) => [label, nameless(text)]),
    remedies.map(({ text }) => nameless(text)).sort(),
  ]);
}

/** Leaves out the names a subject goes by: those of its construct, resource and object, and the first one the message gives in backticks. */
function namesLeftOut(message: string, { path, address, object, attribute }: Subject): (text: string) => string {
  const segments = path?.split('/') ?? [];
  const names = [path, address, object, attribute, firstName(message), segments.at(-1), segments.slice(-2).join('-'), address?.split('.').at(-1)];
  const known = [...new Set(names)]
    .filter((name): name is string => name !== undefined && name !== '' && !/^[\d.,\s]+$/.test(name)) // "2" may be a figure
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  if (known.length === 0) return (text) => text;
  const pattern = new RegExp(`(?<![\\w-])(?:${known.join('|')})(?![\\w-])`, 'g');
  return (text) => text.replace(pattern, '\u0000');
}

/** The names the messages give, where they tell the members apart; else those of their subjects. */
function namesOf(members: readonly Finding[]): string[] {
  const given = members.map(({ message }) => firstName(message));
  if (new Set(given).size === members.length && !given.includes(undefined)) return given as string[];
  return members.map(({ subject }) => nameOfSubject(subject));
}

function firstName(message: string): string | undefined {
  return /`([^`]+)`/.exec(message)?.[1];
}
