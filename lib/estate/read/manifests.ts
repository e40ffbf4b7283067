import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { ReadingFault } from '../estate';
import type { ManifestObject } from '../manifest';
import { BadInput } from './error';
import type { StagedManifest } from './input';
import { corruptTokensIn } from './terraform';

/**
 * The objects of staged manifests, in the order of their files and documents; a `List` is one object.
 *
 * @throws BadInput where a file is not YAML or a document is no Kubernetes object
 */
export function readManifests(folder: string, manifests: readonly StagedManifest[]): { manifests: ManifestObject[]; faults: ReadingFault[] } {
  const objects = manifests.flatMap((manifest) => parseManifest(readFileSync(join(folder, manifest.file), 'utf8'), manifest));
  return { manifests: objects, faults: objects.flatMap(corruptTokens) };
}

export function parseManifest(text: string, { file, objects, cluster }: StagedManifest): ManifestObject[] {
  const found: ManifestObject[] = [];
  // kubectl and cdk8s speak YAML 1.1, in which `yes` is a boolean
  for (const document of parseAllDocuments(text, { version: '1.1' })) {
    const [error] = document.errors;
    if (error) throw new BadInput(`"${file}" is not YAML: ${error.message.split('\n')[0]}`);
    const body: unknown = document.toJS();
    if (body === null || body === undefined) continue;
    const place = { file, index: found.length, ...(cluster !== undefined && { cluster }) };
    found.push(manifestObject(plain(body), place, objects[found.length]));
  }
  return found;
}

function manifestObject(body: unknown, place: Pick<ManifestObject, 'file' | 'index' | 'cluster'>, path: string | undefined): ManifestObject {
  const { apiVersion, kind, metadata } = (typeof body === 'object' ? body : {}) as Record<string, unknown>;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') {
    const where = path === undefined ? '' : ` (\`${path}\`)`;
    throw new BadInput(`document ${place.index + 1} of "${place.file}"${where} is no Kubernetes object: \`apiVersion\` and \`kind\` must be text`);
  }
  const { name, namespace } = (typeof metadata === 'object' && metadata !== null ? metadata : {}) as Record<string, unknown>;
  return {
    ...place,
    apiVersion,
    kind,
    name: typeof name === 'string' ? name : '',
    ...(typeof namespace === 'string' && { namespace }),
    ...(path !== undefined && { path }),
    body,
  };
}

function corruptTokens({ file, kind, name, path, body }: ManifestObject): ReadingFault[] {
  return corruptTokensIn(body).map(({ attribute, found }) => ({
    kind: 'corrupt-token',
    file,
    ...(path !== undefined && { path }),
    attribute,
    found,
    detail: `a Terraform token stands in ${kind} \`${name}\`, where nothing will replace it`,
  }));
}

/** YAML has numbers that JSON has not; they stay readable, and are found as the corrupt tokens they are. */
function plain(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}
