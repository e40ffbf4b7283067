import type { Scenario } from './scenario';

export const ADDRESSES: Scenario = {
  name: 'pools and blocks of addresses',
  resource: {
    nsxt_policy_ip_block: {
      b: { display_name: 'block1', cidr: '11.11.12.0/24', visibility: 'PRIVATE' },
      b91: { display_name: 'block2', cidrs: ['192.168.2.0/24'], excluded_ips: { start: '192.168.2.1', end: '192.168.2.9' } },
    },
    nsxt_policy_ip_pool: { p: { display_name: 'pool-lab', tag: { scope: 'a', tag: 'b' } } },
    nsxt_policy_ip_pool_static_subnet: {
      s: {
        display_name: 's1',
        pool_path: '${nsxt_policy_ip_pool.p.path}',
        cidr: '12.12.12.0/24',
        gateway: '12.12.12.1',
        allocation_range: [{ start: '12.12.12.10', end: '12.12.12.20' }],
      },
    },
    nsxt_policy_ip_pool_block_subnet: {
      s: { display_name: 's2', size: 4, pool_path: '${nsxt_policy_ip_pool.p.path}', block_path: '${nsxt_policy_ip_block.b.path}' },
    },
  },
  api: {
    'nsxt_policy_ip_block.b91': { excluded_ips: [{ start: '192.168.2.1', end: '192.168.2.9' }] },
    'nsxt_policy_ip_pool_static_subnet.s': { gateway_ip: '12.12.12.1', allocation_ranges: [{ start: '12.12.12.10', end: '12.12.12.20' }] },
    'nsxt_policy_ip_pool_block_subnet.s': { ip_block_path: expect.stringMatching(/^\/infra\/ip-blocks\//), auto_assign_gateway: true },
  },
  updated: {
    'nsxt_policy_ip_block.b': { description: 'for pools' },
    'nsxt_policy_ip_block.b91': { cidrs: ['192.168.2.0/24', '192.168.3.0/24'] },
    'nsxt_policy_ip_pool.p': { tag: [] },
    'nsxt_policy_ip_pool_static_subnet.s': { allocation_range: [{ start: '12.12.12.10', end: '12.12.12.30' }] },
    'nsxt_policy_ip_pool_block_subnet.s': { display_name: 's3' },
  },
  replaced: {
    'nsxt_policy_ip_block.b91': { nsx_id: 'block2' },
    'nsxt_policy_ip_pool.p': { nsx_id: 'pool' },
    'nsxt_policy_ip_pool_static_subnet.s': { nsx_id: 'static' },
    'nsxt_policy_ip_pool_block_subnet.s': { size: 8 },
  },
};
