import fc from 'fast-check';
import { crowdOf } from '../../../lib/proofs/placement';

type Allowed = ReadonlyMap<string, ReadonlySet<string>>;

const allowed = (...hosts: string[]): Allowed => new Map(hosts.map((each, i) => [`vm${i}`, new Set(each)]));

/** Tries every way. */
function canAll(hosts: readonly ReadonlySet<string>[], taken: ReadonlySet<string> = new Set()): boolean {
  const [first, ...others] = hosts;
  return first === undefined || [...first].some((host) => !taken.has(host) && canAll(others, new Set([...taken, host])));
}

describe('a host for each machine', () => {
  test.each<[string, Allowed, string]>([
    ['none is asked for', allowed(), ''],
    ['each has one', allowed('a', 'b'), ''],
    ['the first makes room for the second', allowed('ab', 'a'), ''],
    ['along a path of three', allowed('ab', 'bc', 'cd', 'ab'), ''],
    ['two on one host', allowed('a', 'a'), 'vm1,vm0 on a'],
    ['a machine with no host', allowed('a', ''), 'vm1 on '],
    ['three on two, and one at ease', allowed('abc', 'ab', 'ab', 'ab'), 'vm3,vm2,vm1 on a,b'],
    ['only those that are short are named', allowed('abcd', 'c', 'c'), 'vm2,vm1 on c'],
  ])('%s', (_, machines, expected) => {
    const crowd = crowdOf(machines);
    expect(crowd ? `${crowd.machines.join()} on ${crowd.hosts.join()}` : '').toBe(expected);
  });

  test('is found where trying every way finds it, and a crowd is one', () => {
    const sets = fc.array(fc.subarray(['a', 'b', 'c', 'd', 'e']), { maxLength: 6 });
    fc.assert(
      fc.property(sets, (each) => {
        const machines = allowed(...each.map((hosts) => hosts.join('')));
        const crowd = crowdOf(machines);
        expect(crowd === undefined).toBe(canAll([...machines.values()]));
        if (!crowd) return;
        expect(new Set(crowd.hosts)).toEqual(new Set(crowd.machines.flatMap((machine) => [...machines.get(machine)!])));
        expect(crowd.hosts.length).toBe(new Set(crowd.machines).size - 1);
      }),
      { numRuns: 500 },
    );
  });
});
