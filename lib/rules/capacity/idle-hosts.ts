import type { EsxiHost } from '../../estate';
import { Mend } from '../mend';
import type { Remedy } from '../verdict';
import { count, listed } from '../wording';
import type { ClusterView } from './cluster-view';

/** `; 2 hosts are in maintenance or disconnected`: hosts that are there and run nothing. Nothing where there are none. */
export function idleText(view: ClusterView): string {
  const howMany = idleHosts(view).length;
  return howMany === 0 ? '' : `; ${count(howMany, 'host')} ${howMany === 1 ? 'is' : 'are'} in maintenance or disconnected`;
}

/** Hosts that run nothing could run VMs again. */
export function backInService(view: ClusterView): Remedy[] {
  const idle = idleHosts(view);
  if (idle.length === 0) return [];
  const text = `${listed(idle.map(view.name))} taken out of maintenance`;
  // Of a host that nobody stated, nobody knows what it would give.
  if (!idle.some(({ hardware }) => hardware)) return [{ text }];
  return [
    {
      text,
      mend: Mend.changeHosts(
        idle.map(({ id }) => id),
        { maintenance: false },
      ),
    },
  ];
}

function idleHosts({ hosts }: ClusterView): EsxiHost[] {
  return hosts.filter(({ object }) => object.maintenance === true).map(({ object }) => object);
}
