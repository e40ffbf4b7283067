import { isUnknown, type ComputeCluster, type Field, type ResourceInstance, type VsanConfiguration } from '../../estate';
import { listed, quoted } from '../wording';
import type { Clash } from './vsan-clash';

type Switch = 'enabled' | 'esa' | 'deduplication' | 'compression' | 'unmap' | 'performanceService' | 'verboseMode' | 'networkDiagnosticMode';

const ATTRIBUTES: Readonly<Record<Switch, string>> = {
  enabled: 'vsan_enabled',
  esa: 'vsan_esa_enabled',
  deduplication: 'vsan_dedup_enabled',
  compression: 'vsan_compression_enabled',
  unmap: 'vsan_unmap_enabled',
  performanceService: 'vsan_performance_enabled',
  verboseMode: 'vsan_verbose_mode_enabled',
  networkDiagnosticMode: 'vsan_network_diagnostic_mode_enabled',
};

/** Switches that must not stand so at once. */
interface Combination {
  readonly when: Partial<Record<Switch, boolean>>;
  readonly rule: string;
  readonly remedy: string;
  readonly mend: Partial<VsanConfiguration>;
}

const COMBINATIONS: readonly Combination[] = [
  {
    when: { esa: true, enabled: false },
    rule: 'the provider refuses ESA, which is an architecture of vSAN, where vSAN is off',
    remedy: '`vsan_enabled = true`',
    mend: { enabled: true },
  },
  {
    when: { unmap: false, esa: true },
    rule: 'the provider refuses ESA where `vsan_unmap_enabled` is not on',
    remedy: '`vsan_unmap_enabled = true`',
    mend: { unmap: true },
  },
  {
    when: { compression: false, deduplication: true, enabled: true, esa: false },
    rule: 'deduplication comes with compression only',
    remedy: '`vsan_compression_enabled = true`',
    mend: { compression: true },
  },
  ...(['verboseMode', 'networkDiagnosticMode'] as const).flatMap((mode): Combination[] => [
    {
      when: { performanceService: false, [mode]: true },
      rule: `${quoted(ATTRIBUTES[mode])} is a mode of the performance service, and the provider refuses it without that`,
      remedy: '`vsan_performance_enabled = true`',
      mend: { performanceService: true },
    },
    {
      when: { enabled: false, performanceService: true, [mode]: true },
      rule: `${quoted(ATTRIBUTES[mode])} is a mode of vSAN's performance service, and the provider refuses it where vSAN is off`,
      remedy: '`vsan_enabled = true`',
      mend: { enabled: true },
    },
  ]),
];

/** Minutes between two keys, as the provider's schema bounds them. */
const REKEY = { attribute: 'vsan_dit_rekey_interval', low: 30, high: 10_080 };

export function* combinations({ vsan }: ComputeCluster, values: ResourceInstance['values']): Iterable<Clash> {
  for (const { when, ...combination } of COMBINATIONS) yield* clashOf(vsan, when, combination);
  yield* meshAndEncryption(vsan);
  yield* rekeyInterval(values[REKEY.attribute]);
}

function* clashOf(vsan: VsanConfiguration, when: Combination['when'], { rule, remedy, mend }: Omit<Combination, 'when'>): Iterable<Clash> {
  const conditions = (Object.entries(when) as [Switch, boolean][]).map(([name, wanted]) => ({
    attribute: ATTRIBUTES[name],
    field: vsan[name],
    wanted,
  }));
  if (conditions.some(({ field, wanted }) => !isUnknown(field) && field !== wanted)) return;
  const attributes = conditions.map(({ attribute }) => attribute);
  yield {
    key: attributes.join(','),
    attributes,
    rule,
    message: `${conditions.map(({ attribute, wanted }) => `${quoted(attribute)} is ${wanted ? 'on' : 'off'}`).join(' and ')}`,
    stated: conditions.map(({ attribute, wanted }) => quoted(`${attribute} = ${wanted}`)).join(', '),
    remedy,
    mend,
    ...openOf(conditions),
  };
}

function openOf(conditions: readonly { readonly attribute: string; readonly field: Field<unknown> }[]): Pick<Clash, 'open'> {
  for (const { attribute, field } of conditions) if (isUnknown(field)) return { open: { attribute, unknown: field } };
  return {};
}

function* meshAndEncryption({ encryptionInTransit, remoteDatastores }: VsanConfiguration): Iterable<Clash> {
  const [encryption, remote] = ['vsan_dit_encryption_enabled', 'vsan_remote_datastore_ids'];
  const stated = `${quoted(remote)} names ${remoteDatastores.ids.length === 1 ? 'one datastore' : `${remoteDatastores.ids.length} datastores`}`;
  const none = remoteDatastores.complete && remoteDatastores.ids.length === 0;
  if (encryptionInTransit === false || none) return;
  const hidden = remoteDatastores.ids.length === 0 ? remoteDatastores.unknown : undefined;
  yield {
    key: `${encryption},${remote}`,
    attributes: [encryption, remote],
    rule: 'vSAN encrypts no data in transit where it mounts datastores of other clusters (HCI mesh)',
    message: 'data in transit is encrypted and datastores of other clusters are mounted',
    stated: `${quoted(`${encryption} = true`)}, ${stated}`,
    remedy: `leave out ${listed([quoted(encryption), quoted(remote)]).replace(' and ', ' or ')}`,
    ...openOf([
      { attribute: encryption, field: encryptionInTransit },
      { attribute: remote, field: hidden },
    ]),
  };
}

function* rekeyInterval(value: ResourceInstance['values'][string] | undefined): Iterable<Clash> {
  const { attribute, low, high } = REKEY;
  if (value === undefined || value === null || (typeof value === 'number' && value >= low && value <= high)) return;
  if (typeof value !== 'number' && !isUnknown(value)) return;
  yield {
    key: attribute,
    attributes: [attribute],
    rule: `the provider takes ${low} to ${high} minutes for ${quoted(attribute)}`,
    message: `the keys of data in transit change every ${String(value)} minutes`,
    stated: quoted(`${attribute} = ${String(value)}`),
    remedy: `${low} to ${high} minutes`,
    ...openOf([{ attribute, field: value }]),
  };
}
