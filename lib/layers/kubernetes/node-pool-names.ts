import { Token } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import { got } from '../check';
import { ConstructError } from '../construct-error';

/** A label of DNS (RFC 1123): a guest takes no longer host name, and the label `kubernetes.io/hostname` no longer value. */
const LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
const LONGEST = 63;

/**
 * A part of a name of DNS. A token is none: names of nodes stand in manifests and certificates.
 *
 * @throws when it is no label of DNS
 */
export function checkDnsLabel(construct: IConstruct, what: string, value: string): string {
  if (typeof value === 'string' && !Token.isUnresolved(value) && value.length <= LONGEST && LABEL.test(value)) return value;
  const long = typeof value === 'string' && LABEL.test(value) && !Token.isUnresolved(value);
  throw new ConstructError(
    construct,
    long
      ? `${what} must have at most ${LONGEST} characters, as host names do, got ${value.length}: "${value}"; shorten the name of the cluster or the pool, or give nodePrefix`
      : `${what} must be lower-case letters, digits and dashes, known at synthesis, got ${got(value)}`,
  );
}

/** Who has names, by the root of the construct tree. */
const taken = new WeakMap<IConstruct, Map<string, IConstruct>>();

/**
 * Takes the names of a pool's nodes, which are a prefix and a number: the cloud provider finds the VM of a node by that of its guest, in all of
 * vCenter.
 *
 * @throws when another cluster has nodes of the prefix
 */
export function takeNodeNames(cluster: Construct, prefix: string): void {
  const names = taken.get(cluster.node.root) ?? new Map<string, IConstruct>();
  taken.set(cluster.node.root, names);
  const other = names.get(prefix);
  if (other !== undefined) {
    throw new ConstructError(
      cluster,
      `its nodes would have the names of those of ${other.node.path}, which begin with "${prefix}" too; give one of them another name or nodePrefix`,
    );
  }
  names.set(prefix, cluster);
}
