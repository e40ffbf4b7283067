import { unknown, type ComputeCluster, type EsxiHost, type Estate, type HostHardware } from '../../../lib/estate';
import { evc } from '../../../lib/rules/configuration/cfg-007-evc';
import { aBareHost, aCluster, aHost, aLookedUpCluster, anEstate, hardware, token } from '../../support/estate';
import { judged, mends, outcomes, refutations, text, undecideds } from '../../support/judge';

function host(name: string, evcMode: string | undefined, cpu: Partial<HostHardware['cpu']> = {}): EsxiHost {
  const plain = hardware();
  const vendor = evcMode?.startsWith('amd') ? 'amd' : 'intel';
  return aHost(name, {
    hardware: { ...plain, cpu: { ...plain.cpu, vendor, name: `CPU of ${evcMode}`, ...(evcMode !== undefined && { evcMode }), ...cpu } },
  });
}

const sapphire = host('esx-1', 'intel-sapphirerapids');
const ice = host('esx-2', 'intel-icelake');
const zen = host('esx-3', 'amd-zen4');

function site(hosts: readonly EsxiHost[], change: Partial<ComputeCluster> = {}): Estate {
  return anEstate({ hosts, clusters: [aCluster('c', hosts, change)] });
}

describe('CFG-007', () => {
  test('passes for one generation, and says what that rests on', () => {
    const verdicts = judged(evc, site([sapphire, host('esx-9', 'intel-sapphirerapids')]));
    expect(verdicts.map(({ verdict, premises }) => [verdict, premises?.map(({ id }) => id)])).toEqual([
      ['proved', ['owned:site/c', 'hardware:site/esx-1', 'hardware:site/esx-9', 'evc-order']],
    ]);
  });

  test.each([
    ['a mode of the oldest host', [sapphire, ice], 'intel-icelake'],
    ['an older mode', [sapphire, ice], 'intel-skylake'],
    ['the mode of a single host', [zen], 'amd-zen4'],
    ['AMD', [zen, host('esx-4', 'amd-zen3')], 'amd-zen3'],
  ])('passes for %s', (_, hosts, evcMode) => {
    expect(outcomes(evc, site(hosts, { evcMode }))).toEqual(['proved']);
  });

  test('fails for two vendors, in any mode', () => {
    for (const evcMode of [null, 'intel-icelake', token('evc')]) {
      expect(refutations(evc, site([sapphire, zen], { evcMode })).map((verdict) => text(verdict))).toEqual([
        [
          'cluster `c` mixes CPUs of two vendors',
          'host: `esx-1` has CPU of intel-sapphirerapids, up to `intel-sapphirerapids`',
          'host: `esx-3` has CPU of amd-zen4, up to `amd-zen4`',
          'hint: a cluster for the hosts of each vendor',
        ],
      ]);
    }
  });

  test('fails for a mode that a host cannot run, and the remedy mends it', () => {
    const estate = site([sapphire, ice], { evcMode: 'intel-sapphirerapids' });
    const [verdict] = refutations(evc, estate);
    expect(verdict?.severity).toBeUndefined();
    expect(text(verdict)).toEqual([
      '`esx-2` cannot run the EVC mode of cluster `c`',
      'mode: `intel-sapphirerapids`',
      'host: `esx-2` has CPU of intel-icelake, up to `intel-icelake`',
      'mends it: `evc_mode = "intel-icelake"`',
    ]);
    expect(mends(evc, estate)).toBe(1);
  });

  test('fails for a mode of another vendor, also where nobody said the generation', () => {
    expect(outcomes(evc, site([sapphire], { evcMode: 'amd-zen4' }))).toEqual(['refuted']);
    expect(outcomes(evc, site([host('esx-1', undefined)], { evcMode: 'amd-zen4' }))).toEqual(['refuted']);
  });

  test('warns of generations that differ without a mode, and the remedy mends it', () => {
    const left = { evcMode: unknown('provider-default', 'evc_mode', 'site/vsphere_compute_cluster.c') };
    for (const change of [{ evcMode: null }, left]) {
      const estate = site([sapphire, ice], change);
      const [verdict] = refutations(evc, estate);
      expect([verdict?.severity, verdict?.message]).toEqual(['warning', 'cluster `c` mixes generations of CPUs and sets no EVC mode']);
      expect(verdict?.remedies[0]?.text).toBe('`evc_mode = "intel-icelake"`');
      expect(mends(evc, estate)).toBe(1);
    }
  });

  test('one host alone fits itself', () => {
    expect(outcomes(evc, site([aBareHost('esx-1')]))).toEqual(['proved']);
    expect(outcomes(evc, site([aBareHost('esx-1')], { evcMode: 'intel-icelake' }))).toEqual(['undecided']);
  });

  test('hosts of one CPU are of one generation, whichever that is', () => {
    const unnamed = { name: 'Xeon' };
    expect(outcomes(evc, site([host('a', undefined, unnamed), host('b', undefined, unnamed)]))).toEqual(['proved']);
    expect(outcomes(evc, site([host('a', undefined, unnamed), host('b', undefined)]))).toEqual(['undecided']);
    expect(outcomes(evc, site([host('a', undefined, unnamed), sapphire]))).toEqual(['undecided']);
  });

  test.each<[string, readonly EsxiHost[], Partial<ComputeCluster>, string]>([
    ['hardware that nobody stated', [sapphire, aBareHost('esx-2')], {}, 'nobody stated the hardware of `esx-2`'],
    ['a mode that a token says', [sapphire, ice], { evcMode: token('evc') }, 'its EVC mode is known only to whoever sets `site/var.evc`'],
    ['a mode that is not on record', [sapphire], { evcMode: 'intel-next' }, '`intel-next` is no EVC mode on record'],
    [
      'a CPU that is not on record',
      [host('a', undefined)],
      { evcMode: 'intel-icelake' },
      'which EVC modes `CPU of undefined` can run is not on record',
    ],
  ])('is undecided for %s', (_, hosts, change, reason) => {
    expect(undecideds(evc, site(hosts, change)).map((verdict) => verdict.reason)).toEqual([reason]);
  });

  test('is undecided where more hosts may be there, but not less refuted', () => {
    const open = (hosts: readonly EsxiHost[]): Partial<ComputeCluster> => ({
      hosts: { ids: hosts.map(({ id }) => id), complete: false, unknown: token('hosts') },
    });
    expect(outcomes(evc, site([sapphire], open([sapphire])))).toEqual(['undecided']);
    expect(outcomes(evc, site([sapphire, zen], open([sapphire, zen])))).toEqual(['refuted']);
    const maybe = anEstate({ hosts: [sapphire, { ...zen, cluster: token('c') }], clusters: [aCluster('c', [sapphire], open([sapphire]))] });
    expect(outcomes(evc, maybe)).toEqual(['undecided']);
  });

  test('of a cluster of others the hosts that are stated count', () => {
    expect(judged(evc, anEstate({ clusters: [aLookedUpCluster('c')] }))).toEqual([]);
    const stated = (hosts: readonly EsxiHost[]): Estate =>
      anEstate({ hosts, clusters: [aLookedUpCluster('c', { hosts: { ids: hosts.map(({ id }) => id), complete: true } })] });
    expect(outcomes(evc, stated([sapphire, host('b', 'intel-sapphirerapids')]))).toEqual(['proved']);
    expect(outcomes(evc, stated([sapphire, ice]))).toEqual(['undecided']);
    expect(outcomes(evc, stated([sapphire, zen]))).toEqual(['refuted']);
  });

  test('rests on the hosts that are stated of a cluster, and on the mode that is assumed', () => {
    const cluster = aLookedUpCluster('c', { hosts: { ids: [sapphire.id, ice.id], complete: true }, evcMode: 'intel-icelake' });
    const premises = [
      { id: 'cluster-hosts:site/c', kind: 'stated' as const, statement: 'all', subject: 'site/c' },
      { id: 'cluster-hosts:site/d', kind: 'stated' as const, statement: 'all', subject: 'site/d' },
      { id: 'value:site/c.evc_mode', kind: 'assumed' as const, statement: 'ice', subject: 'site/c' },
    ];
    const [verdict] = judged(evc, anEstate({ hosts: [sapphire, ice], clusters: [cluster], premises }));
    expect([verdict?.verdict, verdict?.premises?.map(({ id }) => id).slice(0, 2)]).toEqual(['proved', [premises[0]!.id, premises[2]!.id]]);
  });
});
