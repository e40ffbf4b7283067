import type { Case } from './case';
import { PROJECT, VPC, makeVpc } from './shapes';

/** Projects and VPCs. */
export const TENANCY_CASES: readonly Case[] = [
  {
    refusal: 'second-attachment',
    given: async (api) => {
      await makeVpc(api);
      await api.patch(`${VPC}/attachments/a`, { vpc_connectivity_profile: `${PROJECT}/vpc-connectivity-profiles/default` });
    },
    request: ['PATCH', `${VPC}/attachments/b`, { vpc_connectivity_profile: `${PROJECT}/vpc-connectivity-profiles/default` }],
  },
  {
    refusal: 'not-with-service-profile',
    given: makeVpc,
    request: ['PATCH', VPC, { vpc_service_profile: `${PROJECT}/vpc-service-profiles/default`, default_gateway_path: '/infra/tier-0s/t0' }],
  },
  {
    refusal: 'tier0-not-of-project',
    given: (api) => api.patch(PROJECT, {}),
    request: ['PATCH', VPC, { default_gateway_path: '/infra/tier-0s/t0' }],
  },
  {
    refusal: 'dhcp-with-static-ip',
    given: makeVpc,
    request: [
      'PATCH',
      `${VPC}/subnets/a`,
      { subnet_dhcp_config: { mode: 'DHCP_SERVER' }, advanced_config: { static_ip_allocation: { enabled: true } } },
    ],
  },
];
