import type { TerraformModel } from './terraform';
import type { EstateObject, VsphereEstate } from './vsphere';

/** An object as it stands at, or under, a construct. */
export interface PlacedObject {
  readonly kind: keyof VsphereEstate;
  readonly object: EstateObject;
  /** Whether the construct is the very element that rendered an entry of the object. */
  readonly exact: boolean;
}

/** Whether a construct path lies at or under another. */
export function isUnder(path: string, scope: string): boolean {
  return path === scope || (path.startsWith(scope) && path[scope.length] === '/');
}

/** Construct paths of a path and of everything above it, the path itself first. */
export function* pathsAbove(path: string): Iterable<string> {
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) yield path.slice(0, end);
}

/**
 * The vSphere objects at and under constructs, by construct path, in the order of the estate.
 *
 * @param wanted the paths of interest. @default - every path
 */
export function objectsByPath(vsphere: VsphereEstate, terraform: TerraformModel, wanted?: ReadonlySet<string>): Map<string, PlacedObject[]> {
  const pathOf = new Map<string, string>();
  for (const stack of terraform.stacks) {
    for (const { address, path } of stack.resources) if (path !== undefined) pathOf.set(`${stack.name}/${address}`, path);
  }
  const found = new Map<string, PlacedObject[]>();
  for (const kind of Object.keys(vsphere) as (keyof VsphereEstate)[]) {
    for (const object of vsphere[kind]) {
      for (const [path, exact] of placesOf(object, pathOf)) {
        if (wanted && !wanted.has(path)) continue;
        const placed = { kind, object, exact };
        const others = found.get(path);
        if (others) others.push(placed);
        else found.set(path, [placed]);
      }
    }
  }
  return found;
}

function placesOf(object: EstateObject, pathOf: ReadonlyMap<string, string>): Map<string, boolean> {
  const places = new Map<string, boolean>();
  for (const { stack, address } of object.addresses) {
    const path = pathOf.get(`${stack}/${address}`);
    if (path === undefined) continue;
    for (const above of pathsAbove(path)) places.set(above, places.get(above) === true || above === path);
  }
  return places;
}
