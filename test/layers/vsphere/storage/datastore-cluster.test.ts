import { Duration, Size } from 'cdk8s';
import { Construct } from 'constructs';
import {
  DatastoreAntiAffinity,
  DatastoreCluster,
  type DatastoreClusterProps,
  type IVirtualMachine,
  StorageDrs,
  StorageDrsOverride,
  type StorageDrsProps,
} from 'cdk-strata/vsphere';
import { Lab } from '../lab';

const make = (props: Partial<DatastoreClusterProps> = {}, lab = new Lab()): DatastoreCluster =>
  new DatastoreCluster(lab, 'pod', { datacenter: lab.datacenter, ...props });
const rendered = (storageDrs?: StorageDrs): unknown => {
  const lab = new Lab();
  make({ storageDrs }, lab);
  return lab.rendered('vsphere_datastore_cluster').pod;
};

class Machine extends Construct {
  public readonly machineName = this.node.id;
  public readonly machineUuid = `uuid-${this.node.id}`;
}
const machine = (lab: Lab, id: string): IVirtualMachine => new Machine(lab, id);

test('a datastore cluster lets Storage DRS choose datastores and only recommend moves', () => {
  const lab = new Lab();
  const pod = make({}, lab);
  expect(lab.rendered('vsphere_datastore_cluster').pod).toMatchSnapshot();
  expect(lab.resolve(pod.machineStorage)).toEqual({ datastoreClusterId: '${vsphere_datastore_cluster.pod.id}' });
  expect(DatastoreCluster.isDatastoreCluster(pod)).toBe(true);
});

test('a datastore cluster renders all that Storage DRS takes', () => {
  const lab = new Lab();
  make(
    {
      name: 'fast',
      folder: 'prod',
      tags: [],
      storageDrs: StorageDrs.fullyAutomated({
        spaceBalance: 'automated',
        ioBalance: 'manual',
        ruleEnforcement: 'automated',
        policyEnforcement: 'manual',
        evacuation: 'automated',
        ioLoadBalancing: false,
        keepDisksTogether: false,
        spaceUtilizationPercent: 75,
        spaceDifferencePercent: 10,
        ioLatencyMilli: 20,
        ioLoadImbalance: 7,
        reservableIopsPercent: 50,
        interval: Duration.hours(2),
      }),
    },
    lab,
  );
  expect(lab.rendered('vsphere_datastore_cluster').pod).toMatchSnapshot();
});

test('thresholds may be absolute', () => {
  expect(rendered(StorageDrs.manual({ freeSpace: Size.tebibytes(1), reservableIops: 5000 }))).toMatchObject({
    sdrs_free_space_threshold: 1024,
    sdrs_free_space_threshold_mode: 'freeSpace',
    sdrs_io_reservable_iops_threshold: 5000,
    sdrs_io_reservable_threshold_mode: 'manual',
  });
});

test('where Storage DRS is off, no machine is put on the cluster', () => {
  const pod = make({ storageDrs: StorageDrs.off() });
  expect(rendered(StorageDrs.off())).toMatchObject({ sdrs_enabled: false });
  expect(() => pod.machineStorage).toThrow(
    '[lab/pod] Storage DRS is off, so nothing chooses a datastore for a machine; name a datastore there, or take StorageDrs.manual()',
  );
});

test.each<[StorageDrsProps, string]>([
  [{ spaceUtilizationPercent: 49 }, 'spaceUtilizationPercent must be a whole number from 50 to 100, got 49'],
  [
    { spaceUtilizationPercent: 80, freeSpace: Size.gibibytes(50) },
    'Storage DRS goes by used space or by free space; give spaceUtilizationPercent or freeSpace',
  ],
  [{ spaceDifferencePercent: 51 }, 'spaceDifferencePercent must be a whole number from 1 to 50, got 51'],
  [{ ioLatencyMilli: 4 }, 'ioLatencyMilli must be a whole number from 5 to 100, got 4'],
  [{ ioLoadImbalance: 101 }, 'ioLoadImbalance must be a whole number from 1 to 100, got 101'],
  [{ reservableIopsPercent: 29 }, 'reservableIopsPercent must be a whole number from 30 to 100, got 29'],
  [{ reservableIopsPercent: 60, reservableIops: 100 }, 'reservable I/O is a share or a number; give reservableIopsPercent or reservableIops'],
  [{ interval: Duration.minutes(59) }, 'interval must be a whole number of minutes from 60 to'],
  [{ evacuation: 'fullyAutomated' as 'automated' }, 'evacuation must be one of "automated", "manual", got "fullyAutomated"'],
])('Storage DRS is refused with %j', (props, message) => {
  expect(() => make({ storageDrs: StorageDrs.manual(props) })).toThrow(`[lab/pod] ${message}`);
});

test('a datastore cluster is looked up or known', () => {
  const lab = new Lab();
  const old = DatastoreCluster.fromLookup(lab, 'old', { name: 'old', datacenter: lab.datacenter });
  expect(lab.rendered('data.vsphere_datastore_cluster').old).toEqual({ name: 'old', datacenter_id: '${data.vsphere_datacenter.dc.id}' });
  expect(lab.resolve(old.machineStorage)).toEqual({ datastoreClusterId: '${data.vsphere_datastore_cluster.old.id}' });
  const known = DatastoreCluster.fromAttributes(lab, 'known', { datastoreClusterId: 'group-p1' });
  expect(known.machineStorage).toEqual({ datastoreClusterId: 'group-p1' });
});

describe('DatastoreAntiAffinity', () => {
  test('keeps machines on different datastores', () => {
    const lab = new Lab();
    const cluster = make({}, lab);
    const [a, b] = [machine(lab, 'a'), machine(lab, 'b')];
    new DatastoreAntiAffinity(lab, 'apart', { cluster, machines: [a, b] });
    new DatastoreAntiAffinity(lab, 'strictly', { cluster, machines: [a, b], name: 'databases', mandatory: true });
    expect(lab.rendered('vsphere_datastore_cluster_vm_anti_affinity_rule')).toMatchSnapshot();
  });

  test('is refused for fewer than two', () => {
    const lab = new Lab();
    const [a, cluster] = [machine(lab, 'a'), make({}, lab)];
    expect(() => new DatastoreAntiAffinity(lab, 'one', { cluster, machines: [a] })).toThrow('[lab/one] machines must be at least two, got 1');
    expect(() => new DatastoreAntiAffinity(lab, 'same', { cluster, machines: [a, a] })).toThrow('[lab/same] machines must differ, got "uuid-a"');
  });
});

describe('StorageDrsOverride', () => {
  test('says what is other for one machine', () => {
    const lab = new Lab();
    const cluster = make({}, lab);
    new StorageDrsOverride(lab, 'off', { cluster, machine: machine(lab, 'a'), enabled: false });
    new StorageDrsOverride(lab, 'all', { cluster, machine: machine(lab, 'b'), enabled: true, automation: 'manual', keepDisksTogether: true });
    expect(lab.rendered('vsphere_storage_drs_vm_override')).toMatchSnapshot();
  });

  test('is refused where it says nothing', () => {
    const lab = new Lab();
    expect(() => new StorageDrsOverride(lab, 'none', { cluster: make({}, lab), machine: machine(lab, 'a') })).toThrow(
      '[lab/none] the override says nothing; give enabled, automation or keepDisksTogether',
    );
  });
});
