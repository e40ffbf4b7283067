import { TerraformElement, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { invalid } from './construct-faults';
import type { ConstructFault } from './construct-faults';

/** What Terraform takes as the name of a block: `Ident` in HCL's scanner. */
const NAME = /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u;

/**
 * Elements that render under a name Terraform does not take, or under that of another one: cdktf makes names of ids by
 * leaving out all but A-Z, a-z, 0-9, `_` and `-`, and merges what comes out equal into one block, without a word.
 *
 * Only elements that share a logical id, or have an unfit one, are asked what they render; the stacks have been rendered
 * by now, so that all logical ids are settled.
 */
export function lostElements(stacks: readonly TerraformStack[]): ConstructFault[] {
  return stacks.flatMap((stack) => {
    const byId = new Map<string, TerraformElement[]>();
    for (const element of elementsIn(stack)) {
      const id = element.friendlyUniqueId;
      const same = byId.get(id);
      if (same === undefined) byId.set(id, [element]);
      else same.push(element);
    }
    return [...byId].flatMap(([id, elements]) => (elements.length > 1 || !NAME.test(id) ? faultsOf(elements) : []));
  });
}

/** @param elements all elements of a stack with one logical id */
function faultsOf(elements: readonly TerraformElement[]): ConstructFault[] {
  const owners = new Map<string, TerraformElement>();
  return elements.flatMap((element) =>
    blocksOf(element).flatMap(({ address, name }) => {
      const owner = owners.get(address);
      if (owner === undefined) owners.set(address, element);
      const collision =
        owner === undefined ? [] : [`is rendered as \`${address}\`, and so is ${owner.node.path}: one of the two is lost, or both are mixed up`];
      const unfit = NAME.test(name)
        ? []
        : [`is rendered as \`${address}\`, and "${name}" is no name in Terraform: a letter or _ comes first, then letters, digits, _ and -`];
      const reasons = [...collision, ...unfit];
      return reasons.length === 0 ? [] : [invalid(element, `${element.node.path} ${reasons.join('; it ')}; ${REPAIR}`)];
    }),
  );
}

const REPAIR = 'give it an id of its own that has letters from A to Z, or a name by `overrideLogicalId`';

interface Block {
  readonly address: string;
  readonly name: string;
}

/** The named blocks an element renders. Providers and backends have no name. */
function blocksOf(element: TerraformElement): Block[] {
  const fragment = element.toTerraform() as Record<string, unknown>;
  const flat = (section: string, prefix: string): Block[] => keysOf(fragment[section]).map((name) => ({ address: `${prefix}.${name}`, name }));
  const typed = (section: string, prefix: string): Block[] =>
    keysOf(fragment[section]).flatMap((type) =>
      keysOf((fragment[section] as Record<string, unknown>)[type]).map((name) => ({ address: `${prefix}${type}.${name}`, name })),
    );
  return [
    ...typed('resource', ''),
    ...typed('data', 'data.'),
    ...flat('module', 'module'),
    ...flat('variable', 'var'),
    ...flat('output', 'output'),
    ...flat('locals', 'local'),
  ];
}

function keysOf(x: unknown): string[] {
  return typeof x === 'object' && x !== null ? Object.keys(x) : [];
}

/** As cdktf goes through a stack: stacks within it render for themselves. */
function elementsIn(construct: IConstruct, into: TerraformElement[] = []): TerraformElement[] {
  if (TerraformElement.isTerraformElement(construct)) into.push(construct);
  for (const child of construct.node.children) if (!TerraformStack.isStack(child)) elementsIn(child, into);
  return into;
}
