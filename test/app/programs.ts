import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { TerraformElement, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { StrataApp, SynthesisStopped } from '../../lib/app';
import type { StrataAppConfig } from '../../lib/app';
import type { Rule } from '../../lib/rules';
import { temporaryFolder } from './trees';

/** A resource that Terraform itself brings. */
export class Data extends TerraformElement {
  public input: unknown;

  public constructor(scope: Construct, id: string, input: unknown = id) {
    super(scope, id, 'terraform_data');
    this.input = input;
  }

  public override toTerraform(): object {
    return { resource: { terraform_data: { [this.friendlyUniqueId]: { '//': this.constructNodeMetadata, input: this.input } } } };
  }
}

export class Stack extends TerraformStack {
  public constructor(scope: Construct, id: string, input: unknown = id) {
    super(scope, id);
    new Data(this, 'data', input);
  }
}

/** Refutes every `terraform_data` whose input is `bad`. */
export const NO_BAD_INPUT: Rule = {
  id: 'TST-001',
  title: 'no bad input',
  decides: 'no input is bad',
  why: 'bad is bad',
  severity: 'error',
  evidence: 'the input',
  check: (estate) =>
    estate.terraform.stacks
      .flatMap(({ resources }) => resources)
      .filter(({ type }) => type === 'terraform_data')
      .map(({ stack, address, path, values }) =>
        values.input === 'bad'
          ? {
              verdict: 'refuted',
              subject: { stack, address, ...(path === undefined ? {} : { path }) },
              message: `\`${path}\` has bad input`,
              witness: [],
              remedies: [],
            }
          : { verdict: 'proved', subject: { stack, address } },
      ),
};

export interface Project {
  /** Working directory. */
  readonly folder: string;
  readonly out: string;
  /** Builds an app with `cdktf.out` as its output and this folder as its working directory. */
  app(config?: StrataAppConfig): StrataApp;
}

/** A folder to work in, until the test ends. */
export function project(folder = temporaryFolder()): Project {
  const out = join(folder, 'cdktf.out');
  mkdirSync(folder, { recursive: true });
  jest.spyOn(process, 'cwd').mockReturnValue(folder);
  return {
    folder,
    out,
    app: (config) => {
      jest.spyOn(process, 'cwd').mockReturnValue(folder);
      return new StrataApp({ outdir: out, ...config });
    },
  };
}

export function stoppedBy(action: () => void): SynthesisStopped {
  try {
    action();
  } catch (error) {
    if (error instanceof SynthesisStopped) return error;
    throw error;
  }
  throw new Error('the synthesis was not stopped');
}

export function thrownBy(action: () => void): Error {
  try {
    action();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

/** What is printed from now on in this test: all of it, or what goes to one stream. */
export function output(): (stream?: 'stdout' | 'stderr') => string {
  const spies = (['stdout', 'stderr'] as const).map((name) => ({ name, spy: jest.spyOn(process[name], 'write').mockImplementation(() => true) }));
  return (stream) =>
    spies
      .filter(({ name }) => stream === undefined || name === stream)
      .flatMap(({ spy }) => spy.mock.calls.map(([text]) => String(text)))
      .join('');
}
