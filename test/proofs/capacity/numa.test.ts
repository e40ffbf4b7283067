import fc from 'fast-check';
import { splitOver, type NumaNodes, type NumaSplit } from '../../../lib/proofs/capacity';
import { Interval } from '../../../lib/units';

/** Naive reference: vCPUs are dealt to one node more at a time, until none has more than cores. */
function naive(vcpus: number, memory: number, { count, cores, room }: { count: number; cores: number; room: number }): NumaSplit {
  for (let nodes = 1; ; nodes += 1) {
    const dealt = Array.from({ length: nodes }, () => 0);
    for (let i = 0; i < vcpus; i += 1) dealt[i % nodes]! += 1;
    if (dealt.some((share) => share > cores)) continue;
    if (nodes > count) return { nodes, fit: 'cores' };
    if (new Set(dealt).size > 1) return { nodes, fit: 'uneven' };
    return { nodes, fit: memory / nodes > room ? 'memory' : 'even' };
  }
}

const host = fc.record({ count: fc.integer({ min: 1, max: 8 }), cores: fc.integer({ min: 1, max: 12 }), room: fc.integer({ min: 1, max: 50 }) });
const nodesOf = ({ count, cores, room }: { count: number; cores: number; room: number }, memoryMiB = Interval.exactly(room)): NumaNodes => ({
  count,
  cores,
  memoryMiB,
});

describe('a VM on NUMA nodes', () => {
  test('lies as when its vCPUs are dealt one by one', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 200 }), host, (vcpus, memory, one) => {
        const split = splitOver(vcpus, Interval.exactly(memory), nodesOf(one));
        seen.add(split.fit);
        expect(split).toEqual(naive(vcpus, memory, one));
      }),
      { numRuns: 1000, seed: 1 },
    );
    expect([...seen].sort()).toEqual(['cores', 'even', 'memory', 'uneven']);
  });

  test('is open only where the memory of a node lies on both sides of its share', () => {
    const of = (memory: number) => splitOver(4, Interval.exactly(memory), nodesOf({ count: 2, cores: 2, room: 0 }, Interval.between(10, 12))).fit;
    expect([20, 21, 24, 25].map(of)).toEqual(['even', 'open', 'open', 'memory']);
    expect(splitOver(4, Interval.atLeast(25), nodesOf({ count: 2, cores: 2, room: 12 })).fit).toBe('memory');
    expect(splitOver(4, Interval.atLeast(1), nodesOf({ count: 2, cores: 2, room: 12 })).fit).toBe('open');
  });
});
