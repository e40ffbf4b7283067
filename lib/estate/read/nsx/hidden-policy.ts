import { Interval } from '../../../units';
import type { SecurityPolicy } from '../../nsx';
import type { Unknown } from '../../value';

/** However many policies there are somewhere, of which nothing is known. */
export function hiddenPolicy(open: Unknown): Omit<SecurityPolicy, 'id' | 'manager' | 'space'> {
  return {
    addresses: [],
    origin: 'surroundings',
    name: open,
    instances: Interval.atLeast(0),
    policyPath: open,
    tags: { items: [], complete: false, unknown: open },
    category: open,
    sequence: open,
    appliedTo: { ids: [], complete: false, unknown: open },
    stateful: open,
    tcpStrict: open,
    locked: open,
    rules: { items: [], complete: false, unknown: open },
    connectivity: open,
    isDefault: open,
  };
}
