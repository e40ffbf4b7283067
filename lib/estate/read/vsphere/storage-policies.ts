import type { StoragePolicy } from '../../vsphere';
import type { Reading } from './reading';

/** What a storage policy demands of vSAN stands in no attribute: only a declaration says it. */
export function readStoragePolicies(reading: Reading): StoragePolicy[] {
  const { inventory } = reading;
  return inventory.of('storagePolicies').map((object) => {
    const base = inventory.base(object);
    const recorded = reading.recorded('storagePolicies', object);
    return recorded ? { ...recorded, ...base } : base;
  });
}
