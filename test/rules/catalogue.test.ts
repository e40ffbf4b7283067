import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE, judge, readsPlan } from '../../lib/rules';
import { rulesPage } from '../../scripts/rules-page';
import { anEstate } from '../support/estate';

describe('the catalogue', () => {
  test('holds exactly these rules, in the order of their concerns and ids', () => {
    expect(CATALOGUE.map(({ id }) => id)).toEqual([
      'CAP-001',
      'CAP-002',
      'CAP-006',
      'CAP-009',
      'CAP-010',
      'CAP-011',
      'CAP-012',
      'CAP-013',
      'ISO-003',
      'ISO-008',
      'ISO-009',
      'ISO-010',
      'ISO-011',
      'ISO-012',
      'ISO-014',
      'AVL-001',
      'AVL-002',
      'AVL-003',
      'AVL-005',
      'AVL-006',
      'CFG-001',
      'CFG-002',
      'CFG-004',
      'CFG-005',
      'CFG-006',
      'CFG-007',
      'CFG-008',
      'CFG-009',
      'CFG-010',
      'CFG-011',
      'CFG-012',
      'CFG-013',
      'CFG-014',
      'CFG-015',
      'CFG-016',
      'CFG-017',
      'CFG-018',
      'CFG-019',
      'CFG-020',
      'WSM-001',
      'WSM-002',
      'WSM-003',
      'WSM-004',
      'WSM-005',
      'WSM-006',
      'WSM-007',
      'INT-001',
      'INT-002',
      'INT-004',
      'PLN-001',
      'PLN-002',
      'PLN-003',
      'PLN-004',
      'PLN-005',
    ]);
  });

  test.each(CATALOGUE.map((rule) => [rule.id, rule] as const))(
    '%s says what it decides, why, what it shows and where its numbers come from',
    (id, rule) => {
      expect(id).toMatch(/^[A-Z]{3}-\d{3}$/);
      for (const text of [rule.title, rule.decides, rule.why, rule.evidence]) expect(text.length).toBeGreaterThan(10);
      for (const text of [rule.decides, rule.why, rule.evidence]) expect(text).toMatch(/\.$/);
      expect(rule.title).not.toMatch(/\.$/);
      if (!id.startsWith('INT-')) expect(rule.sources?.length).toBeGreaterThan(0);
      for (const source of rule.sources ?? []) expect(source).toMatch(/^https:\/\//);
    },
  );

  test('a baseline never covers an intent', () => {
    expect(CATALOGUE.filter(({ id }) => id.startsWith('INT-')).every(({ waivable }) => waivable === false)).toBe(true);
  });

  test('rules about a plan, and no others, are decided on one', () => {
    expect(CATALOGUE.filter(readsPlan).map(({ id }) => id)).toEqual(CATALOGUE.map(({ id }) => id).filter((id) => id.startsWith('PLN-')));
    expect(judge(CATALOGUE.filter(readsPlan), anEstate()).flatMap(({ verdicts }) => verdicts)).toEqual([]);
  });

  test('nothing is wrong with an estate of nothing', () => {
    expect(judge(CATALOGUE, anEstate({ stacks: [] })).flatMap(({ verdicts }) => verdicts)).toEqual([]);
  });

  test('docs/rules.md is what scripts/rules-page.ts writes', () => {
    expect(readFileSync(join(__dirname, '../../docs/rules.md'), 'utf8')).toBe(rulesPage(CATALOGUE));
  });

  test('the page names every rule once', () => {
    for (const { id } of CATALOGUE) expect(rulesPage(CATALOGUE).split(`### ${id} `)).toHaveLength(2);
  });
});
