import type { WasmEngineFacts, WasmFeature } from '../../../lib/estate';
import { features } from '../../../lib/rules/wasm/wsm-001-features';
import { judged, outcomes, refutations, text, undecideds } from '../../support/judge';
import { aPool, RUNC } from '../../support/kubernetes';
import { aHandler, aSite, WASMTIME, wasmPool } from '../../support/wasm/estate';

const site = (uses: readonly WasmFeature[], engine: WasmEngineFacts = WASMTIME) =>
  aSite({ artifact: { features: uses }, pools: [aPool('general', 3), wasmPool({ handlers: [RUNC, aHandler(engine)] })] });

describe('WSM-001', () => {
  test('passes where every feature is published to be there', () => {
    const [verdict] = judged(features, site(['component-model', 'simd', 'memory64']));
    expect(verdict!.verdict).toBe('proved');
    expect(verdict!.premises!.map(({ kind, source }) => [kind, source])).toContainEqual([
      'constant',
      'https://docs.rs/crate/wasmtime-cli/36.0.7/source/docs/stability-wasm-proposals.md',
    ]);
  });

  test('fails where the version lacks one, and not where a later one has it', () => {
    expect(refutations(features, site(['component-model', 'exceptions'])).map((verdict) => text(verdict))).toEqual([
      [
        '`pricing` uses `exceptions`, which wasmtime 36.0.10 lacks',
        'code: `components/pricing.wasm`',
        'engine: wasmtime 36.0.10, in containerd-shim-wasmtime-v1 0.6.1',
        'pools: `wasm`',
        'hint: the code built without exceptions, or a runtime that has it',
      ],
    ]);
    expect(outcomes(features, site(['component-model', 'exceptions'], { ...WASMTIME, version: '47.0.0' }))).toEqual(['proved']);
  });

  test.each<[string, readonly WasmFeature[], Partial<WasmEngineFacts>, string]>([
    [
      'a feature that nothing is published of',
      ['wide-arithmetic'],
      {},
      '`wide-arithmetic`: nothing is published here of wide-arithmetic in wasmtime 36.0.10',
    ],
    ['a feature that depends on the node', ['threads'], {}, '`threads`: Wasmtime has threads on, but no shared memory under the pooling allocator'],
    ['an engine without a version', ['simd'], { version: undefined }, '`simd`: which version of wasmtime the shim has in it is not stated'],
    ['a version before the first that is known', ['simd'], { version: '24.0.0' }, '`simd`: nothing is published here of simd in wasmtime 24.0.0'],
    ['a version that is none', ['simd'], { version: 'main' }, '`simd`: "main" is no version that can be compared'],
    ['an engine without entries', ['simd'], { name: 'wamr', version: '2.0.0' }, '`simd`: nothing is published here of simd in wamr 2.0.0'],
  ])('is undecided of %s', (_, uses, change, reason) => {
    const [verdict] = undecideds(features, site(uses, { ...WASMTIME, ...change }));
    expect(verdict!.reason).toContain(reason);
  });

  test('an engine that lacks one is a fault, though of another feature nothing is known', () => {
    expect(outcomes(features, site(['threads', 'gc']))).toEqual(['refuted']);
  });

  test('each engine counts that its pods may run on', () => {
    const old = aHandler({ name: 'wasmedge', version: '0.14.0', shim: { name: 'containerd-shim-wasmedge-v1', version: '0.6.1' } });
    const pools = [wasmPool(), { ...wasmPool({ handlers: [RUNC, old] }), id: 'site/prod/old', path: 'site/prod/old', name: 'old' }];
    const estate = aSite({ artifact: { features: ['tail-call'] }, pools });
    expect(refutations(features, estate).map(({ message }) => message)).toEqual(['`pricing` uses `tail-call`, which wasmedge 0.14.0 lacks']);
  });

  test.each<[string, ReturnType<typeof aSite>, string]>([
    ['no RuntimeClass', aSite({ deployment: { spec: { runtimeClassName: undefined } } }), '`pricing` runs under no RuntimeClass'],
    [
      'a RuntimeClass that nobody has',
      aSite({ kubernetes: { runtimeClasses: [] } }),
      '`pricing` runs under a RuntimeClass that is not in the manifests',
    ],
    ['no cluster', aSite({ deployment: { cluster: null } }), '`pricing` is in a chart of no cluster, so that its nodes are not known'],
    [
      'no pool with the handler',
      aSite({ pools: [wasmPool({ handlers: [RUNC] })] }),
      'no pool where its pods may land has the handler of its RuntimeClass',
    ],
    ['no manifest', aSite({ kubernetes: { workloads: [] } }), 'no manifest of it is in the estate'],
  ])('is undecided with %s', (_, estate, reason) => {
    expect(undecideds(features, estate).map((verdict) => verdict.reason)).toEqual([reason]);
  });

  test('says nothing of a composition that does not fit', () => {
    expect(judged(features, aSite({ wasm: { composition: 'site/pricing' } }))).toEqual([]);
  });
});
