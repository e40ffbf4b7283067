import { indexOf, type Estate, type EstateObject, type Premise } from '../estate';

/** Whether the entry that owns an object leaves an attribute to the provider. */
export function isLeftOut(estate: Estate, object: EstateObject, attribute: string): boolean {
  const values = object.origin === 'owned' ? indexOf(estate).entryOf(object)?.values : undefined;
  return values !== undefined && (values[attribute] ?? null) === null;
}

/** What the provider takes for those of the attributes that an entry leaves out. */
export function defaultPremises(estate: Estate, object: EstateObject, attributes: readonly string[]): Premise[] {
  const type = indexOf(estate).entryOf(object)?.type;
  const ids = new Set(
    attributes.filter((attribute) => isLeftOut(estate, object, attribute)).map((attribute) => `provider-default:${type}.${attribute}`),
  );
  return estate.premises.filter(({ id }) => ids.has(id));
}
