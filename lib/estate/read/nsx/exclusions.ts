import type { FirewallExclusion } from '../../nsx';
import { isUnknown } from '../../value';
import type { Reading } from './reading';

/** The exclusion list, member by member. What a record has of it and the app adds as well is there once. */
export function readFirewallExclusions(reading: Reading): readonly FirewallExclusion[] {
  const all = reading
    .all('firewallExclusions', (source) => ({ member: reading.object(source, 'member') }))
    .map((exclusion): FirewallExclusion => {
      const { member, origin } = exclusion;
      const name = isUnknown(member) ? member : reading.inventory.find(member)?.name;
      return origin === 'owned' && name !== undefined ? { ...exclusion, name } : exclusion;
    });
  const own = new Set(
    all.flatMap(({ origin, manager, member }) => (origin === 'owned' && !isUnknown(member) ? [JSON.stringify([manager, member])] : [])),
  );
  return all.filter(({ origin, manager, member }) => origin === 'owned' || !own.has(JSON.stringify([manager, member])));
}
