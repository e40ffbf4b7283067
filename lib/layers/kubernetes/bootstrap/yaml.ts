import { stringify, type DocumentOptions, type SchemaOptions } from 'yaml';

/** Kubernetes and cloud-init read YAML 1.1, to which `yes` and `1_0` are no texts unless they are quoted; Go reads `0o17` of 1.2 as well. */
const FOR_ALL_READERS: DocumentOptions & SchemaOptions = { version: '1.1', customTags: ['intOct'] };

/** Documents of YAML, one below the other. Texts stay on one line, so that a diff shows what changed. */
export function yamlOf(...documents: readonly object[]): string {
  return documents.map((document) => stringify(document, { ...FOR_ALL_READERS, lineWidth: 0, aliasDuplicateObjects: false })).join('---\n');
}
