import type { Estate, KubernetesCluster, KubernetesService, Premise } from '../../estate';
import { Cidr } from '../../units';
import { fieldsOf, objectsOf } from '../configuration/custom-resources';
import { subjectOf } from '../subjects';
import type { Refuted, Verdict } from '../verdict';
import { grouped, listed, quoted, quotedName } from '../wording';
import { many } from './address-words';

/** The API server and the DNS of the cluster have services of their own, of one version of IP. */
const OWN_SERVICES = 2;

/** An address of each range for the services that take one there. */
export function* serviceAddresses(estate: Estate, cluster: KubernetesCluster, stated: readonly Premise[]): Iterable<Verdict> {
  const ranges = cluster.serviceCidrs.map((cidr) => Cidr.of(cidr));
  if (ranges.length === 0) return;
  const subject = subjectOf(cluster, 'serviceCidrs');
  const premises = [...stated, unrendered(cluster)];
  const services = estate.kubernetes.kubernetesServices.filter((service) => service.cluster === cluster.id && service.type !== 'ExternalName');
  const needs = servicesOf(estate, cluster, services);
  const faults: Refuted[] = [];
  const open: string[] = [];
  for (const [i, range] of ranges.entries()) {
    const own = i === 0 ? OWN_SERVICES : 0;
    const taking = needs.map((need) => need(range.version, i === 0));
    const [least, most] = [taking.filter((each) => each === 'yes').length, taking.filter((each) => each !== 'no').length];
    const room = range.last - range.first + 1n - (range.version === 4 ? 2n : 1n);
    if (BigInt(least + own) > room) faults.push(tooMany(cluster, i, range, least, own, room));
    else if (BigInt(most + own) > room) open.push(quoted(String(range)));
  }
  const more = estate.manifests.some((manifest) => manifest.cluster === cluster.id && objectsOf(manifest).some(({ kind }) => kind === 'ServiceCIDR'));
  if (faults.length > 0 && !more) for (const fault of faults) yield { ...fault, premises: stated };
  else if (faults.length + open.length === 0) yield { verdict: 'proved', subject, premises };
  else {
    yield {
      verdict: 'undecided',
      subject,
      key: 'services',
      premises,
      message: `whether cluster ${quotedName(cluster)} has an address for each service`,
      reason: more ? 'a ServiceCIDR gives it more ranges, which are not counted' : `which services take an address of ${listed(open)} is not known`,
      decidedBy: 'services with literal fields, and one range of each version of IP',
    };
  }
}

type Need = (version: Cidr['version'], isFirst: boolean) => 'yes' | 'no' | 'maybe';

/** Of which ranges each service takes an address: none without a cluster IP, of both where it is of two versions. */
function servicesOf(estate: Estate, cluster: KubernetesCluster, services: readonly KubernetesService[]): Need[] {
  const specs = new Map<string, Readonly<Record<string, unknown>>>();
  for (const manifest of estate.manifests) {
    if (manifest.cluster !== cluster.id) continue;
    for (const { kind, body } of objectsOf(manifest)) {
      const { name, namespace = 'default' } = fieldsOf(body.metadata);
      if (kind === 'Service') specs.set(`${String(namespace)}/${String(name)}`, fieldsOf(body.spec));
    }
  }
  const seen = new Set(services.map(({ id }) => id.replace(/#\d+$/, '')));
  return services.flatMap((service): Need[] => {
    // Of two objects of one name the cluster has one.
    if (!seen.delete(service.id.replace(/#\d+$/, ''))) return [];
    const { clusterIP, ipFamilyPolicy = 'SingleStack', ipFamilies } = specs.get(`${service.namespace}/${String(service.name)}`) ?? {};
    const [family] = Array.isArray(ipFamilies) ? (ipFamilies as unknown[]) : [];
    if (clusterIP === 'None') return [];
    return [
      (version, isFirst) => {
        if ((service.unread ?? []).some((path) => path === 'spec' || path === 'spec.type')) return 'maybe';
        if (ipFamilyPolicy !== 'SingleStack') return 'yes';
        return (family === undefined ? isFirst : family === `IPv${version}`) ? 'yes' : 'no';
      },
    ];
  });
}

function tooMany(cluster: KubernetesCluster, at: number, range: Cidr, services: number, own: number, room: bigint): Refuted {
  return {
    verdict: 'refuted',
    subject: subjectOf(cluster, 'serviceCidrs'),
    key: at === 0 ? 'services' : `services:${range.version}`,
    message: `cluster ${quotedName(cluster)} has more services than addresses for them`,
    witness: [
      {
        label: 'services',
        text: `${grouped(services)} of its manifests${own > 0 ? `, ${quoted('kubernetes')} and ${quoted('kube-dns')}` : ''}`,
      },
      { label: 'addresses', text: `${many(room > 0n ? room : 0n)} in ${quoted(String(range))}` },
    ],
    remedies: [{ text: `a service range with ${grouped(services + own)} addresses or more` }],
  };
}

function unrendered(cluster: KubernetesCluster): Premise {
  return {
    id: `unrendered-services:${cluster.id}`,
    kind: 'closed-scope',
    statement: `services of cluster ${quotedName(cluster)} that no manifest shows, such as those of add-ons, find an address among those that are left`,
    ...(cluster.path !== undefined && { subject: cluster.path }),
  };
}
