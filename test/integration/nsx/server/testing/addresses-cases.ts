import type { Case } from './case';
import { T1, VPC, POOL, makeGateway, makeVpc, withBlock, withDhcp, segment, served, staticSubnet, ranges } from './shapes';

/** Subnets, ranges, blocks and NAT. */
export const ADDRESSES_CASES: readonly Case[] = [
  {
    refusal: 'outside-subnet',
    given: makeGateway,
    request: ['PATCH', '/infra/segments/s', segment('10.1.0.1/24', { dhcp_ranges: ['10.2.0.0/25'] })],
  },
  { refusal: 'outside-subnet', given: makeGateway, request: ['PATCH', '/infra/segments/s', segment('10.1.0.0/24')] },
  {
    refusal: 'two-ipv4-subnets',
    given: makeGateway,
    request: [
      'PATCH',
      '/infra/segments/s',
      { ...segment('10.1.0.1/24'), subnets: [{ gateway_address: '10.1.0.1/24' }, { gateway_address: '10.2.0.1/24' }] },
    ],
  },
  { refusal: 'outside-subnet', given: withDhcp, request: ['PATCH', '/infra/segments/s', served({}, { server_address: '10.2.0.2/24' })] },
  {
    refusal: 'outside-subnet',
    given: withBlock,
    request: ['PATCH', `${POOL}/ip-subnets/s`, staticSubnet({ ...ranges('10.9.0.2', '10.9.0.9'), gateway_ip: '10.8.0.1' })],
  },
  { refusal: 'outside-subnet', given: withBlock, request: ['PATCH', `${POOL}/ip-subnets/s`, staticSubnet(ranges('10.9.0.2', '10.9.1.9'))] },
  {
    refusal: 'outside-subnet',
    given: async (api) => {
      await makeGateway(api);
      await api.patch('/infra/segments/s', segment('10.1.0.1/24'));
    },
    request: [
      'PATCH',
      '/infra/segments/s/dhcp-static-binding-configs/b',
      { resource_type: 'DhcpV4StaticBindingConfig', ip_address: '10.2.0.9', mac_address: '10:0e:00:11:22:02' },
    ],
  },
  { refusal: 'bad-range', given: withBlock, request: ['PATCH', `${POOL}/ip-subnets/s`, staticSubnet(ranges('10.9.0.9', '10.9.0.2'))] },
  {
    refusal: 'overlapping-subnets',
    given: async (api) => {
      await makeGateway(api);
      await api.patch('/infra/segments/a', segment('10.1.0.1/16'));
    },
    request: ['PATCH', '/infra/segments/b', segment('10.1.7.1/24')],
  },
  {
    refusal: 'overlapping-subnets',
    given: async (api) => {
      await makeVpc(api);
      await api.patch(`${VPC}/subnets/a`, { ip_addresses: ['192.168.44.0/26'] });
    },
    request: ['PATCH', `${VPC}/subnets/b`, { ip_addresses: ['192.168.44.32/27'] }],
  },
  {
    refusal: 'bad-size',
    given: withBlock,
    request: ['PATCH', `${POOL}/ip-subnets/s`, { resource_type: 'IpAddressPoolBlockSubnet', ip_block_path: '/infra/ip-blocks/block', size: 12 }],
  },
  {
    refusal: 'block-exhausted',
    given: withBlock,
    request: ['PATCH', `${POOL}/ip-subnets/s`, { resource_type: 'IpAddressPoolBlockSubnet', ip_block_path: '/infra/ip-blocks/block', size: 512 }],
  },
  {
    refusal: 'nat-fields',
    given: makeGateway,
    request: ['PATCH', `${T1}/nat/USER/nat-rules/n`, { action: 'SNAT', translated_network: '192.0.2.1' }],
  },
  {
    refusal: 'nat-fields',
    given: makeGateway,
    request: ['PATCH', `${T1}/nat/USER/nat-rules/n`, { action: 'NO_SNAT', source_network: '10.0.0.0/8', translated_network: '192.0.2.1' }],
  },
];
