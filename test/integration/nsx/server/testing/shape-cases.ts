import { DEFAULT_SECTION } from '../seed';
import type { Case } from './case';
import { OVERLAY, T1, DOMAIN, PROJECT, GROUP, POLICY, POOL, makeGroups, withBlock, condition, segment, staticSubnet, ranges } from './shapes';

/** What a body may look like, and the revision it carries. */
export const SHAPE_CASES: readonly Case[] = [
  { refusal: 'unknown-field', request: ['PATCH', GROUP, { expresion: [] }] },
  { refusal: 'unknown-field', request: ['PATCH', GROUP, { expression: [condition('a', { scope: 'x' })] }] },
  { refusal: 'unknown-field', request: ['PATCH', '/infra', { resource_type: 'Infra', kids: [] }] },
  { refusal: 'wrong-type', request: ['PATCH', T1, { disable_firewall: 'yes' }] },
  { refusal: 'not-allowed-value', request: ['PATCH', T1, { failover_mode: 'SOMETIMES' }] },
  { refusal: 'not-allowed-value', request: ['PATCH', GROUP, { resource_type: 'Segment' }] },
  { refusal: 'out-of-range', request: ['PATCH', '/infra/dhcp-server-configs/d', { lease_time: 59 }] },
  { refusal: 'out-of-range', request: ['PATCH', GROUP, { display_name: 'x'.repeat(256) }] },
  { refusal: 'out-of-range', request: ['PATCH', '/infra/dhcp-server-configs/d', { server_addresses: ['10.0.0.1/31'] }] },
  {
    refusal: 'duplicate-item',
    given: (api) => api.patch(POOL, {}),
    request: ['PATCH', `${POOL}/ip-subnets/s`, staticSubnet({ ...ranges('10.9.0.2', '10.9.0.9'), dns_nameservers: ['10.0.0.1', '10.0.0.1'] })],
  },
  { refusal: 'missing-field', request: ['PATCH', GROUP, { expression: [condition('a', { value: null })] }] },
  { refusal: 'missing-field', request: ['PATCH', '/infra/dhcp-relay-configs/r', {}] },
  { refusal: 'missing-field', given: withBlock, request: ['PATCH', `${POOL}/ip-subnets/s`, { cidr: '10.0.0.0/24' }] },
  {
    refusal: 'too-many-items',
    request: ['PATCH', '/infra/segments/s', { advanced_config: { address_pool_paths: ['/infra/ip-pools/a', '/infra/ip-pools/b'] } }],
  },
  { refusal: 'not-an-address', request: ['PATCH', '/infra/segments/s', segment('10.1.0.1')] },
  { refusal: 'not-an-address', request: ['PATCH', '/infra/ip-blocks/b', { cidr: '10.8.0.1/24' }] },
  { refusal: 'not-found', request: ['GET', '/infra/segments/none'] },
  { refusal: 'not-found', request: ['DELETE', '/infra/segments/none'] },
  { refusal: 'no-such-path', request: ['GET', '/infra/segmentz/none'] },
  { refusal: 'no-such-path', request: ['PATCH', `${PROJECT}/infra/tier-0s/t0`, {}] },
  { refusal: 'stale-revision', given: makeGroups, request: ['PUT', `${DOMAIN}/groups/web`, { _revision: 7 }] },
  { refusal: 'stale-revision', given: makeGroups, request: ['PUT', `${DOMAIN}/groups/web`, {}] },
  {
    refusal: 'duplicate-id',
    request: [
      'PATCH',
      POLICY,
      {
        category: 'Application',
        rules: [
          { id: 'r', sequence_number: 1 },
          { id: 'r', sequence_number: 2 },
        ],
      },
    ],
  },
  { refusal: 'id-mismatch', request: ['PATCH', GROUP, { id: 'h' }] },
  { refusal: 'default-object', request: ['DELETE', '/infra/services/HTTPS'] },
  { refusal: 'default-object', request: ['PATCH', '/infra/services/HTTPS', { description: 'mine' }] },
  { refusal: 'default-object', request: ['DELETE', DEFAULT_SECTION] },
  {
    refusal: 'cannot-change',
    given: (api) => api.patch('/infra/segments/s', { transport_zone_path: OVERLAY, overlay_id: 1 }),
    request: ['PATCH', '/infra/segments/s', { transport_zone_path: OVERLAY, overlay_id: 2 }],
  },
];
