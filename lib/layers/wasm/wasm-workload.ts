import { ApiObject, Chart, Names } from 'cdk8s';
import { Construct } from 'constructs';
import { declare, recordOrigin, type WasmArtifact, type WasmGrants } from '../../estate';
import { ociArtifactOf } from '../../estate/read/wasm';
import { brand, isBranded } from '../brand';
import { checkCount, checkDistinct, checkKind, checkKinds, checkOneOf, checkProps, checkTexts, checkWhole, got, ifGiven } from '../check';
import { ConstructError } from '../construct-error';
import type { OciImage } from '../container';
import { SIZE } from '../kind';
import { OCI_IMAGE, WASM_CODE, WASM_FILES, WASM_RUNTIME } from './kinds';
import { egressOf } from './network-grant';
import { SPIN, WASMTIME } from './shims';
import { declareInputs, type IWasmCode } from './wasm-code';
import type { WasmFiles } from './wasm-files';
import { deploymentSpec, spinAppSpec, type WasmManifest } from './wasm-manifests';
import type { WasmWorkloadProps } from './wasm-workload-props';

const WASM_WORKLOAD = Symbol.for('cdk-strata.WasmWorkload');
const ENVIRONMENT = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Names of variables in Spin: https://spinframework.dev/v3/manifest-reference */
const SPIN_VARIABLE = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/;
/** The operator gives it to the pods of a SpinApp. */
const SPIN_APP_LABEL = 'core.spinkube.dev/app-name';
const SPIN_API = 'core.spinkube.dev/v1alpha1';
const EXECUTOR = 'containerd-shim-spin';

/**
 * A program of WebAssembly in a chart: a Deployment under a runtime for WebAssembly, or a SpinApp. It may touch what it is granted, and
 * nothing else: a NetworkPolicy keeps it from the network, and it mounts and is told no more than `grants` says.
 *
 * @example
 * new WasmWorkload(shop, 'pricing', { component: pricing, image: OciImage.of('registry.example.com/pricing:1.4'), memory: Size.mebibytes(64) });
 */
export class WasmWorkload extends Construct {
  public static isWasmWorkload(x: unknown): x is WasmWorkload {
    return isBranded(x, WASM_WORKLOAD);
  }

  /** The Deployment or SpinApp. */
  public readonly workload: ApiObject;
  /** What nodes pull, pinned where the artifact is known. */
  public readonly image: OciImage;
  private readonly code: IWasmCode;
  private readonly spin: boolean;

  /** @throws when it stands in no chart, names no code or two, or no image */
  public constructor(scope: Construct, id: string, props: WasmWorkloadProps) {
    super(scope, id);
    brand(this, WASM_WORKLOAD);
    recordOrigin(this);
    checkProps(this, 'props', props, ['memory']);
    if (!this.node.scopes.some((each) => Chart.isChart(each))) {
      throw new ConstructError(
        this,
        "it stands in no chart, and its manifests have to go somewhere; make it in one, such as `cluster.chart('shop')`",
      );
    }
    this.code = this.codeOf(props);
    this.spin = checkOneOf(this, 'executor', props.executor ?? 'deployment', ['deployment', 'spin-app']) === 'spin-app';
    const files = checkKinds(this, 'grants.files', props.grants?.files ?? [], WASM_FILES);
    checkDistinct(
      this,
      'paths of grants.files',
      files.map(({ mountPath }) => mountPath),
    );
    const network = checkTexts(this, 'grants.network', props.grants?.network ?? []);
    const environment = this.environmentOf(props.grants?.environment ?? {});
    const { image, artifact } = this.imageOf(props.image);
    this.image = image;
    this.workload = this.render(this.manifestOf(props, files, environment));
    this.closeNetwork(network);
    const grants: WasmGrants = {
      files: files.map(({ mountPath: path, readOnly }) => ({ path, readOnly })),
      network,
      environment: Object.keys(environment),
    };
    const { compositionPath } = this.code;
    declare(this, {
      kind: 'wasm-workload',
      of: this.node.path,
      artifact,
      ...(compositionPath !== undefined && { composition: compositionPath }),
      grants,
      executor: this.spin ? 'spin-app' : 'deployment',
    });
    declareInputs(this, this.code);
  }

  private codeOf({ component, module }: WasmWorkloadProps): IWasmCode {
    if ((component === undefined) === (module === undefined)) {
      const given = component === undefined ? 'neither' : 'both';
      throw new ConstructError(this, `it runs a component or a core module, got ${given}; give one of \`component\` and \`module\``);
    }
    const [what, code, kind] = component === undefined ? (['module', module!, 'module'] as const) : (['component', component, 'component'] as const);
    checkKind(this, what, code, WASM_CODE);
    if (code.artifact.kind === kind) return code;
    throw new ConstructError(this, `${what} is "${code.artifact.name}", a ${code.artifact.kind}; give it as \`${code.artifact.kind}\``);
  }

  private environmentOf(environment: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    const form = this.spin ? SPIN_VARIABLE : ENVIRONMENT;
    for (const [name, value] of Object.entries(environment)) {
      const allowed = this.spin ? 'a variable of Spin, of lower-case words with "_" between them' : 'letters, digits and "_", no digit first';
      if (!form.test(name)) throw new ConstructError(this, `a name of grants.environment must be ${allowed}, got ${got(name)}`);
      if (typeof value !== 'string') throw new ConstructError(this, `grants.environment.${name} must be a text, got ${got(value)}`);
    }
    return environment;
  }

  /** The image as it goes into the manifest, and the artifact with the manifest of what lies there, as far as it is known. */
  private imageOf(given: OciImage | undefined): { image: OciImage; artifact: WasmArtifact } {
    const { artifact, bytes, image: own } = this.code;
    const image = ifGiven(given, (each) => checkKind(this, 'image', each, OCI_IMAGE)) ?? own;
    if (image === undefined) {
      throw new ConstructError(
        this,
        `nodes have to pull "${artifact.name}" from somewhere; say where as \`image\`, such as \`OciImage.of('registry.example.com/${this.node.id}:1.0')\`, and push what \`writeOciLayout\` writes`,
      );
    }
    if (artifact.oci !== undefined && (given === undefined || given.digest === artifact.oci.digest)) {
      return { image, artifact: { ...artifact, oci: { ...artifact.oci, reference: image.reference } } };
    }
    const unplaced: WasmArtifact = { ...artifact, oci: undefined };
    if (this.spin || bytes === undefined) return { image, artifact: unplaced };
    const written = ociArtifactOf(artifact, bytes);
    if (image.digest !== undefined && image.digest !== written.digest) return { image, artifact: unplaced };
    const pinned = image.withDigest(written.digest);
    return { image: pinned, artifact: { ...unplaced, oci: { reference: pinned.reference, ...written.facts } } };
  }

  private manifestOf(props: WasmWorkloadProps, files: readonly WasmFiles[], environment: Readonly<Record<string, string>>): WasmManifest {
    const { cpuMillis, port } = props;
    const runtime = ifGiven(props.runtime, (each) => checkKind(this, 'runtime', each, WASM_RUNTIME));
    const kibibytes = checkKind(this, 'memory', props.memory, SIZE).toKibibytes();
    ifGiven(cpuMillis, (millis) => checkWhole(this, 'cpuMillis', millis, { low: 1 }));
    ifGiven(port, (number) => checkWhole(this, 'port', number, { low: 1, high: 65_535 }));
    return {
      image: this.image.reference,
      runtimeClassName: runtime?.handler ?? (this.spin ? SPIN : WASMTIME).handler,
      replicas: checkCount(this, props.replicas ?? 1, 'replicas'),
      memory: kibibytes % 1024 === 0 ? `${kibibytes / 1024}Mi` : `${kibibytes}Ki`,
      ...(cpuMillis !== undefined && { cpuMillis }),
      program: this.node.id.toLowerCase().replace(/[^a-z0-9-]+/g, '-'),
      args: checkTexts(this, 'args', props.args ?? []),
      ...(port !== undefined && { port }),
      files,
      environment,
      labels: props.labels ?? {},
    };
  }

  private render(manifest: WasmManifest): ApiObject {
    if (!this.spin) {
      const spec = deploymentSpec(manifest, this.selector());
      return new ApiObject(this, 'Resource', { apiVersion: 'apps/v1', kind: 'Deployment', spec });
    }
    const { runtimeClassName } = manifest;
    const executor = `${EXECUTOR}-${runtimeClassName}`;
    const chart = Chart.of(this);
    if (chart.node.tryFindChild(executor) === undefined) {
      new ApiObject(chart, executor, {
        apiVersion: SPIN_API,
        kind: 'SpinAppExecutor',
        metadata: { name: executor },
        spec: { createDeployment: true, deploymentConfig: { runtimeClassName, installDefaultCACerts: false } },
      });
    }
    return new ApiObject(this, 'Resource', { apiVersion: SPIN_API, kind: 'SpinApp', spec: spinAppSpec(manifest, executor) });
  }

  private selector(): Readonly<Record<string, string>> {
    return { 'app.kubernetes.io/name': Names.toLabelValue(this) };
  }

  /** Lets its pods call what they are granted. Policies add up, so that what another one lets through is for WSM-007 to find. */
  private closeNetwork(network: readonly string[]): void {
    const matchLabels = this.spin ? { [SPIN_APP_LABEL]: this.workload.name } : this.selector();
    new ApiObject(this, 'grants', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      spec: { podSelector: { matchLabels }, policyTypes: ['Egress'], egress: network.map(egressOf) },
    });
  }
}
