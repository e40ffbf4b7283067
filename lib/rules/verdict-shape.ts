import type { Severity, Verdict } from './verdict';

type Fields = Readonly<Record<string, unknown>>;

const TEXTS = {
  proved: [],
  refuted: ['message'],
  undecided: ['message', 'reason', 'decidedBy'],
} as const satisfies Record<Verdict['verdict'], readonly string[]>;

const LISTS = {
  proved: [],
  refuted: ['witness', 'remedies'],
  undecided: [],
} as const satisfies Record<Verdict['verdict'], readonly string[]>;

/**
 * What a rule returned, as verdicts. A rule of a user's own need not have met a compiler.
 *
 * @throws TypeError when it is not that; it names the verdict by its place, the field, and what would be right
 */
export function verdictsIn(returned: unknown): readonly Verdict[] {
  if (typeof returned !== 'object' || returned === null || !(Symbol.iterator in returned)) {
    throw new TypeError(`\`check\` returned ${show(returned)}, expected a list of verdicts, an empty one where the rule does not apply`);
  }
  const verdicts = [...(returned as Iterable<unknown>)];
  for (let index = 0; index < verdicts.length; index++) requireVerdict(verdicts[index], index);
  return verdicts as Verdict[];
}

const SEVERITIES: readonly unknown[] = ['error', 'warning', 'info'] satisfies Severity[];

function requireVerdict(x: unknown, index: number): asserts x is Verdict {
  if (!isObject(x)) throw wrong(index, '', 'an object', x);
  const kind = x.verdict;
  if (kind !== 'proved' && kind !== 'refuted' && kind !== 'undecided') throw wrong(index, 'verdict', "'proved', 'refuted' or 'undecided'", kind);
  if (!isObject(x.subject)) throw wrong(index, 'subject', 'an object such as { path }', x.subject);
  for (const name in x.subject)
    if (x.subject[name] !== undefined && typeof x.subject[name] !== 'string') throw wrong(index, `subject.${name}`, 'a text', x.subject[name]);
  if (x.key !== undefined && typeof x.key !== 'string') throw wrong(index, 'key', 'a text', x.key);
  if (x.severity !== undefined && !SEVERITIES.includes(x.severity)) throw wrong(index, 'severity', "'error', 'warning' or 'info'", x.severity);
  for (const name of TEXTS[kind]) if (!isText(x[name])) throw wrong(index, name, 'a text that is not empty', x[name]);
  for (const name of LISTS[kind]) if (!Array.isArray(x[name])) throw wrong(index, name, 'a list, which may be empty', x[name]);
  requireAll(x, index, 'witness', 'a list of { label, text }', (line) => typeof line.label === 'string' && typeof line.text === 'string');
  requireAll(x, index, 'remedies', 'a list of { text } with an optional function `mend`', isRemedy);
  requireAll(x, index, 'premises', 'a list of premises, such as `premisesOf` gives', (premise) => isText(premise.id) && isText(premise.statement));
}

function requireAll(verdict: Fields, index: number, name: string, wanted: string, holds: (element: Fields) => boolean): void {
  const list = verdict[name];
  if (list === undefined) return;
  if (!Array.isArray(list)) throw wrong(index, name, wanted, list);
  for (const [at, element] of list.entries())
    if (!isObject(element) || !holds(element)) throw wrong(index, `${name}[${at}]`, `an element of ${wanted}`, element);
}

function isRemedy({ text, mend }: Fields): boolean {
  return isText(text) && (mend === undefined || typeof mend === 'function');
}

function isObject(x: unknown): x is Fields {
  return typeof x === 'object' && x !== null;
}

function isText(x: unknown): boolean {
  return typeof x === 'string' && x !== '';
}

function wrong(index: number, field: string, wanted: string, got: unknown): TypeError {
  return new TypeError(`verdict ${index + 1} is not one${field === '' ? '' : `: \`${field}\``}: expected ${wanted}, got ${show(got)}`);
}

function show(x: unknown): string {
  if (x === undefined) return 'nothing';
  if (typeof x === 'function') return 'a function';
  try {
    const text = JSON.stringify(x) ?? String(x);
    return text.length > 80 ? `${text.slice(0, 80)}...` : text;
  } catch {
    return Object.prototype.toString.call(x);
  }
}
