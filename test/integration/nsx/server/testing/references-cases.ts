import { ENFORCEMENT_POINT } from '../seed';
import type { Case } from './case';
import { OVERLAY, T1, DOMAIN, PROJECT, VPC, GROUP, POLICY, POOL, makeGateway, makeVpc, makeGroups, makePolicy, withBlock, segment } from './shapes';

/** What names other objects, and what is deleted while it is named. */
export const REFERENCES_CASES: readonly Case[] = [
  { refusal: 'unknown-path', request: ['PATCH', '/infra/segments/s', { transport_zone_path: `${ENFORCEMENT_POINT}/transport-zones/none` }] },
  { refusal: 'unknown-path', request: ['PATCH', T1, { tier0_path: '/infra/tier-0s/none' }] },
  { refusal: 'unknown-path', request: ['PATCH', '/infra/segments/s', segment('10.1.0.1/24')] },
  { refusal: 'unknown-path', request: ['PATCH', POLICY, { category: 'Application', rules: [{ id: 'r', source_groups: [GROUP] }] }] },
  { refusal: 'unknown-path', request: ['PATCH', POLICY, { category: 'Application', rules: [{ id: 'r', services: ['/infra/services/none'] }] }] },
  { refusal: 'unknown-path', request: ['PATCH', POLICY, { category: 'Application', scope: [T1] }] },
  { refusal: 'unknown-path', request: ['PATCH', '/infra/domains/none/groups/g', {}] },
  { refusal: 'unknown-path', request: ['PATCH', `${PROJECT}/infra/segments/s`, {}] },
  {
    refusal: 'unknown-path',
    request: ['PATCH', '/infra', { children: [{ resource_type: 'ChildResourceReference', target_type: 'Domain', id: 'none' }] }],
  },
  {
    refusal: 'in-use',
    given: async (api) => {
      await makeGroups(api);
      await makePolicy(api, 'Application', { id: 'r', source_groups: [`${DOMAIN}/groups/web`] });
    },
    request: ['DELETE', `${DOMAIN}/groups/web?force=true`],
  },
  {
    refusal: 'in-use',
    given: async (api) => {
      await makeGateway(api);
      await api.patch('/infra/segments/s', segment('10.1.0.1/24'));
    },
    request: ['DELETE', T1],
  },
  {
    refusal: 'in-use',
    given: async (api) => {
      await withBlock(api);
      await api.patch(`${POOL}/ip-subnets/s`, { resource_type: 'IpAddressPoolBlockSubnet', ip_block_path: '/infra/ip-blocks/block', size: 16 });
    },
    request: ['DELETE', '/infra/ip-blocks/block'],
  },
  {
    refusal: 'in-use',
    given: async (api) => {
      await api.patch('/infra/spoofguard-profiles/on', { address_binding_allowlist: true });
      await api.patch('/infra/segments/s', { transport_zone_path: OVERLAY });
      await api.patch('/infra/segments/s/segment-security-profile-binding-maps/default', {
        spoofguard_profile_path: '/infra/spoofguard-profiles/on',
      });
    },
    request: ['DELETE', '/infra/spoofguard-profiles/on'],
  },
  {
    refusal: 'has-children',
    given: async (api) => {
      await makeGateway(api);
      await api.patch(`${T1}/locale-services/default`, { edge_cluster_path: `${ENFORCEMENT_POINT}/edge-clusters/edges` });
    },
    request: ['DELETE', T1],
  },
  {
    refusal: 'has-children',
    given: async (api) => {
      await makeVpc(api);
      await api.patch(`${VPC}/subnets/a`, {});
    },
    request: ['DELETE', VPC],
  },
  {
    refusal: 'segment-has-ports',
    given: async (api) => {
      await api.patch('/infra/segments/s', { transport_zone_path: OVERLAY });
      await api.patch('/infra/segments/s/ports/p', {});
    },
    request: ['DELETE', '/infra/segments/s'],
  },
];
