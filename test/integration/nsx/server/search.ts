import type { Body } from './values';

interface Term {
  /** @default - any attribute */
  readonly field?: string;
  readonly value: RegExp;
}

/**
 * The objects that a query finds: terms of the form `field:value` joined by AND, `*` for any text, a backslash before what is meant
 * literally; a term without a field is looked for in every text of the object. No other query is asked by the Terraform provider.
 */
export function find(query: string, objects: readonly Body[]): Body[] {
  const terms = query.split(/ AND /).map(termOf);
  return objects.filter((object) => terms.every(({ field, value }) => valuesOf(object, field?.split('.')).some((each) => value.test(each))));
}

function termOf(text: string): Term {
  const [, field, value] = /^\s*(?:([\w.]+):)?(.*?)\s*$/s.exec(text)!;
  const pattern = value!.replace(/\\(.)|([*])|([^\\*]+)/gs, (_, escaped?: string, star?: string, plain?: string) => {
    return star === undefined ? (escaped ?? plain ?? '').replace(/[.*+?^${}()|[\]\\/]/g, '\\$&') : '.*';
  });
  // A term without a field finds a word within a text, such as the id in `biosUuid:<id>`.
  if (field === undefined) return { value: new RegExp(`(^|[^\\w-])${pattern}($|[^\\w-])`, 'is') };
  return { field, value: new RegExp(`^"?${pattern}"?$`, 'is') };
}

function valuesOf(value: unknown, field: readonly string[] | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesOf(item, field));
  if (typeof value === 'object' && value !== null) {
    if (field?.length === 0) return [];
    const below = field === undefined ? Object.values(value) : [(value as Body)[field[0]!]];
    return below.flatMap((item) => valuesOf(item, field?.slice(1)));
  }
  return value === undefined || value === null || (field?.length ?? 0) > 0 ? [] : [String(value)];
}
