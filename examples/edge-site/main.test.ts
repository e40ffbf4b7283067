import { synthesize } from 'cdk-strata/testing';
import { build } from './main';

const { stacks, findings } = synthesize(build);

test('nothing stops the site, and what two nodes cannot do is said', () => {
  expect(findings.map(({ rule, severity, message }) => ({ rule, severity, message }))).toEqual([
    { rule: 'CAP-006', severity: 'warning', message: 'data of storage policy `two-node-mirror` cannot be rebuilt after cluster `shop` loses a host' },
    { rule: 'INT-004', severity: 'warning', message: 'machines of cluster `shop` fit after the loss of any one host' },
  ]);
});

test('it renders what it always did', () => {
  expect(stacks).toMatchSnapshot();
});
