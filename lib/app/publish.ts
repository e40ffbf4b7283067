import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { CDKTF_ASSETS, CDKTF_FILES, DECLARATIONS, isTerraforms, JOURNAL, MANIFEST, MANIFESTS, REPORT, STACKS } from './layout';
import { treeOf } from './tree';

export interface PublishOptions {
  /** Leaves the folders of vanished stacks in place, emptied: cdktf-cli removes them itself and fails where they are gone. */
  readonly keepStackFolders: boolean;
}

/**
 * Makes an output folder hold what a staging folder holds, and nothing that an earlier run wrote. Files that no run
 * wrote, and those of Terraform, stay as they are.
 *
 * `manifest.json` and the report go first, and come last by a rename each. So whenever the process dies, either the
 * report is missing or does not match (`verifyIntact` refuses), or the tree is wholly the old or the new one. A staging
 * folder without `manifest.json` is that of a run that stopped.
 *
 * @param staging on the same file system
 * @param folder output folder, links resolved
 */
export function publish(staging: string, folder: string, options: PublishOptions): void {
  const fresh = treeOf(staging);
  const former = formerFiles(folder);

  rmSync(join(folder, MANIFEST), { force: true });
  journal(folder, [...new Set([...former, ...fresh.files])].sort());
  rmSync(join(folder, REPORT), { force: true });
  const wanted = new Set(fresh.files);
  for (const file of former) if (!wanted.has(file)) remove(folder, file);
  removeEmptyFolders(folder, former, new Set(fresh.folders), options);

  for (const path of fresh.folders) mkdirSync(join(folder, path), { recursive: true });
  const put = (file: string): void => renameSync(join(staging, file), join(folder, file));
  for (const file of fresh.files) if (file !== REPORT && file !== MANIFEST) put(file);
  if (wanted.has(REPORT)) put(REPORT);
  rmSync(join(folder, JOURNAL), { force: true });
  if (wanted.has(MANIFEST)) put(MANIFEST);
}

/**
 * What earlier runs wrote, killed ones and those of a plain cdktf app included: by the report, by the journal, and by
 * the names cdktf uses.
 */
function formerFiles(folder: string): string[] {
  const reported = Object.keys((readJson(join(folder, REPORT)) as { files?: object } | undefined)?.files ?? {});
  const journalled = (readJson(join(folder, JOURNAL)) as { files?: unknown } | undefined)?.files;
  return [
    ...new Set(
      [...reported, ...(Array.isArray(journalled) ? journalled : []), ...cdktfFiles(folder), DECLARATIONS].filter(
        (path) => typeof path === 'string' && isRemovable(path),
      ),
    ),
  ].sort();
}

function cdktfFiles(folder: string): string[] {
  const stacks = join(folder, STACKS);
  if (!existsSync(stacks)) return [];
  return readdirSync(stacks).flatMap((stack) => {
    const present = CDKTF_FILES.filter((name) => existsSync(join(stacks, stack, name))).map((name) => `${STACKS}/${stack}/${name}`);
    const assets = `${STACKS}/${stack}/${CDKTF_ASSETS}`;
    return [...present, ...treeOf(join(folder, assets)).files.map((path) => `${assets}/${path}`)];
  });
}

/** A report may have been tampered with: nothing outside the output folder is ever removed on its word. */
function isRemovable(path: string): boolean {
  if (path === DECLARATIONS) return true;
  return posix.normalize(path) === path && !/^([/\\.]|[A-Za-z]:|strata\/)/.test(path) && !isTerraforms(path);
}

/**
 * Written once the old output no longer counts, and before the report goes that names its files; removed before the new output counts. So a
 * run that is killed leaves nothing that the next one does not know of, and a tree that is accepted holds nothing else.
 */
function journal(folder: string, files: readonly string[]): void {
  const path = join(folder, JOURNAL);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify({ files }, null, 2)}\n`);
  renameSync(`${path}.new`, path);
}

function remove(folder: string, file: string): void {
  const path = join(folder, file);
  // A folder of that name is nobody's output.
  if (statSync(path, { throwIfNoEntry: false })?.isFile() ?? true) rmSync(path, { force: true });
}

function removeEmptyFolders(folder: string, former: readonly string[], wanted: ReadonlySet<string>, { keepStackFolders }: PublishOptions): void {
  const stacks = existsSync(join(folder, STACKS)) ? readdirSync(join(folder, STACKS)).map((name) => `${STACKS}/${name}`) : [];
  const candidates = new Set([STACKS, MANIFESTS, ...stacks]);
  for (const file of former) for (let path = posix.dirname(file); path !== '.'; path = posix.dirname(path)) candidates.add(path);
  const deepestFirst = [...candidates].sort((a, b) => b.length - a.length);
  for (const path of deepestFirst) {
    if (wanted.has(path) || (keepStackFolders && posix.dirname(path) === STACKS)) continue;
    try {
      rmdirSync(join(folder, path));
    } catch {
      // Not empty, a file, a link, or not there: not ours to remove.
    }
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
