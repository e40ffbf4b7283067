import { reference, unknown, type ResourceInstance, type Value, type VirtualMachine, type VsanConfiguration } from '../../../lib/estate';
import { estateOf } from '../../../lib/estate/read';
import { Interval } from '../../../lib/units';
import { maximums } from '../../../lib/rules/capacity/cap-010-maximums';
import {
  aBareHost,
  aCluster,
  aHost,
  aLookedUpCluster,
  aMachine,
  anEstate,
  aResource,
  aStack,
  aVsan,
  hardware,
  hosts,
  machines,
  token,
} from '../../support/estate';
import { cluster, datacenter, machine, model, stack } from '../../estate/read/model';
import { judged, mends, outcomes, refutations, text, undecideds } from '../../support/judge';

const GIB = 1024;
/** A VM on no cluster, so that only its own maximums are asked about. */
const alone = (change: Partial<VirtualMachine>) => anEstate({ machines: [aMachine('vm', undefined, change)] });
const disk = (change: Record<string, Value> = {}): Value => ({ label: 'd', size: 1, ...change });
const withDisks = (values: ResourceInstance['values']) =>
  anEstate({ machines: [aMachine('vm', undefined)], stacks: [aStack({ resources: [aResource('vsphere_virtual_machine', 'vm', values)] })] });

describe('CAP-010', () => {
  test('passes for a VM within them, on the premise of a hardware version it does not name', () => {
    expect(judged(maximums, alone({}))).toMatchObject([
      { verdict: 'proved', subject: { stack: 'site' }, premises: [{ kind: 'provider-default', id: 'oldest-hardware-version' }] },
    ]);
    expect(outcomes(maximums, alone({ hardwareVersion: unknown('provider-default', '', 'site/vsphere_virtual_machine.vm') }))).toEqual(['proved']);
    expect(judged(maximums, alone({ hardwareVersion: 21 }))).toMatchObject([{ verdict: 'proved', premises: [] }]);
  });

  test.each([
    [22, 960],
    [21, 768],
    [18, 768],
    [17, 256],
    [15, 256],
    [14, 128],
    [11, 128],
    [10, 64],
    [8, 32],
    [7, 8],
    [4, 4],
  ])('hardware version %i takes %i vCPUs and not one more', (hardwareVersion, most) => {
    expect(outcomes(maximums, alone({ hardwareVersion, cpus: most }))).toEqual(['proved']);
    expect(outcomes(maximums, alone({ hardwareVersion, cpus: most + 1 }))).toEqual(['refuted']);
  });

  test.each([
    [18, 24_560],
    [13, 6_128],
    [11, 4_080],
    [7, 255],
  ])('hardware version %i takes %i GiB and not one more', (hardwareVersion, most) => {
    expect(outcomes(maximums, alone({ hardwareVersion, memoryMiB: most * GIB }))).toEqual(['proved']);
    expect(outcomes(maximums, alone({ hardwareVersion, memoryMiB: (most + 1) * GIB }))).toEqual(['refuted']);
  });

  test('a finding shows both numbers and the source', () => {
    expect(text(judged(maximums, alone({ hardwareVersion: 17, cpus: 300 }))[0])).toEqual([
      'VM `vm` has more vCPUs than a VM can have',
      'configured: 300 vCPUs',
      'maximum: 256 vCPUs in hardware version 17 (https://docs.vmware.com/en/VMware-vSphere/8.0/vsphere-vm-administration/GUID-789C3913-1053-4850-A0F0-E29C3D32B6DA.html)',
    ]);
  });

  test('without a hardware version, what some version takes is undecided and what none takes is refuted', () => {
    expect(outcomes(maximums, alone({ cpus: 128 }))).toEqual(['proved']);
    expect(undecideds(maximums, alone({ cpus: 129 }))[0]!.reason).toBe(
      'it has 129 vCPUs: hardware version 11 allows 128 vCPUs, later ones more, and it names none',
    );
    expect(outcomes(maximums, alone({ cpus: 961 }))).toEqual(['refuted']);
    expect(outcomes(maximums, alone({ memoryMiB: 30_000 * GIB }))).toEqual(['undecided']); // nothing is published for version 22
    expect(outcomes(maximums, alone({ hardwareVersion: 23 }))).toEqual(['undecided']);
  });

  test('ten network adapters and not one more', () => {
    const nics = (n: number) => alone({ networks: Array.from({ length: n }, (_, i) => `net-${i}`) });
    expect(outcomes(maximums, nics(10))).toEqual(['proved']);
    expect(refutations(maximums, nics(11))[0]!.message).toBe('VM `vm` has more network adapters than a VM can have');
    expect(outcomes(maximums, alone({ networks: ['a'], networksComplete: false }))).toEqual(['undecided']);
  });

  test('tokens are undecided', () => {
    expect(undecideds(maximums, alone({ cpus: token('cpus') }))[0]!.reason).toBe('its vCPUs are known only to whoever sets `site/var.cpus`');
    expect(outcomes(maximums, alone({ memoryMiB: token() }))).toEqual(['undecided']);
    expect(outcomes(maximums, alone({ hardwareVersion: token() }))).toEqual(['undecided']);
  });

  test('64 hosts pass, 65 depend on the provider, 97 fail', () => {
    const of = (n: number) => {
      const members = hosts(n);
      return anEstate({ hosts: members, clusters: [aCluster('compute', members)] });
    };
    expect(outcomes(maximums, of(64))).toEqual(['proved', 'proved']);
    expect(undecideds(maximums, of(65))[0]!.reason).toBe(
      'it has 65 hosts: the provider takes 64 up to version 2.15 and 96 from 2.16 on, and `terraform init` picks the version',
    );
    expect(outcomes(maximums, of(96))[0]).toBe('undecided');
    expect(text(refutations(maximums, of(97))[0]).slice(0, 2)).toEqual([
      'cluster `compute` has more hosts than a cluster can have',
      'configured: 97 hosts',
    ]);
  });

  test('10,000 VMs pass on a cluster, one more fails, a family of unknown size is undecided', () => {
    const members = hosts(1);
    const cluster = aCluster('compute', members);
    const of = (low: number, high: number | null) =>
      outcomes(maximums, anEstate({ hosts: members, clusters: [cluster], machines: [aMachine('vm', cluster, { instances: { low, high } })] }))[1];
    expect(of(10_000, 10_000)).toBe('proved');
    expect(of(10_001, 10_001)).toBe('refuted');
    expect(of(0, null)).toBe('undecided');
  });

  test('a looked-up cluster is undecided', () => {
    expect(outcomes(maximums, anEstate({ clusters: [aLookedUpCluster('edge')] }))).toEqual(['undecided', 'undecided']);
  });

  test('a VM has at most the logical CPUs of the largest host that may run it', () => {
    const members = [aHost('small', { hardware: hardware({ cores: 8 }) }), aHost('large')]; // 32 and 64 threads
    const cluster = aCluster('compute', members);
    const of = (cpus: number) => anEstate({ hosts: members, clusters: [cluster], machines: [aMachine('vm', cluster, { cpus })] });
    expect(outcomes(maximums, of(64))).toEqual(['proved', 'proved', 'proved']);
    expect(text(refutations(maximums, of(65))[0])).toEqual([
      'VM `vm` has more vCPUs than any host of cluster `compute` has logical CPUs',
      'configured: 65 vCPUs',
      'maximum: 64 logical CPUs of `large`, the largest of 2 hosts',
      'mends it: `vm` with 64 vCPUs',
    ]);
    expect(mends(maximums, of(65))).toBe(1);
    const bare = [...members, aBareHost('other')];
    const open = anEstate({ hosts: bare, clusters: [aCluster('compute', bare)], machines: [aMachine('vm', cluster, { cpus: 65 })] });
    expect(undecideds(maximums, open)[0]!.reason).toContain('nobody stated the hardware of `other`');
  });

  test('disks on SCSI: 15 a controller pass; beyond, the type of controller and the provider decide', () => {
    const disks = (n: number): Value => Array.from({ length: n }, () => disk());
    expect(outcomes(maximums, withDisks({ disk: disks(15) }))).toEqual(['proved']);
    expect(outcomes(maximums, withDisks({ disk: disks(16) }))).toEqual(['undecided']);
    expect(outcomes(maximums, withDisks({ disk: disks(16), scsi_controller_count: 2 }))).toEqual(['proved']);
    expect(text(refutations(maximums, withDisks({ disk: disks(16), scsi_type: 'lsilogic' }))[0])).toEqual([
      'VM `vm` has more disks than its controllers can hold',
      'configured: 16 disks on 1 SCSI controller',
      'maximum: 15 a controller (https://registry.terraform.io/providers/vmware/vsphere/2.15.0/docs/resources/virtual_machine#unit_number)',
      'hint: `scsi_controller_count` of 2',
    ]);
    expect(outcomes(maximums, withDisks({ disk: [...(disks(15) as Value[]), disk({ controller_type: 'nvme' })] }))).toEqual(['proved']);
    expect(outcomes(maximums, withDisks({ disk: disk(), scsi_controller_count: 4 }))).toEqual(['proved']);
    expect(outcomes(maximums, withDisks({ disk: disk(), scsi_controller_count: 5 }))).toEqual(['refuted']);
    expect(outcomes(maximums, withDisks({ disk: disk(), scsi_controller_count: token() }))).toEqual(['undecided']);
  });

  test('hosts of a family are counted one by one, and one whose size is open leaves it open', () => {
    const family = (instances: Interval) => {
      const members = [aHost('esx', { instances })];
      const cluster = aCluster('large', members);
      return judged(maximums, anEstate({ hosts: members, clusters: [cluster] }))[0]!.verdict;
    };
    expect([Interval.exactly(64), Interval.exactly(97), Interval.atLeast(0)].map(family)).toEqual(['proved', 'refuted', 'undecided']);
  });

  test('a host that may not run proves nothing about logical CPUs: one verdict for the cluster', () => {
    const members = [aHost('small'), aHost('large', { maintenance: token(), hardware: hardware({ cores: 64 }) })];
    const cluster = aCluster('compute', members);
    const big = machines('big', 3, cluster, { cpus: 100, hardwareVersion: 19 });
    expect(undecideds(maximums, anEstate({ hosts: members, clusters: [cluster], machines: big }))).toMatchObject([
      { key: 'logical-cpus', message: 'whether cluster `compute` has a host with enough logical CPUs for `big-1`, `big-2` and `big-3`' },
    ]);
    const known = members.map((host) => ({ ...host, maintenance: false }));
    expect(undecideds(maximums, anEstate({ hosts: known, clusters: [cluster], machines: big }))).toEqual([]);
  });

  test('SCSI controllers as text are a number, as in Terraform; what is none is undecided', () => {
    const disks = Array.from({ length: 20 }, (_, i) => ({ label: `d${i}`, size: 1 }));
    const of = (values: ResourceInstance['values']) =>
      outcomes(
        maximums,
        anEstate({
          machines: [aMachine('vm', undefined)],
          stacks: [aStack({ resources: [aResource('vsphere_virtual_machine', 'vm', { disk: disks, scsi_type: 'lsilogic', ...values })] })],
        }),
      );
    expect(of({ scsi_controller_count: '1' })).toEqual(['refuted']);
    expect(of({ scsi_controller_count: '2' })).toEqual(['proved']);
    expect(of({ scsi_controller_count: 'two' })).toEqual(['undecided']);
    expect(of({ scsi_controller_count: reference('site', 'terraform_data.x', 'output') })).toEqual(['undecided']);
    expect(of({ disk: disks.map((disk) => ({ ...disk, controller_type: token() })) })).toEqual(['undecided']);
  });

  test('that no VM is larger than a host rests on the stated hardware of one', () => {
    const members = hosts(2);
    const cluster = aCluster('compute', members);
    const verdicts = judged(
      maximums,
      anEstate({ hosts: members, clusters: [cluster], machines: machines('web', 2, cluster, { hardwareVersion: 19 }) }),
    );
    expect(verdicts.at(-1)).toMatchObject({
      verdict: 'proved',
      subject: { stack: 'site' },
      premises: [{ id: 'hardware:site/esx-1', kind: 'stated' }],
    });
  });

  test('VMs of others are not judged', () => {
    expect(judged(maximums, anEstate({ machines: [aMachine('template', undefined, { origin: 'looked-up', cpus: 10_000 })] }))).toEqual([]);
  });

  const sized = (values: Record<string, Value>) =>
    estateOf(model(stack('s', [datacenter, cluster, machine('vm', { hardware_version: 21, disk: [], network_interface: [], ...values })])));

  test.each<[string, Value, string]>([
    ['num_cpus', 'many', 'VM `vm` has `many` vCPUs'],
    ['num_cpus', true, 'VM `vm` has `true` vCPUs'],
    ['num_cpus', 0, 'VM `vm` has `0` vCPUs'],
    ['num_cpus', -4, 'VM `vm` has `-4` vCPUs'],
    ['num_cpus', 1.5, 'VM `vm` has `1.5` vCPUs'],
    ['memory', 1024.5, 'VM `vm` has `1024.5` MiB of memory'],
    ['memory', 'lots', 'VM `vm` has `lots` MiB of memory'],
    ['memory', 1026, 'VM `vm` has `1026` MiB of memory'],
    ['memory', 0, 'VM `vm` has `0` MiB of memory'],
  ])('a literal `%s` of %j fails: no VM can have that', (attribute, value, message) => {
    expect(refutations(maximums, sized({ [attribute]: value }))).toMatchObject([{ message, subject: { path: 's/vm', attribute } }]);
    expect(undecideds(maximums, sized({ [attribute]: value }))).toEqual([]);
  });

  test('a finding about a size shows what is allowed', () => {
    const [cpus, mib] = refutations(maximums, sized({ num_cpus: 'many', memory: 6 }));
    expect(text(cpus)).toEqual([expect.anything(), 'configured: "many"', expect.stringMatching(/^allowed: a whole number of at least 1 \(https:/)]);
    expect(text(mib)).toEqual([
      expect.anything(),
      'configured: 6',
      expect.stringMatching(/^allowed: a whole number of MiB of at least 4, and a multiple of 4 \(https:/),
    ]);
  });

  test('numbers as text, and 4 MiB, pass', () => {
    expect(refutations(maximums, sized({ num_cpus: '4', memory: '4096' }))).toEqual([]);
    expect(refutations(maximums, sized({ num_cpus: 1, memory: 4 }))).toEqual([]);
  });

  test('vCPUs that do not fill the sockets fail, and those on either side mend it', () => {
    const estate = sized({ num_cpus: 6, num_cores_per_socket: 4 });
    expect(text(refutations(maximums, estate)[0])).toEqual([
      'VM `vm` has vCPUs that do not fill its sockets',
      'configured: 6 vCPUs in sockets of 4 cores',
      'allowed: a multiple of 4 (https://registry.terraform.io/providers/vmware/vsphere/2.15.0/docs/resources/virtual_machine#num_cores_per_socket)',
      'mends it: `vm` with 4 vCPUs',
      'mends it: `vm` with 8 vCPUs',
    ]);
    expect(mends(maximums, estate)).toBe(2);
    expect(refutations(maximums, sized({ num_cpus: 2, num_cores_per_socket: 4 }))[0]!.remedies.map((remedy) => remedy.text)).toEqual([
      '`vm` with 4 vCPUs',
    ]);
  });

  test.each<[string, Record<string, Value>]>([
    ['filled', { num_cpus: 8, num_cores_per_socket: '4' }],
    ['left out', { num_cpus: 7 }],
    ['left to vSphere', { num_cpus: 7, num_cores_per_socket: 0 }],
    ['known later', { num_cpus: 7, num_cores_per_socket: token('cores') }],
  ])('sockets that are %s do not fail', (_, values) => {
    expect(refutations(maximums, sized(values))).toEqual([]);
  });

  test('the vCPUs that it advises for a host fill the sockets', () => {
    const members = hosts(1); // 64 logical CPUs
    const on = aCluster('compute', members);
    const advice = (coresPerSocket: number) =>
      refutations(
        maximums,
        anEstate({ hosts: members, clusters: [on], machines: [aMachine('vm', on, { cpus: 72, coresPerSocket, hardwareVersion: 21 })] }),
      )[0]!.remedies.map((remedy) => remedy.text);
    expect(advice(8)).toEqual(['`vm` with 64 vCPUs']);
    expect(advice(18)).toEqual(['`vm` with 54 vCPUs']);
    expect(advice(72)).toEqual([]);
  });

  test('more memory reserved than there is fails, and either number mends it', () => {
    const estate = sized({ memory: 114 * GIB, memory_reservation: 200 * GIB });
    expect(refutations(maximums, estate)).toMatchObject([{ key: 'memory_reservation', subject: { path: 's/vm', attribute: 'memory_reservation' } }]);
    expect(text(refutations(maximums, estate)[0])).toEqual([
      'VM `vm` has more memory reserved than it has',
      'configured: 204,800 MiB reserved, 116,736 MiB of memory',
      expect.stringMatching(/^allowed: at most the memory of the VM, in whole MiB \(https:/),
      'mends it: `vm` with 116,736 MiB reserved',
      'mends it: `vm` with 204,800 MiB of memory',
    ]);
    expect(mends(maximums, estate)).toBe(2);
    expect(refutations(maximums, sized({ memory: 4096, memory_reservation: 4096 }))).toEqual([]);
    expect(refutations(maximums, sized({ memory: 4096, memory_reservation: token('reserved') }))).toEqual([]);
    expect(refutations(maximums, sized({ memory: token('memory'), memory_reservation: 4096 }))).toEqual([]);
  });

  test('a literal reservation that is none fails', () => {
    expect(refutations(maximums, sized({ memory_reservation: -5 }))).toMatchObject([{ message: 'VM `vm` has `-5` MiB of memory reserved' }]);
  });

  test('devices passed through: the bound of the hardware version, or both where ESXi decides', () => {
    const pci = (n: number, change: Partial<VirtualMachine> = {}) =>
      alone({ hardwareVersion: 21, pciDevices: { items: Array.from({ length: n }, (_, i) => `0000:0${i}:00.0`), complete: true }, ...change });
    expect(outcomes(maximums, pci(128))).toEqual(['proved']);
    expect(text(refutations(maximums, pci(129))[0])).toEqual([
      'VM `vm` has more PCI devices passed through than a VM can have',
      'configured: 129 PCI devices',
      'maximum: 128 PCI devices in hardware version 21 (https://knowledge.broadcom.com/external/article/309986/configuring-vmdirectpath-io-passthrough.html)',
    ]);
    for (const hardwareVersion of [19, 13, 11]) {
      expect(outcomes(maximums, pci(16, { hardwareVersion }))).toEqual(['proved']);
      expect(outcomes(maximums, pci(17, { hardwareVersion }))).toEqual(['refuted']);
    }
    const eight = [32, 33, 64, 65].map((n) => outcomes(maximums, pci(n, { hardwareVersion: 20 })));
    expect(eight).toEqual([['proved'], ['undecided'], ['undecided'], ['refuted']]);
    expect(undecideds(maximums, pci(33, { hardwareVersion: 20 }))[0]!.reason).toBe(
      'it has 33 PCI devices: hardware version 20 allows 32 to 64, by the version of ESXi',
    );
    expect(outcomes(maximums, pci(16, { hardwareVersion: null }))).toEqual(['proved']);
    expect(undecideds(maximums, pci(17, { hardwareVersion: null }))[0]!.reason).toMatch(/^it has 17 PCI devices: hardware version 11 allows 16/);
    expect(outcomes(maximums, pci(1, { hardwareVersion: 10 }))).toEqual(['undecided']);
    expect(outcomes(maximums, pci(129, { hardwareVersion: 22 }))).toEqual(['undecided']);
    const open = { pciDevices: { items: [], complete: false, unknown: token('pci') } };
    expect(undecideds(maximums, pci(0, open))[0]!.reason).toBe('which PCI devices it has is known only to whoever sets `site/var.pci`');
  });

  describe('with vSAN', () => {
    const vsan = (n: number, change: Partial<VsanConfiguration>) => {
      const members = hosts(n);
      return anEstate({ hosts: members, clusters: [aCluster('compute', members, { vsan: aVsan(change) })] });
    };

    test('64 hosts pass and 65 fail', () => {
      expect(outcomes(maximums, vsan(64, {}))).toEqual(['proved', 'proved']);
      expect(refutations(maximums, vsan(65, {}))[0]!.message).toBe('cluster `compute` has more hosts than a cluster with vSAN can have');
      expect(outcomes(maximums, vsan(65, { enabled: token() }))[0]).toBe('undecided');
    });

    test('five remote datastores pass, six fail, a token is undecided', () => {
      const mounts = (n: number, complete: boolean = true) =>
        vsan(3, { remoteDatastores: { ids: Array.from({ length: n }, (_, i) => `d${i}`), complete, ...(!complete && { unknown: token('ids') }) } });
      expect(refutations(maximums, mounts(5))).toEqual([]);
      expect(text(refutations(maximums, mounts(6))[0]).slice(0, 2)).toEqual([
        'cluster `compute` has more remote vSAN datastores than a cluster can mount',
        'configured: 6 datastores',
      ]);
      expect(undecideds(maximums, mounts(1, false))[0]!.reason).toBe('how many it mounts is known only to whoever sets `site/var.ids`');
      expect(outcomes(maximums, mounts(6, false))).toContain('refuted');
    });

    test('more disk groups than all hosts can have fail', () => {
      const groups = (n: number, change: Partial<VsanConfiguration> = {}) =>
        vsan(2, { diskGroups: { items: Array.from({ length: n }, (_, i) => ({ cache: `c${i}`, storage: [`s${i}`] })), complete: true }, ...change });
      expect(refutations(maximums, groups(10))).toEqual([]);
      expect(text(refutations(maximums, groups(11))[0])).toEqual([
        'cluster `compute` has more vSAN disk groups than its hosts can have',
        'configured: 11 disk groups for 2 hosts',
        expect.stringMatching(/^maximum: 5 a host \(https:/),
      ]);
      expect(refutations(maximums, groups(11, { esa: true }))).toEqual([]);
    });
  });
});
