import type { PlannedChange } from '../../../lib/estate';
import { placementRules as rule } from '../../../lib/rules/transitions/pln-003-placement-rules';
import { judged, outcomes, text } from '../../support/judge';
import { aChange, LATER, left, planned, replaced, type Values } from './plans';

const CLUSTER = { compute_cluster_id: 'domain-c8' };
const machine = (id: string): Values => ({ id: `uuid-${id}`, name: id });
const ids = (...names: string[]): string[] => names.map((name) => `uuid-${name}`);
const RULE: Values = { ...CLUSTER, id: 'domain-c8:1', name: 'apart', enabled: true, mandatory: true, virtual_machine_ids: ids('a', 'b', 'c') };
const ANTI = 'compute_cluster_vm_anti_affinity_rule';
const keep = (...names: string[]): PlannedChange[] => names.map((name) => left('virtual_machine', name, machine(name)));
const renew = (...names: string[]): PlannedChange[] => names.map((name) => replaced('virtual_machine', name, machine(name)));
const drop = (...names: string[]): PlannedChange[] => names.map((name) => aChange('virtual_machine', name, machine(name), null));
const afterwards = (change: PlannedChange): PlannedChange => ({ ...change, actions: ['create', 'delete'] });
const remade = (type: string, values: Values): PlannedChange => replaced(type, 'r', values, { ...values, id: LATER, virtual_machine_ids: LATER });
const updated = (type: string, values: Values): PlannedChange => aChange(type, 'r', values, { ...values, virtual_machine_ids: LATER });

describe('a mandatory rule', () => {
  test.each([
    ['keeps its VMs', [left(ANTI, 'r', RULE), ...keep('a', 'b', 'c')], ['proved']],
    ['is made', [aChange(ANTI, 'r', null, RULE), ...renew('a')], []],
    ['is taken away by the user', [aChange(ANTI, 'r', RULE, null), ...renew('a')], []],
    ['is off', [left(ANTI, 'r', { ...RULE, enabled: false }), ...renew('a')], []],
    ['is not mandatory', [left(ANTI, 'r', { ...RULE, mandatory: null }), ...renew('a')], []],
    ['is no longer mandatory after the apply', [aChange(ANTI, 'r', RULE, { ...RULE, mandatory: false }), ...renew('a')], []],
    ['is replaced with a VM', [remade(ANTI, RULE), ...renew('a'), ...keep('b', 'c')], ['proved']],
    ['is replaced with all VMs', [remade(ANTI, RULE), ...renew('a', 'b', 'c')], ['proved']],
    ['is changed in place, and two of its VMs stay', [updated(ANTI, RULE), ...renew('a'), ...keep('b', 'c')], ['proved']],
    ['is changed in place, and one of its VMs stays', [updated(ANTI, RULE), ...renew('a', 'b'), ...keep('c')], ['refuted']],
    ['is changed in place before its VMs go', [updated(ANTI, RULE), ...renew('a', 'b').map(afterwards), ...keep('c')], ['proved']],
    ['is left, and a VM goes after its replacement came', [left(ANTI, 'r', RULE), ...renew('a').map(afterwards)], ['refuted']],
    ['is renamed only, and a VM is replaced', [aChange(ANTI, 'r', RULE, { ...RULE, name: 'other' }), ...renew('a'), ...keep('b', 'c')], ['refuted']],
    ['is left, and a VM is replaced', [left(ANTI, 'r', RULE), ...renew('a'), ...keep('b', 'c')], ['refuted']],
    [
      'is changed in place, and names a VM that goes by its old id',
      [aChange(ANTI, 'r', RULE, { ...RULE, virtual_machine_ids: ids('a', 'b', 'c', 'd') }), ...renew('a'), ...keep('b', 'c', 'd')],
      ['refuted'],
    ],
    ['is replaced, and names a VM that goes by its old id', [replaced(ANTI, 'r', RULE), ...renew('a'), ...keep('b', 'c')], ['refuted']],
    [
      'is changed in place to be without a VM that goes',
      [aChange(ANTI, 'r', RULE, { ...RULE, virtual_machine_ids: ids('b', 'c') }), ...drop('a'), ...keep('b', 'c')],
      ['proved'],
    ],
    ['that may be mandatory is left, and keeps its VMs', [left(ANTI, 'r', { ...RULE, mandatory: LATER }), ...keep('a', 'b', 'c')], ['proved']],
    [
      'that may be mandatory is changed in place, and names a VM that goes by its old id',
      [
        aChange(ANTI, 'r', { ...RULE, mandatory: LATER }, { ...RULE, name: 'x', virtual_machine_ids: ids('a', 'b', 'c', 'd') }),
        ...renew('a'),
        ...keep('b', 'c', 'd'),
      ],
      ['undecided'],
    ],
    ['that may be mandatory is replaced with a VM', [remade(ANTI, { ...RULE, mandatory: LATER }), ...renew('a')], ['proved']],
    ['is left, and a VM is destroyed', [left(ANTI, 'r', RULE), ...drop('a'), ...keep('b', 'c')], ['refuted']],
    ['is left, and a VM of no rule is destroyed', [left(ANTI, 'r', RULE), ...drop('z'), ...keep('a', 'b', 'c')], ['proved']],
    ['that may be mandatory is left, and a VM is replaced', [left(ANTI, 'r', { ...RULE, mandatory: LATER }), ...renew('a')], ['undecided']],
    ['that leaves its default is on', [left(ANTI, 'r', { ...RULE, enabled: null }), ...renew('a')], ['refuted']],
    ['holds VMs that nobody shows', [left(ANTI, 'r', { ...RULE, virtual_machine_ids: LATER }), ...renew('a')], ['undecided']],
    ['keeps VMs together', [left('compute_cluster_vm_affinity_rule', 'r', RULE), ...renew('a')], ['refuted']],
  ])('%s', (_, changes, wanted) => {
    expect(outcomes(rule, planned(changes))).toEqual(wanted);
  });

  test('a left-over of an earlier apply is a VM too', () => {
    const deposed = aChange('virtual_machine', 'a', machine('a'), null, { deposed: 'abcd' });
    expect(outcomes(rule, planned([left(ANTI, 'r', RULE), deposed]))).toEqual(['refuted']);
  });

  test('a VM inside a module counts', () => {
    const inside = replaced('virtual_machine', 'a', machine('a'), undefined, { module: 'module.nodes' });
    expect(outcomes(rule, planned([left(ANTI, 'r', RULE), inside]))).toEqual(['refuted']);
  });

  test('that is forgotten loses nothing of vCenter', () => {
    const forgotten = aChange('virtual_machine', 'a', machine('a'), null, { actions: ['forget'] });
    expect(outcomes(rule, planned([left(ANTI, 'r', RULE), forgotten]))).toEqual(['proved']);
  });

  test('rests on nothing happening while it is away, where VMs stay', () => {
    const premisesOf = (...changes: PlannedChange[]) =>
      judged(rule, planned([remade(ANTI, RULE), ...changes]))[0]!.premises?.map(({ statement }) => statement);
    expect(premisesOf(...renew('a'), ...keep('b', 'c'))).toEqual([
      'nothing moves the VMs of `apart` against it while the apply has taken it away to make it again',
    ]);
    expect(premisesOf(...renew('a', 'b'), ...keep('c'))).toBeUndefined();
  });

  test('is shown with what it loses', () => {
    expect(judged(rule, planned([left(ANTI, 'r', RULE), ...renew('a'), ...drop('b'), ...keep('c')])).map(text)).toMatchInlineSnapshot(`
     [
       [
         "mandatory placement rule \`apart\` loses \`a\` and \`b\`, and what replaces it",
         "taken away: \`a\` (replaced) and \`b\` (destroyed), of 3",
         "the rule: is left as it is",
         ": vCenter drops a VM from its rules and groups when it is deleted, and takes its replacement for another VM",
         "hint: \`lifecycle.replaceTriggeredBy\` with the VMs, so that it is made again after them",
       ],
     ]
    `);
    expect(judged(rule, planned([updated(ANTI, RULE), ...renew('a', 'b'), ...keep('c')])).map(text)).toMatchInlineSnapshot(`
     [
       [
         "mandatory placement rule \`apart\` loses \`a\` and \`b\`, and what replaces it",
         "taken away: \`a\` (replaced) and \`b\` (replaced), of 3",
         "the rule: is updated in place: the provider cannot change a rule in place that is left with 1 of its VMs",
         ": vCenter drops a VM from its rules and groups when it is deleted, and takes its replacement for another VM",
         "hint: \`lifecycle.replaceTriggeredBy\` with the VMs, so that it is made again after them",
       ],
     ]
    `);
  });
});

const VM_GROUP = 'compute_cluster_vm_group';
const HOST_GROUP = 'compute_cluster_host_group';
const HOST_RULE = 'compute_cluster_vm_host_rule';
const VMS: Values = { ...CLUSTER, id: 'domain-c8:vms', name: 'vms', virtual_machine_ids: ids('a', 'b', 'c') };
const HOSTS: Values = { ...CLUSTER, id: 'domain-c8:hosts', name: 'hosts', host_system_ids: ['host-1', 'host-2', 'host-3'] };
const MUST: Values = {
  ...CLUSTER,
  id: 'domain-c8:2',
  name: 'must',
  enabled: true,
  mandatory: true,
  vm_group_name: 'vms',
  affinity_host_group_name: 'hosts',
};
const must = left(HOST_RULE, 'must', MUST);

describe('a VM group of a mandatory rule', () => {
  test.each([
    ['keeps its VMs', [left(VM_GROUP, 'r', VMS), must, ...keep('a', 'b', 'c')], ['proved']],
    ['is changed in place', [updated(VM_GROUP, VMS), must, ...renew('a', 'b'), ...keep('c')], ['proved']],
    ['is changed in place, and no VM stays', [updated(VM_GROUP, VMS), must, ...renew('a', 'b', 'c')], ['undecided']],
    ['is left, and a VM is replaced', [left(VM_GROUP, 'r', VMS), must, ...renew('a')], ['refuted']],
    ['is replaced, and its rule is not', [remade(VM_GROUP, VMS), must, ...renew('a')], ['undecided']],
    ['is replaced with its rule', [remade(VM_GROUP, VMS), replaced(HOST_RULE, 'must', MUST), ...renew('a')], ['proved']],
    ['is destroyed, and its rule stays', [aChange(VM_GROUP, 'r', VMS, null), must, ...keep('a', 'b', 'c')], ['undecided']],
    [
      'is replaced, and names a VM that goes by its old id',
      [replaced(VM_GROUP, 'r', VMS), replaced(HOST_RULE, 'must', MUST), ...renew('a')],
      ['refuted'],
    ],
    ['is of a rule that is no must', [left(VM_GROUP, 'r', VMS), left(HOST_RULE, 'must', { ...MUST, mandatory: false }), ...renew('a')], []],
    [
      'is of another cluster than the rule',
      [left(VM_GROUP, 'r', VMS), left(HOST_RULE, 'must', { ...MUST, compute_cluster_id: 'domain-c9' }), ...renew('a')],
      [],
    ],
    ['is a left-over of an earlier apply', [aChange(VM_GROUP, 'r', VMS, null, { deposed: 'abcd' }), must, ...renew('a', 'b', 'c')], []],
    ['holds VMs that nobody shows', [left(VM_GROUP, 'r', { ...VMS, virtual_machine_ids: LATER }), must], ['undecided']],
  ])('%s', (_, changes, wanted) => {
    expect(outcomes(rule, planned(changes))).toEqual(wanted);
  });

  test('names the group in a refutation', () => {
    expect(judged(rule, planned([left(VM_GROUP, 'r', VMS), must, ...renew('a')])).map(text)).toMatchInlineSnapshot(`
     [
       [
         "mandatory VM group \`vms\` loses \`a\`, and what replaces it",
         "taken away: \`a\` (replaced), of 3",
         "the group: is left as it is",
         ": vCenter drops a VM from its rules and groups when it is deleted, and takes its replacement for another VM",
         "hint: \`lifecycle.replaceTriggeredBy\` with the VMs, so that it is made again after them",
       ],
     ]
    `);
  });
});

describe('the hosts that VMs must run on', () => {
  const host = (n: number): Values => ({ id: `host-${n}`, hostname: `esx-${n}` });
  const gone = (...numbers: number[]) => numbers.map((n) => replaced('host', `esx-${n}`, host(n)));
  const groups = [left(VM_GROUP, 'vms', VMS), left(HOST_GROUP, 'hosts', HOSTS), must, ...keep('a', 'b', 'c')];
  const apart = left(ANTI, 'r', RULE);

  test.each([
    ['all stay', groups, ['proved']],
    ['one stays', [...groups, ...gone(1, 2)], ['proved', 'proved']],
    ['none stays', [...groups, ...gone(1, 2, 3)], ['proved', 'refuted']],
    ['as many stay as are kept apart', [...groups, apart, left('host', 'esx-1', host(1))], ['proved', 'proved']],
    ['fewer stay than are kept apart', [...groups, apart, ...gone(1)], ['proved', 'proved', 'refuted', 'undecided']],
    ['none stays, and neither does a VM', [...groups.slice(0, 3), ...gone(1, 2, 3), ...drop('a', 'b', 'c')], ['refuted', 'proved']],
    [
      'none stays, of a rule that is no must',
      [...groups.filter((each) => each !== must), left(HOST_RULE, 'must', { ...MUST, enabled: false }), ...gone(1, 2, 3)],
      [],
    ],
    [
      'none stays, of a rule that may be a must',
      [...groups.filter((each) => each !== must), left(HOST_RULE, 'must', { ...MUST, mandatory: LATER }), ...gone(1, 2, 3)],
      ['proved', 'undecided'],
    ],
    ['one goes, and nobody shows which they are', [left(VM_GROUP, 'vms', VMS), must, ...gone(1)], ['proved', 'undecided']],
    [
      'one goes of another cluster, and nobody shows which they are',
      [left(VM_GROUP, 'vms', VMS), must, replaced('host', 'x', { id: 'host-9', cluster: 'domain-c9' })],
      ['proved'],
    ],
    [
      'some are hidden, and one goes',
      [left(VM_GROUP, 'vms', VMS), left(HOST_GROUP, 'hosts', { ...HOSTS, host_system_ids: LATER }), must, ...gone(1)],
      ['proved', 'undecided'],
    ],
    [
      'one comes before the other goes',
      [
        ...groups.filter(({ type }) => type !== `vsphere_${HOST_GROUP}`),
        aChange(HOST_GROUP, 'hosts', { ...HOSTS, host_system_ids: ['host-1'] }, { ...HOSTS, host_system_ids: LATER }),
        ...gone(1).map(afterwards),
      ],
      ['proved'],
    ],
    ['one goes, and nobody shows the VMs', [left(HOST_GROUP, 'hosts', HOSTS), must, ...gone(1)], ['undecided']],
  ])('%s', (_, changes, wanted) => {
    expect(outcomes(rule, planned(changes))).toEqual(wanted);
  });

  test('are shown with what is left', () => {
    expect(
      judged(rule, planned([...groups, apart, ...gone(1)]))
        .map(text)
        .at(-2),
    ).toMatchInlineSnapshot(`
     [
       "the VMs of mandatory rule \`must\` have too few hosts left on the way",
       "taken away: \`esx-1\` (replaced), of 3 hosts; nothing keeps them from going at once",
       "wanted: 3 hosts: \`apart\` keeps as many of its VMs apart",
       "left: 2 hosts",
       "hint: one host after the other (\`-target\`), or another host in the group first",
     ]
    `);
    expect(
      judged(rule, planned([...groups, ...gone(1, 2, 3)]))
        .map(text)
        .at(-1),
    ).toMatchInlineSnapshot(`
     [
       "the VMs of mandatory rule \`must\` have no host left on the way",
       "taken away: \`esx-1\` (replaced), \`esx-2\` (replaced) and \`esx-3\` (replaced), of 3 hosts; nothing keeps them from going at once",
       "wanted: a host for 3 VMs",
       "left: 0 hosts",
       "hint: one host after the other (\`-target\`), or another host in the group first",
     ]
    `);
  });
});

describe('the hosts of a cluster whose VMs are kept apart', () => {
  const cluster = (hosts: Values[string]) => left('compute_cluster', 'compute', { id: 'domain-c8', name: 'compute', host_system_ids: hosts });
  const host = (n: number): Values => ({ id: `host-${n}`, hostname: `esx-${n}`, cluster: 'domain-c8' });
  const stay = (...numbers: number[]) => numbers.map((n) => left('host', `esx-${n}`, host(n)));
  const gone = (...numbers: number[]) => numbers.map((n) => aChange('host', `esx-${n}`, host(n), null));
  const base = [left(ANTI, 'r', RULE), ...keep('a', 'b', 'c')];

  test.each([
    ['are enough', [...base, cluster(null), ...stay(1, 2, 3), ...gone(4)], ['proved', 'proved']],
    ['are too few', [...base, cluster(null), ...stay(1, 2), ...gone(3, 4)], ['proved', 'refuted']],
    ['are too few by its list', [...base, cluster(['host-1', 'host-2', 'host-3']), ...gone(3)], ['proved', 'refuted']],
    [
      'are enough for the VMs that stay',
      [remade(ANTI, RULE), ...renew('a'), ...keep('b', 'c'), cluster(null), ...stay(1, 2), ...gone(3)],
      ['proved', 'proved'],
    ],
    ['are others', [...base, cluster(null), ...stay(1, 2, 3), replaced('host', 'x', { id: 'host-9', cluster: 'domain-c9' })], ['proved']],
    ['are known to nobody, since it is looked up', [...base, ...gone(1)], ['proved', 'undecided']],
    [
      'are enough, since one comes before the other goes',
      [...base, cluster(null), ...stay(1, 2), ...gone(3), ...gone(4).map(afterwards)],
      ['proved', 'proved'],
    ],
    ['are known to nobody, and one comes before the other goes', [...base, ...gone(1).map(afterwards)], ['proved']],
    ['are known to nobody, and stay', [...base, ...stay(1)], ['proved']],
    [
      'are too few, of a rule that may be a must',
      [left(ANTI, 'r', { ...RULE, mandatory: LATER }), ...keep('a', 'b', 'c'), cluster(null), ...gone(3, 4)],
      ['proved', 'undecided'],
    ],
  ])('%s', (_, changes, wanted) => {
    expect(outcomes(rule, planned(changes))).toEqual(wanted);
  });

  test('are all there are, as a premise', () => {
    const [, verdict] = judged(rule, planned([...base, cluster(null), ...stay(1, 2), ...gone(3, 4)]));
    expect(verdict!.premises?.map(({ statement }) => statement)).toEqual(['nothing but this app puts hosts or VMs into cluster `compute`']);
    expect(text(verdict)).toMatchInlineSnapshot(`
     [
       "the VMs that mandatory rule \`apart\` keeps apart have too few hosts left on the way",
       "taken away: \`esx-3\` (destroyed) and \`esx-4\` (destroyed), of 4 hosts; nothing keeps them from going at once",
       "wanted: 3 hosts, one for each VM that stays",
       "left: 2 hosts",
       "hint: one host after the other (\`-target\`), or another host in the cluster first",
     ]
    `);
  });
});

describe('the hosts that VMs must run off', () => {
  const host = (n: number): Values => ({ id: `host-${n}`, hostname: `esx-${n}`, cluster: 'domain-c8' });
  const off = left(HOST_RULE, 'must', { ...MUST, affinity_host_group_name: '', anti_affinity_host_group_name: 'hosts' });
  const cluster = left('compute_cluster', 'compute', { id: 'domain-c8', name: 'compute', host_system_ids: ['host-1', 'host-2', 'host-3', 'host-4'] });
  const groups = [left(VM_GROUP, 'vms', VMS), left(HOST_GROUP, 'hosts', HOSTS), off, cluster, ...keep('a', 'b', 'c')];

  test.each([
    ['leave the others of the cluster', [...groups, replaced('host', 'x', host(1))], ['proved']],
    ['leave the only other one, which goes', [...groups, replaced('host', 'x', host(4))], ['proved', 'refuted']],
  ])('%s', (_, changes, wanted) => {
    expect(outcomes(rule, planned(changes))).toEqual(wanted);
  });
});

describe('a host group of a mandatory rule', () => {
  const off = left(HOST_RULE, 'must', { ...MUST, affinity_host_group_name: null, anti_affinity_host_group_name: 'hosts' });

  test.each([
    ['is left', [left(HOST_GROUP, 'hosts', HOSTS), must], []],
    ['is replaced, and its rule is not', [replaced(HOST_GROUP, 'hosts', HOSTS), must], ['undecided']],
    ['is replaced, and the rule that shuns it is not', [replaced(HOST_GROUP, 'hosts', HOSTS), off], ['undecided']],
    ['is replaced with its rule', [replaced(HOST_GROUP, 'hosts', HOSTS), replaced(HOST_RULE, 'must', MUST)], ['proved']],
    ['is destroyed, and its rule is not', [aChange(HOST_GROUP, 'hosts', HOSTS, null), must], ['undecided']],
    [
      'is destroyed, of a rule that is no must',
      [aChange(HOST_GROUP, 'hosts', HOSTS, null), left(HOST_RULE, 'must', { ...MUST, mandatory: false })],
      [],
    ],
    ['is a left-over of an earlier apply', [aChange(HOST_GROUP, 'hosts', HOSTS, null, { deposed: 'abcd' }), must], []],
  ])('%s', (_, changes, wanted) => {
    expect(outcomes(rule, planned(changes))).toEqual(wanted);
  });
});
