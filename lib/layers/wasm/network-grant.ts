import { Cidr } from '../../units';
import { got } from '../check';
import { ConstructError } from '../construct-error';

/** A peer of a NetworkPolicy, with the one port of it. */
interface EgressRule {
  readonly to: readonly [object];
  readonly ports: readonly [{ readonly protocol: 'TCP'; readonly port: number }];
}

const FORM = /^(?<peer>.+):(?<port>\d{1,5})$/;
const PODS = /^(?<namespace>[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)\/(?<labels>[^=,]+=[^=,]*(?:,[^=,]+=[^=,]*)*)$/;

/**
 * What a grant such as `10.20.8.0/24:5432` or `shop/app=ledger:5432` lets through.
 *
 * @throws when it is neither
 */
export function egressOf(grant: string): EgressRule {
  const { peer, port } = (typeof grant === 'string' ? FORM.exec(grant)?.groups : undefined) ?? {};
  const number = Number(port);
  if (peer === undefined || !(number >= 1 && number <= 65_535)) throw bad(grant);
  return { to: [peerOf(peer) ?? refuse(grant)], ports: [{ protocol: 'TCP', port: number }] };
}

function peerOf(peer: string): object | undefined {
  const pods = PODS.exec(peer)?.groups;
  if (pods) {
    const matchLabels = Object.fromEntries(pods.labels!.split(',').map((each) => each.split('=') as [string, string]));
    return { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': pods.namespace } }, podSelector: { matchLabels } };
  }
  try {
    return { ipBlock: { cidr: Cidr.of(peer.includes('/') ? peer : `${peer}/${peer.includes(':') ? 128 : 32}`).toString() } };
  } catch {
    return undefined;
  }
}

function refuse(grant: string): never {
  throw bad(grant);
}

function bad(grant: string): ConstructError {
  return new ConstructError(
    undefined,
    `a grant of the network must be addresses or pods with a TCP port, got ${got(grant)}; give one such as "10.20.8.0/24:5432" or "shop/app=ledger:5432"`,
  );
}
