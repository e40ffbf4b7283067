import type { Kind } from './kinds';

/** The folder of a datacenter that inventory paths of a kind go through. */
const ROOT_FOLDER: Partial<Record<Kind, string>> = {
  clusters: 'host',
  hosts: 'host',
  resourcePools: 'host',
  switches: 'network',
  portGroups: 'network',
  datastores: 'datastore',
  datastoreClusters: 'datastore',
  machines: 'vm',
};

/** A name as a lookup gives it: alone, under a folder, or as an absolute inventory path. */
export interface InventoryPath {
  readonly name: string;
  /** Folder within the datacenter; absent where the text is a name alone. */
  readonly folder?: string;
  readonly datacenter?: string;
}

export function parseInventoryPath(kind: Kind, text: string): InventoryPath {
  // A storage policy stands in no folder: a slash is part of its name.
  if (!text.includes('/') || kind === 'storagePolicies') return { name: text };
  const segments = text.split('/').filter((segment) => segment !== '');
  const name = segments.at(-1) ?? text;
  const root = ROOT_FOLDER[kind];
  const rootAt = root === undefined ? -1 : segments.indexOf(root, 1);
  if (rootAt > 0 && rootAt < segments.length - 1) {
    return { name, folder: segments.slice(rootAt + 1, -1).join('/'), datacenter: segments[rootAt - 1]! };
  }
  return { name, folder: segments.slice(0, -1).join('/') };
}

/** `prod/web` of `/prod/web/`. */
export function normalFolder(folder: string): string {
  return folder
    .split('/')
    .filter((segment) => segment !== '')
    .join('/');
}
