import type { VsphereObject } from './vsphere';
import type { Ternary } from '../units';

import { isUnknown, type Field } from './value';
import type { ObjectId } from './object';

/** Whether two objects stand in one vCenter. Two server names are two vCenters; one unknown is itself only within its stack. */
export function sameVcenter(a: VsphereObject, b: VsphereObject): Ternary {
  if (!isUnknown(a.vcenter) && !isUnknown(b.vcenter)) return a.vcenter.toLowerCase() === b.vcenter.toLowerCase() ? 'yes' : 'no';
  const oneStack = a.addresses[0]?.stack === b.addresses[0]?.stack;
  return oneStack && JSON.stringify(a.vcenter) === JSON.stringify(b.vcenter) ? 'yes' : 'maybe';
}

interface Placed extends VsphereObject {
  readonly datacenter: Field<ObjectId | null>;
}

/**
 * Whether two objects that were read as two may turn out to be one, because a token says which is meant. Two that the
 * app owns never are: each is made on its own.
 *
 * @param datacenter finds a datacenter by its id
 */
export function mayBeSame(a: Placed, b: Placed, datacenter: (id: ObjectId) => VsphereObject | undefined): boolean {
  if (a.id === b.id || (a.origin === 'owned' && b.origin === 'owned') || sameVcenter(a, b) === 'no' || differ(a.name, b.name)) return false;
  if (!differ(a.datacenter, b.datacenter)) return true;
  const [first, second] = [datacenter(a.datacenter as ObjectId), datacenter(b.datacenter as ObjectId)];
  if (!first || !second) return true;
  return !(first.origin === 'owned' && second.origin === 'owned') && sameVcenter(first, second) !== 'no' && !differ(first.name, second.name);
}

function differ(a: Field<string | null>, b: Field<string | null>): boolean {
  return !isUnknown(a) && !isUnknown(b) && a !== b;
}
