import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { Cidr } from '../../../units';
import { got } from '../../check';
import { ConstructError } from '../../construct-error';
import { ipVersionOf } from '../network/addresses';

/** A range, or a single address as a text, such as `192.0.2.10`. */
export type NatNetwork = Cidr | string;

/** Networks on one side of a NAT rule. */
export interface NatNetworks {
  /** As the provider takes them. */
  readonly texts: readonly string[];
  /** Those known at synthesis. */
  readonly known: readonly Cidr[];
}

/**
 * Networks as a rule takes them.
 *
 * @throws when one is neither an address nor a Cidr: NSX takes no range of addresses
 */
export function natNetworks(rule: Construct, what: string, networks: readonly NatNetwork[] | undefined): NatNetworks {
  if (networks === undefined) return { texts: [], known: [] };
  if (!Array.isArray(networks) || networks.length === 0) {
    throw new ConstructError(rule, `${what} must be a list of addresses and Cidrs, got ${got(networks)}; write \`[...]\`, also around a single one`);
  }
  const each = (networks as readonly NatNetwork[]).map((network, index) => natNetwork(rule, `${what}[${index}]`, network));
  return { texts: each.map(({ text }) => text), known: each.flatMap(({ known }) => known ?? []) };
}

function natNetwork(rule: Construct, what: string, network: NatNetwork): { text: string; known?: Cidr } {
  if (Cidr.isCidr(network)) return { text: network.toString(), known: network };
  if (Token.isUnresolved(network)) return { text: network };
  const version = ipVersionOf(network);
  if (version !== undefined) return { text: network, known: Cidr.of(`${network}/${version === 4 ? 32 : 128}`) };
  const repair =
    typeof network === 'string' && network.includes('-') ? 'NSX translates no range; give the addresses one by one, or' : 'give one such as';
  throw new ConstructError(rule, `${what} must be an address or a Cidr, got ${got(network)}; ${repair} \`Cidr.of('10.20.0.0/16')\``);
}

/** @throws when one is known to be of another family */
export function checkVersion(rule: Construct, what: string, { known }: NatNetworks, version: 4 | 6): void {
  const other = known.find((each) => each.version !== version);
  if (other === undefined) return;
  throw new ConstructError(rule, `${what} of this rule must be IPv${version}, got ${other.toString()}`);
}

/** How many addresses there are. */
export function sizeOf({ first, last }: Cidr): bigint {
  return last - first + 1n;
}
