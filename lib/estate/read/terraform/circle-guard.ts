/** More references in a row than any program has; beyond it a value is left undecided rather than the stack overrun. */
const DEEPEST = 150;

/** Guards values that are worked out from each other against going round in circles. */
export class CircleGuard {
  /** What is being worked out, outermost first: few at a time, so that looking through them costs nothing. */
  private readonly underWay: { readonly owner: object; readonly key: string }[] = [];

  /** The value, or undefined where it is being worked out already, or too many are. */
  public once<T>(owner: object, key: string, compute: () => T): T | undefined {
    if (this.underWay.length >= DEEPEST || this.underWay.some((each) => each.owner === owner && each.key === key)) return undefined;
    this.underWay.push({ owner, key });
    try {
      return compute();
    } finally {
      this.underWay.pop();
    }
  }
}
