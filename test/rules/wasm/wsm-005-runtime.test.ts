import type { NodePool } from '../../../lib/estate';
import { runtime } from '../../../lib/rules/wasm/wsm-005-runtime';
import { judged, outcomes, refutations, text, undecideds } from '../../support/judge';
import { aContainer, aPool, aRuntimeClass, aWorkload, RUNC } from '../../support/kubernetes';
import { aHandler, anArtifact, aSite, CLASS, IMAGE, theDeployment, wasmPool, WASMTIME, type SiteParts } from '../../support/wasm/estate';

const GENERAL = aPool('general', 3);
const pooled = (change: Partial<NodePool>, more: SiteParts = {}) => aSite({ pools: [GENERAL, wasmPool(change)], ...more });

describe('WSM-005, from the pod to its shim', () => {
  test('passes, and rests on what the pools state', () => {
    const estate = aSite({
      premises: ['node-labels', 'node-taints', 'node-runtimes'].map((id) => ({
        id: `${id}:site/prod/wasm`,
        kind: 'stated' as const,
        statement: id,
        subject: 'site/prod/wasm',
      })),
    });
    const [pod, pool] = judged(runtime, estate);
    expect([pod!.verdict, pool!.verdict]).toEqual(['proved', 'proved']);
    expect(pod!.premises!.map(({ statement }) => statement).sort()).toEqual(['node-labels', 'node-runtimes', 'node-taints']);
    expect([pod!.subject.path, pool!.subject.path]).toEqual(['site/prod/shop/pricing', 'site/prod/wasm']);
  });

  test('fails without a RuntimeClass', () => {
    expect(text(refutations(runtime, aSite({ deployment: { spec: { runtimeClassName: undefined } } }))[0])).toEqual([
      '`pricing` is run as a container, since it names no RuntimeClass',
      'hint: the RuntimeClass of a runtime of WebAssembly, such as `wasmtime`',
    ]);
  });

  test('fails where a node takes the pod whose containerd has no such handler', () => {
    const everywhere = aRuntimeClass('wasmtime', 'wasmtime', { tolerations: CLASS.tolerations });
    const estate = aSite({ kubernetes: { runtimeClasses: [everywhere] } });
    expect(refutations(runtime, estate).map((verdict) => text(verdict))).toEqual([
      [
        '`pricing` may land on nodes of `general`, whose containerd has no handler `wasmtime`',
        'RuntimeClass: `wasmtime`, handler `wasmtime`',
        'pools: `general`: it has `runc`',
        'hint: a RuntimeClass that selects the nodes of a pool with the runtime, or the runtime in all of these pools',
      ],
    ]);
  });

  test('fails where the handler of the RuntimeClass is spelled otherwise', () => {
    const estate = aSite({ kubernetes: { runtimeClasses: [{ ...CLASS, handler: 'wasm' }] } });
    expect(refutations(runtime, estate).map(({ key }) => key)).toContain('handler');
  });

  test.each<[string, Partial<typeof CLASS>, string]>([
    ['does not tolerate the taint', { tolerations: [] }, 'pool `wasm`: the taint `wasm:NoSchedule` is not tolerated'],
    ['selects a label that no node has', { nodeSelector: { a: 'b' } }, 'pool `wasm`: its nodes have no label `a=b`'],
  ])('fails where the RuntimeClass %s', (_, change, line) => {
    const [verdict] = refutations(runtime, aSite({ kubernetes: { runtimeClasses: [{ ...CLASS, ...change }] } }));
    expect(verdict!.message).toBe('`pricing` finds no node');
    expect(verdict!.witness.map((each) => each.text)).toContain(line);
  });

  test.each<[string, Partial<NodePool>, string, string]>([
    [
      'the entry stands under the plugin of another version',
      { handlers: [RUNC, aHandler(WASMTIME, { plugin: 'io.containerd.grpc.v1.cri' })] },
      '`pricing` has a handler that containerd does not see',
      'under `io.containerd.grpc.v1.cri`; version 3 has it under `io.containerd.cri.v1.runtime`',
    ],
    [
      'the configuration is of version 2 and the entry is not',
      { containerd: { version: '1.7.27', configVersion: 2, runtimesPlugin: 'io.containerd.grpc.v1.cri' } },
      '`pricing` has a handler that containerd does not see',
      'under `io.containerd.cri.v1.runtime`; version 2 has it under `io.containerd.grpc.v1.cri`',
    ],
    [
      'containerd 1.x is to read version 3',
      { containerd: { version: '1.7.27', configVersion: 3, runtimesPlugin: 'io.containerd.cri.v1.runtime' } },
      '`pricing` runs under containerd 1.7.27, which reads no configuration of version 3',
      '1.7.27, configuration version 3, in pool `wasm`',
    ],
    [
      'the handler runs containers',
      { handlers: [{ ...RUNC, handler: 'wasmtime' }] },
      '`pricing` runs under the handler `wasmtime`, which runs no WebAssembly',
      'io.containerd.runc.v2',
    ],
    [
      'the handler has an engine and runs containers',
      { handlers: [aHandler(WASMTIME, { isolation: 'kernel' })] },
      '`pricing` runs under the handler `wasmtime`, which runs no WebAssembly',
      'io.containerd.wasmtime.v1',
    ],
    [
      'containerd takes no artifacts as yet',
      {
        containerd: { version: '1.7.6', configVersion: 2, runtimesPlugin: 'io.containerd.grpc.v1.cri' },
        handlers: [aHandler(WASMTIME, { plugin: 'io.containerd.grpc.v1.cri' })],
      },
      '`pricing` is pulled as an artifact, which containerd takes from 1.7.7 on',
      '1.7.6, configuration version 2, in pool `wasm`',
    ],
  ])('fails where %s', (_, change, message, line) => {
    const [verdict] = refutations(runtime, pooled(change));
    expect(verdict!.message).toBe(message);
    expect(verdict!.witness.map((each) => each.text)).toContain(line);
  });

  test('an image that is no artifact runs under an older containerd', () => {
    const change = {
      containerd: { version: '1.7.6', configVersion: 2 as const, runtimesPlugin: 'io.containerd.grpc.v1.cri' },
      handlers: [aHandler(WASMTIME, { plugin: 'io.containerd.grpc.v1.cri' })],
    };
    const artifact = anArtifact({ oci: undefined });
    expect(outcomes(runtime, pooled(change, { wasm: { artifact } }))).toEqual(['proved', 'proved']);
    expect(outcomes(runtime, pooled({ ...change, containerd: { ...change.containerd, version: '1.7.7' } }))).toEqual(['proved', 'proved']);
  });

  test('a SpinApp needs Spin', () => {
    expect(refutations(runtime, aSite({ wasm: { executor: 'spin-app' } })).map(({ message }) => message)).toEqual([
      '`pricing` is a SpinApp and runs under wasmtime',
    ]);
    const spin = aHandler({ name: 'spin', version: '4.0.1', shim: { name: 'containerd-shim-spin-v2', version: '0.25.1' } });
    expect(outcomes(runtime, pooled({ handlers: [spin] }, { wasm: { executor: 'spin-app' } }))).toEqual(['proved', 'proved']);
  });

  test.each<[string, ReturnType<typeof aSite>, string]>([
    ['no cluster', aSite({ deployment: { cluster: null } }), '`pricing` is in a chart of no cluster, so that its nodes are not known'],
    [
      'a RuntimeClass that nobody has',
      aSite({ kubernetes: { runtimeClasses: [] } }),
      '`pricing` runs under a RuntimeClass that is not in the manifests',
    ],
    ['no pools', aSite({ pools: [] }), 'no node of its cluster is known'],
    ['a containerd that nobody stated', pooled({ containerd: undefined }), 'what runs the containers of pool `wasm` is not stated'],
    [
      'a token as label',
      aSite({
        kubernetes: { runtimeClasses: [{ ...CLASS, nodeSelector: { 'strata.dev/pool': '${TfToken[1]}' } }] },
        pools: [{ ...wasmPool(), handlers: [RUNC] }],
      }),
      'it may land on nodes of `wasm` as well, which have no handler `wasmtime`',
    ],
    ['runtimes that nobody stated', pooled({ handlers: [], containerd: undefined }), 'which runtimes the nodes of `wasm` have is not stated'],
    ['nodes that are not all known', pooled({ replicas: 3 }), 'the nodes of cluster `site/prod` are not all known'],
    ['no manifest', aSite({ kubernetes: { workloads: [] } }), 'no manifest of it is in the estate'],
    [
      'a patch that nobody stated',
      pooled({
        containerd: { version: '1.7', configVersion: 2, runtimesPlugin: 'io.containerd.grpc.v1.cri' },
        handlers: [aHandler(WASMTIME, { plugin: 'io.containerd.grpc.v1.cri' })],
      }),
      'which patch of containerd 1.7 pool `wasm` has is not stated, and artifacts need 1.7.7',
    ],
  ])('is undecided with %s', (_, estate, reason) => {
    expect(undecideds(runtime, estate).map((verdict) => verdict.reason)).toEqual([reason]);
  });
});

describe('WSM-005, of the pool', () => {
  const tolerant = (name: string, change: Parameters<typeof aWorkload>[1] = {}) =>
    aWorkload(name, { spec: { tolerations: [{ operator: 'Exists' }], containers: [aContainer(name)] }, ...change });
  const beside = (...workloads: readonly ReturnType<typeof aWorkload>[]) => aSite({ kubernetes: { workloads: [theDeployment(), ...workloads] } });

  test('fails, as a warning, where other pods land there', () => {
    expect(refutations(runtime, beside(tolerant('web'))).map((verdict) => [verdict.severity, ...text(verdict)])).toEqual([
      [
        'warning',
        'pool `wasm`, which runs WebAssembly, takes `web` as well',
        'taints: wasm:NoSchedule',
        'hint: no toleration of it in other pods than those of WebAssembly',
      ],
    ]);
    expect(outcomes(runtime, beside(aWorkload('web')))).toEqual(['proved', 'proved']);
  });

  test('what is for every node is none of the others', () => {
    expect(outcomes(runtime, beside(tolerant('cni', { kind: 'DaemonSet' })))).toEqual(['proved', 'proved']);
  });

  test('pods under the same runtime are none of the others', () => {
    const other = { ...theDeployment(), id: 'other', name: 'other' };
    expect(outcomes(runtime, beside(other))).toEqual(['proved', 'proved']);
  });

  test('pods of another cluster are none of the others', () => {
    expect(outcomes(runtime, beside(tolerant('web', { cluster: 'site/other' })))).toEqual(['proved', 'proved']);
  });

  test('a taint that only asks keeps nobody off', () => {
    const estate = pooled({ taints: [{ key: 'wasm', value: '', effect: 'PreferNoSchedule' }] });
    expect(refutations(runtime, estate).map((verdict) => text(verdict))).toEqual([
      ['pool `wasm`, which runs WebAssembly, takes any pod as well', 'taints: none', "hint: a taint of the pool, such as `taint: 'wasm'`"],
    ]);
  });

  test('is undecided where a token says what is tolerated', () => {
    const web = aWorkload('web', { spec: { tolerations: [{ key: '${TfToken[1]}', operator: 'Exists' }], containers: [aContainer('web')] } });
    expect(undecideds(runtime, beside(web)).map(({ reason }) => reason)).toEqual(['whether it takes `web` is not known']);
  });

  test('says nothing of pools without such a runtime', () => {
    expect(judged(runtime, aSite({ wasm: { workloads: [] }, pools: [GENERAL] })).map(({ subject }) => subject.path)).toEqual([
      'site/prod/shop/pricing',
    ]);
  });

  test('the image stands in the fixture as it is pulled', () => {
    expect(theDeployment().pod.spec.containers[0]!.image).toBe(IMAGE);
  });
});
