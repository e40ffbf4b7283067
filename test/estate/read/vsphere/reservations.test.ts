import { isUnknown } from '../../../../lib/estate';
import { estateOf } from '../../../../lib/estate/read/estate-of';
import { cluster, datacenter, entry, host, machine, model, ref, stack, variable, type Entry } from '../model';

type Values = Parameters<typeof entry>[1];

function read(...entries: Entry[]) {
  return estateOf(model(stack('s', [datacenter, cluster, host('a'), ...entries]))).vsphere;
}

const reasonOf = (field: unknown) => (isUnknown(field) ? field.$unknown.reason : field);
const ROOT = ref('vsphere_compute_cluster.c', 'resource_pool_id');
const pool = (name: string, values: Values = {}) => entry(`vsphere_resource_pool.${name}`, { name, parent_resource_pool_id: ROOT, ...values });

describe('resource pools', () => {
  test('have reservations, limits and whether they expand', () => {
    const [one] = read(
      pool('p', {
        cpu_reservation: '1000',
        cpu_limit: 0,
        cpu_expandable: false,
        memory_reservation: 2048,
        memory_limit: 4096,
        memory_expandable: 'false',
      }),
    ).resourcePools;
    expect(one).toMatchObject({
      cpu: { reservation: 1000, limit: 0, expandable: false },
      memory: { reservation: 2048, limit: 4096, expandable: false },
    });
  });

  test('reserve and limit nothing where nothing is said', () => {
    const [one] = read(pool('p', { cpu_limit: -1 })).resourcePools;
    expect(one).toMatchObject({
      cpu: { reservation: 0, limit: null, expandable: true },
      memory: { reservation: 0, limit: null, expandable: true },
    });
  });

  test('are not known where a token or nonsense stands, or in a lookup', () => {
    const [one, found] = read(
      pool('p', {
        cpu_reservation: variable('r'),
        cpu_limit: -2,
        cpu_expandable: variable('e'),
        memory_limit: variable('l'),
        memory_reservation: -1,
      }),
      entry('data.vsphere_resource_pool.f', { name: 'f' }),
    ).resourcePools;
    expect([one!.cpu, one!.memory].map((share) => Object.values(share).map(reasonOf))).toEqual([
      ['variable', 'expression', 'variable'],
      ['expression', 'variable', true],
    ]);
    expect([found!.cpu, found!.memory].flatMap((share) => Object.values(share).map(reasonOf))).toEqual(
      Array.from({ length: 6 }, () => 'data-source'),
    );
  });

  test('are part of the pool they name; the root of a cluster or host is none', () => {
    const pools = read(
      pool('outer'),
      pool('inner', { parent_resource_pool_id: ref('vsphere_resource_pool.outer') }),
      pool('on-host', { parent_resource_pool_id: ref('vsphere_host.a', 'resource_pool_id') }),
      entry('data.vsphere_resource_pool.root', { name: 'compute/Resources' }),
      pool('by-path', { parent_resource_pool_id: ref('data.vsphere_resource_pool.root') }),
      entry('data.vsphere_resource_pool.found', { name: 'compute/Resources/found' }),
      pool('below', { parent_resource_pool_id: ref('data.vsphere_resource_pool.found') }),
      pool('token', { parent_resource_pool_id: variable('p') }),
      pool('wrong', { parent_resource_pool_id: ref('vsphere_compute_cluster.c') }),
    ).resourcePools;
    expect(Object.fromEntries(pools.map(({ name, parent }) => [name, reasonOf(parent)]))).toEqual({
      outer: null,
      inner: 's/vsphere_resource_pool.outer',
      'on-host': null,
      Resources: null,
      'by-path': null,
      found: 'data-source',
      below: 's/data.vsphere_resource_pool.found',
      token: 'variable',
      wrong: 'expression',
    });
  });
});

describe('VMs', () => {
  test('have sockets, reservations, a latency sensitivity and devices', () => {
    const [one] = read(
      pool('p'),
      machine('m', {
        resource_pool_id: ref('vsphere_resource_pool.p'),
        num_cores_per_socket: '8',
        cpu_reservation: 4000,
        memory_reservation_locked_to_max: true,
        latency_sensitivity: 'high',
        enable_disk_uuid: true,
        pci_device_id: ['0000:3b:00.0', ref('data.vsphere_host_pci_device.gpu', 'id')],
      }),
      entry('data.vsphere_host_pci_device.gpu', { host_id: ref('vsphere_host.a') }),
    ).machines;
    expect(one).toMatchObject({
      resourcePool: 's/vsphere_resource_pool.p',
      coresPerSocket: 8,
      cpuReservationMhz: 4000,
      memoryReservationLocked: true,
      latencySensitivity: 'high',
      diskUuid: true,
      pciDevices: { complete: true },
    });
    expect(one!.pciDevices.items.map(reasonOf)).toEqual(['0000:3b:00.0', 'data-source']);
  });

  test('have the defaults of the provider where nothing is said', () => {
    expect(read(machine('m')).machines[0]).toMatchObject({
      resourcePool: null,
      coresPerSocket: 1,
      cpuReservationMhz: 0,
      memoryReservationLocked: false,
      latencySensitivity: 'normal',
      diskUuid: false,
      pciDevices: { items: [], complete: true },
    });
  });

  test('are not known where tokens stand, nor the sockets that vSphere chooses', () => {
    const token = variable('x');
    expect(
      read(
        machine('m', {
          resource_pool_id: token,
          num_cores_per_socket: token,
          cpu_reservation: token,
          memory_reservation_locked_to_max: token,
          latency_sensitivity: token,
          enable_disk_uuid: token,
          pci_device_id: token,
        }),
      ).machines[0],
    ).toMatchObject({
      resourcePool: token,
      coresPerSocket: token,
      cpuReservationMhz: token,
      memoryReservationLocked: token,
      latencySensitivity: token,
      diskUuid: token,
      pciDevices: { items: [], complete: false, unknown: token },
    });
    expect(reasonOf(read(machine('m', { num_cores_per_socket: 0 })).machines[0]!.coresPerSocket)).toBe('expression');
  });

  test('from an OVF have its sockets and devices, and no CPU reserved', () => {
    const [one] = read(machine('m', { ovf_deploy: [{ remote_ovf_url: 'https://x' }] })).machines;
    expect([one!.coresPerSocket, one!.latencySensitivity, one!.cpuReservationMhz, one!.pciDevices.complete].map(reasonOf)).toEqual([
      'provider-default',
      'provider-default',
      0,
      false,
    ]);
  });
});
