import { DataVsphereNetwork } from '@cdktf/provider-vsphere/lib/data-vsphere-network';
import { type ITerraformDependable, TerraformStack } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { DATACENTER, SWITCH } from '../../kind';
import type { IDatacenter, IDistributedSwitch, INetwork } from '../../vsphere';
import { checkKindHere, connectionOf } from '../../vsphere/connection';
import { DEFAULT_PROJECT, type IVpcSpace } from '../space';

/** Where the port group of a network of NSX is found. */
export interface PortGroupPlace {
  /** Its name, asked for when it is looked up first. */
  readonly name: () => string;
  readonly switch?: IDistributedSwitch;
  /** Where the user of the network says that vCenter has it. */
  readonly datacenter?: IDatacenter;
  /** The VPC that the network is of, which tells networks of one name apart. */
  readonly vpc?: IVpcSpace;
  /** What makes it, where its name is known ahead of that. */
  readonly madeBy?: ITerraformDependable;
}

/** How long vCenter may take to have the port group after NSX has made the network, in seconds. */
const PATIENCE_SECONDS = 300;

/** Ids that were looked up, by stack and what tells the lookups of it apart. */
const found = new WeakMap<IConstruct, WeakMap<TerraformStack, Map<string, string>>>();

/**
 * The managed object id of the port group that NSX makes for a network, looked up once for each stack, vCenter and datacenter of
 * whatever is attached to it.
 *
 * @param datacenter of what is attached, for a network of which nobody said it
 */
export function portGroupOf(network: INetwork, user: IConstruct, place: PortGroupPlace, datacenter: IDatacenter | undefined): string {
  const stack = TerraformStack.of(user);
  const provider = connectionOf(user);
  const stated = place.datacenter ?? place.switch?.datacenter;
  const within = stated ?? datacenter;
  const by = provider?.alias === undefined ? '' : `-by-${provider.alias}`;
  const suffix = `${stated !== undefined || within === undefined ? '' : `-in-${pathFrom(stack, within)}`}${by}`;
  const ids = idsOf(network, stack);
  const existing = ids.get(suffix);
  if (existing !== undefined) return existing;

  // Under the network where it is in the same stack, since a lookup belongs to the stack that reads it.
  const own = TerraformStack.of(network) === stack;
  const id = `PortGroup${own ? '' : `-${network.node.path}`}${suffix}`;
  const lookup = new DataVsphereNetwork(own ? (network as Construct) : stack, id, {
    provider,
    name: place.name(),
    distributedVirtualSwitchUuid: place.switch && checkKindHere(user, `switch of ${network.node.path}`, place.switch, SWITCH).switchUuid,
    datacenterId: within && checkKindHere(user, `datacenter of ${network.node.path}`, within, DATACENTER).datacenterId,
    vpcId: place.vpc?.vpcId,
    retryTimeout: PATIENCE_SECONDS,
    // Where the name is known ahead, a plan would else wait for what it is about to make.
    dependsOn: own && place.madeBy !== undefined ? [place.madeBy] : undefined,
  });
  // The bindings lack it: VPCs of other projects are found since 2.16.0 (https://github.com/vmware/terraform-provider-vsphere/pull/2606).
  if (place.vpc !== undefined && place.vpc.projectId !== DEFAULT_PROJECT) lookup.addOverride('project_id', place.vpc.projectId);
  const networkId = lookup.id;
  ids.set(suffix, networkId);
  return networkId;
}

/**
 * Where the id of a network is asked for without a user: in its own stack. A place of its own asks, so that a lookup here does not make
 * the network one of this vCenter.
 */
export function hereOf(network: Construct): Construct {
  return (network.node.tryFindChild('Here') as Construct | undefined) ?? new Construct(network, 'Here');
}

function idsOf(network: INetwork, stack: TerraformStack): Map<string, string> {
  const byStack = found.get(network) ?? new WeakMap<TerraformStack, Map<string, string>>();
  found.set(network, byStack);
  const ids = byStack.get(stack) ?? new Map<string, string>();
  byStack.set(stack, ids);
  return ids;
}

/** The path of a construct within a stack; of one in another stack its whole path. */
function pathFrom(stack: TerraformStack, { node }: IConstruct): string {
  return node.path.startsWith(`${stack.node.path}/`) ? node.path.slice(stack.node.path.length + 1) : node.path;
}
