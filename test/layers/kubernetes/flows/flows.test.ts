import { Testing } from 'cdktf';
import type { IConstruct } from 'constructs';
import { Cidr, Flow } from 'cdk-strata';
import { Cni } from 'cdk-strata/kubernetes';
import { FirewallPolicy, type FirewallRuleProps } from 'cdk-strata/nsx';
import { requiredFlows } from '../../../../lib/layers/kubernetes/required-flows';
import { Site } from '../cluster/site';

const SOURCES = { apiPort: 6443, virtualIp: true, vcenter: true, hosts: [] };

describe('what a cluster cannot live without', () => {
  test('by kubernetes.io, "Ports and Protocols", and its plugin', () => {
    const flows = requiredFlows({ ...SOURCES, cni: Cni.cilium(), bootstrap: { host: 'vault.example.com', port: 8200 }, nameservers: ['10.0.0.53'] });
    expect(flows.map(({ purpose, from, to, flow }) => `${purpose}: ${end(from)} -> ${end(to)} ${Flow.format(flow)}`)).toEqual([
      'names: any -> 10.0.0.53 udp 53',
      'names by TCP: any -> 10.0.0.53 tcp 53',
      'bootstrap secrets: any -> vault.example.com tcp 8200',
      'etcd: control-plane -> control-plane tcp 2379-2380',
      'API server: any -> virtual-ip tcp 6443',
      'API server, for clients: clients -> virtual-ip tcp 6443',
      'API server, by the service kubernetes: any -> control-plane tcp 6443',
      'kubelet API: control-plane -> any tcp 10250',
      'Cilium VXLAN: any -> any udp 8472',
      'Cilium health: any -> any tcp 4240',
      'Hubble: any -> any tcp 4244',
      'cloud provider and storage driver: control-plane -> vcenter tcp 443',
    ]);
  });

  test('without a virtual IP, a plugin or a vCenter there is less', () => {
    expect(requiredFlows({ ...SOURCES, virtualIp: false, vcenter: false }).map(({ purpose }) => purpose)).toEqual([
      'etcd',
      'API server, by the service kubernetes',
      'kubelet API',
    ]);
  });

  test('the same flow stands once', () => {
    const host = { purpose: 'images of a', host: 'registry.example.com', port: 443 };
    const flows = requiredFlows({ ...SOURCES, hosts: [host, { ...host, purpose: 'images of b' }] });
    expect(flows.filter(({ to }) => to.kind === 'host')).toHaveLength(1);
  });
});

describe('as rules of NSX', () => {
  const site = new Site();
  const prod = site.prod();
  const rule = (rules: readonly FirewallRuleProps[], purpose: string): FirewallRuleProps => rules.find(({ name }) => name === `prod: ${purpose}`)!;

  /** Constructs by their paths: they know the whole tree. */
  const sides = ({ from, to, ...rest }: FirewallRuleProps): unknown => ({
    ...rest,
    ...(from && { from: from.map(named) }),
    ...(to && { to: to.map(named) }),
  });
  const named = (of: unknown): string => (typeof of === 'object' && of !== null && 'node' in of ? (of as IConstruct).node.path : String(of));
  const [control, general] = ['fra/prod/control-plane', 'fra/prod/general'];

  test('they name pools, and the nodes that have the virtual IP', () => {
    const rules = prod.requiredRules();
    expect(sides(rule(rules, 'etcd'))).toEqual({ name: 'prod: etcd', from: [control], to: [control], allow: [Flow.tcp(2379, 2380)] });
    expect(sides(rule(rules, 'kubelet API'))).toMatchObject({ from: [control], to: [control, general] });
    expect(sides(rule(rules, 'API server'))).toMatchObject({ from: [control, general], to: [control, '10.20.0.10'] });
  });

  test('what is outside is anywhere, in the direction of the nodes, unless it is named', () => {
    const rules = prod.requiredRules();
    const secrets = { name: 'prod: bootstrap secrets', from: [control, general], allow: [Flow.tcp(443)] };
    expect(sides(rule(rules, 'bootstrap secrets'))).toEqual({ ...secrets, direction: 'out' });
    expect(sides(rule(rules, 'API server, for clients'))).toEqual({
      name: 'prod: API server, for clients',
      to: [control, '10.20.0.10'],
      allow: [Flow.tcp(6443)],
      direction: 'in',
    });
    const given = prod.requiredRules({ vcenter: '10.1.0.5', clients: [Cidr.of('10.9.0.0/16')], hosts: { 'vault.fra.example.com': '10.1.0.6' } });
    expect(sides(rule(given, 'bootstrap secrets'))).toEqual({ ...secrets, to: ['10.1.0.6'] });
    expect(sides(rule(given, 'API server, for clients'))).toMatchObject({ from: ['10.9.0.0/16'] });
    expect(sides(rule(given, 'cloud provider and storage driver'))).toMatchObject({ to: ['10.1.0.5'] });
  });

  test('a firewall takes them, and pools as well', () => {
    const own = new Site(Testing.app());
    const cluster = own.prod();
    new FirewallPolicy(own, 'fw', { appliedTo: [cluster.controlPlane, ...cluster.pools], default: 'drop', rules: cluster.requiredRules() });
    new FirewallPolicy(own, 'ledger', {
      appliedTo: 'everything',
      rules: [{ name: 'settle', from: [cluster.pool('general')], to: [own.nodes], allow: [Flow.tcp(5432)] }],
    });
    const policies = Object.values(rendered(own));
    const rules = policies.flatMap((policy) => policy.rule);
    expect(rules.map((each) => each.display_name).filter((name) => !name.startsWith('prod: images'))).toMatchSnapshot();
    expect(rules.find((each) => each.display_name === 'prod: etcd')).toMatchSnapshot();
  });

  test('without an overlay the firewall sees pods', () => {
    const rules = new Site().prod({ cni: Cni.calico({ overlay: false }) }).requiredRules();
    expect(sides(rules.at(-1)!)).toEqual({
      name: 'prod: pods',
      from: [control, general, '10.244.0.0/16'],
      to: [control, general, '10.244.0.0/16'],
      allow: 'any',
    });
  });

  test('IP-in-IP has no port', () => {
    expect(
      new Site()
        .prod({ cni: Cni.calico({ tunnel: 'ipip' }) })
        .requiredRules()
        .at(-1)!.name,
    ).toBe('prod: IP-in-IP');
  });
});

function end(of: ReturnType<typeof requiredFlows>[number]['from']): string {
  return of.kind === 'nodes' ? of.role : of.kind === 'host' ? of.host : of.kind;
}

function rendered(site: Site): Record<string, { rule: { display_name: string }[] }> {
  const { resource } = JSON.parse(Testing.synth(site)) as { resource: Record<string, Record<string, { rule: { display_name: string }[] }>> };
  return resource.nsxt_policy_security_policy!;
}
