import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { StateJson } from '../differential/plan-json';
import { announce, describeLane, say } from '../lane/components';
import { applied, planOf, terraformWithNsx, variablesOf } from '../lane/deployment';
import { renderProgram, type Program, type Rendered } from '../lane/program';
import type { Validation } from '../tools/terraform';
import { contentsOf } from './contents';
import { inOneStack, overTwoStacks, RECORD } from './program/frankfurt';
import { estateWith, placeless, sameUpToIds, SITE_SEEDS, verdictsOf } from './program/outcome';
import { compareReaders, openIn, type ReaderComparison } from './readers/compare';
import { recordedEstate, renderedEstate } from './readers/estates';
import { startNsx, type RunningNsx } from './with-nsx';

announce();

/** What became of the site once it was there, and once it was gone again. */
interface Outcome {
  readonly validations: readonly Validation[];
  readonly firstPlans: readonly string[];
  readonly secondPlans: readonly string[];
  /** Files of what the manager had before, and what it had once all was applied. */
  readonly records: { readonly before: string; readonly after: string };
  readonly contents: { readonly before: unknown; readonly applied: Record<string, unknown>; readonly destroyed: unknown };
  readonly left: readonly string[];
  readonly readers: ReaderComparison;
  readonly warnings: readonly string[];
}

const running: Rendered[] = [];
const isProved = (verdict: string): boolean => verdict.includes('"verdict":"proved"');

async function throughItsLife(argument: 'one' | 'two'): Promise<Outcome> {
  const program: Program = { name: `site in ${argument}`, folder: join(__dirname, 'program'), argument };
  const nsx = await startNsx(SITE_SEEDS);
  try {
    const app = renderProgram(program, { [RECORD]: JSON.stringify(nsx.server.export()) });
    running.push(app);
    return await lived(app, nsx);
  } finally {
    await nsx.stop();
  }
}

async function lived(app: Rendered, nsx: RunningNsx): Promise<Outcome> {
  const terraform = terraformWithNsx(nsx, variablesOf(app));
  try {
    for (const { name, folder } of app.stacks) {
      nsx.connect(folder, app.model.stacks.find((stack) => stack.name === name)!.providers);
      await terraform.init(folder);
    }
    const before = contentsOf(nsx.server);
    const recorded = recordedEstate(nsx.server);
    const records = { before: join(app.workingDirectory, RECORD), after: join(app.workingDirectory, 'after.json') };
    const validations: Validation[] = [];
    const [firstPlans, secondPlans]: string[][] = [[], []];
    const states = new Map<string, StateJson>();
    for (const { name, folder } of app.stacks) {
      validations.push(await terraform.validate(folder));
      const { resource_changes: changes = [] } = await planOf(terraform, folder);
      firstPlans!.push(...new Set(changes.flatMap(({ change }) => change.actions ?? [])));
      states.set(name, await applied(terraform, folder));
    }
    for (const { folder } of app.stacks) secondPlans!.push(await terraform.plan(folder, 'second.tfplan'));
    writeFileSync(records.after, JSON.stringify(nsx.server.export()));
    const readers = compareReaders(renderedEstate(app, states), recordedEstate(nsx.server), recorded);
    const contents = { before, applied: contentsOf(nsx.server) };
    const warnings = nsx.server.warnings();
    const left: string[] = [];
    for (const { folder } of [...app.stacks].reverse()) {
      await terraform.destroy(folder);
      left.push(...(await terraform.stateList(folder)));
    }
    announceRequests(app.name, nsx);
    return {
      validations,
      firstPlans: firstPlans!,
      secondPlans: secondPlans!,
      records,
      readers,
      left,
      warnings,
      contents: { ...contents, destroyed: contentsOf(nsx.server) },
    };
  } finally {
    terraform.dispose();
  }
}

function announceRequests(name: string, { server }: RunningNsx): void {
  const refused = server.requests.filter(({ status, method }) => status >= 400 && !(status === 404 && method === 'GET'));
  say(`${name}: ${server.requests.length} requests, ${refused.length} refused`);
}

describeLane('the NSX part of a site', () => {
  let one: Outcome;
  let two: Outcome;
  const outcomeOf = (layout: 'one' | 'two'): Outcome => (layout === 'one' ? one : two);

  beforeAll(async () => {
    one = await throughItsLife('one');
    two = await throughItsLife('two');
  });
  afterAll(() => running.forEach((app) => app.dispose()));

  describe.each(['one', 'two'] as const)('in %s', (layout) => {
    test('is valid', () => {
      for (const validation of outcomeOf(layout).validations) expect(validation).toMatchObject({ valid: true, diagnostics: [] });
    });

    test('is made, and a second plan has nothing to change', () => {
      expect(outcomeOf(layout).validations).toHaveLength(layout === 'one' ? 1 : 2);
      expect(new Set(outcomeOf(layout).firstPlans)).toEqual(new Set(['create', 'read']));
      expect(new Set(outcomeOf(layout).secondPlans)).toEqual(new Set(['no changes']));
      expect(outcomeOf(layout).warnings).toEqual([]);
    });

    test('is destroyed, and leaves the manager as it was', () => {
      expect(outcomeOf(layout).left).toEqual([]);
      expect(outcomeOf(layout).contents.applied).not.toEqual(outcomeOf(layout).contents.before);
      expect(outcomeOf(layout).contents.destroyed).toEqual(outcomeOf(layout).contents.before);
    });

    test('is in the rendered output what it is in a record of the manager', () => {
      const { readers } = outcomeOf(layout);
      expect(readers.differences).toEqual([]);
      expect(readers.compared.objects).toBeGreaterThan(12);
      expect(openIn(readers)).toMatchSnapshot();
    });

    test('is no other once what it made is recorded', () => {
      const build = layout === 'one' ? inOneStack : overTwoStacks;
      const { before, after } = outcomeOf(layout).records;
      const [first, second] = [estateWith(build, before), estateWith(build, after)];
      const own = ({ securityPolicies, groups, segments }: typeof first.nsx): unknown =>
        [...securityPolicies, ...groups, ...segments].map(({ name, origin }) => [origin, name]);
      expect(own(second.nsx)).toEqual(own(first.nsx));
      // Of what is recorded there is more to be said: that it is what the app itself made.
      expect(verdictsOf(second)).toEqual(expect.arrayContaining(verdictsOf(first).filter(isProved)));
      const open = (estate: typeof first, file: string): string[] =>
        verdictsOf(estate)
          .filter((verdict) => !isProved(verdict))
          .map((verdict) => verdict.replaceAll(basename(file), 'record'));
      expect(open(second, after)).toEqual(open(first, before));
    });
  });

  test('is the same estate in one stack and over two', () => {
    const [whole, split] = [estateWith(inOneStack, one.records.before), estateWith(overTwoStacks, one.records.before)];
    expect(placeless(split.nsx)).toEqual(placeless(whole.nsx));
    expect(placeless(split.vsphere)).toEqual(placeless(whole.vsphere));
    // A segment that is reached through another stack is met in vCenter under that stack, and not under its construct.
    const networks = ({ tenants, nsx }: typeof whole): unknown => {
      const segments = new Set(nsx.segments.map(({ id }) => id));
      return placeless(tenants.map(({ networks: of, ...rest }) => ({ ...rest, networks: of.ids.filter((id) => segments.has(id)) })));
    };
    expect(networks(split)).toEqual(networks(whole));
    expect(whole.tenants.map(({ networks: of }) => of.ids.length)).not.toEqual([0]);
    expect(whole.nsx.segments.map(({ name }) => name)).toEqual(['ledger', 'nodes']);
    expect(split.faults).toEqual([]);
  });

  test('has the same verdicts in one stack and over two', () => {
    const [whole, split] = [estateWith(inOneStack, one.records.before), estateWith(overTwoStacks, one.records.before)];
    const [inOne, inTwo] = [verdictsOf(whole), verdictsOf(split)];
    expect(inTwo.filter((verdict) => !inOne.includes(verdict))).toEqual([]);
    // Across stacks Terraform keeps no order of removal, so that nothing is said of it: the group of the ledger is named by the other stack.
    expect(inOne.filter((verdict) => !inTwo.includes(verdict))).toEqual([
      expect.stringMatching(/^CFG-008 .*"proved".*ledger\/nsx-group.*"lifecycle"/),
    ]);
    expect(inTwo.length).toBeGreaterThan(30);
  });

  test('is the same to the manager in one stack and over two', () => {
    expect(sameUpToIds(two.contents.applied)).toEqual(sameUpToIds(one.contents.applied));
  });
});
