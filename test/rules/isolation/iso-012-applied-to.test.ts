import { reference, type Estate, type FirewallRule, type GroupTerm, type SecurityPolicy, type Value } from '../../../lib/estate';
import { enforcement } from '../../../lib/rules/isolation/iso-012-enforcement';
import { aMachine, aModule, anEstate, aPortGroup, aProvider, aResource, aStack, STACK, token, type EstateParts } from '../../support/estate';
import { judged, mends, outcomes, refutations, text, undecideds } from '../../support/judge';
import {
  aCondition,
  aDefaultSection,
  aDrop,
  aGroup,
  all,
  anExclusion,
  anNsxMachine,
  aRule,
  aSecurityPolicy,
  aSegment,
  aTag,
  joined,
  MANAGER,
  members,
  openMembers,
  peers,
  recorded,
  some,
} from '../../support/nsx';

const ledger = aSegment('ledger');
const nodes = aSegment('nodes');
const db = aMachine('db', undefined, { networks: [ledger.id] });
const web = aMachine('web', undefined, { networks: [nodes.id] });
const dbTags = anNsxMachine('db-tags', { machine: db.id, tags: all(aTag('tier', 'db')) });
const dbs = aGroup('dbs', aCondition('Tag', 'EQUALS', 'tier|db'));
const onNodes = aGroup('on-nodes', { kind: 'paths', members: members(nodes) });
const onLedger = aGroup('on-ledger', { kind: 'paths', members: members(ledger) });
const ADDRESSES: GroupTerm = { kind: 'addresses', addresses: all('10.0.0.0/8') };
const addresses = aGroup('addresses', ADDRESSES);
const empty = aGroup('empty');
const nobody = aGroup('nobody', aCondition('Tag', 'EQUALS', 'tier|gone'));

function site(policy: SecurityPolicy, nsx: EstateParts['nsx'] = {}, change: EstateParts = {}): Estate {
  return anEstate({
    machines: [db, web],
    recordedManagers: [MANAGER],
    nsx: {
      segments: [ledger, nodes],
      nsxMachines: [dbTags],
      groups: [dbs, onNodes, onLedger, addresses, empty, nobody],
      securityPolicies: [policy, aDefaultSection()],
      ...nsx,
    },
    ...change,
  });
}

function applied(groups: readonly { readonly id: string }[], ...rules: readonly FirewallRule[]): SecurityPolicy {
  return aSecurityPolicy('fw', rules, { appliedTo: members(...groups) });
}

describe('ISO-012, rules that are enforced nowhere', () => {
  test('pass where somebody is in what they are applied to, a segment without a VM too', () => {
    for (const group of [dbs, onNodes, onLedger, ledger, db]) expect(refutations(enforcement, site(applied([group], aDrop())))).toEqual([]);
    expect(outcomes(enforcement, site(applied([ledger], aDrop()), {}, { machines: [] }))).toEqual(['proved', 'proved']);
    const [verdict] = judged(enforcement, site(applied([dbs], aDrop())));
    expect([verdict!.verdict, verdict!.premises!.map(({ id }) => id)]).toEqual(['proved', [`nsx-tags:${MANAGER}`]]);
  });

  test.each<[string, GroupTerm | undefined, string]>([
    ['nothing', undefined, 'nothing'],
    ['addresses', ADDRESSES, 'only addresses'],
    ['MAC addresses', { kind: 'mac-addresses', addresses: all('00:50:56:00:00:01') }, 'only MAC addresses'],
    ['users of a directory', { kind: 'identities' }, 'only users of a directory'],
    ['a group of addresses', { kind: 'paths', members: members(addresses) }, 'only groups in which nobody is'],
    ['addresses within', { kind: 'nested', expression: joined('OR', ADDRESSES) }, 'only groups in which nobody is'],
    ['no id', { kind: 'external-ids', memberType: 'VirtualMachine', ids: all() }, 'only ids that no VM of the estate has'],
  ])('fail where it holds %s, whoever is there and whatever is recorded', (_, term, held) => {
    const group = aGroup('held', term);
    for (const recordedManagers of [[MANAGER], []]) {
      const estate = site(applied([group], aDrop()), { groups: [group, addresses] }, { recordedManagers });
      const found = refutations(enforcement, estate);
      expect(found.map(text)).toEqual([
        [
          'policy `fw` is enforced nowhere: nothing that it is applied to has a vNIC',
          `applied to: group \`held\`, which holds ${held}`,
          'hint: a group of VMs, segments or ports as what it is applied to',
        ],
      ]);
      expect(found[0]!.severity).toBeUndefined();
      expect(judged(enforcement, estate)).toHaveLength(1);
    }
  });

  test('a rule that only allows is told mildly, and told once', () => {
    const allow = aRule('allow', { destinations: peers(dbs), sources: peers(onNodes) });
    expect(refutations(enforcement, site(applied([addresses], allow))).map(({ severity, key }) => [severity, key])).toEqual([
      ['warning', 'applied-to:'],
    ]);
    expect(refutations(enforcement, site(applied([addresses], allow, aDrop())))[0]!.severity).toBeUndefined();
    expect(refutations(enforcement, site(applied([addresses], aRule('x', { action: token('act') }))))[0]!.severity).toBeUndefined();
  });

  test('what its policy says counts, not the rule; where it says nothing, the rule does, by its name', () => {
    const rule = aDrop('deny', { appliedTo: members(addresses) });
    expect(refutations(enforcement, site(applied([ledger], rule)))).toEqual([]);
    const [verdict] = refutations(enforcement, site(aSecurityPolicy('fw', [rule, aDrop('other')])));
    expect([verdict!.message, verdict!.key]).toEqual([
      'rule `deny` of policy `fw` is enforced nowhere: nothing that it is applied to has a vNIC',
      'applied-to:deny',
    ]);
    expect(refutations(enforcement, site(aSecurityPolicy('fw', [{ ...rule, disabled: true }])))).toEqual([]);
  });

  test('a part without a vNIC is told, as a warning', () => {
    const found = refutations(enforcement, site(applied([ledger, addresses], aDrop())));
    expect(found.map((each) => [each.severity, ...text(each)])).toEqual([
      [
        'warning',
        'part of what policy `fw` is applied to has no vNIC',
        'applied to: group `addresses`, which holds only addresses',
        'hint: a group of VMs, segments or ports in its place, or nothing',
      ],
    ]);
  });

  test('what may be switched off is no warning', () => {
    const off = { disabled: token('off') };
    expect(refutations(enforcement, site(applied([ledger, addresses], aDrop('x', off))))).toEqual([]);
    const idle = { sources: peers(onLedger), destinations: peers(onLedger) };
    for (const change of [off, { action: 'JUMP_TO_APPLICATION' }]) {
      expect(refutations(enforcement, site(applied([nodes], aRule('x', { ...idle, ...change }))))).toEqual([]);
    }
    expect(refutations(enforcement, site(applied([nodes], aRule('x', idle))))).toHaveLength(1);
  });

  test('nobody with the tag is a warning where others are recorded and nothing is hidden, else undecided', () => {
    const [verdict] = refutations(enforcement, site(applied([nobody], aDrop())));
    expect([verdict!.severity, ...text(verdict)]).toEqual([
      'warning',
      'policy `fw` is enforced nowhere: nobody is in what it is applied to',
      'applied to: group `nobody`, which holds only what has `Tag EQUALS tier|gone`, as no VM of the estate has',
      'hint: VMs with the tags or names that the group asks for, or a group by those that they have',
    ]);
    expect(verdict!.premises!.map(({ id }) => id)).toEqual([`nsx-recorded:${MANAGER}`, `nsx-tags:${MANAGER}`]);
    expect(text(undecideds(enforcement, site(applied([nobody], aDrop()), {}, { recordedManagers: [] }))[0]).slice(0, 2)).toEqual([
      'whether policy `fw` is enforced anywhere',
      'because: VMs and tags of others in NSX `nsx.example.com` are not recorded',
    ]);
    const stacks = [aStack({ providers: [aProvider({ key: 'nsxt', type: 'nsxt', identity: MANAGER })], modules: [aModule('m')] })];
    expect(outcomes(enforcement, site(applied([nobody], aDrop()), {}, { stacks }))).toEqual(['undecided']);
    const listed = recorded(aGroup('nobody', aCondition('Tag', 'EQUALS', 'tier|gone')));
    const known = { ...listed, recordedMembers: all({ kind: 'machine' as const, machine: null, text: 'theirs' }) };
    expect(refutations(enforcement, site(applied([known], aDrop()), { groups: [known] }))).toEqual([]);
  });

  test.each<[string, SecurityPolicy, EstateParts['nsx'], string]>([
    [
      'the tags of a VM',
      applied([nobody], aDrop()),
      { nsxMachines: [{ ...dbTags, tags: all(aTag('tier', token('tag'))) }] },
      'which tag VM `db` has is known only to whoever sets',
    ],
    ['what it is applied to', { ...applied([], aDrop()), appliedTo: openMembers() }, {}, 'what a rule is applied to is known only to whoever sets'],
    [
      'whether it is switched off',
      applied([addresses], aDrop('x', { disabled: token('off') })),
      {},
      'whether rule `x` is switched off is known only to whoever sets',
    ],
    [
      'what a group holds',
      applied([aGroup('g')], aDrop()),
      { groups: [aGroup('g', { terms: some(), operators: [] })] },
      'what group `g` holds is known only to whoever sets',
    ],
    ['of what kind members are', applied([aGroup('g')], aDrop()), { groups: [aGroup('g', aCondition('Tag', 'EQUALS', 'a|b', 'Pod'))] }, 'kind `Pod`'],
  ])('undecided where nobody says %s', (_, policy, nsx, reason) => {
    expect(refutations(enforcement, site(policy, nsx))).toEqual([]);
    expect(undecideds(enforcement, site(policy, nsx))[0]!.reason).toContain(reason);
  });

  test('policies of others, and of other managers, are none of the rule', () => {
    expect(outcomes(enforcement, site(recorded(applied([addresses], aDrop()))))).toEqual([]);
    const elsewhere = { ...applied([addresses], aDrop()), manager: 'nsx-2.example.com' };
    expect(refutations(enforcement, site(elsewhere))).toHaveLength(1);
    expect(judged(enforcement, site({ ...elsewhere, manager: token('host') })).map(({ verdict }) => verdict)).toEqual(['refuted']);
  });

  test('a rule that the app adds to a policy of others is its own, with its own place in the program', () => {
    const entry = aResource('nsxt_policy_security_policy_rule', 'added', {}, { path: 'site/added' });
    const rule = aDrop('added', { id: 'site/nsxt_policy_security_policy_rule.added', appliedTo: members(addresses) });
    const theirs = { ...recorded(aSecurityPolicy('theirs', [aDrop('other', { appliedTo: members(addresses) })])), rules: all(rule) };
    const [verdict] = refutations(enforcement, site(theirs, {}, { stacks: [aStack({ resources: [entry] })] }));
    expect(verdict!.subject).toEqual({ path: 'site/added', stack: 'site', address: 'nsxt_policy_security_policy_rule.added' });
  });
});

describe('ISO-012, gaps in what a rule is applied to', () => {
  const drop = (from: readonly { readonly id: string }[], to: readonly { readonly id: string }[], change: Partial<FirewallRule> = {}): FirewallRule =>
    aDrop('deny', { sources: peers(...from), destinations: peers(...to), ...change });
  const gaps = (estate: Estate): string[] => refutations(enforcement, estate).map((each) => text(each).slice(1, 2).join());

  test('none where it is applied to those that it names, by the group that names them, or everywhere', () => {
    for (const policy of [
      applied([dbs], drop([], [dbs], { direction: 'IN' })),
      applied([ledger], drop([], [dbs], { direction: 'IN' })),
      aSecurityPolicy('fw', [drop([onNodes], [dbs])]),
    ]) {
      expect(outcomes(enforcement, site(policy)).filter((each) => each !== 'proved')).toEqual([]);
    }
    const last = judged(enforcement, site(applied([ledger], drop([], [dbs], { direction: 'IN' })))).at(-1)!;
    expect(last.premises!.map(({ statement }) => statement)).toEqual([
      'what others have in NSX `nsx.example.com` is what its record says',
      'nothing but this app puts VMs on segment `nodes`',
      'nobody but this app tags its VMs in NSX `nsx.example.com`',
    ]);
    expect(judged(enforcement, site(applied([dbs], drop([], [dbs], { direction: 'IN' })))).at(-1)!.premises).toEqual([]);
  });

  test('fails for what comes in where the destination is not in it, and with it mends', () => {
    const estate = site(applied([nodes], drop([], [dbs], { direction: 'IN' })));
    expect(refutations(enforcement, estate).map((each) => [each.severity, ...text(each)])).toEqual([
      [
        undefined,
        'rule `deny` of policy `fw` is not enforced on all that it names',
        'not applied to: VM `db` on segment `ledger`',
        'applied to: `nodes`',
        'mends it: `dbs` in what it is applied to',
      ],
    ]);
    expect(mends(enforcement, estate)).toBe(1);
    const byRule = site(aSecurityPolicy('fw', [drop([], [dbs], { direction: 'IN', appliedTo: members(nodes) })]));
    expect(mends(enforcement, byRule)).toBe(1);
    expect(gaps(site(applied([nodes], drop([], [dbs], { direction: 'OUT' }))))).toEqual([]);
  });

  test('fails for what goes out where the source is not in it', () => {
    expect(gaps(site(applied([ledger], drop([onNodes], [dbs], { direction: 'OUT' }))))).toEqual(['not applied to: every VM on segment `nodes`']);
    expect(gaps(site(applied([nodes], drop([onNodes], [dbs], { direction: 'OUT' }))))).toEqual([]);
    expect(gaps(site(applied([nodes], drop([onNodes], [dbs], { direction: 'IN' }))))).toEqual(['not applied to: VM `db` on segment `ledger`']);
  });

  test('for either direction one end is enough, and fails where neither is in it', () => {
    expect(gaps(site(applied([nodes], drop([onNodes], [dbs]))))).toEqual([]);
    expect(gaps(site(applied([ledger], drop([onNodes], [dbs]))))).toEqual([]);
    const edge = aSegment('edge');
    const estate = site(applied([edge], drop([onNodes], [dbs])), { segments: [ledger, nodes, edge] });
    expect(gaps(estate)).toEqual(['not applied to: VM `db` on segment `ledger` and every VM on segment `nodes`']);
    expect(refutations(enforcement, estate)[0]!.severity).toBeUndefined();
  });

  test('a VM sends nothing to itself; two of a family do to each other, and so do two on one segment', () => {
    expect(gaps(site(applied([nodes], drop([dbs], [dbs]))))).toEqual([]);
    const fleet = { ...db, instances: { low: 2, high: 2 } };
    expect(gaps(site(applied([nodes], drop([dbs], [dbs])), {}, { machines: [fleet] }))).toHaveLength(1);
    expect(gaps(site(applied([nodes], drop([onLedger], [onLedger]))))).toEqual(['not applied to: every VM on segment `ledger`']);
  });

  test('an end that is left open makes a milder finding, one that names addresses does not', () => {
    const [any] = refutations(enforcement, site(applied([nodes], drop([], [dbs]))));
    expect([any!.severity, ...text(any)]).toEqual([
      'warning',
      'rule `deny` of policy `fw` is not enforced on all that it names',
      'not applied to: VM `db` on segment `ledger`',
      'applied to: `nodes`',
      'all the same: it is enforced where the other end is one that it is applied to',
      'mends it: `dbs` in what it is applied to',
    ]);
    const negated = { sources: { ...peers(onLedger), excluded: true } };
    expect(refutations(enforcement, site(applied([nodes], drop([], [dbs], negated))))[0]!.severity).toBe('warning');
    for (const sources of [peers(addresses), { ...peers(), addresses: all('10.0.0.0/8') }]) {
      expect(refutations(enforcement, site(applied([nodes], drop([], [dbs], { sources }))))[0]!.severity).toBeUndefined();
    }
  });

  test('a side that is negated, or is addresses, names no vNIC', () => {
    for (const destinations of [{ ...peers(dbs), excluded: true }, peers(addresses), { ...peers(), addresses: all('10.0.0.1') }]) {
      expect(outcomes(enforcement, site(applied([nodes], aDrop('deny', { destinations, direction: 'IN' }))))).toEqual(['proved', 'proved']);
    }
  });

  test('a VM on the exclusion list is a gap, in every policy; of a tenant it is told there', () => {
    const excluded = { firewallExclusions: [anExclusion('off', db)] };
    const policy = applied([dbs], drop([], [dbs], { direction: 'IN' }));
    expect(refutations(enforcement, site(policy, excluded)).map(text)).toEqual([
      [
        'rule `deny` of policy `fw` is not enforced on all that it names',
        'excluded: VM `db` on segment `ledger`',
        'applied to: `dbs`',
        'mends it: `off` off the exclusion list',
      ],
    ]);
    expect(mends(enforcement, site(policy, excluded))).toBe(1);
    const everywhere = aSecurityPolicy('fw', [drop([], [dbs], { direction: 'IN' })]);
    expect(text(refutations(enforcement, site(everywhere, excluded))[0])[2]).toBe('applied to: every vNIC');
    const none = { ids: [], missing: [] };
    const tenants = [{ name: 'banking', path: 'site/banking', networks: none, namespaces: none, machines: { ids: [db.id], missing: [] } }];
    expect(refutations(enforcement, site(policy, excluded, { tenants })).map(({ subject }) => subject.path)).toEqual(['site/db']);
    const outside = applied([nodes], drop([], [dbs], { direction: 'IN' }));
    expect(refutations(enforcement, site(outside, excluded, { tenants })).map(({ subject }) => subject.path)).toEqual(['site/db', 'site/fw']);
  });

  test('applied everywhere, a template leaves no network open that is no segment', () => {
    const policy = aSecurityPolicy('fw', [drop([], [dbs], { direction: 'IN' })]);
    const template = aMachine('debian-12', undefined, { networks: [], networksComplete: false, origin: 'looked-up' });
    const clone = (of: Value): EstateParts => ({
      machines: [db, web, template],
      stacks: [aStack({ resources: [aResource('vsphere_virtual_machine', 'clone', { clone: [{ template_uuid: of }] })] })],
    });
    const cloned = judged(enforcement, site(policy, {}, clone(reference(STACK, template.addresses[0]!.address, 'id'))));
    expect(cloned.map(({ verdict, premises }) => [verdict, premises?.map(({ id }) => id)])).toEqual([['proved', ['template:site/debian-12']]]);
    expect(undecideds(enforcement, site(policy, {}, clone('4230'))).map(({ reason }) => reason)).toEqual([
      expect.stringContaining('whether NSX protects a network that is no segment'),
    ]);
  });

  test('an ALLOW is not passed over where nobody says whether a VM is one that it names', () => {
    const policy = applied([nodes], aRule('x', { sources: peers(dbs), destinations: peers(dbs) }));
    const other = aMachine('other', undefined, { networks: [nodes.id], origin: 'looked-up' });
    const stated = anNsxMachine('other-tags', { machine: other.id, tags: all(aTag('tier', 'web')) });
    const segments = { segments: [ledger, nodes] };
    expect(undecideds(enforcement, site(policy, segments, { machines: [db, web, other] })).map(({ message, reason }) => [message, reason])).toEqual([
      [
        'whether rule `x` of policy `fw` allows what any that it is applied to sends or receives',
        'which tags VM `other` has is known only to the lookup `site/vsphere_virtual_machine.other`',
      ],
    ]);
    const tagged = anNsxMachine('other-tags', { machine: other.id, tags: all(aTag('tier', 'db')) });
    expect(gaps(site(policy, { ...segments, nsxMachines: [dbTags, tagged] }, { machines: [db, web, other] }))).toEqual([]);
    expect(undecideds(enforcement, site(policy, { ...segments, nsxMachines: [dbTags, stated] }, { machines: [db, web, other] }))).toEqual([]);
  });

  test('a policy that drops everything is not widened for one rule', () => {
    const estate = site(applied([nodes], drop([], [dbs], { direction: 'IN' }), aDrop('rest')));
    expect(text(refutations(enforcement, estate)[0]).at(-1)).toBe('hint: a policy of its own for the rule, applied to `dbs`');
  });

  test('a REJECT is as a DROP, and what is switched off is none', () => {
    expect(gaps(site(applied([nodes], drop([], [dbs], { action: 'REJECT', direction: 'IN' }))))).toHaveLength(1);
    expect(gaps(site(applied([nodes], drop([], [dbs], { direction: 'IN', disabled: true }))))).toEqual([]);
    expect(gaps(site(applied([nodes], drop([], [dbs], { action: 'JUMP_TO_APPLICATION', direction: 'IN' }))))).toEqual([]);
  });

  test('an ALLOW at whose ends it is nowhere enforced is a warning, at one end it is none', () => {
    const edge = aSegment('edge');
    const of = (scope: readonly { readonly id: string }[], change: Partial<FirewallRule> = {}): Estate =>
      site(applied(scope, drop([onNodes], [dbs], { action: 'ALLOW', ...change })), { segments: [ledger, nodes, edge] });
    const found = refutations(enforcement, of([edge], { sources: peers(onLedger), destinations: peers(onNodes) }));
    expect(found.map((each) => [each.severity, ...text(each)])).toEqual([
      [
        'warning',
        'rule `deny` of policy `fw` allows what none that it is applied to sends or receives',
        'applied to: `edge`',
        'hint: the groups that the rule names in what it is applied to, or no such rule',
      ],
    ]);
    expect(gaps(of([ledger]))).toEqual([]);
    expect(gaps(of([nodes]))).toEqual([]);
    expect(gaps(of([nodes], { sources: peers(onLedger), destinations: peers(onLedger), direction: 'IN' }))).toHaveLength(1);
    expect(gaps(of([nodes], { sources: peers(), destinations: peers(onLedger), direction: 'IN' }))).toHaveLength(1);
    expect(gaps(of([nodes], { sources: peers(), destinations: peers(onLedger) }))).toEqual([]);
    expect(gaps(of([nodes], { sources: peers(onLedger), destinations: peers(addresses) }))).toEqual([]);
    expect(gaps(of([nodes], { sources: peers(onLedger), destinations: peers(onNodes), direction: 'OUT' }))).toHaveLength(1);
    expect(gaps(of([nodes], { sources: peers(onNodes), destinations: peers(onLedger), direction: 'IN' }))).toHaveLength(1);
  });

  test('what is not there is no end of an ALLOW', () => {
    const rule = aRule('allow', { sources: peers(db), destinations: peers(db) });
    const policy = applied([db, nodes], rule);
    expect(gaps(site(policy))).toEqual([]);
    expect(gaps(site(policy, {}, { machines: [{ ...db, instances: { low: 0, high: 0 } }, web] }))).toHaveLength(1);
    const gone = aSegment('gone', { instances: { low: 0, high: 0 } });
    const ofSegment = applied([gone, nodes], aRule('allow', { sources: peers(gone), destinations: peers(gone) }));
    expect(gaps(site(ofSegment, { segments: [ledger, nodes, gone] }))).toHaveLength(1);
  });

  test('each rule is asked where it is applied itself', () => {
    const to = (name: string, scope: { readonly id: string }): FirewallRule =>
      drop([], [dbs], { key: name, name, direction: 'IN', appliedTo: members(scope) });
    const estate = site(aSecurityPolicy('fw', [to('right', ledger), to('wrong', nodes)]));
    expect(refutations(enforcement, estate).map(({ key }) => key)).toEqual(['gap:wrong']);
  });

  test('undecided where a token says what it is applied to, on a segment without a VM too', () => {
    const policy = { ...applied([], drop([], [onLedger], { direction: 'IN' })), appliedTo: openMembers(nodes) };
    const estate = site(policy, {}, { machines: [] });
    expect(undecideds(enforcement, estate).map(({ reason }) => reason)).toEqual([
      'which objects are named is known only to whoever sets `site/var.more`',
    ]);
  });

  test.each<[string, SecurityPolicy, EstateParts, string]>([
    [
      'the action',
      applied([nodes], drop([], [onLedger], { action: token('act'), direction: 'IN' })),
      {},
      'what rule `deny` of policy `fw` does is known only to whoever sets',
    ],
    [
      'the direction',
      applied([nodes], drop([], [onLedger], { direction: token('dir') })),
      {},
      'which direction a rule is for is known only to whoever sets',
    ],
    [
      'whether a side is negated',
      applied([nodes], drop([], [], { destinations: { ...peers(onLedger), excluded: token('not') }, direction: 'IN' })),
      {},
      'whether a side is negated is known only to whoever sets',
    ],
    [
      'whom it names',
      applied([nodes], drop([], [], { destinations: { ...peers(), groups: openMembers() }, direction: 'IN' })),
      {},
      'whom a rule names is known only to whoever sets',
    ],
    [
      'whether it is switched off',
      applied([nodes], drop([], [onLedger], { direction: 'IN', disabled: token('off') })),
      {},
      'whether rule `deny` is switched off is known only to whoever sets',
    ],
    [
      'which network a VM is on',
      applied([nodes], drop([], [db], { direction: 'IN' })),
      { machines: [{ ...db, networks: [token('net')] }, web] },
      'which network a VM is on is known only to whoever sets',
    ],
    [
      'whether a VM is there',
      applied([nodes], drop([], [db], { direction: 'IN' })),
      { machines: [{ ...db, instances: { low: 0, high: 1 } }, web] },
      'whether `db` is there, by its count or for_each',
    ],
    [
      'whether NSX protects a network',
      aSecurityPolicy('fw', [drop([], [db], { direction: 'IN' })]),
      { machines: [{ ...db, networks: [aPortGroup('vlan').id] }], portGroups: [aPortGroup('vlan')] },
      'whether NSX protects a network that is no segment',
    ],
  ])('undecided where nobody says %s', (_, policy, change, reason) => {
    const estate = site(policy, {}, change);
    expect(refutations(enforcement, estate)).toEqual([]);
    expect(undecideds(enforcement, estate).map((each) => each.reason)).toEqual([expect.stringContaining(reason)]);
  });

  test('undecided for VMs of others that tags may find, without a record', () => {
    const theirs = { segments: [ledger, { ...nodes, origin: 'looked-up' as const }] };
    const policy = applied([ledger], drop([], [dbs], { direction: 'IN' }));
    expect(outcomes(enforcement, site(policy, theirs))).toEqual(['proved', 'proved']);
    expect(undecideds(enforcement, site(policy, theirs, { recordedManagers: [] })).map((each) => each.reason)).toEqual([
      'VMs of others in NSX `nsx.example.com` are not recorded',
    ]);
    expect(outcomes(enforcement, site(policy, theirs, { recordedManagers: [], closed: ['site/nodes'] }))).toEqual(['proved', 'proved']);
    expect(outcomes(enforcement, site(policy, {}, { recordedManagers: [] }))).toEqual(['proved', 'proved']);
    const fromThem = applied([ledger], drop([dbs], [ledger], { direction: 'IN' }));
    expect(outcomes(enforcement, site(fromThem, theirs, { recordedManagers: [] }))).toEqual(['proved', 'proved']);
  });

  test('a gap that is certain is told though nobody knows where the rule is enforced', () => {
    const open = aGroup('open', aCondition('Tag', 'EQUALS', token('tag')));
    const policy = applied([open], drop([], [db], { direction: 'IN' }));
    const estate = site(policy, { groups: [open], firewallExclusions: [anExclusion('off', db)] });
    expect(outcomes(enforcement, estate)).toEqual(['undecided', 'refuted']);
  });

  test('a VM without a network adapter has nothing to be missed', () => {
    expect(gaps(site(applied([nodes], drop([], [db], { direction: 'IN' })), {}, { machines: [{ ...db, networks: [] }, web] }))).toEqual([]);
  });

  test('segments of other managers are not missed', () => {
    const elsewhere = { ...ledger, manager: 'nsx-2.example.com' };
    const byName = aGroup('by-name', aCondition('Name', 'EQUALS', 'db'));
    const policy = applied([nodes], drop([], [byName], { direction: 'IN' }));
    expect(gaps(site(policy, { groups: [byName, onNodes] }))).toHaveLength(1);
    expect(gaps(site(policy, { groups: [byName, onNodes], segments: [elsewhere, nodes], nsxMachines: [] }))).toEqual([]);
  });
});
