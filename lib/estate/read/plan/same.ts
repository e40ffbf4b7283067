/** Whether two values are one: Terraform writes numbers and texts as it types them. */
export function isLoosely(a: unknown, b: unknown): boolean {
  return isSameValue(a, b, { unordered: false, filled: false });
}

/**
 * Whether a value is the other one after Terraform has converted that to a type: a set is sorted, and optional attributes are
 * filled in.
 *
 * @param type as a variable declares it
 */
export function isTyped(converted: unknown, given: unknown, type: unknown): boolean {
  const text = typeof type === 'string' ? type : '';
  return isSameValue(converted, given, { unordered: /\bset\(/.test(text), filled: /\boptional\(/.test(text) });
}

interface Latitude {
  readonly unordered: boolean;
  /** Whether the first may have attributes that the second lacks. */
  readonly filled: boolean;
}

function isSameValue(a: unknown, b: unknown, latitude: Latitude): boolean {
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) {
    return a === b || (isScalar(a) && isScalar(b) && String(a) === String(b));
  }
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  if (Array.isArray(a) && Array.isArray(b) && latitude.unordered) {
    const contains = (all: readonly unknown[], each: unknown, isFirst: boolean): boolean =>
      all.some((other) => (isFirst ? isSameValue(each, other, latitude) : isSameValue(other, each, latitude)));
    return a.every((each) => contains(b, each, true)) && b.every((each) => contains(a, each, false));
  }
  const [one, other] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const names = new Set([...(latitude.filled && !Array.isArray(a) ? [] : Object.keys(one)), ...Object.keys(other)]);
  return [...names].every((name) => isSameValue(one[name] ?? null, other[name] ?? null, latitude));
}

function isScalar(x: unknown): boolean {
  return typeof x !== 'object' && x !== undefined;
}
