import { existsSync, mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { constructFinding, formatReport, reportOf } from '../report';
import type { Gate } from '../report';
import { RuleCrash } from '../rules';
import { MANIFEST, REPORT } from './layout';
import { publish } from './publish';
import { createStaging } from './staging';
import { portablePath } from './tree';

export interface WithdrawProps {
  /** What ended the run. */
  readonly cause: unknown;
  readonly gate: Gate;
  /** Output folder, links resolved. */
  readonly folder: string;
  /** Empty folder on its file system. */
  readonly staging: string;
}

/** A run that ends without a verdict: what it would have said is not known, so nothing of the last one stands. */
export function withdraw({ cause, gate, folder, staging }: WithdrawProps): void {
  const finding = constructFinding({ kind: 'validation', path: '', message: cause instanceof Error ? cause.message : String(cause), source: [] });
  const report = reportOf({
    committed: false,
    gate,
    judgements: [],
    findings: [{ ...finding, ...(cause instanceof RuleCrash ? { rule: cause.rule } : {}), subject: {} }],
    estate: { premises: [] },
  });
  mkdirSync(dirname(join(staging, REPORT)));
  writeFileSync(join(staging, REPORT), formatReport({ ...report, outcome: 'stopped' }));
  publish(staging, folder, { keepStackFolders: false });
}

/** An app that was made and not synthesised yet. */
export interface Unfinished {
  readonly gate: Gate;
  /** Output folder. */
  readonly folder: string;
  readonly workingDirectory: string;
}

const unfinished = new Set<Unfinished>();

/**
 * Sees to it that an exception nobody catches takes the last output of this app away: it ends the run before `synth` can.
 * Only watches; what the exception does to the process stays as it is.
 */
export function expectSynthesis(app: Unfinished): void {
  if (unfinished.size === 0) process.on('uncaughtExceptionMonitor', withdrawUnfinished);
  unfinished.add(app);
}

/** The app looks after its output itself from now on. */
export function synthesisBegins(app: Unfinished): void {
  unfinished.delete(app);
  if (unfinished.size === 0) process.off('uncaughtExceptionMonitor', withdrawUnfinished);
}

function withdrawUnfinished(cause: unknown): void {
  for (const app of [...unfinished]) {
    synthesisBegins(app);
    if (existsSync(app.folder)) withdrawLast(app, cause);
  }
}

/** Never throws, since that would hide the exception that is being watched. */
function withdrawLast({ gate, folder: named, workingDirectory }: Unfinished, cause: unknown): void {
  const output = portablePath(workingDirectory, named) || '.';
  try {
    const folder = realpathSync(named);
    const hadOutput = existsSync(join(folder, MANIFEST));
    const staging = createStaging(folder);
    try {
      withdraw({ cause, gate, folder, staging });
    } finally {
      rmSync(staging, { recursive: true, force: true });
    }
    if (hadOutput) process.stderr.write(`Strata: the program failed before it was synthesised; the last output in ${output} is taken away\n`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    process.stderr.write(`Strata: the program failed and the last output in ${output} could not be taken away (${why}): do not apply it\n`);
  }
}
