import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StagedStack } from '../input';

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

/** A block of the rendered file: a resource, a variable, a provider configuration. */
export interface Element {
  /** Labels of the block: type and name of a resource, name of a variable, type of a provider. */
  readonly labels: readonly string[];
  readonly body: JsonObject;
  /** Construct path, where cdktf notes it. */
  readonly path?: string | undefined;
}

/** How many labels a block of each kind has before its body. */
const LABELS: Readonly<Record<string, number>> = {
  resource: 2,
  data: 2,
  variable: 1,
  output: 1,
  module: 1,
  provider: 1,
  check: 1,
  terraform: 0,
  locals: 0,
};

/** What the text of a file with a corrupt token has somewhere: the marker, an exponent, or the digits of a number over 1e15. */
const CORRUPT_IN_TEXT = /TfToken\[|\de[+-]\d|[\s:,[]-?[\d.]+e\d|\d{16}/i;

/** A rendered stack as it stands in the file. */
export class StackDocument {
  public readonly stack: string;
  public readonly file: string;
  /** Whether any corrupt token can stand in the file: almost never, and then no value need be looked at. */
  public readonly mayHoldCorruptToken: boolean;
  private readonly root: JsonObject;

  /** @throws when the file is missing or is no JSON object */
  public constructor(folder: string, staged: StagedStack) {
    this.stack = staged.name;
    this.file = staged.file;
    const text = readFileSync(join(folder, staged.file), 'utf8');
    let root: unknown;
    try {
      root = JSON.parse(text);
    } catch (error) {
      throw new Error(`${staged.file} is no JSON: ${(error as Error).message}`);
    }
    if (!isJsonObject(root)) throw new Error(`${staged.file} is no Terraform configuration, expected a JSON object`);
    this.root = root;
    this.mayHoldCorruptToken = CORRUPT_IN_TEXT.test(text);
  }

  /** Blocks of a kind, in the order of the file. */
  public elements(kind: string): Element[] {
    const elements = Object.hasOwn(this.root, kind) ? labelled(this.root[kind]!, LABELS[kind] ?? 0, []) : [];
    if (kind !== 'output') return elements;
    // Outputs have no notes of their own.
    const paths = new Map(this.outputPaths.map(({ path, output }) => [output, path]));
    return elements.map((element) => ({ path: paths.get(element.labels[0]!), ...element }));
  }

  /** Kinds of blocks that only Terraform itself minds: `import`, `moved`, `check`. */
  public get otherKinds(): string[] {
    return Object.keys(this.root).filter((kind) => kind !== '//' && !Object.hasOwn(LABELS, kind));
  }

  public raw(kind: string): Json | undefined {
    return this.root[kind];
  }

  /** Names of the outputs by the construct path that cdktf notes for them. */
  public get outputPaths(): { readonly path: string; readonly output: string }[] {
    const notes = this.root['//'];
    return isJsonObject(notes) ? leaves(notes.outputs, '') : [];
  }
}

export function isJsonObject(x: unknown): x is JsonObject {
  return typeof x === 'object' && x !== null && !Array.isArray(x);
}

function labelled(json: Json, labelsLeft: number, labels: readonly string[]): Element[] {
  const objects = (Array.isArray(json) ? json : [json]).filter(isJsonObject);
  if (labelsLeft === 0) return objects.map((body) => ({ labels, body, ...pathOf(body) }));
  return objects.flatMap((object) =>
    Object.keys(object)
      .filter((label) => label !== '//')
      .flatMap((label) => labelled(object[label]!, labelsLeft - 1, [...labels, label])),
  );
}

function pathOf(body: JsonObject): { path?: string } {
  const notes = body['//'];
  const metadata = isJsonObject(notes) ? notes.metadata : undefined;
  const path = isJsonObject(metadata) ? metadata.path : undefined;
  return typeof path === 'string' ? { path } : {};
}

function leaves(json: Json | undefined, path: string): { path: string; output: string }[] {
  if (typeof json === 'string') return [{ path, output: json }];
  if (!isJsonObject(json)) return [];
  return Object.keys(json).flatMap((key) => leaves(json[key], path === '' ? key : `${path}/${key}`));
}
