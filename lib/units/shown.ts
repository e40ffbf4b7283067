/** A value as a message shows it: a text in quotes, a construct by its path, any other object by its class and never by what it holds. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  const { constructor, node } = value as { constructor?: { name?: string }; node?: { path?: unknown } };
  const name = constructor?.name ?? 'Object';
  return typeof node?.path === 'string' ? `the ${name} "${node.path}"` : `an object of ${name}`;
}
