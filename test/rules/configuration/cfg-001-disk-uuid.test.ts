import type { Estate, Premise, Value, VirtualMachine } from '../../../lib/estate';
import { diskUuid } from '../../../lib/rules/configuration/cfg-001-disk-uuid';
import { Interval } from '../../../lib/units';
import { aMachine, anEstate, aResource, aStack, token } from '../../support/estate';
import { judged, mends, outcomes, refutations, text, undecideds } from '../../support/judge';
import { aKubernetesCluster, aPool, CLUSTER, manifested } from '../../support/kubernetes';

const GOLD = {
  ...manifested('storage.k8s.io/v1', 'StorageClass', 'gold', { namespace: null }),
  provisioner: 'csi.vsphere.vmware.com',
  parameters: {},
  isDefault: true,
  allowedTopologies: false,
};

interface Parts {
  readonly values?: Readonly<Record<string, Value>>;
  readonly premises?: readonly Premise[];
  readonly provisioner?: string;
}

function site(change: Partial<VirtualMachine>, { values = {}, premises = [], provisioner = GOLD.provisioner }: Parts = {}): Estate {
  const node = aMachine('prod-general-1', undefined, change);
  return anEstate({
    machines: [node, aMachine('db', undefined, { diskUuid: false })],
    stacks: [aStack({ resources: [aResource('vsphere_virtual_machine', 'prod-general-1', values)] })],
    kubernetes: { kubernetesClusters: [aKubernetesCluster()], nodePools: [aPool('general', [node])], storageClasses: [{ ...GOLD, provisioner }] },
    premises,
  });
}

describe('CFG-001', () => {
  test('is proved where a node shows the UUIDs of its disks; other VMs are none of its business', () => {
    expect(judged(diskUuid, site({ diskUuid: true }))).toEqual([
      {
        verdict: 'proved',
        subject: { path: 'site/prod-general-1', stack: 'site', address: 'vsphere_virtual_machine.prod-general-1', attribute: 'enable_disk_uuid' },
        premises: [],
      },
    ]);
  });

  test('is refuted where one does not, and says who needs it', () => {
    const estate = site({ diskUuid: false }, { values: { enable_disk_uuid: false } });
    expect(text(refutations(diskUuid, estate)[0])).toEqual([
      'VM `prod-general-1` is a node (`prod-general-1`) of pool `general`, and its guest does not see the UUIDs of its disks',
      'stands there: `enable_disk_uuid` is false',
      'needed by: volumes of storage class `gold`',
      'mends it: `enable_disk_uuid = true`',
    ]);
    expect(refutations(diskUuid, estate)[0]!.severity).toBeUndefined();
    expect(mends(diskUuid, estate)).toBe(1);
  });

  test('rests on what the provider takes where it is left out', () => {
    const id = 'provider-default:vsphere_virtual_machine.enable_disk_uuid';
    const premise: Premise = { id, kind: 'provider-default', statement: 'false' };
    const [verdict] = refutations(diskUuid, site({ diskUuid: false }, { premises: [premise] }));
    expect(text(verdict)).toContain('stands there: `enable_disk_uuid` is left out, which is false');
    expect(verdict!.premises).toEqual([premise]);
  });

  test('is a warning where no storage class of the cluster is of the driver', () => {
    const [verdict] = refutations(diskUuid, site({ diskUuid: false }, { provisioner: 'example.com/nfs' }));
    expect(verdict!.severity).toBe('warning');
    expect(text(verdict)).toContain('needed by: volumes of the vSphere CSI driver, of which no manifest has a storage class');
  });

  test('is undecided on a token', () => {
    expect(text(undecideds(diskUuid, site({ diskUuid: token('uuid') }))[0])).toEqual([
      'whether the guest of node VM `prod-general-1` sees the UUIDs of its disks',
      'because: `enable_disk_uuid` is known only to whoever sets `site/var.uuid`',
      'decides it: `enable_disk_uuid = true`',
    ]);
    const found = undecideds(diskUuid, site({ diskUuid: token(), origin: 'looked-up' }));
    expect(found[0]!.decidedBy).toContain('Assume.value(machine');
  });

  test.each<[string, Value, string]>([
    ['sets it', { 'disk.EnableUUID': 'TRUE' }, 'undecided'],
    ['sets it in other letters', { 'Disk.enableuuid': '1' }, 'undecided'],
    ['switches it off', { 'disk.EnableUUID': 'FALSE' }, 'refuted'],
    ['speaks of other things', { 'guestinfo.x': 'TRUE' }, 'refuted'],
    ['has nothing for it', { 'disk.EnableUUID': null }, 'refuted'],
    ['is null', null, 'refuted'],
    ['is a token', token(), 'undecided'],
    ['has a token for it', { 'disk.EnableUUID': token() }, 'undecided'],
    ['has a token for something else', { 'guestinfo.x': token() }, 'refuted'],
  ])('where the advanced parameters say something too: one that %s', (_, extra, outcome) => {
    expect(outcomes(diskUuid, site({ diskUuid: false }, { values: { extra_config: extra } }))).toEqual([outcome]);
  });

  test('asks of every VM of a pool, once each, and of none that there is not', () => {
    const [a, b] = [aMachine('a', undefined), aMachine('b', undefined, { diskUuid: false })];
    const pool = aPool('general', [a], { machines: { ids: [a.id, b.id, 'gone'], missing: [] } });
    const of = (machine: VirtualMachine): Estate => anEstate({ machines: [a, machine], kubernetes: { nodePools: [pool] } });
    expect(outcomes(diskUuid, of(b))).toEqual(['proved', 'refuted']);
    expect(outcomes(diskUuid, of({ ...b, instances: Interval.exactly(0) }))).toEqual(['proved']);
    const unlisted = { ...pool, machines: { ids: [], missing: [] }, cluster: CLUSTER };
    expect(outcomes(diskUuid, anEstate({ machines: [a], kubernetes: { nodePools: [unlisted] } }))).toEqual(['proved']);
  });
});
