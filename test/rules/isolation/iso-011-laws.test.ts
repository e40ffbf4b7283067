import fc from 'fast-check';
import type { Estate, NodePool, PodSpec, Workload } from '../../../lib/estate';
import { sharedNodes } from '../../../lib/rules/isolation/iso-011-shared-nodes';
import { aPool, aRuntimeClass, RUNC } from '../../support/kubernetes';
import { GVISOR, HARDENED, inNamespace, KATA, site, SPIN } from './iso-011-sites';

/** Pods by what they are, with the levels that each meets, written down by hand. */
const PODS = {
  privileged: { spec: { hostPID: true }, meets: [] },
  baseline: { spec: { containers: [{ name: 'app' }], securityContext: {} }, meets: ['baseline'] },
  restricted: { spec: {}, meets: ['baseline', 'restricted'] },
  users: { spec: { hostUsers: false }, meets: ['baseline', 'restricted', 'user-namespaces'] },
  gvisor: { spec: { runtimeClassName: 'gvisor' }, meets: ['baseline', 'restricted', 'user-namespaces', 'sandbox'] },
  kata: { spec: { runtimeClassName: 'kata' }, meets: ['baseline', 'restricted', 'user-namespaces', 'sandbox', 'virtual-machine'] },
  spin: { spec: { runtimeClassName: 'spin' }, meets: ['baseline', 'restricted', 'wasm'] },
} as const satisfies Record<string, { spec: Partial<PodSpec>; meets: readonly string[] }>;
const LEVELS = ['baseline', 'restricted', 'user-namespaces', 'sandbox', 'virtual-machine', 'wasm'] as const;

interface Asked {
  readonly kind: keyof typeof PODS;
  /** The pool it selects; undefined for any. */
  readonly selects: number | undefined;
  readonly tolerates: boolean;
  /** Whether a token hides what it selects. */
  readonly hidden: boolean;
}

const asked: fc.Arbitrary<Asked> = fc.record({
  kind: fc.constantFrom('privileged', 'baseline', 'restricted', 'users', 'gvisor', 'kata', 'spin'),
  selects: fc.constantFrom(undefined, 0, 1, 2),
  tolerates: fc.boolean(),
  hidden: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
});
const cases = fc.record({
  level: fc.constantFrom(...LEVELS),
  tainted: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
  shop: fc.array(asked, { minLength: 1, maxLength: 3 }),
  bank: fc.array(asked, { minLength: 1, maxLength: 3 }),
});

function workloads(namespace: string, all: readonly Asked[]): Workload[] {
  return all.map(({ kind, selects, tolerates, hidden }, index) => {
    const made = inNamespace(namespace, `w${index}`, {
      spec: {
        ...HARDENED,
        ...PODS[kind].spec,
        ...(selects !== undefined && { nodeSelector: { pool: String(selects) } }),
        ...(tolerates && { tolerations: [{ key: 'own', operator: 'Exists' as const }] }),
      },
    });
    return hidden ? { ...made, pod: { ...made.pod, unread: ['spec.nodeSelector'] } } : made;
  });
}

function pools(tainted: readonly boolean[]): NodePool[] {
  return tainted.map((taint, index) =>
    aPool(`p${index}`, 1, {
      labels: { pool: String(index) },
      taints: taint ? [{ key: 'own', value: '', effect: 'NoSchedule' }] : [],
      handlers: [RUNC, GVISOR, KATA, SPIN],
    }),
  );
}

/** Whether a pod lands on a pool: for certain, perhaps, or not. */
function lands({ selects, tolerates, hidden }: Asked, pool: number, isTainted: boolean): 'yes' | 'maybe' | 'no' {
  if (isTainted && !tolerates) return 'no';
  if (selects !== undefined && selects !== pool) return 'no';
  return hidden ? 'maybe' : 'yes';
}

function outcomes(estate: Estate): string[] {
  return [...sharedNodes.check(estate)].map(({ verdict }) => verdict);
}

/** Every pool, every pair of pods, by hand. */
function naive({
  level,
  tainted,
  shop,
  bank,
}: {
  level: (typeof LEVELS)[number];
  tainted: readonly boolean[];
  shop: readonly Asked[];
  bank: readonly Asked[];
}): string {
  let answer = 'proved';
  for (const [pool, isTainted] of tainted.entries()) {
    for (const a of shop) {
      for (const b of bank) {
        const both = [lands(a, pool, isTainted), lands(b, pool, isTainted)];
        const meets = [a, b].every(({ kind }) => (PODS[kind].meets as readonly string[]).includes(level));
        if (both.includes('no') || meets) continue;
        if (!both.includes('maybe')) return 'refuted';
        answer = 'undecided';
      }
    }
  }
  return answer;
}

test('ISO-011 agrees with a search by hand over pools and pairs of pods', () => {
  const seen = new Set<string>();
  const runtimeClasses = [aRuntimeClass('gvisor', 'runsc'), aRuntimeClass('kata', 'kata'), aRuntimeClass('spin', 'spin')];
  fc.assert(
    fc.property(cases, (each) => {
      const estate = site({
        level: each.level,
        pools: pools(each.tainted),
        shop: workloads('shop', each.shop),
        bank: workloads('bank', each.bank),
        kubernetes: { runtimeClasses },
      });
      const expected = naive(each);
      seen.add(expected);
      expect(outcomes(estate)).toEqual([expected]);
    }),
    { numRuns: 300, seed: 11 },
  );
  expect([...seen].sort()).toEqual(['proved', 'refuted', 'undecided']);
});

test('asking for less never refutes what more is proved of, but for WebAssembly', () => {
  const chain = LEVELS.filter((level) => level !== 'wasm');
  const runtimeClasses = [aRuntimeClass('gvisor', 'runsc'), aRuntimeClass('kata', 'kata'), aRuntimeClass('spin', 'spin')];
  fc.assert(
    fc.property(cases, ({ tainted, shop, bank }) => {
      const answers = chain.map((level) =>
        outcomes(
          site({ level, pools: pools(tainted), shop: workloads('shop', shop), bank: workloads('bank', bank), kubernetes: { runtimeClasses } }),
        ).join(),
      );
      const lastProved = answers.lastIndexOf('proved');
      expect(answers.slice(0, lastProved + 1).every((answer) => answer === 'proved')).toBe(true);
    }),
    { numRuns: 60, seed: 5 },
  );
});
