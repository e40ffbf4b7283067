import { isUnknown, type Estate, type GatewayPolicy, type ObjectId, type Segment } from '../../estate';
import { type Doubt } from '../../proofs/firewall';
import { quotedName } from '../wording';

/**
 * What the firewalls of gateways leave open between two segments: a policy on a gateway between them that may drop something. What it does to
 * one packet is not worked out here. Segments of one gateway have none between them.
 */
export function gatewaysBetween(estate: Estate, one: Segment, other: Segment): Doubt[] {
  if (one.id === other.id || one.gateway === other.gateway) return one.kind === 'vpc-subnet' && one.space !== other.space ? [ofVpcs(one, other)] : [];
  const path = new Set([...upFrom(estate, one), ...upFrom(estate, other)]);
  const where = `between segments ${quotedName(one)} and ${quotedName(other)}`;
  const open = [one, other].find(({ gateway }) => isUnknown(gateway));
  return estate.nsx.gatewayPolicies
    .filter((policy) => policy.instances.high !== 0 && mayDropOn(policy, path, open !== undefined))
    .map((policy) => ({ about: `whether gateway policy ${quotedName(policy)} lets it through ${where}` }));
}

function ofVpcs(one: Segment, other: Segment): Doubt {
  return { about: `whether VPCs let it through between segments ${quotedName(one)} and ${quotedName(other)}` };
}

/** The gateway of a segment, and the tier-0 above it: those whose firewall is not off. */
function upFrom({ nsx }: Estate, { gateway }: Segment): ObjectId[] {
  if (gateway === null || isUnknown(gateway)) return [];
  const tier1 = nsx.tier1Gateways.find(({ id }) => id === gateway);
  const above = tier1 && tier1.tier0 !== null && !isUnknown(tier1.tier0) ? [tier1.tier0] : [];
  return [gateway, ...above].flatMap((id) => {
    const found = [...nsx.tier1Gateways, ...nsx.tier0Gateways].find((each) => each.id === id);
    return found?.firewall === false ? [] : [id, ...(found && !isUnknown(found.policyPath) ? [found.policyPath] : [])];
  });
}

function mayDropOn({ rules }: GatewayPolicy, path: ReadonlySet<ObjectId>, isAnywhere: boolean): boolean {
  const isOn = (id: ObjectId): boolean => path.has(id) || [...path].some((each) => id.startsWith(`${each}/`));
  if (!rules.complete) return true;
  return rules.items.some(
    ({ action, disabled, appliedTo }) => action !== 'ALLOW' && disabled !== true && (isAnywhere || !appliedTo.complete || appliedTo.ids.some(isOn)),
  );
}
