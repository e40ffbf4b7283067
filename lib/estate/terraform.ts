import type { Interval } from '../units';
import type { Unknown, Value } from './value';

/** What the rendered Terraform JSON of the app says, evaluated as far as it can be without running Terraform. */
export interface TerraformModel {
  readonly stacks: readonly TerraformStackModel[];
}

export interface TerraformStackModel {
  readonly name: string;
  /** Path of the rendered file, relative to the output folder. */
  readonly file: string;
  readonly backend: { readonly type: string; readonly config: Value };
  readonly providers: readonly ProviderConfiguration[];
  readonly variables: readonly TerraformVariableModel[];
  readonly locals: Readonly<Record<string, Value>>;
  readonly outputs: readonly TerraformOutputModel[];
  /** Managed resources and data sources, `count` and `for_each` expanded where they are decided. */
  readonly resources: readonly ResourceInstance[];
  readonly modules: readonly ModuleCall[];
}

export interface ProviderConfiguration {
  /** `vsphere`, or `vsphere.west` for an alias. */
  readonly key: string;
  readonly type: string;
  readonly source?: string;
  /** What tells two configurations apart across stacks: the server they talk to; unknown where a token says it. */
  readonly identity: string | Unknown;
  readonly values: Readonly<Record<string, Value>>;
  readonly path?: string;
}

export interface TerraformVariableModel {
  readonly name: string;
  readonly type?: string;
  readonly sensitive: boolean;
  readonly default?: Value;
  readonly path?: string;
}

export interface TerraformOutputModel {
  readonly name: string;
  readonly value: Value;
  readonly sensitive: boolean;
  /** Whether the value is, or contains, something marked sensitive. */
  readonly containsSensitive: boolean;
  readonly path?: string;
}

export interface ResourceInstance {
  readonly stack: string;
  /** Address within the stack: `vsphere_host.esx_1`, `data.vsphere_host.x`, `vsphere_host.esx["a"]`. */
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  /** Index or key of this instance, where `count` or `for_each` is decided. */
  readonly key?: string | number;
  /** How many objects this entry stands for: exactly one, unless `count` or `for_each` is not decided. */
  readonly instances: Interval;
  /** Key of the provider configuration in the same stack. */
  readonly provider: string;
  /** Construct path of the element that rendered it. */
  readonly path?: string;
  readonly values: Readonly<Record<string, Value>>;
  /** Its `connection` and `provisioner` blocks, which Terraform itself takes; left out where it has none. */
  readonly provisioning?: Readonly<Record<string, Value>>;
  /** Whether its replacement is made before it goes. @default - it goes first */
  readonly createBeforeDestroy?: true;
  /** Dotted paths of the values, and of what is in `provisioning`, that are, or contain, something marked sensitive. */
  readonly sensitive: readonly string[];
}

export interface ModuleCall {
  readonly stack: string;
  readonly name: string;
  readonly source: Value;
  readonly path?: string;
  readonly instances: Interval;
  readonly arguments: Readonly<Record<string, Value>>;
  /** Dotted paths of the arguments that are, or contain, something marked sensitive. */
  readonly sensitive?: readonly string[];
  /** Provider configurations handed to it, or null where it takes them all by default. */
  readonly providers: readonly string[] | null;
}
