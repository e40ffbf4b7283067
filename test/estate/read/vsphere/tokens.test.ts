import { isReference, isUnknown, type Value, type VsphereEstate } from '../../../../lib/estate';
import { estateOf } from '../../../../lib/estate/read/estate-of';
import { cluster, datacenter, entry, host, machine, model, ref, stack, variable, type Entry } from '../model';

/** Left out. */
const NONE = Symbol('left out');
type Stated = Value | typeof NONE;
type Attributes = Readonly<Record<string, Stated>>;

const A = ref('vsphere_host.a');
const B = ref('vsphere_host.b');
const DC = ref('vsphere_datacenter.dc');
const ROOT = ref('vsphere_compute_cluster.c', 'resource_pool_id');
const CLUSTER = ref('vsphere_compute_cluster.c');
const FABRIC = ref('vsphere_distributed_virtual_switch.fabric');
const MACHINES = ['one', 'two'].map((name) => ref(`vsphere_virtual_machine.${name}`));
const FLAG = [true, false, 'true'] as const;
/** In no cluster by themselves. */
const FREE = ['x1', 'x2'].map((name) => ref(`vsphere_host.${name}`));
const HOSTS = [[FREE[0]!], FREE, []] as const;
const SECURITY = { allow_promiscuous: FLAG, allow_forged_transmits: FLAG, allow_mac_changes: FLAG };
const HA = 'ha_admission_control_';
const SHARES = Object.fromEntries(
  ['cpu', 'memory'].flatMap((of) => [
    [`${of}_reservation`, [100, '200']],
    [`${of}_limit`, [-1, 500]],
    [`${of}_expandable`, FLAG],
  ]),
);
const token = variable('token');

/** What else may stand in a stack. */
const AROUND: readonly Entry[] = [
  datacenter,
  cluster,
  host('a', { cluster: CLUSTER }),
  host('b', { cluster: CLUSTER }),
  ...['x1', 'x2'].map((name) => host(name, { cluster: null, datacenter: DC })),
  entry('vsphere_distributed_virtual_switch.fabric', { name: 'fabric', datacenter_id: DC }),
  entry('vsphere_distributed_port_group.net', { name: 'net', distributed_virtual_switch_uuid: FABRIC }),
  entry('vsphere_host_port_group.std', { name: 'std', host_system_id: A, virtual_switch_name: 'vSwitch0' }),
  entry('vsphere_datastore_cluster.pod', { name: 'pod', datacenter_id: DC }),
  entry('vsphere_nas_datastore.nfs', { name: 'nfs', host_system_ids: [A] }),
  entry('data.vsphere_storage_policy.gold', { name: 'gold' }),
  entry('vsphere_resource_pool.pool', { name: 'pool', parent_resource_pool_id: ROOT }),
  machine('one'),
  machine('two'),
];

const stretched = (preferred: Value): Value => ({
  preferred_fault_domain_host_ids: preferred,
  secondary_fault_domain_host_ids: [B],
  witness_node: A,
});
const domain = (name: Value, hosts: Value): Value => ({ fault_domain: [{ name, host_ids: hosts }] });
const disk = (more: Readonly<Record<string, Value>>): Value => ({ label: 'disk0', size: 10, ...more });

/** By type: what stands there in any case, and what each attribute may say. Where one is a token, it may turn out to be any of them. */
const TYPES: Readonly<Record<string, readonly [Attributes, Readonly<Record<string, readonly Stated[]>>]>> = {
  vsphere_host: [
    { hostname: 'x', cluster: CLUSTER },
    { cluster: [CLUSTER, NONE], cluster_managed: FLAG, maintenance: FLAG, connected: FLAG, datacenter: [DC, NONE] },
  ],
  vsphere_compute_cluster: [
    { name: 'x', datacenter_id: DC },
    {
      folder: ['prod', NONE],
      host_system_ids: HOSTS,
      ha_enabled: FLAG,
      ha_host_monitoring: ['enabled', 'disabled'],
      [`${HA}policy`]: ['slotPolicy', 'disabled'],
      [`${HA}host_failure_tolerance`]: [1, '2'],
      [`${HA}resource_percentage_auto_compute`]: FLAG,
      [`${HA}resource_percentage_cpu`]: [10, 20],
      [`${HA}resource_percentage_memory`]: [10, 20],
      [`${HA}slot_policy_use_explicit_size`]: FLAG,
      [`${HA}slot_policy_explicit_cpu`]: [10, 20],
      [`${HA}slot_policy_explicit_memory`]: [10, 20],
      [`${HA}failover_host_system_ids`]: HOSTS,
      drs_enabled: FLAG,
      drs_automation_level: ['manual', 'fullyAutomated'],
      evc_mode: ['intel-icelake', 'amd-zen4'],
      vsan_enabled: FLAG,
      vsan_esa_enabled: FLAG,
      vsan_dedup_enabled: FLAG,
      vsan_compression_enabled: FLAG,
      vsan_unmap_enabled: FLAG,
      vsan_performance_enabled: FLAG,
      vsan_dit_encryption_enabled: FLAG,
      vsan_remote_datastore_ids: [[ref('vsphere_nas_datastore.nfs')], []],
      vsan_disk_group: [{ cache: 'naa.1', storage: ['naa.2'] }, [{ cache: 'naa.1', storage: ['naa.2', 'naa.3'] }, { storage: ['naa.4'] }], []],
      vsan_fault_domains: [domain('r1', [A]), [domain('r1', [A, B]), domain('r2', [])], [], {}],
      vsan_stretched_cluster: [stretched([A]), [stretched([A, B])], []],
    },
  ],
  vsphere_distributed_virtual_switch: [
    { name: 'x', datacenter_id: DC },
    { host: [{ host_system_id: A }, [{ host_system_id: A }, { host_system_id: B }], []], max_mtu: [1500, '9000'], folder: ['f', NONE], ...SECURITY },
  ],
  vsphere_distributed_port_group: [
    { name: 'x', distributed_virtual_switch_uuid: FABRIC },
    {
      vlan_id: [10, '20'],
      vlan_range: [{ min_vlan: 1, max_vlan: 2 }, [{ min_vlan: 1, max_vlan: 2 }], []],
      port_private_secondary_vlan_id: [100, 0, '0'],
      ...SECURITY,
    },
  ],
  vsphere_host_virtual_switch: [
    { name: 'x', host_system_id: A },
    { host_system_id: [A, B], mtu: [1500, '9000'], ...SECURITY },
  ],
  vsphere_host_port_group: [
    { name: 'x', host_system_id: A, virtual_switch_name: 'vSwitch0' },
    { host_system_id: [A, B], virtual_switch_name: ['vSwitch0', 'vSwitch1'], vlan_id: [0, '20'], ...SECURITY },
  ],
  vsphere_vnic: [
    { host: A, portgroup: 'p' },
    {
      host: [A, B],
      portgroup: ['p', ref('vsphere_host_port_group.std', 'name')],
      distributed_port_group: [ref('vsphere_distributed_port_group.net'), NONE],
      mtu: [1500, '9000'],
      netstack: ['defaultTcpipStack', 'vmotion', 'vSphereProvisioning', NONE],
      services: [['vsan'], ['vsan', 'vmotion'], [], NONE],
      ipv4: [{ ip: '10.0.0.1', netmask: '255.255.255.0' }, [{ dhcp: true }], [{ dhcp: 'false', ip: '10.0.0.2', netmask: '255.0.0.0' }], [], [{}]],
    },
  ],
  vsphere_vmfs_datastore: [
    { name: 'x', host_system_id: A },
    { host_system_id: [A, B], datastore_cluster_id: [ref('vsphere_datastore_cluster.pod'), NONE], folder: ['f', NONE] },
  ],
  vsphere_nas_datastore: [
    { name: 'x', host_system_ids: [A] },
    { host_system_ids: [[A], [A, B]], datastore_cluster_id: [ref('vsphere_datastore_cluster.pod'), NONE], folder: ['f', NONE] },
  ],
  vsphere_datastore_cluster: [
    { name: 'x', datacenter_id: DC },
    { sdrs_enabled: FLAG, folder: ['f', NONE] },
  ],
  vsphere_resource_pool: [
    { name: 'x', parent_resource_pool_id: ROOT },
    { parent_resource_pool_id: [ROOT, ref('vsphere_resource_pool.pool')], ...SHARES },
  ],
  vsphere_virtual_machine: [
    { name: 'x', resource_pool_id: ROOT },
    {
      resource_pool_id: [ROOT, ref('vsphere_resource_pool.pool')],
      num_cpus: [2, '4'],
      memory: [2048, '4096'],
      num_cores_per_socket: [1, 2],
      cpu_reservation: [0, 100],
      memory_reservation: [0, 2048],
      memory_reservation_locked_to_max: FLAG,
      latency_sensitivity: ['high', 'low'],
      storage_policy_id: [ref('data.vsphere_storage_policy.gold'), NONE],
      pci_device_id: [['0000:3b:00.0'], []],
      hardware_version: [20, '21'],
      network_interface: [{ network_id: ref('vsphere_distributed_port_group.net') }, [{ network_id: ref('vsphere_distributed_port_group.net') }], []],
      disk: [disk({}), [disk({ storage_policy_id: ref('data.vsphere_storage_policy.gold') })], [disk({}), disk({ size: '20' })]],
      datastore_id: [ref('vsphere_nas_datastore.nfs'), NONE],
      datastore_cluster_id: [ref('vsphere_datastore_cluster.pod'), NONE],
      host_system_id: [A, B],
      ovf_deploy: [[{}], NONE],
      folder: ['f', NONE],
    },
  ],
  vsphere_compute_cluster_vm_anti_affinity_rule: [
    { name: 'x', compute_cluster_id: CLUSTER, virtual_machine_ids: MACHINES },
    { virtual_machine_ids: [MACHINES, [MACHINES[0]!]], enabled: FLAG, mandatory: FLAG },
  ],
  vsphere_compute_cluster_vm_group: [{ name: 'x', compute_cluster_id: CLUSTER }, { virtual_machine_ids: [MACHINES, [MACHINES[0]!], []] }],
  vsphere_compute_cluster_host_group: [{ name: 'x', compute_cluster_id: CLUSTER }, { host_system_ids: HOSTS }],
  vsphere_compute_cluster_vm_host_rule: [
    { name: 'x', compute_cluster_id: CLUSTER, vm_group_name: 'g', affinity_host_group_name: 'h' },
    {
      vm_group_name: ['g', 'k'],
      affinity_host_group_name: ['h', NONE],
      anti_affinity_host_group_name: ['h', NONE],
      enabled: FLAG,
      mandatory: FLAG,
    },
  ],
};

function read(type: string, attributes: Attributes): VsphereEstate {
  const values = Object.fromEntries(Object.entries(attributes).flatMap(([name, value]) => (value === NONE ? [] : [[name, value as Value]])));
  return estateOf(model(stack('s', [...AROUND, entry(`${type}.x`, values)]))).vsphere;
}

/** Where one reading says what another, of which it knows less, does not: by path. */
function beyond(open: unknown, closed: unknown, at = ''): string[] {
  if (isUnknown(open) || JSON.stringify(open) === JSON.stringify(closed)) return [];
  if (typeof open !== 'object' || open === null || typeof closed !== 'object' || closed === null || isUnknown(closed)) {
    return [`${at}: ${JSON.stringify(open)} for ${JSON.stringify(closed)}`];
  }
  const [more, less] = [open as Record<string, unknown>, closed as Record<string, unknown>];
  return Object.keys(more).flatMap((key) => {
    const where = `${at}.${key}`;
    if (Array.isArray(more[key])) return listBeyond(more[key], less[key], isComplete(more, key), where);
    // What is not complete says nothing of the rest, nor why.
    return key === 'unknown' || (COMPLETE.test(key) && more[key] === false) ? [] : beyond(more[key], less[key], where);
  });
}

const COMPLETE = /complete$/i;

function isComplete(of: Record<string, unknown>, key: string): boolean {
  // One unknown device of a disk group stands for any number of them.
  if (key === 'storage') return !(of[key] as unknown[]).some(isUnknown);
  return of[key === 'ids' || key === 'items' ? 'complete' : `${key}Complete`] !== false;
}

function listBeyond(open: readonly unknown[], closed: unknown, complete: boolean, at: string): string[] {
  if (!Array.isArray(closed)) return [`${at}: a list for ${JSON.stringify(closed)}`];
  if (complete && open.length !== closed.length) return [`${at}: ${open.length} for ${closed.length}`];
  return open.flatMap((item, index) => {
    const sameId = closed.find(
      (other: { readonly id?: unknown }) => (item as { id?: unknown })?.id !== undefined && other?.id === (item as { id: unknown }).id,
    ) as unknown;
    const candidates = sameId !== undefined ? [sameId] : complete ? [closed[index]] : closed;
    const found = candidates.map((candidate: unknown) => beyond(item, candidate, `${at}.${index}`));
    return found.find((each) => each.length === 0) ?? found[0] ?? [`${at}.${index}: nothing there`];
  });
}

/** A value with a token in place of each thing in its blocks, one at a time. */
function withTokens(value: Value): Value[] {
  if (typeof value !== 'object' || value === null || isReference(value) || isUnknown(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    [...(Array.isArray(value) ? [] : [token]), ...withTokens(item)].map((changed): Value =>
      Array.isArray(value) ? value.map((other: Value, index) => (String(index) === key ? changed : other)) : { ...(value as object), [key]: changed },
    ),
  );
}

const cases = Object.entries(TYPES).flatMap(([type, [base, attributes]]) =>
  Object.keys(attributes).map((name) => [type, name, base, attributes[name]!] as const),
);

describe('what is read with a token', () => {
  test.each(cases)('for %s.%s holds for whatever the token stands for', (type, name, base, values) => {
    const open = read(type, { ...base, [name]: token });
    for (const value of values) expect({ value, beyond: beyond(open, read(type, { ...base, [name]: value })) }).toEqual({ value, beyond: [] });
  });

  test.each(cases)('of %s.%s as null is what is read where it is left out', (type, name, base) => {
    expect(read(type, { ...base, [name]: null })).toEqual(read(type, { ...base, [name]: NONE }));
  });

  test.each(cases.filter(([, , , values]) => values.some(Array.isArray)))(
    'within the list of %s.%s holds for any element',
    (type, name, base, values) => {
      const lists = values.filter((value): value is readonly Value[] => Array.isArray(value) && value.length > 0);
      for (const list of lists) {
        const open = read(type, { ...base, [name]: [...list.slice(0, -1), token] });
        expect({ list, beyond: beyond(open, read(type, { ...base, [name]: list })) }).toEqual({ list, beyond: [] });
      }
    },
  );

  test.each(cases)('within the blocks of %s.%s holds for whatever it stands for', (type, name, base, values) => {
    for (const value of values.filter((each): each is Value => each !== NONE)) {
      for (const changed of withTokens(value)) {
        const [open, closed] = [read(type, { ...base, [name]: changed }), read(type, { ...base, [name]: value })];
        expect({ changed, beyond: beyond(open, closed) }).toEqual({ changed, beyond: [] });
      }
    }
  });
});
