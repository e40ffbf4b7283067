import { indexOf, isUnknown, type ComputeCluster, type Estate, type Members, type ObjectId, type Unknown } from '../../estate';
import { listed, quoted, quotedName } from '../wording';
import { clusterHosts } from './cluster-hosts';
import type { Clash } from './vsan-clash';

const DOMAINS = 'vsan_fault_domains';
const SITES = 'vsan_stretched_cluster';

/** A named part of a cluster: a fault domain, or a site. */
interface Part {
  readonly name: string;
  readonly hosts: Members;
}

/** Hosts in fault domains, sites and as witness: each in one place, all but the witness of the cluster. */
export function* hostPlaces(estate: Estate, cluster: ComputeCluster): Iterable<Clash> {
  const { faultDomains, stretched } = cluster.vsan;
  const domains = faultDomains.items.map(({ name, hosts }): Part => ({
    name: isUnknown(name) ? 'a fault domain' : `fault domain ${quoted(name)}`,
    hosts,
  }));
  yield* oncePerPart(estate, domains, DOMAINS, 'the provider refuses a host in two fault domains', faultDomains.unknown);
  yield* ofTheCluster(
    estate,
    cluster,
    domains,
    DOMAINS,
    'a fault domain is made of hosts of its cluster, and the provider passes over all others in silence',
  );
  for (const { preferredHosts, secondaryHosts, witness } of stretched.items) {
    const sites: Part[] = [
      { name: 'the preferred site', hosts: preferredHosts },
      { name: 'the secondary site', hosts: secondaryHosts },
    ];
    yield* oncePerPart(estate, sites, SITES, 'the provider refuses a host in both sites', undefined);
    yield* ofTheCluster(estate, cluster, sites, SITES, 'a site is made of hosts of its cluster');
    yield* witnessApart(estate, cluster, sites, witness);
  }
}

function* oncePerPart(estate: Estate, parts: readonly Part[], attribute: string, rule: string, more: Unknown | undefined): Iterable<Clash> {
  const first = new Map<ObjectId, Part>();
  let isFound = false;
  for (const part of parts) {
    for (const id of new Set(part.hosts.ids)) {
      const other = first.get(id);
      if (!other) first.set(id, part);
      else {
        isFound = true;
        yield {
          key: `${attribute}:${id}`,
          attributes: [attribute],
          rule,
          message: `host ${named(estate, id)} is in ${other.name} and in ${part.name}`,
          stated: `${named(estate, id)} in ${other.name} and in ${part.name}`,
          remedy: 'the host in one of the two',
        };
      }
    }
  }
  const hidden = more ?? parts.map(({ hosts }) => hosts.unknown).find((unknown) => unknown !== undefined);
  if (!isFound && hidden && (parts.length > 1 || more)) yield { ...open(attribute, hidden), key: `${attribute}:hidden`, rule };
}

function* ofTheCluster(estate: Estate, cluster: ComputeCluster, parts: readonly Part[], attribute: string, rule: string): Iterable<Clash> {
  const { certain, possible, open: more } = clusterHosts(estate, cluster);
  const members = new Set([...certain, ...possible].map(({ id }) => id));
  const strangers = parts.flatMap(({ name, hosts }) => hosts.ids.filter((id) => !members.has(id)).map((id) => ({ id, name })));
  const [stranger] = strangers;
  if (!stranger) return;
  if (more) {
    yield { ...open('host_system_ids', more), attributes: [attribute], key: `${attribute}:members`, rule };
    return;
  }
  yield {
    key: `${attribute}:strangers`,
    attributes: [attribute],
    rule,
    message: `${listed([...new Set(strangers.map(({ id }) => named(estate, id)))])} in ${stranger.name} ${strangers.length === 1 ? 'is no host' : 'are no hosts'} of the cluster`,
    stated: strangers.map(({ id, name }) => `${named(estate, id)} in ${name}`).join(', '),
    remedy: 'hosts of the cluster',
  };
}

function* witnessApart(
  estate: Estate,
  cluster: ComputeCluster,
  sites: readonly Part[],
  witness: ComputeCluster['vsan']['stretched']['items'][number]['witness'],
): Iterable<Clash> {
  const rule = 'the witness is a host outside of the cluster that it decides for';
  if (isUnknown(witness)) {
    yield { ...open('witness_node', witness), attributes: [SITES], key: `${SITES}:witness`, rule };
    return;
  }
  const { certain, possible, open: more } = clusterHosts(estate, cluster);
  const site = sites.find(({ hosts }) => hosts.ids.includes(witness));
  if (site || certain.some(({ id }) => id === witness)) {
    yield {
      key: `${SITES}:witness`,
      attributes: [SITES],
      rule,
      message: `the witness ${named(estate, witness)} is a host of the cluster itself`,
      stated: site
        ? `${named(estate, witness)} is the witness, and in ${site.name}`
        : `${named(estate, witness)} is the witness, and among the hosts of the cluster`,
      remedy: 'a host outside of the cluster as witness',
    };
    return;
  }
  const host = estate.vsphere.hosts.find(({ id }) => id === witness);
  const isElsewhere =
    host !== undefined &&
    (host.cluster === null || estate.vsphere.clusters.some((each) => each.id !== cluster.id && each.hosts.ids.includes(witness)));
  const hidden = more ?? (possible.some(({ id }) => id === witness) && isUnknown(host?.cluster) ? host.cluster : undefined);
  if (hidden && !isElsewhere) yield { ...open('host_system_ids', hidden), attributes: [SITES], key: `${SITES}:witness`, rule };
}

function open(attribute: string, unknown: Unknown): Pick<Clash, 'attributes' | 'message' | 'stated' | 'remedy' | 'open'> {
  return { attributes: [attribute], message: '', stated: '', remedy: '', open: { attribute, unknown } };
}

function named(estate: Estate, id: ObjectId): string {
  const object = indexOf(estate).objects.get(id);
  return object ? quotedName(object) : quoted(id);
}
