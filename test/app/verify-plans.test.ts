import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerraformElement, TerraformStack, TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';
import type { StrataApp } from '../../lib/app';
import { verifyPlans } from '../../lib/app/verify-plans';
import type { PlansJudged } from '../../lib/app/verify-plans';
import { Assume, declare } from '../../lib/estate';
import { firstPlan, secondPlan, type PlanJson } from './plan-files';
import { NO_BAD_INPUT, output, project, Stack, stoppedBy } from './programs';
import type { Project } from './programs';
import { isThere } from './trees';

beforeEach(() => void output());
afterEach(() => void jest.restoreAllMocks());

/** Any element, as raw as it gets. */
class Raw extends TerraformElement {
  public constructor(
    scope: Construct,
    id: string,
    private readonly kind: string,
    private readonly values: object,
    private readonly block = 'resource',
  ) {
    super(scope, id, kind);
  }

  public override toTerraform(): object {
    const body = { '//': this.constructNodeMetadata, ...this.values };
    return { [this.block]: { [this.kind]: this.block === 'resource' ? { [this.friendlyUniqueId]: body } : body } };
  }
}

function site(app: StrataApp, id = 'site'): TerraformStack {
  const stack = new TerraformStack(app, id);
  new TerraformVariable(stack, 'cpus', { type: 'number', default: 4 });
  new Raw(stack, 'compute', 'vsphere_compute_cluster', { name: id, ha_enabled: true, vsan_enabled: false, host_managed: true });
  new Raw(stack, 'vm', 'vsphere_virtual_machine', { name: 'vm', num_cpus: '${var.cpus}' });
  return stack;
}

function synthesised(build: (app: StrataApp) => void = (app) => void site(app)): Project {
  const at = project();
  const app = at.app({ gate: 'warn' });
  build(app);
  app.synth();
  return at;
}

function verify(at: Project, plan: PlanJson | string, stack?: string): ReturnType<typeof verifyPlans> {
  const file = join(at.folder, 'plan.json');
  writeFileSync(file, typeof plan === 'string' ? plan : JSON.stringify(plan));
  return verifyPlans({ folder: at.out, files: [file], ...(stack === undefined ? {} : { stack }) });
}

function edited(plan: PlanJson, edit: (plan: PlanJson) => void): PlanJson {
  edit(plan);
  return plan;
}

function cluster(plan: PlanJson) {
  return plan.resource_changes.find(({ type }) => type === 'vsphere_compute_cluster')!.change;
}

test('a plan of what was synthesised is good', () => {
  const at = synthesised();
  expect(verify(at, firstPlan(at.out, 'site'))).toMatchObject({ outcome: 'good', findings: [], open: [] });
  expect(verify(at, secondPlan(at.out, 'site'))).toMatchObject({ outcome: 'good', plans: [{ stack: 'site' }] });
});

test('a plan is refuted with the construct, and what is before and after', () => {
  const at = synthesised();
  const plan = edited(secondPlan(at.out, 'site'), (each) => {
    cluster(each).actions = ['update'];
    cluster(each).after = { ...cluster(each).before, vsan_enabled: true };
  });
  const { outcome, findings } = verify(at, plan) as PlansJudged;
  expect(outcome).toBe('refuted');
  expect(findings).toMatchObject([
    { rule: 'PLN-001', severity: 'error', subject: { path: 'site/compute', stack: 'site' }, remedies: [{ kind: 'hint' }] },
  ]);
});

test('a plan with a variable of its own is refuted', () => {
  const at = synthesised();
  const plan = edited(firstPlan(at.out, 'site'), (each) => (each.variables.cpus = { value: 8 }));
  expect(verify(at, plan)).toMatchObject({ outcome: 'refuted', findings: [{ rule: 'PLN-004' }] });
});

test('a plan that does not know what matters is undecided', () => {
  const at = synthesised();
  const plan = edited(firstPlan(at.out, 'site'), (each) => {
    cluster(each).after_unknown = { vsan_enabled: true };
    delete cluster(each).after!.vsan_enabled;
  });
  expect(verify(at, plan)).toMatchObject({ outcome: 'undecided', findings: [{ rule: 'PLN-001', verdict: 'undecided', severity: 'warning' }] });
});

test.each([
  [
    'that is not complete',
    (plan: PlanJson) => (plan.complete = false),
    'the plan of stack site is not all of it: Terraform says that it is not complete',
  ],
  ['of a part of the stack', (plan: PlanJson) => plan.resource_changes.pop(), 'as one with -target does'],
])('a plan %s is undecided, whatever it shows', (_, edit, reason) => {
  const at = synthesised();
  expect(verify(at, edited(firstPlan(at.out, 'site'), edit))).toMatchObject({
    outcome: 'undecided',
    findings: [],
    open: [expect.stringContaining(reason)],
  });
});

test('a plan that Terraform did not finish is refused', () => {
  const at = synthesised();
  const plan = edited(firstPlan(at.out, 'site'), (each) => (each.errored = true));
  expect(verify(at, plan)).toEqual({ outcome: 'refused', reasons: [expect.stringContaining('Terraform did not finish this plan')] });
});

test('a plan of another tree, no plan and no tree are told apart', () => {
  const at = synthesised();
  const plan = firstPlan(at.out, 'site');
  expect(() => verify(at, '{')).toThrow('not JSON');
  expect(() => verify(at, '{}')).toThrow('is no plan');
  expect(() => verifyPlans({ folder: at.out, files: [join(at.folder, 'none.json')] })).toThrow('cannot be read');
  expect(() => verifyPlans({ folder: join(at.folder, 'none'), files: [] })).toThrow('no folder at');
  const other = project();
  const app = other.app({ gate: 'warn' });
  site(app, 'other');
  app.synth();
  expect(() => verify(other, plan)).toThrow('is not a plan of any stack of this tree');
});

test('a tree that is not what a synthesis wrote decides nothing', () => {
  const at = synthesised();
  const plan = firstPlan(at.out, 'site');
  const file = join(at.out, 'strata/declarations.json');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('[]', '[ ]'));
  expect(verify(at, plan)).toMatchObject({
    outcome: 'refused',
    reasons: expect.arrayContaining(['strata/declarations.json has changed since the last synthesis']),
  });
});

test('several stacks are verified together, each by one plan', () => {
  const at = synthesised((app) => {
    site(app, 'one');
    site(app, 'two');
  });
  const files = ['one', 'two'].map((stack) => {
    const file = join(at.folder, `${stack}.json`);
    writeFileSync(file, JSON.stringify(firstPlan(at.out, stack)));
    return file;
  });
  expect(verifyPlans({ folder: at.out, files })).toMatchObject({ outcome: 'good', plans: [{ stack: 'one' }, { stack: 'two' }] });
  expect(() => verifyPlans({ folder: at.out, files: [files[0]!, files[0]!] })).toThrow('two of the plans are of stack one');
});

describe('strata/declarations.json', () => {
  const declarationsIn = (at: Project) => JSON.parse(readFileSync(join(at.out, 'strata/declarations.json'), 'utf8')) as Record<string, unknown>;
  const reportIn = (at: Project) => JSON.parse(readFileSync(join(at.out, 'strata/report.json'), 'utf8')) as { files: Record<string, string> };

  test('holds what was said beside the output, and is one of its files', () => {
    const at = synthesised((app) => {
      const stack = site(app);
      declare(stack, { kind: 'cluster-limits', of: 'site/compute', cpuRatio: 3 });
      app.assume(Assume.closed(stack), Assume.value(stack.node.findChild('vm'), 'hardware_version', 20));
    });
    expect(declarationsIn(at)).toMatchObject({
      workingDirectory: '..',
      stacks: [{ name: 'site', path: 'site', file: 'stacks/site/cdk.tf.json' }],
      declarations: [{ kind: 'cluster-limits', cpuRatio: 3 }],
      assumptions: [{ kind: 'closed' }, { kind: 'value', attribute: 'hardware_version', value: 20 }],
    });
    expect(Object.keys(reportIn(at).files)).toContain('strata/declarations.json');
    const verified = verify(
      at,
      edited(firstPlan(at.out, 'site'), (plan) => (plan.resource_changes[1]!.change.after!.hardware_version = 19)),
    );
    expect(verified).toMatchObject({ outcome: 'refuted', findings: [{ rule: 'PLN-004', subject: { attribute: 'hardware_version' } }] });
    expect((verified as PlansJudged).beyond.map(({ id }) => id)).toContain('closed:site');
  });

  test('holds no secret', () => {
    const at = synthesised((app) => {
      const stack = site(app);
      const password = new Raw(stack, 'password', 'password', { type: 'string', sensitive: true }, 'variable');
      const unmarked = new Raw(stack, 'db_password', 'db_password', { type: 'string' }, 'variable');
      app.assume(Assume.value(password, 'value', 'top-secret'), Assume.value(unmarked, 'value', 'top-secret'));
    });
    expect(declarationsIn(at).assumptions).toEqual([]);
  });

  test('is the same in any folder', () => {
    expect(declarationsIn(synthesised())).toEqual(declarationsIn(synthesised()));
  });

  test('goes with the output when a synthesis is refused', () => {
    const at = synthesised();
    const app = at.app();
    new Stack(app, 'site', 'bad');
    app.addRules(NO_BAD_INPUT);
    stoppedBy(() => app.synth());
    expect(isThere(at.out, 'strata/declarations.json')).toBe(false);
  });

  test('that nobody wrote is refused', () => {
    const at = synthesised();
    const report = join(at.out, 'strata/report.json');
    const { files, ...rest } = reportIn(at);
    delete files['strata/declarations.json'];
    writeFileSync(report, JSON.stringify({ ...rest, files }));
    expect(verify(at, firstPlan(at.out, 'site'))).toMatchObject({
      outcome: 'refused',
      reasons: expect.arrayContaining([expect.stringContaining('strata/declarations.json was not written')]),
    });
  });
});
