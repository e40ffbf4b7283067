import type { WasmOciManifest } from '../../../lib/estate';
import { artifact } from '../../../lib/rules/wasm/wsm-006-artifact';
import { judged, outcomes, refutations, text, undecideds } from '../../support/judge';
import { aContainer } from '../../support/kubernetes';
import { aModule, anArtifact, aSite, DIGEST, IMAGE } from '../../support/wasm/estate';

const OCI = anArtifact().oci!;
const site = (change: Partial<WasmOciManifest>) => aSite({ artifact: { oci: { ...OCI, ...change } } });
const config = (change: Partial<WasmOciManifest['config']>) => site({ config: { ...OCI.config, ...change } });
const wrong = (estate: ReturnType<typeof aSite>): string[] =>
  refutations(artifact, estate).flatMap(({ witness }) => witness.filter(({ label }) => label === 'wrong').map((each) => each.text));

describe('WSM-006', () => {
  test('passes for a component and a core module, and rests on what the registry has', () => {
    const [verdict] = judged(artifact, aSite());
    expect([verdict!.verdict, verdict!.premises!.map(({ statement }) => statement)]).toEqual([
      'proved',
      [`the registry has \`${IMAGE}\` as it was read or written here`],
    ]);
    expect(outcomes(artifact, aSite({ wasm: { artifact: aModule() } }))).toEqual(['proved']);
  });

  test.each<[string, ReturnType<typeof aSite>, string]>([
    [
      'a manifest of another type',
      site({ mediaType: 'a/b' }),
      'the manifest is of media type `a/b`, expected `application/vnd.oci.image.manifest.v1+json`',
    ],
    [
      'a container image',
      site({ configMediaType: 'application/vnd.oci.image.config.v1+json' }),
      'its configuration is of media type `application/vnd.oci.image.config.v1+json`, expected `application/vnd.wasm.config.v0+json`',
    ],
    [
      'two layers',
      site({ layers: [...OCI.layers, ...OCI.layers], config: { ...OCI.config, layerDigests: [DIGEST, DIGEST] } }),
      'it has 2 layers, and runtimes take one',
    ],
    [
      'a layer of another type',
      site({ layers: [{ mediaType: 'a/b', digest: DIGEST }] }),
      'its layer is of media type `a/b`, expected `application/wasm`',
    ],
    ['another architecture', config({ architecture: 'amd64' }), 'its architecture is `amd64`, expected `wasm`'],
    ['no architecture', config({ architecture: undefined }), 'its architecture is not said, expected `wasm`'],
    ['the os of a module', config({ os: 'wasip1' }), 'its os is `wasip1`, expected `wasip2` for a component'],
    ['no layerDigests', config({ layerDigests: undefined }), 'its `layerDigests` are missing'],
    ['other layerDigests', config({ layerDigests: ['sha256:1'] }), 'its `layerDigests` are not those of its layers'],
    ['no component', config({ component: undefined }), 'it has no `component`, which it must have for WASI 0.2'],
    ['an export too few', config({ component: { imports: [], exports: [] } }), '`component.exports` lacks `wasi:cli/run@0.2.0`'],
    [
      'an import too many',
      config({ component: { ...OCI.config.component!, imports: ['a:b/c'] } }),
      '`component.imports` names `a:b/c`, which the code does not have',
    ],
  ])('fails with %s', (_, estate, fault) => {
    expect(wrong(estate)).toEqual([fault]);
  });

  test('fails where the bytes are others', () => {
    const other = `sha256:${'c'.repeat(64)}`;
    expect(wrong(site({ layers: [{ mediaType: 'application/wasm', digest: other }], config: { ...OCI.config, layerDigests: [other] } }))).toEqual([
      `its layer is \`${other}\`, and the code is \`${DIGEST}\``,
    ]);
  });

  test('fails where the manifest of the pod pulls something else', () => {
    const estate = aSite({ deployment: { spec: { containers: [aContainer('wasm', { image: 'registry.example.com/pricing:1.0' })] } } });
    expect(text(refutations(artifact, estate)[0])).toEqual([
      'the artifact that `pricing` pulls is no valid one of WebAssembly',
      `artifact: ${IMAGE}`,
      `wrong: the manifest pulls \`registry.example.com/pricing:1.0\`, and the artifact is \`${OCI.digest}\``,
      'hint: the artifact that `writeOciLayout` writes, pushed',
    ]);
  });

  test('a module is of WASI preview 1', () => {
    const core = aModule();
    expect(wrong(aSite({ wasm: { artifact: { ...core, oci: { ...core.oci!, config: { ...core.oci!.config, os: 'wasip2' } } } } }))).toEqual([
      'its os is `wasip2`, expected `wasip1` for a core module',
    ]);
  });

  test('is undecided of a manifest that is not at hand, and of a SpinApp', () => {
    const unplaced = anArtifact({ oci: undefined });
    expect(undecideds(artifact, aSite({ wasm: { artifact: unplaced } })).map(({ reason }) => reason)).toEqual([
      'its image is pinned to a manifest that is not at hand',
    ]);
    expect(undecideds(artifact, aSite({ wasm: { executor: 'spin-app' } })).map(({ reason }) => reason)).toEqual([
      'a SpinApp pulls what `spin registry push` makes, which has a layout of its own',
    ]);
    expect(judged(artifact, aSite({ wasm: { composition: 'site/pricing' } }))).toEqual([]);
  });
});
