import fc from 'fast-check';
import {
  unknown,
  type ComputeCluster,
  type EsxiHost,
  type Estate,
  type HostGroup,
  type Intent,
  type PortGroup,
  type ResourceInstance,
  type VirtualMachine,
  type VmGroup,
  type VmHostRule,
} from '../../../lib/estate';
import { dedicatedHosts } from '../../../lib/rules/isolation/iso-010-dedicated-hosts';
import { Interval } from '../../../lib/units';
import {
  aCluster,
  aHost,
  aMachine,
  anEstate,
  aPortGroup,
  aResource,
  aStack,
  hosts,
  STACK,
  token,
  vmHostRule,
  type EstateParts,
} from '../../support/estate';
import { aSegment } from '../../support/nsx';
import { aWorkload } from '../../support/kubernetes';
import { judged, outcomes, refutations, text, undecideds } from '../../support/judge';

function object(type: string, name: string) {
  const address = `${type}.${name}`;
  return { ...aHost(name), id: `${STACK}/${address}`, addresses: [{ stack: STACK, address }] };
}

function vmGroup(name: string, on: ComputeCluster, members: readonly VirtualMachine[], change: Partial<VmGroup> = {}): VmGroup {
  const { id, addresses, path, origin, vcenter, instances } = object('vsphere_compute_cluster_vm_group', name);
  return {
    id,
    addresses,
    path: path!,
    origin,
    vcenter,
    name,
    instances,
    cluster: on.id,
    machines: { ids: members.map((each) => each.id), complete: true },
    ...change,
  };
}

function hostGroup(name: string, on: ComputeCluster, members: readonly EsxiHost[], change: Partial<HostGroup> = {}): HostGroup {
  const { id, addresses, path, origin, vcenter, instances } = object('vsphere_compute_cluster_host_group', name);
  return {
    id,
    addresses,
    path: path!,
    origin,
    vcenter,
    name,
    instances,
    cluster: on.id,
    hosts: { ids: members.map((each) => each.id), complete: true },
    ...change,
  };
}

function intent(tenant: readonly string[], dedicated: readonly EsxiHost[], missing: readonly string[] = []): Intent {
  return {
    kind: 'dedicated-hosts',
    path: 'site/dedicated',
    statement: 'tenant `bank` has hosts to itself',
    sides: [
      { label: 'tenant `bank`', endpoints: { ids: tenant, missing: [] } },
      { label: 'hosts', endpoints: { ids: dedicated.map(({ id }) => id), missing } },
    ],
    parameters: {},
  };
}

const esx = hosts(4);
const dedicated = esx.slice(0, 2);
const cluster = aCluster('c', esx);
const bank = aMachine('bank', cluster);
const shop = aMachine('shop', cluster);
const groups = {
  vmGroups: [vmGroup('banks', cluster, [bank]), vmGroup('others', cluster, [shop])],
  hostGroups: [hostGroup('own', cluster, dedicated)],
};
const on = vmHostRule('hold', cluster, { vmGroup: 'banks', affinityHostGroup: 'own' });
const off = vmHostRule('keep-off', cluster, { vmGroup: 'others', affinityHostGroup: null, antiAffinityHostGroup: 'own' });

function site(change: EstateParts = {}): Estate {
  return anEstate({
    hosts: esx.map((host) => ({ ...host, cluster: cluster.id })),
    clusters: [cluster],
    machines: [bank, shop],
    ...groups,
    vmHostRules: [on, off],
    intents: [intent([bank.id], dedicated)],
    ...change,
  });
}

describe('ISO-010', () => {
  test('passes where mandatory rules hold the tenant on its hosts and others off them, and says what that rests on', () => {
    const verdicts = judged(dedicatedHosts, site());
    expect(verdicts.map(({ verdict, subject, premises }) => [verdict, subject.path, premises?.map(({ id }) => id)])).toEqual([
      ['proved', 'site/dedicated', ['owned:site/c', 'mandatory-vm-host-rules']],
    ]);
  });

  test('says nothing of other intents', () => {
    expect(judged(dedicatedHosts, site({ intents: [{ ...intent([bank.id], dedicated), kind: 'tenants-isolated' }] }))).toEqual([]);
  });

  test('fails for a VM of the tenant that no rule holds, with the hosts it may run on', () => {
    expect(refutations(dedicatedHosts, site({ vmHostRules: [off] })).map((verdict) => text(verdict))).toEqual([
      [
        'tenant `bank` has hosts to itself, but `bank` may run elsewhere',
        'VM: `bank`, `site/bank`: of tenant `bank`',
        'may run on: `esx-3` and `esx-4`',
        'hint: a mandatory VM-host rule, switched on, that holds it on the dedicated hosts: `mandatory = true`, `affinity_host_group_name`',
      ],
    ]);
  });

  test('fails for a VM of others that no rule keeps off', () => {
    const [verdict] = refutations(dedicatedHosts, site({ vmHostRules: [on] }));
    expect(text(verdict).slice(0, 3)).toEqual([
      'tenant `bank` has hosts to itself, but `shop` may run there too',
      'VM: `shop`, `site/shop`: not of tenant `bank`',
      'may run on: `esx-1` and `esx-2`',
    ]);
    expect(verdict!.remedies).toHaveLength(1);
  });

  test('rests on how DRS and the rules are set, where that is assumed or left to the provider', () => {
    const assumed = { id: 'value:site/c.drs_enabled', kind: 'assumed' as const, statement: 'on', subject: 'site/c' };
    const left = {
      id: 'provider-default:vsphere_compute_cluster_vm_host_rule.enabled',
      kind: 'provider-default' as const,
      statement: 'a rule is on',
    };
    const [verdict] = judged(dedicatedHosts, site({ premises: [assumed, left] }));
    expect(verdict?.premises?.map(({ id }) => id)).toEqual(expect.arrayContaining([assumed.id, left.id]));
  });

  test('how a looked-up cluster is set can be assumed', () => {
    const open = { ...cluster, origin: 'looked-up' as const, drs: { enabled: token('drs'), automation: token('drs') } };
    expect(undecideds(dedicatedHosts, site({ clusters: [open] }))[0]!.decidedBy).toContain("Assume.value(cluster, 'drs_enabled', true)");
  });

  test('a device of a host that a rule keeps the VM off is told', () => {
    const pinned = { ...shop, host: esx[0]!.id, pciDevices: { items: ['0000:3b:00.0'], complete: true } };
    expect(undecideds(dedicatedHosts, site({ machines: [bank, pinned] })).map(({ reason }) => reason)).toEqual([
      '`shop` has a device of host `esx-1`, and a rule keeps it off that host: it may not start at all',
    ]);
  });

  test.each([
    ['preferential', { mandatory: false }],
    ['switched off', { enabled: false }],
  ])('a rule that is %s holds nothing', (_, change) => {
    expect(outcomes(dedicatedHosts, site({ vmHostRules: [{ ...on, ...change }, off] }))).toEqual(['refuted']);
    expect(outcomes(dedicatedHosts, site({ vmHostRules: [on, { ...off, ...change }] }))).toEqual(['refuted']);
  });

  test('a group of hosts that goes beyond the dedicated ones lets the tenant out', () => {
    const wide = [hostGroup('own', cluster, esx.slice(0, 3))];
    expect(refutations(dedicatedHosts, site({ hostGroups: wide })).map(({ witness }) => witness[1]?.text)).toEqual(['`esx-3`']);
  });

  test('a group of hosts that lacks a dedicated one lets others in', () => {
    const narrow = [hostGroup('own', cluster, esx.slice(0, 1))];
    expect(refutations(dedicatedHosts, site({ hostGroups: narrow })).map(({ witness }) => witness[1]?.text)).toEqual(['`esx-2`']);
  });

  test('others may be held on other hosts instead of kept off', () => {
    const rest = hostGroup('rest', cluster, esx.slice(2));
    const elsewhere = vmHostRule('elsewhere', cluster, { vmGroup: 'others', affinityHostGroup: 'rest' });
    expect(outcomes(dedicatedHosts, site({ hostGroups: [...groups.hostGroups, rest], vmHostRules: [on, elsewhere] }))).toEqual(['proved']);
  });

  test.each([
    ['on a host of its own', 2, 'proved'],
    ['on a dedicated host', 0, 'refuted'],
  ])('a device that is passed through holds a VM: %s', (_, at, outcome) => {
    const pinned = { ...shop, host: esx[at]!.id, pciDevices: { items: ['0000:3b:00.0'], complete: true } };
    expect(outcomes(dedicatedHosts, site({ machines: [bank, pinned], vmHostRules: [on] }))).toEqual([outcome]);
  });

  test('a host that a VM names without a device holds it nowhere: DRS moves it', () => {
    expect(outcomes(dedicatedHosts, site({ machines: [bank, { ...shop, host: esx[2]!.id }], vmHostRules: [on] }))).toEqual(['refuted']);
  });

  test('a VM on a network of the tenant is of the tenant', () => {
    const network = aPortGroup('ledger');
    const intents = [intent([network.id], dedicated)];
    const there = { ...bank, networks: [network.id] };
    expect(outcomes(dedicatedHosts, site({ portGroups: [network], intents, machines: [there, shop] }))).toEqual(['proved']);
    expect(outcomes(dedicatedHosts, site({ portGroups: [network], intents, machines: [there, { ...shop, networks: [network.id] }] }))).toEqual([
      'refuted',
    ]);
    const open = undecideds(dedicatedHosts, site({ portGroups: [network], intents, machines: [there, { ...shop, networks: [token('net')] }] }));
    expect(text(open[0])[1]).toBe('because: whether `shop` is of tenant `bank` is not known: its networks are not shown in full');
  });

  test('a VM on the face of a segment of the tenant is of the tenant', () => {
    const ledger = aSegment('ledger');
    const face = (segment: PortGroup['segment']) => aPortGroup('face', { origin: 'looked-up', ...(segment !== undefined && { segment }) });
    const of = (segment: PortGroup['segment'], others: readonly string[]) => {
      const portGroups = [face(segment)];
      const on = { ...bank, networks: [] };
      return site({
        nsx: { segments: [ledger] },
        portGroups,
        intents: [intent([bank.id, ledger.id], dedicated)],
        machines: [on, { ...shop, networks: others }],
      });
    };
    const network = face(undefined).id;
    expect(outcomes(dedicatedHosts, of(ledger.id, []))).toEqual(['proved']);
    expect(outcomes(dedicatedHosts, of(ledger.id, [network]))).toEqual(['refuted']);
    expect(outcomes(dedicatedHosts, of(undefined, [network]))).toEqual(['proved']);
    expect(outcomes(dedicatedHosts, of(token('segment'), [network]))).toEqual(['undecided']);
    expect(outcomes(dedicatedHosts, of(token('segment'), []))).toEqual(['proved']);
    const [proved] = judged(dedicatedHosts, of(ledger.id, []));
    expect(proved!.premises?.map(({ id }) => id)).toContain(`owned:${ledger.path}`);
  });

  test('what others run on the cluster counts, and the app has no rule for it', () => {
    const vcenter: VirtualMachine = {
      ...aMachine('vcenter', cluster),
      id: 'site/c#vcenter',
      addresses: [],
      origin: 'surroundings',
      networksComplete: false,
    };
    const [verdict] = undecideds(dedicatedHosts, site({ machines: [bank, shop, vcenter] }));
    expect(verdict?.reason).toBe(
      '`vcenter` runs on the cluster too: no rule of the app is about it, and what rules others made for it is known only to vCenter',
    );
    const { path, ...recorded } = vcenter;
    expect(path).toBeDefined();
    const [found] = refutations(dedicatedHosts, site({ machines: [bank, shop, recorded] }));
    expect(text(found)[0]).toBe('tenant `bank` has hosts to itself, but `vcenter` may run there too');
    expect(text(found).at(-1)).toBe('hint: another cluster for what the app does not make, since no rule of the app can name it');
    const network = aPortGroup('ledger');
    const closed = judged(dedicatedHosts, site({ portGroups: [network], intents: [intent([network.id, bank.id], dedicated)] }));
    expect(closed[0]?.premises?.map(({ statement }) => statement)).toContain('nothing but this app puts VMs on network `ledger`');
  });

  test('a VM of the tenant on another cluster fails', () => {
    const other = aCluster('other', [aHost('esx-9')]);
    const [verdict] = refutations(
      dedicatedHosts,
      site({
        clusters: [cluster, other],
        machines: [bank, shop, aMachine('b2', other)],
        intents: [intent([bank.id, aMachine('b2', other).id], dedicated)],
      }),
    );
    expect(text(verdict)[2]).toBe('may run on: cluster `other`, which has none of the dedicated hosts');
    expect(outcomes(dedicatedHosts, site({ clusters: [cluster, other], machines: [bank, shop, aMachine('b2', other)] }))).toEqual(['proved']);
  });

  test.each<[string, EstateParts, string]>([
    [
      'whether a rule is mandatory',
      { vmHostRules: [{ ...on, mandatory: token('must') }, off] },
      'whether it is mandatory, of rule `hold`, is known only to whoever sets `site/var.must`',
    ],
    [
      'whether a rule is on',
      { vmHostRules: [on, { ...off, enabled: token('on') }] },
      'whether it is enabled, of rule `keep-off`, is known only to whoever sets `site/var.on`',
    ],
    [
      'the group of a rule',
      { vmHostRules: [{ ...on, vmGroup: token('vms') }, off] },
      'which group it names, of rule `hold`, is known only to whoever sets `site/var.vms`',
    ],
    ['a group that the app lacks', { vmHostRules: [{ ...on, vmGroup: 'nobody' }, off] }, 'the app has no group `nobody`, which rule `hold` names'],
    [
      'two groups of one name',
      { vmGroups: [...groups.vmGroups, { ...vmGroup('twin', cluster, []), name: 'banks' }] },
      'group `banks` of rule `hold` may be any of `site/banks` and `site/twin`',
    ],
    [
      'the members of a group',
      { vmGroups: [vmGroup('banks', cluster, [], { machines: { ids: [], complete: false, unknown: token('vms') } }), groups.vmGroups[1]!] },
      'who belongs to group `banks` is known only to whoever sets `site/var.vms`',
    ],
    [
      'the hosts of a group',
      {
        hostGroups: [
          hostGroup('own', cluster, dedicated, { hosts: { ids: dedicated.map(({ id }) => id), complete: false, unknown: token('hosts') } }),
        ],
      },
      'who belongs to group `own` is known only to whoever sets `site/var.hosts`',
    ],
    [
      'DRS',
      { clusters: [{ ...cluster, drs: { enabled: true, automation: 'partiallyAutomated' } }] },
      'DRS is `partiallyAutomated` on cluster `c`, and only DRS, fully automated, moves VMs that stand against a rule',
    ],
    [
      'where a VM runs',
      { machines: [bank, shop, aMachine('free', undefined, { cluster: token('c') })] },
      'which cluster `free` is on is known only to whoever sets `site/var.c`',
    ],
    [
      'how many VMs there are',
      { machines: [{ ...bank, instances: Interval.between(0, 3) }, shop] },
      'how many `bank` there are depends on its count or for_each, which is not decided',
    ],
    [
      'where pods run',
      { kubernetes: { workloads: [aWorkload('web')] }, intents: [intent([bank.id, aWorkload('web').id], dedicated)] },
      "tenant `bank` has pods, and on which nodes' hosts they run is not followed",
    ],
    ['which hosts are meant', { intents: [intent([bank.id], dedicated, ['site/gone'])] }, 'what it names is not all in the estate'],
    [
      'a DRS override',
      {
        stacks: [
          aStack({
            resources: [
              aResource('vsphere_drs_vm_override', 'o', {
                virtual_machine_id: { $ref: { stack: STACK, address: 'vsphere_virtual_machine.bank', attribute: 'id' } },
                drs_enabled: false,
              }),
            ],
          }),
        ],
      },
      'DRS has settings of its own for `bank`, and may leave it where it stands',
    ],
  ])('is undecided where %s is open', (_, change, reason) => {
    expect(undecideds(dedicatedHosts, site(change)).map((verdict) => verdict.reason)).toEqual([reason]);
  });

  test('DRS overrides count by the VM that they are for, and what they say', () => {
    const overridden = (values: ResourceInstance['values']): string[] =>
      outcomes(dedicatedHosts, site({ stacks: [aStack({ resources: [aResource('vsphere_drs_vm_override', 'o', values)] })] }));
    const of = (name: string) => ({ $ref: { stack: STACK, address: `vsphere_virtual_machine.${name}`, attribute: 'id' } });
    expect(overridden({ virtual_machine_id: of('shop'), drs_enabled: true, drs_automation_level: 'manual' })).toEqual(['undecided']);
    expect(overridden({ virtual_machine_id: token('vm') })).toEqual(['undecided']);
    expect(overridden({ virtual_machine_id: of('shop'), drs_enabled: true, drs_automation_level: 'fullyAutomated' })).toEqual(['proved']);
  });

  test('groups and rules are those of the cluster', () => {
    const other = aCluster('other', [aHost('esx-9')]);
    const clusters = [cluster, other];
    const twin = { ...vmGroup('twin', other, [shop]), name: 'banks' };
    expect(outcomes(dedicatedHosts, site({ clusters, vmGroups: [...groups.vmGroups, twin] }))).toEqual(['proved']);
    expect(outcomes(dedicatedHosts, site({ clusters, vmHostRules: [{ ...on, cluster: other.id }, off] }))).toEqual(['refuted']);
    expect(outcomes(dedicatedHosts, site({ clusters, vmHostRules: [{ ...on, cluster: token('c') }, off] }))).toEqual(['undecided']);
    expect(outcomes(dedicatedHosts, site({ clusters, vmGroups: [{ ...groups.vmGroups[0]!, name: token('name') }, groups.vmGroups[1]!] }))).toEqual([
      'undecided',
    ]);
  });

  test('dedicated hosts of two clusters: each VM is held on those of its own', () => {
    const far = aHost('esx-9');
    const other = aCluster('other', [far, aHost('esx-8')]);
    const ledger = aMachine('ledger', other);
    const parts = {
      hosts: [...esx.map((host) => ({ ...host, cluster: cluster.id })), { ...far, cluster: other.id }, aHost('esx-8', { cluster: other.id })],
      clusters: [cluster, other],
      machines: [bank, shop, ledger],
      intents: [intent([bank.id, ledger.id], [...dedicated, far])],
    };
    expect(outcomes(dedicatedHosts, site(parts))).toEqual(['refuted']);
    const held = {
      vmGroups: [...groups.vmGroups, vmGroup('ledgers', other, [ledger])],
      hostGroups: [...groups.hostGroups, hostGroup('far', other, [far])],
      vmHostRules: [on, off, vmHostRule('hold-far', other, { vmGroup: 'ledgers', affinityHostGroup: 'far' })],
    };
    expect(outcomes(dedicatedHosts, site({ ...parts, ...held }))).toEqual(['proved']);
  });

  test('a VM that may be of the tenant or of others is wrong either way where nothing holds it', () => {
    const network = aPortGroup('ledger');
    const parts = {
      portGroups: [network],
      intents: [intent([network.id, bank.id], dedicated)],
      machines: [bank, { ...shop, networks: [token('net')] }],
    };
    const [verdict] = refutations(dedicatedHosts, site({ ...parts, vmHostRules: [on] }));
    expect(verdict?.witness[0]?.text).toBe('`shop`, `site/shop`: of tenant `bank` or not, its networks are not shown');
    expect(outcomes(dedicatedHosts, site({ ...parts, vmHostRules: [on, off] }))).toEqual(['undecided']);
  });

  test('what others have is on no network that the app owns', () => {
    const network = aPortGroup('ledger');
    const foreign: VirtualMachine = { ...shop, origin: 'surroundings', networksComplete: false };
    const parts = { intents: [intent([network.id, bank.id], dedicated)], machines: [bank, foreign] };
    expect(outcomes(dedicatedHosts, site({ ...parts, portGroups: [network] }))).toEqual(['proved']);
    expect(outcomes(dedicatedHosts, site({ ...parts, portGroups: [{ ...network, origin: 'looked-up' }] }))).toEqual(['undecided']);
  });

  test('of a closed cluster whose hosts nobody knows, its host groups say which dedicated hosts it has', () => {
    const open = { ids: [], complete: false, unknown: token('hosts') };
    const blind: ComputeCluster = { ...cluster, origin: 'looked-up', hosts: open };
    const parts = { hosts: esx.map((host) => ({ ...host, cluster: token('c') })), clusters: [blind], closed: ['site/c'] };
    expect(outcomes(dedicatedHosts, site(parts))).toEqual(['proved']);
    const narrow = hostGroup('one', cluster, esx.slice(0, 1));
    const less = { ...off, antiAffinityHostGroup: 'one' };
    expect(outcomes(dedicatedHosts, site({ ...parts, hostGroups: [...groups.hostGroups, narrow], vmHostRules: [on, less] }))).not.toContain('proved');
    const maybe = [{ ...groups.hostGroups[0]!, instances: Interval.between(0, 1) }];
    expect(outcomes(dedicatedHosts, site({ ...parts, hostGroups: maybe }))).toEqual(['undecided']);
  });

  test('a VM of the tenant on another cluster is no witness where it may not be there', () => {
    const other = aCluster('other', [aHost('esx-9')]);
    const maybe = { ...aMachine('b2', other), instances: Interval.between(0, 1) };
    const parts = { clusters: [cluster, other], intents: [intent([bank.id, maybe.id], dedicated)] };
    expect(outcomes(dedicatedHosts, site({ ...parts, machines: [bank, shop, maybe] }))).toEqual(['undecided']);
  });

  test('a cluster that is looked up is open to others', () => {
    const foreign: ComputeCluster = { ...cluster, origin: 'looked-up' };
    expect(outcomes(dedicatedHosts, site({ clusters: [foreign] }))).toEqual(['undecided']);
    expect(outcomes(dedicatedHosts, site({ clusters: [foreign], closed: ['site/c'] }))).toEqual(['proved']);
  });

  test('rules that contradict each other hold nothing: vSphere turns one of them off', () => {
    const rest = hostGroup('rest', cluster, esx.slice(2));
    const against = vmHostRule('against', cluster, { vmGroup: 'banks', affinityHostGroup: 'rest', mandatory: false });
    const [verdict] = undecideds(dedicatedHosts, site({ hostGroups: [...groups.hostGroups, rest], vmHostRules: [on, off, against] }));
    expect(verdict?.reason).toBe(
      '`hold` and `against` may leave some VM no host: vSphere then keeps the oldest of the rules that contradict each other and turns the others off',
    );
  });

  test('a host that may be a dedicated one by another entry is no witness', () => {
    const twin: EsxiHost = { ...aHost('twin'), name: 'esx-1', origin: 'looked-up', vcenter: unknown('variable', '${var.vc}', 'site/var.vc') };
    const intents = [intent([bank.id], dedicated)];
    const wide = [hostGroup('own', cluster, [twin])];
    const estate = site({ hosts: [...esx.map((host) => ({ ...host, cluster: cluster.id })), twin], hostGroups: wide, intents });
    expect(outcomes(dedicatedHosts, estate)).toEqual(['undecided']);
  });

  test('a standalone host: what is on it, and what may be', () => {
    const alone = aHost('alone');
    const parts = { hosts: [alone], clusters: [], vmGroups: [], hostGroups: [], vmHostRules: [], intents: [intent([bank.id], [alone])] };
    const mine = { ...bank, cluster: null, host: alone.id };
    expect(outcomes(dedicatedHosts, site({ ...parts, machines: [mine] }))).toEqual(['proved']);
    expect(outcomes(dedicatedHosts, site({ ...parts, machines: [mine, { ...shop, cluster: null, host: alone.id }] }))).toEqual(['refuted']);
    expect(outcomes(dedicatedHosts, site({ ...parts, machines: [mine, { ...shop, cluster: null }] }))).toEqual(['undecided']);
    expect(outcomes(dedicatedHosts, site({ ...parts, hosts: [{ ...alone, origin: 'looked-up' }], machines: [mine] }))).toEqual(['undecided']);
  });
});

/** A world in which everything is known, and what an observer is not told of it. */
interface World {
  readonly rules: readonly { on: boolean; machines: readonly number[]; hosts: readonly number[]; enabled: boolean; mandatory: boolean }[];
  readonly tenant: readonly number[];
  readonly dedicated: readonly number[];
  readonly hidden: readonly { rule: number; what: 'enabled' | 'mandatory' | 'machines' | 'hosts' }[];
}

const HOSTS = 3;
const MACHINES = 3;
const subset = (of: number) => fc.uniqueArray(fc.nat(of - 1), { maxLength: of });

const worlds: fc.Arbitrary<World> = fc.record({
  rules: fc.array(fc.record({ on: fc.boolean(), machines: subset(MACHINES), hosts: subset(HOSTS), enabled: often(), mandatory: often() }), {
    maxLength: 4,
  }),
  tenant: subset(MACHINES),
  dedicated: subset(HOSTS).filter(({ length }) => length > 0),
  hidden: fc.array(
    fc.record({ rule: fc.nat(3), what: fc.constantFrom('enabled' as const, 'mandatory' as const, 'machines' as const, 'hosts' as const) }),
    { maxLength: 2 },
  ),
});

function often(): fc.Arbitrary<boolean> {
  return fc.nat(4).map((n) => n > 0);
}

/** Every placement of every machine, one by one: the naive second version. */
function isEverShared({ rules, tenant, dedicated: own }: World): boolean {
  const holding = rules.filter(({ enabled, mandatory }) => enabled && mandatory);
  for (let placement = 0; placement < HOSTS ** MACHINES; placement++) {
    const hostOf = (machine: number): number => Math.floor(placement / HOSTS ** machine) % HOSTS;
    const isAllowed = holding.every(({ on: isOn, machines, hosts: group }) => machines.every((machine) => group.includes(hostOf(machine)) === isOn));
    const isShared = Array.from({ length: MACHINES }, (_, machine) => machine).some(
      (machine) => tenant.includes(machine) !== own.includes(hostOf(machine)),
    );
    if (isAllowed && isShared) return true;
  }
  return false;
}

/** Whether some machine has no host left under the rules that are on: vSphere then turns one of them off. */
function isContradictory({ rules }: World): boolean {
  return Array.from({ length: MACHINES }, (_, machine) => machine).some((machine) =>
    Array.from({ length: HOSTS }, (_, host) => host).every((host) =>
      rules.some(({ enabled, on: isOn, machines, hosts: group }) => enabled && machines.includes(machine) && group.includes(host) !== isOn),
    ),
  );
}

/** What vSphere may make of rules that contradict each other: the world with some of them off, and as few as that takes. */
function outcomesOf(world: World): World[] {
  const worldsLeft: World[] = [];
  const left = (mask: number): World => ({ ...world, rules: world.rules.filter((_, i) => ((mask >> i) & 1) === 1) });
  for (let mask = 0; mask < 2 ** world.rules.length; mask++) {
    const isMost = world.rules.every((_, i) => ((mask >> i) & 1) === 1 || isContradictory(left(mask | (1 << i))));
    if (!isContradictory(left(mask)) && isMost) worldsLeft.push(left(mask));
  }
  return worldsLeft;
}

function observed({ rules, tenant, dedicated: own, hidden }: World): Estate {
  const metal = hosts(HOSTS);
  const home = aCluster('home', metal);
  const vms = Array.from({ length: MACHINES }, (_, i) => aMachine(`vm-${i}`, home));
  const isHidden = (rule: number, what: string): boolean => hidden.some((each) => each.rule === rule && each.what === what);
  const some = <T extends { id: string }>(of: readonly T[], chosen: readonly number[], isOpen: boolean) =>
    isOpen
      ? { ids: chosen.slice(1).map((i) => of[i]!.id), complete: false, unknown: token('members') }
      : { ids: chosen.map((i) => of[i]!.id), complete: true };
  return anEstate({
    hosts: metal.map((host) => ({ ...host, cluster: home.id })),
    clusters: [home],
    machines: vms,
    vmGroups: rules.map(({ machines }, i) => vmGroup(`v${i}`, home, [], { machines: some(vms, machines, isHidden(i, 'machines')) })),
    hostGroups: rules.map(({ hosts: group }, i) => hostGroup(`h${i}`, home, [], { hosts: some(metal, group, isHidden(i, 'hosts')) })),
    vmHostRules: rules.map(({ on: isOn, enabled, mandatory }, i): VmHostRule =>
      vmHostRule(`r${i}`, home, {
        vmGroup: `v${i}`,
        affinityHostGroup: isOn ? `h${i}` : null,
        antiAffinityHostGroup: isOn ? null : `h${i}`,
        enabled: isHidden(i, 'enabled') ? token('enabled') : enabled,
        mandatory: isHidden(i, 'mandatory') ? token('mandatory') : mandatory,
      }),
    ),
    intents: [
      intent(
        tenant.map((i) => vms[i]!.id),
        own.map((i) => metal[i]!),
      ),
    ],
  });
}

describe('ISO-010, against every placement', () => {
  test('what is proved is never shared, and what is refuted can be, whatever is hidden', () => {
    const seen = { proved: 0, refuted: 0, undecided: 0 };
    fc.assert(
      fc.property(worlds, (world) => {
        for (const { verdict } of dedicatedHosts.check(observed(world))) {
          seen[verdict]++;
          if (verdict !== 'undecided') for (const consistent of outcomesOf(world)) expect(isEverShared(consistent)).toBe(verdict === 'refuted');
        }
      }),
      { numRuns: 2000, seed: 10 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(10);
  });

  test('where nothing is hidden and no rules contradict each other, it is decided', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const open = { ...world, hidden: [] };
        fc.pre(!isContradictory(open) && open.tenant.length > 0);
        expect([...dedicatedHosts.check(observed(open))].every(({ verdict }) => verdict !== 'undecided')).toBe(true);
      }),
      { numRuns: 500, seed: 11 },
    );
  });
});
