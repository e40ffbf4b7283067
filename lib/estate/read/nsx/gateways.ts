import type { Tier0Gateway, Tier1Gateway } from '../../nsx';
import { isReference, isUnknown, type Field } from '../../value';
import { notSuch, type Source } from '../attributes';
import type { Reading } from './reading';

export function readTier0Gateways(reading: Reading): readonly Tier0Gateway[] {
  return reading.all('tier0Gateways', (source) => ({ firewall: reading.reader.boolean(source, 'enable_firewall') }));
}

export function readTier1Gateways(reading: Reading): readonly Tier1Gateway[] {
  return reading.all('tier1Gateways', (source) => ({
    tier0: reading.objectOrNull(source, 'tier0_path', ['tier0Gateways']),
    edgeCluster: edgeClusterOf(reading, source),
    firewall: reading.reader.boolean(source, 'enable_firewall'),
    // What NSX advertises of itself where nothing is said is left to NSX.
    advertised: reading.reader.strings(source, 'route_advertisement_types'),
  }));
}

/** The edge cluster by its path, or by the lookup that finds it. It is named by itself, or in the services of a locale. */
function edgeClusterOf(reading: Reading, source: Source): Field<string | null> {
  if (reading.isSaid(source, 'edge_cluster_path')) return named(reading, source);
  if (source.entry.mode === 'data') return reading.reader.leftOut(source, 'edge_cluster_path');
  const locale = reading.block(source, 'locale_service');
  return locale === null || isUnknown(locale) ? locale : named(reading, locale);
}

function named({ reader }: Reading, source: Source): Field<string> {
  const value = reader.value(source, 'edge_cluster_path');
  if (value === undefined) return reader.leftOut(source, 'edge_cluster_path');
  if (typeof value === 'string' || isUnknown(value)) return value;
  const denoted = isReference(value) ? reader.denotes(value) : undefined;
  return denoted?.kind === 'edgeClusters' ? denoted.key : notSuch(value, source);
}
