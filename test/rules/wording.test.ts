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

  it('is Terraform only where a run decides it', () => {
    expect(knownOnlyTo(unknown('run', '${path.module}', 'main/local.a'))).toBe('known only once Terraform evaluates `${path.module}`');
  });
});
