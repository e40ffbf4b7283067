import { addTo } from '../../../units/multimap';
import type { NsxMachine } from '../../nsx';
import type { Blocks, Members } from '../../object';
import type { Field } from '../../value';
import type { ApiObject } from './collection';
import type { Fields } from './fields';
import { whole, type NsxExport } from './nsx-export';

/** VMs as the manager lists them, with the segments that their vNICs are attached to. */
export function readMachines(nsx: NsxExport): NsxMachine[] {
  const ports = attachments(nsx);
  const vnics = byOwner(nsx);
  const all = nsx.found.covers(['VirtualNetworkInterface'], '');
  return nsx.found.of('VirtualMachine').map((machine) => {
    const externalId = machine.fields.text('external_id');
    const own = vnics.get(externalId ?? '') ?? [];
    return {
      ...nsx.base(machine),
      // The manager does not say which VM of the app it is.
      machine: nsx.open(machine, 'external_id'),
      externalId: externalId ?? nsx.open(machine, 'external_id'),
      segments: segmentsOf(nsx, machine, own, all, ports),
      ipAddresses: addressesOf(nsx, machine, own, all),
    };
  });
}

function byOwner(nsx: NsxExport): Map<string, Fields[]> {
  const owners = new Map<string, Fields[]>();
  for (const { fields } of nsx.found.of('VirtualNetworkInterface')) {
    const owner = fields.text('owner_vm_id');
    if (owner === undefined) throw fields.wrong('owner_vm_id', 'the external id of a VM');
    addTo(owners, owner, fields);
  }
  return owners;
}

/** The segment of each attachment of a port: a vNIC names the attachment. */
function attachments(nsx: NsxExport): Map<string, string> {
  return new Map(
    nsx.found.of('SegmentPort').flatMap(({ fields, parent }): [string, string][] => {
      const id = fields.object('attachment')?.text('id');
      return id === undefined ? [] : [[id, parent]];
    }),
  );
}

/** A vNIC without an attachment is on no port of NSX; one whose port the export lacks is on a segment that nobody knows. */
function segmentsOf(nsx: NsxExport, machine: ApiObject, vnics: readonly Fields[], all: boolean, ports: ReadonlyMap<string, string>): Members {
  const attached = vnics.map((vnic) => vnic.text('lport_attachment_id')).filter((id) => id !== undefined);
  const segments = nsx.members([...new Set(attached.flatMap((id) => ports.get(id) ?? []))]);
  if (all && attached.every((id) => ports.has(id))) return segments;
  return { ids: segments.ids, complete: false, unknown: nsx.open(machine, all ? 'segment_ports' : 'virtual_network_interface') };
}

/** What the guest tools tell; of a vNIC that they tell nothing of, no address is known. */
function addressesOf(nsx: NsxExport, machine: ApiObject, vnics: readonly Fields[], all: boolean): Blocks<Field<string>> {
  const told = vnics.map((vnic) => vnic.objects('ip_address_info'));
  const items = [...new Set(told.flatMap((infos) => (infos ?? []).flatMap((info) => info.texts('ip_addresses') ?? [])))];
  if (all && told.every((infos) => infos !== undefined)) return whole(items);
  return nsx.missing(machine, all ? 'ip_address_info' : 'virtual_network_interface', items);
}
