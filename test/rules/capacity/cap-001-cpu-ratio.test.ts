import { cpuRatio } from '../../../lib/rules/capacity/cap-001-cpu-ratio';
import {
  aBareHost,
  aCluster,
  aHost,
  aLookedUpCluster,
  aMachine,
  aModule,
  anEstate,
  aStack,
  hosts,
  machines,
  STACK,
  token,
} from '../../support/estate';
import { judged, mends, outcomes, text, undecideds } from '../../support/judge';

const two = hosts(2); // 2 hosts of 32 cores
const compute = aCluster('compute', two, { cpuRatio: 4 }); // 256 vCPUs

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
    expect(mends(cpuRatio, estate)).toBe(2);
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
    expect(outcomes(cpuRatio, anEstate({ ...parts, hosts: [], closed: ['site/edge'] }))).toEqual(['refuted']);
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
    expect(undecideds(cpuRatio, anEstate(parts))[0]!.reason).toBe('`site/module.vms` may put VMs on it, and a module is opaque');
    const premises = [{ id: 'no-policy-in:site/vms', kind: 'assumed' as const, statement: 'nothing in it', subject: `${STACK}/vms` }];
    expect(outcomes(cpuRatio, anEstate({ ...parts, premises }))).toEqual(['proved']);
    expect(outcomes(cpuRatio, anEstate({ ...parts, stacks: [aStack({ modules: [aModule('dns', { providers: ['dns'] })] })] }))).toEqual(['proved']);
  });
});
