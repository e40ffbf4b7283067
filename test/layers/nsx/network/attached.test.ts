import { Size } from 'cdk8s';
import { type App, Testing } from 'cdktf';
import type { Construct } from 'constructs';
import { NsxManager, Segment } from 'cdk-strata/nsx';
import {
  Datacenter,
  Datastore,
  type IDatacenter,
  type INetwork,
  PermissionTarget,
  PortGroup,
  VCenter,
  VcenterCluster,
  VirtualMachine,
} from 'cdk-strata/vsphere';
import { env, NODES, NsxLab, refusal, Space } from './net';
import { Lab } from '../../vsphere/lab';

const REALIZATION = 'data.nsxt_policy_segment_realization';
const NETWORK = 'data.vsphere_network';

function machines(scope: Construct, datacenter: IDatacenter, network: INetwork, id = 'db', count = 2): void {
  VirtualMachine.fleet(scope, id, {
    count,
    on: VcenterCluster.fromLookup(scope, `${id}-compute`, { name: 'compute', datacenter }),
    network,
    storage: Datastore.fromLookup(scope, `${id}-gold`, { name: 'gold', datacenter }),
    template: 'debian-12',
    cpus: 2,
    memory: Size.gibibytes(4),
  });
}
const networkIds = (lab: Lab): unknown[] =>
  Object.values(lab.rendered('vsphere_virtual_machine')).map((each) => (each.network_interface as { network_id: string }[])[0]!.network_id);

let app: App;
let lab: NsxLab;
beforeEach(() => {
  app = Testing.app();
  lab = new NsxLab(app);
});

describe('machines on a segment', () => {
  test('of the same stack wait for its port group, which is looked up once', () => {
    machines(lab, lab.datacenter, new Segment(lab, 'ledger', { cidr: NODES }));
    const [[realization], [network]] = [Object.entries(lab.rendered(REALIZATION)), Object.entries(lab.rendered(NETWORK))] as [
      [string, object][],
      [string, object][],
    ];
    expect(realization![1]).toEqual({ path: '${nsxt_policy_segment.ledger.path}' });
    expect(Object.keys(lab.rendered(NETWORK))).toHaveLength(1);
    expect(network![1]).toEqual({
      name: `\${${REALIZATION}.${realization![0]}.network_name}`,
      datacenter_id: '${data.vsphere_datacenter.dc.id}',
      retry_timeout: 300,
    });
    expect(network![0]).toMatch(/^ledger_PortGroup-in-dc_/);
    expect(new Set(networkIds(lab))).toEqual(new Set([`\${${NETWORK}.${network![0]}.id}`]));
  });

  test('of another stack look for it there, and its own stack says when it is there', () => {
    const other = new Lab(app, 'machines');
    const segment = new Segment(lab, 'ledger', { cidr: NODES });
    machines(other, other.datacenter, segment);
    machines(other, other.datacenter, segment, 'more');
    expect(Object.keys(lab.rendered(NETWORK))).toEqual([]);
    expect(Object.keys(lab.rendered(REALIZATION))).toHaveLength(1);
    expect(Object.keys(other.rendered(REALIZATION))).toEqual([]);
    expect(Object.values(other.rendered(NETWORK))).toEqual([
      { name: expect.stringContaining('network_name}'), datacenter_id: '${data.vsphere_datacenter.dc.id}', retry_timeout: 300 },
    ]);
    expect(Object.keys(other.rendered(NETWORK))[0]).toBe('PortGroup-lab--ledger-in-dc');
    expect(new Set(networkIds(other)).size).toBe(1);
  });

  test('of two vCenters each look for it in their own', () => {
    const segment = new Segment(lab, 'ledger', { cidr: NODES });
    machines(lab, lab.datacenter, segment);
    const fra = new VCenter(lab, 'fra', { server: 'fra.example.com', user: env, password: env, alias: 'fra' });
    machines(fra, Datacenter.fromLookup(fra, 'dc', { name: 'fra1' }), segment);
    const found = Object.values(lab.rendered(NETWORK)).map(({ provider, datacenter_id: datacenter }) => [provider, datacenter]);
    expect(found).toEqual([
      [undefined, '${data.vsphere_datacenter.dc.id}'],
      ['vsphere.fra', expect.stringMatching(/fra_dc/)],
    ]);
    expect(Object.keys(lab.rendered(REALIZATION))).toHaveLength(1);
    expect(new Set(networkIds(lab)).size).toBe(2);
  });

  test('of two datacenters each look for it in their own', () => {
    const segment = new Segment(lab, 'ledger', { cidr: NODES });
    machines(lab, lab.datacenter, segment);
    machines(lab, Datacenter.fromLookup(lab, 'dc2', { name: 'fra2' }), segment, 'other');
    expect(Object.keys(lab.rendered(NETWORK)).map((id) => id.replace(/_\w+$/, ''))).toEqual(['ledger_PortGroup-in-dc2', 'ledger_PortGroup-in-dc']);
  });

  test('meet it on the switch that it names', () => {
    const hosts = lab.hosts(2);
    const fabric = lab.fabric(hosts);
    const segment = new Segment(lab, 'ledger', { cidr: NODES, switch: fabric });
    machines(lab, lab.datacenter, segment);
    expect(Object.values(lab.rendered(NETWORK))).toMatchObject([
      { distributed_virtual_switch_uuid: '${vsphere_distributed_virtual_switch.fabric.id}', datacenter_id: '${data.vsphere_datacenter.dc.id}' },
    ]);
    expect(Object.keys(lab.rendered(NETWORK))[0]).toMatch(/^ledger_PortGroup_/);
  });

  test('of another vCenter meet it also where somebody has read its id here', () => {
    const segment = new Segment(lab, 'ledger', { cidr: NODES });
    expect(segment.networkId).toBe(segment.networkId);
    const fra = new VCenter(lab, 'fra', { server: 'fra.example.com', user: env, password: env, alias: 'fra' });
    expect(() => machines(fra, Datacenter.fromLookup(fra, 'dc', { name: 'fra1' }), segment)).not.toThrow();
    expect(Object.keys(lab.rendered(NETWORK))).toHaveLength(2);
  });

  test('of another vCenter do not meet it on a switch of this one', () => {
    const segment = new Segment(lab, 'ledger', { cidr: NODES, switch: lab.fabric(lab.hosts(2)) });
    const fra = new VCenter(lab, 'fra', { server: 'fra.example.com', user: env, password: env, alias: 'fra' });
    expect(refusal(() => machines(fra, Datacenter.fromLookup(fra, 'dc', { name: 'fra1' }), segment))).toContain(
      'switch of lab/ledger is lab/fabric, of the vCenter "vc.example.com" by lab/vcenter, and this goes to "fra.example.com"',
    );
  });

  test('wait below its own manager, and in its project', () => {
    const fra = new NsxManager(lab, 'fra', { host: 'nsx.fra.example.com', user: env, password: env, alias: 'fra', transportZone: 'tz' });
    machines(lab, lab.datacenter, new Segment(fra, 'ledger'));
    machines(lab, lab.datacenter, new Segment(new Space(lab, 'shop'), 'web'), 'web');
    expect(Object.values(lab.rendered(REALIZATION))).toMatchObject([{ provider: 'nsxt.fra' }, { context: { project_id: 'shop' } }]);
  });

  test('that exists already find it by its name, its path or its id', () => {
    machines(lab, lab.datacenter, Segment.fromLookup(lab, 'old', { name: 'old-seg' }), 'a');
    machines(lab, lab.datacenter, Segment.fromAttributes(lab, 'known', { segmentPath: '/infra/segments/known' }), 'b');
    machines(lab, lab.datacenter, Segment.fromAttributes(lab, 'face', { segmentPath: '/infra/segments/face', networkId: 'dvportgroup-7' }), 'c', 1);
    expect(lab.rendered('data.nsxt_policy_segment')).toEqual({ old: { display_name: 'old-seg' } });
    expect(Object.values(lab.rendered(REALIZATION)).map(({ path }) => path)).toEqual([
      '/infra/segments/known',
      '${data.nsxt_policy_segment.old.path}',
    ]);
    expect(networkIds(lab)).toContain('dvportgroup-7');
  });
});

test('a segment is a network of its own stack too, and may be given permissions as a port group', () => {
  const segment = new Segment(lab, 'ledger');
  expect(lab.resolve(segment.networkId)).toMatch(/^\$\{data\.vsphere_network\.ledger_PortGroup_\w+\.id\}$/);
  const target = PermissionTarget.portGroup(segment);
  expect(lab.resolve(target._entityId(lab, 'on'))).toBe(lab.resolve(segment.networkId));
  const portGroup = PortGroup.fromAttributes(lab, 'pg', { networkId: 'dvportgroup-1' });
  expect(PermissionTarget.portGroup(portGroup)._entityId(lab, 'on')).toBe('dvportgroup-1');
});

test('a segment that is looked up with something else as switch is refused', () => {
  expect(refusal(() => Segment.fromLookup(lab, 'x', { name: 'n', switch: 'fabric' as never }))).toContain(
    '[lab/x] switch must be a distributed switch',
  );
  expect(refusal(() => Segment.fromAttributes(lab, 'y', { segmentPath: 'nodes' }))).toContain('[lab/y] segmentPath must be a policy path');
});
