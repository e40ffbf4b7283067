import { App as KubernetesApp, Chart } from 'cdk8s';
import { makeChart } from '../../../lib/layers/kubernetes/chart/kubernetes-chart';
import type { App } from 'cdktf';
import { TerraformStack, Testing } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { Flow, Secret } from 'cdk-strata';
import { NsxManager, Segment } from 'cdk-strata/nsx';
import { EsxiHost, HostFailures, type INetwork, type IVirtualMachine, PortGroup } from 'cdk-strata/vsphere';
import { DedicatedHosts, FlowReachable, SurvivesFailures, Tenant, TenantsIsolated } from 'cdk-strata/tenancy';
import { declarationsIn } from '../../../lib/estate/declaration';

class Machine extends Construct implements IVirtualMachine {
  public readonly machineUuid = 'uuid';
  public readonly machineName = this.node.id;
}

class Fleet extends Construct implements Iterable<Machine> {
  private readonly machines = ['1', '2'].map((id) => new Machine(this, id));
  public [Symbol.iterator](): Iterator<Machine> {
    return this.machines[Symbol.iterator]();
  }
}

let app: App;
let stack: TerraformStack;
beforeEach(() => {
  app = Testing.app();
  stack = new TerraformStack(app, 'stack');
});

const network = (id: string): IConstruct & { networkId: string } => PortGroup.fromAttributes(stack, id, { networkId: id });
const owner = (id: string): Tenant => new Tenant(stack, id, { machines: new Machine(stack, `${id}-vm`) });
const only = (scope: IConstruct): unknown => {
  const found = declarationsIn(scope);
  expect(found).toHaveLength(1);
  return found[0];
};

describe('Tenant', () => {
  test('goes once through what can be gone through once', () => {
    const segment = Segment.fromAttributes(stack, 'ledger', { segmentPath: '/infra/segments/ledger' });
    const [net, web] = [network('audit'), new Machine(stack, 'web')];
    const tenant = new Tenant(stack, 'banking', { networks: [net as INetwork].values(), segments: [segment].values() });
    expect(only(tenant)).toMatchObject({ networks: ['stack/audit', 'stack/ledger'] });
    expect([net, segment].map((each) => tenant.holds(Object.assign(web, { networks: [each] })))).toEqual([true, true]);
    const nested = new Tenant(stack, 'nested', { networks: [[net]] as never });
    expect(nested.holds(Object.assign(web, { networks: [net as INetwork] }))).toBe(true);
  });

  test('names machines and networks by their construct paths, a fleet by its own', () => {
    const fleet = new Fleet(stack, 'fleet');
    const tenant = new Tenant(stack, 'banking', { machines: [fleet, new Machine(stack, 'extra')], networks: [network('ledger'), network('audit')] });
    expect(only(tenant)).toEqual({
      kind: 'tenant',
      of: 'stack/banking',
      name: 'banking',
      machines: ['stack/fleet', 'stack/extra'],
      networks: ['stack/ledger', 'stack/audit'],
      namespaces: [],
    });
  });

  test('takes one machine, one fleet or one network as it is', () => {
    expect(only(new Tenant(stack, 'a', { machines: new Machine(stack, 'm'), networks: network('n') }))).toMatchObject({
      machines: ['stack/m'],
      networks: ['stack/n'],
    });
    expect(only(new Tenant(stack, 'b', { machines: new Fleet(stack, 'f') }))).toMatchObject({ machines: ['stack/f'], networks: [] });
  });

  test('names a thing once that is named twice', () => {
    const machine = new Machine(stack, 'm');
    expect(only(new Tenant(stack, 'a', { machines: [machine, machine] }))).toMatchObject({ machines: ['stack/m'] });
  });

  test('has a name of its own where it is given', () => {
    const tenant = new Tenant(stack, 'b', { name: 'Banking', networks: network('ledger') });
    expect([tenant.tenantName, Tenant.isTenant(tenant), Tenant.isTenant(stack)]).toEqual(['Banking', true, false]);
    expect(() => new Tenant(stack, 'c', { name: '' })).toThrow('[stack/c] name must not be empty, got ""');
  });

  test('holds its machines, those of its fleets, and those on its networks, and no other', () => {
    const fleet = new Fleet(stack, 'db');
    const ledger = network('ledger');
    const tenant = new Tenant(stack, 'banking', { machines: [fleet, new Machine(stack, 'extra')], networks: ledger });
    const on = (id: string, networks?: readonly INetwork[]): IVirtualMachine => Object.assign(new Machine(stack, id), { networks });
    expect([...fleet, ...new Fleet(stack, 'db-2')].map((machine) => tenant.holds(machine))).toEqual([true, true, false, false]);
    expect(tenant.holds(on('a'))).toBe(false);
    expect(tenant.holds(on('b', [network('audit')]))).toBe(false);
    expect(tenant.holds(on('c', [network('other'), ledger]))).toBe(true);
    expect(tenant.holds(on('d', [PortGroup.fromAttributes(stack, 'again', { networkId: 'ledger' })]))).toBe(true);
  });

  test('has segments, which it names among its networks, and looks none of them up', () => {
    new NsxManager(stack, 'nsx', { host: 'nsx.example.com', user: Secret.environment(), password: Secret.environment(), transportZone: 'tz' });
    const [ledger, audit] = [new Segment(stack, 'ledger'), Segment.fromAttributes(stack, 'audit', { segmentPath: '/infra/segments/audit' })];
    const tenant = new Tenant(stack, 'banking', { segments: [ledger, audit], networks: [network('old'), ledger] });
    expect(only(tenant)).toMatchObject({ networks: ['stack/old', 'stack/ledger', 'stack/audit'] });
    expect(only(new Tenant(stack, 'one', { segments: ledger }))).toMatchObject({ networks: ['stack/ledger'] });
    const on = (id: string, on: INetwork): IVirtualMachine => Object.assign(new Machine(stack, id), { networks: [on] });
    const again = Segment.fromAttributes(stack, 'again', { segmentPath: '/infra/segments/audit' });
    expect([on('a', ledger), on('b', again), on('c', new Segment(stack, 'other')), on('d', network('x'))].map((vm) => tenant.holds(vm))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(new Tenant(stack, 'two', { networks: network('y') }).holds(on('e', ledger))).toBe(false);
    expect(Testing.synth(stack)).not.toContain('vsphere_network');
    expect(() => new Tenant(stack, 'wrong', { segments: 'ledger' as never })).toThrow('[stack/wrong] segments must be constructs, got "ledger"');
  });

  test('takes namespaces by the charts that make them', () => {
    const chart = (id: string, props = {}) => makeChart(Object.assign(new Construct(stack, `${id}-cluster`), { clusterName: id }), id, props);
    const shop = chart('shop', { namespace: 'shop' });
    expect(only(new Tenant(stack, 'pods', { namespaces: [shop] }))).toMatchObject({
      namespaces: ['stack/shop-cluster/shop'],
      machines: [],
      networks: [],
    });
    expect(only(new Tenant(stack, 'one-chart', { namespaces: shop }))).toMatchObject({ namespaces: ['stack/shop-cluster/shop'] });
    expect(() => new Tenant(stack, 'bare', { namespaces: chart('bare') })).toThrow('which is a chart without a namespace of its own');
    const foreign = new Chart(new KubernetesApp(), 'foreign', { namespace: 'x' });
    expect(() => new Tenant(stack, 'foreign', { namespaces: foreign })).toThrow('namespaces has foreign, which is no chart of a cluster');
  });

  test('is refused with nothing that belongs to it, which whatever is said of it would hold of', () => {
    const takes = 'a tenant takes machines, networks, segments and namespaces';
    const none = ', and none of these names anything; give what belongs to it';
    expect(() => new Tenant(stack, 'a', {})).toThrow(`[stack/a] ${takes}${none}`);
    expect(() => new Tenant(stack, 'b', { name: 'B' })).toThrow(`[stack/b] ${takes}${none}`);
    expect(() => new Tenant(stack, 'c', { machines: [], networks: [], segments: [] })).toThrow(`[stack/c] ${takes}${none}`);
    const misspelt = { name: 'D', segment: [network('ledger')], machine: [] } as object;
    expect(() => new Tenant(stack, 'd', misspelt)).toThrow(`[stack/d] ${takes}, and has no \`segment\` and \`machine\`${none}`);
    const each = { machines: new Machine(stack, 'm'), networks: network('n'), segments: network('s') as never };
    for (const [prop, value] of Object.entries(each)) expect(() => new Tenant(stack, prop, { [prop]: value })).not.toThrow();
  });

  test('renders nothing, in a stack or outside', () => {
    const before = Testing.synth(stack);
    new Tenant(stack, 'in', { machines: new Machine(stack, 'm') });
    new Tenant(app, 'out', { machines: new Machine(stack, 'n') });
    expect(Testing.synth(stack)).toBe(before);
    expect(declarationsIn(app).map((declaration) => declaration.of)).toEqual(['stack/in', 'out']);
  });
});

describe('TenantsIsolated', () => {
  test("is declared in the user's words, with a side for each tenant", () => {
    const [shopping, banking] = ['shopping', 'banking'].map((id) => owner(id));
    const intent = new TenantsIsolated(app, 'pci', { tenants: [shopping!, banking!] });
    expect(only(intent)).toEqual({
      kind: 'intent',
      of: 'pci',
      intent: 'tenants-isolated',
      statement: 'tenants `shopping` and `banking` are isolated',
      sides: [
        { label: 'tenant `shopping`', of: ['stack/shopping'] },
        { label: 'tenant `banking`', of: ['stack/banking'] },
      ],
      parameters: { except: [] },
    });
  });

  test('says what may pass', () => {
    const tenants = ['a', 'b', 'c'].map((id) => owner(id));
    const from = new Machine(stack, 'web');
    const intent = new TenantsIsolated(stack, 'pci', { tenants, except: [{ from, to: tenants[1]!, flows: [Flow.tcp(5432), Flow.udp(53)] }] });
    expect(only(intent)).toMatchObject({
      statement: 'tenants `a`, `b` and `c` are isolated, except tcp 5432, udp 53 from `web` to `b`',
      parameters: { except: [{ from: 'stack/web', to: 'stack/b', flows: [Flow.tcp(5432), Flow.udp(53)] }] },
    });
  });

  test('is refused with fewer than two tenants, one twice, or an exception without flows', () => {
    const [a, b] = ['a', 'b'].map((id) => owner(id)) as [Tenant, Tenant];
    expect(() => new TenantsIsolated(stack, 'none', { tenants: [] })).toThrow('[stack/none] isolation takes at least two tenants, got 0');
    expect(() => new TenantsIsolated(stack, 'one', { tenants: [a] })).toThrow(
      '[stack/one] isolation takes at least two tenants, got 1; name those that must not meet',
    );
    expect(() => new TenantsIsolated(stack, 'twice', { tenants: [a, b, a] })).toThrow('[stack/twice] tenant `a` stands twice; name each tenant once');
    expect(() => new TenantsIsolated(stack, 'empty', { tenants: [a, b], except: [{ from: a, to: b, flows: [] }] })).toThrow(
      '[stack/empty] the exception from tenant `a` to tenant `b` names no flow; name one, or leave out the exception',
    );
  });
});

test('FlowReachable is declared from one side to the other', () => {
  const intent = new FlowReachable(stack, 'settlement', { from: new Machine(stack, 'web'), to: network('ledger'), flow: Flow.tcp(5432) });
  expect(only(intent)).toEqual({
    kind: 'intent',
    of: 'stack/settlement',
    intent: 'flow-reachable',
    statement: '`web` reaches `ledger` by tcp 5432',
    sides: [
      { label: '`web`', of: ['stack/web'] },
      { label: '`ledger`', of: ['stack/ledger'] },
    ],
    parameters: { flow: Flow.tcp(5432) },
  });
});

describe('SurvivesFailures', () => {
  test('is declared with the failures', () => {
    const of = [owner('banking'), new Fleet(stack, 'general')];
    expect(only(new SurvivesFailures(stack, 'n-plus-1', { of, failures: HostFailures.any(1).orRack() }))).toEqual({
      kind: 'intent',
      of: 'stack/n-plus-1',
      intent: 'survives-failures',
      statement: '`banking` and `general` survive the loss of any one host or any one rack',
      sides: [
        { label: 'tenant `banking`', of: ['stack/banking'] },
        { label: '`general`', of: ['stack/general'] },
      ],
      parameters: { failures: { hosts: 1, rack: true } },
    });
  });

  test('is refused with nothing or the same twice', () => {
    const failures = HostFailures.any(1);
    const tenant = owner('banking');
    expect(() => new SurvivesFailures(stack, 'none', { of: [], failures })).toThrow('[stack/none] nothing is named that is to survive');
    expect(() => new SurvivesFailures(stack, 'twice', { of: [tenant, tenant], failures })).toThrow(
      '[stack/twice] tenant `banking` stands twice; name each once',
    );
  });
});

describe('DedicatedHosts', () => {
  test('is declared with the tenant and its hosts', () => {
    const tenant = owner('banking');
    const hosts = ['a', 'b'].map((id) => EsxiHost.fromAttributes(stack, id, { hostId: `host-${id}` }));
    expect(only(new DedicatedHosts(stack, 'bank-metal', { tenant, hosts }))).toEqual({
      kind: 'intent',
      of: 'stack/bank-metal',
      intent: 'dedicated-hosts',
      statement: 'tenant `banking` has hosts `host-a` and `host-b` to itself',
      sides: [
        { label: 'tenant `banking`', of: ['stack/banking'] },
        { label: 'hosts', of: ['stack/a', 'stack/b'] },
      ],
      parameters: {},
    });
  });

  test('is refused without hosts, or with one twice', () => {
    const tenant = owner('banking');
    const host = EsxiHost.fromAttributes(stack, 'a', { hostId: 'host-1' });
    expect(() => new DedicatedHosts(stack, 'none', { tenant, hosts: [] })).toThrow(
      '[stack/none] no host is named for tenant `banking`; name at least one',
    );
    expect(() => new DedicatedHosts(stack, 'twice', { tenant, hosts: [host, host] })).toThrow(
      '[stack/twice] host "host-1" stands twice; name each host once',
    );
  });
});
