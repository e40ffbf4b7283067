import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';

/** A program the lane can run, or the one line that says why it cannot. */
export type Tool = { readonly path: string } | { readonly missing: string };

export interface Tools {
  /** Terraform as it is on the PATH, else OpenTofu, built. */
  readonly terraform: Tool;
  readonly vcsim: Tool;
  /** The real vSphere provider. */
  readonly provider: Tool;
  /** What takes the real provider's place in validating and planning. */
  readonly standIn: Tool;
}

const modules = __dirname;

/** Finds what the lane needs, building what is not in the cache yet: slow the first time, cheap ever after. */
export function tools(): Tools {
  return {
    terraform: onPath('terraform') ?? built('opentofu', 'github.com/opentofu/opentofu/cmd/tofu'),
    vcsim: built('vcsim', '.'),
    provider: realProvider(),
    standIn: built('stand-in-provider', '.'),
  };
}

/**
 * The binary that STRATA_VSPHERE_PROVIDER names, else the pinned module built. There is no such module as yet: a module proxy may serve the
 * provider's commits by their full pseudo-version only. Once it is known: `go mod init`, `go get -tool PACKAGE@VERSION` in that folder.
 */
function realProvider(): Tool {
  const given = process.env.STRATA_VSPHERE_PROVIDER;
  if (given) return existsSync(given) ? { path: resolve(given) } : { missing: `STRATA_VSPHERE_PROVIDER names ${given}, which does not exist` };
  return built('terraform-provider-vsphere', 'github.com/vmware/terraform-provider-vsphere');
}

function onPath(program: string): Tool | undefined {
  const folder = (process.env.PATH ?? '').split(delimiter).find((candidate) => candidate && existsSync(join(candidate, program)));
  return folder === undefined ? undefined : { path: join(folder, program) };
}

/** Builds a package within the module of that folder, under a name that changes with the module's sources. */
function built(module: string, pkg: string): Tool {
  const folder = join(modules, module);
  if (!existsSync(join(folder, 'go.mod'))) return { missing: `${module}: no version of it is pinned (test/integration/tools/install.ts says why)` };
  const sources = readdirSync(folder).filter((file) => /^go\.(mod|sum)$|\.go$/.test(file)).sort();
  const hash = createHash('sha256');
  for (const file of sources) hash.update(file).update('\0').update(readFileSync(join(folder, file))).update('\0');
  const path = join(cacheFolder(), hash.digest('hex').slice(0, 16), module);
  if (existsSync(path)) return { path };
  if (!onPath('go')) return { missing: `${module}: Go is not on the PATH` };

  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  const run = spawnSync('go', ['build', '-trimpath', '-buildvcs=false', '-o', unfinished, pkg], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, GOWORK: 'off' },
  });
  if (run.status === 0) renameSync(unfinished, path);
  else rmSync(unfinished, { force: true });
  return existsSync(path) ? { path } : { missing: `${module}: go build failed: ${lastLine(run.stderr) ?? run.error?.message ?? `exit ${run.status}`}` };
}

function cacheFolder(): string {
  return resolve(process.env.STRATA_TOOLS_CACHE ?? join(modules, '../../../node_modules/.cache/strata-tools'));
}

/** What Go says last is the error; before it come the downloads. */
function lastLine(text: string | null): string | undefined {
  return text?.trim().split('\n').at(-1)?.trim() || undefined;
}

if (require.main === module) {
  for (const [name, tool] of Object.entries(tools())) console.log(`${name}: ${'path' in tool ? tool.path : `missing: ${tool.missing}`}`);
}
