import fc from 'fast-check';
import { InputError, constructFinding, findingsOf, inOrder, nameOfSubject } from '../../lib/report';
import type { FindingOptions, Waiver } from '../../lib/report';
import { judge } from '../../lib/rules';
import type { Estate } from '../../lib/estate';
import type { Rule, Subject, Verdict } from '../../lib/rules';
import { estate, finding, refuted, rule, undecided } from './estates';

const nowhere: FindingOptions = { originOf: () => [] };

function find(rules: readonly Rule[], world: Estate = estate(), options: Partial<FindingOptions> = {}) {
  return findingsOf(judge(rules, world), world, { ...nowhere, ...options });
}

/** Says that each closed scope is wrong, and that it is mended by being no longer closed. */
const closedScopes = (mended: (closed: readonly string[], path: string) => readonly string[]) =>
  rule('CAP-001', (world) =>
    world.closed.map((path) =>
      refuted({ path }, { remedies: [{ text: 'open it', mend: (before) => ({ ...before, closed: mended(before.closed, path) }) }] }),
    ),
  );

describe('a finding', () => {
  test('stands for each refuted and undecided verdict, none for a proved one', () => {
    const findings = find([rule('CAP-001', () => [{ verdict: 'proved', subject: { path: 'a' } }, refuted({ path: 'b' }), undecided({ path: 'c' })])]);
    expect(findings.map(({ verdict, subject }) => [verdict, subject.path])).toEqual([
      ['refuted', 'b'],
      ['undecided', 'c'],
    ]);
  });

  test('of an undecided verdict carries the reason and what would decide it', () => {
    const [only] = find([rule('CAP-001', () => [undecided({ path: 'c' })])]);
    expect(only).toMatchObject({ reason: 'it is looked up', remedies: [{ kind: 'decides', text: 'say it' }] });
  });

  test('has the source line of its construct, also where the rule names a resource or an object only', () => {
    const world: Estate = {
      ...estate(),
      terraform: {
        stacks: [
          {
            name: 's',
            file: 'stacks/s/cdk.tf.json',
            backend: { type: 'local', config: {} },
            providers: [],
            variables: [],
            locals: {},
            outputs: [],
            modules: [],
            resources: [
              {
                stack: 's',
                address: 'vsphere_host.a',
                mode: 'managed',
                type: 'vsphere_host',
                name: 'a',
                instances: { low: 1, high: 1 },
                provider: 'vsphere',
                path: 's/a',
                values: {},
                sensitive: [],
              },
            ],
          },
        ],
      },
      manifests: [{ file: 'm.yaml', index: 0, apiVersion: 'v1', kind: 'Pod', name: 'web', namespace: 'shop', path: 'shop/web', body: {} }],
    };
    const originOf = (path: string) => [{ file: `${path}.ts`, line: 1, column: 1 }];
    const subjects: Subject[] = [
      { path: 'p' },
      { stack: 's', address: 'vsphere_host.a' },
      { object: 'shop/web[Pod]' },
      { stack: 's', address: 'vsphere_host.b' },
    ];
    const findings = find([rule('CAP-001', () => subjects.map((subject) => refuted(subject)))], world, { originOf });
    expect(Object.fromEntries(findings.map(({ subject, source }) => [nameOfSubject(subject), source[0]?.file]))).toEqual({
      p: 'p.ts',
      's/vsphere_host.a': 's/a.ts',
      'shop/web[Pod]': 'shop/web.ts',
      's/vsphere_host.b': undefined,
    });
  });
});

describe('severity', () => {
  const both = rule('CAP-001', () => [refuted({ path: 'a' }), undecided({ path: 'b' })]);
  const severities = (rules: readonly Rule[], options: Partial<FindingOptions> = {}) =>
    find(rules, estate(), options).map(({ severity }) => severity);

  test("is the rule's own for a refutation, a warning for what is undecided", () => {
    expect(severities([both])).toEqual(['error', 'warning']);
  });

  test('of what is undecided can be said by the rule', () => {
    expect(severities([{ ...both, undecidedSeverity: 'error' }])).toEqual(['error', 'error']);
  });

  test('can be set for refutations only', () => {
    expect(severities([both], { severities: { 'CAP-001': 'info' } })).toEqual(['warning', 'info']);
  });

  test('of a rule that decides an intent can be raised, not lowered', () => {
    const intent = { ...both, severity: 'warning' as const, waivable: false };
    expect(severities([intent], { severities: { 'CAP-001': 'error' } })).toEqual(['error', 'warning']);
    expect(() => find([intent], estate(), { severities: { 'CAP-001': 'info' } })).toThrow(/CAP-001: 'info' is lower than its own, 'warning'/);
    expect(() => find([intent], estate(), { severities: { 'CAP-001': 'info' } })).toThrow(InputError);
  });

  test('of a rule there is not, or that is none, is refused', () => {
    expect(() => find([both], estate(), { severities: { 'CAP-999': 'error' } })).toThrow(/CAP-999, which is no rule/);
    expect(() => find([both], estate(), { severities: { 'CAP-001': 'warn' as 'warning' } })).toThrow(
      /got "warn", expected 'error', 'warning' or 'info'/,
    );
  });
});

describe('a remedy', () => {
  const kinds = (rules: readonly Rule[], world: Estate, options: Partial<FindingOptions> = {}) =>
    find(rules, world, options).map(({ remedies }) => remedies.map(({ kind }) => kind));

  test('mends where the rule, run again on the mended estate, finds the fault no more', () => {
    expect(kinds([closedScopes((closed, path) => closed.filter((x) => x !== path))], estate(['a', 'b']))).toEqual([['mends'], ['mends']]);
  });

  test('is a hint where the fault is still there', () => {
    expect(kinds([closedScopes((closed) => closed)], estate(['a']))).toEqual([['hint']]);
  });

  test('is a hint where it mends another fault only', () => {
    expect(kinds([closedScopes((closed) => closed.filter((x) => x !== 'a'))], estate(['a', 'b']))).toEqual([['mends'], ['hint']]);
  });

  test('is a hint where it moves the fault elsewhere', () => {
    expect(kinds([closedScopes((closed, path) => closed.map((x) => (x === path ? 'elsewhere' : x)))], estate(['a']))).toEqual([['hint']]);
  });

  test('is a hint where it trades the fault for doubt', () => {
    const doubtful = rule('CAP-001', (world) =>
      world.closed.includes('a')
        ? [refuted({ path: 'a' }, { remedies: [{ text: 'look it up', mend: (before) => ({ ...before, closed: [] }) }] })]
        : [undecided({ path: 'a' })],
    );
    expect(kinds([doubtful], estate(['a']))).toEqual([['hint']]);
  });

  test('is a hint where nobody can apply it, and stands after those that mend', () => {
    const [only] = find(
      [
        rule('CAP-001', ({ closed }) =>
          closed.map((path) =>
            refuted({ path }, { remedies: [{ text: 'think' }, { text: 'open it', mend: (before) => ({ ...before, closed: [] }) }] }),
          ),
        ),
      ],
      estate(['a']),
    );
    expect(only!.remedies).toEqual([
      { kind: 'mends', text: 'open it' },
      { kind: 'hint', text: 'think' },
    ]);
  });

  test('is decided again for the first findings of a rule, in the order they are read', () => {
    let runs = 0;
    const inner = closedScopes((closed, path) => closed.filter((x) => x !== path));
    const counted = { ...inner, check: (world: Estate) => ((runs += 1), inner.check(world)) };
    expect(kinds([counted], estate(['d', 'c', 'b', 'a']), { mendLimit: 2 })).toEqual([['mends'], ['mends'], ['hint'], ['hint']]);
    expect(runs).toBe(3);
  });

  test('that cannot be applied fails the run and names the rule', () => {
    const broken = rule('CAP-001', () => [
      refuted(
        { path: 'a' },
        {
          remedies: [
            {
              text: 'x',
              mend: () => {
                throw new Error('no such host');
              },
            },
          ],
        },
      ),
    ]);
    expect(() => find([broken])).toThrow('rule CAP-001 crashed: no such host');
  });
});

describe('the fingerprint', () => {
  const only = (verdict: Verdict, id: string = 'CAP-001') => find([rule(id, () => [verdict])])[0]!.fingerprint;
  const at = refuted({ path: 'a/b' });

  test('never changes', () => {
    // A baseline in a user's repository holds these: a change here makes every one of them stale.
    expect(only(at)).toBe('88fda074dbdc440504d9042aaa342224');
    expect(only(undecided({ stack: 's', address: 't.x', attribute: 'y' }, { key: 'k' }))).toBe('c358048f06d98c1b007d3ace87389900');
  });

  test('is the same whatever the message, figures, witness and remedies', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (message, text) => {
        expect(only({ ...at, message, witness: [{ label: 'x', text }], remedies: [{ text }] })).toBe(only(at));
      }),
    );
  });

  test('is the same in whatever order the rule names the parts of its subject', () => {
    expect(only(refuted({ address: 'x', stack: 's' }))).toBe(only(refuted({ stack: 's', address: 'x' })));
  });

  test('tells rules, subjects, faults, and doubt from refutation', () => {
    const all = [
      only(at),
      only(at, 'CAP-002'),
      only(refuted({ path: 'a/c' })),
      only(refuted({ path: 'a/b', attribute: 'c' })),
      only(refuted({ object: 'a/b' })),
      only(refuted({ stack: 's', address: 'a/b' })),
      only(refuted({ stack: 't', address: 'a/b' })),
      only(refuted({ path: 'a/b' }, { key: 'k' })),
      only(undecided({ path: 'a/b' })),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  test('tells a second equal fault from the first', () => {
    const findings = find([rule('CAP-001', () => [at, at, at])]);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(3);
    expect(findings[0]!.fingerprint).toBe(only(at));
  });
});

describe('a waiver', () => {
  const waiver = (fingerprint: string): Waiver => ({ fingerprint, rule: 'CAP-001', subject: 'a', message: 'm', reason: 'since 2019' });
  const faulty = rule('CAP-001', ({ closed }) => closed.map((path) => refuted({ path })));

  test('lets its finding stand and no other', () => {
    const fingerprint = find([faulty], estate(['a']))[0]!.fingerprint;
    const findings = find([faulty], estate(['a', 'b']), { waivers: [waiver(fingerprint)] });
    expect(findings.map(({ waived }) => waived)).toEqual([{ reason: 'since 2019' }, undefined]);
  });

  test('never lets a finding about an intent stand', () => {
    const intent = { ...faulty, waivable: false };
    const fingerprint = find([intent], estate(['a']))[0]!.fingerprint;
    expect(find([intent], estate(['a']), { waivers: [waiver(fingerprint)] })[0]!.waived).toBeUndefined();
  });

  test('for a doubt does not cover the refutation that follows', () => {
    const fingerprint = find([rule('CAP-001', () => [undecided({ path: 'a' })])])[0]!.fingerprint;
    expect(find([faulty], estate(['a']), { waivers: [waiver(fingerprint)] })[0]!.waived).toBeUndefined();
  });
});

describe('the order', () => {
  test('is errors, warnings, information, then rule, then subject as people count; INT-004 comes last', () => {
    const findings = inOrder([
      finding({ rule: 'INT-004', severity: 'error', subject: { path: 'a' } }),
      finding({ rule: 'CAP-002', severity: 'info', subject: { path: 'b' } }),
      finding({ rule: 'CAP-002', subject: { path: 'esx-10' } }),
      finding({ rule: 'CAP-002', subject: { path: 'esx-2' } }),
      finding({ rule: 'AVL-005', severity: 'warning', subject: { path: 'c' } }),
      finding({ rule: 'CAP-001', subject: { path: 'z' } }),
    ]);
    expect(findings.map(({ rule: id, subject }) => `${id} ${subject.path}`)).toEqual([
      'CAP-001 z',
      'CAP-002 esx-2',
      'CAP-002 esx-10',
      'AVL-005 c',
      'CAP-002 b',
      'INT-004 a',
    ]);
  });

  test('does not depend on the order of findings with different subjects', () => {
    const all = ['a', 'b', 'c', 'd'].flatMap((path) => (['error', 'info'] as const).map((severity) => finding({ severity, subject: { path } })));
    fc.assert(fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => expect(inOrder(shuffled)).toEqual(inOrder(all))));
  });
});

test('what a construct says against itself is an error that nothing waives', () => {
  const found = constructFinding({ kind: 'validation', path: 'app/x', message: 'no', source: [{ file: 'a.ts', line: 1, column: 1 }] });
  expect(found).toMatchObject({
    rule: 'VALIDATION',
    severity: 'error',
    subject: { path: 'app/x' },
    witness: [{ label: 'construct', text: 'app/x' }],
  });
  expect(constructFinding({ kind: 'annotation', path: 'app/x', message: 'no', source: [] })).toMatchObject({ rule: 'ANNOTATION', witness: [] });
  expect(found.fingerprint).not.toBe(constructFinding({ kind: 'validation', path: 'app/x', message: 'yes', source: [] }).fingerprint);
});
