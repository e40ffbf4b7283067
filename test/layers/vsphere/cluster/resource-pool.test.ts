import { Size } from 'cdk8s';
import { TerraformVariable } from 'cdktf';
import { PortGroup, ResourcePool, type ResourcePoolProps, Shares, Tag, VcenterCluster } from 'cdk-strata/vsphere';
import { Room } from '../room';

const pool = (room: Room, props: Partial<ResourcePoolProps> = {}): ResourcePool =>
  new ResourcePool(room, 'gold-pool', { on: room.compute, ...props });
const rendered = (room: Room): unknown => room.rendered('vsphere_resource_pool')['gold-pool'];

describe('ResourcePool', () => {
  test('on a cluster reserves nothing and limits nothing', () => {
    const room = new Room();
    const made = pool(room);
    expect(rendered(room)).toMatchSnapshot();
    expect([made.clusterId, made.datacenter, made.hosts, ResourcePool.isResourcePool(made), ResourcePool.isResourcePool({})]).toEqual([
      room.compute.clusterId,
      room.datacenter,
      room.compute.hosts,
      true,
      false,
    ]);
  });

  test('with everything stated', () => {
    const room = new Room();
    pool(room, {
      name: 'gold',
      cpuReservationMhz: 10000,
      cpuLimitMhz: 20000,
      cpuExpandable: false,
      cpuShares: Shares.low(),
      memoryReservation: Size.gibibytes(64),
      memoryLimit: Size.gibibytes(128),
      memoryExpandable: true,
      memoryShares: Shares.of(8000),
      scaleDescendantsShares: true,
      tags: [Tag.fromAttributes(room, 'tag', { tagId: 'urn:vmomi:tag' })],
    });
    expect(rendered(room)).toMatchSnapshot();
  });

  test('may lie in another, and machines on it are on its cluster', () => {
    const room = new Room();
    const inner = new ResourcePool(room, 'inner', { on: pool(room), scaleDescendantsShares: false });
    room.fleet({ on: inner, apart: 'hosts' });
    expect(room.rendered('vsphere_resource_pool').inner).toMatchObject({
      parent_resource_pool_id: '${vsphere_resource_pool.gold-pool.id}',
      scale_descendants_shares: 'disabled',
    });
    expect(room.machines()[0]).toMatchObject({ resource_pool_id: '${vsphere_resource_pool.inner.id}' });
    expect(Object.values(room.rendered('vsphere_compute_cluster_vm_anti_affinity_rule'))[0]).toMatchObject({
      compute_cluster_id: '${vsphere_compute_cluster.compute.id}',
    });
  });

  test('is looked up by its name in what it divides', () => {
    const room = new Room();
    const found = ResourcePool.fromLookup(room, 'old', { name: 'old', on: room.compute });
    expect(room.rendered('data.vsphere_resource_pool').old).toEqual({
      name: 'old',
      parent_resource_pool_id: '${vsphere_compute_cluster.compute.resource_pool_id}',
      datacenter_id: '${data.vsphere_datacenter.dc.id}',
    });
    expect([room.resolve(found.resourcePoolId), found.clusterId, found.hosts, found.datacenter]).toEqual([
      '${data.vsphere_resource_pool.old.id}',
      room.compute.clusterId,
      room.compute.hosts,
      room.datacenter,
    ]);
  });

  test('is known by its id, with its cluster or without', () => {
    const room = new Room();
    const bare = ResourcePool.fromAttributes(room, 'bare', { resourcePoolId: 'resgroup-7' });
    const full = ResourcePool.fromAttributes(room, 'full', { resourcePoolId: 'resgroup-8', on: room.compute });
    expect([bare.resourcePoolId, bare.clusterId, bare.hosts, full.clusterId]).toEqual(['resgroup-7', undefined, undefined, room.compute.clusterId]);
    expect(() => room.fleet({ on: bare, apart: 'hosts', template: room.common.template })).toThrow('the datacenter of the cluster is not known');
  });

  test('needs no hosts to wait for but where the cluster exists before them', () => {
    const room = new Room();
    pool(room);
    expect((rendered(room) as { depends_on: string[] }).depends_on).toHaveLength(3);
    const old = VcenterCluster.fromAttributes(room, 'old', { clusterId: 'domain-c1', resourcePoolId: 'resgroup-1' });
    new ResourcePool(room, 'other', { on: old });
    expect(room.rendered('vsphere_resource_pool').other).not.toHaveProperty('depends_on');
  });

  test('reserves a token unchecked', () => {
    const room = new Room();
    pool(room, { cpuReservationMhz: new TerraformVariable(room, 'mhz', { type: 'number' }).numberValue, cpuLimitMhz: 1 });
    expect(rendered(room)).toMatchObject({ cpu_reservation: '${var.mhz}', cpu_limit: 1 });
  });

  test.each<[Partial<ResourcePoolProps>, string]>([
    [{ cpuReservationMhz: 2, cpuLimitMhz: 1 }, 'cpuReservationMhz must not exceed cpuLimitMhz, got 2 MHz and 1 MHz; lower one or raise the other'],
    [
      { memoryReservation: Size.gibibytes(2), memoryLimit: Size.gibibytes(1) },
      'memoryReservation must not exceed memoryLimit, got 2048 MiB and 1024 MiB',
    ],
    [{ cpuReservationMhz: -1 }, 'cpuReservationMhz must be a whole number of at least 0, got -1'],
    [{ cpuLimitMhz: 0 }, 'cpuLimitMhz must be a whole number of at least 1, got 0'],
    [{ memoryLimit: Size.kibibytes(1) }, 'memoryLimit must be a whole number of MiB of at least 1'],
    [{ cpuExpandable: 'yes' as never }, 'cpuExpandable must be one of true, false'],
    [{ name: '' }, 'name must not be empty'],
    [{ on: 'compute' as never }, 'on must be a cluster or a resource pool, got "compute"; give a `new VcenterCluster(...)`'],
  ])('refuses %j', (props, message) => {
    expect(() => pool(new Room(), props)).toThrow(`[lab/gold-pool] ${message}`);
  });
});

test('Shares are at least one', () => {
  expect([Shares.low(), Shares.normal(), Shares.high(), Shares.of(7)].map(({ shareLevel, count }) => [shareLevel, count])).toEqual([
    ['low', undefined],
    ['normal', undefined],
    ['high', undefined],
    ['custom', 7],
  ]);
  expect(() => Shares.of(0)).toThrow('shares must be a whole number of at least 1, got 0');
});

test('a machine apart on a pool of no known cluster is refused', () => {
  const room = new Room();
  const on = ResourcePool.fromAttributes(room, 'bare', { resourcePoolId: 'resgroup-7' });
  const network = PortGroup.fromAttributes(room, 'pg', { networkId: 'dvportgroup-1' });
  const template = { ...room.node, templateUuid: 'uuid', guestId: 'g', scsiType: 'pvscsi', firmware: 'efi', diskGiB: 1, diskThin: true } as never;
  expect(() => room.fleet({ on, network, template, apart: 'hosts' })).toThrow(
    '[lab/db] the cluster of lab/bare is not known, and only a cluster has groups and rules; give the pool what it is on',
  );
});
