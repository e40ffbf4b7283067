import { unknown, type Estate, type SecurityPolicy, type VirtualMachine } from '../../../lib/estate';
import { maximums } from '../../../lib/rules/capacity/cap-010-maximums';
import { Interval } from '../../../lib/units';
import { aCluster, aHost, aMachine, anEstate, aModule, aStack, token, type EstateParts } from '../../support/estate';
import { judged, text, undecideds } from '../../support/judge';
import {
  aCondition,
  aDrop,
  aGroup,
  all,
  aProject,
  aRule,
  aSecurityPolicy,
  aSegment,
  aVpc,
  MANAGER,
  members,
  recorded,
  some,
} from '../../support/nsx';

const rules = (howMany: number) => Array.from({ length: howMany }, (_, i) => aRule(`r${i}`));

describe('CAP-010 on the distributed firewall', () => {
  const nodes = aSegment('nodes');
  const hosts = [aHost('esx-1'), aHost('esx-2')];
  const cluster = aCluster('compute', hosts);
  const vms = (howMany: number, change: Partial<VirtualMachine> = {}) =>
    Array.from({ length: howMany }, (_, i) => aMachine(`vm-${i + 1}`, cluster, { networks: [nodes.id], ...change }));
  /** Policies of 1,000 rules each. */
  const thousands = (howMany: number, change: Parameters<typeof aSecurityPolicy>[2] = {}) =>
    Array.from({ length: howMany }, (_, i) => aSecurityPolicy(`fw-${i}`, rules(1000), change));
  const site = (
    securityPolicies: readonly ReturnType<typeof aSecurityPolicy>[],
    machines: readonly VirtualMachine[] = [],
    parts: EstateParts = {},
  ): Estate =>
    anEstate({
      clusters: machines.length > 0 ? [cluster] : [],
      hosts,
      machines,
      ...parts,
      nsx: { securityPolicies, segments: [nodes], ...parts.nsx },
    });
  const about = (estate: Estate, what: string) =>
    judged(maximums, estate).filter((verdict) => (verdict as { key?: string }).key?.startsWith(`rules-per-${what}`));
  const outcome = (estate: Estate, what: string) => about(estate, what).map(({ verdict }) => verdict);

  test('passes without asking where rules are applied, as a premise of nobody else', () => {
    const estate = site([aSecurityPolicy('fw', [aDrop()])], vms(3));
    for (const what of ['manager', 'vnic', 'host']) expect(outcome(estate, what)).toEqual(['proved']);
    expect(about(estate, 'vnic')[0]!.premises).toMatchObject([
      { kind: 'closed-scope', statement: 'nobody but this app has rules in the distributed firewall of NSX `nsx.example.com`' },
    ]);
    expect(about({ ...estate, recordedManagers: ['NSX.example.com'] }, 'vnic')[0]!.premises).toMatchObject([{ kind: 'assumed' }]);
    expect(outcome(anEstate({ nsx: { segments: [nodes] } }), 'manager')).toEqual([]);
  });

  test('a manager has 100,000 rules, those of others with it', () => {
    const family = (high: number) => [aSecurityPolicy('fw', rules(1000), { instances: Interval.exactly(high) })];
    expect(outcome(site(family(100)), 'manager')).toEqual(['proved']);
    const [verdict] = about(site([...family(100), recorded(aSecurityPolicy('theirs', rules(1)))]), 'manager');
    expect(text(verdict)).toEqual([
      'the distributed firewall of NSX `nsx.example.com` has more rules than a manager can have',
      'configured: 100,001 rules',
      'maximum: 100,000 (https://blog.redlogic.nl/en/demystify-applied-nsx-dfw-part-two)',
    ]);
    expect(outcome(site([...family(100), { ...aSecurityPolicy('elsewhere', rules(1)), manager: 'other' }]), 'manager')).toEqual(['proved', 'proved']);
    expect(outcome(site([...family(100), aSecurityPolicy('open', [], { manager: token('host'), rules: all(...rules(1)) })]), 'manager')).toEqual([
      'undecided',
      'undecided',
    ]);
  });

  test('a vNIC has 4,000', () => {
    const open = about(site([...thousands(5), aSecurityPolicy('more', [], { rules: some() })], vms(1)), 'vnic');
    expect(text(open[0])[1]).toBe('configured: at least 5,000 rules');
    expect(outcome(site(thousands(4), vms(1)), 'vnic')).toEqual(['proved']);
    const estate = site([...thousands(4), aSecurityPolicy('more', [aDrop()])], vms(3));
    expect(about(estate, 'vnic').map((verdict) => text(verdict))).toEqual([
      [
        'more rules are applied to a vNIC of VM `vm-1` than one can have',
        'configured: 4,001 rules',
        'maximum: 4,000 (https://knowledge.broadcom.com/external/article/371437/dfw-rules-limit-per-host-exceeded-and-df.html)',
        'so too: `vm-2` and `vm-3`',
        'hint: policies applied to the groups that they are for, in place of every vNIC',
      ],
    ]);
  });

  test.each<[string, Parameters<typeof aSecurityPolicy>[2], Partial<ReturnType<typeof aRule>>]>([
    ['of the Ethernet category', { category: 'Ethernet' }, {}],
    ['that is disabled', {}, { disabled: true }],
    ['that may be disabled', {}, { disabled: token() }],
    ['applied to a group that the VM is not in', { appliedTo: members('site/nsxt_policy_group.g') }, {}],
    ['of a policy that may not be there', { instances: Interval.between(0, 1) }, {}],
  ])('a rule %s is not counted against a vNIC', (_, change, rule) => {
    const estate = site([...thousands(4), aSecurityPolicy('more', [aDrop('deny', rule)], change)], vms(1), {
      nsx: { groups: [aGroup('g', aCondition('Tag', 'EQUALS', 'no'))] },
    });
    expect(outcome(estate, 'vnic')).toEqual(['undecided']);
  });

  test('says what keeps the number open', () => {
    expect(undecideds(maximums, site([aSecurityPolicy('fw', [], { rules: some() })])).map(({ reason }) => reason)).toContain(
      'how many rules policy `fw` has is known only to whoever sets `site/var.more`',
    );
    const hidden = site([aSecurityPolicy('fw', [aDrop()])], [], { stacks: [aStack({ modules: [aModule('m')] })] });
    expect(about(hidden, 'vnic').map((verdict) => text(verdict)[1])).toEqual(['because: rules are known only inside `site/module.m`']);
    expect(outcome(site([aSecurityPolicy('fw', [aDrop()], { instances: Interval.atLeast(1) })]), 'manager')).toEqual(['undecided']);
    expect(outcome(site([...thousands(5), aSecurityPolicy('fw', [], { rules: some() })], vms(1)), 'vnic')).toEqual(['refuted']);
  });

  test('a host has 120,000 over its vNICs: some host has the mean at least', () => {
    expect(outcome(site(thousands(4), vms(30)), 'host')).toEqual(['proved']);
    const between = about(site(thousands(4), vms(60)), 'host');
    expect(between.map((verdict) => text(verdict))).toEqual([
      [
        'number of firewall rules on a host of cluster `compute`',
        'because: with all of its VMs on one host it has 240,000, and where DRS puts them is not decided',
        'decides it: policies applied to the groups that they are for, in place of every vNIC',
      ],
    ]);
    expect(about(site(thousands(4), vms(61)), 'host').map((verdict) => text(verdict))).toEqual([
      [
        'some host of cluster `compute` has more firewall rules than a host can have',
        'configured: at least 244,000 rules over all vNICs, on 2 hosts: 122,000 on one of them',
        'maximum: 120,000 (https://knowledge.broadcom.com/external/article/371437/dfw-rules-limit-per-host-exceeded-and-df.html)',
        'hint: policies applied to the groups that they are for, in place of every vNIC',
      ],
    ]);
  });

  test('a host counts what is applied to its VMs, where that matters', () => {
    const far = thousands(4, { appliedTo: members('site/nsxt_policy_group.g') });
    const groups = [aGroup('g', aCondition('Tag', 'EQUALS', 'no'))];
    expect(outcome(site(far, vms(61), { nsx: { groups } }), 'host')).toEqual(['proved']);
    // 4,000 rules on all, as many on none: 30 VMs on one host have 120,000.
    expect(outcome(site([...far, ...thousands(4)], vms(30), { nsx: { groups } }), 'host')).toEqual(['proved']);
    expect(outcome(site([...far, ...thousands(4)], vms(31), { nsx: { groups } }), 'host')).toEqual(['undecided']);
    const project = aProject('p');
    expect(outcome(site(thousands(4, { space: project.id }), vms(61), { nsx: { projects: [project] } }), 'host')).toEqual(['proved']);
    expect(outcome(site(thousands(4), vms(61, { networks: [] })), 'host')).toEqual([]);
    expect(outcome(site(thousands(4), vms(15, { networks: [nodes.id, nodes.id] })), 'host')).toEqual(['proved']);
    expect(outcome(site(thousands(4), vms(16, { networks: [nodes.id, nodes.id] })), 'host')).toEqual(['undecided']);
    expect(outcome(site(thousands(4), vms(1, { instances: Interval.between(1, 61) })), 'host')).toEqual(['undecided']);
  });

  describe('what NSX has by itself', () => {
    const section = (reason: 'data-source' | 'provider-default' | 'variable', change: Partial<SecurityPolicy> = {}): SecurityPolicy => {
      const rules = { items: [aDrop('last')], complete: false, unknown: unknown(reason, 'rule', 'site/x') };
      return aSecurityPolicy('l3', [], { origin: 'looked-up', isDefault: true, rules, ...change });
    };
    const own = aSecurityPolicy('fw', [aDrop()]);
    const all3 = (estate: Estate): string[] => ['manager', 'vnic', 'host'].flatMap((what) => outcome(estate, what));

    test('in a default section of which the app sets the last rule is in the premise that nobody else has rules', () => {
      for (const reason of ['data-source', 'provider-default'] as const)
        expect(all3(site([own, section(reason)], vms(3)))).toEqual(['proved', 'proved', 'proved']);
      // Of a policy of others, and of rules of its own that a token hides, it says nothing.
      for (const open of [section('variable'), section('data-source', { isDefault: false }), section('data-source', { isDefault: token('is') })])
        expect(all3(site([own, open], vms(3)))).toEqual(['undecided', 'undecided', 'undecided']);
      expect(all3(site([section('data-source', { origin: 'owned' })], vms(3)))).toEqual(['undecided', 'undecided', 'undecided']);
    });

    test('is few in a project or a VPC that the app makes, as a premise', () => {
      const shop = aProject('shop');
      const spaces = { projects: [shop], vpcs: [aVpc('cart', shop)] };
      const recordedManagers = [MANAGER];
      const estate = (nsx: EstateParts['nsx'], ...more: readonly SecurityPolicy[]): Estate =>
        site([{ ...own, space: shop.id }, ...more], vms(3), { nsx, recordedManagers });
      expect(all3(estate(spaces, section('data-source', { space: shop.id })))).toEqual(['proved', 'proved', 'proved']);
      expect(about(estate(spaces), 'manager')[0]!.premises!.map(({ statement }) => statement)).toEqual([
        'what others have in NSX `nsx.example.com` is what its record says',
        'NSX `nsx.example.com` itself puts at most 20 rules into each project and VPC of this app',
      ]);
      // The record would have that of the default space, or of a project of others.
      expect(all3(estate(spaces, section('data-source')))).toEqual(['undecided', 'undecided', 'undecided']);
      const theirs = { projects: [{ ...shop, origin: 'looked-up' as const }] };
      expect(all3(estate(theirs, section('data-source', { space: shop.id })))).toEqual(['undecided', 'undecided', 'undecided']);
      expect(about(estate(theirs), 'manager')[0]!.premises).toHaveLength(1);
      expect(about(estate({ projects: [{ ...shop, defaultFirewallRules: false }] }), 'manager')[0]!.premises).toHaveLength(1);
      expect(about(estate({ projects: [{ ...shop, manager: 'nsx-2.example.com' }] }), 'manager')[0]!.premises).toHaveLength(1);
    });

    test('counts against the bounds: 20 in each on a manager, in one project and one VPC on a vNIC', () => {
      const shop = aProject('shop');
      const nsx = { projects: [shop, aProject('other')], vpcs: [aVpc('cart', shop)] };
      const of = (howMany: number, what: string, more: EstateParts['nsx'] = nsx): string[] =>
        outcome(site([aSecurityPolicy('fw', rules(howMany))], [], { nsx: more }), what);
      expect([
        of(3960, 'vnic'),
        of(3961, 'vnic'),
        of(3980, 'vnic', { projects: nsx.projects }),
        of(3981, 'vnic', { projects: nsx.projects }),
      ]).toEqual([['proved'], ['undecided'], ['proved'], ['undecided']]);
      const family = (high: number, more: number): string[] =>
        outcome(
          site([aSecurityPolicy('fw', rules(1000), { instances: Interval.exactly(high) }), aSecurityPolicy('rest', rules(more))], [], { nsx }),
          'manager',
        );
      expect([family(99, 940), family(99, 941)]).toEqual([['proved'], ['undecided']]);
      // 2,000 rules on each of 60 VMs are what a host may have, without what NSX adds.
      const host = (howMany: number, more: EstateParts['nsx']): string[] =>
        outcome(site([aSecurityPolicy('fw', rules(2000))], vms(howMany), { nsx: more }), 'host');
      expect([host(60, {}), host(58, nsx), host(59, nsx)]).toEqual([['proved'], ['proved'], ['undecided']]);
    });
  });
});
