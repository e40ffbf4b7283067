import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TerraformModel } from '../../lib/estate/terraform';
import { compare, type Comparison } from './differential/compare';
import { lookupsOf } from './lane/lookups';
import { available, banner, describeLane, describeReal, say } from './lane/components';
import { deploy, planOf, schemasOf, terraformWithProvider, terraformWithStandIn } from './lane/deployment';
import { programs, renderProgram, STRESS, type Rendered } from './lane/program';
import { startVcsim } from './tools/vcsim';

say(banner());
const rendered: Rendered[] = [];
afterAll(() => rendered.forEach(({ workingDirectory }) => rmSync(workingDirectory, { recursive: true, force: true })));

function render(program: Parameters<typeof renderProgram>[0]): Rendered {
  const result = renderProgram(program);
  rendered.push(result);
  return result;
}

describeLane.each([...programs(), STRESS])('what the reader decides of the $name', (program) => {
  let comparison: Comparison;
  let app: Rendered;

  beforeAll(async () => {
    app = render(program);
    const terraform = terraformWithStandIn(app);
    try {
      const { views, schemas } = await deploy(terraform, app);
      comparison = compare(app.model, views, schemas);
    } finally {
      terraform.dispose();
    }
    const { instances, values, references, applied } = comparison.compared;
    say(`${program.name}: ${instances} instances, ${values} values and ${references} references planned, ${applied} of them applied, ${comparison.undecided.length} undecided`);
  });

  test('reads without a fault', () => {
    expect(app.faults).toEqual([]);
  });

  test('is what Terraform plans and applies', () => {
    expect(comparison.differences).toEqual([]);
    const { instances, values, references, applied } = comparison.compared;
    expect(Math.min(instances, values, references)).toBeGreaterThan(5);
    expect(applied).toBe(values + references);
  });

  test('is everything but what the list names', () => {
    expect(comparison.undecided.join('\n')).toMatchSnapshot();
  });
});

