import { CREATE_FIRST } from './scenario';
import type { Scenario } from './scenario';

const tagged = (value: string) => ({ key: 'Tag', member_type: 'VirtualMachine', operator: 'EQUALS', value });

export const GROUPS: Scenario = {
  name: 'groups, services and context profiles',
  seeds: [{ resource_type: 'VirtualMachine', external_id: '5010', display_name: 'web-01' }],
  resource: {
    nsxt_policy_group: {
      addresses: {
        display_name: 'addresses',
        criteria: [
          { ipaddress_expression: { ip_addresses: ['10.9.0.1', '10.9.1.0/24'] } },
          { macaddress_expression: { mac_addresses: ['02:00:00:00:00:01'] } },
        ],
        conjunction: [{ operator: 'OR' }],
        tag: { scope: 'a', tag: 'b' },
      },
      tagged: { display_name: 'tagged', criteria: [{ condition: [tagged('tier|web'), tagged('env|live')] }], ...CREATE_FIRST },
      members: {
        display_name: 'members',
        criteria: [
          { path_expression: { member_paths: ['${nsxt_policy_group.tagged.path}'] } },
          { external_id_expression: { external_ids: ['5010'] } },
          { condition: [tagged('tier|db')] },
        ],
        conjunction: [{ operator: 'OR' }, { operator: 'OR' }],
      },
      people: {
        display_name: 'people',
        extended_criteria: {
          identity_group: { distinguished_name: 'CN=ops,DC=lab,DC=example', domain_base_distinguished_name: 'DC=lab,DC=example', sid: 'S-1-5-21' },
        },
      },
      empty: { display_name: 'empty', description: 'nobody yet' },
    },
    nsxt_policy_service: {
      web: {
        display_name: 'web',
        l4_port_set_entry: [
          { protocol: 'TCP', destination_ports: ['443', '8000-8010'], display_name: 'tls' },
          { protocol: 'UDP', destination_ports: ['443'] },
        ],
        icmp_entry: [{ protocol: 'ICMPv4', icmp_type: '8' }],
      },
      odd: {
        display_name: 'odd',
        algorithm_entry: { algorithm: 'FTP', destination_port: '21', source_ports: ['1024-65535'] },
        igmp_entry: { description: 'multicast' },
        ip_protocol_entry: { protocol: 50 },
        nested_service_entry: { nested_service_path: '/infra/services/HTTPS' },
      },
      frames: { display_name: 'frames', ether_type_entry: { ether_type: 34525 } },
    },
    nsxt_policy_context_profile: {
      tls: {
        display_name: 'tls',
        app_id: { value: ['SSL'], sub_attribute: { tls_version: ['TLS_V12'] } },
        domain_name: { value: ['*-myfiles.sharepoint.com'] },
      },
    },
  },
  api: {
    'nsxt_policy_group.addresses': {
      expression: [
        { resource_type: 'IPAddressExpression', ip_addresses: expect.arrayContaining(['10.9.0.1']) },
        { resource_type: 'ConjunctionOperator', conjunction_operator: 'OR' },
        { resource_type: 'MACAddressExpression' },
      ],
      tags: [{ scope: 'a', tag: 'b' }],
    },
    'nsxt_policy_group.tagged': {
      expression: [
        {
          resource_type: 'NestedExpression',
          expressions: [
            { resource_type: 'Condition', value: 'tier|web' },
            { conjunction_operator: 'AND' },
            { resource_type: 'Condition', value: 'env|live' },
          ],
        },
      ],
    },
    'nsxt_policy_group.people': { extended_expression: [{ resource_type: 'IdentityGroupExpression' }] },
    'nsxt_policy_context_profile.tls': {
      attributes: [
        { key: 'APP_ID', datatype: 'STRING', value: ['SSL'], sub_attributes: [{ key: 'TLS_VERSION', value: ['TLS_V12'] }] },
        { key: 'DOMAIN_NAME', value: ['*-myfiles.sharepoint.com'] },
      ],
    },
  },
  updated: {
    'nsxt_policy_group.addresses': { criteria: [{ ipaddress_expression: { ip_addresses: ['10.9.0.2'] } }], conjunction: [], tag: [] },
    'nsxt_policy_group.empty': { criteria: [{ condition: [tagged('tier|new')] }] },
    'nsxt_policy_service.web': { icmp_entry: [], l4_port_set_entry: [{ protocol: 'TCP', destination_ports: ['8443'] }] },
    'nsxt_policy_service.odd': { description: 'seldom' },
    'nsxt_policy_context_profile.tls': { domain_name: [] },
  },
  replaced: {
    'nsxt_policy_group.tagged': { nsx_id: 'tagged' },
    'nsxt_policy_group.empty': { group_type: 'IPAddress', criteria: [{ ipaddress_expression: { ip_addresses: ['10.1.0.1'] } }] },
    'nsxt_policy_service.frames': { nsx_id: 'frames' },
    'nsxt_policy_context_profile.tls': { nsx_id: 'tls' },
  },
};
