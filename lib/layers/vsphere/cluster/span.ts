import type { Construct } from 'constructs';
import { ConstructError } from '../../construct-error';
import type { IDistributedSwitch } from '../network/distributed-switch';
import type { IEsxiHost } from '../host/esxi-host';

/**
 * Throws when a switch does not span hosts that a machine may run on. Nothing is said where the hosts of either are not
 * known.
 */
export function checkSpan(construct: Construct, hosts: readonly IEsxiHost[] | undefined, fabric: IDistributedSwitch | undefined): void {
  if (fabric === undefined || hosts === undefined) return;
  const missing = notSpanned(hosts, fabric);
  if (missing.length === 0) return;
  throw new ConstructError(
    construct,
    `switch ${fabric.node.path} does not span ${missing.join(', ')}, so machines that move there lose their network; add what is missing to the hosts of the switch`,
  );
}

/** The hosts that a switch does not span, in quotes; none where its hosts are not known. */
export function notSpanned(hosts: readonly IEsxiHost[], { hosts: members }: IDistributedSwitch): string[] {
  if (members === undefined) return [];
  const spanned = new Set(members.map((host) => host.hostname));
  return hosts
    .filter((host) => !spanned.has(host.hostname) && members.every((other) => isNamed(other) === isNamed(host)))
    .map((host) => `"${host.hostname}"`);
}

/** A host that is known by its id alone may be any of those that are known by name, and the other way round. */
function isNamed(host: IEsxiHost): boolean {
  return host.hostname !== host.hostId;
}
