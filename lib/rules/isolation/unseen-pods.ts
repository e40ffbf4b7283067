import {
  indexOf,
  isUnknown,
  type Estate,
  type KubernetesCluster,
  type Namespace,
  type NodePool,
  type PodSecurityLevel,
  type Premise,
  type Tenant,
} from '../../estate';
import { isAsStrict } from '../../proofs/pod-security';
import { groupOf } from '../../proofs/kubernetes-api';
import { fieldsOf, objectsOf, type ListedObject } from '../configuration/custom-resources';
import { quoted, quotedName } from '../wording';
import type { Gap } from './host-rules';
import { minorOf, type IsolationLevelName } from './pod-levels';

const LABEL = 'pod-security.kubernetes.io/enforce';
const RELAXED_SINCE = 35;

/** What the API server holds the pods of a namespace to, as its own version has it; `privileged` where that is nothing to count on. */
export function enforcedOn({ name, labels }: Namespace, cluster: KubernetesCluster, pools: readonly NodePool[]): PodSecurityLevel {
  const { version, podSecurity, featureGates } = cluster;
  const isExempt = isUnknown(name) || (podSecurity?.exemptNamespaces.includes(name) ?? false);
  if (isExempt || featureGates.PodSecurity === false) return 'privileged';
  const level = labels[LABEL] ?? podSecurity?.enforce ?? 'privileged';
  const of = labels[`${LABEL}-version`] ?? podSecurity?.enforceVersion ?? 'latest';
  if (!isPodSecurityLevel(level) || !isOfThisVersion(of, version)) return 'privileged';
  return level === 'restricted' && lendsRoot(cluster, pools) ? 'baseline' : level;
}

/** Whether a pod that is let pass as root in users of its own may run on a node that gives it none. */
function lendsRoot({ version, featureGates }: KubernetesCluster, pools: readonly NodePool[]): boolean {
  const isRelaxed = (minorOf(version) ?? 0) >= RELAXED_SINCE || featureGates.UserNamespacesPodSecurityStandards === true;
  return isRelaxed && (pools.length === 0 || pools.some(({ userNamespaces }) => userNamespaces !== true));
}

function isPodSecurityLevel(text: string): text is PodSecurityLevel {
  return text === 'privileged' || text === 'baseline' || text === 'restricted';
}

/** Whether what the version of a label asks for is no less than what the version of the cluster does. */
function isOfThisVersion(of: string, version: string): boolean {
  const minor = minorOf(version);
  const older = of === 'latest' ? minor : minorOf(of.replace(/^v/, ''));
  return minor !== undefined && older !== undefined && isAsStrict(older, minor);
}

/** What a verdict on the pods of tenants rests on that no manifest shows: pods that nobody rendered. */
export function unseenPods(estate: Estate, tenants: readonly Tenant[], level: IsolationLevelName): Premise[] {
  const { namespaces, kubernetesClusters } = estate.kubernetes;
  const own = namespaces.filter(({ id }) => tenants.some((tenant) => tenant.namespaces.ids.includes(id)));
  const clusters = kubernetesClusters.filter(({ id }) => own.some(({ cluster }) => cluster === id));
  return [
    ...clusters.map(addOns),
    ...own.flatMap((namespace): Premise[] => {
      const cluster = clusters.find(({ id }) => id === namespace.cluster);
      if (!cluster) return [];
      const pools = indexOf(estate).poolsOf(cluster);
      return [isBound(enforcedOn(namespace, cluster, pools), level) ? bound(namespace, cluster) : closed(namespace, cluster)];
    }),
  ];
}

/** Charts that another tool puts into a tenant's namespace, where nothing holds their pods to the level. */
export function unseenCharts(estate: Estate, tenant: Tenant, level: IsolationLevelName): { readonly key: string; readonly gap: Gap }[] {
  const { namespaces, kubernetesClusters } = estate.kubernetes;
  const own = namespaces.filter(({ id }) => tenant.namespaces.ids.includes(id));
  return estate.manifests.flatMap(objectsOf).flatMap((object) => {
    const { manifest, kind } = object;
    const target = targetOf(object);
    if (target === undefined) return [];
    const its = own.filter(({ name, cluster }) => cluster === manifest.cluster && (name === target || holdsToken(target)));
    return its.flatMap((namespace) => {
      const cluster = kubernetesClusters.find(({ id }) => id === namespace.cluster);
      if (!cluster || isBound(enforcedOn(namespace, cluster, indexOf(estate).poolsOf(cluster)), level)) return [];
      const puts = holdsToken(target) ? 'may put' : 'puts';
      const gap = {
        reason: `what ${kind} ${quoted(String(fieldsOf(object.body.metadata).name ?? ''))} ${puts} into namespace ${quotedName(namespace)} of tenant ${quoted(tenant.name)} is not seen`,
        decidedBy: isEnforceable(level)
          ? `the label ${quoted(`${LABEL}: ${level}`)} of the namespace, so that the API server holds its pods to it`
          : 'its objects in a chart of the cluster',
      };
      return [{ key: `chart:${manifest.file}:${manifest.index}${object.at === '' ? '' : `:${object.at}`}:${namespace.id}`, gap }];
    });
  });
}

/** The namespace that a tool of the cluster puts a chart into; undefined for what is none, or names none. */
function targetOf({ apiVersion, kind, body }: ListedObject): string | undefined {
  const spec = fieldsOf(body.spec);
  const namespace = textIn(fieldsOf(body.metadata).namespace);
  switch (`${groupOf(apiVersion)}/${kind}`) {
    case 'argoproj.io/Application':
      return textIn(fieldsOf(spec.destination).namespace);
    case 'argoproj.io/ApplicationSet': {
      // A generator fills in what stands in braces.
      const made = textIn(fieldsOf(fieldsOf(fieldsOf(spec.template).spec).destination).namespace);
      return made?.includes('{{') ? ANY : made;
    }
    case 'helm.toolkit.fluxcd.io/HelmRelease':
      return textIn(spec.targetNamespace) ?? namespace;
    case 'kustomize.toolkit.fluxcd.io/Kustomization':
      return textIn(spec.targetNamespace);
    case 'helm.cattle.io/HelmChart':
      return textIn(spec.targetNamespace) ?? namespace;
    default:
      return undefined;
  }
}

/** A namespace that nobody knows. */
const ANY = 'TfToken[any]';

function holdsToken(text: string): boolean {
  return text.includes('TfToken[');
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function isEnforceable(level: IsolationLevelName): boolean {
  return level === 'baseline' || level === 'restricted';
}

/** Whether a Pod Security Standard that is enforced is all that is asked for. */
export function isBound(enforced: PodSecurityLevel, level: IsolationLevelName): boolean {
  return level === enforced || (level === 'baseline' && enforced === 'restricted');
}

function addOns(cluster: KubernetesCluster): Premise {
  return {
    id: `unrendered-pods:${cluster.id}`,
    kind: 'closed-scope',
    statement: `what add-on charts, operators and kubelet itself run in cluster ${quotedName(cluster)} is of no tenant`,
    subject: cluster.id,
  };
}

function bound(namespace: Namespace, cluster: KubernetesCluster): Premise {
  return {
    id: `pods-held:${namespace.id}`,
    kind: 'closed-scope',
    statement: `every pod of namespace ${quotedName(namespace)} of cluster ${quotedName(cluster)} was made since its Pod Security Standard is enforced`,
    ...(namespace.path !== undefined && { subject: namespace.path }),
  };
}

function closed(namespace: Namespace, cluster: KubernetesCluster): Premise {
  return {
    id: `pods-of:${namespace.id}`,
    kind: 'closed-scope',
    statement: `nothing but this app makes pods in namespace ${quotedName(namespace)} of cluster ${quotedName(cluster)}`,
    ...(namespace.path !== undefined && { subject: namespace.path }),
  };
}
