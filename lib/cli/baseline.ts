import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { DEFAULT_BASELINE, REPORT } from '../app/layout';
import { InputError, baselineOf, formatBaseline, isStopping, nameOfSubject, readBaseline, readReport } from '../report';
import type { Baseline, Report } from '../report';
import { DEFAULT_OUTPUT } from './defaults';
import type { Terminal } from './terminal';

const DEFAULT_REASON = 'stood when the baseline was written';

/** `strata baseline`: lets what the last synthesis found stand for now, so that a large estate can adopt Strata. */
export function addBaseline(program: Command, terminal: Terminal): void {
  program
    .command('baseline')
    .summary('let the errors of the last synthesis stand for now')
    .description(
      'Writes the errors that the last synthesis reported into a baseline: they stand from now on, new ones still stop. ' +
        'Entries that match nothing any more are dropped, those that stay keep their reason. An intent, a failed validation or ' +
        'an error annotation cannot stand. Put the file under version control, and say in each entry why it may stand.',
    )
    .option('--out <folder>', 'output folder of the synthesis', DEFAULT_OUTPUT)
    .option('--file <file>', 'baseline to write', DEFAULT_BASELINE)
    .option('--reason <text>', 'why the new entries may stand', DEFAULT_REASON)
    .action(({ out, file, reason }: { out: string; file: string; reason: string }) => {
      if (reason.trim() === '') throw new InputError('baseline: --reason is empty; say why the findings may stand');
      const source = join(out, REPORT);
      if (!existsSync(source)) throw new InputError(`${source}: no such report; run the synthesis first (\`npx cdktf synth\`)`);
      const report = readReport(source);
      const previous = existsSync(file) ? readBaseline(file) : undefined;
      const baseline = baselineOf(report, reason, previous);
      write(file, formatBaseline(baseline));
      terminal.out(summary(file, baseline, previous));
      terminal.out(remaining(report, baseline));
    });
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    throw new InputError(`${file}: cannot be written (${(cause as NodeJS.ErrnoException).code ?? String(cause)})`, { cause });
  }
}

function summary(file: string, { findings }: Baseline, previous: Baseline | undefined): string {
  const before = new Set(previous?.findings.map(({ fingerprint }) => fingerprint));
  const kept = findings.filter(({ fingerprint }) => before.has(fingerprint)).length;
  const entries = findings.length === 1 ? '1 finding' : `${findings.length} findings`;
  return `${file}: ${entries} may stand (${findings.length - kept} new, ${kept} kept, ${before.size - kept} dropped)\n`;
}

/** What still stops the synthesis, since no baseline covers it. */
function remaining({ findings }: Report, baseline: Baseline): string {
  const covered = new Set(baseline.findings.map(({ fingerprint }) => fingerprint));
  const left = findings.filter((finding) => isStopping(finding) && !covered.has(finding.fingerprint));
  if (left.length === 0) return '';
  return [
    'these cannot stand in a baseline, and stop the synthesis until they are mended:',
    ...left.map(({ rule, subject, message }) => `  ${rule}  ${message} (${nameOfSubject(subject)})`),
    '',
  ].join('\n');
}
