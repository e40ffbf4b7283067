import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { announce, available, describeLane, describeReal, say } from './lane/components';
import { connectTo, planOf, terraformWithProvider, terraformWithStandIn, variablesOf } from './lane/deployment';
import { programs, renderProgram, STRESS, type Rendered } from './lane/program';
import { seedsFor } from './lane/seeds';
import { about, findByPath, logIn } from './lane/soap';
import { startVcsim } from './tools/vcsim';
import type { Terraform } from './tools/terraform';
import { VCSIM_GAPS, vcsimGapLine } from './vcsim-gaps';

announce();

describeLane.each([...programs(), STRESS])('the $name', (program) => {
  let app: Rendered;
  let terraform: Terraform;

  beforeAll(async () => {
    app = renderProgram(program);
    terraform = terraformWithStandIn(app.workingDirectory, variablesOf(app));
    for (const { folder } of app.stacks) await terraform.init(folder);
  });
  afterAll(() => {
    terraform.dispose();
    app.dispose();
  });

  test('is valid', async () => {
    for (const { folder } of app.stacks) expect(await terraform.validate(folder)).toMatchObject({ valid: true, diagnostics: [] });
  });

  test('is applied, each stack after those it reads', async () => {
    for (const { folder } of app.stacks) {
      expect(await terraform.plan(folder, 'first.tfplan')).toBe('changes');
      await terraform.apply(folder, 'first.tfplan');
      expect(await terraform.stateList(folder)).not.toEqual([]);
    }
  });

  test('then leaves a second plan nothing to change', async () => {
    for (const { folder } of app.stacks) expect(await terraform.plan(folder, 'second.tfplan')).toBe('no changes');
  });

  test('keeps its state in the working directory, and none of it with the output', () => {
    for (const { name } of app.stacks) expect(existsSync(join(app.workingDirectory, `terraform.${name}.tfstate`))).toBe(true);
    expect(statesUnder(app.output)).toEqual([]);
  });

  test('is destroyed without a trace', async () => {
    for (const { folder } of [...app.stacks].reverse()) {
      await terraform.destroy(folder);
      expect(await terraform.stateList(folder)).toEqual([]);
    }
  });
});

/** Files of state, but for the note Terraform takes of where the state is. */
function statesUnder(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => /\.tfstate(\.|$)/.test(file) && !file.split(sep).includes('.terraform'))
    .map((file) => relative(folder, join(folder, file)));
}

describeLane('the simulator', () => {
  test('holds what lookups are to find, answers only to its password, and stops', async () => {
    const simulator = await startVcsim(available().vcsim, { datacenter: 'fra1', datastore: 'fra1-vmfs-1', template: 'debian-12', hosts: 2 });
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
    const simulator = await startVcsim(available().vcsim, { template: 'debian-12' });
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
    for (const gap of VCSIM_GAPS) say(`not applied to vcsim by the real provider: ${vcsimGapLine(gap)}`);
  });
});

describeReal.each(programs())('the $name, with the real provider', (program) => {
  test('is valid, and planned against the simulator', async () => {
    const app = renderProgram(program);
    const simulator = await startVcsim(available().vcsim, seedsFor(app.model));
    const terraform = terraformWithProvider(variablesOf(app));
    try {
      for (const { name, folder, dependencies } of app.stacks) {
        connectTo(simulator, folder, app.model.stacks.find((stack) => stack.name === name)!.providers);
        await terraform.init(folder);
        expect(await terraform.validate(folder)).toMatchObject({ valid: true, diagnostics: [] });
        // A stack that reads another can be planned once that one is applied, which the simulator does not carry.
        if (dependencies.length === 0) expect((await planOf(terraform, folder)).planned_values.root_module?.resources).not.toEqual([]);
      }
    } finally {
      terraform.dispose();
      await simulator.stop();
      app.dispose();
    }
  });
});
