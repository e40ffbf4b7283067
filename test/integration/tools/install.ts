import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { built, cacheFolder, go, lastLine, onPath, type Tool } from './build';
import { kubernetesTools, type KubernetesTools } from './kubernetes';

export type { Tool } from './build';

export interface Tools {
  /** Terraform as it is on the PATH, else OpenTofu, built. */
  readonly terraform: Tool;
  readonly vcsim: Tool;
  /** The real vSphere provider, as new as the constructs ask for. */
  readonly provider: Tool;
  /** The newest of its releases that a module proxy has, where `provider` is missing. */
  readonly olderProvider: Tool;
  /** The real NSX provider, of the release whose schema is checked in. */
  readonly nsxProvider: Tool;
  /** What takes the place of either real provider. */
  readonly standIn: Tool;
  readonly kubernetes: KubernetesTools;
}

/** Finds what the lane needs, building what is not in the cache yet: slow the first time, cheap ever after. */
export function tools(): Tools {
  const provider = realProvider(VSPHERE);
  return {
    terraform: onPath('terraform') ?? built('opentofu', 'github.com/opentofu/opentofu/cmd/tofu'),
    vcsim: built('vcsim', '.'),
    provider,
    olderProvider: 'path' in provider ? { missing: 'not needed' } : built('vsphere-provider', 'github.com/hashicorp/terraform-provider-vsphere'),
    nsxProvider: realProvider(NSXT),
    standIn: built('stand-in-provider', '.'),
    kubernetes: kubernetesTools(),
  };
}

interface ProviderModule {
  /** The variable that may name a binary. */
  readonly variable: string;
  readonly module: string;
  /** What the Go client is asked for: a commit or a tag. */
  readonly version: string;
}

/**
 * v2.15.2 of the provider, of the bindings' schema. Its module path has no `/v2`, so its tags cannot be asked for by name; and a
 * module proxy need not answer for commits, so there is no go.mod to check in: the Go client is asked to resolve the commit.
 */
const VSPHERE: ProviderModule = {
  variable: 'STRATA_VSPHERE_PROVIDER',
  module: 'github.com/vmware/terraform-provider-vsphere',
  version: 'a750256f7c73',
};

/** The release of `scripts/nsxt-schema`. Its module path has no `/v3`: a module proxy that holds to the rules has no such version. */
const NSXT: ProviderModule = {
  variable: 'STRATA_NSXT_PROVIDER',
  module: 'github.com/vmware/terraform-provider-nsxt',
  version: 'v3.12.0',
};

/** The binary that a variable names, else the pinned version built, where the Go client can have it. */
function realProvider({ variable, module, version }: ProviderModule): Tool {
  const given = process.env[variable];
  if (given) return existsSync(given) ? { path: resolve(given) } : { missing: `${variable} names ${given}, which does not exist` };
  const name = module.split('/').at(-1)!;
  if (!onPath('go')) return { missing: `${name}: Go is not on the PATH` };

  const folder = join(cacheFolder(), `${name}-${version}`);
  const path = join(folder, name);
  if (existsSync(path)) return { path };
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const steps = [
    ['mod', 'init', `strata.dev/tools/${name}`],
    ['get', '-tool', `${module}@${version}`],
    ['build', '-trimpath', '-buildvcs=false', '-o', path, module],
  ];
  for (const step of steps) {
    const run = go(folder, step);
    if (run.status !== 0) return { missing: `${module}@${version}: go ${step[0]} failed: ${run.reason}` };
  }
  return { path };
}

/** Broadcom's Python client of the NSX API, whose modules stand in a folder of their own. */
const NSX_CLIENT = 'vcf-nsx==9.1.1.0';

/** The folder to name in `PYTHONPATH`. Only the suite that needs it asks for it: it is 150 MB. */
export function nsxClient(): Tool {
  if (!onPath('python3')) return { missing: `${NSX_CLIENT}: Python is not on the PATH` };
  const path = join(cacheFolder(), NSX_CLIENT.replace('==', '-'));
  if (existsSync(path)) return { path };
  const unfinished = `${path}.${process.pid}`;
  mkdirSync(cacheFolder(), { recursive: true });
  const parameters = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--target', unfinished, NSX_CLIENT];
  const run = spawnSync('python3', parameters, { encoding: 'utf8', timeout: 5 * 60 * 1000 });
  if (run.status === 0) renameSync(unfinished, path);
  else rmSync(unfinished, { recursive: true, force: true });
  return existsSync(path)
    ? { path }
    : { missing: `${NSX_CLIENT}: pip failed: ${lastLine(run.stderr) ?? run.error?.message ?? `exit ${run.status}`}` };
}

if (require.main === module) {
  const { kubernetes, ...others } = tools();
  for (const [name, tool] of Object.entries({ ...others, ...kubernetes }) as [string, Tool][])
    console.log(`${name}: ${'path' in tool ? tool.path : `missing: ${tool.missing}`}`);
}
