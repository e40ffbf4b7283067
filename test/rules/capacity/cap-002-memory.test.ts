import { unknown, type Unknown, type VirtualMachine } from '../../../lib/estate';
import { memory } from '../../../lib/rules/capacity/cap-002-memory';
import { Interval } from '../../../lib/units';
import { aBareHost, aCluster, aHost, aLookedUpCluster, aMachine, anEstate, hardware, hosts, machines, token, unmeasured } from '../../support/estate';
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
      'mends it: 2 more hosts like `esx-1` (512 GiB each)', // one VM a host
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
        anEstate({
          hosts: [host],
          clusters: [{ ...cluster, vsan: { ...cluster.vsan, enabled: vsan } }],
          machines: [aMachine('a', cluster, { memoryMiB: gib * GIB })],
        }),
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
      'mends it: `sap` with 492 GiB (600 GiB now)',
    ]);
    expect(mends(memory, estate)).toBe(1);
    expect(outcomes(memory, estate)).toEqual(['refuted']);
    const perhaps = (high: number | null) =>
      anEstate({ hosts: two, clusters: [compute], machines: [aMachine('sap', compute, { memoryMiB: 600 * GIB, instances: { low: 0, high } })] });
    expect(outcomes(memory, perhaps(1))).toEqual(['undecided']);
    expect(outcomes(memory, perhaps(0))).toEqual(['proved']);
  });

  test('the size that a host holds takes the reservation along, and is not advised where that, or the overhead, is not known', () => {
    const remedies = (change: Partial<VirtualMachine>) => {
      const estate = anEstate({ hosts: two, clusters: [compute], machines: [aMachine('sap', compute, { memoryMiB: 600 * GIB, ...change })] });
      const [remedy] = refutations(memory, estate)[0]!.remedies;
      return [remedy?.text, remedy?.mend?.(estate).vsphere.machines[0]!.memoryReservationMiB];
    };
    expect(remedies({ memoryReservationMiB: 600 * GIB })).toEqual(['`sap` with 492 GiB (600 GiB now), and no more of it reserved', 492 * GIB]);
    expect(remedies({ memoryReservationMiB: token() })).toEqual([undefined, undefined]);
    expect(remedies({ cpus: token() })).toEqual([undefined, undefined]);
    expect(remedies({ instances: Interval.between(2, 3) })[0]).toBe('`sap` and 1 more like it with 492 GiB each (600 GiB now)');
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
    const edge = aLookedUpCluster('edge', { vsan: compute.vsan });
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

  describe('places', () => {
    const three = hosts(3, { hardware: hardware({ gib: 384 }) }); // 372 GiB each
    const small = aCluster('small', three);
    const of = (howMany: number, gib: number, change: Partial<typeof small> = {}) =>
      anEstate({ hosts: three, clusters: [{ ...small, ...change }], machines: machines('db', howMany, small, { memoryMiB: gib * GIB }) });

    test('VMs that fit in sum and have no placement are refuted, and the counting is shown', () => {
      expect(judged(memory, of(7, 148)).map(text)).toEqual([
        [
          'the hosts of cluster `small` have no place for 1 of its VMs',
          'wanted: 7 places for VMs that take 148.2 GiB or more each, with overhead',
          'available: 6 places of that size: 2 each on 3 hosts with 372 GiB',
          'largest: `db-1` and 6 more like it: 7 x 148 GiB',
          'mends it: 1 more host like `esx-1` (384 GiB)',
          'mends it: `db-1` and 6 more like it with 122 GiB each (148 GiB now)',
        ],
      ]);
      expect(refutations(memory, of(7, 148))[0]).toMatchObject({ key: 'places', subject: { path: 'site/small' } });
      expect(mends(memory, of(7, 148))).toBe(2);
      expect(outcomes(memory, of(6, 148))).toEqual(['proved']);
    });

    test('each host may be filled as far as the cluster declares', () => {
      expect(outcomes(memory, of(7, 148, { memoryRatio: 1.5 }))).toEqual(['proved']);
      expect(text(refutations(memory, of(10, 148, { memoryRatio: 1.5 }))[0])[2]).toBe(
        'available: 9 places of that size, 1.5 times over as declared: 3 each on 3 hosts with 564 GiB',
      );
    });

    test('hosts too small are said to have none, and only those in service count', () => {
      const mixed = [
        ...hosts(2, { hardware: hardware({ gib: 384 }) }),
        aHost('old', { hardware: hardware({ gib: 112 }) }),
        aHost('idle', { maintenance: true }),
      ];
      const cluster = aCluster('mixed', mixed);
      const estate = anEstate({ hosts: mixed, clusters: [cluster], machines: machines('db', 5, cluster, { memoryMiB: 148 * GIB }) });
      expect(text(refutations(memory, estate)[0])[2]).toBe(
        'available: 4 places of that size: 2 each on 2 hosts with 372 GiB, none on 1 host with 100 GiB; 1 host is in maintenance or disconnected',
      );
      expect(refutations(memory, estate)[0]!.remedies.map((remedy) => remedy.text)).toContain('`idle` taken out of maintenance');
      expect(mends(memory, estate)).toBe(3);
    });

    test('more hosts are like the roomiest', () => {
      const mixed = [aHost('old', { hardware: hardware({ gib: 112 }) }), ...hosts(1, { hardware: hardware({ gib: 384 }) })];
      const cluster = aCluster('mixed', mixed);
      const estate = anEstate({ hosts: mixed, clusters: [cluster], machines: machines('db', 3, cluster, { memoryMiB: 148 * GIB }) });
      expect(refutations(memory, estate)[0]!.remedies[0]!.text).toBe('1 more host like `esx-1` (384 GiB)');
    });

    test('between the bounds it is undecided, and says of what', () => {
      const open = hosts(2, { hardware: unmeasured({ gib: 384 }) });
      const cluster = aCluster('open', open);
      const estate = anEstate({ hosts: open, clusters: [cluster], machines: machines('db', 3, cluster, { memoryMiB: 180 * GIB }) });
      expect(undecideds(memory, estate)[0]!.reason).toBe(
        'whether there is a place for each of the 3 VMs that may take 182.7 GiB or more depends on what ESXi keeps for itself and on the overhead of each VM, which are known only within bounds',
      );
      const alone = anEstate({ hosts: open, clusters: [cluster], machines: [aMachine('db', cluster, { memoryMiB: 360 * GIB })] });
      expect(undecideds(memory, alone)[0]!.reason).toMatch(/^whether `db` fits the largest host depends/);
    });

    test('a VM larger than every host is told apart from those that are too many', () => {
      const estate = anEstate({
        hosts: three,
        clusters: [small],
        machines: [aMachine('sap', small, { memoryMiB: 373 * GIB }), ...machines('db', 4, small, { memoryMiB: 170 * GIB })],
      });
      expect(refutations(memory, estate).map(({ key }) => key)).toEqual(['larger-than-any-host']);
      const crowd = anEstate({
        hosts: three,
        clusters: [small],
        machines: [aMachine('sap', small, { memoryMiB: 373 * GIB }), ...machines('db', 4, small, { memoryMiB: 187 * GIB })],
      });
      // In sum it is too much as well: one finding says so, and none repeats it.
      expect(refutations(memory, crowd).map(({ key }) => key)).toEqual(['larger-than-any-host', undefined]);
      const five = hosts(5, { hardware: hardware({ gib: 384 }) });
      const wide = aCluster('wide', five);
      const both = anEstate({
        hosts: five,
        clusters: [wide],
        machines: [aMachine('sap', wide, { memoryMiB: 373 * GIB }), aMachine('web', wide), ...machines('db', 6, wide, { memoryMiB: 187 * GIB })],
      });
      expect(refutations(memory, both).map(({ message }) => message)).toEqual([
        'VM `sap` is larger than any host of cluster `wide`',
        'the hosts of cluster `wide` have no place for 1 of its VMs',
      ]);
      expect(text(refutations(memory, both)[1])).toContain('largest: `db-1` and 5 more like it: 6 x 187 GiB');
    });
  });

  test('more hosts are advised though a VM is too large for each; that it be smaller is advised with its own finding', () => {
    const estate = anEstate({ hosts: two, clusters: [compute], machines: [aMachine('sap', compute, { memoryMiB: 2000 * GIB })] });
    expect(refutations(memory, estate).map(({ remedies }) => remedies.map((remedy) => remedy.text))).toEqual([
      ['`sap` with 492 GiB (2,000 GiB now)'],
      ['3 more hosts like `esx-1` (512 GiB each)'],
    ]);
  });

  test('what is advised is enough in total, not only by count', () => {
    const vms = [...machines('big', 2, compute, { memoryMiB: 300 * GIB }), ...machines('mid', 2, compute, { memoryMiB: 205 * GIB })];
    const estate = anEstate({ hosts: two, clusters: [compute], machines: vms });
    expect(refutations(memory, estate)[0]!.remedies.map((remedy) => remedy.text)).toEqual([
      '1 more host like `esx-1` (512 GiB)',
      '`big-1` and 1 more like it with 287 GiB each (300 GiB now)',
    ]);
    expect(mends(memory, estate)).toBe(2);
  });

  describe('reservations', () => {
    const one = hosts(1, { hardware: hardware({ gib: 384 }) }); // 372 GiB
    const lone = aCluster('lone', one);
    const of = (howMany: number, gib: number, reservedGib: number) =>
      anEstate({
        hosts: one,
        clusters: [lone],
        machines: machines('db', howMany, lone, { memoryMiB: gib * GIB, memoryReservationMiB: reservedGib * GIB }),
      });

    test('more reserved than given is proved only where there is room for it, and refuted only for the memory itself', () => {
      expect(outcomes(memory, of(2, 114, 114))).toEqual(['proved']);
      expect(outcomes(memory, of(1, 114, 200))).toEqual(['proved']);
      expect(text(judged(memory, of(2, 114, 200))[0]).slice(-2)).toEqual([
        'because: more memory is reserved for `db-1` and `db-2` than given, which vSphere refuses',
        'decides it: `memory_reservation` of at most `memory`',
      ]);
      expect(outcomes(memory, of(2, 190, 200))).toEqual(['refuted']);
      expect(text(judged(memory, of(2, 190, 200))[0])[1]).toBe('wanted: 380.3 GiB: 380 GiB for 2 VMs, at least 0.3 GiB overhead');
    });

    test('smaller VMs reserve no more than they have', () => {
      const estate = of(2, 190, 190);
      const remedy = refutations(memory, estate)[0]!.remedies.at(-1)!;
      expect(remedy.text).toBe('`db-1` and 1 more like it with 183 GiB each (190 GiB now), and no more of it reserved');
      const [first] = remedy.mend!(estate).vsphere.machines;
      expect(first).toMatchObject({ memoryMiB: 183 * GIB, memoryReservationMiB: 183 * GIB });
      const [kept] = refutations(memory, of(2, 190, 8))[0]!.remedies.at(-1)!.mend!(of(2, 190, 8)).vsphere.machines;
      expect(kept).toMatchObject({ memoryMiB: 183 * GIB, memoryReservationMiB: 8 * GIB });
      expect(mends(memory, estate)).toBe(2);
    });

    test('a reservation that nobody knows is no more than the memory, which is a premise, and nobody is told to shrink below it', () => {
      const unsure = (gib: number) =>
        anEstate({
          hosts: one,
          clusters: [lone],
          machines: machines('db', 2, lone, { memoryMiB: gib * GIB, memoryReservationMiB: token('reserved') }),
        });
      expect(judged(memory, unsure(114))[0]).toMatchObject({ verdict: 'proved' });
      expect(judged(memory, unsure(114))[0]!.premises!.map(({ id }) => id)).toContain('constant:reservation-within-memory');
      expect(judged(memory, of(2, 114, 1))[0]!.premises!.map(({ id }) => id)).not.toContain('constant:reservation-within-memory');
      expect(refutations(memory, unsure(190))[0]!.remedies.map((remedy) => remedy.text)).toEqual(['1 more host like `esx-1` (384 GiB)']);
    });
  });

  test('a literal that vSphere does not take is called that, beside what is only known later', () => {
    const literal = (value: string) => unknown('expression', value, 'site/vsphere_virtual_machine.db');
    const reasonOf = (...vms: Partial<ReturnType<typeof aMachine>>[]) => {
      const [open] = undecideds(
        memory,
        anEstate({ hosts: two, clusters: [compute], machines: vms.map((change, i) => aMachine(`db-${i}`, compute, change)) }),
      );
      return [open!.reason, open!.decidedBy];
    };
    expect(reasonOf({ memoryMiB: literal('-1') })).toEqual([
      'the memory of `db-0` is `-1`, which vSphere does not take',
      '`memory` as a whole number of MiB, a multiple of 4',
    ]);
    expect(reasonOf({ cpus: literal('"many"') }, { cpus: token('cpus') })).toEqual([
      'the vCPUs of `db-0` are `many`, which vSphere does not take; the vCPUs of `db-1` are known only to whoever sets `site/var.cpus`, and the overhead of a VM grows with them',
      "`num_cpus` as a whole number of at least 1; a literal `num_cpus`, or `app.assume(Assume.value(vm, 'num_cpus', …))`",
    ]);
  });

  test('VMs of one name are told apart by their construct paths', () => {
    const twins = ['a', 'b'].map((id, i) => aMachine(id, compute, { name: 'db', memoryMiB: (600 + i) * GIB }));
    const estate = anEstate({ hosts: two, clusters: [compute], machines: twins });
    expect(refutations(memory, estate).map(({ message }) => message)).toEqual([
      'VM `site/a` is larger than any host of cluster `compute`',
      'VM `site/b` is larger than any host of cluster `compute`',
      expect.stringMatching(/^the VMs of cluster `compute` need at least/),
    ]);
    const open = unknown('data-source', 'parent_resource_pool_id', 'site/data.vsphere_resource_pool.p');
    const strays = twins.map((machine) => ({ ...machine, cluster: open }));
    expect(undecideds(memory, anEstate({ machines: strays }))[0]!.message).toBe('memory of the hosts that run `site/a` and `site/b`');
    expect(text(refutations(memory, estate)[2])).toContain('largest: `site/b`: 601 GiB; `site/a`: 600 GiB');
  });
});
