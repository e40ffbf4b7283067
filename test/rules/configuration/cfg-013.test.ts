import fc from 'fast-check';
import { NO_WASM, type Container, type Estate, type ImagePlatform, type LockedImage, type NodePool, type RuntimeHandler } from '../../../lib/estate';
import { images } from '../../../lib/rules/configuration/cfg-013-images';
import { matches } from '../../../lib/rules/configuration/cfg-013-platforms';
import { anEstate } from '../../support/estate';
import { judged, mends, outcomes, refutations, text, undecideds } from '../../support/judge';
import { aContainer, aKubernetesCluster, aPool, aRuntimeClass, aWorkload, CLUSTER, RUNC, type WorkloadParts } from '../../support/kubernetes';
import { anArtifact, aWasmWorkload } from '../../support/wasm/estate';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const WEB = 'registry.example.com/web:1.4';
const PINNED = `${WEB}@${digest('a')}`;
const amd64: ImagePlatform = { os: 'linux', architecture: 'amd64', digest: digest('1') };
const arm64: ImagePlatform = { os: 'linux', architecture: 'arm64', variant: 'v8', digest: digest('2') };
const wasip1: ImagePlatform = { os: 'wasip1', architecture: 'wasm' };
const WASMTIME: RuntimeHandler = { handler: 'wasmtime', runtimeType: 'io.containerd.wasmtime.v1', isolation: 'wasm', plugin: RUNC.plugin };

function locked(platforms: readonly ImagePlatform[], change: Partial<LockedImage> = {}): LockedImage {
  return { reference: WEB, digest: digest('a'), platforms, referrers: [], file: 'images.lock.json', ...change };
}

interface Parts {
  readonly pools?: readonly NodePool[];
  readonly lock?: readonly LockedImage[];
  readonly workload?: WorkloadParts;
  readonly containers?: readonly Container[];
  readonly runtimeClasses?: readonly ReturnType<typeof aRuntimeClass>[];
}

/** Workload `shop/web` with one image, on a cluster with one pool of two amd64 nodes. */
function world(
  image: string | undefined,
  { pools = [aPool('general', 2)], lock = [], workload = {}, containers, runtimeClasses = [] }: Parts = {},
): Estate {
  const { spec, ...rest } = workload;
  const own: readonly Container[] = containers ?? [image === undefined ? { name: 'web' } : aContainer('web', { image })];
  return anEstate({
    images: lock,
    kubernetes: {
      kubernetesClusters: [aKubernetesCluster()],
      nodePools: pools,
      runtimeClasses,
      workloads: [aWorkload('web', { ...rest, spec: { containers: own, ...spec } })],
    },
  });
}

const arm = aPool('arm', 2, { architecture: 'arm64' });
const general = aPool('general', 2);

describe('CFG-013', () => {
  test('passes where the image is pinned and built for the nodes, and says what that rests on', () => {
    const [verdict, ...others] = judged(images, world(PINNED, { lock: [locked([amd64, arm64])], pools: [general, arm] }));
    expect(others).toEqual([]);
    expect(verdict).toMatchObject({ verdict: 'proved', subject: { object: 'shop/web[Deployment]', path: `${CLUSTER}/shop/web` } });
    expect(verdict!.premises!.map(({ id }) => id)).toEqual([
      'image-lock:images.lock.json',
      `nodes-of:${CLUSTER}`,
      `node-architecture:${CLUSTER}/general`,
      `node-architecture:${CLUSTER}/arm`,
    ]);
  });

  test('is a warning', () => expect([images.severity, images.undecidedSeverity]).toEqual(['warning', undefined]));

  describe('a tag', () => {
    test('that the lock resolves is not pinned, and its digest mends it', () => {
      const estate = world(WEB, { lock: [locked([amd64])] });
      expect(text(refutations(images, estate)[0])).toEqual([
        'the image of container `web` of `shop/web` is not pinned by its digest',
        `image: \`${WEB}\``,
        `lock: \`images.lock.json\` has it as ${digest('a')}`,
        `mends it: \`${PINNED}\`, which \`image(...)\` of the \`ImageLock\` gives`,
      ]);
      expect(refutations(images, estate)[0]!.subject.attribute).toBe('spec.containers[web].image');
      expect(mends(images, estate)).toBe(1);
    });

    test('is found by what its reference leaves out', () => {
      const lock = [locked([amd64], { reference: 'docker.io/library/nginx:latest' })];
      expect(text(refutations(images, world('nginx', { lock }))[0])[3]).toContain(`docker.io/library/nginx:latest@${digest('a')}`);
      expect(text(refutations(images, world('nginx:1.27', { lock }))[0])[0]).toContain('in no image lock');
    });

    test('is judged for its platforms all the same', () => {
      expect(refutations(images, world(WEB, { lock: [locked([arm64])] })).map(({ key }) => key)).toEqual([
        'pin:containers.web',
        'platform:containers.web',
      ]);
    });

    test('that two locks resolve differently has no digest that mends it', () => {
      const lock = [locked([arm64]), locked([amd64], { digest: digest('b'), file: 'other.lock.json' })];
      const verdicts = refutations(images, world(WEB, { lock }));
      expect(verdicts).toHaveLength(1);
      expect(judged(images, world(WEB, { lock }))).toHaveLength(1);
      expect(text(verdicts[0]).at(-1)).toBe(
        'hint: one digest in `images.lock.json` and `other.lock.json`, which disagree, and then that digest in the manifest',
      );
      const agreed = [locked([amd64]), locked([amd64], { file: 'other.lock.json' })];
      expect(mends(images, world(WEB, { lock: agreed }))).toBe(1);
    });

    test('in no lock is told once a cluster, with the command', () => {
      const containers = [aContainer('web', { image: WEB }), aContainer('log', { image: 'log:2' }), aContainer('web2', { image: WEB })];
      const estate = world(undefined, { containers });
      expect(judged(images, estate)).toHaveLength(1);
      expect(text(refutations(images, estate)[0])).toEqual([
        '2 images of cluster `prod` are not pinned by a digest, and in no image lock',
        `images: \`log:2\` (shop/web, log), \`${WEB}\` (shop/web, web) and \`${WEB}\` (shop/web, web2)`,
        'why: the tag may mean another image each time that a node pulls it',
        `hint: \`npx strata images lock log:2 ${WEB}\`, and \`image(...)\` of an \`ImageLock\` in the manifests`,
      ]);
      expect(refutations(images, estate)[0]!.subject).toEqual({ path: CLUSTER });
    });
  });

  test('tells each cluster apart, and charts of none', () => {
    const of = (cluster: string | null, name: string) =>
      aWorkload(name, { cluster, id: `${cluster}/${name}`, spec: { containers: [aContainer('c', { image: `${name}:1` })] } });
    const estate = anEstate({
      kubernetes: {
        kubernetesClusters: [aKubernetesCluster(), aKubernetesCluster({ id: 'site/edge', path: 'site/edge', name: 'edge' })],
        workloads: [of(CLUSTER, 'a'), of('site/edge', 'b'), of(null, 'd')],
      },
    });
    expect(refutations(images, estate).map((verdict) => text(verdict).slice(0, 2))).toEqual([
      ['1 image of cluster `prod` is not pinned by a digest, and in no image lock', 'images: `a:1` (shop/a, c)'],
      ['1 image of cluster `edge` is not pinned by a digest, and in no image lock', 'images: `b:1` (shop/b, c)'],
      ['1 image of charts of no cluster is not pinned by a digest, and in no image lock', 'images: `d:1` (shop/d, c)'],
    ]);
  });

  describe('a digest', () => {
    test('that no lock knows leaves the platforms open, once a cluster', () => {
      const containers = [aContainer('web', { image: PINNED }), aContainer('log', { image: `registry.example.com/log@${digest('b')}` })];
      const estate = world(undefined, { containers });
      expect(judged(images, estate)).toHaveLength(1);
      expect(text(undecideds(images, estate)[0])).toEqual([
        'whether 2 images of cluster `prod` are built for their nodes',
        `images: \`registry.example.com/log@${digest('b')}\` (shop/web, log) and \`${PINNED}\` (shop/web, web)`,
        'because: no image lock records the platforms behind these digests',
        `decides it: \`npx strata images lock registry.example.com/log:<tag> ${WEB}\`, and \`new ImageLock(...)\` in the program`,
      ]);
    });

    test('is known in another repository too, since it is the same bytes', () => {
      expect(outcomes(images, world(`mirror.example.com/web@${digest('a')}`, { lock: [locked([amd64])] }))).toEqual(['proved']);
    });

    test('of one manifest in an index is for that platform alone', () => {
      expect(outcomes(images, world(`${WEB}@${digest('1')}`, { lock: [locked([amd64, arm64])] }))).toEqual(['proved']);
      expect(outcomes(images, world(`${WEB}@${digest('2')}`, { lock: [locked([amd64, arm64])] }))).toEqual(['refuted']);
    });

    test('is known by the entry that says more', () => {
      const bare = locked([], { reference: 'registry.example.com/web:1.4-amd64', digest: digest('1') });
      expect(outcomes(images, world(`${WEB}@${digest('1')}`, { lock: [bare, locked([amd64, arm64])] }))).toEqual(['proved']);
      const whole = locked([amd64], { reference: 'registry.example.com/web:1.4-amd64', digest: digest('1') });
      expect(outcomes(images, world(`${WEB}@${digest('1')}`, { lock: [locked([{ ...arm64, digest: digest('1') }]), whole] }))).toEqual(['proved']);
    });

    test('stays open where the lock has it without platforms', () => {
      expect(outcomes(images, world(PINNED, { lock: [locked([])] }))).toEqual(['undecided']);
    });
  });

  describe('an architecture', () => {
    test('of no node that the pods may land on fails, with the pool and the platforms', () => {
      const estate = world(PINNED, { lock: [locked([arm64])], pools: [general, arm] });
      expect(text(refutations(images, estate)[0])).toEqual([
        'the image of container `web` of `shop/web` is not built for the nodes of `general`',
        `image: \`${PINNED}\``,
        'built for: linux/arm64/v8 (`images.lock.json`)',
        'nodes: `general`: amd64, where the pods may land',
        'hint: an image for amd64',
        'hint: `nodeSelector: { kubernetes.io/arch: arm64 }`, which `arm` has',
      ]);
    });

    test('of pools that the pods are kept off does not count', () => {
      const lock = [locked([arm64])];
      const pools = [general, arm];
      expect(outcomes(images, world(PINNED, { lock, pools, workload: { spec: { nodeSelector: { 'kubernetes.io/arch': 'arm64' } } } }))).toEqual([
        'proved',
      ]);
      const tainted = aPool('general', 2, { taints: [{ key: 'reserved', value: '', effect: 'NoSchedule' }] });
      expect(outcomes(images, world(PINNED, { lock, pools: [tainted, arm] }))).toEqual(['proved']);
    });

    test('stays open where nobody knows whether the pods land on a pool', () => {
      const lock = [locked([arm64])];
      // A cloud provider may give this label to a node that has joined.
      const spec = { nodeSelector: { 'node.vsphere.io/rack': 'r1' } };
      const marked = aPool('arm', 2, { architecture: 'arm64', labels: { 'node.vsphere.io/rack': 'r1' } });
      expect(text(undecideds(images, world(PINNED, { lock, pools: [general, marked], workload: { spec } }))[0])).toContain(
        'because: it does not run on `general`, where its pods may or may not land',
      );
      // Wherever they land it does not run.
      expect(outcomes(images, world(PINNED, { lock, pools: [general], workload: { spec } }))).toEqual(['refuted']);
    });

    test('of a pool that has no node yet is one that an autoscaler may add', () => {
      const none = (architecture: string) => aPool('burst', 0, { architecture, autoscaling: { min: 0, max: 4 } });
      const lock = [locked([amd64])];
      expect(outcomes(images, world(PINNED, { lock, pools: [general, none('arm64')] }))).toEqual(['undecided']);
      expect(outcomes(images, world(PINNED, { lock, pools: [general, none('amd64')] }))).toEqual(['proved']);
      expect(outcomes(images, world(PINNED, { lock, pools: [none('arm64')] }))).toEqual(['refuted']);
      const spec = { nodeSelector: { 'kubernetes.io/arch': 'amd64' } };
      expect(outcomes(images, world(PINNED, { lock, pools: [general, none('arm64')], workload: { spec } }))).toEqual(['proved']);
    });

    test('that only some CPUs have leaves it open', () => {
      const lock = [locked([{ os: 'linux', architecture: 'amd64', variant: 'v3' }])];
      expect(text(undecideds(images, world(PINNED, { lock }))[0])).toContain(
        'because: it is built for linux/amd64/v3, which nodes of `general` (amd64) may run or not, by their CPU',
      );
    });

    test('is not known without a cluster or its pools', () => {
      const lock = [locked([amd64])];
      expect(text(undecideds(images, world(PINNED, { lock, pools: [] }))[0])).toContain(
        'because: its cluster states no pool of nodes, so that the architecture of its nodes is not known',
      );
      expect(text(undecideds(images, world(PINNED, { lock, workload: { cluster: null } }))[0])).toContain(
        'because: its chart belongs to no cluster, so that the architecture of its nodes is not known',
      );
    });

    test('is asked of init and ephemeral containers as well', () => {
      const spec = {
        initContainers: [aContainer('init', { image: PINNED })],
        ephemeralContainers: [aContainer('debug', { image: PINNED })],
      };
      const estate = world(PINNED, { lock: [locked([arm64])], workload: { spec } });
      expect(refutations(images, estate).map(({ subject }) => subject.attribute)).toEqual([
        'spec.initContainers[init].image',
        'spec.containers[web].image',
        'spec.ephemeralContainers[debug].image',
      ]);
    });

    test('is of the operating system that the pod names', () => {
      const windows: ImagePlatform = { os: 'windows', architecture: 'amd64' };
      expect(outcomes(images, world(PINNED, { lock: [locked([windows])] }))).toEqual(['refuted']);
      expect(outcomes(images, world(PINNED, { lock: [locked([windows])], workload: { spec: { os: { name: 'windows' } } } }))).toEqual(['proved']);
    });
  });

  describe('a token', () => {
    test.each(['registry.example.com/web:${TfToken[TOKEN.1]}', '${aws_ecr.web.url}:1', 'registry.example.com/TfToken[TOKEN.2]'])(
      'in %s leaves it open',
      (image) => {
        expect(text(undecideds(images, world(image))[0])).toContain(
          'because: a Terraform value stands in its reference, which nothing replaces in the cluster',
        );
        expect(judged(images, world(image))).toHaveLength(1);
      },
    );

    test('that left no image, or no containers, leaves it open', () => {
      expect(text(undecideds(images, world(undefined))[0])).toContain('because: it names none that is a text');
      const estate = world(PINNED, { lock: [locked([amd64])] });
      const [workload] = estate.kubernetes.workloads;
      const hidden = { ...workload!, pod: { ...workload!.pod, unread: ['spec.initContainers'] } };
      expect(outcomes(images, { ...estate, kubernetes: { ...estate.kubernetes, workloads: [hidden] } })).toEqual(['undecided']);
      const other = { ...workload!, pod: { ...workload!.pod, unread: ['spec.containers.1'] } };
      expect(outcomes(images, { ...estate, kubernetes: { ...estate.kubernetes, workloads: [other] } })).toEqual(['undecided']);
    });

    test('that is mounted as a volume is not read', () => {
      const estate = world(PINNED, { lock: [locked([amd64])] });
      const [workload] = estate.kubernetes.workloads;
      const spec = { ...workload!.pod.spec, volumes: [{ name: 'model', source: 'image' }] };
      const mounting = { ...workload!, pod: { ...workload!.pod, spec } };
      expect(undecideds(images, { ...estate, kubernetes: { ...estate.kubernetes, workloads: [mounting] } })).toMatchObject([
        { reason: 'images that are mounted as volumes are not read', subject: { attribute: 'spec.volumes[model].image' } },
      ]);
    });
  });

  test('what is no reference fails with its fault', () => {
    expect(text(refutations(images, world('registry.example.com/Web:1'))[0])).toEqual([
      'the image of container `web` of `shop/web` is no reference of one',
      'image: `registry.example.com/Web:1`',
      'fault: the repository is "Web"; write it in lower case: `web`',
      'hint: a reference such as `registry.example.com/web:1.4@sha256:…`',
    ]);
  });

  describe('WebAssembly', () => {
    test('that a workload of the program runs is built for no machine: nothing has to be locked of it', () => {
      const oci = { ...anArtifact().oci!, digest: digest('a') };
      const of = (change: object) => ({
        ...world(PINNED),
        wasm: { ...NO_WASM, wasmWorkloads: [{ ...aWasmWorkload(), artifact: anArtifact(change) }] },
      });
      expect(outcomes(images, of({ oci }))).toEqual(['proved']);
      expect(outcomes(images, of({}))).toEqual(['undecided']);
    });

    const lock = [locked([wasip1])];
    const pools = [aPool('wasm', 2, { handlers: [RUNC, WASMTIME] })];
    const runtimeClasses = [aRuntimeClass('wasmtime', 'wasmtime')];
    const spec = { runtimeClassName: 'wasmtime' };

    test('passes on a runtime for it, on any architecture', () => {
      const both = [...pools, aPool('arm', 1, { architecture: 'arm64', handlers: [RUNC, WASMTIME] })];
      expect(outcomes(images, world(PINNED, { lock, pools: both, runtimeClasses, workload: { spec } }))).toEqual(['proved']);
    });

    test('fails on runc', () => {
      expect(text(refutations(images, world(PINNED, { lock, pools }))[0])).toEqual([
        'the image of container `web` of `shop/web` is WebAssembly, and its runtime is not',
        `image: \`${PINNED}\``,
        'built for: wasip1/wasm (`images.lock.json`)',
        'runtime: no RuntimeClass, which runs containers of Linux',
        'hint: the RuntimeClass of a wasm runtime, as `runtimeClassName`',
      ]);
      const sandboxed = [aRuntimeClass('wasmtime', 'runc')];
      expect(outcomes(images, world(PINNED, { lock, pools, runtimeClasses: sandboxed, workload: { spec } }))).toEqual(['refuted']);
    });

    test('stays open where the runtime is not known, or not one', () => {
      expect(outcomes(images, world(PINNED, { lock, pools, workload: { spec } }))).toEqual(['undecided']);
      expect(outcomes(images, world(PINNED, { lock, pools: [aPool('wasm', 1, { handlers: [] })], runtimeClasses, workload: { spec } }))).toEqual([
        'undecided',
      ]);
      const other = aPool('other', 1, { handlers: [{ ...WASMTIME, isolation: 'sandbox' }] });
      expect(outcomes(images, world(PINNED, { lock, pools: [...pools, other], runtimeClasses, workload: { spec } }))).toEqual(['undecided']);
    });

    test('in an index stays open, since containerd picks by the platform of the node', () => {
      const index = [locked([wasip1], { mediaType: 'application/vnd.oci.image.index.v1+json' })];
      expect(text(undecideds(images, world(PINNED, { lock: index, pools, runtimeClasses, workload: { spec } }))[0])).toContain(
        'because: it is an index with WebAssembly alone, of which containerd picks by the platform of the node',
      );
    });

    test('beside Linux in an index is not what a node picks', () => {
      const mixed = [locked([wasip1, arm64])];
      expect(outcomes(images, world(PINNED, { lock: mixed, pools, runtimeClasses, workload: { spec } }))).toEqual(['refuted']);
    });
  });
});

test.each<[Partial<ImagePlatform>, string, string]>([
  [{}, 'amd64', 'yes'],
  [{ variant: 'v1' }, 'amd64', 'yes'],
  [{ variant: 'v2' }, 'amd64', 'maybe'],
  [{ architecture: 'x86_64' }, 'amd64', 'yes'],
  [{ architecture: '386' }, 'amd64', 'maybe'],
  [{ architecture: 'arm64' }, 'amd64', 'no'],
  [{ os: 'windows' }, 'amd64', 'no'],
  [{ architecture: 'arm64', variant: 'v8' }, 'arm64', 'yes'],
  [{ architecture: 'aarch64' }, 'arm64', 'yes'],
  [{ architecture: 'arm64', variant: 'v9' }, 'arm64', 'maybe'],
  [{ architecture: 'arm', variant: 'v7' }, 'arm64', 'maybe'],
  [{}, 'arm64', 'no'],
  [{ architecture: 'riscv64', variant: 'rva20' }, 'riscv64', 'yes'],
])('an image for %j on %s: %s', (change, architecture, expected) => {
  expect(matches({ os: 'linux', architecture: 'amd64', ...change }, architecture, 'linux')).toBe(expected);
});

test('says the same as a plain count of the nodes', () => {
  const architecture = fc.constantFrom('amd64', 'arm64');
  const selector = fc.constantFrom(undefined, 'amd64', 'arm64');
  const pool = fc.record({ architecture, nodes: fc.integer({ min: 1, max: 2 }), tainted: fc.boolean() });
  const seen = new Set<string>();
  fc.assert(
    fc.property(fc.array(pool, { minLength: 1, maxLength: 3 }), fc.uniqueArray(architecture, { minLength: 1 }), selector, (drafts, built, wanted) => {
      const pools = drafts.map((draft, i) =>
        aPool(`p${i}`, draft.nodes, {
          architecture: draft.architecture,
          ...(draft.tainted && { taints: [{ key: 'x', value: '', effect: 'NoSchedule' }] }),
        }),
      );
      const spec = wanted === undefined ? {} : { nodeSelector: { 'kubernetes.io/arch': wanted } };
      const lock = [locked(built.map((each) => ({ os: 'linux', architecture: each })))];
      const lands = drafts.filter((draft) => !draft.tainted && (wanted === undefined || draft.architecture === wanted));
      const expected = lands.every((draft) => built.includes(draft.architecture)) ? 'proved' : 'refuted';
      seen.add(expected);
      expect(outcomes(images, world(PINNED, { pools, lock, workload: { spec } }))).toEqual([expected]);
    }),
    { numRuns: 150, seed: 13 },
  );
  expect(seen).toEqual(new Set(['proved', 'refuted']));
});
