import { TerraformOutput, TerraformProvider, TerraformStack, TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import type { Finding } from '../../lib/report';
import { Data, output, project, stoppedBy } from './programs';
import { contentOf } from './trees';

beforeEach(() => void output());
afterEach(() => jest.restoreAllMocks());

const at = (build: (stack: TerraformStack) => void) => {
  const where = project();
  const app = where.app();
  build(new TerraformStack(app, 's'));
  return { synth: () => app.synth(), out: where.out };
};
const faultsOf = (build: (stack: TerraformStack) => void): readonly Finding[] => stoppedBy(at(build).synth).findings;

describe('elements that would be lost from the output', () => {
  test('are those whose ids have none of the letters cdktf keeps', () => {
    const faults = faultsOf((stack) => void ['数据', '据数', '王'].map((id) => new Data(stack, id)));
    expect(Object.fromEntries(faults.map(({ subject, message }) => [subject.path, message.split('; give it')[0]]))).toEqual({
      's/数据': 's/数据 is rendered as `terraform_data.`, and "" is no name in Terraform: a letter or _ comes first, then letters, digits, _ and -',
      's/据数': expect.stringContaining('is rendered as `terraform_data.`, and so is s/数据: one of the two is lost'),
      's/王': expect.stringContaining('is rendered as `terraform_data.`, and so is s/数据: one of the two is lost'),
    });
    for (const { message, rule, severity } of faults) {
      expect([rule, severity]).toEqual(['VALIDATION', 'error']);
      expect(message).toMatch(/give it an id of its own that has letters from A to Z, or a name by `overrideLogicalId`$/);
    }
  });

  test.each(['Ä-数据库', '1st', '-x'])('have an id that makes no Terraform name: %s', (id) => {
    expect(faultsOf((stack) => void new Data(stack, id))).toMatchObject([
      { subject: { path: `s/${id}` }, message: expect.stringContaining('is no name in Terraform') },
    ]);
  });

  test('have one logical id by override, or by the letters cdktf leaves out', () => {
    const overridden = faultsOf((stack) => {
      for (const id of ['a', 'b']) new Data(stack, id).overrideLogicalId('same');
    });
    expect(overridden).toMatchObject([{ subject: { path: 's/b' }, message: expect.stringContaining('`terraform_data.same`, and so is s/a') }]);
    expect(faultsOf((stack) => void ['a b', 'ab'].map((id) => new Data(stack, id)))).toMatchObject([
      { subject: { path: 's/ab' }, message: expect.stringContaining('`terraform_data.ab`, and so is s/a b') },
    ]);
  });

  test('may be outputs and variables as well', () => {
    const faults = faultsOf((stack) => {
      for (const id of ['a', 'b']) new TerraformOutput(new Construct(stack, id), 'x', { value: id, staticId: true });
      for (const id of ['c', 'd']) new TerraformVariable(stack, id, {}).overrideLogicalId('v');
    });
    const lost = faults.filter(({ rule }) => rule === 'VALIDATION'); // a rule has seen the two outputs as well
    expect(lost.map(({ subject, message }) => [subject.path, /`([^`]+)`/.exec(message)![1]])).toEqual([
      ['s/b/x', 'output.x'],
      ['s/d', 'var.v'],
    ]);
  });

  test('stop whatever the gate', () => {
    const app = project().app({ gate: 'warn' });
    new Data(new TerraformStack(app, 's'), '王');
    expect(stoppedBy(() => app.synth()).findings).toHaveLength(1);
  });
});

describe('elements that are not lost', () => {
  test('share a logical id across types, sections and stacks, or have no name at all', () => {
    class Vendor extends TerraformProvider {
      public constructor(stack: TerraformStack, id: string) {
        super(stack, id, { terraformResourceType: 'vendor', terraformGeneratorMetadata: { providerName: 'vendor' } });
      }
    }
    class Other extends Data {
      public override toTerraform(): object {
        return { resource: { other_data: { [this.friendlyUniqueId]: { '//': this.constructNodeMetadata } } } };
      }
    }
    const { synth, out } = at((stack) => {
      new Data(stack, 'a').overrideLogicalId('x');
      new Other(stack, 'b').overrideLogicalId('x');
      new TerraformVariable(stack, 'c', {}).overrideLogicalId('x');
      new TerraformOutput(stack, 'd', { value: 1 }).overrideLogicalId('x');
      new Vendor(stack, '王');
      const inner = new TerraformStack(stack, 'inner');
      new Data(inner, 'a').overrideLogicalId('x');
    });
    synth();
    expect(JSON.parse(contentOf(out)['stacks/s/cdk.tf.json']!)).toMatchObject({
      resource: { terraform_data: { x: {} }, other_data: { x: {} } },
      variable: { x: {} },
      output: { x: {} },
    });
  });

  test('are not rendered a second time to find that out', () => {
    const render = jest.spyOn(Data.prototype, 'toTerraform');
    const { synth } = at((stack) => void Array.from({ length: 20 }, (_, i) => new Data(stack, `d${i}`)));
    synth();
    expect(render).toHaveBeenCalledTimes(2 * 20); // once to prepare, once to write
  });

  test('are letters of any script by override, as Terraform takes them', () => {
    const { synth, out } = at((stack) => new Data(stack, '数据').overrideLogicalId('数据'));
    synth();
    expect(contentOf(out)['stacks/s/cdk.tf.json']).toContain('"数据"');
  });
});
