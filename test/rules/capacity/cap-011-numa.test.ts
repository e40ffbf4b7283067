import type { ComputeCluster, EsxiHost, Estate, ResourceInstance, VirtualMachine } from '../../../lib/estate';
import { numa } from '../../../lib/rules/capacity/cap-011-numa';
import {
  aBareHost,
  aCluster,
  aHost,
  aLookedUpCluster,
  aMachine,
  anEstate,
  aResource,
  aStack,
  hardware,
  hosts,
  machines,
  token,
  unmeasured,
  vmHostRule,
} from '../../support/estate';
import { judged, mends, outcomes, refutations, text, undecideds } from '../../support/judge';

const GIB = 1024;
/** Hosts of 2 nodes with 16 cores and 250 GiB each, once ESXi has its measured 12 GiB of 512. */
const of = (change: Partial<VirtualMachine>, members: EsxiHost[] = hosts(2)): Estate => {
  const cluster = aCluster('compute', members);
  return anEstate({ hosts: members, clusters: [cluster], machines: [aMachine('vm', cluster, change)] });
};
const outcome = (change: Partial<VirtualMachine>, members?: EsxiHost[]) => outcomes(numa, of(change, members));

describe('CAP-011', () => {
  test('passes for a VM within a node, odd numbers and all, once for the cluster', () => {
    for (const cpus of [1, 3, 15, 16]) expect(outcome({ cpus })).toEqual(['proved']);
    const members = hosts(2);
    const cluster = aCluster('compute', members);
    const many = anEstate({ hosts: members, clusters: [cluster], machines: machines('web', 3, cluster) });
    expect(judged(numa, many)).toMatchObject([{ verdict: 'proved', subject: { path: 'site/compute' } }]);
    expect(judged(numa, many)[0]!.premises!.map(({ id }) => id)).toEqual([
      'owned:site/compute',
      'hardware:site/esx-1',
      'hardware:site/esx-2',
      'constant:vm-memory-overhead',
    ]);
  });

  test('a wide VM splits evenly over the fewest nodes, or is told the next sizes that do', () => {
    expect(outcome({ cpus: 18 })).toEqual(['proved']);
    expect(outcome({ cpus: 32 })).toEqual(['proved']);
    const estate = of({ cpus: 17 });
    expect(text(refutations(numa, estate)[0])).toEqual([
      'VM `vm` has vCPUs that do not split evenly over the NUMA nodes they take',
      'configured: 17 vCPUs',
      'nodes: 2 NUMA nodes of `esx-1`, 16 cores each: 9 vCPUs on some, 8 on others',
      'mends it: `vm` with 16 vCPUs',
      'mends it: `vm` with 18 vCPUs',
    ]);
    expect(mends(numa, estate)).toBe(2);
    expect(refutations(numa, estate)[0]).toMatchObject({ key: 'uneven', subject: { path: 'site/vm', attribute: 'num_cpus' } });
  });

  test('the sizes that it advises fill the sockets', () => {
    expect(refutations(numa, of({ cpus: 21, coresPerSocket: 3 }))[0]!.remedies.map((remedy) => remedy.text)).toEqual([
      '`vm` with 18 vCPUs',
      '`vm` with 24 vCPUs',
    ]);
  });

  test('where no size fills the sockets and fits, none is advised', () => {
    expect(refutations(numa, of({ cpus: 17, coresPerSocket: 17 }))[0]!.remedies).toEqual([]);
    expect(refutations(numa, of({ cpus: 18, memoryMiB: 510 * GIB }))[0]!.remedies.map((remedy) => remedy.text)).toEqual(['`vm` with 492 GiB']);
  });

  test('more vCPUs than the host has cores fail: threads are not cores', () => {
    expect(text(refutations(numa, of({ cpus: 34 }))[0])).toEqual([
      'VM `vm` has more vCPUs than `esx-1` has cores',
      'configured: 34 vCPUs',
      'nodes: 2 NUMA nodes of `esx-1`, 16 cores each',
      'mends it: `vm` with 32 vCPUs',
    ]);
  });

  test('nodes per socket make nodes smaller', () => {
    const split = hosts(1, { hardware: hardware({ numaNodesPerSocket: 4 }) }); // 8 nodes with 4 cores and 62.5 GiB
    expect(outcome({ cpus: 4 }, split)).toEqual(['proved']);
    expect(outcome({ cpus: 5 }, split)).toEqual(['refuted']);
    expect(outcome({ cpus: 6 }, split)).toEqual(['proved']);
    expect(outcome({ cpus: 4, memoryMiB: 63 * GIB }, split)).toEqual(['refuted']);
  });

  test('memory that a node does not have fails, though the vCPUs fit: less memory is advised, and no vCPUs for the memory of more nodes', () => {
    expect(outcome({ cpus: 4, memoryMiB: 245 * GIB })).toEqual(['proved']);
    const estate = of({ cpus: 4, memoryMiB: 256 * GIB });
    expect(text(refutations(numa, estate)[0])).toEqual([
      'VM `vm` has more memory than a NUMA node of `esx-1`',
      expect.stringMatching(/^configured: 256\.\d GiB of memory with overhead, 4 vCPUs$/),
      'nodes: 1 NUMA node of `esx-1` with 250 GiB, 16 cores each',
      'mends it: `vm` with 246 GiB',
    ]);
    expect(mends(numa, estate)).toBe(1);
    expect(outcome({ cpus: 18, memoryMiB: 256 * GIB })).toEqual(['proved']);
    expect(refutations(numa, of({ cpus: 18, memoryMiB: 510 * GIB }))[0]!.message).toBe(
      'VM `vm` has more memory than the NUMA nodes that its vCPUs take',
    );
  });

  test('the next vCPUs that split are advised only if the memory fits too, and none further off', () => {
    const small = hosts(1, { hardware: hardware({ numaNodesPerSocket: 4 }) }); // 8 nodes with 4 cores and 62.5 GiB
    expect(refutations(numa, of({ cpus: 5, memoryMiB: 100 * GIB }, small))[0]!.remedies.map((remedy) => remedy.text)).toEqual(['`vm` with 6 vCPUs']);
    expect(refutations(numa, of({ cpus: 5, memoryMiB: 200 * GIB }, small))[0]!.remedies).toEqual([]);
  });

  test('a reservation of all memory goes with it', () => {
    const estate = of({ cpus: 4, memoryMiB: 256 * GIB, memoryReservationMiB: 256 * GIB });
    const { mend } = refutations(numa, estate)[0]!.remedies[0]!;
    expect(mend!(estate).vsphere.machines[0]).toMatchObject({ memoryMiB: 246 * GIB, memoryReservationMiB: 246 * GIB });
  });

  test('what ESXi keeps is known only within bounds until somebody measures it', () => {
    const members = hosts(1, { hardware: unmeasured() }); // 256 GiB a node, less up to 8 %, and vSAN is off
    const cluster = (memoryMiB: number) => of({ memoryMiB }, members);
    expect(outcomes(numa, cluster(230 * GIB))).toEqual(['proved']);
    expect(undecideds(numa, cluster(250 * GIB))[0]!.reason).toMatch(/depends on what ESXi keeps of each node and on the overhead of a VM/);
    expect(outcomes(numa, cluster(257 * GIB))).toEqual(['refuted']);
    expect(judged(numa, cluster(230 * GIB))[0]!.premises!.map(({ id }) => id)).toContain('constant:hypervisor-reserve');
  });

  test('says once what it does not know of many VMs', () => {
    const members = hosts(1, { hardware: unmeasured() });
    const cluster = aCluster('compute', members);
    const many = [...machines('large', 3, cluster, { memoryMiB: 250 * GIB }), ...machines('open', 3, cluster, { cpus: token('cpus') })];
    expect(undecideds(numa, anEstate({ hosts: members, clusters: [cluster], machines: many })).map(({ reason }) => reason)).toEqual([
      'the vCPUs of `open-1`, `open-2` and `open-3` are known only to whoever sets `site/var.cpus`; whether the memory fits depends on what ESXi keeps of each node and on the overhead of a VM, which are known only within bounds',
    ]);
  });

  test('a host that is looked up may be of a cluster whose hosts nobody knows: its list tells, since the lookup names none', () => {
    const cluster = aLookedUpCluster('far');
    const found = aHost('found', { origin: 'looked-up', cluster: token('cluster') });
    const [verdict] = undecideds(numa, anEstate({ hosts: [found], clusters: [cluster], machines: [aMachine('vm', cluster)] }));
    expect(verdict!.decidedBy).toBe('`VcenterCluster.fromLookup(…, { hosts })` with all its hosts');
    const owned = { ...found, origin: 'owned' as const };
    const [other] = undecideds(numa, anEstate({ hosts: [owned], clusters: [cluster], machines: [aMachine('vm', cluster)] }));
    expect(other!.decidedBy).toContain('a cluster that is named, not a token, for `found`');
  });

  test('one host on which it does not fit is enough, unless a mandatory rule may keep it from that', () => {
    const members = [aHost('wide'), aHost('narrow', { hardware: hardware({ cores: 8 }) })];
    expect(refutations(numa, of({ cpus: 10 }, members))).toEqual([]);
    expect(refutations(numa, of({ cpus: 9 }, members))[0]!.witness[1]!.text).toContain('of `narrow`, 8 cores each');
    const cluster = aCluster('compute', members);
    const rules = (mandatory: boolean, cpus: number) =>
      anEstate({
        hosts: members,
        clusters: [cluster],
        machines: [aMachine('vm', cluster, { cpus })],
        vmHostRules: [vmHostRule('rule', cluster, { mandatory })],
      });
    expect(outcomes(numa, rules(false, 9))).toEqual(['refuted']);
    expect(undecideds(numa, rules(true, 9))[0]!.reason).toMatch(/^a VM fits the nodes of some hosts and not of others, and a mandatory rule/);
    expect(outcomes(numa, rules(true, 17))).toEqual(['refuted']);
  });

  test('a host that may not run neither refutes nor lets pass', () => {
    const perhaps = (cores: number) => [aHost('sure'), aHost('perhaps', { maintenance: token(), hardware: hardware({ cores }) })];
    expect(outcome({ cpus: 9 }, perhaps(8))).toEqual(['undecided']);
    expect(outcome({ cpus: 9 }, perhaps(16))).toEqual(['proved']);
    expect(outcome({ cpus: 9 }, [aHost('sure'), aHost('idle', { maintenance: true, hardware: hardware({ cores: 8 }) })])).toEqual(['proved']);
  });

  test('a VM with a device of a host is held against that host', () => {
    const members = [aHost('wide'), aHost('narrow', { hardware: hardware({ cores: 8 }) })];
    const pciDevices = { items: ['0000:01:00.0'], complete: true };
    expect(outcome({ cpus: 9, host: members[0]!.id, pciDevices }, members)).toEqual(['proved']);
    expect(outcome({ cpus: 9, host: members[0]!.id }, members)).toEqual(['refuted']);
  });

  test('a VM outside of clusters is held against its host', () => {
    const host = aHost('alone');
    const alone = (change: Partial<VirtualMachine>) => anEstate({ hosts: [host], machines: [aMachine('vm', undefined, change)] });
    expect(judged(numa, alone({ host: host.id }))).toMatchObject([{ verdict: 'proved', subject: { path: 'site/alone' } }]);
    expect(undecideds(numa, alone({}))).toMatchObject([
      { reason: 'which host it runs on is not stated', message: 'whether `vm` fits the NUMA nodes of hosts that are not known' },
    ]);
    expect(outcomes(numa, alone({ cluster: token('cluster') }))).toEqual(['undecided']);
  });

  describe('is undecided, once for the cluster', () => {
    test.each<[string, Partial<VirtualMachine>, EsxiHost[], string]>([
      ['vCPUs', { cpus: token('cpus') }, hosts(2), 'the vCPUs of `vm` are known only to whoever sets `site/var.cpus`'],
      ['memory', { memoryMiB: token('memory') }, hosts(2), 'the memory of `vm` is known only to whoever sets `site/var.memory`'],
      ['hardware', {}, [aHost('stated'), aBareHost('bare')], 'nobody stated the hardware of `bare`'],
    ])('where %s is open', (_, change, members, reason) => {
      expect(undecideds(numa, of(change, members))).toMatchObject([{ subject: { path: 'site/compute' }, reason: expect.stringContaining(reason) }]);
    });

    test('on a cluster that is looked up', () => {
      const cluster: ComputeCluster = aLookedUpCluster('edge');
      expect(undecideds(numa, anEstate({ clusters: [cluster], machines: machines('web', 2, cluster) }))).toMatchObject([
        {
          message: 'whether `web-1` and `web-2` fit the NUMA nodes of cluster `edge`',
          decidedBy: '`VcenterCluster.fromLookup(…, { hosts })` with all its hosts',
        },
      ]);
    });

    test('where the split is set by hand', () => {
      const byHand = (values: ResourceInstance['values']) => {
        const members = hosts(1);
        const cluster = aCluster('compute', members);
        const stacks = [aStack({ resources: [aResource('vsphere_virtual_machine', 'vm', values)] })];
        return judged(numa, anEstate({ hosts: members, clusters: [cluster], machines: [aMachine('vm', cluster, { cpus: 17 })], stacks }))[0]!;
      };
      const set: ResourceInstance['values'][] = [{ num_cores_per_numa_node: 17 }, { extra_config: { 'numa.vcpu.maxPerVirtualNode': '17' } }];
      const left: ResourceInstance['values'][] = [{ num_cores_per_numa_node: 0 }, { extra_config: { 'disk.EnableUUID': 'TRUE' } }];
      for (const values of set) expect(byHand(values)).toMatchObject({ verdict: 'undecided', reason: expect.stringContaining('is set by hand') });
      for (const values of left) expect(byHand(values).verdict).toBe('refuted');
    });

    test('on a cluster whose hosts run nothing', () => {
      expect(undecideds(numa, of({}, hosts(1, { maintenance: true })))[0]!.reason).toBe('no host of cluster `compute` runs VMs');
    });

    test('also where vCPUs alone refute, memory is not asked', () => {
      expect(outcome({ cpus: 17, memoryMiB: token() })).toEqual(['refuted']);
    });
  });

  test('VMs of others are not judged', () => {
    expect(judged(numa, anEstate({ machines: [aMachine('template', undefined, { origin: 'looked-up', cpus: 17 })] }))).toEqual([]);
  });
});
