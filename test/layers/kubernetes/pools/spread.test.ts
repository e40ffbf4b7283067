import * as fc from 'fast-check';
import { racksOfControlPlane } from '../../../../lib/layers/kubernetes/control-plane';
import { spread } from '../../../../lib/layers/kubernetes/node-pool-racks';

const racks = fc.uniqueArray(fc.constantFrom('r1', 'r2', 'r3', 'r4', 'r5'), { minLength: 1 });

test('machines are spread over racks exactly where the racks have room', () => {
  fc.assert(
    fc.property(racks, fc.array(fc.nat({ max: 4 }), { minLength: 5, maxLength: 5 }), fc.nat({ max: 12 }), (names, rooms, count) => {
      const room = (rack: string): number => rooms[(names as string[]).indexOf(rack)]!;
      const found = spread(count, names, room);
      expect(found !== undefined).toBe(count <= names.reduce((sum, rack) => sum + room(rack), 0));
      if (found === undefined) return;
      const loads = names.map((rack) => found.filter((each) => each === rack).length);
      names.forEach((rack, index) => expect(loads[index]).toBeLessThanOrEqual(room(rack)));
      // As even as the room allows: who could take another has no two fewer than somebody else.
      names.forEach((rack, index) => {
        if (loads[index]! < room(rack)) expect(loads[index]).toBeGreaterThanOrEqual(Math.max(...loads) - 1);
      });
    }),
    { numRuns: 300 },
  );
});

describe('a control plane', () => {
  const cluster = (hostsOfRacks: readonly number[], rack = true): never =>
    ({
      tolerates: { hosts: 1, rack },
      node: { path: 'compute' },
      hosts: hostsOfRacks.flatMap((count, index) => Array.from({ length: count }, () => ({ rack: `r${index + 1}` }))),
    }) as never;
  /** Every way to give racks to members, tried. */
  const exists = (replicas: number, rooms: readonly number[]): boolean => {
    const place = (left: number, loads: readonly number[]): boolean => {
      const quorum = Math.floor(replicas / 2) + 1;
      if (left === 0) return loads.every((lost) => replicas - lost >= quorum);
      return loads.some(
        (load, index) =>
          load < rooms[index]! &&
          place(
            left - 1,
            loads.map((other, at) => (at === index ? load + 1 : other)),
          ),
      );
    };
    return place(
      replicas,
      rooms.map(() => 0),
    );
  };

  test('is held to racks so that more than half is left, exactly where that can be', () => {
    const outcomes = new Set<boolean>();
    fc.assert(
      fc.property(fc.constantFrom(3, 5, 7), fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }), (replicas, rooms) => {
        const possible = exists(replicas, rooms);
        outcomes.add(possible);
        if (!possible) {
          expect(() => racksOfControlPlane({ node: { path: 'prod' } } as never, replicas, cluster(rooms))).toThrow('cannot be held to racks');
          return;
        }
        const held = racksOfControlPlane({ node: { path: 'prod' } } as never, replicas, cluster(rooms))!;
        expect(held).toHaveLength(replicas);
        for (const rack of new Set(held)) expect(held.filter((each) => each !== rack).length).toBeGreaterThan(replicas / 2);
      }),
      { numRuns: 200, seed: 1 },
    );
    expect(outcomes).toEqual(new Set([true, false]));
  });

  test('is not where no rack may be lost, or it is one node', () => {
    expect(racksOfControlPlane({} as never, 3, cluster([1, 1], false))).toBeUndefined();
    expect(racksOfControlPlane({} as never, 1, cluster([1]))).toBeUndefined();
  });
});
