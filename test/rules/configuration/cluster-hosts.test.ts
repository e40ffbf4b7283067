import type { EsxiHost, Estate, ResourceInstance } from '../../../lib/estate';
import { admissionControl } from '../../../lib/rules/configuration/cfg-004-admission-control';
import { networks } from '../../../lib/rules/configuration/cfg-006-networks';
import { evc } from '../../../lib/rules/configuration/cfg-007-evc';
import { clusterHosts } from '../../../lib/rules/configuration/cluster-hosts';
import { aCluster, aLookedUpCluster, aMachine, aModule, anEstate, aPortGroup, aResource, aStack, aSwitch, hosts } from '../../support/estate';
import { judged, outcomes, undecideds } from '../../support/judge';

const esx = hosts(1);
const cluster = aCluster('c', esx);
const fabric = aSwitch('fabric', { hosts: { ids: esx.map(({ id }) => id), complete: true } });
const network = aPortGroup('web', { switch: fabric.id });

/** Hosts join the cluster by themselves, or the cluster lists them, beside a module or without one. */
function site({
  listed = false,
  modules = true,
  members = esx,
}: { listed?: boolean; modules?: boolean; members?: readonly EsxiHost[] } = {}): Estate {
  const list: ResourceInstance['values'] = listed ? { host_system_ids: members.map(({ id }) => id) } : {};
  return anEstate({
    hosts: members,
    clusters: [cluster],
    switches: [fabric],
    portGroups: [network],
    machines: [aMachine('vm', cluster, { networks: [network.id] })],
    stacks: [aStack({ modules: modules ? [aModule('more')] : [], resources: [aResource('vsphere_compute_cluster', 'c', list)] })],
  });
}

describe('the hosts of a cluster', () => {
  test('are open to a module, unless the cluster lists them or there is none', () => {
    expect(clusterHosts(site(), cluster).open?.$unknown.reason).toBe('module');
    expect(clusterHosts(site({ listed: true }), cluster).open).toBeUndefined();
    expect(clusterHosts(site({ modules: false }), cluster).open).toBeUndefined();
  });

  test.each([
    ['CFG-004', admissionControl, 'refuted'],
    ['CFG-006', networks, 'proved'],
    ['CFG-007', evc, 'proved'],
  ])('%s says nothing for certain of hosts that a module may add', (_, rule, closed) => {
    expect(outcomes(rule, site({ listed: true }))).toEqual([closed]);
    expect(undecideds(rule, site()).map(({ reason }) => reason)).toEqual([expect.stringContaining('known only inside `site/module.more`')]);
  });

  test('are all by the closed scope of a cluster that the app owns, and of any other by what is stated', () => {
    for (const rule of [networks, evc]) expect(judged(rule, site({ modules: false }))[0]!.premises!.map(({ id }) => id)).toContain('owned:site/c');
    const stated = { id: 'cluster-hosts:site/far', kind: 'stated' as const, statement: 'all', subject: 'site/far' };
    const far = aLookedUpCluster('far', { hosts: { ids: [], complete: true } });
    expect(clusterHosts(anEstate({ clusters: [far], premises: [stated] }), far).premises).toEqual([stated]);
  });
});
