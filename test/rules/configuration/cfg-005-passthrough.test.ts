import { reference, type Estate, type VirtualMachine } from '../../../lib/estate';
import { passthrough } from '../../../lib/rules/configuration/cfg-005-passthrough';
import { aCluster, aHost, aMachine, anEstate, aResource, aStack, hosts, STACK, token, type EstateParts } from '../../support/estate';
import { judged, outcomes, refutations, text, undecideds } from '../../support/judge';

const esx = hosts(2);
const cluster = aCluster('c', esx);
const far = aHost('far');
const other = aCluster('other', [far]);
const FOUND = 'data.vsphere_host_pci_device.gpu';
const gpu = { items: ['0000:3b:00.0'], complete: true };

function site(change: Partial<VirtualMachine>, parts: EstateParts = {}): Estate {
  return anEstate({
    hosts: [...esx, far],
    clusters: [cluster, other],
    machines: [aMachine('gpu', cluster, { pciDevices: gpu, ...change })],
    ...parts,
  });
}

describe('CFG-005', () => {
  test('passes on a host of the cluster, and says nothing of a VM without devices', () => {
    expect(outcomes(passthrough, site({ host: esx[1]!.id }))).toEqual(['proved']);
    expect(judged(passthrough, site({ pciDevices: { items: [], complete: true } }))).toEqual([]);
    expect(judged(passthrough, site({ origin: 'surroundings' }))).toEqual([]);
  });

  test('fails without a host', () => {
    expect(refutations(passthrough, site({})).map((verdict) => text(verdict))).toEqual([
      [
        'VM `gpu` has a PCI device passed through and names no host',
        'devices: `0000:3b:00.0`',
        'host: `host_system_id` is left out, and the provider refuses `pci_device_id` without it',
        'hint: the host that has the device, as `host_system_id`',
      ],
    ]);
    expect(outcomes(passthrough, site({ pciDevices: { items: [token('device')], complete: true } }))).toEqual(['refuted']);
  });

  test('fails on a host of another cluster', () => {
    expect(text(refutations(passthrough, site({ host: far.id }))[0])).toEqual([
      'VM `gpu` has a PCI device of a host that it cannot run on',
      'devices: `0000:3b:00.0`',
      'host: `far`',
      'runs on: cluster `c`, with `esx-1` and `esx-2`',
      'hint: a host of the cluster that the VM is on, with a device of its own',
    ]);
  });

  test('a VM of a standalone host names that', () => {
    expect(outcomes(passthrough, site({ cluster: null, host: far.id }, { hosts: [far] }))).toEqual(['proved']);
    expect(outcomes(passthrough, site({ cluster: null, host: far.id }, { hosts: [{ ...far, cluster: other.id }] }))).toEqual(['refuted']);
    expect(outcomes(passthrough, site({ cluster: null, host: far.id }, { hosts: [{ ...far, cluster: token('c') }] }))).toEqual(['undecided']);
  });

  test.each<[string, Partial<VirtualMachine>, string]>([
    ['which host it names', { host: token('host') }, 'which host it names is known only to whoever sets `site/var.host`'],
    ['which cluster it is on', { host: far.id, cluster: token('c') }, 'which cluster it is on is known only to whoever sets `site/var.c`'],
    [
      'which devices it has',
      { pciDevices: { items: [], complete: false, unknown: token('pci') } },
      'which devices it has is known only to whoever sets `site/var.pci`',
    ],
    [
      'which devices it has on a wrong host',
      { host: far.id, pciDevices: { items: [], complete: false, unknown: token('pci') } },
      'its host is not where it runs, and which devices it has is known only to whoever sets `site/var.pci`',
    ],
  ])('is undecided where a token says %s', (_, change, reason) => {
    expect(undecideds(passthrough, site(change)).map((verdict) => verdict.reason)).toEqual([reason]);
  });

  describe('of a device that is looked up', () => {
    const lookup = (host: string) =>
      aResource('vsphere_host_pci_device', 'gpu', { host_id: reference(STACK, `vsphere_host.${host}`, 'id') }, { mode: 'data', address: FOUND });
    const found = (host: string, change: Partial<VirtualMachine> = {}, parts: EstateParts = {}): Estate => {
      const machine = { pci_device_id: [reference(STACK, FOUND, 'id')] };
      const resources = [aResource('vsphere_virtual_machine', 'gpu', machine), lookup(host)];
      return site(
        { host: esx[0]!.id, pciDevices: { items: [token('device')], complete: true }, ...change },
        { stacks: [aStack({ resources })], ...parts },
      );
    };

    test('passes on its host, and rests on nothing that the program states', () => {
      expect(judged(passthrough, found('esx-1')).map(({ verdict, premises }) => [verdict, premises])).toEqual([['proved', []]]);
    });

    test('fails where the VM names another', () => {
      expect(refutations(passthrough, found('esx-2')).map((verdict) => text(verdict))).toEqual([
        [
          'VM `gpu` has a PCI device of another host than it names',
          'device: `site/gpu` looks it up on `esx-2`',
          'host: `host_system_id` is that of `esx-1`',
          'hint: the device looked up on `esx-1`, or `esx-2` as `host_system_id`',
        ],
      ]);
    });

    test('is undecided where two entries may mean one host', () => {
      const alias = { ...esx[1]!, name: token('name'), origin: 'looked-up' as const };
      expect(undecideds(passthrough, found('esx-2', {}, { hosts: [esx[0]!, alias, far] })).map(({ reason }) => reason)).toEqual([
        'whether `esx-1` is the host of its device is open: two entries may mean one host',
      ]);
    });

    test('that the VM is on another cluster is told first', () => {
      expect(refutations(passthrough, found('esx-2', { host: far.id })).map(({ key }) => key)).toEqual(['host']);
    });
  });

  test('a device that is stated is a premise', () => {
    expect(judged(passthrough, site({ host: esx[1]!.id })).map(({ premises }) => premises?.map(({ statement }) => statement))).toEqual([
      ['host `esx-2` has the PCI devices that VM `gpu` names'],
    ]);
  });

  test('is undecided where the cluster may have the host', () => {
    const open = { ...cluster, origin: 'looked-up' as const, hosts: { ids: [], complete: false, unknown: token('hosts') } };
    expect(undecideds(passthrough, site({ host: far.id }, { clusters: [open] })).map(({ reason, decidedBy }) => [reason, decidedBy])).toEqual([
      [
        'whether host `far` is in cluster `c` is known only to whoever sets `site/var.hosts`',
        '`VcenterCluster.fromLookup(…, { hosts })` with all its hosts',
      ],
    ]);
    expect(outcomes(passthrough, site({ host: far.id }, { clusters: [{ ...open, origin: 'owned' }, other] }))).toEqual(['refuted']);
  });
});
