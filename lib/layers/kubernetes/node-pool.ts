import { Construct } from 'constructs';
import { declare, type Taint } from '../../estate';
import { recordOrigin } from '../../estate/origin';
import { brand, isBranded } from '../brand';
import { checkOneOf, ifGiven } from '../check';
import { ConstructError } from '../construct-error';
import type { IContainerRuntime } from '../container';
import { type IVcenterCluster, type IVirtualMachine, VirtualMachine, type VirtualMachineFleet, type VirtualMachineFleetProps } from '../vsphere';
import { cloudInitOf } from './bootstrap/cloud-init';
import type { INodePool } from './ikubernetes-cluster';
import type { NodeAddresses } from './node-pool-addresses';
import { nodePoolFacts, type NodePoolShape, wellKnownLabels, zoneLabels } from './node-pool-facts';
import { checkDnsLabel, takeNodeNames } from './node-pool-names';
import type { NodePoolProps } from './node-pool-props';
import { checkRacks, type RackPins, spread } from './node-pool-racks';
import { nestedVirtualization } from './node-pool-shape';
import type { ClusterPlan, PoolPlan } from './plan';

const NODE_POOL = Symbol.for('cdk-strata.NodePool');

/** Controllers that a VM takes: 59 volumes of the vSphere CSI driver beside the first disk (its source, `pkg/csi/service/node.go`). */
const SCSI_CONTROLLERS = 4;

/**
 * What changes under Terraform's hands once a node runs, or would stop all of a pool at once: disks that the CSI driver attaches, which the
 * provider would take away (vmware/terraform-provider-vsphere issues 750, 1171 and 1465); cloud-init's texts, which it reads once and
 * whose token is spent; the template, since nodes are replaced one after the other and not by one apply.
 */
const IGNORED = ['clone', 'disk', 'extra_config'];

/** What a cluster hands to its pools. @internal */
export interface NodePoolContext {
  readonly cluster: Construct;
  readonly plan: ClusterPlan;
  readonly on: IVcenterCluster;
  readonly nodePrefix: string;
  readonly addresses: NodeAddresses;
  readonly pins: RackPins;
  readonly machines: Pick<VirtualMachineFleetProps, 'on' | 'network' | 'storage' | 'template' | 'folder' | 'tags'>;
}

/** What is particular to a pool. @internal */
export interface NodePoolParts extends Pick<NodePoolProps, 'apart' | 'zones' | 'nestedVirtualization'> {
  readonly name: string;
  /** What it is, checked: faults are told of the pool. */
  readonly shape: (pool: Construct) => NodePoolShape;
  /** The rack of each of so many nodes, where something else than `zones` holds it there. */
  readonly racks?: (pool: Construct, replicas: number) => readonly string[] | undefined;
}

/** Nodes that are alike, on VMs of vSphere. A `KubernetesCluster` makes its pools. */
export class NodePool extends Construct implements INodePool {
  public static isNodePool(x: unknown): x is NodePool {
    return isBranded(x, NODE_POOL);
  }

  public readonly poolName: string;
  public readonly role: 'control-plane' | 'worker';
  public readonly labels: Readonly<Record<string, string>>;
  public readonly taints: readonly Taint[];
  public readonly runtimes: readonly IContainerRuntime[];
  public readonly fleet: VirtualMachineFleet;

  /** @internal */
  public constructor(scope: Construct, id: string, context: NodePoolContext, parts: NodePoolParts) {
    super(scope, id);
    recordOrigin(this);
    brand(this, NODE_POOL);
    const { name } = parts;
    const shape = parts.shape(this);
    this.poolName = name;
    this.role = shape.role;
    this.labels = shape.labels;
    this.taints = shape.taints;
    this.runtimes = shape.runtimes;
    const apart = ifGiven(parts.apart, (each) => checkOneOf<'hosts'>(this, 'apart', each, ['hosts']));
    const most = Math.max(shape.replicas, shape.autoscaling?.max ?? 0) + shape.surge;
    if (apart !== undefined) this.checkRoomApart(context, shape, most);
    const racks = parts.racks?.(this, shape.replicas) ?? this.zoned(context, shape, parts.zones, apart !== undefined);
    const [zone] = Object.keys(zoneLabels(racks?.[0])).filter((label) => label in shape.labels);
    if (zone !== undefined)
      throw new ConstructError(this, `labels has "${zone}", and its nodes have the racks that they are held to as zones; leave it out`);
    takeNodeNames(context.cluster, `${context.nodePrefix}-${name}`);
    const names = Array.from({ length: shape.replicas }, (_, i) =>
      checkDnsLabel(this, `name of node ${i + 1}`, `${context.nodePrefix}-${name}-${i + 1}`),
    );
    this.fleet = this.machinesOf(context, shape, { names, racks, most, apart, nested: parts.nestedVirtualization });
    if (racks !== undefined) context.pins.hold(this, this.fleet.machines, racks);
    declare(this, {
      kind: 'single-use-secret',
      of: this.node.path,
      attribute: 'extra_config.guestinfo.metadata',
      reason: 'a wrapping token, good for one use and a short time',
    });
    declare(this, {
      kind: 'node-pool',
      of: this.node.path,
      name,
      cluster: context.cluster.node.path,
      machines: this.fleet.machines.map((machine) => machine.node.path),
      nodes: names.map((node, index) => ({
        name: node,
        machine: this.fleet.machines[index]!.node.path,
        labels: { ...shape.labels, ...wellKnownLabels(node, shape, racks?.[index]) },
        hostname: node,
      })),
      facts: nodePoolFacts(shape, context.plan.version, context.plan.featureGates),
    });
  }

  public get machines(): readonly IVirtualMachine[] {
    return this.fleet.machines;
  }

  public [Symbol.iterator](): Iterator<IVirtualMachine> {
    return this.machines[Symbol.iterator]();
  }

  private machinesOf(
    { plan, machines, addresses }: NodePoolContext,
    shape: NodePoolShape,
    { names, racks, most, apart, nested }: { names: readonly string[]; racks?: readonly string[]; most: number; apart?: 'hosts'; nested?: boolean },
  ): VirtualMachineFleet {
    const pool: PoolPlan = { ...shape, name: this.poolName, containerd: shape.containerd! };
    const network = addresses._networkConfig(this, this.poolName, most, plan.virtualIp);
    const hypervisor = nestedVirtualization(this, shape.runtimes, nested);
    return VirtualMachine.fleet(this, 'nodes', {
      ...machines,
      count: shape.replicas,
      cpus: shape.size.cpus,
      memory: shape.size.memory,
      disk: shape.size.disk,
      enableDiskUuid: true,
      scsiControllers: SCSI_CONTROLLERS,
      ...(hypervisor !== undefined && { nestedVirtualization: hypervisor }),
      names: (n) => names[n - 1]!,
      cloudInits: (n) => {
        const node = { name: names[n - 1]!, first: this.role === 'control-plane' && n === 1, labels: zoneLabels(racks?.[n - 1]) };
        const cloudInit = cloudInitOf(this, plan, pool, node);
        return network === undefined ? cloudInit : cloudInit.withNetworkConfig(network(n));
      },
      ...(apart !== undefined && { apart }),
      ignoreChanges: IGNORED,
    });
  }

  private checkRoomApart({ on: { hosts } }: NodePoolContext, { replicas, surge }: NodePoolShape, most: number): void {
    if (hosts === undefined || most <= hosts.length) return;
    const grown = most > replicas ? `${most} nodes, which it may have with max and surge ${surge},` : `${replicas} nodes`;
    throw new ConstructError(this, `${grown} cannot be apart on ${hosts.length} hosts; have at most ${hosts.length}, or add hosts`);
  }

  private zoned({ on }: NodePoolContext, { replicas }: NodePoolShape, zones: NodePoolProps['zones'], apart: boolean): string[] | undefined {
    if (zones === undefined) return undefined;
    checkOneOf(this, 'zones', zones, ['racks']);
    const racks = checkRacks(this, 'its zones are racks', on);
    const spreadOut = spread(replicas, [...racks.keys()], (rack) => (apart ? racks.get(rack)!.length : Infinity));
    if (spreadOut !== undefined) return spreadOut;
    const room = [...racks].map(([rack, hosts]) => `${rack} has ${hosts.length}`).join(', ');
    throw new ConstructError(this, `${replicas} nodes cannot be apart on the hosts whose rack is known: ${room}; have fewer, or add hosts`);
  }
}
