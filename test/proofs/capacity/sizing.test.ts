import { SIZINGS, VSAN_DOMAINS } from '../../../lib/proofs/capacity';

describe('numbers from outside', () => {
  test.each(SIZINGS.map((row) => [row.id, row] as const))('%s is an interval with a statement and a source', (id, { value, statement, source }) => {
    expect(id).toMatch(/^constant:/);
    expect(value.low).toBeLessThanOrEqual(value.high ?? Infinity);
    expect(value.low).toBeGreaterThanOrEqual(0);
    expect(statement.length).toBeGreaterThan(20);
    expect(source).toMatch(/^https:\/\/|guide/);
  });

  test('each has an id of its own', () => {
    expect(new Set(SIZINGS.map(({ id }) => id)).size).toBe(SIZINGS.length);
  });

  test('a mirror takes twice its failures and one more fault domains', () => {
    const mirrors = VSAN_DOMAINS.filter(({ raid }) => raid === 'raid-1');
    expect(mirrors.map(({ failures, value }) => [failures, value.low])).toEqual([1, 2, 3].map((n) => [n, 2 * n + 1]));
  });
});
