import { checkWhole } from '../check';

/** What a machine or pool gets of a resource that is short, relative to its siblings. It guarantees nothing. */
export class Shares {
  /** Half of what is normal. */
  public static low(): Shares {
    return new Shares('low');
  }

  public static normal(): Shares {
    return new Shares('normal');
  }

  /** Twice what is normal. */
  public static high(): Shares {
    return new Shares('high');
  }

  /**
   * So many shares.
   *
   * @throws when it is no whole number of at least 1
   */
  public static of(count: number): Shares {
    return new Shares('custom', checkWhole(undefined, 'shares', count, { low: 1 }));
  }

  private constructor(
    /** As the provider names it: `low`, `normal`, `high` or `custom`. */
    public readonly shareLevel: string,
    /** Undefined unless the level is `custom`. */
    public readonly count?: number,
  ) {}
}
