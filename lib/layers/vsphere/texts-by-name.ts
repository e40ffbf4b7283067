import type { IConstruct } from 'constructs';
import { checkText, got } from '../check';
import { ConstructError } from '../construct-error';

/** Texts by their names: options as vCenter keeps them, versions of components. */
export function checkTextsByName(construct: IConstruct, what: string, texts: Readonly<Record<string, string>>): Record<string, string> {
  if (typeof texts !== 'object' || texts === null || Array.isArray(texts)) {
    throw new ConstructError(construct, `${what} must be an object of texts by name, got ${got(texts)}`);
  }
  return Object.fromEntries(
    Object.entries(texts).map(([name, value]) => [
      checkText(construct, `a name in ${what}`, name),
      checkText(construct, `${what}[${JSON.stringify(name)}]`, value),
    ]),
  );
}
