import type { Command } from 'commander';
import { verifyIntact } from '../app/intact';
import { InputError } from '../report';
import { DEFAULT_OUTPUT } from './defaults';
import { EXIT_CODES, Exit } from './exit';
import type { ExitCode } from './exit';
import type { Terminal } from './terminal';

/** `strata verify --intact [FOLDER]`: for a pipeline, before `terraform apply`. `end` is told when it does not end well. */
export function addVerify(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  program
    .command('verify')
    .summary('check that an output folder is what one finished synthesis wrote')
    .description(
      'Checks that an output folder is, byte for byte, what one finished synthesis wrote: the report says it was committed, ' +
        'every file and every input has the digest it had, and nothing lies there that is not listed. Run it before `terraform apply`.',
    )
    .argument('[folder]', 'output folder', DEFAULT_OUTPUT)
    .option('--intact', 'hold the folder against the digests in its report')
    .addHelpText('after', EXIT_CODES)
    .action((folder: string, { intact }: { intact?: true }) => {
      if (intact === undefined) {
        throw new InputError('verify: this version checks output folders only, it has no rules for plans yet; use `strata verify --intact [FOLDER]`');
      }
      const result = verifyIntact(folder);
      if (result.intact) {
        terminal.out(`${folder} is intact: what the last synthesis wrote\n`);
        return;
      }
      if (!result.verifiable) throw new InputError(result.reasons.join('; '));
      terminal.err([`${folder} is not what the last synthesis wrote:`, ...result.reasons.map((reason) => `  ${reason}`), ''].join('\n'));
      end(Exit.REFUTED);
    });
}
