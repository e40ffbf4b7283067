import type { Estate, WasmArtifact, WasmOciManifest, WasmWorkload } from '../../estate';
import type { Rule } from '../rule';
import type { Verdict } from '../verdict';
import { count, listed, quoted } from '../wording';
import { hasItsBytes, subjectOfWasm, wasmName, workloadsOf } from './sites';

const LAYOUT = 'https://tag-runtime.cncf.io/wgs/wasm/deliverables/wasm-oci-artifact/';
const MEDIA = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.wasm.config.v0+json',
  layer: 'application/wasm',
} as const;

export const artifact: Rule = {
  id: 'WSM-006',
  title: 'The OCI artifact is one of WebAssembly',
  decides:
    'What a workload pulls is an artifact in the layout for WebAssembly: one layer of its media type with the very bytes that were read, and a configuration that says `wasm`, the WASI it is for and, of a component, what it imports and exports.',
  why: 'A runtime takes an artifact of another form for a container image, and finds no program in it.',
  severity: 'error',
  evidence: 'The reference, what is wrong with its manifest, and what the layout asks for.',
  sources: [LAYOUT, 'https://github.com/opencontainers/image-spec/blob/main/manifest.md'],
  *check(estate: Estate): Iterable<Verdict> {
    for (const wasm of estate.wasm.wasmWorkloads) if (hasItsBytes(estate, wasm)) yield decide(estate, wasm);
  },
};

function decide(estate: Estate, wasm: WasmWorkload): Verdict {
  const { artifact: code } = wasm;
  const subject = { ...subjectOfWasm(wasm), attribute: 'image' };
  const open = (reason: string, decidedBy: string): Verdict => ({
    verdict: 'undecided',
    subject,
    key: 'artifact',
    message: `whether ${wasmName(wasm)} pulls the code that was read`,
    reason,
    decidedBy,
  });
  if (wasm.executor === 'spin-app') {
    return open(
      'a SpinApp pulls what `spin registry push` makes, which has a layout of its own',
      'the component as a Deployment, or the registry looked at by hand',
    );
  }
  const { oci } = code;
  if (oci === undefined) {
    return open(
      'its image is pinned to a manifest that is not at hand',
      'the component read by `fromOciLayout` of a copy of the artifact, or an image without a digest: it is pinned to what `writeOciLayout` writes then',
    );
  }
  const pulled = workloadsOf(estate, wasm).flatMap(({ pod }) => pod.spec.containers.map(({ image }) => image ?? ''));
  const strange = pulled.find((image) => !image.endsWith(`@${oci.digest}`));
  const faults = [
    ...(strange === undefined ? [] : [`the manifest pulls ${quoted(strange)}, and the artifact is ${quoted(oci.digest)}`]),
    ...faultsOf(code, oci),
  ];
  if (faults.length === 0) {
    return {
      verdict: 'proved',
      subject,
      premises: [
        {
          id: `wasm-pushed:${oci.digest}`,
          kind: 'stated',
          statement: `the registry has ${quoted(oci.reference)} as it was read or written here`,
          subject: wasm.path,
        },
      ],
    };
  }
  return {
    verdict: 'refuted',
    subject,
    key: 'artifact',
    message: `the artifact that ${wasmName(wasm)} pulls is no valid one of WebAssembly`,
    witness: [{ label: 'artifact', text: oci.reference }, ...faults.map((text) => ({ label: 'wrong', text }))],
    remedies: [{ text: 'the artifact that `writeOciLayout` writes, pushed' }],
  };
}

/** What the layout does not allow, in the order of the manifest. */
function faultsOf(code: WasmArtifact, { mediaType, configMediaType, layers, config }: WasmOciManifest): string[] {
  const faults: string[] = [];
  if (mediaType !== MEDIA.manifest) faults.push(`the manifest is of media type ${quoted(mediaType)}, expected ${quoted(MEDIA.manifest)}`);
  if (configMediaType !== MEDIA.config)
    faults.push(`its configuration is of media type ${quoted(configMediaType)}, expected ${quoted(MEDIA.config)}`);
  if (layers.length !== 1) faults.push(`it has ${count(layers.length, 'layer')}, and runtimes take one`);
  const [layer] = layers;
  if (layer && layer.mediaType !== MEDIA.layer) faults.push(`its layer is of media type ${quoted(layer.mediaType)}, expected ${quoted(MEDIA.layer)}`);
  if (layer && layer.digest !== code.digest) faults.push(`its layer is ${quoted(layer.digest)}, and the code is ${quoted(code.digest)}`);
  const { architecture, os, layerDigests, component } = config;
  if (architecture !== 'wasm') faults.push(`its architecture is ${said(architecture)}, expected \`wasm\``);
  const wanted = code.kind === 'component' ? 'wasip2' : 'wasip1';
  if (os !== wanted)
    faults.push(`its os is ${said(os)}, expected ${quoted(wanted)} for a ${code.kind === 'component' ? 'component' : 'core module'}`);
  if (layerDigests === undefined || layerDigests.join() !== layers.map(({ digest }) => digest).join()) {
    faults.push(`its \`layerDigests\` ${layerDigests === undefined ? 'are missing' : 'are not those of its layers'}`);
  }
  if (code.kind === 'component') faults.push(...componentFaults(code, component));
  return faults;
}

function componentFaults(code: WasmArtifact, component: WasmOciManifest['config']['component']): string[] {
  if (component === undefined) return ['it has no `component`, which it must have for WASI 0.2'];
  return (['imports', 'exports'] as const).flatMap((side) => {
    const real = code[side].map(({ name }) => name);
    const missing = real.filter((name) => !component[side].includes(name));
    const idle = component[side].filter((name) => !real.includes(name));
    return [
      ...(missing.length > 0 ? [`\`component.${side}\` lacks ${listed(missing.map(quoted))}`] : []),
      ...(idle.length > 0 ? [`\`component.${side}\` names ${listed(idle.map(quoted))}, which the code does not have`] : []),
    ];
  });
}

function said(value: string | undefined): string {
  return value === undefined ? 'not said' : quoted(value);
}
