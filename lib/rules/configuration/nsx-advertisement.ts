import { indexOf, isUnknown, type Estate, type NatRule, type Tier1Gateway } from '../../estate';
import { liesIn, rangeOf, subnetOf, type AddressRange } from '../../proofs/addresses';
import { blocksOf } from '../blocks';
import { Mend } from '../mend';
import type { Verdict } from '../verdict';
import { knownOnlyTo, listed, quoted, quotedName } from '../wording';
import { fault, open, SOURCES, tokenIn } from './nsx-faults';

const NAT = 'TIER1_NAT';

/**
 * What comes back to an address that a tier-1 translates to finds the gateway only where it advertises that. A static route on the tier-0
 * would do as well, so that it is told mildly. A gateway with advertisement rules of its own is left to them.
 */
export function advertisement(estate: Estate, rule: NatRule): Verdict[] {
  const gateway = estate.nsx.tier1Gateways.find(({ id }) => id === rule.gateway);
  if (gateway?.origin !== 'owned' || gateway.tier0 === null || rule.action !== 'SNAT' || rule.enabled !== true) return [];
  const { advertised } = gateway;
  const rules = indexOf(estate).entryOf(gateway)?.values.route_advertisement_rule;
  if (advertised.items.includes(NAT) || blocksOf(rules).length > 0 || tokenIn(rules)) return [];
  const outside = rule.translated.items.filter((each): each is string => !isUnknown(each) && !isOnSegment(estate, gateway, each));
  if (outside.length === 0) return [];
  const token = advertised.complete ? advertised.items.find(isUnknown) : advertised.unknown;
  const what = `what NAT rule ${quotedName(rule)} translates to`;
  if (!advertised.complete || token) {
    const reason = token ? `what it advertises is ${knownOnlyTo(token)}` : 'not all that it advertises is shown';
    const message = `whether tier-1 gateway ${quotedName(gateway)} advertises ${what}`;
    return [open(rule, 'translated_networks', 'advertised', message, reason, 'literal `route_advertisement_types`')];
  }
  const types = advertised.items.map((each) => quoted(String(each)));
  const found = fault(rule, {
    attribute: 'translated_networks',
    key: 'advertised',
    message: `tier-1 gateway ${quotedName(gateway)} does not advertise ${what}`,
    witness: [
      { label: 'translated to', text: `${listed(outside.map(quoted))}, on no segment of the gateway` },
      { label: 'advertised', text: types.length === 0 ? 'nothing' : listed(types, types.length) },
    ],
    source: SOURCES.advertisement,
    remedies: [
      {
        text: `${quoted(NAT)} in \`route_advertisement_types\``,
        mend: Mend.change('tier1Gateways', gateway.id, { advertised: { ...advertised, items: [...advertised.items, NAT] } }),
      },
    ],
  });
  return [{ ...found, severity: 'warning' }];
}

/** Whether an address, or all of a range, is or may be on a segment of a gateway, or is none that can be read. */
function isOnSegment({ nsx }: Estate, { id }: Tier1Gateway, text: string): boolean {
  const range: AddressRange | undefined = rangeOf(text) ?? subnetOf(text)?.network;
  if (!range) return true;
  return nsx.segments.some(({ gateway, subnets }) => {
    if (gateway !== id && !isUnknown(gateway)) return false;
    return !subnets.complete || subnets.items.some(({ cidr }) => isUnknown(cidr) || liesIn(range, subnetOf(cidr)?.network ?? range));
  });
}
