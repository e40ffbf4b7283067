import { synthesize } from 'cdk-strata/testing';
import { build, Tenancy } from './main';

test('nothing about clusters that are only looked up is decided, and each finding says what would decide it', () => {
  const { findings } = synthesize((app) => void new Tenancy(app, 'tenancy'));
  expect(findings.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['AVL-005', 'CAP-001', 'CAP-002', 'CAP-006']));
  expect(findings.filter(({ verdict, remedies }) => verdict !== 'undecided' || !remedies.some(({ kind }) => kind === 'decides'))).toEqual([]);
});

test('with what somebody looked at all is decided that can be, and it renders what it always did', () => {
  const { stacks, findings } = synthesize(build);
  // What this version cannot decide of any cluster.
  expect(findings.map(({ rule, message }) => `${rule} ${message}`)).toEqual([
    'INT-004 machines of cluster `north` fit after the loss of any one host',
    'INT-004 machines of cluster `south` fit after the loss of any one host',
  ]);
  expect(stacks).toMatchSnapshot();
});

test('the statements render nothing: Terraform gets the same with them and without', () => {
  const without = synthesize((app) => void new Tenancy(app, 'tenancy'));
  expect(synthesize(build).stacks).toEqual(without.stacks);
});
