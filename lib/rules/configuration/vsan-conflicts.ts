import { isUnknown, type ComputeCluster, type ResourceInstance, type Value } from '../../estate';
import { quoted } from '../wording';
import type { Clash } from './vsan-clash';

type Values = ResourceInstance['values'];

/** Pairs of which the provider's schema takes only one to be stated, whatever its value. */
const EXCLUSIVE = [
  ['vsan_dedup_enabled', 'vsan_esa_enabled'],
  ['vsan_compression_enabled', 'vsan_esa_enabled'],
  ['vsan_fault_domains', 'vsan_stretched_cluster'],
] as const;

type Exclusive = (typeof EXCLUSIVE)[number][number];

export function* statedTogether(cluster: ComputeCluster, values: Values): Iterable<Clash> {
  for (const [one, other] of EXCLUSIVE) {
    const [a, b] = [stated(cluster, values, one), stated(cluster, values, other)];
    if (a === 'no' || b === 'no') continue;
    const open = [one, other].map((attribute) => ({ attribute, value: values[attribute] })).find(({ value }) => isUnknown(value ?? null));
    yield {
      key: `${one},${other}`,
      attributes: [one, other],
      rule: `the provider takes either ${quoted(one)} or ${quoted(other)}, and refuses both, also where one of them is \`false\``,
      message: `${quoted(one)} and ${quoted(other)} are both stated`,
      stated: [one, other].map((attribute) => shown(values[attribute], attribute)).join(', '),
      remedy: `leave out ${quoted(dispensable(one, other, values))}`,
      ...(open && isUnknown(open.value ?? null) && { open: { attribute: open.attribute, unknown: open.value as never } }),
    };
  }
}

/** The one to leave out: that which is off, else the first. */
function dispensable(one: Exclusive, other: Exclusive, values: Values): Exclusive {
  return values[other] === false ? other : one;
}

function shown(value: Value | undefined, attribute: Exclusive): string {
  return typeof value === 'boolean' ? quoted(`${attribute} = ${value}`) : quoted(attribute);
}

/** Whether an entry states an attribute. What no entry shows, a typed cluster says by what is on. */
function stated({ vsan }: ComputeCluster, values: Values, attribute: Exclusive): 'yes' | 'no' | 'maybe' {
  const value = values[attribute] ?? null;
  if (isUnknown(value)) return 'maybe';
  if (value !== null) return Array.isArray(value) && value.length === 0 ? 'no' : 'yes';
  const on = {
    vsan_dedup_enabled: vsan.deduplication === true,
    vsan_compression_enabled: vsan.compression === true,
    vsan_esa_enabled: vsan.esa === true,
    vsan_fault_domains: vsan.faultDomains.items.length > 0,
    vsan_stretched_cluster: vsan.stretched.items.length > 0,
  };
  return on[attribute] ? 'yes' : 'no';
}
