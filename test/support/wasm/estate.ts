import type {
  Estate,
  NodePool,
  RuntimeHandler,
  WasmArtifact,
  WasmEngineFacts,
  WasmExtern,
  WasmMemory,
  WasmWorkload,
  Workload,
} from '../../../lib/estate';
import { anEstate, type EstateParts } from '../estate';
import { aContainer, aKubernetesCluster, aPool, aRuntimeClass, aWorkload, CLUSTER, manifested, RUNC, type WorkloadParts } from '../kubernetes';

/** Estates with WebAssembly for tests: whatever a test does not speak of is as it should be. */

export const WASMTIME: WasmEngineFacts = { name: 'wasmtime', version: '36.0.10', shim: { name: 'containerd-shim-wasmtime-v1', version: '0.6.1' } };

export function aHandler(engine: WasmEngineFacts | undefined = WASMTIME, change: Partial<RuntimeHandler> = {}): RuntimeHandler {
  return {
    handler: 'wasmtime',
    runtimeType: 'io.containerd.wasmtime.v1',
    isolation: 'wasm',
    plugin: 'io.containerd.cri.v1.runtime',
    ...(engine && { engine }),
    ...change,
  };
}

export const DIGEST = `sha256:${'a'.repeat(64)}`;
const MANIFEST = `sha256:${'b'.repeat(64)}`;
export const IMAGE = `registry.example.com/pricing:1.0@${MANIFEST}`;

export function aMemory(change: Partial<WasmMemory> = {}): WasmMemory {
  return { minimum: 1, maximum: 16, pageBytes: 65_536, shared: false, memory64: false, imported: false, ...change };
}

export function instance(name: string, change: Partial<WasmExtern> = {}): WasmExtern {
  return { name, kind: 'instance', ...change };
}

export function anArtifact(change: Partial<WasmArtifact> = {}): WasmArtifact {
  return {
    name: 'components/pricing.wasm',
    digest: DIGEST,
    kind: 'component',
    features: ['component-model'],
    imports: [],
    exports: [instance('wasi:cli/run@0.2.0')],
    memories: [aMemory()],
    oci: {
      reference: IMAGE,
      digest: MANIFEST,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      configMediaType: 'application/vnd.wasm.config.v0+json',
      layers: [{ mediaType: 'application/wasm', digest: DIGEST }],
      config: {
        architecture: 'wasm',
        os: 'wasip2',
        layerDigests: [DIGEST],
        component: { imports: (change.imports ?? []).map(({ name }) => name), exports: ['wasi:cli/run@0.2.0'] },
      },
    },
    ...change,
  };
}

export function aModule(change: Partial<WasmArtifact> = {}): WasmArtifact {
  const { oci } = anArtifact();
  return anArtifact({
    name: 'modules/pricing.wasm',
    kind: 'module',
    features: [],
    exports: [{ name: '_start', kind: 'function' }],
    oci: { ...oci!, config: { ...oci!.config, component: undefined, os: 'wasip1' } },
    ...change,
  });
}

export function aWasmWorkload(change: Partial<WasmWorkload> = {}): WasmWorkload {
  return {
    path: `${CLUSTER}/shop/pricing`,
    workloads: [`${CLUSTER}/shop/Deployment/pricing`],
    artifact: anArtifact(),
    grants: { files: [], network: [], environment: [] },
    executor: 'deployment',
    ...change,
  };
}

/** The Deployment that a `WasmWorkload` makes. */
export function theDeployment({ spec = {}, ...change }: WorkloadParts = {}): Workload {
  const container = aContainer('wasm', { image: IMAGE, resources: { limits: { memory: '64Mi' } } });
  return aWorkload('pricing', {
    spec: { runtimeClassName: 'wasmtime', automountServiceAccountToken: false, containers: [container], ...spec },
    ...change,
  });
}

export function wasmPool(change: Partial<NodePool> = {}): NodePool {
  return aPool('wasm', 2, {
    labels: { 'strata.dev/pool': 'wasm' },
    taints: [{ key: 'wasm', value: '', effect: 'NoSchedule' }],
    handlers: [RUNC, aHandler()],
    ...change,
  });
}

export const CLASS = aRuntimeClass('wasmtime', 'wasmtime', {
  nodeSelector: { 'strata.dev/pool': 'wasm' },
  tolerations: [{ key: 'wasm', operator: 'Equal', value: '', effect: 'NoSchedule' }],
});

/** A policy over the pods of `pricing`. */
export function aPolicy(
  name: string,
  egress: readonly unknown[] | undefined,
  change: Record<string, unknown> = {},
): Estate['kubernetes']['networkPolicies'][number] {
  const spec = { podSelector: { matchLabels: { app: 'pricing' } }, policyTypes: ['Egress'], ...(egress && { egress }), ...change };
  return { ...manifested('networking.k8s.io/v1', 'NetworkPolicy', name), spec };
}

export interface SiteParts extends Omit<EstateParts, 'wasm' | 'kubernetes'> {
  readonly wasm?: Partial<WasmWorkload>;
  readonly artifact?: Partial<WasmArtifact>;
  readonly deployment?: WorkloadParts;
  readonly pools?: readonly NodePool[];
  readonly kubernetes?: EstateParts['kubernetes'];
  readonly compositions?: Estate['wasm']['compositions'];
}

/** A cluster with a general pool, a pool of WebAssembly, and `pricing` on that. */
export function aSite({ wasm = {}, artifact, deployment, pools, kubernetes = {}, compositions = [], ...parts }: SiteParts = {}): Estate {
  const own = aWasmWorkload({ ...(artifact && { artifact: anArtifact(artifact) }), ...wasm });
  return anEstate({
    ...parts,
    kubernetes: {
      kubernetesClusters: [aKubernetesCluster()],
      nodePools: pools ?? [aPool('general', 3), wasmPool()],
      workloads: [theDeployment(deployment)],
      runtimeClasses: [CLASS],
      networkPolicies: [aPolicy('grants', [])],
      ...kubernetes,
    },
    wasm: { wasmWorkloads: [own], compositions },
  });
}
