import fc from 'fast-check';
import type { Estate, Field, Group, GroupExpression, GroupTerm, NsxTag, Unknown } from '../../../lib/estate';
import { isMember, membersOf, viewOf, vnicsOf } from '../../../lib/proofs/firewall';
import { aMachine, anEstate, token, type EstateParts } from '../../support/estate';
import {
  aCondition,
  aGroup,
  all,
  anNsxMachine,
  aProject,
  aSegment,
  aTag,
  aVpc,
  joined,
  MANAGER,
  members,
  openMembers,
  recorded,
  some,
} from '../../support/nsx';

const ledger = aSegment('ledger', { tags: all(aTag('tenant', 'Banking')) });
const nodes = aSegment('nodes');
const db = aMachine('db-1', undefined, { networks: [ledger.id] });
const web = aMachine('web-1', undefined, { networks: [nodes.id] });
const dbTags = anNsxMachine('db-tags', { machine: db.id, tags: all(aTag('tier', 'DB'), aTag('env', 'prod')) });

const parts = (groups: readonly Group[], nsx: EstateParts['nsx'] = {}): EstateParts => ({
  machines: [db, web],
  nsx: { segments: [ledger, nodes], nsxMachines: [dbTags], groups, ...nsx },
});

/** VMs and segments: those that are members for certain, and with `?` those that may be. */
function bounds(groups: readonly Group[] | Group, nsx: EstateParts['nsx'] = {}): string {
  const list = Array.isArray(groups) ? (groups as readonly Group[]) : [groups as Group];
  const { endpoints, segments } = membersOf(viewOf(anEstate(parts(list, nsx)), MANAGER), list[0]!.id);
  return [endpoints, segments]
    .flatMap(({ must, may }) => [...may].map((id) => `${id.split('.').at(-1)}${must.has(id) ? '' : '?'}`))
    .sort()
    .join(' ');
}

function of(term?: GroupTerm | GroupExpression, change: Partial<Group> = {}): string {
  return bounds(aGroup('g', term, change));
}

const tag = (value: Field<string>, operator: Field<string> = 'EQUALS', type: Field<string> = 'VirtualMachine'): GroupTerm =>
  aCondition('Tag', operator, value, type);

describe('members of a group', () => {
  test.each<[string, GroupTerm | GroupExpression | undefined, string]>([
    ['no term, no member', undefined, ''],
    ['a tag with its scope', tag('tier|DB'), 'db-1 ledger? nodes?'],
    ['a tag in another scope is another', tag('env|DB'), 'ledger? nodes?'],
    ['case does not count', tag('TIER|db'), 'db-1 ledger? nodes?'],
    ['without a scope any scope will do', tag('|DB'), 'db-1 ledger? nodes?'],
    ['without a tag any tag of the scope will do', tag('tier|'), 'db-1 ledger? nodes?'],
    ['neither is nothing known', tag('|'), 'db-1? ledger? nodes? web-1?'],
    ['a value without a bar may be either part', tag('DB'), 'db-1? ledger? nodes?'],
    ['... and is none where no tag has it', tag('other'), 'ledger? nodes?'],
    ['the operator is of the tag, not of its scope', tag('ti|DB', 'STARTSWITH'), 'ledger? nodes?'],
    ['a tag that starts so', tag('env|pr', 'STARTSWITH'), 'db-1 ledger? nodes?'],
    ['a tag that only contains it does not start so', tag('env|od', 'STARTSWITH'), 'ledger? nodes?'],
    ['nor end so', tag('env|pr', 'ENDSWITH'), 'ledger? nodes?'],
    ['a tag that ends so', tag('env|od', 'ENDSWITH'), 'db-1 ledger? nodes?'],
    ['a tag that contains it', tag('env|ro', 'CONTAINS'), 'db-1 ledger? nodes?'],
    ['a tag that does not', tag('env|xx', 'CONTAINS'), 'ledger? nodes?'],
    ['not a tag: surely where another of the scope is, perhaps where none is', tag('env|test', 'NOTEQUALS'), 'db-1 ledger? nodes? web-1?'],
    ['not a tag that it has', tag('env|prod', 'NOTEQUALS'), 'ledger? nodes? web-1?'],
    ['not a tag of any scope, which one of its two is', tag('|prod', 'NOTEQUALS'), 'db-1? ledger? nodes? web-1?'],
    ['other operators are not worked out', tag('env|prod', 'MATCHES'), 'db-1? ledger? nodes?'],
    ['a name', aCondition('Name', 'STARTSWITH', 'DB-'), 'db-1 ledger? nodes?'],
    ['a name is the whole name', aCondition('Name', 'EQUALS', 'db'), 'ledger? nodes?'],
    ['not a name', aCondition('Name', 'NOTEQUALS', 'db-1'), 'ledger? nodes? web-1'],
    ['what the guest says is not known', aCondition('OSName', 'CONTAINS', 'Linux'), 'db-1? ledger? nodes? web-1?'],
    ['a token for a value', tag(token('v')), 'db-1? ledger? nodes? web-1?'],
    ['a token for an operator', tag('tier|DB', token('op')), 'db-1? ledger? nodes? web-1?'],
    ['a token for a key', aCondition(token('key'), 'EQUALS', 'x'), 'db-1? ledger? nodes? web-1?'],
    ['a token for the kind of member', tag('tier|DB', 'EQUALS', token('type')), 'db-1? ledger? nodes? web-1?'],
    ['segments by a tag, with all that is on them', tag('tenant|banking', 'EQUALS', 'Segment'), 'db-1 ledger'],
    ['segments by name', aCondition('Name', 'EQUALS', 'nodes', 'Segment'), 'nodes web-1'],
    ['no subnet of a VPC', tag('tenant|banking', 'EQUALS', 'VpcSubnet'), ''],
    ['ports have tags of their own', tag('a|b', 'EQUALS', 'SegmentPort'), 'db-1? ledger? nodes? web-1?'],
    ['pods are no VMs', tag('a|b', 'EQUALS', 'Pod'), ''],
    ['a VM by its path', { kind: 'paths', members: members(db) }, 'db-1'],
    ['a VM by the path of what NSX knows', { kind: 'paths', members: members(dbTags) }, 'db-1'],
    ['a segment by its path, with what is on it', { kind: 'paths', members: members(ledger) }, 'db-1 ledger'],
    ['a path that leads to nothing known', { kind: 'paths', members: members('gone') }, 'db-1? ledger? nodes? web-1?'],
    ['paths that are not all shown', { kind: 'paths', members: openMembers(ledger) }, 'db-1 ledger nodes? web-1?'],
    ['addresses have no vNIC', { kind: 'addresses', addresses: some() }, ''],
    ['nor have MAC addresses', { kind: 'mac-addresses', addresses: some() }, ''],
    ['nor have users', { kind: 'identities' }, ''],
    ['external ids that only vCenter knows', { kind: 'external-ids', memberType: 'VirtualMachine', ids: all('50-1') }, 'db-1? ledger? nodes? web-1?'],
    ['no external id', { kind: 'external-ids', memberType: 'VirtualMachine', ids: all() }, ''],
    ['external ids of something else', { kind: 'external-ids', memberType: 'BareMetalServer', ids: all('50-1') }, ''],
    ['of vNICs', { kind: 'external-ids', memberType: 'VirtualNetworkInterface', ids: all('50-1') }, 'db-1? ledger? nodes? web-1?'],
    ['nested', { kind: 'nested', expression: joined('AND', tag('tier|DB'), tag('env|prod')) }, 'db-1 ledger? nodes?'],
    ['OR', joined('OR', tag('tier|DB'), aCondition('Name', 'EQUALS', 'web-1')), 'db-1 ledger? nodes? web-1'],
    ['AND', joined('AND', tag('tier|DB'), aCondition('Name', 'EQUALS', 'web-1')), 'ledger? nodes?'],
    ['an AND of two kinds is not documented', joined('AND', tag('tier|DB'), tag('tenant|banking', 'EQUALS', 'Segment')), 'db-1? ledger?'],
    ['a token between them', joined(token('op') as Unknown, tag('tier|DB'), aCondition('Name', 'EQUALS', 'x')), 'db-1? ledger? nodes?'],
    ['... that makes no difference', joined(token('op') as Unknown, tag('tier|DB'), tag('env|prod')), 'db-1 ledger? nodes?'],
    [
      'an AND of conditions and paths is not documented either',
      joined('AND', tag('tier|DB'), { kind: 'paths', members: members(ledger) }),
      'db-1? ledger?',
    ],
    ['a missing operator', { terms: all(tag('tier|DB'), aCondition('Name', 'EQUALS', 'x')), operators: [] }, 'db-1? ledger? nodes?'],
    ['terms that are not all shown', { terms: some(tag('tier|DB')), operators: [] }, 'db-1? ledger? nodes? web-1?'],
  ])('%s', (_, term, expected) => {
    expect(of(term)).toBe(expected);
  });

  test('AND beside OR may bind either way', () => {
    const [yes, no] = [aCondition('Name', 'STARTSWITH', 'db'), aCondition('Name', 'EQUALS', 'x')];
    const mixed = (terms: readonly GroupTerm[], operators: GroupExpression['operators']): string => of({ terms: all(...terms), operators });
    expect(mixed([yes, yes, no], ['OR', 'AND'])).toBe('db-1? ledger? nodes?'); // (yes or yes) and no; yes or (yes and no)
    expect(mixed([yes, no, yes], ['OR', 'AND'])).toBe('db-1 ledger? nodes?');
    expect(mixed([no, yes, yes], ['AND', 'OR'])).toBe('db-1 ledger? nodes?');
  });

  test('groups within groups, a circle among them', () => {
    const inner = aGroup('inner', { kind: 'paths', members: members(ledger, 'site/nsxt_policy_group.g') });
    const outer = aGroup('g', { kind: 'paths', members: members(inner) });
    expect(bounds([outer, inner])).toBe('db-1 ledger');
    expect(bounds([aGroup('g', { kind: 'paths', members: members('site/nsxt_policy_group.g') })])).toBe('');
  });

  test('a group that is only looked up may hold anything', () => {
    expect(of({ terms: some(), operators: [] }, { origin: 'looked-up' })).toBe('db-1? ledger? nodes? web-1?');
  });

  test('tags that are not all shown may be any, but those that are, are', () => {
    const open = { nsxMachines: [{ ...dbTags, tags: some(aTag('tier', 'DB')) }] };
    expect(bounds(aGroup('g', tag('tier|DB')), open)).toBe('db-1 ledger? nodes?');
    expect(bounds(aGroup('g', tag('tier|web')), open)).toBe('db-1? ledger? nodes?');
    expect(bounds(aGroup('g', tag('tier|web', 'NOTEQUALS')), open)).toBe('db-1? ledger? nodes? web-1?');
  });

  test('a VM that a token says the network of may be on the segment that is named', () => {
    const roaming = aMachine('roaming', undefined, { networks: [token('net')] });
    const group = aGroup('g', { kind: 'paths', members: members(ledger) });
    const view = viewOf(anEstate({ machines: [roaming], nsx: { segments: [ledger], groups: [group] } }), MANAGER);
    expect([...membersOf(view, group.id).endpoints.may]).toEqual([roaming.id]);
    expect([...membersOf(view, group.id).endpoints.must]).toEqual([]);
  });

  test('a VM by its external id', () => {
    const foreign = recorded(anNsxMachine('foreign', { externalId: '50-7' }));
    const term: GroupTerm = { kind: 'external-ids', memberType: 'VirtualMachine', ids: all('50-7') };
    expect(bounds(aGroup('g', term), { nsxMachines: [dbTags, foreign] })).toContain('foreign');
    expect(bounds(aGroup('g', { ...term, ids: all('50-8') }), { nsxMachines: [dbTags, foreign] })).not.toContain('foreign');
    expect(bounds(aGroup('g', { ...term, ids: all(token('id')) }), { nsxMachines: [dbTags, foreign] })).toContain('foreign?');
    expect(bounds(aGroup('g', { ...term, ids: some('50-8') }), { nsxMachines: [dbTags, foreign] })).toContain('foreign?');
    const nameless = recorded(anNsxMachine('foreign', { externalId: null }));
    expect(bounds(aGroup('g', term), { nsxMachines: [dbTags, nameless] })).toContain('foreign?');
  });

  test('a record says who was a member, of what is recorded itself', () => {
    const foreign = recorded(anNsxMachine('foreign'));
    const other = recorded(anNsxMachine('other'));
    const members = { items: [{ kind: 'machine' as const, machine: foreign.id, text: 'foreign' }], complete: true };
    const group = recorded(aGroup('g', aCondition('OSName', 'CONTAINS', 'Linux'), { recordedMembers: members }));
    expect(bounds(group, { nsxMachines: [dbTags, foreign, other] })).toBe('db-1? foreign ledger? nodes? web-1?');
    const cut = { ...group, recordedMembers: { ...members, complete: false } };
    expect(bounds(cut, { nsxMachines: [dbTags, foreign, other] })).toBe('db-1? foreign ledger? nodes? other? web-1?');
    expect(bounds({ ...group, origin: 'owned' }, { nsxMachines: [dbTags, foreign, other] })).toContain('foreign?');
  });

  test('a group of a project finds what is in the project', () => {
    const [a, b] = [aProject('a'), aProject('b')];
    const vpc = aVpc('v', a);
    const condition = aCondition('Name', 'CONTAINS', 's', 'Segment');
    const segments = [aSegment('s-a', { space: a.id }), aSegment('s-b', { space: b.id }), aSegment('s'), aSegment('s-t', { space: token('space') })];
    const inVpc = aSegment('s-v', { space: vpc.id, kind: 'vpc-subnet' });
    const nsx = { projects: [a, b], vpcs: [vpc], segments: [...segments, inVpc] };
    expect(bounds(aGroup('g', condition, { space: a.id }), nsx)).toBe('s-a s-t? s-v?');
    expect(bounds(aGroup('g', condition), nsx)).toBe('s s-a s-b s-t s-v?');
    expect(bounds(aGroup('g', { ...condition, memberType: 'VpcSubnet' }), nsx)).toBe('s-v');
    expect(bounds(aGroup('g', condition, { space: token('space') }), nsx)).toBe('s-a? s-b? s-t? s-v? s?');
  });

  test('what is not known is named', () => {
    const { doubts } = membersOf(viewOf(anEstate(parts([aGroup('g', tag(token('wanted')))])), MANAGER), 'site/nsxt_policy_group.g');
    expect(doubts).toContainEqual({ about: 'which value a condition asks for', unknown: token('wanted') });
  });
});

describe('a VM has a vNIC', () => {
  test('for each segment, and one more where it may be elsewhere', () => {
    const both = aMachine('both', undefined, { networks: [ledger.id, nodes.id] });
    const open = aMachine('open', undefined, { networks: [ledger.id, token('net')] });
    const none = aMachine('none', undefined);
    const view = viewOf(anEstate({ machines: [both, open, none], nsx: { segments: [ledger, nodes] } }), MANAGER);
    expect(view.endpoints.map((each) => vnicsOf(view, each).map(({ segment }) => segment?.name))).toEqual([
      ['ledger', 'nodes'],
      ['ledger', undefined],
      [undefined],
    ]);
  });
});

/** Another way: the sets of members of all groups grow from nothing until they no longer do. */
function naive(estate: Estate): (group: string, at: { machine?: string; segment: string }) => boolean {
  const { groups, segments, nsxMachines } = estate.nsx;
  const places = [
    ...segments.map(({ id }) => ({ segment: id })),
    ...estate.vsphere.machines.flatMap((machine) => machine.networks.map((segment) => ({ machine: machine.id, segment: segment as string }))),
  ];
  const key = (group: string, { machine, segment }: { machine?: string; segment: string }): string => `${group} ${machine} ${segment}`;
  const known = new Set<string>();
  const tagged = (tags: readonly NsxTag[], value: string): boolean => {
    const [scope, tag] = value.toLowerCase().split('|');
    return tags.some((each) => [scope === '' || String(each.scope).toLowerCase() === scope, String(each.tag).toLowerCase() === tag].every(Boolean));
  };
  const holds = (term: GroupTerm, at: { machine?: string; segment: string }): boolean => {
    if (term.kind === 'condition' && term.memberType === 'Segment') {
      return tagged(segments.find(({ id }) => id === at.segment)!.tags.items, term.value as string);
    }
    if (term.kind === 'condition') {
      return (
        at.machine !== undefined &&
        tagged(
          nsxMachines.filter(({ machine }) => machine === at.machine).flatMap(({ tags }) => tags.items),
          term.value as string,
        )
      );
    }
    if (term.kind !== 'paths') return false;
    return term.members.ids.some((id) => id === at.segment || id === at.machine || known.has(key(id, at)));
  };
  for (let size = -1; size !== known.size;) {
    size = known.size;
    for (const { id, expression } of groups) {
      for (const at of places) {
        const each = expression.terms.items.map((term) => holds(term, at));
        const isIn = expression.operators[0] === 'AND' ? each.every(Boolean) && each.length > 0 : each.some(Boolean);
        if (isIn) known.add(key(id, at));
      }
    }
  }
  return (group, at) => known.has(key(group, at));
}

describe('bounds of members', () => {
  const word = fc.constantFrom('a', 'b');
  const tags = fc.array(fc.record({ scope: fc.constantFrom('', 's'), tag: fc.oneof(word, fc.constantFrom('?1', '?2')) }), { maxLength: 2 });
  const ids = ['g0', 'g1', 'g2'].map((name) => `site/nsxt_policy_group.${name}`);
  const term: fc.Arbitrary<GroupTerm> = fc.oneof(
    fc
      .record({ scope: fc.constantFrom('', 's'), tag: word, type: fc.constantFrom('VirtualMachine', 'Segment') })
      .map(({ scope, tag: value, type }) => aCondition('Tag', 'EQUALS', `${scope}|${value}`, type)),
    fc.subarray([...ids, ledger.id, db.id], { maxLength: 2 }).map((each): GroupTerm => ({ kind: 'paths', members: members(...each) })),
  );
  const expression = fc.oneof(
    fc.array(term, { maxLength: 3 }).map((terms) => joined('OR', ...terms)),
    fc
      .array(
        term.filter(({ kind }) => kind === 'condition').map((each) => ({ ...each, memberType: 'VirtualMachine' }) as GroupTerm),
        { minLength: 1, maxLength: 3 },
      )
      .map((terms) => joined('AND', ...terms)),
  );

  test('hold what is a member in every world between them, and where nothing is unknown are it', () => {
    fc.assert(
      fc.property(fc.array(expression, { minLength: 3, maxLength: 3 }), tags, tags, tags, (expressions, ofDb, ofWeb, ofSegment) => {
        const world = (value: (text: string) => Field<string>): Estate => {
          const given = (list: readonly { scope: string; tag: string }[]): NsxTag[] => list.map(({ scope, tag: text }) => aTag(scope, value(text)));
          return anEstate({
            machines: [db, web],
            nsx: {
              segments: [{ ...ledger, tags: all(...given(ofSegment)) }, nodes],
              nsxMachines: [
                anNsxMachine('db-tags', { machine: db.id, tags: all(...given(ofDb)) }),
                anNsxMachine('web-tags', { machine: web.id, tags: all(...given(ofWeb)) }),
              ],
              groups: expressions.map((each, i) => aGroup(`g${i}`, each)),
            },
          });
        };
        const view = viewOf(
          world((text) => (text.startsWith('?') ? token(text.slice(1)) : text)),
          MANAGER,
        );
        const places = [
          { machine: db.id, segment: ledger.id },
          { machine: web.id, segment: nodes.id },
        ];
        const isClosed = ![ofDb, ofWeb, ofSegment].flat().some(({ tag: text }) => text.startsWith('?'));
        for (const [one, two] of [
          ['a', 'a'],
          ['a', 'b'],
          ['b', 'a'],
          ['c', 'c'],
        ]) {
          const concrete = naive(world((text) => (text === '?1' ? one! : text === '?2' ? two! : text)));
          for (const group of ids) {
            for (const at of places) {
              const { is } = isMember(view, group, { endpoint: view.endpoint.get(at.machine)!, segment: view.segments.get(at.segment)! });
              const isIn = concrete(group, at);
              expect([is === 'yes' && !isIn, is === 'no' && isIn, isClosed && is === 'maybe']).toEqual([false, false, false]);
            }
            const { is } = isMember(view, group, { segment: view.segments.get(ledger.id)! });
            if (is === 'yes') expect(concrete(group, { segment: ledger.id }) || concrete(group, places[0]!)).toBe(true);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
