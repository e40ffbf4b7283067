import type { Construct, IConstruct } from 'constructs';
import { Cidr } from '../../units';
import type { INetwork } from '../vsphere';

/** Addresses that a cluster gives out by itself, where nobody else may. */
export interface OwnAddresses {
  /** What has them, for a message: `virtualIp 10.20.0.10`. */
  readonly what: string;
  readonly first: bigint;
  readonly last: bigint;
}

interface Claim extends OwnAddresses {
  readonly cluster: IConstruct;
  readonly network: INetwork;
}

/** Those of all clusters, by the root of the construct tree. */
const claims = new WeakMap<IConstruct, Claim[]>();

export function virtualIpOf(virtualIp: string): OwnAddresses {
  const { value } = Cidr.addressOf(virtualIp);
  return { what: `virtualIp ${virtualIp}`, first: value, last: value };
}

/** Says at synthesis where two clusters of one network have the same addresses: each would take them from the other. */
export function claimAddresses(cluster: Construct, network: INetwork, addresses: readonly OwnAddresses[]): void {
  const all = claims.get(cluster.node.root) ?? [];
  claims.set(cluster.node.root, all);
  const others = all.filter((claim) => claim.network === network);
  all.push(...addresses.map((each) => ({ ...each, cluster, network })));
  cluster.node.addValidation({
    validate: () =>
      addresses.flatMap(({ what, first, last }) =>
        others
          .filter((other) => other.first <= last && first <= other.last)
          .map(
            (other) =>
              `${what} meets ${other.what} of ${other.cluster.node.path} on ${network.node.path}, and each would take it from the other; give others`,
          ),
      ),
  });
}
