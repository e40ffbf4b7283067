import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlanJson, ValuesJson } from '../../differential/plan-json';
import { applied, planOf, terraformWithNsx } from '../../lane/deployment';
import type { Terraform } from '../../tools/terraform';
import type { PolicyServer, Seed } from '../server';
import { Client } from '../server/testing';
import { withNsx } from '../with-nsx';
import type { Nsx } from '../with-nsx';
import type { Attributes, Blocks } from './scenario';

const PROVIDERS = [
  { name: 'nsxt', settings: {} },
  { name: 'vsphere', settings: { user: 'admin', password: 'strata', vsphere_server: 'vcenter' } },
];

/** A folder in which Terraform makes one configuration after another of NSX, and of machines. */
export class Workspace {
  private readonly folder = mkdtempSync(join(tmpdir(), 'strata-nsx-'));
  private readonly terraform: Terraform;
  private initialised = false;

  public constructor(private readonly nsx: Nsx) {
    this.terraform = terraformWithNsx(nsx);
  }

  /** What Terraform plans to do, by address; nothing where a configuration changes nothing. */
  public async plan(resource: Blocks, data: Blocks = {}): Promise<Record<string, string>> {
    const { resource_changes: changes = [] } = await this.planJson(resource, data);
    return Object.fromEntries(
      changes
        .map(({ address, change }) => [address, actionOf(change.actions ?? [])] as const)
        .filter(([, action]) => action !== 'no-op' && action !== 'read'),
    );
  }

  /** What is known of each object before it is made, by address. */
  public async planned(resource: Blocks, data: Blocks = {}): Promise<Record<string, Attributes>> {
    return byAddress((await this.planJson(resource, data)).planned_values);
  }

  /** Plans and applies. @returns the attributes of what there is then, by address */
  public async apply(resource: Blocks, data: Blocks = {}): Promise<Record<string, Attributes>> {
    await this.planJson(resource, data);
    return byAddress((await applied(this.terraform, this.folder)).values);
  }

  /** The error that applying ends in, on one line. */
  public async refusal(resource: Blocks, data: Blocks = {}): Promise<string> {
    const fault: unknown = await this.apply(resource, data).then(
      () => 'nothing was refused',
      (error: unknown) => error,
    );
    return String(fault).replace(/\s+/g, ' ');
  }

  public async destroy(): Promise<void> {
    await this.terraform.destroy(this.folder);
  }

  public dispose(): void {
    this.terraform.dispose();
    rmSync(this.folder, { recursive: true });
  }

  private async planJson(resource: Blocks, data: Blocks): Promise<PlanJson> {
    const blocks = { ...(Object.keys(resource).length > 0 && { resource }), ...(Object.keys(data).length > 0 && { data }) };
    const used = PROVIDERS.filter(({ name }) => Object.keys({ ...resource, ...data }).some((type) => type.startsWith(`${name}_`)));
    const configuration = {
      terraform: { required_providers: Object.fromEntries(used.map(({ name }) => [name, { source: `vmware/${name}` }])) },
      provider: Object.fromEntries(used.map(({ name, settings }) => [name, settings])),
      ...blocks,
    };
    writeFileSync(join(this.folder, 'main.tf.json'), JSON.stringify(configuration));
    this.nsx.connect(this.folder, [{ type: 'nsxt', key: 'nsxt' }]);
    if (!this.initialised) await this.terraform.init(this.folder);
    this.initialised = true;
    return planOf(this.terraform, this.folder);
  }
}

/** Runs with an empty workspace and a server of its own. */
export function inWorkspace(
  run: (workspace: Workspace, server: PolicyServer, client: Client) => Promise<void>,
  seeds: readonly Seed[] = [],
): Promise<void> {
  return withNsx(async (nsx) => {
    const workspace = new Workspace(nsx);
    try {
      await run(workspace, nsx.server, new Client(nsx.plainUrl));
    } finally {
      workspace.dispose();
    }
  }, seeds);
}

function byAddress(values: ValuesJson | undefined): Record<string, Attributes> {
  return Object.fromEntries((values?.root_module?.resources ?? []).map((each) => [each.address, each.values ?? {}]));
}

function actionOf(actions: readonly string[]): string {
  return actions.length > 1 ? 'replace' : (actions[0] ?? 'no-op');
}
