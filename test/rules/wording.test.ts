import { unknown } from '../../lib/estate';
import { knownOnlyTo } from '../../lib/rules/wording';

describe('why a value is not known', () => {
  it('is Strata, by the function it does not evaluate', () => {
    expect(knownOnlyTo(unknown('function', 'x-${local.a}', 'main/local.a', 'regex'))).toBe(
      'not worked out: Strata does not evaluate `regex` in `x-${local.a}`',
    );
    expect(knownOnlyTo(unknown('expression', '%{ if true }x%{ endif }', 'main/local.a'))).toBe(
      'not worked out: Strata does not evaluate `%{ if true }x%{ endif }`',
    );
  });

  it('is a record that lacks an object, or a field of one', () => {
    expect(knownOnlyTo(unknown('data-source', '/infra/domains/default/groups/web', 'nsx.example.com'))).toBe(
      'not recorded: `nsx.example.com` has no `/infra/domains/default/groups/web`',
    );
    expect(knownOnlyTo(unknown('data-source', '/infra/segments/s', 'surroundings/x.json'))).toBe(
      'not recorded: `surroundings/x.json` has no `/infra/segments/s`',
    );
    expect(knownOnlyTo(unknown('data-source', 'category', 'x.json#/infra/y'))).toBe('not recorded: `x.json#/infra/y` has no `category`');
    expect(knownOnlyTo(unknown('data-source', 'id', 's/data.vsphere_host.h'))).toBe('known only to the lookup `s/data.vsphere_host.h`');
  });

  it('is Terraform only where a run decides it', () => {
    expect(knownOnlyTo(unknown('run', '${path.module}', 'main/local.a'))).toBe('known only once Terraform evaluates `${path.module}`');
  });
});
