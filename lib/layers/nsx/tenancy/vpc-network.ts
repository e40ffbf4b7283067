import { DataVsphereNetwork } from '@cdktf/provider-vsphere/lib/data-vsphere-network';
import { type ITerraformDependable, TerraformStack } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import { DATACENTER } from '../../kind';
import type { IDatacenter } from '../../vsphere';
import { checkKindHere, connectionOf } from '../../vsphere/connection';
import { DEFAULT_PROJECT, type IVpcSpace } from '../space';

/** How long vCenter may take to have the network after NSX has made the subnet, in seconds. */
const PATIENCE_SECONDS = 300;

/** A subnet, as vCenter finds its network. */
export interface NetworkOfSubnet {
  readonly subnet: IConstruct;
  readonly vpc: IVpcSpace;
  /** Name in NSX, which the network in vCenter bears as well. */
  readonly name: string;
  /** What makes it; undefined where it exists. */
  readonly madeBy?: ITerraformDependable;
}

/**
 * Managed object id of the network of a subnet, looked up once in each stack, vCenter and datacenter. NSX makes it in vCenter some time
 * after the subnet, so that the lookup waits for it.
 *
 * @param datacenter where the user runs, as far as that is known
 */
export function networkIdOfSubnet({ subnet, vpc, name, madeBy }: NetworkOfSubnet, user: IConstruct, datacenter: IDatacenter | undefined): string {
  const provider = connectionOf(user);
  const stack = TerraformStack.of(user);
  // Under the subnet where it is in the same stack, since a lookup belongs to the stack that reads it.
  const isHere = stack === TerraformStack.of(subnet);
  const home: IConstruct = isHere ? subnet : stack;
  const within = datacenter && checkKindHere(user, `datacenter of ${subnet.node.path}`, datacenter, DATACENTER);
  const id = [
    'Network',
    ...(isHere ? [] : [subnet.node.path]),
    ...(within === undefined ? [] : ['in', within.node.path]),
    ...(provider?.alias === undefined ? [] : ['by', provider.alias]),
  ].join('-');
  const existing = home.node.tryFindChild(id) as DataVsphereNetwork | undefined;
  if (existing !== undefined) return existing.id;
  const lookup = new DataVsphereNetwork(home as Construct, id, {
    provider,
    name,
    vpcId: vpc.vpcId,
    datacenterId: within?.datacenterId,
    retryTimeout: PATIENCE_SECONDS,
    // The name is known ahead of the subnet: without this, a plan would wait for what it is about to make.
    dependsOn: isHere && madeBy !== undefined ? [madeBy] : undefined,
  });
  // The bindings lack it: VPCs of other projects are found since 2.16.0 (https://github.com/vmware/terraform-provider-vsphere/pull/2606).
  if (vpc.projectId !== DEFAULT_PROJECT) lookup.addOverride('project_id', vpc.projectId);
  return lookup.id;
}
