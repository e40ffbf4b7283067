import type { Estate, EsxiHost, HostGroup, NodePool, VirtualMachine, VmGroup } from '../../../lib/estate';
import { controlPlane } from '../../../lib/rules/availability/avl-001-control-plane';
import { Interval } from '../../../lib/units';
import {
  aCluster,
  aLookedUpCluster,
  anEstate,
  antiAffinity,
  hosts,
  machines,
  STACK,
  token,
  vmHostRule,
  type EstateParts,
} from '../../support/estate';
import { judged, outcomes, text, undecideds } from '../../support/judge';
import { aKubernetesCluster, aPool, CLUSTER } from '../../support/kubernetes';

const RACKS = ['r1', 'r2', 'r3'];
const esx = hosts(6).map((host, i) => ({ ...host, rack: RACKS[i % 3]! }));
const compute = aCluster('compute', esx);
const tolerant = { ...compute, tolerates: { hosts: 1, rack: true } };
const members = machines('cp', 3, compute);
const apart = antiAffinity('apart', compute, members);

function site(change: EstateParts = {}, of: readonly VirtualMachine[] = members): Estate {
  return anEstate({
    hosts: esx.map((host) => ({ ...host, cluster: compute.id })),
    clusters: [compute],
    machines: of,
    kubernetes: {
      kubernetesClusters: [aKubernetesCluster()],
      nodePools: [aPool('control-plane', of, { role: 'control-plane' }), aPool('general', 3)],
    },
    ...change,
  });
}

function group<T extends object>(name: string, content: T): T & Omit<VmGroup, 'machines'> {
  const address = `vsphere_compute_cluster_group.${name}`;
  const { origin, vcenter, instances } = compute;
  return {
    ...content,
    id: `${STACK}/${address}`,
    addresses: [{ stack: STACK, address }],
    path: name,
    origin,
    vcenter,
    name,
    instances,
    cluster: compute.id,
  };
}

/** Each member held to the hosts of a rack. */
function pinned(racks: readonly string[], change: EstateParts = {}, of: readonly VirtualMachine[] = members): Estate {
  const vmGroups: VmGroup[] = of.map((machine, i) => group(`vm-${i}`, { machines: { ids: [machine.id], complete: true } }));
  const hostGroups: HostGroup[] = RACKS.map((rack) =>
    group(rack, { hosts: { ids: esx.filter((host) => host.rack === rack).map(({ id }) => id), complete: true } }),
  );
  const vmHostRules = of.map((_, i) => vmHostRule(`pin-${i}`, compute, { vmGroup: `vm-${i}`, affinityHostGroup: racks[i]! }));
  return site({ clusters: [tolerant], vmRules: [antiAffinity('apart', compute, of)], vmGroups, hostGroups, vmHostRules, ...change }, of);
}

describe('AVL-001', () => {
  test('three that a mandatory rule keeps apart outlive the loss of a host', () => {
    expect(outcomes(controlPlane, site({ vmRules: [apart] }))).toEqual(['proved']);
    expect(judged(controlPlane, site({ vmRules: [apart] }))[0]!.premises!.map(({ id }) => id)).toContain('mandatory-vm-host-rules');
  });

  test('without one, two may be on one host', () => {
    expect(text(judged(controlPlane, site())[0])).toEqual([
      'the control plane of cluster `prod` may lose its quorum with one host',
      'lost with host: `esx-1` (rack `r1`): `cp-1` and `cp-2`',
      'left: 1 of 3 members of etcd, and a majority is 2',
      'allowed by: no mandatory rule keeps them apart there',
      'hint: a mandatory anti-affinity rule for these VMs, on a cluster with as many hosts: `mandatory = true`',
    ]);
  });

  test('a rule that is no must, is off, or is of other VMs, keeps none apart', () => {
    for (const rule of [{ ...apart, mandatory: false }, { ...apart, enabled: false }, antiAffinity('others', compute, members.slice(0, 2))]) {
      expect(outcomes(controlPlane, site({ vmRules: [rule] }))).toEqual(['refuted']);
    }
  });

  test('of five, two may be on one host, and three may not', () => {
    const five = machines('cp', 5, compute);
    const pair = [antiAffinity('a', compute, five.slice(0, 3)), antiAffinity('b', compute, five.slice(2))];
    expect(outcomes(controlPlane, site({ vmRules: pair }, five))).toEqual(['proved']);
    expect(outcomes(controlPlane, site({ vmRules: [antiAffinity('a', compute, five.slice(0, 2))] }, five))).toEqual(['refuted']);
  });

  test('VMs that rules hold to different hosts need no other rule', () => {
    const estate = pinned(RACKS, { vmRules: [] });
    expect(outcomes(controlPlane, estate)).toEqual(['proved']);
  });

  test('of four, none but one can be spared', () => {
    const four = machines('cp', 4, compute);
    const estate = site({ vmRules: [antiAffinity('a', compute, four.slice(0, 3))] }, four);
    expect(text(judged(controlPlane, estate)[0])[2]).toBe('left: 2 of 4 members of etcd, and a majority is 3');
    expect(outcomes(controlPlane, site({ vmRules: [antiAffinity('a', compute, four)] }, four))).toEqual(['proved']);
  });

  test('racks do not matter where their loss is not tolerated', () => {
    expect(outcomes(controlPlane, site({ clusters: [{ ...compute, tolerates: { hosts: 1, rack: false } }], vmRules: [apart] }))).toEqual(['proved']);
  });

  describe('where the vSphere cluster tolerates the loss of a rack', () => {
    test('each member held to a rack of its own keeps the quorum', () => {
      expect(outcomes(controlPlane, pinned(RACKS))).toEqual(['proved']);
    });

    test('kept apart by hosts only, two may be in one rack', () => {
      const [verdict] = judged(controlPlane, site({ clusters: [tolerant], vmRules: [apart] }));
      expect(text(verdict).slice(0, 3)).toEqual([
        'the control plane of cluster `prod` may lose its quorum with one rack',
        'lost with rack: `r1`: `cp-1` on `esx-1` and `cp-2` on `esx-4`',
        'left: 1 of 3 members of etcd, and a majority is 2',
      ]);
    });

    test('two held to one rack are lost with it', () => {
      expect(text(judged(controlPlane, pinned(['r1', 'r1', 'r2']))[0])[1]).toBe('lost with rack: `r1`: `cp-1` on `esx-1` and `cp-2` on `esx-4`');
    });

    test('a rack of one host has no two that are kept apart', () => {
      const few = esx.slice(0, 3);
      const three = aCluster('compute', few, { tolerates: { hosts: 1, rack: true } });
      const estate = site({ clusters: [three], hosts: few.map((host) => ({ ...host, cluster: three.id })), vmRules: [apart] });
      expect(outcomes(controlPlane, estate)).toEqual(['proved']);
    });

    test('a rule that is no must pins nothing', () => {
      const estate = pinned(RACKS);
      const vmHostRules = estate.vsphere.vmHostRules.map((rule) => ({ ...rule, mandatory: false }));
      expect(outcomes(controlPlane, { ...estate, vsphere: { ...estate.vsphere, vmHostRules } })).toEqual(['refuted']);
    });

    test('a host without a rack leaves it open', () => {
      const bare = esx.map(({ rack: _, ...host }): EsxiHost => ({ ...host, cluster: compute.id }));
      const estate = site({ clusters: [tolerant], hosts: bare, vmRules: [apart] });
      expect(undecideds(controlPlane, estate)[0]!.reason).toContain('the rack of');
    });
  });

  test('one or two members outlive nothing, which is a warning', () => {
    for (const n of [1, 2]) {
      const few = machines('cp', n, compute);
      const [verdict] = judged(controlPlane, site({ vmRules: [antiAffinity('apart', compute, few)] }, few));
      expect(verdict).toMatchObject({ verdict: 'refuted', severity: 'warning', key: 'too-few' });
    }
  });

  describe('stays open', () => {
    test('where a token says whether the rule is a must', () => {
      const [verdict] = undecideds(controlPlane, site({ vmRules: [{ ...apart, mandatory: token('strict') }] }));
      expect(verdict!.reason).toBe('whether rule `apart` is on and mandatory is not decided');
    });

    test('where DRS is not fully automated', () => {
      const manual = { ...compute, drs: { enabled: true, automation: 'manual' } };
      expect(undecideds(controlPlane, site({ clusters: [manual], vmRules: [apart] }))[0]!.reason).toContain('DRS is not fully automated for certain');
    });

    test('where a token says which cluster a VM is on', () => {
      const [first, ...rest] = members;
      const lost = [{ ...first!, cluster: token('cluster') }, ...rest];
      expect(undecideds(controlPlane, site({ vmRules: [apart] }, lost))[0]!.reason).toMatch(/^which cluster `cp-1` runs on is/);
    });

    test('where an entry is a family', () => {
      const [first, ...rest] = members;
      const family = [{ ...first!, instances: Interval.between(1, 3) }, ...rest];
      expect(outcomes(controlPlane, site({ vmRules: [apart] }, family))).toEqual(['undecided']);
    });

    test('where a rule ties a member to other VMs, that may hold the host it would have to share', () => {
      const [db] = machines('db', 1, compute);
      const tie = antiAffinity('tie', compute, [members[0]!, members[1]!, db!]);
      const other = antiAffinity('other', compute, [members[2]!, db!]);
      const estate = site({ machines: [...members, db!], vmRules: [tie, other] });
      expect(undecideds(controlPlane, estate)[0]!.reason).toMatch(/^rule `(tie|other)` ties some of/);
    });

    test('on a cluster that is looked up, by racks, not by hosts', () => {
      const looked = aLookedUpCluster('compute', { id: compute.id, drs: compute.drs });
      const estate = site({ clusters: [looked], hosts: [], vmRules: [apart] });
      expect(outcomes(controlPlane, estate)).toEqual(['proved']);
      expect(outcomes(controlPlane, site({ clusters: [looked], hosts: [], vmRules: [] }))).toEqual(['undecided']);
      const racks = site({ clusters: [{ ...looked, tolerates: { hosts: 1, rack: true } }], hosts: [], vmRules: [apart] });
      expect(undecideds(controlPlane, racks)[0]!.reason).toContain('may run on hosts that are not known, and so in any rack');
    });
  });

  test('workers are not judged, nor is a cluster without a control plane that is stated', () => {
    expect(
      judged(controlPlane, site({ kubernetes: { kubernetesClusters: [aKubernetesCluster()], nodePools: [aPool('general', members)] } })),
    ).toEqual([]);
  });

  test('VMs that the app does not make leave it open, some of them as well', () => {
    const of = (...nodePools: NodePool[]) =>
      undecideds(controlPlane, site({ vmRules: [apart], kubernetes: { kubernetesClusters: [aKubernetesCluster({ id: CLUSTER })], nodePools } }))[0]!
        .reason;
    expect(of(aPool('control-plane', 3, { role: 'control-plane' }))).toBe(
      "the VMs of its nodes are not the app's, and where they may run is not known",
    );
    expect(of(aPool('control-plane', members, { role: 'control-plane', replicas: 5 }))).toBe(
      "the VMs of 2 of its 5 nodes are not the app's, and where they may run is not known",
    );
  });

  test('members of all pools of a control plane are one etcd', () => {
    const [a, b, c] = members.map((member, i) => aPool(`cp-${i}`, [member], { role: 'control-plane' })) as [NodePool, NodePool, NodePool];
    const kubernetes = { kubernetesClusters: [aKubernetesCluster()], nodePools: [a, b, c] };
    expect(outcomes(controlPlane, site({ kubernetes, vmRules: [apart] }))).toEqual(['proved']);
    expect(judged(controlPlane, site({ kubernetes }))[0]).toMatchObject({ verdict: 'refuted', key: 'host', subject: { path: `${CLUSTER}/cp-0` } });
  });

  test('two whose hosts are not known are as many as must not be in one rack', () => {
    const looked = aLookedUpCluster('compute', { id: compute.id, drs: compute.drs, tolerates: { hosts: 1, rack: true } });
    const estate = pinned(RACKS, { clusters: [looked] });
    const vmHostRules = estate.vsphere.vmHostRules.slice(2);
    expect(outcomes(controlPlane, { ...estate, vsphere: { ...estate.vsphere, vmHostRules } })).not.toEqual(['proved']);
  });

  test('that etcd is on these VMs is a premise', () => {
    expect(judged(controlPlane, site({ vmRules: [apart] }))[0]!.premises!.map(({ id }) => id)).toContain(`etcd-members:${CLUSTER}`);
  });
});
