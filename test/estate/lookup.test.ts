import { unknown, type Assumption, type Value } from '../../lib/estate';
import { indexOf } from '../../lib/estate/lookup';
import { estateOf } from '../../lib/estate/read/estate-of';
import { Interval } from '../../lib/units';
import { cluster, datacenter, entry, host, machine, model, ref, stack, variable, type StackParts } from './read/model';

const opaque = { name: 'm', source: 'x', path: 's/m', instances: Interval.exactly(1), arguments: {}, providers: null };

test('an index is made once for an estate', () => {
  const estate = estateOf(model(stack('s', [])));
  expect(indexOf(estate)).toBe(indexOf(estate));
});

test('a VM whose cluster is a token may be on every cluster of its vCenter', () => {
  const edge = entry('vsphere_compute_cluster.edge', { name: 'edge', datacenter_id: ref('vsphere_datacenter.dc') });
  const estate = estateOf(
    model(
      stack('s', [datacenter, cluster, edge, machine('on'), machine('token', { resource_pool_id: variable('pool') })]),
      stack('t', [entry('vsphere_compute_cluster.far', { name: 'far', datacenter_id: variable('dc', 't') })], { server: 'vc2.example.com' }),
    ),
  );
  const on = estate.vsphere.clusters.map((one) => indexOf(estate).machinesOn(one));
  expect(on.map(({ certain, possible }) => [certain.length, possible.length])).toEqual([
    [1, 1],
    [0, 1],
    [0, 0],
  ]);
  expect(on.every(({ open }) => open === undefined)).toBe(true);
});

test('a VM that is only looked up, such as a template, is on no cluster of the app', () => {
  const estate = estateOf(model(stack('s', [datacenter, cluster, entry('data.vsphere_virtual_machine.template', { name: 'debian-12' })])));
  expect(indexOf(estate).machinesOn(estate.vsphere.clusters[0]!)).toEqual({ certain: [], possible: [] });
});

test.each<[string, Partial<typeof opaque> & { providers?: never }, StackParts, boolean]>([
  ['takes every provider', {}, {}, true],
  ['is handed none of vSphere', { providers: [] as never }, {}, false],
  ['is handed the one of vSphere', { providers: ['vsphere'] as never }, {}, true],
  ['has no instances', { instances: Interval.exactly(0) as never }, {}, false],
  ['stands where there is no provider of vSphere and is handed none', { providers: [] as never }, { providers: [] }, false],
  ['takes what there is, where there is no provider of vSphere: it may set one up itself', {}, { providers: [] }, true],
])('a module that %s', (_, more, parts, open) => {
  const app = model(stack('s', [datacenter, cluster]), stack('t', [], { ...parts, modules: [{ ...opaque, ...more }] }));
  const estate = estateOf(app);
  expect(indexOf(estate).machinesOn(estate.vsphere.clusters[0]!).open).toEqual(open ? unknown('module', 'module.m', 't/module.m') : undefined);
});

test('a module of another vCenter places nothing here', () => {
  const estate = estateOf(model(stack('s', [datacenter, cluster]), stack('t', [], { server: 'vc2.example.com', modules: [opaque] })));
  expect(indexOf(estate).machinesOn(estate.vsphere.clusters[0]!).open).toBeUndefined();
});

test('hosts that may be elsewhere are possible; a complete cluster has no such', () => {
  const lister = entry('vsphere_compute_cluster.c', {
    name: 'c',
    datacenter_id: ref('vsphere_datacenter.dc'),
    host_system_ids: [ref('vsphere_host.a'), variable('host')],
  });
  const alone = { cluster: null, datacenter: ref('vsphere_datacenter.dc') };
  const estate = estateOf(
    model(
      stack('s', [
        datacenter,
        lister,
        host('a', alone),
        host('b', alone),
        entry('vsphere_compute_cluster.whole', { name: 'w', datacenter_id: ref('vsphere_datacenter.dc') }),
      ]),
    ),
  );
  const [c, whole] = estate.vsphere.clusters;
  const of = indexOf(estate).hostsOf(c!);
  expect([of.certain.map(({ id }) => id), of.possible.map(({ id }) => id)]).toEqual([['s/vsphere_host.a'], ['s/vsphere_host.b']]);
  expect(of.open).toEqual(variable('host'));
  expect(indexOf(estate).hostsOf(whole!)).toEqual({ certain: [], possible: [] });
});

test('objects are found by construct path', () => {
  const vm = { ...machine('m'), path: 's/fleet/1/vm' };
  const estate = estateOf(model(stack('s', [datacenter, cluster, vm])));
  const index = indexOf(estate);
  expect(index.objectAt('s/fleet/1/vm')?.id).toBe('s/vsphere_virtual_machine.m');
  expect(index.objectAt('s/fleet')).toBeUndefined();
  expect(index.objectsUnder('s/fleet').map(({ kind, object }) => [kind, object.id])).toEqual([['machines', 's/vsphere_virtual_machine.m']]);
  expect(index.objectsUnder('s').length).toBe(3);
  expect(index.objectsUnder('nowhere')).toEqual([]);
  expect(index.entryOf(estate.vsphere.machines[0]!)?.path).toBe('s/fleet/1/vm');
});

test('a Supervisor makes VMs of its own on the cluster it names', () => {
  const edge = entry('vsphere_compute_cluster.edge', { name: 'edge', datacenter_id: ref('vsphere_datacenter.dc') });
  const open = (supervisor: Value, server?: string) => {
    const entries = entry('vsphere_supervisor.sup', { cluster: supervisor });
    const estate = estateOf(model(stack('s', [datacenter, cluster, edge]), stack('t', [entries], server === undefined ? {} : { server })));
    return estate.vsphere.clusters.map((one) => indexOf(estate).machinesOn(one).open?.$unknown.knownBy);
  };
  expect(open(ref('vsphere_compute_cluster.edge'))).toEqual([undefined, 't/vsphere_supervisor.sup']);
  expect(open(variable('cluster', 't'))).toEqual(['t/vsphere_supervisor.sup', 't/vsphere_supervisor.sup']);
  expect(open('domain-c8', 'vc2.example.com')).toEqual([undefined, undefined]);
});

test('a module is part of the app: that a cluster is closed does not say what the module puts on it', () => {
  const app = model(stack('s', [datacenter, cluster], { modules: [opaque] }));
  const closed = { kind: 'closed' as const, scope: 's/c' };
  const of = (...assumptions: Assumption[]) => {
    const estate = estateOf(app, { assumptions: assumptions as never });
    return indexOf(estate).machinesOn(estate.vsphere.clusters[0]!).open;
  };
  expect(of(closed)).toEqual(unknown('module', 'module.m', 's/module.m'));
  expect(of(closed, { kind: 'no-policy-in', module: 's/m' })).toBeUndefined();
});
