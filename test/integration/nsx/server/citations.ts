import { FORMATS } from './formats';
import { IMMUTABLE } from './immutable';
import { LIMITS } from './limits';
import { REFERENCES } from './references';
import { REFUSALS } from './refusals';
import type { RefusalClass, RefusalName } from './refusals';
import { REQUIRED } from './required';

/** What one attribute is held to, and by whose word. */
interface Row {
  readonly type: string;
  readonly field: string;
  readonly source: string;
}

/** The refusals that each row of a table brings about. */
const TABLES: Partial<Record<RefusalName, readonly Row[]>> = {
  'missing-field': REQUIRED,
  'too-many-items': LIMITS,
  'not-an-address': FORMATS,
  'cannot-change': IMMUTABLE,
  'unknown-path': REFERENCES.map(({ type, field }) => ({ type, field, source: `vcf-nsx ${type}.${field}` })),
};

/** One line a class of refusal, and one for each attribute that a table names: to be printed. */
export function refusalTable(): string[] {
  return Object.entries<RefusalClass>(REFUSALS).flatMap(([name, { status, code, citation, stricter }]) => {
    const number = code === undefined ? '' : ` ${code}`;
    const rows = (TABLES[name as RefusalName] ?? []).map(({ type, field, source }) => `${name} ${type}.${field} | ${source}`);
    return [`${name} | ${status}${number} | ${citation}${stricter === undefined ? '' : ` | stricter than documented: ${stricter}`}`, ...rows];
  });
}
