import { unknown, type EsxiHost, type Estate, type ResourceInstance, type VirtualMachine } from '../../../lib/estate';
import { reservations } from '../../../lib/rules/capacity/cap-012-reservations';
import { aBareHost, aCluster, aHost, aMachine, anEstate, aResource, aStack, hardware, hosts, token } from '../../support/estate';
import { judged, mends, outcomes, refutations, text, undecideds } from '../../support/judge';

const GIB = 1024;
const DEVICE: Partial<VirtualMachine> = { pciDevices: { items: ['0000:01:00.0'], complete: true } };
const ALL: Partial<VirtualMachine> = { memoryReservationMiB: 16 * GIB };
/** 4 vCPUs at 2000 MHz. */
const HIGH: Partial<VirtualMachine> = { ...ALL, latencySensitivity: 'high', cpuReservationMhz: 8000 };

const of = (change: Partial<VirtualMachine>, members: EsxiHost[] = hosts(2), values?: ResourceInstance['values']): Estate => {
  const cluster = aCluster('compute', members);
  const stacks = values ? [aStack({ resources: [aResource('vsphere_virtual_machine', 'vm', values)] })] : [aStack()];
  return anEstate({ hosts: members, clusters: [cluster], machines: [aMachine('vm', cluster, change)], stacks });
};

describe('CAP-012', () => {
  test('says nothing about a VM that asks for nothing', () => {
    expect(judged(reservations, of({}))).toEqual([]);
    expect(judged(reservations, of({ latencySensitivity: 'low' }))).toEqual([]);
    expect(judged(reservations, of({ ...DEVICE, origin: 'looked-up' }))).toEqual([]);
  });

  test('a passed-through device needs exactly the memory reserved', () => {
    expect(outcomes(reservations, of({ ...DEVICE, ...ALL }))).toEqual(['proved']);
    for (const memoryReservationMiB of [0, 16 * GIB - 1, 16 * GIB + 1])
      expect(outcomes(reservations, of({ ...DEVICE, memoryReservationMiB }))).toEqual(['refuted']);
    expect(text(refutations(reservations, of({ ...DEVICE, memoryReservationMiB: 8 * GIB }))[0])).toEqual([
      'VM `vm` does not have all its memory reserved',
      'reserved: 8,192 MiB of 16,384 MiB',
      'needed: all of it: a PCI device is passed through to it (https://knowledge.broadcom.com/external/article/309986/configuring-vmdirectpath-io-passthrough.html)',
      'mends it: `vm` with 16,384 MiB reserved',
    ]);
    expect(mends(reservations, of(DEVICE))).toBe(1);
  });

  test('so does an SR-IOV adapter', () => {
    const values = { network_interface: [{ adapter_type: 'vmxnet3' }, { adapter_type: 'sriov' }] };
    expect(refutations(reservations, of({}, hosts(1), values))[0]!.witness[1]!.text).toMatch(/^all of it: it has an SR-IOV network adapter/);
    expect(outcomes(reservations, of(ALL, hosts(1), values))).toEqual(['proved']);
    expect(undecideds(reservations, of({}, hosts(1), { network_interface: { adapter_type: token('nic') } }))[0]!.reason).toBe(
      'of which type its network adapters are is known only to whoever sets `site/var.nic`',
    );
  });

  test('high latency sensitivity needs memory and CPU, each a finding', () => {
    expect(outcomes(reservations, of(HIGH))).toEqual(['proved']);
    expect(refutations(reservations, of({ latencySensitivity: 'high' })).map(({ key }) => key)).toEqual(['memory', 'cpu']);
    expect(refutations(reservations, of({ ...HIGH, memoryReservationMiB: 0 })).map(({ key }) => key)).toEqual(['memory']);
    const estate = of({ ...HIGH, cpuReservationMhz: 4000 });
    expect(text(refutations(reservations, estate)[0])).toEqual([
      'VM `vm` does not have all its CPU reserved',
      'reserved: 4,000 MHz',
      expect.stringMatching(/^needed: 8,000 MHz, 4 vCPUs at 2,000 MHz of `esx-\d`: its latency sensitivity is high \(https:/),
      'mends it: `vm` with 8,000 MHz reserved',
    ]);
    expect(mends(reservations, estate)).toBe(1);
  });

  test('the clock that ESXi measures may be up to 5 % less than the model says', () => {
    const reserved = (cpuReservationMhz: number) => outcomes(reservations, of({ ...HIGH, cpuReservationMhz }));
    expect([7599, 7600, 7999, 8000].map(reserved)).toEqual([['refuted'], ['undecided'], ['undecided'], ['proved']]);
    expect(undecideds(reservations, of({ ...HIGH, cpuReservationMhz: 7700 }))[0]).toMatchObject({
      reason: '7,700 MHz are reserved, and whether that is the clock of every host for 4 vCPUs is known only to ESXi',
      decidedBy: '`cpu_reservation` of 8,000',
    });
    expect(judged(reservations, of(HIGH))[0]!.premises!.map(({ id }) => id)).toEqual([
      'owned:site/compute',
      'hardware:site/esx-1',
      'hardware:site/esx-2',
      'constant:low-latency-cpu-reservation',
    ]);
  });

  test('the fastest host that may run it decides', () => {
    const fast = hardware();
    const members = [aHost('slow'), aHost('fast', { hardware: { ...fast, cpu: { ...fast.cpu, baseMhz: 3000 } } })];
    expect(outcomes(reservations, of(HIGH, members))).toEqual(['refuted']);
    expect(refutations(reservations, of(HIGH, members))[0]!.remedies[0]!.text).toBe('`vm` with 12,000 MHz reserved');
    expect(outcomes(reservations, of({ ...HIGH, cpuReservationMhz: 12_000 }, members))).toEqual(['proved']);
    expect(outcomes(reservations, of({ ...HIGH, ...DEVICE, host: members[0]!.id }, members))).toEqual(['proved']);
  });

  test('of hosts that nobody stated only no reservation at all is surely too little', () => {
    const members = [aBareHost('bare')];
    expect(undecideds(reservations, of(HIGH, members))[0]!.reason).toBe('nobody stated the hardware of `bare`');
    expect(text(refutations(reservations, of({ ...HIGH, cpuReservationMhz: 0 }, members))[0]).slice(1)).toEqual([
      'reserved: 0 MHz',
      expect.stringMatching(/^needed: its vCPUs times the clock of the host: its latency sensitivity is high/),
    ]);
  });

  test('a lock that the provider drops is a warning, and said once', () => {
    const estate = of({ memoryReservationLocked: true });
    expect(refutations(reservations, estate)).toMatchObject([{ severity: 'warning', key: 'locked' }]);
    expect(mends(reservations, estate)).toBe(2);
    expect(judged(reservations, of({ ...ALL, memoryReservationLocked: true }))).toEqual([]);
    expect(judged(reservations, of({ memoryMiB: token(), memoryReservationLocked: true }))).toEqual([]);
    expect(judged(reservations, of({ memoryReservationMiB: token(), memoryReservationLocked: true }))).toEqual([]);
    expect(refutations(reservations, of({ ...DEVICE, memoryReservationLocked: true })).map(({ key }) => key)).toEqual(['memory']);
  });

  describe('is undecided', () => {
    test.each<[string, Partial<VirtualMachine>, string]>([
      ['memory', { ...DEVICE, memoryMiB: token('memory') }, 'its memory is known only to whoever sets `site/var.memory`'],
      ['the reservation', { ...DEVICE, memoryReservationMiB: token('reserved') }, 'its memory reservation is known only to whoever sets'],
      ['the sensitivity', { latencySensitivity: token('latency') }, 'its latency sensitivity is known only to whoever sets `site/var.latency`'],
      ['the devices', { pciDevices: { items: [], complete: false, unknown: token('pci') } }, 'which PCI devices are passed through to it is known'],
      ['the CPU reservation', { ...HIGH, cpuReservationMhz: token('mhz') }, 'its CPU reservation is known only to whoever sets `site/var.mhz`'],
      ['the vCPUs', { ...HIGH, cpus: token('cpus') }, 'its vCPUs are known only to whoever sets `site/var.cpus`'],
    ])('where %s is open', (_, change, reason) => {
      expect(undecideds(reservations, of(change))).toMatchObject([{ subject: { path: 'site/vm' }, reason: expect.stringContaining(reason) }]);
      expect(refutations(reservations, of(change))).toEqual([]);
    });

    test('on a cluster whose hosts run nothing', () => {
      expect(undecideds(reservations, of(HIGH, hosts(1, { maintenance: true })))[0]!.reason).toBe('no host of cluster `compute` runs VMs');
    });

    test('not where everything is reserved whatever it is', () => {
      expect(outcomes(reservations, of({ ...HIGH, latencySensitivity: token() }))).toEqual(['proved']);
      expect(outcomes(reservations, of({ ...ALL, pciDevices: { items: [], complete: false, unknown: token() } }))).toEqual(['proved']);
    });
  });

  describe('a VM class with a vGPU', () => {
    const vmClass = (values: ResourceInstance['values'], change: Partial<ResourceInstance> = {}) =>
      anEstate({ stacks: [aStack({ resources: [aResource('vsphere_virtual_machine_class', 'gpu', { name: 'gpu', ...values }, change)] })] });
    const VGPU = { vgpu_devices: ['grid_v100-4q'] };

    test('reserves all memory', () => {
      expect(outcomes(reservations, vmClass({ ...VGPU, memory_reservation: 100 }))).toEqual(['proved']);
      expect(outcomes(reservations, vmClass({ ...VGPU, memory_reservation: '100' }))).toEqual(['proved']);
      const estate = vmClass({ ...VGPU, memory_reservation: 50 });
      expect(text(refutations(reservations, estate)[0])).toEqual([
        'VM class `gpu` has a vGPU and does not reserve all memory',
        'reserved: 50 % of the memory',
        expect.stringMatching(/^needed: 100 %: it has 1 vGPU \(https:/),
        'mends it: `memory_reservation` of 100',
      ]);
      expect(mends(reservations, estate)).toBe(1);
      expect(refutations(reservations, vmClass(VGPU))).toMatchObject([
        { subject: { path: 'site/gpu', stack: 'site', address: 'vsphere_virtual_machine_class.gpu', attribute: 'memory_reservation' } },
      ]);
    });

    test('is undecided on tokens', () => {
      expect(undecideds(reservations, vmClass({ ...VGPU, memory_reservation: token('share') }))[0]).toMatchObject({
        reason: 'its `memory_reservation` is known only to whoever sets `site/var.share`',
        decidedBy: 'a literal `memory_reservation`',
      });
      expect(undecideds(reservations, vmClass({ vgpu_devices: unknown('variable', '${var.gpus}', 'site/var.gpus') }))[0]!.reason).toBe(
        'its `vgpu_devices` is known only to whoever sets `site/var.gpus`',
      );
      expect(outcomes(reservations, vmClass({ ...VGPU, memory_reservation: 'all' }))).toEqual(['undecided']);
    });

    test('without one is not asked, nor is one of others', () => {
      expect(judged(reservations, vmClass({ memory_reservation: 10 }))).toEqual([]);
      expect(judged(reservations, vmClass({ vgpu_devices: [] }))).toEqual([]);
      expect(judged(reservations, vmClass(VGPU, { instances: { low: 0, high: 0 } }))).toEqual([]);
    });
  });
});
