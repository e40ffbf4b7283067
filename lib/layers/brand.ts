/** Marks an object, so that its kind is known even when the package is installed twice. */
export function brand(x: object, symbol: symbol): void {
  Object.defineProperty(x, symbol, { value: true });
}

export function isBranded(x: unknown, symbol: symbol): boolean {
  return typeof x === 'object' && x !== null && symbol in x;
}
