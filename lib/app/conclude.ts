import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { formatReport, inOrder, outcomeOf, renderConsole, reportOf, staleWaivers } from '../report';
import type { Finding, Gate, Outcome, Severities } from '../report';
import type { Examination } from './examine';
import { REPORT } from './layout';
import { portablePath } from './tree';

export interface ConcludeProps {
  readonly examination: Examination;
  readonly gate: Gate;
  readonly severities: Severities;
  /** Output folder, as the user names it. */
  readonly folder: string;
  readonly workingDirectory: string;
}

/** What an examination comes to: whether it goes through the gate, what is printed, what is reported. */
export interface Conclusion {
  readonly outcome: Outcome;
  /** Errors first. */
  readonly findings: readonly Finding[];
  /** Path of the report for a user to read, relative to the working directory. */
  readonly report: string;
  /** Prints the findings and the sum of them: to stderr where they stop the synthesis, else to stdout. */
  print(): void;
  /**
   * Writes the report.
   *
   * @param folder where the output folder's content is put together
   * @param files sha256 of every other file; a run without any is not committed
   */
  writeReport(folder: string, files: Readonly<Record<string, string>>): void;
}

export function conclude({ examination, gate, severities, folder, workingDirectory }: ConcludeProps): Conclusion {
  const { faults, verdicts, judgements, estate, waivers, inputs } = examination;
  // No gate lets through what a construct says against itself, as in cdktf.
  const outcome = faults.length > 0 ? 'stopped' : outcomeOf(verdicts, gate);
  const findings = inOrder([...faults, ...verdicts]);
  const output = portablePath(workingDirectory, folder) || '.';
  const report = `${output}/${REPORT}`;
  return {
    outcome,
    findings,
    report,
    print: () => {
      // cdktf-cli shows what a program writes to stderr as an error, and what it writes to stdout as it is.
      const stream = outcome === 'stopped' ? process.stderr : process.stdout;
      stream.write(
        renderConsole(findings, {
          outcome,
          gate,
          written: outcome === 'stopped' ? undefined : output,
          report,
          color: stream.isTTY === true && process.env.NO_COLOR === undefined,
          ...(stream.isTTY === true ? { width: stream.columns } : {}),
          proved: judgements.reduce((sum, judgement) => sum + judgement.verdicts.filter(({ verdict }) => verdict === 'proved').length, 0),
          staleWaivers: staleWaivers(waivers, findings).length,
        }),
      );
    },
    writeReport: (target, files) => {
      const committed = outcome !== 'stopped' && Object.keys(files).length > 0;
      const relativeInputs = Object.fromEntries(
        Object.entries(inputs).map(([file, sha256]) => [portablePath(realpathSync(folder), realpathSync(file)), sha256]),
      );
      const content = reportOf({ committed: false, gate, judgements, findings, estate, severities, waivers, files, inputs: relativeInputs });
      const path = join(target, REPORT);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, formatReport({ ...content, committed, outcome }));
    },
  };
}
