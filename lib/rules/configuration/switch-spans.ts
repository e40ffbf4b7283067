import {
  indexOf,
  isUnknown,
  type ComputeCluster,
  type DistributedSwitch,
  type EsxiHost,
  type Estate,
  type PortGroup,
  type Unknown,
  type VirtualMachine,
} from '../../estate';
import { Mend } from '../mend';
import { subjectOf } from '../subjects';
import type { Evidence, Verdict } from '../verdict';
import { knownOnlyTo, listedNames, quotedName } from '../wording';
import { clusterHosts } from './cluster-hosts';
import { declaredHosts } from './declared-hosts';
import { thoseOn } from './held-machines';

/** A switch whose networks VMs of a cluster use. */
interface Span {
  readonly fabric: DistributedSwitch;
  readonly cluster: ComputeCluster;
  readonly machines: VirtualMachine[];
}

/** What keeps the switches of VMs open, once for all that it does so for. */
interface Gap {
  readonly what: string;
  readonly unknown: Unknown;
  readonly machines: VirtualMachine[];
}

/** Whether the switches that VMs use reach every host of their clusters: once for a switch and a cluster, however many VMs there are. */
export function* switchSpans(estate: Estate): Iterable<Verdict> {
  const spans = new Map<string, Span>();
  const gaps = new Map<string, Gap>();
  const byId = <T extends { readonly id: string }>(objects: readonly T[]): Map<string, T> => new Map(objects.map((each) => [each.id, each]));
  const [switches, clusters, groups] = [byId(estate.vsphere.switches), byId(estate.vsphere.clusters), byId(estate.vsphere.portGroups)];
  for (const machine of estate.vsphere.machines) {
    if (machine.origin !== 'owned' || machine.instances.high === 0) continue;
    let hidden: Omit<Gap, 'machines'> | undefined;
    const cluster = isUnknown(machine.cluster) || machine.cluster === null ? undefined : clusters.get(machine.cluster);
    const adapters = indexOf(estate).entryOf(machine)?.values.network_interface ?? null;
    if (!machine.networksComplete && isUnknown(adapters)) hidden = { what: 'which networks it has', unknown: adapters };
    for (const network of machine.networks) {
      const group = isUnknown(network) ? undefined : groups.get(network);
      if (isUnknown(network)) hidden ??= { what: 'which network is meant', unknown: network };
      else if (!group) continue;
      else if (isUnknown(group.switch) && isLookedUpByName(estate, group)) continue;
      else if (isUnknown(group.switch)) hidden ??= { what: `the switch of network ${quotedName(group)}`, unknown: group.switch };
      else if (group.switch !== null && isUnknown(machine.cluster)) hidden ??= { what: 'which cluster is meant', unknown: machine.cluster };
      else if (group.switch !== null && cluster && switches.has(group.switch)) {
        const fabric = switches.get(group.switch)!;
        if (isHeldWithin(machine, fabric)) continue;
        const key = JSON.stringify([group.switch, cluster.id]);
        const span = spans.get(key) ?? { fabric, cluster, machines: [] };
        if (!span.machines.includes(machine)) span.machines.push(machine);
        spans.set(key, span);
      }
    }
    if (!hidden || machine.cluster === null) continue;
    const key = JSON.stringify(hidden);
    const gap = gaps.get(key) ?? { ...hidden, machines: [] };
    gap.machines.push(machine);
    gaps.set(key, gap);
  }
  for (const gap of gaps.values()) yield open(gap);
  for (const span of spans.values()) yield decide(estate, span);
}

function decide(estate: Estate, { fabric, cluster, machines }: Span): Verdict {
  const subject = subjectOf(fabric.origin === 'owned' ? fabric : machines[0]!);
  const key = `span:${fabric.id}:${cluster.id}`;
  const { certain, possible, open: more, premises: membership } = clusterHosts(estate, cluster);
  const reached = new Set(fabric.hosts.ids);
  const premises = [...membership, ...declaredHosts(estate, [fabric])];
  const lacking = certain.filter(({ id }) => !reached.has(id));
  const surely = lacking.filter(({ instances }) => instances.low > 0);
  const exposed = fabric.hosts.complete && surely.length > 0 ? thoseOn(estate, cluster, machines, surely) : undefined;
  if (exposed && exposed.certain.length > 0) {
    return {
      verdict: 'refuted',
      subject,
      premises,
      key,
      message: `switch ${quotedName(fabric)} does not reach every host of cluster ${quotedName(cluster)}`,
      witness: [
        { label: 'not reached', text: listedNames(surely) },
        { label: 'needed by', text: listedNames(exposed.certain) },
      ],
      remedies: [
        {
          text: `${listedNames(surely)} among the hosts of the switch`,
          mend: Mend.change('switches', fabric.id, { hosts: { ...fabric.hosts, ids: [...fabric.hosts.ids, ...surely.map(({ id }) => id)] } }),
        },
      ],
    };
  }
  const others = possible.filter(({ id }) => !reached.has(id));
  if (lacking.length + others.length === 0 && !more) return { verdict: 'proved', subject, premises };
  if (exposed && lacking.length === surely.length && others.length === 0 && !more) {
    if (exposed.possible.length === 0) return { verdict: 'proved', subject, premises: [...premises, ...exposed.premises] };
    return {
      verdict: 'undecided',
      subject,
      key,
      message: `whether switch ${quotedName(fabric)} reaches every host that VMs of cluster ${quotedName(cluster)} may run on`,
      reason: `it does not reach ${listedNames(surely)}, and whether rules keep ${listedNames(exposed.possible)} off ${surely.length === 1 ? 'it' : 'them'} is not known in full`,
      decidedBy: `mandatory VM-host rules with literal groups under DRS that is fully automated, or ${listedNames(surely)} among the hosts of the switch`,
    };
  }
  const onlySwitchIsHidden = !more && others.length === 0;
  return {
    verdict: 'undecided',
    subject,
    key,
    message: `whether switch ${quotedName(fabric)} reaches every host of cluster ${quotedName(cluster)}`,
    witness: evidence(lacking),
    reason: reasonOf(fabric, cluster, lacking.length > 0 && !fabric.hosts.complete, more ?? others[0]?.cluster),
    decidedBy: onlySwitchIsHidden
      ? fabric.origin === 'owned'
        ? 'a literal list of the hosts of the switch'
        : '`hosts` of its `DistributedSwitch.fromLookup(...)`'
      : 'the cluster with all its hosts, and the switch with its own',
  };
}

function evidence(lacking: readonly EsxiHost[]): readonly Evidence[] {
  return lacking.length === 0 ? [] : [{ label: 'unsure', text: listedNames(lacking) }];
}

function reasonOf(fabric: DistributedSwitch, cluster: ComputeCluster, isSwitchHidden: boolean, more: unknown): string {
  const reasons: string[] = [];
  if (isSwitchHidden) {
    const { unknown } = fabric.hosts;
    reasons.push(`which hosts switch ${quotedName(fabric)} has is ${unknown ? knownOnlyTo(unknown) : 'known only to vCenter'}`);
  }
  if (isUnknown(more)) reasons.push(`which hosts cluster ${quotedName(cluster)} has is ${knownOnlyTo(more)}`);
  return reasons.length > 0 ? reasons.join(', and ') : 'how many hosts there are depends on a count or for_each that is not decided';
}

function open({ machines, what, unknown }: Gap): Verdict {
  return {
    verdict: 'undecided',
    subject: subjectOf(machines[0]!, 'network_interface'),
    key: `network:${unknown.$unknown.knownBy}`,
    message: `whether the switches of ${listedNames(machines)} reach every host that ${machines.length === 1 ? 'it' : 'they'} may run on`,
    reason: `${what} is ${knownOnlyTo(unknown)}`,
    decidedBy: 'networks of a named switch, and a cluster that is named, not tokens',
  };
}

/** Whether a device that is passed through holds a VM on a host that the switch reaches: it needs no other. */
function isHeldWithin({ host, pciDevices }: VirtualMachine, { hosts }: DistributedSwitch): boolean {
  return pciDevices.items.length > 0 && typeof host === 'string' && hosts.ids.includes(host);
}

/** A lookup that names no switch is told by itself. */
function isLookedUpByName(estate: Estate, group: PortGroup): boolean {
  const entry = indexOf(estate).entryOf(group);
  return entry?.mode === 'data' && (entry.values.distributed_virtual_switch_uuid ?? '') === '';
}
