import { indexOf, isUnder, type Estate, type EstateObject, type Premise } from '../estate';

/** What the user assumed of some objects. @param attributes Terraform attributes that a verdict may rest on */
export function assumedOf(estate: Estate, objects: readonly EstateObject[], attributes: readonly string[]): Premise[] {
  return estate.premises.filter(
    ({ id, subject }) =>
      id.startsWith('value:') &&
      subject !== undefined &&
      attributes.includes(id.slice(id.lastIndexOf('.') + 1)) &&
      objects.some((object) => isAt(estate, object, subject)),
  );
}

/** Whether some entry of an object stands at or under a construct path. */
export function isAt(estate: Estate, object: EstateObject, scope: string): boolean {
  if (object.path !== undefined && isUnder(object.path, scope)) return true;
  return (
    object.addresses.length > 1 &&
    indexOf(estate)
      .objectsUnder(scope)
      .some((placed) => placed.object.id === object.id)
  );
}
