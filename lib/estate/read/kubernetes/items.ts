import type { ReadingFault } from '../../estate';
import type { ManifestObject } from '../../manifest';
import { faultAt, type ManifestItem } from './object-log';

type Body = Readonly<Record<string, unknown>>;

/** The objects that manifests apply: a document, or each item of a List. What is no object in a List is a fault. */
export function itemsOf(manifests: readonly ManifestObject[], faults: ReadingFault[]): ManifestItem[] {
  return manifests.flatMap((manifest) => {
    const { apiVersion, kind, body } = manifest;
    return isObject(body) ? [...flattened({ manifest, apiVersion, kind, body, prefix: '' }, faults)] : [];
  });
}

function* flattened(item: ManifestItem, faults: ReadingFault[]): Iterable<ManifestItem> {
  const { manifest, kind, body, prefix } = item;
  const { items } = body;
  if (!kind.endsWith('List') || !Array.isArray(items)) {
    yield item;
    return;
  }
  for (const [index, each] of (items as unknown[]).entries()) {
    const typed = isObject(each) ? typeOf(each, item) : undefined;
    if (typed) yield* flattened({ manifest, ...typed, body: each as Body, prefix: `${prefix}items.${index}.` }, faults);
    else faults.push(faultAt(item, `items.${index}`, each ?? null, `${kind} must have an object with \`apiVersion\` and \`kind\` there`));
  }
}

/** Items of a typed list, such as a DeploymentList, may leave out what the list says. */
function typeOf({ apiVersion, kind }: Body, list: ManifestItem): Pick<ManifestItem, 'apiVersion' | 'kind'> | undefined {
  const isTyped = list.kind !== 'List';
  const version = apiVersion ?? (isTyped ? list.apiVersion : undefined);
  const name = kind ?? (isTyped ? list.kind.slice(0, -'List'.length) : undefined);
  return typeof version === 'string' && typeof name === 'string' ? { apiVersion: version, kind: name } : undefined;
}

function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
