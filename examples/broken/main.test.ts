import { synthesize } from 'cdk-strata/testing';
import { build } from './main';

const { findings } = synthesize(build);

test('each of ten rules finds its fault, and nothing else is an error', () => {
  expect(findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)).toEqual([
    'AVL-005',
    'CAP-001',
    'CAP-002',
    'CAP-010',
    'CFG-010',
    'CFG-014',
    'CFG-015',
    'INT-001',
    'INT-002',
    'ISO-009',
  ]);
  expect(findings.filter(({ severity }) => severity !== 'error').map(({ rule }) => rule)).toEqual(['INT-004']);
});

test('every finding names the line of the program that made it', () => {
  expect(findings.map(({ source }) => source[0]?.file)).toEqual(findings.map(() => 'examples/broken/main.ts'));
});

test('the findings say what they always said', () => {
  const told = findings.map(({ rule, message, witness, remedies, source }) => ({ rule, message, witness, remedies, line: source[0]?.line }));
  expect(told).toMatchSnapshot();
});
