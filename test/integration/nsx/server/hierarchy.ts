import type { Change, Write } from './changes';
import { collectionsBelow } from './model';
import { Refusal } from './refusals';
import { isBody } from './values';
import type { Body } from './values';

const OF_A_WRAPPER = new Set([
  'resource_type',
  'id',
  'display_name',
  'marked_for_delete',
  'mark_for_override',
  'children',
  'request_parameter',
  '_revision',
]);
const OF_A_ROOT = new Set(['resource_type', 'id', 'display_name', 'path', 'relative_path', 'children', 'connectivity_strategy', '_revision']);

/**
 * The changes that a tree of the hierarchical API asks for.
 * Source: vcf-nsx ...patch_infra: "If a resource is specified using ChildResourceReference then it will not be updated only its children
 * will be ... If Object is specified using ChildPolicyConfigResource, object along with its children will be updated."
 * @param root `/infra`, the `/infra` of a project, or the empty text for the root of organisations
 */
export function changesOfTree(root: string, body: Body, revision: Write['revision']): Change[] {
  const stray = Object.keys(body).find((name) => !OF_A_ROOT.has(name));
  if (stray !== undefined) throw new Refusal('unknown-field', `Json de-serialization error: property ${stray} is unrecognized.`);
  return [...(root === '' ? [] : [{ kind: 'pass', path: root } as const]), ...childrenOf(root, body, revision)];
}

function childrenOf(parent: string, holder: Body, revision: Write['revision']): Change[] {
  const children = (holder.children ?? []) as readonly unknown[];
  return children.flatMap((child) => {
    if (!isBody(child)) throw new Refusal('wrong-type', `children of ${parent || '/'} has an item that is no object`);
    return child.resource_type === 'ChildResourceReference' ? reference(parent, child, revision) : wrapped(parent, child, revision);
  });
}

function reference(parent: string, child: Body, revision: Write['revision']): Change[] {
  const { target_type: type, id } = child;
  if (typeof type !== 'string' || typeof id !== 'string') {
    throw new Refusal('missing-field', `a ChildResourceReference below ${parent || '/'} has no target_type or no id`);
  }
  const path = type === 'Infra' ? `${parent}/infra` : `${parent}/${collection(parent, type)}/${id}`;
  return [{ kind: 'pass', path }, ...childrenOf(path, child, revision)];
}

function wrapped(parent: string, child: Body, revision: Write['revision']): Change[] {
  const kind = typeof child.resource_type === 'string' ? child.resource_type : '';
  if (!kind.startsWith('Child')) throw new Refusal('not-allowed-value', `a child of ${parent || '/'} has the resource_type ${JSON.stringify(kind)}`);
  const type = kind.slice('Child'.length);
  const stray = Object.keys(child).find((name) => !OF_A_WRAPPER.has(name) && name !== type);
  if (stray !== undefined) throw new Refusal('unknown-field', `Json de-serialization error: property ${stray} is unrecognized.`);
  const object = child[type];
  if (!isBody(object)) throw new Refusal('missing-field', `a ${kind} below ${parent || '/'} has no ${type}`);
  const id = object.id ?? child.id;
  if (typeof id !== 'string') throw new Refusal('missing-field', `a ${type} below ${parent || '/'} has no id`);
  const path = `${parent}/${collection(parent, type)}/${id}`;
  const doomed = child.marked_for_delete === true || object.marked_for_delete === true;
  const own: Change = doomed ? { kind: 'delete', path } : { kind: 'write', path, type, body: object, revision };
  return [own, ...childrenOf(path, object, revision)];
}

function collection(parent: string, type: string): string {
  if (parent === '' && type === 'Org') return 'orgs';
  const [found] = collectionsBelow(parent, type);
  if (found === undefined) throw new Refusal('unknown-path', `a ${type} cannot stand below ${parent || '/'}`);
  return found;
}
