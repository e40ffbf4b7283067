import { Size } from 'cdk8s';
import { Accelerator, CpuModel, Disk, HostModel, type HostModelProps, Nic } from '../../../lib/layers/hardware';

const props: HostModelProps = {
  cpu: CpuModel.XEON_PLATINUM_8480_PLUS,
  sockets: 2,
  memory: Size.tebibytes(1),
  disks: Disk.nvme(Size.gibibytes(7680), 8),
  nics: Nic.gigabits(25, 4),
};

describe('two 8480+ with 1 TiB', () => {
  const host = HostModel.of(props);

  test('have these figures', () => {
    expect(host.physicalCores).toBe(112);
    expect(host.logicalCpus).toBe(224);
    expect(host.cpuMhz).toBe(224_000);
    expect(host.memoryMiB).toBe(1_048_576);
    expect(host.numaNodes).toEqual([
      { cores: 56, logicalCpus: 112, memoryMiB: 524_288 },
      { cores: 56, logicalCpus: 112, memoryMiB: 524_288 },
    ]);
    expect(host.hypervisorReserveMiB).toBeUndefined();
  });

  test('have four nodes a socket with SNC4', () => {
    const split = HostModel.of({ ...props, numaNodesPerSocket: 4 });
    expect(split.numaNodes).toHaveLength(8);
    expect(split.numaNodes[7]).toEqual({ cores: 14, logicalCpus: 28, memoryMiB: 131_072 });
  });

  test('are plain data for the estate', () => {
    const facts = host.toFacts();
    expect(facts).toEqual({
      cpu: {
        vendor: 'intel',
        name: 'Intel Xeon Platinum 8480+',
        cores: 56,
        threads: 112,
        baseMhz: 2000,
        evcMode: 'intel-sapphirerapids',
        features: ['aes', 'avx2', 'avx512f', 'avx512_vnni', 'avx512_bf16', 'amx_tile', 'amx_int8', 'amx_bf16', 'sgx'],
      },
      sockets: 2,
      numaNodesPerSocket: 1,
      memoryMiB: 1_048_576,
      disks: [{ kind: 'nvme', sizeMiB: 7_864_320, count: 8 }],
      nics: [{ gigabitsPerSecond: 25, count: 4 }],
      accelerators: [],
    });
    expect(JSON.parse(JSON.stringify(facts))).toStrictEqual(facts);
  });
});

test('disks, ports and accelerators of several kinds', () => {
  const facts = HostModel.of({
    ...props,
    disks: [Disk.nvme(Size.tebibytes(2), 2), Disk.ssd(Size.gibibytes(960)), Disk.hdd(Size.tebibytes(16), 12)],
    nics: [Nic.gigabits(1), Nic.gigabits(100, 2)],
    accelerators: [
      Accelerator.gpu('NVIDIA L40S', { memory: Size.gibibytes(48), count: 4 }),
      Accelerator.dpu('NVIDIA BlueField-3'),
      Accelerator.of({ kind: 'qpu', name: 'bench' }),
    ],
    hypervisorReserve: Size.gibibytes(100),
  }).toFacts();
  expect(facts.disks).toEqual([
    { kind: 'nvme', sizeMiB: 2_097_152, count: 2 },
    { kind: 'ssd', sizeMiB: 983_040, count: 1 },
    { kind: 'hdd', sizeMiB: 16_777_216, count: 12 },
  ]);
  expect(facts.nics).toEqual([
    { gigabitsPerSecond: 1, count: 1 },
    { gigabitsPerSecond: 100, count: 2 },
  ]);
  expect(facts.accelerators).toEqual([
    { kind: 'gpu', name: 'NVIDIA L40S', count: 4, memoryMiB: 49_152 },
    { kind: 'dpu', name: 'NVIDIA BlueField-3', count: 1 },
    { kind: 'qpu', name: 'bench', count: 1 },
  ]);
  expect(facts.hypervisorReserveMiB).toBe(102_400);
  expect(JSON.parse(JSON.stringify(facts))).toStrictEqual(facts);
});

test('a host with a CPU of one’s own has only what is known', () => {
  const cpu = CpuModel.of({ vendor: 'other', name: 'Ampere Altra Q80-30', cores: 80, threads: 80, baseMhz: 3000 });
  const host = HostModel.of({ cpu, sockets: 3, memory: Size.mebibytes(1000) });
  expect(host.toFacts().cpu).toStrictEqual({ vendor: 'other', name: 'Ampere Altra Q80-30', cores: 80, threads: 80, baseMhz: 3000, features: [] });
  expect(host.numaNodes).toEqual(Array(3).fill({ cores: 80, logicalCpus: 80, memoryMiB: 333 }));
});

test('host models are told from other objects', () => {
  expect(HostModel.isHostModel(HostModel.of(props))).toBe(true);
  expect(HostModel.isHostModel({ ...HostModel.of(props) })).toBe(false);
  expect(HostModel.isHostModel(undefined)).toBe(false);
});

test.each<[string, Partial<HostModelProps>, string]>([
  ['no socket', { sockets: 0 }, 'sockets of a host must be a whole number from 1 to 2, got 0'],
  [
    'too many sockets',
    { sockets: 4 },
    'sockets of a host must be a whole number from 1 to 2, got 4; the most that Intel Xeon Platinum 8480+ is made for is 2: model several hosts, or take another CPU',
  ],
  [
    'two sockets of a CPU that stands alone',
    { cpu: CpuModel.EPYC_9654P },
    'sockets of a host must be 1, got 2; the most that AMD EPYC 9654P is made for is 1: model several hosts, or take another CPU',
  ],
  ['no memory', { memory: Size.gibibytes(0) }, 'memory of a host must be a whole number of MiB of at least 1, got 0Gi'],
  [
    'half a MiB',
    { memory: Size.kibibytes(1_048_064) },
    'memory of a host must be a whole number of MiB of at least 1, got 1048064Ki; did you mean Size.mebibytes(1024)?',
  ],
  [
    'more memory than the sockets take',
    { memory: Size.tebibytes(9) },
    'memory of a host with 2 x Intel Xeon Platinum 8480+ must be at most 8192 GiB (4096 GiB a socket), got 9Ti; check the size, or model several hosts',
  ],
  [
    'a split the firmware does not offer',
    { numaNodesPerSocket: 3 },
    'numaNodesPerSocket of a host with Intel Xeon Platinum 8480+ must be one of 1, 2, 4, got 3; if your firmware offers it, say so with CpuModel.of({ ...cpu, numaNodesPerSocket: [...] })',
  ],
  [
    'a reserve as large as the host',
    { hypervisorReserve: Size.tebibytes(1) },
    "hypervisorReserve must be less than the host's memory (1Ti), got 1Ti; give what ESXi itself uses, as measured",
  ],
])('fails with %s', (_, change, message) => {
  expect(() => HostModel.of({ ...props, ...change })).toThrow(new Error(message));
});

test.each<[string, () => unknown, string]>([
  ['a disk of nothing', () => Disk.nvme(Size.gibibytes(0)), 'size of nvme disks must be a whole number of MiB of at least 1, got 0Gi'],
  [
    'no disks',
    () => Disk.hdd(Size.tebibytes(16), 0),
    'count of hdd disks must be a whole number of at least 1, got 0; leave the disks out if the host has none',
  ],
  ['a port without speed', () => Nic.gigabits(0), 'speed of network ports in Gbit/s must be a number above 0, got 0'],
  [
    'no ports',
    () => Nic.gigabits(25, 0),
    'count of network ports must be a whole number of at least 1, got 0; leave the ports out if the host has none',
  ],
  ['a nameless GPU', () => Accelerator.gpu(''), 'name of a gpu must not be empty, got ""'],
  [
    'half a GPU',
    () => Accelerator.gpu('NVIDIA L40S', { count: 0.5 }),
    'count of NVIDIA L40S must be a whole number of at least 1, got 0.5; leave the accelerator out if the host has none',
  ],
  [
    'a kind in capitals',
    () => Accelerator.of({ kind: 'GPU', name: 'x' }),
    'kind of an accelerator must be one lower-case word such as "gpu", "dpu" or "fpga", got "GPU"',
  ],
])('fails with %s', (_, make, message) => {
  expect(make).toThrow(new Error(message));
});
