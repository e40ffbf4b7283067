import type { WasmExtern } from '../../../lib/estate';
import { givenBy } from '../../../lib/proofs/wasm';
import { imports } from '../../../lib/rules/wasm/wsm-003-imports';
import { judged, outcomes, refutations, text, undecideds } from '../../support/judge';
import { RUNC } from '../../support/kubernetes';
import { aHandler, aModule, anArtifact, aSite, instance, WASMTIME, wasmPool } from '../../support/wasm/estate';

const importing = (...names: readonly string[]) => aSite({ artifact: { imports: names.map((name) => instance(name)) } });
const core = (name: string, kind: WasmExtern['kind'] = 'function') => aSite({ wasm: { artifact: aModule({ imports: [{ name, kind }] }) } });

describe('WSM-003', () => {
  test('passes where the runtime gives all, and where there is nothing to give', () => {
    expect(outcomes(imports, importing('wasi:cli/environment@0.2.0', 'wasi:io/streams@0.2.6', 'wasi:random/random@0.2.3'))).toEqual(['proved']);
    expect(outcomes(imports, importing())).toEqual(['proved']);
    expect(outcomes(imports, core('wasi_snapshot_preview1.fd_write'))).toEqual(['proved']);
    const [verdict] = judged(imports, importing('wasi:cli/environment@0.2.0'));
    expect(verdict!.premises!.map(({ source }) => source)).toContain('https://docs.rs/crate/wasmtime-wasi/36.0.7/source/src/p2/wit/world.wit');
  });

  test('fails where nobody gives an interface', () => {
    expect(refutations(imports, importing('acme:rates/table@0.2.0', 'wasi:cli/environment@0.2.0')).map((verdict) => text(verdict))).toEqual([
      [
        '`pricing` imports `acme:rates/table@0.2.0`, which nobody gives it',
        'code: `components/pricing.wasm`',
        'engine: wasmtime 36.0.10, in containerd-shim-wasmtime-v1 0.6.1',
        'pools: `wasm`',
        'because: the shim gives components WASI 0.2 and nothing else',
        'hint: a component that exports it, as a plug of a `WasmComposition`',
      ],
    ]);
  });

  test.each<[string, WasmExtern['kind']]>([
    ['env.f', 'function'],
    ['env.memory', 'memory'],
    ['wasi_snapshot_preview1.fd_dance', 'function'],
    ['wasi_snapshot_preview1.fd_write', 'memory'],
    ['wasi.thread-spawn', 'function'],
  ])('fails where a core module imports %s as a %s', (name, kind) => {
    expect(outcomes(imports, core(name, kind))).toEqual(['refuted']);
  });

  test('an interface of types alone is given by any', () => {
    const of = (typesOnly: boolean) => aSite({ artifact: { imports: [instance('acme:rates/types', { typesOnly })] } });
    expect(outcomes(imports, of(true))).toEqual(['proved']);
    expect(outcomes(imports, of(false))).toEqual(['refuted']);
  });

  test('`wasi:http` is given to what serves it', () => {
    const http = [instance('wasi:http/types@0.2.0')];
    const serving = aSite({ artifact: { imports: http, exports: [instance('wasi:http/incoming-handler@0.2.0')] } });
    expect(outcomes(imports, serving)).toEqual(['proved']);
    expect(undecideds(imports, aSite({ artifact: { imports: http } })).map(({ reason }) => reason)).toEqual([
      '`wasi:http/types@0.2.0`: the shim gives `wasi:http` to a component that exports `wasi:http/incoming-handler`; of others nothing is published',
    ]);
  });

  test.each(['wasi:cli/environment@0.2.7', 'wasi:cli/environment@0.3.0', 'wasi:keyvalue/store@0.2.0-draft', 'wasi:cli/unheard@0.2.0'])(
    'is undecided of %s',
    (name) => {
      expect(outcomes(imports, importing(name))).toEqual(['undecided']);
    },
  );

  test('is undecided on a runtime that nothing is known of, and without one', () => {
    const pools = [wasmPool({ handlers: [RUNC, aHandler({ ...WASMTIME, name: 'wasmer', version: '4.0.0' })] })];
    expect(undecideds(imports, aSite({ artifact: { imports: [instance('wasi:cli/exit@0.2.0')] }, pools })).map(({ reason }) => reason)).toEqual([
      '`wasi:cli/exit@0.2.0`: what wasmer gives to components has no entry here',
    ]);
    const nowhere = aSite({ artifact: { imports: [instance('wasi:cli/exit@0.2.0')] }, pools: [wasmPool({ handlers: [RUNC] })] });
    expect(undecideds(imports, nowhere).map(({ reason }) => reason)).toEqual(['no pool where its pods may land has a runtime of WebAssembly for it']);
  });

  test('is undecided of a component that nobody validated', () => {
    expect(undecideds(imports, aSite({ artifact: { unvalidated: 'not installed' } })).map(({ reason }) => reason)).toEqual(['not installed']);
    const both = aSite({ artifact: { unvalidated: 'not installed', imports: [instance('wasi:cli/exit@0.2.0')] } });
    expect(outcomes(imports, both)).toEqual(['undecided']);
  });

  test('Spin gives components WASI 0.2', () => {
    const spin = { name: 'spin', version: '4.0.1', shim: { name: 'containerd-shim-spin-v2', version: '0.25.1' } };
    expect(givenBy(spin, anArtifact(), instance('wasi:cli/exit@0.2.0')).gives).toBe('yes');
    expect(givenBy(spin, anArtifact(), instance('fermyon:spin/llm@2.0.0')).gives).toBe('maybe');
    expect(givenBy(spin, aModule(), instance('wasi:cli/exit@0.2.0')).gives).toBe('maybe');
  });

  test('an older Wasmtime may not have it', () => {
    const exit = instance('wasi:cli/exit@0.2.0');
    expect(givenBy({ ...WASMTIME, version: '20.0.0' }, anArtifact(), exit).gives).toBe('maybe');
    expect(givenBy({ name: 'wasmtime', shim: WASMTIME.shim }, anArtifact(), exit).gives).toBe('maybe');
  });

  test('says nothing of a composition that does not fit', () => {
    expect(judged(imports, aSite({ wasm: { composition: 'site/pricing' } }))).toEqual([]);
  });
});
