import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** A provider binary, under the name and version that configurations ask for. */
export interface ProviderBinary {
  /** For example `vmware/vsphere`. */
  readonly source: string;
  /** The version it is offered as, whatever version the binary was built from: bindings ask for an exact one, constructs for a range. */
  readonly version: string;
  readonly binary: string;
}

export interface TerraformOptions {
  /** Terraform or OpenTofu. */
  readonly binary: string;
  /** All the providers there are: none is ever fetched. */
  readonly providers: readonly ProviderBinary[];
  /** Added to the environment of every run. @default - nothing */
  readonly environment?: Readonly<Record<string, string>>;
  /** What stands in files that variables of the environment name, by variable. @default - nothing */
  readonly files?: Readonly<Record<string, string>>;
}

/** What `validate -json` says, as far as the lane reads it. */
export interface Validation {
  readonly valid: boolean;
  readonly diagnostics: readonly { readonly severity: 'error' | 'warning'; readonly summary: string; readonly detail?: string }[];
}

/**
 * Terraform with providers from a local mirror and from nowhere else. A mirror, not development overrides: `init` runs as it does for a
 * user, version constraints and the lock file included.
 */
export class Terraform {
  private readonly home: string;
  private readonly environment: NodeJS.ProcessEnv;

  public constructor(private readonly options: TerraformOptions) {
    this.home = mkdtempSync(join(tmpdir(), 'strata-terraform-'));
    const mirror = join(this.home, 'providers');
    for (const provider of options.providers) addToMirror(mirror, provider);
    const configuration = join(this.home, 'terraform.rc');
    writeFileSync(configuration, `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`);
    this.environment = {
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(TF|TOFU|VSPHERE|GOVMOMI|NSXT)_/.test(name))),
      TF_CLI_CONFIG_FILE: configuration,
      TF_IN_AUTOMATION: '1',
      TF_INPUT: '0',
      CHECKPOINT_DISABLE: '1',
      ...options.environment,
      ...Object.fromEntries(Object.entries(options.files ?? {}).map(([variable, content]) => [variable, this.file(variable, content)])),
    };
  }

  public async init(folder: string): Promise<void> {
    await this.run(folder, ['init']);
  }

  /** An invalid configuration is an answer, not an error. */
  public async validate(folder: string): Promise<Validation> {
    return JSON.parse(await this.run(folder, ['validate', '-json'], [0, 1])) as Validation;
  }

  /** Writes a plan. Says whether it changes anything. */
  public async plan(folder: string, file: string, options: readonly string[] = []): Promise<'changes' | 'no changes'> {
    const run = await this.exec(folder, ['plan', '-detailed-exitcode', `-out=${file}`, ...options], [0, 2]);
    return run.status === 2 ? 'changes' : 'no changes';
  }

  /** A plan (or, without one, the state) in Terraform's JSON format. */
  public async showJson(folder: string, planFile?: string): Promise<unknown> {
    return JSON.parse(await this.run(folder, ['show', '-json', ...(planFile ? [planFile] : [])]));
  }

  public async apply(folder: string, planFile: string): Promise<void> {
    await this.run(folder, ['apply', planFile]);
  }

  public async destroy(folder: string): Promise<void> {
    await this.run(folder, ['destroy', '-auto-approve']);
  }

  /** Addresses of everything the state still holds. */
  public async stateList(folder: string): Promise<string[]> {
    return (await this.run(folder, ['state', 'list'])).split('\n').filter(Boolean);
  }

  /** The schemas of the providers that a configuration uses. */
  public async providersSchema(folder: string): Promise<unknown> {
    return JSON.parse(await this.run(folder, ['providers', 'schema', '-json']));
  }

  /** Removes the mirror and the files. */
  public dispose(): void {
    rmSync(this.home, { recursive: true, force: true });
  }

  private file(name: string, content: string): string {
    const path = join(this.home, name);
    writeFileSync(path, content);
    return path;
  }

  private async run(folder: string, args: readonly string[], good: readonly number[] = [0]): Promise<string> {
    return (await this.exec(folder, args, good)).stdout;
  }

  private async exec(folder: string, args: readonly string[], good: readonly number[]): Promise<{ status: number; stdout: string }> {
    const [verb, ...rest] = args;
    const quiet = verb === 'state' || verb === 'providers' ? [] : ['-no-color'];
    const child = spawn(this.options.binary, [...args.slice(0, 1), ...quiet, ...rest], {
      cwd: folder,
      env: this.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const closed = once(child, 'close') as Promise<[number | null]>;
    const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
    if (status !== null && good.includes(status)) return { status, stdout };
    throw new Error(`terraform ${args.join(' ')} in ${folder}: exit ${status}\n${stdout}${stderr}`);
  }
}

/** Terraform and OpenTofu complete a source with different registry hosts: the binary is offered under both. */
function addToMirror(mirror: string, provider: ProviderBinary): void {
  const name = provider.source.split('/').at(-1);
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;
  for (const host of ['registry.terraform.io', 'registry.opentofu.org']) {
    const folder = join(mirror, host, provider.source, provider.version, platform);
    const file = join(folder, `terraform-provider-${name}_v${provider.version}`);
    mkdirSync(folder, { recursive: true });
    symlinkSync(provider.binary, file);
  }
}
