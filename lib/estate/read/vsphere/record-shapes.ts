import type { VsphereEstate } from '../../vsphere';
import type { RecordedObject } from './inventory';
import { KINDS, type Kind } from './kinds';
import { blocks, boolean, field, id, list, members, number, object, oneOf, optional, orNull, text, type Shape } from '../shape';

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

const admissionControl = object({
  policy: field(text),
  hostFailures: field(number),
  autoCompute: field(boolean),
  cpuPercent: field(number),
  memoryPercent: field(number),
  explicitSlot: field(boolean),
  slotCpuMhz: field(number),
  slotMemoryMiB: field(number),
  failoverHosts: members,
});

const redundancy = object({ raid: oneOf('raid-0', 'raid-1', 'raid-5', 'raid-6'), failures: number, mirroredSites: boolean });

const vsan = object({
  enabled: field(boolean),
  esa: field(boolean),
  deduplication: field(boolean),
  compression: field(boolean),
  unmap: field(boolean),
  performanceService: field(boolean),
  verboseMode: field(boolean),
  networkDiagnosticMode: field(boolean),
  encryptionInTransit: field(boolean),
  remoteDatastores: members,
  diskGroups: blocks(object({ cache: field(orNull(text)), storage: list(field(text)) })),
  faultDomains: blocks(object({ name: field(text), hosts: members })),
  stretched: blocks(object({ preferredHosts: members, secondaryHosts: members, witness: field(id) })),
});

function security(of: Shape): Shape {
  return object({ promiscuous: field(of), forgedTransmits: field(of), macChanges: field(of) });
}

const share = object({ reservation: field(number), limit: field(orNull(number)), expandable: field(boolean) });

const FIELDS: Readonly<Record<Kind, Readonly<Record<string, Shape>>>> = {
  datacenters: {},
  hosts: { datacenter: place, cluster: place, maintenance: field(boolean), hardware: optional(hardware), rack: optional(text) },
  clusters: {
    datacenter: place,
    hosts: members,
    ha: object({ enabled: field(boolean), hostMonitoring: field(text), admissionControl: optional(admissionControl) }),
    drs: object({ enabled: field(boolean), automation: field(text) }),
    evcMode: optional(field(orNull(text))),
    vsan: optional(vsan),
    cpuRatio: optional(number),
    memoryRatio: optional(number),
    tolerates: optional(object({ hosts: number, rack: boolean })),
    bringUp: optional(boolean),
  },
  switches: { datacenter: place, hosts: members, mtu: field(number), security: optional(security(boolean)) },
  portGroups: {
    switch: place,
    vlan: field(orNull(number)),
    security: optional(security(boolean)),
    cidr: optional(text),
    gateway: optional(text),
    securityException: optional(text),
  },
  standardSwitches: { host: field(id), mtu: field(number), security: security(boolean), securityException: optional(text) },
  standardPortGroups: {
    host: field(id),
    switchName: field(text),
    vlan: field(number),
    security: security(orNull(boolean)),
    securityException: optional(text),
  },
  vmkernelAdapters: {
    host: field(id),
    portGroup: place,
    mtu: field(number),
    services: blocks(field(text)),
    address: field(orNull(text)),
    netmask: field(orNull(text)),
  },
  datastores: {
    datacenter: place,
    type: optional(orNull(oneOf('vmfs', 'nfs', 'vsan'))),
    hosts: optional(members),
    datastoreCluster: optional(place),
    vsanOf: optional(id),
  },
  datastoreClusters: { datacenter: place, sdrsEnabled: field(boolean) },
  storagePolicies: { redundancy: optional(redundancy), cluster: optional(id) },
  resourcePools: { cluster: place, parent: optional(place), cpu: optional(share), memory: optional(share) },
  machines: {
    cluster: place,
    resourcePool: optional(place),
    cpus: field(number),
    coresPerSocket: optional(field(number)),
    cpuReservationMhz: optional(field(number)),
    memoryMiB: field(number),
    memoryReservationMiB: field(number),
    memoryReservationLocked: optional(field(boolean)),
    latencySensitivity: optional(field(text)),
    hardwareVersion: field(orNull(number)),
    diskUuid: optional(field(boolean)),
    networks: list(field(id)),
    networksComplete: boolean,
    datastore: place,
    storagePolicy: optional(place),
    disks: list(object({ label: field(text), sizeGiB: field(number), storagePolicy: optional(place) })),
    disksComplete: boolean,
    host: place,
    pciDevices: optional(blocks(field(text))),
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

/** The shape of a recorded object, by kind. */
export const SHAPES = Object.fromEntries(KINDS.map((kind) => [kind, object({ ...COMMON, ...FIELDS[kind] })])) as Readonly<Record<Kind, Shape>>;

/** A recorded object with its ids renamed, without what only the record says of it. */
export function relinked<K extends Kind>(kind: K, recorded: RecordedObject, rename: (id: string) => string): VsphereEstate[K][number] {
  return SHAPES[kind].relink(recorded, rename) as VsphereEstate[K][number];
}
