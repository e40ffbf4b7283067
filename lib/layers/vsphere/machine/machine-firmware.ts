import type { VirtualMachineConfig } from '@cdktf/provider-vsphere/lib/virtual-machine';
import type { Duration } from 'cdk8s';
import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { checkKind, checkOneOf, checkWhole, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { DURATION } from '../../kind';
import { flag } from './machine-processor';
import type { VirtualMachineCommonProps } from './virtual-machine-props';

/** What the provider takes (its schema of `vsphere_virtual_machine`, `hardware_version`). */
const HARDWARE_VERSIONS = [4, 7, 8, 9, 10, 11, 13, 14, 15, 17, 18, 19, 20, 21, 22];

/** How a machine starts, and what its virtual hardware shields. */
export function firmwareConfig(machine: Construct, props: VirtualMachineCommonProps): Partial<VirtualMachineConfig> {
  const firmware = ifGiven(props.firmware, (each) => checkOneOf(machine, 'firmware', each, ['bios', 'efi']));
  const vbs = flag(machine, 'virtualizationBasedSecurity', props.virtualizationBasedSecurity);
  const secureBoot = withVbs(machine, 'secureBoot', props.secureBoot, vbs);
  const vtpm = flag(machine, 'vtpm', props.vtpm) === true;
  const efi = vbs === true ? 'virtualizationBasedSecurity' : secureBoot === true ? 'secureBoot' : vtpm ? 'vtpm' : undefined;
  if (efi !== undefined && firmware !== 'efi') {
    throw new ConstructError(
      machine,
      `${efi} needs EFI firmware, got ${firmware === undefined ? "the template's, which is not known" : `"${firmware}"`}; give firmware: 'efi', and a template that has it`,
    );
  }
  return {
    hardwareVersion: ifGiven(props.hardwareVersion, (version) => checkHardwareVersion(machine, version)),
    ...(firmware !== undefined && { firmware }),
    efiSecureBootEnabled: secureBoot,
    nestedHvEnabled: withVbs(machine, 'nestedVirtualization', props.nestedVirtualization, vbs),
    vvtdEnabled: withVbs(machine, 'ioMmu', props.ioMmu, vbs),
    vbsEnabled: vbs,
    vtpm: vtpm ? { version: '2.0' } : undefined,
    bootDelay: ifGiven(props.bootDelay, (delay) => milliseconds(machine, 'bootDelay', delay)),
    bootRetryEnabled: props.bootRetryDelay === undefined ? undefined : true,
    bootRetryDelay: ifGiven(props.bootRetryDelay, (delay) => milliseconds(machine, 'bootRetryDelay', delay)),
  };
}

/** A flag that virtualization-based security switches on with itself. */
function withVbs(machine: Construct, what: string, given: boolean | undefined, vbs: boolean | undefined): boolean | undefined {
  const value = flag(machine, what, given);
  if (vbs !== true) return value;
  if (value === false) throw new ConstructError(machine, `virtualizationBasedSecurity needs ${what}, got false; leave it out`);
  return true;
}

function checkHardwareVersion(machine: Construct, version: number): number {
  checkWhole(machine, 'hardwareVersion', version, { low: HARDWARE_VERSIONS[0]!, high: HARDWARE_VERSIONS.at(-1)! });
  if (Token.isUnresolved(version) || HARDWARE_VERSIONS.includes(version)) return version;
  throw new ConstructError(machine, `hardwareVersion must be one of ${HARDWARE_VERSIONS.join(', ')}, got ${version}`);
}

function milliseconds(machine: Construct, what: string, duration: Duration): number {
  return checkKind(machine, what, duration, DURATION).toMilliseconds();
}
