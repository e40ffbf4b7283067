import fc from 'fast-check';
import type { VirtualMachine } from '../../../lib/estate';
import { labelsOf } from '../../../lib/proofs/scheduling';
import type { NodeHomes } from '../../../lib/rules/availability/node-homes';
import { sharedHosts, type Member } from '../../../lib/rules/availability/shared-hosts';
import type { SpreadPromise } from '../../../lib/rules/availability/spread-promises';
import type { Ternary } from '../../../lib/units';
import { aCluster, machines } from '../../support/estate';
import { aPool } from '../../support/kubernetes';

const ZONE = 'topology.kubernetes.io/zone';
const ROW = 'acme.example.com/row';

interface Drawn {
  readonly sure: boolean;
  readonly zone: string | undefined;
  readonly row: string | undefined;
  readonly hosts: readonly string[];
  readonly complete: boolean;
  readonly tied: boolean;
  readonly rules: readonly (0 | 1 | 2)[];
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  sure: fc.boolean(),
  zone: fc.constantFrom(undefined, 'a', 'b'),
  row: fc.constantFrom(undefined, '1', '2'),
  hosts: fc.subarray(['x', 'y'], { minLength: 1 }),
  complete: fc.boolean(),
  tied: fc.constantFrom(false, false, true),
  rules: fc.tuple(fc.constantFrom(0, 1, 2), fc.constantFrom(0, 2)),
});

/** Two are apart for certain where one rule names both for certain, and perhaps where it may. */
function apartOf(a: Drawn, b: Drawn): Ternary {
  const each = a.rules.map((rule, i) => Math.min(rule, b.rules[i]!));
  return each.includes(2) ? 'yes' : each.includes(1) ? 'maybe' : 'no';
}

function made(nodes: readonly Drawn[]): { readonly members: Member[]; readonly homes: NodeHomes } {
  const vms = machines('n', nodes.length, aCluster('compute', []));
  const pool = aPool('general', vms);
  const members = nodes.map(({ sure, zone, row }, i): Member => {
    const labels = { ...(zone !== undefined && { [ZONE]: zone }), ...(row !== undefined && { [ROW]: row }) };
    return { node: { ...pool.nodes[i]!, labels }, pool, machine: vms[i]!, isCertain: sure };
  });
  const of = (id: string): Drawn => nodes[vms.findIndex((vm) => vm.id === id)]!;
  const homes = {
    tied: new Map(vms.flatMap(({ id }, i) => (nodes[i]!.tied ? [[id, undefined]] : []))),
    ruleGap: undefined,
    boundsOf: ({ id }: VirtualMachine) => ({ surely: new Set(of(id).hosts), possibly: { ids: new Set(of(id).hosts), complete: of(id).complete } }),
    kindOf: ({ id }: VirtualMachine) => JSON.stringify([of(id).hosts, of(id).complete, of(id).tied, of(id).rules]),
    apart: (a: string, b: string) => apartOf(of(a), of(b)),
  } as unknown as NodeHomes;
  return { members, homes };
}

/** Every pair for itself. */
function naive(nodes: readonly Drawn[], members: readonly Member[], key: string): { shared: Set<Member>; doubt: boolean } {
  const shared = new Set<Member>();
  let doubt = false;
  for (const [i, a] of nodes.entries()) {
    for (const [j, b] of nodes.entries()) {
      if (i >= j || apartOf(a, b) === 'yes' || (a.complete && b.complete && !a.hosts.some((host) => b.hosts.includes(host)))) continue;
      const [x, y] = [i, j].map((at) => labelsOf(members[at]!.node, members[at]!.pool).labels[key]);
      const isOpen = key === ZONE;
      if ((!isOpen && (x === undefined || y === undefined)) || (x !== undefined && x === y)) continue;
      const isSure = a.sure && b.sure && !a.tied && !b.tied && a.hosts.some((host) => b.hosts.includes(host)) && apartOf(a, b) === 'no';
      if (isSure && x !== undefined && y !== undefined) shared.add(members[i]!).add(members[j]!);
      else doubt = true;
    }
  }
  return { shared, doubt };
}

describe('nodes that share a host', () => {
  test.each([ZONE, ROW, 'kubernetes.io/hostname'])('by kind as pair by pair, over %s', (topologyKey) => {
    const seen = new Set<string>();
    const promise: SpreadPromise = { by: 'spread', topologyKey, maxSkew: 1 };
    fc.assert(
      fc.property(fc.array(drawn, { minLength: 1, maxLength: 6 }), (nodes) => {
        const { members, homes } = made(nodes);
        const { shared, doubt } = sharedHosts(members, homes, promise, [promise], { least: 3, most: 3 }, members);
        const expected = naive(nodes, members, topologyKey);
        expect(new Set(shared)).toEqual(expected.shared);
        expect(doubt !== undefined).toBe(expected.doubt);
        seen.add(`${shared.length > 0} ${doubt !== undefined}`);
      }),
      { seed: 7, numRuns: 300 },
    );
    expect(seen.size).toBe(4);
  });
});
