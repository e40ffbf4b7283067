import { got } from '../../check';
import { ConstructError } from '../../construct-error';

/** What a kubelet keeps free where it is told nothing (`pkg/kubelet/eviction/defaults_linux.go`). */
const DEFAULTS: Readonly<Record<string, string>> = {
  'memory.available': '100Mi',
  'nodefs.available': '10%',
  'nodefs.inodesFree': '5%',
  'imagefs.available': '15%',
  'imagefs.inodesFree': '5%',
};

const SIGNALS = [...Object.keys(DEFAULTS), 'pid.available'];
const SHARE = /^(\d+(?:\.\d+)?)%$/;
const AMOUNT = /^(\d+)(Ki|Mi|Gi|Ti)?$/;
const UNITS: Readonly<Record<string, number>> = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 };

/**
 * Thresholds of hard eviction by signal, with the kubelet's own for those that are not given.
 *
 * @throws when a signal is none of the kubelet, or what it has is neither a share nor an amount
 */
export function checkThresholds(thresholds: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (typeof thresholds !== 'object' || thresholds === null) {
    throw new ConstructError(
      undefined,
      `evictionHard must be texts by signal, got ${got(thresholds)}; give one such as { 'memory.available': '200Mi' }`,
    );
  }
  for (const [signal, value] of Object.entries(thresholds)) {
    if (!SIGNALS.includes(signal)) {
      throw new ConstructError(undefined, `evictionHard has the signal ${got(signal)}, and the kubelet knows ${SIGNALS.join(', ')}`);
    }
    const share = SHARE.exec(value)?.[1];
    const amount = AMOUNT.exec(value)?.[1];
    if ((share === undefined && amount === undefined) || Number(share ?? 0) > 100 || Number(amount ?? 1) === 0) {
      throw new ConstructError(undefined, `evictionHard["${signal}"] must be a share up to 100% or an amount such as "200Mi", got ${got(value)}`);
    }
  }
  return { ...DEFAULTS, ...thresholds };
}

/**
 * What a threshold keeps of a capacity, in bytes. A share is a float of 32 bits in the kubelet, and the product is cut (`parsePercentage` of
 * `pkg/kubelet/eviction/helpers.go`, `GetThresholdQuantity` of `pkg/kubelet/eviction/api/types.go`); none and all of it switch the signal off.
 */
export function keptFree(threshold: string | undefined, capacity: number): number {
  if (threshold === undefined || threshold === '0%' || threshold === '100%') return 0;
  const share = SHARE.exec(threshold)?.[1];
  if (share !== undefined) return Math.trunc(capacity * Math.fround(Math.fround(Number(share)) / 100));
  const [, amount, unit] = AMOUNT.exec(threshold)!;
  return Number(amount) * (unit === undefined ? 1 : UNITS[unit]!);
}
