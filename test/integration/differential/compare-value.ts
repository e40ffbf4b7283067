import { isReference, isUnknown, type Reference, type Unknown, type Value } from '../../../lib/estate/value';
import { NOT_KNOWN } from './plan-json';
import type { BlockJson, TypeJson } from './schema-json';

/** Where a value stands within a resource or output: names and positions. */
export type Path = readonly (string | number)[];

/** Takes what is found while a value that the reader decided is held against Terraform's. */
export interface Findings {
  /** What a reference stands for, as far as Terraform knows it. Undefined where there is no such object or attribute. */
  resolve(reference: Reference): { readonly value: unknown } | undefined;
  differs(path: Path, decided: unknown, actual: unknown, why?: string): void;
  undecided(path: Path, unknown: Unknown, actual: unknown): void;
  /**
   * The reader has a scalar in another type than Terraform, where nothing says the type: what another resource's schema
   * made of it on the way cannot be read from the output.
   */
  converted(path: Path, decided: Value, actual: unknown): void;
  /** A scalar or a reference was compared. */
  compared(path: Path, decided: Value): void;
}

/** Holds the attributes and blocks that the reader has against those of a resource. */
export function compareBlock(
  block: BlockJson,
  decided: Readonly<Record<string, Value>>,
  actual: Readonly<Record<string, unknown>>,
  path: Path,
  to: Findings,
): void {
  for (const [name, value] of Object.entries(decided)) {
    const at = [...path, name];
    const nested = block.block_types?.[name];
    const attribute = block.attributes?.[name];
    if (nested) compareBlocks(nested.nesting_mode === 'set' ? 'set' : 'list', nested.block, value, actual[name], at, to);
    else if (attribute) compareValue(attribute.type, value, actual[name], at, to);
    else to.differs(at, value, undefined, 'the schema has no such attribute');
  }
}

/** A single block may stand as an object where Terraform has a list of one. */
function compareBlocks(nesting: 'list' | 'set', block: BlockJson, decided: Value, actual: unknown, path: Path, to: Findings): void {
  if (isUnknown(decided)) return to.undecided(path, decided, actual);
  if (isReference(decided)) return to.differs(path, decided, actual, 'a block is no reference');
  const blocks = decided === null ? [] : Array.isArray(decided) ? (decided as readonly Value[]) : [decided];
  compareElements(nesting, blocks, actual, path, to, (each, there, at, report) => {
    if (isUnknown(each)) report.undecided(at, each, there);
    else if (!isObject(each) || !isRecord(there)) report.differs(at, each, there);
    else compareBlock(block, each, there, at, report);
  });
}

export function compareValue(type: TypeJson, decided: Value, actual: unknown, path: Path, to: Findings): void {
  if (isUnknown(decided)) return to.undecided(path, decided, actual);
  if (isReference(decided)) return compareReference(type, decided, actual, path, to);
  // What is left out, or null, a provider may fill in.
  if (decided === null) return actual === NOT_KNOWN || (actual ?? null) === null ? to.compared(path, decided) : to.differs(path, decided, actual);
  if (actual === NOT_KNOWN) return isOpenSet(type, decided, to) ? undefined : to.differs(path, decided, actual);
  if (typeof type === 'string') return type === 'dynamic' ? compareFreely(decided, actual, path, to) : compareScalar(type, decided, actual, path, to);

  if (type[0] === 'list' || type[0] === 'set') {
    const [kind, inner] = type;
    if (!Array.isArray(decided)) return to.differs(path, decided, actual);
    const items = kind === 'set' ? withoutRepetition(decided as readonly Value[], inner) : (decided as readonly Value[]);
    return compareElements(kind, items, actual, path, to, (each, there, at, report) => compareValue(inner, each, there, at, report));
  }
  if (!isObject(decided) || !isRecord(actual)) return to.differs(path, decided, actual);
  for (const name of new Set([...Object.keys(decided), ...Object.keys(actual)])) {
    const fieldType = type[0] === 'map' ? type[1] : (type[1] as Readonly<Record<string, TypeJson>>)[name];
    const at = [...path, name];
    if (fieldType === undefined || (type[0] === 'map' && !(name in actual && name in decided))) to.differs(at, decided[name], actual[name]);
    else compareValue(fieldType, decided[name] ?? null, actual[name], at, to);
  }
}

/** A provider plans a whole set as unknown as long as it knows one element not. */
function isOpenSet(type: TypeJson, decided: Value, to: Findings): boolean {
  if (typeof type === 'string' || type[0] !== 'set' || !Array.isArray(decided)) return false;
  return (decided as readonly Value[]).some((each) => isReference(each) && to.resolve(each)?.value === NOT_KNOWN);
}

function compareReference(type: TypeJson, decided: Reference, actual: unknown, path: Path, to: Findings): void {
  const resolved = to.resolve(decided);
  if (!resolved) return to.differs(path, decided, actual, 'there is no such object or attribute');
  to.compared(path, decided);
  const { value } = resolved;
  if (value === NOT_KNOWN || actual === NOT_KNOWN) {
    if (value !== actual) to.differs(path, decided, actual, `the attribute referred to is ${text(value)}`);
    return;
  }
  let equal = true;
  compareValue(
    type,
    (value ?? null) as Value,
    actual,
    path,
    trial(to, () => (equal = false)),
  );
  if (!equal) to.differs(path, decided, actual, `the attribute referred to is ${text(value)}`);
}

type CompareElement = (decided: Value, actual: unknown, path: Path, to: Findings) => void;

function compareElements(kind: 'list' | 'set', decided: readonly Value[], actual: unknown, path: Path, to: Findings, compare: CompareElement): void {
  if (actual === NOT_KNOWN || !Array.isArray(actual ?? [])) return to.differs(path, decided, actual);
  const there = (actual ?? []) as readonly unknown[];
  if (there.length !== decided.length) return to.differs(path, decided, actual, `${decided.length} elements, not ${there.length}`);
  const partners = kind === 'list' ? decided.map((_, i) => i) : matched(decided, there, path, to, compare);
  if (!partners) return to.differs(path, decided, actual);
  decided.forEach((each, i) => compare(each, there[partners[i]!], [...path, i], to));
}

/** Which element of a set is which: a perfect matching of those that do not differ, found along augmenting paths. */
function matched(decided: readonly Value[], there: readonly unknown[], path: Path, to: Findings, compare: CompareElement): number[] | undefined {
  const fits = decided.map((each) => there.map((other) => agrees(each, other, path, to, compare)));
  const ownerOf = new Map<number, number>();
  const augment = (i: number, tried: Set<number>): boolean =>
    there.some((_, j) => {
      if (!fits[i]![j] || tried.has(j)) return false;
      tried.add(j);
      const owner = ownerOf.get(j);
      if (owner !== undefined && !augment(owner, tried)) return false;
      ownerOf.set(j, i);
      return true;
    });
  if (!decided.every((_, i) => augment(i, new Set()))) return undefined;
  const partners: number[] = [];
  for (const [j, i] of ownerOf) partners[i] = j;
  return partners;
}

function agrees(decided: Value, actual: unknown, path: Path, to: Findings, compare: CompareElement): boolean {
  let equal = true;
  compare(
    decided,
    actual,
    path,
    trial(to, () => (equal = false)),
  );
  return equal;
}

/** Findings that only tell whether there is a difference. */
function trial(to: Findings, differs: () => void): Findings {
  const ignore = (): void => undefined;
  return { resolve: (reference) => to.resolve(reference), differs, undecided: ignore, converted: ignore, compared: ignore };
}

/** Terraform converts what the program has to the type that the schema asks for. */
function compareScalar(type: string, decided: Value, actual: unknown, path: Path, to: Findings): void {
  if (typeof decided === 'object') return to.differs(path, decided, actual);
  if (converted(decided, type) === actual) to.compared(path, decided);
  else to.differs(path, decided, actual);
}

function converted(value: string | number | boolean, type: string): unknown {
  if (type === 'string') return String(value);
  if (type === 'number') return typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  const truth: Readonly<Record<string, boolean>> = { true: true, '1': true, false: false, '0': false };
  return typeof value === 'boolean' ? value : truth[String(value)];
}

function withoutRepetition(items: readonly Value[], type: TypeJson): readonly Value[] {
  const seen = new Map(
    items.map((item) => [typeof item === 'object' || typeof type !== 'string' ? text(item) : String(converted(item, type)), item]),
  );
  return [...seen.values()];
}

/** An attribute of any type keeps what it is given. */
function compareFreely(decided: Value, actual: unknown, path: Path, to: Findings): void {
  if (isUnknown(decided)) return to.undecided(path, decided, actual);
  if (isReference(decided)) return compareReference('dynamic', decided, actual, path, to);
  if (typeof decided !== 'object' || decided === null) {
    if (decided === (actual ?? null)) return to.compared(path, decided);
    if (decided === null || typeof actual === 'object' || String(decided) !== String(actual)) return to.differs(path, decided, actual);
    to.compared(path, decided);
    return to.converted(path, decided, actual);
  }
  if (Array.isArray(decided)) {
    return compareElements('list', decided as readonly Value[], actual, path, to, (each, there, at, report) =>
      compareFreely(each, there, at, report),
    );
  }
  if (!isRecord(actual)) return to.differs(path, decided, actual);
  for (const name of new Set([...Object.keys(decided), ...Object.keys(actual)])) {
    const at = [...path, name];
    if (name in decided && name in actual) compareFreely((decided as Record<string, Value>)[name]!, actual[name], at, to);
    else to.differs(at, (decided as Record<string, Value>)[name], actual[name]);
  }
}

/** A value as a message shows it. */
export function text(value: unknown): string {
  if (value === NOT_KNOWN) return 'known after apply';
  return value === undefined ? 'nothing' : JSON.stringify(value, (_, each: unknown) => (each === NOT_KNOWN ? '(known after apply)' : each));
}

function isObject(x: Value): x is { readonly [key: string]: Value } {
  return isRecord(x) && !isUnknown(x) && !isReference(x);
}

function isRecord(x: unknown): x is Record<string, unknown> {
  return typeof x === 'object' && x !== null && !Array.isArray(x);
}
