import { reference, type Estate, type Tenant, type Value } from '../../../lib/estate';
import { enforcement } from '../../../lib/rules/isolation/iso-012-enforcement';
import { Premises } from '../../../lib/rules/premises';
import { aMachine, aModule, anEstate, aPortGroup, aProvider, aResource, aStack, STACK, token, type EstateParts } from '../../support/estate';
import { judged, mends, outcomes, refutations, text, undecideds } from '../../support/judge';
import {
  aCondition,
  aDrop,
  aGroup,
  all,
  anExclusion,
  anNsxMachine,
  aSecurityPolicy,
  aSegment,
  aTag,
  MANAGER,
  members,
  recorded,
} from '../../support/nsx';

const ledger = aSegment('ledger');
const nodes = aSegment('nodes');
const db = aMachine('db', undefined, { networks: [ledger.id] });
const web = aMachine('web', undefined, { networks: [nodes.id] });
const dbTags = anNsxMachine('db-tags', { machine: db.id, tags: all(aTag('tier', 'db')) });
const byTag = aGroup('by-tag', aCondition('Tag', 'EQUALS', 'tier|db'));
const bySegment = aGroup('by-segment', { kind: 'paths', members: members(ledger) });
const nested = aGroup('nested', { kind: 'paths', members: members(byTag) });

function tenant(name: string, networks: readonly string[], machines: readonly string[] = []): Tenant {
  return {
    name,
    path: `site/${name}`,
    networks: { ids: networks, missing: [] },
    machines: { ids: machines, missing: [] },
    namespaces: { ids: [], missing: [] },
  };
}

/** The tenant `banking` on the segment `ledger` with the VM `db`, a VM `web` of nobody, and a record of the manager. */
function site(nsx: EstateParts['nsx'] = {}, change: EstateParts = {}): Estate {
  return anEstate({
    machines: [db, web],
    tenants: [tenant('banking', [ledger.id])],
    recordedManagers: [MANAGER],
    nsx: { segments: [ledger, nodes], nsxMachines: [dbTags], groups: [byTag, bySegment, nested], ...nsx },
    ...change,
  });
}

const excluding = (member: Parameters<typeof anExclusion>[1], change: EstateParts = {}): Estate =>
  site({ firewallExclusions: [anExclusion('off', member)] }, change);

/** Of a record that does not have all of the firewall. */
const gap = (lacks?: string): EstateParts => ({
  recordedManagers: [],
  firewallGaps: [{ manager: MANAGER, file: 'nsx.json', ...(lacks === undefined ? { is: 'off' } : { is: 'incomplete', lacks }) }],
});

describe('ISO-012, the exclusion list, and what VMs are cloned from', () => {
  const template = aMachine('debian-12', undefined, { networks: [], networksComplete: false, origin: 'looked-up' });
  const [address] = template.addresses;
  const clone = reference(STACK, address!.address, 'id');
  const stacks = (of: Value = clone): EstateParts => ({
    stacks: [aStack({ resources: [aResource('vsphere_virtual_machine', 'clone', { clone: [{ template_uuid: of }] })] })],
  });
  const entries = { firewallExclusions: [anExclusion('off', nodes)] };

  test('a template is no VM of the firewall, on the premise that it is not powered on', () => {
    const estate = site(entries, { machines: [db, web, template], ...stacks() });
    expect(judged(enforcement, estate).map(({ verdict, premises }) => [verdict, premises?.map(({ id }) => id)])).toEqual([
      ['proved', [`nsx-recorded:${MANAGER}`, 'template:site/debian-12']],
    ]);
    const byName = aGroup('by-name', aCondition('Name', 'EQUALS', 'x'));
    const tagged = site(
      { groups: [byName, byTag], firewallExclusions: [anExclusion('by-tag', aGroup('g'))] },
      { machines: [db, template], ...stacks() },
    );
    expect(outcomes(enforcement, tagged)).not.toContain('refuted');
    expect(outcomes(enforcement, site({ firewallExclusions: [anExclusion('off', template)] }, { machines: [db, template], ...stacks() }))).toEqual([
      'proved',
    ]);
  });

  test('a VM that is looked up for something else is one: it is a clone of none, tagged, on a segment or of a tenant', () => {
    const machines = [db, web, template];
    const of = { machine: template.id };
    const byTagged = { ...entries, nsxMachines: [dbTags, anNsxMachine('t', of)] };
    const onSegment = { ...entries, nsxMachines: [dbTags, recorded(anNsxMachine('t', { ...of, segments: members(nodes) }))] };
    const tenants = [tenant('banking', [ledger.id], [template.id])];
    expect(outcomes(enforcement, site(entries, { machines, ...stacks('4230') }))).toEqual(['undecided']);
    expect(outcomes(enforcement, site(byTagged, { machines, ...stacks() }))).toEqual(['undecided']);
    expect(outcomes(enforcement, site(onSegment, { machines, ...stacks() }))).toEqual(['undecided']);
    expect(outcomes(enforcement, site(entries, { machines, tenants, ...stacks() }))).toEqual(['undecided']);
    const own = { machines: [db, web, { ...template, origin: 'owned' as const }], ...stacks() };
    expect(outcomes(enforcement, site(entries, own))).toEqual(['undecided']);
  });
});

describe('ISO-012, a firewall that is off or not recorded as a whole', () => {
  test('enforces nothing where it is off, which is told once', () => {
    const [verdict, ...others] = judged(enforcement, site({ securityPolicies: [aSecurityPolicy('fw', [aDrop()])] }, gap()));
    expect(others).toEqual([]);
    expect(text(verdict)).toEqual([
      'no rule of the distributed firewall is enforced: it is off',
      'off: the distributed firewall of `nsx.example.com`: `enable_firewall` is false in `nsx.json`',
      'hint: the distributed firewall of `nsx.example.com` switched on, and an export that shows it',
    ]);
    expect([verdict!.verdict, verdict!.subject.path, verdict!.premises!.map(({ id }) => id)]).toEqual([
      'refuted',
      'site/fw',
      [`nsx-recorded:${MANAGER}`],
    ]);
    expect(judged(enforcement, site({}, gap())).map(({ subject }) => subject.path)).toEqual(['site/banking']);
    expect(judged(enforcement, site({}, { ...gap(), tenants: [] }))).toEqual([]);
    expect(outcomes(enforcement, excluding(db, gap()))).toEqual(['refuted', 'refuted']);
  });

  test('says what the record lacks', () => {
    expect(undecideds(enforcement, site({}, gap('the exclusion list'))).map(({ reason, decidedBy }) => [reason, decidedBy])).toEqual([
      [
        'entries of the exclusion list of others in NSX `nsx.example.com` are not recorded: `nsx.json` lacks the exclusion list',
        'an export that has the exclusion list',
      ],
    ]);
    const elsewhere = { recordedManagers: [], firewallGaps: [{ manager: 'nsx-2.example.com', file: 'nsx.json', is: 'off' as const }] };
    expect(undecideds(enforcement, site({}, elsewhere))[0]!.reason).not.toContain('nsx.json');
    expect(outcomes(enforcement, site({}, { ...gap(), recordedManagers: [MANAGER] }))).toEqual(['proved']);
  });
});

describe('ISO-012, the exclusion list', () => {
  test('passes where nobody of a tenant is on it, on the premise of the record', () => {
    expect(judged(enforcement, site()).map(({ verdict, subject, premises }) => [verdict, subject.path, premises?.map(({ id }) => id)])).toEqual([
      ['proved', 'site/banking', [`nsx-recorded:${MANAGER}`]],
    ]);
    expect(outcomes(enforcement, excluding(web))).toEqual(['proved']);
    expect(outcomes(enforcement, excluding(nodes))).toEqual(['proved']);
  });

  test('fails for a VM of a tenant, and off the list mends it', () => {
    expect(refutations(enforcement, excluding(db)).map(text)).toEqual([
      [
        'no rule of the distributed firewall is enforced on VM `db` of tenant `banking`',
        'excluded by: the exclusion list, with `off`',
        'mends it: `off` off the exclusion list',
      ],
    ]);
    expect(mends(enforcement, excluding(db))).toBe(1);
    expect(refutations(enforcement, excluding(db))[0]!.subject.path).toBe('site/db');
    expect(outcomes(enforcement, excluding(db))).toEqual(['refuted']);
  });

  test('fails by a group, and by a group in it, on the premise of who tags', () => {
    for (const group of [byTag, nested]) {
      const [verdict] = refutations(enforcement, excluding(group));
      expect(text(verdict)[1]).toBe('excluded by: the exclusion list, with group `off`');
      expect(verdict!.premises!.map(({ id }) => id)).toEqual([`nsx-tags:${MANAGER}`]);
    }
    expect(outcomes(enforcement, excluding(aGroup('other', aCondition('Tag', 'EQUALS', 'tier|web'))))).toEqual(['undecided']);
  });

  test('fails for a segment once, not for each VM on it, with VMs or without', () => {
    for (const member of [ledger, bySegment]) {
      for (const machines of [[db, web], [web]]) {
        const verdicts = refutations(enforcement, excluding(member, { machines }));
        expect(verdicts.map(({ subject, message }) => [subject.path, message])).toEqual([
          ['site/ledger', 'no rule of the distributed firewall is enforced on segment `ledger` of tenant `banking`'],
        ]);
      }
    }
  });

  test('fails for a VM that is a tenant by name, or by a network that is no segment', () => {
    expect(refutations(enforcement, excluding(web, { tenants: [tenant('shop', [], [web.id])] }))).toHaveLength(1);
    const vlan = aPortGroup('vlan');
    const old = aMachine('old', undefined, { networks: [vlan.id] });
    const change = { machines: [old], portGroups: [vlan], tenants: [tenant('shop', [vlan.id])] };
    expect(refutations(enforcement, excluding(old, change))).toHaveLength(1);
    expect(outcomes(enforcement, site({}, change))).toEqual([]);
    const oldTags = anNsxMachine('old-tags', { machine: old.id });
    expect(outcomes(enforcement, site({ nsxMachines: [oldTags] }, change))).toEqual(['proved']);
  });

  test('other VMs on the segment of a VM that a tenant names are not the tenant, those on a network that it names are', () => {
    const other = aMachine('other', undefined, { networks: [nodes.id] });
    const machines = [db, web, other];
    expect(outcomes(enforcement, excluding(other, { machines, tenants: [tenant('shop', [], [web.id])] }))).toEqual(['proved']);
    expect(outcomes(enforcement, excluding(other, { machines, tenants: [tenant('shop', [nodes.id])] }))).toEqual(['refuted']);
    const face = aPortGroup('face', { segment: nodes.id });
    expect(outcomes(enforcement, excluding(other, { machines, portGroups: [face], tenants: [tenant('shop', [face.id])] }))).toEqual(['refuted']);
    const [verdict] = refutations(enforcement, excluding(nodes, { tenants: [tenant('shop', [], [web.id])] }));
    expect(verdict!.subject.path).toBe('site/web');
  });

  test('a VM that a tenant names is its, whichever network it is on', () => {
    const roaming = { ...db, networks: [token('net')] };
    expect(outcomes(enforcement, excluding(db, { machines: [roaming], tenants: [tenant('t', [ledger.id], [db.id])] }))).toEqual(['refuted']);
  });

  test('a segment is asked about at its own manager only', () => {
    const elsewhere = { ...ledger, manager: 'nsx-2.example.com' };
    const estate = site({ segments: [elsewhere, nodes], nsxMachines: [] }, { recordedManagers: [MANAGER, 'nsx-2.example.com'] });
    expect(judged(enforcement, estate).map(({ verdict, premises }) => [verdict, premises?.map(({ id }) => id)])).toEqual([
      ['proved', ['nsx-recorded:nsx-2.example.com']],
    ]);
  });

  test('fails for the vNIC on another segment of a VM of the tenant', () => {
    const both = aMachine('both', undefined, { networks: [ledger.id, nodes.id] });
    const [verdict] = refutations(enforcement, excluding(nodes, { machines: [both] }));
    expect(text(verdict).slice(0, 2)).toEqual([
      'no rule of the distributed firewall is enforced on VM `both` of tenant `banking`',
      'excluded by: the exclusion list, with segment `off`',
    ]);
  });

  test('names every tenant of a VM, and every entry that it is on the list by', () => {
    const estate = site(
      { firewallExclusions: [anExclusion('off', db), anExclusion('off-by-tag', byTag)] },
      { tenants: [tenant('banking', [], [db.id]), tenant('audit', [ledger.id])] },
    );
    expect(refutations(enforcement, estate).map(text)).toEqual([
      [
        'no rule of the distributed firewall is enforced on VM `db` of tenants `banking` and `audit`',
        'excluded by: the exclusion list, with `off`',
        'excluded by: the exclusion list, with group `off-by-tag`',
        'mends it: `off` and `off-by-tag` off the exclusion list',
      ],
    ]);
    expect(mends(enforcement, estate)).toBe(1);
  });

  test('an entry of others is on the premise of the record, and theirs to take off', () => {
    const estate = site({ firewallExclusions: [recorded(anExclusion('off', db)), anExclusion('mine', db)] });
    const [verdict] = refutations(enforcement, estate);
    expect(verdict!.premises!.map(({ id }) => id)).toEqual([`nsx-recorded:${MANAGER}`]);
    expect(text(verdict).slice(1)).toEqual([
      'excluded by: the exclusion list, with `off`, an entry of others',
      'excluded by: the exclusion list, with `mine`',
      'hint: `mine` off the exclusion list',
      'hint: a word with whoever put `off` on the exclusion list',
    ]);
  });

  test('without a record, or with a module, nobody knows what others exclude; what the app excludes is wrong all the same', () => {
    expect(undecideds(enforcement, site({}, { recordedManagers: [] })).map(text)).toEqual([
      [
        'whether a VM of tenant `banking` is on the exclusion list of the distributed firewall',
        'because: entries of the exclusion list of others in NSX `nsx.example.com` are not recorded',
        "decides it: the manager's export: `app.assume(Assume.estate('surroundings/nsx-export.json'))`",
      ],
    ]);
    const stacks = [aStack({ providers: [aProvider({ key: 'nsxt', type: 'nsxt', identity: MANAGER })], modules: [aModule('m')] })];
    expect(undecideds(enforcement, site({}, { stacks }))[0]!.reason).toBe('entries of the exclusion list in `site/module.m` are hidden');
    expect(outcomes(enforcement, excluding(db, { recordedManagers: [] }))).toEqual(['refuted']);
    expect(outcomes(enforcement, excluding(db, { stacks }))).toEqual(['refuted']);
  });

  test('without a record it is said once, of all tenants that are not at fault', () => {
    const tenants = [tenant('banking', [ledger.id]), tenant('insurance', [nodes.id]), tenant('cards', [ledger.id])];
    const found = (nsx: EstateParts['nsx'] = {}): readonly string[] =>
      judged(enforcement, site(nsx, { tenants, recordedManagers: [] })).map((each) => `${each.verdict}: ${text(each)[0]}`);
    const of = (names: string): string => `undecided: whether a VM of ${names} is on the exclusion list of the distributed firewall`;
    expect(found()).toEqual([of('tenants `banking`, `insurance` and `cards`')]);
    expect(found({ firewallExclusions: [anExclusion('off', web)] })).toEqual([
      'refuted: no rule of the distributed firewall is enforced on VM `web` of tenant `insurance`',
      of('tenants `banking` and `cards`'),
    ]);
    // What is known is said of each.
    expect(outcomes(enforcement, site({}, { tenants }))).toEqual(['proved', 'proved', 'proved']);
    expect(undecideds(enforcement, site({ firewallExclusions: [anExclusion('off', token('vm'))] }, { tenants }))).toHaveLength(3);
  });

  test.each<[string, Estate, string]>([
    ['what is excluded', excluding(token('vm')), 'what the exclusion list names'],
    [
      'the tags of a VM',
      site({ firewallExclusions: [anExclusion('off', byTag)], nsxMachines: [{ ...dbTags, tags: all(aTag('tier', token('tag'))) }] }),
      'which tag VM `db` has',
    ],
    [
      'which network a VM is on',
      excluding(web, { machines: [{ ...web, networks: [token('net')] }] }),
      'whether VM `web` is there, and on which network,',
    ],
    [
      'which segment a network of the tenant shows',
      excluding(web, {
        portGroups: [aPortGroup('face', { segment: token('face') })],
        tenants: [tenant('t', ['site/vsphere_distributed_port_group.face', ledger.id])],
      }),
      'which segment network `face` shows',
    ],
  ])('undecided where a token says %s', (_, estate, reason) => {
    expect(undecideds(enforcement, estate).map((each) => each.reason)).toEqual([expect.stringContaining(`${reason} is known only to whoever sets`)]);
    expect(refutations(enforcement, estate)).toEqual([]);
  });

  test('undecided where a token says what is excluded, on a segment without a VM too', () => {
    expect(outcomes(enforcement, excluding(token('vm'), { machines: [web] }))).toEqual(['undecided']);
  });

  test('undecided where a token says which manager it is, or whether the VM is there', () => {
    const there = { ...ledger, manager: token('host') };
    expect(undecideds(enforcement, site({ segments: [there], nsxMachines: [], groups: [] }))[0]!.reason).toBe(
      'which NSX manager it is on is known only to whoever sets `site/var.host`',
    );
    const perhaps = { ...db, instances: { low: 0, high: 1 } };
    expect(outcomes(enforcement, excluding(db, { machines: [perhaps] }))).toEqual(['undecided']);
    expect(outcomes(enforcement, excluding(db, { machines: [{ ...db, instances: { low: 0, high: 0 } }] }))).toEqual(['proved']);
  });

  test('that a segment is closed is one premise, whichever rule states it', () => {
    expect(Premises.closedNetwork(ledger)).toEqual({
      id: 'owned:site/ledger',
      kind: 'closed-scope',
      statement: 'nothing but this app puts VMs on segment `ledger`',
      subject: 'site/ledger',
    });
    expect(Premises.closedNetwork(aPortGroup('vlan')).statement).toBe('nothing but this app puts VMs on network `vlan`');
  });

  test('who nobody knows may be in a group by tags: of a segment of others that is open, unless it is closed', () => {
    const others = aGroup('others', aCondition('Tag', 'EQUALS', 'tier|web'));
    const nsx = { groups: [others], firewallExclusions: [anExclusion('off', others)] };
    const [own] = judged(enforcement, site(nsx));
    expect([own!.verdict, own!.premises!.map(({ statement }) => statement)]).toEqual([
      'proved',
      [
        'what others have in NSX `nsx.example.com` is what its record says',
        'nothing but this app puts VMs on segment `ledger`',
        'nobody but this app tags its VMs in NSX `nsx.example.com`',
      ],
    ]);
    const theirs = { ...nsx, segments: [{ ...ledger, origin: 'looked-up' as const }, nodes] };
    expect(text(undecideds(enforcement, site(theirs))[0]).slice(1)).toEqual([
      'because: nobody can say which other VMs are on the network, with which names and tags',
      'decides it: an exclusion list of VMs and segments, or `app.assume(Assume.closed(segment))`',
    ]);
    expect(outcomes(enforcement, site(theirs, { closed: ['site/ledger'] }))).toEqual(['proved']);
  });
});
