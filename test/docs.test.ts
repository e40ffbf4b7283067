import * as cdk8s from 'cdk8s';
import * as strata from 'cdk-strata';
import * as container from 'cdk-strata/container';
import * as hardware from 'cdk-strata/hardware';
import * as kubernetes from 'cdk-strata/kubernetes';
import * as nsx from 'cdk-strata/nsx';
import * as tenancy from 'cdk-strata/tenancy';
import { synthesize } from 'cdk-strata/testing';
import * as vsphere from 'cdk-strata/vsphere';
import * as wasm from 'cdk-strata/wasm';
import { Page, run, transpiled, typeFaults } from './pages';

const modules: Readonly<Record<string, object>> = {
  cdk8s: {
    Size: cdk8s.Size,
    Duration: cdk8s.Duration,
    App: cdk8s.App,
    Chart: cdk8s.Chart,
    ApiObject: cdk8s.ApiObject,
    Include: cdk8s.Include,
    JsonPatch: cdk8s.JsonPatch,
  },
  'cdk-strata': { ...strata, StrataApp: undefined },
  'cdk-strata/container': container,
  'cdk-strata/hardware': hardware,
  'cdk-strata/kubernetes': kubernetes,
  'cdk-strata/nsx': nsx,
  'cdk-strata/tenancy': tenancy,
  'cdk-strata/vsphere': vsphere,
  'cdk-strata/wasm': wasm,
};
const names = new Map(Object.entries(modules).map(([from, exported]) => [from, Object.keys(exported).filter((name) => name !== 'StrataApp')]));

const [readme, ...guides] = ['README.md', 'docs/vsphere.md', 'docs/nsx.md', 'docs/containers.md', 'docs/kubernetes.md', 'docs/wasm.md'].map(
  (file) => new Page(file),
) as [Page, ...Page[]];
const sections = guides.flatMap((guide) => [...guide.sections(names)].map(([section, program]) => ({ page: guide.file, section, program })));
// The first program of a page is a whole one; further ones are tests, and need what they test.
const programs = [readme, ...guides].flatMap(({ file, programs: [program] }) => (program === undefined ? [] : [{ page: file, program }]));

test('what the pages show is TypeScript that compiles', () => {
  expect(typeFaults([...programs, ...sections].map(({ program }) => program))).toEqual([]);
}, 120_000);

test.each(programs)(
  'the program of $page synthesises',
  ({ program }) => {
    expect(run(program)).toEqual({ status: 0, stderr: '', intact: true });
  },
  60_000,
);

test.each(sections)('the snippets of "$section" in $page synthesise, and no rule is broken by them', ({ program }) => {
  const exported: { build?: Parameters<typeof synthesize>[0] } = {};
  new Function('exports', 'require', transpiled(program))(exported, require);
  // What this version records and cannot decide yet it says of every program.
  const findings = synthesize(exported.build!).findings.filter(({ rule }) => rule !== 'INT-004');
  expect(findings.map(({ severity, rule, message, reason }) => `${severity} ${rule} ${message} ${reason}`)).toEqual([]);
});
