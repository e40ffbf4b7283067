import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Assumption } from '../estate';
import type { Gate, Severities } from '../report';
import type { Rule } from '../rules';
import { runsUnderCli } from './cdktf-internals';
import { conclude } from './conclude';
import { writeDeclarations } from './declarations-file';
import { examine } from './examine';
import type { Examination } from './examine';
import { unlisted } from './intact';
import { plainly } from './plain-error';
import { publish } from './publish';
import { render } from './render';
import type { RenderProps } from './render';
import { createStaging, removeLeftovers } from './staging';
import { SynthesisStopped } from './synthesis-stopped';
import { digestOf, treeOf } from './tree';
import { withdraw } from './withdraw';

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
    writeDeclarations(rendered, { ...props, ...examination, folder });
    const digests = Object.fromEntries(treeOf(rendered).files.map((file) => [file, digestOf(join(rendered, file))!]));
    conclusion.writeReport(rendered, digests);
    publish(rendered, folder, { keepStackFolders: runsUnderCli() });
    conclusion.print();
    for (const reason of unlisted(folder, digests))
      process.stdout.write(`\`strata verify --intact\` refuses this folder until that is moved elsewhere: ${reason}\n`);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Renders into `staging` and examines what lies there. */
export function renderAndExamine(props: SynthesisProps, staging: string): Examination {
  const rendering = render({ ...props, staging });
  return examine({ ...props, rendering, trees: props.kubernetes ? [props.app, props.kubernetes] : [props.app] });
}

function orWithdraw(action: () => Examination, gate: Gate, staging: string, folder: string): Examination {
  try {
    return action();
  } catch (cause) {
    withdraw({ cause, gate, folder, staging });
    throw plainly(cause);
  }
}

function makeFolder(parent: string, name: string): string {
  const path = join(parent, name);
  mkdirSync(path);
  return path;
}
