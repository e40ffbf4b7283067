import fc from 'fast-check';
import { InputError, constructFinding, findingsOf, inOrder, nameOfSubject } from '../../lib/report';
import type { FindingOptions, Waiver } from '../../lib/report';
import { judge } from '../../lib/rules';
import type { Estate, VirtualMachine } from '../../lib/estate';
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

  test('of a refutation is milder where that says so, never more, and what is set counts for all', () => {
    const some = rule('CAP-001', () => [refuted({ path: 'a' }), refuted({ path: 'b' }, { severity: 'warning' })]);
    expect(severities([some])).toEqual(['error', 'warning']);
    expect(severities([{ ...some, severity: 'info' }])).toEqual(['info', 'info']);
    expect(severities([some], { severities: { 'CAP-001': 'info' } })).toEqual(['info', 'info']);
    expect(severities([some], { severities: { 'CAP-001': 'error' } })).toEqual(['error', 'error']);
  });

  test('of what is undecided can be said by the rule', () => {
    expect(severities([{ ...both, undecidedSeverity: 'error' }])).toEqual(['error', 'error']);
  });

  test('can be lowered for refutations only', () => {
    expect(severities([both], { severities: { 'CAP-001': 'info' } })).toEqual(['warning', 'info']);
    expect(severities([{ ...both, undecidedSeverity: 'error' }], { severities: { 'CAP-001': 'warning' } })).toEqual(['error', 'warning']);
  });

  test('that is set raises what is undecided too', () => {
    expect(severities([both], { severities: { 'CAP-001': 'error' } })).toEqual(['error', 'error']);
    expect(severities([{ ...both, undecidedSeverity: 'info' }], { severities: { 'CAP-001': 'warning' } })).toEqual(['warning', 'warning']);
  });

  test('of a rule that decides an intent can be raised, not lowered', () => {
    const intent = { ...both, severity: 'warning' as const, waivable: false };
    expect(severities([intent], { severities: { 'CAP-001': 'error' } })).toEqual(['error', 'error']);
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

describe('a remedy, seen by the other rules,', () => {
  /** Says that what is closed to mend `a` is wrong in turn. */
  const noNew = rule('CAP-002', ({ closed }) => closed.filter((path) => path === 'new').map((path) => refuted({ path })));
  const traded = closedScopes((closed, path) => [...closed.filter((x) => x !== path && x !== 'new'), 'new']);
  const own = rule('CAP-001', (world) => [...traded.check(world)].filter(({ subject }) => subject.path !== 'new'));
  const remediesOf = (rules: readonly Rule[], world: Estate, options: Partial<FindingOptions> = {}) =>
    find(rules, world, options)
      .filter((one) => one.rule === 'CAP-001')
      .map(({ remedies }) => remedies.map(({ kind }) => kind));

  test('is not offered where one of them refutes what it did not before', () => {
    expect(remediesOf([own], estate(['a']))).toEqual([['mends']]);
    expect(remediesOf([own, noNew], estate(['a']))).toEqual([[]]);
    expect(remediesOf([noNew, own], estate(['a']))).toEqual([[]]);
  });

  test('mends where they refute only what they did before', () => {
    expect(remediesOf([own, noNew], estate(['a', 'new']))).toEqual([['mends']]);
  });

  test('is not offered untried once one of its rule was wrong; what nobody could try stays', () => {
    const more = rule('CAP-001', (world) =>
      [...own.check(world)].map((verdict) =>
        verdict.verdict === 'refuted' ? { ...verdict, remedies: [...verdict.remedies, { text: 'think' }] } : verdict,
      ),
    );
    expect(remediesOf([more, noNew], estate(['a', 'b']), { mendLimit: 1 })).toEqual([['hint'], ['hint']]);
    expect(remediesOf([more], estate(['a', 'b']), { mendLimit: 1 })).toEqual([
      ['mends', 'hint'],
      ['hint', 'hint'],
    ]);
  });

  describe('that leaves what it changes refuted for other figures', () => {
    const world = (cpus: number): Estate => ({ ...estate(), vsphere: { ...estate().vsphere, machines: [{ path: 'vm', cpus } as VirtualMachine] } });
    const cpusOf = ({ vsphere }: Estate) => vsphere.machines[0]!.cpus as number;
    const small =
      (cpus: number) =>
      (before: Estate): Estate => ({ ...before, ...world(cpus), closed: before.closed });
    const ratio = (cpus: number) =>
      rule('CAP-001', (seen) =>
        cpusOf(seen) > 1500 ? [refuted({ path: 'cluster' }, { remedies: [{ text: `${cpus} vCPUs`, mend: small(cpus) }] })] : [],
      );
    const maximum = (figure: (cpus: number) => string) =>
      rule('CAP-010', (seen) =>
        cpusOf(seen) > 768 ? [refuted({ path: 'vm' }, { witness: [{ label: 'configured', text: figure(cpusOf(seen)) }] })] : [],
      );

    test('is not offered', () => {
      expect(remediesOf([ratio(1336), maximum(String)], world(2000))).toEqual([[]]);
      expect(remediesOf([maximum(String), ratio(1336)], world(2000))).toEqual([[]]);
      expect(remediesOf([ratio(700), maximum(String)], world(2000))).toEqual([['mends']]);
    });

    test('is offered where what the other rule says has nothing to do with it', () => {
      expect(remediesOf([ratio(1336), maximum(() => 'another fault')], world(2000))).toEqual([['mends']]);
      const elsewhere = rule('CAP-010', (seen) => [refuted({ path: 'other-vm' }, { witness: [{ label: 'beside', text: String(cpusOf(seen)) }] })]);
      expect(remediesOf([ratio(1336), elsewhere], world(2000))).toEqual([['mends']]);
    });

    test('is not offered where it is its own rule that refutes that', () => {
      const own001 = rule('CAP-001', (seen) => [...ratio(1336).check(seen), ...maximum(String).check(seen)]);
      expect(find([own001], world(2000)).map(({ remedies }) => remedies)).toEqual([[], []]);
    });
  });

  test('costs a run of every rule for each that is tried, and fewer are tried where the estate is large', () => {
    let runs = 0;
    const counting = rule('CAP-003', () => ((runs += 1), []));
    const scopes = Array.from({ length: 100 }, (_, i) => `x${i}`);
    find([own, counting], estate(scopes));
    expect(runs).toBe(1 + 10);
    runs = 0;
    const manifest = { file: 'm.yaml', index: 0, apiVersion: 'v1', kind: 'Pod', name: 'web', body: {} };
    find([own, counting], { ...estate(scopes), manifests: Array.from({ length: 5000 }, () => manifest) });
    expect(runs).toBe(1 + 4);
  });

  test('names the rule that fails on the mended estate', () => {
    const fragile = rule('CAP-009', ({ closed }) => {
      if (closed.includes('new')) throw new Error('boom');
      return [];
    });
    expect(() => find([own, fragile], estate(['a']))).toThrow('rule CAP-009 crashed: boom');
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
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (message, text) => {
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
