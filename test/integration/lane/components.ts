import { execFileSync } from 'node:child_process';
import { basename } from 'node:path';
import { pinned, type Tool } from '../tools/build';
import { tools } from '../tools/install';
import { kubernetesBanner, type KubernetesTools } from '../tools/kubernetes';

/** What the lane runs with. */
export interface Components {
  /** Terraform or OpenTofu. */
  readonly terraform: string;
  /** A provider of either one's schema. It knows nothing of vSphere; of NSX it knows the Policy API. */
  readonly standIn: string;
  readonly vcsim: string;
  /** The real vSphere provider. @default - it cannot be had */
  readonly provider?: RealProvider;
  /** The real NSX provider. @default - it cannot be had */
  readonly nsxProvider?: string;
}

/** The vSphere provider itself. An older one does not have all that is rendered: the rest is cut out before it reads a program. */
export interface RealProvider {
  readonly path: string;
  readonly name: string;
}

const found = tools();

/** Kubernetes' programs, each there or missing for itself. */
export const kubernetes: KubernetesTools = found.kubernetes;

/** Undefined where Go or Terraform is missing. */
export const components: Components | undefined =
  'path' in found.terraform && 'path' in found.standIn && 'path' in found.vcsim
    ? {
        terraform: found.terraform.path,
        standIn: found.standIn.path,
        vcsim: found.vcsim.path,
        ...ifThere(realProvider()),
        ...('path' in found.nsxProvider && { nsxProvider: found.nsxProvider.path }),
      }
    : undefined;

function realProvider(): RealProvider | undefined {
  if ('path' in found.provider) return { path: found.provider.path, name: found.provider.path };
  if (!('path' in found.olderProvider)) return undefined;
  return {
    path: found.olderProvider.path,
    name: `terraform-provider-vsphere ${pinned('vsphere-provider', 'github.com/hashicorp/terraform-provider-vsphere')}`,
  };
}

function ifThere(provider: RealProvider | undefined): { provider?: RealProvider } {
  return provider === undefined ? {} : { provider };
}

/** `describe` where everything is there that cannot be done without, else skipped. */
export const describeLane = components ? describe : describe.skip;
/** `describe` where the real provider is there, else skipped. */
export const describeReal = components?.provider ? describe : describe.skip;

/** `describe` where the real NSX provider is there, else skipped. */
export const describeRealNsx = components?.nsxProvider ? describe : describe.skip;

/** `describe` where all of these are there, else skipped: the first line of the suite says which is missing. */
export function describeWith(...needed: readonly Tool[]): typeof describe | typeof describe.skip {
  return needed.every((tool) => 'path' in tool) ? describe : describe.skip;
}

/** The components of a suite that is not skipped. */
export function available(): Components {
  if (!components) throw new Error(`the lane cannot run: ${banner()}`);
  return components;
}

/** Says what the suites run with, or why they are skipped. */
export function announce(): void {
  say(components ? banner() : `skipped: ${banner()}`);
}

/** One line that says which components are real. */
function banner(): string {
  const standIn = `provider: ${each(found.standIn, "stand-in of the bindings' schema and what v2.16.0 added")}`;
  const newest = 'path' in found.provider ? '' : ` (the newest real one cannot be had: ${found.provider.missing})`;
  const real = `real provider: ${realProvider()?.name ?? each(found.olderProvider, '')}${newest}`;
  return [
    each(found.terraform, terraformVersion()),
    standIn,
    real,
    nsxBanner(),
    each(found.vcsim, `vcsim of govmomi ${pinned('vcsim', 'github.com/vmware/govmomi')}`),
    kubernetesBanner(found.kubernetes),
  ].join(' | ');
}

function nsxBanner(): string {
  if ('path' in found.nsxProvider) return `real NSX provider: ${found.nsxProvider.path}`;
  return `NSX provider: stand-in of the checked-in schema (the real one cannot be had, its schema is not compared: ${found.nsxProvider.missing})`;
}

/** Printed past jest, which would put a stack trace beside it. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function each(tool: Tool, name: string): string {
  return 'path' in tool ? name : `missing: ${tool.missing}`;
}

function terraformVersion(): string {
  if (!('path' in found.terraform)) return '';
  const { path } = found.terraform;
  const { terraform_version: version } = JSON.parse(
    execFileSync(path, ['version', '-json'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  ) as {
    terraform_version: string;
  };
  return basename(path) === 'terraform' ? `terraform ${version} (PATH)` : `OpenTofu ${version} (built)`;
}
