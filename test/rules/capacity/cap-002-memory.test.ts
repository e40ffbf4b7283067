import { unknown, type Unknown } from '../../../lib/estate';
import { memory } from '../../../lib/rules/capacity/cap-002-memory';
import { aBareHost, aCluster, aHost, aLookedUpCluster, aMachine, anEstate, hosts, machines, token, unmeasured } from '../../support/estate';
import { judged, mends, outcomes, refutations, text, undecideds } from '../../support/judge';

const two = hosts(2); // 2 hosts of 512 GiB, 12 GiB kept back: 1,000 GiB
const compute = aCluster('compute', two);
const GIB = 1024;

describe('CAP-002', () => {
  test('passes with room to spare, and lists the constants it rests on', () => {
    const [verdict] = judged(memory, anEstate({ hosts: two, clusters: [compute], machines: machines('web', 10, compute) }));
    expect(verdict).toMatchObject({ verdict: 'proved', subject: { path: 'site/compute' } });
    expect(verdict!.premises!.map(({ id }) => id)).toEqual([
      'owned:site/compute',
      'hardware:site/esx-1',
      'hardware:site/esx-2',
      'constant:vm-memory-overhead',
    ]);
    expect(verdict!.premises!.at(-1)).toMatchObject({ kind: 'constant', source: expect.stringContaining('docs.vmware.com') });
  });

  test('fails beyond it, with numbers that add up and remedies that mend', () => {
    const estate = anEstate({ hosts: two, clusters: [compute], machines: machines('db', 4, compute, { memoryMiB: 256 * GIB, cpus: 8 }) });
    expect(text(judged(memory, estate)[0])).toEqual([
      'the VMs of cluster `compute` need at least 24.7 GiB more memory than its hosts have',
      'wanted: 1,024.7 GiB: 1,024 GiB for 4 VMs, at least 0.7 GiB overhead',
      'available: 1,000 GiB on 2 hosts, after 24 GiB that ESXi keeps',
      'largest: `db-1` and 3 more like it: 4 x 256 GiB',
      'mends it: 1 more host like `esx-1` (512 GiB)',
      'mends it: `db-1` and 3 more like it with 246 GiB each (256 GiB now)',
    ]);
    expect(mends(memory, estate)).toBe(2);
  });

  test('the overhead of the VMs counts: what fills the hosts to the last GiB does not fit', () => {
    const filling = machines('web', 10, compute, { memoryMiB: 100 * GIB });
    expect(outcomes(memory, anEstate({ hosts: two, clusters: [compute], machines: filling }))).toEqual(['refuted']);
    const slack = filling.map((machine) => ({ ...machine, memoryMiB: 98 * GIB }));
    expect(outcomes(memory, anEstate({ hosts: two, clusters: [compute], machines: slack }))).toEqual(['proved']);
  });

  test('between the bounds of the overhead it is undecided', () => {
    const tight = machines('web', 10, compute, { memoryMiB: 99 * GIB });
    expect(undecideds(memory, anEstate({ hosts: two, clusters: [compute], machines: tight }))[0]).toMatchObject({
      message: 'memory of cluster `compute`',
      reason: 'whether it is enough depends on what ESXi keeps for itself and on the overhead of each VM, which are known only within bounds',
    });
  });

  test('the reserve of a host that nobody measured is proved with the bad end and refuted with the good end', () => {
    const host = aHost('esx-1', { hardware: unmeasured({ gib: 100 }) });
    const cluster = aCluster('compute', [host]);
    const of = (gib: number, vsan = false) =>
      judged(
        memory,
        anEstate({ hosts: [host], clusters: [{ ...cluster, vsanEnabled: vsan }], machines: [aMachine('a', cluster, { memoryMiB: gib * GIB })] }),
      )[0]!;
    expect(of(88).verdict).toBe('proved');
    expect(of(95).verdict).toBe('undecided');
    expect(of(100).verdict).toBe('refuted');
    expect(of(88).premises!.map(({ id }) => id)).toContain('constant:hypervisor-reserve');
    expect(of(88, true).verdict).toBe('undecided'); // vSAN may take it all
    expect(of(88, true).premises!.map(({ id }) => id)).toContain('constant:vsan-reserve');
  });

  test('overcommit only as far as it is declared', () => {
    const twice = machines('web', 8, compute, { memoryMiB: 180 * GIB });
    const at = (memoryRatio?: number) =>
      outcomes(memory, anEstate({ hosts: two, clusters: [{ ...compute, ...(memoryRatio === undefined ? {} : { memoryRatio }) }], machines: twice }));
    expect(at()).toEqual(['refuted']);
    expect(at(1.3)).toEqual(['refuted']);
    expect(at(1.6)).toEqual(['proved']);
  });

  test('a VM larger than every host is refuted though the sum fits', () => {
    const estate = anEstate({ hosts: two, clusters: [compute], machines: [aMachine('sap', compute, { memoryMiB: 600 * GIB })] });
    expect(text(refutations(memory, estate)[0])).toEqual([
      'VM `sap` is larger than any host of cluster `compute`',
      'wanted: 600 GiB and at least 0.2 GiB overhead',
      'available: 500 GiB on the largest host',
    ]);
    expect(outcomes(memory, estate)).toEqual(['refuted']);
    const perhaps = (high: number | null) =>
      anEstate({ hosts: two, clusters: [compute], machines: [aMachine('sap', compute, { memoryMiB: 600 * GIB, instances: { low: 0, high } })] });
    expect(outcomes(memory, perhaps(1))).toEqual(['undecided']);
    expect(outcomes(memory, perhaps(0))).toEqual(['proved']);
  });

  test('is undecided, once, where nobody stated any hardware', () => {
    const bare = [aBareHost('esx-1'), aBareHost('esx-2')];
    const cluster = aCluster('compute', bare);
    const verdicts = judged(memory, anEstate({ hosts: bare, clusters: [cluster], machines: machines('web', 3, cluster) }));
    expect(verdicts.map(text)).toEqual([
      ['memory of cluster `compute`', 'because: nobody stated the hardware of any of its hosts', 'decides it: the model of its hosts'],
    ]);
    expect(outcomes(memory, anEstate({ hosts: bare, clusters: [cluster] }))).toEqual(['proved']); // no VM needs anything
  });

  test('is undecided where a token says how much memory', () => {
    const estate = anEstate({ hosts: two, clusters: [compute], machines: [aMachine('db', compute, { memoryMiB: token('memory') })] });
    expect(undecideds(memory, estate)[0]!.reason).toBe('the memory of `db` is known only to whoever sets `site/var.memory`');
  });

  test('where only vCPUs are not known, the VM whose overhead they leave open is named', () => {
    const of = (cpus: Unknown) =>
      undecideds(memory, anEstate({ hosts: two, clusters: [compute], machines: [aMachine('db', compute, { cpus }), aMachine('web', compute)] }))[0];
    expect(text(of(token('cpus'))).slice(-2)).toEqual([
      'because: the vCPUs of `db` are known only to whoever sets `site/var.cpus`, and the overhead of a VM grows with them',
      "decides it: a literal `num_cpus`, or `app.assume(Assume.value(vm, 'num_cpus', …))`",
    ]);
    expect(of(unknown('corrupt', '-1.8e+308', 'site/vsphere_virtual_machine.db'))!.reason).toBe(
      'the vCPUs of `db` are lost: the token in `site/vsphere_virtual_machine.db` is corrupt, and the overhead of a VM grows with them',
    );
  });

  test('with all hosts in maintenance it says so, once, and that they can be taken out of it', () => {
    const idle = hosts(3, { maintenance: true });
    const cluster = aCluster('compute', idle);
    const estate = anEstate({ hosts: idle, clusters: [cluster], machines: machines('db', 2, cluster) });
    expect(judged(memory, estate).map(text)).toEqual([
      [
        'the VMs of cluster `compute` need at least 32.3 GiB more memory than its hosts have',
        'wanted: 32.3 GiB: 32 GiB for 2 VMs, at least 0.3 GiB overhead',
        'available: 0 GiB on 0 hosts; 3 hosts are in maintenance or disconnected',
        'largest: `db-1` and 1 more like it: 2 x 16 GiB',
        'mends it: `esx-1`, `esx-2` and `esx-3` taken out of maintenance',
      ],
    ]);
    expect(mends(memory, estate)).toBe(1);
    expect(outcomes(memory, anEstate({ hosts: idle, clusters: [cluster] }))).toEqual(['proved']);
  });

  test('a looked-up cluster is undecided until it is closed', () => {
    const edge = aLookedUpCluster('edge', { vsanEnabled: false });
    const parts = { hosts: hosts(1, { cluster: edge.id }), clusters: [edge], machines: machines('web', 3, edge) };
    expect(outcomes(memory, anEstate(parts))).toEqual(['undecided']);
    expect(undecideds(memory, anEstate({ ...parts, hosts: [] }))[0]!.reason).toContain('none of its hosts is known');
    expect(outcomes(memory, anEstate({ ...parts, closed: ['site/edge'] }))).toEqual(['proved']);
  });

  test('a host in maintenance gives nothing', () => {
    const [a, b] = two;
    const estate = anEstate({
      hosts: [a!, { ...b!, maintenance: true }],
      clusters: [compute],
      machines: machines('web', 6, compute, { memoryMiB: 100 * GIB }),
    });
    expect(outcomes(memory, estate)).toEqual(['refuted']);
  });

  test('a cluster without any host has no memory', () => {
    const empty = aCluster('empty');
    expect(outcomes(memory, anEstate({ clusters: [empty], machines: machines('web', 2, empty) }))).toEqual(['refuted']);
    expect(outcomes(memory, anEstate({ clusters: [empty] }))).toEqual(['proved']);
  });

  test('VMs in a resource pool that is a literal id are undecided, once a pool', () => {
    const pool = (id: string, name: string) => unknown('expression', JSON.stringify(id), `site/vsphere_virtual_machine.${name}`);
    const vms = [
      ...['a', 'b'].map((name) => aMachine(name, undefined, { cluster: pool('resgroup-9', name) })),
      aMachine('c', undefined, { cluster: pool('resgroup-1', 'c') }),
    ];
    const verdicts = undecideds(memory, anEstate({ machines: vms }));
    expect(verdicts.map(text)).toEqual([
      [
        'memory of the hosts that run `a` and `b`',
        'because: `a` and `b` are in resource pool `resgroup-9`, which the app neither owns nor looks up',
        'decides it: the cluster looked up by its name, with all its hosts: `VcenterCluster.fromLookup(…, { hosts })`',
      ],
      expect.arrayContaining(['because: `c` is in resource pool `resgroup-1`, which the app neither owns nor looks up']),
    ]);
    expect(verdicts[0]!.subject).toMatchObject({ path: 'site/a', attribute: 'resource_pool_id' });
    const other = anEstate({ hosts: two, clusters: [compute], machines: [vms[0]!] });
    expect(outcomes(memory, other)).toEqual(['proved', 'undecided']);
  });

  test('VMs on what nobody knows, where there is no cluster that they may be on, are undecided', () => {
    const open = unknown('data-source', 'parent_resource_pool_id', 'site/data.vsphere_resource_pool.p');
    expect(undecideds(memory, anEstate({ machines: machines('a', 3, compute, { cluster: open }) }))).toMatchObject([
      { reason: 'which cluster `a-1`, `a-2` and `a-3` are on is known only to the lookup `site/data.vsphere_resource_pool.p`' },
    ]);
    expect(outcomes(memory, anEstate({ machines: [aMachine('a', undefined, { cluster: null })] }))).toEqual([]);
  });
});
