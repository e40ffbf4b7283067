import { unknownIn, type Scope } from './scope';
import type { Expression } from './syntax/ast';
import type { Evaluated, ResourceObject } from './values/evaluated';

/** What stands for all instances of a resource, wherever it is passed on to. */
interface Collection {
  readonly stack: string;
  /** Address of the resource, without a key. */
  readonly address: string;
  readonly by: 'count' | 'for_each';
  /** A key that one of the instances has, or may have. */
  readonly example: string | number;
}

const COLLECTIONS = new WeakMap<object, Collection>();

/** Names that are no type of a resource. */
const OTHER_NAMES: ReadonlySet<string> = new Set(['var', 'local', 'module', 'each', 'count', 'self', 'path', 'terraform', 'ephemeral']);

/** Notes that a list, object or family is all instances of a resource. */
export function asCollection<T extends Evaluated & object>(value: T, collection: Collection): T {
  COLLECTIONS.set(value, collection);
  return value;
}

export function collectionOf(value: Evaluated): Collection | undefined {
  return typeof value === 'object' && value !== null ? COLLECTIONS.get(value) : undefined;
}

/**
 * Whether an expression is the name of a resource itself. Terraform looks at whether such a name has the key it needs
 * before anything is evaluated, in branches not taken and in `try` too.
 */
export function namesResource(expression: Expression, scope: Scope): boolean {
  let steps = 0;
  let at = expression;
  for (; at.kind === 'attribute'; at = at.of) steps++;
  if (at.kind !== 'name' || Object.hasOwn(scope.bindings, at.name)) return false;
  return steps === (at.name === 'data' || at.name === 'resource' ? 2 : 1) && !OTHER_NAMES.has(at.name);
}

/** An attribute asked of all instances of a resource at once. */
export function keyLeftOut({ stack, address, by, example }: Collection, isCertain: boolean, scope: Scope): Evaluated {
  const instance = `${address}[${JSON.stringify(example)}]`;
  if (isCertain) scope.names.dangling(scope, address, `\`${address}\` has a ${by}: name an instance, such as \`${instance}\``);
  return unknownIn(scope, 'dangling', `${stack}/${address}`);
}

/** An instance asked of a resource that is one object. */
export function keyTooMuch({ stack, address }: ResourceObject, key: string | number | undefined, isCertain: boolean, scope: Scope): Evaluated {
  const by = key === undefined ? 'neither count nor for_each' : typeof key === 'number' ? 'no count' : 'no for_each';
  const instance = key === undefined ? 'instances' : `instance [${JSON.stringify(key)}]`;
  if (isCertain) scope.names.dangling(scope, address, `\`${address}\` has ${by}, so no ${instance}`);
  return unknownIn(scope, 'dangling', `${stack}/${address}[${JSON.stringify(key ?? '')}]`);
}
