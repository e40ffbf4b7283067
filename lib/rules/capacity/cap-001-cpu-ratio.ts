import { isUnknown, type EsxiHost, type Estate, type Premise, type VirtualMachine } from '../../estate';
import { atRatio, cpuRatioBalance } from '../../proofs/capacity';
import { Interval } from '../../units';
import { Mend } from '../mend';
import { Premises } from '../premises';
import type { Rule } from '../rule';
import type { Remedy, Verdict } from '../verdict';
import { count, grouped, listed, quotedName } from '../wording';
import { viewOf, type ClusterView, type Gap } from './cluster-view';
import { backInService, idleText } from './idle-hosts';
import { explain, familyName, largestFamilies, largestText, type Family } from './demand';
import { openSizes, VCPUS } from './open-sizes';
import { vcpusUpTo } from './sockets';

/**
 * vCPUs a physical core, on every cluster that declares a ratio. A host in maintenance gives no core; threads are not
 * cores. Where a number is open the bad end proves and the good end refutes, so a host of unknown hardware leaves the
 * question open only if the others do not carry the VMs.
 */
export const cpuRatio: Rule = {
  id: 'CAP-001',
  title: 'CPU overcommit',
  decides: 'The vCPUs of the VMs on a cluster stay within the declared ratio to the physical cores of its hosts.',
  why: 'Beyond it VMs wait for a core (CPU ready time) while every dashboard shows idle guests.',
  severity: 'error',
  evidence: 'vCPUs wanted, cores available, the largest fleets, and how many hosts or smaller VMs would do.',
  sources: [
    'https://download3.vmware.com/vcat/vmw-vcloud-architecture-toolkit-spv1-webworks/Core%20Platform/Architecting%20a%20vSphere%20Compute%20Platform/Architecting%20a%20vSphere%20Compute%20Platform.1.019.html',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    for (const cluster of estate.vsphere.clusters) {
      if (cluster.cpuRatio !== undefined) yield decide(viewOf(estate, cluster), cluster.cpuRatio);
    }
  },
};

function decide(view: ClusterView, ratio: number): Verdict {
  const { cluster } = view;
  const machines = view.machines.map(({ object, count: howMany }) => ({ count: howMany, size: vcpusOf(object) }));
  const hosts = view.hosts.map(({ object, count: howMany }) => ({ count: howMany, size: coresOf(object) }));
  if (view.machinesOpen) machines.push({ count: Interval.atLeast(0), size: Interval.exactly(1) });
  if (view.hostsOpen) hosts.push({ count: Interval.atLeast(0), size: Interval.exactly(1) });
  const { demand, supply, fits } = cpuRatioBalance(machines, hosts, ratio);

  const subject = { ...(cluster.path === undefined ? {} : { path: cluster.path }) };
  const premises: Premise[] = [
    ...view.premises,
    Premises.ratio(cluster, 'vCPUs a physical core', ratio),
    ...view.hosts.flatMap(({ object }) => (object.hardware ? [Premises.hardware(object)] : [])),
  ];
  if (fits === 'yes') return { verdict: 'proved', subject, premises };

  const serving = view.hosts.filter((host) => host.count.high !== 0);
  if (fits === 'no') {
    const families = largestFamilies(view.machines, vcpusOf);
    return {
      verdict: 'refuted',
      subject,
      premises,
      message: `cluster ${quotedName(cluster)} has more vCPUs than the ${ratio} a physical core that it declares`,
      witness: [
        { label: 'wanted', text: `${Interval.isExact(demand) ? '' : 'at least '}${count(demand.low, 'vCPU')} in ${count(sumOf(families), 'VM')}` },
        {
          label: 'available',
          text: `${count(supply.high!, 'vCPU')}: ${coresText(serving.map(({ object }) => object))}, ${ratio} vCPUs a core${idleText(view)}`,
        },
        { label: 'largest', text: largestText(families, view.name, (each) => count(each, 'vCPU')) },
      ],
      remedies: [...backInService(view), ...remediesOf(view, ratio, demand, families)],
    };
  }

  return {
    verdict: 'undecided',
    subject,
    premises,
    message: `vCPUs a physical core on cluster ${quotedName(cluster)}`,
    ...explain([...view.gaps, ...gapsOf(view)]),
    witness: [
      { label: 'wanted', text: Interval.format(demand, (n) => `${grouped(n)}`) + ' vCPUs' },
      { label: 'available', text: `${Interval.format(supply, grouped)} vCPUs at ${ratio} a core` },
    ],
  };
}

function vcpusOf(machine: VirtualMachine): Interval {
  return isUnknown(machine.cpus) ? Interval.atLeast(1) : Interval.exactly(machine.cpus);
}

function coresOf(host: EsxiHost): Interval {
  return host.hardware ? Interval.exactly(host.hardware.sockets * host.hardware.cpu.cores) : Interval.atLeast(0);
}

function sumOf(families: readonly Family[]): number {
  return families.reduce((sum, family) => sum + family.count, 0);
}

/** "12 hosts of 112 cores". */
function coresText(hosts: readonly EsxiHost[]): string {
  const sizes = new Map<number, number>();
  for (const host of hosts) sizes.set(coresOf(host).low, (sizes.get(coresOf(host).low) ?? 0) + 1);
  return [...sizes].map(([cores, howMany]) => `${count(howMany, 'host')} of ${count(cores, 'core')}`).join(', ') || 'no host';
}

function gapsOf(view: ClusterView): Gap[] {
  const bare = view.hosts.map(({ object }) => object).filter((host) => !host.hardware);
  const names = listed(bare.map(view.name));
  return [
    ...(bare.length === 0 ? [] : [{ reason: `nobody stated the hardware of ${names}`, decidedBy: `the model of ${names}` }]),
    ...openSizes(
      view.machines.map(({ object }) => object),
      VCPUS,
      view.name,
    ),
  ];
}

function remediesOf(view: ClusterView, ratio: number, demand: Interval, families: readonly Family[]): Remedy[] {
  const remedies: Remedy[] = [];
  const supply = atRatio(sumCores(view), ratio);
  const model = view.hosts.find(({ object, count: howMany }) => object.hardware && howMany.high !== 0)?.object;
  const hosts = model && demand.high !== null ? hostsNeeded(demand.high, sumCores(view).low, coresOf(model).low, ratio) : undefined;
  if (model && hosts !== undefined) {
    remedies.push({
      text: `${count(hosts, 'more host')} like ${view.name(model)} (${count(coresOf(model).low, 'core')}${hosts > 1 ? ' each' : ''})`,
      mend: Mend.addHosts(view.cluster, model, hosts),
    });
  }
  const largest = families[0];
  if (largest && demand.high !== null && largest.machines.length === largest.count) {
    const smaller = vcpusUpTo(largest.each - (demand.high - supply.low) / largest.count, largest.machines);
    if (smaller !== undefined) {
      remedies.push({
        text: `${familyName(largest, view.name)} with ${count(smaller, 'vCPU')}${largest.count > 1 ? ' each' : ''} (${largest.each} now)`,
        mend: Mend.changeMachines(
          largest.machines.map(({ id }) => id),
          { cpus: smaller },
        ),
      });
    }
  }
  return remedies;
}

function sumCores(view: ClusterView): Interval {
  return Interval.sum(view.hosts.map(({ object, count: howMany }) => Interval.multiply(howMany, coresOf(object))));
}

const MOST_HOSTS_WORTH_NAMING = 64;

function hostsNeeded(vcpus: number, cores: number, each: number, ratio: number): number | undefined {
  for (let hosts = 1; hosts <= MOST_HOSTS_WORTH_NAMING; hosts += 1) {
    if (atRatio(Interval.exactly(cores + hosts * each), ratio).low >= vcpus) return hosts;
  }
  return undefined;
}
