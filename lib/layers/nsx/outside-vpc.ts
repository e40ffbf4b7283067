import type { Construct } from 'constructs';
import { ConstructError } from '../construct-error';
import { spaceOf } from './space';

/**
 * Throws where a construct lies in a VPC, and its kind never does.
 *
 * @param what its kind, in the plural
 * @param repair what to do instead
 */
export function checkOutsideVpc(construct: Construct, what: string, repair: string): void {
  const space = spaceOf(construct);
  if (space?.vpcId === undefined) return;
  throw new ConstructError(construct, `${what} are not made in a VPC, and this one is, in ${space.node.path}; ${repair}`);
}
