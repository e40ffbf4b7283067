import type { Seed } from '../server';

export type Attributes = Readonly<Record<string, unknown>>;

/** By type and name, as Terraform's JSON syntax has it. */
export type Blocks = Readonly<Record<string, Readonly<Record<string, Attributes>>>>;

/** A configuration of some types of resources, in the shape that the provider's own acceptance tests give them, and two changes of it. */
export interface Scenario {
  readonly name: string;
  /** What the server has besides a small site. @default - nothing */
  readonly seeds?: readonly Seed[];
  /** @default - none */
  readonly data?: Blocks;
  readonly resource: Blocks;
  /** What the API has once all is made, by address of a resource or by path; of what differs from the configuration in names or shape. */
  readonly api: Readonly<Record<string, Attributes>>;
  /** Attributes that are changed in place, by address. */
  readonly updated: Readonly<Record<string, Attributes>>;
  /** Attributes that are changed next and replace their resource, by address. */
  readonly replaced: Readonly<Record<string, Attributes>>;
}

/** The blocks with attributes of some resources changed. */
export function changed(resource: Blocks, changes: Readonly<Record<string, Attributes>>): Blocks {
  const result: Record<string, Record<string, Attributes>> = {};
  for (const [type, named] of Object.entries(resource)) {
    result[type] = {};
    for (const [name, attributes] of Object.entries(named)) result[type][name] = { ...attributes, ...changes[`${type}.${name}`] };
  }
  return result;
}

/** What Terraform is told so that it makes the new object before it deletes the old one. */
export const CREATE_FIRST = { lifecycle: { create_before_destroy: true } };
