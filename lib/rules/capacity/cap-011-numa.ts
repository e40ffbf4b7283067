import { indexOf, isUnknown, type EsxiHost, type Estate, type VirtualMachine } from '../../estate';
import { VM_OVERHEAD, type NumaSplit } from '../../proofs/capacity';
import type { Rule } from '../rule';
import { subjectOf } from '../subjects';
import type { Refuted, Verdict } from '../verdict';
import { listed, quoted } from '../wording';
import type { Gap } from './cluster-view';
import { explain } from './demand';
import { hostsOf, onHosts, type MachineHosts } from './machine-hosts';
import { namesApart, type Naming } from './names';
import { faultLines, faultText, remediesFor, splitByHand, splitOf } from './numa-fit';
import { NumaHomes, premisesIn, type NumaHome } from './numa-homes';
import { MEMORY, openSizes, VCPUS } from './open-sizes';

/**
 * Whether ESXi can keep each VM of the app near its memory, on every host that may run it. ESXi takes as few NUMA nodes as
 * have cores for the vCPUs, and asks nothing of memory; threads are not cores. The memory of a host is taken as spread
 * evenly over its nodes, as is what ESXi keeps of it.
 */
export const numa: Rule = {
  id: 'CAP-011',
  title: 'VMs on NUMA nodes',
  decides: 'The vCPUs and the memory of a VM fit a NUMA node of every host that may run it, or split evenly over the fewest nodes.',
  why: 'Memory of another node is slower, and an uneven split makes some vCPUs of the guest slower than others, which no dashboard shows.',
  severity: 'warning',
  evidence: 'Cores and memory of a node, how many nodes the VM takes, and the next sizes that split evenly.',
  sources: [
    'https://download3.vmware.com/vcat/vmw-vcloud-architecture-toolkit-spv1-webworks/Core%20Platform/Architecting%20a%20vSphere%20Compute%20Platform/Architecting%20a%20vSphere%20Compute%20Platform.1.020.html',
    'https://docs.vmware.com/en/VMware-vSphere/6.0/com.vmware.vsphere.resmgmt.doc/GUID-89C52376-60C3-452A-A269-9F4F7FE489C6.html',
    VM_OVERHEAD.source,
  ],
  *check(estate: Estate): Iterable<Verdict> {
    const homes = new NumaHomes();
    const groups = new Map<NumaHome, Group>();
    for (const machine of estate.vsphere.machines) {
      if (machine.origin !== 'owned' || machine.instances.high === 0) continue;
      const hosts = hostsOf(estate, machine);
      const home = homes.of(machine, hosts);
      const group = groups.get(home) ?? { right: [], wrong: [], open: [] };
      groups.set(home, group);
      const answer = judgeOn(estate, machine, hosts, home);
      if (answer === 'right') group.right.push({ machine, hosts });
      else if ('verdict' in answer) group.wrong.push(answer);
      else group.open.push({ machine, gaps: answer });
    }
    for (const [home, group] of groups) yield* conclude(estate, home, group);
  },
};

/** What was found about VMs that may run on the same hosts. */
interface Group {
  readonly right: { machine: VirtualMachine; hosts: MachineHosts }[];
  readonly wrong: Refuted[];
  readonly open: { machine: VirtualMachine; gaps: readonly Gap[] }[];
}

function* conclude(estate: Estate, home: NumaHome, { right, wrong, open }: Group): Iterable<Verdict> {
  const { subject, where } = home;
  yield* wrong;
  if (open.length > 0) {
    const machines = open.map(({ machine }) => machine);
    const name = namesApart(machines);
    const sizes = [...openSizes(machines, VCPUS, name), ...openSizes(machines, MEMORY, name)];
    const gaps = new Map([...sizes, ...open.flatMap((each) => each.gaps)].map((gap) => [gap.reason, gap]));
    yield {
      verdict: 'undecided',
      subject,
      message: `whether ${listed(machines.map(name))} fit${open.length === 1 ? 's' : ''} the NUMA nodes of ${where}`,
      ...explain([...gaps.values()]),
    };
    return;
  }
  const [first] = right;
  if (wrong.length > 0 || !first) return;
  const machines = right.map(({ machine }) => machine);
  yield { verdict: 'proved', subject, premises: premisesIn(estate, home, machines, first.hosts) };
}

function judgeOn(estate: Estate, machine: VirtualMachine, hosts: MachineHosts, home: NumaHome): 'right' | Refuted | readonly Gap[] {
  const name = hosts.view?.name ?? namesApart([machine, ...hosts.hosts.map(({ object }) => object)]);
  const entry = indexOf(estate).entryOf(machine);
  const hand = entry && splitByHand(entry);
  if (hand !== undefined) {
    const reason = `over how many nodes a VM is split is set by hand, with ${quoted(hand)}`;
    return [{ reason, decidedBy: 'a split that is left to vSphere' }];
  }
  const shapes = new Set([...home.nodes.values()].filter((nodes) => nodes !== undefined));
  const splits = new Map([...shapes].map((nodes) => [nodes, splitOf(machine, nodes)]));
  const splitOn = (host: EsxiHost): NumaSplit | undefined => splits.get(home.nodes.get(host)!);
  const answer = onHosts(hosts, (host) => isMisfit(splitOn(host)));
  if (answer === 'right') return 'right';
  if (answer === 'open') return gapsOf(machine, hosts, name, splitOn);
  const bad = hosts.hosts.find(({ object, count: howMany }) => howMany.low > 0 && isMisfit(splitOn(object)))!.object;
  const split = splitOn(bad)!;
  return {
    verdict: 'refuted',
    subject: subjectOf(machine, split.fit === 'memory' ? 'memory' : 'num_cpus'),
    key: split.fit,
    premises: premisesIn(estate, home, [machine], hosts),
    message: faultText(machine, name(bad), split),
    witness: faultLines(machine, name(bad), split, home.nodes.get(bad)!),
    remedies: remediesFor(machine, [...shapes], split.fit),
  };
}

function isMisfit(split: NumaSplit | undefined): boolean | undefined {
  return split === undefined || split.fit === 'open' ? undefined : split.fit !== 'even';
}

function gapsOf(machine: VirtualMachine, { hosts, gaps }: MachineHosts, name: Naming, splitOn: (host: EsxiHost) => NumaSplit | undefined): Gap[] {
  const bare = listed(hosts.filter(({ object }) => !object.hardware).map(({ object }) => name(object)));
  const found: Gap[] = [...(bare === '' ? [] : [{ reason: `nobody stated the hardware of ${bare}`, decidedBy: `the model of ${bare}` }]), ...gaps];
  // A size that is not decided is told of all VMs at once.
  if (found.length > 0 || isUnknown(machine.cpus) || isUnknown(machine.memoryMiB)) return found;
  if (hosts.some(({ object }) => splitOn(object)?.fit === 'open')) {
    return [
      {
        reason: 'whether the memory fits depends on what ESXi keeps of each node and on the overhead of a VM, which are known only within bounds',
        decidedBy: 'the measured `hypervisorReserve` in the host model, or less memory',
      },
    ];
  }
  return [
    {
      reason: 'a VM fits the nodes of some hosts and not of others, and a mandatory rule may keep it from these',
      decidedBy: 'hosts that are alike, or a size that fits all of them',
    },
  ];
}
