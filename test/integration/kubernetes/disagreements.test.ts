import fc from 'fast-check';
import { disagreements } from './disagreements';
import type { KubernetesObject } from './object';
import { nanos } from './quantity';

/** A field of an object of that version and kind. */
function having(apiVersion: string, kind: string, fields: Record<string, unknown>): KubernetesObject {
  return { apiVersion, kind, metadata: { name: 'it' }, ...fields };
}

function fields(sent: KubernetesObject, readBack: KubernetesObject): readonly string[] {
  return disagreements(sent, readBack).map(({ field }) => field);
}

const pod = (spec: Record<string, unknown>): KubernetesObject => having('v1', 'Pod', { spec });
const custom = (spec: Record<string, unknown>): KubernetesObject => having('example.com/v1', 'Shop', { spec });

describe('what was sent', () => {
  test('agrees with itself, whatever the server adds', () => {
    expect(fields(pod({ hostname: 'a' }), pod({ hostname: 'a', dnsPolicy: 'ClusterFirst' }))).toEqual([]);
  });

  test.each([
    [{ hostname: 'a' }, { hostname: 'b' }, 'spec.hostname'],
    [{ hostname: 'a' }, {}, 'spec.hostname'],
    [{ containers: [{ name: 'a' }] }, { containers: [] }, 'spec.containers'],
    [{ containers: [{ name: 'a' }] }, { containers: [{ name: 'a' }, { name: 'injected' }] }, 'spec.containers'],
    [{ containers: [{ name: 'a' }, { name: 'b' }] }, { containers: [{ name: 'b' }, { name: 'a' }] }, 'spec.containers[0].name'],
    [{ nodeSelector: { 'a/b': 'c' } }, { nodeSelector: { 'a/b': 'd' } }, 'spec.nodeSelector["a/b"]'],
    [{ priority: 1 }, { priority: '1' }, 'spec.priority'],
  ])('differs: %j read back as %j', (sent, readBack, field) => {
    expect(fields(pod(sent), pod(readBack))).toContain(field);
  });

  test('is compared at each leaf', () => {
    const tree = fc.dictionary(fc.string({ minLength: 1 }), fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.array(fc.string())), { minKeys: 1 });
    fc.assert(
      fc.property(tree, (spec) => {
        expect(fields(custom(spec), custom(spec))).toEqual([]);
        for (const key of Object.keys(spec)) expect(fields(custom(spec), custom({ ...spec, [key]: { other: true } }))).toHaveLength(1);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a quantity is written the short way', () => {
  const limited = (cpu: unknown): Record<string, unknown> => ({ resources: { limits: { cpu } } });

  test.each([
    ['1000m', '1'],
    ['0.5', '500m'],
    [2, '2'],
    ['1024Mi', '1Gi'],
    ['1e3', '1k'],
    ['0.0000000001', '1n'],
  ])('%p is %p', (sent, readBack) => {
    expect(fields(pod(limited(sent)), pod(limited(readBack)))).toEqual([]);
  });

  test.each([
    ['1000m', '2'],
    ['1M', '1Mi'],
    ['1', 'one'],
    ['one', 'one '],
  ])('%p is not %p', (sent, readBack) => {
    expect(fields(pod(limited(sent)), pod(limited(readBack)))).toHaveLength(1);
  });

  test('but elsewhere text is text, and so it is in a custom resource', () => {
    const noted = (text: string): KubernetesObject => pod({ nodeSelector: { size: text } });
    expect(fields(noted('1000m'), noted('1'))).toHaveLength(1);
    expect(fields(custom(limited('1000m')), custom(limited('1')))).toHaveLength(1);
  });

  test('with a value in nanos that multiplication agrees with', () => {
    const suffixes = { '': 1e9, m: 1e6, u: 1e3, n: 1, k: 1e12, Ki: 1024e9, Mi: 1024 ** 2 * 1e9 };
    fc.assert(
      fc.property(fc.integer({ min: -4000, max: 4000 }), fc.constantFrom(...Object.entries(suffixes)), (count, [suffix, factor]) => {
        expect(nanos(`${count}${suffix}`)).toBe(BigInt(count) * BigInt(factor));
      }),
    );
    expect(['', 'm', '1 Mi', '1mi', '--1', '1e', '1Kii'].map(nanos)).toEqual(Array(7).fill(undefined));
  });
});

describe('null is no value', () => {
  test('so it is not read back, and nothing else may be', () => {
    expect(fields(custom({ a: null }), custom({}))).toEqual([]);
    expect(fields(custom({ a: null }), custom({ a: 1 }))).toEqual(['spec.a']);
  });
});

describe('what is empty, zero or false is left out', () => {
  test.each([[0], [false], [''], [[]], [{}], [{ requests: {}, limits: null }]])('%j', (value) => {
    expect(fields(pod({ it: value }), pod({}))).toEqual([]);
    expect(fields(custom({ it: value }), custom({}))).toHaveLength(1);
  });

  test('but not read back as something', () => {
    expect(fields(pod({ it: 0 }), pod({ it: 30 }))).toEqual(['spec.it']);
    expect(fields(pod({ it: [{}] }), pod({}))).toEqual(['spec.it']);
  });
});

describe('stringData goes into data', () => {
  const secret = (more: Record<string, unknown>): KubernetesObject => having('v1', 'Secret', more);

  test('encoded', () => {
    expect(fields(secret({ stringData: { a: 'b' } }), secret({ data: { a: 'Yg==' } }))).toEqual([]);
    expect(fields(secret({ stringData: { a: 'b' } }), secret({ data: { a: 'Yw==' } }))).toEqual(['data.a']);
    expect(fields(secret({ data: { a: 'YQ==' }, stringData: { a: 'b' } }), secret({ data: { a: 'Yg==' } }))).toEqual([]);
  });

  test('of secrets alone', () => {
    expect(fields(custom({ stringData: { a: 'b' } }), custom({ data: { a: 'Yg==' } }))).toEqual(['spec.stringData']);
  });
});

describe("admission adds to some of a pod's lists", () => {
  test('at their end', () => {
    expect(fields(pod({ tolerations: [{ key: 'a' }] }), pod({ tolerations: [{ key: 'a' }, { key: 'b' }] }))).toEqual([]);
    expect(fields(pod({ tolerations: [{ key: 'a' }] }), pod({ tolerations: [{ key: 'b' }, { key: 'a' }] }))).toEqual(['spec.tolerations[0].key']);
    expect(fields(pod({ tolerations: [{ key: 'a' }] }), pod({ tolerations: [] }))).toEqual(['spec.tolerations']);
  });

  test('and to no template', () => {
    const deployment = (tolerations: readonly unknown[]): KubernetesObject =>
      having('apps/v1', 'Deployment', { spec: { template: { spec: { tolerations } } } });
    expect(fields(deployment([]), deployment([{ key: 'a' }]))).toEqual(['spec.template.spec.tolerations']);
  });
});
