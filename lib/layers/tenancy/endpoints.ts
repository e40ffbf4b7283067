import { Construct, type IConstruct } from 'constructs';
import { got } from '../check';
import { ConstructError } from '../construct-error';

/** One construct, a construct that holds several, or several of either. */
export type Constructs = IConstruct | Iterable<IConstruct | Iterable<IConstruct>>;

/**
 * Construct paths of what a user names, each once. A fleet is named by its own path, which stands for what is in it, so that
 * ten thousand machines are one path.
 *
 * @throws when something is no construct, and no list of them
 */
export function pathsOf(subject: IConstruct, what: string, named: Constructs): string[] {
  if (Construct.isConstruct(named)) return [named.node.path];
  if (typeof named !== 'object' || named === null || !(Symbol.iterator in named)) {
    throw new ConstructError(subject, `${what} must be constructs, got ${got(named)}; give the construct itself, or a list of them`);
  }
  return [...new Set([...named].flatMap((each) => pathsOf(subject, what, each)))];
}

/** `a`, `a` and `b`, `a`, `b` and `c`: names in backticks. */
export function listNames(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} and ${last}`;
}
