import { TerraformElement, Testing } from 'cdktf';
import { Assume } from 'cdk-strata';
import { synthesize } from 'cdk-strata/testing';
import { declarationsIn } from '../../lib/estate/declaration';
import { originOf } from '../../lib/estate/origin';
import { Frankfurt } from '../../stacks/frankfurt';

describe('the reference site', () => {
  const { stacks, manifests, findings } = synthesize((app) => {
    app.assume(Assume.estate('surroundings/nsx-export.json'));
    new Frankfurt(app, 'frankfurt');
  });

  test('passes every rule, and is told that mirrors over three racks have no fourth to be rebuilt in, and what is not decided yet', () => {
    expect(findings.map(({ rule, severity, message }) => ({ rule, severity, message }))).toEqual([
      {
        rule: 'CAP-006',
        severity: 'warning',
        message: 'data of storage policy `gold` cannot be rebuilt after cluster `compute` loses a whole fault domain',
      },
      { rule: 'INT-004', severity: 'warning', message: 'machines of cluster `compute` fit after the loss of any one host or any one rack' },
      { rule: 'INT-004', severity: 'warning', message: '`prod` and `banking` survive the loss of any one host or any one rack' },
      { rule: 'INT-004', severity: 'warning', message: 'tenants `shopping` and `banking` are isolated, except tcp 5432 from `web` to `ledger`' },
      { rule: 'INT-004', severity: 'warning', message: '`web` reaches `ledger` by tcp 5432' },
    ]);
  });

  test('renders what it always did', () => {
    expect(stacks).toMatchSnapshot();
    expect(manifests).toMatchSnapshot();
  });

  test('holds every secret in a sensitive variable without a default', () => {
    const { variable } = stacks['frankfurt'] as { variable: Record<string, unknown> };
    expect(Object.keys(variable).sort()).toEqual([
      'esxi_password',
      'nsx_password',
      'nsx_user',
      'prod_wrapping_tokens',
      'vcenter_password',
      'vcenter_user',
    ]);
    for (const [name, each] of Object.entries(variable)) {
      expect(each).toEqual({ type: name === 'prod_wrapping_tokens' ? 'map(string)' : 'string', sensitive: true, nullable: false });
    }
  });

  test('declares what Terraform cannot know', () => {
    const declarations = declarationsIn(new Frankfurt(Testing.app(), 'frankfurt'));
    expect(
      declarations.map((declaration) => (declaration.kind === 'host-hardware' ? { ...declaration, hardware: '...' } : declaration)),
    ).toMatchSnapshot();
  });

  test('says of every construct of the layers where it was made', () => {
    const site = new Frankfurt(Testing.app(), 'frankfurt');
    const inSite = (file: string): boolean => file.endsWith('/stacks/frankfurt.ts');
    const ours = site.node.findAll().filter((construct) => construct !== site && !TerraformElement.isTerraformElement(construct));
    expect(ours.length).toBeGreaterThan(30);
    for (const construct of ours) {
      expect([construct.node.path, originOf(construct, inSite, process.cwd())[0]?.file]).toEqual([construct.node.path, 'stacks/frankfurt.ts']);
    }
  });
});
