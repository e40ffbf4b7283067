import { EVC_MODES } from '../estate/evc-modes';

/** Where the baselines and their order come from. */
export const EVC_ORDER = {
  id: 'evc-order',
  statement: 'a CPU runs the EVC baseline of its own generation and those before it, of its own vendor only',
  source: 'https://knowledge.broadcom.com/external/article/313545',
} as const;

export type EvcVendor = keyof typeof EVC_MODES;

/** AMD baselines with 3DNow!, which later CPUs left out. */
const WITH_3DNOW: readonly string[] = ['amd-rev-e', 'amd-rev-f', 'amd-greyhound'];

/** Whose baseline it is; undefined for one that is not on record. */
export function evcVendor(mode: string): EvcVendor | undefined {
  return (Object.keys(EVC_MODES) as EvcVendor[]).find((vendor) => (EVC_MODES[vendor] as readonly string[]).includes(mode));
}

/** Whether a CPU of one baseline can run another; 'maybe' where either is not on record, or the older one has what newer CPUs lack. */
export function canRun(own: string, mode: string): 'yes' | 'no' | 'maybe' {
  if (own === mode) return 'yes';
  const [vendor, other] = [evcVendor(own), evcVendor(mode)];
  if (vendor === undefined || other === undefined) return 'maybe';
  if (vendor !== other) return 'no';
  const order: readonly string[] = EVC_MODES[vendor];
  if (order.indexOf(own) < order.indexOf(mode)) return 'no';
  return WITH_3DNOW.includes(mode) && !WITH_3DNOW.includes(own) ? 'maybe' : 'yes';
}
