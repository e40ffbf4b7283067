import { HOSTS_PER_CLUSTER, HOSTS_PER_CLUSTER_FROM_2_16, HOSTS_PER_VSAN, MACHINES_PER_CLUSTER } from '../../proofs/capacity';
import { Interval } from '../../units';
import { subjectOf } from '../subjects';
import type { Verdict } from '../verdict';
import { count, grouped, quotedName } from '../wording';
import type { ClusterView } from './cluster-view';

/** Hosts of a cluster, in maintenance or not. */
export function hostsWithin({ cluster, members, hostsOpen, gaps, premises }: ClusterView): Verdict {
  const subject = subjectOf(cluster, 'host_system_ids');
  const vsan = cluster.vsan.enabled === true;
  const most = vsan ? HOSTS_PER_VSAN : HOSTS_PER_CLUSTER_FROM_2_16;
  if (members.low > most.value) {
    return {
      verdict: 'refuted',
      subject,
      premises,
      key: 'hosts-per-cluster',
      message: `cluster ${quotedName(cluster)} has more hosts than a cluster ${vsan ? 'with vSAN ' : ''}can have`,
      witness: [
        { label: 'configured', text: `${Interval.isExact(members) ? '' : 'at least '}${count(members.low, 'host')}` },
        { label: 'maximum', text: `${most.value} (${most.source})` },
      ],
      remedies: [{ text: `${count(Math.ceil(members.low / most.value), 'cluster')} instead of one` }],
    };
  }
  const within = Interval.fits(members, Interval.exactly(HOSTS_PER_CLUSTER.value));
  if (hostsOpen || within !== 'yes') {
    return {
      verdict: 'undecided',
      subject,
      premises,
      key: 'hosts-per-cluster',
      message: `number of hosts of cluster ${quotedName(cluster)}`,
      ...(hostsOpen || within === 'maybe'
        ? { reason: gaps[0]?.reason ?? 'not all of its hosts are known', decidedBy: gaps[0]?.decidedBy ?? 'a literal list of hosts' }
        : {
            reason: `it has ${Interval.format(members)} hosts: the provider takes ${HOSTS_PER_CLUSTER.value} up to version 2.15 and ${most.value} from 2.16 on, and \`terraform init\` picks the version`,
            decidedBy: `at most ${HOSTS_PER_CLUSTER.value} hosts`,
          }),
    };
  }
  return { verdict: 'proved', subject, premises };
}

/** VMs on a cluster. */
export function machinesWithin({ cluster, machines, machinesOpen, gaps, premises }: ClusterView): Verdict {
  const subject = subjectOf(cluster);
  const total = Interval.sum([...machines.map((machine) => machine.count), ...(machinesOpen ? [Interval.atLeast(0)] : [])]);
  const fits = Interval.fits(total, Interval.exactly(MACHINES_PER_CLUSTER.value));
  if (fits === 'yes') return { verdict: 'proved', subject, premises };
  if (fits === 'no') {
    return {
      verdict: 'refuted',
      subject,
      premises,
      key: 'vms-per-cluster',
      message: `cluster ${quotedName(cluster)} has more VMs than a cluster can have`,
      witness: [
        { label: 'configured', text: Interval.format(total, grouped) + ' VMs' },
        { label: 'maximum', text: `${grouped(MACHINES_PER_CLUSTER.value)} (${MACHINES_PER_CLUSTER.source})` },
      ],
      remedies: [{ text: 'a second cluster for some of them' }],
    };
  }
  return {
    verdict: 'undecided',
    subject,
    premises,
    key: 'vms-per-cluster',
    message: `number of VMs on cluster ${quotedName(cluster)}`,
    reason: gaps[0]?.reason ?? 'not all of its VMs are known',
    decidedBy: gaps[0]?.decidedBy ?? 'literal counts',
  };
}
