import { addressOf, cidrOf, contains, overlap } from '../addresses';
import { Refusal } from '../refusals';
import { objects, text, texts } from '../state';
import type { Check } from './check';

export const checkStaticSubnet: Check = (subnet, { state }) => {
  const cidr = text(subnet, 'cidr')!;
  const network = cidrOf(cidr)!;
  const gateway = text(subnet, 'gateway_ip');
  if (gateway !== undefined && !contains(network, addressOf(gateway)!)) {
    throw new Refusal('outside-subnet', `gateway_ip ${gateway} of ${subnet.path} is not in ${cidr}`);
  }
  for (const range of objects(subnet, 'allocation_ranges')) {
    const [start, end] = [text(range, 'start')!, text(range, 'end')!];
    const [first, last] = [addressOf(start)!, addressOf(end)!];
    if (first.version !== last.version || first.first > last.first) throw new Refusal('bad-range', `${start}-${end} of ${subnet.path} is no range`);
    if (!contains(network, first) || !contains(network, last)) {
      throw new Refusal('outside-subnet', `${start}-${end} of ${subnet.path} is not in ${cidr}`);
    }
  }
  const rival = state
    .childrenOf(subnet.parent_path)
    .find((other) => other.path !== subnet.path && text(other, 'cidr') !== undefined && overlap(cidrOf(text(other, 'cidr')!)!, network));
  if (rival) throw new Refusal('overlapping-subnets', `${cidr} of ${subnet.path} overlaps ${text(rival, 'cidr')} of ${rival.path}`);
};

export const checkBlockSubnet: Check = (subnet) => {
  if (subnet.size === undefined && subnet.subnet_size === undefined) throw new Refusal('missing-field', `${subnet.path} has no size`);
};

/** Source: vcf-nsx DhcpServerConfig.server_addresses: "less than or equal to 30 for IPv4 address family and ... 126 for IPv6". */
export const checkDhcpServer: Check = (server) => {
  for (const address of texts(server, 'server_addresses')) {
    const longest = address.includes(':') ? 126 : 30;
    if (Number(address.split('/')[1]) > longest) {
      throw new Refusal('out-of-range', `server_addresses of ${server.path}: ${address}, the prefix may be ${longest} at most`);
    }
  }
};

/** Which networks a NAT rule must have, and which it must not. */
export const checkNatRule: Check = (rule) => {
  const action = text(rule, 'action')!;
  const has = (field: string) => text(rule, field) !== undefined;
  const refuse = (what: string) => new Refusal('nat-fields', `${action} rule ${rule.path} ${what}`);
  if (['SNAT', 'NO_SNAT', 'NAT64', 'REFLEXIVE'].includes(action) && !has('source_network')) throw refuse('has no source_network');
  if (['DNAT', 'NO_DNAT'].includes(action) && !has('destination_network')) throw refuse('has no destination_network');
  const translated = text(rule, 'translated_network');
  if (action.startsWith('NO_') ? translated !== undefined : translated === undefined) {
    throw refuse(translated === undefined ? 'has no translated_network' : 'has a translated_network');
  }
  if (['DNAT', 'REFLEXIVE'].includes(action) && translated?.includes(',')) throw refuse('has a list of translated networks');
};
