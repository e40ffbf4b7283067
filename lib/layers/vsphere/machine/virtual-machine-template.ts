import { DataVsphereVirtualMachine } from '@cdktf/provider-vsphere/lib/data-vsphere-virtual-machine';
import { type IResolvable, type TerraformProvider, TerraformStack, Token } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { checkFlag, checkOneOf, checkProps, checkText, checkWhole } from '../../check';
import { ConstructError } from '../../construct-error';
import { DATACENTER } from '../../kind';
import { checkKindHere, connectionOf } from '../connection';
import type { IDatacenter } from '../datacenter';

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

export interface VirtualMachineTemplateAttributes {
  /** BIOS UUID. */
  readonly templateUuid: string;

  /** The guest as vCenter names it, such as `debian12_64Guest`. */
  readonly guestId: string;

  readonly firmware: 'bios' | 'efi';

  /** Size of its first disk, GiB. */
  readonly diskGiB: number;

  /**
   * Whether its first disk is thinly provisioned.
   * @default true
   */
  readonly diskThin?: boolean;

  /** @default 'pvscsi' */
  readonly scsiType?: 'pvscsi' | 'lsilogic' | 'lsilogic-sas';
}

/** A template, or a machine used as one, that exists. */
export abstract class VirtualMachineTemplate extends Construct implements ITemplate {
  /** Found by its name when Terraform runs. */
  public static fromLookup(scope: Construct, id: string, props: VirtualMachineTemplateLookup): ITemplate {
    return new LookedUpTemplate(scope, id, props);
  }

  /** By its UUID and what a clone must agree with it in. */
  public static fromAttributes(scope: Construct, id: string, attributes: VirtualMachineTemplateAttributes): ITemplate {
    return new KnownTemplate(scope, id, attributes);
  }

  public abstract readonly templateUuid: string;
  public abstract readonly guestId: string;
  public abstract readonly scsiType: string;
  public abstract readonly firmware: string;
  public abstract readonly diskGiB: number;
  public abstract readonly diskThin: boolean | IResolvable;
}

class KnownTemplate extends VirtualMachineTemplate {
  public readonly templateUuid: string;
  public readonly guestId: string;
  public readonly scsiType: string;
  public readonly firmware: string;
  public readonly diskGiB: number;
  public readonly diskThin: boolean;

  public constructor(scope: Construct, id: string, attributes: VirtualMachineTemplateAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['templateUuid', 'guestId', 'firmware', 'diskGiB']);
    recordOrigin(this);
    this.templateUuid = checkText(this, 'templateUuid', attributes.templateUuid);
    this.guestId = checkText(this, 'guestId', attributes.guestId);
    this.scsiType = checkOneOf(this, 'scsiType', attributes.scsiType ?? 'pvscsi', ['pvscsi', 'lsilogic', 'lsilogic-sas']);
    this.firmware = checkOneOf(this, 'firmware', attributes.firmware, ['bios', 'efi']);
    this.diskGiB = checkWhole(this, 'diskGiB', attributes.diskGiB, { low: 1 });
    this.diskThin = checkFlag(this, 'diskThin', attributes.diskThin ?? true);
  }
}

class LookedUpTemplate extends VirtualMachineTemplate {
  public readonly templateUuid: string;
  public readonly guestId: string;
  public readonly scsiType: string;
  public readonly firmware: string;
  public readonly diskGiB: number;
  public readonly diskThin: IResolvable;

  /** @param via the connection, where it is not that of the scope */
  public constructor(scope: Construct, id: string, props: VirtualMachineTemplateLookup, via?: { readonly provider: TerraformProvider | undefined }) {
    super(scope, id);
    checkProps(this, 'props', props, ['name', 'datacenter']);
    recordOrigin(this);
    const lookup = new DataVsphereVirtualMachine(this, 'Default', {
      provider: via === undefined ? connectionOf(this) : via.provider,
      name: checkText(this, 'name', props.name),
      datacenterId: checkKindHere(this, 'datacenter', props.datacenter, DATACENTER).datacenterId,
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

/** The template of a name, looked up once for each stack, connection, name and datacenter. */
export function templateNamed(machine: Construct, stack: TerraformStack, name: string, datacenter: IDatacenter | undefined): ITemplate {
  // Its lookup is named after it.
  if (Token.isUnresolved(name)) {
    throw new ConstructError(
      machine,
      'template must be a name known at synthesis, got a Terraform token; give `VirtualMachineTemplate.fromLookup(...)`, which takes one',
    );
  }
  if (datacenter === undefined) {
    throw new ConstructError(
      machine,
      `template "${name}" cannot be looked up: the datacenter of the cluster is not known; give the cluster its datacenter, or give \`VirtualMachineTemplate.fromLookup(...)\``,
    );
  }
  const provider = connectionOf(machine);
  // Under the datacenter where it is in the same stack, since a lookup belongs to the stack that reads it.
  const own = TerraformStack.of(datacenter) === stack;
  const scope = own ? (datacenter as Construct) : stack;
  const by = provider?.alias === undefined ? '' : `-by-${provider.alias}`;
  const id = `template-${name}${own ? '' : `-in-${datacenter.node.path}`}${by}`;
  const existing = scope.node.tryFindChild(id) as ITemplate | undefined;
  return existing ?? new LookedUpTemplate(scope, id, { name, datacenter }, { provider });
}
