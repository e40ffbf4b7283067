import fc from 'fast-check';
import type { WasmMemory } from '../../../lib/estate';
import { linearMemory } from '../../../lib/proofs/wasm';
import { memory } from '../../../lib/rules/wasm/wsm-002-memory';
import { judged, outcomes, refutations, text, undecideds } from '../../support/judge';
import { aContainer } from '../../support/kubernetes';
import { aMemory, anArtifact, aSite, IMAGE, instance } from '../../support/wasm/estate';

const limited = (limit?: string) => ({
  spec: { containers: [aContainer('wasm', { image: IMAGE, ...(limit && { resources: { limits: { memory: limit } } }) })] },
});
const site = (memories: readonly WasmMemory[], limit = '64Mi', more = {}) => aSite({ artifact: { memories, ...more }, deployment: limited(limit) });
const MIB = 16;

describe('WSM-002', () => {
  test('passes where all memories at their maximum fit, to the byte', () => {
    expect(outcomes(memory, site([aMemory({ maximum: 64 * MIB })]))).toEqual(['proved']);
    expect(outcomes(memory, site([aMemory({ maximum: 32 * MIB }), aMemory({ maximum: 32 * MIB })]))).toEqual(['proved']);
    expect(outcomes(memory, site([aMemory({ maximum: 64 * MIB })], '67108863'))).toEqual(['refuted']);
    expect(outcomes(memory, site([]))).toEqual(['proved']);
  });

  test('fails where they do not, and shows the sum', () => {
    expect(refutations(memory, site([aMemory({ maximum: 32 * MIB }), aMemory({ maximum: 33 * MIB })])).map((verdict) => text(verdict))).toEqual([
      [
        '`pricing` has 65 MiB of linear memory at most, and its container 64 MiB',
        'memories: 0.1 MiB at first, at most 32 MiB; 0.1 MiB at first, at most 33 MiB',
        'in all: at most 65 MiB',
        'limit: 64 MiB',
        'hint: 65 MiB of memory at least, or code built with a smaller maximum',
      ],
    ]);
  });

  test('a page may have a size of its own', () => {
    expect(outcomes(memory, site([aMemory({ maximum: 64 * 2 ** 20, pageBytes: 1 })]))).toEqual(['proved']);
    expect(outcomes(memory, site([aMemory({ maximum: 64 * 2 ** 20 + 1, pageBytes: 1 })]))).toEqual(['refuted']);
  });

  test('a memory without a maximum is open up to what its addresses reach', () => {
    const open = aMemory({ maximum: undefined });
    expect(undecideds(memory, site([open])).map(({ reason }) => reason)).toEqual([
      'a memory of it has no maximum, so that what it comes to need shows only as it runs',
    ]);
    expect(outcomes(memory, site([open], '4Gi'))).toEqual(['proved']);
    expect(outcomes(memory, site([{ ...open, memory64: true }], '400Gi'))).toEqual(['undecided']);
  });

  test('what it has from the start is enough to fail', () => {
    expect(refutations(memory, site([aMemory({ minimum: 65 * MIB, maximum: undefined })])).map(({ message }) => message)).toEqual([
      '`pricing` has 65 MiB of linear memory as it starts, and its container 64 MiB',
    ]);
  });

  test('a shared memory has a maximum', () => {
    const verdicts = refutations(memory, site([aMemory({ maximum: undefined, shared: true })], '8Gi'));
    expect(verdicts.map(({ message }) => message)).toEqual(['a shared memory of `pricing` has no maximum']);
    expect(refutations(memory, site([aMemory({ shared: true })]))).toEqual([]);
  });

  test.each<[string, ReturnType<typeof aSite>, string]>([
    ['no limit', aSite({ deployment: limited() }), 'its container has no memory limit'],
    ['a limit that is a token', site([aMemory()], '${TfToken[1]}'), 'its memory limit is "${TfToken[1]}"'],
    [
      'more memories than are known',
      site([aMemory()], '64Mi', { memoriesOpen: 'it makes an instance of something that it imports' }),
      'it makes an instance of something that it imports',
    ],
    [
      'a manifest that is not to be read',
      aSite({
        kubernetes: {
          workloads: aSite().kubernetes.workloads.map((each) => ({ ...each, pod: { ...each.pod, unread: ['spec.containers.0.resources'] } })),
        },
      }),
      'what the manifest says of its container is not to be read',
    ],
  ])('is undecided with %s', (_, estate, reason) => {
    expect(undecideds(memory, estate).map((verdict) => verdict.reason)).toEqual([reason]);
  });

  test('an instance for each request is a premise, with the number that fits', () => {
    const estate = site([aMemory({ maximum: 16 * MIB })], '64Mi', { exports: [instance('wasi:http/incoming-handler@0.2.0')] });
    expect(judged(memory, estate)[0]!.premises!.map(({ statement }) => statement)).toEqual([
      'a pod of `pricing` has at most 4 requests at once: its runtime makes an instance for each',
    ]);
    expect(judged(memory, site([aMemory()]))[0]!.premises).toEqual([]);
  });

  test('the sum is that of each memory by itself', () => {
    const any = fc.record({ minimum: fc.nat(100), extra: fc.nat(100), pageBytes: fc.constantFrom(1, 65_536) });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 5 }), (list) => {
        const memories = list.map(({ minimum, extra, pageBytes }) => aMemory({ minimum, maximum: minimum + extra, pageBytes }));
        let [initial, most] = [0, 0];
        for (const each of memories) {
          for (let page = 0; page < each.minimum; page++) initial += each.pageBytes;
          for (let page = 0; page < each.maximum!; page++) most += each.pageBytes;
        }
        expect(linearMemory(anArtifact({ memories }))).toEqual({ initial, stated: most, bound: most });
      }),
      { numRuns: 100 },
    );
  });
});
