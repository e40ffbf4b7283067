import type { ComputeCluster } from '../../../lib/estate';
import { clusterServices } from '../../../lib/rules/availability/avl-005-cluster-services';
import {
  aCluster,
  aLookedUpCluster,
  anAdmissionControl,
  anEstate,
  antiAffinity,
  aResource,
  aStack,
  machines,
  STACK,
  token,
  vmHostRule,
} from '../../support/estate';
import { Interval } from '../../../lib/units';
import { judged, mends, outcomes, text, undecideds } from '../../support/judge';

const compute = aCluster('compute');
const dbs = machines('db', 2, compute);
const apart = antiAffinity('db-apart', compute, dbs);
const withRule = (cluster: ComputeCluster, rule = apart) => anEstate({ clusters: [cluster], machines: dbs, vmRules: [rule] });
const off = { ...compute, drs: { ...compute.drs, enabled: false }, ha: { ...compute.ha, enabled: false } };

describe('AVL-005', () => {
  test('passes where everything is on', () => {
    expect(judged(clusterServices, withRule(compute))).toEqual([{ verdict: 'proved', subject: { path: 'site/compute' } }]);
  });

  test('says nothing of a cluster without a mandatory rule', () => {
    expect(judged(clusterServices, anEstate({ clusters: [off] }))).toEqual([]);
    expect(judged(clusterServices, withRule(off, { ...apart, enabled: false }))).toEqual([]);
    expect(judged(clusterServices, withRule(off, { ...apart, mandatory: false }))).toEqual([]);
    expect(judged(clusterServices, withRule(off, { ...apart, cluster: 'site/other' }))).toEqual([]);
  });

  test('fails where DRS and HA are off, and says what relies on them', () => {
    expect(text(judged(clusterServices, withRule(off))[0])).toEqual([
      'DRS and HA are off on cluster `compute`, whose mandatory placement rules rely on them',
      'off: `drs_enabled` is `false`, `ha_enabled` is `false`',
      'relies: anti-affinity `db-apart` of `db-1` and `db-2`',
      'mends it: `drs_enabled = true`, `ha_enabled = true`',
    ]);
    expect(mends(clusterServices, withRule(off))).toBe(1);
  });

  test.each<[string, ComputeCluster, string]>([
    ['host monitoring', { ...compute, ha: { ...compute.ha, hostMonitoring: 'disabled' } }, 'mends it: `ha_host_monitoring = "enabled"`'],
    [
      'admission control',
      { ...compute, ha: { ...compute.ha, admissionControl: anAdmissionControl({ policy: 'disabled' }) } },
      'mends it: `ha_admission_control_policy = "resourcePercentage"`',
    ],
    ['DRS', { ...compute, drs: { ...compute.drs, enabled: false } }, 'mends it: `drs_enabled = true`'],
    ['HA', { ...compute, ha: { ...compute.ha, enabled: false } }, 'mends it: `ha_enabled = true`'],
  ])('fails where only %s is off', (name, cluster, remedy) => {
    const lines = text(judged(clusterServices, withRule(cluster))[0]);
    expect(lines[0]).toBe(`${name} is off on cluster \`compute\`, whose mandatory placement rules rely on it`);
    expect(lines.at(-1)).toBe(remedy);
    expect(mends(clusterServices, withRule(cluster))).toBe(1);
  });

  describe('of a cluster that is being brought up', () => {
    const premise = { id: 'bring-up:site/compute', kind: 'stated' as const, statement: 'HA comes with a later apply', subject: 'site/compute' };
    const brought = (change: Partial<ComputeCluster> = {}, premises = [premise]) => {
      const cluster = aCluster('compute', [], { bringUp: true, ha: { ...compute.ha, enabled: false, hostMonitoring: 'disabled' }, ...change });
      const address = 'vsphere_compute_cluster.compute';
      return anEstate({
        clusters: [{ ...cluster, id: `${STACK}/${address}`, addresses: [{ stack: STACK, address }] }],
        machines: dbs,
        vmRules: [{ ...apart, cluster: `${STACK}/${address}` }],
        stacks: [aStack({ resources: [aResource('vsphere_compute_cluster', 'compute', {}, { path: 'site/compute' })] })],
        premises,
      });
    };

    test('HA may be off, which is a premise', () => {
      expect(judged(clusterServices, brought())).toMatchObject([{ verdict: 'proved', premises: [premise] }]);
    });

    test('DRS may not', () => {
      const estate = brought({ drs: { ...compute.drs, enabled: false } });
      expect(text(judged(clusterServices, estate)[0])[0]).toBe('DRS is off on cluster `compute`, whose mandatory placement rules rely on it');
    });

    test('what another cluster says is not enough, nor what nobody stated', () => {
      expect(outcomes(clusterServices, brought({}, [{ ...premise, id: 'bring-up:site/edge', subject: 'site/edge' }]))).toEqual(['refuted']);
      expect(outcomes(clusterServices, brought({ bringUp: false }))).toEqual(['refuted']);
    });
  });

  test.each(['slotPolicy', 'failoverHosts'])('admission control by %s is on', (policy) => {
    expect(outcomes(clusterServices, withRule({ ...compute, ha: { ...compute.ha, admissionControl: anAdmissionControl({ policy }) } }))).toEqual([
      'proved',
    ]);
  });

  test('a VM-host rule relies on them as well', () => {
    const estate = anEstate({ clusters: [off], vmHostRules: [vmHostRule('db-metal', compute)] });
    expect(text(judged(clusterServices, estate)[0])[2]).toBe('relies: VM-host rule `db-metal`');
    expect(judged(clusterServices, anEstate({ clusters: [off], vmHostRules: [vmHostRule('db-metal', compute, { mandatory: false })] }))).toEqual([]);
  });

  test('a looked-up cluster is undecided', () => {
    const edge = aLookedUpCluster('edge');
    expect(text(undecideds(clusterServices, withRule(edge, { ...apart, cluster: edge.id }))[0])).toEqual([
      'DRS and HA behind the placement rules of cluster `edge`',
      'because: anti-affinity `db-apart` of `db-1` and `db-2` relies on DRS, HA, host monitoring and admission control: cluster `edge` is looked up, and how it is set is known only to vCenter',
      "decides it: `app.assume(Assume.value(cluster, 'drs_enabled', …))` of the cluster, and so for `ha_enabled`, `ha_host_monitoring` and `ha_admission_control_policy`; or a recorded estate with its settings (`Assume.estate`)",
    ]);
  });

  test('a token is undecided, and one that is surely off is refuted all the same', () => {
    const open = { ...compute, drs: { ...compute.drs, enabled: token('drs') } };
    expect(undecideds(clusterServices, withRule(open))[0]!).toMatchObject({
      reason: 'anti-affinity `db-apart` of `db-1` and `db-2` relies on DRS: `drs_enabled` is known only to whoever sets `site/var.drs`',
      decidedBy: 'a literal `drs_enabled`',
    });
    expect(outcomes(clusterServices, withRule({ ...open, ha: off.ha }))).toEqual(['refuted']);
  });

  test('each setting that is open is told with who knows it', () => {
    const { hostMonitoring } = compute.ha;
    const open = {
      ...compute,
      drs: { ...compute.drs, enabled: token('x') },
      ha: { enabled: token('ha'), hostMonitoring, admissionControl: anAdmissionControl({ policy: token('x') }) },
    };
    expect(undecideds(clusterServices, withRule(open))[0]!.reason).toBe(
      'anti-affinity `db-apart` of `db-1` and `db-2` relies on DRS, HA and admission control: `drs_enabled` and `ha_admission_control_policy` are known only to whoever sets `site/var.x`; `ha_enabled` is known only to whoever sets `site/var.ha`',
    );
  });

  test('a rule that is perhaps mandatory matters only where something is off', () => {
    const perhaps = { ...apart, mandatory: token('strict') };
    expect(outcomes(clusterServices, withRule(compute, perhaps))).toEqual(['proved']);
    expect(undecideds(clusterServices, withRule(off, perhaps))[0]!.reason).toBe(
      'DRS and HA are off, and whether anti-affinity `db-apart` of `db-1` and `db-2` holds on this cluster is known only to whoever sets `site/var.strict`',
    );
    expect(outcomes(clusterServices, withRule(off, { ...apart, cluster: token('cluster') }))).toEqual(['undecided']);
  });

  test.each(['manual', 'partiallyAutomated'])('DRS that is %s proposes and carries nothing out: undecided', (automation) => {
    const [open] = undecideds(clusterServices, withRule({ ...compute, drs: { enabled: true, automation } }));
    expect(open).toMatchObject({
      key: 'drs_automation_level',
      reason: `DRS is \`${automation}\`: it starts and moves no VM against anti-affinity \`db-apart\` of \`db-1\` and \`db-2\`, but only proposes to move those that stand against it already`,
      decidedBy: '`drs_automation_level = "fullyAutomated"`',
    });
    expect(outcomes(clusterServices, withRule({ ...compute, drs: { enabled: true, automation: token() } }))).toEqual(['undecided']);
  });

  test('its text says of each level of DRS what it decides', () => {
    expect(clusterServices.decides).toContain(
      'DRS is fully automated; where it is on and only partially automated or manual, whether the rule holds is undecided',
    );
    const outcomeOf = (automation: string) => outcomes(clusterServices, withRule({ ...compute, drs: { enabled: true, automation } }))[0];
    expect(['fullyAutomated', 'partiallyAutomated', 'manual'].map(outcomeOf)).toEqual(['proved', 'undecided', 'undecided']);
  });

  test('a rule of which there may be none refutes nothing', () => {
    expect(outcomes(clusterServices, withRule(off, { ...apart, instances: Interval.atLeast(0) }))).toEqual(['undecided']);
    expect(judged(clusterServices, withRule(off, { ...apart, instances: Interval.exactly(0) }))).toEqual([]);
  });

  test('a rule of another vCenter relies on no cluster of this one, though a token says on which', () => {
    expect(judged(clusterServices, withRule(off, { ...apart, cluster: token(), vcenter: 'vc2.example.com' }))).toEqual([]);
    expect(outcomes(clusterServices, withRule(off, { ...apart, cluster: token() }))).toEqual(['undecided']);
  });
});
