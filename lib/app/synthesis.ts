import { mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Assumption } from '../estate';
import { constructFinding, formatReport, reportOf } from '../report';
import type { Gate, Severities } from '../report';
import { RuleCrash } from '../rules';
import type { Rule } from '../rules';
import { runsUnderCli } from './cdktf-internals';
import { conclude } from './conclude';
import { examine } from './examine';
import type { Examination } from './examine';
import { unlisted } from './intact';
import { REPORT } from './layout';
import { publish } from './publish';
import { render } from './render';
import type { RenderProps } from './render';
import { createStaging, removeLeftovers } from './staging';
import { SynthesisStopped } from './synthesis-stopped';
import { digestOf, treeOf } from './tree';

export interface SynthesisProps extends Omit<RenderProps, 'staging'> {
  readonly gate: Gate;
  readonly rules: readonly Rule[];
  readonly assumptions: readonly Assumption[];
  readonly severities: Severities;
  readonly baseline?: string;
}

/**
 * Renders, judges, and then either makes the output folder hold the new output or takes the old one away.
 *
 * @throws SynthesisStopped when there are findings that stop it
 * @throws whatever a construct or a rule throws; the old output is taken away then, too
 */
export function synthesize(props: SynthesisProps): void {
  const folder = realpathSync(props.folder);
  removeLeftovers(folder);
  const staging = createStaging(folder);
  const rendered = makeFolder(staging, 'rendered');
  const stopped = makeFolder(staging, 'stopped');
  try {
    const examination = orWithdraw(() => renderAndExamine(props, rendered), props.gate, stopped, folder);
    const conclusion = conclude({ ...props, examination });
    if (conclusion.outcome === 'stopped') {
      conclusion.writeReport(stopped, {});
      publish(stopped, folder, { keepStackFolders: false });
      conclusion.print();
      throw new SynthesisStopped(conclusion.findings, conclusion.report);
    }
    const digests = Object.fromEntries(treeOf(rendered).files.map((file) => [file, digestOf(join(rendered, file))!]));
    conclusion.writeReport(rendered, digests);
    publish(rendered, folder, { keepStackFolders: runsUnderCli() });
    conclusion.print();
    for (const reason of unlisted(folder, digests)) process.stdout.write(`${reason}: \`strata verify --intact\` refuses it; move it elsewhere\n`);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Renders into `staging` and examines what lies there. */
export function renderAndExamine(props: SynthesisProps, staging: string): Examination {
  const rendering = render({ ...props, staging });
  return examine({ ...props, rendering, trees: props.kubernetes ? [props.app, props.kubernetes] : [props.app] });
}

/** A run that ends without a verdict: what it would have said is not known, so nothing of the last one stands. */
function orWithdraw(action: () => Examination, gate: Gate, stopped: string, folder: string): Examination {
  try {
    return action();
  } catch (cause) {
    const finding = constructFinding({ kind: 'validation', path: '', message: cause instanceof Error ? cause.message : String(cause), source: [] });
    const report = reportOf({
      committed: false,
      gate,
      judgements: [],
      findings: [{ ...finding, ...(cause instanceof RuleCrash ? { rule: cause.rule } : {}), subject: {} }],
      estate: { premises: [] },
    });
    mkdirSync(dirname(join(stopped, REPORT)));
    writeFileSync(join(stopped, REPORT), formatReport({ ...report, outcome: 'stopped' }));
    publish(stopped, folder, { keepStackFolders: false });
    throw cause;
  }
}

function makeFolder(parent: string, name: string): string {
  const path = join(parent, name);
  mkdirSync(path);
  return path;
}
