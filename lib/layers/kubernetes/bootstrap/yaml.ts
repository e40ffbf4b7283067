import { stringify } from 'yaml';

/** Documents of YAML, one below the other. Texts stay on one line, so that a diff shows what changed. */
export function yamlOf(...documents: readonly object[]): string {
  return documents.map((document) => stringify(document, { lineWidth: 0, aliasDuplicateObjects: false })).join('---\n');
}
