import { isReference, isUnknown, type Reference, type Scalar, type Unknown, type UnknownReason } from '../../../value';

/**
 * A value on its way through the evaluator: a value of the model, or one of the few things that only matter while an
 * expression is worked out.
 */
export type Evaluated = Unmarked | Sensitive;

export type Unmarked =
  Scalar | Reference | Unknown | SetValue | Configured | Namespace | ResourceObject | ResourceFamily | readonly Evaluated[] | EvaluatedObject;

export interface EvaluatedObject {
  readonly [key: string]: Evaluated;
}

/** A value that Terraform keeps out of its own output. */
export class Sensitive {
  public constructor(public readonly value: Unmarked) {}
}

/** Values without an order of their own; `ordered` says whether the order they have here is the one Terraform iterates in. */
export class SetValue {
  public constructor(
    public readonly items: readonly Evaluated[],
    public readonly ordered: boolean,
  ) {}
}

/**
 * What the program gives to an attribute of another resource. The provider's schema may make another type of it (a set
 * of a list, the number of a text), so that only what holds for each of them may be concluded.
 */
export class Configured {
  public constructor(
    public readonly value: Scalar | readonly Evaluated[] | EvaluatedObject,
    public readonly owner: ResourceObject,
    public readonly attribute: string,
  ) {}
}

/** Names that stand behind a dot, such as those of `var`, and do not make a value together. */
export class Namespace {
  /**
   * @param whole what the namespace stands for where it is taken for a value
   * @param isMarked whether something in it is sensitive, where it may be taken for a value
   */
  public constructor(
    public readonly member: (name: string) => Evaluated,
    public readonly whole: () => Unknown,
    public readonly isMarked: () => boolean = () => false,
  ) {}
}

/** One object of a resource or data source. */
export class ResourceObject {
  /**
   * @param attribute what the program says of an attribute, or a reference to what the provider will say
   * @param isMarked whether something that the program says of it is sensitive
   */
  public constructor(
    public readonly stack: string,
    public readonly address: string,
    public readonly attribute: (name: string) => Evaluated,
    public readonly isMarked: () => boolean,
  ) {}
}

/** The objects of a resource whose `count` or `for_each` is not decided. */
export class ResourceFamily {
  /** @param attribute what the program says of an attribute of each of them */
  public constructor(
    public readonly stack: string,
    public readonly address: string,
    public readonly attribute: (name: string) => Evaluated,
    public readonly isMarked: () => boolean,
  ) {}
}

/** Why a value is not decided, and what will know it. */
export interface Cause {
  readonly reason: UnknownReason;
  readonly knownBy: string;
  /** The function that is not evaluated. */
  readonly lacks?: string;
}

export function isList(x: Evaluated): x is readonly Evaluated[] {
  return Array.isArray(x);
}

export function isObject(x: Evaluated): x is EvaluatedObject {
  return (
    typeof x === 'object' &&
    x !== null &&
    !Array.isArray(x) &&
    !(x instanceof Sensitive) &&
    !(x instanceof SetValue) &&
    !(x instanceof Configured) &&
    !(x instanceof Namespace) &&
    !(x instanceof ResourceFamily) &&
    !isUnknown(x) &&
    !isReference(x) &&
    !(x instanceof ResourceObject)
  );
}

export function isScalar(x: Evaluated): x is Scalar {
  return typeof x !== 'object' || x === null;
}

/**
 * An object of the program. Undefined where one of its own keys is what the model marks references and unknowns with,
 * since the model could not tell them apart.
 */
export function objectOf(entries: Iterable<readonly [string, Evaluated]>): EvaluatedObject | undefined {
  const object: Record<string, Evaluated> = {};
  for (const [key, value] of entries) {
    if (key === '$ref' || key === '$unknown') return undefined;
    setOwn(object, key, value);
  }
  return object;
}

/** Sets a property whatever its name; an assignment to `__proto__` would set something else. */
export function setOwn<T>(object: Record<string, T>, key: string, value: T): void {
  if (key === '__proto__') Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  else object[key] = value;
}

export function sensitive(value: Evaluated): Evaluated {
  return value instanceof Sensitive ? value : new Sensitive(value);
}

export function unmarked(value: Evaluated): Unmarked {
  return value instanceof Sensitive ? value.value : value;
}

/** An attribute, or whatever else is asked for, of one of several objects: which one is not decided. */
export class UndecidedMember extends Namespace {}

/**
 * The value without any mark inside, and whether there was one.
 *
 * @param looksIntoObjects whether the marks of a whole resource count, as they do where all of it becomes one text
 */
export function deeplyUnmarked(value: Evaluated, looksIntoObjects = true): { value: Evaluated; wasSensitive: boolean } {
  let wasSensitive = false;
  const strip = (x: Evaluated): Evaluated => {
    if (x instanceof Sensitive) {
      wasSensitive = true;
      return strip(x.value);
    }
    if (isList(x)) return x.map(strip);
    if (x instanceof Configured) {
      if (!isScalar(x.value)) strip(x.value);
      return x;
    }
    if (x instanceof ResourceObject || x instanceof ResourceFamily || x instanceof Namespace) {
      wasSensitive ||= looksIntoObjects && x.isMarked();
      return x;
    }
    if (x instanceof SetValue) return new SetValue(x.items.map(strip), x.ordered);
    return isObject(x) ? Object.fromEntries(Object.entries(x).map(([key, each]) => [key, strip(each)])) : x;
  };
  return { value: strip(value), wasSensitive };
}

/** Why a value, or something inside it, is not decided; undefined where it is decided through and through. */
export function causeIn(value: Evaluated): Cause | undefined {
  if (isScalar(value) || value instanceof Configured) return undefined;
  if (isUnknown(value)) return value.$unknown;
  if (isReference(value)) return causeOfObject(value.$ref.stack, value.$ref.address);
  if (value instanceof Sensitive) return causeIn(value.value);
  if (value instanceof Namespace) return value.whole().$unknown;
  if (value instanceof ResourceFamily) return { reason: 'instance-key', knownBy: `${value.stack}/${value.address}` };
  if (value instanceof ResourceObject) return causeOfObject(value.stack, value.address);
  for (const each of value instanceof SetValue ? value.items : Object.values(value)) {
    const cause = causeIn(each);
    if (cause) return cause;
  }
  return undefined;
}

/** Why a value is not decided, whatever is inside it. */
export function causeOf(value: Evaluated): Cause | undefined {
  return isScalar(value) || isList(value) || isObject(value) || value instanceof SetValue ? undefined : causeIn(value);
}

function causeOfObject(stack: string, address: string): Cause {
  return { reason: address.startsWith('data.') ? 'data-source' : 'computed', knownBy: `${stack}/${address}` };
}

/** The order of Terraform's maps and sets of texts: that of their bytes. */
export function byBytes(a: string, b: string): number {
  if (/[^\x00-\x7f]/.test(a + b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The entries of an object in the order Terraform goes through them. */
export function entriesOf(object: EvaluatedObject): [string, Evaluated][] {
  return Object.entries(object).sort(([a], [b]) => byBytes(a, b));
}
