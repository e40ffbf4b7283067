import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { PlanJson } from './differential/plan-json';
import { announce, available, components, describeLane, describeReal, say } from './lane/components';
import { planOf, terraformWithNsx, terraformWithProvider, terraformWithStandIn, variablesOf } from './lane/deployment';
import { startNsxFor } from './lane/nsx';
import { programs, renderProgram, SITES, STRESS, type Rendered } from './lane/program';
import { APPLIED, fitted, withSimulator, type FittedProgram } from './lane/real';
import { about, findByPath, logIn } from './lane/soap';
import { startVcsim } from './tools/vcsim';
import { contentsOf } from './nsx/contents';
import type { RunningNsx } from './nsx/with-nsx';
import type { Terraform } from './tools/terraform';
import { VCSIM_GAPS, vcsimGapLine } from './vcsim-gaps';

announce();

describeLane.each([...programs(), STRESS, SITES])('the $name', (program) => {
  let app: Rendered;
  let nsx: RunningNsx;
  let seeded: unknown;
  let terraform: Terraform;

  beforeAll(async () => {
    app = renderProgram(program);
    nsx = await startNsxFor(app);
    seeded = contentsOf(nsx.server);
    terraform = terraformWithNsx(nsx, variablesOf(app));
    for (const { folder } of app.stacks) await terraform.init(folder);
  });
  afterAll(async () => {
    terraform.dispose();
    await nsx.stop();
    app.dispose();
  });

  test('is valid', async () => {
    for (const { folder } of app.stacks) expect(await terraform.validate(folder)).toMatchObject({ valid: true, diagnostics: [] });
  });

  test('is applied, each stack after those it reads', async () => {
    for (const { folder, isEmpty } of app.stacks) {
      expect(await terraform.plan(folder, 'first.tfplan')).toBe(isEmpty ? 'no changes' : 'changes');
      if (isEmpty) continue;
      await terraform.apply(folder, 'first.tfplan');
      expect(await terraform.stateList(folder)).not.toEqual([]);
    }
  });

  test('then leaves a second plan nothing to change', async () => {
    for (const { folder } of app.stacks) expect(await terraform.plan(folder, 'second.tfplan')).toBe('no changes');
  });

  test('keeps its state in the working directory, and none of it with the output', () => {
    for (const { name, isEmpty } of app.stacks) expect(existsSync(join(app.workingDirectory, `terraform.${name}.tfstate`))).toBe(!isEmpty);
    expect(statesUnder(app.output)).toEqual([]);
  });

  test('is destroyed without a trace, in NSX as well', async () => {
    for (const { folder, isEmpty } of [...app.stacks].reverse()) {
      if (isEmpty) continue;
      await terraform.destroy(folder);
      expect(await terraform.stateList(folder)).toEqual([]);
    }
    expect(contentsOf(nsx.server)).toEqual(seeded);
  });
});

/** Files of state, but for the note Terraform takes of where the state is. */
function statesUnder(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => /\.tfstate(\.|$)/.test(file) && !file.split(sep).includes('.terraform'))
    .map((file) => relative(folder, join(folder, file)));
}

describeLane('the stand-in', () => {
  test.each([
    [96, true],
    [97, false],
  ])('takes %i hosts of a cluster: %s', async (hosts, valid) => {
    const folder = mkdtempSync(join(tmpdir(), 'strata-lane-'));
    const terraform = terraformWithStandIn();
    try {
      const ids = Array.from({ length: hosts }, (_, n) => `host-${n}`);
      const cluster = { name: 'large', datacenter_id: 'datacenter-1', host_system_ids: ids, evc_mode: 'intel-icelake' };
      const required = { vsphere: { source: 'vmware/vsphere', version: '>= 2.16.0' } };
      const configuration = { terraform: { required_providers: required }, resource: { vsphere_compute_cluster: { large: cluster } } };
      writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(configuration));
      await terraform.init(folder);
      expect(await terraform.validate(folder)).toMatchObject({ valid });
    } finally {
      terraform.dispose();
      rmSync(folder, { recursive: true });
    }
  });
});

describeLane('the simulator', () => {
  test('holds what lookups are to find, answers only to its password, and stops', async () => {
    const simulator = await startVcsim(available().vcsim, { datacenter: 'fra1', datastore: 'fra1-vmfs-1', templates: ['debian-12'], hosts: 2 });
    try {
      expect(await logIn(simulator, 'wrong')).toBeUndefined();
      const session = (await logIn(simulator, simulator.password))!;
      expect(await findByPath(simulator, session, 'fra1')).toMatch(/^datacenter-/);
      expect(await findByPath(simulator, session, 'fra1/datastore/fra1-vmfs-1')).toBeDefined();
      expect(await findByPath(simulator, session, 'fra1/vm/debian-12')).toMatch(/^vm-/);
      expect(await findByPath(simulator, session, 'DC0')).toBeUndefined();
    } finally {
      await simulator.stop();
    }
    await expect(about(simulator)).rejects.toThrow('ECONNREFUSED');
  });

  test('still lacks what the list of its gaps names', async () => {
    const simulator = await startVcsim(available().vcsim, { templates: ['debian-12'] });
    try {
      const { methods, types } = await about(simulator);
      expect(methods).toContain('CloneVM_Task');
      for (const { missing } of VCSIM_GAPS) {
        if (missing && 'method' in missing) expect(methods).not.toContain(missing.method);
        else if (missing) expect(types).not.toContain(missing.object);
      }
    } finally {
      await simulator.stop();
    }
    for (const gap of VCSIM_GAPS) say(`the real provider on vcsim: ${vcsimGapLine(gap)}`);
  });
});

describeReal.each([...programs(), STRESS, SITES])('the $name, with the real provider', (program) => {
  let app: FittedProgram;
  let terraform: Terraform;

  beforeAll(async () => {
    const rendered = renderProgram(program);
    terraform = terraformWithProvider(variablesOf(rendered));
    app = await fitted(rendered, terraform);
    for (const { folder } of app.stacks) await terraform.init(folder);
  });
  afterAll(() => {
    terraform.dispose();
    app.dispose();
  });

  test('is valid', async () => {
    for (const { folder } of app.stacks) expect(await terraform.validate(folder)).toMatchObject({ valid: true, diagnostics: [] });
  });

  test('is what was rendered, but for what its schema does not have', () => {
    if (app.leftOut.length > 0) say(`${program.name}: left out, since ${components!.provider!.name} does not have it: ${app.leftOut.join(', ')}`);
    expect(app.leftOut).toMatchSnapshot();
  });
});

describeReal('what stands on a cluster that is there already', () => {
  test('is applied by the real provider, read back as it was planned but for what the simulator forgets, and destroyed', async () => {
    const rendered = renderProgram(SITES);
    const terraform = terraformWithProvider(variablesOf(rendered));
    try {
      const app = await fitted(rendered, terraform);
      const stack = app.stacks.find(({ name }) => name === APPLIED)!;
      await withSimulator(app, stack, async () => {
        const { folder } = stack;
        await terraform.init(folder);
        expect(await terraform.plan(folder, 'first.tfplan')).toBe('changes');
        await terraform.apply(folder, 'first.tfplan');
        say(
          `applied to vcsim by the real provider: ${[...new Set((await terraform.stateList(folder)).map((each) => each.split('.')[0]!))].filter((type) => type !== 'data').join(', ')}`,
        );
        const forgotten = VCSIM_GAPS.filter(({ forgets }) => forgets).map(({ type, attribute }) => `${type}.${attribute}`);
        expect(changedBy(await planOf(terraform, folder))).toEqual(forgotten.sort());
        await terraform.destroy(folder);
        expect(await terraform.stateList(folder)).toEqual([]);
      });
    } finally {
      terraform.dispose();
      rendered.dispose();
    }
  });
});

/** What a plan changes, by type and attribute. */
function changedBy({ resource_changes: changes = [] }: PlanJson): string[] {
  const changed = changes.flatMap(({ address, change }) => {
    const [before, after] = [change.before, change.after].map((each) => (each ?? {}) as Values) as [Values, Values];
    const names = Object.keys({ ...before, ...after }).filter((name) => !isDeepStrictEqual(before[name], after[name]));
    return names.map((name) => `${address.split('.')[0]!}.${name}`);
  });
  return [...new Set(changed)].sort();
}

type Values = Readonly<Record<string, unknown>>;
