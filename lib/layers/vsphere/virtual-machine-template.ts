import { DataVsphereVirtualMachine } from '@cdktf/provider-vsphere/lib/data-vsphere-virtual-machine';
import { type IResolvable, TerraformStack } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { recordOrigin } from '../../estate/origin';
import { checkKind, checkText } from '../check';
import { ConstructError } from '../construct-error';
import { DATACENTER } from '../kind';
import { needConnection } from './connection';
import type { IDatacenter } from './datacenter';

/** What virtual machines are cloned from. A clone must agree with it in what stands here, or vCenter refuses it. */
export interface ITemplate extends IConstruct {
  readonly templateUuid: string;
  readonly guestId: string;
  readonly scsiType: string;
  readonly firmware: string;
  /** Size of its first disk, GiB. */
  readonly diskGiB: number;
  /** Whether its first disk is thinly provisioned. */
  readonly diskThin: boolean | IResolvable;
}

export interface VirtualMachineTemplateLookup {
  /** Name in vCenter, or the path of its folders and its name. */
  readonly name: string;

  readonly datacenter: IDatacenter;
}

/** A template, or a machine used as one, that exists. */
export class VirtualMachineTemplate extends Construct implements ITemplate {
  /** Found by its name when Terraform runs. */
  public static fromLookup(scope: Construct, id: string, props: VirtualMachineTemplateLookup): ITemplate {
    return new VirtualMachineTemplate(scope, id, props);
  }

  public readonly templateUuid: string;
  public readonly guestId: string;
  public readonly scsiType: string;
  public readonly firmware: string;
  public readonly diskGiB: number;
  public readonly diskThin: IResolvable;

  private constructor(scope: Construct, id: string, props: VirtualMachineTemplateLookup) {
    super(scope, id);
    recordOrigin(this);
    needConnection(this);
    const lookup = new DataVsphereVirtualMachine(this, 'Default', {
      name: checkText(this, 'name', props.name),
      datacenterId: checkKind(this, 'datacenter', props.datacenter, DATACENTER).datacenterId,
    });
    // Tokens are made once here, not once for every machine of a fleet.
    this.templateUuid = lookup.id;
    this.guestId = lookup.guestId;
    this.scsiType = lookup.scsiType;
    this.firmware = lookup.firmware;
    const disk = lookup.disks.get(0);
    this.diskGiB = disk.size;
    this.diskThin = disk.thinProvisioned;
  }
}

/** The template of a name, looked up once for each stack, name and datacenter. */
export function templateNamed(machine: Construct, stack: TerraformStack, name: string, datacenter: IDatacenter | undefined): ITemplate {
  if (datacenter === undefined) {
    throw new ConstructError(
      machine,
      `template "${name}" cannot be looked up: the datacenter of the cluster is not known; give the cluster its datacenter, or give \`VirtualMachineTemplate.fromLookup(...)\``,
    );
  }
  // Under the datacenter where it is in the same stack, since a lookup belongs to the stack that reads it.
  const own = TerraformStack.of(datacenter) === stack;
  const scope = own ? (datacenter as Construct) : stack;
  const id = own ? `template-${name}` : `template-${name}-in-${datacenter.node.path}`;
  const existing = scope.node.tryFindChild(id) as VirtualMachineTemplate | undefined;
  return existing ?? VirtualMachineTemplate.fromLookup(scope, id, { name, datacenter });
}
