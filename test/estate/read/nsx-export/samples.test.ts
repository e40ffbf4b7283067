import { unknown } from '../../../../lib/estate';
import { at, MANAGER, nsxOf, read } from './api';

/**
 * Exports in the shape that np-guard's vmware-analyzer collects, cut to what its samples have: objects without ids, paths that are only
 * names, lists that are null.
 */

const service = (name: string, entry: object): object => ({
  _create_user: 'system',
  _revision: 0,
  _system_owned: true,
  display_name: name,
  id: name,
  is_default: true,
  parent_path: '/infra',
  path: `/infra/services/${name}`,
  resource_type: 'Service',
  service_entries: [
    { display_name: name, id: name, parent_path: `/infra/services/${name}`, path: `/infra/services/${name}/service-entries/${name}`, ...entry },
  ],
  service_type: 'NON_ETHER',
});
const tcp = (port: string): object => ({ destination_ports: [port], l4_protocol: 'TCP', resource_type: 'L4PortSetServiceEntry' });
const vm = (name: string): object => ({ display_name: name, external_id: name });
const group = (name: string, ...members: string[]): object => ({
  display_name: name,
  path: name,
  vm_members: members.map((one) => ({ display_name: one, id: one })),
  expression: null,
});
const drop = {
  action: 'DROP',
  destination_groups: ['ANY'],
  direction: 'IN_OUT',
  display_name: 'default-deny',
  rule_id: 1003,
  scope: ['ANY'],
  services: ['ANY'],
  source_groups: ['ANY'],
  service_entries: null,
};

const sample = (parts: object, ...policies: object[]): object => ({
  services: [service('WEB', tcp('443')), service('PING', { protocol: 'ICMPv4', resource_type: 'ICMPTypeServiceEntry' })],
  virtual_machines: [vm('a'), vm('b')],
  virtual_network_interface: null,
  segments: null,
  tier0: null,
  tier1: null,
  ...parts,
  domains: [
    {
      display_name: 'default',
      resources: {
        security_policies: policies,
        gateway_policies: null,
        redirection_policies: null,
        groups: [group('front', 'a'), group('back', 'b'), group('all', 'a', 'b')],
      },
    },
  ],
});
const policy = (name: string, ...rules: object[]): object => ({
  category: 'Application',
  display_name: name,
  scope: ['ANY'],
  rules,
  default_rule: null,
});
const allow = (from: string, to: string, rest: object): object => ({
  ...drop,
  action: 'ALLOW',
  display_name: `${from} to ${to}`,
  source_groups: [from],
  destination_groups: [to],
  ...rest,
});
const APP = '/infra/domains/default/security-policies/app';
const none = { ids: [], complete: true };

test('one service between two groups', () => {
  const nsx = nsxOf(sample({}, policy('app', allow('front', 'back', { rule_id: 1004, services: ['/infra/services/WEB'] }), drop)));
  expect(nsx.securityPolicies).toMatchObject([
    {
      id: at(APP),
      name: 'app',
      policyPath: unknown('data-source', 'path', at(APP)),
      category: 'Application',
      appliedTo: none,
      connectivity: null,
      rules: {
        complete: true,
        items: [
          {
            key: '1004',
            sequence: 1,
            action: 'ALLOW',
            sources: { groups: { ids: [at('front')], complete: true } },
            destinations: { groups: { ids: [at('back')], complete: true } },
            services: { services: { ids: [at('/infra/services/WEB')], complete: true }, entries: { items: [], complete: true } },
            profiles: none,
            appliedTo: none,
          },
          { key: '1003', sequence: 2, action: 'DROP', sources: { groups: none }, destinations: { groups: none }, services: { services: none } },
        ],
      },
    },
  ]);
  expect(
    nsx.groups.map(({ id, policyPath, expression, recordedMembers }) => [
      id,
      policyPath,
      expression.terms.complete,
      recordedMembers?.items.map(({ text }) => text),
    ]),
  ).toEqual([
    [at('front'), 'front', false, ['a']],
    [at('back'), 'back', false, ['b']],
    [at('all'), 'all', false, ['a', 'b']],
  ]);
  expect(nsx.nsxMachines).toMatchObject([
    { name: 'a', externalId: 'a', tags: { complete: false }, segments: { ids: [], complete: false }, ipAddresses: { complete: false } },
    { name: 'b' },
  ]);
  expect(nsx.services).toMatchObject([
    { name: 'WEB', policyPath: '/infra/services/WEB', entries: { items: [{ kind: 'ports', protocol: 'TCP' }], complete: true } },
    { name: 'PING', entries: { items: [{ kind: 'icmp', version: 'ICMPv4', type: null, code: null }] } },
  ]);
});

test('several policies, exceptions and raw entries', () => {
  const raw = [tcp('1-65535'), { ...tcp('1-65535'), l4_protocol: 'UDP' }];
  const nsx = nsxOf(
    sample(
      {},
      policy('first', { ...allow('front', 'back', {}), source_groups: ['front', 'back'], sources_excluded: true }),
      policy('second', { ...allow('all', 'all', { service_entries: raw }), services: undefined }),
      policy('Default Layer3 Section', drop),
    ),
  );
  expect(nsx.securityPolicies.map(({ name, sequence }) => [name, sequence])).toEqual([
    ['first', 1],
    ['second', 2],
    ['Default Layer3 Section', 3],
  ]);
  expect(nsx.securityPolicies[0]!.rules.items[0]!.sources).toMatchObject({
    groups: { ids: [at('front'), at('back')], complete: true },
    excluded: true,
  });
  expect(nsx.securityPolicies[1]!.rules.items[0]!.services).toMatchObject({
    services: none,
    entries: { items: [{ protocol: 'TCP' }, { protocol: 'UDP' }], complete: true },
  });
});

test('a group of addresses from outside', () => {
  const outside = {
    display_name: 'outside',
    group_type: ['IPAddress'],
    path: 'outside',
    ips_members: ['8.8.8.8/32'],
    ip_group_members: [{ display_name: 'outside', path: 'outside' }],
    expression: [{ ip_addresses: ['8.8.8.8/32'], parent_path: 'outside', resource_type: 'IPAddressExpression' }],
  };
  const content = sample({}, policy('app', allow('outside', 'front', {}), drop)) as { domains: { resources: { groups: object[] } }[] };
  content.domains[0]!.resources.groups.push(outside);
  expect(nsxOf(content).groups.at(-1)).toMatchObject({
    type: 'IPAddress',
    expression: { terms: { items: [{ kind: 'addresses', addresses: { items: ['8.8.8.8/32'] } }], complete: true }, operators: [] },
    recordedMembers: {
      items: [
        { kind: 'address', text: '8.8.8.8/32' },
        { kind: 'other', text: 'outside' },
      ],
      complete: true,
    },
  });
});

test('rules by addresses, with segments, ports and vNICs', () => {
  const port = (id: string, segment: string): object => ({ attachment: { id }, display_name: id, parent_path: segment, unique_id: id });
  const segment = (name: string, network: string, ...ports: string[]): object => ({
    display_name: name,
    path: name,
    subnets: [{ network }],
    unique_id: name,
    segment_ports: ports.map((id) => port(id, name)),
  });
  const nsx = nsxOf(
    sample(
      {
        virtual_network_interface: [
          { lport_attachment_id: 'pb', owner_vm_id: 'b' },
          { ip_address_info: [{ ip_addresses: ['10.0.1.1'] }], lport_attachment_id: 'pa', owner_vm_id: 'a' },
        ],
        segments: [segment('one', '10.0.1.0/24', 'pa'), segment('two', '10.0.2.0/24', 'pb')],
      },
      policy('app', allow('10.0.1.0/25', '0.0.0.0/0', { services: undefined, service_entries: [{ resource_type: 'ICMPTypeServiceEntry' }] }), drop),
    ),
  );
  expect(nsx.segments).toMatchObject([{ id: at('one'), subnets: { items: [{ cidr: '10.0.1.0/24' }], complete: true } }, { id: at('two') }]);
  expect(nsx.nsxMachines).toMatchObject([
    { name: 'a', segments: { ids: [at('one')], complete: true }, ipAddresses: { items: ['10.0.1.1'], complete: true } },
    { name: 'b', segments: { ids: [at('two')], complete: true }, ipAddresses: { items: [], complete: false } },
  ]);
  expect(nsx.securityPolicies[0]!.rules.items[0]).toMatchObject({
    sources: { groups: none, addresses: { items: ['10.0.1.0/25'], complete: true } },
    destinations: { groups: none, addresses: { items: ['0.0.0.0/0'], complete: true } },
    services: { services: none, entries: { items: [{ kind: 'icmp', type: null }], complete: true } },
  });
});

test('such an export does not have all of the firewall', () => {
  expect(read(sample({}, policy('app', drop)), MANAGER).recordedManagers).toEqual([]);
});
