import { indexOf, type ComputeCluster, type Estate } from '../../estate';
import { settingPremises } from '../left-out';
import { Mend } from '../mend';
import type { Rule } from '../rule';
import { subjectOf } from '../subjects';
import type { Verdict } from '../verdict';
import { knownOnlyTo, quoted, quotedName } from '../wording';
import { statedTogether } from './vsan-conflicts';
import { combinations } from './vsan-combinations';
import type { Clash } from './vsan-clash';
import { hostPlaces } from './vsan-host-places';

/**
 * Options of vSAN that the provider, or vSAN itself, refuses together. Two of them conflict in the provider by being stated at all,
 * as `true` or as `false`. That HA and vSAN do not come on in one apply is PLN-001's part.
 */
export const vsanOptions: Rule = {
  id: 'CFG-002',
  title: 'vSAN options go together',
  decides: 'No options of vSAN on a cluster exclude each other, and its fault domains, sites and witness name each host once and in the right place.',
  why: 'Most of these combinations plan without an error and fail halfway through the apply, with the hosts in the cluster and no datastore on them.',
  severity: 'error',
  evidence: 'The options as they stand, and what excludes what.',
  sources: [
    'https://registry.terraform.io/providers/vmware/vsphere/2.15.0/docs/resources/compute_cluster#vsan-settings',
    'https://github.com/vmware/terraform-provider-vsphere/blob/v2.16.1/vsphere/resource_vsphere_compute_cluster.go',
    'https://docs.vmware.com/en/VMware-vSphere/6.7/com.vmware.vsphere.vsan-planning.doc/GUID-AD174CD5-831A-4B47-B619-EF5C810D0FDC.html',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    for (const cluster of estate.vsphere.clusters) {
      if (cluster.origin !== 'owned' || cluster.instances.high === 0) continue;
      const values = indexOf(estate).entryOf(cluster)?.values ?? {};
      const clashes = [...statedTogether(cluster, values), ...combinations(cluster, values), ...hostPlaces(estate, cluster)];
      if (clashes.length === 0 && !usesVsan(cluster, values)) continue;
      yield* clashes.map((clash) => phrase(estate, cluster, clash));
      if (clashes.length === 0) yield { verdict: 'proved', subject: subjectOf(cluster), premises: settingPremises(estate, cluster, OPTIONS) };
    }
  },
};

const OPTIONS = [
  'vsan_enabled',
  'vsan_esa_enabled',
  'vsan_dedup_enabled',
  'vsan_compression_enabled',
  'vsan_unmap_enabled',
  'vsan_performance_enabled',
  'vsan_verbose_mode_enabled',
  'vsan_network_diagnostic_mode_enabled',
  'vsan_dit_encryption_enabled',
  'vsan_remote_datastore_ids',
  'vsan_fault_domains',
  'vsan_stretched_cluster',
];

function usesVsan({ vsan }: ComputeCluster, values: Readonly<Record<string, unknown>>): boolean {
  return vsan.enabled !== false || OPTIONS.some((name) => (values[name] ?? null) !== null);
}

function phrase(estate: Estate, cluster: ComputeCluster, clash: Clash): Verdict {
  const judged = { subject: subjectOf(cluster, clash.attributes[0]), key: clash.key, premises: settingPremises(estate, cluster, clash.attributes) };
  if (clash.open) {
    return {
      ...judged,
      verdict: 'undecided',
      message: `whether vSAN of cluster ${quotedName(cluster)} has options that exclude each other`,
      reason: `${clash.rule}, and ${quoted(clash.open.attribute)} is ${knownOnlyTo(clash.open.unknown)}`,
      decidedBy: `a literal ${quoted(clash.open.attribute)}`,
    };
  }
  const { mend } = clash;
  return {
    ...judged,
    verdict: 'refuted',
    message: `on cluster ${quotedName(cluster)} ${clash.message}`,
    witness: [
      { label: 'stated', text: clash.stated },
      { label: 'rule', text: clash.rule },
    ],
    remedies: [{ text: clash.remedy, ...(mend && { mend: Mend.changeCluster(cluster.id, { vsan: { ...cluster.vsan, ...mend } }) }) }],
  };
}
