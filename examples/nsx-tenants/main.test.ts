import { synthesize } from 'cdk-strata/testing';
import { build, Machines, Network } from './main';

const { stacks, findings, estate } = synthesize(build);

test('every segment of the tenants ends in default deny, and nothing is left to say', () => {
  expect(findings.map(({ rule, message, reason }) => `${rule} ${message} ${reason}`)).toEqual([]);
});

test('without the record nobody can say so, and each finding says what would decide it', () => {
  const { findings: open, stacks: same } = synthesize((app) => void new Machines(app, 'machines', new Network(app, 'network')));
  expect(new Set(open.map(({ rule, verdict }) => `${rule} ${verdict}`))).toEqual(new Set(['ISO-008 undecided', 'ISO-012 undecided']));
  expect(open.filter(({ remedies }) => !remedies.some(({ text }) => text.includes('Assume.estate')))).toEqual([]);
  expect(same).toEqual(stacks);
});

test("what others have is part of the estate, and stands beside the app's own", () => {
  const { securityPolicies, nsxMachines } = estate.nsx;
  expect(securityPolicies.filter(({ origin }) => origin === 'surroundings').map(({ name }) => name)).toEqual([
    'shared services',
    'Default Layer2 Section',
    'Default Layer3 Section',
  ]);
  expect(nsxMachines.map(({ name }) => name)).toEqual(expect.arrayContaining(['backup-1', 'scan-1']));
});

test('it renders what it always did', () => {
  expect(stacks).toMatchSnapshot();
});
