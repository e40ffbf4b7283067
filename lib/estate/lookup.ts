import type { Estate } from './estate';
import { inside, mayBeServer, opaqueModulesOf, type OpaqueModule } from './opaque-modules';
import { objectsByPath, pathsAbove, type PlacedObject } from './paths';
import { mayBeSame, sameVcenter } from './same-object';
import type { ResourceInstance } from './terraform';
import { isReference, isUnknown, unknown, type Field, type Unknown } from './value';
import type { KubernetesCluster, KubernetesNode, KubernetesObject, NodePool, RuntimeClass, Workload } from './kubernetes';
import type { EstateObject, ObjectId } from './object';
import type { NsxObject } from './nsx';
import type { ComputeCluster, EsxiHost, VirtualMachine, VsphereObject } from './vsphere';
import { addTo } from '../units/multimap';

/** What belongs to a cluster. */
export interface Membership<T> {
  readonly certain: readonly T[];
  /** What may belong to it as well: a token says where it is, or which cluster this is. None of them is certain. */
  readonly possible: readonly T[];
  /** Why more may belong to it than the estate knows; absent where nothing else does. */
  readonly open?: Unknown;
}

/** Ways into an estate. Made once for each estate, in linear time. */
export interface EstateIndex {
  /** The objects of vSphere. */
  readonly objects: ReadonlyMap<ObjectId, VsphereObject>;
  /** The objects of NSX. */
  readonly nsxObjects: ReadonlyMap<ObjectId, NsxObject>;
  /** Kubernetes clusters, node pools and the objects of manifests. */
  readonly kubernetesObjects: ReadonlyMap<ObjectId, KubernetesObject>;
  /** An object of any of the three. */
  find(id: ObjectId): EstateObject | undefined;
  /** The node pools of a Kubernetes cluster, the control plane among them. */
  poolsOf(cluster: KubernetesCluster): readonly NodePool[];
  /** Which node a VM is; undefined where no pool has it. */
  nodeOn(machine: VirtualMachine): PooledNode | undefined;
  /** What makes pods in a Kubernetes cluster; of null, what belongs to none. */
  workloadsOf(cluster: KubernetesCluster | null): readonly Workload[];
  /** Which RuntimeClass the pods of a workload run under. */
  runtimeClassOf(workload: Workload): PodRuntime;
  hostsOf(cluster: ComputeCluster): Membership<EsxiHost>;
  /** The VMs whose mandatory home a cluster is. Whatever an opaque module may place there leaves it open. */
  machinesOn(cluster: ComputeCluster): Membership<VirtualMachine>;
  /** Whether the user takes an object as closed, with `Assume.closed` of it or of a construct above it. */
  isClosed(object: EstateObject): boolean;
  /** The object of the very element at a construct path; of a family, the first. */
  objectAt(path: string): EstateObject | undefined;
  /** The objects of every element at or under a construct path. */
  objectsUnder(path: string): readonly PlacedObject[];
  /** The rendered entry that the id of an object names. */
  entryOf(object: EstateObject): ResourceInstance | undefined;
}

/** A node, with the pool that it is of and its Kubernetes cluster where that is in the estate. */
export interface PooledNode {
  readonly node: KubernetesNode;
  readonly pool: NodePool;
  readonly cluster: KubernetesCluster | undefined;
}

/** `default`: the pods name none. `unknown`: they name one that the estate does not have, or has twice, or nobody can say which. */
export type PodRuntime = RuntimeClass | 'default' | 'unknown';

const indexes = new WeakMap<Estate, EstateIndex>();

export function indexOf(estate: Estate): EstateIndex {
  let index = indexes.get(estate);
  if (!index) indexes.set(estate, (index = new Index(estate)));
  return index;
}

class Index implements EstateIndex {
  public readonly objects = new Map<ObjectId, VsphereObject>();
  public readonly nsxObjects = new Map<ObjectId, NsxObject>();
  public readonly kubernetesObjects = new Map<ObjectId, KubernetesObject>();
  private readonly pools = new Map<ObjectId, NodePool[]>();
  private readonly nodes = new Map<ObjectId, PooledNode>();
  private readonly workloads = new Map<ObjectId | null, Workload[]>();
  private readonly runtimes = new Map<string, RuntimeClass[]>();
  private readonly entries = new Map<string, ResourceInstance>();
  private readonly hosts: Homes<EsxiHost>;
  private readonly machines: Homes<VirtualMachine>;
  private readonly clusters = new Map<string | null, ComputeCluster[]>();
  private readonly modules: readonly OpaqueModule[];
  private readonly supervisors: readonly ResourceInstance[];
  private readonly closed: ReadonlySet<string>;
  /** Construct paths of clusters on which nothing runs but what is known. */
  private readonly inhabited: ReadonlySet<string>;
  private byPath: ReadonlyMap<string, readonly PlacedObject[]> | undefined;

  public constructor(private readonly estate: Estate) {
    for (const objects of Object.values(estate.vsphere) as VsphereObject[][]) for (const object of objects) this.objects.set(object.id, object);
    for (const objects of Object.values(estate.nsx) as NsxObject[][]) for (const object of objects) this.nsxObjects.set(object.id, object);
    this.indexKubernetes();
    for (const stack of estate.terraform.stacks) for (const entry of stack.resources) this.entries.set(`${stack.name}/${entry.address}`, entry);
    this.hosts = homes(estate.vsphere.hosts);
    // A VM that is only looked up is the load of others: of a closed cluster it is none, of an open one it is not all.
    this.machines = homes(estate.vsphere.machines.filter(({ origin, cluster }) => origin !== 'looked-up' || !isUnknown(cluster)));
    for (const cluster of estate.vsphere.clusters) addTo(this.clusters, isUnknown(cluster.name) ? null : cluster.name, cluster);
    this.modules = opaqueModulesOf(estate, 'vsphere');
    this.supervisors = estate.terraform.stacks.flatMap(({ resources }) =>
      resources.filter(({ mode, type, instances }) => mode === 'managed' && type === 'vsphere_supervisor' && instances.high !== 0),
    );
    this.closed = new Set(estate.closed);
    this.inhabited = new Set(
      estate.premises.flatMap(({ id, kind, subject }) => (kind === 'stated' && id.startsWith('residents-complete:') ? (subject ?? []) : [])),
    );
  }

  public find(id: ObjectId): EstateObject | undefined {
    return this.objects.get(id) ?? this.nsxObjects.get(id) ?? this.kubernetesObjects.get(id);
  }

  public poolsOf({ id }: KubernetesCluster): readonly NodePool[] {
    return this.pools.get(id) ?? [];
  }

  public nodeOn({ id }: VirtualMachine): PooledNode | undefined {
    return this.nodes.get(id);
  }

  public workloadsOf(cluster: KubernetesCluster | null): readonly Workload[] {
    return this.workloads.get(cluster && cluster.id) ?? [];
  }

  public runtimeClassOf({ cluster, pod: { spec, unread = [] } }: Workload): PodRuntime {
    const { runtimeClassName } = spec;
    if (unread.some((path) => isUnderAttribute(path, 'spec.runtimeClassName'))) return 'unknown';
    if (runtimeClassName === undefined || runtimeClassName === '') return 'default';
    const [first, ...others] = this.runtimes.get(runtimeKey(cluster, runtimeClassName)) ?? [];
    return first && others.every((other) => isAlike(first, other)) ? first : 'unknown';
  }

  public hostsOf(cluster: ComputeCluster): Membership<EsxiHost> {
    const certain = new Map(cluster.hosts.ids.flatMap((id) => (this.objects.has(id) ? [[id, this.objects.get(id) as EsxiHost]] : [])));
    for (const host of this.hosts.of.get(cluster.id) ?? []) certain.set(host.id, host);
    const possible = cluster.hosts.complete ? [] : this.possible(this.hosts, cluster).filter(({ id }) => !certain.has(id));
    const open = cluster.hosts.complete ? undefined : (cluster.hosts.unknown ?? unknown('data-source', 'host_system_ids', cluster.id));
    return { certain: [...certain.values()], possible, ...(open && { open }) };
  }

  public machinesOn(cluster: ComputeCluster): Membership<VirtualMachine> {
    const open = this.openTo(cluster);
    return { certain: this.machines.of.get(cluster.id) ?? [], possible: this.possible(this.machines, cluster), ...(open && { open }) };
  }

  public isClosed(object: EstateObject): boolean {
    return this.isUnderOne(this.closed, object);
  }

  public objectAt(path: string): EstateObject | undefined {
    return this.objectsUnder(path).find(({ exact }) => exact)?.object;
  }

  public objectsUnder(path: string): readonly PlacedObject[] {
    this.byPath ??= objectsByPath(this.estate, this.estate.terraform);
    return this.byPath.get(path) ?? [];
  }

  public entryOf(object: EstateObject): ResourceInstance | undefined {
    return this.entries.get(object.id);
  }

  private indexKubernetes(): void {
    const { kubernetes } = this.estate;
    for (const objects of Object.values(kubernetes) as KubernetesObject[][])
      for (const object of objects) this.kubernetesObjects.set(object.id, object);
    for (const pool of kubernetes.nodePools) {
      addTo(this.pools, pool.cluster, pool);
      const cluster = this.kubernetesObjects.get(pool.cluster) as KubernetesCluster | undefined;
      for (const node of pool.nodes) if (node.machine !== null) this.nodes.set(node.machine, { node, pool, cluster });
    }
    for (const workload of kubernetes.workloads) addTo(this.workloads, workload.cluster, workload);
    for (const runtime of kubernetes.runtimeClasses) {
      if (!isUnknown(runtime.name)) addTo(this.runtimes, runtimeKey(runtime.cluster, runtime.name), runtime);
    }
  }

  /** Members of no decided cluster, and of clusters that may turn out to be this one. */
  private possible<T extends VsphereObject>(homes: Homes<T>, cluster: ComputeCluster): T[] {
    const namesakes = isUnknown(cluster.name)
      ? this.estate.vsphere.clusters
      : [...(this.clusters.get(cluster.name) ?? []), ...(this.clusters.get(null) ?? [])];
    return [
      ...homes.homeless.filter((member) => sameVcenter(member, cluster) !== 'no'),
      ...namesakes.filter((other) => mayBeSame(cluster, other, (id) => this.objects.get(id))).flatMap((other) => homes.of.get(other.id) ?? []),
    ];
  }

  private isUnderOne(scopes: ReadonlySet<string>, object: EstateObject): boolean {
    if (scopes.size === 0) return false;
    return object.addresses.some(({ stack, address }) => {
      const path = this.entries.get(`${stack}/${address}`)?.path;
      return path !== undefined && [...pathsAbove(path)].some((above) => scopes.has(above));
    });
  }

  /** A Supervisor makes VMs of its own on the cluster that it names. */
  private mayRunOn({ stack, provider, values }: ResourceInstance, cluster: ComputeCluster): boolean {
    const named = values.cluster;
    if (isReference(named)) return cluster.addresses.some((one) => one.stack === named.$ref.stack && one.address === named.$ref.address);
    const identity = this.estate.terraform.stacks.find(({ name }) => name === stack)?.providers.find(({ key }) => key === provider)?.identity;
    return identity === undefined || mayBeServer(identity, cluster.vcenter);
  }

  /** A cluster of the app, or of a complete record, is open to modules and Supervisors only; one that is looked up is open to all. */
  private openTo(cluster: ComputeCluster): Unknown | undefined {
    const closed = this.isClosed(cluster) || this.isUnderOne(this.inhabited, cluster);
    const known = closed || cluster.origin === 'owned' || (cluster.origin === 'surroundings' && cluster.hosts.complete);
    if (!known) return unknown('data-source', 'resource_pool_id', cluster.id);
    const supervisor = this.supervisors.find((entry) => this.mayRunOn(entry, cluster));
    if (supervisor) return unknown('computed', 'cluster', `${supervisor.stack}/${supervisor.address}`);
    const module = this.modules.find(({ servers }) => servers.some((server) => mayBeServer(server, cluster.vcenter)));
    return module && inside(module.call);
  }
}

function runtimeKey(cluster: ObjectId | null, name: string): string {
  return JSON.stringify([cluster, name]);
}

/** Whether two charts bring one RuntimeClass. */
function isAlike(a: RuntimeClass, b: RuntimeClass): boolean {
  const [one, other] = [a, b].map(({ handler, overhead, nodeSelector, tolerations }) =>
    JSON.stringify([handler, overhead, nodeSelector, tolerations]),
  );
  return one === other;
}

/** Whether a dotted path is an attribute, or stands in one. */
function isUnderAttribute(path: string, attribute: string): boolean {
  return path === attribute || path.startsWith(`${attribute}.`);
}

interface Homes<T> {
  readonly of: ReadonlyMap<ObjectId, readonly T[]>;
  readonly homeless: readonly T[];
}

function homes<T extends VsphereObject & { readonly cluster: Field<ObjectId | null> }>(members: readonly T[]): Homes<T> {
  const of = new Map<ObjectId, T[]>();
  const homeless: T[] = [];
  for (const member of members) {
    if (isUnknown(member.cluster)) homeless.push(member);
    else if (member.cluster !== null) addTo(of, member.cluster, member);
  }
  return { of, homeless };
}
