import type { Finding } from '../finding';
import { inOrder } from '../order';
import { nameOfSubject } from '../subject';
import { groupFindings } from './group';
import type { FindingGroup } from './group';
import type { ConsoleOptions } from './options';
import { COLOURED, PLAIN } from './palette';
import type { Palette } from './palette';
import { summarise } from './summary';
import { wrap } from './wrap';

const WIDTH = 100;
const LEAST_WIDTH = 60;
/** Column the source lines stand in, where the width allows it. */
const SOURCE_COLUMN = 90;
/** Column a source line never comes before, for the title's sake; one that would have to goes below the title. */
const LEAST_SOURCE_COLUMN = 42;
const INDENT = 2;
const LABEL_WIDTH = 15;
const NAMES_LISTED = 5;
const WAIVED_LISTED = 10;
const LEAST_MESSAGE = 24;

/** What a user reads in the terminal: the findings, errors first, and one line that sums up. It ends with a line break. */
export function renderConsole(findings: readonly Finding[], options: ConsoleOptions): string {
  const { palette, width } = lookOf(options);
  const ordered = inOrder(findings);
  return `${[...renderFindings(ordered, options), summarise(ordered, options, palette, width)].join('\n\n')}\n`;
}

/** The findings alone, errors first: a block each, and one for what stands in the baseline. */
export function renderFindings(findings: readonly Finding[], options: Pick<ConsoleOptions, 'color' | 'width'>): string[] {
  const { palette, width } = lookOf(options);
  const ordered = inOrder(findings);
  const shown = ordered.filter(({ waived }) => waived === undefined);
  const layout = { palette, width, sourceColumn: sourceColumnFor(shown, width), shared: sharedLines(shown) };
  const blocks = groupFindings(shown).map((group) => renderGroup(group, layout));
  const waived = renderWaived(
    ordered.filter((finding) => finding.waived !== undefined),
    layout,
  );
  return [...blocks, ...waived];
}

function lookOf({ color, width }: Pick<ConsoleOptions, 'color' | 'width'>): { palette: Palette; width: number } {
  return { palette: color ? COLOURED : PLAIN, width: Math.max(width ?? WIDTH, LEAST_WIDTH) };
}

interface Layout {
  readonly palette: Palette;
  readonly width: number;
  readonly sourceColumn: number;
  /** Source lines that make subjects for more than one caller. */
  readonly shared: ReadonlySet<string>;
}

function renderGroup({ shown, others }: FindingGroup, layout: Layout): string {
  const { palette, width } = layout;
  const lines = [...renderTitle(shown, layout)];
  const add = (label: string, text: string, paint?: (label: string) => string) => lines.push(...renderLine(label, text, width, paint));

  if (shown.reason !== undefined) add('', shown.reason);
  for (const { label, text } of shown.witness) add(label, text);
  for (const { kind, text } of shown.remedies) add(REMEDY_LABEL[kind], text, kind === 'hint' ? undefined : palette.good);
  const callers = callersOf(shown, layout.shared);
  if (callers !== '') add('called from', callers);
  if (others.length > 0) add('', moreLike(others));
  return lines.join('\n');
}

/** What stands in the baseline, one line each: enough to know it again, since the report has the rest. */
function renderWaived(waived: readonly Finding[], { palette, width }: Layout): string[] {
  if (waived.length === 0) return [];
  const lines = waived.slice(0, WAIVED_LISTED).map((finding) => {
    const start = `${finding.rule}  [baseline] `;
    const end = `  ${locationOf(finding)}`;
    return `${start}${shortened(finding.message, width - start.length - end.length)}${end}`;
  });
  const more = waived.length - lines.length;
  return [[...lines, ...(more > 0 ? [`and ${more} more in the baseline`] : [])].map(palette.faint).join('\n')];
}

/** The first line of a text, cut at a word where it is longer than the room for it. */
function shortened(text: string, room: number): string {
  const line = text.split('\n')[0]!;
  return line === text && line.length <= room ? line : `${wrap(line, Math.max(room, LEAST_MESSAGE) - 4)[0]!} ...`;
}

const REMEDY_LABEL = { mends: 'mends it', hint: 'hint', decides: 'decides it' } as const;

function renderTitle(finding: Finding, { palette, width, sourceColumn }: Layout): string[] {
  const paint = palette[finding.severity];
  const start = finding.rule.length + 2;
  const location = locationOf(finding);
  const beside = sourceColumn + location.length <= width;
  const tag = tagOf(finding);
  const [first, ...rest] = wrap(`${tag}${finding.message}`, (beside ? sourceColumn - 2 : width) - start);
  const title = `${paint(finding.rule)}  ${first!.startsWith(tag) ? paint(tag) + first!.slice(tag.length) : first!}`;
  const padding = ' '.repeat(Math.max(2, sourceColumn - start - first!.length));
  return [
    beside ? `${title}${padding}${palette.faint(location)}` : title,
    ...rest.map((line) => `${' '.repeat(start)}${line}`),
    ...(beside ? [] : renderLine('at', location, width)),
  ];
}

function renderLine(label: string, text: string, width: number, paint: (label: string) => string = (x) => x): string[] {
  const indent = ' '.repeat(INDENT);
  if (label === '') return wrap(text, width - INDENT).map((line) => `${indent}${line}`.trimEnd());
  const column = INDENT + LABEL_WIDTH;
  const first = `${indent}${paint(label)}${' '.repeat(Math.max(1, LABEL_WIDTH - label.length))}`;
  // A label wider than its column pushes the text of its own line only.
  const excess = Math.max(0, label.length + 1 - LABEL_WIDTH);
  const lines = wrap(`${'\u0000'.repeat(excess)}${text}`, width - column).map((line) => line.replaceAll('\u0000', ''));
  return lines.map((line, index) => (index === 0 ? `${first}${line}` : `${' '.repeat(column)}${line}`));
}

/** A refuted error goes without: it is what a reader expects. */
function tagOf({ severity, verdict }: Finding): string {
  if (verdict === 'undecided') return '[undecided] ';
  return severity === 'error' ? '' : `[${severity}] `;
}

/** The user's line, or what else says where the subject is. */
function locationOf({ source, subject }: Finding): string {
  const frame = source[0];
  return frame === undefined ? nameOfSubject(subject) : `${frame.file}:${frame.line}`;
}

/** As far right as the longest source line allows; those that go below the title do not count. */
function sourceColumnFor(findings: readonly Finding[], width: number): number {
  const columns = findings.map((finding) => width - locationOf(finding).length).filter((column) => column >= LEAST_SOURCE_COLUMN);
  return columns.reduce((least, column) => Math.min(least, column), SOURCE_COLUMN);
}

/** Source lines that are reached from different places in this run: the line alone does not say which subject is meant. */
function sharedLines(findings: readonly Finding[]): Set<string> {
  const callers = new Map<string, Set<string>>();
  for (const finding of findings) {
    if (finding.source.length === 0) continue;
    const line = locationOf(finding);
    callers.set(line, (callers.get(line) ?? new Set()).add(callerText(finding)));
  }
  return new Set([...callers].filter(([, texts]) => texts.size > 1).map(([line]) => line));
}

/** Where the line was reached from, if that helps: it is shared, or its caller is in another file of the user's. */
function callersOf(finding: Finding, shared: ReadonlySet<string>): string {
  const [innermost, ...callers] = finding.source;
  const helps = shared.has(locationOf(finding)) || callers.some(({ file }) => file !== innermost!.file);
  return helps ? callerText(finding) : '';
}

function callerText({ source }: Finding): string {
  return source
    .slice(1)
    .map(({ file, line }) => `${file}:${line}`)
    .join(', ');
}

function moreLike(names: readonly string[]): string {
  const listed = names.slice(0, NAMES_LISTED).join(', ');
  return `and ${names.length} more like it: ${listed}${names.length > NAMES_LISTED ? ', ...' : ''}`;
}
