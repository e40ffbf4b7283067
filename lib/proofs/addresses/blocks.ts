import { Cidr } from '../../units';
import { textOf } from './ranges';

/** Whether a number of addresses is a power of 2. */
export function isPowerOfTwo(size: bigint): boolean {
  return size > 0n && (size & (size - 1n)) === 0n;
}

/** Sizes that find no room. */
export interface BlockShortage {
  /** The least size of those that do not fit together. */
  readonly size: bigint;
  /** Addresses that blocks of at least that size want. */
  readonly wanted: bigint;
  /** Addresses in spaces of at least that size. */
  readonly available: bigint;
}

/**
 * Whether blocks, each a power of 2 and aligned to its size, have room side by side in spaces that are so themselves. Placed from
 * the largest down, a block takes as much from what is left for the smaller ones wherever it goes: they fit exactly if, for every
 * size, those of at least it want no more than the spaces of at least it hold.
 */
export function blockShortage(wanted: readonly bigint[], spaces: readonly bigint[]): BlockShortage | undefined {
  for (const size of [...new Set(wanted)].sort((a, b) => (a < b ? 1 : -1))) {
    const of = (sizes: readonly bigint[]): bigint => sizes.reduce((sum, each) => (each >= size ? sum + each : sum), 0n);
    if (of(wanted) > of(spaces)) return { size, wanted: of(wanted), available: of(spaces) };
  }
  return undefined;
}

/** What is left of a space without the ranges that are taken, in as few aligned ranges as there can be. */
export function freeOf(space: Cidr, taken: readonly Cidr[]): Cidr[] {
  const inside = taken.filter((each) => each.overlaps(space));
  if (inside.length === 0) return [space];
  if (inside.some((each) => each.contains(space))) return [];
  const half = 1n << BigInt((space.version === 4 ? 32 : 128) - space.prefix - 1);
  return [space.first, space.first + half].flatMap((value) =>
    freeOf(Cidr.of(`${textOf({ version: space.version, value })}/${space.prefix + 1}`), inside),
  );
}

export function sizeOf({ first, last }: Cidr): bigint {
  return last - first + 1n;
}
