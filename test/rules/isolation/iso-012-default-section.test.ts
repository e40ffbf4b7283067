import { maximums } from '../../../lib/rules/capacity/cap-010-maximums';
import { enforcement } from '../../../lib/rules/isolation/iso-012-enforcement';
import { estate, T, type Elements } from '../../estate/read/nsx/model';
import { outcomes, undecideds } from '../../support/judge';

/** As `DefaultFirewall` renders them. */
const section = (layer: string, category: string, rest: object = {}): Elements => ({
  [`data.nsxt_policy_security_policy.${layer}-section`]: { is_default: true, category },
  [`nsxt_policy_predefined_security_policy.${layer}`]: {
    path: `\${data.nsxt_policy_security_policy.${layer}-section.path}`,
    default_rule: { action: 'DROP' },
    ...rest,
  },
});
const own: Elements = { 'nsxt_policy_security_policy.p': { display_name: 'p', category: 'Application', rule: { display_name: 'r' } } };

describe('a default section of which the app sets the last rule', () => {
  test('is enforced on every vNIC, and within the maximums, without a record', () => {
    const both = estate({ ...own, ...section('layer3', 'Application'), ...section('layer2', 'Ethernet') });
    expect(outcomes(enforcement, both)).toEqual(['proved', 'proved']);
    expect(undecideds(maximums, both)).toEqual([]);
  });

  test('has rules of which a token says how many', () => {
    const open = estate({ ...own, ...section('layer3', 'Application', { rule: T }) });
    expect(undecideds(maximums, open).map(({ reason }) => reason)).toEqual(
      Array(2).fill(expect.stringContaining('is known only to whoever sets `s/var.t`')),
    );
  });
});
