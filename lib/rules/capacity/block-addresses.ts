import {
  indexOf,
  isReference,
  isUnknown,
  type Estate,
  type Field,
  type IpBlock,
  type IpPool,
  type IpPoolSubnet,
  type Premise,
  type ResourceInstance,
  type Value,
} from '../../estate';
import { blockShortage, isPowerOfTwo, sizeOf, subnetOf } from '../../proofs/addresses';
import type { Cidr } from '../../units';
import { subjectOf } from '../subjects';
import type { Verdict } from '../verdict';
import { count, knownOnlyTo, listed, quoted, quotedName } from '../wording';
import { addresses, many, openAddresses, refutedAddresses } from './address-words';

type BlockSubnet = IpPoolSubnet & { readonly kind: 'block' };

/** Subnets that pools take of a block: powers of 2 that fit it, and no address in two blocks. */
export function* blockAddresses(estate: Estate, block: IpBlock): Iterable<Verdict> {
  if (block.instances.high === 0 || block.origin !== 'owned') return;
  const taken = subnetsOf(estate, block);
  const wrong = [...taken.flatMap((each) => wrongSize(block, each)), ...doubles(estate, block)];
  yield* wrong;
  if (wrong.some(({ verdict }) => verdict === 'refuted')) return;
  const verdict = fits(estate, block, taken);
  if (verdict.verdict !== 'proved' || wrong.length === 0) yield verdict;
}

interface Taken {
  readonly subnet: BlockSubnet;
  readonly pool: string;
}

function subnetsOf(estate: Estate, block: IpBlock): Taken[] {
  return estate.nsx.ipPools.flatMap((pool) =>
    pool.subnets.items.flatMap((subnet) => (subnet.kind === 'block' && subnet.block === block.id ? [{ subnet, pool: quotedName(pool) }] : [])),
  );
}

function wrongSize(block: IpBlock, { subnet, pool }: Taken): Verdict[] {
  const { size } = subnet;
  if (isUnknown(size) || (Number.isSafeInteger(size) && isPowerOfTwo(BigInt(size)))) return [];
  return [
    refutedAddresses(
      block,
      'size',
      `size:${subnet.id}`,
      `a subnet of IP block ${quotedName(block)} has a size that no subnet has`,
      [
        { label: 'size', text: `${String(size)}, for IP pool ${pool}` },
        { label: 'allowed', text: 'powers of 2' },
      ],
      'the next power of 2',
    ),
  ];
}

function fits(estate: Estate, block: IpBlock, taken: readonly Taken[]): Verdict {
  const subject = subjectOf(block);
  const spaces = block.cidrs.items.map((cidr) => (isUnknown(cidr) ? undefined : subnetOf(cidr)?.network));
  const sizes = taken.flatMap(({ subnet }) => (isUnknown(subnet.size) ? [] : [BigInt(subnet.size)]));
  const known = spaces.filter((space): space is Cidr => space !== undefined).map(sizeOf);
  const isSpaceKnown = block.cidrs.complete && known.length === spaces.length;
  const short = isSpaceKnown ? blockShortage(sizes, known) : undefined;
  if (short) {
    return refutedAddresses(
      block,
      'cidr',
      'room',
      `IP block ${quotedName(block)} is too small for the subnets that are taken of it`,
      [
        {
          label: 'taken',
          text: `${many(short.wanted)} addresses, in subnets of ${many(short.size)} or more, by ${listed([...new Set(taken.map(({ pool }) => pool))])}`,
        },
        { label: 'there are', text: `${addresses(short.available)} in ${listed(block.cidrs.items.map((cidr) => quoted(String(cidr))))}` },
      ],
      'a larger block, or smaller subnets',
    );
  }
  const premises = [closedBlock(block)];
  const gap = gapOf(estate, block, taken, isSpaceKnown);
  if (gap === undefined) return { verdict: 'proved', subject, premises };
  return {
    ...openAddresses(
      block,
      'cidr',
      'room',
      `whether IP block ${quotedName(block)} holds the subnets that are taken of it`,
      gap,
      'literal ranges and sizes',
    ),
    premises,
  };
}

function gapOf(estate: Estate, block: IpBlock, taken: readonly Taken[], isSpaceKnown: boolean): string | undefined {
  const hidden = [...block.cidrs.items, ...taken.map(({ subnet }) => subnet.size)].find(isUnknown);
  if (hidden) return `a range of it, or the size of a subnet, is ${knownOnlyTo(hidden)}`;
  if (!isSpaceKnown || has(indexOf(estate).entryOf(block), 'excluded_ips'))
    return 'not all of its ranges are shown, or addresses of them are excluded';
  const pools = estate.nsx.ipPools.filter((pool) => mayTake(pool, block));
  const elsewhere = pools.flatMap(({ subnets }) => subnets.items).find((each) => each.kind === 'block' && isUnknown(each.block));
  if (elsewhere?.kind === 'block' && isUnknown(elsewhere.block)) return `which block a subnet is taken of is ${knownOnlyTo(elsewhere.block)}`;
  const pool = pools.find(({ subnets }) => !subnets.complete);
  if (pool) return `not all subnets of IP pool ${quotedName(pool)} are shown`;
  const user = otherUser(estate, block);
  return user && `${quoted(user.path ?? user.address)} takes of it as well, and how much is not shown`;
}

/** A pool takes of blocks of its own manager: of a project, of its own, and of those of the default space that it is given. */
function mayTake(pool: IpPool, block: IpBlock): boolean {
  const isOther = (a: Field<unknown>, b: Field<unknown>): boolean => !isUnknown(a) && !isUnknown(b) && a !== b;
  if (isOther(lower(pool.manager), lower(block.manager))) return false;
  return pool.space === null || block.space === null || !isOther(pool.space, block.space);
}

function lower(manager: Field<string>): Field<string> {
  return isUnknown(manager) ? manager : manager.toLowerCase();
}

function closedBlock(block: IpBlock): Premise {
  return {
    id: `owned:${block.path ?? block.id}`,
    kind: 'closed-scope',
    statement: `nothing but this app takes addresses of IP block ${quotedName(block)}`,
    ...(block.path !== undefined && { subject: block.path }),
  };
}

function has(entry: ResourceInstance | undefined, name: string): boolean {
  const value = entry?.values[name] ?? null;
  return value !== null && !(Array.isArray(value) && value.length === 0);
}

/** Something beside subnets of pools that names a block: a VPC, a project, a profile of either. */
function otherUser({ terraform }: Estate, block: IpBlock): ResourceInstance | undefined {
  const names = (value: Value): boolean => {
    if (typeof value === 'string') return value === block.policyPath;
    if (typeof value !== 'object' || value === null || isUnknown(value)) return false;
    if (isReference(value)) return block.addresses.some(({ stack, address }) => stack === value.$ref.stack && address === value.$ref.address);
    return (Array.isArray(value) ? (value as readonly Value[]) : Object.values(value)).some(names);
  };
  return terraform.stacks
    .flatMap(({ resources }) => resources)
    .find((entry) => entry.mode === 'managed' && entry.type !== 'nsxt_policy_ip_pool_block_subnet' && Object.values(entry.values).some(names));
}

/** Blocks of one space that hold an address twice: NSX would hand it out twice. Private blocks are seen by nobody else. */
function* doubles(estate: Estate, block: IpBlock): Iterable<Verdict> {
  const ranges = (each: IpBlock): Cidr[] => each.cidrs.items.flatMap((cidr) => (isUnknown(cidr) ? [] : (subnetOf(cidr)?.network ?? [])));
  for (const other of estate.nsx.ipBlocks) {
    if (other === block) break; // each pair once, at the later of the two
    if (other.instances.high === 0 || !isSame(block.manager, other.manager) || !isSame(block.space, other.space)) continue;
    if (block.visibility === 'PRIVATE' || other.visibility === 'PRIVATE') continue;
    const both = ranges(block).flatMap((a) => ranges(other).flatMap((b) => a.intersection(b) ?? []))[0];
    if (!both) continue;
    const message = `IP blocks ${quotedName(other)} and ${quotedName(block)} hold the same addresses`;
    const hidden = [block.visibility, other.visibility].find(isUnknown);
    const witness = [{ label: 'shared', text: `${both.toString()}, ${addresses(sizeOf(both))}` }];
    if (!hidden) yield refutedAddresses(block, 'cidr', `double:${other.id}`, message, witness, `another range for ${quotedName(block)}`);
    else
      yield openAddresses(
        block,
        'cidr',
        `double:${other.id}`,
        `whether ${message}`,
        `whether one of them is private is ${knownOnlyTo(hidden)}`,
        'a literal `visibility`',
      );
  }
  if (block.instances.low > 1 && block.visibility !== 'PRIVATE' && !isUnknown(block.visibility) && ranges(block).length > 0) {
    const witness = [{ label: 'shared', text: `${ranges(block)[0]!.toString()} in at least ${count(block.instances.low, 'block')}` }];
    yield refutedAddresses(block, 'cidr', 'double', `the IP blocks of ${quotedName(block)} hold the same addresses`, witness, 'a range for each');
  }
}

function isSame(a: unknown, b: unknown): boolean {
  return !isUnknown(a) && !isUnknown(b) && a === b;
}
