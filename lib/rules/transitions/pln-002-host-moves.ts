import { isUnknown, type Estate, type PlannedChange } from '../../estate';
import type { Rule } from '../rule';
import type { Evidence, Verdict } from '../verdict';
import { transferFault } from './host-transfers';
import { planViewOf, type PlanView, type Target } from './plan-view';
import { whyOpen } from './words';

/**
 * Which resource says where a host is: itself (`cluster`, with `host_managed` on that cluster), or the cluster's list
 * (`host_system_ids`, with `cluster_managed` on the host). Each of the two reads back what the other did, and undoes it.
 */
export const hostMoves: Rule = {
  id: 'PLN-002',
  title: 'One resource moves a host',
  decides: 'No host is placed by its own resource and by a cluster at once, or by two clusters, and none is moved by two resources in one apply.',
  why: 'The provider reads where a host is into both resources, and each then takes it back out of where the other put it: every second apply evacuates hosts.',
  severity: 'error',
  waivable: false,
  reads: 'plan',
  evidence: 'What the host says, and what the clusters say.',
  sources: [
    'https://github.com/hashicorp/terraform-provider-vsphere/issues/1041',
    'https://github.com/vmware/terraform-provider-vsphere/issues/2543',
    'https://github.com/vmware/terraform-provider-vsphere/issues/1775',
    'https://github.com/vmware/terraform-provider-vsphere/blob/v2.16.1/vsphere/resource_vsphere_host.go',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    const view = planViewOf(estate);
    const clusters = view
      .ofType('vsphere_compute_cluster')
      .filter(({ after }) => after !== null)
      .map((cluster) => listingOf(view, cluster));
    const hosts = new Map<string, Target>();
    for (const host of view.ofType('vsphere_host').filter(({ after }) => after !== null))
      hosts.set(`${host.stack}/${host.address}`, { key: `${host.stack}/${host.address}`, change: host });
    for (const { listed } of clusters) for (const host of listed.values()) if (!hosts.has(host.key)) hosts.set(host.key, host);
    const lists = clusters.map(({ cluster, listed, open }) => ({
      cluster,
      before: listedBefore(view, cluster),
      after: new Set(listed.keys()),
      open,
    }));
    for (const host of hosts.values()) {
      const verdict = decide(view, host, clusters);
      yield verdict.verdict === 'refuted' ? verdict : (transferFault(view, host, lists) ?? verdict);
    }
    for (const own of clusters) {
      if (own.open && clusters.some((other) => other !== own && (other.open || other.listed.size > 0))) yield openLists(view, own);
    }
  },
};

interface Listing {
  readonly cluster: PlannedChange;
  readonly listed: ReadonlyMap<string, Target>;
  /** Whether the list has members that nobody can tell. */
  readonly open: boolean;
  /** Whether it leaves its hosts to their own resources. */
  readonly hostManaged: boolean | undefined;
}

function listingOf(view: PlanView, cluster: PlannedChange): Listing {
  const targets = view.targets(cluster, view.after(cluster, 'host_system_ids'));
  const known = targets.filter((target) => target !== undefined);
  return {
    cluster,
    listed: new Map(known.map((target) => [target.key, target])),
    open: known.length < targets.length,
    hostManaged: flag(view, cluster, 'host_managed'),
  };
}

function listedBefore(view: PlanView, cluster: PlannedChange): Set<string> {
  return new Set(view.targets(cluster, cluster.before?.host_system_ids ?? null).flatMap((target) => target?.key ?? []));
}

function flag(view: PlanView, change: PlannedChange, attribute: string): boolean | undefined {
  const value = view.after(change, attribute);
  return value === null ? false : typeof value === 'boolean' ? value : undefined;
}

function decide(view: PlanView, host: Target, clusters: readonly Listing[]): Verdict {
  const listing = clusters.filter(({ listed }) => listed.has(host.key));
  const mayList = clusters.filter(({ listed, open }) => open && !listed.has(host.key));
  const subject = view.subjectOf(host.change ?? listing[0]!.cluster);
  const name = host.change ? view.nameOf(host.change) : `\`${host.key.split('\0').at(-1)!}\``;
  const lists = listing.map(({ cluster }): Evidence => ({ label: 'listed by', text: `\`host_system_ids\` of ${view.nameOf(cluster)}` }));
  const refute = (witness: readonly Evidence[], remedy: string): Verdict => ({
    verdict: 'refuted',
    subject,
    message: `host ${name} is placed by two resources`,
    witness,
    remedies: [{ text: remedy }],
  });
  const doubt = (reason: string): Verdict => ({
    verdict: 'undecided',
    subject,
    message: `whether host ${name} is placed by one resource only`,
    witness: lists,
    reason,
    decidedBy: 'references to the hosts and clusters themselves, or ids that the plan knows',
  });

  if (listing.length > 1) return refute(lists, 'one cluster that lists it');
  if (host.change?.type !== 'vsphere_host')
    return mayList.length > 0 && listing.length > 0 ? doubt(openList(view, mayList)) : { verdict: 'proved', subject };

  const own = view.after(host.change, 'cluster');
  const managed = flag(view, host.change, 'cluster_managed');
  if (own !== null && own !== '') {
    const says: Evidence = { label: 'the host says', text: `\`cluster\` is ${clusterText(view, host.change)}` };
    if (listing.length > 0)
      return refute([says, ...lists], '`cluster_managed` on the host and no `cluster`, or `host_managed` on the cluster and no list');
    const target = view.target(host.change, own);
    const named = isUnknown(target) ? undefined : clusters.find(({ cluster }) => target.key === `${cluster.stack}/${cluster.address}`);
    if (named?.hostManaged === false) {
      const evidence = {
        label: 'the cluster',
        text: `${view.nameOf(named.cluster)} takes its own list as the whole, ${listText(named)}, and evicts the host`,
      };
      return refute([says, evidence], '`host_managed` on the cluster, and no list');
    }
    if (isUnknown(target) && clusters.some(({ hostManaged }) => hostManaged !== true)) return doubt(whyOpen(own));
    if (named && named.hostManaged === undefined) return doubt(whyOpen(view.after(named.cluster, 'host_managed')));
    return mayList.length > 0 ? doubt(openList(view, mayList)) : { verdict: 'proved', subject };
  }
  if (listing.length > 0 && managed === false) {
    return refute(
      [...lists, { label: 'the host says', text: 'that it stands alone: neither `cluster` nor `cluster_managed`' }],
      '`cluster_managed` on the host',
    );
  }
  if (listing.length > 0 && managed === undefined) return doubt(whyOpen(view.after(host.change, 'cluster_managed')));
  if (mayList.length > 0 && (managed !== true || listing.length > 0)) return doubt(openList(view, mayList));
  return { verdict: 'proved', subject };
}

function clusterText(view: PlanView, host: PlannedChange): string {
  const target = view.target(host, view.after(host, 'cluster'));
  if (isUnknown(target)) return 'one that is known after apply';
  return target.change ? view.nameOf(target.change) : `\`${target.key.split('\0').at(-1)!}\``;
}

function listText({ listed }: Listing): string {
  return listed.size === 0 ? 'which is empty' : `in which it is not`;
}

function openList(view: PlanView, listings: readonly Listing[]): string {
  return `which hosts ${view.nameOf(listings[0]!.cluster)} lists is ${whyOpen(view.after(listings[0]!.cluster, 'host_system_ids')).replace(/^the plan/, 'not known: the plan')}`;
}

/** Hosts that nobody names may stand in two lists. */
function openLists(view: PlanView, own: Listing): Verdict {
  return {
    verdict: 'undecided',
    subject: view.subjectOf(own.cluster),
    key: 'list',
    message: `whether ${view.nameOf(own.cluster)} lists a host that another cluster lists`,
    reason: openList(view, [own]),
    decidedBy: 'references to the hosts themselves, or ids that the plan knows',
  };
}
