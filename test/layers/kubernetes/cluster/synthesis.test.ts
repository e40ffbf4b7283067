import { Size } from 'cdk8s';
import { GitOps } from 'cdk-strata/kubernetes';
import { synthesize } from 'cdk-strata/testing';
import type { Finding } from '../../../../lib/report';
import { GENERAL, Site, wasm } from './site';

const POOLS = {
  general: GENERAL,
  wasm: { replicas: 2, cpus: 8, memory: Size.gibibytes(32), apart: 'hosts', taint: 'wasm', runtimes: [wasm] },
} as const;
const errors = (findings: readonly Finding[]): string[] =>
  findings.filter(({ severity }) => severity === 'error').map(({ rule, message }) => `${rule} ${message}`);

test('no rule finds an error in a cluster that is not in the ground it stands on', () => {
  const ground = errors(synthesize((app) => void new Site(app)).findings);
  const { findings, estate } = synthesize((app) => void new Site(app).prod({ pools: POOLS, addons: GitOps.argoCd() }));
  const own = errors(findings).filter((each) => !ground.includes(each));
  expect(own).toEqual([]);
  expect(estate.vsphere.machines.filter(({ origin }) => origin === 'owned')).toHaveLength(11);
});
