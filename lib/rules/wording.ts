import { isUnknown, type EstateObject, type Field, type Unknown } from '../estate';

/** The name a user knows an object by: its own, else its construct path. */
export function nameOf(object: EstateObject): string {
  return isUnknown(object.name) ? (object.path ?? object.id) : object.name;
}

export function quoted(name: string): string {
  return `\`${name}\``;
}

export function quotedName(object: EstateObject): string {
  return quoted(nameOf(object));
}

/** `1 host`, `12 hosts`, `6,080 vCPUs`. */
export function count(n: number, one: string, many: string = `${one}s`): string {
  return `${grouped(n)} ${n === 1 ? one : many}`;
}

/** `6,080`: thousands apart, as in every language of a terminal. */
export function grouped(n: number): string {
  const [whole = '', fraction] = String(n).split('.');
  return whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',') + (fraction === undefined ? '' : `.${fraction}`);
}

/** `a`, `b` and 5 more. */
export function listed(items: readonly string[], shown: number = 3): string {
  if (items.length > shown + 1) return `${items.slice(0, shown).join(', ')} and ${items.length - shown} more`;
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

export function listedNames(objects: readonly EstateObject[], shown?: number): string {
  return listed(objects.map(quotedName), shown);
}

/** Tenths of a GiB, rounded up for what is wanted and down for what there is, so that a shortage shown is a shortage. */
export function gibTenths(mib: number, rounding: 'up' | 'down'): number {
  const tenths = (mib * 10) / 1024;
  return rounding === 'up' ? Math.ceil(tenths) : Math.floor(tenths);
}

/** `57.2 GiB`. */
export function formatGib(tenths: number): string {
  return `${grouped(tenths / 10)} GiB`;
}

/** Who will know: "known only to `frankfurt/var.cpus`". */
export function knownOnlyTo(unknown: Unknown): string {
  const { reason, expression, knownBy, lacks } = unknown.$unknown;
  const literal = literalIn(unknown);
  if (literal !== undefined) return `not to be read from the literal ${quoted(literal)}`;
  switch (reason) {
    case 'computed':
      return `known only after apply, from ${quoted(knownBy)}`;
    case 'data-source':
      if (isOfRecord(unknown)) return `not recorded: ${quoted(knownBy)} has no ${quoted(expression)}`;
      return `known only to the lookup ${quoted(knownBy)}`;
    case 'variable':
      return `known only to whoever sets ${quoted(knownBy)}`;
    case 'module':
      return `known only inside ${quoted(knownBy)}`;
    case 'provider-default':
      return `left to the provider (${quoted(knownBy)})`;
    case 'remote-state':
      return `known only to the state behind ${quoted(knownBy)}`;
    case 'dangling':
      return `nowhere: ${quoted(knownBy)} does not exist`;
    case 'corrupt':
      return `lost: the token in ${quoted(knownBy)} is corrupt`;
    case 'instance-key':
    case 'run':
      return `known only once Terraform evaluates ${quoted(expression)}`;
    case 'function':
    case 'expression':
      return `not worked out: Strata does not evaluate ${lacks === undefined ? '' : `${quoted(lacks)} in `}${quoted(expression)}`;
  }
}

/** What a record lacks: an object by its policy path, or a field of one of its objects. */
function isOfRecord({ $unknown: { expression, knownBy } }: Unknown): boolean {
  return expression.startsWith('/') || /\.json(#|$)/.test(knownBy);
}

/** Who will know several values: "known only to the lookup `a`, and 2 more like it". */
export function allKnownOnlyTo(unknowns: readonly [Unknown, ...Unknown[]]): string {
  const [first, ...others] = new Set(unknowns.map(knownOnlyTo));
  return others.length === 0 ? first! : `${first}, and ${others.length} more like it`;
}

/** What stands where another kind of value belongs, as JSON: `"many"` for a number of vCPUs, an id that only vCenter knows. */
export function literalIn({ $unknown }: Unknown): string | undefined {
  if ($unknown.reason !== 'expression') return undefined;
  try {
    const value: unknown = JSON.parse($unknown.expression);
    return typeof value === 'string' && value.includes('${') ? undefined : $unknown.expression;
  } catch {
    return undefined; // an expression, not a literal
  }
}

/** A literal without the quotes of a text. */
export function plain(json: string): string {
  return json.replace(/^"(.*)"$/, '$1');
}

/** The value of a field where it is decided. */
export function decided<T>(field: Field<T>): T | undefined {
  return isUnknown(field) ? undefined : (field as T);
}
