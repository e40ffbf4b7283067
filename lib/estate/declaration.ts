import type { IConstruct } from 'constructs';
import type { HostHardware } from './hardware';
import type { LockedImage } from './image';
import type { KubernetesClusterFacts, KubernetesNode, NodePoolFacts } from './kubernetes';
import type { IntentSide } from './tenancy';
import type { VsanRedundancy } from './vsphere';
import type { WasmComposition, WasmWorkload } from './wasm';

/**
 * What a construct adds that the rendered output cannot say. It stands in the metadata of the construct, so that a
 * layer works in any cdktf app, and is read together with the output.
 *
 * `of` and the paths in a selection are construct paths of what renders the Terraform resources: an L1 element, or any
 * construct above one.
 */
export type Declaration =
  | { readonly kind: 'host-hardware'; readonly of: string; readonly hardware: HostHardware; readonly rack?: string }
  | {
      readonly kind: 'cluster-limits';
      readonly of: string;
      readonly cpuRatio?: number;
      readonly memoryRatio?: number;
      readonly tolerates?: { readonly hosts: number; readonly rack: boolean };
      readonly bringUp?: boolean;
    }
  /** All hosts of a cluster that is looked up, by the construct paths of the hosts. */
  | { readonly kind: 'cluster-hosts'; readonly of: string; readonly hosts: readonly string[] }
  /** All hosts that a distributed switch which is looked up spans, by the construct paths of the hosts. */
  | { readonly kind: 'switch-hosts'; readonly of: string; readonly hosts: readonly string[] }
  /** Machines that nobody rendered and that run on a cluster all the same. */
  | {
      readonly kind: 'residents';
      readonly of: string;
      readonly machines: readonly ResidentMachineFacts[];
      /** Whether nothing else runs there beside the app's. */ readonly complete: boolean;
    }
  | { readonly kind: 'network-range'; readonly of: string; readonly cidr: string; readonly gateway?: string }
  /** Why a VM on a network needs promiscuous mode, forged transmits or MAC changes. */
  | { readonly kind: 'security-exception'; readonly of: string; readonly reason: string }
  /**
   * An attribute carries one secret that is good for one use and a short time, such as a wrapping token of Vault: what reads it later learns
   * nothing.
   */
  | { readonly kind: 'single-use-secret'; readonly of: string; readonly attribute: string; readonly reason: string }
  /** What a datastore is that the output does not say: the vSAN of the cluster at a construct path. */
  | { readonly kind: 'vsan-datastore'; readonly of: string; readonly cluster: string }
  | { readonly kind: 'storage-policy'; readonly of: string; readonly redundancy: VsanRedundancy; readonly cluster?: string }
  | {
      readonly kind: 'tenant';
      readonly of: string;
      readonly name: string;
      readonly machines: readonly string[];
      readonly networks: readonly string[];
      /** Construct paths of charts, and of whatever holds some. */
      readonly namespaces: readonly string[];
    }
  | {
      readonly kind: 'intent';
      readonly of: string;
      readonly intent: string;
      readonly statement: string;
      readonly sides: readonly DeclaredSide[];
      readonly parameters: unknown;
    }
  /** A Kubernetes cluster, by the construct paths of the networks and compute clusters of its nodes. */
  | {
      readonly kind: 'kubernetes-cluster';
      readonly of: string;
      readonly name: string;
      /** `stated`: it stands already, and the program says what it is. */
      readonly origin: 'owned' | 'stated';
      readonly networks: readonly string[];
      readonly computeClusters: readonly string[];
      readonly facts: KubernetesClusterFacts;
    }
  /** Nodes that are alike, by the construct paths of the cluster and of the VMs. */
  | {
      readonly kind: 'node-pool';
      readonly of: string;
      readonly name: string;
      readonly cluster: string;
      readonly machines: readonly string[];
      readonly nodes: readonly DeclaredNode[];
      readonly facts: NodePoolFacts;
    }
  | { readonly kind: 'image-lock'; readonly of: string; readonly file: string; readonly images: readonly LockedImage[] }
  /** A file that the program read, relative to the working directory: the report has its digest. */
  | { readonly kind: 'input'; readonly of: string; readonly file: string }
  | ({ readonly kind: 'wasm-composition'; readonly of: string } & Pick<WasmComposition, 'root' | 'plugs' | 'outcome'>)
  /** What runs WebAssembly, by the construct path of the workload. */
  | ({ readonly kind: 'wasm-workload'; readonly of: string } & Pick<WasmWorkload, 'artifact' | 'composition' | 'grants' | 'executor'>);

export interface DeclaredNode extends Omit<KubernetesNode, 'machine'> {
  /** Construct path of its VM; absent where the app makes none. */
  readonly machine?: string;
}

/** One kind of machine that nobody rendered: a vCenter Server, an NSX manager. */
export interface ResidentMachineFacts {
  readonly name: string;
  readonly count: number;
  readonly cpus: number;
  readonly memoryMiB: number;
  readonly cpuReservationMhz: number;
  readonly memoryReservationMiB: number;
  /** Where its size is published; absent where the user stated it. */
  readonly source?: string;
}

export interface DeclaredSide {
  readonly label: IntentSide['label'];
  /** Construct paths: a tenant, a fleet, a machine, a port group, a host. */
  readonly of: readonly string[];
}

const DECLARATION = 'strata:declaration';

/** Records a declaration. A function is asked when the estate is read, so that it may speak of what came later. */
export function declare(construct: IConstruct, declaration: Declaration | (() => Declaration)): void {
  construct.node.addMetadata(DECLARATION, declaration);
}

/** Every declaration in a construct tree, in the order of the tree. */
export function declarationsIn(root: IConstruct): Declaration[] {
  return root.node
    .findAll()
    .flatMap((construct) =>
      construct.node.metadata
        .filter((entry) => entry.type === DECLARATION)
        .map((entry) => (typeof entry.data === 'function' ? (entry.data as () => Declaration)() : (entry.data as Declaration))),
    );
}
