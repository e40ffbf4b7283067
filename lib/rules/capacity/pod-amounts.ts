import { indexOf, type Estate, type KubernetesCluster, type PodTemplate, type Workload } from '../../estate';
import { requestsOf, type Amounts } from '../../proofs/capacity';
import { fieldsOf, objectsOf, type ListedObject } from '../configuration/custom-resources';
import { quoted, quotedName } from '../wording';

/** What a pod of a workload asks of its node, itself counted as one; or why nobody knows. */
export function podAmounts(estate: Estate, cluster: KubernetesCluster, workload: Workload, end: 'worst' | 'best'): Amounts | string {
  const { pod } = workload;
  const hidden = pod.unread?.find((path) => COSTS.test(path));
  if (hidden !== undefined) return `${quoted(hidden)} of ${quotedName(workload)} is a token, or not of the type that the API has`;
  const runtime = indexOf(estate).runtimeClassOf(workload);
  const isCostHidden = typeof runtime !== 'string' && (runtime.unread ?? []).some((path) => path.startsWith('overhead'));
  if (runtime === 'unknown' || isCostHidden) return `the RuntimeClass of ${quotedName(workload)}, and what it costs a pod, is not known`;
  const changed = changedBy(estate, cluster, workload);
  if (changed !== undefined) return changed;
  try {
    return new Map([...requestsOf(asServed(pod, cluster, end), runtime === 'default' ? {} : runtime.overhead), ['pods', 1n]]);
  } catch (cause) {
    return `the requests of ${quotedName(workload)} cannot be read: ${(cause as Error).message}`;
  }
}

const COSTS = /^spec(\.(containers|initContainers)(\.\d+(\.(resources|restartPolicy)(\..*)?)?)?|\.(resources|overhead)(\..*)?)?$/;

const POD_LEVEL_SINCE = 34;

/** An API server without the feature drops what a pod asks for as a whole, which is never less than what its containers do. */
function asServed(pod: PodTemplate, { version, featureGates }: KubernetesCluster, end: 'worst' | 'best'): PodTemplate {
  const isServed = featureGates.PodLevelResources ?? Number(/^1\.(\d+)/.exec(version)?.[1]) >= POD_LEVEL_SINCE;
  if (isServed || end === 'worst' || !pod.spec.resources) return pod;
  const spec = { ...pod.spec };
  Reflect.deleteProperty(spec, 'resources');
  return { ...pod, spec };
}

interface Changers {
  /** Namespaces where a LimitRange fills in what a container does not ask for. */
  readonly filled: ReadonlySet<string>;
  /** Targets of VerticalPodAutoscalers that change what their pods ask for, as `namespace kind name`. */
  readonly resized: ReadonlySet<string>;
}

const known = new WeakMap<Estate, Map<string, Changers>>();

/** Why pods ask for something else than their workload says. */
function changedBy(estate: Estate, cluster: KubernetesCluster, { namespace, kind, name, pod: { spec }, ...workload }: Workload): string | undefined {
  const own = { ...workload, name };
  const { filled, resized } = changersIn(estate, cluster);
  if (resized.has(`${namespace} ${kind} ${String(name)}`)) return `a VerticalPodAutoscaler changes the requests of ${quotedName(own)}`;
  const asksForAll = [...spec.containers, ...(spec.initContainers ?? [])].every(({ resources: { requests, limits } = {} }) =>
    ['cpu', 'memory'].every((resource) => Object.hasOwn({ ...requests, ...limits }, resource)),
  );
  return filled.has(namespace) && !asksForAll ? `a LimitRange of namespace ${quoted(namespace)} fills in requests of ${quotedName(own)}` : undefined;
}

function changersIn(estate: Estate, { id }: KubernetesCluster): Changers {
  const clusters = known.get(estate) ?? new Map<string, Changers>();
  known.set(estate, clusters);
  const found = clusters.get(id);
  if (found) return found;
  const objects = estate.manifests.filter(({ cluster }) => cluster === id).flatMap(objectsOf);
  const of = (kind: string): ListedObject[] => objects.filter((object) => object.kind === kind);
  const namespaceOf = ({ body }: ListedObject): string => String(fieldsOf(body.metadata).namespace ?? 'default');
  const changers: Changers = {
    filled: new Set(of('LimitRange').map(namespaceOf)),
    resized: new Set(
      of('VerticalPodAutoscaler').flatMap((each) => {
        const { targetRef, updatePolicy } = fieldsOf(each.body.spec);
        const target = fieldsOf(targetRef);
        return fieldsOf(updatePolicy).updateMode === 'Off' ? [] : [`${namespaceOf(each)} ${String(target.kind)} ${String(target.name)}`];
      }),
    ),
  };
  clusters.set(id, changers);
  return changers;
}
