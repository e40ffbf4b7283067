import type { ComputeCluster, Intent, IntentSide, Namespace, Premise } from '../../../lib/estate';
import { decidedIntents, intentsDecided } from '../../../lib/rules/intents/int-004-procedures';
import { notVacuous } from '../../../lib/rules/intents/int-001-not-vacuous';
import { premises } from '../../../lib/rules/intents/int-002-premises';
import { premisesOf, type Verdict } from '../../../lib/rules';
import { aCluster, aMachine, aModule, anEstate, aPortGroup, aStack, aSwitch } from '../../support/estate';
import { aWorkload, manifested } from '../../support/kubernetes';
import { aSegment } from '../../support/nsx';
import { judged, outcomes, refutations, text, undecideds } from '../../support/judge';

const compute = aCluster('compute');
const db = aMachine('db', compute);
const ledger = aPortGroup('ledger');

const side = (label: string, ids: readonly string[], missing: readonly string[] = []): IntentSide => ({ label, endpoints: { ids, missing } });
const intent = (...sides: IntentSide[]): Intent => ({
  kind: 'tenants-isolated',
  path: 'site/pci',
  statement: 'tenants `shopping` and `banking` are isolated',
  sides,
  parameters: {},
});
const banking = side('tenant `banking`', [db.id]);

describe('INT-001', () => {
  const estate = (...sides: IntentSide[]) => anEstate({ clusters: [compute], machines: [db], portGroups: [ledger], intents: [intent(...sides)] });

  test('passes where every side covers something', () => {
    expect(judged(notVacuous, estate(banking, side('tenant `shopping`', [ledger.id], ['site/gone'])))).toEqual([
      { verdict: 'proved', subject: { path: 'site/pci' } },
    ]);
  });

  test('passes where all that a side covers is a segment', () => {
    const nodes = aSegment('nodes');
    const only = anEstate({ machines: [db], nsx: { segments: [nodes] }, intents: [intent(banking, side('to', [nodes.id]))] });
    expect(judged(notVacuous, only).map(({ verdict }) => verdict)).toEqual(['proved']);
  });

  test('passes where all that a side covers is a namespace, or a workload, of Kubernetes', () => {
    const web = aWorkload('web');
    const shop: Namespace = { ...manifested('v1', 'Namespace', 'shop', { namespace: null }), namespace: null };
    const kubernetes = { workloads: [web], namespaces: [shop] };
    for (const { id } of [web, shop]) {
      const only = anEstate({ machines: [db], kubernetes, intents: [intent(banking, side('from', [id]))] });
      expect(outcomes(notVacuous, only)).toEqual(['proved']);
    }
  });

  test('fails for a side that covers nothing, and names what rendered nothing', () => {
    const verdicts = judged(notVacuous, estate(banking, side('tenant `shopping`', [], ['site/web', 'site/shop'])));
    expect(verdicts.map(text)).toEqual([
      [
        'tenants `shopping` and `banking` are isolated, but tenant `shopping` covers nothing',
        'named: 2 constructs that rendered nothing: `site/web` and `site/shop`',
        'covers: 0 endpoints',
        'hint: a VM, network, host, workload or namespace that is rendered, in tenant `shopping`',
      ],
    ]);
    expect(verdicts[0]).toMatchObject({ key: 'tenant `shopping`', subject: { path: 'site/pci' } });
  });

  test('fails for a side that names what is no endpoint, and says what it is', () => {
    const parts = { machines: [db], switches: [aSwitch('fabric')] };
    const named = (...missing: string[]) =>
      refutations(notVacuous, anEstate({ ...parts, intents: [intent(banking, side('from', [], missing))] }))[0]!.witness[0]!.text;
    expect(named('site/fabric')).toBe(
      '`site/fabric` is a distributed switch, and no endpoint: name VMs, networks, hosts, workloads, namespaces, clusters or tenants',
    );
    expect(named('site/fabric', 'site/gone')).toMatch(/no endpoint: .*; 1 construct that rendered nothing: `site\/gone`$/);
  });

  test('a side that names nothing but a module is undecided: what the module makes is not known', () => {
    const opaque = anEstate({
      intents: [intent(banking, side('tenant `shopping`', [], ['site/web']))],
      machines: [db],
      stacks: [aStack({ modules: [aModule('web')] })],
    });
    expect(undecideds(notVacuous, opaque)[0]).toMatchObject({ reason: 'what `site/web` makes is known only inside it: a module is opaque' });
  });

  test('fails for an empty side, a family of none, and an intent without sides', () => {
    expect(refutations(notVacuous, estate(side('from', [])))[0]!.witness[0]!.text).toBe('nothing');
    const none = anEstate({ machines: [{ ...db, instances: { low: 0, high: 0 } }], intents: [intent(banking)] });
    expect(refutations(notVacuous, none)[0]!.witness[0]!.text).toBe('`db`, of which there are none');
    expect(outcomes(notVacuous, estate())).toEqual(['refuted']);
    expect(refutations(notVacuous, estate(side('from', []), side('to', [])))).toHaveLength(2);
  });

  test('is undecided, as an error that no baseline covers, for a family that may be empty', () => {
    const family = (low: number) => anEstate({ machines: [{ ...db, instances: { low, high: null } }], intents: [intent(banking)] });
    expect(undecideds(notVacuous, family(0))[0]!.reason).toBe(
      'how many `db` there are depends on its count or for_each, which is not decided: it may be none',
    );
    expect(outcomes(notVacuous, family(1))).toEqual(['proved']);
    expect([notVacuous.undecidedSeverity, notVacuous.waivable]).toEqual(['error', false]);
  });
});

describe('INT-002', () => {
  const assumed: Premise = { id: 'value:site/db.num_cpus', kind: 'assumed', statement: '`num_cpus` of `site/db` is 4', subject: 'site/db' };
  const estate = (...list: Premise[]) => anEstate({ machines: [db], premises: list });

  test('passes, and carries each premise of the estate once', () => {
    const constant: Premise = { id: 'c', kind: 'constant', statement: 'a number', source: 'a page' };
    const verdicts = judged(premises, estate(assumed, constant, assumed));
    expect(verdicts).toEqual([
      { verdict: 'proved', subject: { path: 'site/db' }, premises: [assumed] },
      { verdict: 'proved', subject: {}, premises: [constant] },
    ]);
  });

  test('an assumption about a construct above what is rendered passes', () => {
    expect(outcomes(premises, estate({ ...assumed, subject: 'site' }))).toEqual(['proved']);
  });

  test('fails where the estate contradicts one', () => {
    const fault = {
      kind: 'contradicted-premise' as const,
      file: 'f',
      path: 'site/db',
      attribute: 'num_cpus',
      found: '8',
      detail: '`num_cpus` is assumed to be 4, and the output says 8',
    };
    expect(text(judged(premises, anEstate({ faults: [fault] }))[0])).toEqual([
      'a premise about `site/db` is wrong',
      'found: `8`',
      'wrong: `num_cpus` is assumed to be 4, and the output says 8',
      'hint: take it back, or make it true',
    ]);
    expect(judged(premises, anEstate({ faults: [{ ...fault, kind: 'dangling-reference' }] }))).toEqual([]);
  });

  test('fails where two of one id disagree', () => {
    const other = { ...assumed, statement: '`num_cpus` of `site/db` is 8' };
    expect(text(refutations(premises, estate(assumed, other))[0])).toEqual([
      'two assumptions about one thing disagree',
      'one: `num_cpus` of `site/db` is 4',
      'other: `num_cpus` of `site/db` is 8',
      'hint: one of the two',
    ]);
  });

  test('fails where one is about nothing', () => {
    expect(text(refutations(premises, estate({ ...assumed, subject: 'site/d' }))[0])).toEqual([
      'an assumption is about `site/d`, which is not there',
      'assumed: `num_cpus` of `site/db` is 4',
      'hint: take the assumption back, or give it the construct that renders what it is about',
    ]);
    expect(outcomes(premises, estate({ ...assumed, subject: 'their/d', source: 'surroundings.json' }))).toEqual(['proved']); // of another program
    expect(outcomes(premises, estate({ ...assumed, kind: 'stated', subject: 'site/d' }))).toEqual(['proved']);
  });

  test('is undecided where it may be about nothing', () => {
    const estate = anEstate({ machines: [{ ...db, instances: { low: 0, high: null } }], premises: [assumed] });
    expect(undecideds(premises, estate)[0]!.message).toBe('what is assumed of `site/db`');
    const vouched: Premise = { id: 'no-policy-in:site/vms', kind: 'assumed', statement: 'no VM in it', subject: 'site/vms' };
    const module = (low: number) =>
      anEstate({ stacks: [aStack({ modules: [aModule('vms', { instances: { low, high: null } })] })], premises: [vouched] });
    expect(outcomes(premises, module(0))).toEqual(['undecided']);
    expect(outcomes(premises, module(1))).toEqual(['proved']);
  });

  test('a report lists every premise of every verdict once, in the order of ids, and hides none that disagree', () => {
    const premise = (id: string, statement = id): Premise => ({ id, kind: 'stated', statement });
    const verdicts: Verdict[] = [
      { verdict: 'proved', subject: {}, premises: [premise('b'), premise('a')] },
      { verdict: 'refuted', subject: {}, message: '', witness: [], remedies: [], premises: [premise('a'), premise('a', 'other')] },
      { verdict: 'undecided', subject: {}, message: '', reason: '', decidedBy: '', premises: [premise('c')] },
      { verdict: 'proved', subject: {} },
    ];
    expect(premisesOf(verdicts).map(({ statement }) => statement)).toEqual(['a', 'other', 'b', 'c']);
  });
});

describe('INT-004', () => {
  const estate = anEstate({ intents: [intent(banking)] });

  test('an intent of a kind that no rule decides is undecided, a warning, with reason `no-procedure`', () => {
    expect(judged(intentsDecided, estate).map(text)).toEqual([
      [
        'tenants `shopping` and `banking` are isolated',
        'because: no-procedure: this version of Strata records intents of kind `tenants-isolated` and cannot decide them yet',
        'decides it: a later version, or a rule of your own with `app.addRules(…)`',
      ],
    ]);
    expect([intentsDecided.severity, intentsDecided.undecidedSeverity, intentsDecided.waivable]).toEqual(['warning', undefined, false]);
  });

  test('what a cluster tolerates is told like an intent, until a rule decides it', () => {
    const of = (tolerates: ComputeCluster['tolerates']) => anEstate({ clusters: [aCluster('edge', [], { tolerates }), aCluster('free')] });
    expect(judged(intentsDecided, of({ hosts: 1, rack: true })).map(text)).toEqual([
      [
        'machines of cluster `edge` fit after the loss of any one host or any one rack',
        'because: no-procedure: this version of Strata records `tolerates` and cannot decide it yet',
        'decides it: a later version, or a rule of your own with `app.addRules(…)`',
      ],
    ]);
    expect(text(judged(intentsDecided, of({ hosts: 2, rack: false }))[0])[0]).toBe('machines of cluster `edge` fit after the loss of any 2 hosts');
    expect(outcomes(decidedIntents(new Map([['tolerates', 'CAP-003']])), of({ hosts: 1, rack: false }))).toEqual(['proved']);
  });

  test('passes once a rule decides its kind, and only its kind', () => {
    expect(outcomes(decidedIntents(new Map([['tenants-isolated', 'ISO-001']])), estate)).toEqual(['proved']);
    expect(outcomes(decidedIntents(new Map([['flow-reachable', 'ISO-002']])), estate)).toEqual(['undecided']);
  });

  test('never refutes: it has no estate in which an undecided intent is wrong', () => {
    expect(refutations(intentsDecided, estate)).toEqual([]);
  });
});
