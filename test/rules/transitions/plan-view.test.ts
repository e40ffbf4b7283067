import { isUnknown, reference, type PlannedChange } from '../../../lib/estate';
import { planViewOf } from '../../../lib/rules/transitions/plan-view';
import { aModule, aProvider, aResource, STACK } from '../../support/estate';
import { aChange, LATER, left, planned, replaced, type Values } from './plans';

const ref = (address: string, attribute = 'id') => reference(STACK, address, attribute);
const pool = left('resource_pool', 'p', { id: 'resgroup-1', name: 'p' });
const cluster = left('compute_cluster', 'c', { id: 'domain-c8', name: 'c', resource_pool_id: 'resgroup-1' });
const machine = left('virtual_machine', 'a', { id: 'uuid-a', name: 'a' });

test('an id and a reference name one object, whichever of its identities they give', () => {
  const view = planViewOf(planned([pool, cluster, left('datacenter', 'd', { id: 'lab', moid: 'datacenter-2' })]));
  const key = 'site/vsphere_datacenter.d';
  for (const value of ['lab', 'datacenter-2', ref('vsphere_datacenter.d'), ref('vsphere_datacenter.d', 'moid')])
    expect(view.target(machine, value)).toMatchObject({ key });
});

test('another attribute of an object names what its value names', () => {
  const view = planViewOf(planned([pool, cluster, aChange('compute_cluster', 'new', null, { name: 'new', resource_pool_id: LATER })]));
  expect(view.target(machine, ref('vsphere_compute_cluster.c', 'resource_pool_id'))).toMatchObject({ key: 'site/vsphere_resource_pool.p' });
  expect(isUnknown(view.target(machine, ref('vsphere_compute_cluster.new', 'resource_pool_id')))).toBe(true);
});

test('what the plan knows counts, and not what the stack says', () => {
  const resources = [aResource('vsphere_virtual_machine', 'a', { host_system_id: 'host-1', folder: 'x' })];
  const view = planViewOf(
    planned([left('virtual_machine', 'a', { host_system_id: 'host-2', folder: LATER, moid: LATER })], { stack: { resources } }),
  );
  const [change] = view.changes;
  expect(['host_system_id', 'folder', 'annotation'].map((attribute) => view.after(change!, attribute))).toEqual(['host-2', 'x', null]);
  expect(isUnknown(view.after(change!, 'moid') as never)).toBe(true);
});

test('an object that an earlier apply left behind is one of its own', () => {
  const deposed = aChange('host', 'h', { id: 'host-1', hostname: 'h' }, null, { deposed: 'abcd' });
  const view = planViewOf(planned([left('host', 'h', { id: 'host-2', hostname: 'h' }), deposed]));
  expect(['host-1', 'host-2'].map((id) => view.target(machine, id))).toMatchObject([
    { key: 'site/vsphere_host.h#abcd' },
    { key: 'site/vsphere_host.h' },
  ]);
});

test('an id that nobody in the plan has names something all the same', () => {
  expect(planViewOf(planned([])).target(machine, 'host-9')).toEqual({ key: 'vc.example.com\0host-9' });
});

test('a change is found in the program: by its address, its family, or the module it is in', () => {
  const resources = [aResource('vsphere_host', 'h'), aResource('vsphere_virtual_machine', 'a')];
  const view = planViewOf(planned([], { stack: { resources, modules: [aModule('edge')] } }));
  const at = (address: string, module?: string) => view.subjectOf({ ...machine, address, ...(module === undefined ? {} : { module }) }).path;
  expect(at('vsphere_host.h')).toBe('site/h');
  expect(at('vsphere_host.h["x.y"]')).toBe('site/h');
  expect(at('module.edge["a"].vsphere_host.z', 'module.edge["a"]')).toBe('site/edge');
  expect(at('vsphere_host.gone')).toBeUndefined();
});

test('is called by its name, by its construct where that is known later, and by its address where it is in a module', () => {
  const resources = [aResource('vsphere_host', 'h')];
  const view = planViewOf(planned([], { stack: { resources, modules: [aModule('edge')] } }));
  expect(view.nameOf(left('host', 'h', { hostname: 'esx.example.com' }))).toBe('`esx.example.com`');
  expect(view.nameOf(aChange('host', 'h', null, { hostname: LATER }))).toBe('`site/h`');
  expect(view.nameOf(aChange('host', 'h', null, { hostname: LATER }, { module: 'module.edge' }))).toBe('`module.edge.vsphere_host.h`');
  expect(view.nameOf(replaced('host', 'h', { hostname: 'old' }, { hostname: 'new' }))).toBe('`new`');
});

describe('with two vCenters', () => {
  const UUID = '4215a1b2-0c3d-4e5f-8a9b-0123456789ab';
  const providers = [aProvider({ key: 'vsphere' }), aProvider({ key: 'vsphere.west', identity: 'west.example.com' })];
  const resources = [aResource('vsphere_compute_cluster', 'c'), aResource('vsphere_compute_cluster', 'w', {}, { provider: 'vsphere.west' })];
  const of = left('compute_cluster', 'c', { id: 'domain-c8' });
  const target = (values: Values, id: string, more: Partial<PlannedChange> = {}) =>
    planViewOf(planned([left('virtual_machine', 'gone', values, more)], { stack: { providers, resources } })).target(of, id);

  test.each([{}, { module: 'module.nodes' }])('an id that is unique everywhere names what is not in the tree', (more) => {
    expect(target({ id: UUID }, UUID, more)).toMatchObject({ change: { type: 'vsphere_virtual_machine' } });
  });

  test('another id names nobody can tell what', () => {
    expect(isUnknown(target({ id: 'vm-12' }, 'vm-12'))).toBe(true);
    expect(target({ id: 'vm-12' }, 'vm-13')).toEqual({ key: 'vc.example.com\0vm-13' });
  });

  test('an id in the other one is another object, unless it is not known which server that is', () => {
    const found = (identity: typeof LATER | string) => {
      const servers = [providers[0]!, aProvider({ key: 'vsphere.west', identity })];
      return planViewOf(planned([left('compute_cluster', 'w', { id: 'domain-c9' })], { stack: { providers: servers, resources } })).target(
        of,
        'domain-c9',
      );
    };
    expect(found('west.example.com')).toEqual({ key: 'vc.example.com\0domain-c9' });
    expect(isUnknown(found(LATER))).toBe(true);
  });
});

test('an instance of a family is of the entry that stands for all of them', () => {
  const resources = [aResource('vsphere_host', 'h', { cluster: 'x' })];
  const instances = ['a', 'b'].map((key) => left('host', `h["${key}"]`, { hostname: key }));
  const view = planViewOf(planned([...instances, left('host', 'h2', { hostname: 'c' })], { stack: { resources } }));
  expect(view.instancesOf(resources[0]!).map(({ values }) => values.hostname)).toEqual(['a', 'b']);
  expect(view.entryOf(instances[0]!)).toBe(resources[0]);
});
