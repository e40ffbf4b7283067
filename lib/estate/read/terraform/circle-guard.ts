/** More references in a row than any program has; beyond it a value is left undecided rather than the stack overrun. */
const DEEPEST = 150;

/** Guards values that are worked out from each other against going round in circles. */
export class CircleGuard {
  private depth = 0;

  /**
   * The value, or undefined where it is being worked out already, or too many are.
   *
   * @param underWay keys of the same owner that are being worked out
   */
  public once<T>(underWay: Set<string>, key: string, compute: () => T): T | undefined {
    if (underWay.has(key) || this.depth >= DEEPEST) return undefined;
    underWay.add(key);
    this.depth++;
    try {
      return compute();
    } finally {
      underWay.delete(key);
      this.depth--;
    }
  }
}
