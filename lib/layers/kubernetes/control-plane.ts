import type { Construct } from 'constructs';
import { ConstructError } from '../construct-error';
import type { IVcenterCluster } from '../vsphere';
import { checkRacks, spread } from './node-pool-racks';

/**
 * The rack that each node of a control plane is held to, so that etcd keeps more than half of its members whatever rack is lost.
 *
 * @returns undefined where the vCenter cluster does not say that it tolerates the loss of a rack, or a single node is all there is
 * @throws when no racks are known, or there are too few of them or of their hosts
 */
export function racksOfControlPlane(pool: Construct, replicas: number, on: IVcenterCluster): string[] | undefined {
  if (on.tolerates?.rack !== true || replicas === 1) return undefined;
  const racks = checkRacks(pool, `${on.node.path} tolerates the loss of a rack`, on);
  const minority = (replicas - 1) / 2;
  const held = spread(replicas, [...racks.keys()], (rack) => Math.min(minority, racks.get(rack)!.length));
  if (held !== undefined) return held;
  const room = [...racks].map(([rack, { length }]) => `${rack} has ${length === 1 ? 'one host' : `${length} hosts`}`).join(', ');
  throw new ConstructError(
    pool,
    `${replicas} nodes cannot be held to racks so that none has more than ${minority} of them, each on a host of its own: ${room}; give its hosts more racks, or let the vCenter cluster tolerate less`,
  );
}
