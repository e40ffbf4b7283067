import type { VsphereEstate } from '../../vsphere';
import type { RecordedObject } from './inventory';
import { KINDS, type Kind } from './kinds';
import { boolean, field, id, list, members, number, object, oneOf, optional, orNull, text, type Shape } from './shape';

const interval = object({ low: number, high: orNull(number) });
const place = field(orNull(id));

const hardware = object({
  cpu: object({
    vendor: oneOf('intel', 'amd', 'other'),
    name: text,
    cores: number,
    threads: number,
    baseMhz: number,
    evcMode: optional(text),
    features: list(text),
  }),
  sockets: number,
  numaNodesPerSocket: number,
  memoryMiB: number,
  hypervisorReserveMiB: optional(number),
  disks: list(object({ kind: oneOf('nvme', 'ssd', 'hdd'), sizeMiB: number, count: number })),
  nics: list(object({ gigabitsPerSecond: number, count: number })),
  accelerators: list(object({ kind: text, name: text, count: number, memoryMiB: optional(number) })),
});

const COMMON = {
  id,
  addresses: list(object({ stack: text, address: text })),
  path: optional(text),
  origin: oneOf('owned', 'looked-up', 'surroundings'),
  vcenter: field(text),
  name: field(text),
  instances: interval,
};

const FIELDS: Readonly<Record<Kind, Readonly<Record<string, Shape>>>> = {
  datacenters: {},
  hosts: { datacenter: place, cluster: place, maintenance: field(boolean), hardware: optional(hardware), rack: optional(text) },
  clusters: {
    datacenter: place,
    hosts: members,
    ha: object({ enabled: field(boolean), hostMonitoring: field(text), admissionControl: field(text) }),
    drs: object({ enabled: field(boolean), automation: field(text) }),
    vsanEnabled: field(boolean),
    cpuRatio: optional(number),
    memoryRatio: optional(number),
  },
  switches: { datacenter: place, hosts: members, mtu: field(number) },
  portGroups: { switch: place, vlan: field(orNull(number)), cidr: optional(text), gateway: optional(text) },
  datastores: { datacenter: place },
  resourcePools: { cluster: place },
  machines: {
    cluster: place,
    cpus: field(number),
    memoryMiB: field(number),
    memoryReservationMiB: field(number),
    hardwareVersion: field(orNull(number)),
    networks: list(field(id)),
    networksComplete: boolean,
    datastore: place,
    disks: list(object({ label: field(text), sizeGiB: field(number) })),
    disksComplete: boolean,
    host: place,
  },
  vmRules: { kind: oneOf('affinity', 'anti-affinity'), cluster: place, machines: members, enabled: field(boolean), mandatory: field(boolean) },
  vmGroups: { cluster: place, machines: members },
  hostGroups: { cluster: place, hosts: members },
  vmHostRules: {
    cluster: place,
    vmGroup: field(text),
    affinityHostGroup: field(orNull(text)),
    antiAffinityHostGroup: field(orNull(text)),
    enabled: field(boolean),
    mandatory: field(boolean),
  },
};

const SHAPES = Object.fromEntries(KINDS.map((kind) => [kind, object({ ...COMMON, ...FIELDS[kind] })])) as Readonly<Record<Kind, Shape>>;

/**
 * The vSphere part of a recorded estate, its ids made unlike those of any other file.
 *
 * @throws ShapeError where a field is not as the estate's schema has it
 */
export function recordedObjects(vsphere: unknown, file: string): Map<Kind, RecordedObject[]> {
  object(Object.fromEntries(KINDS.map((kind) => [kind, optional(list(SHAPES[kind]))]))).check(vsphere, 'vsphere');
  const recorded = new Map<Kind, RecordedObject[]>();
  for (const kind of KINDS) {
    const objects = (vsphere as Partial<VsphereEstate>)[kind] ?? [];
    recorded.set(
      kind,
      objects.map((one) => {
        // Its construct path is one of another program.
        const own = SHAPES[kind].relink(one, (local) => `${file}#${local}`) as Record<string, unknown>;
        delete own.path;
        return { ...own, recordedIn: file } as unknown as RecordedObject;
      }),
    );
  }
  return recorded;
}

/** A recorded object with its ids renamed, without what only the record says of it. */
export function relinked<K extends Kind>(kind: K, recorded: RecordedObject, rename: (id: string) => string): VsphereEstate[K][number] {
  return SHAPES[kind].relink(recorded, rename) as VsphereEstate[K][number];
}
