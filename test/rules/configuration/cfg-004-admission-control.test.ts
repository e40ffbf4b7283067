import type { ComputeCluster, Estate } from '../../../lib/estate';
import { admissionControl } from '../../../lib/rules/configuration/cfg-004-admission-control';
import { Interval } from '../../../lib/units';
import { aCluster, aHost, aLookedUpCluster, anAdmissionControl, anEstate, aResource, aStack, hosts, token } from '../../support/estate';
import { judged, mends, outcomes, refutations, text, undecideds } from '../../support/judge';

const esx = hosts(3);

function site(
  change: Parameters<typeof anAdmissionControl>[0] = {},
  cluster: Partial<ComputeCluster> = {},
  more: Parameters<typeof anEstate>[0] = {},
): Estate {
  const { ha } = aCluster('c');
  return anEstate({
    hosts: esx,
    clusters: [aCluster('c', esx, { ha: { ...ha, admissionControl: anAdmissionControl(change) }, ...cluster })],
    ...more,
  });
}

const byHand = { autoCompute: false, cpuPercent: 34, memoryPercent: 34 };

describe('CFG-004', () => {
  test.each([
    ['computed percentages', {}],
    ['percentages that are set', byHand],
    ['slots', { policy: 'slotPolicy' }],
    ['failover hosts', { policy: 'failoverHosts', failoverHosts: { ids: [esx[0]!.id], complete: true } }],
  ])('passes for %s', (_, change) => {
    expect(outcomes(admissionControl, site(change))).toEqual(['proved']);
  });

  test('is undecided of a policy that is not on record', () => {
    expect(undecideds(admissionControl, site({ policy: 'nonsense' })).map((verdict) => text(verdict))).toEqual([
      [
        'whether admission control leaves room on cluster `c`',
        'because: `ha_admission_control_policy` is `nonsense`, and what that holds back is not on record',
        'decides it: one of `resourcePercentage`, `slotPolicy` or `failoverHosts`',
      ],
    ]);
  });

  test('says nothing where HA or admission control is off, or the cluster is of others', () => {
    const { ha } = aCluster('c');
    expect(judged(admissionControl, site({ autoCompute: false }, { ha: { ...ha, enabled: false } }))).toEqual([]);
    expect(judged(admissionControl, site({ policy: 'disabled', autoCompute: false }))).toEqual([]);
    expect(judged(admissionControl, anEstate({ clusters: [aLookedUpCluster('c')] }))).toEqual([]);
  });

  test('fails where the percentages are left out, by the default of the provider, and the remedy mends it', () => {
    const values = { ha_admission_control_resource_percentage_auto_compute: false };
    const premises = ['cpu', 'memory'].map((of) => ({
      id: `provider-default:vsphere_compute_cluster.ha_admission_control_resource_percentage_${of}`,
      kind: 'provider-default' as const,
      statement: 'taken',
    }));
    const estate = site(
      { autoCompute: false },
      {},
      { stacks: [aStack({ resources: [aResource('vsphere_compute_cluster', 'c', values)] })], premises },
    );
    const [verdict] = refutations(admissionControl, estate);
    expect(text(verdict)).toEqual([
      'admission control holds back all the CPU and memory of cluster `c`',
      'computed: `ha_admission_control_resource_percentage_auto_compute` is `false`',
      'held back: `ha_admission_control_resource_percentage_cpu` is left out, for which the provider takes `100`',
      'held back: `ha_admission_control_resource_percentage_memory` is left out, for which the provider takes `100`',
      'mends it: `ha_admission_control_resource_percentage_auto_compute = true`',
      'hint: `ha_admission_control_resource_percentage_cpu` and `ha_admission_control_resource_percentage_memory`: the share of the hosts that may fail, such as 25 for one of four',
    ]);
    expect(verdict?.premises).toEqual(premises);
    expect(mends(admissionControl, estate)).toBe(1);
  });

  test.each([
    ['CPU', { cpuPercent: 100 }],
    ['memory', { memoryPercent: 100 }],
  ])('100 %% of the %s alone is too much', (what, change) => {
    const [verdict] = refutations(admissionControl, site({ ...byHand, ...change }));
    expect(verdict?.message).toBe(`admission control holds back all the ${what} of cluster \`c\``);
    expect(outcomes(admissionControl, site({ ...change, autoCompute: true }))).toEqual(['proved']);
    expect(outcomes(admissionControl, site({ ...change, autoCompute: false, policy: 'slotPolicy' }))).toEqual(['proved']);
  });

  test.each([{ policy: 'slotPolicy' }, {}])('fails where as many hosts may fail as there are', (policy) => {
    const estate = site({ ...policy, hostFailures: 3 });
    expect(text(refutations(admissionControl, estate)[0])).toEqual([
      'admission control is to tolerate the failure of all hosts of cluster `c`',
      'failures: `ha_admission_control_host_failure_tolerance` is `3`',
      'hosts: 3 hosts: `esx-1`, `esx-2` and `esx-3`',
      'mends it: `ha_admission_control_host_failure_tolerance = 2` or less',
      'hint: another host in the cluster',
    ]);
    expect(mends(admissionControl, estate)).toBe(1);
    expect(outcomes(admissionControl, site({ ...policy, hostFailures: 2 }))).toEqual(['proved']);
  });

  test('the failures count only where they decide what is held back', () => {
    expect(outcomes(admissionControl, site({ ...byHand, hostFailures: 9 }))).toEqual(['proved']);
  });

  test('a cluster that has no host yet is in the making; one of a single host fails', () => {
    expect(outcomes(admissionControl, site({}, { hosts: { ids: [], complete: true } }, { hosts: [] }))).toEqual(['proved']);
    const [verdict] = refutations(admissionControl, site({}, { hosts: { ids: [esx[0]!.id], complete: true } }));
    expect(verdict?.remedies.map(({ text: remedy }) => remedy)).toEqual(['another host in the cluster']);
  });

  test.each<[string, Parameters<typeof anAdmissionControl>[0], string]>([
    ['none is named', { failoverHosts: { ids: [], complete: true } }, '`ha_admission_control_failover_host_system_ids` is empty'],
    [
      'one is of no host of the cluster',
      { failoverHosts: { ids: [aHost('far').id], complete: true } },
      '`far` is not among `esx-1`, `esx-2` and `esx-3`',
    ],
    ['all are', { failoverHosts: { ids: esx.map(({ id }) => id), complete: true } }, '`esx-1`, `esx-2` and `esx-3`'],
  ])('failover hosts fail where %s', (_, change, witness) => {
    const [verdict] = refutations(admissionControl, site({ policy: 'failoverHosts', ...change }, {}, { hosts: [...esx, aHost('far')] }));
    expect(verdict?.witness).toEqual([{ label: 'failover', text: witness }]);
  });

  test.each<[string, Parameters<typeof anAdmissionControl>[0], string]>([
    ['the policy', { policy: token('p') }, 'ha_admission_control_policy'],
    ['whether they are computed', { autoCompute: token('p') }, 'ha_admission_control_resource_percentage_auto_compute'],
    ['a percentage', { ...byHand, memoryPercent: token('p') }, 'ha_admission_control_resource_percentage_memory'],
    ['the failures', { hostFailures: token('p') }, 'ha_admission_control_host_failure_tolerance'],
    [
      'the failover hosts',
      { policy: 'failoverHosts', failoverHosts: { ids: [], complete: false, unknown: token('p') } },
      'ha_admission_control_failover_host_system_ids',
    ],
  ])('is undecided where a token says %s', (_, change, attribute) => {
    expect(undecideds(admissionControl, site(change)).map((verdict) => text(verdict))).toEqual([
      [
        'whether admission control leaves room on cluster `c`',
        `because: \`${attribute}\` is known only to whoever sets \`site/var.p\``,
        `decides it: a literal \`${attribute}\``,
      ],
    ]);
  });

  test('is undecided where a token says whether HA is on, and only where it matters', () => {
    const { ha } = aCluster('c');
    const maybe = (change: Parameters<typeof anAdmissionControl>[0]) =>
      site({}, { ha: { ...ha, enabled: token('ha'), admissionControl: anAdmissionControl(change) } });
    expect(outcomes(admissionControl, maybe({ autoCompute: false }))).toEqual(['undecided']);
    expect(outcomes(admissionControl, maybe({}))).toEqual(['proved']);
  });

  test('hosts that may be there decide nothing', () => {
    const open = { ids: esx.map(({ id }) => id), complete: false, unknown: token('hosts') };
    expect(outcomes(admissionControl, site({ hostFailures: 3 }, { hosts: open }))).toEqual(['undecided']);
    expect(outcomes(admissionControl, site({ hostFailures: 2 }, { hosts: open }))).toEqual(['proved']);
    const family = esx.map((host) => ({ ...host, instances: Interval.between(0, 2) }));
    expect(outcomes(admissionControl, site({ hostFailures: 3 }, {}, { hosts: family }))).toEqual(['undecided']);
    const failover = { policy: 'failoverHosts', failoverHosts: { ids: ['site/vsphere_host.far'], complete: true } };
    expect(outcomes(admissionControl, site(failover, { hosts: open }))).toEqual(['undecided']);
  });
});
