import { isAbsolute, resolve, sep } from 'node:path';
import type { IConstruct } from 'constructs';
import { originOf } from '../estate';
import type { Frame } from '../estate';
import { settleOriginsBelow } from './cdktf-internals';
import { portablePath } from './tree';

/** Folder of this package's code: none of it is the user's. */
const OWN_CODE = resolve(__dirname, '..') + sep;

/** Where in the user's code things come from. */
export interface Sources {
  of(construct: IConstruct): Frame[];
  /** Those of the construct at a path, or of the nearest one above that path. */
  at(path: string): Frame[];
}

/** @param trees roots of construct trees; where two have a construct at one path, the first tree's counts */
export function sourcesIn(trees: readonly IConstruct[], workingDirectory: string): Sources {
  let constructs: Map<string, IConstruct> | undefined;
  const index = (): Map<string, IConstruct> => {
    const byPath = new Map<string, IConstruct>();
    for (const tree of trees) {
      settleOriginsBelow(tree);
      for (const construct of tree.node.findAll()) if (!byPath.has(construct.node.path)) byPath.set(construct.node.path, construct);
    }
    return byPath;
  };
  const of = (construct: IConstruct): Frame[] => originOf(construct, isUsersFile, workingDirectory);
  return {
    of: (construct) => {
      constructs ??= index();
      return of(construct);
    },
    at: (path) => {
      constructs ??= index();
      for (let at = path; at !== ''; at = at.slice(0, Math.max(at.lastIndexOf('/'), 0))) {
        const construct = constructs.get(at);
        if (construct) return of(construct);
      }
      return [];
    },
  };
}

/** Whether a file is the user's own, and not a library's. */
function isUsersFile(file: string): boolean {
  return !file.split(/[\\/]/).includes('node_modules') && !file.startsWith(OWN_CODE);
}

/**
 * The lines of a stack trace that stand in the user's own files, with paths as they are in any folder: `manifest.json`
 * holds the traces of warnings.
 */
export function portableTrace(trace: readonly string[], workingDirectory: string): string[] {
  return trace.flatMap((line) => {
    const [, before, file, after] = /^(.*?\(?)(?:file:\/\/)?((?:\/|[A-Za-z]:[\\/])[^()]*?)(:\d+:\d+\)?)$/.exec(line) ?? [];
    if (file === undefined || !isUsersFile(file)) return [];
    const path = portablePath(workingDirectory, file);
    return path.startsWith('../') || isAbsolute(path) ? [] : [`${before}${path}${after}`];
  });
}
