import { Command, CommanderError } from 'commander';
import { InputError, ownVersion } from '../report';
import { addBaseline } from './baseline';
import { EXIT_CODES, Exit } from './exit';
import type { ExitCode } from './exit';
import { addImages } from './images';
import { addRules } from './rules';
import type { Terminal } from './terminal';
import { addVerify } from './verify';

/**
 * Runs the `strata` command.
 *
 * @param args what stands after the command's own name
 * @returns the exit code; it never rejects
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exit: ExitCode = Exit.GOOD;
  const program = new Command('strata')
    .description('Checks and keeps what a Strata synthesis wrote. The proofs themselves run with `npx cdktf synth`.')
    .version(ownVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', EXIT_CODES)
    .showHelpAfterError('`strata --help` lists the commands')
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text) })
    .exitOverride();
  addVerify(program, terminal, (code) => (exit = code));
  addBaseline(program, terminal);
  addImages(program, terminal, (code) => (exit = code));
  addRules(program, terminal);

  try {
    await program.parseAsync(args, { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? Exit.GOOD : Exit.BAD_INPUT; // commander has said why
    if (error instanceof InputError) {
      terminal.err(`strata: ${error.message}\n`);
      return Exit.BAD_INPUT;
    }
    terminal.err(`strata: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return Exit.CRASH;
  }
}
