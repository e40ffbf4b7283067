import { estate, record, T, tokenT, whole, why, type Elements } from './model';

const SEGMENT = { 'nsxt_policy_segment.nodes': { display_name: 'nodes', nsx_id: 'nodes' } };
const FACE = 's/nsxt_policy_segment.nodes';
const SWITCH = {
  'vsphere_datacenter.d': { name: 'd' },
  'vsphere_distributed_virtual_switch.sw': { name: 'sw', datacenter_id: '${vsphere_datacenter.d.moid}' },
};

const read = (elements: Elements, parts = {}) => estate(elements, parts);
const face = (lookup: object, elements: Elements = SEGMENT, parts = {}) =>
  read({ 'data.vsphere_network.n': lookup, ...elements }, parts).vsphere.portGroups.find(({ id }) => id === 's/data.vsphere_network.n')!.segment;

test('a network that is looked up by the realization of a segment is its face', () => {
  const realization = (path: unknown) => ({ ...SEGMENT, 'data.nsxt_policy_segment_realization.r': { path } });
  const lookup = { name: '${data.nsxt_policy_segment_realization.r.network_name}' };
  expect(face(lookup, realization('${nsxt_policy_segment.nodes.path}'))).toBe(FACE);
  expect(face(lookup, realization('/infra/segments/nodes'))).toBe(FACE);
  expect(face(lookup, realization(T))).toEqual(tokenT);
  const { premises } = read({ 'data.vsphere_network.n': lookup, ...realization('${nsxt_policy_segment.nodes.path}') });
  expect(premises.filter(({ id }) => id.startsWith('segment-face'))).toEqual([]);
});

test('one by the name of a segment is, as vCenter shows it', () => {
  expect(face({ name: '${nsxt_policy_segment.nodes.display_name}' })).toBe(FACE);
  expect(face({ name: 'nodes' })).toBe(FACE);
  expect(face({ name: '/d/network/nodes' })).toBe(FACE);
  const { premises } = read({ 'data.vsphere_network.n': { name: 'nodes' }, ...SEGMENT });
  expect(premises.filter(({ id }) => id.startsWith('segment-face'))).toEqual([
    {
      id: 'segment-face:s/data.vsphere_network.n',
      kind: 'stated',
      statement: 'vCenter shows segment `s/nodes` as the network `nodes`',
      subject: 's/n',
    },
  ]);
});

test('one by the name that a lookup of a segment has is', () => {
  const lookup = { 'data.nsxt_policy_segment.nodes': { id: 'nodes' } };
  expect(face({ name: '${data.nsxt_policy_segment.nodes.display_name}' }, lookup)).toBe('s/data.nsxt_policy_segment.nodes');
});

test('one by another name is not, and one by a token may be', () => {
  expect(face({ name: 'other' })).toBeUndefined();
  expect(face({ name: T })).toEqual(tokenT);
  expect(face({ name: T }, {})).toBeUndefined();
});

test('one of two segments of the name may be either', () => {
  const twins = { ...SEGMENT, 'nsxt_policy_segment.twin': { display_name: 'nodes' } };
  expect(why(face({ name: 'nodes' }, twins))).toBe('expression s/data.vsphere_network.n');
});

test('a segment of a record has faces too', () => {
  const segment = {
    name: 'theirs',
    kind: 'overlay' as const,
    gateway: null,
    transportZone: null,
    vlans: whole(),
    subnets: whole(),
    connected: true,
    securityProfile: null,
    spoofGuard: null,
  };
  const recorded = [record({ segments: { '/infra/segments/theirs': segment } })];
  expect(face({ name: 'theirs' }, {}, { recorded })).toBe('nsx.json#/infra/segments/theirs');
});

describe('a port group of the app', () => {
  const own = {
    ...SEGMENT,
    ...SWITCH,
    'vsphere_distributed_port_group.g': { name: 'nodes', distributed_virtual_switch_uuid: '${vsphere_distributed_virtual_switch.sw.id}' },
  };

  test('is no face, nor is its lookup', () => {
    const { portGroups } = read({
      ...own,
      'data.vsphere_network.n': { name: 'nodes', distributed_virtual_switch_uuid: '${vsphere_distributed_virtual_switch.sw.id}' },
    }).vsphere;
    expect(portGroups.map(({ segment }) => segment)).toEqual([undefined]);
  });

  test('of the name on the switch that a lookup asks for may be what it finds', () => {
    const lookup = { name: 'nodes', datacenter_id: T, distributed_virtual_switch_uuid: '${vsphere_distributed_virtual_switch.sw.id}' };
    expect(face(lookup, own)).toBeUndefined();
  });

  test('of another name does not keep a lookup on its switch from being one', () => {
    const elements = { ...own, 'vsphere_distributed_port_group.g': { ...own['vsphere_distributed_port_group.g'], name: 'other' } };
    expect(face({ name: 'nodes', distributed_virtual_switch_uuid: '${vsphere_distributed_virtual_switch.sw.id}' }, elements)).toBe(FACE);
  });
});

test('a network of a VPC is a subnet of one', () => {
  const elements = { ...SEGMENT, 'data.nsxt_vpc_subnet.nodes': { display_name: 'nodes', context: { project_id: 'p', vpc_id: 'v' } } };
  expect(face({ name: 'nodes', vpc_id: 'v' }, elements)).toBe('s/data.nsxt_vpc_subnet.nodes');
});
