import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isUnder } from '../estate';
import type { Assumption, Declaration, Estate } from '../estate';
import type { StagedStack } from '../estate/read';
import { credentialNamed } from '../rules/configuration/secret-attributes';
import { DECLARATIONS } from './layout';
import { portablePath } from './tree';

/**
 * `cdktf.out/strata/declarations.json`: what was said beside the output. With it and the stacks the estate can be read
 * again without the program, so that a plan can be held against it.
 */
export interface Declarations {
  readonly schema: typeof DECLARATIONS_SCHEMA;
  /** Folder that file names in assumptions start from, relative to the output folder. */
  readonly workingDirectory: string;
  readonly stacks: readonly StagedStack[];
  readonly declarations: readonly Declaration[];
  /** Without those about credentials. */
  readonly assumptions: readonly Assumption[];
}

export const DECLARATIONS_SCHEMA = 'https://strata.dev/schema/declarations/v1';

export interface DeclarationsProps extends Omit<Declarations, 'schema'> {
  /** Output folder, links resolved. */
  readonly folder: string;
  readonly estate: Estate;
}

/** @param target where the output folder's content is put together */
export function writeDeclarations(target: string, props: DeclarationsProps): void {
  const { folder, workingDirectory, stacks, declarations, assumptions, estate } = props;
  const content: Declarations = {
    schema: DECLARATIONS_SCHEMA,
    workingDirectory: portablePath(folder, realpathSync(workingDirectory)) || '.',
    stacks,
    declarations,
    assumptions: assumptions.filter((assumption) => !isOfCredential(assumption, estate)),
  };
  const path = join(target, DECLARATIONS);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`);
}

/** Whether an assumption says what a variable or an attribute is that nobody should read. */
function isOfCredential(assumption: Assumption, { terraform }: Estate): boolean {
  if (assumption.kind !== 'value') return false;
  const { path, attribute } = assumption;
  const isMeant = (of: string | undefined): boolean => of !== undefined && (isUnder(of, path) || isUnder(path, of));
  return (
    credentialNamed(attribute) ||
    terraform.stacks.some(
      ({ variables, resources }) =>
        variables.some(({ name, sensitive, path: of }) => (sensitive || credentialNamed(name)) && isMeant(of)) ||
        resources.some((entry) => isMeant(entry.path) && entry.sensitive.some((each) => each === attribute || each.startsWith(`${attribute}.`))),
    )
  );
}

/** Undefined where it is not of this version. */
export function declarationsIn(content: unknown): Declarations | undefined {
  const read = content as Partial<Declarations> | null;
  if (typeof read !== 'object' || read === null || read.schema !== DECLARATIONS_SCHEMA || typeof read.workingDirectory !== 'string') return undefined;
  return [read.stacks, read.declarations, read.assumptions].every(Array.isArray) ? (read as Declarations) : undefined;
}
