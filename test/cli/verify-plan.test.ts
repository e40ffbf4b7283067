import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerraformStack } from 'cdktf';
import { run } from '../../lib/cli/program';
import { firstPlan, type PlanJson } from '../app/plan-files';
import { Data, output, project } from '../app/programs';

afterEach(() => void jest.restoreAllMocks());

async function strata(...args: string[]) {
  let [out, err] = ['', ''];
  const exit = await run(args, { out: (text) => (out += text), err: (text) => (err += text) });
  return { exit, out, err };
}

const at = project();
let plan: string;

beforeAll(() => {
  output();
  const app = at.app();
  const stack = new TerraformStack(app, 'site');
  new Data(stack, 'data');
  stack.addOverride('resource.vsphere_compute_cluster.compute', { name: 'compute', ha_enabled: true, vsan_enabled: false, host_managed: true });
  app.synth();
  jest.restoreAllMocks();
  plan = written('plan', () => undefined);
});

function written(name: string, edit: (plan: PlanJson) => void): string {
  const json = firstPlan(at.out, 'site');
  edit(json);
  const file = join(at.folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(json));
  return file;
}

const cluster = (json: PlanJson) => json.resource_changes.find(({ type }) => type === 'vsphere_compute_cluster')!.change;
const verify = (...args: string[]) => strata('verify', ...args, '--out', at.out);

test('a good plan ends with 0, and says what it rests on and what no plan shows', async () => {
  const { exit, out, err } = await verify(plan);
  expect([exit, err]).toEqual([0, '']);
  expect(out).toMatch(/stack site: 2 created; 0 refuted, 0 undecided, \d+ proved: good\n$/);
});

test('a refuted plan ends with 4, and shows the finding on stderr', async () => {
  const { exit, out, err } = await verify(written('refuted', (json) => (cluster(json).after!.vsan_enabled = true)));
  expect([exit, out]).toEqual([4, '']);
  expect(err).toMatch(/^PLN-001 {2}HA is turned on in the apply that enables vSAN/);
  expect(err).toMatch(/vsan_enabled {3}false -> true/);
  expect(err).toMatch(/hint {11}`bringUp: true`/);
});

test('an undecided plan ends with 3', async () => {
  const file = written('undecided', (json) => {
    delete cluster(json).after!.vsan_enabled;
    cluster(json).after_unknown.vsan_enabled = true;
  });
  expect(await verify(file)).toMatchObject({ exit: 3, err: '', out: expect.stringContaining('[undecided]') });
  expect(await verify(written('open', (json) => (json.complete = false)))).toMatchObject({
    exit: 3,
    out: expect.stringContaining('not in the plan:'),
  });
});

test('a plan with an error ends with 4, and decides nothing', async () => {
  const file = written('errored', (json) => (json.errored = true));
  expect(await verify(file)).toMatchObject({ exit: 4, out: '', err: expect.stringMatching(/^nothing is decided:\n {2}.*did not finish/) });
  expect(JSON.parse((await verify(file, '--output', 'json')).out)).toMatchObject({ outcome: 'refused' });
});

test('--output json says the same to a machine, and no secret', async () => {
  const file = written('refuted', (json) => {
    cluster(json).after!.vsan_enabled = true;
    Object.assign(cluster(json), { after_sensitive: { name: true } });
    cluster(json).after!.name = 'top-secret';
  });
  const { exit, out, err } = await verify(file, '--output', 'json');
  expect([exit, err]).toEqual([4, '']);
  expect(out).not.toContain('top-secret');
  const json = JSON.parse(out) as { rules: { id: string }[] };
  expect(json).toMatchObject({ outcome: 'refuted', plans: [{ stack: 'site', changes: 2 }], findings: [{ rule: 'PLN-001' }], open: [] });
  expect(json).toMatchObject({ discharged: expect.arrayContaining(['provider-default:vsphere_compute_cluster.host_system_ids']) });
  expect(json.rules.map(({ id }) => id)).toEqual(['PLN-001', 'PLN-002', 'PLN-003', 'PLN-004', 'PLN-005']);
});

test('--stack says which stack a plan is of', async () => {
  expect((await verify(plan, '--stack', 'site')).exit).toBe(0);
  expect(await verify(plan, '--stack', 'other')).toMatchObject({ exit: 2, err: expect.stringContaining('no stack `other`; it has `site`') });
  expect(await verify(plan, plan, '--stack', 'site')).toMatchObject({ exit: 2, err: expect.stringContaining('a single plan') });
});

test.each([
  [['verify'], 'give a plan'],
  [['verify', 'none.json', '--out', '{out}'], 'none.json: cannot be read'],
  [['verify', '{out}', '--out', '{out}'], 'is a folder; give a plan, or --intact'],
  [['verify', '{plan}', '--out', 'nowhere'], 'no folder at nowhere'],
  [['verify', '{plan}', '--out', '{out}', '--output', 'xml'], '--output is "xml", expected text or json'],
  [['verify', '--intact', '{out}', '{out}'], '--intact takes one folder'],
  [['verify', '--intact', '{out}', '--output', 'json'], 'are for plans'],
])('ends with 2 when it is used wrongly: %j', async (args, message) => {
  const { exit, err } = await strata(...args.map((arg) => arg.replace('{out}', at.out).replace('{plan}', plan)));
  expect([exit, err]).toEqual([2, expect.stringContaining(message)]);
});
