import type { DhcpProfile, IpBlock, IpPool, IpPoolSubnet } from '../../nsx';
import type { Field } from '../../value';
import type { ApiObject } from './collection';
import { whole, type NsxExport } from './nsx-export';
import { POOL_SUBNETS } from './types';

export function readDhcpProfiles(nsx: NsxExport): DhcpProfile[] {
  return nsx.found.of('DhcpServerConfig', 'DhcpRelayConfig').map((profile) => {
    const single = profile.fields.text('server_address');
    const all = profile.fields.texts('server_addresses') ?? (single === undefined ? undefined : [single]);
    return {
      ...nsx.base(profile),
      kind: profile.type === 'DhcpServerConfig' ? 'server' : 'relay',
      // NSX chooses an address for a server that is given none, and a relay has one at least.
      serverAddresses: all ? whole(all) : nsx.missing(profile, 'server_addresses'),
    };
  });
}

export function readIpBlocks(nsx: NsxExport): IpBlock[] {
  return nsx.found.of('IpAddressBlock').map((block) => {
    const { fields } = block;
    const single = fields.text('cidr');
    const cidrs = [...new Set([...(single === undefined ? [] : [single]), ...(fields.texts('cidrs') ?? [])])];
    const ranges = fields.objects('ranges') ?? [];
    return {
      ...nsx.base(block),
      cidrs: ranges.length > 0 || cidrs.length === 0 ? nsx.missing(block, ranges.length > 0 ? 'ranges' : 'cidrs', cidrs) : whole(cidrs),
      visibility: nsx.or<string | null>(block, 'visibility', fields.text('visibility'), null),
    };
  });
}

export function readIpPools(nsx: NsxExport): IpPool[] {
  return nsx.found.of('IpAddressPool').map((pool) => {
    const subnets = nsx.found.below(pool.path, POOL_SUBNETS).map((subnet) => readSubnet(nsx, subnet));
    const all = nsx.found.covers(POOL_SUBNETS, pool.path);
    return { ...nsx.base(pool), subnets: all ? whole(subnets) : nsx.missing(pool, 'ip_subnets', subnets) };
  });
}

function readSubnet(nsx: NsxExport, subnet: ApiObject): IpPoolSubnet {
  const { fields } = subnet;
  const id = nsx.id(subnet);
  if (subnet.type === 'IpAddressPoolBlockSubnet') {
    const block = fields.text('ip_block_path');
    return { kind: 'block', id, block: block === undefined ? nsx.open(subnet, 'ip_block_path') : nsx.reference(block), size: size(nsx, subnet) };
  }
  const ranges = fields.objects('allocation_ranges')?.map((range) => ({
    start: range.text('start') ?? nsx.open(subnet, 'allocation_ranges.start'),
    end: range.text('end') ?? nsx.open(subnet, 'allocation_ranges.end'),
  }));
  return {
    kind: 'static',
    id,
    cidr: fields.text('cidr') ?? nsx.open(subnet, 'cidr'),
    ranges: ranges ? whole(ranges) : nsx.missing(subnet, 'allocation_ranges'),
    gateway: nsx.or<string | null>(subnet, 'gateway_ip', fields.text('gateway_ip'), null),
  };
}

/** As a number, or as text, since those of IPv6 outgrow the numbers of the API. */
function size(nsx: NsxExport, subnet: ApiObject): Field<number> {
  const text = subnet.fields.text('subnet_size');
  if (text === undefined) return subnet.fields.number('size') ?? nsx.open(subnet, 'size');
  if (!/^\d+$/.test(text)) throw subnet.fields.wrong('subnet_size', 'a whole number as text');
  return Number(text);
}
