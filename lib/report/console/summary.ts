import type { Finding } from '../finding';
import type { ConsoleOptions } from './options';
import type { Palette } from './palette';
import { wrap } from './wrap';

/** How many findings of which kind, what was written, and where the report is. */
export function summarise(findings: readonly Finding[], options: ConsoleOptions, palette: Palette, width: number): string {
  const lines = [
    ...(options.staleWaivers
      ? [`in the baseline, found no more: ${count(options.staleWaivers, 'entry', 'entries')}; \`strata baseline\` drops them`]
      : []),
    `${tally(findings, options.proved)}; ${result(options)}; report: ${options.report}`,
  ].flatMap((line) => wrap(line, width));
  const paint = { passed: palette.good, warned: palette.warning, stopped: palette.error }[options.outcome];
  return lines.map((line, index) => (index < lines.length - 1 ? palette.faint(line) : paint(line))).join('\n');
}

function tally(findings: readonly Finding[], proved: number | undefined): string {
  const counted = findings.filter(({ waived }) => waived === undefined);
  const kinds = (['error', 'warning', 'info'] as const).flatMap((severity) => {
    const all = counted.filter((finding) => finding.severity === severity);
    const undecided = all.filter(({ verdict }) => verdict === 'undecided').length;
    if (all.length === 0) return [];
    const name = severity === 'info' ? `${all.length} for information` : count(all.length, severity);
    return [undecided === 0 ? name : `${name} (${undecided} undecided)`];
  });
  const waived = findings.length - counted.length;
  const all = waived === 0 ? kinds : [...kinds, `${waived} in the baseline`];
  const found = all.length === 0 ? 'nothing found' : all.join(', ');
  return proved === undefined ? found : `${found}, ${proved} proved`;
}

function result({ outcome, gate, written }: ConsoleOptions): string {
  if (outcome === 'stopped') return 'the synthesis stops and nothing is written';
  if (written === undefined) return 'nothing is written';
  return outcome === 'warned' ? `written to ${written} all the same, since the gate is '${gate}'` : `written to ${written}`;
}

function count(n: number, one: string, many: string = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}
