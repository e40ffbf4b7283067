import { vsanAndHa as rule } from '../../../lib/rules/transitions/pln-001-vsan-and-ha';
import { aModule, anEstate, aResource } from '../../support/estate';
import { judged, outcomes, text } from '../../support/judge';
import { aChange, LATER, left, planned, replaced, type Values } from './plans';

const cluster = (vsan: Values[string], ha: Values[string], more: Values = {}): Values => ({
  name: 'compute',
  vsan_enabled: vsan,
  ha_enabled: ha,
  ...more,
});
const of = (before: Values | null, after: Values) => planned([aChange('compute_cluster', 'compute', before, after)]);

test.each([
  ['made without vSAN', null, cluster(false, true), []],
  ['made with vSAN and without HA', null, cluster(true, false), ['proved']],
  ['given vSAN while HA is off', cluster(false, false), cluster(true, false), ['proved']],
  ['given HA once it has vSAN', cluster(true, false), cluster(true, true), ['proved']],
  ['left with both', cluster(true, true), cluster(true, true, { name: 'renamed' }), ['proved']],
  ['relieved of vSAN', cluster(true, true), cluster(false, true), []],
  ['made with both left out', null, { name: 'compute' }, []],
  ['made with both', null, cluster(true, true), ['refuted']],
  ['given vSAN while HA is on', cluster(false, true), cluster(true, true), ['refuted']],
  ['given vSAN as HA is turned off', cluster(false, true), cluster(true, false), ['refuted']],
  ['given both at once', cluster(false, false), cluster(true, true), ['refuted']],
  ['given vSAN, which it had none of, and HA', { name: 'compute', vsan_enabled: null, ha_enabled: null }, cluster(true, true), ['refuted']],
  ['made with HA and vSAN that is known later', null, cluster(LATER, true), ['undecided']],
  ['made with vSAN and HA that is known later', null, cluster(true, LATER), ['undecided']],
  ['made without HA and with vSAN that is known later', null, cluster(LATER, false), ['proved']],
] as const)('a cluster %s', (_, before, after, wanted) => {
  expect(outcomes(rule, of(before, after))).toEqual(wanted);
});

test('a cluster that is replaced starts from nothing', () => {
  expect(outcomes(rule, planned([replaced('compute_cluster', 'compute', cluster(true, true), cluster(true, true))]))).toEqual(['refuted']);
});

test('a cluster that goes has nothing to enable', () => {
  expect(outcomes(rule, planned([aChange('compute_cluster', 'compute', cluster(true, true), null)]))).toEqual([]);
});

test('a refutation shows both attributes, and says how to come there in two applies', () => {
  expect(judged(rule, of(null, cluster(true, true))).map(text)).toMatchInlineSnapshot(`
   [
     [
       "HA is turned on in the apply that enables vSAN on cluster \`compute\`",
       "vsan_enabled: false -> true",
       "ha_enabled: false -> true",
       ": the provider turns HA on at once, before the hosts and their vSAN network are all there",
       "hint: \`bringUp: true\` on the cluster for this apply, which leaves HA off; then a second apply without it",
     ],
   ]
  `);
  expect(judged(rule, of(cluster(false, true), cluster(true, false))).map(text)).toMatchInlineSnapshot(`
   [
     [
       "HA is on in the apply that enables vSAN on cluster \`compute\`",
       "vsan_enabled: false -> true",
       "ha_enabled: true -> false",
       ": the provider configures vSAN before HA, and vCenter refuses that while HA is on",
       "hint: an apply before this one that turns HA off and leaves vSAN as it is; then this one with \`bringUp: true\`, and one without it",
     ],
   ]
  `);
  expect(judged(rule, of(null, cluster(LATER, true))).map(text)).toMatchInlineSnapshot(`
   [
     [
       "whether HA is on in the apply that enables vSAN on cluster \`compute\`",
       "vsan_enabled: false -> (known after apply)",
       "ha_enabled: false -> true",
       "because: known only after apply, from \`site/somebody\`",
       "decides it: literals for \`vsan_enabled\` and \`ha_enabled\`",
     ],
   ]
  `);
});

test('the finding names the construct, or the module that the cluster is in', () => {
  const stack = { resources: [aResource('vsphere_compute_cluster', 'compute')], modules: [aModule('edge')] };
  const inside = aChange('compute_cluster', 'compute', null, cluster(true, true), { module: 'module.edge[0].module.inner' });
  const [own, other] = judged(rule, planned([aChange('compute_cluster', 'compute', null, cluster(true, true)), inside], { stack }));
  expect(own!.subject).toEqual({ path: 'site/compute', stack: 'site', address: 'vsphere_compute_cluster.compute' });
  expect(other!.subject).toEqual({ path: 'site/edge', stack: 'site', address: 'module.edge[0].module.inner.vsphere_compute_cluster.compute' });
});

test('nothing is said without a plan', () => {
  expect(outcomes(rule, anEstate())).toEqual([]);
  expect(outcomes(rule, planned([left('datacenter', 'dc', { name: 'dc' })]))).toEqual([]);
});
