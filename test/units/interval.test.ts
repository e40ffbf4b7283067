import * as fc from 'fast-check';
import { Interval } from '../../lib/units';

const interval = fc
  .tuple(fc.nat(1000), fc.option(fc.nat(1000)))
  .map(([low, width]): Interval => ({ low, high: width === null ? null : low + width }));
/** Some true values an interval allows. */
const members = (a: Interval): number[] => [a.low, a.high ?? a.low + 5000, a.low + ((a.high ?? a.low + 10) - a.low) / 2];
const holds = (a: Interval, value: number): boolean => a.low <= value && (a.high === null || value <= a.high);

describe('Interval', () => {
  test.each([
    ['add', Interval.add, (x: number, y: number) => x + y],
    ['subtract', Interval.subtract, (x: number, y: number) => x - y],
    ['multiply', Interval.multiply, (x: number, y: number) => x * y],
  ] as const)('%s holds every result of true values', (_name, operation, exact) => {
    fc.assert(
      fc.property(interval, interval, (a, b) => {
        const result = operation(a, b);
        for (const x of members(a)) for (const y of members(b)) expect(holds(result, exact(x, y))).toBe(true);
      }),
    );
  });

  test('a demand fits for sure only if it fits at its worst, and fails only if it fails at its best', () => {
    fc.assert(
      fc.property(interval, interval, (demand, supply) => {
        const outcomes = new Set(members(demand).flatMap((x) => members(supply).map((y) => x <= y)));
        const answer = Interval.fits(demand, supply);
        if (answer === 'yes') expect([...outcomes]).toEqual([true]);
        if (answer === 'no') expect([...outcomes]).toEqual([false]);
        if (demand.high !== null && supply.high !== null && outcomes.size === 1) expect(answer).toBe(outcomes.has(true) ? 'yes' : 'no');
      }),
    );
  });

  test('equality fits', () => {
    expect(Interval.fits(Interval.exactly(8), Interval.exactly(8))).toBe('yes');
    expect(Interval.fits(Interval.exactly(9), Interval.exactly(8))).toBe('no');
    expect(Interval.fits(Interval.between(7, 9), Interval.exactly(8))).toBe('maybe');
    expect(Interval.fits(Interval.atLeast(0), Interval.exactly(8))).toBe('maybe');
    expect(Interval.fits(Interval.exactly(8), Interval.atLeast(8))).toBe('yes');
  });

  test('nothing times an unknown number is nothing', () => {
    expect(Interval.multiply(Interval.exactly(0), Interval.atLeast(1))).toEqual(Interval.exactly(0));
  });

  test('refuses ends in the wrong order', () => {
    expect(() => Interval.between(2, 1)).toThrow("an interval's low end must not exceed its high end, got 2 and 1");
  });

  test('prints', () => {
    expect([Interval.exactly(5), Interval.between(3, 7), Interval.atLeast(3)].map((x) => Interval.format(x))).toEqual(['5', '3 to 7', 'at least 3']);
  });
});
