import {
  ESTATE_SCHEMA,
  NO_KUBERNETES,
  NO_NSX,
  NO_WASM,
  type KubernetesEstate,
  type LockedImage,
  type WasmEstate,
  type NsxEstate,
  unknown,
  type AdmissionControl,
  type ComputeCluster,
  type Datastore,
  type DatastoreCluster,
  type DistributedSwitch,
  type Estate,
  type EstateObject,
  type EsxiHost,
  type HostHardware,
  type Intent,
  type ManifestObject,
  type Members,
  type ModuleCall,
  type NetworkSecurity,
  type PortGroup,
  type Premise,
  type ProviderConfiguration,
  type ReadingFault,
  type ResourceInstance,
  type ResourcePool,
  type StandardPortGroup,
  type StandardSwitch,
  type StoragePolicy,
  type Tenant,
  type TerraformStackModel,
  type Unknown,
  type VirtualMachine,
  type VmHostRule,
  type VmkernelAdapter,
  type VmRule,
  type VsanConfiguration,
  type VsphereEstate,
} from '../../lib/estate';
import { Interval } from '../../lib/units';

/** Estates for tests, by plain functions: whatever a test does not speak of has a plain default. */

export const STACK = 'site';
export const VCENTER = 'vc.example.com';

export interface EstateParts extends Partial<VsphereEstate> {
  readonly nsx?: Partial<NsxEstate>;
  readonly kubernetes?: Partial<KubernetesEstate>;
  readonly wasm?: Partial<WasmEstate>;
  readonly images?: readonly LockedImage[];
  readonly recordedManagers?: readonly string[];
  readonly firewallGaps?: Estate['firewallGaps'];
  readonly stacks?: readonly TerraformStackModel[];
  readonly manifests?: readonly ManifestObject[];
  readonly tenants?: readonly Tenant[];
  readonly intents?: readonly Intent[];
  readonly premises?: readonly Premise[];
  readonly closed?: readonly string[];
  readonly faults?: readonly ReadingFault[];
}

export function anEstate({
  nsx = {},
  kubernetes = {},
  wasm = {},
  images = [],
  recordedManagers = [],
  firewallGaps,
  stacks = [aStack()],
  manifests = [],
  tenants = [],
  intents = [],
  premises = [],
  closed = [],
  faults = [],
  ...vsphere
}: EstateParts = {}): Estate {
  const estate: Estate = {
    schema: ESTATE_SCHEMA,
    terraform: { stacks },
    manifests,
    vsphere: {
      datacenters: [],
      hosts: [],
      clusters: [],
      switches: [],
      portGroups: [],
      standardSwitches: [],
      standardPortGroups: [],
      vmkernelAdapters: [],
      datastores: [],
      datastoreClusters: [],
      storagePolicies: [],
      resourcePools: [],
      machines: [],
      vmRules: [],
      vmGroups: [],
      hostGroups: [],
      vmHostRules: [],
      ...vsphere,
    },
    nsx: { ...NO_NSX, ...nsx },
    kubernetes: { ...NO_KUBERNETES, ...kubernetes },
    wasm: { ...NO_WASM, ...wasm },
    images,
    recordedManagers,
    ...(firewallGaps && { firewallGaps }),
    tenants,
    intents,
    premises,
    closed,
    faults,
  };
  return { ...estate, terraform: { stacks: stacks.map((stack) => withEntries(stack, estate)) } };
}

/** Every object has an entry that rendered it, though a test names none. */
function withEntries(stack: TerraformStackModel, { vsphere, nsx }: Estate): TerraformStackModel {
  const known = new Set(stack.resources.map(({ address }) => address));
  const entries: ResourceInstance[] = [];
  for (const { addresses, path, instances } of (Object.values({ ...vsphere, ...nsx }) as (readonly EstateObject[])[]).flat()) {
    for (const { stack: owner, address } of addresses) {
      if (owner !== stack.name || known.has(address)) continue;
      known.add(address);
      const [type = '', name = ''] = address.replace(/^data\./, '').split('.');
      entries.push(
        aResource(
          type,
          name,
          {},
          { address, mode: address.startsWith('data.') ? 'data' : 'managed', instances, ...(path !== undefined && { path }) },
        ),
      );
    }
  }
  return { ...stack, resources: [...stack.resources, ...entries] };
}

/** A value that a variable without a default would give. */
export function token(name: string = 'size'): Unknown {
  return unknown('variable', `\${var.${name}}`, `${STACK}/var.${name}`);
}

function object(type: string, name: string) {
  const address = `${type}.${name}`;
  return {
    id: `${STACK}/${address}`,
    addresses: [{ stack: STACK, address }],
    path: `${STACK}/${name}`,
    origin: 'owned' as const,
    vcenter: VCENTER,
    name,
    instances: Interval.exactly(1),
  };
}

/** 2 sockets of 16 cores (32 threads) and 512 GiB, of which ESXi keeps a measured 12 GiB. */
export function hardware({
  cores = 16,
  sockets = 2,
  gib = 512,
  ...rest
}: Partial<HostHardware> & { cores?: number; gib?: number } = {}): HostHardware {
  return {
    cpu: { vendor: 'intel', name: 'Xeon Test', cores, threads: cores * 2, baseMhz: 2000, features: [] },
    sockets,
    numaNodesPerSocket: 1,
    memoryMiB: gib * 1024,
    hypervisorReserveMiB: 12 * 1024,
    disks: [],
    nics: [],
    accelerators: [],
    ...rest,
  };
}

export function aHost(name: string, change: Partial<EsxiHost> = {}): EsxiHost {
  return { ...object('vsphere_host', name), datacenter: null, cluster: null, maintenance: false, hardware: hardware(), ...change };
}

/** A host of which nobody stated the hardware. */
export function aBareHost(name: string, change: Partial<EsxiHost> = {}): EsxiHost {
  return without(aHost(name, change), 'hardware');
}

/** The same hardware, of which nobody measured what ESXi keeps for itself. */
export function unmeasured(change: Parameters<typeof hardware>[0] = {}): HostHardware {
  return without(hardware(change), 'hypervisorReserveMiB');
}

function without<T extends object, K extends keyof T>(whole: T, key: K): Omit<T, K> {
  return Object.fromEntries(Object.entries(whole).filter(([name]) => name !== key)) as Omit<T, K>;
}

export function hosts(howMany: number, change: Partial<EsxiHost> = {}): EsxiHost[] {
  return Array.from({ length: howMany }, (_, i) => aHost(`esx-${i + 1}`, change));
}

/** A cluster that the app owns, with everything on. */
export function aCluster(name: string, members: readonly EsxiHost[] = [], change: Partial<ComputeCluster> = {}): ComputeCluster {
  return {
    ...object('vsphere_compute_cluster', name),
    datacenter: null,
    hosts: { ids: members.map(({ id }) => id), complete: true },
    ha: { enabled: true, hostMonitoring: 'enabled', admissionControl: anAdmissionControl() },
    drs: { enabled: true, automation: 'fullyAutomated' },
    evcMode: null,
    vsan: aVsan({ enabled: false }),
    ...change,
  };
}

/** One host's share by percentage, as the provider's defaults have it. */
export function anAdmissionControl(change: Partial<AdmissionControl> = {}): AdmissionControl {
  return {
    policy: 'resourcePercentage',
    hostFailures: 1,
    autoCompute: true,
    cpuPercent: 100,
    memoryPercent: 100,
    explicitSlot: false,
    slotCpuMhz: 32,
    slotMemoryMiB: 100,
    failoverHosts: { ids: [], complete: true },
    ...change,
  };
}

/** vSAN, switched on, of the original architecture, with nothing else stated. */
export function aVsan(change: Partial<VsanConfiguration> = {}): VsanConfiguration {
  return {
    enabled: true,
    esa: false,
    deduplication: false,
    compression: false,
    unmap: false,
    performanceService: false,
    verboseMode: false,
    networkDiagnosticMode: false,
    encryptionInTransit: false,
    remoteDatastores: { ids: [], complete: true },
    diskGroups: { items: [], complete: true },
    faultDomains: { items: [], complete: true },
    stretched: { items: [], complete: true },
    ...change,
  };
}

/** A cluster that the app only looks up. */
export function aLookedUpCluster(name: string, change: Partial<ComputeCluster> = {}): ComputeCluster {
  const open = unknown('data-source', `\${data.vsphere_compute_cluster.${name}}`, `${STACK}/data.vsphere_compute_cluster.${name}`);
  const missing: Members = { ids: [], complete: false, unknown: open };
  return {
    ...aCluster(name),
    id: `${STACK}/data.vsphere_compute_cluster.${name}`,
    addresses: [{ stack: STACK, address: `data.vsphere_compute_cluster.${name}` }],
    origin: 'looked-up',
    hosts: missing,
    ha: {
      enabled: open,
      hostMonitoring: open,
      admissionControl: {
        policy: open,
        hostFailures: open,
        autoCompute: open,
        cpuPercent: open,
        memoryPercent: open,
        explicitSlot: open,
        slotCpuMhz: open,
        slotMemoryMiB: open,
        failoverHosts: missing,
      },
    },
    drs: { enabled: open, automation: open },
    evcMode: open,
    vsan: {
      enabled: open,
      esa: open,
      deduplication: open,
      compression: open,
      unmap: open,
      performanceService: open,
      verboseMode: open,
      networkDiagnosticMode: open,
      encryptionInTransit: open,
      remoteDatastores: missing,
      diskGroups: { items: [], complete: false, unknown: open },
      faultDomains: { items: [], complete: false, unknown: open },
      stretched: { items: [], complete: false, unknown: open },
    },
    ...change,
  };
}

/** A VM of 4 vCPUs and 16 GiB. */
export function aMachine(name: string, on: ComputeCluster | undefined, change: Partial<VirtualMachine> = {}): VirtualMachine {
  return {
    ...object('vsphere_virtual_machine', name),
    cluster: on?.id ?? null,
    resourcePool: null,
    cpus: 4,
    coresPerSocket: 1,
    cpuReservationMhz: 0,
    memoryMiB: 16 * 1024,
    memoryReservationMiB: 0,
    memoryReservationLocked: false,
    latencySensitivity: 'normal',
    hardwareVersion: null,
    diskUuid: true,
    networks: [],
    networksComplete: true,
    datastore: null,
    storagePolicy: null,
    disks: [],
    disksComplete: true,
    host: null,
    pciDevices: { items: [], complete: true },
    ...change,
  };
}

export function machines(name: string, howMany: number, on: ComputeCluster, change: Partial<VirtualMachine> = {}): VirtualMachine[] {
  return Array.from({ length: howMany }, (_, i) => aMachine(`${name}-${i + 1}`, on, change));
}

export function aSwitch(name: string, change: Partial<DistributedSwitch> = {}): DistributedSwitch {
  return {
    ...object('vsphere_distributed_virtual_switch', name),
    datacenter: null,
    hosts: { ids: [], complete: true },
    mtu: 1500,
    security: REFUSED,
    ...change,
  };
}

export function aPortGroup(name: string, change: Partial<PortGroup> = {}): PortGroup {
  return { ...object('vsphere_distributed_port_group', name), switch: null, vlan: null, security: REFUSED, ...change };
}

/** Neither promiscuous mode nor forged transmits nor MAC changes. */
const REFUSED: NetworkSecurity = { promiscuous: false, forgedTransmits: false, macChanges: false };

/** A standard switch on a host, which refuses all three. */
export function aStandardSwitch(name: string, on: EsxiHost, change: Partial<StandardSwitch> = {}): StandardSwitch {
  return { ...object('vsphere_host_virtual_switch', name), host: on.id, mtu: 1500, security: REFUSED, ...change };
}

/** A port group of a standard switch on a host, without a VLAN tag. */
export function aStandardPortGroup(name: string, on: EsxiHost, change: Partial<StandardPortGroup> = {}): StandardPortGroup {
  return { ...object('vsphere_host_port_group', name), host: on.id, switchName: 'vSwitch0', vlan: 0, security: REFUSED, ...change };
}

/** A VMkernel adapter of a host on a distributed port group, without services and address. */
export function aVmkernelAdapter(name: string, on: EsxiHost, change: Partial<VmkernelAdapter> = {}): VmkernelAdapter {
  return {
    ...object('vsphere_vnic', name),
    host: on.id,
    portGroup: null,
    mtu: 1500,
    services: { items: [], complete: true },
    address: null,
    netmask: null,
    ...change,
  };
}

/** A VMFS datastore that no host is known to mount. */
export function aDatastore(name: string, change: Partial<Datastore> = {}): Datastore {
  return {
    ...object('vsphere_vmfs_datastore', name),
    datacenter: null,
    type: 'vmfs',
    hosts: { ids: [], complete: true },
    datastoreCluster: null,
    ...change,
  };
}

/** A datastore cluster with storage DRS. */
export function aDatastoreCluster(name: string, change: Partial<DatastoreCluster> = {}): DatastoreCluster {
  return { ...object('vsphere_datastore_cluster', name), datacenter: null, sdrsEnabled: true, ...change };
}

/** A storage policy of which nothing is stated. */
export function aStoragePolicy(name: string, change: Partial<StoragePolicy> = {}): StoragePolicy {
  return { ...object('vsphere_vm_storage_policy', name), ...change };
}

/** A pool at the root of a cluster, with nothing reserved or limited. */
export function aResourcePool(name: string, on: ComputeCluster | undefined, change: Partial<ResourcePool> = {}): ResourcePool {
  const share = { reservation: 0, limit: null, expandable: true };
  return { ...object('vsphere_resource_pool', name), cluster: on?.id ?? null, parent: null, cpu: share, memory: share, ...change };
}

/** Mandatory anti-affinity, switched on. */
export function antiAffinity(name: string, on: ComputeCluster, members: readonly VirtualMachine[], change: Partial<VmRule> = {}): VmRule {
  return {
    ...object('vsphere_compute_cluster_vm_anti_affinity_rule', name),
    kind: 'anti-affinity',
    cluster: on.id,
    machines: { ids: members.map(({ id }) => id), complete: true },
    enabled: true,
    mandatory: true,
    ...change,
  };
}

/** A mandatory VM-host rule, switched on. */
export function vmHostRule(name: string, on: ComputeCluster, change: Partial<VmHostRule> = {}): VmHostRule {
  return {
    ...object('vsphere_compute_cluster_vm_host_rule', name),
    cluster: on.id,
    vmGroup: 'vms',
    affinityHostGroup: 'hosts',
    antiAffinityHostGroup: null,
    enabled: true,
    mandatory: true,
    ...change,
  };
}

export function aStack(change: Partial<TerraformStackModel> = {}): TerraformStackModel {
  const name = change.name ?? STACK;
  return {
    name,
    file: `stacks/${name}/cdk.tf.json`,
    backend: { type: 'local', config: {} },
    providers: [aProvider()],
    variables: [],
    locals: {},
    outputs: [],
    resources: [],
    modules: [],
    ...change,
  };
}

export function aProvider(change: Partial<ProviderConfiguration> = {}): ProviderConfiguration {
  return { key: 'vsphere', type: 'vsphere', identity: VCENTER, values: { vsphere_server: VCENTER }, ...change };
}

export function aModule(name: string, change: Partial<ModuleCall> = {}): ModuleCall {
  return {
    stack: STACK,
    name,
    source: './module',
    path: `${STACK}/${name}`,
    instances: Interval.exactly(1),
    arguments: {},
    providers: null,
    ...change,
  };
}

export function aResource(
  type: string,
  name: string,
  values: ResourceInstance['values'] = {},
  change: Partial<ResourceInstance> = {},
): ResourceInstance {
  return {
    stack: STACK,
    address: `${type}.${name}`,
    mode: 'managed',
    type,
    name,
    instances: Interval.exactly(1),
    provider: type.split('_')[0]!,
    path: `${STACK}/${name}`,
    values,
    sensitive: [],
    ...change,
  };
}
