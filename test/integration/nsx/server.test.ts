import { DEFAULT_SECTION, ENFORCEMENT_POINT, PolicyServer, REFUSALS, refusalTable, SITE } from './server';
import type { RefusalClass } from './server';
import {
  CASES,
  Client,
  condition,
  DOMAIN,
  GROUP,
  makeGateway,
  makeGroups,
  makePolicy,
  makeVpc,
  OVERLAY,
  POLICY,
  POOL,
  PROJECT,
} from './server/testing';
import { segment, T1, VPC, withBlock } from './server/testing';
import type { Json } from './server/testing';

/** Broadcom's client with its documentation, a page, or the provider's schema. */
const SOURCE = /vcf-nsx|https?:\/\/|vmware\/nsxt/;

let server: PolicyServer;
let url: string;
let api: Client;

beforeEach(async () => {
  server = new PolicyServer();
  server.seed(SITE);
  url = await server.listen();
  api = new Client(url);
});

afterEach(() => server.close());

describe('refusals', () => {
  test.each(CASES)('$refusal: $request', async ({ refusal, given, request: [method, path, body] }) => {
    await given?.(api);
    const before = server.objects();
    const expected: RefusalClass = REFUSALS[refusal];

    const answer = await api.call(method, path, body);

    expect(answer).toMatchObject({
      status: expected.status,
      body: { module_name: expected.module, error_data: { refusal, citation: expect.stringMatching(SOURCE) } },
    });
    expect(answer.body.error_message).toEqual(expect.stringMatching(/\S/));
    expect(server.objects()).toEqual(before);
    expect(server.requests.at(-1)).toMatchObject({ method, path: `/policy/api/v1${path}`, refusal });
  });

  test('each class is met by a case', () => {
    expect(new Set(CASES.map(({ refusal }) => refusal))).toEqual(new Set(Object.keys(REFUSALS)));
  });

  test('the table has each class and each attribute that is held to something, with its source', () => {
    const table = refusalTable();
    expect(table).toEqual(expect.arrayContaining([expect.stringMatching(/^rule-tie \| 400 \| .*stricter than documented/)]));
    expect(table).toContain(
      'missing-field VpcAttachment.vpc_connectivity_profile | schema of vmware/nsxt 3.12.0: nsxt_vpc_attachment.vpc_connectivity_profile',
    );
    for (const line of table) expect(line).toMatch(/vcf-nsx|https?:\/\/|vmware\/nsxt|the row of/);
  });
});

describe('objects', () => {
  test('a read gives what was sent, what the documentation has as default and what the system computes', async () => {
    await makeGateway(api);
    await api.patch('/infra/segments/web', { ...segment('10.1.0.1/24'), display_name: 'Web', tags: [{ scope: 'tier', tag: 'web' }] });
    expect(await api.done('GET', '/infra/segments/web')).toMatchObject({
      id: 'web',
      display_name: 'Web',
      resource_type: 'Segment',
      path: '/infra/segments/web',
      parent_path: '/infra',
      relative_path: 'web',
      _revision: 0,
      type: 'ROUTED',
      replication_mode: 'MTEP',
      advanced_config: { connectivity: 'ON', urpf_mode: 'STRICT' },
      subnets: [{ gateway_address: '10.1.0.1/24', network: '10.1.0.0/24' }],
      tags: [{ scope: 'tier', tag: 'web' }],
    });
  });

  test('the name of an object without one is its id', async () => {
    await api.patch(GROUP, {});
    expect(await api.done('GET', GROUP)).toMatchObject({ display_name: 'g' });
  });

  test('PUT takes the revision that was read and counts it up', async () => {
    await makeGroups(api);
    const read = await api.done('GET', `${DOMAIN}/groups/web`);
    expect(await api.done('PUT', `${DOMAIN}/groups/web`, { ...read, description: 'front' })).toMatchObject({ _revision: 1, description: 'front' });
  });

  test('PATCH replaces the object, as partial patch is off', async () => {
    await api.patch(GROUP, { description: 'front', expression: [condition('a')] });
    await api.patch(GROUP, { description: 'back' });
    expect(await api.done('GET', GROUP)).not.toHaveProperty('expression');
  });

  test('PATCH merges the rules of a policy, PUT replaces them', async () => {
    await makePolicy(api, 'Application', { id: 'b', sequence_number: 2 });
    await makePolicy(api, 'Application', { id: 'a', sequence_number: 1 });
    const read = await api.done('GET', POLICY);
    expect((read.rules as Json[]).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(read.rules).toMatchObject([{ rule_id: expect.any(Number), source_groups: ['ANY'], direction: 'IN_OUT', ip_protocol: 'IPV4_IPV6' }, {}]);
    await api.done('PUT', POLICY, { category: 'Application', _revision: read._revision, rules: [{ id: 'c', sequence_number: 3 }] });
    expect(((await api.done('GET', POLICY)).rules as Json[]).map(({ id }) => id)).toEqual(['c']);
  });

  test('the default section keeps its default rule, whose action may be changed', async () => {
    const rule = `${DEFAULT_SECTION}/rules/default-layer3-rule`;
    await api.patch(rule, { ...(await api.done('GET', rule)), action: 'DROP' });
    expect(await api.done('GET', rule)).toMatchObject({ action: 'DROP', is_default: true });
  });

  test('subnets are carved out of a block without touching each other', async () => {
    await withBlock(api);
    for (const id of ['a', 'b']) {
      await api.patch(`${POOL}/ip-subnets/${id}`, { resource_type: 'IpAddressPoolBlockSubnet', ip_block_path: '/infra/ip-blocks/block', size: 64 });
    }
    expect((await api.list(`${POOL}/ip-subnets`)).map(({ cidr }) => cidr)).toEqual(['10.8.0.0/26', '10.8.0.64/26']);
  });

  test('a project brings its domain, transit gateway and profiles, a VPC its subnets from the private addresses', async () => {
    await makeVpc(api);
    await api.patch(`${VPC}/subnets/a`, { ip_addresses: [] });
    expect(await api.done('GET', `${VPC}/subnets/a`)).toMatchObject({ access_mode: 'Private', ip_addresses: ['192.168.44.0/26'] });
    expect(await api.done('GET', VPC)).toMatchObject({ short_id: 'dev', vpc_service_profile: `${PROJECT}/vpc-service-profiles/default` });
    await api.patch(`${PROJECT}/infra/domains/default/groups/g`, {});
    await api.patch(`${PROJECT}/infra/segments/s`, { subnets: [{ gateway_address: '10.1.0.1/24' }] });
    expect(await api.done('GET', `${PROJECT}/infra/segments/s`)).toMatchObject({ transport_zone_path: OVERLAY });
    await api.done('DELETE', `${VPC}?is_recursive=true`);
    expect([...server.objects().keys()].filter((path) => path.startsWith(VPC))).toEqual([]);
  });

  test('a list has pages', async () => {
    const first = await api.done('GET', '/infra/services?page_size=3');
    expect(first).toMatchObject({ cursor: '3', result_count: 10 });
    const second = await api.done('GET', `/infra/services?page_size=7&cursor=${String(first.cursor)}`);
    expect(second).not.toHaveProperty('cursor');
    expect([...(first.results as Json[]), ...(second.results as Json[])]).toHaveLength(10);
  });

  test('policies of one category with one number are taken, with a warning', async () => {
    await makePolicy(api, 'Application');
    await api.patch(`${DOMAIN}/security-policies/q`, { category: 'Application' });
    expect(server.warnings()).toEqual([expect.stringContaining('not deterministic')]);
  });
});

describe('the hierarchical API', () => {
  const domain = (...children: Json[]) => ({
    resource_type: 'Infra',
    children: [{ resource_type: 'ChildResourceReference', target_type: 'Domain', id: 'default', children }],
  });

  test('makes a tree in one request, whatever the order', async () => {
    await api.patch(
      '/infra',
      domain(
        {
          resource_type: 'ChildSecurityPolicy',
          SecurityPolicy: {
            resource_type: 'SecurityPolicy',
            id: 'p',
            category: 'Application',
            children: [{ resource_type: 'ChildRule', Rule: { resource_type: 'Rule', id: 'r', source_groups: [GROUP] } }],
          },
        },
        { resource_type: 'ChildGroup', Group: { resource_type: 'Group', id: 'g' } },
      ),
    );
    expect(await api.done('GET', POLICY)).toMatchObject({ rules: [{ id: 'r', path: `${POLICY}/rules/r`, parent_path: POLICY }] });
  });

  test('deletes a group together with the rule that names it', async () => {
    await api.patch(GROUP, {});
    await makePolicy(api, 'Application', { id: 'r', source_groups: [GROUP] });
    await api.patch(
      '/infra',
      domain(
        { resource_type: 'ChildGroup', marked_for_delete: true, Group: { id: 'g' } },
        {
          resource_type: 'ChildSecurityPolicy',
          SecurityPolicy: {
            id: 'p',
            category: 'Application',
            children: [{ resource_type: 'ChildRule', marked_for_delete: true, Rule: { id: 'r' } }],
          },
        },
      ),
    );
    expect((await api.call('GET', GROUP)).status).toBe(404);
    expect(await api.done('GET', POLICY)).toMatchObject({ rules: [] });
  });

  test('makes and deletes a tier-1 with its locale services', async () => {
    const tier1 = (more: Json) => ({
      resource_type: 'Infra',
      children: [
        {
          resource_type: 'ChildTier1',
          ...more,
          Tier1: {
            id: 't1',
            children: [
              {
                resource_type: 'ChildLocaleServices',
                ...more,
                LocaleServices: { id: 'default', edge_cluster_path: `${ENFORCEMENT_POINT}/edge-clusters/edges` },
              },
            ],
          },
        },
      ],
    });
    await api.patch('/infra', tier1({}));
    expect(await api.list(`${T1}/locale-services`)).toHaveLength(1);
    await api.patch('/infra', tier1({ marked_for_delete: true }));
    expect((await api.call('GET', T1)).status).toBe(404);
  });

  test('makes a segment with its profiles, as the provider sends it, and deletes it with them', async () => {
    const map = (type: string, profiles: Json) => ({ resource_type: `Child${type}`, [type]: { resource_type: type, id: 'default', ...profiles } });
    const spoofguard_profile_path = '/infra/spoofguard-profiles/default-spoofguard-profile';
    const tree = {
      resource_type: 'Infra',
      children: [
        {
          resource_type: 'ChildSegment',
          Segment: {
            resource_type: 'Segment',
            id: 's',
            transport_zone_path: OVERLAY,
            subnets: [{ gateway_address: '10.1.0.1/24', dhcp_ranges: [] }],
            children: [map('SegmentSecurityProfileBindingMap', { spoofguard_profile_path }), map('SegmentQoSProfileBindingMap', {})],
          },
        },
      ],
    };
    await api.patch('/infra?enforce_revision_check=false', tree);
    expect(await api.list('/infra/segments/s/segment-security-profile-binding-maps')).toMatchObject([{ id: 'default', spoofguard_profile_path }]);
    expect(await api.list('/infra/segments/s/segment-qos-profile-binding-maps')).toHaveLength(1);
    await api.patch('/infra', {
      resource_type: 'Infra',
      children: [{ resource_type: 'ChildSegment', marked_for_delete: true, Segment: { resource_type: 'Segment', id: 's' } }],
    });
    expect([...server.objects().keys()].filter((path) => path.startsWith('/infra/segments'))).toEqual([]);
  });

  test('checks the revision when asked to', async () => {
    await api.patch(GROUP, {});
    const tree = domain({ resource_type: 'ChildGroup', Group: { id: 'g', _revision: 5 } });
    expect((await api.call('PATCH', '/infra?enforce_revision_check=true', tree)).status).toBe(412);
    expect((await api.call('PATCH', '/infra?enforce_revision_check=false', tree)).status).toBe(200);
  });

  test('reaches a VPC from the root of organisations', async () => {
    await makeVpc(api);
    const reference = (target_type: string, id: string, ...children: Json[]) => ({
      resource_type: 'ChildResourceReference',
      target_type,
      id,
      children,
    });
    const policy = {
      resource_type: 'ChildGatewayPolicy',
      GatewayPolicy: { id: 'edge', children: [{ resource_type: 'ChildRule', Rule: { id: 'r' } }] },
    };
    await api.patch('/org-root', {
      resource_type: 'OrgRoot',
      children: [reference('Org', 'default', reference('Project', 'tenant', reference('Vpc', 'dev', policy)))],
    });
    expect(await api.done('GET', `${VPC}/gateway-policies/edge`)).toMatchObject({ category: 'LocalGatewayRules', rules: [{ id: 'r' }] });
  });
});

test('objects are deleted in the order of their references', async () => {
  await makeGateway(api);
  await makeGroups(api);
  await api.patch('/infra/segments/web', segment('10.1.0.1/24'));
  await makePolicy(api, 'Application', { id: 'r', source_groups: [`${DOMAIN}/groups/web`], services: ['/infra/services/HTTPS'] });
  const order = [POLICY, `${DOMAIN}/groups/web`, `${DOMAIN}/groups/office`, '/infra/segments/web', T1];
  for (const path of order.slice(1, 2)) expect((await api.call('DELETE', path)).body).toMatchObject({ error_code: 500030 });
  for (const path of order) await api.done('DELETE', path);
  for (const path of order) expect(server.objects().has(path)).toBe(false);
});

test('the searches of the provider find what they are to find', async () => {
  const search = async (query: string) => (await api.list(`/search/query?query=${encodeURIComponent(query)}`)).map(({ path }) => path);
  const inInfra = 'marked_for_delete:false AND path:\\/infra*';
  expect(await search(`resource_type:PolicyEdgeCluster AND display_name:edge\\-cluster\\-01* AND ${inInfra}`)).toEqual([
    `${ENFORCEMENT_POINT}/edge-clusters/edges`,
  ]);
  expect(await search(`resource_type:Service AND display_name:HTTP* AND ${inInfra}`)).toEqual(['/infra/services/HTTP', '/infra/services/HTTPS']);
  expect(await search(`id:HTTPS AND ${inInfra}`)).toContain('/infra/services/HTTPS');
  expect(await search('resource_type:SecurityPolicy AND is_default:true')).toEqual([DEFAULT_SECTION]);
  await makeVpc(api);
  expect(await search('resource_type:TransitGateway AND is_default:true AND path:\\/orgs\\/default\\/projects\\/tenant*')).toEqual([
    `${PROJECT}/transit-gateways/default`,
  ]);
});

test('virtual machines are found and tagged', async () => {
  server.seed([{ resource_type: 'VirtualMachine', external_id: '5029-a', display_name: 'web-1', compute_ids: ['instanceUuid:5029-b'] }]);
  const query = encodeURIComponent('resource_type:VirtualMachine AND 5029\\-a');
  expect(await api.list(`/search/query?query=${query}`)).toMatchObject([{ external_id: '5029-a' }]);
  await api.done('POST', '/infra/realized-state/virtual-machines/5029-a/tags', {
    virtual_machine_id: '5029-a',
    tags: [{ scope: 'tier', tag: 'web' }],
  });
  expect(await api.list('/infra/realized-state/virtual-machines')).toMatchObject([{ tags: [{ scope: 'tier', tag: 'web' }] }]);
  expect((await api.call('POST', '/infra/realized-state/virtual-machines/none/tags', {})).status).toBe(404);
});

test('what exists is realized at once', async () => {
  await api.patch('/infra/segments/s', { transport_zone_path: OVERLAY });
  expect(await api.done('GET', '/infra/segments/s/state')).toMatchObject({ state: 'success' });
  const entities = '/infra/realized-state/realized-entities?intent_path=/infra/segments/s';
  expect(await api.list(entities)).toMatchObject([{ state: 'REALIZED', intent_paths: ['/infra/segments/s'] }]);
  await api.done('DELETE', '/infra/segments/s');
  expect((await api.call('GET', entities)).status).toBe(404);
});

test('a session is made and the version told', async () => {
  const session = await fetch(`${url}/api/session/create`, { method: 'POST' });
  expect([session.headers.get('set-cookie'), session.headers.get('x-xsrf-token')]).toEqual([
    expect.stringContaining('JSESSIONID='),
    expect.any(String),
  ]);
  expect(await (await fetch(`${url}/api/v1/node/version`)).json()).toMatchObject({ node_version: '9.1.1.0.0' });
});

test('the export has the shape of a recorded one', async () => {
  await makeGateway(api);
  await makeGroups(api);
  await api.patch('/infra/segments/web', segment('10.1.0.1/24'));
  await api.patch('/infra/segments/web/ports/p', { attachment: { id: 'vif-1' } });
  await api.patch(`${T1}/nat/USER/nat-rules/out`, { action: 'SNAT', source_network: '10.1.0.0/24', translated_network: '192.0.2.1' });
  await makePolicy(api, 'Application', { id: 'r', source_groups: [`${DOMAIN}/groups/web`] });

  expect(server.export()).toMatchObject({
    services: expect.arrayContaining([
      expect.objectContaining({ id: 'HTTPS', service_entries: [expect.objectContaining({ destination_ports: ['443'] })] }),
    ]),
    virtual_machines: [],
    virtual_network_interface: [],
    segments: [{ path: '/infra/segments/web', segment_ports: [{ attachment: { id: 'vif-1' } }] }],
    tier0: [{ path: '/infra/tier-0s/t0', locale_services: [{ id: 'default' }] }],
    tier1: [{ path: T1 }],
    nat_rules: [{ id: 'out', parent_path: `${T1}/nat/USER`, enabled: true }],
    exclude_list: { members: [] },
    domains: expect.arrayContaining([
      expect.objectContaining({
        display_name: 'default',
        path: DOMAIN,
        resources: expect.objectContaining({
          groups: [expect.objectContaining({ id: 'web' }), expect.objectContaining({ id: 'office' })],
          redirection_policies: null,
          security_policies: [
            expect.objectContaining({ path: DEFAULT_SECTION }),
            expect.objectContaining({ rules: [expect.objectContaining({ id: 'r' })] }),
          ],
        }),
      }),
    ]),
  });
});
