import { Size } from 'cdk8s';
import { Token } from 'cdktf';
import { CloudInit, type IContentLibraryItem, type MachineDisk, type VirtualMachineCommonProps } from 'cdk-strata/vsphere';
import { Construct } from 'constructs';
import { only, refusal, Room, Storage } from '../room';

class Item extends Construct implements IContentLibraryItem {
  public readonly libraryItemId = 'item-uuid';
}

describe('disks', () => {
  const sized = (count: number, rest: Partial<MachineDisk> = {}): MachineDisk[] =>
    Array.from({ length: count }, () => ({ size: Size.gibibytes(1), ...rest }));
  const disks = (props: Partial<VirtualMachineCommonProps>): unknown => only(() => props).disk;

  test('take the lowest free places, and as many controllers as that needs', () => {
    const machine = only(() => ({ moreDisks: [...sized(1), ...sized(1, { unit: 1 }), ...sized(15)] }));
    expect((machine.disk as { unit_number?: number }[]).map((disk) => disk.unit_number)).toEqual([
      undefined,
      2,
      1,
      3,
      4,
      5,
      6,
      7,
      8,
      9,
      10,
      11,
      12,
      13,
      14,
      15,
      16,
      17,
    ]);
    expect(machine.scsi_controller_count).toBe(2);
  });

  test('on one controller say nothing of it', () => {
    expect(only(() => ({ moreDisks: sized(14) }))).not.toHaveProperty('scsi_controller_count');
    expect(only(() => ({ moreDisks: sized(15) }))).toMatchObject({ scsi_controller_count: 2 });
    expect(only(() => ({ moreDisks: sized(59) }))).toMatchObject({ scsi_controller_count: 4 });
  });

  test('follow the policy of the machine, or their own', () => {
    const room = new Room();
    const storage = new Storage(room, 'policy', { datastoreId: 'datastore-1', storagePolicyId: 'policy-1' });
    const own = new Storage(room, 'own', { datastoreId: 'datastore-2', storagePolicyId: 'policy-2' });
    room.machine({ storage, moreDisks: [...sized(1), ...sized(1, { storage: own })] });
    expect(room.machines()[0]).toMatchObject({
      datastore_id: 'datastore-1',
      storage_policy_id: 'policy-1',
      disk: [
        { label: 'disk0', storage_policy_id: 'policy-1' },
        { label: 'disk1', storage_policy_id: 'policy-1' },
        { label: 'disk2', datastore_id: 'datastore-2', storage_policy_id: 'policy-2' },
      ],
    });
  });

  test('lie where a datastore cluster puts the machine, with a policy of their own', () => {
    const room = new Room();
    const storage = new Storage(room, 'pod', { datastoreClusterId: 'group-p1' });
    const policy = new Storage(room, 'policy', { datastoreClusterId: 'group-p1', storagePolicyId: 'policy-1' });
    room.machine({ storage, moreDisks: sized(1, { storage: policy }) });
    const machine = room.machines()[0]!;
    expect(machine).toMatchObject({
      datastore_cluster_id: 'group-p1',
      disk: [{ label: 'disk0' }, { label: 'disk1', storage_policy_id: 'policy-1' }],
    });
    expect(machine).not.toHaveProperty('datastore_id');
  });

  test.each<[string, (room: Room) => Partial<VirtualMachineCommonProps>, string]>([
    ['too many', () => ({ moreDisks: sized(60) }), 'a machine has at most 59 further disks, got 60'],
    [
      'one place twice',
      () => ({ moreDisks: [...sized(1, { unit: 3 }), ...sized(1, { unit: 3 })] }),
      'unit of moreDisks[1] must differ from that of every',
    ],
    ['the place of the first', () => ({ moreDisks: sized(1, { unit: 0 }) }), 'unit of moreDisks[0] must be a whole number from 1 to 59, got 0'],
    ['a place that is a token', () => ({ moreDisks: sized(1, { unit: Token.asNumber('${var.n}') }) }), 'must be a number known at synthesis'],
    ['one label twice', () => ({ moreDisks: sized(2, { label: 'data' }) }), 'labels of disks must differ, got "data" for number 2 and number 3'],
    ['the label of the first', () => ({ moreDisks: sized(1, { label: 'disk0' }) }), 'labels of disks must differ, got "disk0"'],
    ['a label of the provider', () => ({ moreDisks: sized(1, { label: 'orphaned_disk_0' }) }), 'must not start with "orphaned_disk_"'],
    ['half a GiB', () => ({ moreDisks: [{ size: Size.mebibytes(512) }] }), 'size of moreDisks[0] must be a whole number of GiB'],
    [
      'too few controllers',
      () => ({ scsiControllers: 1, moreDisks: sized(15) }),
      'scsiControllers must be a whole number from 2 to 4, got 1; its disks take 2',
    ],
    [
      'another provisioning',
      () => ({ moreDisks: sized(1, { provisioning: 'thick' as 'thin' }) }),
      'provisioning of moreDisks[0] must be one of "thin"',
    ],
    [
      'a policy alone',
      (room) => ({ storage: new Storage(room, 'policy', { storagePolicyId: 'policy-1' }) }),
      'storage lab/policy says how to keep the machine and not where; give the policy its storage or vSAN cluster',
    ],
    [
      'a disk on a datastore cluster',
      (room) => ({ moreDisks: sized(1, { storage: new Storage(room, 'pod', { datastoreClusterId: 'group-p1' }) }) }),
      'storage of moreDisks[0] is on a datastore cluster, and only a whole machine is put on one',
    ],
    [
      'a datastore in a datastore cluster',
      (room) => ({
        storage: new Storage(room, 'pod', { datastoreClusterId: 'group-p1' }),
        moreDisks: sized(1, { storage: new Storage(room, 'one', { datastoreId: 'datastore-1' }) }),
      }),
      'storage of moreDisks[0] names a datastore, and the machine lies on a datastore cluster',
    ],
    ['no storage', () => ({ storage: 'gold' as never }), 'storage must be a datastore, a datastore cluster or a storage policy, got "gold"'],
  ])('are refused: %s', (_, props, message) => {
    expect(refusal(props)).toContain(message);
  });

  test('are thin, thick or zeroed', () => {
    expect(disks({ moreDisks: [...sized(1), ...sized(1, { provisioning: 'thin' }), ...sized(1, { provisioning: 'eager-zeroed' })] })).toEqual([
      expect.objectContaining({ label: 'disk0' }),
      { label: 'disk1', size: 1, unit_number: 1 },
      { label: 'disk2', size: 1, unit_number: 2, thin_provisioned: true },
      { label: 'disk3', size: 1, unit_number: 3, thin_provisioned: false, eagerly_scrub: true },
    ]);
  });
});

describe('a machine from a content library', () => {
  const complete = (room: Room): Partial<VirtualMachineCommonProps> => ({
    template: new Item(room, 'item'),
    firmware: 'efi',
    disk: Size.gibibytes(20),
  });

  test('is a clone of the item', () => {
    const machine = only(complete);
    expect(machine).toMatchObject({ clone: { template_uuid: 'item-uuid' }, firmware: 'efi', disk: [{ label: 'disk0', size: 20 }] });
    expect(machine).not.toHaveProperty('guest_id');
  });

  test.each<[string, (room: Room) => Partial<VirtualMachineCommonProps>, string]>([
    [
      'firmware',
      (room) => ({ ...complete(room), firmware: undefined }),
      'lab/item is an item of a content library, which does not say its firmware; give firmware',
    ],
    ['size', (room) => ({ ...complete(room), disk: undefined }), 'which does not say its disk; give disk too'],
    [
      'place for cloud-init',
      (room) => ({ ...complete(room), cloudInit: CloudInit.of({ userData: 'x' }) }),
      'whose machines may ignore extra configuration; clone a template instead',
    ],
    ['place for extra configuration', (room) => ({ ...complete(room), extraConfig: { a: 'b' } }), 'whose machines may ignore extra configuration'],
  ])('is refused without a %s', (_, props, message) => {
    expect(refusal(props)).toContain(message);
  });
});
