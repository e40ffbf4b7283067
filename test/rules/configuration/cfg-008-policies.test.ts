import fc from 'fast-check';
import { unknown, type Estate, type FirewallRule, type ResourceInstance, type Value } from '../../../lib/estate';
import { nsx } from '../../../lib/rules/configuration/cfg-008-nsx';
import { anEstate, aResource, aStack, token } from '../../support/estate';
import { judged, mends, outcomes, refutations, text, undecideds } from '../../support/judge';
import { aGatewayPolicy, all, aRule, aSecurityPolicy, recorded, some } from '../../support/nsx';

type Policy = Parameters<typeof aSecurityPolicy>[2];
const policy = (
  change: Policy = {},
  rules: readonly FirewallRule[] = [],
  values: ResourceInstance['values'] = {},
  type = 'nsxt_policy_security_policy',
): Estate => {
  const made = aSecurityPolicy('fw', rules, change);
  const placed = { ...made, id: `site/${type}.fw`, addresses: [{ stack: 'site', address: `${type}.fw` }] };
  return anEstate({ nsx: { securityPolicies: [placed] }, stacks: [aStack({ resources: [aResource(type, 'fw', values)] })] });
};
const gateway = (
  change: Parameters<typeof aGatewayPolicy>[2] = {},
  rules: readonly FirewallRule[] = [],
  values: ResourceInstance['values'] = {},
  type = 'nsxt_policy_gateway_policy',
): Estate => {
  const placed = { ...aGatewayPolicy('gw', rules, change), id: `site/${type}.gw`, addresses: [{ stack: 'site', address: `${type}.gw` }] };
  return anEstate({ nsx: { gatewayPolicies: [placed] }, stacks: [aStack({ resources: [aResource(type, 'gw', values)] })] });
};
const lines = (estate: Estate) => refutations(nsx, estate).map((verdict) => text(verdict));
const heads = (estate: Estate) => lines(estate).map(([first, second]) => [first, second]);
const reasons = (estate: Estate) => undecideds(nsx, estate).map(({ reason }) => reason);
const numbered = (...numbers: (Value | undefined)[]) => ({
  rule: numbers.map((number, i) => ({ display_name: `r${i + 1}`, ...(number !== undefined && { sequence_number: number }) })),
});
const LEFT_OUT = unknown('provider-default', 'x', 'site/x');

describe('CFG-008 on policies of the distributed firewall', () => {
  test('passes', () => {
    expect(outcomes(nsx, policy())).toEqual(['proved']);
    expect(judged(nsx, anEstate({ nsx: { securityPolicies: [recorded(aSecurityPolicy('fw', [], { category: 'x' }))] } }))).toEqual([]);
  });

  test('are of a category that the provider takes', () => {
    for (const category of ['Emergency', 'Infrastructure', 'Environment', 'Application'])
      expect(outcomes(nsx, policy({ category }))).toEqual(['proved']);
    expect(outcomes(nsx, policy({ category: LEFT_OUT }, [], {}, 'nsxt_vpc_security_policy'))).toEqual(['proved']); // it has none to choose
    expect(outcomes(nsx, policy({ category: LEFT_OUT }))).toEqual(['undecided']);
    expect(lines(policy({ category: 'LocalGatewayRules' }))).toEqual([
      [
        'policy `fw` is of a category that the provider refuses',
        'category: `LocalGatewayRules`',
        'allowed: `Ethernet`, `Emergency`, `Infrastructure`, `Environment` and `Application`',
        'source: https://github.com/vmware/terraform-provider-nsxt/blob/v3.12.0/nsxt/policy_common.go',
      ],
    ]);
    expect(reasons(policy({ category: token() }))).toEqual(['its category is known only to whoever sets `site/var.size`']);
  });

  test('are numbered from 0 to 999,999', () => {
    for (const sequence of [0, 999_999]) expect(outcomes(nsx, policy({ sequence }))).toEqual(['proved']);
    for (const sequence of [-1, 1_000_000, 1.5])
      expect(heads(policy({ sequence }))).toEqual([['policy `fw` has a sequence number that NSX refuses', `number: ${sequence}`]]);
    expect(outcomes(nsx, policy({ sequence: token() }))).toEqual(['undecided']);
    expect(outcomes(nsx, gateway({ sequence: 1_000_000 }))).toEqual(['refuted']);
  });

  describe('of the Ethernet category', () => {
    const frames = { category: 'Ethernet', stateful: false };
    const rule = (change: Partial<FirewallRule> = {}) => aRule('r', { ipVersion: 'NONE', ...change });

    test('keep no state', () => {
      expect(outcomes(nsx, policy(frames))).toEqual(['proved']);
      for (const stateful of [true, LEFT_OUT]) {
        const estate = policy({ ...frames, stateful });
        expect(heads(estate)).toEqual([
          [
            'policy `fw` of the Ethernet category is stateful',
            'refused: by NSX: rules on frames keep no state; the provider takes `true` where nothing is said',
          ],
        ]);
        expect(mends(nsx, estate)).toBe(1);
      }
      expect(outcomes(nsx, policy({ ...frames, stateful: token() }))).toEqual(['undecided']);
    });

    test('reject nothing', () => {
      expect(outcomes(nsx, policy(frames, [rule({ action: 'DROP' })]))).toEqual(['proved']);
      const estate = policy(frames, [rule({ action: 'REJECT' })]);
      expect(heads(estate)).toEqual([['rule `r` of policy `fw` rejects frames', 'refused: by NSX: nobody can be told that a frame was refused']]);
      expect(mends(nsx, estate)).toBe(1);
      expect(outcomes(nsx, policy({}, [aRule('r', { action: 'REJECT' })]))).toEqual(['proved']);
    });

    test('name no version of IP', () => {
      for (const [ipVersion, shown] of [
        ['IPV4', '`IPV4`'],
        ['IPV4_IPV6', '`IPV4_IPV6`'],
        [LEFT_OUT, 'left out, for which the provider takes both'],
      ] as const) {
        const estate = policy(frames, [rule({ ipVersion })]);
        expect(heads(estate)).toEqual([['rule `r` of policy `fw` is on frames, and names a version of IP', `version: ${shown}`]]);
        expect(mends(nsx, estate)).toBe(1);
      }
      expect(outcomes(nsx, policy(frames, [rule({ ipVersion: token() })]))).toEqual(['undecided']);
    });
  });

  test('jump from the Environment category only', () => {
    const jump = aRule('r', { action: 'JUMP_TO_APPLICATION' });
    expect(outcomes(nsx, policy({ category: 'Environment' }, [jump]))).toEqual(['proved']);
    expect(heads(policy({}, [jump]))).toEqual([
      [
        'rule `r` of policy `fw` jumps to the application rules from where it may not',
        'allowed: in the distributed firewall, category `Environment`',
      ],
    ]);
    expect(outcomes(nsx, gateway({}, [jump]))).toEqual(['refuted']);
    expect(outcomes(nsx, policy({ category: token() }, [jump]))).toEqual(['undecided']);
    expect(reasons(policy({}, [aRule('r', { action: token() })]))).toEqual(['its action is known only to whoever sets `site/var.size`']);
    expect(outcomes(nsx, policy({ category: 'Environment' }, [aRule('r', { action: token() })]))).toEqual(['proved']);
    expect(outcomes(nsx, policy({}, [aRule('r', { action: LEFT_OUT })]))).toEqual(['proved']);
  });

  test('of NSX itself have the category and number that it gave them', () => {
    const predefined = (rules: FirewallRule[], change: Policy = {}) =>
      policy({ category: token(), sequence: token(), ...change }, rules, numbered(2, 1), 'nsxt_policy_predefined_security_policy');
    expect(outcomes(nsx, predefined([]))).toEqual(['proved']);
    expect(outcomes(nsx, predefined([aRule('r', { action: 'JUMP_TO_APPLICATION' })], { category: 'Application' }))).toEqual(['refuted']);
  });
});

describe('CFG-008 on the numbers of rules', () => {
  test.each<[string, (Value | undefined)[]]>([
    ['none', [undefined, undefined]],
    ['ascending ones with gaps', [1, 5, 9]],
    ['a first that is not 1', [10, 20]],
    ['one that leaves room for those without', [undefined, 5, undefined]],
    ['zeros, which are none', [0, 0]],
  ])('passes with %s', (_, numbers) => expect(outcomes(nsx, policy({}, [], numbered(...numbers)))).toEqual(['proved']));

  test.each<[string, (Value | undefined)[], string]>([
    ['a number twice', [1, 1], 'rule `r2` has 1, after 1'],
    ['a lower one after a higher', [5, 3], 'rule `r2` has 3, after 5'],
    ['one that those without have taken', [undefined, 1], 'rule `r2` has 1, after 1'],
    ['one that those between have taken', [10, undefined, 11], 'rule `r3` has 11, after 11'],
    ['one too low before a token', [2, 1, token()], 'rule `r2` has 1, after 2'],
  ])('fails with %s', (_, numbers, shown) => {
    expect(lines(policy({}, [], numbered(...numbers)))).toEqual([
      [
        'the rules of policy `fw` are not numbered in their order',
        `refused: ${shown}`,
        'source: https://github.com/vmware/terraform-provider-nsxt/blob/v3.12.0/nsxt/policy_common.go',
        'hint: no `sequence_number` at all: rules go in the order of the program',
      ],
    ]);
  });

  test('is undecided where one is a token beside others', () => {
    expect(reasons(policy({}, [], numbered(1, token())))).toEqual(['one of the numbers is known only to whoever sets `site/var.size`']);
    expect(outcomes(nsx, policy({}, [], { rule: token() }))).toEqual(['proved']);
    expect(outcomes(nsx, policy({}, [], { rule: [{ sequence_number: 1 }, token()] }))).toEqual(['undecided']);
  });

  test('agrees with the walk of the provider', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1, max: 6 }), { maxLength: 6 }), (numbers) => {
        let latest = 0;
        let refused = false;
        for (const n of numbers) {
          if (n > 0 && n <= latest) refused = true;
          if (n === 0) latest++;
          else latest = n;
        }
        expect(refutations(nsx, policy({}, [], numbered(...numbers))).length > 0).toBe(refused);
      }),
    );
  });
});

describe('CFG-008 on gateway policies', () => {
  test('are of a category that the provider takes', () => {
    for (const category of ['Emergency', 'SharedPreRules', 'LocalGatewayRules', 'Default'])
      expect(outcomes(nsx, gateway({ category }))).toEqual(['proved']);
    for (const category of ['SystemRules', 'AutoServiceRules', 'Application'])
      expect(heads(gateway({ category }))).toEqual([['policy `gw` is of a category that the provider refuses', `category: \`${category}\``]]);
    expect(outcomes(nsx, gateway({ category: 'x' }, [], {}, 'nsxt_vpc_gateway_policy'))).toEqual(['proved']);
    expect(outcomes(nsx, gateway({ category: 'SystemRules', sequence: token() }, [], {}, 'nsxt_policy_predefined_gateway_policy'))).toEqual([
      'proved',
    ]);
  });

  test('name the gateways of each rule', () => {
    const rule = (scope?: Value) => ({ rule: [{ display_name: 'in', ...(scope !== undefined && { scope }) }] });
    expect(outcomes(nsx, gateway({}, [], rule(['/infra/tier-1s/t1'])))).toEqual(['proved']);
    expect(outcomes(nsx, gateway({}, [], rule(token())))).toEqual(['proved']);
    expect(heads(gateway({}, [], rule()))).toEqual([['a rule of gateway policy `gw` names no gateway', 'rule: `in`']]);
    expect(heads(gateway({}, [], { rule: [{}] }))).toEqual([['a rule of gateway policy `gw` names no gateway', 'rule: number 1']]);
    expect(reasons(gateway({}, [], rule([])))).toEqual(['its `scope` is empty, and what NSX makes of that is not published']);
    expect(outcomes(nsx, gateway({}, [], rule(), 'nsxt_vpc_gateway_policy'))).toEqual(['proved']);
    expect(outcomes(nsx, gateway({}, [], { rule: [token()] }))).toEqual(['proved']);
  });

  test('may number their rules as they like: the provider numbers them anew', () => {
    expect(
      outcomes(
        nsx,
        gateway({ rules: all() }, [], {
          rule: [
            { scope: ['/a'], sequence_number: 2 },
            { scope: ['/a'], sequence_number: 1 },
          ],
        }),
      ),
    ).toEqual(['proved']);
    expect(outcomes(nsx, gateway({ rules: some() }))).toEqual(['proved']);
  });
});
