import type { Construct } from 'constructs';
import { got } from '../../check';
import { ConstructError } from '../../construct-error';
import { entryOf, type RuleService, serviceEntriesOf, type RuleServices } from '../service/rule-service';
import { Service } from '../service/service';
import { checkOfSpace } from '../space';
import type { FirewallServices } from './rule-props';

/** What rules look at: frames, as in the category ethernet, or packets. */
export type Layer = 2 | 3;

/**
 * What a rule is for, as it takes it; nothing for any.
 *
 * @throws when the list is empty, which NSX takes for any, or one is of the other layer or of another project
 */
export function servicesOf(policy: Construct, what: string, values: FirewallServices, layer: Layer): RuleServices {
  if (values === 'any') return {};
  if (!Array.isArray(values)) {
    throw new ConstructError(policy, `${what} must be a list, or 'any', got ${got(values)}; write \`[...]\`, also around a single one`);
  }
  if (values.length === 0) {
    throw new ConstructError(policy, `${what} is an empty list, which NSX takes for any traffic; say 'any' where that is meant`);
  }
  const list = values as readonly RuleService[];
  const services = serviceEntriesOf(policy, what, list);
  list.forEach((value, index) => {
    const each = `${what}[${index}]`;
    if ('servicePath' in value) checkOfSpace(policy, each, value, value.servicePath);
    const other = layerOf(policy, each, value);
    if (other === undefined || other === layer) return;
    throw new ConstructError(
      policy,
      layer === 2
        ? `${each} is of layer 3, and rules of the category 'ethernet' are on frames; give \`ServiceEntry.etherType(...)\`, or choose another category`
        : `${each} is an EtherType, which rules of the category 'ethernet' are for only; choose that, or another service`,
    );
  });
  return services;
}

/** Undefined where it is not known. */
function layerOf(policy: Construct, what: string, value: RuleService): Layer | undefined {
  if (!('servicePath' in value)) return entryOf(policy, what, value)._entry.kind === 'ether' ? 2 : 3;
  if (!Service.isService(value)) return undefined;
  const { etherTypeEntryInput, nestedServiceEntryInput } = value.resource;
  if (etherTypeEntryInput !== undefined) return 2;
  return nestedServiceEntryInput === undefined ? 3 : undefined;
}
