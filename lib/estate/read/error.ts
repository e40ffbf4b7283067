const BAD_INPUT = Symbol.for('cdk-strata.BadInput');

/** Something that was given beside the program cannot be read, or speaks of what is not there. */
export class BadInput extends Error {
  public static isBadInput(x: unknown): x is BadInput {
    return typeof x === 'object' && x !== null && BAD_INPUT in x;
  }

  public constructor(message: string) {
    super(message);
    this.name = 'BadInput';
    Object.defineProperty(this, BAD_INPUT, { value: true });
  }
}
