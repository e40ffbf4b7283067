import { join } from 'node:path';
import { ApiObject, Size } from 'cdk8s';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { StrataApp } from 'cdk-strata';
import { Containerd, OciImage } from 'cdk-strata/container';
import { Cni, KubernetesCluster, KubernetesVersion, PodSecurity } from 'cdk-strata/kubernetes';
import { WasmComponent, WasmComposition, WasmRuntime, WasmWorkload } from 'cdk-strata/wasm';

const component = (name: string): WasmComponent => WasmComponent.fromFile(join(__dirname, 'components', name));

/** A function of two components, on nodes that run WebAssembly. */
export class WasmFunctions extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);

    const prod = KubernetesCluster.fromAttributes(this, 'prod', {
      version: KubernetesVersion.V1_34,
      cni: Cni.cilium(),
      pools: {
        general: { replicas: 3, cpus: 8, memory: Size.gibibytes(32) },
        wasm: {
          replicas: 2,
          cpus: 4,
          memory: Size.gibibytes(16),
          labels: { 'example.com/runs': 'wasm' },
          taint: 'wasm',
          containerd: Containerd.of({ version: '2.1' }),
          runtimes: [WasmRuntime.wasmtime()],
        },
      },
    });

    // A cluster that Strata makes brings it along; this one stands already.
    new ApiObject(prod.chart('runtimes'), 'wasmtime', {
      apiVersion: 'node.k8s.io/v1',
      kind: 'RuntimeClass',
      metadata: { name: 'wasmtime' },
      handler: 'wasmtime',
      scheduling: {
        nodeSelector: { 'example.com/runs': 'wasm' },
        tolerations: [{ key: 'wasm', operator: 'Equal', value: '', effect: 'NoSchedule' }],
      },
    });

    const pricing = new WasmComposition(this, 'pricing', { root: component('pricing.wasm'), plugs: [component('rates.wasm')] });
    const functions = prod.chart('functions', { namespace: 'functions', podSecurity: PodSecurity.restricted() });
    new WasmWorkload(functions, 'pricing', {
      component: pricing,
      image: OciImage.of('registry.example.com/functions/pricing:1.0'),
      replicas: 4,
      memory: Size.mebibytes(64),
      cpuMillis: 50,
      port: 8080,
    });
  }
}

export function build(app: StrataApp): void {
  new WasmFunctions(app, 'functions');
}

if (require.main === module) {
  const app = new StrataApp();
  build(app);
  app.synth();
}
