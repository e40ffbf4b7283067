import { boolean, list, number, ShapeError, text, type Shape } from '../shape';

/**
 * An object of a JSON file whose fields are read by name. NSX versions differ in their fields: what is not asked for is let be.
 * A field that is null is one that is left out, as the collectors write it.
 */
export class Fields {
  private readonly values: Readonly<Record<string, unknown>>;

  /**
   * @param at where it stands in the file, such as `segments.0`
   * @throws ShapeError where it is no object
   */
  public constructor(
    value: unknown,
    public readonly at: string,
  ) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ShapeError(at, 'an object', value);
    this.values = value as Readonly<Record<string, unknown>>;
  }

  public get names(): readonly string[] {
    return Object.keys(this.values);
  }

  public value(name: string): unknown {
    return this.values[name] ?? undefined;
  }

  public has(name: string): boolean {
    return this.value(name) !== undefined;
  }

  public text(name: string): string | undefined {
    return this.of(name, text);
  }

  public number(name: string): number | undefined {
    return this.of(name, number);
  }

  public boolean(name: string): boolean | undefined {
    return this.of(name, boolean);
  }

  public texts(name: string): readonly string[] | undefined {
    return this.of(name, list(text));
  }

  public object(name: string): Fields | undefined {
    return this.has(name) ? new Fields(this.value(name), this.place(name)) : undefined;
  }

  public objects(name: string): readonly Fields[] | undefined {
    const found: unknown = this.value(name);
    if (found === undefined) return undefined;
    if (!Array.isArray(found)) throw this.wrong(name, 'a list');
    return found.map((one, position) => new Fields(one, `${this.place(name)}.${position}`));
  }

  /** What to throw where a field is not what it must be. */
  public wrong(name: string, wanted: string): ShapeError {
    return new ShapeError(this.place(name), wanted, this.values[name]);
  }

  public place(name: string): string {
    return this.at === '' ? name : `${this.at}.${name}`;
  }

  private of<T>(name: string, shape: Shape): T | undefined {
    const found = this.value(name);
    if (found !== undefined) shape.check(found, this.place(name));
    return found as T | undefined;
  }
}
