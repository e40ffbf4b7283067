import type { Construct } from 'constructs';
import { ConstructError } from '../construct-error';
import type { IDistributedSwitch } from './distributed-switch';
import type { IEsxiHost } from './esxi-host';

/**
 * Throws when a switch does not span hosts that a machine may run on. Nothing is said where the hosts of either are not
 * known.
 */
export function checkSpan(construct: Construct, hosts: readonly IEsxiHost[] | undefined, fabric: IDistributedSwitch | undefined): void {
  if (fabric?.hosts === undefined || hosts === undefined) return;
  const { hosts: members } = fabric;
  const spanned = new Set(members.map((host) => host.hostname));
  const missing = hosts
    .filter((host) => !spanned.has(host.hostname) && members.every((other) => isNamed(other) === isNamed(host)))
    .map((host) => `"${host.hostname}"`);
  if (missing.length === 0) return;
  throw new ConstructError(
    construct,
    `switch ${fabric.node.path} does not span ${missing.join(', ')}, so machines that move there lose their network; add what is missing to the hosts of the switch`,
  );
}

/** A host that is known by its id alone may be any of those that are known by name, and the other way round. */
function isNamed(host: IEsxiHost): boolean {
  return host.hostname !== host.hostId;
}
