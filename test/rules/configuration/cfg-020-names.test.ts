import { reference, unknown, type Estate, type PortGroup, type Value, type VirtualMachine } from '../../../lib/estate';
import { names } from '../../../lib/rules/configuration/cfg-020-names';
import { Interval } from '../../../lib/units';
import { aCluster, aHost, aMachine, anEstate, aPortGroup, aResource, aStack, aSwitch, STACK, token } from '../../support/estate';
import { judged, outcomes, refutations, text, undecideds } from '../../support/judge';

const datacenter = (name: string) => ({ ...aSwitch(name), id: `${STACK}/vsphere_datacenter.${name}` });
const [fra, ams] = [datacenter('fra'), datacenter('ams')];
const compute = aCluster('compute', [], { datacenter: fra.id });
const other = aCluster('other', [], { datacenter: fra.id });
const remote = aCluster('remote', [], { datacenter: ams.id });
const [lost, astray] = ['lost', 'astray'].map((name) => aCluster(name, [], { datacenter: token('dc') }));

type Made = Partial<VirtualMachine> & { readonly folder?: Value; readonly pool?: Value };

/** VMs of one name, each with a folder of its own. */
function vms(...made: readonly Made[]): Estate {
  const folders = aResource('vsphere_folder', 'web', { path: '/prod/web', type: 'vm' });
  const pairs = made.map(({ folder, pool, ...change }, at) => {
    const machine = aMachine(`m${at + 1}`, compute, { name: 'web', ...change });
    const values = { ...(folder !== undefined && { folder }), ...(pool !== undefined && { resource_pool_id: pool }) };
    return { machine, entry: aResource('vsphere_virtual_machine', `m${at + 1}`, values) };
  });
  return anEstate({
    stacks: [aStack({ resources: [folders, ...pairs.map(({ entry }) => entry)] })],
    datacenters: [fra, ams],
    clusters: [compute, other, remote, lost!, astray!],
    machines: pairs.map(({ machine }) => machine),
  });
}

const family = (low: number, high: number | null = low) => ({ instances: high === null ? Interval.atLeast(low) : Interval.between(low, high) });
const path = (attribute = 'path') => reference(STACK, 'vsphere_folder.web', attribute);
const each = unknown('instance-key', '${each.value}', `${STACK}/vsphere_virtual_machine.m1`);

describe('CFG-020', () => {
  test('fails for VMs of one name in one folder, once for all of them', () => {
    const estate = vms({ folder: 'prod/web' }, { folder: '/prod/web/', cluster: other.id }, { folder: path() });
    expect(refutations(names, estate).map((verdict) => text(verdict))).toEqual([
      [
        '3 VMs take the name `web` in one folder',
        'made by: `site/m1`, `site/m2` and `site/m3`',
        'folder: `prod/web`, of datacenter `fra`',
        'hint: a name of its own for each, or a folder of its own',
      ],
    ]);
    expect(judged(names, estate)[0]!.subject).toMatchObject({ path: 'site/m3', attribute: 'name' });
    expect(outcomes(names, vms({}, { vcenter: 'VC.example.com' }))).toEqual(['refuted']);
    expect(text(refutations(names, vms({}, {}))[0])).toContain('folder: the topmost, of datacenter `fra`');
  });

  test.each<[string, Made, Made]>([
    ['names that differ', {}, { name: 'db' }],
    ['names that differ in case only', {}, { name: 'Web' }],
    ['names by tokens', { name: token() }, { name: token() }],
    ['folders that differ', { folder: 'prod' }, { folder: 'test' }],
    ['datacenters that differ', {}, { cluster: remote.id }],
    ['vCenters that differ', { cluster: lost!.id }, { cluster: astray!.id, vcenter: 'vc2.example.com' }],
    ['a VM that is looked up', {}, { origin: 'looked-up' }],
    ['a VM that is not made', { folder: token() }, family(0)],
    ['folders that differ, in datacenters that nobody knows', { cluster: lost!.id, folder: 'a' }, { cluster: astray!.id, folder: 'b' }],
  ])('says nothing of %s', (_, one, two) => {
    expect(judged(names, vms(one, two))).toEqual([]);
  });

  test('a family of one name is a duplicate of itself', () => {
    expect(refutations(names, vms(family(2)))[0]!.message).toBe('2 VMs take the name `web` in one folder');
    expect(refutations(names, vms(family(2, null)))[0]!.message).toBe('at least 2 VMs take the name `web` in one folder');
    expect(outcomes(names, vms({ ...family(2), folder: token('folder') }))).toEqual(['refuted']);
    expect(judged(names, vms(family(0, 1)))).toEqual([]);
    expect(judged(names, vms({ ...family(3), name: token() }))).toEqual([]);
  });

  test('is undecided where a count is, or where each of a family may have a folder of its own', () => {
    expect(undecideds(names, vms(family(0, null))).map((verdict) => text(verdict))).toEqual([
      [
        'whether only one VM takes the name `web` in one folder',
        'because: how many there are of `site/m1` depends on a count or for_each that is not decided',
        'decides it: names that differ, such as by `count.index` or `each.key`',
      ],
    ]);
    expect(undecideds(names, vms({}, family(0, 1))).map(({ reason }) => reason)).toEqual([
      'how many there are of `site/m2` depends on a count or for_each that is not decided',
    ]);
    expect(undecideds(names, vms({ ...family(2), folder: each })).map(({ reason }) => reason)).toEqual([
      'whether those of `site/m1` are in one folder is open: the folder of `site/m1` is known only once Terraform evaluates `${each.value}`',
    ]);
  });

  test('what one token names is one place; what two name may be', () => {
    expect(outcomes(names, vms({ folder: token('a') }, { folder: token('a') }))).toEqual(['refuted']);
    expect(outcomes(names, vms({ cluster: lost!.id }, { cluster: lost!.id }))).toEqual(['refuted']);
    expect(outcomes(names, vms({ cluster: token() }, { cluster: token() }))).toEqual(['refuted']);
    expect(outcomes(names, vms({ folder: path('id') }, { folder: path('id') }))).toEqual(['refuted']);
    expect(undecideds(names, vms({ folder: 'prod' }, { folder: token('a') })).map((verdict) => text(verdict))).toEqual([
      [
        'whether only one VM takes the name `web` in one folder',
        'because: whether `site/m1` and `site/m2` are in one folder is open: the folder of `site/m2` is known only to whoever sets `site/var.a`',
        'decides it: names that differ, or literal folders and datacenters that are named',
      ],
    ]);
    expect(undecideds(names, vms({ cluster: lost!.id }, {})).map(({ reason }) => reason)).toEqual([
      'whether `site/m1` and `site/m2` are in one folder is open: the datacenter of `site/m1` is known only to whoever sets `site/var.dc`',
    ]);
    for (const [attribute, folder] of [
      ['id', 'prod/web'],
      ['type', 'vm'],
    ])
      expect(outcomes(names, vms({ folder: path(attribute) }, { folder: folder! }))).toEqual(['undecided']);
    expect(outcomes(names, vms({ folder: each }, { folder: each }))).toEqual(['undecided']);
    expect(judged(names, vms({ folder: 'prod' }, { folder: token('a'), cluster: remote.id }))).toEqual([]);
  });

  test('a folder that nobody knows is held against all, whichever comes first', () => {
    const literal = ['a', 'b', 'c'].map((folder) => ({ folder }));
    for (const made of [
      [...literal, { folder: token() }],
      [{ folder: token() }, ...literal],
    ])
      expect(outcomes(names, vms(...made))).toEqual(['undecided']);
    expect(outcomes(names, vms({ cluster: lost!.id }, { cluster: astray!.id }))).toEqual(['undecided']);
  });

  test('a vApp has no folder that is shown', () => {
    const pool = reference(STACK, 'vsphere_vapp_container.app', 'id');
    expect(outcomes(names, vms({ pool }, { pool }))).toEqual(['undecided']);
  });

  test('a VM outside of clusters is in the datacenter of its host; one that nobody places may be anywhere', () => {
    const host = aHost('esx', { datacenter: fra.id });
    const on = (change: Made) => ({ ...vms({}, { cluster: null, ...change }) });
    const estate = on({ host: host.id });
    expect(outcomes(names, { ...estate, vsphere: { ...estate.vsphere, hosts: [host] } })).toEqual(['refuted']);
    expect(undecideds(names, vms({ cluster: null }, { cluster: null })).map(({ reason }) => reason)).toEqual([
      'whether `site/m1` and `site/m2` are in one folder is open: the datacenter of `site/m1` is not stated',
    ]);
    expect(outcomes(names, on({ host: null }))).toEqual(['undecided']);
  });

  describe('port groups', () => {
    const [red, blue] = [aSwitch('red'), aSwitch('blue')];
    const groups = (...made: readonly Partial<PortGroup>[]) =>
      anEstate({ switches: [red, blue], portGroups: made.map((change, at) => aPortGroup(`g${at + 1}`, { name: 'web', switch: red.id, ...change })) });

    test('fail on one switch, and pass on two', () => {
      expect(refutations(names, groups({}, {})).map((verdict) => text(verdict))).toEqual([
        ['2 port groups take the name `web` on one switch', 'made by: `site/g1` and `site/g2`', 'switch: `red`', 'hint: a name of its own for each'],
      ]);
      expect(judged(names, groups({}, { switch: blue.id }))).toEqual([]);
      expect(judged(names, groups({}, { origin: 'looked-up' }))).toEqual([]);
      expect(outcomes(names, groups(family(2)))).toEqual(['refuted']);
    });

    test('are undecided where a token names the switch of one', () => {
      expect(undecideds(names, groups({}, { switch: token('dvs') })).map(({ reason, decidedBy }) => [reason, decidedBy])).toEqual([
        [
          'whether `site/g1` and `site/g2` are on one switch is open: the switch of `site/g2` is known only to whoever sets `site/var.dvs`',
          'names that differ, or switches that are named, not tokens',
        ],
      ]);
      expect(outcomes(names, groups({ switch: token('dvs') }, { switch: token('dvs') }))).toEqual(['refuted']);
    });
  });
});
