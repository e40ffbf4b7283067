import { indexOf, isUnknown, type Estate, type VirtualMachine } from '../../estate';
import { blocksOf } from '../blocks';
import { knownOnlyTo } from '../wording';
import type { Gap } from './cluster-view';

/** Something of a VM that needs all of its memory reserved. */
export interface Demand {
  /** "it has a PCI device passed through". */
  readonly what: string;
  readonly source: string;
  /** Where it is open whether the VM has it. */
  readonly gap?: Gap;
}

export const PASSTHROUGH = 'https://knowledge.broadcom.com/external/article/309986/configuring-vmdirectpath-io-passthrough.html';
/** The provider's own words: "high" goes with a memory reservation of the memory. */
export const LATENCY = 'https://github.com/vmware/terraform-provider-vsphere/pull/490';
const SRIOV = 'vSphere Networking 6.7, Assign a Virtual Function as SR-IOV Passthrough Adapter';

export function demandsOf(estate: Estate, machine: VirtualMachine): Demand[] {
  const demands = [passthrough(machine), sriov(estate, machine), latency(machine)];
  return demands.filter((demand) => demand !== undefined);
}

function passthrough({ pciDevices }: VirtualMachine): Demand | undefined {
  const demand: Demand = { what: 'a PCI device is passed through to it', source: PASSTHROUGH };
  if (pciDevices.items.length > 0) return demand;
  if (pciDevices.complete) return undefined;
  const who = pciDevices.unknown ? knownOnlyTo(pciDevices.unknown) : 'not shown';
  return { ...demand, gap: { reason: `which PCI devices are passed through to it is ${who}`, decidedBy: 'a literal `pci_device_id`' } };
}

function sriov(estate: Estate, machine: VirtualMachine): Demand | undefined {
  const types = blocksOf(indexOf(estate).entryOf(machine)?.values.network_interface).map(({ adapter_type: type }) => type);
  const demand: Demand = { what: 'it has an SR-IOV network adapter', source: SRIOV };
  if (types.includes('sriov')) return demand;
  const open = types.find(isUnknown);
  return (
    open && { ...demand, gap: { reason: `of which type its network adapters are is ${knownOnlyTo(open)}`, decidedBy: 'a literal `adapter_type`' } }
  );
}

export function latency({ latencySensitivity }: VirtualMachine): Demand | undefined {
  const demand: Demand = { what: 'its latency sensitivity is high', source: LATENCY };
  if (latencySensitivity === 'high') return demand;
  if (!isUnknown(latencySensitivity)) return undefined;
  return {
    ...demand,
    gap: { reason: `its latency sensitivity is ${knownOnlyTo(latencySensitivity)}`, decidedBy: 'a literal `latency_sensitivity`' },
  };
}
