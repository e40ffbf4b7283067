import { isReference, isUnknown, type Value } from '../estate';

export type Block = { readonly [key: string]: Value };

/** Blocks of one name, such as the disks of a VM: Terraform JSON takes one as an object or as a list. */
export function blocksOf(value: Value | undefined): readonly Block[] {
  if (value === undefined || value === null || typeof value !== 'object' || isUnknown(value) || isReference(value)) return [];
  return (Array.isArray(value) ? value : [value]) as Block[];
}
