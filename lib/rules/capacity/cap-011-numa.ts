import { indexOf, isUnknown, type EsxiHost, type Estate, type EstateObject, type Premise, type VirtualMachine } from '../../estate';
import { HYPERVISOR_RESERVE, VM_OVERHEAD, VSAN_RESERVE, type NumaNodes } from '../../proofs/capacity';
import { Premises } from '../premises';
import type { Rule } from '../rule';
import type { Refuted, Subject, Verdict } from '../verdict';
import { count, listed, quoted, quotedName } from '../wording';
import { assumedOf, type Gap } from './cluster-view';
import { explain } from './demand';
import { hostsOf, onHosts, type MachineHosts } from './machine-hosts';
import { subjectOf } from './maximum-verdicts';
import { namesApart, type Naming } from './names';
import { faultLines, faultText, nodesOf, remediesFor, splitByHand, splitOf } from './numa-fit';
import { MEMORY, openSizes, VCPUS } from './open-sizes';

/**
 * Whether ESXi can keep each VM of the app near its memory, on every host that may run it. ESXi takes as few NUMA nodes as
 * have cores for the vCPUs, and asks nothing of memory; threads are not cores. The memory of a host is taken as spread
 * evenly over its nodes, as is what ESXi keeps of it.
 */
export const numa: Rule = {
  id: 'CAP-011',
  title: 'NUMA nodes',
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
    const groups = new Map<string, Group>();
    for (const machine of estate.vsphere.machines) {
      if (machine.origin !== 'owned' || machine.instances.high === 0) continue;
      const hosts = hostsOf(estate, machine);
      const group = groupFor(groups, machine, hosts);
      const answer = judgeOn(estate, machine, hosts);
      if (answer === 'right') group.right.push({ machine, hosts });
      else if ('verdict' in answer) group.wrong.push(answer);
      else group.open.push({ machine, gaps: answer });
    }
    for (const group of groups.values()) yield* conclude(estate, group);
  },
};

/** VMs that may run on the same hosts. */
interface Group {
  readonly subject: Subject;
  readonly where: string;
  readonly right: { machine: VirtualMachine; hosts: MachineHosts }[];
  readonly wrong: Refuted[];
  readonly open: { machine: VirtualMachine; gaps: readonly Gap[] }[];
}

function groupFor(groups: Map<string, Group>, machine: VirtualMachine, { view, hosts }: MachineHosts): Group {
  const home: EstateObject | undefined = view?.cluster ?? hosts[0]?.object;
  const stack = machine.addresses[0]?.stack ?? '';
  const key = home?.id ?? `stack:${stack}`;
  const known = groups.get(key);
  if (known) return known;
  const where = view ? `cluster ${quotedName(view.cluster)}` : home ? quotedName(home) : 'hosts that are not known';
  const group: Group = { subject: home ? subjectOf(home) : { stack }, where, right: [], wrong: [], open: [] };
  groups.set(key, group);
  return group;
}

function* conclude(estate: Estate, { subject, where, right, wrong, open }: Group): Iterable<Verdict> {
  yield* wrong;
  if (open.length > 0) {
    const machines = open.map(({ machine }) => machine);
    const gaps = new Map(open.flatMap((each) => each.gaps).map((gap) => [gap.reason, gap]));
    yield {
      verdict: 'undecided',
      subject,
      message: `whether ${listed(machines.map(namesApart(machines)))} fit${open.length === 1 ? 's' : ''} the NUMA nodes of ${where}`,
      ...explain([...gaps.values()]),
    };
    return;
  }
  if (wrong.length > 0) return;
  const premises = new Map(right.flatMap(({ machine, hosts }) => premisesOf(estate, machine, hosts)).map((premise) => [premise.id, premise]));
  yield { verdict: 'proved', subject, premises: [...premises.values()] };
}

function judgeOn(estate: Estate, machine: VirtualMachine, hosts: MachineHosts): 'right' | Refuted | readonly Gap[] {
  const name = hosts.view?.name ?? namesApart([machine, ...hosts.hosts.map(({ object }) => object)]);
  const entry = indexOf(estate).entryOf(machine);
  const hand = entry && splitByHand(entry);
  if (hand !== undefined) {
    return [{ reason: `over how many nodes ${name(machine)} is split is set by hand, with ${quoted(hand)}`, decidedBy: 'a split that is left to vSphere' }];
  }
  const nodes = new Map<EsxiHost, NumaNodes | undefined>(hosts.hosts.map(({ object }) => [object, nodesOf(object, mayHaveVsan(hosts))]));
  const fitOn = (host: EsxiHost): ReturnType<typeof splitOf> => {
    const own = nodes.get(host);
    return own && splitOf(machine, own);
  };
  const answer = onHosts(hosts, (host) => {
    const fit = fitOn(host)?.fit;
    return fit === undefined || fit === 'open' ? undefined : fit !== 'even';
  });
  if (answer === 'right') return 'right';
  if (answer === 'open') return gapsOf(machine, hosts, nodes, name);
  const isFault = (host: EsxiHost): boolean => !['even', 'open', undefined].includes(fitOn(host)?.fit);
  const bad = hosts.hosts.find(({ object, count: howMany }) => howMany.low > 0 && isFault(object))!.object;
  const split = fitOn(bad)!;
  const known = [...nodes.values()].filter((each) => each !== undefined);
  return {
    verdict: 'refuted',
    subject: subjectOf(machine, split.fit === 'memory' ? 'memory' : 'num_cpus'),
    key: split.fit,
    premises: premisesOf(estate, machine, hosts),
    message: faultText(machine, name(bad), split),
    witness: faultLines(machine, name(bad), split, nodes.get(bad)!),
    remedies: remediesFor(machine, known, split.fit),
  };
}

function gapsOf(machine: VirtualMachine, { hosts, gaps }: MachineHosts, nodes: ReadonlyMap<EsxiHost, NumaNodes | undefined>, name: Naming): Gap[] {
  const bare = hosts.map(({ object }) => object).filter((host) => !host.hardware);
  const found: Gap[] = [
    ...(bare.length === 0 ? [] : [{ reason: `nobody stated the hardware of ${listed(bare.map(name))}`, decidedBy: `the model of ${listed(bare.map(name))}` }]),
    ...openSizes([machine], VCPUS, name),
    ...openSizes([machine], MEMORY, name),
    ...gaps,
  ];
  if (found.length > 0) return found;
  const between = hosts.some(({ object }) => splitOf(machine, nodes.get(object)!)?.fit === 'open');
  return between
    ? [
        {
          reason: `whether the memory of ${name(machine)} fits depends on what ESXi keeps of each node and on its overhead, which are known only within bounds`,
          decidedBy: 'the measured `hypervisorReserve` in the host model, or less memory',
        },
      ]
    : [
        {
          reason: `${name(machine)} fits the nodes of some hosts and not of others, and a mandatory rule may keep it from these`,
          decidedBy: `hosts that are alike, or a size of ${name(machine)} that fits all of them`,
        },
      ];
}

function mayHaveVsan({ view }: MachineHosts): boolean {
  return view?.cluster.vsan.enabled !== false;
}

function premisesOf(estate: Estate, machine: VirtualMachine, hosts: MachineHosts): Premise[] {
  const objects = hosts.hosts.map(({ object }) => object);
  const guessed = objects.some(({ hardware }) => hardware && hardware.hypervisorReserveMiB === undefined);
  return [
    ...(hosts.view ? hosts.view.premises : assumedOf(estate, [machine, ...objects], ['num_cpus', 'memory'])),
    ...objects.flatMap((host) => (host.hardware ? [Premises.hardware(host)] : [])),
    Premises.constant(VM_OVERHEAD),
    ...(guessed ? [Premises.constant(HYPERVISOR_RESERVE)] : []),
    ...(guessed && mayHaveVsan(hosts) ? [Premises.constant(VSAN_RESERVE)] : []),
  ];
}
