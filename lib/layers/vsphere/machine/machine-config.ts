import type { VirtualMachineConfig } from '@cdktf/provider-vsphere/lib/virtual-machine';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { checkFlag, checkKind, checkOneOf, checkText, checkTexts, got, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { CLOUD_INIT } from '../../kind';
import { hostsToAwait } from '../cluster/await-hosts';
import { folderPathOf } from '../folder';
import { storageConfig } from './machine-disks';
import { firmwareConfig } from './machine-firmware';
import { flag, processorConfig } from './machine-processor';
import { sourceOf } from './machine-source';
import { checkMinutes } from '../durations';
import type { INetwork } from '../network/network';
import { networkIdOf } from '../network/network-id';
import { tagIds } from '../access/tags';
import type { VirtualMachineCommonProps } from './virtual-machine-props';

const ADAPTERS = ['vmxnet3', 'e1000', 'e1000e', 'vrdma'] as const;

/** A machine as the provider takes it, but for its name and where it runs. */
export function machineConfig(
  machine: Construct,
  props: VirtualMachineCommonProps,
  networks: readonly INetwork[],
): Omit<VirtualMachineConfig, 'name' | 'resourcePoolId'> {
  const stack = TerraformStack.of(machine);
  const { config, disk } = sourceOf(machine, stack, props);
  const adapterType = ifGiven(props.networkAdapter, (adapter) => checkOneOf(machine, 'networkAdapter', adapter, ADAPTERS));
  return {
    ...config,
    ...processorConfig(machine, props),
    ...firmwareConfig(machine, props),
    ...storageConfig(machine, props, disk),
    networkInterface: networks.map((network) => ({
      networkId: networkIdOf(network, machine, props.on.datacenter),
      ...(adapterType !== undefined && { adapterType }),
    })),
    enableDiskUuid: flag(machine, 'enableDiskUuid', props.enableDiskUuid),
    extraConfig: extraConfig(machine, props),
    folder: folderPathOf(machine, props.folder, 'vm'),
    tags: tagIds(machine, props.tags, 'VirtualMachine'),
    annotation: ifGiven(props.annotation, (notes) => checkText(machine, 'annotation', notes)),
    waitForGuestNetTimeout: ifGiven(props.waitForGuestNet, (wait) => checkMinutes(machine, 'waitForGuestNet', wait)),
    waitForGuestIpTimeout: ifGiven(props.waitForGuestIp, (wait) => checkMinutes(machine, 'waitForGuestIp', wait)),
    lifecycle: lifecycle(machine, props),
    dependsOn: hostsToAwait(stack, props.on, networks),
  };
}

function lifecycle(machine: Construct, { preventDestroy, ignoreChanges }: VirtualMachineCommonProps): VirtualMachineConfig['lifecycle'] {
  const prevents = preventDestroy !== undefined && checkFlag(machine, 'preventDestroy', preventDestroy);
  const ignored = ifGiven(ignoreChanges, (each) => checkTexts(machine, 'ignoreChanges', each)) ?? [];
  if (!prevents && ignored.length === 0) return undefined;
  return { ...(prevents && { preventDestroy: true }), ...(ignored.length > 0 && { ignoreChanges: ignored }) };
}

function extraConfig(machine: Construct, { cloudInit, extraConfig: given = {} }: VirtualMachineCommonProps): Record<string, string> | undefined {
  if (typeof given !== 'object' || given === null) {
    throw new ConstructError(machine, `extraConfig must be texts by name, got ${got(given)}; give one such as { 'sched.mem.pin': 'TRUE' }`);
  }
  for (const [name, text] of Object.entries(given)) checkText(machine, `extraConfig["${name}"]`, text);
  const guestInfo = ifGiven(cloudInit, (each) => checkKind(machine, 'cloudInit', each, CLOUD_INIT).toGuestInfo(machine)) ?? {};
  const twice = Object.keys(given).find((name) => name in guestInfo);
  if (twice !== undefined) throw new ConstructError(machine, `extraConfig has "${twice}", and so has cloudInit; leave out one of the two`);
  const all = { ...given, ...guestInfo };
  return Object.keys(all).length === 0 ? undefined : all;
}
