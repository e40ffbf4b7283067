import type { Construct } from 'constructs';
import { ConstructError } from '../../construct-error';
import { GATEWAY } from '../../kind';
import { checkKindHere } from '../connection';
import type { IGateway } from './igateway';

/**
 * A gateway, of a tier where one is asked for.
 *
 * @throws when it is something else, of another NSX manager, or of another tier
 */
export function checkGateway(construct: Construct, what: string, value: IGateway, tier?: 0 | 1): IGateway {
  const gateway = checkKindHere(construct, what, value, GATEWAY);
  if (tier === undefined || gateway.tier === tier) return gateway;
  const repair = tier === 0 ? '`Tier0Gateway.fromLookup(...)`' : '`new Tier1Gateway(...)`';
  throw new ConstructError(
    construct,
    `${what} must be a tier-${tier} gateway, got ${gateway.node.path}, a tier-${gateway.tier} one; give a ${repair}`,
  );
}
