import type { EsxiHost, Premise, StoragePolicy, VsanRedundancy } from '../../estate';
import { isAtLeast, partsOf, type VsanDomains } from '../../proofs/capacity';
import { Interval } from '../../units';
import { Mend } from '../mend';
import { subjectOf } from '../subjects';
import type { Evidence, Refuted, Remedy } from '../verdict';
import { count, listed, quoted, quotedName } from '../wording';
import type { ClusterView } from './cluster-view';
import { backInService, idleText } from './idle-hosts';
import { isTwoNode, mayMirrorSites, placementsOf } from './vsan-placements';
import { domainsAt, endOf, topologyOf, type HostGroup, type VsanTopology } from './vsan-topology';
import { keptText } from './vsan-wording';

/** A storage policy on the vSAN of one cluster. */
export interface PolicyCase {
  readonly policy: StoragePolicy;
  readonly redundancy: VsanRedundancy;
  readonly view: ClusterView;
  /** Fault domains that it takes, at each site where it is kept at sites. */
  readonly parts: Interval;
  readonly constants: readonly VsanDomains[];
  readonly premises: readonly Premise[];
}

type Known = Exclude<VsanTopology, { readonly kind: 'open' }>;

export function withoutVsan(one: Omit<PolicyCase, 'parts' | 'constants'>): Refuted {
  return {
    ...refuted(one, (policy, cluster) => `storage policy ${policy} is for vSAN, and cluster ${cluster} has none`),
    witness: [{ label: 'switched off', text: `\`vsan_enabled\` of cluster ${quotedName(one.view.cluster)}` }],
    remedies: [{ text: `vSAN on cluster ${quotedName(one.view.cluster)}, or another cluster for the policy` }],
  };
}

/** A copy at each of two sites, where there are none. */
export function unmirrored(one: PolicyCase): Refuted {
  return {
    ...refuted(one, (policy, cluster) => `storage policy ${policy} keeps a copy at each of two sites, and cluster ${cluster} has no sites`),
    witness: [{ label: 'there are', text: `no sites: the vSAN of cluster ${quotedName(one.view.cluster)} is not stretched` }],
    remedies: [
      { text: `two sites and a witness for cluster ${quotedName(one.view.cluster)}` },
      ...weaker(one, [{ ...one.redundancy, mirroredSites: false }]),
    ],
  };
}

export function lacking(one: PolicyCase, topology: Known): Refuted {
  const more = topology.kind === 'sites' ? 'hosts than a site of' : `${unitOf(topology)}s than`;
  return {
    ...refuted(one, (policy, cluster) => `storage policy ${policy} takes more ${more} cluster ${cluster} has`),
    witness: [takenLine(one, topology), thereLine(one, topology)],
    remedies: remediesOf(one, topology),
  };
}

/** What is lost with some host has no place to be rebuilt. */
export function unprotected(one: PolicyCase, topology: Known): Refuted {
  const twoNode = topology.kind === 'sites' && isTwoNode(topology.sites);
  return {
    ...refuted(one, (policy, cluster) => `data of storage policy ${policy} cannot be rebuilt after cluster ${cluster} loses a host`),
    ...(twoNode ? { severity: 'warning' as const } : {}),
    witness: [
      takenLine(one, topology),
      thereLine(one, topology),
      {
        label: 'host lost',
        text: twoNode
          ? 'a single copy is left until the host is back, whatever follows'
          : `none is left to rebuild what it kept: until it is back, and while one is in maintenance, ${leftText(one.redundancy)}`,
      },
    ],
    remedies: twoNode ? [{ text: 'a second host at each site' }] : remediesOf(one, topology),
  };
}

/** What data still survives with a host gone. */
function leftText({ failures, mirroredSites }: VsanRedundancy): string {
  if (failures > 1) return `the data survives ${count(failures - 1, 'failure')} more${mirroredSites ? ' at its site' : ''}, not ${failures}`;
  return mirroredSites ? 'the next failure leaves the other site with the only copy' : 'the next failure loses data';
}

/** What is lost with a host comes back on another of its fault domain; with the whole of that, nowhere. */
export function withoutSpare(one: PolicyCase, topology: Known): Refuted {
  return {
    ...refuted(one, (policy, cluster) => `data of storage policy ${policy} cannot be rebuilt after cluster ${cluster} loses a whole fault domain`),
    severity: 'warning',
    witness: [
      takenLine(one, topology),
      thereLine(one, topology),
      { label: 'domain lost', text: 'none is left to take its place; what is lost with one host is rebuilt on others of its fault domain' },
    ],
    remedies: remediesOf(one, topology),
  };
}

function refuted(
  { policy, view, premises }: Pick<PolicyCase, 'policy' | 'view' | 'premises'>,
  message: (policy: string, cluster: string) => string,
): Omit<Refuted, 'witness' | 'remedies'> {
  return {
    verdict: 'refuted',
    subject: subjectOf(policy),
    key: view.cluster.path ?? view.cluster.id,
    premises,
    message: message(quotedName(policy), quotedName(view.cluster)),
  };
}

function unitOf(topology: Known): string {
  return topology.kind === 'sites' || topology.domains.length === 0 ? 'host' : 'fault domain';
}

function takenLine({ redundancy, parts, constants }: PolicyCase, topology: Known): Evidence {
  const least = parts.low;
  const sources = [...new Set(constants.filter(({ value }) => value.low === least).map(({ source }) => source))];
  return {
    label: 'taken',
    text: `${takenText(redundancy, count(least, unitOf(topology)), topology)} by ${keptText(redundancy)} (${sources.join(', ')})`,
  };
}

function takenText(redundancy: VsanRedundancy, hosts: string, topology: Known): string {
  if (topology.kind !== 'sites') return hosts;
  if (redundancy.mirroredSites) return `${hosts} at each site`;
  if (!mayMirrorSites(redundancy)) return `${hosts} at one site`;
  return isTwoNode(topology.sites) ? 'a host at each site' : `a host at each site, or ${hosts} at one`;
}

function thereLine({ view }: PolicyCase, topology: Known): Evidence {
  const idle = idleText(view);
  if (topology.kind === 'sites') return { label: 'there are', text: topology.sites.map(groupText).join(', ') + idle };
  const alone = endOf(topology.alone, 'high');
  if (topology.domains.length === 0) {
    const names = listed(view.hosts.filter(({ count: howMany }) => howMany.high !== 0).map(({ object }) => view.name(object)));
    if (alone === 0) return { label: 'there are', text: `${idle === '' ? 'no hosts' : 'no hosts in service'}${idle}` };
    return { label: 'there are', text: `${count(alone, 'host')}${names === '' ? '' : `, each failing alone: ${names}`}${idle}` };
  }
  const peopled = topology.domains.filter(({ hosts }) => hosts.high !== 0);
  if (peopled.length + alone === 0) {
    return { label: 'there are', text: `no fault domains with a host${idle === '' ? ' of the cluster' : ' in service'}${idle}` };
  }
  const all = count(peopled.length + alone, 'fault domain');
  const rest = alone === 0 ? [] : [`${count(alone, 'host')} in none`];
  return { label: 'there are', text: `${all}: ${listed([...peopled.map(groupText), ...rest], 6)}${idle}` };
}

function groupText({ name, hosts }: HostGroup): string {
  return `${name === undefined ? 'one' : quoted(name)} (${hosts.high === null ? `at least ${count(hosts.low, 'host')}` : count(hosts.high, 'host')})`;
}

const MOST_HOSTS_WORTH_NAMING = 8;

/** The same hosts in more fault domains do as well, where there are as many. */
function moreDomains({ parts }: PolicyCase, topology: Known): Remedy[] {
  if (topology.kind === 'sites' || topology.domains.length === 0) return [];
  const wanted = parts.high! + 1;
  const hosts = Interval.sum([...topology.domains.map((domain) => domain.hosts), topology.alone]);
  return (hosts.high ?? Infinity) < wanted ? [] : [{ text: `${count(wanted, 'fault domain')}, the hosts spread over them` }];
}

function remediesOf(one: PolicyCase, topology: Known): Remedy[] {
  const { view, redundancy } = one;
  const fewer: VsanRedundancy[] = ALTERNATIVES.filter(({ failures }) => failures <= redundancy.failures)
    .filter(({ raid, failures }) => raid !== redundancy.raid || failures !== redundancy.failures)
    .map((each) => ({ ...each, mirroredSites: redundancy.mirroredSites }));
  return [...backInService(view), ...moreHosts(one, topology), ...moreDomains(one, topology), ...weaker(one, fewer)];
}

/** From the strongest and cheapest on. */
const ALTERNATIVES: readonly Pick<VsanRedundancy, 'raid' | 'failures'>[] = [
  { raid: 'raid-6', failures: 2 },
  { raid: 'raid-1', failures: 2 },
  { raid: 'raid-5', failures: 1 },
  { raid: 'raid-1', failures: 1 },
];

/** Policies that these hosts surely carry. */
function weaker({ policy, redundancy, view }: PolicyCase, candidates: readonly VsanRedundancy[]): Remedy[] {
  const topology = topologyOf(view);
  const { esa } = view.cluster.vsan;
  const carried = candidates.filter((candidate) => {
    const taken = partsOf(candidate, typeof esa === 'boolean' ? esa : undefined);
    return taken !== undefined && isAtLeast(placementsOf(candidate, taken.parts, topology).least, 'domain');
  });
  return carried.slice(0, 1).map((candidate) => ({
    text: `${quotedName(policy)} with ${keptText(candidate)} in vCenter, and as its \`redundancy\` (${keptText(redundancy)} now)`,
    mend: Mend.changePolicy(policy.id, { redundancy: candidate }),
  }));
}

/** Hosts that fail alone are each a fault domain more. */
function moreHosts({ view, parts }: PolicyCase, topology: Known): Remedy[] {
  if (topology.kind === 'sites') return [{ text: `${parts.high! + 1} hosts at each site` }];
  const there = domainsAt(topology, 'low', parts.high! + 1).filter((hosts) => hosts > 0).length;
  const lacks = parts.high! + 1 - there;
  const model: EsxiHost | undefined = view.hosts.find(({ count: howMany }) => howMany.low > 0)?.object;
  if (lacks < 1 || lacks > MOST_HOSTS_WORTH_NAMING) return [];
  const domain = topology.domains.length === 0 ? '' : lacks === 1 ? ', a fault domain by itself' : ', each a fault domain by itself';
  const text = count(lacks, 'more host');
  return [
    model === undefined
      ? { text: `${text}${domain}` }
      : { text: `${text} like ${view.name(model)}${domain}`, mend: Mend.addHosts(view.cluster, model, lacks) },
  ];
}
