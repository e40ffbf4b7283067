import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from './object';

/** The objects of a manifest file. */
export function objectsOf(yaml: string): readonly KubernetesObject[] {
  const documents = parseAllDocuments(yaml).map((document) => {
    if (document.errors.length > 0) throw document.errors[0]!;
    return document.toJS() as KubernetesObject | null;
  });
  return documents.filter((each) => each !== null);
}

/** The object of a file that has one. */
export function documentOf(yaml: string): KubernetesObject {
  const objects = objectsOf(yaml);
  if (objects.length !== 1) throw new Error(`one document was to be there, got ${objects.length}`);
  return objects[0]!;
}

/** The CustomResourceDefinitions among the files of a folder, in the order of their names. */
export function definitionsIn(folder: string): readonly KubernetesObject[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  return files
    .sort()
    .flatMap((file) => objectsOf(readFileSync(join(folder, file), 'utf8')))
    .filter(({ kind }) => kind === 'CustomResourceDefinition');
}

/**
 * A definition that holds its resources to nothing but their metadata, for a kind whose own definition cannot be had. What it takes is
 * thereby not checked: whoever uses it says so.
 */
export function openDefinition(apiVersion: string, kind: string, plural: string): KubernetesObject {
  const [group, version] = apiVersion.split('/') as [string, string];
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.${group}`,
      // The server asks for it where a group ends in k8s.io.
      annotations: { 'api-approved.kubernetes.io': 'unapproved, of a test' },
    },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase() },
      versions: [{ name: version, served: true, storage: true, schema }],
    },
  };
}
