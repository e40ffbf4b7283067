import { indexOf, type Estate, type EstateObject, type Premise } from '../estate';
import { assumedOf } from './assumed';

/** What the provider takes for those of the attributes that the entry of an object leaves out. */
function defaultPremises(estate: Estate, object: EstateObject, attributes: readonly string[]): Premise[] {
  const entry = object.origin === 'owned' ? indexOf(estate).entryOf(object) : undefined;
  if (!entry) return [];
  const left = attributes.filter((attribute) => (entry.values[attribute] ?? null) === null);
  const ids = new Set(left.map((attribute) => `provider-default:${entry.type}.${attribute}`));
  return estate.premises.filter(({ id }) => ids.has(id));
}

/** Whether an attribute is what the provider takes for it, since the entry of the object leaves it out. */
export function isDefault(estate: Estate, object: EstateObject, attribute: string): boolean {
  return defaultPremises(estate, object, [attribute]).length > 0;
}

/** What the attributes of an object rest on that no output shows: what the provider takes for them, and what the user assumed. */
export function settingPremises(estate: Estate, object: EstateObject, attributes: readonly string[]): Premise[] {
  return [...assumedOf(estate, [object], attributes), ...defaultPremises(estate, object, attributes)];
}
