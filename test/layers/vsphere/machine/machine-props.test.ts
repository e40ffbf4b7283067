import { Duration, Size } from 'cdk8s';
import { TerraformVariable, Token } from 'cdktf';
import { CpuModel, HostModel } from 'cdk-strata/hardware';
import {
  CloudInit,
  Datastore,
  EsxiHost,
  Folder,
  PortGroup,
  Shares,
  Tag,
  VcenterCluster,
  VirtualMachine,
  type VirtualMachineCommonProps,
  VirtualMachineTemplate,
} from 'cdk-strata/vsphere';
import { only, refusal, Room, Storage } from '../room';

test('a machine with everything stated', () => {
  const room = new Room();
  const gold = new Storage(room, 'vsan-policy', { datastoreId: 'datastore-1', storagePolicyId: 'policy-1' });
  const machine = room.machine({
    coresPerSocket: 2,
    cpuReservationMhz: 4000,
    cpuLimitMhz: 8000,
    cpuShares: Shares.high(),
    memoryReservation: Size.gibibytes(8),
    memoryLimit: Size.gibibytes(16),
    memoryShares: Shares.of(5000),
    latencySensitivity: 'medium',
    cpuHotAdd: true,
    cpuHotRemove: false,
    memoryHotAdd: true,
    host: room.compute.hosts[1],
    hardwareVersion: 21,
    firmware: 'efi',
    secureBoot: true,
    vtpm: true,
    nestedVirtualization: true,
    ioMmu: true,
    virtualizationBasedSecurity: true,
    bootDelay: Duration.seconds(2),
    bootRetryDelay: Duration.seconds(5),
    networkAdapter: 'e1000e',
    storage: gold,
    disk: Size.gibibytes(40),
    moreDisks: [
      { size: Size.gibibytes(100), provisioning: 'eager-zeroed' },
      {
        size: Size.gibibytes(200),
        label: 'log',
        provisioning: 'lazy-zeroed',
        unit: 15,
        storage: Datastore.fromAttributes(room, 'fast', { datastoreId: 'datastore-2' }),
      },
      { size: Size.gibibytes(300), provisioning: 'thin' },
    ],
    scsiControllers: 3,
    enableDiskUuid: true,
    cloudInit: CloudInit.of({ userData: '#cloud-config\n' }),
    extraConfig: { 'sched.mem.pin': 'TRUE' },
    folder: Folder.fromAttributes(room, 'web-folder', { folderPath: 'prod/web', folderType: 'vm' }),
    tags: [Tag.fromAttributes(room, 'tag', { tagId: 'urn:vmomi:tag' })],
    annotation: 'the shop',
    waitForGuestNet: Duration.minutes(0),
    waitForGuestIp: Duration.minutes(3),
    preventDestroy: true,
  });
  expect(room.machines()[0]).toMatchSnapshot();
  expect([machine.on, machine.networks]).toEqual([room.compute, [room.nodes]]);
});

describe('reservations', () => {
  test('of all memory follow it', () => {
    expect(only(() => ({ memoryReservation: 'all' }))).toMatchObject({ memory_reservation: 16384, memory_reservation_locked_to_max: true });
  });

  test('of as much as there is do not: the memory may grow', () => {
    const machine = only(() => ({ memoryReservation: Size.gibibytes(16) }));
    expect(machine).toMatchObject({ memory_reservation: 16384 });
    expect(machine).not.toHaveProperty('memory_reservation_locked_to_max');
  });

  test('come with high latency sensitivity, of the fastest host', () => {
    expect(only(() => ({ latencySensitivity: 'high' }))).toMatchObject({
      latency_sensitivity: 'high',
      cpu_reservation: 4 * 2000,
      memory_reservation: 16384,
      memory_reservation_locked_to_max: true,
    });
  });

  test('come with the clock of the fastest, where hosts differ', () => {
    const room = new Room();
    const slow = CpuModel.XEON_PLATINUM_8480_PLUS;
    const fast = CpuModel.of({ ...slow, name: 'fast', baseMhz: slow.baseMhz + 500 });
    const hosts = [slow, fast, slow].map((cpu, n) =>
      EsxiHost.fromLookup(room, `old-${n}`, {
        hostname: `old-${n}`,
        datacenter: room.datacenter,
        model: HostModel.of({ cpu, sockets: 2, memory: Size.tebibytes(1) }),
      }),
    );
    const on = VcenterCluster.fromLookup(room, 'old', { name: 'old', datacenter: room.datacenter, hosts });
    room.machine({ on, latencySensitivity: 'high', network: PortGroup.fromAttributes(room, 'net', { networkId: 'dvportgroup-1' }) });
    expect(room.machines()[0]).toMatchObject({ cpu_reservation: 4 * fast.baseMhz });
  });

  test('come with passed-through devices, of memory', () => {
    const machine = only((room) => ({ host: room.compute.hosts[0], pciDevices: ['0000:3b:00.0'] }));
    expect(machine).toMatchObject({
      host_system_id: expect.stringMatching(/^\$\{vsphere_host\.esx_esx-1_/) as string,
      pci_device_id: ['0000:3b:00.0'],
      memory_reservation: 16384,
      memory_reservation_locked_to_max: true,
    });
    expect(machine).not.toHaveProperty('cpu_reservation');
  });

  test.each<[string, (room: Room) => Partial<VirtualMachineCommonProps>, string]>([
    [
      'less memory than a device needs',
      (room) => ({ host: room.compute.hosts[0], pciDevices: ['0000:3b:00.0'], memoryReservation: Size.gibibytes(8) }),
      "a passed-through PCI device needs all memory reserved, got 8192 MiB of 16384 MiB; leave out memoryReservation, or give 'all'",
    ],
    [
      'less memory than low latency needs',
      () => ({ latencySensitivity: 'high', memoryReservation: Size.gibibytes(8) }),
      'latencySensitivity "high" needs all memory reserved, got 8192 MiB of 16384 MiB',
    ],
    [
      'low latency on hosts that nobody knows',
      (room) => ({ latencySensitivity: 'high', on: VcenterCluster.fromLookup(room, 'old', { name: 'old', datacenter: room.datacenter }) }),
      'latencySensitivity "high" needs all CPU reserved, and how much that is, is not known',
    ],
    [
      'low latency of a token',
      () => ({ latencySensitivity: 'high', cpus: Token.asNumber('${var.cpus}') }),
      'latencySensitivity "high" needs all CPU',
    ],
    [
      'more than there is',
      () => ({ memoryReservation: Size.gibibytes(17) }),
      'memoryReservation must not exceed memory, got 17408 MiB and 16384 MiB; lower one or raise the other',
    ],
    [
      'more than the limit of memory',
      () => ({ memoryReservation: 'all', memoryLimit: Size.gibibytes(8) }),
      'memoryReservation must not exceed memoryLimit, got 16384 MiB and 8192 MiB',
    ],
    [
      'more than the limit of CPU',
      () => ({ cpuReservationMhz: 2001, cpuLimitMhz: 2000 }),
      'cpuReservationMhz must not exceed cpuLimitMhz, got 2001 MHz and 2000 MHz',
    ],
    ['devices of no host', () => ({ pciDevices: ['0000:3b:00.0'] }), 'pciDevices are those of a host; give host too'],
    [
      'a device twice',
      (room) => ({ host: room.compute.hosts[0], pciDevices: ['0000:3b:00.0', '0000:3b:00.0'] }),
      'pciDevices must differ, got "0000:3b:00.0" for number 1 and number 2',
    ],
    ['cores that do not divide', () => ({ cpus: 6, coresPerSocket: 4 }), 'cpus must be a multiple of coresPerSocket, got 6 and 4'],
    ['an unknown sensitivity', () => ({ latencySensitivity: 'highest' as 'high' }), 'latencySensitivity must be one of "low", "normal"'],
    ['shares that are none', () => ({ cpuShares: 'high' as never }), 'cpuShares must be a Shares, got "high"; give one such as `Shares.high()`'],
  ])('are refused: %s', (_, props, message) => {
    expect(refusal(props)).toContain(message);
  });

  test('of tokens are not compared', () => {
    const cpus = (room: Room): number => new TerraformVariable(room, 'cpus', { type: 'number' }).numberValue;
    expect(only((room) => ({ cpus: cpus(room), coresPerSocket: 4 }))).toMatchObject({ num_cores_per_socket: 4 });
    expect(only((room) => ({ cpuReservationMhz: cpus(room), cpuLimitMhz: 1 }))).toMatchObject({ cpu_reservation: '${var.cpus}', cpu_limit: 1 });
  });
});

test('a host that a machine is put on is one of its cluster, as far as it is known', () => {
  const stray = (room: Room): EsxiHost => room.hosts(1, 'stray').hosts[0]!;
  expect(refusal((room) => ({ host: stray(room) }))).toContain('host "stray-1.example.com" is none of those of lab/compute; name one of its hosts');
  expect(refusal((room) => ({ host: EsxiHost.fromAttributes(room, 'by-id', { hostId: 'host-7' }) }))).toBe('not refused');
});

describe('firmware', () => {
  test('with virtualization-based security has all that it needs', () => {
    expect(only(() => ({ firmware: 'efi', virtualizationBasedSecurity: true }))).toMatchObject({
      firmware: 'efi',
      vbs_enabled: true,
      efi_secure_boot_enabled: true,
      nested_hv_enabled: true,
      vvtd_enabled: true,
    });
  });

  test('is the template’s, and nothing is switched on, where nothing is said', () => {
    const machine = only(() => ({}));
    expect(machine).toMatchObject({ firmware: expect.stringContaining('data.vsphere_virtual_machine') as string });
    for (const each of ['vbs_enabled', 'efi_secure_boot_enabled', 'nested_hv_enabled', 'vvtd_enabled', 'vtpm', 'boot_retry_enabled']) {
      expect(machine).not.toHaveProperty(each);
    }
  });

  test.each<[Partial<VirtualMachineCommonProps>, string]>([
    [{ secureBoot: true }, "secureBoot needs EFI firmware, got the template's, which is not known; give firmware: 'efi', and a template that has it"],
    [{ secureBoot: true, firmware: 'bios' }, 'secureBoot needs EFI firmware, got "bios"'],
    [{ vtpm: true }, "vtpm needs EFI firmware, got the template's"],
    [{ virtualizationBasedSecurity: true }, 'virtualizationBasedSecurity needs EFI firmware'],
    [
      { virtualizationBasedSecurity: true, firmware: 'efi', secureBoot: false },
      'virtualizationBasedSecurity needs secureBoot, got false; leave it out',
    ],
    [{ virtualizationBasedSecurity: true, firmware: 'efi', ioMmu: false }, 'virtualizationBasedSecurity needs ioMmu, got false'],
    [{ virtualizationBasedSecurity: true, firmware: 'efi', nestedVirtualization: false }, 'virtualizationBasedSecurity needs nestedVirtualization'],
    [{ hardwareVersion: 12 }, 'hardwareVersion must be one of 4, 7, 8, 9, 10, 11, 13, 14, 15, 17, 18, 19, 20, 21, 22, got 12'],
    [{ hardwareVersion: 16 }, 'hardwareVersion must be one of 4, 7'],
    [{ hardwareVersion: 23 }, 'hardwareVersion must be a whole number from 4 to 22, got 23'],
    [{ networkAdapter: 'sriov' as never }, 'networkAdapter must be one of "vmxnet3", "e1000", "e1000e", "vrdma", got "sriov"'],
    [{ preventDestroy: 'yes' as never }, 'preventDestroy must be one of true, false, got "yes"'],
  ])('is refused with %j', (props, message) => {
    expect(refusal(() => props)).toContain(message);
  });
});

test('extra configuration has each name once, and texts', () => {
  expect(refusal(() => ({ extraConfig: { 'guestinfo.userdata': 'x' }, cloudInit: CloudInit.of({ userData: 'y' }) }))).toContain(
    'extraConfig has "guestinfo.userdata", and so has cloudInit; leave out one of the two',
  );
  expect(refusal(() => ({ extraConfig: { a: '' } }))).toContain('extraConfig["a"] must not be empty');
  expect(refusal(() => ({ extraConfig: 'x' as never }))).toContain('extraConfig must be texts by name, got "x"');
  expect(only(() => ({}))).not.toHaveProperty('extra_config');
});

test('a template is known by its attributes too', () => {
  const machine = only((room) => ({
    template: VirtualMachineTemplate.fromAttributes(room, 'golden', {
      templateUuid: 'uuid',
      guestId: 'debian12_64Guest',
      firmware: 'efi',
      diskGiB: 10,
    }),
  }));
  expect(machine).toMatchObject({
    clone: { template_uuid: 'uuid' },
    guest_id: 'debian12_64Guest',
    scsi_type: 'pvscsi',
    firmware: 'efi',
    disk: [{ size: 10, thin_provisioned: true }],
  });
});

test('a machine is looked up, or known by its UUID', () => {
  const room = new Room();
  const found = VirtualMachine.fromLookup(room, 'old', { name: 'prod/old', datacenter: room.datacenter, on: room.compute });
  const known = VirtualMachine.fromAttributes(room, 'known', { machineUuid: 'uuid-1' });
  expect(room.rendered('data.vsphere_virtual_machine')).toMatchObject({
    old: { name: 'prod/old', datacenter_id: '${data.vsphere_datacenter.dc.id}' },
  });
  expect([room.resolve(found.machineUuid), found.machineName, found.on]).toEqual([
    '${data.vsphere_virtual_machine.old.id}',
    'prod/old',
    room.compute,
  ]);
  expect([known.machineUuid, known.machineName, known.on]).toEqual(['uuid-1', 'uuid-1', undefined]);
});

describe('a fleet', () => {
  test('cannot share a device', () => {
    const room = new Room();
    expect(() => room.fleet({ host: room.compute.hosts[0], pciDevices: ['0000:3b:00.0'] })).toThrow(
      '[lab/db] 2 machines cannot have the same PCI devices',
    );
  });

  test('cannot be apart on one host', () => {
    const room = new Room();
    expect(() => room.fleet({ host: room.compute.hosts[0], apart: 'hosts' })).toThrow(
      '[lab/db] 2 machines cannot be apart on the one host "esx-1.example.com"; leave out host or apart',
    );
  });

  test('may have a cloud-init for each machine', () => {
    const room = new Room();
    room.fleet({ cloudInits: (n) => CloudInit.of({ userData: `machine ${n}` }) });
    const userData = room.machines().map(({ extra_config }) => (extra_config as Record<string, string>)['guestinfo.userdata']!);
    expect(userData.map((text) => Buffer.from(text, 'base64').toString())).toEqual(['machine 1', 'machine 2']);
    const cloudInit = CloudInit.of({ userData: 'x' });
    expect(() => room.fleet({ cloudInit, cloudInits: () => cloudInit }, 'both')).toThrow(
      '[lab/both] cloudInits and cloudInit are both given; give one',
    );
    expect(() => room.fleet({ cloudInits: cloudInit as never }, 'none')).toThrow('[lab/none] cloudInits must be a function of a number from 1');
  });
});
