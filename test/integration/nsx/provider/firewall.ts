import { DEFAULT_SECTION } from '../server';
import { CREATE_FIRST } from './scenario';
import type { Scenario } from './scenario';

const web = '${nsxt_policy_group.web.path}';
const db = '${nsxt_policy_group.db.path}';
const T0 = '/infra/tier-0s/t0';
const t1 = '${nsxt_policy_tier1_gateway.t1.path}';
const parent = '${nsxt_policy_parent_security_policy.parent.path}';

const tagged = (value: string) => ({ condition: [{ key: 'Tag', member_type: 'VirtualMachine', operator: 'EQUALS', value }] });

export const FIREWALL: Scenario = {
  name: 'firewall policies and their rules',
  data: {
    nsxt_policy_service: { https: { display_name: 'HTTPS' } },
    nsxt_policy_security_policy: { l3: { is_default: true, category: 'Application' } },
    nsxt_policy_gateway_policy: { last: { category: 'Default' } },
  },
  resource: {
    nsxt_policy_group: {
      web: { display_name: 'web', criteria: [tagged('tier|web')], ...CREATE_FIRST },
      db: { display_name: 'db', criteria: [tagged('tier|db')] },
      bare: { display_name: 'bare', criteria: [tagged('tier|bare')] },
    },
    nsxt_policy_tier1_gateway: { t1: { display_name: 't1' } },
    nsxt_policy_security_policy: {
      app: {
        display_name: 'app',
        category: 'Application',
        scope: [web, db],
        rule: [
          { display_name: 'in', destination_groups: [web], services: ['${data.nsxt_policy_service.https.path}'], logged: true, log_label: 'in' },
          {
            display_name: 'between',
            source_groups: [web, '10.1.0.0/24'],
            destination_groups: [db],
            scope: [db],
            service_entries: { l4_port_set_entry: { protocol: 'TCP', destination_ports: ['5432'] } },
            tag: { scope: 'a', tag: 'b' },
          },
          { display_name: 'rest', action: 'DROP', ip_version: 'IPV4', direction: 'IN' },
        ],
      },
      frames: { display_name: 'frames', category: 'Ethernet', stateful: false, rule: [{ display_name: 'any', ip_version: 'NONE' }] },
    },
    nsxt_policy_parent_security_policy: { parent: { display_name: 'parent', category: 'Environment', sequence_number: 5 } },
    nsxt_policy_security_policy_rule: {
      first: { policy_path: parent, sequence_number: 10, display_name: 'first', action: 'JUMP_TO_APPLICATION', source_groups: [web] },
      second: { policy_path: parent, sequence_number: 20, display_name: 'second', action: 'DROP' },
    },
    nsxt_policy_gateway_policy: {
      edge: {
        display_name: 'edge',
        category: 'LocalGatewayRules',
        rule: [{ display_name: 'no telnet', action: 'DROP', destination_groups: [web], scope: [t1] }],
      },
    },
    nsxt_policy_firewall_exclude_list_member: { m: { member: '${nsxt_policy_group.bare.path}' } },
    nsxt_policy_predefined_security_policy: {
      l3: {
        path: '${data.nsxt_policy_security_policy.l3.path}',
        default_rule: { action: 'DROP', logged: true, log_label: 'last', description: 'all the rest', tag: { scope: 'x', tag: 'y' } },
      },
    },
    // The default rule of each gateway there is, in NSX's order: what is left out would be a difference ever after.
    nsxt_policy_predefined_gateway_policy: {
      last: { path: '${data.nsxt_policy_gateway_policy.last.path}', default_rule: [{ scope: T0 }, { scope: t1, action: 'DROP' }] },
    },
  },
  api: {
    'nsxt_policy_security_policy.app': {
      tcp_strict: false,
      rules: [
        { display_name: 'in', sequence_number: 1, source_groups: ['ANY'], scope: ['ANY'], tag: 'in', logged: true },
        {
          display_name: 'between',
          sequence_number: 2,
          services: ['ANY'],
          service_entries: [{ resource_type: 'L4PortSetServiceEntry', l4_protocol: 'TCP' }],
          tags: [{ scope: 'a', tag: 'b' }],
        },
        { display_name: 'rest', sequence_number: 3, action: 'DROP', ip_protocol: 'IPV4', direction: 'IN' },
      ],
    },
    'nsxt_policy_security_policy.frames': { rules: [expect.not.objectContaining({ ip_protocol: expect.anything() as unknown })] },
    'nsxt_policy_security_policy_rule.first': { sequence_number: 10, action: 'JUMP_TO_APPLICATION' },
    [`data.nsxt_policy_security_policy.l3`]: {
      path: DEFAULT_SECTION,
      rules: [{ is_default: true, action: 'DROP', logged: true, tag: 'last', description: 'all the rest', tags: [{ scope: 'x', tag: 'y' }] }],
    },
  },
  updated: {
    'nsxt_policy_security_policy.app': {
      locked: true,
      rule: [
        { display_name: 'in', destination_groups: [web], action: 'REJECT' },
        { display_name: 'rest', action: 'DROP' },
      ],
    },
    'nsxt_policy_parent_security_policy.parent': { description: 'rules stand apart' },
    'nsxt_policy_security_policy_rule.second': { sequence_number: 15, disabled: true },
    'nsxt_policy_gateway_policy.edge': {
      rule: [
        { display_name: 'no telnet', action: 'REJECT', destination_groups: [web], scope: [t1] },
        { display_name: 'one more', scope: [t1] },
      ],
    },
    'nsxt_policy_predefined_security_policy.l3': {
      default_rule: { action: 'ALLOW' },
      rule: [{ display_name: 'before', action: 'ALLOW', disabled: true }],
    },
    'nsxt_policy_predefined_gateway_policy.last': { default_rule: [{ scope: T0 }, { scope: t1, action: 'REJECT', logged: true }] },
  },
  replaced: {
    'nsxt_policy_group.web': { nsx_id: 'web' },
    'nsxt_policy_security_policy.frames': { nsx_id: 'frames' },
    'nsxt_policy_security_policy.app': { category: 'Infrastructure' },
    'nsxt_policy_parent_security_policy.parent': { nsx_id: 'parent' },
    'nsxt_policy_security_policy_rule.first': { policy_path: parent, description: 'goes with its policy' },
    'nsxt_policy_gateway_policy.edge': { category: 'SharedPreRules' },
    'nsxt_policy_firewall_exclude_list_member.m': { member: '${nsxt_policy_group.db.path}' },
  },
};
