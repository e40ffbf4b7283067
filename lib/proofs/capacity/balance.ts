import { Interval, type Ternary } from '../../units';

/** Equal things whose number and size are known within bounds. */
export interface Load {
  readonly count: Interval;
  readonly size: Interval;
}

/** What is wanted beside what there is. */
export interface Balance {
  readonly demand: Interval;
  readonly supply: Interval;
  readonly fits: Ternary;
}

export function totalOf(loads: Iterable<Load>): Interval {
  let total = Interval.exactly(0);
  for (const load of loads) total = Interval.add(total, Interval.multiply(load.count, load.size));
  return total;
}

export function balanceOf(demand: Interval, supply: Interval): Balance {
  return { demand, supply, fits: Interval.fits(demand, supply) };
}

/** Ratios are decimals a person typed: six places of them are exact. */
const RATIO_PLACES = 1e6;

/** What a whole number of cores or MiB yields at a ratio, rounded down. Exact where binary fractions are not: 100 at 1.15 is 115. */
export function atRatio(amount: Interval, ratio: number): Interval {
  const scaled = Math.round(ratio * RATIO_PLACES);
  const of = (x: number): number => Math.floor((x * scaled) / RATIO_PLACES);
  return { low: of(amount.low), high: amount.high === null ? null : of(amount.high) };
}
