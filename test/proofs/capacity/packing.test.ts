import fc from 'fast-check';
import { firstFit, tooLargePods, totalShortage, type Amounts, type NodeClass, type PodClass } from '../../../lib/proofs/capacity';

const amounts = (cpu: number, memory: number): Amounts =>
  new Map([
    ['cpu', BigInt(cpu)],
    ['memory', BigInt(memory)],
  ]);
const pods = (id: string, count: number, cpu: number, memory: number, ...pools: string[]): PodClass => ({
  id,
  count,
  requests: amounts(cpu, memory),
  pools: new Set(pools),
});
const nodes = (id: string, count: number, cpu: number, memory: number): NodeClass => ({ id, count, capacity: amounts(cpu, memory) });

/** Every pod on every node in turn. */
function placeable(classes: readonly PodClass[], of: readonly NodeClass[]): boolean {
  const queue = classes.flatMap((each) => Array.from({ length: each.count }, () => each));
  const bins = of.flatMap(({ id, count, capacity }) => Array.from({ length: count }, () => ({ id, free: new Map(capacity) })));
  const place = (i: number): boolean => {
    const pod = queue[i];
    if (!pod) return true;
    return bins.some((bin) => {
      if (!pod.pools.has(bin.id) || [...pod.requests].some(([r, a]) => (bin.free.get(r) ?? 0n) < a)) return false;
      for (const [r, a] of pod.requests) bin.free.set(r, bin.free.get(r)! - a);
      const found = place(i + 1);
      for (const [r, a] of pod.requests) bin.free.set(r, bin.free.get(r)! + a);
      return found;
    });
  };
  return place(0);
}

describe('pods on nodes', () => {
  const pools = fc.subarray(['a', 'b'], { minLength: 1 });
  const podClass = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.nat(4), fc.nat(4), pools).map(([n, c, m, of]) => pods('p', n, c, m, ...of));
  const classes = fc.array(podClass, { maxLength: 3 }).map((all) => all.map((each, i) => ({ ...each, id: `p${i}` })));
  const size = fc.tuple(fc.nat(2), fc.nat(6), fc.nat(6));

  test('a shortage is one, a packing is one', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(classes, size, size, (all, [n, c, m], [k, d, l]) => {
        const of = [nodes('a', n, c, m), nodes('b', k, d, l)];
        const isPlaceable = placeable(all, of);
        const packing = firstFit(all, of);
        const short = totalShortage(all, of) ?? tooLargePods(all, of);
        seen.add(packing ? 'packed' : short ? 'short' : isPlaceable ? 'missed' : 'open');
        if (short) expect(isPlaceable).toBe(false);
        if (!packing) return;
        const used = new Map<string, bigint>();
        for (const { pods: id, node, index, count } of packing) {
          const each = all.find((one) => one.id === id)!;
          expect(each.pools.has(node)).toBe(true);
          for (const [r, a] of each.requests) used.set(`${node} ${index} ${r}`, (used.get(`${node} ${index} ${r}`) ?? 0n) + BigInt(count) * a);
        }
        for (const [key, amount] of used) {
          const [node, index, r] = key.split(' ') as [string, string, string];
          const home = of.find(({ id }) => id === node)!;
          expect(Number(index)).toBeLessThan(home.count);
          expect(amount <= home.capacity.get(r)!).toBe(true);
        }
        for (const { id, count } of all) expect(packing.filter((each) => each.pods === id).reduce((sum, each) => sum + each.count, 0)).toBe(count);
      }),
      { numRuns: 300, seed: 3 },
    );
    expect([...seen]).toEqual(expect.arrayContaining(['packed', 'short', 'open']));
  });

  test('pods that are held to fewer pools are summed up with those they share them with, not with others', () => {
    const of = [nodes('a', 1, 4, 4), nodes('b', 1, 4, 4)];
    expect(totalShortage([pods('x', 5, 1, 0, 'a'), pods('y', 1, 1, 0, 'a', 'b')], of)).toMatchObject({ resource: 'cpu', wanted: 5n, available: 4n });
    expect(totalShortage([pods('x', 4, 1, 0, 'a'), pods('y', 5, 1, 0, 'a', 'b')], of)).toMatchObject({ wanted: 9n, available: 8n });
    expect(totalShortage([pods('x', 4, 1, 0, 'a'), pods('y', 4, 1, 0, 'b')], of)).toBeUndefined();
  });

  test('a pod larger than every node of its pools has no place, however many nodes there are', () => {
    const of = [nodes('a', 9, 4, 4), nodes('b', 9, 8, 8)];
    expect(tooLargePods([pods('x', 1, 5, 1, 'a', 'b')], of)).toBeUndefined();
    expect(tooLargePods([pods('x', 1, 5, 1, 'a')], of)?.id).toBe('x');
    expect(tooLargePods([pods('x', 0, 5, 1, 'a')], of)).toBeUndefined();
  });

  test('a resource that a node does not have is none', () => {
    const gpu: PodClass = { id: 'gpu', count: 1, requests: new Map([['nvidia.com/gpu', 1n]]), pools: new Set(['a']) };
    expect(totalShortage([gpu], [nodes('a', 1, 4, 4)])).toMatchObject({ resource: 'nvidia.com/gpu', available: 0n });
    expect(firstFit([gpu], [nodes('a', 1, 4, 4)])).toBeUndefined();
  });
});
