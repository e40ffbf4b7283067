import { ComputeClusterHostGroup } from '@cdktf/provider-vsphere/lib/compute-cluster-host-group';
import { ComputeClusterVmGroup } from '@cdktf/provider-vsphere/lib/compute-cluster-vm-group';
import { ComputeClusterVmHostRule } from '@cdktf/provider-vsphere/lib/compute-cluster-vm-host-rule';
import { Lazy, type TerraformProvider, type TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { recordOrigin } from '../../estate/origin';
import type { IEsxiHost, IVirtualMachine } from '../vsphere';

export interface HostSeparationProps {
  /** What names of groups and rules start with. */
  readonly name: string;

  readonly provider: TerraformProvider | undefined;
  readonly clusterId: string;
  readonly hosts: readonly IEsxiHost[];

  /** Where the intent is made. */
  readonly origin: Error;
}

/**
 * What makes hosts of a cluster a tenant's own: mandatory rules that hold its machines on them, and those of others off. It is of
 * the machines of one stack, so that no stack comes to depend on another for it.
 *
 * Machines may come after it. Groups and rules without machines are not rendered: the provider fails on an empty VM group.
 */
export class HostSeparation extends Construct {
  private readonly tenants: IVirtualMachine[] = [];
  private readonly others: IVirtualMachine[] = [];

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: HostSeparationProps,
  ) {
    super(scope, id);
    recordOrigin(this, props.origin);
    const common = { provider: props.provider, computeClusterId: props.clusterId };
    const hosts = new ComputeClusterHostGroup(this, 'hosts', {
      ...common,
      name: `${props.name}-hosts`,
      hostSystemIds: props.hosts.map((host) => host.hostId),
    });
    this.rule('tenant', this.tenants, { affinityHostGroupName: hosts.name });
    this.rule('others', this.others, { antiAffinityHostGroupName: hosts.name });
  }

  /** Notes a machine of the tenant, or of somebody else. */
  public add(machine: IVirtualMachine, isTenants: boolean): void {
    (isTenants ? this.tenants : this.others).push(machine);
  }

  private rule(
    id: string,
    machines: readonly IVirtualMachine[],
    where: { readonly affinityHostGroupName: string } | { readonly antiAffinityHostGroupName: string },
  ): void {
    const { name, provider, clusterId } = this.props;
    const group = new ComputeClusterVmGroup(this, id, {
      provider,
      name: `${name}-${id}`,
      computeClusterId: clusterId,
      virtualMachineIds: Lazy.listValue({ produce: () => machines.map((machine) => machine.machineUuid) }),
    });
    const rule = new ComputeClusterVmHostRule(this, `${id}-rule`, {
      provider,
      name: `${name}-${id}`,
      computeClusterId: clusterId,
      vmGroupName: group.name,
      ...where,
      enabled: true,
      mandatory: true,
    });
    for (const resource of [group, rule]) onlyWhile(resource, () => machines.length > 0);
  }
}

/** Makes a resource render nothing while it is not needed. What is needed is known when the tree is whole. */
function onlyWhile(resource: TerraformResource, needed: () => boolean): void {
  const render = resource.toTerraform.bind(resource);
  const renderHcl = resource.toHclTerraform.bind(resource);
  resource.toTerraform = (): object => (needed() ? render() : {});
  resource.toHclTerraform = (): object => (needed() ? renderHcl() : {});
}
