import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../lib/cli/program';
import { PROVIDER_DEFAULTS } from '../../lib/estate/read';
import { announce, describeLane } from './lane/components';
import { terraformWithStandIn, variablesOf } from './lane/deployment';
import { programs, renderProgram, type Rendered, type RenderedStack } from './lane/program';
import type { Terraform } from './tools/terraform';

announce();

interface Plan {
  readonly resource_changes: readonly {
    readonly address: string;
    readonly type: string;
    readonly change: { after: Record<string, unknown> | null };
  }[];
}

/** The stand-in knows no defaults: they are put in as the real provider plans them. */
function withDefaults(plan: Plan): Plan {
  for (const { type, change } of plan.resource_changes) {
    for (const row of PROVIDER_DEFAULTS) if (change.after && row.type === type) change.after[row.attribute] ??= row.planned;
  }
  return plan;
}

const PROGRAMS = programs().filter(({ name }) => ['reference stack', 'example first-stack'].includes(name));

describeLane.each(PROGRAMS)('a plan of the $name', (program) => {
  let app: Rendered | undefined;
  let stack: RenderedStack;
  let terraform: Terraform | undefined;

  beforeAll(async () => {
    app = renderProgram(program);
    terraform = terraformWithStandIn(variablesOf(app));
    stack = app.stacks[0]!;
    await terraform.init(stack.folder);
  });
  afterAll(() => {
    terraform?.dispose();
    app?.dispose();
  });

  async function planned(...options: string[]): Promise<string> {
    await terraform!.plan(stack.folder, 'lane.tfplan', options);
    const file = join(app!.workingDirectory, 'plan.json');
    writeFileSync(file, JSON.stringify(withDefaults((await terraform!.showJson(stack.folder, 'lane.tfplan')) as Plan)));
    return file;
  }

  async function verify(file: string): Promise<{ exit: number; text: string }> {
    let text = '';
    const terminal = { out: (line: string) => void (text += line), err: (line: string) => void (text += line) };
    const exit = await run(['verify', file, '--out', app!.output], terminal);
    return { exit, text };
  }

  function addressesOf(type: string): string[] {
    const plan = JSON.parse(readFileSync(join(app!.workingDirectory, 'plan.json'), 'utf8')) as Plan;
    return plan.resource_changes.filter((change) => change.type === type).map(({ address }) => address);
  }

  test('is good at first, unless it enables vSAN with HA on: that takes two applies', async () => {
    const { exit, text } = await verify(await planned());
    const enablesVsan = readFileSync(join(stack.folder, 'cdk.tf.json'), 'utf8').includes('"vsan_enabled": true');
    expect([exit, text.match(/^PLN-\d+/gm)]).toEqual(enablesVsan ? [4, ['PLN-001']] : [0, null]);
    await terraform!.apply(stack.folder, 'lane.tfplan');
    expect(await verify(await planned())).toMatchObject({ exit: 0, text: expect.stringContaining('nothing changes') });
  });

  test('is good when a VM is replaced together with its rule', async () => {
    await planned();
    const { resource } = JSON.parse(readFileSync(join(stack.folder, 'cdk.tf.json'), 'utf8')) as Config;
    const sets = Object.values(resource.vsphere_compute_cluster_vm_anti_affinity_rule ?? {}).map((rule) => rule.virtual_machine_ids ?? []);
    const largest = sets.reduce((most, each) => (each.length > most.length ? each : most));
    const machine = largest[0]!.replace(/^\$\{(.*)\.id\}$/, '$1');
    const replaced = await verify(await planned(`-replace=${machine}`));
    expect(replaced).toMatchObject({ exit: 0, text: expect.stringContaining('2 replaced') });
    // Two VMs that stay are without their rule for a while.
    expect(replaced.text.replace(/\s+/g, ' ').includes('against it while the apply has taken it away')).toBe(largest.length > 2);
  });

  test('is refuted where too many hosts are replaced at once', async () => {
    await planned();
    const hosts = addressesOf('vsphere_host');
    const few = await planned(...hosts.slice(0, hosts.length - 1).map((host) => `-replace=${host}`));
    expect(await verify(few)).toMatchObject({ exit: 4, text: expect.stringMatching(/PLN-003.*too few hosts left/s) });
  });

  test('is undecided where it is of a part only', async () => {
    await planned();
    const [host] = addressesOf('vsphere_host');
    expect(await verify(await planned(`-target=${host}`))).toMatchObject({ exit: 3, text: expect.stringContaining('-target') });
  });

  test('is refused once the tree is another', async () => {
    const file = await planned();
    const rendered = join(stack.folder, 'cdk.tf.json');
    const text = readFileSync(rendered, 'utf8');
    writeFileSync(rendered, text.replace('"drs_enabled": true', '"drs_enabled": false'));
    try {
      expect(await verify(file)).toMatchObject({ exit: 4, text: expect.stringContaining('cdk.tf.json has changed') });
    } finally {
      writeFileSync(rendered, text);
    }
  });
});

interface Config {
  readonly resource: Readonly<Record<string, Readonly<Record<string, { readonly virtual_machine_ids?: readonly string[] }>>>>;
}
