import { isUnknown, type Estate, type Premise, type StoragePolicy, type VsanRedundancy } from '../../estate';
import { isAtLeast, partsOf, VSAN_DOMAINS, type Placement, type VsanDomains } from '../../proofs/capacity';
import type { Interval } from '../../units';
import { assumedOf } from '../assumed';
import { Premises } from '../premises';
import type { Rule } from '../rule';
import { subjectOf } from '../subjects';
import type { Undecided, Verdict } from '../verdict';
import { listed, quotedName } from '../wording';
import { viewOf, type ClusterView, type Gap } from './cluster-view';
import { explain } from './demand';
import { namesApart } from './names';
import { placementsOf, type Placements } from './vsan-placements';
import { lacking, unmirrored, unprotected, withoutSpare, withoutVsan, type PolicyCase } from './vsan-shortages';
import { openAttribute, topologyOf } from './vsan-topology';
import { policyUses } from './vsan-uses';
import { keptText } from './vsan-wording';

/**
 * Whether the hosts of a vSAN are as many as each storage policy takes, and one more to rebuild on. A host in maintenance
 * gives nothing. It is asked of policies only: what follows none has the default of its datastore, which only vCenter knows.
 * A policy without redundancy has nothing to rebuild. That there is room is for the rule about capacity.
 *
 * Two hosts with a witness cannot rebuild until the lost one is back. That is what the design is, so it is a warning.
 * Neither site of a stretched cluster stands in for the other, so a spare one is not asked for.
 */
export const vsanRedundancy: Rule = {
  id: 'CAP-006',
  title: 'vSAN redundancy',
  decides:
    'The vSAN that a storage policy is used on has hosts or fault domains enough for it, and what is lost with one host, or with one whole fault domain, can be rebuilt elsewhere.',
  why: 'With too few vSAN refuses the VM, and with none to spare a second failure, or one during maintenance, loses data.',
  severity: 'error',
  evidence:
    'Fault domains that the policy takes, those there are, and what is left when one is lost; no spare for a whole fault domain is a warning.',
  sources: [
    ...new Set(VSAN_DOMAINS.map(({ source }) => source)),
    'https://docs.vmware.com/en/VMware-vSphere/6.5/com.vmware.vsphere.virtualsan.doc/GUID-FE7DBC6F-C204-4137-827F-7E04FE88D968.html',
    'https://communities.vmware.com/t5/VMware-vSAN-Discussions/self-healing-requirement-in-VSAN-stretch-cluster/m-p/2907232',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    for (const { policy, clusters, astray } of policyUses(estate)) {
      for (const cluster of clusters) yield decide(estate, policy, viewOf(estate, cluster));
      if (astray.length > 0) {
        yield {
          ...open(policy, `redundancy of storage policy ${quotedName(policy)}`, [
            {
              reason: `on whose vSAN ${listed(astray.map(namesApart(astray)))} ${astray.length === 1 ? 'lies' : 'lie'} is not stated`,
              decidedBy: '`cluster` of the storage policy',
            },
          ]),
          key: 'astray',
        };
      }
    }
  },
};

function decide(estate: Estate, policy: StoragePolicy, view: ClusterView): Verdict {
  const { cluster } = view;
  const { redundancy } = policy;
  const message = `hosts and fault domains of cluster ${quotedName(cluster)} for storage policy ${quotedName(policy)}`;
  const keyed = (verdict: Undecided): Undecided => ({ ...verdict, key: cluster.path ?? cluster.id });
  if (!redundancy) {
    const gap = { reason: 'what the policy keeps is known only to vCenter', decidedBy: '`redundancy` of `StoragePolicy.fromLookup`' };
    return keyed(open(policy, message, [gap]));
  }
  const esa = isUnknown(cluster.vsan.esa) ? undefined : cluster.vsan.esa;
  const taken = partsOf(redundancy, esa);
  const premises = premisesOf(estate, policy, redundancy, view, taken?.constants ?? []);
  if (cluster.vsan.enabled === false) return withoutVsan({ policy, redundancy, view, premises });
  if (!taken) {
    const gap = { reason: `how many hosts ${keptText(redundancy)} takes is published nowhere`, decidedBy: 'a redundancy that vSAN has' };
    return keyed({ ...open(policy, message, [gap]), premises });
  }
  const one: PolicyCase = { policy, redundancy, view, ...taken, premises };
  const topology = topologyOf(view);
  if (topology.kind === 'domains' && redundancy.mirroredSites) return unmirrored(one);
  const placements = placementsOf(redundancy, taken.parts, topology);
  if (isProved(redundancy, placements)) return { verdict: 'proved', subject: subjectOf(policy), premises };
  if (topology.kind !== 'open') {
    if (!isAtLeast(placements.most, 'placed')) return lacking(one, topology);
    if (redundancy.failures > 0 || redundancy.mirroredSites) {
      if (!isAtLeast(placements.most, 'host')) return unprotected(one, topology);
      if (placements.least === 'host' && placements.most === 'host') return withoutSpare(one, topology);
    }
  }
  return keyed({ ...open(policy, message, gapsOf(view, placements, esa, taken.parts)), premises });
}

function isProved({ failures, mirroredSites }: VsanRedundancy, { least }: Placements): boolean {
  const wanted: Placement = failures > 0 || mirroredSites ? 'domain' : 'placed';
  return isAtLeast(least, wanted);
}

function open(policy: StoragePolicy, message: string, gaps: readonly Gap[]): Undecided {
  return { verdict: 'undecided', subject: subjectOf(policy), message, ...explain(gaps) };
}

function gapsOf({ cluster, hostGaps }: ClusterView, placements: Placements, esa: boolean | undefined, parts: Interval): Gap[] {
  const architecture =
    esa === undefined && parts.low !== parts.high
      ? [
          openAttribute(
            cluster,
            'whether its vSAN is of the Express Storage Architecture is',
            'vsan_esa_enabled',
            isUnknown(cluster.vsan.esa) ? cluster.vsan.esa : undefined,
            'true',
            'a literal `vsan_esa_enabled`',
          ),
        ]
      : [];
  return [...hostGaps, ...placements.gaps, ...architecture];
}

const ASSUMABLE = ['vsan_enabled', 'vsan_esa_enabled', 'vsan_fault_domains', 'vsan_stretched_cluster'];

function premisesOf(
  estate: Estate,
  policy: StoragePolicy,
  redundancy: VsanRedundancy,
  { cluster, premises, hosts }: ClusterView,
  constants: readonly VsanDomains[],
): Premise[] {
  const shown = hosts.every(({ object }) => (object.hardware?.disks.length ?? 0) > 0);
  return [
    ...premises,
    ...assumedOf(estate, [cluster], ASSUMABLE),
    Premises.redundancy(policy, cluster, keptText(redundancy)),
    ...hosts.flatMap(({ object }) => (shown ? [Premises.hardware(object)] : [])),
    ...(shown ? [] : [Premises.storageHosts(cluster)]),
    ...constants.map(Premises.constant),
  ];
}
