import { Quantity } from '../../../units';
import { unknown, type Field } from '../../value';
import { isCorrupt } from '../terraform/corrupt';
import type { ObjectLog } from './object-log';

type Values = Readonly<Record<string, unknown>>;

/**
 * The attributes of an object of the API, or of one within it, by their types. What is of another type is left out and logged, as is a
 * token; null is as good as left out, as it is to the API.
 */
export class Fields {
  public constructor(
    private readonly values: Values,
    private readonly log: ObjectLog,
    private readonly at: string = '',
  ) {}

  public has(name: string): boolean {
    return Object.hasOwn(this.values, name) && (this.values[name] ?? null) !== null;
  }

  /** Names of the attributes that are there. */
  public names(): string[] {
    return Object.keys(this.values).filter((name) => this.has(name));
  }

  /** A text with a token in it stays, and is logged as not known. */
  public text(name: string): string | undefined {
    return this.take(name, 'a text', (value): value is string => typeof value === 'string');
  }

  public boolean(name: string): boolean | undefined {
    return this.take(name, '`true` or `false`', (value): value is boolean => typeof value === 'boolean');
  }

  public number(name: string): number | undefined {
    const value = this.take(name, 'a whole number', isWhole);
    return value === 0 ? 0 : value; // no negative zero, which JSON has not
  }

  /** A number of which an unknown may say why it is not known; undefined where it is left out. */
  public field(name: string): Field<number> | undefined {
    const value = this.values[name];
    if (!this.has(name) || (isWhole(value) && !isCorrupt(value))) return this.number(name);
    if (isCorrupt(value)) {
      this.log.corrupt(this.path(name));
      return unknown('corrupt', String(value), this.log.place);
    }
    this.log.malformed(this.path(name), value, 'a whole number');
    return unknown('expression', JSON.stringify(value), this.log.place);
  }

  /** A number or a text: a port by number or by name. */
  public intOrText(name: string): number | string | undefined {
    return this.take(name, 'a whole number or a text', (value): value is number | string => typeof value === 'string' || isWhole(value));
  }

  public oneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const isOne = (value: unknown): value is T => (allowed as readonly unknown[]).includes(value);
    return this.take(name, `one of ${allowed.map((each) => `\`${each}\``).join(', ')}`, isOne);
  }

  /** The object of a name; one without attributes where it is left out. */
  public object(name: string): Fields {
    return this.optional(name) ?? new Fields({}, this.log, this.path(name));
  }

  public optional(name: string): Fields | undefined {
    const value = this.take(name, 'an object', isObject);
    return value && new Fields(value, this.log, this.path(name));
  }

  public objects(name: string): Fields[] {
    return this.elements(name, 'an object', isObject).map(([value, path]) => new Fields(value, this.log, path));
  }

  public texts(name: string): string[] {
    return this.elements(name, 'a text', (value): value is string => typeof value === 'string').map(([value]) => value);
  }

  /** Texts by name: labels, a node selector. */
  public texted(name: string): Record<string, string> {
    const inner = this.object(name);
    return Object.fromEntries(inner.names().flatMap((key) => entry(key, inner.text(key))));
  }

  /** Quantities by resource, as texts; the API takes numbers too. */
  public quantities(name: string): Record<string, string> | undefined {
    const inner = this.optional(name);
    return inner && Object.fromEntries(inner.names().flatMap((key) => entry(key, inner.quantity(key))));
  }

  private quantity(name: string): string | undefined {
    const isOne = (value: unknown): value is string | number =>
      (typeof value === 'string' || typeof value === 'number') && (isCorrupt(value) || Quantity.isQuantity(String(value).trim()));
    const value = this.take(name, 'a quantity such as `500m` or `2Gi`', isOne);
    return value === undefined || isCorrupt(value) ? undefined : String(value).trim();
  }

  private elements<T>(name: string, wanted: string, isOne: (value: unknown) => value is T): (readonly [T, string])[] {
    const list = this.take(name, 'a list', Array.isArray) ?? [];
    return list.flatMap((value: unknown, index): (readonly [T, string])[] => {
      const path = `${this.path(name)}.${index}`;
      const taken = this.accept(value, path, wanted, isOne);
      return taken === undefined ? [] : [[taken, path]];
    });
  }

  private take<T>(name: string, wanted: string, isOne: (value: unknown) => value is T): T | undefined {
    return this.has(name) ? this.accept(this.values[name], this.path(name), wanted, isOne) : undefined;
  }

  private accept<T>(value: unknown, path: string, wanted: string, isOne: (value: unknown) => value is T): T | undefined {
    if (isCorrupt(value)) {
      this.log.corrupt(path);
      return typeof value === 'string' && isOne(value) ? value : undefined;
    }
    if (isOne(value)) return value;
    this.log.malformed(path, value ?? null, wanted);
    return undefined;
  }

  private path(name: string): string {
    return this.at === '' ? name : `${this.at}.${name}`;
  }
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function entry<T>(key: string, value: T | undefined): [string, T][] {
  return value === undefined ? [] : [[key, value]];
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** An object without what is left out: that an estate is the same once it is read from JSON. */
export function defined<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}
