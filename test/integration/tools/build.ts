import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';

/** A program the lane can run, or the one line that says why it cannot. */
export type Tool = { readonly path: string } | { readonly missing: string };

const modules = __dirname;

export interface BuildOptions {
  /** Name of the binary. @default - that of the folder */
  readonly as?: string;
  /** @default - none */
  readonly flags?: readonly string[];
}

/** Builds a package within the module of that folder, under a name that changes with the module's sources. */
export function built(module: string, pkg: string, { as = module, flags = [] }: BuildOptions = {}): Tool {
  const path = join(folderOf(module, flags), as);
  if (existsSync(path)) return { path };
  const name = as === module ? module : `${as} of ${module}`;
  if (!onPath('go')) return { missing: `${name}: Go is not on the PATH` };

  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  const run = go(join(modules, module), ['build', '-trimpath', '-buildvcs=false', ...flags, '-o', unfinished, pkg]);
  if (run.status === 0) renameSync(unfinished, path);
  else rmSync(unfinished, { force: true });
  return existsSync(path) ? { path } : { missing: `${name}: go build failed: ${run.reason}` };
}

/** A folder of files that a tool of the module writes, made anew with the module's sources. */
export function generated(module: string, parameters: (into: string) => readonly string[]): Tool {
  const path = join(folderOf(module, []), 'generated');
  if (existsSync(path)) return { path };
  if (!onPath('go')) return { missing: `${module}: Go is not on the PATH` };

  const unfinished = `${path}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  const run = go(join(modules, module), ['tool', ...parameters(unfinished)]);
  if (run.status === 0 && !existsSync(path)) renameSync(unfinished, path);
  rmSync(unfinished, { recursive: true, force: true });
  return existsSync(path) ? { path } : { missing: `${module}: go tool failed: ${run.reason}` };
}

/** A folder of a module as it is published; only its files are used, nothing of it is compiled. */
export function published(module: string, version: string, folder: string): Tool {
  const name = `${module}@${version}`;
  if (!onPath('go')) return { missing: `${name}: Go is not on the PATH` };
  const run = spawnSync('go', ['mod', 'download', '-json', name], { cwd: tmpdir(), encoding: 'utf8', env: { ...process.env, GOWORK: 'off' } });
  const { Dir: root, Error: error } = parsed(run.stdout);
  return root === undefined ? { missing: `${name}: ${error ?? lastLine(run.stderr) ?? run.error?.message}` } : { path: join(root, folder) };
}

function parsed(text: string | null): { readonly Dir?: string; readonly Error?: string } {
  return text?.trim() ? (JSON.parse(text) as { readonly Dir?: string; readonly Error?: string }) : {};
}

/** In the cache, by what the module is made of. */
function folderOf(module: string, flags: readonly string[]): string {
  const folder = join(modules, module);
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /^go\.(mod|sum)$|\.go$/.test(file))
    .sort();
  const hash = createHash('sha256');
  for (const file of sources)
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(folder, file)))
      .update('\0');
  hash.update(flags.join('\0'));
  return join(cacheFolder(), hash.digest('hex').slice(0, 16));
}

export function cacheFolder(): string {
  return resolve(process.env.STRATA_TOOLS_CACHE ?? join(modules, '../../../node_modules/.cache/strata-tools'));
}

/** What Go says last is the error; before it come the downloads. */
export function lastLine(text: string | null): string | undefined {
  return text?.trim().split('\n').at(-1)?.trim() || undefined;
}

export function go(folder: string, parameters: readonly string[]): { readonly status: number | null; readonly reason: string } {
  const run = spawnSync('go', parameters, { cwd: folder, encoding: 'utf8', env: { ...process.env, GOWORK: 'off' } });
  return { status: run.status, reason: lastLine(run.stderr) ?? run.error?.message ?? `exit ${run.status}` };
}

export function onPath(program: string): Tool | undefined {
  const folder = (process.env.PATH ?? '').split(delimiter).find((candidate) => candidate && existsSync(join(candidate, program)));
  return folder === undefined ? undefined : { path: join(folder, program) };
}

/** The version of a module that a tool's go.mod requires. */
export function pinned(tool: string, module: string): string {
  const lines = readFileSync(join(modules, tool, 'go.mod'), 'utf8').split('\n');
  const line = lines.map((each) => each.trim().replace(/^require /, '')).find((each) => each.startsWith(`${module} v`));
  return line!.split(' ')[1]!;
}

/** Of a tool whose suite is not skipped. */
export function pathOf(tool: Tool): string {
  if ('missing' in tool) throw new Error(tool.missing);
  return tool.path;
}
