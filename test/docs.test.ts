import * as cdk8s from 'cdk8s';
import * as strata from 'cdk-strata';
import * as hardware from 'cdk-strata/hardware';
import * as tenancy from 'cdk-strata/tenancy';
import { synthesize } from 'cdk-strata/testing';
import * as vsphere from 'cdk-strata/vsphere';
import { Page, run, transpiled, typeFaults } from './pages';

const modules: Readonly<Record<string, object>> = {
  cdk8s: { Size: cdk8s.Size, Duration: cdk8s.Duration },
  'cdk-strata': { ...strata, StrataApp: undefined },
  'cdk-strata/hardware': hardware,
  'cdk-strata/tenancy': tenancy,
  'cdk-strata/vsphere': vsphere,
};
const names = new Map(Object.entries(modules).map(([from, exported]) => [from, Object.keys(exported).filter((name) => name !== 'StrataApp')]));

const readme = new Page('README.md');
const guide = new Page('docs/vsphere.md');
const sections = [...guide.sections(names)];

test('what the pages show is TypeScript that compiles', () => {
  expect(typeFaults([readme.programs[0]!, guide.programs[0]!, ...sections.map(([, program]) => program)])).toEqual([]);
}, 120_000);

test.each([
  { page: 'README.md', program: readme.programs[0]! },
  { page: 'docs/vsphere.md', program: guide.programs[0]! },
])(
  'the program of $page synthesises',
  ({ program }) => {
    expect(run(program)).toEqual({ status: 0, stderr: '', intact: true });
  },
  60_000,
);

test.each(sections)('the snippets of "%s" synthesise, and no rule is broken by them', (_, program) => {
  const exported: { build?: Parameters<typeof synthesize>[0] } = {};
  new Function('exports', 'require', transpiled(program))(exported, require);
  // What this version records and cannot decide yet it says of every program.
  const findings = synthesize(exported.build!).findings.filter(({ rule }) => rule !== 'INT-004');
  expect(findings.map(({ severity, rule, message, reason }) => `${severity} ${rule} ${message} ${reason}`)).toEqual([]);
});
