import type { Command } from 'commander';
import { verifyIntact } from '../app/intact';
import { InputError } from '../report';
import { DEFAULT_OUTPUT } from './defaults';
import { EXIT_CODES, Exit } from './exit';
import type { ExitCode } from './exit';
import type { Terminal } from './terminal';
import { verifyPlansOf, type PlanOptions } from './verify-plan';

interface VerifyOptions extends PlanOptions {
  readonly intact?: true;
}

/** `strata verify`: for a pipeline, before `terraform apply`. `end` is told when it does not end well. */
export function addVerify(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  program
    .command('verify')
    .summary('check plans, or that an output folder is what one finished synthesis wrote')
    .description(
      'With plans (`terraform plan -out=tfplan`, `terraform show -json tfplan > plan.json`): holds what Terraform is about to do against the ' +
        'output folder that it was planned from, and against the premises that the synthesis rests on.\n\n' +
        'With --intact: checks that an output folder is, byte for byte, what one finished synthesis wrote: the report says it was committed, ' +
        'every file and every input has the digest it had, and nothing lies there that is not listed. Run both before `terraform apply`.',
    )
    .argument('[paths...]', 'plans, one a stack at most; with --intact the output folder', [])
    .option('--intact', 'hold the folder against the digests in its report')
    .option('--out <folder>', 'output folder that the plans were made from', DEFAULT_OUTPUT)
    .option('--stack <name>', 'the stack that a single plan is of; found by what it holds where this is left out')
    .option('--output <format>', '`text` or `json`', 'text')
    .addHelpText('after', EXIT_CODES)
    .action((paths: readonly string[], options: VerifyOptions) => {
      if (options.intact === undefined) verifyPlansOf(paths, options, terminal, end);
      else intact(paths, options, terminal, end);
    });
}

function intact(paths: readonly string[], { stack, output, out }: VerifyOptions, terminal: Terminal, end: (code: ExitCode) => void): void {
  if (paths.length > 1) throw new InputError('verify: --intact takes one folder; check plans by a call of their own');
  if (stack !== undefined || output !== 'text') throw new InputError('verify: --stack and --output are for plans, not for --intact');
  const folder = paths[0] ?? out;
  const result = verifyIntact(folder);
  if (result.intact) {
    terminal.out(`${folder} is intact: what the last synthesis wrote\n`);
    return;
  }
  if (!result.verifiable) throw new InputError(result.reasons.join('; '));
  terminal.err([`${folder} is not what the last synthesis wrote:`, ...result.reasons.map((reason) => `  ${reason}`), ''].join('\n'));
  end(Exit.REFUTED);
}
