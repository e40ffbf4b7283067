import { Interval } from '../../../units';
import type { NsxMachine, NsxTag } from '../../nsx';
import type { Blocks, Members, ObjectId } from '../../object';
import { isUnknown, unknown, type Field, type Unknown } from '../../value';
import type { PortGroup, VirtualMachine } from '../../vsphere';
import { keyOf } from '../attributes';
import { isOne, managerKeyOf } from './objects';
import type { JoinedMachine, MachineJoin } from './machine-join';
import { membersOf, openBlocks, sizeOf, type Reading } from './reading';

/** VMs as NSX knows them. */
export function readMachines(
  reading: Reading,
  join: MachineJoin,
  machines: readonly VirtualMachine[],
  portGroups: readonly PortGroup[],
): readonly NsxMachine[] {
  const faces = new Map(portGroups.map((group) => [group.id, group]));
  const stray = machines.some(({ name }) => isUnknown(name));
  const names = new Set(machines.flatMap(({ name }) => (isUnknown(name) ? [] : [name])));
  const mayBeNamed = (name: string): boolean => stray || names.has(name);
  return join.joined.map((joined): NsxMachine => {
    const { machine, entries, recorded } = joined;
    const record = recorded && (reading.relinked(recorded.object) as NsxMachine);
    const [first] = entries;
    const open = (attribute: string): Unknown => unknown(first?.mode === 'managed' ? 'computed' : 'data-source', attribute, joined.id);
    return {
      id: joined.id,
      addresses: entries.map(({ stack, address }) => ({ stack, address })),
      ...(first?.path !== undefined && { path: first.path }),
      origin: machine?.origin === 'owned' && first ? 'owned' : recorded ? 'surroundings' : 'looked-up',
      manager: joined.manager,
      name: machine?.name ?? record?.name ?? nameOf(reading, joined) ?? open('display_name'),
      instances: first?.instances ?? Interval.exactly(1),
      policyPath: record?.policyPath ?? open('path'),
      space: first ? reading.inventory.spaces.of(first, managerKeyOf(joined.manager)).id : record!.space,
      tags: tagsOf(reading, joined, record),
      machine: machineOf(joined, mayBeNamed, record),
      externalId: record?.externalId ?? open('external_id'),
      segments: machine?.origin === 'owned' || !record ? segmentsOf(machine, faces, open('segments')) : record.segments,
      ipAddresses: record?.ipAddresses ?? openBlocks(open('ip_addresses')),
    };
  });
}

function nameOf({ reader }: Reading, { entries }: JoinedMachine): Field<string> | undefined {
  const named = entries.find((entry) => entry.mode === 'data' && reader.value(reader.of(entry), 'display_name') !== undefined);
  return named && reader.string(reader.of(named), 'display_name');
}

/** What tags a VM replaces all the tags it has. */
function tagsOf(reading: Reading, { entries }: JoinedMachine, record: NsxMachine | undefined): Blocks<NsxTag> {
  const [own, ...others] = entries.filter(({ mode }) => mode === 'managed');
  if (own) {
    const source = reading.reader.of(own);
    if (!isOne(own)) return openBlocks(sizeOf(source));
    if (others.length === 0) return reading.tags(source);
    for (const other of others) {
      reading.inventory.refuse(other, 'instance_id', keyOf(own), `\`${own.path ?? own.address}\` sets the tags of that VM too`);
    }
    return openBlocks(unknown('expression', 'tag', keyOf(own)));
  }
  if (record) return record.tags;
  return reading.tags(reading.reader.of(entries[0]!));
}

/** Null only where no VM of the app can be meant. */
function machineOf(
  { machine, asked, entries, id }: JoinedMachine,
  mayBeNamed: (name: string) => boolean,
  record: NsxMachine | undefined,
): Field<ObjectId | null> {
  if (machine) return machine.id;
  const name = record?.name ?? asked;
  const isName = record !== undefined || entries.every(({ mode }) => mode === 'data');
  if (typeof name !== 'string' || !isName) return name !== undefined && isUnknown(name) ? name : unknown('data-source', 'instance_id', id);
  return mayBeNamed(name) ? unknown('expression', JSON.stringify(name), id) : null;
}

function segmentsOf(machine: VirtualMachine | undefined, faces: ReadonlyMap<ObjectId, PortGroup>, open: Unknown): Members {
  if (!machine) return { ids: [], complete: false, unknown: open };
  const segments = machine.networks.flatMap((network): Field<ObjectId>[] => {
    if (isUnknown(network)) return [network];
    const group = faces.get(network);
    if (group?.segment !== undefined) return [group.segment];
    return group?.origin === 'owned' ? [] : [open];
  });
  return membersOf(segments, machine.networksComplete ? { complete: true } : { complete: false, unknown: open });
}
