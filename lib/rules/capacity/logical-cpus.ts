import { isUnknown, type EsxiHost, type Premise, type VirtualMachine } from '../../estate';
import { Mend } from '../mend';
import { Premises } from '../premises';
import { subjectOf } from '../subjects';
import type { Verdict } from '../verdict';
import { count, listed, quotedName } from '../wording';
import type { ClusterView } from './cluster-view';
import { open, refuted } from './maximum-verdicts';
import { vcpusUpTo } from './sockets';

/** A VM cannot have more vCPUs than some host that may run it has logical CPUs. */
export function* logicalCpus(machine: VirtualMachine, { cluster, hosts, hostsOpen, name }: ClusterView): Iterable<Verdict> {
  const { cpus } = machine;
  if (isUnknown(cpus)) return;
  const serving = hosts.filter((host) => host.count.high !== 0);
  const stated = serving.filter(({ object }) => object.hardware).map(({ object }) => object);
  // Of a cluster without any hardware CAP-002 says so, once.
  if (stated.length === 0) return;
  const largest = stated.reduce((a, b) => (threadsOf(b) > threadsOf(a) ? b : a));
  if (cpus <= threadsOf(largest)) return;
  const bare = serving.find(({ object }) => !object.hardware);
  if (hostsOpen || bare) {
    const why = bare ? `nobody stated the hardware of ${name(bare.object)}` : 'not all hosts are known';
    yield open(
      machine,
      'num_cpus',
      'logical-cpus',
      `it has ${count(cpus, 'vCPU')}, the largest host of cluster ${quotedName(cluster)} that is stated has ${count(threadsOf(largest), 'logical CPU')}, and ${why}`,
      'the model of every host',
    );
    return;
  }
  const most = vcpusUpTo(threadsOf(largest), [machine]);
  yield {
    ...refuted(
      machine,
      'num_cpus',
      `VM ${name(machine)} has more vCPUs than any host of cluster ${quotedName(cluster)} has logical CPUs`,
      count(cpus, 'vCPU'),
      `${count(threadsOf(largest), 'logical CPU')} of ${name(largest)}, the largest of ${count(stated.length, 'host')}`,
    ),
    key: 'logical-cpus',
    premises: stated.map((host) => Premises.hardware(host)),
    remedies:
      most === undefined ? [] : [{ text: `${name(machine)} with ${count(most, 'vCPU')}`, mend: Mend.changeMachines([machine.id], { cpus: most }) }],
  };
}

/** Whether the hosts that are large enough for a VM may not be there, or may run nothing. */
export function restsOnUncertainHost({ cpus }: VirtualMachine, { hosts }: ClusterView): boolean {
  const enough = isUnknown(cpus) ? [] : hosts.filter((host) => host.count.high !== 0 && host.object.hardware && cpus <= threadsOf(host.object));
  return enough.length > 0 && enough.every((host) => host.count.low === 0);
}

/** One verdict for all such VMs of a cluster: it is the hosts that keep them open. */
export function uncertainHosts({ cluster, gaps, premises, name }: ClusterView, machines: readonly VirtualMachine[]): Verdict {
  return {
    verdict: 'undecided',
    subject: subjectOf(cluster),
    premises,
    key: 'logical-cpus',
    message: `whether cluster ${quotedName(cluster)} has a host with enough logical CPUs for ${listed(machines.map(name))}`,
    reason: gaps[0]?.reason ?? 'whether the hosts that have are there and run VMs is open',
    decidedBy: gaps[0]?.decidedBy ?? 'hosts that are certain',
  };
}

/** The stated hardware that VMs of a cluster are held against: that of its largest host which surely runs. */
export function roomiestOf({ hosts }: ClusterView): Premise | undefined {
  const sure = hosts.filter((host) => host.count.low > 0 && host.object.hardware).map(({ object }) => object);
  return sure.length === 0 ? undefined : Premises.hardware(sure.reduce((a, b) => (threadsOf(b) > threadsOf(a) ? b : a)));
}

function threadsOf({ hardware }: EsxiHost): number {
  return hardware ? hardware.sockets * hardware.cpu.threads : 0;
}
