import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { ReadingFault } from '../../../lib/estate/estate';
import { readTerraform } from '../../../lib/estate/read/terraform';
import type { TerraformModel } from '../../../lib/estate/terraform';
import type { Seed } from '../nsx/server';
import { NSX_SEEDS } from '../sites/nsx-seeds';

const CHECKOUT = realpathSync(join(__dirname, '../../..'));

/** A program of the checkout that `cdktf synth` can run. */
export interface Program {
  readonly name: string;
  /** Folder of its cdktf.json. */
  readonly folder: string;
  /** What follows the command of its cdktf.json. @default - nothing */
  readonly argument?: string;
  /** What its NSX manager has that neither its lookups nor its records tell. @default - nothing */
  readonly nsxSeeds?: readonly Seed[];
}

/** A program's output, and what the reader makes of it. */
export interface Rendered {
  readonly name: string;
  readonly program: Program;
  /** Folder the program ran in: Terraform keeps its state here. */
  readonly workingDirectory: string;
  /** `cdktf.out`. */
  readonly output: string;
  /** Each after those it reads. */
  readonly stacks: readonly RenderedStack[];
  readonly model: TerraformModel;
  readonly faults: readonly ReadingFault[];
  /** Removes it all. */
  dispose(): void;
}

export interface RenderedStack {
  readonly name: string;
  /** Where Terraform runs. */
  readonly folder: string;
  readonly dependencies: readonly string[];
  /** Whether it makes nothing: what it is for is in the manifests of clusters that stand already. */
  readonly isEmpty: boolean;
}

interface Manifest {
  readonly stacks: Readonly<
    Record<string, { name: string; constructPath: string; workingDirectory: string; synthesizedStackPath: string; dependencies: readonly string[] }>
  >;
}

/** The reference stack and every example that is to be applied; not the one that is to be stopped. */
export function programs(): Program[] {
  const examples = join(CHECKOUT, 'examples');
  return [
    { name: 'reference stack', folder: CHECKOUT },
    ...readdirSync(examples)
      // A folder that begins with a dot is somebody's scratch.
      .filter((name) => name !== 'broken' && !name.startsWith('.') && existsSync(join(examples, name, 'cdktf.json')))
      .map((name) => ({ name: `example ${name}`, folder: join(examples, name) })),
  ];
}

/** What the reference stack is made of. */
const OF_THE_REFERENCE_STACK = ['cdktf.json', 'images.lock.json', 'stacks', 'surroundings', 'examples/wasm-functions/components'];

/** Raw resources, in every way that Terraform's language has. */
export const STRESS: Program = { name: 'stress', folder: join(CHECKOUT, 'test/integration/stress') };
/** Constructs, with every option. */
export const SITES: Program = { name: 'sites', folder: join(CHECKOUT, 'test/integration/sites'), nsxSeeds: NSX_SEEDS };

/**
 * Runs a program as `cdktf synth` would, in a copy beside the checkout's own library and packages, so that neither its
 * output nor its state lands in the checkout.
 *
 * @param files contents of files that it finds beside its own, by path within its folder. @default - none
 */
export function renderProgram(program: Program, files: Readonly<Record<string, string>> = {}): Rendered {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'strata-lane-')));
  const at = relative(CHECKOUT, program.folder);
  for (const shared of ['node_modules', 'lib']) symlinkSync(join(CHECKOUT, shared), join(root, shared));
  for (const own of new Set(['package.json', 'tsconfig.json', ...(at === '' ? OF_THE_REFERENCE_STACK : [at])])) {
    cpSync(join(CHECKOUT, own), join(root, own), { recursive: true, filter: (file) => !/cdktf\.out|\.tfstate/.test(file) });
  }
  const workingDirectory = join(root, at);
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(workingDirectory, file)), { recursive: true });
    writeFileSync(join(workingDirectory, file), content);
  }
  const { app } = JSON.parse(readFileSync(join(workingDirectory, 'cdktf.json'), 'utf8')) as { app: string };
  execFileSync([app, program.argument ?? ''].join(' '), { shell: true, cwd: workingDirectory, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const dispose = (): void => rmSync(root, { recursive: true, force: true });
  return { name: program.name, program, workingDirectory, ...readOutput(join(workingDirectory, 'cdktf.out')), dispose };
}

/** What stands in a folder such as `cdktf.out`. */
export function readOutput(output: string): Omit<Rendered, 'name' | 'program' | 'workingDirectory' | 'dispose'> {
  const stacks = Object.values((JSON.parse(readFileSync(join(output, 'manifest.json'), 'utf8')) as Manifest).stacks);
  const staged = stacks.map(({ name, constructPath, synthesizedStackPath }) => ({ name, path: constructPath, file: synthesizedStackPath }));
  return {
    output,
    stacks: inOrder(
      stacks.map(({ name, workingDirectory, synthesizedStackPath, dependencies }) => ({
        name,
        folder: join(output, workingDirectory),
        dependencies,
        isEmpty: !('resource' in (JSON.parse(readFileSync(join(output, synthesizedStackPath), 'utf8')) as object)),
      })),
    ),
    ...readTerraform(output, staged),
  };
}

function inOrder(stacks: readonly RenderedStack[]): RenderedStack[] {
  const done: RenderedStack[] = [];
  while (done.length < stacks.length) {
    const ready = stacks.filter((stack) => !done.includes(stack) && stack.dependencies.every((name) => done.some((each) => each.name === name)));
    if (ready.length === 0) throw new Error('the stacks depend on one another in a circle');
    done.push(...ready);
  }
  return done;
}
