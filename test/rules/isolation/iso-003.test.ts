import { Flow, unknown, type Estate, type KubernetesCluster, type RequiredFlow, type SecurityPolicy } from '../../../lib/estate';
import { clusterFlows } from '../../../lib/rules/isolation/iso-003-cluster-flows';
import { Interval } from '../../../lib/units';
import { aMachine, anEstate, aModule, aPortGroup, aProvider, aStack, token, type EstateParts } from '../../support/estate';
import { judged, mends, outcomes, refutations, text, undecideds } from '../../support/judge';
import { aKubernetesCluster, aPool, CLUSTER } from '../../support/kubernetes';
import {
  aCondition,
  aDefaultSection,
  aDrop,
  aGatewayPolicy,
  aGroup,
  all,
  anExclusion,
  anNsxMachine,
  aRule,
  aSecurityPolicy,
  aSegment,
  aSubnet,
  aTag,
  aTcpEntry,
  aTier0,
  aTier1,
  MANAGER,
  members,
  peers,
  recorded,
  some,
} from '../../support/nsx';

const nodes = aSegment('nodes', { subnets: all(aSubnet('10.20.0.1/23')) });
const on = { networks: [nodes.id] };
const control = [1, 2, 3].map((n) => aMachine(`cp-${n}`, undefined, on));
const general = [1, 2].map((n) => aMachine(`general-${n}`, undefined, on));
const wasm = [1, 2].map((n) => aMachine(`wasm-${n}`, undefined, on));
const machines = [...control, ...general, ...wasm];
const tags = [
  ...control.map((each, i) => anNsxMachine(`cp-tags-${i}`, { machine: each.id, tags: all(aTag('pool', 'cp')) })),
  ...general.map((each, i) => anNsxMachine(`general-tags-${i}`, { machine: each.id, tags: all(aTag('pool', 'general')) })),
  ...wasm.map((each, i) => anNsxMachine(`wasm-tags-${i}`, { machine: each.id, tags: all(aTag('pool', 'wasm')) })),
];
const groupOf = (pool: string) => aGroup(`${pool}-nodes`, aCondition('Tag', 'EQUALS', `pool|${pool}`));
const [cpNodes, generalNodes, wasmNodes] = [groupOf('cp'), groupOf('general'), groupOf('wasm')];

const CP = { kind: 'nodes', role: 'control-plane' } as const;
const ANY = { kind: 'nodes', role: 'any' } as const;
const etcd: RequiredFlow = { purpose: 'etcd', from: CP, to: CP, flow: Flow.tcp(2379, 2380) };
const api: RequiredFlow = { purpose: 'API server', from: ANY, to: { kind: 'virtual-ip' }, flow: Flow.tcp(6443) };
const vxlan: RequiredFlow = { purpose: 'Cilium VXLAN', from: ANY, to: ANY, flow: Flow.udp(8472) };
const vcenter: RequiredFlow = { purpose: 'cloud provider', from: CP, to: { kind: 'vcenter' }, flow: Flow.tcp(443) };
const dns: RequiredFlow = { purpose: 'names', from: ANY, to: { kind: 'host', host: '192.0.2.53' }, flow: Flow.udp(53) };
const clients: RequiredFlow = { purpose: 'API server, for clients', from: { kind: 'clients' }, to: { kind: 'virtual-ip' }, flow: Flow.tcp(6443) };
const FLOWS = [dns, etcd, api, clients, vxlan, vcenter];

const udp = (...ports: string[]) => ({
  services: {
    services: members(),
    entries: all({ kind: 'ports' as const, protocol: 'UDP' as const, destinationPorts: all(...ports), sourcePorts: all<string>() }),
  },
});
const tcp = (...ports: string[]) => ({ services: { services: members(), entries: all(aTcpEntry(...ports)) } });
const byDefault = aDefaultSection();
const denyAll = aSecurityPolicy('app', [aDrop('deny-all')]);

interface Site {
  readonly policies?: readonly SecurityPolicy[];
  readonly nsx?: EstateParts['nsx'];
  readonly cluster?: Partial<KubernetesCluster>;
  readonly parts?: EstateParts;
}

/** Cluster `prod` of a control plane and two pools on segment `nodes`, and a record of the manager. */
function site({ policies = [byDefault], nsx = {}, cluster = {}, parts = {} }: Site = {}): Estate {
  return anEstate({
    machines,
    recordedManagers: [MANAGER],
    premises: [{ id: `kubernetes-flows:${CLUSTER}`, kind: 'stated', statement: 'it lives on flows', subject: CLUSTER }],
    kubernetes: {
      kubernetesClusters: [
        aKubernetesCluster({
          requiredFlows: FLOWS,
          networks: { ids: [nodes.id], missing: [] },
          pools: ['control-plane', 'general', 'wasm'].map((name) => `${CLUSTER}/${name}`),
          ...cluster,
        }),
      ],
      nodePools: [aPool('control-plane', control, { role: 'control-plane' }), aPool('general', general), aPool('wasm', wasm)],
    },
    nsx: { segments: [nodes], nsxMachines: tags, groups: [cpNodes, generalNodes, wasmNodes], securityPolicies: policies, ...nsx },
    ...parts,
  });
}

const ids = (estate: Estate): (string[] | undefined)[] => judged(clusterFlows, estate).map(({ premises }) => premises?.map(({ id }) => id));

describe('ISO-003', () => {
  test('passes where nothing drops anything, on the record and the flows as they are stated', () => {
    expect(outcomes(clusterFlows, site())).toEqual(['proved']);
    expect(judged(clusterFlows, site())[0]!.subject).toEqual({ path: CLUSTER });
    expect(ids(site())).toEqual([[`nsx-recorded:${MANAGER}`, `kubernetes-flows:${CLUSTER}`]]);
  });

  test('rests on tags and learnt addresses only where rules that act on its nodes ask for them', () => {
    const ledger = aSegment('ledger');
    const settle = aSecurityPolicy('ledger-fw', [aRule('settle', { sources: peers(generalNodes) }), aDrop()], { appliedTo: members(ledger) });
    expect(ids(site({ policies: [settle, byDefault], nsx: { segments: [nodes, ledger] } }))).toEqual([
      [`nsx-recorded:${MANAGER}`, `kubernetes-flows:${CLUSTER}`],
    ]);
    const ops = aSecurityPolicy('ops', [aRule('ops', { sources: peers(generalNodes) })]);
    const asking = [`nsx-recorded:${MANAGER}`, `nsx-tags:${MANAGER}`, `nsx-learnt:${MANAGER}`, `kubernetes-flows:${CLUSTER}`];
    expect(ids(site({ policies: [ops, byDefault] }))).toEqual([asking]);
    const scoped = aSecurityPolicy('scoped', [aDrop()], { appliedTo: members(aGroup('other', aCondition('Tag', 'EQUALS', 'x|y'))) });
    const other = aGroup('other', aCondition('Tag', 'EQUALS', 'x|y'));
    expect(ids(site({ policies: [scoped, byDefault], nsx: { groups: [other] } }))).toEqual([
      [`nsx-recorded:${MANAGER}`, `nsx-tags:${MANAGER}`, `kubernetes-flows:${CLUSTER}`],
    ]);
  });

  test('fails where a rule of the app drops everything, in one finding', () => {
    const estate = site({ policies: [denyAll, byDefault] });
    const by = 'by rule `app/deny-all`';
    expect(refutations(clusterFlows, estate).map(text)).toEqual([
      [
        'cluster `prod` cannot form: the firewall drops what its nodes need',
        `dropped: udp 53 (names) from pools control-plane, general and wasm to \`192.0.2.53\`, ${by}`,
        `dropped: tcp 2379-2380 (etcd) within pool control-plane, ${by}`,
        `dropped: tcp 6443 (API server) from pools control-plane, general and wasm to the virtual IP 10.20.0.10, ${by}`,
        `dropped: udp 8472 (Cilium VXLAN) between pools control-plane, general and wasm, ${by}`,
        `dropped: tcp 443 (cloud provider) from pool control-plane to vCenter \`vc.example.com\`, ${by}`,
        'dropped by: rule `deny-all`, `DROP`, policy `app` (category Application, of this app)',
        'mends it: the rules of `prod.requiredRules()` in that policy',
      ],
    ]);
    expect(mends(clusterFlows, estate)).toBe(1);
    expect(refutations(clusterFlows, estate)[0]!.key).toBe(`rule:${denyAll.id} deny-all`);
  });

  test('names the pools between which a flow is dropped, and the ports', () => {
    const lines = (change: Parameters<typeof aDrop>[1]): string[] =>
      refutations(clusterFlows, site({ policies: [aSecurityPolicy('app', [aDrop('gap', change)]), byDefault] })).map((verdict) => text(verdict)[1]!);
    const generalToWasm = { sources: peers(generalNodes), destinations: peers(wasmNodes) };
    expect(lines({ ...generalToWasm, ...udp('8472') })).toEqual([
      'dropped: udp 8472 (Cilium VXLAN) from pool general to pool wasm, by rule `app/gap`',
    ]);
    const both = { sources: peers(generalNodes, wasmNodes), destinations: peers(generalNodes, wasmNodes), ...udp('8000-9000') };
    expect(lines(both)).toEqual(['dropped: udp 8472 (Cilium VXLAN) between pools general and wasm, by rule `app/gap`']);
    expect(lines({ ...tcp('2380'), direction: 'IN' })).toEqual(['dropped: tcp 2380 (etcd) within pool control-plane, by rule `app/gap`']);
    expect(lines({ destinations: { ...peers(), addresses: all('10.20.0.10') } })).toEqual([
      'dropped: tcp 6443 (API server) from pools control-plane, general and wasm to the virtual IP 10.20.0.10, by rule `app/gap`',
    ]);
    expect(lines({ sources: { ...peers(cpNodes), excluded: true }, ...udp('8472') })).toEqual([
      'dropped: udp 8472 (Cilium VXLAN) from pools general and wasm to pools control-plane, general and wasm, by rule `app/gap`',
    ]);
    const mixed = aSecurityPolicy('app', [
      aRule('first', { ...both, sources: peers(generalNodes), destinations: peers(generalNodes) }),
      aDrop('gap', both),
    ]);
    expect(text(refutations(clusterFlows, site({ policies: [mixed, byDefault] }))[0])[1]).toBe(
      'dropped: udp 8472 (Cilium VXLAN) between pools general and wasm and within pool wasm, by rule `app/gap`',
    );
    const [one] = general;
    expect(lines({ sources: peers(one!), ...udp('53') })).toEqual([
      'dropped: udp 53 (names) from pool general (prod-general-1) to `192.0.2.53`, by rule `app/gap`',
    ]);
  });

  test('fails once for each rule that drops something', () => {
    const app = aSecurityPolicy('app', [aDrop('etcd', tcp('2379')), aDrop('overlay', udp('8472'))]);
    const estate = site({ policies: [app, byDefault] });
    expect(refutations(clusterFlows, estate).map(({ key }) => key)).toEqual([`rule:${app.id} etcd`, `rule:${app.id} overlay`]);
    expect(mends(clusterFlows, estate)).toBe(2);
  });

  test('of two rules whose order nobody knows it names both', () => {
    const app = aSecurityPolicy('app', [aDrop('one', { sequence: 5 }), aDrop('other', { sequence: 5 })]);
    const [, line] = text(refutations(clusterFlows, site({ policies: [app, byDefault] }))[0]);
    expect(line).toMatch(/, by rule `app\/one` and `app\/other`$/);
  });

  test('fails where the default of NSX drops, and a policy with its rules mends it', () => {
    const estate = site({ policies: [aDefaultSection('DROP')] });
    expect(text(refutations(clusterFlows, estate)[0]).slice(-2)).toEqual([
      'dropped by: rule `default-layer3-rule`, `DROP`, policy `default-layer3-section` (category Application, the default of NSX)',
      'mends it: a `FirewallPolicy` that is applied to its nodes, with the rules of `prod.requiredRules()`',
    ]);
    expect(mends(clusterFlows, estate)).toBe(1);
  });

  test('of a policy of others, and of layer 2, it has a hint only', () => {
    const theirs = recorded(aSecurityPolicy('theirs', [aDrop('no')], { category: 'Emergency' }));
    expect(text(refutations(clusterFlows, site({ policies: [theirs, byDefault] }))[0]).at(-1)).toBe(
      'hint: a word with whoever owns policy `theirs`, who needs the rules of `prod.requiredRules()`',
    );
    const frames = aSecurityPolicy('l2', [aDrop('no')], { category: 'Ethernet', stateful: false });
    expect(text(refutations(clusterFlows, site({ policies: [frames, byDefault] }))[0]).at(-1)).toBe('hint: no rule `l2/no`, or one for other frames');
  });

  test('passes with rules for what it needs ahead of the drop', () => {
    const all3 = peers(cpNodes, generalNodes, wasmNodes);
    const app = aSecurityPolicy('app', [
      aRule('names', { sources: all3, direction: 'OUT', ...udp('53') }),
      aRule('etcd', { sources: peers(cpNodes), destinations: peers(cpNodes), ...tcp('2379-2380') }),
      aRule('api', { sources: all3, destinations: { ...peers(cpNodes), addresses: all('10.20.0.10') }, ...tcp('6443') }),
      aRule('overlay', { sources: all3, destinations: all3, ...udp('8472') }),
      aRule('vcenter', { sources: peers(cpNodes), direction: 'OUT', ...tcp('443') }),
      aDrop('rest'),
    ]);
    expect(outcomes(clusterFlows, site({ policies: [app, byDefault] }))).toEqual(['proved']);
    const without = { ...app, rules: all(...app.rules.items.filter(({ key }) => key !== 'overlay')) };
    expect(text(refutations(clusterFlows, site({ policies: [without, byDefault] }))[0])[1]).toBe(
      'dropped: udp 8472 (Cilium VXLAN) between pools control-plane, general and wasm, by rule `app/rest`',
    );
    const byGroup = { ...app, rules: all(...app.rules.items.map((rule) => (rule.key === 'api' ? { ...rule, destinations: peers(cpNodes) } : rule))) };
    expect(text(undecideds(clusterFlows, site({ policies: [byGroup, byDefault] }))[0]).at(-2)).toBe(
      'because: nobody can say whether NSX has learnt that VM `cp-1` has the address that it shares',
    );
  });

  test('who uses the API from outside is not asked', () => {
    const estate = site({ policies: [denyAll, byDefault], cluster: { requiredFlows: [clients] } });
    expect(outcomes(clusterFlows, estate)).toEqual(['proved']);
  });

  test('a node sends nothing to itself', () => {
    const alone = { requiredFlows: [etcd] };
    const pools = [aPool('control-plane', control.slice(0, 1), { role: 'control-plane' })];
    const estate = site({ policies: [denyAll, byDefault], cluster: alone });
    expect(outcomes(clusterFlows, { ...estate, kubernetes: { ...estate.kubernetes, nodePools: pools } })).toEqual(['proved']);
  });

  test('what is on the exclusion list drops nothing', () => {
    const nsx = { firewallExclusions: [anExclusion('nodes', nodes)] };
    expect(outcomes(clusterFlows, site({ policies: [denyAll, byDefault], nsx }))).toEqual(['proved']);
  });

  test('is undecided, once, where a token says what a rule does or for whom', () => {
    const open = site({ policies: [aSecurityPolicy('app', [aDrop('rest', { action: token('action') })]), byDefault] });
    expect(undecideds(clusterFlows, open).map(text)).toEqual([
      [
        'whether the firewall lets cluster `prod` form',
        'open: udp 53 (names) from pools control-plane, general and wasm to `192.0.2.53`',
        'open: tcp 2379-2380 (etcd) within pool control-plane',
        'open: tcp 6443 (API server) from pools control-plane, general and wasm to the virtual IP 10.20.0.10',
        'open: udp 8472 (Cilium VXLAN) between pools control-plane, general and wasm',
        'open: tcp 443 (cloud provider) from pool control-plane to vCenter `vc.example.com`',
        'may decide: rule `rest`, an action that is not known, policy `app` (category Application, of this app)',
        'because: what rule `rest` does is known only to whoever sets `site/var.action`',
        'decides it: literal values, or the rules of `prod.requiredRules()` in a policy that is applied to its nodes and comes first',
      ],
    ]);
    const tagged = aSecurityPolicy('app', [aDrop('rest', { sources: peers(aGroup('who', aCondition('Tag', 'EQUALS', token('who')))) })]);
    const who = aGroup('who', aCondition('Tag', 'EQUALS', token('who')));
    expect(outcomes(clusterFlows, site({ policies: [tagged, byDefault], nsx: { groups: [who] } }))).toEqual(['undecided']);
  });

  test('is undecided where the record has no default rule', () => {
    expect(text(undecideds(clusterFlows, site({ policies: [] }))[0]).slice(-2)).toEqual([
      'because: no rule for it acts on its nodes, and the record has no default rule',
      'decides it: an export that has the default layer-3 section',
    ]);
  });

  test('is undecided without a record, and says what the app itself drops', () => {
    const parts = { recordedManagers: [] };
    expect(undecideds(clusterFlows, site({ policies: [], parts })).map(text)).toEqual([
      [
        'whether the firewall lets cluster `prod` form',
        `because: rules of others in NSX \`${MANAGER}\` are not recorded`,
        "decides it: the manager's export: `app.assume(Assume.estate('surroundings/nsx-export.json'))`",
      ],
    ]);
    const app = aSecurityPolicy('app', [aDrop('etcd', tcp('2379'))]);
    expect(text(undecideds(clusterFlows, site({ policies: [app], parts }))[0])[1]).toBe(
      'drops so far: tcp 2379 (etcd) within pool control-plane, by rule `app/etcd`',
    );
    expect(outcomes(clusterFlows, site({ policies: [denyAll], parts }))).toEqual(['undecided']);
  });

  test('is undecided where a module may hide rules', () => {
    const stacks = [aStack({ providers: [aProvider({ key: 'nsxt', type: 'nsxt', identity: MANAGER })], modules: [aModule('policies')] })];
    expect(undecideds(clusterFlows, site({ parts: { stacks } }))).toHaveLength(1);
  });

  test('a firewall that is off drops nothing, on the premise of the record that says so', () => {
    const parts = { recordedManagers: [], firewallGaps: [{ manager: MANAGER, is: 'off' as const, file: 'export.json' }] };
    const estate = site({ policies: [denyAll], parts });
    expect(outcomes(clusterFlows, estate)).toEqual(['proved']);
    expect(ids(estate)).toEqual([[`nsx-recorded:${MANAGER}`, `kubernetes-flows:${CLUSTER}`]]);
  });

  test('says nothing without NSX, without flows, without nodes, and of nodes on port groups', () => {
    expect(outcomes(clusterFlows, site({ nsx: { segments: [] } }))).toEqual([]);
    expect(outcomes(clusterFlows, site({ cluster: { requiredFlows: [] } }))).toEqual([]);
    const estate = site();
    expect(outcomes(clusterFlows, { ...estate, kubernetes: { ...estate.kubernetes, nodePools: [] } })).toEqual([]);
    const group = aPortGroup('vlan-20');
    const moved = machines.map((each) => ({ ...each, networks: [group.id] }));
    expect(outcomes(clusterFlows, site({ policies: [denyAll, byDefault], parts: { machines: moved, portGroups: [group] } }))).toEqual([]);
  });

  test('nodes on the face of a segment are on it', () => {
    const face = aPortGroup('nodes-face', { segment: nodes.id });
    const moved = machines.map((each) => ({ ...each, networks: [face.id] }));
    const parts = { machines: moved, portGroups: [face] };
    expect(outcomes(clusterFlows, site({ policies: [denyAll, byDefault], parts, cluster: { networks: { ids: [face.id], missing: [] } } }))).toEqual([
      'refuted',
    ]);
  });

  test('is undecided where a token says which network a node is on, or no VM of a pool is seen', () => {
    const moved = machines.map((each) => (each === general[0] ? { ...each, networks: [token('network')] } : each));
    const lost = site({
      policies: [aSecurityPolicy('p', [aDrop()], { appliedTo: members(nodes) }), byDefault],
      parts: { machines: moved },
      cluster: { requiredFlows: [dns] },
    });
    expect(outcomes(clusterFlows, lost)).toEqual(['refuted']);
    const onlyLost = site({
      policies: [aSecurityPolicy('p', [aDrop('x', { sources: peers(generalNodes) })], { appliedTo: members(nodes) }), byDefault],
      parts: { machines: moved.filter((each) => each.name !== 'general-2') },
      cluster: { requiredFlows: [dns] },
    });
    expect(undecideds(clusterFlows, onlyLost).map(({ reason }) => reason)).toEqual([
      'which network a VM is on is known only to whoever sets `site/var.network` and nobody can say whether NSX protects a network that is no segment',
    ]);
    const estate = site();
    const pools = estate.kubernetes.nodePools.map((pool) =>
      pool.name === 'wasm' ? { ...pool, machines: { ...pool.machines, missing: ['site/prod/wasm/1'] } } : pool,
    );
    expect(undecideds(clusterFlows, { ...estate, kubernetes: { ...estate.kubernetes, nodePools: pools } }).map(({ reason }) => reason)).toEqual([
      'nobody can say which VM `site/prod/wasm/1` of pool `wasm` makes',
    ]);
  });

  test('what is dropped of a node that may not be there is undecided', () => {
    const open = machines.map((each) => ({ ...each, instances: Interval.between(0, 1) }));
    expect(outcomes(clusterFlows, site({ policies: [denyAll, byDefault], parts: { machines: open } }))).toEqual(['undecided']);
    const gone = machines.map((each) => ({ ...each, instances: Interval.exactly(0) }));
    expect(outcomes(clusterFlows, site({ policies: [denyAll, byDefault], parts: { machines: gone } }))).toEqual([]);
  });

  test('of a node on two networks it asks the one that the cluster names, else both', () => {
    const storage = aSegment('storage');
    const moved = machines.map((each) => ({ ...each, networks: [nodes.id, storage.id] }));
    const onStorage = aSecurityPolicy('p', [aDrop()], { appliedTo: members(storage) });
    const at = (networks: string[]): string[] =>
      outcomes(
        clusterFlows,
        site({
          policies: [onStorage, byDefault],
          nsx: { segments: [nodes, storage] },
          parts: { machines: moved },
          cluster: { networks: { ids: networks, missing: [] }, requiredFlows: [dns] },
        }),
      );
    expect(at([nodes.id])).toEqual(['proved']);
    expect(at([storage.id])).toEqual(['refuted']);
    expect(at([])).toEqual(['undecided']);
  });

  test('a rule that names addresses is for a host of that address, and for a name nobody can say', () => {
    const app = (addresses: string): SecurityPolicy[] => [
      aSecurityPolicy('app', [aDrop('no', { destinations: { ...peers(), addresses: all(addresses) } })]),
      byDefault,
    ];
    expect(outcomes(clusterFlows, site({ policies: app('192.0.2.0/24'), cluster: { requiredFlows: [dns] } }))).toEqual(['refuted']);
    expect(outcomes(clusterFlows, site({ policies: app('198.51.100.0/24'), cluster: { requiredFlows: [dns] } }))).toEqual(['proved']);
    const named = site({ policies: app('198.51.100.0/24'), cluster: { requiredFlows: [vcenter] } });
    expect(undecideds(clusterFlows, named).map(({ reason }) => reason)).toEqual(['nobody can say which address vCenter `vc.example.com` has']);
    const byToken = machines.map((each) => ({ ...each, vcenter: token('vc') }));
    const open = site({ policies: app('198.51.100.0/24'), cluster: { requiredFlows: [vcenter] }, parts: { machines: byToken } });
    expect(undecideds(clusterFlows, open).map(({ reason }) => reason)).toEqual(['nobody can say which address the vCenter has']);
  });

  test('a rule of the other version of IP is not for it, by the virtual IP', () => {
    const six = [aSecurityPolicy('six', [aDrop('no', { ipVersion: 'IPV6' })]), byDefault];
    expect(outcomes(clusterFlows, site({ policies: six }))).toEqual(['proved']);
    expect(outcomes(clusterFlows, site({ policies: six, cluster: { virtualIp: 'fd00::10' } }))).toEqual(['refuted']);
    const dual = { cluster: { requiredFlows: [{ ...dns, to: { kind: 'host' as const, host: '2001:db8::53' } }] } };
    expect(outcomes(clusterFlows, site({ policies: six, ...dual }))).toEqual(['refuted']);
  });

  describe('between segments', () => {
    const t0 = aTier0('t0');
    const [one, other] = [aTier1('one', { tier0: t0.id }), aTier1('other', { tier0: t0.id })];
    const apart = aSegment('apart', { gateway: other.id, subnets: all(aSubnet('10.30.0.1/24')) });
    const moved = machines.map((each) => (wasm.includes(each) ? { ...each, networks: [apart.id] } : each));
    const gatewayed = (gateway: string, rules: ReturnType<typeof aRule>[], tier1s = [one, other]): Estate =>
      site({
        nsx: {
          segments: [
            { ...nodes, gateway: one.id },
            { ...apart, gateway },
          ],
          tier0Gateways: [t0],
          tier1Gateways: tier1s,
          gatewayPolicies: [aGatewayPolicy('gw', rules)],
        },
        cluster: { networks: { ids: [nodes.id, apart.id], missing: [] }, requiredFlows: [vxlan] },
        parts: { machines: moved },
      });

    test('is undecided where a gateway between them may drop something', () => {
      const drops = aDrop('no', { appliedTo: members(other) });
      expect(undecideds(clusterFlows, gatewayed(other.id, [drops])).map(text)).toEqual([
        [
          'whether the firewall lets cluster `prod` form',
          'open: udp 8472 (Cilium VXLAN) between pools control-plane and wasm and between pools general and wasm',
          'because: nobody can say whether gateway policy `gw` lets it through between segments `apart` and `nodes`',
          'decides it: literal values, or the rules of `prod.requiredRules()` in a policy that is applied to its nodes and comes first',
        ],
      ]);
      expect(outcomes(clusterFlows, gatewayed(other.id, [aDrop('no', { appliedTo: members(t0) })]))).toEqual(['undecided']);
      expect(outcomes(clusterFlows, gatewayed(other.id, [aDrop('no', { appliedTo: members('/infra/tier-1s/other/interfaces/x') })]))).toEqual([
        'undecided',
      ]);
      expect(outcomes(clusterFlows, gatewayed(token() as never, [drops]))).toEqual(['undecided']);
    });

    test('passes where none is between them, or it drops nothing', () => {
      const drops = aDrop('no', { appliedTo: members(one, other) });
      expect(outcomes(clusterFlows, gatewayed(one.id, [drops]))).toEqual(['proved']);
      expect(outcomes(clusterFlows, gatewayed(other.id, [aRule('yes', { appliedTo: members(one) })]))).toEqual(['proved']);
      expect(outcomes(clusterFlows, gatewayed(other.id, [{ ...drops, disabled: true }]))).toEqual(['proved']);
      expect(outcomes(clusterFlows, gatewayed(other.id, [aDrop('no', { appliedTo: members('elsewhere') })]))).toEqual(['proved']);
      const off = [one, other].map((each) => ({ ...each, firewall: false }));
      expect(outcomes(clusterFlows, gatewayed(other.id, [drops], off))).toEqual(['proved']);
    });
  });

  test('nodes that single rules tell apart in too many ways are not compared', () => {
    const many = Array.from({ length: 201 }, (_, i) => aMachine(`n-${i}`, undefined, on));
    const groups = many.map((each) => aGroup(`g-${each.name as string}`, aCondition('Name', 'EQUALS', each.name)));
    const estate = site({ nsx: { groups }, parts: { machines: many } });
    const wide = { ...estate, kubernetes: { ...estate.kubernetes, nodePools: [aPool('general', many)] } };
    expect(undecideds(clusterFlows, wide).map(({ reason }) => reason)).toEqual([
      'rules tell its nodes apart into 201 kinds, more than are compared with each other',
    ]);
  });

  test('nodes of two managers are each asked of their own', () => {
    const there = aSegment('there', { manager: 'nsx-2.example.com', subnets: all(aSubnet('10.30.0.1/24')) });
    const moved = machines.map((each) => (wasm.includes(each) ? { ...each, networks: [there.id] } : each));
    const deny = aSecurityPolicy('app', [aDrop('no', { direction: 'IN' })], { manager: 'nsx-2.example.com' });
    const estate = site({
      policies: [byDefault, deny, { ...byDefault, id: 'theirs', manager: 'nsx-2.example.com' }],
      nsx: { segments: [nodes, there] },
      cluster: { networks: { ids: [nodes.id, there.id], missing: [] }, requiredFlows: [vxlan, dns] },
      parts: { machines: moved, recordedManagers: [MANAGER, 'nsx-2.example.com'] },
    });
    expect(refutations(clusterFlows, estate).map((verdict) => text(verdict)[1])).toEqual([
      'dropped: udp 8472 (Cilium VXLAN) from pools control-plane, general and wasm to pool wasm, by rule `app/no`',
    ]);
  });

  test('rules that are hidden by a lookup are open', () => {
    const hidden = recorded(aSecurityPolicy('theirs', [], { rules: some(), category: unknown('data-source', 'category', 'x') }));
    expect(outcomes(clusterFlows, site({ policies: [hidden, byDefault] }))).toEqual(['undecided']);
  });
});
