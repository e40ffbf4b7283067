import * as fc from 'fast-check';
import type { NsxEstate } from '../../../../lib/estate';
import { estateFrom, record, rendered, whole, type Elements } from './model';

/** Where elements name others: `<address>.<attribute>` between these. */
const to = (address: string, attribute = 'path'): string => `@${address}.${attribute}@`;

const IN_PROJECT = { project_id: to('nsxt_policy_project.team', 'id') };
const IN_VPC = { ...IN_PROJECT, vpc_id: to('nsxt_vpc.dev', 'id') };
const TAG = { tag: [{ scope: 'env', tag: 'prod' }] };

const ELEMENTS: Elements = {
  'data.nsxt_policy_tier0_gateway.t0': { display_name: 't0' },
  'data.nsxt_policy_edge_cluster.ec': { display_name: 'ec' },
  'data.nsxt_policy_transport_zone.tz': { display_name: 'overlay', transport_type: 'OVERLAY_STANDARD' },
  'data.nsxt_policy_service.https': { display_name: 'HTTPS' },
  'data.nsxt_policy_security_policy.l3': { is_default: true, category: 'Application' },
  'nsxt_policy_project.team': { display_name: 'team', tier0_gateway_paths: [to('data.nsxt_policy_tier0_gateway.t0')] },
  'nsxt_vpc.dev': { display_name: 'dev', context: IN_PROJECT, private_ips: ['192.168.0.0/16'] },
  'nsxt_vpc_subnet.sub': { display_name: 'sub', context: IN_VPC, ip_addresses: ['192.168.1.0/24'] },
  'nsxt_vpc_group.inside': { display_name: 'inside', context: IN_VPC },
  'nsxt_policy_tier1_gateway.t1': {
    display_name: 't1',
    nsx_id: 't1',
    tier0_path: to('data.nsxt_policy_tier0_gateway.t0'),
    edge_cluster_path: to('data.nsxt_policy_edge_cluster.ec'),
  },
  'nsxt_policy_segment_security_profile.sec': { display_name: 'sec' },
  'nsxt_policy_segment.nodes': {
    display_name: 'nodes',
    connectivity_path: to('nsxt_policy_tier1_gateway.t1'),
    transport_zone_path: to('data.nsxt_policy_transport_zone.tz'),
    security_profile: { security_profile_path: to('nsxt_policy_segment_security_profile.sec') },
    subnet: [{ cidr: '10.0.0.1/24' }],
    ...TAG,
  },
  'data.nsxt_policy_segment_realization.nodes': { path: to('nsxt_policy_segment.nodes') },
  'data.vsphere_network.nodes': { name: to('data.nsxt_policy_segment_realization.nodes', 'network_name') },
  'vsphere_virtual_machine.db': { name: 'db', network_interface: [{ network_id: to('data.vsphere_network.nodes', 'id') }] },
  'nsxt_policy_vm_tags.db': { instance_id: to('vsphere_virtual_machine.db', 'id'), ...TAG },
  'nsxt_policy_ip_block.block': { display_name: 'block', cidr: '10.1.0.0/16' },
  'nsxt_policy_ip_pool.pool': { display_name: 'pool' },
  'nsxt_policy_ip_pool_block_subnet.a': {
    display_name: 'a',
    pool_path: to('nsxt_policy_ip_pool.pool'),
    block_path: to('nsxt_policy_ip_block.block'),
    size: 8,
  },
  'nsxt_policy_ip_pool_static_subnet.b': { display_name: 'b', pool_path: to('nsxt_policy_ip_pool.pool'), cidr: '10.2.0.0/24', allocation_range: [] },
  'nsxt_policy_nat_rule.snat': {
    display_name: 'snat',
    gateway_path: to('nsxt_policy_tier1_gateway.t1'),
    action: 'SNAT',
    translated_networks: ['192.0.2.1'],
  },
  'nsxt_policy_group.web': {
    display_name: 'web',
    nsx_id: 'web',
    criteria: [
      { condition: { key: 'Tag', member_type: 'VirtualMachine', operator: 'EQUALS', value: 'env|prod' } },
      { path_expression: { member_paths: [to('nsxt_policy_segment.nodes')] } },
    ],
    conjunction: [{ operator: 'OR' }],
  },
  'nsxt_policy_security_policy.app': {
    display_name: 'app',
    category: 'Application',
    scope: [to('nsxt_policy_group.web')],
    rule: [
      {
        display_name: 'in',
        source_groups: ['10.0.0.0/8'],
        destination_groups: [to('nsxt_policy_group.web')],
        services: [to('data.nsxt_policy_service.https')],
      },
      { display_name: 'rest', action: 'DROP' },
    ],
  },
  'nsxt_policy_parent_security_policy.parent': { display_name: 'parent', category: 'Environment' },
  'nsxt_policy_security_policy_rule.one': { display_name: 'first', policy_path: to('nsxt_policy_parent_security_policy.parent'), sequence_number: 1 },
  'nsxt_policy_security_policy_rule.two': {
    display_name: 'second',
    policy_path: to('nsxt_policy_parent_security_policy.parent'),
    sequence_number: 2,
    scope: [to('nsxt_policy_group.web')],
  },
  'nsxt_policy_predefined_security_policy.l3': { path: to('data.nsxt_policy_security_policy.l3'), default_rule: { action: 'DROP' } },
  'nsxt_policy_gateway_policy.edge': {
    display_name: 'edge',
    category: 'LocalGatewayRules',
    rule: { display_name: 'r', scope: [to('nsxt_policy_tier1_gateway.t1')] },
  },
  'nsxt_policy_firewall_exclude_list_member.web': { member: to('nsxt_policy_group.web') },
};

const RECORDED = [
  record({
    tier0Gateways: { '/infra/tier-0s/t0': { firewall: true } },
    groups: { '/infra/domains/default/groups/web': { type: null, expression: { terms: whole(), operators: [] } } },
    segments: {
      '/infra/segments/theirs': {
        kind: 'overlay',
        gateway: 'nsx.json#/infra/tier-0s/t0',
        transportZone: null,
        vlans: whole(),
        subnets: whole(),
        connected: true,
        securityProfile: null,
        spoofGuard: null,
      },
    },
  }),
];

/** The stacks that cdktf renders for elements in them: what one names of another goes by an output and a remote state. */
function stacksOf(home: (address: string) => string): Readonly<Record<string, object>> {
  const names = [...new Set(Object.keys(ELEMENTS).map(home))];
  const outputs = new Map(names.map((name) => [name, {} as Record<string, object>]));
  const reads = new Map(names.map((name) => [name, {} as Record<string, object>]));
  const within = (name: string, text: string): string =>
    text.replace(/^@(.*)@$/, (_, reference: string) => {
      const owner = home(reference.slice(0, reference.lastIndexOf('.')));
      if (owner === name) return `\${${reference}}`;
      const output = `cross-stack-output-${reference.replaceAll('.', '')}`;
      outputs.get(owner)![output] = { value: `\${${reference}}`, sensitive: true };
      const state = `cross-stack-reference-input-${owner}`;
      reads.get(name)![`data.terraform_remote_state.${state}`] = {
        backend: 'local',
        workspace: '${terraform.workspace}',
        config: { path: `../../${owner}.tfstate` },
      };
      return `\${data.terraform_remote_state.${state}.outputs.${output}}`;
    });
  const bodies = names.map((name): [string, Elements] => {
    const own = Object.entries(ELEMENTS).filter(([address]) => home(address) === name);
    const body = JSON.stringify(Object.fromEntries(own), (_, value: unknown) => (typeof value === 'string' ? within(name, value) : value));
    return [name, JSON.parse(body) as Elements];
  });
  const backend = (name: string) => ({ terraform: { backend: { local: { path: `../../${name}.tfstate` } } }, output: outputs.get(name)! });
  return Object.fromEntries(bodies.map(([name, elements]) => [name, rendered({ ...elements, ...reads.get(name) }, backend(name))]));
}

/** An estate without the names of its stacks and the order that comes of them. */
function bare(stacks: Readonly<Record<string, object>>): unknown {
  const { nsx, vsphere } = estateFrom(stacks, { recorded: RECORDED });
  const text = JSON.stringify({ ...nsx, portGroups: vsphere.portGroups }).replace(/"(one|two)(\/|")/g, '"s$2');
  const all = JSON.parse(text) as Record<keyof NsxEstate, readonly unknown[]>;
  const sorted = (items: readonly unknown[]): readonly unknown[] => [...items].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return JSON.parse(
    JSON.stringify(all, (key, value: unknown) => (Array.isArray(value) && key !== 'terms' && key !== 'operators' ? sorted(value) : value)),
  );
}

test('a stack that is split in two has the same estate of NSX', () => {
  const whole = bare(stacksOf(() => 'one'));
  expect(JSON.stringify(whole)).not.toContain('dangling');
  const addresses = Object.keys(ELEMENTS);
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: addresses.length, maxLength: addresses.length }), (sides) => {
      const home = new Map(addresses.map((address, i) => [address, sides[i] ? 'one' : 'two']));
      expect(bare(stacksOf((address) => home.get(address)!))).toEqual(whole);
    }),
    { numRuns: 60 },
  );
});
