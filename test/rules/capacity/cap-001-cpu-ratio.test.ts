import { reference, unknown, type Assumption, type Estate, type Field } from '../../../lib/estate';
import { estateOf } from '../../../lib/estate/read';
import { Interval } from '../../../lib/units';
import { cpuRatio } from '../../../lib/rules/capacity/cap-001-cpu-ratio';
import {
  aBareHost,
  aCluster,
  aHost,
  aLookedUpCluster,
  aMachine,
  aModule,
  aResource,
  anEstate,
  aStack,
  hardware,
  hosts,
  machines,
  STACK,
  token,
} from '../../support/estate';
import { entry, model, ref, stack } from '../../estate/read/model';
import { judged, mends, outcomes, refutations, text, undecideds } from '../../support/judge';

const two = hosts(2); // 2 hosts of 32 cores
const compute = aCluster('compute', two, { cpuRatio: 4 }); // 256 vCPUs

const idsOf = (estate: Estate) => judged(cpuRatio, estate)[0]!.premises!.map(({ id }) => id);

describe('CAP-001', () => {
  test('says nothing of a cluster without a declared ratio', () => {
    expect(judged(cpuRatio, anEstate({ hosts: two, clusters: [aCluster('compute', two)], machines: machines('web', 100, compute) }))).toEqual([]);
  });

  test('passes at the ratio itself, and lists what it rests on', () => {
    const verdicts = judged(cpuRatio, anEstate({ hosts: two, clusters: [compute], machines: machines('web', 64, compute) }));
    expect(verdicts).toHaveLength(1);
    expect(verdicts[0]).toMatchObject({ verdict: 'proved', subject: { path: 'site/compute' } });
    expect(verdicts[0]!.premises!.map(({ id, kind }) => [id, kind])).toEqual([
      ['owned:site/compute', 'closed-scope'],
      ['ratio:vCPUs a physical core:site/compute', 'stated'],
      ['hardware:site/esx-1', 'stated'],
      ['hardware:site/esx-2', 'stated'],
    ]);
  });

  test('fails one vCPU beyond it, with numbers that add up and remedies that mend', () => {
    const estate = anEstate({ hosts: two, clusters: [compute], machines: [...machines('web', 60, compute), aMachine('db', compute, { cpus: 17 })] });
    expect(text(judged(cpuRatio, estate)[0])).toEqual([
      'cluster `compute` has more vCPUs than the 4 a physical core that it declares',
      'wanted: 257 vCPUs in 61 VMs',
      'available: 256 vCPUs: 2 hosts of 32 cores, 4 vCPUs a core',
      'largest: `web-1` and 59 more like it: 60 x 4 vCPUs; `db`: 17 vCPUs',
      'mends it: 1 more host like `esx-1` (32 cores)',
      'mends it: `web-1` and 59 more like it with 3 vCPUs each (4 now)',
    ]);
    expect(mends(cpuRatio, estate)).toBe(2);
  });

  test('a host in maintenance gives no core', () => {
    const [a, b] = two;
    const estate = anEstate({ hosts: [a!, { ...b!, maintenance: true }], clusters: [compute], machines: machines('web', 33, compute) });
    expect(outcomes(cpuRatio, estate)).toEqual(['refuted']);
    expect(mends(cpuRatio, estate)).toBe(3);
  });

  test('threads are not cores', () => {
    expect(outcomes(cpuRatio, anEstate({ hosts: two, clusters: [{ ...compute, cpuRatio: 1 }], machines: machines('web', 17, compute) }))).toEqual([
      'refuted',
    ]);
  });

  test('is undecided where a token says how many vCPUs, and says which', () => {
    const estate = anEstate({ hosts: two, clusters: [compute], machines: [aMachine('db', compute, { cpus: token('cpus') })] });
    expect(text(judged(cpuRatio, estate)[0])).toEqual([
      'vCPUs a physical core on cluster `compute`',
      'wanted: at least 1 vCPUs',
      'available: 256 vCPUs at 4 a core',
      'because: the vCPUs of `db` are known only to whoever sets `site/var.cpus`',
      "decides it: a literal `num_cpus`, or `app.assume(Assume.value(vm, 'num_cpus', …))`",
    ]);
  });

  test('a token that cannot matter decides nothing away: what is known already is too much', () => {
    const estate = anEstate({
      hosts: two,
      clusters: [compute],
      machines: [...machines('web', 64, compute), aMachine('db', compute, { cpus: token() })],
    });
    expect(outcomes(cpuRatio, estate)).toEqual(['refuted']);
  });

  test('a family of unknown size is undecided, within bounds it is decided', () => {
    const family = (high: number | null) =>
      anEstate({ hosts: two, clusters: [compute], machines: [aMachine('web', compute, { instances: { low: 0, high } })] });
    expect(outcomes(cpuRatio, family(null))).toEqual(['undecided']);
    expect(outcomes(cpuRatio, family(64))).toEqual(['proved']);
    expect(outcomes(cpuRatio, family(65))).toEqual(['undecided']);
  });

  test('a VM that may be on it counts for the proof, not for the refutation', () => {
    const stray = (n: number) => Array.from({ length: n }, (_, i) => aMachine(`stray-${i}`, compute, { cluster: token('cluster') }));
    expect(outcomes(cpuRatio, anEstate({ hosts: two, clusters: [compute], machines: [...machines('web', 63, compute), ...stray(1)] }))).toEqual([
      'proved',
    ]);
    const open = anEstate({ hosts: two, clusters: [compute], machines: [...machines('web', 63, compute), ...stray(2)] });
    expect(undecideds(cpuRatio, open)[0]!.reason).toBe('whether `stray-0` and `stray-1` are on it is known only to whoever sets `site/var.cluster`');
    const elsewhere = stray(2).map((machine) => ({ ...machine, vcenter: 'other.example.com' }));
    expect(outcomes(cpuRatio, anEstate({ hosts: two, clusters: [compute], machines: [...machines('web', 63, compute), ...elsewhere] }))).toEqual([
      'proved',
    ]);
  });

  test('a host without stated hardware leaves open what the others do not carry', () => {
    const members = [aHost('esx-1'), aBareHost('esx-2')];
    const cluster = aCluster('compute', members, { cpuRatio: 4 });
    const estate = (n: number) => anEstate({ hosts: members, clusters: [cluster], machines: machines('web', n, cluster) });
    expect(outcomes(cpuRatio, estate(32))).toEqual(['proved']);
    expect(undecideds(cpuRatio, estate(33))[0]).toMatchObject({
      reason: 'nobody stated the hardware of `esx-2`',
      decidedBy: 'the model of `esx-2`',
    });
  });

  test('a looked-up cluster is undecided until it is closed and its hosts are given', () => {
    const edge = aLookedUpCluster('edge', { cpuRatio: 4 });
    const members = hosts(1, { cluster: edge.id });
    const parts = { hosts: members, clusters: [edge], machines: machines('web', 10, edge) };
    expect(text(judged(cpuRatio, anEstate(parts))[0]).slice(-2)).toEqual([
      'because: cluster `edge` is looked up: its hosts and what else runs on it are known only to vCenter',
      'decides it: `app.assume(Assume.closed(…))` for the cluster if nothing else runs on it, or `Assume.estate(file)` with its hosts and VMs',
    ]);
    const premises = [{ id: 'closed:site/edge', kind: 'assumed' as const, statement: 'nothing else', subject: 'site/edge' }];
    const others = [
      { ...premises[0]!, id: 'closed:site/other', subject: 'site/other' },
      { ...premises[0]!, id: 'value:site/edge.name', kind: 'assumed' as const },
    ];
    const closed = judged(cpuRatio, anEstate({ ...parts, closed: ['site/edge'], premises: [...others, ...premises] }));
    expect(closed).toMatchObject([{ verdict: 'proved' }]);
    expect(closed[0]!.premises!.filter(({ id }) => !id.startsWith('hardware:') && !id.startsWith('ratio:'))).toEqual(premises);
    expect(outcomes(cpuRatio, anEstate({ ...parts, closed: ['site/edg'] }))).toEqual(['undecided']);
    // That nothing else runs on it does not say that it has no host.
    expect(outcomes(cpuRatio, anEstate({ ...parts, hosts: [], closed: ['site/edge'] }))).toEqual(['undecided']);
  });

  test('a cluster of a record is as the record says, which is a premise', () => {
    const theirs = aCluster('theirs', two, { cpuRatio: 4, origin: 'surroundings' });
    const record = { id: 'estate:nsx.json', kind: 'assumed' as const, statement: 'what `nsx.json` records is what others own', source: 'nsx.json' };
    const [verdict] = judged(cpuRatio, anEstate({ hosts: two, clusters: [theirs], machines: machines('web', 64, theirs), premises: [record] }));
    expect(verdict).toMatchObject({ verdict: 'proved' });
    expect(verdict!.premises![0]).toEqual(record);
    const own = judged(cpuRatio, anEstate({ hosts: two, clusters: [compute], premises: [record] }));
    expect(own[0]!.premises).not.toContainEqual(record);
  });

  test('a host that may be in maintenance counts for the refutation, not for the proof', () => {
    const [a, b] = two;
    const estate = (n: number) =>
      anEstate({ hosts: [a!, { ...b!, maintenance: token('idle') }], clusters: [compute], machines: machines('web', n, compute) });
    expect(outcomes(cpuRatio, estate(32))).toEqual(['proved']);
    expect(undecideds(cpuRatio, estate(33))[0]!.reason).toBe('whether `esx-2` is in maintenance is known only to whoever sets `site/var.idle`');
    expect(outcomes(cpuRatio, estate(65))).toEqual(['refuted']);
  });

  test('a module that may hold VMs leaves it open until somebody vouches for it', () => {
    const parts = { hosts: two, clusters: [compute], stacks: [aStack({ modules: [aModule('vms')] })] };
    expect(undecideds(cpuRatio, anEstate(parts))[0]!.reason).toBe('`site/module.vms` may put hosts and VMs on it, and a module is opaque');
    const premises = [{ id: 'no-policy-in:site/vms', kind: 'assumed' as const, statement: 'nothing in it', subject: `${STACK}/vms` }];
    expect(outcomes(cpuRatio, anEstate({ ...parts, premises }))).toEqual(['proved']);
    expect(outcomes(cpuRatio, anEstate({ ...parts, stacks: [aStack({ modules: [aModule('dns', { providers: ['dns'] })] })] }))).toEqual(['proved']);
  });

  test('a list of hosts that a token hides stays open where the cluster is closed', () => {
    const hidden = { ...compute, hosts: { ids: [], complete: false, unknown: token('hosts') } };
    const estate = anEstate({ clusters: [hidden], machines: machines('web', 1, hidden), closed: ['site/compute'] });
    expect(outcomes(cpuRatio, estate)).toEqual(['undecided']);
  });

  test('a module may add hosts, unless the cluster lists its own', () => {
    const parts = { hosts: two, clusters: [compute], machines: machines('web', 65, compute) };
    const modules = [aModule('vms')];
    const listing = aResource('vsphere_compute_cluster', 'compute', { host_system_ids: ['host-1', 'host-2'] });
    expect(outcomes(cpuRatio, anEstate(parts))).toEqual(['refuted']);
    expect(outcomes(cpuRatio, anEstate({ ...parts, stacks: [aStack({ modules })] }))).toEqual(['undecided']);
    expect(outcomes(cpuRatio, anEstate({ ...parts, stacks: [aStack({ modules, resources: [listing] })] }))).toEqual(['refuted']);
  });

  test('what is assumed of a VM, recorded, and declared of a cluster is among the premises', () => {
    const web = machines('web', 1, compute);
    const premise = (id: string, subject?: string) => ({ id, kind: 'assumed' as const, statement: id, ...(subject !== undefined && { subject }) });
    const premises = [
      premise('value:site/web-1.num_cpus', 'site/web-1'),
      premise('value:site/other.num_cpus', 'site/other'),
      premise('cluster-hosts:site/compute', 'site/compute'),
      premise('estate:nsx.json'),
    ];
    const listed = (origin: 'owned' | 'surroundings') =>
      idsOf(anEstate({ hosts: two.map((host) => ({ ...host, origin })), clusters: [compute], machines: web, premises }));
    expect(listed('owned')).toEqual(expect.arrayContaining(['value:site/web-1.num_cpus', 'cluster-hosts:site/compute']));
    expect(listed('owned')).not.toEqual(expect.arrayContaining(['estate:nsx.json']));
    expect(listed('owned')).not.toContain('value:site/other.num_cpus');
    expect(listed('surroundings')).toContain('estate:nsx.json');
  });

  test('the assumption that closes a cluster is a premise, by whichever entry of the cluster it is closed', () => {
    const lookup = aResource(
      'vsphere_compute_cluster',
      'seen',
      {},
      { stack: 'other', mode: 'data', address: 'data.vsphere_compute_cluster.seen', path: 'other/seen' },
    );
    const twice = { ...compute, addresses: [...compute.addresses, { stack: 'other', address: lookup.address }] };
    const closed = { id: 'closed:other/seen', kind: 'assumed' as const, statement: 'nothing else', subject: 'other/seen' };
    const estate = anEstate({
      hosts: two,
      clusters: [twice],
      stacks: [aStack(), aStack({ name: 'other', resources: [lookup] })],
      closed: ['other/seen'],
      premises: [closed],
    });
    expect(judged(cpuRatio, estate)[0]!.premises!.map(({ id }) => id)).toContain('closed:other/seen');
  });

  test('the VMs of a Supervisor are unknown', () => {
    const supervisor = aResource('vsphere_supervisor', 'sup', { cluster: reference('site', 'vsphere_compute_cluster.compute', 'id') });
    const [open] = undecideds(cpuRatio, anEstate({ hosts: two, clusters: [compute], stacks: [aStack({ resources: [supervisor] })] }));
    expect(open!.reason).toBe('`site/vsphere_supervisor.sup` makes VMs of its own on it, and how many is known only to vCenter');
  });

  test('a family of clusters is proved of nothing: its hosts and VMs may be on any of them', () => {
    const family = { ...compute, instances: Interval.atLeast(0) };
    const [open] = undecideds(cpuRatio, anEstate({ hosts: two, clusters: [family], machines: machines('web', 1, family) }));
    expect(open!.reason).toContain('how many `compute` there are');
    expect(outcomes(cpuRatio, anEstate({ hosts: two, clusters: [family], machines: machines('web', 65, family) }))).toEqual(['undecided']);
  });

  test('with all hosts in maintenance it says so, and that they can be taken out of it', () => {
    const idle = hosts(2, { maintenance: true });
    const cluster = aCluster('compute', idle, { cpuRatio: 4 });
    const estate = anEstate({ hosts: idle, clusters: [cluster], machines: machines('db', 2, cluster) });
    expect(text(refutations(cpuRatio, estate)[0])).toEqual([
      expect.anything(),
      'wanted: 8 vCPUs in 2 VMs',
      'available: 0 vCPUs: no host, 4 vCPUs a core; 2 hosts are in maintenance or disconnected',
      'largest: `db-1` and 1 more like it: 2 x 4 vCPUs',
      'mends it: `esx-1` and `esx-2` taken out of maintenance',
    ]);
    expect(mends(cpuRatio, estate)).toBe(1);
  });

  test('hosts that are looked up are counted once it is assumed that they run', () => {
    const dc = entry('data.vsphere_datacenter.dc', { name: 'fra1' });
    const lookups = ['a', 'b'].map((name) =>
      entry(`data.vsphere_host.${name}`, { name: `${name}.example.com`, datacenter_id: ref('data.vsphere_datacenter.dc') }),
    );
    const edge = entry('data.vsphere_compute_cluster.c', { name: 'edge', datacenter_id: ref('data.vsphere_datacenter.dc') });
    const vm = entry('vsphere_virtual_machine.vm', {
      name: 'vm',
      num_cpus: 8,
      resource_pool_id: ref('data.vsphere_compute_cluster.c', 'resource_pool_id'),
    });
    const of = (...more: Exclude<Assumption, { kind: 'estate' }>[]) =>
      estateOf(model(stack('s', [dc, ...lookups, edge, vm])), {
        declarations: [
          { kind: 'cluster-limits', of: 's/c', cpuRatio: 4 },
          { kind: 'cluster-hosts', of: 's/c', hosts: ['s/a', 's/b'] },
          ...['s/a', 's/b'].map((path) => ({ kind: 'host-hardware' as const, of: path, hardware: hardware() })),
        ],
        assumptions: [{ kind: 'closed', scope: 's/c' }, ...more],
      });
    expect(undecideds(cpuRatio, of())[0]).toMatchObject({
      reason: expect.stringMatching(
        /^whether `a.example.com` and `b.example.com` are in maintenance is known only to the lookup `[^`]+`, and 1 more like it/,
      ),
      decidedBy: "`app.assume(Assume.value(host, 'maintenance', false))` for each host that is looked up",
    });
    const runs = (path: string) => ({ kind: 'value' as const, path, attribute: 'maintenance', value: false });
    const [verdict] = judged(cpuRatio, of(runs('s/a'), runs('s/b')));
    expect(verdict).toMatchObject({ verdict: 'proved' });
    expect(verdict!.premises!.map(({ id }) => id)).toContain('value:s/a.maintenance');
  });

  describe('the vCPUs that it advises fill the sockets', () => {
    const advice = (...cores: Field<number>[]) =>
      refutations(
        cpuRatio,
        anEstate({
          hosts: two,
          clusters: [compute],
          machines: machines('web', 32, compute, { cpus: 12 }).map((machine, i) => ({ ...machine, coresPerSocket: cores[i % cores.length]! })),
        }),
      )[0]!.remedies.map(({ text: advised }) => advised);
    const hostsOnly = ['1 more host like `esx-1` (32 cores)'];
    const down = (vcpus: number) => [...hostsOnly, `\`web-1\` and 31 more like it with ${vcpus} vCPUs each (12 now)`];

    test.each<[string, Field<number>[], string[]]>([
      ['one core a socket', [1], down(8)],
      ['sockets that vSphere chooses', [0], down(8)],
      ['sockets that the number fills', [4], down(8)],
      ['sockets that it must be rounded down to', [3], down(6)],
      ['sockets of two kinds, which both must fill', [3, 2], down(6)],
      ['sockets that no smaller number fills', [12], hostsOnly],
      ['sockets of two kinds that no number within reach fills', [3, 4], hostsOnly],
      ['sockets that a token knows', [1, token('cores')], hostsOnly],
    ])('%s', (_, cores, expected) => {
      expect(advice(...cores)).toEqual(expected);
    });
  });

  test('a literal that vSphere does not take is called that, each once', () => {
    const literal = (value: string) => unknown('expression', value, 'site/vsphere_virtual_machine.db');
    const vms = ['-4', '-4', '1.5'].map((value, i) => aMachine(`db-${i}`, compute, { cpus: literal(value) }));
    const [open] = undecideds(cpuRatio, anEstate({ hosts: two, clusters: [compute], machines: vms }));
    expect(text(open).slice(-2)).toEqual([
      'because: the vCPUs of `db-0` and `db-1` are `-4`, which vSphere does not take; the vCPUs of `db-2` are `1.5`, which vSphere does not take',
      'decides it: `num_cpus` as a whole number of at least 1',
    ]);
  });

  describe('objects of one name', () => {
    const named = (id: string, change: Parameters<typeof aMachine>[2]) => aMachine(id, compute, { name: 'web', ...change });

    test('are told apart by their construct paths, families and single VMs alike', () => {
      const families = ['a', 'b'].map((id) => named(id, { instances: Interval.atLeast(0) }));
      expect(undecideds(cpuRatio, anEstate({ hosts: two, clusters: [compute], machines: families }))[0]!.reason).toBe(
        'how many `site/a` there are, at least 0, depends on its count or for_each, which is not decided; ' +
          'how many `site/b` there are, at least 0, depends on its count or for_each, which is not decided',
      );
      const large = ['a', 'b'].map((id, i) => named(id, { cpus: 200 + i }));
      const estate = anEstate({ hosts: two, clusters: [compute], machines: [...large, aMachine('db', compute)] });
      expect(text(refutations(cpuRatio, estate)[0])).toEqual(
        expect.arrayContaining(['largest: `site/b`: 201 vCPUs; `site/a`: 200 vCPUs; `db`: 4 vCPUs', 'mends it: `site/b` with 52 vCPUs (201 now)']),
      );
    });

    test('by their addresses where one construct makes both', () => {
      const elements = ['a', 'b'].map((id) => named(id, { path: 'site/web', cpus: token('cpus') }));
      expect(undecideds(cpuRatio, anEstate({ hosts: two, clusters: [compute], machines: elements }))[0]!.reason).toBe(
        'the vCPUs of `site/vsphere_virtual_machine.a` and `site/vsphere_virtual_machine.b` are known only to whoever sets `site/var.cpus`',
      );
    });

    test('and those that may be there, or may serve', () => {
      const strays = ['a', 'b'].map((id) => named(id, { cluster: token('cluster'), cpus: 200 }));
      expect(undecideds(cpuRatio, anEstate({ hosts: two, clusters: [compute], machines: strays }))[0]!.reason).toMatch(
        /^whether `site\/a` and `site\/b` are on it/,
      );
      const unsure = (maintenance: Field<boolean>) => {
        const members = ['a', 'b'].map((id) => aHost(id, { name: 'esx', maintenance }));
        const cluster = aCluster('compute', members, { cpuRatio: 4 });
        return anEstate({ hosts: members, clusters: [cluster], machines: machines('web', 1, cluster) });
      };
      expect(undecideds(cpuRatio, unsure(token('idle')))[0]!.reason).toMatch(/^whether `site\/a` and `site\/b` are in maintenance/);
      expect(refutations(cpuRatio, unsure(true))[0]!.remedies[0]!.text).toBe('`site/a` and `site/b` taken out of maintenance');
    });

    test('hosts too', () => {
      const bare = ['a', 'b'].map((id) => aBareHost(id, { name: 'esx' }));
      const cluster = aCluster('compute', bare, { cpuRatio: 4 });
      const [open] = undecideds(cpuRatio, anEstate({ hosts: bare, clusters: [cluster], machines: machines('web', 1, cluster) }));
      expect(open!.reason).toBe('nobody stated the hardware of `site/a` and `site/b`');
    });
  });
});
