import type { Unknown } from '../../value';
import type { Blocks } from '../../object';
import type { StretchedCluster, VsanConfiguration } from '../../vsphere';
import type { Elements, Source } from '../attributes';
import type { Reading } from './reading';

type DiskGroup = VsanConfiguration['diskGroups']['items'][number];
type FaultDomain = VsanConfiguration['faultDomains']['items'][number];

export function vsanOf(reading: Reading, source: Source): VsanConfiguration {
  const { reader } = reading;
  return {
    enabled: reader.boolean(source, 'vsan_enabled'),
    esa: reader.boolean(source, 'vsan_esa_enabled'),
    deduplication: reader.boolean(source, 'vsan_dedup_enabled'),
    compression: reader.boolean(source, 'vsan_compression_enabled'),
    unmap: reader.boolean(source, 'vsan_unmap_enabled'),
    performanceService: reader.boolean(source, 'vsan_performance_enabled'),
    verboseMode: reader.boolean(source, 'vsan_verbose_mode_enabled'),
    networkDiagnosticMode: reader.boolean(source, 'vsan_network_diagnostic_mode_enabled'),
    encryptionInTransit: reader.boolean(source, 'vsan_dit_encryption_enabled'),
    remoteDatastores: reading.membersIn(source, 'vsan_remote_datastore_ids', 'datastores'),
    diskGroups: diskGroups(reading, source),
    faultDomains: faultDomains(reading, source),
    stretched: stretched(reading, source),
  };
}

/** vSAN of which nothing is known. */
export function unknownVsan(open: (attribute: string) => Unknown): VsanConfiguration {
  return {
    enabled: open('vsan_enabled'),
    esa: open('vsan_esa_enabled'),
    deduplication: open('vsan_dedup_enabled'),
    compression: open('vsan_compression_enabled'),
    unmap: open('vsan_unmap_enabled'),
    performanceService: open('vsan_performance_enabled'),
    verboseMode: open('vsan_verbose_mode_enabled'),
    networkDiagnosticMode: open('vsan_network_diagnostic_mode_enabled'),
    encryptionInTransit: open('vsan_dit_encryption_enabled'),
    remoteDatastores: { ids: [], complete: false, unknown: open('vsan_remote_datastore_ids') },
    diskGroups: { items: [], complete: false, unknown: open('vsan_disk_group') },
    faultDomains: { items: [], complete: false, unknown: open('vsan_fault_domains') },
    stretched: { items: [], complete: false, unknown: open('vsan_stretched_cluster') },
  };
}

function diskGroups({ reader }: Reading, source: Source): Blocks<DiskGroup> {
  const { items, ...rest } = reader.blocks(source, 'vsan_disk_group');
  const gaps: (Unknown | undefined)[] = [rest.unknown];
  const groups = items.map((block): DiskGroup => {
    const storage = reader.value(block, 'storage') === undefined ? NONE : reader.strings(block, 'storage');
    gaps.push(storage.unknown);
    return {
      cache: reader.value(block, 'cache') === undefined ? null : reader.string(block, 'cache'),
      // A token for all of them stands for any number, so that the groups are not known in full.
      storage: storage.unknown ? [storage.unknown] : storage.items,
    };
  });
  return blocksOf(groups, rest.complete, gaps);
}

const NONE = { items: [], complete: true, unknown: undefined };

/** The provider wraps the fault domains in a block that has nothing else, and takes any number of such. */
function faultDomains(reading: Reading, source: Source): Blocks<FaultDomain> {
  const { reader } = reading;
  const wrappers = reader.blocks(source, 'vsan_fault_domains');
  const inner = wrappers.items.map((wrapper): Elements<Source> =>
    reader.value(wrapper, 'fault_domain') === undefined ? NONE : reader.blocks(wrapper, 'fault_domain'),
  );
  const domains = inner
    .flatMap(({ items }) => items)
    .map((block): FaultDomain => ({ name: reader.string(block, 'name'), hosts: reading.membersIn(block, 'host_ids', 'hosts') }));
  return blocksOf(
    domains,
    [wrappers, ...inner].every(({ complete }) => complete),
    [wrappers, ...inner].map((one) => one.unknown),
  );
}

function stretched(reading: Reading, source: Source): Blocks<StretchedCluster> {
  const { items, complete, unknown: gap } = reading.reader.blocks(source, 'vsan_stretched_cluster');
  const clusters = items.map((block): StretchedCluster => ({
    preferredHosts: reading.membersIn(block, 'preferred_fault_domain_host_ids', 'hosts'),
    secondaryHosts: reading.membersIn(block, 'secondary_fault_domain_host_ids', 'hosts'),
    witness: reading.requiredIn(block, 'witness_node', 'hosts'),
  }));
  return blocksOf(clusters, complete, [gap]);
}

function blocksOf<T>(items: readonly T[], complete: boolean, gaps: readonly (Unknown | undefined)[]): Blocks<T> {
  const gap = gaps.find((one) => one !== undefined);
  return { items, complete: complete && gap === undefined, ...(gap && { unknown: gap }) };
}
