import type { TerraformModel } from './terraform';
import type { EstateObject } from './object';
import type { Estate } from './estate';
import type { KubernetesEstate } from './kubernetes';
import type { NsxEstate } from './nsx';
import type { VsphereEstate } from './vsphere';
import { addTo } from '../units/multimap';

/** What an object is. */
export type EstateKind = keyof VsphereEstate | keyof NsxEstate | keyof KubernetesEstate;

/** An object as it stands at, or under, a construct. */
export interface PlacedObject {
  readonly kind: EstateKind;
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
 * The objects at and under constructs, by construct path, in the order of the estate.
 *
 * @param wanted the paths of interest. @default - every path
 */
export function objectsByPath(
  { vsphere, nsx, kubernetes }: Partial<Pick<Estate, 'vsphere' | 'nsx' | 'kubernetes'>>,
  terraform: TerraformModel,
  wanted?: ReadonlySet<string>,
): Map<string, PlacedObject[]> {
  const found = new Map<string, PlacedObject[]>();
  if (wanted?.size === 0) return found;
  const pathOf = new Map<string, string>();
  for (const stack of terraform.stacks) {
    for (const { address, path } of stack.resources) if (path !== undefined) pathOf.set(`${stack.name}/${address}`, path);
  }
  const place = (kind: EstateKind, object: EstateObject, elements: ReadonlySet<string | undefined>): void => {
    const seen = elements.size > 1 ? new Set<string>() : undefined;
    for (const element of elements) {
      if (element === undefined) continue;
      for (const path of pathsAbove(element)) {
        if (seen?.has(path) || (wanted && !wanted.has(path))) continue;
        seen?.add(path);
        addTo(found, path, { kind, object, exact: elements.has(path) });
      }
    }
  };
  for (const [kind, objects] of entriesOf({ ...vsphere, ...nsx })) {
    for (const object of objects) place(kind, object, new Set(object.addresses.map(({ stack, address }) => pathOf.get(`${stack}/${address}`))));
  }
  // No Terraform entry denotes what a manifest has, or what a construct states.
  for (const [kind, objects] of entriesOf(kubernetes ?? {})) for (const object of objects) place(kind, object, new Set([object.path]));
  return found;
}

function entriesOf(objects: object): [EstateKind, readonly EstateObject[]][] {
  return Object.entries(objects) as [EstateKind, readonly EstateObject[]][];
}
