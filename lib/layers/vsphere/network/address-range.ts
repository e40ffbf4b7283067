import { isIP } from 'node:net';
import type { Construct } from 'constructs';
import { declare } from '../../../estate/declaration';
import type { Cidr } from '../../../units';
import { checkKind } from '../../check';
import { ConstructError } from '../../construct-error';
import { CIDR } from '../../kind';

/** What Terraform cannot know of a network. */
export interface AddressRangeProps {
  /**
   * The range its addresses come from.
   * @default - unknown: what depends on it is undecided
   */
  readonly cidr?: Cidr;

  /**
   * Address of the default gateway, in the range.
   * @default - unknown
   */
  readonly gateway?: string;
}

/** @throws when the gateway is no address known at synthesis, lies outside the range, or has none */
export function checkRange(network: Construct, { cidr, gateway }: AddressRangeProps): void {
  if (gateway !== undefined && isIP(gateway) === 0) {
    throw new ConstructError(
      network,
      `gateway must be an IP address known at synthesis, got ${JSON.stringify(gateway)}; Terraform never sees it, so a token will not do`,
    );
  }
  if (cidr === undefined) {
    if (gateway !== undefined) throw new ConstructError(network, `gateway ${gateway} needs a range; give cidr too`);
    return;
  }
  checkKind(network, 'cidr', cidr, CIDR);
  if (gateway !== undefined && !cidr.contains(gateway)) {
    throw new ConstructError(
      network,
      `gateway ${gateway} lies outside ${cidr.toString()}, which goes from ${cidr.firstAddress} to ${cidr.lastAddress}`,
    );
  }
}

/** Declares the range of what stands at a construct path. */
export function declareRange(network: Construct, of: string, range: AddressRangeProps): void {
  checkRange(network, range);
  const { cidr, gateway } = range;
  if (cidr === undefined) return;
  declare(network, { kind: 'network-range', of, cidr: cidr.toString(), ...(gateway !== undefined && { gateway }) });
}
