import type { VirtualMachineConfig } from '@cdktf/provider-vsphere/lib/virtual-machine';
import type { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { checkText } from '../../check';
import { ConstructError } from '../../construct-error';
import { LIBRARY_ITEM, TEMPLATE } from '../../kind';
import { checkKindHere } from '../connection';
import type { IContentLibraryItem } from '../storage/content-library';
import { type FirstDisk, firstDiskSize } from './machine-disks';
import type { VirtualMachineCommonProps } from './virtual-machine-props';
import { type ITemplate, templateNamed } from './virtual-machine-template';

/** What a machine is cloned from, as far as it is in the machine's own configuration too. */
export interface MachineSource {
  readonly config: Pick<VirtualMachineConfig, 'clone' | 'guestId' | 'scsiType' | 'firmware'>;
  readonly disk: FirstDisk;
}

/**
 * @throws when a template cannot be looked up by name because the datacenter is not known, or an item of a content library comes
 * without what it does not say itself, or with cloud-init, since it may be an OVF package, whose machines may ignore extra
 * configuration (the provider's page of `vsphere_virtual_machine`)
 */
export function sourceOf(machine: Construct, stack: TerraformStack, props: VirtualMachineCommonProps): MachineSource {
  const stated = firstDiskSize(machine, props.disk);
  if (isLibraryItem(props.template)) {
    const { libraryItemId, node } = checkKindHere(machine, 'template', props.template, LIBRARY_ITEM);
    if (props.firmware === undefined || stated === undefined) {
      const missing = props.firmware === undefined ? 'firmware' : 'disk';
      throw new ConstructError(machine, `${node.path} is an item of a content library, which does not say its ${missing}; give ${missing} too`);
    }
    if (props.cloudInit !== undefined || props.extraConfig !== undefined) {
      throw new ConstructError(
        machine,
        `${node.path} is an item of a content library, whose machines may ignore extra configuration; clone a template instead: \`VirtualMachineTemplate.fromLookup(...)\``,
      );
    }
    return { config: { clone: { templateUuid: libraryItemId } }, disk: { sizeGiB: stated } };
  }
  const template = templateOf(machine, stack, props.template, props);
  return {
    config: {
      guestId: template.guestId,
      scsiType: template.scsiType,
      firmware: template.firmware,
      clone: { templateUuid: template.templateUuid },
    },
    disk: { sizeGiB: stated ?? template.diskGiB, thin: template.diskThin },
  };
}

function templateOf(machine: Construct, stack: TerraformStack, given: string | ITemplate, { on }: VirtualMachineCommonProps): ITemplate {
  return typeof given === 'string'
    ? templateNamed(machine, stack, checkText(machine, 'template', given), on.datacenter)
    : checkKindHere(machine, 'template', given, TEMPLATE);
}

function isLibraryItem(template: unknown): template is IContentLibraryItem {
  return typeof template === 'object' && template !== null && 'libraryItemId' in template;
}
