import { DISK_GROUPS_PER_HOST, REMOTE_DATASTORES, type Maximum } from '../../proofs/capacity';
import { subjectOf } from '../subjects';
import type { Verdict } from '../verdict';
import { count, knownOnlyTo, quotedName } from '../wording';
import type { ClusterView } from './cluster-view';

/** What the vSAN of a cluster that the app owns may have. Of devices that are claimed outside of Terraform nothing is said. */
export function* vsanMaximums({ cluster, members, premises }: ClusterView): Iterable<Verdict> {
  const { vsan } = cluster;
  if (cluster.origin !== 'owned') return;
  const refuted = (attribute: string, what: string, configured: string, most: Maximum, unit: string): Verdict => ({
    verdict: 'refuted',
    subject: subjectOf(cluster, attribute),
    key: attribute,
    premises,
    message: `cluster ${quotedName(cluster)} has more ${what}`,
    witness: [
      { label: 'configured', text: configured },
      { label: 'maximum', text: `${most.value}${unit} (${most.source})` },
    ],
    remedies: [],
  });

  const mounted = vsan.remoteDatastores;
  if (mounted.ids.length > REMOTE_DATASTORES.value) {
    const what = 'remote vSAN datastores than a cluster can mount';
    yield refuted('vsan_remote_datastore_ids', what, count(mounted.ids.length, 'datastore'), REMOTE_DATASTORES, '');
  } else if (!mounted.complete) {
    yield {
      verdict: 'undecided',
      subject: subjectOf(cluster, 'vsan_remote_datastore_ids'),
      key: 'vsan_remote_datastore_ids',
      premises,
      message: `remote vSAN datastores of cluster ${quotedName(cluster)}`,
      reason: `how many it mounts is ${mounted.unknown ? knownOnlyTo(mounted.unknown) : 'not shown'}`,
      decidedBy: 'a literal list of datastores',
    };
  }

  // A group names devices of one host, and not which: only more than all hosts can have is too many.
  const groups = vsan.diskGroups.items.length;
  if (vsan.esa !== true && members.high !== null && groups > DISK_GROUPS_PER_HOST.value * members.high) {
    const configured = `${count(groups, 'disk group')} for ${count(members.high, 'host')}`;
    yield refuted('vsan_disk_group', 'vSAN disk groups than its hosts can have', configured, DISK_GROUPS_PER_HOST, ' a host');
  }
}
