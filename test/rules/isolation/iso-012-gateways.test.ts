import type { Estate, FirewallRule, GatewayPolicy, Tier0Gateway, Tier1Gateway } from '../../../lib/estate';
import { enforcement } from '../../../lib/rules/isolation/iso-012-enforcement';
import { anEstate, token, type EstateParts } from '../../support/estate';
import { judged, mends, outcomes, refutations, text, undecideds } from '../../support/judge';
import { aDrop, aGatewayPolicy, all, aProject, aRule, aTier0, aTier1, aVpc, members, openMembers, recorded, some } from '../../support/nsx';

const off = aTier1('prod', { firewall: false });
const on = aTier1('prod');

function site(gateway: Tier0Gateway | Tier1Gateway, policy: GatewayPolicy, nsx: EstateParts['nsx'] = {}): Estate {
  const kind = 'advertised' in gateway ? { tier1Gateways: [gateway] } : { tier0Gateways: [gateway] };
  return anEstate({ nsx: { ...kind, gatewayPolicies: [policy], ...nsx } });
}

function applied(to: FirewallRule['appliedTo'], ...rules: readonly FirewallRule[]): GatewayPolicy {
  return aGatewayPolicy(
    'edge-fw',
    (rules.length > 0 ? rules : [aDrop('deny')]).map((rule) => ({ ...rule, appliedTo: to })),
  );
}

describe('ISO-012, firewalls of gateways', () => {
  test('pass where the firewall is on, of a tier-1 and of a tier-0', () => {
    expect(outcomes(enforcement, site(on, applied(members(on))))).toEqual(['proved']);
    expect(outcomes(enforcement, site(aTier0('t0'), applied(members(aTier0('t0')))))).toEqual(['proved']);
  });

  test('fail where it is off, and on it mends', () => {
    const estate = site(off, applied(members(off)));
    const found = refutations(enforcement, estate);
    expect(found.map((each) => [each.severity, each.subject.path, ...text(each)])).toEqual([
      [
        undefined,
        'site/edge-fw',
        'policy `edge-fw` is not enforced on tier-1 gateway `prod`, whose firewall is off',
        'rules: `deny`',
        'mends it: `enable_firewall = true` for tier-1 gateway `prod`',
      ],
    ]);
    expect(mends(enforcement, estate)).toBe(1);
    expect(outcomes(enforcement, estate)).toEqual(['refuted']);
  });

  test('fail on the tier-0 of others, whom to talk to', () => {
    const t0 = aTier0('t0', { firewall: false });
    expect(text(refutations(enforcement, site(t0, applied(members(t0))))[0])).toEqual([
      'policy `edge-fw` is not enforced on tier-0 gateway `t0`, whose firewall is off',
      'rules: `deny`',
      'hint: a word with whoever owns tier-0 gateway `t0`',
    ]);
    const own = { ...t0, origin: 'owned' as const };
    expect(mends(enforcement, site(own, applied(members(own))))).toBe(1);
  });

  test('fail for an interface of the gateway, and pass where it is on', () => {
    const path = '/infra/tier-1s/prod/locale-services/default/interfaces/uplink';
    expect(refutations(enforcement, site(off, applied(members(path))))).toHaveLength(1);
    expect(refutations(enforcement, site(off, applied(members('/infra/tier-1s/prod'))))).toHaveLength(1);
    expect(outcomes(enforcement, site(on, applied(members(path))))).toEqual(['proved']);
  });

  test('undecided on a path of no gateway that the estate has: of one called alike, or of another manager', () => {
    const to = (path: string, gateway = off): Estate => site(gateway, applied(members(path)));
    expect(undecideds(enforcement, to('/infra/tier-1s/prod-2')).map(text)).toEqual([
      [
        'whether policy `edge-fw` is enforced on `/infra/tier-1s/prod-2`',
        'because: the estate has no gateway at that path or above it',
        "decides it: the gateway in the manager's export, or one of the app",
      ],
    ]);
    expect(outcomes(enforcement, to('/infra/tier-1s/prod', { ...off, manager: 'nsx-2.example.com' }))).toEqual(['undecided']);
    expect(outcomes(enforcement, to('/infra/tier-1s/prod', { ...off, manager: 'NSX.example.com' }))).toEqual(['refuted']);
    expect(undecideds(enforcement, to('/infra/tier-1s/prod', { ...off, policyPath: token('path') }))[0]!.reason).toBe(
      'no gateway is known to be at that path or above it, and the paths of some are not known',
    );
    expect(outcomes(enforcement, site(off, applied(members(off, '/infra/tier-1s/gone'))))).toEqual(['refuted', 'undecided']);
  });

  test('say nothing of a VPC, which is its own gateway', () => {
    const vpc = aVpc('booth', aProject('booths'));
    const interfaces = `${vpc.policyPath as string}/interfaces/x`;
    expect(judged(enforcement, site(off, applied(members(vpc, interfaces)), { vpcs: [vpc] }))).toEqual([]);
  });

  test('are told for each gateway once, with all the rules, and mildly where they only allow', () => {
    const two = applied(members(off), aDrop('deny'), aRule('ssh'));
    expect(text(refutations(enforcement, site(off, two))[0])[1]).toBe('rules: `deny` and `ssh`');
    const other = aTier1('other', { firewall: false });
    const both = applied(members(off, other));
    expect(refutations(enforcement, site(off, both, { tier1Gateways: [off, other] })).map(({ key }) => key)).toEqual([
      `gateway:${off.id}`,
      `gateway:${other.id}`,
    ]);
    expect(refutations(enforcement, site(off, applied(members(off), aRule('ssh'))))[0]!.severity).toBe('warning');
    expect(refutations(enforcement, site(off, two))[0]!.severity).toBeUndefined();
  });

  test('leave an edge cluster that is missing to another rule, and what is switched off, or of others', () => {
    expect(outcomes(enforcement, site(aTier1('prod', { edgeCluster: null }), applied(members(on))))).toEqual(['proved']);
    expect(judged(enforcement, site(off, applied(members(off), aDrop('deny', { disabled: true }))))).toEqual([]);
    expect(judged(enforcement, site(off, recorded(applied(members(off)))))).toEqual([]);
    expect(judged(enforcement, site(off, { ...applied(members(off)), instances: { low: 0, high: 0 } }))).toEqual([]);
  });

  test.each<[string, Tier1Gateway, GatewayPolicy, string]>([
    ['whether it is on', aTier1('prod', { firewall: token('fw') }), applied(members(on)), 'whether the firewall of tier-1 gateway `prod` is on'],
    ['where a rule is applied', on, applied(openMembers()), 'what a rule of policy `edge-fw` is applied to'],
    ['which rules there are', on, { ...applied(members(on)), rules: some() }, 'which rules policy `edge-fw` has'],
    [
      'whether a rule is switched off',
      off,
      applied(members(off), aDrop('deny', { disabled: token('off') })),
      'whether a rule of policy `edge-fw` is switched off',
    ],
  ])('undecided where a token says %s', (_, gateway, policy, reason) => {
    const estate = site(gateway, policy);
    expect(refutations(enforcement, estate)).toEqual([]);
    expect(undecideds(enforcement, estate).map((each) => each.reason)).toEqual([expect.stringContaining(`${reason} is known only to whoever sets`)]);
  });

  test('undecided where nobody says whether the policy or the gateway is there, or what others set', () => {
    const perhaps = { low: 0, high: 1 };
    expect(outcomes(enforcement, site(off, { ...applied(members(off)), instances: perhaps }))).toEqual(['undecided']);
    expect(outcomes(enforcement, site({ ...off, instances: perhaps }, applied(members(off))))).toEqual(['undecided']);
    const t0 = aTier0('t0', { firewall: token('fw') });
    expect(undecideds(enforcement, site(t0, applied(members(t0))))[0]!.decidedBy).toBe("the gateway in the manager's export, or one of the app");
    const mixed = applied(members(off), aDrop('one', { disabled: token('off') }), aDrop('two'));
    expect(outcomes(enforcement, site(off, mixed))).toEqual(['refuted']);
    expect(outcomes(enforcement, site(off, { ...mixed, rules: all() }))).toEqual([]);
  });
});
