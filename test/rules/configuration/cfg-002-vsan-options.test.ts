import type { ComputeCluster, Estate, ResourceInstance, VsanConfiguration } from '../../../lib/estate';
import { vsanOptions } from '../../../lib/rules/configuration/cfg-002-vsan-options';
import { aCluster, aHost, aLookedUpCluster, anEstate, aResource, aStack, aVsan, hosts, token } from '../../support/estate';
import { judged, mends, outcomes, refutations, text, undecideds } from '../../support/judge';

const esx = hosts(4);
const witness = aHost('witness');

function site(change: Partial<VsanConfiguration> = {}, values: ResourceInstance['values'] = {}, cluster: Partial<ComputeCluster> = {}): Estate {
  return anEstate({
    hosts: [...esx, witness],
    clusters: [aCluster('c', esx, { vsan: aVsan(change), ...cluster })],
    stacks: [aStack({ resources: [aResource('vsphere_compute_cluster', 'c', values)] })],
  });
}

function members(...at: readonly number[]): { ids: string[]; complete: boolean } {
  return { ids: at.map((i) => esx[i]!.id), complete: true };
}

function domains(...parts: readonly (readonly number[])[]): VsanConfiguration['faultDomains'] {
  return { items: parts.map((at, i) => ({ name: `rack-${i + 1}`, hosts: members(...at) })), complete: true };
}

function sites(preferred: readonly number[], secondary: readonly number[], by: string = witness.id): VsanConfiguration['stretched'] {
  return { items: [{ preferredHosts: members(...preferred), secondaryHosts: members(...secondary), witness: by }], complete: true };
}

const noHidden = { ids: [], complete: false, unknown: token('hidden') };

describe('CFG-002', () => {
  test.each<[string, Partial<VsanConfiguration>]>([
    ['plain vSAN', {}],
    ['ESA with unmap', { esa: true, unmap: true }],
    ['deduplication with compression', { deduplication: true, compression: true }],
    ['compression alone', { compression: true }],
    ['modes of the performance service', { performanceService: true, verboseMode: true, networkDiagnosticMode: true }],
    ['encryption in transit', { encryptionInTransit: true }],
    ['a remote datastore', { remoteDatastores: { ids: ['ds'], complete: true } }],
    ['fault domains', { faultDomains: domains([0], [1], [2, 3]) }],
    ['two sites and a witness', { stretched: sites([0, 1], [2, 3]) }],
  ])('passes for %s', (_, change) => {
    expect(outcomes(vsanOptions, site(change))).toEqual(['proved']);
  });

  test('says nothing of clusters without vSAN and of those of others', () => {
    expect(judged(vsanOptions, site({ enabled: false }))).toEqual([]);
    expect(judged(vsanOptions, anEstate({ clusters: [aLookedUpCluster('c')] }))).toEqual([]);
  });

  test('shows what stands there, what excludes what, and mends it', () => {
    const estate = site({ esa: true });
    expect(refutations(vsanOptions, estate).map((verdict) => text(verdict))).toEqual([
      [
        'on cluster `c` `vsan_unmap_enabled` is off and `vsan_esa_enabled` is on',
        'stated: `vsan_unmap_enabled = false`, `vsan_esa_enabled = true`',
        'rule: the provider refuses ESA where `vsan_unmap_enabled` is not on',
        'mends it: `vsan_unmap_enabled = true`',
      ],
    ]);
    expect(mends(vsanOptions, estate)).toBe(1);
  });

  test.each<[string, Partial<VsanConfiguration>, string]>([
    ['ESA without vSAN', { enabled: false, esa: true, unmap: true }, 'vsan_esa_enabled,vsan_enabled'],
    ['deduplication without compression', { deduplication: true }, 'vsan_compression_enabled,vsan_dedup_enabled,vsan_enabled,vsan_esa_enabled'],
    ['verbose mode without the service', { verboseMode: true }, 'vsan_performance_enabled,vsan_verbose_mode_enabled'],
    ['diagnostic mode without the service', { networkDiagnosticMode: true }, 'vsan_performance_enabled,vsan_network_diagnostic_mode_enabled'],
    [
      'verbose mode without vSAN',
      { enabled: false, performanceService: true, verboseMode: true },
      'vsan_enabled,vsan_performance_enabled,vsan_verbose_mode_enabled',
    ],
    [
      'encryption in transit with remote datastores',
      { encryptionInTransit: true, remoteDatastores: { ids: ['a'], complete: true } },
      'vsan_dit_encryption_enabled,vsan_remote_datastore_ids',
    ],
    ['ESA with deduplication', { esa: true, unmap: true, deduplication: true }, 'vsan_dedup_enabled,vsan_esa_enabled'],
    ['ESA with compression', { esa: true, unmap: true, compression: true }, 'vsan_compression_enabled,vsan_esa_enabled'],
    [
      'fault domains and sites',
      { faultDomains: domains([0], [1], [2, 3]), stretched: sites([0, 1], [2, 3]) },
      'vsan_fault_domains,vsan_stretched_cluster',
    ],
    ['a host in two fault domains', { faultDomains: domains([0], [1], [0, 3]) }, `vsan_fault_domains:${esx[0]!.id}`],
    ['a host in both sites', { stretched: sites([0, 1], [1, 3]) }, `vsan_stretched_cluster:${esx[1]!.id}`],
    ['a witness of the cluster', { stretched: sites([0, 1], [2], esx[3]!.id) }, 'vsan_stretched_cluster:witness'],
    ['a witness of a site', { stretched: sites([0, 1], [2, 3], esx[3]!.id) }, 'vsan_stretched_cluster:witness'],
  ])('fails for %s', (_, change, key) => {
    expect(refutations(vsanOptions, site(change)).map((verdict) => verdict.key)).toEqual([key]);
  });

  test('how many remote datastores are mounted is for the rule about maximums', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    expect(outcomes(vsanOptions, site({ remoteDatastores: { ids, complete: true } }))).toEqual(['proved']);
  });

  test('options that conflict by being stated do so as `false` too', () => {
    const values = { vsan_esa_enabled: true, vsan_dedup_enabled: false };
    expect(text(refutations(vsanOptions, site({ esa: true, unmap: true }, values))[0])).toEqual([
      'on cluster `c` `vsan_dedup_enabled` and `vsan_esa_enabled` are both stated',
      'stated: `vsan_dedup_enabled = false`, `vsan_esa_enabled = true`',
      'rule: the provider takes either `vsan_dedup_enabled` or `vsan_esa_enabled`, and refuses both, also where one of them is `false`',
      'hint: leave out `vsan_dedup_enabled`',
    ]);
    expect(outcomes(vsanOptions, site({}, { vsan_esa_enabled: null, vsan_dedup_enabled: false }))).toEqual(['proved']);
    expect(outcomes(vsanOptions, site({}, { vsan_fault_domains: [{}], vsan_stretched_cluster: [] }))).toEqual(['proved']);
    const open = undecideds(vsanOptions, site({}, { vsan_esa_enabled: true, vsan_compression_enabled: token('z') }));
    expect(open.map(({ key }) => key)).toEqual(['vsan_compression_enabled,vsan_esa_enabled']);
  });

  test('the remedy leaves out what is off', () => {
    const values = { vsan_esa_enabled: false, vsan_dedup_enabled: true, vsan_compression_enabled: true };
    const found = refutations(vsanOptions, site({ deduplication: true, compression: true }, values));
    expect(found.map(({ remedies }) => remedies[0]?.text)).toEqual(['leave out `vsan_esa_enabled`', 'leave out `vsan_esa_enabled`']);
  });

  test('hosts of fault domains and sites are of the cluster', () => {
    const strange: VsanConfiguration['faultDomains'] = {
      items: [...domains([0], [1]).items, { name: 'rack-3', hosts: { ids: [witness.id], complete: true } }],
      complete: true,
    };
    expect(text(refutations(vsanOptions, site({ faultDomains: strange }))[0]).slice(0, 2)).toEqual([
      'on cluster `c` `witness` in fault domain `rack-3` is no host of the cluster',
      'stated: `witness` in fault domain `rack-3`',
    ]);
    const open = { hosts: { ...members(0, 1), complete: false, unknown: token('hosts') } };
    expect(outcomes(vsanOptions, site({ faultDomains: strange }, {}, open))).toEqual(['undecided']);
  });

  test.each([
    [29, 'refuted'],
    [30, 'proved'],
    [10_080, 'proved'],
    [10_081, 'refuted'],
    [token('rekey'), 'undecided'],
  ])('keys of data in transit that change every %j minutes: %s', (minutes, outcome) => {
    expect(outcomes(vsanOptions, site({ encryptionInTransit: true }, { vsan_dit_rekey_interval: minutes }))).toEqual([outcome]);
  });

  test.each<[string, Partial<VsanConfiguration>, string]>([
    [
      'whether ESA is on',
      { esa: token('x') },
      'the provider refuses ESA where `vsan_unmap_enabled` is not on, and `vsan_esa_enabled` is known only to whoever sets `site/var.x`',
    ],
    [
      'which datastores are mounted',
      { encryptionInTransit: true, remoteDatastores: noHidden },
      'vSAN encrypts no data in transit where it mounts datastores of other clusters (HCI mesh), and `vsan_remote_datastore_ids` is known only to whoever sets `site/var.hidden`',
    ],
    [
      'whether it is encrypted',
      { encryptionInTransit: token('x'), remoteDatastores: { ids: ['a'], complete: true } },
      'vSAN encrypts no data in transit where it mounts datastores of other clusters (HCI mesh), and `vsan_dit_encryption_enabled` is known only to whoever sets `site/var.x`',
    ],
    [
      'who is in a fault domain',
      { faultDomains: { items: [...domains([0], [1]).items, { name: 'r', hosts: noHidden }], complete: true } },
      'the provider refuses a host in two fault domains, and `vsan_fault_domains` is known only to whoever sets `site/var.hidden`',
    ],
    [
      'who is in a site',
      { stretched: { items: [{ ...sites([0], [1]).items[0]!, secondaryHosts: noHidden }], complete: true } },
      'the provider refuses a host in both sites, and `vsan_stretched_cluster` is known only to whoever sets `site/var.hidden`',
    ],
    [
      'the witness',
      { stretched: { items: [{ ...sites([0], [1]).items[0]!, witness: token('w') }], complete: true } },
      'the witness is a host outside of the cluster that it decides for, and `witness_node` is known only to whoever sets `site/var.w`',
    ],
  ])('is undecided where a token says %s', (_, change, reason) => {
    expect(undecideds(vsanOptions, site(change)).map((verdict) => verdict.reason)).toContain(reason);
    expect(refutations(vsanOptions, site(change))).toEqual([]);
  });

  test('a token decides nothing where another option rules the clash out', () => {
    expect(outcomes(vsanOptions, site({ esa: token('x'), unmap: true }))).toEqual(['proved']);
    expect(outcomes(vsanOptions, site({ encryptionInTransit: token('x') }))).toEqual(['proved']);
    const open = { hosts: { ...members(0, 1, 2, 3), complete: false, unknown: token('hosts') } };
    expect(outcomes(vsanOptions, site({ stretched: sites([0, 1], [2, 3]) }, {}, open))).toEqual(['proved']);
    const lost = site({ stretched: sites([0, 1], [2, 3], 'site/data.vsphere_host.w') }, {}, open);
    expect(outcomes(vsanOptions, lost)).toEqual(['undecided']);
  });
});
