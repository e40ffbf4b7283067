import type { Size } from 'cdk8s';
import { Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import { checkKind, checkWhole, ifGiven } from '../check';
import { ConstructError } from '../construct-error';
import { SHARES } from '../kind';
import { checkMebibytes } from './mebibytes';
import type { Shares } from './shares';

/** What a machine or pool has of CPU, MHz, or of memory, MiB, as the provider takes it. */
export interface Allocation {
  readonly reservation?: number;
  readonly limit?: number;
  readonly shareLevel?: string;
  readonly shareCount?: number;
}

interface CpuAllocationProps {
  readonly cpuReservationMhz?: number;
  readonly cpuLimitMhz?: number;
  readonly cpuShares?: Shares;
}

interface MemoryAllocationProps {
  readonly memoryReservation?: Size;
  readonly memoryLimit?: Size;
  readonly memoryShares?: Shares;
}

/** @throws when the reservation exceeds the limit */
export function cpuAllocation(construct: IConstruct, { cpuReservationMhz, cpuLimitMhz, cpuShares }: CpuAllocationProps): Allocation {
  const reservation = ifGiven(cpuReservationMhz, (mhz) => checkWhole(construct, 'cpuReservationMhz', mhz, { low: 0 }));
  const limit = ifGiven(cpuLimitMhz, (mhz) => checkWhole(construct, 'cpuLimitMhz', mhz, { low: 1 }));
  checkWithin(construct, ['cpuReservationMhz', reservation], ['cpuLimitMhz', limit], 'MHz');
  return { reservation, limit, ...shares(construct, 'cpuShares', cpuShares) };
}

/** @throws when the reservation exceeds the limit */
export function memoryAllocation(construct: IConstruct, { memoryReservation, memoryLimit, memoryShares }: MemoryAllocationProps): Allocation {
  const reservation = ifGiven(memoryReservation, (size) => checkMebibytes(construct, 'memoryReservation', size));
  const limit = ifGiven(memoryLimit, (size) => checkMebibytes(construct, 'memoryLimit', size));
  checkWithin(construct, ['memoryReservation', reservation], ['memoryLimit', limit], 'MiB');
  return { reservation, limit, ...shares(construct, 'memoryShares', memoryShares) };
}

/** Throws when one amount exceeds another. Nothing is said where either is left out or a token. */
export function checkWithin(
  construct: IConstruct | undefined,
  [what, amount]: readonly [string, number | undefined],
  [bound, most]: readonly [string, number | undefined],
  unit: string,
): void {
  if (amount === undefined || most === undefined || Token.isUnresolved(amount) || Token.isUnresolved(most) || amount <= most) return;
  throw new ConstructError(construct, `${what} must not exceed ${bound}, got ${amount} ${unit} and ${most} ${unit}; lower one or raise the other`);
}

function shares(construct: IConstruct, what: string, value: Shares | undefined): Pick<Allocation, 'shareLevel' | 'shareCount'> {
  if (value === undefined) return {};
  const { shareLevel, count } = checkKind(construct, what, value, SHARES);
  return { shareLevel, shareCount: count };
}
