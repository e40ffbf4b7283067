import { Construct, type IConstruct } from 'constructs';

/** One construct, a construct that holds several, or several of either. */
export type Constructs = IConstruct | Iterable<IConstruct | Iterable<IConstruct>>;

/**
 * Construct paths of what a user names, each once. A fleet is named by its own path, which stands for what is in it, so that
 * ten thousand machines are one path.
 */
export function pathsOf(named: Constructs): string[] {
  return [...new Set(Construct.isConstruct(named) ? [named.node.path] : [...(named as Iterable<Constructs>)].flatMap(pathsOf))];
}

/** `a`, `a` and `b`, `a`, `b` and `c`: names in backticks. */
export function listNames(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} and ${last}`;
}
