import { ENFORCEMENT_POINT } from '../seed';
import type { Client, Json } from './client';

export const OVERLAY = `${ENFORCEMENT_POINT}/transport-zones/overlay`;
export const VLAN = `${ENFORCEMENT_POINT}/transport-zones/vlan`;
export const T1 = '/infra/tier-1s/t1';
export const DOMAIN = '/infra/domains/default';
export const GROUP = `${DOMAIN}/groups/g`;
export const POLICY = `${DOMAIN}/security-policies/p`;
export const POOL = '/infra/ip-pools/pool';
export const PROJECT = '/orgs/default/projects/tenant';
export const VPC = `${PROJECT}/vpcs/dev`;

export const condition = (value: string, more: Json = {}): Json => ({
  resource_type: 'Condition',
  member_type: 'VirtualMachine',
  key: 'Tag',
  operator: 'EQUALS',
  value,
  ...more,
});
export const conjunction = (conjunction_operator: string): Json => ({ resource_type: 'ConjunctionOperator', conjunction_operator });
export const addresses = (...ip_addresses: string[]): Json => ({ resource_type: 'IPAddressExpression', ip_addresses });
export const nested = (...expressions: Json[]): Json => ({ resource_type: 'NestedExpression', expressions });
export const joined = (parts: Json[], operator: string): Json[] => parts.flatMap((part, i) => (i === 0 ? [part] : [conjunction(operator), part]));

export const segment = (gateway_address: string, more: Json = {}): Json => ({
  transport_zone_path: OVERLAY,
  connectivity_path: T1,
  subnets: [{ gateway_address, ...more }],
});
/** A segment with a DHCP server. */
export const served = (more: Json, dhcp?: Json): Json => ({
  ...segment('10.1.0.1/24', { ...more, ...(dhcp && { dhcp_config: { resource_type: 'SegmentDhcpV4Config', ...dhcp } }) }),
  dhcp_config_path: '/infra/dhcp-server-configs/dhcp',
});
export const staticSubnet = (more: Json): Json => ({ resource_type: 'IpAddressPoolStaticSubnet', cidr: '10.9.0.0/24', ...more });
export const ranges = (start: string, end: string): Json => ({ allocation_ranges: [{ start, end }] });

export async function makeGateway(api: Client): Promise<void> {
  await api.patch(T1, { tier0_path: '/infra/tier-0s/t0' });
}

export async function makeVpc(api: Client): Promise<void> {
  await api.patch(PROJECT, { tier_0s: ['/infra/tier-0s/t0'] });
  await api.patch(VPC, { private_ips: ['192.168.44.0/24'] });
}

/** `web` has machines, `office` addresses. */
export async function makeGroups(api: Client): Promise<void> {
  await api.patch(`${DOMAIN}/groups/web`, { expression: [condition('tier|web')] });
  await api.patch(`${DOMAIN}/groups/office`, { expression: [addresses('10.0.0.0/8')] });
}

export async function makePolicy(api: Client, category: string, ...rules: Json[]): Promise<void> {
  await api.patch(POLICY, { category, rules });
}

/** A pool, and a block of 256 addresses. */
export async function withBlock(api: Client): Promise<void> {
  await api.patch('/infra/ip-blocks/block', { cidr: '10.8.0.0/24' });
  await api.patch(POOL, {});
}

export async function withDhcp(api: Client): Promise<void> {
  await makeGateway(api);
  await api.patch('/infra/dhcp-server-configs/dhcp', {});
}
