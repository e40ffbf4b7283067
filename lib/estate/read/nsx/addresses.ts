import { addTo } from '../../../units/multimap';
import type { IpBlock, IpPool, IpPoolSubnet } from '../../nsx';
import type { Blocks, ObjectId } from '../../object';
import type { TerraformModel } from '../../terraform';
import { isUnknown, unknown, type Field, type Unknown } from '../../value';
import { keyOf, type Source } from '../attributes';
import { isOne } from './objects';
import { NONE, openBlocks, sizeOf, together, type Reading } from './reading';

export function readIpBlocks(reading: Reading): readonly IpBlock[] {
  return reading.all('ipBlocks', (source) => ({
    cidrs: cidrsOf(reading, source),
    visibility: reading.textOrNull(source, 'visibility'),
  }));
}

function cidrsOf(reading: Reading, source: Source): Blocks<Field<string>> {
  const single = reading.isSaid(source, 'cidr') ? { items: [reading.reader.string(source, 'cidr')], complete: true } : NONE;
  // Beside networks, a block may have plain ranges and exceptions, which are no network.
  const ranges = reading.isSaid(source, 'range') ? openBlocks<Field<string>>(unknown('expression', 'range', keyOf(source.entry))) : NONE;
  if (source.entry.mode === 'data' && single.items.length > 0) return single;
  return together([single, reading.texts(source, 'cidrs'), ranges]);
}

/** Pools with the subnets that are added to them one by one. */
export function readIpPools(reading: Reading, model: TerraformModel): readonly IpPool[] {
  const added = new Map<ObjectId, IpPoolSubnet[]>();
  const gaps = new Map<ObjectId, Unknown>();
  let stray: Unknown | undefined;
  for (const entry of model.stacks.flatMap(({ resources }) => resources)) {
    const isBlock = entry.type === 'nsxt_policy_ip_pool_block_subnet';
    if (entry.mode !== 'managed' || entry.instances.high === 0 || !(isBlock || entry.type === 'nsxt_policy_ip_pool_static_subnet')) continue;
    const source = reading.reader.of(entry);
    const pool = reading.object(source, 'pool_path', ['ipPools']);
    if (isUnknown(pool)) stray ??= pool;
    else if (isOne(entry)) addTo(added, pool, isBlock ? blockSubnet(reading, source) : staticSubnet(reading, source));
    else gaps.set(pool, sizeOf(source));
  }
  const pools = reading.all('ipPools', (source) => ({
    subnets: source.entry.mode === 'managed' ? NONE : openBlocks<IpPoolSubnet>(reading.reader.leftOut(source, 'subnets')),
  }));
  return pools.map((pool) => {
    const gap = gaps.get(pool.id) ?? stray;
    return {
      ...pool,
      subnets: together([pool.subnets, { items: added.get(pool.id) ?? [], complete: true }, gap ? openBlocks<IpPoolSubnet>(gap) : NONE]),
    };
  });
}

function staticSubnet(reading: Reading, source: Source): IpPoolSubnet {
  const { items, ...rest } = reading.blocks(source, 'allocation_range');
  return {
    kind: 'static',
    id: keyOf(source.entry),
    cidr: reading.reader.string(source, 'cidr'),
    ranges: { items: items.map((range) => ({ start: reading.reader.string(range, 'start'), end: reading.reader.string(range, 'end') })), ...rest },
    gateway: reading.textOrNull(source, 'gateway'),
  };
}

function blockSubnet(reading: Reading, source: Source): IpPoolSubnet {
  return {
    kind: 'block',
    id: keyOf(source.entry),
    block: reading.object(source, 'block_path', ['ipBlocks']),
    size: reading.reader.whole(source, 'size', 1),
  };
}
