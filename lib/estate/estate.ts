import type { Intent, Tenant } from './tenancy';
import type { LockedImage } from './image';
import type { KubernetesEstate } from './kubernetes';
import type { ManifestObject } from './manifest';
import type { NsxEstate } from './nsx';
import type { PlannedApply } from './plan';
import type { Premise } from './premise';
import type { TerraformModel } from './terraform';
import type { VsphereEstate } from './vsphere';
import type { WasmEstate } from './wasm';

/** The whole stack as plain data: what is rendered, what constructs state beside it, what the user assumes. */
export interface Estate {
  readonly schema: typeof ESTATE_SCHEMA;
  readonly terraform: TerraformModel;
  readonly manifests: readonly ManifestObject[];
  readonly vsphere: VsphereEstate;
  readonly nsx: NsxEstate;
  readonly kubernetes: KubernetesEstate;
  readonly wasm: WasmEstate;
  /** What image lock files record. */
  readonly images: readonly LockedImage[];
  /** Hosts of the NSX managers that are recorded: what others own there is in the estate, as of the record. */
  readonly recordedManagers: readonly string[];
  /** Why managers that have a record are none of these. @default none */
  readonly firewallGaps?: readonly FirewallGap[];
  readonly tenants: readonly Tenant[];
  readonly intents: readonly Intent[];
  /** Premises that hold for the whole estate; those of a single verdict stand with the verdict. */
  readonly premises: readonly Premise[];
  /** Construct paths taken as closed by `Assume.closed`. */
  readonly closed: readonly string[];
  /** Faults met while reading, for the rules to phrase. */
  readonly faults: readonly ReadingFault[];
  /** What Terraform is about to do; only where a plan is verified. */
  readonly plan?: PlannedApply;
}

/** What a record of an NSX manager lacks of the distributed firewall, or that it says that this is off. */
export interface FirewallGap {
  /** Host of the manager. */
  readonly manager: string;
  /** The record. */
  readonly file: string;
  /** `off`: NSX enforces no rule of it. */
  readonly is: 'off' | 'incomplete';
  /** What is missing, such as "the exclusion list"; absent where the firewall is off. */
  readonly lacks?: string;
}

export const ESTATE_SCHEMA = 'https://strata.dev/schema/estate/v1';

/** Something in the rendered output, or between it and an assumption, that cannot be right. */
export interface ReadingFault {
  readonly kind:
    | 'dangling-reference' // names something no stack has
    | 'colliding-output' // two attributes share one output name
    | 'ambiguous-name' // a lookup by name matches more than one object
    | 'corrupt-token' // a number token or an unresolved marker in the output
    | 'contradicted-premise' // an assumption that the output itself refutes
    | 'malformed-object'; // a field of a manifest that is not of the type its API has
  readonly file: string;
  readonly stack?: string;
  readonly address?: string;
  /** Construct path of the element it stands in. */
  readonly path?: string;
  /** Dotted path of the attribute within the element. */
  readonly attribute?: string;
  /** What stands there. */
  readonly found: string;
  /** What is wrong, one clause: "two attributes share the output `cross-stack-output-t_xabc`". */
  readonly detail: string;
}
