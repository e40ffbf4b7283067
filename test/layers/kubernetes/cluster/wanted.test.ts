import { Size } from 'cdk8s';
import { GENERAL, Site, wasm } from './site';

describe('the cluster of the program we want', () => {
  const site = new Site();
  const prod = site.prod({
    pools: { general: GENERAL, wasm: { replicas: 2, cpus: 8, memory: Size.gibibytes(32), apart: 'hosts', taint: 'wasm', runtimes: [wasm] } },
  });

  test('has a VM for each node, named alike, with what the CSI driver and a node need', () => {
    const machines = site.rendered('vsphere_virtual_machine');
    expect(Object.keys(machines)).toEqual([
      ...[1, 2, 3].map((n) => `prod-control-plane-${n}`),
      ...[1, 2, 3, 4, 5, 6].map((n) => `prod-general-${n}`),
      ...[1, 2].map((n) => `prod-wasm-${n}`),
    ]);
    const { extra_config: extra, ...first } = machines['prod-control-plane-1']!;
    expect(first).toMatchSnapshot();
    expect(Object.keys(extra as object)).toEqual([
      'guestinfo.metadata',
      'guestinfo.metadata.encoding',
      'guestinfo.userdata',
      'guestinfo.userdata.encoding',
    ]);
    for (const machine of Object.values(machines)) {
      expect(machine).toMatchObject({
        enable_disk_uuid: true,
        scsi_controller_count: 4,
        lifecycle: { ignore_changes: ['clone', 'disk', 'extra_config'] },
      });
    }
  });

  test('tells each guest the name of its node', () => {
    for (const [name, machine] of Object.entries(site.rendered('vsphere_virtual_machine'))) {
      // With the wrapping token in it, so that Terraform encodes it.
      expect((machine.extra_config as Record<string, string>)['guestinfo.metadata']).toContain(`"local-hostname" = "${name}"`);
    }
  });

  test('keeps the nodes of the control plane and of its pools on different hosts', () => {
    expect(site.rendered('vsphere_compute_cluster_vm_anti_affinity_rule')).toMatchSnapshot();
  });

  test('holds each node of the control plane to a rack', () => {
    expect(site.rendered('vsphere_compute_cluster_vm_host_rule')).toMatchSnapshot();
    expect(site.rendered('vsphere_compute_cluster_vm_group')).toMatchSnapshot();
    expect(site.rendered('vsphere_compute_cluster_host_group')).toMatchSnapshot();
  });

  test('says what it is', () => {
    const [{ facts, ...declared }] = site.declared('kubernetes-cluster') as [ReturnType<typeof site.declared<'kubernetes-cluster'>>[number]];
    const { requiredFlows, ...rest } = facts;
    expect({ ...declared, facts: rest }).toMatchSnapshot();
    // Where add-ons come from is their own business.
    expect(requiredFlows.filter(({ purpose }) => !purpose.startsWith('images')).map(({ purpose }) => purpose)).toMatchSnapshot();
  });

  test('says what its nodes are', () => {
    const pools = site.declared('node-pool');
    expect(pools.map(({ name, cluster, machines, nodes }) => ({ name, cluster, machines, nodes }))).toMatchSnapshot();
    expect(pools.map(({ facts: { capacity, allocatable, ...facts } }) => ({ ...facts, pods: [capacity.pods, allocatable.pods] }))).toMatchSnapshot();
    for (const { facts } of pools) expect(facts.allocatable.memoryBytes.high).toBeLessThan(facts.capacity.memoryBytes.low);
  });

  test('gives its pools by name', () => {
    expect(prod.pool('general')).toBe(prod.pools[0]);
    expect([...prod.pool('wasm')].map(({ machineName }) => machineName)).toEqual(['prod-wasm-1', 'prod-wasm-2']);
    expect(() => prod.pool('gpu')).toThrow('it has no pool "gpu"; its pools are general, wasm');
  });
});
