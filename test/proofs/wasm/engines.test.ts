import fc from 'fast-check';
import type { WasmFeature } from '../../../lib/estate';
import { compareVersions, supportOf } from '../../../lib/proofs/wasm';

const shim = { name: 'shim', version: '1.0.0' };
const has = (name: string, version: string | undefined, feature: WasmFeature): string =>
  supportOf({ name, ...(version && { version }), shim }, feature).has;

describe('engines and their features', () => {
  test.each<[string, string, WasmFeature, string]>([
    ['wasmtime', '36.0.0', 'simd', 'yes'],
    ['wasmtime', '35.9.9', 'simd', 'maybe'],
    ['wasmtime', '46.9.9', 'gc', 'no'],
    ['wasmtime', '47.0.0', 'gc', 'yes'],
    ['wasmtime', '36.0.10', 'threads', 'maybe'],
    ['wasmtime', '36.0.10', 'legacy-exceptions', 'maybe'],
    ['spin', '4.0.1', 'component-model', 'yes'],
    ['spin', '3.6.3', 'component-model', 'maybe'],
    ['wasmedge', '0.15.1', 'tail-call', 'no'],
    ['wasmedge', '0.16.0', 'tail-call', 'yes'],
    ['wasmedge', '0.16.2', 'memory64', 'no'],
    ['wasmedge', '0.17.0', 'memory64', 'maybe'],
    ['wasmedge', '0.16.0', 'exceptions', 'maybe'],
    ['wasmer', '4.0.0', 'simd', 'maybe'],
    ['wamr', '2.0.0', 'simd', 'maybe'],
  ])('%s %s and %s: %s', (engine, version, feature, answer) => {
    expect(has(engine, version, feature)).toBe(answer);
  });

  test('whatever is settled has a public page, and what is not a reason', () => {
    for (const feature of ['simd', 'gc', 'threads', 'wide-arithmetic'] as const) {
      for (const version of ['36.0.10', '47.0.0', undefined]) {
        const support = supportOf({ name: 'wasmtime', ...(version && { version }), shim }, feature);
        if (support.has === 'maybe') expect(support.note).toBeTruthy();
        else expect(support.source).toMatch(/^https:\/\//);
      }
    }
  });

  test('versions are compared number by number', () => {
    const version = fc.tuple(fc.nat(30), fc.nat(30), fc.nat(30));
    fc.assert(
      fc.property(version, version, (a, b) => {
        const naive = a[0] * 1e6 + a[1] * 1e3 + a[2] - (b[0] * 1e6 + b[1] * 1e3 + b[2]);
        expect(Math.sign(compareVersions(a.join('.'), b.join('.')))).toBe(Math.sign(naive));
      }),
      { numRuns: 200 },
    );
    expect(compareVersions('1.7', '1.7.0')).toBe(0);
  });
});
