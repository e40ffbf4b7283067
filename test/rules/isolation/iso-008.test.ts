import { unknown, type Estate, type FirewallRule, type SecurityPolicy, type Tenant } from '../../../lib/estate';
import { defaultDeny } from '../../../lib/rules/isolation/iso-008-default-deny';
import { aMachine, aModule, anEstate, aPortGroup, aProvider, aStack, token, type EstateParts } from '../../support/estate';
import { judged, mends, outcomes, refutations, text, undecideds } from '../../support/judge';
import {
  aCondition,
  aDefaultSection,
  aDrop,
  aGroup,
  aProject,
  all,
  anExclusion,
  anNsxMachine,
  aRule,
  aSecurityPolicy,
  aSegment,
  aService,
  aTag,
  aVpc,
  MANAGER,
  members,
  recorded,
  some,
  aTcpEntry,
  peers,
} from '../../support/nsx';

const ledger = aSegment('ledger');
const db = aMachine('ledger-db', undefined, { networks: [ledger.id] });
const dbTags = anNsxMachine('db-tags', { machine: db.id, tags: all(aTag('tier', 'db')) });
const byTag = aGroup('by-tag', aCondition('Tag', 'EQUALS', 'tier|db'));
const deny = aSecurityPolicy('ledger-fw', [aDrop('default')], { appliedTo: members(ledger) });
const denyByTag = { ...deny, appliedTo: members(byTag) };
const byDefault = aDefaultSection();

function tenant(name: string, networks: readonly string[], machines: readonly string[] = []): Tenant {
  return {
    name,
    path: `site/${name}`,
    networks: { ids: networks, missing: [] },
    machines: { ids: machines, missing: [] },
    namespaces: { ids: [], missing: [] },
  };
}

/** The tenant `banking` on the segment `ledger`, and a record of the manager. */
function site(nsx: EstateParts['nsx'] = {}, change: EstateParts = {}): Estate {
  return anEstate({
    machines: [db],
    tenants: [tenant('banking', [ledger.id])],
    recordedManagers: [MANAGER],
    nsx: { segments: [ledger], nsxMachines: [dbTags], groups: [byTag], securityPolicies: [byDefault], ...nsx },
    ...change,
  });
}

describe('ISO-008', () => {
  test('passes where a policy of the segment drops the rest, on the premise of the record', () => {
    const estate = site({ securityPolicies: [deny, byDefault] });
    expect(judged(defaultDeny, estate).map(({ verdict, subject, premises }) => [verdict, subject.path, premises?.map(({ id }) => id)])).toEqual([
      ['proved', 'site/ledger', [`nsx-recorded:${MANAGER}`]],
    ]);
  });

  test('passes where the default of NSX drops', () => {
    expect(outcomes(defaultDeny, site({ securityPolicies: [aDefaultSection('DROP')] }))).toEqual(['proved']);
  });

  test('fails where only the default of NSX is left, and a policy for the segment mends it', () => {
    expect(refutations(defaultDeny, site()).map(text)).toEqual([
      [
        'segment `ledger` of tenant `banking` does not end in default deny',
        'passes: everything that no other rule is for, in and out, IPv4 and IPv6, of VM `ledger-db`',
        'let through by: rule `default-layer3-rule`, `ALLOW`, policy `default-layer3-section` (category Application, the default of NSX)',
        "mends it: a `FirewallPolicy` that is applied to the segment, with `default: 'drop'`",
      ],
    ]);
    expect(mends(defaultDeny, site())).toBe(1);
    expect(mends(defaultDeny, site({ securityPolicies: [byDefault, aSecurityPolicy('other', [], { sequence: token() })] }))).toBe(1);
  });

  test('fails for the version of IP and the direction that a drop leaves out, and widening it mends it', () => {
    const narrow = { ...deny, rules: all(aDrop('default', { sequence: 1, ipVersion: 'IPV4', direction: 'IN' })) };
    const [, passes, , first] = text(refutations(defaultDeny, site({ securityPolicies: [narrow, byDefault] }))[0]);
    expect(passes).toBe('passes: what no other rule is for: out by IPv4, in by IPv6 and out by IPv6, of VM `ledger-db`');
    expect(first).toBe('mends it: rule `default` of policy `ledger-fw` for both directions and both versions of IP');
    expect(mends(defaultDeny, site({ securityPolicies: [narrow, byDefault] }))).toBe(2);
    const elsewhere = { ...narrow, appliedTo: members(aSegment('nodes')) };
    expect(mends(defaultDeny, site({ segments: [ledger, aSegment('nodes')], securityPolicies: [elsewhere, byDefault] }))).toBe(1);
  });

  test('fails where an allow for everything comes before, and without it passes', () => {
    const allow = aSecurityPolicy('ops', [aRule('all')], { category: 'Infrastructure' });
    const estate = site({ securityPolicies: [allow, deny, byDefault] });
    expect(text(refutations(defaultDeny, estate)[0]).slice(2)).toEqual([
      'let through by: rule `all`, `ALLOW`, policy `ops` (category Infrastructure, of this app)',
      'mends it: policy `ops` without rule `all`, or with rules for what it was meant for',
    ]);
    expect(mends(defaultDeny, estate)).toBe(1);
    const theirs = recorded({ ...allow, path: 'x' });
    expect(text(refutations(defaultDeny, site({ securityPolicies: [theirs, deny, byDefault] }))[0]).slice(2)).toEqual([
      'let through by: rule `all`, `ALLOW`, policy `ops` (category Infrastructure, of others)',
      'hint: a word with whoever owns policy `ops`',
    ]);
  });

  test('fails for a VM on the exclusion list, whether the manager is recorded or not', () => {
    const nsx = { securityPolicies: [deny, byDefault], firewallExclusions: [anExclusion('no-firewall', db)] };
    const expected = [
      [
        'segment `ledger` of tenant `banking` does not end in default deny',
        'passes: everything that no other rule is for, in and out, IPv4 and IPv6, of VM `ledger-db`',
        'let through by: the exclusion list, with `no-firewall`: no rule is asked',
        'mends it: `no-firewall` off the exclusion list',
      ],
    ];
    expect(refutations(defaultDeny, site(nsx)).map(text)).toEqual(expected);
    expect(refutations(defaultDeny, site(nsx, { recordedManagers: [] })).map(text)).toEqual(expected);
    expect(refutations(defaultDeny, site(nsx, { recordedManagers: [] }))[0]!.premises).toEqual([]);
    expect(refutations(defaultDeny, site(nsx))[0]!.premises).toEqual([]);
    const theirs = { ...nsx, firewallExclusions: nsx.firewallExclusions.map(recorded) };
    expect(refutations(defaultDeny, site(theirs))[0]!.premises!.map(({ id }) => id)).toEqual([`nsx-recorded:${MANAGER}`]);
    expect(mends(defaultDeny, site(nsx))).toBe(1);
    expect(outcomes(defaultDeny, site({ ...nsx, firewallExclusions: [anExclusion('x', token('member'))] }))).toEqual(['undecided']);
  });

  test('a segment without VMs is judged by what would be on it', () => {
    const empty = { machines: [] };
    expect(outcomes(defaultDeny, site({ nsxMachines: [] }, empty))).toEqual(['refuted']);
    expect(text(refutations(defaultDeny, site({ nsxMachines: [] }, empty))[0])[1]).toContain('of any VM');
    expect(outcomes(defaultDeny, site({ nsxMachines: [], securityPolicies: [deny, byDefault] }, empty))).toEqual(['proved']);
    expect(outcomes(defaultDeny, site({ nsxMachines: [], securityPolicies: [denyByTag, byDefault] }, empty))).toEqual(['undecided']);
  });

  test('by the tags of VMs it is proved on the premise that the app alone puts VMs on the segment and tags them', () => {
    const [verdict] = judged(defaultDeny, site({ securityPolicies: [denyByTag, byDefault] }));
    expect([verdict?.verdict, verdict?.premises?.map(({ statement }) => statement)]).toEqual([
      'proved',
      [
        'what others have in NSX `nsx.example.com` is what its record says',
        'nothing but this app puts VMs on segment `ledger`',
        'nobody but this app tags its VMs in NSX `nsx.example.com`',
      ],
    ]);
    const [untagged] = refutations(defaultDeny, site({ securityPolicies: [denyByTag, byDefault], nsxMachines: [] }));
    expect(untagged!.premises!.map(({ id }) => id)).toEqual([`nsx-recorded:${MANAGER}`, `nsx-tags:${MANAGER}`]);
    expect(refutations(defaultDeny, site())[0]!.premises!.map(({ id }) => id)).toEqual([`nsx-recorded:${MANAGER}`]);
  });

  test('... and of a segment of others it is undecided, unless it is assumed to be closed', () => {
    const theirs = { ...ledger, origin: 'looked-up' as const };
    const nsx = { securityPolicies: [denyByTag, byDefault], segments: [theirs] };
    expect(undecideds(defaultDeny, site(nsx)).map(text)).toEqual([
      [
        'whether segment `ledger` of tenant `banking` ends in default deny',
        'may decide: rule `default`, `DROP`, policy `ledger-fw` (category Application, of this app)',
        'may decide: rule `default-layer3-rule`, `ALLOW`, policy `default-layer3-section` (category Application, the default of NSX)',
        'because: which rules act on a VM depends on its tags, name or id, and others may put VMs on the segment that nobody knows',
        'decides it: a policy that is applied to the segment itself, or `app.assume(Assume.closed(segment))`',
      ],
    ]);
    const [closed] = judged(defaultDeny, site(nsx, { closed: ['site/ledger'] }));
    expect([closed?.verdict, closed?.premises?.map(({ id }) => id)]).toEqual(['proved', [`nsx-recorded:${MANAGER}`, `nsx-tags:${MANAGER}`]]);
    expect(outcomes(defaultDeny, site({ ...nsx, securityPolicies: [deny, byDefault] }))).toEqual(['proved']);
  });

  test('a template that is looked up may be on any segment, but not on one that the app owns or that is closed', () => {
    const template = { ...aMachine('debian', undefined, { networks: [], networksComplete: false }), origin: 'looked-up' as const };
    const machines = [db, template];
    const nsx = { securityPolicies: [denyByTag, byDefault], firewallExclusions: [anExclusion('images', template)] };
    const [verdict] = judged(defaultDeny, site(nsx, { machines }));
    expect([verdict?.verdict, verdict?.premises?.map(({ id }) => id)]).toEqual([
      'proved',
      [`nsx-recorded:${MANAGER}`, 'owned:site/ledger', `nsx-tags:${MANAGER}`],
    ]);
    const theirs = { ...nsx, segments: [{ ...ledger, origin: 'looked-up' as const }], securityPolicies: [deny, byDefault] };
    expect(outcomes(defaultDeny, site(theirs, { machines }))).toEqual(['undecided']);
    expect(outcomes(defaultDeny, site(theirs, { machines, closed: ['site/ledger'] }))).toEqual(['proved']);
    const there = { ...aMachine('resident', undefined, { networks: [ledger.id] }), origin: 'looked-up' as const };
    expect(outcomes(defaultDeny, site(nsx, { machines: [db, there] }))).toEqual(['undecided']);
  });

  test('without a record nothing of policies is said, neither good nor bad', () => {
    const first = { ...deny, category: 'Emergency', sequence: 0 };
    const allow = aSecurityPolicy('open', [aRule('all')], { category: 'Emergency', sequence: 0 });
    for (const securityPolicies of [[first], [allow], [first, aDefaultSection('DROP')], []]) {
      expect(outcomes(defaultDeny, site({ securityPolicies }, { recordedManagers: [] }))).toEqual(['undecided']);
    }
    expect(text(undecideds(defaultDeny, site({ securityPolicies: [first] }, { recordedManagers: ['nsx-2.example.com'] }))[0])).toEqual([
      'whether segment `ledger` of tenant `banking` ends in default deny',
      'because: policies of others in the distributed firewall of `nsx.example.com`, and its default rule, are not recorded',
      "decides it: the manager's export: `app.assume(Assume.estate('surroundings/nsx-export.json'))`",
    ]);
    expect(outcomes(defaultDeny, site({ securityPolicies: [deny, byDefault] }, { recordedManagers: [MANAGER.toUpperCase()] }))).toEqual(['proved']);
  });

  test('without a record all segments of a manager are told of once', () => {
    const nodes = aSegment('nodes');
    const tenants = [tenant('banking', [ledger.id]), tenant('shopping', [nodes.id])];
    const estate = site({ segments: [ledger, nodes], securityPolicies: [deny] }, { tenants, recordedManagers: [] });
    expect(undecideds(defaultDeny, estate).map(text)).toEqual([
      [
        'whether 2 segments of tenants end in default deny: `ledger` and `nodes`, of `banking` and `shopping`',
        'because: policies of others in the distributed firewall of `nsx.example.com`, and its default rule, are not recorded',
        "decides it: the manager's export: `app.assume(Assume.estate('surroundings/nsx-export.json'))`",
      ],
    ]);
  });

  test('a module that may hold rules leaves it open, unless somebody vouches for it', () => {
    const stacks = [aStack({ providers: [aProvider({ key: 'nsxt', type: 'nsxt', identity: MANAGER })], modules: [aModule('m')] })];
    for (const securityPolicies of [[deny, byDefault], [byDefault]]) {
      const [verdict] = undecideds(defaultDeny, site({ securityPolicies }, { stacks }));
      expect(text(verdict).slice(-2)).toEqual([
        'because: rules, groups and tags in `site/module.m` are hidden',
        'decides it: `app.assume(Assume.noPolicyIn(module))`',
      ]);
    }
    const premises = [{ id: 'no-policy-in:site/m', kind: 'assumed' as const, statement: 'none', subject: 'site/m' }];
    expect(outcomes(defaultDeny, site({ securityPolicies: [deny, byDefault] }, { stacks, premises }))).toEqual(['proved']);
  });

  test('a record without a default rule leaves it open', () => {
    expect(text(undecideds(defaultDeny, site({ securityPolicies: [] }))[0]).slice(-2)).toEqual([
      'because: no rule for everything acts on it, and the record has no default rule',
      'decides it: an export that has the default layer-3 section',
    ]);
  });

  test.each<[string, EstateParts['nsx'], string]>([
    [
      'the action',
      { securityPolicies: [{ ...deny, rules: all(aRule('default', { action: token('act') })) }, byDefault] },
      'what rule `default` does',
    ],
    [
      'what it is applied to',
      { securityPolicies: [{ ...deny, appliedTo: { ids: [], complete: false, unknown: token('to') } }, byDefault] },
      'what a policy is applied to',
    ],
    [
      'the tags of the VM',
      { securityPolicies: [denyByTag, byDefault], nsxMachines: [{ ...dbTags, tags: all(aTag('tier', token('tag'))) }] },
      'which tag VM `ledger-db` has',
    ],
    [
      'whether it is switched off',
      { securityPolicies: [{ ...deny, rules: all(aDrop('default', { disabled: token('off') })) }, byDefault] },
      'whether rule `default` is switched off',
    ],
    ['the category', { securityPolicies: [{ ...deny, category: token('category') }, byDefault] }, 'which category rule `default` is in'],
  ])('undecided where a token says %s', (_, nsx, reason) => {
    const [verdict] = undecideds(defaultDeny, site(nsx));
    expect(verdict!.reason).toContain(`${reason} is known only to whoever sets`);
  });

  test('an undecided verdict shows the rules that may decide, and where they stand', () => {
    const securityPolicies = [
      { ...deny, category: token('category') },
      aSecurityPolicy('rest', [aRule('all', { action: token('act') })], { category: '' }),
      byDefault,
    ];
    const [verdict] = undecideds(defaultDeny, site({ securityPolicies }));
    expect(verdict!.witness!.map(({ text: where }) => where)).toEqual([
      'rule `default`, `DROP`, policy `ledger-fw` (of a category that is not known, of this app)',
      'rule `all`, an action that is not known, policy `rest` (of no category, of this app)',
    ]);
  });

  test('undecided where two rules tie, which is said', () => {
    const allow = aSecurityPolicy('open', [aRule('all')], { sequence: 10 });
    const [verdict] = undecideds(defaultDeny, site({ securityPolicies: [allow, deny, byDefault] }));
    expect(verdict!.reason).toBe('nobody can say whether rule `all` or `default` comes first');
  });

  test('undecided where a token says the manager, or which network a VM is on', () => {
    const there = { ...ledger, manager: token('host') };
    expect(undecideds(defaultDeny, site({ segments: [there] }))[0]!.reason).toBe(
      'which NSX manager it is on is known only to whoever sets `site/var.host`',
    );
    const roaming = aMachine('roaming', undefined, { networks: [token('net')] });
    expect(outcomes(defaultDeny, site({ securityPolicies: [deny, byDefault] }, { machines: [db, roaming] }))).toEqual(['proved']);
    const [verdict] = undecideds(defaultDeny, site({ securityPolicies: [denyByTag, byDefault] }, { machines: [db, roaming] }));
    expect(verdict!.reason).toContain('which network VM `roaming` is on is known only to whoever sets `site/var.net`');
  });
});

describe('ISO-008 in projects and VPCs', () => {
  const shop = aProject('shop');
  const cart = aVpc('cart', shop);
  const inSpace = (space: { readonly id: string }, policies: readonly SecurityPolicy[], nsx: EstateParts['nsx'] = {}): Estate =>
    site({ projects: [shop], vpcs: [cart], segments: [{ ...ledger, space: space.id }], securityPolicies: policies, ...nsx });
  const inShop = { ...deny, space: shop.id };

  test('what NSX itself puts into a project of the app may drop the rest: no refutation by the default of the manager', () => {
    const [verdict] = undecideds(defaultDeny, inSpace(shop, [byDefault]));
    expect(text(verdict).slice(1)).toEqual([
      'may decide: rule `default rules of project shop`, `DROP`, policy `default rules of project shop` (category Application, the default of NSX)',
      'may decide: rule `default-layer3-rule`, `ALLOW`, policy `default-layer3-section` (category Application, the default of NSX)',
      `because: whether rule \`default rules of project shop\` is switched off is known only to the lookup \`${MANAGER}\``,
      "decides it: a `FirewallPolicy` that is applied to the segment, with `default: 'drop'`, and literal values",
    ]);
    expect(outcomes(defaultDeny, inSpace(shop, [byDefault], { projects: [{ ...shop, defaultFirewallRules: false }] }))).toEqual(['refuted']);
    expect(outcomes(defaultDeny, inSpace(shop, [aDefaultSection('DROP')]))).toEqual(['proved']);
    for (const policy of [deny, inShop]) expect(outcomes(defaultDeny, inSpace(shop, [policy, byDefault]))).toEqual(['proved']);
  });

  test('what NSX puts into a VPC lets everything out, before a default of the manager that drops', () => {
    const projects = [{ ...shop, defaultFirewallRules: false }];
    const [verdict] = undecideds(defaultDeny, inSpace(cart, [aDefaultSection('DROP')], { projects }));
    expect(text(verdict)[1]).toBe(
      'may decide: rule `default rules of VPC cart`, `ALLOW`, policy `default rules of VPC cart` (category Application, the default of NSX)',
    );
    expect(outcomes(defaultDeny, inSpace(cart, [{ ...deny, space: cart.id }, aDefaultSection('DROP')], { projects }))).toEqual(['proved']);
  });

  test('a policy of a VPC, which has no category to choose, comes before what NSX puts there', () => {
    const category = unknown('provider-default', 'category', 'site/nsxt_vpc_security_policy.p');
    const own = { ...deny, space: cart.id, category };
    expect(outcomes(defaultDeny, inSpace(cart, [own, byDefault]))).toEqual(['proved']);
    expect(outcomes(defaultDeny, inSpace(cart, [{ ...own, space: null }, byDefault]))).toEqual(['undecided']);
    expect(outcomes(defaultDeny, inSpace(cart, [{ ...own, category: token('category') }, byDefault]))).toEqual(['undecided']);
    const allow = { ...aSecurityPolicy('open', [aRule('all')], { category, space: cart.id }), appliedTo: members(ledger) };
    const projects = [{ ...shop, defaultFirewallRules: false }];
    expect(text(refutations(defaultDeny, inSpace(cart, [allow, byDefault], { projects }))[0])[2]).toBe(
      'let through by: rule `all`, `ALLOW`, policy `open` (of a VPC, of this app)',
    );
  });

  test('policies of a project of others are known where the record has the one that NSX ends them with', () => {
    const theirs = { projects: [{ ...shop, origin: 'looked-up' as const }] };
    const [verdict] = undecideds(defaultDeny, inSpace(shop, [deny, byDefault], theirs));
    expect(text(verdict).slice(-2)).toEqual([
      `because: which rules policy \`policies of project shop\` has is known only to the lookup \`${MANAGER}\`, which objects are named is known only to the lookup \`${MANAGER}\` and nobody can say whether rule \`rules that are not shown\` or \`default\` comes first`,
      'decides it: an export that has the rules of `policies of project shop`',
    ]);
    const ends = aDefaultSection('DROP', { id: 'shop-default', space: shop.id });
    expect(outcomes(defaultDeny, inSpace(shop, [deny, byDefault, ends], theirs))).toEqual(['proved']);
    expect(outcomes(defaultDeny, inSpace(shop, [byDefault, ends], theirs))).toEqual(['proved']);
    expect(outcomes(defaultDeny, inSpace(shop, [byDefault, { ...ends, category: 'Ethernet' }], theirs))).toEqual(['undecided']);
    // Nobody asks what is in a project that no segment of the tenant lies in.
    expect(outcomes(defaultDeny, site({ ...theirs, vpcs: [cart], securityPolicies: [deny, byDefault] }))).toEqual(['proved']);
  });
});

describe('ISO-008 in a project that no object of the estate stands for', () => {
  const space = unknown('expression', '"shop"', 'site/nsxt_policy_segment.ledger');
  const there = { ...ledger, space };

  test('others may have policies that let in what the default of the manager drops', () => {
    const [verdict, ...others] = judged(defaultDeny, site({ segments: [there], securityPolicies: [deny, byDefault] }));
    expect(others).toEqual([]);
    expect(text(verdict).at(-1)).toBe('decides it: an export that has the rules of `policies of the project of segment ledger`');
    expect(outcomes(defaultDeny, site({ segments: [there], securityPolicies: [aDefaultSection('DROP')] }))).toEqual(['undecided']);
    expect(outcomes(defaultDeny, site({ segments: [there] }))).toEqual(['undecided']);
  });

  test('which is nothing to other segments', () => {
    const other = aSegment('other', { space });
    expect(outcomes(defaultDeny, site({ segments: [ledger, other], securityPolicies: [deny, byDefault] }))).toEqual(['proved']);
    const elsewhere = { ...other, manager: 'nsx-2.example.com' };
    expect(outcomes(defaultDeny, site({ segments: [ledger, elsewhere], securityPolicies: [deny, byDefault] }))).toEqual(['proved']);
  });
});

describe('ISO-008 with a service that only a lookup knows', () => {
  const services = [aService('x', [], { name: 'ALL', origin: 'looked-up', entries: some() })];
  const by = (rule: SecurityPolicy['rules']['items'][number]): SecurityPolicy => ({
    ...deny,
    rules: all({ ...rule, sequence: 1, services: { services: members(services[0]!), entries: all() } }),
  });

  test('an `ALLOW` for it before the drop may let everything through', () => {
    const policies = [{ ...by(aRule('open')), id: 'site/nsxt_policy_security_policy.first', sequence: 1 }, deny, byDefault];
    expect(text(undecideds(defaultDeny, site({ services, securityPolicies: policies }))[0]).join('\n')).toContain('what service `ALL` is for');
    expect(outcomes(defaultDeny, site({ services: [{ ...services[0]!, name: 'HTTPS' }], securityPolicies: policies }))).toEqual(['proved']);
  });

  test('a `DROP` for it may drop everything: no refutation by the default of the manager', () => {
    expect(outcomes(defaultDeny, site({ services, securityPolicies: [by(aDrop('default')), byDefault] }))).toEqual(['undecided']);
  });
});

describe('segments of a tenant', () => {
  const face = aPortGroup('face', { segment: ledger.id });
  const subjects = (estate: Estate): (string | undefined)[] =>
    judged(defaultDeny, estate).map(({ verdict, subject }) => `${verdict} ${subject.path}`);
  const of = (networks: readonly string[], machines: readonly string[], change: EstateParts = {}): Estate =>
    site({}, { portGroups: [face], tenants: [tenant('banking', networks, machines)], ...change });

  test('are those it names, those whose faces it names, and those its machines are on, each once', () => {
    expect(subjects(of([ledger.id], []))).toEqual(['refuted site/ledger']);
    expect(subjects(of([face.id], []))).toEqual(['refuted site/ledger']);
    expect(subjects(of([], [db.id]))).toEqual(['refuted site/ledger']);
    expect(subjects(of([ledger.id, face.id], [db.id]))).toEqual(['refuted site/ledger']);
    expect(subjects(of([], []))).toEqual([]);
    expect(subjects(of([], [db.id], { tenants: [] }))).toEqual([]);
    expect(subjects(of([aPortGroup('vlan').id], [], { portGroups: [aPortGroup('vlan')] }))).toEqual([]);
  });

  test('of two tenants on one segment both are named', () => {
    const [verdict] = refutations(defaultDeny, site({}, { tenants: [tenant('banking', [ledger.id]), tenant('shopping', [], [db.id])] }));
    expect(verdict!.message).toBe('segment `ledger` of tenants `banking` and `shopping` does not end in default deny');
  });

  test('that nobody can name are undecided, where there are any', () => {
    const roaming = aMachine('roaming', undefined, { networks: [token('net')] });
    const [verdict] = undecideds(defaultDeny, of([], [roaming.id], { machines: [roaming] }));
    expect(text(verdict)).toEqual([
      'whether the segments that `roaming` of tenant `banking` is on end in default deny',
      'because: its network is known only to whoever sets `site/var.net`',
      'decides it: a segment of the app, or one that is looked up, as its network',
    ]);
    expect(subjects(of([face.id], [], { portGroups: [{ ...face, segment: token('segment') }] }))).toEqual(['undecided site/face']);
    expect(subjects(of([], [roaming.id], { machines: [roaming], nsx: { nsxMachines: [dbTags] } }))).toEqual([]);
  });
});

describe('ISO-008, a firewall that is off or not recorded as a whole', () => {
  const gap = { manager: MANAGER.toUpperCase(), file: 'nsx.json' };
  const policies = { securityPolicies: [deny, byDefault] };

  test('fails where the record says that it is off', () => {
    const estate = site(policies, { recordedManagers: [], firewallGaps: [{ ...gap, is: 'off' }] });
    expect(refutations(defaultDeny, estate).map(text)).toEqual([
      [
        'segment `ledger` of tenant `banking` does not end in default deny',
        'off: the distributed firewall of `nsx.example.com`: `enable_firewall` is false in `nsx.json`',
        'hint: the distributed firewall of `nsx.example.com` switched on, and an export that shows it',
      ],
    ]);
  });

  test('says what the record lacks', () => {
    const lacks = 'the default section of layer 3';
    const [verdict] = undecideds(defaultDeny, site(policies, { recordedManagers: [], firewallGaps: [{ ...gap, is: 'incomplete', lacks }] }));
    expect([verdict!.reason, verdict!.decidedBy]).toEqual([
      'policies of others in the distributed firewall of `nsx.example.com`, and its default rule, are not recorded: `nsx.json` lacks the default section of layer 3',
      'an export that has the default section of layer 3',
    ]);
  });
});

describe('ISO-008, rules that allow nearly everything', () => {
  const from = (...addresses: string[]): Partial<FirewallRule> => ({ sources: { ...peers(), addresses: all(...addresses) }, direction: 'IN' });
  const before = (...rules: FirewallRule[]): Estate =>
    site({ securityPolicies: [aSecurityPolicy('ops', rules, { category: 'Infrastructure' }), deny, byDefault] });

  test('two that name every address between them are not passed over', () => {
    const [low, high] = [aRule('low', from('0.0.0.0/1')), aRule('high', from('128.0.0.0/1'))];
    expect(undecideds(defaultDeny, before(low, high)).map(({ reason }) => reason)).toEqual([
      'nobody can say whether rules such as `low` and `high`, which between them name every address, are for everyone',
    ]);
    expect(outcomes(defaultDeny, before(low))).toEqual(['proved']);
    expect(outcomes(defaultDeny, before(low, aRule('high', from('128.0.0.0/2'))))).toEqual(['proved']);
    expect(outcomes(defaultDeny, before(low, { ...high, action: 'DROP' }))).toEqual(['proved']);
    expect(outcomes(defaultDeny, before(low, { ...high, disabled: true }))).toEqual(['proved']);
    const web = { services: members(), entries: all(aTcpEntry('443')) };
    expect(outcomes(defaultDeny, before(low, { ...high, services: web }))).toEqual(['proved']);
    const others = { ...from('128.0.0.0/1').sources!, excluded: true };
    expect(outcomes(defaultDeny, before(low, { ...high, sources: others }))).toEqual(['undecided']);
  });

  test('every port by a range, or by two, is every port', () => {
    const to = (...ports: string[]): Estate => before(aRule('ports', { services: { services: members(), entries: all(aTcpEntry(...ports)) } }));
    for (const ports of [['1-65535'], ['0-65535'], ['1-1023', '1024-65535'], ['1024-65535', '1-2000']]) {
      expect(undecideds(defaultDeny, to(...ports)).map(({ reason }) => reason)).toEqual(['nobody can say whether every port of TCP is all there is']);
    }
    for (const ports of [['2-65535'], ['1-65534'], ['1-1022', '1024-65535'], ['443']])
      expect(outcomes(defaultDeny, to(...ports))).toEqual(['proved']);
  });
});

describe('ISO-008, a recorded policy of the same name as one of the app', () => {
  test('may be what an earlier apply made, and the id decides it', () => {
    const twin = recorded(aSecurityPolicy('ledger-fw', [aRule('all')], { category: 'Infrastructure', instances: { low: 0, high: 1 } }));
    expect(undecideds(defaultDeny, site({ securityPolicies: [twin, deny, byDefault] })).map(({ reason }) => reason)).toEqual([
      "nobody can say whether the recorded `ledger-fw` is the app's own, made by an earlier apply, which an `nsxId` of its own decides",
    ]);
  });
});
