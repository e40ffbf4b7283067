import type { Estate } from '../../estate';
import type { Rule } from '../rule';
import type { Verdict } from '../verdict';
import { advertisement } from './nsx-advertisement';
import { contexts } from './nsx-context';
import { each, SOURCES } from './nsx-faults';
import { natRule, tier1 } from './nsx-gateways';
import { criteriaOf } from './nsx-groups';
import { gatewayPolicy, securityPolicy } from './nsx-policies';
import { sameIds } from './nsx-ids';
import { removal } from './nsx-removal';
import { segments } from './nsx-segments';
import { overlapsOnGateways, subnetsOf } from './nsx-subnets';
import { refusedInRules, refusedValues } from './nsx-values';

/** What the provider, or NSX, finds only at apply. Of objects that the app makes; how large they may be is CAP-010, and CAP-013 of ranges. */
export const nsx: Rule = {
  id: 'CFG-008',
  title: 'NSX takes what the program says',
  decides:
    'Segments name a transport zone where they need one and only there, VLAN ids, gateway addresses, criteria of groups and rules are what the provider and NSX take, no two elements take one `nsx_id`, a tier-1 advertises what it translates to, and groups and services go only after what names them.',
  why: 'The provider checks little before an apply: what it or NSX refuses fails halfway, and what neither refuses, such as rules on a gateway without an edge cluster, silently does nothing.',
  severity: 'error',
  evidence: 'What is configured, why it is refused, and where that is published.',
  sources: [...new Set(Object.values(SOURCES))],
  *check(estate: Estate): Iterable<Verdict> {
    yield* segments(estate);
    yield* each(
      estate.nsx.segments.filter(({ kind, subnets }) => kind !== 'vpc-subnet' && !(subnets.complete && subnets.items.length === 0)),
      (segment) => subnetsOf(estate, segment),
    );
    yield* overlapsOnGateways(estate);
    yield* each(estate.nsx.tier1Gateways, (gateway) => [...refusedValues(estate, gateway), ...tier1(estate, gateway)]);
    yield* each(estate.nsx.natRules, (rule) => [...refusedValues(estate, rule), ...natRule(estate, rule), ...advertisement(estate, rule)]);
    yield* each(estate.nsx.groups, (group) => [...refusedValues(estate, group), ...criteriaOf(estate, group)]);
    yield* each(estate.nsx.securityPolicies, (policy) => [
      ...refusedValues(estate, policy),
      ...refusedInRules(estate, policy),
      ...securityPolicy(estate, policy),
    ]);
    yield* each(estate.nsx.gatewayPolicies, (policy) => [...refusedValues(estate, policy), ...gatewayPolicy(estate, policy)]);
    yield* sameIds(estate);
    yield* removal(estate);
    yield* contexts(estate);
  },
};
