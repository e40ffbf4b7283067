/** A reader of one field of a recorded estate: it throws where the field is not of its shape, and renames ids in it. */
export interface Shape {
  check(value: unknown, at: string): void;
  relink(value: unknown, rename: (id: string) => string): unknown;
}

/** The shape of a recorded file is wrong at a field. */
export class ShapeError extends Error {
  public constructor(at: string, wanted: string, got: unknown) {
    super(`\`${at}\` must be ${wanted}, got ${got === undefined ? 'nothing' : (JSON.stringify(got) ?? String(got)).slice(0, 80)}`);
  }
}

function leaf(wanted: string, accepts: (value: unknown) => boolean): Shape {
  return {
    check: (value, at) => {
      if (!accepts(value)) throw new ShapeError(at, wanted, value);
    },
    relink: (value) => value,
  };
}

export const text = leaf('a string', (value) => typeof value === 'string');
export const number = leaf('a number', (value) => typeof value === 'number' && Number.isFinite(value));
export const boolean = leaf('true or false', (value) => typeof value === 'boolean');

export function oneOf(...values: readonly string[]): Shape {
  return leaf(`one of ${values.join(', ')}`, (value) => values.includes(value as string));
}

/** The id of another object of the same file. */
export const id: Shape = { check: text.check, relink: (value, rename) => rename(value as string) };

export function orNull(shape: Shape): Shape {
  return {
    check: (value, at) => {
      if (value !== null) shape.check(value, at);
    },
    relink: (value, rename) => (value === null ? null : shape.relink(value, rename)),
  };
}

export function list(of: Shape): Shape {
  return {
    check: (value, at) => {
      if (!Array.isArray(value)) throw new ShapeError(at, 'a list', value);
      value.forEach((element, position) => of.check(element, `${at}.${position}`));
    },
    relink: (value, rename) => (value as unknown[]).map((element) => of.relink(element, rename)),
  };
}

/** A field that may be left out. */
export function optional(shape: Shape): Shape {
  return {
    check: (value, at) => {
      if (value !== undefined) shape.check(value, at);
    },
    relink: (value, rename) => (value === undefined ? undefined : shape.relink(value, rename)),
  };
}

export function object(fields: Readonly<Record<string, Shape>>): Shape {
  return {
    check: (value, at) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ShapeError(at, 'an object', value);
      for (const [name, shape] of Object.entries(fields)) shape.check((value as Record<string, unknown>)[name], `${at}.${name}`);
      const stray = Object.keys(value).find((name) => !Object.hasOwn(fields, name));
      if (stray !== undefined)
        throw new ShapeError(
          `${at}.${stray}`,
          `left out: an object here has ${Object.keys(fields).join(', ')}`,
          (value as Record<string, unknown>)[stray],
        );
    },
    relink: (value, rename) => {
      const result: Record<string, unknown> = {};
      for (const [name, shape] of Object.entries(fields)) {
        const field = shape.relink((value as Record<string, unknown>)[name], rename);
        if (field !== undefined) result[name] = field;
      }
      return result;
    },
  };
}

/** An object of one of several forms, told apart by what stands in `tag`. */
export function oneForm(tag: string, forms: Readonly<Record<string, Readonly<Record<string, Shape>>>>): Shape {
  const shapes = new Map(Object.entries(forms).map(([kind, fields]) => [kind, object({ [tag]: oneOf(kind), ...fields })]));
  const kinds = oneOf(...shapes.keys());
  const of = (value: unknown): unknown => (value as Record<string, unknown>)[tag];
  return {
    check: (value, at) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ShapeError(at, 'an object', value);
      kinds.check(of(value), `${at}.${tag}`);
      shapes.get(of(value) as string)!.check(value, at);
    },
    relink: (value, rename) => shapes.get(of(value) as string)!.relink(value, rename),
  };
}

/** A shape that holds itself. */
export function lazy(shape: () => Shape): Shape {
  return { check: (value, at) => shape().check(value, at), relink: (value, rename) => shape().relink(value, rename) };
}

export const unknownValue = object({ $unknown: object({ reason: text, expression: text, knownBy: text }) });

/** A field that is decided or unknown. */
export function field(shape: Shape): Shape {
  const isUnknown = (value: unknown): boolean => typeof value === 'object' && value !== null && '$unknown' in value;
  return {
    check: (value, at) => (isUnknown(value) ? unknownValue : shape).check(value, at),
    relink: (value, rename) => (isUnknown(value) ? value : shape.relink(value, rename)),
  };
}

export const members = object({ ids: list(id), complete: boolean, unknown: optional(unknownValue) });

/** Blocks of an element, of which more may stand there than is known. */
export function blocks(of: Shape): Shape {
  return object({ items: list(of), complete: boolean, unknown: optional(unknownValue) });
}
