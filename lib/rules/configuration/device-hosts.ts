import { indexOf, isReference, type EsxiHost, type Estate, type Value, type VirtualMachine } from '../../estate';

const LOOKUP = 'vsphere_host_pci_device';

/** A PCI device that a lookup finds on a host. */
export interface FoundDevice {
  /** Construct path of the lookup, else its address. */
  readonly lookup: string;
  readonly on: EsxiHost;
}

/** Those of a VM's devices that the program looks up. Of any other it states the address, and on which host that is. */
export function foundDevices(estate: Estate, machine: VirtualMachine): FoundDevice[] {
  const named = indexOf(estate).entryOf(machine)?.values.pci_device_id;
  if (!Array.isArray(named)) return [];
  return (named as readonly Value[]).flatMap((device): FoundDevice[] => {
    if (!isReference(device)) return [];
    const { stack, address } = device.$ref;
    const entries = estate.terraform.stacks.find(({ name }) => name === stack)?.resources ?? [];
    const lookup = entries.find((entry) => entry.address === address && entry.mode === 'data' && entry.type === LOOKUP);
    const on = lookup && hostAt(estate, lookup.values.host_id ?? null);
    return on ? [{ lookup: lookup.path ?? address, on }] : [];
  });
}

function hostAt({ vsphere }: Estate, value: Value): EsxiHost | undefined {
  if (!isReference(value)) return undefined;
  const { stack, address } = value.$ref;
  return vsphere.hosts.find(({ addresses }) => addresses.some((one) => one.stack === stack && one.address === address));
}
