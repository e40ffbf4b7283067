import type { IConstruct } from 'constructs';
import { ConstructError } from '../../construct-error';
import type { IEsxiHost } from '../host/esxi-host';

/** The switch that took each physical network adapter of a host. */
const switchOf = new WeakMap<IEsxiHost, Map<string, IConstruct>>();

/**
 * Gives physical network adapters of a host to a switch.
 *
 * @throws when the host has too few ports, as far as its model says, or another switch has one of them
 */
export function takeAdapters(fabric: IConstruct, host: IEsxiHost, adapters: readonly string[], prop: 'devices' | 'adapters'): void {
  const ports = (host.model?.nics ?? []).reduce((sum, nic) => sum + nic.count, 0);
  if (ports > 0 && adapters.length > ports) {
    const repair = prop === 'devices' ? `set uplinks to at most ${ports}, or name fewer devices` : `name at most ${ports} adapters`;
    throw new ConstructError(
      fabric,
      `host "${host.hostname}" has ${ports} network ports by its model, too few for ${adapters.length} uplinks; ${repair}`,
    );
  }
  const taken = switchOf.get(host) ?? new Map<string, IConstruct>();
  switchOf.set(host, taken);
  for (const adapter of adapters) {
    const other = taken.get(adapter);
    if (other !== undefined) {
      throw new ConstructError(
        fabric,
        `${adapter} of host "${host.hostname}" is an uplink of ${other.node.path} already, and a network adapter has one switch; name others as ${prop}`,
      );
    }
    taken.set(adapter, fabric);
  }
}
