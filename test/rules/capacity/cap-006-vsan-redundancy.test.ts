import fc from 'fast-check';
import {
  reference,
  type ComputeCluster,
  type Datastore,
  type Estate,
  type EsxiHost,
  type ObjectId,
  type StoragePolicy,
  type Value,
  type VsanConfiguration,
  type VsanRedundancy,
} from '../../../lib/estate';
import { vsanRedundancy } from '../../../lib/rules/capacity/cap-006-vsan-redundancy';
import { Interval } from '../../../lib/units';
import {
  aBareHost,
  aCluster,
  aDatastore,
  aHost,
  aLookedUpCluster,
  aMachine,
  anEstate,
  aResource,
  aStack,
  aStoragePolicy,
  aVsan,
  hardware,
  hosts,
  token,
} from '../../support/estate';
import { judged, mends, outcomes, refutations, text, undecideds } from '../../support/judge';

const raid1 = (failures = 1, mirroredSites = false): VsanRedundancy => ({ raid: 'raid-1', failures, mirroredSites });
const RAID_5: VsanRedundancy = { raid: 'raid-5', failures: 1, mirroredSites: false };
const RAID_6: VsanRedundancy = { raid: 'raid-6', failures: 2, mirroredSites: false };
const raid0 = (mirroredSites = false): VsanRedundancy => ({ raid: 'raid-0', failures: 0, mirroredSites });

const all = (members: readonly EsxiHost[]) => ({ ids: members.map(({ id }) => id), complete: true });
const policyOn = (cluster: ComputeCluster | undefined, redundancy: VsanRedundancy | undefined, change: Partial<StoragePolicy> = {}): StoragePolicy =>
  aStoragePolicy('gold', { origin: 'looked-up', ...(cluster && { cluster: cluster.id }), ...(redundancy && { redundancy }), ...change });

const on = (members: readonly EsxiHost[], redundancy: VsanRedundancy, vsan: Partial<VsanConfiguration> = {}): Estate => {
  const cluster = aCluster('edge', members, { vsan: aVsan(vsan) });
  return anEstate({ hosts: members, clusters: [cluster], storagePolicies: [policyOn(cluster, redundancy)] });
};
const flat = (n: number, redundancy: VsanRedundancy, vsan: Partial<VsanConfiguration> = {}) => on(hosts(n), redundancy, vsan);

/** Fault domains of so many hosts each, and hosts in none. */
const domains = (sizes: readonly number[], alone: number, redundancy: VsanRedundancy) => {
  const groups = sizes.map((size, d) => Array.from({ length: size }, (_, i) => aHost(`r${d + 1}-${i + 1}`)));
  const items = groups.map((members, d) => ({ name: `r${d + 1}`, hosts: all(members) }));
  return on([...groups.flat(), ...hosts(alone)], redundancy, { faultDomains: { items, complete: true } });
};

/** Two sites of so many hosts, and a witness. */
const sites = (preferred: number, secondary: number, redundancy: VsanRedundancy, change: Partial<VsanConfiguration> = {}) => {
  const one = Array.from({ length: preferred }, (_, i) => aHost(`a-${i + 1}`));
  const other = Array.from({ length: secondary }, (_, i) => aHost(`b-${i + 1}`));
  const stretched = { items: [{ preferredHosts: all(one), secondaryHosts: all(other), witness: 'witness' as ObjectId }], complete: true };
  return on([...one, ...other], redundancy, { stretched, ...change });
};

const severities = (estate: Estate) => refutations(vsanRedundancy, estate).map(({ severity }) => severity ?? 'error');
/** `proved`, `undecided`, or the severity of the refutation. */
const decided = (estate: Estate): string[] => {
  const found = outcomes(vsanRedundancy, estate);
  return found.includes('refuted') ? severities(estate) : found;
};

describe('CAP-006', () => {
  test.each<[string, VsanRedundancy, Partial<VsanConfiguration>, number]>([
    ['RAID-1 for 1 failure', raid1(1), {}, 3],
    ['RAID-1 for 2 failures', raid1(2), {}, 5],
    ['RAID-1 for 3 failures', raid1(3), {}, 7],
    ['RAID-5 on OSA', RAID_5, { esa: false }, 4],
    ['RAID-5 on ESA', RAID_5, { esa: true }, 3],
    ['RAID-6 on OSA', RAID_6, { esa: false }, 6],
    ['RAID-6 on ESA', RAID_6, { esa: true }, 6],
  ])('%s: one host more than it takes passes, as many cannot be rebuilt, one fewer is too few', (_, redundancy, vsan, taken) => {
    expect(decided(flat(taken + 1, redundancy, vsan))).toEqual(['proved']);
    expect(decided(flat(taken, redundancy, vsan))).toEqual(['error']);
    expect(refutations(vsanRedundancy, flat(taken, redundancy, vsan))[0]!.message).toMatch(/cannot be rebuilt after cluster `edge` loses a host$/);
    expect(decided(flat(taken - 1, redundancy, vsan))).toEqual(['error']);
    expect(refutations(vsanRedundancy, flat(taken - 1, redundancy, vsan))[0]!.message).toBe(
      'storage policy `gold` takes more hosts than cluster `edge` has',
    );
  });

  test('a policy without redundancy takes a host, and has nothing to rebuild', () => {
    expect(decided(flat(1, raid0()))).toEqual(['proved']);
    expect(decided(flat(0, raid0()))).toEqual(['error']);
  });

  test('three hosts cannot rebuild a mirror: the numbers, the source, and what would mend it', () => {
    expect(text(refutations(vsanRedundancy, flat(3, raid1()))[0])).toEqual([
      'data of storage policy `gold` cannot be rebuilt after cluster `edge` loses a host',
      'taken: 3 hosts by RAID-1 for 1 failure (https://docs.vmware.com/en/VMware-vSphere/8.0/vsan-planning/GUID-57575456-0AD9-4655-9D6B-58509C1DF33C.html)',
      'there are: 3 hosts, each failing alone: `esx-1`, `esx-2` and `esx-3`',
      'host lost: none is left to rebuild what it kept: until it is back, and while one is in maintenance, the next failure loses data',
      'mends it: 1 more host like `esx-1`',
    ]);
    expect(mends(vsanRedundancy, flat(3, raid1()))).toBe(1);
  });

  test.each<[string, Estate, string]>([
    ['two failures', flat(6, RAID_6), 'the data survives 1 failure more, not 2'],
    ['three failures', flat(7, raid1(3)), 'the data survives 2 failures more, not 3'],
    ['a failure at each site', sites(3, 3, raid1(1, true)), 'the next failure leaves the other site with the only copy'],
    ['two failures at each site', sites(5, 5, raid1(2, true)), 'the data survives 1 failure more at its site, not 2'],
  ])('with a host gone, what a policy for %s still survives is said', (_, estate, left) => {
    expect(refutations(vsanRedundancy, estate)[0]!.witness.at(-1)!.text.split(', ').slice(2).join(', ')).toBe(left);
  });

  test('too few: a weaker policy that the hosts carry mends it too', () => {
    const estate = flat(5, RAID_6);
    expect(text(refutations(vsanRedundancy, estate)[0]).slice(-2)).toEqual([
      'mends it: 2 more hosts like `esx-1`',
      'mends it: `gold` with RAID-5 for 1 failure in vCenter, and as its `redundancy` (RAID-6 for 2 failures now)',
    ]);
    expect(mends(vsanRedundancy, estate)).toBe(2);
    expect(text(refutations(vsanRedundancy, flat(6, RAID_6))[0]).at(-1)).toBe(
      'mends it: `gold` with RAID-1 for 2 failures in vCenter, and as its `redundancy` (RAID-6 for 2 failures now)',
    );
  });

  test('which weaker policy the hosts carry depends on the architecture', () => {
    const advised = (esa: VsanConfiguration['esa']) => text(refutations(vsanRedundancy, flat(4, RAID_6, { esa }))[0]).at(-1);
    expect(advised(true)).toBe('mends it: `gold` with RAID-5 for 1 failure in vCenter, and as its `redundancy` (RAID-6 for 2 failures now)');
    expect(advised(false)).toBe('mends it: `gold` with RAID-1 for 1 failure in vCenter, and as its `redundancy` (RAID-6 for 2 failures now)');
    expect(advised(token())).toBe('mends it: `gold` with RAID-1 for 1 failure in vCenter, and as its `redundancy` (RAID-6 for 2 failures now)');
  });

  test('fault domains count, not hosts, and a host in none is one by itself', () => {
    expect(decided(domains([2, 2], 0, raid1()))).toEqual(['error']);
    expect(refutations(vsanRedundancy, domains([2, 2], 0, raid1()))[0]!.message).toBe(
      'storage policy `gold` takes more fault domains than cluster `edge` has',
    );
    const hints = (sizes: readonly number[]) =>
      text(refutations(vsanRedundancy, domains(sizes, 0, raid1()))[0]).filter((line) => line.startsWith('hint'));
    expect(hints([2, 2])).toEqual(['hint: 4 fault domains, the hosts spread over them']);
    expect(hints([2, 1])).toEqual([]);
    expect(decided(domains([2, 2, 2, 2], 0, raid1()))).toEqual(['proved']);
    expect(decided(domains([2, 2], 2, raid1()))).toEqual(['proved']);
  });

  test('what is lost with a host comes back within its fault domain; no spare for a whole one is a warning', () => {
    expect(decided(domains([2, 2, 2], 0, raid1()))).toEqual(['warning']);
    expect(decided(domains([2, 2, 1], 0, raid1()))).toEqual(['error']);
    expect(decided(domains([2, 2], 1, raid1()))).toEqual(['error']);
    const estate = domains([2, 2, 2], 0, raid1());
    expect(text(refutations(vsanRedundancy, estate)[0])).toEqual([
      'data of storage policy `gold` cannot be rebuilt after cluster `edge` loses a whole fault domain',
      expect.stringMatching(/^taken: 3 fault domains by RAID-1 for 1 failure \(https:/),
      'there are: 3 fault domains: `r1` (2 hosts), `r2` (2 hosts) and `r3` (2 hosts)',
      'domain lost: none is left to take its place; what is lost with one host is rebuilt on others of its fault domain',
      'mends it: 1 more host like `r1-1`, a fault domain by itself',
      'hint: 4 fault domains, the hosts spread over them',
    ]);
    expect(mends(vsanRedundancy, estate)).toBe(1);
  });

  test('a fault domain that has no host of the cluster counts for none', () => {
    const members = hosts(3);
    const items = [
      { name: 'r1', hosts: all([members[0]!]) },
      { name: 'r2', hosts: { ids: ['site/vsphere_host.elsewhere'], complete: true } },
    ];
    const estate = on(members, raid1(), { faultDomains: { items, complete: true } });
    expect(decided(estate)).toEqual(['error']);
    expect(text(refutations(vsanRedundancy, estate)[0])).toContain('mends it: 1 more host like `esx-1`, a fault domain by itself');
    expect(mends(vsanRedundancy, estate)).toBe(1);
  });

  test('a host in maintenance gives nothing, and taking it out mends', () => {
    const members = [...hosts(3), aHost('spare', { maintenance: true })];
    const estate = on(members, raid1());
    expect(text(refutations(vsanRedundancy, estate)[0])).toContain('mends it: `spare` taken out of maintenance');
    expect(text(refutations(vsanRedundancy, estate)[0])[2]).toContain('1 host is in maintenance');
    expect(mends(vsanRedundancy, estate)).toBe(2);
    const open = on([...hosts(3), aHost('spare', { maintenance: token() })], raid1());
    expect(undecideds(vsanRedundancy, open)[0]!.reason).toBe('whether `spare` is in maintenance is known only to whoever sets `site/var.size`');
    expect(decided(on([...hosts(4), aHost('spare', { maintenance: token() })], raid1()))).toEqual(['proved']);
    expect(decided(on([...hosts(1), aHost('spare', { maintenance: token() })], raid1()))).toEqual(['error']);
  });

  test('with every host in maintenance it says so, in fault domains or not', () => {
    const members = Array.from({ length: 12 }, (_, i) => aHost(`esx-${i + 1}`, { maintenance: true }));
    const items = [{ name: 'r1', hosts: all(members) }];
    const idle = '12 hosts are in maintenance or disconnected';
    const there = (estate: Estate) => text(refutations(vsanRedundancy, estate)[0])[2];
    expect(there(on(members, raid1(), { faultDomains: { items, complete: true } }))).toBe(
      `there are: no fault domains with a host in service; ${idle}`,
    );
    expect(there(on(members, raid1()))).toBe(`there are: no hosts in service; ${idle}`);
    expect(there(on([], raid1(), { faultDomains: { items, complete: true } }))).toBe('there are: no fault domains with a host of the cluster');
    expect(there(on([], raid1()))).toBe('there are: no hosts');
  });

  test('a family of hosts counts as many as there are', () => {
    const family = (instances: Interval) => decided(on([aHost('esx', { instances })], raid1()));
    expect([4, 3, 2].map((n) => family(Interval.exactly(n)))).toEqual([['proved'], ['error'], ['error']]);
    expect(family(Interval.between(2, 4))).toEqual(['undecided']);
    expect(family(Interval.atLeast(4))).toEqual(['proved']);
    expect(family(Interval.between(1, 3))).toEqual(['error']);
  });

  test('where the architecture is open, RAID-5 is decided only beyond the larger number and below the smaller', () => {
    const of = (n: number) => decided(flat(n, RAID_5, { esa: token('esa') }));
    expect([5, 4, 3, 2].map(of)).toEqual([['proved'], ['undecided'], ['error'], ['error']]);
    expect(undecideds(vsanRedundancy, flat(4, RAID_5, { esa: token('esa') }))[0]).toMatchObject({
      reason: 'whether its vSAN is of the Express Storage Architecture is known only to whoever sets `site/var.esa`',
      decidedBy: 'a literal `vsan_esa_enabled`',
    });
    expect(text(refutations(vsanRedundancy, flat(2, RAID_5, { esa: token('esa') }))[0])[1]).toBe(
      'taken: 3 hosts by RAID-5 for 1 failure (https://www.yellow-bricks.com/2022/11/15/vsan-8-0-esa-introducing-adaptive-raid-5/)',
    );
    expect(decided(flat(4, raid1(), { esa: token('esa') }))).toEqual(['proved']);
  });

  describe('on a stretched cluster', () => {
    test('a mirror over both sites takes one host at each, and two to rebuild', () => {
      expect(decided(sites(2, 2, raid0(true)))).toEqual(['proved']);
      expect(decided(sites(2, 1, raid0(true)))).toEqual(['error']);
      expect(decided(sites(2, 0, raid0(true)))).toEqual(['error']);
    });

    test('redundancy within the sites takes hosts enough at each', () => {
      expect(decided(sites(4, 4, raid1(1, true)))).toEqual(['proved']);
      expect(decided(sites(4, 3, raid1(1, true)))).toEqual(['error']);
      expect(decided(sites(4, 2, raid1(1, true)))).toEqual(['error']);
      expect(text(refutations(vsanRedundancy, sites(4, 2, raid1(1, true)))[0]).slice(0, 3)).toEqual([
        'storage policy `gold` takes more hosts than a site of cluster `edge` has',
        expect.stringMatching(/^taken: 3 hosts at each site by RAID-1 for 1 failure at each of two sites \(https:/),
        'there are: `preferred` (4 hosts), `secondary` (2 hosts)',
      ]);
      expect(text(refutations(vsanRedundancy, sites(4, 2, raid1(1, true)))[0]).at(-1)).toBe('hint: 4 hosts at each site');
      expect(decided(sites(5, 5, { ...RAID_5, mirroredSites: true }))).toEqual(['proved']);
      expect(decided(sites(4, 4, { ...RAID_5, mirroredSites: true }, { esa: true }))).toEqual(['proved']);
      expect(decided(sites(4, 4, { ...RAID_5, mirroredSites: true }, { esa: false }))).toEqual(['error']);
    });

    test('two hosts with a witness keep a mirror, and that they cannot rebuild is a warning', () => {
      for (const [redundancy, taken] of [
        [raid1(), /^taken: a host at each site by RAID-1 for 1 failure \(https:/],
        [raid0(true), /^taken: 1 host at each site by RAID-0 at each of two sites \(https:/],
      ] as const) {
        expect(decided(sites(1, 1, redundancy))).toEqual(['warning']);
        expect(text(refutations(vsanRedundancy, sites(1, 1, redundancy))[0]).slice(1)).toEqual([
          expect.stringMatching(taken),
          'there are: `preferred` (1 host), `secondary` (1 host)',
          'host lost: a single copy is left until the host is back, whatever follows',
          'hint: a second host at each site',
        ]);
      }
    });

    test('two hosts without a witness do not', () => {
      expect(decided(flat(2, raid1()))).toEqual(['error']);
    });

    test('more than one copy on a single host depends on its devices', () => {
      expect(undecideds(vsanRedundancy, sites(1, 1, raid1(1, true)))[0]!.reason).toMatch(/^a site of one host keeps more than one copy only on/);
    });

    test('a policy that stays at one site is decided where the sites are alike', () => {
      expect(decided(sites(7, 7, RAID_6))).toEqual(['proved']);
      expect(decided(sites(6, 6, RAID_6))).toEqual(['error']);
      expect(undecideds(vsanRedundancy, sites(7, 6, RAID_6))[0]!.reason).toBe('which of its two sites keeps the data is not stated, and they differ');
    });

    test('a mirror for one failure may stand at one site or at both', () => {
      expect(decided(sites(4, 4, raid1()))).toEqual(['proved']);
      expect(undecideds(vsanRedundancy, sites(2, 2, raid1()))[0]!.reason).toBe(
        'whether the two copies stand at both sites or at one of them is not stated',
      );
      expect(decided(sites(0, 2, raid1()))).toEqual(['error']);
    });

    test('hosts that a token puts at a site may be there', () => {
      const members = hosts(4);
      const [a, b, c, d] = members;
      const of = (complete: boolean) => {
        const preferredHosts = { ids: [a!.id, b!.id], complete: true };
        const secondaryHosts = { ids: [c!.id], complete, ...(complete ? {} : { unknown: token() }) };
        return decided(
          on([a!, b!, c!, d!], raid0(true), { stretched: { items: [{ preferredHosts, secondaryHosts, witness: 'w' }], complete: true } }),
        );
      };
      expect([of(true), of(false)]).toEqual([['error'], ['undecided']]);
    });
  });

  test('what is open is decided exactly where every way that it may be comes to the same', () => {
    const idle = fc.constantFrom<boolean | 'open'>(false, false, false, false, true, 'open');
    const near = fc.record({ domain: fc.constantFrom('r1', 'r2', 'r3'), idle });
    const any = fc.record({ domain: fc.constantFrom('r1', 'r2', 'r3', 'r4', undefined), idle });
    const some = fc.oneof(fc.array(near, { minLength: 6, maxLength: 9 }), fc.array(any, { maxLength: 9 }));
    const redundancies = fc.constantFrom(raid0(), raid1(), raid1(2), RAID_5, RAID_6);
    const seen = new Set<string>();
    fc.assert(
      fc.property(some, redundancies, fc.constantFrom<boolean | 'open'>(true, false, 'open'), (given, redundancy, esa) => {
        const members = given.map((_, i) => aHost(`esx-${i + 1}`));
        const items = [...new Set(given.flatMap(({ domain }) => domain ?? []))].map((name) => ({
          name,
          hosts: all(members.filter((_, i) => given[i]!.domain === name)),
        }));
        const world = (maintenance: readonly (boolean | 'open')[], architecture: boolean | 'open') =>
          decided(
            on(
              members.map((member, i) => ({ ...member, maintenance: maintenance[i] === 'open' ? token() : maintenance[i]! })) as EsxiHost[],
              redundancy,
              { faultDomains: { items, complete: true }, esa: architecture === 'open' ? token() : architecture },
            ),
          )[0]!;
        const ways = given.reduce<boolean[][]>(
          (rest, one) => rest.flatMap((each) => (one.idle === 'open' ? [true, false] : [one.idle]).map((value) => [...each, value])),
          [[]],
        );
        const outcomesOf = new Set(ways.flatMap((way) => (esa === 'open' ? [true, false] : [esa]).map((architecture) => world(way, architecture))));
        const [only] = outcomesOf;
        const outcome = world(
          given.map((one) => one.idle),
          esa,
        );
        seen.add(outcome);
        expect(outcome).toBe(outcomesOf.size === 1 ? only : 'undecided');
      }),
      { numRuns: 300, seed: 6 }, // a fixed seed: each outcome has to be met
    );
    expect([...seen].sort()).toEqual(['error', 'proved', 'undecided', 'warning']);
  });

  test('copies at two sites fail on a cluster that has none', () => {
    const estate = flat(8, raid1(1, true));
    expect(text(refutations(vsanRedundancy, estate)[0])).toEqual([
      'storage policy `gold` keeps a copy at each of two sites, and cluster `edge` has no sites',
      'there are: no sites: the vSAN of cluster `edge` is not stretched',
      'hint: two sites and a witness for cluster `edge`',
      'mends it: `gold` with RAID-1 for 1 failure in vCenter, and as its `redundancy` (RAID-1 for 1 failure at each of two sites now)',
    ]);
    expect(mends(vsanRedundancy, estate)).toBe(1);
  });

  test('a cluster without vSAN fails', () => {
    expect(refutations(vsanRedundancy, flat(8, raid1(), { enabled: false }))[0]!.message).toBe(
      'storage policy `gold` is for vSAN, and cluster `edge` has none',
    );
    expect(decided(flat(8, raid1(), { enabled: token() }))).toEqual(['proved']);
  });

  describe('is undecided', () => {
    test('on a cluster that is looked up, until its hosts and its topology are given', () => {
      const open = aLookedUpCluster('edge');
      const of = (cluster: ComputeCluster, members: EsxiHost[] = []) =>
        anEstate({ hosts: members, clusters: [cluster], storagePolicies: [policyOn(cluster, raid1())] });
      expect(undecideds(vsanRedundancy, of(open))).toMatchObject([
        {
          message: 'hosts and fault domains of cluster `edge` for storage policy `gold`',
          reason: expect.stringMatching(
            /^which hosts it has is known only to the lookup `site\/data.vsphere_compute_cluster.edge`; which sites its vSAN has is known only to the lookup/,
          ),
          decidedBy: expect.stringMatching(
            /^`VcenterCluster.fromLookup\(…, \{ hosts \}\)` with all its hosts; `app.assume\(Assume.value\(cluster, 'vsan_stretched_cluster', \[\]\)\)` with what vCenter has; `app.assume\(Assume.value\(cluster, 'vsan_fault_domains', \[\]\)\)`/,
          ),
        },
      ]);
      const members = hosts(6);
      const given = { ...open, hosts: all(members) };
      expect(undecideds(vsanRedundancy, of(given, members))[0]!.reason).toMatch(/^which sites its vSAN has is known only to the lookup/);
      const none = { items: [], complete: true };
      expect(decided(of({ ...given, vsan: { ...given.vsan, stretched: none, faultDomains: none } }, members))).toEqual(['proved']);
    });

    test('where hosts are not all known, and those that are known may not give', () => {
      const of = (members: EsxiHost[], vsan: VsanConfiguration, redundancy: VsanRedundancy) => {
        const cluster = aCluster('edge', members, { vsan, hosts: { ...all(members), complete: false, unknown: token('hosts') } });
        return decided(anEstate({ hosts: members, clusters: [cluster], storagePolicies: [policyOn(cluster, redundancy)] }));
      };
      const spare = aHost('spare', { maintenance: token() });
      expect(of(hosts(4), aVsan(), raid1())).toEqual(['proved']);
      expect(of([...hosts(3), spare], aVsan(), raid1())).toEqual(['undecided']);
      expect(of(hosts(1), aVsan(), raid1())).toEqual(['undecided']);
      const members = [...hosts(3), spare];
      const stretched = (secondary: EsxiHost[]) => {
        const site = { preferredHosts: all(members.slice(0, 2)), secondaryHosts: all(secondary), witness: 'w' };
        return of(members, aVsan({ stretched: { items: [site], complete: true } }), raid0(true));
      };
      expect(stretched(members.slice(2))).toEqual(['undecided']);
    });

    test('where a token puts a host into a fault domain', () => {
      const members = hosts(6);
      const items = [{ name: 'r1', hosts: { ids: [members[0]!.id], complete: false, unknown: token('rack') } }];
      expect(undecideds(vsanRedundancy, on(members, raid1(), { faultDomains: { items, complete: true } }))).toMatchObject([
        { reason: 'which fault domains its vSAN has is known only to whoever sets `site/var.rack`', decidedBy: 'a literal `vsan_fault_domains`' },
      ]);
    });

    test('for a policy of which nobody stated what it keeps, and which nobody published', () => {
      const members = hosts(6);
      const cluster = aCluster('edge', members, { vsan: aVsan() });
      const of = (policy: StoragePolicy) => undecideds(vsanRedundancy, anEstate({ hosts: members, clusters: [cluster], storagePolicies: [policy] }));
      expect(of(policyOn(cluster, undefined))[0]!.reason).toBe('what the policy keeps is known only to vCenter');
      expect(of(policyOn(cluster, raid1(4)))[0]!.reason).toBe('how many hosts RAID-1 for 4 failures takes is published nowhere');
    });
  });

  describe('asks', () => {
    const members = hosts(3);
    const cluster = aCluster('edge', members, { vsan: aVsan() });
    const vsan = aDatastore('vsan', { origin: 'looked-up', type: 'vsan', vsanOf: cluster.id });
    const vmfs = aDatastore('vmfs');
    const policy = policyOn(undefined, raid1());
    const used = (datastore: ObjectId | null, disk: boolean = false) => {
      const change = disk ? { disks: [{ label: 'd', sizeGiB: 1, storagePolicy: policy.id }] } : { storagePolicy: policy.id };
      const machines = [aMachine('db', cluster, { datastore, ...change })];
      return anEstate({ hosts: members, clusters: [cluster], datastores: [vsan, vmfs], storagePolicies: [policy], machines });
    };

    test('about every vSAN that VMs or disks lie on which follow the policy', () => {
      expect(refutations(vsanRedundancy, used(vsan.id))).toMatchObject([{ subject: { path: 'site/gold' }, key: 'site/edge' }]);
      expect(refutations(vsanRedundancy, used(vsan.id, true))).toHaveLength(1);
    });

    test('about a disk where it lies, which need not be where its VM does', () => {
      const apart = (of: ObjectId, disk: Value) => {
        const estate = used(of, true);
        const entry = aResource('vsphere_virtual_machine', 'db', { disk: [{ label: 'd', ...(disk === null ? {} : { datastore_id: disk }) }] });
        const others = estate.terraform.stacks[0]!.resources.filter(({ address }) => address !== entry.address);
        return { ...estate, terraform: { stacks: [aStack({ resources: [...others, entry] })] } };
      };
      const at = ({ addresses: [place] }: Datastore) => reference(place!.stack, place!.address, 'id');
      expect(outcomes(vsanRedundancy, apart(vmfs.id, at(vsan)))).toEqual(['refuted']);
      expect(outcomes(vsanRedundancy, apart(vmfs.id, null))).toEqual([]);
      expect(outcomes(vsanRedundancy, apart(vsan.id, at(vmfs)))).toEqual([]);
      expect(outcomes(vsanRedundancy, apart(vsan.id, null))).toEqual(['refuted']);
      expect(outcomes(vsanRedundancy, apart(vmfs.id, token('datastore')))).toEqual(['undecided']);
      expect(outcomes(vsanRedundancy, apart(vmfs.id, 'datastore-17'))).toEqual(['undecided']);
    });

    test('nothing about a policy that nobody uses, or on other storage', () => {
      expect(judged(vsanRedundancy, anEstate({ hosts: members, clusters: [cluster], storagePolicies: [policy] }))).toEqual([]);
      expect(judged(vsanRedundancy, used(vmfs.id))).toEqual([]);
    });

    test('on whose vSAN, where nobody said', () => {
      expect(undecideds(vsanRedundancy, used(null))).toMatchObject([
        { reason: 'on whose vSAN `db` lies is not stated', decidedBy: '`cluster` of the storage policy', key: 'astray' },
      ]);
    });

    test('on whose vSAN, where a datastore is known by its name only', () => {
      const unnamed = aDatastore('some', { origin: 'looked-up', type: null });
      const nfs = aDatastore('nfs', { type: 'nfs' });
      const lying = (datastore: Datastore) => {
        const estate = used(datastore.id);
        return judged(vsanRedundancy, { ...estate, vsphere: { ...estate.vsphere, datastores: [unnamed, nfs] } });
      };
      expect(lying(unnamed)).toMatchObject([{ verdict: 'undecided', key: 'astray' }]);
      expect(lying(nfs)).toEqual([]);
    });

    test('nothing about a policy of tags', () => {
      expect(judged(vsanRedundancy, anEstate({ storagePolicies: [aStoragePolicy('tags')] }))).toEqual([]);
    });
  });

  test('a proof lists what it rests on', () => {
    const disks = [{ kind: 'nvme' as const, sizeMiB: 1, count: 1 }];
    const ids = (members: EsxiHost[]) =>
      judged(vsanRedundancy, on(members, raid1())).flatMap(({ premises }) => premises?.map(({ id, kind }) => `${kind} ${id}`) ?? []);
    expect(ids([...hosts(4), aBareHost('bare')])).toEqual([
      'closed-scope owned:site/edge',
      'stated redundancy:site/gold:site/edge',
      'stated vsan-hosts:site/edge',
      'constant constant:vsan-domains:raid-1:1',
    ]);
    expect(ids(hosts(4, { hardware: hardware({ disks }) }))).toContain('stated hardware:site/esx-1');
    expect(ids([...hosts(4, { hardware: hardware({ disks }) }), aBareHost('bare')])).toContain('stated vsan-hosts:site/edge');
    expect(ids(hosts(4, { hardware: hardware({ disks }) }))).not.toContain('stated vsan-hosts:site/edge');
  });
});
