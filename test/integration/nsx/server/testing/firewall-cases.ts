import type { Case } from './case';
import { DOMAIN, POLICY, makeGroups, addresses } from './shapes';

/** Policies, rules, services and the exclusion list. */
export const FIREWALL_CASES: readonly Case[] = [
  {
    refusal: 'rule-tie',
    request: [
      'PATCH',
      POLICY,
      {
        category: 'Application',
        rules: [
          { id: 'a', sequence_number: 1 },
          { id: 'b', sequence_number: 1 },
        ],
      },
    ],
  },
  {
    refusal: 'too-many-rules',
    request: [
      'PATCH',
      POLICY,
      { category: 'Application', rules: Array.from({ length: 1001 }, (_, i) => ({ id: `r${i}`, sequence_number: i, action: 'ALLOW' })) },
    ],
  },
  {
    refusal: 'any-with-others',
    request: ['PATCH', POLICY, { category: 'Application', rules: [{ id: 'r', source_groups: ['any', '10.0.0.1'] }] }],
  },
  {
    refusal: 'jump-outside-environment',
    request: ['PATCH', POLICY, { category: 'Application', rules: [{ id: 'r', action: 'JUMP_TO_APPLICATION' }] }],
  },
  { refusal: 'layer-2', request: ['PATCH', POLICY, { category: 'Ethernet', rules: [{ id: 'r', action: 'REJECT' }] }] },
  { refusal: 'layer-2', request: ['PATCH', POLICY, { category: 'Ethernet', stateful: true }] },
  { refusal: 'wrong-category', request: ['PATCH', POLICY, { category: 'LocalGatewayRules' }] },
  {
    refusal: 'applied-to-addresses',
    given: makeGroups,
    request: ['PATCH', POLICY, { category: 'Application', scope: [`${DOMAIN}/groups/office`] }],
  },
  {
    refusal: 'applied-to-addresses',
    given: async (api) => {
      await makeGroups(api);
      await api.patch(POLICY, { category: 'Application', scope: [`${DOMAIN}/groups/web`] });
    },
    request: ['PATCH', `${DOMAIN}/groups/web`, { expression: [addresses('10.0.0.1')] }],
  },
  {
    refusal: 'excluded-addresses',
    given: makeGroups,
    request: ['PATCH', '/infra/settings/firewall/security/exclude-list', { members: [`${DOMAIN}/groups/office`] }],
  },
  { refusal: 'preference-without-scope', request: ['PATCH', POLICY, { category: 'Application', connectivity_preference: 'ALLOWLIST' }] },
  {
    refusal: 'too-many-ports',
    request: [
      'PATCH',
      '/infra/services/s',
      {
        service_entries: [
          {
            id: 'e',
            resource_type: 'L4PortSetServiceEntry',
            l4_protocol: 'TCP',
            destination_ports: Array.from({ length: 8 }, (_, i) => `${i}0-${i}9`),
          },
        ],
      },
    ],
  },
];
