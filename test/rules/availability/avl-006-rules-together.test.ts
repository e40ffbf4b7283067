import { DedicatedHosts, Tenant } from 'cdk-strata/tenancy';
import { VmAffinityRule, VmAntiAffinityRule } from 'cdk-strata/vsphere';
import type { ComputeCluster, EsxiHost, Estate, HostGroup, VirtualMachine, VmGroup, VmRule } from '../../../lib/estate';
import { rulesTogether } from '../../../lib/rules/availability/avl-006-rules-together';
import { synthesize } from '../../../lib/testing';
import { Interval } from '../../../lib/units';
import { Room } from '../../layers/vsphere/room';
import { aCluster, anEstate, antiAffinity, hosts, machines, STACK, token, vmHostRule, type EstateParts } from '../../support/estate';
import { judged, outcomes, refutations, text, undecideds } from '../../support/judge';

const esx = hosts(3);
const cluster = aCluster('c', esx);
const db = machines('db', 2, cluster);
const [one, two] = db as [VirtualMachine, VirtualMachine];
const third = machines('web', 1, cluster)[0]!;
const apart = antiAffinity('apart', cluster, db);

const affinity = (name: string, members: readonly VirtualMachine[], change: Partial<VmRule> = {}): VmRule =>
  antiAffinity(name, cluster, members, { kind: 'affinity', ...change });

function group<T extends object>(name: string, on: ComputeCluster, members: T): T & Omit<VmGroup, 'machines'> {
  const address = `vsphere_compute_cluster_group.${name}`;
  const { origin, vcenter, instances } = on;
  return {
    ...members,
    id: `${STACK}/${address}`,
    addresses: [{ stack: STACK, address }],
    path: name,
    origin,
    vcenter,
    name,
    instances,
    cluster: on.id,
  };
}
const vms = (name: string, of: readonly VirtualMachine[]): VmGroup =>
  group(name, cluster, { machines: { ids: of.map(({ id }) => id), complete: true } });
const on = (name: string, of: readonly EsxiHost[]): HostGroup => group(name, cluster, { hosts: { ids: of.map(({ id }) => id), complete: true } });

function site(change: EstateParts = {}): Estate {
  return anEstate({
    hosts: esx.map((host) => ({ ...host, cluster: cluster.id })),
    clusters: [cluster],
    machines: [one, two, third],
    vmRules: [apart],
    ...change,
  });
}

/** Both VMs held on the first hosts. */
function held(howMany: number, change: Partial<ReturnType<typeof vmHostRule>> = {}, more: EstateParts = {}): Estate {
  return site({
    vmGroups: [vms('vms', db)],
    hostGroups: [on('hosts', esx.slice(0, howMany))],
    vmHostRules: [vmHostRule('hold', cluster, change)],
    ...more,
  });
}

describe('AVL-006', () => {
  test('passes where each VM has a host of its own, and says what that rests on', () => {
    expect(judged(rulesTogether, held(2)).map(({ verdict, subject, premises }) => [verdict, subject.path, premises?.map(({ id }) => id)])).toEqual([
      ['proved', 'site/apart', ['owned:site/c', 'mandatory-vm-host-rules']],
    ]);
    expect(outcomes(rulesTogether, site())).toEqual(['proved']);
  });

  test.each<[string, VmRule]>([
    ['off', { ...apart, enabled: false }],
    ['preferential', { ...apart, mandatory: false }],
    ['not there', { ...apart, instances: Interval.exactly(0) }],
    ['of one VM', antiAffinity('apart', cluster, [one])],
    ['affinity', affinity('near', db)],
  ])('says nothing of a rule that is %s', (_, rule) => {
    expect(judged(rulesTogether, site({ vmRules: [rule] }))).toEqual([]);
  });

  test('fails where a mandatory VM-host rule leaves two VMs one host', () => {
    expect(refutations(rulesTogether, held(1)).map(text)).toEqual([
      [
        '`db-1` and `db-2` must run on different hosts by `apart`, and may run on `esx-1` only',
        'VMs: `db-1` and `db-2`',
        'may run on: `esx-1`',
        'held by: mandatory VM-host rule `hold`',
        'apart: mandatory anti-affinity `apart`',
        'hint: more hosts that they may run on: in the host group of the rule that holds them, or in the cluster',
        'hint: one of the rules not mandatory: `mandatory = false`',
      ],
    ]);
  });

  test('a VM-host rule that is off or preferential holds nobody', () => {
    expect(outcomes(rulesTogether, held(1, { mandatory: false }))).toEqual(['proved']);
    expect(outcomes(rulesTogether, held(1, { enabled: false }))).toEqual(['proved']);
  });

  test('a rule that keeps VMs off hosts leaves them the others', () => {
    const off = { affinityHostGroup: null, antiAffinityHostGroup: 'hosts' };
    expect([1, 2].map((howMany) => outcomes(rulesTogether, held(howMany, off))[0])).toEqual(['proved', 'refuted']);
  });

  test('a cluster with fewer hosts than VMs is too small; a host in maintenance comes back', () => {
    const small = aCluster('c', esx.slice(0, 2));
    const three = antiAffinity('apart', cluster, [one, two, third]);
    const [verdict] = refutations(rulesTogether, site({ clusters: [small], hosts: esx.slice(0, 2), vmRules: [three] }));
    expect(verdict!.witness[2]!.text).toBe('the hosts of cluster `c`');
    expect(outcomes(rulesTogether, site({ vmRules: [three], hosts: esx.map((host) => ({ ...host, maintenance: true })) }))).toEqual(['proved']);
  });

  test('fails for two VMs that must be together and apart, with both rules', () => {
    expect(text(refutations(rulesTogether, site({ vmRules: [apart, affinity('near', db)] }))[0]).slice(0, 4)).toEqual([
      '`db-1` and `db-2` must run on one host by `near`, and on different hosts by `apart`',
      'VMs: `db-1` and `db-2`',
      'together: mandatory affinity `near`',
      'apart: mandatory anti-affinity `apart`',
    ]);
  });

  test('affinity holds along a chain of rules', () => {
    const [verdict] = refutations(rulesTogether, site({ vmRules: [apart, affinity('a', [one, third]), affinity('b', [third, two])] }));
    expect(verdict!.witness[1]!.text).toBe('mandatory affinity `a` and mandatory affinity `b`');
  });

  test.each<[string, Partial<VmRule>]>([
    ['off', { enabled: false }],
    ['preferential', { mandatory: false }],
  ])('affinity that is %s binds nobody', (_, change) => {
    expect(outcomes(rulesTogether, site({ vmRules: [apart, affinity('near', db, change)] }))).toEqual(['proved']);
  });

  test('affinity that shares one VM takes the hosts of the other one along', () => {
    const vmRules = [apart, affinity('near', [two, third])];
    const groups = (of: EsxiHost): EstateParts => ({
      vmRules,
      vmGroups: [vms('vms', [one]), vms('web', [third])],
      hostGroups: [on('hosts', [esx[0]!]), on('its', [of])],
      vmHostRules: [vmHostRule('hold', cluster), vmHostRule('hold-web', cluster, { vmGroup: 'web', affinityHostGroup: 'its' })],
    });
    expect(outcomes(rulesTogether, site(groups(esx[1]!)))).toEqual(['proved']);
    const [verdict] = refutations(rulesTogether, site(groups(esx[0]!)));
    expect(verdict!.witness[2]!.text).toContain('mandatory affinity `near` and mandatory VM-host rule `hold-web`');
  });

  test.each<[string, EstateParts, string]>([
    ['mandatory', { vmRules: [{ ...apart, mandatory: token() }, affinity('near', db)] }, 'whether `apart` must be kept is known only to whoever'],
    ['affinity', { vmRules: [apart, affinity('near', db, { enabled: token() })] }, 'whether `near` must be kept is known only to whoever'],
    ['its VMs', { vmRules: [{ ...apart, machines: { ids: [], complete: false, unknown: token() } }] }, 'which VMs `apart` is about is known only'],
    [
      'VMs of affinity',
      { vmRules: [apart, affinity('near', [], { machines: { ids: [], complete: false, unknown: token() } })] },
      'which VMs `near` is about is known only',
    ],
    ['cluster', { vmRules: [{ ...apart, cluster: token() }] }, 'which cluster `apart` is of is known only'],
    ['a family', { machines: [{ ...one, instances: Interval.atLeast(1) }, two] }, 'how many `db-1` there are depends on its count'],
    ['one there may be none of', { vmRules: [{ ...apart, instances: Interval.atLeast(0) }] }, ''],
  ])('is undecided on a token: %s', (name, change, reason) => {
    const estate = site(change);
    if (reason === '') expect(outcomes(rulesTogether, estate)).toEqual(['proved']);
    else expect(undecideds(rulesTogether, estate).map((each) => each.reason.startsWith(reason) || `${name}: ${each.reason}`)).toEqual([true]);
  });

  test('is undecided on a VM-host rule that may hold, and on hosts that nobody knows', () => {
    expect(undecideds(rulesTogether, held(1, { mandatory: token() }))[0]!.reason).toContain('whether it is mandatory, of rule `hold`');
    expect(outcomes(rulesTogether, held(2, { mandatory: token() }))).toEqual(['proved']);
    const open = { ...cluster, hosts: { ids: [esx[0]!.id], complete: false, unknown: token() } };
    expect(outcomes(rulesTogether, site({ clusters: [open], hosts: esx.slice(0, 1) }))).toEqual(['undecided']);
    expect(outcomes(rulesTogether, held(1, {}, { clusters: [open], hosts: esx.slice(0, 1) }))).toEqual(['refuted']);
  });

  test('two entries that may be one VM refute nothing', () => {
    const seen = { ...two, origin: 'looked-up' as const, name: token() };
    expect(outcomes(rulesTogether, held(1, {}, { machines: [one, seen] }))).toEqual(['undecided']);
    expect(outcomes(rulesTogether, site({ machines: [one, seen], vmRules: [apart, affinity('near', db)] }))).toEqual(['undecided']);
  });

  test('hosts that may be one prove nothing', () => {
    const seen = esx.map((host) => ({ ...host, cluster: cluster.id, origin: 'looked-up' as const, name: token(host.name as string) }));
    expect(undecideds(rulesTogether, site({ hosts: seen }))[0]!.reason).toContain('are one host is open');
  });

  test('rules that share VMs are proved together only', () => {
    const pairs = [antiAffinity('x', cluster, [one, two]), antiAffinity('y', cluster, [two, third]), antiAffinity('z', cluster, [one, third])];
    expect(outcomes(rulesTogether, site({ vmRules: pairs }))).toEqual(['proved', 'proved', 'proved']);
    const small = { clusters: [aCluster('c', esx.slice(0, 2))], hosts: esx.slice(0, 2), vmRules: pairs };
    expect(undecideds(rulesTogether, site(small)).map(({ reason }) => reason)[0]).toBe(
      'no way was found to keep it together with `y`, which shares VMs with it',
    );
  });

  test('finds what constructs render: one dedicated host for a fleet that is apart, and VMs together and apart', () => {
    const found = (build: (room: Room) => void): string[] =>
      synthesize((app) => build(new Room(app, 'lab')))
        .findings.filter(({ rule }) => rule === 'AVL-006')
        .map(({ severity, message }) => `${severity}: ${message}`);
    const dedicated = (howMany: number): string[] =>
      found((room) => {
        const tenant = new Tenant(room, 'bank', { machines: room.fleet({ apart: 'hosts' }) });
        new DedicatedHosts(room, 'metal', { tenant, hosts: room.compute.hosts!.slice(0, howMany) as never });
      });
    expect(dedicated(2)).toEqual([]);
    expect(dedicated(1)).toEqual([expect.stringMatching(/^error: .* must run on different hosts by `lab-db-apart`, and may run on .* only$/)]);
    const both = found((room) => {
      const props = { cluster: room.compute, machines: room.fleet(), strength: 'must' as const };
      new VmAffinityRule(room, 'near', props);
      new VmAntiAffinityRule(room, 'far', props);
    });
    expect(both).toEqual([expect.stringMatching(/^error: .* must run on one host by `lab-near`, and on different hosts by `lab-far`$/)]);
  });
});
