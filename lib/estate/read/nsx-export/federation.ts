import type { NsxExport } from './nsx-export';

const ROOT = '/global-infra/';

/** Whether a Global Manager made what is at a path. */
export function isGlobal(path: string): boolean {
  return path.startsWith(ROOT);
}

const NAMED = ['source_groups', 'destination_groups', 'services', 'profiles', 'scope', 'members'];

/**
 * Whether the export shows that its manager belongs to a federation: an object, or what a rule, a policy or the exclusion list names, lies
 * in the tree of the Global Manager. A call for `/infra` does not answer with that tree.
 */
export function isFederated({ found }: NsxExport): boolean {
  return found.objects.some(({ type, path, fields }) => {
    if (isGlobal(path)) return true;
    return NAMING.has(type) && NAMED.some((field) => fields.texts(field)?.some(isGlobal));
  });
}

const NAMING: ReadonlySet<string> = new Set(['SecurityPolicy', 'Rule', 'PolicyExcludeList']);
