import { isUnknown } from '../../value';
import { BadInput } from '../error';
import type { Inventory } from './inventory';
import { isOne, type InventoryObject } from './objects';
import type { RecordedObject } from './recorded';

/**
 * The object that the app makes and that a record knows from an earlier apply: the one of its path, or, where NSX gave the path, the only
 * one of its name at its place.
 *
 * @param owned what the app makes of the kind
 * @param all what the records have of it
 */
export function ownOf(
  inventory: Inventory,
  recorded: InventoryObject,
  owned: readonly InventoryObject[],
  all: readonly InventoryObject[],
): InventoryObject | undefined {
  const path = inventory.pathOf(recorded);
  const at = isUnknown(path) ? undefined : inventory.at(recorded.managerKey, path);
  if (at?.origin === 'owned') return at;
  const place = folderOf(recorded.recorded!);
  const isAlike = (other: InventoryObject): boolean =>
    !isUnknown(other.name) && other.name === recorded.name && other.managerKey === recorded.managerKey;
  const [only, ...others] = owned.filter((own) => {
    if (!isAlike(own) || !isUnknown(inventory.pathOf(own))) return false;
    return inventory.paths.folderOf(own.entry!, own.space, own.managerKey) === place;
  });
  if (!only || others.length > 0 || !isOne(only.entry!)) return undefined;
  return all.filter((one) => isAlike(one) && folderOf(one.recorded!) === place).length === 1 ? only : undefined;
}

/**
 * The same object in another record.
 *
 * @throws BadInput where the two do not say the same
 */
export function twinOf(inventory: Inventory, { managerKey, recorded }: InventoryObject): InventoryObject | undefined {
  const path = recorded!.object.policyPath;
  const twin = isUnknown(path) ? undefined : inventory.at(managerKey, path);
  if (!twin?.recorded || twin.recorded.file === recorded!.file) return undefined;
  if (bare(twin.recorded) !== bare(recorded!)) {
    throw new BadInput(
      `"${twin.recorded.file}" and "${recorded!.file}" record \`${String(path)}\` of one NSX manager differently; give one record of it`,
    );
  }
  return twin;
}

/** What stands in a path before the id. */
function folderOf({ object: { policyPath } }: RecordedObject): string | undefined {
  return isUnknown(policyPath) ? undefined : policyPath.slice(0, policyPath.lastIndexOf('/'));
}

/** A recorded object as any record of it has it. */
function bare({ file, object }: RecordedObject): string {
  return JSON.stringify(object).replaceAll(`${file}#`, '#');
}
