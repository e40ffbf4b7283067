import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart, Size, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { declarationsIn, type Declaration } from '../../../lib/estate';
import { ociArtifactOf } from '../../../lib/estate/read/wasm';
import { OciImage } from '../../../lib/layers/container';
import { WasmComponent, WasmComposition, WasmFiles, WasmModule, WasmRuntime, WasmWorkload, type WasmWorkloadProps } from '../../../lib/layers/wasm';
import { parsed } from '../../support/wasm/jco';
import { base, pricing, rates } from '../../support/wasm/rates';

const IMAGE = OciImage.of('registry.example.com/rates:1.0');

describe('a workload of WebAssembly', () => {
  let folder: string;
  let component: WasmComponent;
  let module: WasmModule;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'strata-wasm-'));
    const file = (name: string, bytes: Uint8Array): string => {
      writeFileSync(join(folder, name), bytes);
      return join(folder, name);
    };
    component = WasmComponent.fromFile(file('rates.wasm', rates()));
    module = WasmModule.fromFile(file('module.wasm', parsed('(module)')));
    file('pricing.wasm', pricing());
    file('base.wasm', base());
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  interface Made {
    readonly chart: Chart;
    readonly workload: WasmWorkload;
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a manifest may hold anything
    readonly objects: any[];
    readonly declared: Extract<Declaration, { kind: 'wasm-workload' }>;
  }
  const made = (props: Partial<WasmWorkloadProps>): Made => {
    const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
    const workload = new WasmWorkload(chart, 'pricing', { component, image: IMAGE, memory: Size.mebibytes(64), ...props });
    const declared = declarationsIn(chart).find((each) => each.kind === 'wasm-workload')!;
    return { chart, workload, objects: Testing.synth(chart), declared: declared as never };
  };

  test('is a Deployment that is granted nothing', () => {
    const { objects, declared } = made({ replicas: 4, cpuMillis: 50, port: 8080, args: ['serve'], labels: { tier: 'back' } });
    expect(objects.map(({ kind }) => kind)).toEqual(['Deployment', 'NetworkPolicy']);
    const [deployment, policy] = objects;
    expect(deployment.spec.replicas).toBe(4);
    const { metadata, spec } = deployment.spec.template;
    expect(spec.runtimeClassName).toBe('wasmtime');
    expect(spec.automountServiceAccountToken).toBe(false);
    expect(spec.volumes).toBeUndefined();
    expect(spec.containers[0]).toMatchObject({
      command: ['/pricing.wasm'],
      args: ['serve'],
      ports: [{ containerPort: 8080 }],
      resources: { requests: { memory: '64Mi', cpu: '50m' }, limits: { memory: '64Mi' } },
      securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    });
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 65_532, seccompProfile: { type: 'RuntimeDefault' } });
    expect(metadata.labels).toMatchObject({ tier: 'back', ...deployment.spec.selector.matchLabels });
    expect(policy.spec).toEqual({ podSelector: deployment.spec.selector, policyTypes: ['Egress'], egress: [] });
    expect(declared.grants).toEqual({ files: [], network: [], environment: [] });
  });

  test('pulls the artifact that its bytes make', () => {
    const { workload, objects, declared } = made({});
    const written = ociArtifactOf(component.artifact, rates());
    expect(workload.image.reference).toBe(`registry.example.com/rates:1.0@${written.digest}`);
    expect(objects[0].spec.template.spec.containers[0].image).toBe(workload.image.reference);
    expect(declared.artifact.oci).toEqual({ reference: workload.image.reference, ...written.facts });
    expect(declarationsIn(made({}).chart).filter(({ kind }) => kind === 'input')).toHaveLength(1);
  });

  test('leaves a digest of another artifact as it is, whose content nobody knows', () => {
    const pinned = IMAGE.withDigest(`sha256:${'1'.repeat(64)}`);
    const { workload, declared } = made({ image: pinned });
    expect(workload.image.reference).toBe(pinned.reference);
    expect(declared.artifact.oci).toBeUndefined();
    const own = IMAGE.withDigest(ociArtifactOf(component.artifact, rates()).digest);
    expect(made({ image: own }).declared.artifact.oci).toMatchObject({ reference: own.reference });
  });

  test('takes the image that the component came from', () => {
    component.writeOciLayout(join(folder, 'layout'), '1.0');
    const copied = WasmComponent.fromOciLayout(join(folder, 'layout'), IMAGE);
    const { workload, declared } = made({ component: copied, image: undefined });
    expect(workload.image.reference).toBe(copied.image!.reference);
    expect(declared.artifact.oci!.digest).toBe(copied.artifact.oci!.digest);
  });

  test('mounts, is told and may call what it is granted', () => {
    const { objects, declared } = made({
      grants: {
        files: [
          WasmFiles.configMap('/etc/rates', 'rates'),
          WasmFiles.scratch('/tmp'),
          WasmFiles.claim('/data', 'data', { readOnly: false }),
          WasmFiles.secret('/etc/keys', 'keys'),
        ],
        network: ['10.20.8.14:5432', 'shop/app=ledger,tier=back:8080'],
        environment: { LOG_LEVEL: 'info' },
      },
    });
    const { containers, volumes } = objects[0].spec.template.spec;
    expect(containers[0].env).toEqual([{ name: 'LOG_LEVEL', value: 'info' }]);
    expect(containers[0].volumeMounts).toEqual([
      { name: 'files-1', mountPath: '/etc/rates', readOnly: true },
      { name: 'files-2', mountPath: '/tmp', readOnly: false },
      { name: 'files-3', mountPath: '/data', readOnly: false },
      { name: 'files-4', mountPath: '/etc/keys', readOnly: true },
    ]);
    expect(volumes).toEqual([
      { name: 'files-1', configMap: { name: 'rates' } },
      { name: 'files-2', emptyDir: {} },
      { name: 'files-3', persistentVolumeClaim: { claimName: 'data', readOnly: false } },
      { name: 'files-4', secret: { secretName: 'keys' } },
    ]);
    expect(objects[1].spec.egress).toEqual([
      { to: [{ ipBlock: { cidr: '10.20.8.14/32' } }], ports: [{ protocol: 'TCP', port: 5432 }] },
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } },
            podSelector: { matchLabels: { app: 'ledger', tier: 'back' } },
          },
        ],
        ports: [{ protocol: 'TCP', port: 8080 }],
      },
    ]);
    expect(declared.grants).toEqual({
      files: [
        { path: '/etc/rates', readOnly: true },
        { path: '/tmp', readOnly: false },
        { path: '/data', readOnly: false },
        { path: '/etc/keys', readOnly: true },
      ],
      network: ['10.20.8.14:5432', 'shop/app=ledger,tier=back:8080'],
      environment: ['LOG_LEVEL'],
    });
  });

  test('is a SpinApp with the executor that it needs, once a chart', () => {
    const { chart, declared } = made({ executor: 'spin-app', grants: { environment: { log_level: 'info' } }, runtime: WasmRuntime.spin() });
    new WasmWorkload(chart, 'other', { component, image: IMAGE, memory: Size.mebibytes(64), executor: 'spin-app' });
    const objects = Testing.synth(chart);
    expect(objects.map(({ kind }) => kind).sort()).toEqual(['NetworkPolicy', 'NetworkPolicy', 'SpinApp', 'SpinApp', 'SpinAppExecutor']);
    const app = objects.find(({ kind }) => kind === 'SpinApp');
    expect(app.spec).toMatchObject({
      executor: 'containerd-shim-spin-spin',
      image: 'registry.example.com/rates:1.0',
      replicas: 1,
      variables: [{ name: 'log_level', value: 'info' }],
      resources: { limits: { memory: '64Mi' } },
    });
    expect(objects.find(({ kind }) => kind === 'SpinAppExecutor').spec).toEqual({
      createDeployment: true,
      deploymentConfig: { runtimeClassName: 'spin', installDefaultCACerts: false },
    });
    const policy = objects.find(({ kind }) => kind === 'NetworkPolicy');
    expect(policy.spec.podSelector).toEqual({ matchLabels: { 'core.spinkube.dev/app-name': app.metadata.name } });
    expect(declared).toMatchObject({ executor: 'spin-app', artifact: { digest: component.artifact.digest } });
  });

  test('runs a composition, and a core module', () => {
    const chart = new Chart(new App(), 'shop');
    const plugs = ['rates.wasm', 'base.wasm'].map((name) => WasmComponent.fromFile(join(folder, name)));
    const whole = new WasmComposition(chart, 'whole', { root: WasmComponent.fromFile(join(folder, 'pricing.wasm')), plugs });
    const memory = Size.mebibytes(64);
    new WasmWorkload(chart, 'a', { component: whole, image: IMAGE, memory });
    new WasmWorkload(chart, 'b', { module, image: IMAGE, memory, runtime: WasmRuntime.wasmtime({ handler: 'wasm' }) });
    const [a, b] = declarationsIn(chart).filter((each) => each.kind === 'wasm-workload');
    expect(a).toMatchObject({ composition: 'shop/whole', artifact: { digest: whole.artifact.digest } });
    expect(b).toMatchObject({ artifact: { kind: 'module', oci: { config: { os: 'wasip1' } } } });
    expect(b).not.toHaveProperty('composition');
    expect(Testing.synth(chart).filter(({ kind }) => kind === 'Deployment')[1].spec.template.spec.runtimeClassName).toBe('wasm');
  });

  test.each<[string, (own: WasmComponent, core: WasmModule) => Partial<WasmWorkloadProps>, RegExp]>([
    ['neither a component nor a module', () => ({ component: undefined }), /it runs a component or a core module, got neither/],
    ['both', (_, core) => ({ module: core }), /got both; give one of `component` and `module`/],
    ['a component as a module', (own) => ({ component: undefined, module: own }), /module is ".*rates.wasm", a component; give it as `component`/],
    ['no image', () => ({ image: undefined }), /\[shop\/pricing\] nodes have to pull ".*rates.wasm" from somewhere; say where as `image`/],
    ['a text as image', () => ({ image: 'registry.example.com/a' as never }), /image must be an OciImage/],
    ['no memory', () => ({ memory: undefined }), /memory must be a Size/],
    ['no replicas', () => ({ replicas: 0 }), /replicas must be a whole number of at least 1, got 0/],
    ['a runtime that is none', () => ({ runtime: {} as never }), /runtime must be a WasmRuntime/],
    ['a port that is none', () => ({ port: 70_000 }), /port must be a whole number from 1 to 65535/],
    [
      'a name of no variable',
      () => ({ grants: { environment: { 'a-b': '' } } }),
      /a name of grants.environment must be letters, digits and "_", no digit first, got "a-b"/,
    ],
    ['a name of no variable of Spin', () => ({ executor: 'spin-app', grants: { environment: { LOG: '' } } }), /must be a variable of Spin/],
    ['a value that is no text', () => ({ grants: { environment: { A: 1 as never } } }), /grants.environment.A must be a text, got 1/],
    ['one path twice', () => ({ grants: { files: [WasmFiles.scratch('/a'), WasmFiles.scratch('/a')] } }), /paths of grants.files must differ/],
    [
      'a host without a port',
      () => ({ grants: { network: ['10.0.0.1'] } }),
      /a grant of the network must be addresses or pods with a TCP port, got "10.0.0.1"/,
    ],
    ['a name of a host', () => ({ grants: { network: ['db.example.com:5432'] } }), /got "db.example.com:5432"/],
    ['a port beyond all', () => ({ grants: { network: ['10.0.0.1:70000'] } }), /got "10.0.0.1:70000"/],
  ])('refuses %s', (_, change, message) => {
    expect(() => made(change(component, module))).toThrow(message);
  });

  test('refuses to stand outside a chart, and a path that is none', () => {
    const props = { component, image: IMAGE, memory: Size.mebibytes(1) };
    expect(() => new WasmWorkload(new Construct(new App(), 'nowhere'), 'pricing', props)).toThrow(/it stands in no chart/);
    expect(() => WasmFiles.scratch('tmp')).toThrow(/mountPath must be an absolute path without a colon, got "tmp"/);
  });
});
