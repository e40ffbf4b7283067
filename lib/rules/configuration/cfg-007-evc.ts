import { isUnknown, type ComputeCluster, type EsxiHost, type Estate, type Premise } from '../../estate';
import { Interval } from '../../units';
import { canRun, EVC_ORDER, evcVendor } from '../../proofs/evc';
import { settingPremises } from '../left-out';
import { Mend } from '../mend';
import { Premises } from '../premises';
import type { Rule } from '../rule';
import { subjectOf } from '../subjects';
import type { Verdict } from '../verdict';
import { knownOnlyTo, listed, listedNames, quoted, quotedName } from '../wording';
import { clusterHosts } from './cluster-hosts';

/**
 * What the hosts of a cluster present to VMs as their CPU. Generations that differ on a cluster where the program sets no EVC mode
 * are a warning: VMs start anywhere, and move back from newer hosts to older ones only where they happen to use nothing new.
 */
export const evc: Rule = {
  id: 'CFG-007',
  title: 'Hosts of a cluster fit one EVC mode',
  decides:
    "The CPUs of a cluster's hosts are of one vendor, each can run the EVC mode that the cluster sets, and where it sets none they are of one generation.",
  why: 'vCenter refuses an EVC mode that some host cannot run, and no VM moves between CPUs of two vendors while it runs: DRS balances half of the cluster, and a host cannot be drained.',
  severity: 'error',
  evidence: 'The hosts with their CPUs, and the EVC mode.',
  sources: [
    EVC_ORDER.source,
    'https://docs.vmware.com/en/VMware-vSphere/6.7/com.vmware.vsphere.vcenterhost.doc/GUID-9F444D9B-44A0-4967-8C07-693C6B40278A.html',
    'https://registry.terraform.io/providers/vmware/vsphere/2.16.0/docs/resources/compute_cluster',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    for (const cluster of estate.vsphere.clusters) {
      const { certain, possible } = clusterHosts(estate, cluster);
      if (certain.length + possible.length > 0 || typeof modeOf(cluster) === 'string') yield decide(estate, cluster);
    }
  },
};

type Known = EsxiHost & { readonly hardware: NonNullable<EsxiHost['hardware']> };

/** The mode that is set: null for none, undefined where nobody knows. A cluster of the app that leaves it out has none set by the app. */
function modeOf({ evcMode, origin }: ComputeCluster): string | null | undefined {
  if (!isUnknown(evcMode)) return evcMode;
  return origin === 'owned' && evcMode.$unknown.reason === 'provider-default' ? null : undefined;
}

function decide(estate: Estate, cluster: ComputeCluster): Verdict {
  const { certain, possible, open, premises: membership } = clusterHosts(estate, cluster);
  const sure = certain.filter(({ instances }) => instances.low > 0);
  const known = sure.filter(isKnown);
  const mode = modeOf(cluster);
  const premises = [...membership, ...settingPremises(estate, cluster, ['evc_mode']), ...[...new Set(known)].map(Premises.hardware)];
  const refuted = twoVendors(cluster, known, premises) ?? aboveHost(cluster, known, mode, premises) ?? twoGenerations(cluster, known, mode, premises);
  if (refuted) return refuted;

  const bare = [...certain, ...possible].filter((host) => !isKnown(host));
  const all = [...certain, ...possible].filter(isKnown);
  const gap = gapOf(cluster, all, mode);
  const subject = subjectOf(cluster);
  const isAlone = !open && typeof mode !== 'string' && (Interval.sum([...certain, ...possible].map(({ instances }) => instances)).high ?? 2) < 2;
  if (isAlone) return { verdict: 'proved', subject, premises };
  if (bare.length === 0 && possible.length === 0 && !open && gap === undefined) {
    return { verdict: 'proved', subject, premises: [...premises, Premises.constant(EVC_ORDER)] };
  }
  const unsure = possible.find(({ cluster: home }) => isUnknown(home))?.cluster;
  const [reason, decidedBy] =
    bare.length > 0
      ? [`nobody stated the hardware of ${listedNames(bare)}`, 'a `HostModel` for each host']
      : (gap ?? [
          `which hosts it has is ${open ? knownOnlyTo(open) : isUnknown(unsure) ? knownOnlyTo(unsure) : 'open: two entries may mean one cluster'}`,
          cluster.origin === 'owned' ? 'a literal list of its hosts' : '`VcenterCluster.fromLookup(…, { hosts })` with all its hosts',
        ]);
  return {
    verdict: 'undecided',
    subject,
    premises,
    message: `whether the hosts of cluster ${quotedName(cluster)} fit one EVC mode`,
    reason,
    decidedBy,
  };
}

function isKnown(host: EsxiHost): host is Known {
  return host.hardware !== undefined;
}

function twoVendors(cluster: ComputeCluster, hosts: readonly Known[], premises: readonly Premise[]): Verdict | undefined {
  const [first] = hosts;
  const other = hosts.find(({ hardware }) => hardware.cpu.vendor !== first?.hardware.cpu.vendor);
  if (!first || !other) return undefined;
  return {
    verdict: 'refuted',
    subject: subjectOf(cluster),
    key: 'vendors',
    premises,
    message: `cluster ${quotedName(cluster)} mixes CPUs of two vendors`,
    witness: [first, other].map((host) => cpuOf(host)),
    remedies: [{ text: 'a cluster for the hosts of each vendor' }],
  };
}

function aboveHost(
  cluster: ComputeCluster,
  hosts: readonly Known[],
  mode: string | null | undefined,
  premises: readonly Premise[],
): Verdict | undefined {
  if (typeof mode !== 'string') return undefined;
  const unfit = hosts.filter(({ hardware: { cpu } }) => fits(cpu, mode) === 'no');
  const [first] = unfit;
  if (!first) return undefined;
  const lowest = hosts
    .map(({ hardware: { cpu } }) => cpu.evcMode)
    .find((own) => own !== undefined && hosts.every(({ hardware: { cpu } }) => fits(cpu, own) === 'yes'));
  return {
    verdict: 'refuted',
    subject: subjectOf(cluster, 'evc_mode'),
    key: 'evc_mode',
    premises: [...premises, Premises.constant(EVC_ORDER)],
    message: `${listedNames(unfit)} cannot run the EVC mode of cluster ${quotedName(cluster)}`,
    witness: [{ label: 'mode', text: quoted(mode) }, ...unfit.slice(0, 3).map((host) => cpuOf(host))],
    remedies:
      lowest === undefined
        ? [{ text: 'a mode that every host can run' }]
        : [{ text: quoted(`evc_mode = "${lowest}"`), mend: Mend.changeCluster(cluster.id, { evcMode: lowest }) }],
  };
}

function twoGenerations(
  cluster: ComputeCluster,
  hosts: readonly Known[],
  mode: string | null | undefined,
  premises: readonly Premise[],
): Verdict | undefined {
  if (mode !== null) return undefined;
  const dated = hosts.filter(({ hardware: { cpu } }) => cpu.evcMode !== undefined);
  const [first] = dated;
  const other = dated.find(({ hardware: { cpu } }) => cpu.evcMode !== first?.hardware.cpu.evcMode);
  if (!first || !other) return undefined;
  const common = dated.map(({ hardware: { cpu } }) => cpu.evcMode!).find((own) => dated.every(({ hardware: { cpu } }) => fits(cpu, own) === 'yes'));
  return {
    verdict: 'refuted',
    severity: 'warning',
    subject: subjectOf(cluster, 'evc_mode'),
    key: 'generations',
    premises,
    message: `cluster ${quotedName(cluster)} mixes generations of CPUs and sets no EVC mode`,
    witness: [first, other].map((host) => cpuOf(host)),
    remedies:
      common === undefined
        ? [{ text: 'an EVC mode that every host can run' }]
        : [{ text: quoted(`evc_mode = "${common}"`), mend: Mend.changeCluster(cluster.id, { evcMode: common }) }],
  };
}

/** Why a mode may not fit hosts whose CPUs are stated, and what would tell. */
function gapOf(cluster: ComputeCluster, hosts: readonly Known[], mode: string | null | undefined): readonly [string, string] | undefined {
  const undated = hosts.filter(({ hardware: { cpu } }) => cpu.evcMode === undefined);
  const names = new Set(hosts.map(({ hardware: { cpu } }) => cpu.name));
  const generations = new Set(hosts.map(({ hardware: { cpu } }) => cpu.evcMode));
  const isOneGeneration = names.size < 2 || (undated.length === 0 && generations.size < 2);
  if (typeof mode === 'string') {
    if (evcVendor(mode) === undefined) return [`${quoted(mode)} is no EVC mode on record`, 'a mode that vSphere documents'];
    const unsure = hosts.filter(({ hardware: { cpu } }) => fits(cpu, mode) !== 'yes');
    if (unsure.length === 0) return undefined;
    return [
      `which EVC modes ${listed([...new Set(unsure.map(({ hardware: { cpu } }) => quoted(cpu.name)))])} can run is not on record`,
      '`evcMode` of the CPU model',
    ];
  }
  // Whatever mode a cluster of others has, vCenter took it for its hosts.
  if (mode === undefined && (cluster.origin === 'owned' || !isOneGeneration)) {
    return [
      `its EVC mode is ${isUnknown(cluster.evcMode) ? knownOnlyTo(cluster.evcMode) : 'not known'}`,
      cluster.origin === 'owned' ? 'a literal `evc_mode`' : "`app.assume(Assume.value(cluster, 'evc_mode', …))` with what vCenter has",
    ];
  }
  // Hosts of one and the same CPU are of one generation, whichever that is.
  if (undated.length > 0 && !isOneGeneration)
    return [
      `of which generation ${listed([...new Set(undated.map(({ hardware: { cpu } }) => quoted(cpu.name)))])} is is not on record`,
      '`evcMode` of the CPU model',
    ];
  return undefined;
}

function fits(cpu: Known['hardware']['cpu'], mode: string): 'yes' | 'no' | 'maybe' {
  const vendor = evcVendor(mode);
  if (vendor !== undefined && vendor !== cpu.vendor) return 'no';
  return cpu.evcMode === undefined ? 'maybe' : canRun(cpu.evcMode, mode);
}

function cpuOf(host: Known): { label: string; text: string } {
  const { name, evcMode } = host.hardware.cpu;
  return { label: 'host', text: `${quotedName(host)} has ${name}${evcMode === undefined ? '' : `, up to ${quoted(evcMode)}`}` };
}
