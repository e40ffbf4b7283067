import { indexOf, type Estate, type EstateObject, type Premise } from '../estate';

/** What the provider takes for those of the attributes that the entry of an object leaves out. */
export function defaultPremises(estate: Estate, object: EstateObject, attributes: readonly string[]): Premise[] {
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
