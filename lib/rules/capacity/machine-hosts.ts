import { indexOf, isUnknown, type EsxiHost, type Estate, type VirtualMachine } from '../../estate';
import { Interval } from '../../units';
import { knownOnlyTo, quotedName } from '../wording';
import { viewOf, type ClusterView, type Counted, type Gap } from './cluster-view';

/** Hosts that may run a VM. */
export interface MachineHosts {
  readonly hosts: readonly Counted<EsxiHost>[];
  /** Whether others may run it as well. */
  readonly open: boolean;
  /** Whether it may run on each: no mandatory rule keeps it from some. */
  readonly free: boolean;
  readonly gaps: readonly Gap[];
  /** The cluster they are of, unless it is bound to one host. */
  readonly view?: ClusterView;
}

/** A VM with a device of its host stays there, as does one outside of clusters; any other runs on every host of its cluster. */
export function hostsOf(estate: Estate, machine: VirtualMachine): MachineHosts {
  const { cluster, host, pciDevices } = machine;
  const bound = cluster === null || pciDevices.items.length > 0;
  if (bound && typeof host === 'string') {
    const found = indexOf(estate).objects.get(host) as EsxiHost | undefined;
    if (found) return { hosts: [{ object: found, count: Interval.exactly(1) }], open: false, free: true, gaps: [] };
  }
  if (isUnknown(cluster))
    return nowhere({ reason: `which cluster it is on is ${knownOnlyTo(cluster)}`, decidedBy: 'a cluster that is named, not a token' });
  const view = viewIn(estate, cluster);
  if (!view) return nowhere({ reason: 'which host it runs on is not stated', decidedBy: 'a literal `host_system_id`' });
  const hosts = view.hosts.filter(({ count }) => count.high !== 0);
  if (hosts.length === 0 && !view.hostsOpen) {
    return {
      ...nowhere({ reason: `no host of cluster ${quotedName(view.cluster)} runs VMs`, decidedBy: 'a host in the cluster, out of maintenance' }),
      view,
    };
  }
  return {
    hosts,
    open: view.hostsOpen,
    free: !estate.vsphere.vmHostRules.some(
      (rule) => rule.enabled !== false && rule.mandatory !== false && (isUnknown(rule.cluster) || rule.cluster === cluster),
    ),
    gaps: view.hostGaps,
    view,
  };
}

function viewIn(estate: Estate, id: string | null): ClusterView | undefined {
  const cluster = estate.vsphere.clusters.find((each) => each.id === id);
  return cluster && viewOf(estate, cluster);
}

function nowhere(gap: Gap): MachineHosts {
  return { hosts: [], open: true, free: false, gaps: [gap] };
}

/** Whether something is wrong with a VM on its hosts. @param wrong on one host; undefined where that is open */
export function onHosts({ hosts, open, free }: MachineHosts, wrong: (host: EsxiHost) => boolean | undefined): 'right' | 'wrong' | 'open' {
  const answers = hosts.map(({ object, count }) => ({ certain: count.low > 0, wrong: wrong(object) }));
  if (!open && answers.length > 0 && answers.every((answer) => answer.wrong === false)) return 'right';
  const certain = answers.filter((answer) => answer.certain && answer.wrong === true);
  // Where a rule may keep it from the hosts on which it is wrong, it must be wrong on all.
  const isWrong = free ? certain.length > 0 : !open && certain.length > 0 && answers.every((answer) => answer.wrong === true);
  return isWrong ? 'wrong' : 'open';
}
