/**
 * A quantity known within bounds: the true value lies between `low` and `high`, both included.
 *
 * A proof takes the bad end, a refutation the good end; where the two disagree the question is undecided.
 * `high` is null where nothing bounds the value from above, so that an interval survives JSON.
 */
export interface Interval {
  readonly low: number;
  readonly high: number | null;
}

/** Three-valued answer to a question about quantities known within bounds. */
export type Ternary = 'yes' | 'no' | 'maybe';

export const Interval = {
  exactly: (value: number): Interval => ({ low: value, high: value }),
  between: (low: number, high: number): Interval => {
    if (!(low <= high)) throw new RangeError(`an interval's low end must not exceed its high end, got ${low} and ${high}`);
    return { low, high };
  },
  atLeast: (low: number): Interval => ({ low, high: null }),

  add: (a: Interval, b: Interval): Interval => ({
    low: a.low + b.low,
    high: a.high === null || b.high === null ? null : a.high + b.high,
  }),

  sum: (terms: Iterable<Interval>): Interval => {
    let total: Interval = Interval.exactly(0);
    for (const term of terms) total = Interval.add(total, term);
    return total;
  },

  /** The difference, for quantities where `b` is taken from `a`; not bounded below by zero. */
  subtract: (a: Interval, b: Interval): Interval => ({
    low: b.high === null ? -Infinity : a.low - b.high,
    high: a.high === null ? null : a.high - b.low,
  }),

  /** The product of two intervals of non-negative quantities; nothing times an unbounded count is nothing. */
  multiply: (a: Interval, b: Interval): Interval => {
    const product = (x: number | null, y: number | null): number | null => (x === 0 || y === 0 ? 0 : x === null || y === null ? null : x * y);
    return { low: a.low * b.low, high: product(a.high, b.high) };
  },

  isExact: (a: Interval): boolean => a.low === a.high,

  /** Whether a demand fits a supply, whichever true values the two have. */
  fits: (demand: Interval, supply: Interval): Ternary => {
    if (demand.high !== null && demand.high <= supply.low) return 'yes';
    if (supply.high !== null && demand.low > supply.high) return 'no';
    return 'maybe';
  },

  /** `5`, `3 to 7`, `at least 3`. */
  format: (a: Interval, unit: (value: number) => string = String): string => {
    if (a.high === null) return `at least ${unit(a.low)}`;
    return a.low === a.high ? unit(a.low) : `${unit(a.low)} to ${unit(a.high)}`;
  },
} as const;
