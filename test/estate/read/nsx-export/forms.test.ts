import fc from 'fast-check';
import type { EstateObject, NsxEstate } from '../../../../lib/estate';
import { BadInput } from '../../../../lib/estate/read';
import { at, collected, DOMAIN, node, nsxOf, read, results, trees, whole, type ApiNode } from './api';
import { site } from './sites';

/** An estate without the order of its objects, which differs between forms. */
const unordered = (nsx: NsxEstate): unknown =>
  Object.fromEntries(
    (Object.entries(nsx) as [string, readonly EstateObject[]][]).map(([kind, objects]) => [
      kind,
      [...objects].sort((a, b) => (a.id < b.id ? -1 : 1)),
    ]),
  );

const ids = (nsx: NsxEstate): string[] => (Object.values(nsx) as (readonly EstateObject[])[]).flatMap((objects) => objects.map(({ id }) => id));

const machines = {
  virtual_machines: [
    { resource_type: 'VirtualMachine', external_id: 'v1', display_name: 'web-1', tags: [{ scope: 'tenant', tag: 'a' }] },
    { resource_type: 'VirtualMachine', external_id: 'v2', display_name: 'web-2' },
  ],
  virtual_network_interface: [{ owner_vm_id: 'v1', lport_attachment_id: 'a1', ip_address_info: [{ ip_addresses: ['10.0.0.1'] }] }],
};

const tag = { resource_type: 'Condition', key: 'Tag', member_type: 'VirtualMachine', operator: 'EQUALS', value: 'a' };
const and = { resource_type: 'ConjunctionOperator', conjunction_operator: 'AND' };
function groupOf(...expression: readonly object[]): unknown {
  return { groups: [{ id: 'g', expression }] };
}

describe('the forms of an export', () => {
  test('a tree says what the lists say', () => {
    fc.assert(
      fc.property(site, fc.func(fc.boolean()), (nodes, isBare) => {
        const bare = new Set(nodes.filter((one) => isBare(one.path)));
        const fromLists = read({ ...collected(nodes), ...machines });
        const fromTrees = read({ ...trees(nodes, bare), ...machines });
        expect(unordered(fromTrees.nsx[0]!.nsx)).toEqual(unordered(fromLists.nsx[0]!.nsx));
        expect(fromTrees.recordedManagers).toEqual(fromLists.recordedManagers);
      }),
      { numRuns: 60 },
    );
  });

  test('each object of a site is in the estate, and nothing else', () => {
    const inner = ['Rule', 'LocaleServices', 'SegmentSecurityProfileBindingMap', 'PolicyExcludeList', 'Domain'];
    const isObject = ({ type }: ApiNode): boolean => !inner.includes(type) && !/ServiceEntry$|PoolStaticSubnet$|PoolBlockSubnet$/.test(type);
    fc.assert(
      fc.property(site, (nodes) => {
        const found = ids(nsxOf(trees(nodes))).filter((id) => !id.includes('exclude-list'));
        expect(found.sort()).toEqual(
          nodes
            .filter(isObject)
            .map(({ path }) => at(path))
            .sort(),
        );
      }),
      { numRuns: 30 },
    );
  });

  const segments = [node('Segment', '/infra/segments/a'), node('Segment', '/infra/segments/b')];
  test.each([
    ['a list call', results(...segments)],
    ['several list calls', { first: results(segments[0]!), second: results(segments[1]!) }],
    ['a list by name', { segments: segments.map(whole) }],
    ['a list call by name', { segments: results(...segments) }],
    ['a tree', trees(segments).infra],
    ['a tree by any name', { answer: trees(segments).infra, nothing: null, note: 'taken on Monday' }],
    ['an object', { a: whole(segments[0]!), b: whole(segments[1]!) }],
  ])('%s is read', (_, content) => {
    expect(nsxOf(content).segments.map(({ id, policyPath }) => [id, policyPath])).toEqual([
      [at('/infra/segments/a'), '/infra/segments/a'],
      [at('/infra/segments/b'), '/infra/segments/b'],
    ]);
  });

  test('trees of an organisation, a project and a VPC are read', () => {
    const subnet = node('VpcSubnet', '/orgs/default/projects/p/vpcs/v/subnets/s');
    const inVpc = {
      resource_type: 'Vpc',
      id: 'v',
      path: '/orgs/default/projects/p/vpcs/v',
      children: [{ resource_type: 'ChildVpcSubnet', VpcSubnet: { id: 's' } }],
    };
    const inProject = { resource_type: 'Project', id: 'p', path: '/orgs/default/projects/p', children: [{ resource_type: 'ChildVpc', Vpc: inVpc }] };
    const inOrg = { resource_type: 'Org', id: 'default', path: '/orgs/default', children: [{ resource_type: 'ChildProject', Project: inProject }] };
    for (const content of [inVpc, inProject, inOrg]) expect(nsxOf(content).segments.map(({ id }) => id)).toEqual([at(subnet.path)]);
    expect(nsxOf(inOrg)).toMatchObject({ projects: [{ id: at('/orgs/default/projects/p') }], vpcs: [{ project: at('/orgs/default/projects/p') }] });
  });

  test('what a tree is about to delete is not there, nor is what it refers to only', () => {
    const gone = {
      resource_type: 'Infra',
      children: [
        { resource_type: 'ChildSegment', marked_for_delete: true, Segment: whole(segments[0]!) },
        { resource_type: 'ChildSegment', Segment: { ...whole(segments[1]!), marked_for_delete: true } },
        { resource_type: 'ChildResourceReference', target_type: 'Tier1', id: 't', children: [] },
        { resource_type: 'ChildLBPool', LBPool: { resource_type: 'LBPool', id: 'x', path: '/infra/lb-pools/x' } },
      ],
    };
    expect(ids(nsxOf(gone))).toEqual([]);
  });

  test('a path that NSX does not say follows from the ids, and is not known where only names do', () => {
    const { segments: found } = nsxOf({ segments: [{ id: 'a' }, { display_name: 'b' }, { parent_path: '/infra/tier-1s/t', id: 'c' }] });
    expect(found.map(({ id, policyPath }) => [id, policyPath])).toEqual([
      [at('/infra/segments/a'), '/infra/segments/a'],
      [
        at('/infra/segments/b'),
        expect.objectContaining({ $unknown: { reason: 'data-source', expression: 'path', knownBy: at('/infra/segments/b') } }),
      ],
      [at('/infra/tier-1s/t/segments/c'), '/infra/tier-1s/t/segments/c'],
    ]);
    const [group] = nsxOf({ domains: [{ display_name: 'd', groups: [{ id: 'g' }] }] }).groups;
    expect(group).toMatchObject({ id: at('/infra/domains/d/groups/g'), policyPath: { $unknown: { expression: 'path' } } });
    expect(nsxOf({ segments: [{ display_name: 'b' }, { display_name: 'b' }] }).segments.map(({ id }) => id)).toEqual([
      at('/infra/segments/b'),
      at('/infra/segments/b#1'),
    ]);
  });
});

describe('what an export does not have is not known to be absent', () => {
  const gateway = node('Tier1', '/infra/tier-1s/t');
  const locale = node('LocaleServices', '/infra/tier-1s/t/locale-services/default', { edge_cluster_path: '/infra/edge' });
  const edges = (content: unknown): unknown[] => nsxOf(content).tier1Gateways.map(({ edgeCluster }) => edgeCluster);
  const open = expect.objectContaining({ $unknown: expect.objectContaining({ expression: 'edge_cluster_path', knownBy: at('/infra/tier-1s/t') }) });

  test('a type that a tree has none of may have been left out of its filter', () => {
    expect(edges(trees([gateway]).infra)).toEqual([open]);
    const other = node('Tier1', '/infra/tier-1s/u');
    expect(edges(trees([gateway, other, { ...locale, path: locale.path.replace('/t/', '/u/') }]).infra)).toEqual([null, '/infra/edge']);
  });

  test('a tree says nothing of what is outside it', () => {
    const elsewhere = { ...locale, path: `/orgs/default/projects/p${locale.path}` };
    expect(edges({ ...trees([gateway]), orgs: trees([elsewhere]).orgs })).toEqual([open]);
  });

  test('a tree says nothing of what only begins with its name', () => {
    const project = (id: string, ...children: object[]): object => ({ resource_type: 'Project', id, path: `/orgs/default/projects/${id}`, children });
    const child = (id: string, ...children: object[]): object => ({ resource_type: 'ChildTier1', Tier1: { resource_type: 'Tier1', id, children } });
    const service = { resource_type: 'ChildLocaleServices', LocaleServices: { id: 'default' } };
    const known = (content: object): unknown[] => edges(content).map((edge) => edge === null);
    expect(known({ a: project('p', child('t', service), child('u')), b: project('p2', child('t')) })).toEqual([true, true, false]);
  });

  test('a list that is null was not collected, one that is empty has nothing', () => {
    expect(edges({ tier1: [whole(gateway)], locale_services: null })).toEqual([open]);
    expect(edges({ tier1: [whole(gateway)], locale_services: [] })).toEqual([null]);
    expect(edges({ tier1: [{ ...whole(gateway), locale_services: [] }] })).toEqual([null]);
  });

  test('the answer of a list call speaks of the place of its objects, and a page of it of nothing', () => {
    const policy = node('SecurityPolicy', `${DOMAIN}/security-policies/p`, { category: 'Application', scope: ['ANY'] });
    const rule = node('Rule', `${policy.path}/rules/r`);
    const other = { ...policy, path: `${DOMAIN}/security-policies/q` };
    const complete = (rules: unknown): unknown[] =>
      nsxOf({ policies: results(policy, other), rules }).securityPolicies.map((one) => one.rules.complete);
    expect(complete(results(rule))).toEqual([true, false]);
    expect(complete({ ...(results(rule) as object), cursor: 'next' })).toEqual([false, false]);
    expect(complete({ ...(results(rule) as object), result_count: 2 })).toEqual([false, false]);
    expect(nsxOf({ tier1: [whole(gateway)], locale_services: { results: [], cursor: 'next' } }).tier1Gateways[0]!.edgeCluster).toEqual(open);
  });

  test('what somebody cut from an object is not known, what the API leaves out is empty', () => {
    const [cut, api] = nsxOf({ segments: [{ path: '/infra/segments/a' }, whole(node('Segment', '/infra/segments/b'))] }).segments;
    expect([cut!.tags.complete, cut!.subnets.complete, cut!.vlans.complete]).toEqual([false, false, false]);
    expect(cut!.gateway).toMatchObject({ $unknown: { expression: 'connectivity_path', knownBy: at('/infra/segments/a') } });
    expect(api!.securityProfile).toMatchObject({ $unknown: { expression: 'segment_security_profile_path', knownBy: at('/infra/segments/b') } });
    expect(api).toMatchObject({ gateway: null, transportZone: null, tags: { items: [], complete: true }, subnets: { items: [], complete: true } });
  });
});

describe('an export that is not as the API has it', () => {
  const refusal = (content: unknown): string => {
    try {
      read(content);
    } catch (error) {
      expect(BadInput.isBadInput(error)).toBe(true);
      return (error as Error).message;
    }
    throw new Error('it was read');
  };

  test.each<readonly [string, unknown, string]>([
    ['a list that is none', { services: [], segments: 'none' }, '`segments` must be a list, got "none"'],
    ['an object that is none', { segments: ['a'] }, '`segments.0` must be an object, got "a"'],
    ['a wrong type', { segments: [{ id: 7 }] }, '`segments.0.id` must be a string, got 7'],
    [
      'a wrong type deep down',
      trees([node('Group', `${DOMAIN}/groups/g`, { expression: {} })]).infra,
      '`children.0.children.0.Group.expression` must be a list, got {}',
    ],
    [
      'another type than the list has',
      { segments: [whole(node('Tier1', '/infra/tier-1s/t'))] },
      '`segments.0.resource_type` must be one of Segment, got "Tier1"',
    ],
    ['an object of no type', { results: [{ id: 'a' }] }, '`results.0.resource_type` must be the type of an object of the NSX API, got nothing'],
    [
      'a child of no type',
      { resource_type: 'Infra', children: [{}] },
      '`children.0.resource_type` must be the type of a child, such as ChildSegment, got nothing',
    ],
    [
      'a child without its object',
      { resource_type: 'Infra', children: [{ resource_type: 'ChildSegment' }] },
      '`children.0.Segment` must be an object, got nothing',
    ],
    [
      'a path that two have',
      { segments: [{ path: '/infra/segments/a' }], again: results(node('Segment', '/infra/segments/a')) },
      '`again.results.0.path` must be another path than that of `segments.0`: an object stands in an export once, got "/infra/segments/a"',
    ],
    [
      'an operator that is none',
      groupOf(tag, { resource_type: 'ConjunctionOperator', conjunction_operator: 'XOR' }, tag),
      'must be one of AND, OR, got "XOR"',
    ],
    [
      'a term without an operator',
      groupOf(tag, tag),
      'expression.1.resource_type` must be ConjunctionOperator: one stands between two terms, got "Condition"',
    ],
    ['an operator at the end', groupOf(tag, and), 'expression.1.resource_type` must be a term: an operator stands between two'],
    ['an operator at the beginning', groupOf(and, tag), 'expression.0.resource_type` must be a term: an operator stands between two'],
    [
      'a protocol that has no ports',
      { services: [{ id: 's', service_entries: [{ resource_type: 'L4PortSetServiceEntry', l4_protocol: 'SCTP' }] }] },
      'must be one of TCP, UDP, got "SCTP"',
    ],
    [
      'a rule without its policy',
      results(node('Rule', `${DOMAIN}/security-policies/q/rules/r`)),
      '`results.0` must be left out, or its policy given: the export lacks the policy of the rule, got "/infra/domains/default/security-policies/q"',
    ],
    [
      'a size that is none',
      { ip_pools: [{ id: 'p', ip_subnets: [{ resource_type: 'IpAddressPoolBlockSubnet', id: 'b', subnet_size: 'big' }] }] },
      '`ip_pools.0.ip_subnets.0.subnet_size` must be a whole number as text, got "big"',
    ],
  ])('is refused: %s', (_, content, message) => {
    expect(refusal(content)).toContain('"nsx.json" is not an export of NSX: ');
    expect(refusal(content)).toContain(message);
  });

  test.each([[[]], [5], ['text'], [null], [{}], [{ services: { web: { image: 'nginx' } } }], [{ resource_type: 'Deployment' }]])(
    'a file that is neither form says what both look like: %j',
    (content) => {
      expect(refusal(content)).toMatch(
        /"nsx\.json" is not a recorded estate: `schema` must be ".*", got nothing; nor is it an export of the NSX Policy API, which has/,
      );
    },
  );

  test('fields that are not known are let be', () => {
    expect(nsxOf({ segments: [{ ...whole(node('Segment', '/infra/segments/a')), future: { of: 7 } }], future: 7 }).segments).toHaveLength(1);
  });
});

test.each(['rules', 'rules-web', 'a'])('an object whose id is `%s` lies where its path says', (id) => {
  const [policy, group] = [`${DOMAIN}/security-policies/security-policies-1`, `${DOMAIN}/groups/groups`];
  const content = {
    policies: results(node('SecurityPolicy', policy, { category: 'Application' }), node('Group', group)),
    rules: results(node('Rule', `${policy}/rules/${id}`, { action: 'DROP' })),
  };
  expect(nsxOf(content).securityPolicies[0]!.rules.items).toMatchObject([{ key: id, action: 'DROP' }]);
});
