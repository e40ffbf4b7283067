import { reference, unknown, type EsxiHost, type Estate, type ResourceInstance, type Value, type VmHostRule } from '../../../lib/estate';
import { networks } from '../../../lib/rules/configuration/cfg-006-networks';
import { Interval } from '../../../lib/units';
import {
  aCluster,
  aHost,
  aMachine,
  anEstate,
  aPortGroup,
  aResource,
  aResourcePool,
  aStack,
  aSwitch,
  hosts,
  machines,
  STACK,
  token,
  vmHostRule,
  type EstateParts,
} from '../../support/estate';
import { judged, mends, outcomes, refutations, text, undecideds } from '../../support/judge';

function lookup(values: ResourceInstance['values'], change: Partial<ResourceInstance> = {}): Estate {
  const entry = aResource('vsphere_network', 'n', { name: 'nodes', ...values }, { mode: 'data', address: 'data.vsphere_network.n', ...change });
  return anEstate({ stacks: [aStack({ resources: [entry] })] });
}

describe('CFG-006, lookups', () => {
  test.each([
    ['by its uuid', { distributed_virtual_switch_uuid: '50 2a' }],
    ['by a switch of the app', { distributed_virtual_switch_uuid: reference(STACK, 'vsphere_distributed_virtual_switch.s', 'id') }],
    ['by a switch that is looked up', { distributed_virtual_switch_uuid: unknown('data-source', '${data.x.id}', 'site/data.x') }],
    ['or that it has none', { filter: [{ network_type: 'Network' }] }],
    ['or that NSX makes it', { filter: { network_type: 'OpaqueNetwork' } }],
  ])('passes where the switch is named %s', (_, values) => {
    expect(outcomes(networks, lookup(values))).toEqual(['proved']);
  });

  test('passes where the name is that of a segment, which is taken to stand on one switch', () => {
    const addresses = [{ stack: STACK, address: 'data.vsphere_network.n' }];
    const face = (segment: string | ReturnType<typeof token>, values = {}): Estate => ({
      ...lookup(values),
      vsphere: anEstate({ portGroups: [aPortGroup('nodes', { origin: 'looked-up', addresses, segment })] }).vsphere,
    });
    expect(judged(networks, face('s')).map(({ verdict, premises = [] }) => [verdict, premises.map(({ id }) => id)])).toEqual([
      ['proved', ['segment-switch:site/nodes']],
    ]);
    expect(outcomes(networks, face(token('segment')))).toEqual(['refuted']);
    expect(outcomes(networks, face('s', { filter: [{ network_type: 'DistributedVirtualPortgroup' }] }))).toEqual(['refuted']);
  });

  test('warns of a lookup by name alone', () => {
    const [verdict] = refutations(networks, lookup({}));
    expect([verdict?.severity, verdict?.subject]).toEqual([
      'warning',
      { path: 'site/n', stack: STACK, address: 'data.vsphere_network.n', attribute: 'distributed_virtual_switch_uuid' },
    ]);
    expect(text(verdict)).toEqual([
      'network `nodes` is looked up by its name alone',
      'lookup: `distributed_virtual_switch_uuid` is left out, and no filter says which kind of network is meant',
      'means: whatever has the name; where two networks have it, the plan fails',
      'hint: `distributed_virtual_switch_uuid`, or for a network of no distributed switch a filter with `network_type` "Network" or "OpaqueNetwork"',
    ]);
  });

  test('a filter by distributed port group does not name the switch: the provider takes the first', () => {
    const [verdict] = refutations(networks, lookup({ filter: [{ network_type: 'DistributedVirtualPortgroup' }] }));
    expect(text(verdict)[2]).toBe('means: the first port group of the name that vCenter lists, whatever its switch');
    expect(outcomes(networks, lookup({ distributed_virtual_switch_uuid: '' }))).toEqual(['refuted']);
    expect(outcomes(networks, lookup({ filter: [{}] }))).toEqual(['refuted']);
  });

  test.each([
    ['its switch', { distributed_virtual_switch_uuid: token('dvs') }, 'its switch is known only to whoever sets `site/var.dvs`'],
    ['its filter', { filter: token('f') }, 'its kind is known only to whoever sets `site/var.f`'],
    ['its kind', { filter: [{ network_type: token('f') }] }, 'its kind is known only to whoever sets `site/var.f`'],
  ])('is undecided where a token says %s', (_, values, reason) => {
    expect(undecideds(networks, lookup(values)).map((verdict) => verdict.reason)).toEqual([reason]);
  });

  test('what is no lookup of a network, or of none, is passed over', () => {
    expect(judged(networks, lookup({}, { mode: 'managed' }))).toEqual([]);
    expect(judged(networks, lookup({}, { type: 'vsphere_datastore' }))).toEqual([]);
    expect(judged(networks, lookup({}, { instances: Interval.exactly(0) }))).toEqual([]);
  });
});

const esx = hosts(3);
const cluster = aCluster('c', esx);
const fabric = aSwitch('fabric', { hosts: { ids: esx.map(({ id }) => id), complete: true } });
const nodes = aPortGroup('nodes', { switch: fabric.id });
const short = { ...fabric, hosts: { ids: [esx[0]!.id], complete: true } };

function site(change: EstateParts = {}): Estate {
  return anEstate({
    hosts: esx,
    clusters: [cluster],
    switches: [fabric],
    portGroups: [nodes],
    machines: machines('vm', 2, cluster, { networks: [nodes.id] }),
    ...change,
  });
}

describe('CFG-006, switches', () => {
  test('passes where the switch reaches every host, once for all VMs', () => {
    expect(judged(networks, site()).map(({ verdict, subject }) => [verdict, subject.path])).toEqual([['proved', 'site/fabric']]);
  });

  test('fails with the hosts that are not reached, and the remedy mends it', () => {
    expect(refutations(networks, site({ switches: [short] })).map((verdict) => text(verdict))).toEqual([
      [
        'switch `fabric` does not reach every host of cluster `c`',
        'not reached: `esx-2` and `esx-3`',
        'needed by: `vm-1` and `vm-2`',
        'mends it: `esx-2` and `esx-3` among the hosts of the switch',
      ],
    ]);
    expect(mends(networks, site({ switches: [short] }))).toBe(1);
  });

  test('a switch that no VM of the cluster uses may reach what it likes', () => {
    expect(judged(networks, site({ switches: [short], machines: machines('vm', 2, cluster) }))).toEqual([]);
    expect(judged(networks, site({ switches: [short], machines: machines('vm', 2, cluster, { networks: [nodes.id], cluster: null }) }))).toEqual([]);
    expect(judged(networks, site({ switches: [short], portGroups: [{ ...nodes, switch: null }] }))).toEqual([]);
    expect(
      judged(networks, site({ switches: [short], machines: machines('vm', 2, cluster, { networks: [nodes.id], origin: 'surroundings' }) })),
    ).toEqual([]);
  });

  test('each switch and each cluster counts', () => {
    const far = aHost('far');
    const other = aCluster('other', [far]);
    const vm = aMachine('far-vm', other, { networks: [nodes.id] });
    const verdicts = refutations(networks, site({ hosts: [...esx, far], clusters: [cluster, other], machines: [...site().vsphere.machines, vm] }));
    expect(verdicts.map(({ message }) => message)).toEqual(['switch `fabric` does not reach every host of cluster `other`']);
  });

  test.each<[string, EstateParts, string]>([
    [
      'the hosts of the switch',
      { switches: [{ ...short, hosts: { ...short.hosts, complete: false, unknown: token('hosts') } }] },
      'which hosts switch `fabric` has is known only to whoever sets `site/var.hosts`',
    ],
    [
      'the hosts of the cluster',
      { clusters: [{ ...cluster, hosts: { ...cluster.hosts, complete: false, unknown: token('hosts') } }] },
      'which hosts cluster `c` has is known only to whoever sets `site/var.hosts`',
    ],
    [
      'which network it is',
      { machines: [aMachine('vm', cluster, { networks: [token('net')] })] },
      'which network is meant is known only to whoever sets `site/var.net`',
    ],
    [
      'the switch of a network',
      { portGroups: [{ ...nodes, switch: token('dvs') }] },
      'the switch of network `nodes` is known only to whoever sets `site/var.dvs`',
    ],
    [
      'the cluster of the VM',
      { machines: [aMachine('vm', cluster, { networks: [nodes.id], cluster: token('c') })] },
      'which cluster is meant is known only to whoever sets `site/var.c`',
    ],
  ])('is undecided where a token says %s', (_, change, reason) => {
    expect(new Set(undecideds(networks, site(change)).map((verdict) => verdict.reason))).toEqual(new Set([reason]));
    expect(refutations(networks, site(change))).toEqual([]);
  });

  test('is undecided of adapters that a token makes, beside those that are shown', () => {
    const vm = aMachine('vm', cluster, { networks: [nodes.id], networksComplete: false });
    const adapters = (value: Value) => aStack({ resources: [aResource('vsphere_virtual_machine', 'vm', { network_interface: value })] });
    const hidden = site({ machines: [vm], stacks: [adapters(token('nics'))] });
    expect(undecideds(networks, hidden).map(({ reason }) => reason)).toEqual(['which networks it has is known only to whoever sets `site/var.nics`']);
    expect(outcomes(networks, hidden)).toContain('proved');
    expect(outcomes(networks, site({ machines: [vm], stacks: [adapters([{ network_id: 'n' }])] }))).toEqual(['proved']);
  });

  test('a device holds a VM on its host: its switch need not reach others', () => {
    const pinned = (host: EsxiHost, items: readonly string[]) => [
      aMachine('gpu', cluster, { networks: [nodes.id], host: host.id, pciDevices: { items, complete: true } }),
    ];
    expect(judged(networks, site({ switches: [short], machines: pinned(esx[0]!, ['0000:3b:00.0']) }))).toEqual([]);
    expect(outcomes(networks, site({ switches: [short], machines: pinned(esx[1]!, ['0000:3b:00.0']) }))).toEqual(['refuted']);
    expect(outcomes(networks, site({ switches: [short], machines: pinned(esx[0]!, []) }))).toEqual(['refuted']);
  });

  describe('a mandatory rule that holds VMs where the switch reaches', () => {
    const vms = machines('edge', 2, cluster, { networks: [nodes.id] });
    const group = (name: string) => {
      const { id, addresses, origin, vcenter, instances } = aResourcePool(name, cluster);
      return { id, addresses, origin, vcenter, name, instances, cluster: cluster.id };
    };
    const held = (change: Partial<VmHostRule> = {}, members = vms, more: EstateParts = {}) =>
      site({
        switches: [short],
        machines: vms,
        vmGroups: [{ ...group('edges'), machines: { ids: members.map(({ id }) => id), complete: true } }],
        hostGroups: [{ ...group('edge-hosts'), hosts: { ids: [esx[0]!.id], complete: true } }],
        vmHostRules: [vmHostRule('hold', cluster, { vmGroup: 'edges', affinityHostGroup: 'edge-hosts', ...change })],
        ...more,
      });

    test('passes, and rests on the rule', () => {
      expect(judged(networks, held()).map(({ verdict, premises }) => [verdict, premises?.map(({ id }) => id)])).toEqual([
        ['proved', ['owned:site/c', 'mandatory-vm-host-rules']],
      ]);
    });

    test('of some of them leaves the others', () => {
      expect(refutations(networks, held({}, vms.slice(0, 1))).map(({ witness }) => witness[1]?.text)).toEqual(['`edge-2`']);
    });

    test.each([
      ['preferential', { mandatory: false }],
      ['off', { enabled: false }],
    ])('that is %s holds none', (_, change) => {
      expect(outcomes(networks, held(change))).toEqual(['refuted']);
    });

    test('that a token decides, or DRS does not carry out, leaves it open', () => {
      expect(undecideds(networks, held({ mandatory: token('must') })).map(({ reason }) => reason)).toEqual([
        'it does not reach `esx-2` and `esx-3`, and whether rules keep `edge-1` and `edge-2` off them is not known in full',
      ]);
      const manual = { ...cluster, drs: { enabled: true, automation: 'manual' } };
      expect(outcomes(networks, held({}, vms, { clusters: [manual] }))).toEqual(['undecided']);
    });
  });

  test('says once what it does not know of many VMs', () => {
    const many = machines('vm', 5, cluster, { networks: [token('net')] });
    expect(undecideds(networks, site({ machines: many })).map(({ message }) => message)).toEqual([
      'whether the switches of `vm-1`, `vm-2`, `vm-3` and 2 more reach every host that they may run on',
    ]);
  });

  test('a lookup by name alone is told once, not again of each VM', () => {
    const address = 'data.vsphere_network.nodes';
    const found = { ...nodes, id: `${STACK}/${address}`, addresses: [{ stack: STACK, address }], origin: 'looked-up' as const, switch: token('dvs') };
    const entry = (values: ResourceInstance['values']) =>
      aStack({ resources: [aResource('vsphere_network', 'nodes', values, { mode: 'data', address })] });
    const on = machines('vm', 2, cluster, { networks: [found.id] });
    expect(outcomes(networks, site({ portGroups: [found], machines: on, stacks: [entry({ name: 'nodes' })] }))).toEqual(['refuted']);
    const named = entry({ name: 'nodes', distributed_virtual_switch_uuid: 'u' });
    expect(outcomes(networks, site({ portGroups: [found], machines: on, stacks: [named] }))).toEqual(['proved', 'undecided']);
  });

  test('a host that is certain is no less missing where others are open', () => {
    const open = { ...cluster, hosts: { ...cluster.hosts, complete: false, unknown: token('hosts') } };
    expect(outcomes(networks, site({ clusters: [open], switches: [short] }))).toEqual(['refuted']);
  });

  test('a switch that is looked up is undecided until its hosts are stated', () => {
    const foreign = { ...fabric, origin: 'looked-up' as const, hosts: { ids: [], complete: false, unknown: token('host') } };
    expect(undecideds(networks, site({ switches: [foreign] })).map(({ subject, reason }) => [subject.path, reason])).toEqual([
      ['site/vm-1', expect.stringMatching(/^which hosts switch `fabric` has is known only/)],
    ]);
    expect(outcomes(networks, site({ switches: [{ ...foreign, hosts: fabric.hosts }] }))).toEqual(['proved']);
  });

  test('a host that may not be there is no witness', () => {
    const maybe = esx.map((host) => ({ ...host, instances: Interval.between(0, 1) }));
    expect(undecideds(networks, site({ hosts: maybe, switches: [short] })).map(({ witness }) => witness)).toEqual([
      [{ label: 'unsure', text: '`esx-2` and `esx-3`' }],
    ]);
  });
});
