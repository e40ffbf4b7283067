import type { ObjectId } from '../object';

/** Features beyond WebAssembly 1.0 that a binary uses, by the names of the proposals. */
export type WasmFeature =
  | 'mutable-globals'
  | 'sign-extension'
  | 'nontrapping-float-to-int'
  | 'multi-value'
  | 'bulk-memory'
  | 'reference-types'
  | 'simd'
  | 'relaxed-simd'
  | 'threads'
  | 'tail-call'
  | 'extended-const'
  | 'multi-memory'
  | 'memory64'
  | 'exceptions'
  | 'legacy-exceptions'
  | 'gc'
  | 'function-references'
  | 'custom-page-sizes'
  | 'wide-arithmetic'
  | 'component-model';

/** What the bytes of a module or component say. */
export interface WasmArtifact {
  /** As the user named it: a file relative to the working directory, or an OCI reference. */
  readonly name: string;
  /** Of the binary: `sha256:…`. */
  readonly digest: string;
  readonly kind: 'module' | 'component';
  readonly features: readonly WasmFeature[];
  /** Of a module: `module.name`; of a component: interfaces such as `wasi:http/types@0.2.0`. */
  readonly imports: readonly WasmExtern[];
  readonly exports: readonly WasmExtern[];
  /** Memories that it has or imports; of a component, those of the core modules in it, once for each time that one is instantiated. */
  readonly memories: readonly WasmMemory[];
  /** Why it may have more memories than that; absent where it has not. */
  readonly memoriesOpen?: string;
  /** Why nobody has validated it; absent where the reference validator has, and for a module, which whoever runs it validates. */
  readonly unvalidated?: string;
  /** Which WASI it is for: `preview1`, `0.2.0`; absent where it imports none. */
  readonly wasi?: string;
  /** Where it came as an OCI artifact. */
  readonly oci?: WasmOciManifest;
}

export interface WasmExtern {
  readonly name: string;
  readonly kind: 'function' | 'table' | 'memory' | 'global' | 'tag' | 'instance' | 'component' | 'module' | 'type' | 'value';
  /** Of an instance that only names types, which any host can give. */
  readonly typesOnly?: boolean;
}

export interface WasmMemory {
  /** Pages at the start. */
  readonly minimum: number;
  /** Most pages; absent where nothing bounds them. */
  readonly maximum?: number;
  /** Bytes a page: 65,536 unless it has a size of its own. */
  readonly pageBytes: number;
  readonly shared: boolean;
  /** Whether addresses are of 64 bits. */
  readonly memory64: boolean;
  readonly imported: boolean;
}

/** The manifest of an OCI artifact, as far as it says whether that is a valid one for WebAssembly. */
export interface WasmOciManifest {
  readonly reference: string;
  /** Of the manifest itself: what a reference pins. */
  readonly digest: string;
  readonly mediaType: string;
  readonly configMediaType: string;
  readonly layers: readonly { readonly mediaType: string; readonly digest: string }[];
  readonly config: {
    readonly architecture?: string;
    readonly os?: string;
    readonly layerDigests?: readonly string[];
    readonly component?: { readonly imports: readonly string[]; readonly exports: readonly string[]; readonly target?: string };
  };
}

/** Components that are plugged into each other. `id` is its construct path. */
export interface WasmComposition {
  readonly id: string;
  readonly path: string;
  readonly root: WasmArtifact;
  readonly plugs: readonly WasmArtifact[];
  /** What the reference validator says of the composed component. */
  readonly outcome: CompositionOutcome;
}

export type CompositionOutcome =
  | { readonly fits: true; readonly composed: WasmArtifact }
  /** The types of an import and of the export it is plugged with disagree. */
  | { readonly fits: false; readonly mismatch: TypeMismatch }
  /** An import that no plug and no host satisfies is no mismatch; this is a plug that fits nothing, or bytes the validator refuses. */
  | { readonly fits: false; readonly refused: string }
  /** The validator could not be asked: the optional package is not installed. */
  | { readonly fits: 'unknown'; readonly reason: string };

export interface TypeMismatch {
  /** Such as `acme:rates/table@0.2.0`. */
  readonly import: string;
  /** Which plug was to satisfy it. */
  readonly plug: string;
  /** From the outside in: `function lookup`, `record rate`, `field valid-until`; as far as the validator says. */
  readonly within: readonly string[];
  readonly expected: string;
  readonly found: string;
  /** The validator's own words. */
  readonly message: string;
}

/** A workload that runs WebAssembly. */
export interface WasmWorkload {
  /** Construct path of the workload construct, above its manifest objects. */
  readonly path: string;
  /** The workload objects in the estate. */
  readonly workloads: readonly ObjectId[];
  readonly artifact: WasmArtifact;
  /** Construct path of the composition it runs, where it runs one. */
  readonly composition?: string;
  readonly grants: WasmGrants;
  /** What makes its pods: itself, or the operator of SpinKube. */
  readonly executor: 'deployment' | 'spin-app';
}

/** What a wasm workload may touch; nothing else. */
export interface WasmGrants {
  /** Paths in the container that it may open. */
  readonly files: readonly { readonly path: string; readonly readOnly: boolean }[];
  /**
   * What it may call, each with a TCP port: `10.20.8.0/24:5432` for addresses, `shop/app=ledger:5432` for pods of a namespace by their
   * labels. Empty for nothing.
   */
  readonly network: readonly string[];
  /** Names of environment variables. */
  readonly environment: readonly string[];
}

export interface WasmEstate {
  readonly compositions: readonly WasmComposition[];
  readonly wasmWorkloads: readonly WasmWorkload[];
}

export const NO_WASM: WasmEstate = { compositions: [], wasmWorkloads: [] };
