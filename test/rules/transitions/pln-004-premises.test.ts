import { hidden, unknown, type Estate, type PlannedChange, type Premise } from '../../../lib/estate';
import { premisesInPlan as rule } from '../../../lib/rules/transitions/pln-004-premises';
import { Interval } from '../../../lib/units';
import { aCluster, aHost, aMachine, aModule, aResource, STACK } from '../../support/estate';
import { judged, outcomes, text } from '../../support/judge';
import { aChange, LATER, left, planned, type Planned, type Values } from './plans';

const premise = (id: string, subject?: string, kind: Premise['kind'] = 'assumed'): Premise => ({
  id,
  kind,
  statement: `premise ${id}`,
  ...(subject === undefined ? {} : { subject }),
});

test('nothing is said without premises', () => {
  expect(outcomes(rule, planned([left('virtual_machine', 'a', { name: 'a', num_cpus: null })]))).toEqual([]);
});

describe('a value that was assumed', () => {
  const assumption = { kind: 'value', path: 'site/a', attribute: 'num_cpus', value: 8 } as const;
  const estate = (changes: readonly PlannedChange[], more: Planned = {}): Estate =>
    planned(changes, {
      stack: { resources: [aResource('vsphere_virtual_machine', 'a', { num_cpus: 8 })] },
      premises: [premise('value:site/a.num_cpus', 'site/a')],
      assumptions: [assumption],
      ...more,
    });
  const machine = (cpus: Values[string]) => [aChange('virtual_machine', 'a', null, { name: 'a', num_cpus: cpus })];

  test.each([
    ['is planned', machine(8), ['proved']],
    ['is planned as a text', machine('8'), ['proved']],
    ['is not planned', machine(4), ['refuted']],
    ['is planned as none', machine(null), ['refuted']],
    ['is known later', machine(LATER), ['undecided']],
    ['is hidden', machine(hidden('site/a')), ['undecided']],
    ['is of something that goes', [aChange('virtual_machine', 'a', { num_cpus: 4 }, null)], []],
  ])('%s', (_, changes, wanted) => {
    expect(outcomes(rule, estate(changes))).toEqual(wanted);
  });

  test('is of an element below the path, where only one has it', () => {
    const of = { kind: 'value', path: 'site', attribute: 'num_cpus', value: 8 } as const;
    expect(outcomes(rule, estate(machine(4), { premises: [premise('value:site.num_cpus', 'site')], assumptions: [of] }))).toEqual(['refuted']);
  });

  test('is of each instance of a family', () => {
    const resources = [aResource('vsphere_virtual_machine', 'a', { num_cpus: 8 }, { instances: Interval.atLeast(0) })];
    const changes = [8, 4].map((cpus, index) => ({ ...machine(cpus)[0]!, address: `vsphere_virtual_machine.a[${index}]` }));
    expect(outcomes(rule, estate(changes, { stack: { resources } }))).toEqual(['proved', 'refuted']);
  });

  test('is held against what a data source found', () => {
    const resources = [aResource('vsphere_virtual_machine', 'a', { num_cpus: 8 }, { mode: 'data', address: 'data.vsphere_virtual_machine.a' })];
    const found = (cpus: number) => ({
      lookups: [{ stack: STACK, address: 'data.vsphere_virtual_machine.a', type: 'vsphere_virtual_machine', values: { num_cpus: cpus } }],
    });
    expect(outcomes(rule, estate([], { stack: { resources }, plan: found(8) }))).toEqual(['proved']);
    expect(outcomes(rule, estate([], { stack: { resources }, plan: found(6) }))).toEqual(['refuted']);
    expect(outcomes(rule, estate([], { stack: { resources } }))).toEqual(['undecided']);
  });

  test('is held against a variable', () => {
    const of = { kind: 'value', path: 'site/cpus', attribute: 'value', value: 8 } as const;
    const variables = [{ name: 'cpus', sensitive: false, path: 'site/cpus' }];
    const estateOf = (value: Values[string]) =>
      planned([], {
        stack: { variables },
        premises: [premise('value:site/cpus.value', 'site/cpus')],
        assumptions: [of],
        plan: { variables: [{ name: 'cpus', value }] },
      });
    expect(outcomes(rule, estateOf(8))).toEqual(['proved']);
    expect(outcomes(rule, estateOf(6))).toEqual(['refuted']);
    expect(outcomes(rule, estateOf(hidden('site/var.cpus')))).toEqual(['undecided']);
  });

  test('of which a part is known is undecided, unless that part differs', () => {
    const of = { kind: 'value', path: 'site/a', attribute: 'disk', value: [{ label: 'disk0', size: 8 }] } as const;
    const estateOf = (disk: Values[string]) =>
      estate([aChange('virtual_machine', 'a', null, { disk })], { premises: [premise('value:site/a.disk', 'site/a')], assumptions: [of] });
    expect(outcomes(rule, estateOf([{ label: 'disk0', size: 8 }]))).toEqual(['proved']);
    expect(outcomes(rule, estateOf([{ label: 'disk0', size: LATER }]))).toEqual(['undecided']);
    expect(outcomes(rule, estateOf([{ label: 'disk1', size: LATER }]))).toEqual(['refuted']);
    expect(outcomes(rule, estateOf([]))).toEqual(['refuted']);
  });

  test('is shown with what is planned, and taken from the report as the premise that it is', () => {
    const [verdict] = judged(rule, estate(machine(4)));
    expect(verdict!.premises).toEqual([premise('value:site/a.num_cpus', 'site/a')]);
    expect(text(verdict)).toMatchInlineSnapshot(`
     [
       "\`num_cpus\` of \`site/a\` is not what the synthesis assumed",
       "assumed: 8",
       "planned: 4",
       "hint: the planned value in \`Assume.value\`, and a new synthesis",
     ]
    `);
    expect(text(judged(rule, estate(machine(LATER)))[0])).toMatchInlineSnapshot(`
     [
       "whether a premise about \`num_cpus\` of \`site/a\` holds",
       "premise: premise value:site/a.num_cpus",
       "because: known only after apply, from \`site/somebody\`",
       "decides it: a plan that knows it: one more after the apply that makes it known",
     ]
    `);
  });
});

describe('the default of a variable', () => {
  const estate = (variable: object | undefined, sensitive = false, name = 'cpus') =>
    planned([], {
      stack: { variables: [{ name, sensitive, default: 8, path: 'site/cpus' }] },
      premises: [premise(`variable-default:site/var.${name}`, 'site/cpus', 'stated')],
      plan: { variables: variable === undefined ? [] : [{ name, value: 6, ...variable }] },
    });

  test('is kept, or not, or not shown', () => {
    expect(outcomes(rule, estate({ isDefault: true }))).toEqual(['proved']);
    expect(outcomes(rule, estate({ isDefault: false }))).toEqual(['refuted']);
    expect(outcomes(rule, estate(undefined))).toEqual(['undecided']);
    expect(text(judged(rule, estate({ isDefault: false }))[0])).toMatchInlineSnapshot(`
     [
       "variable \`cpus\` does not keep its default, on which the synthesis rests",
       "default: 8",
       "planned: 6",
       "hint: the value in the program, or \`Assume.value\` of the variable, and a new synthesis",
       "hint: a plan without the \`-var\`, \`-var-file\` or \`TF_VAR_...\` that sets it",
     ]
    `);
    expect(text(judged(rule, estate({ isDefault: false, value: 'hunter2' }, true))[0]).join()).not.toContain('hunter2');
    expect(text(judged(rule, estate({ isDefault: false, value: 'hunter2' }, false, 'db_password'))[0]).join()).not.toContain('hunter2');
  });
});

describe('a default of the provider', () => {
  const estate = (attribute: string, type: string, values: Values, planned_: Values) =>
    planned([aChange(type, 'a', null, planned_)], {
      stack: { resources: [aResource(`vsphere_${type}`, 'a', values)] },
      premises: [premise(`provider-default:vsphere_${type}.${attribute}`, undefined, 'provider-default')],
    });

  test.each([
    ['is planned', 'ha_host_monitoring', 'compute_cluster', {}, { ha_host_monitoring: 'enabled' }, ['proved']],
    ['is another', 'ha_host_monitoring', 'compute_cluster', {}, { ha_host_monitoring: 'disabled' }, ['refuted']],
    ['is left out by none', 'ha_host_monitoring', 'compute_cluster', { ha_host_monitoring: 'disabled' }, { ha_host_monitoring: 'disabled' }, []],
    ['is not planned, and none means as much', 'vsan_enabled', 'compute_cluster', {}, { vsan_enabled: null }, ['proved']],
    ['is not planned', 'ha_host_monitoring', 'compute_cluster', {}, { ha_host_monitoring: null }, ['undecided']],
    ['is known later', 'ha_host_monitoring', 'compute_cluster', {}, { ha_host_monitoring: LATER }, ['undecided']],
    ['is none, and given all the same', 'host_system_ids', 'compute_cluster', {}, { host_system_ids: ['host-1'] }, ['refuted']],
    ['is of an OVF', 'num_cpus', 'virtual_machine', { ovf_deploy: [{}] }, { num_cpus: 4 }, []],
  ])('%s', (_, attribute, type, values, plan, wanted) => {
    expect(outcomes(rule, estate(attribute, type, values, plan))).toEqual(wanted);
  });

  test('is shown with where it is another', () => {
    expect(text(judged(rule, estate('num_cpus', 'virtual_machine', {}, { num_cpus: 2 }))[0])).toMatchInlineSnapshot(`
     [
       "the provider plans another \`num_cpus\` than the synthesis took as its default",
       "taken as: 1",
       "planned: 2, for \`vsphere_virtual_machine.a\`",
       "hint: \`num_cpus\` as a literal in the program",
     ]
    `);
  });
});

describe('the hosts declared for a cluster that is looked up', () => {
  const address = (name: string) => ({ addresses: [{ stack: STACK, address: name }] });
  const hosts = [1, 2].map((n) => aHost(`esx-${n}`, { id: `site/h${n}`, ...address(`data.vsphere_host.h${n}`), origin: 'looked-up' }));
  const cluster = aCluster('compute', hosts, { id: 'site/c', path: 'site/c', ...address('data.vsphere_compute_cluster.c'), origin: 'looked-up' });
  const lookup = (name: string, pool: Values[string] | undefined) => ({
    stack: STACK,
    address: `data.vsphere_${name}`,
    type: 'x',
    values: { id: name, ...(pool === undefined ? {} : { resource_pool_id: pool }) },
  });
  const estate = (first: Values[string], second: Values[string] | undefined) =>
    planned([], {
      hosts,
      clusters: [cluster],
      stack: {
        resources: [aResource('vsphere_compute_cluster', 'c', {}, { mode: 'data', address: 'data.vsphere_compute_cluster.c', path: 'site/c' })],
      },
      premises: [premise('cluster-hosts:site/c', 'site/c', 'stated')],
      plan: { lookups: [lookup('compute_cluster.c', 'resgroup-9'), lookup('host.h1', first), lookup('host.h2', second)] },
    });

  test('are in it, or not, or nobody shows where they are', () => {
    expect(outcomes(rule, estate('resgroup-9', 'resgroup-9'))).toEqual(['proved']);
    expect(outcomes(rule, estate('resgroup-9', 'resgroup-7'))).toEqual(['refuted']);
    expect(outcomes(rule, estate('resgroup-9', undefined))).toEqual(['undecided']);
    expect(text(judged(rule, estate('resgroup-9', 'resgroup-7'))[0])).toMatchInlineSnapshot(`
     [
       "cluster \`compute\` does not have the hosts that are declared for it",
       "not in it: \`esx-2\`",
       "hint: the hosts that it has in \`hosts\` of its \`fromLookup\`, and a new synthesis",
     ]
    `);
  });

  test('may be all there are: that stays a premise', () => {
    expect(judged(rule, estate('resgroup-9', 'resgroup-9'))[0]!.premises).toBeUndefined();
  });
});

describe('a module that the user vouches for', () => {
  const estate = (...changes: PlannedChange[]) =>
    planned(changes, { stack: { modules: [aModule('tags')] }, premises: [premise('no-policy-in:site/tags', 'site/tags')] });
  const inside = (type: string, module = 'module.tags') => aChange(type, 'x', null, { name: 'x' }, { module });

  test.each([
    ['holds nothing', [], ['proved']],
    ['holds tags', [inside('tag')], ['proved']],
    ['holds a VM', [inside('virtual_machine')], ['refuted']],
    ['holds a VM in a module of its own', [inside('virtual_machine', 'module.tags["a"].module.inner')], ['refuted']],
    ['loses a VM', [aChange('virtual_machine', 'x', { name: 'x' }, null, { module: 'module.tags' })], ['proved']],
    ['holds a firewall policy', [{ ...inside('tag'), type: 'nsxt_policy_security_policy' }], ['refuted']],
    ['holds a host', [inside('host')], ['refuted']],
    ['holds a resource pool', [inside('resource_pool')], ['refuted']],
    ['holds a placement rule of storage', [inside('datastore_cluster_vm_anti_affinity_rule')], ['refuted']],
    ['holds what makes an exception for a VM', [inside('ha_vm_override')], ['refuted']],
    ['holds a firewall policy of a VPC', [{ ...inside('tag'), type: 'nsxt_vpc_security_policy' }], ['refuted']],
    ['holds what is left out of the firewall', [{ ...inside('tag'), type: 'nsxt_policy_firewall_exclude_list_member' }], ['refuted']],
    ['holds a folder', [inside('folder')], ['proved']],
    ['holds a segment', [{ ...inside('tag'), type: 'nsxt_policy_segment' }], ['proved']],
    ['holds what nobody knows', [{ ...inside('tag'), type: 'acme_thing' }], []],
    ['is not the one that holds a VM', [inside('virtual_machine', 'module.tagsets')], ['proved']],
  ])('%s', (_, changes, wanted) => {
    expect(outcomes(rule, estate(...changes))).toEqual(wanted);
  });
});

test('a VM that a recorded estate describes is the one that is looked up', () => {
  const machine = aMachine('vc', undefined, {
    origin: 'surroundings',
    addresses: [{ stack: STACK, address: 'data.vsphere_virtual_machine.vc' }],
    cpus: 4,
    memoryMiB: 2048,
  });
  const estate = (values: Values) =>
    planned([], {
      machines: [machine],
      premises: [premise('estate:others.json')],
      plan: { lookups: [{ stack: STACK, address: 'data.vsphere_virtual_machine.vc', type: 'vsphere_virtual_machine', values }] },
    });
  expect(outcomes(rule, estate({ num_cpus: 4, memory: 2048 }))).toEqual(['proved']);
  expect(outcomes(rule, estate({ num_cpus: 8, memory: 2048 }))).toEqual(['refuted']);
  expect(outcomes(rule, estate({ num_cpus: LATER, memory: unknown('computed', 'x', 'y') }))).toEqual([]);
});
