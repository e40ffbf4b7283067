import { Collection, type Place } from './collection';
import { Fields } from './fields';
import { FOLDERS, INNER_LISTS, LISTS, ROOTS, SINGLE } from './types';

/**
 * The objects of an export, whichever form it has:
 *
 * - collected: lists by name, such as `segments` and `domains`, each with the lists that its objects have;
 * - hierarchical: a tree of `children`, as `GET /policy/api/v1/infra?filter=...` answers, also of `OrgRoot`, `Org`, `Project` and `Vpc`;
 * - answers of list calls, `{ "results": [...] }`;
 * - an object that holds several of these.
 *
 * A list that is null was not collected. A list is all there are of its types, unless it says that pages of it are missing; one of what lies
 * in a domain is so for the domain `default` and those that it has something of. A tree has all objects of each type that it has one of: its
 * filter goes by type.
 *
 * @throws ShapeError where a field is not of its type, or two objects have one path
 */
export function collect(content: unknown): Collection {
  const found = new Collection();
  const top = new Fields(content, '');
  if (isAnswer(content)) readAnswer(found, top);
  else
    for (const name of top.names) {
      if (Object.hasOwn(LISTS, name)) readNamedList(found, top, name);
      else if (isAnswer(top.value(name))) readAnswer(found, top.object(name)!);
    }
  return found;
}

/** Whether a file looks like an export at all. */
export function isExport(content: unknown): boolean {
  if (isAnswer(content)) return true;
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return false;
  const values = Object.entries(content);
  return values.some(
    ([name, value]) =>
      isAnswer(value) || (Object.hasOwn(LISTS, name) && (Array.isArray(value) || LISTS[name]!.types.some((type) => SINGLE.has(type)))),
  );
}

/** An object or a tree of the API, or the answer of a list call. */
function isAnswer(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { resource_type: type, results } = value as { readonly resource_type?: unknown; readonly results?: unknown };
  return Array.isArray(results) || (typeof type === 'string' && (Object.hasOwn(ROOTS, type) || Object.hasOwn(FOLDERS, type)));
}

function readAnswer(found: Collection, answer: Fields): void {
  const results = answer.objects('results');
  const before = found.objects.length;
  if (results) results.forEach((one, position) => readObject(found, one, undefined, undefined, position));
  else readObject(found, answer, undefined, { path: '', named: true }, 0);
  const read = found.objects.slice(before);
  // A call for a list is for one place: it says nothing of others.
  if (results && isWhole(answer, results.length)) for (const { type, parent } of read) found.cover([type], parent);
  if (answer.has('children')) found.coverTree(new Set(read.map(({ type }) => type)), treeOf(answer, read));
  else for (const { type, path } of read) if (SINGLE.has(type)) found.coverTree([type], path.slice(0, Math.max(0, path.indexOf('/settings/'))));
}

/** What the paths of all begin with that may lie in a tree. */
function treeOf(answer: Fields, read: readonly Place[]): string {
  const root = rootOf(answer, '');
  return root === '' ? `/${FOLDERS.Org}` : (root ?? read[0]!.path);
}

function readNamedList(found: Collection, top: Fields, name: string): void {
  const { types, below } = LISTS[name]!;
  const value = top.value(name);
  if (value === undefined) return;
  const place = { path: below, named: true };
  const answer = typeof value === 'object' && !Array.isArray(value) ? top.object(name) : undefined;
  const items = answer?.has('results')
    ? answer.objects('results')!
    : answer && types.some((type) => SINGLE.has(type))
      ? [answer]
      : top.objects(name)!;
  const before = found.objects.length;
  items.forEach((one, position) => readObject(found, one, types, place, position));
  if (answer && (!isWhole(answer, items.length) || isCutList(answer, types))) return;
  if (!below.includes('/domains/')) return found.coverTree(types, '');
  // What lies in a domain is asked for domain by domain.
  for (const parent of [below, ...found.objects.slice(before).map((one) => one.parent)]) found.cover(types, parent);
}

/** An exclusion list of which its members were not collected. */
function isCutList(answer: Fields, types: readonly string[]): boolean {
  return types.includes('PolicyExcludeList') && ['results', 'resource_type', 'members'].every((name) => !answer.has(name));
}

/** Whether a list is all there is: of a longer one the API says where to go on. */
function isWhole(answer: Fields, length: number): boolean {
  return !answer.has('cursor') && (answer.number('result_count') ?? length) <= length;
}

/**
 * @param types that may stand here; undefined for any, of which those that are not known are let be
 * @param place what it stands below, where that is known
 */
function readObject(found: Collection, fields: Fields, types: readonly string[] | undefined, place: Place | undefined, position: number): void {
  const type = fields.text('resource_type') ?? (types?.length === 1 ? types[0]! : undefined);
  if (type === undefined || (types !== undefined && !types.includes(type))) {
    throw fields.wrong('resource_type', types ? `one of ${types.join(', ')}` : 'the type of an object of the NSX API');
  }
  if (fields.boolean('marked_for_delete') === true) return;
  const root = rootOf(fields, place?.path ?? '');
  if (root !== undefined) return readChildren(found, fields, { path: root, named: true });
  if (!Object.hasOwn(FOLDERS, type)) {
    const path = fields.text('path');
    return readChildren(found, fields, path === undefined ? undefined : { path, named: true });
  }
  const object = found.add(type, fields, place, position);
  readInnerLists(found, fields, type, object);
  const resources = type === 'Domain' ? fields.object('resources') : undefined;
  if (resources) readInnerLists(found, resources, type, object);
  readChildren(found, fields, object);
}

/** The path of what is the top of a tree, and no object itself. */
function rootOf(fields: Fields, above: string): string | undefined {
  const type = fields.text('resource_type') ?? '';
  return Object.hasOwn(ROOTS, type) ? (fields.text('path') ?? `${above}${ROOTS[type]}`) : undefined;
}

function readInnerLists(found: Collection, fields: Fields, type: string, place: Place): void {
  for (const [name, types] of Object.entries(INNER_LISTS[type] ?? {})) {
    const items = fields.objects(name);
    if (!items) continue;
    items.forEach((one, position) => readObject(found, one, types, place, position));
    found.cover(types, place.path);
  }
}

function readChildren(found: Collection, fields: Fields, place: Place | undefined): void {
  (fields.objects('children') ?? []).forEach((child, position) => {
    const wrapper = child.text('resource_type');
    if (wrapper === undefined || !wrapper.startsWith('Child')) throw child.wrong('resource_type', 'the type of a child, such as ChildSegment');
    if (child.boolean('marked_for_delete') === true) return;
    if (wrapper === 'ChildResourceReference') return readChildren(found, child, referencePlace(child, place));
    const type = wrapper.slice('Child'.length);
    const known = Object.hasOwn(FOLDERS, type) || Object.hasOwn(ROOTS, type);
    const body = child.object(type);
    if (body) readObject(found, body, known ? [type] : undefined, place, position);
    else if (known) throw child.wrong(type, 'an object');
  });
}

/** A reference stands in a tree for an object that is not in it, only what is below. */
function referencePlace(child: Fields, place: Place | undefined): Place | undefined {
  const type = child.text('target_type') ?? '';
  const id = child.text('id');
  if (!place) return undefined;
  if (type === 'Infra') return { path: `${place.path}${ROOTS.Infra}`, named: place.named };
  return Object.hasOwn(FOLDERS, type) && id !== undefined ? { path: `${place.path}/${FOLDERS[type]}/${id}`, named: place.named } : undefined;
}
