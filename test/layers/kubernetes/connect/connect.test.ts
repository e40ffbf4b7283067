import { ApiObject, Chart, Include, Testing as KubernetesTesting } from 'cdk8s';
import * as kplus from 'cdk8s-plus-34';
import { Construct } from 'constructs';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cidr, Flow } from 'cdk-strata';
import { FirewallPolicy } from 'cdk-strata/nsx';
import { PortGroup } from 'cdk-strata/vsphere';
import { makeChart } from '../../../../lib/layers/kubernetes/chart/kubernetes-chart';
import { Cni } from '../../../../lib/layers/kubernetes/cni/cni';
import { type ConnectedCluster, Connector } from '../../../../lib/layers/kubernetes/connect/connector';
import type { INodePool } from '../../../../lib/layers/kubernetes/ikubernetes-cluster';
import type { INetwork } from '../../../../lib/layers/vsphere';
import { Net, Wire } from '../../nsx/group/net';

const POLICY = 'nsxt_policy_security_policy';
const settle = Flow.tcp(5432);

class Cluster extends Construct implements ConnectedCluster {
  public readonly clusterName: string;
  public readonly podCidrs = [Cidr.of('10.244.0.0/16')];
  public readonly connector: Connector;

  public constructor(
    scope: Construct,
    id: string,
    public readonly networks: readonly INetwork[] = [],
    public readonly pools: readonly INodePool[] = [],
    public readonly cni: Cni = Cni.cilium(),
  ) {
    super(scope, id);
    this.clusterName = id;
    this.connector = new Connector(this);
  }
}

/** A segment with a range. */
class Ranged extends Wire {
  public readonly cidrs: readonly Cidr[];

  public constructor(scope: Construct, id: string, ...cidrs: string[]) {
    super(scope, id);
    this.cidrs = cidrs.map((cidr) => Cidr.of(cidr));
  }
}

const policies = (chart: Chart): { name: string; spec: unknown }[] =>
  (KubernetesTesting.synth(chart) as { kind: string; metadata: { name: string }; spec: unknown }[])
    .filter(({ kind, metadata }) => kind === 'NetworkPolicy' && !['default-deny', 'allow-dns'].includes(metadata.name))
    .map(({ metadata: { name }, spec }) => ({ name, spec }));

const labels = (of: kplus.Deployment): unknown => ({ matchLabels: { 'cdk8s.io/metadata.addr': of.podMetadata.getLabel('cdk8s.io/metadata.addr') } });
const container = { image: 'registry.example.com/a', portNumber: 8080 };

describe('a connection between workloads', () => {
  test('is a policy on either side, for these pods and this port alone', () => {
    const cluster = new Cluster(new Net(), 'prod');
    const [shop, pay] = [makeChart(cluster, 'shop', { namespace: 'shop' }), makeChart(cluster, 'pay', { namespace: 'pay' })];
    const web = new kplus.Deployment(shop, 'web', { containers: [container] });
    const api = new kplus.Deployment(pay, 'api', { containers: [container] });
    cluster.connector.from(web).to(api, Flow.tcp(8080), Flow.udp(9000, 9010));
    const ports = [
      { protocol: 'TCP', port: 8080 },
      { protocol: 'UDP', port: 9000, endPort: 9010 },
    ];
    const peer = (namespace: string, of: kplus.Deployment) => ({
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
      podSelector: labels(of),
    });
    expect(policies(shop)).toEqual([
      { name: 'shop-web-to-api', spec: { podSelector: labels(web), policyTypes: ['Egress'], egress: [{ to: [peer('pay', api)], ports }] } },
    ]);
    expect(policies(pay)).toEqual([
      { name: 'pay-api-from-web', spec: { podSelector: labels(api), policyTypes: ['Ingress'], ingress: [{ from: [peer('shop', web)], ports }] } },
    ]);
  });

  test('twice between the same two is two policies, of which neither is lost', () => {
    const cluster = new Cluster(new Net(), 'prod');
    const shop = makeChart(cluster, 'shop', { namespace: 'shop' });
    const [web, api] = ['web', 'api'].map((id) => new kplus.Deployment(shop, id, { containers: [container] }));
    cluster.connector.from(web!).to(api!, Flow.tcp(1));
    cluster.connector.from(web!).to(api!, Flow.tcp(2));
    expect(policies(shop).map(({ name }) => name)).toEqual(['shop-web-to-api', 'shop-api-from-web', 'shop-web-to-api-2', 'shop-api-from-web-2']);
  });

  test('of a chart is one of all pods of its namespace', () => {
    const cluster = new Cluster(new Net(), 'prod');
    const shop = makeChart(cluster, 'shop', { namespace: 'shop' });
    const web = new kplus.Deployment(shop, 'web', { containers: [container] });
    cluster.connector.from(shop).to(web, Flow.tcp(8080));
    const [out, back] = policies(shop);
    expect(out!.spec).toMatchObject({ podSelector: {}, policyTypes: ['Egress'] });
    expect(back!.spec).toMatchObject({
      ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } }, podSelector: {} }] }],
    });
  });

  test('knows plain objects, included ones and those of Spin by the labels that their pods have', () => {
    const cluster = new Cluster(new Net(), 'prod');
    const shop = makeChart(cluster, 'shop', { namespace: 'shop' });
    const file = join(mkdtempSync(join(tmpdir(), 'strata-')), 'job.yaml');
    writeFileSync(file, 'apiVersion: batch/v1\nkind: Job\nmetadata: { name: load }\nspec: { template: { metadata: { labels: { job: load } } } }\n');
    const load = new Include(shop, 'load', { url: file });
    const pod = new ApiObject(shop, 'pod', { apiVersion: 'v1', kind: 'Pod', metadata: { labels: { app: 'pod' } }, spec: {} });
    const spin = new ApiObject(shop, 'spin', { apiVersion: 'core.spinkube.dev/v1alpha1', kind: 'SpinApp', metadata: { name: 'fn' }, spec: {} });
    const nightly = { jobTemplate: { spec: { template: { metadata: { labels: { cron: 'c' } } } } } };
    const cron = new ApiObject(shop, 'cron', { apiVersion: 'batch/v1', kind: 'CronJob', spec: nightly });
    for (const each of [load, pod, spin, cron]) cluster.connector.from(each).to(Cidr.of('192.0.2.0/24'), Flow.tcp(443));
    expect(policies(shop).map(({ spec }) => (spec as { podSelector: unknown }).podSelector)).toEqual([
      { matchLabels: { job: 'load' } },
      { matchLabels: { app: 'pod' } },
      { matchLabels: { 'core.spinkube.dev/app-name': 'fn' } },
      { matchLabels: { cron: 'c' } },
    ]);
  });

  test('labels that come later count', () => {
    const cluster = new Cluster(new Net(), 'prod');
    const shop = makeChart(cluster, 'shop', { namespace: 'shop' });
    const web = new kplus.Deployment(shop, 'web', { containers: [container], select: false });
    cluster.connector.from(web).to(Cidr.of('192.0.2.0/24'), Flow.tcp(443));
    web.podMetadata.addLabel('app', 'web');
    web.select(kplus.LabelSelector.of({ labels: { app: 'web' } }));
    expect(policies(shop)[0]!.spec).toMatchObject({ podSelector: { matchLabels: { app: 'web' } } });
  });
});

describe('a connection to a segment', () => {
  test('passes the NSX firewall too, as the nodes that it hides behind, before every other policy', () => {
    const site = new Net();
    const nodes = new Ranged(site, 'node-net', '10.20.0.0/23');
    const ledger = new Ranged(site, 'ledger', '10.20.8.0/24');
    const wall = new FirewallPolicy(site, 'ledger-fw', { appliedTo: [ledger], default: 'drop' });
    const pool = site.fleet();
    const cluster = new Cluster(site, 'prod', [nodes], [Object.assign(pool, { machines: [...pool] }) as unknown as INodePool]);
    const shop = makeChart(cluster, 'shop', { namespace: 'shop' });
    const web = new kplus.Deployment(shop, 'web', { containers: [container] });
    cluster.connector.from(web).to(ledger, settle);
    expect(policies(shop)).toEqual([
      {
        name: 'shop-web-to-ledger',
        spec: {
          podSelector: labels(web),
          policyTypes: ['Egress'],
          egress: [{ to: [{ ipBlock: { cidr: '10.20.8.0/24' } }], ports: [{ protocol: 'TCP', port: 5432 }] }],
        },
      },
    ]);
    const rendered = Object.values(site.rendered(POLICY)).find(({ display_name }) => display_name === 'prod-connections') as {
      rule: { display_name: string; scope: unknown[]; action: string }[];
      sequence_number: number;
    };
    expect(rendered.rule).toMatchObject([{ display_name: 'web-to-ledger', action: 'ALLOW', scope: [expect.any(String), expect.any(String)] }]);
    expect(rendered.sequence_number).toBeLessThan(wall.sequence);
  });
});

describe('a connection to a port group', () => {
  const made = (nodes?: INetwork): unknown[] => {
    const site = nodes === undefined ? new Net() : (nodes.node.scope as Net);
    const backup = Object.assign(PortGroup.fromAttributes(site, 'backup', { networkId: 'dvportgroup-9' }), { cidr: Cidr.of('192.0.2.0/24') });
    const cluster = new Cluster(site, 'prod', nodes ? [nodes] : []);
    const shop = makeChart(cluster, 'shop', { namespace: 'shop' });
    cluster.connector.from(shop).to(backup, settle);
    return Object.values(site.rendered(POLICY)) as { rule: unknown[] }[];
  };

  test('passes the firewall of the nodes by its addresses, where these are on a segment', () => {
    const nodes = new Ranged(new Net(), 'node-net', '10.20.0.0/23');
    expect(made(nodes)).toMatchObject([{ rule: [{ action: 'ALLOW', destination_groups: ['192.0.2.0/24'], source_groups: ['10.20.0.0/23'] }] }]);
  });

  test('is none of the NSX firewall where neither end is on a segment', () => {
    expect(made()).toEqual([]);
  });
});

describe('is refused', () => {
  const cluster = (): Cluster => new Cluster(new Net(), 'prod');

  test('where neither end is of the cluster', () => {
    expect(() => cluster().connector.from(Cidr.of('10.0.0.0/8')).to(Cidr.of('192.0.2.0/24'), settle)).toThrow(
      'neither 10-0-0-0-8 nor 192-0-2-0-24 is of the cluster',
    );
  });

  test('without a flow', () => {
    const prod = cluster();
    const shop = makeChart(prod, 'shop', { namespace: 'shop' });
    expect(() => (prod.connector.from(shop).to as (end: unknown) => void)(Cidr.of('192.0.2.0/24'))).toThrow('a connection is for no flow');
  });

  test('where a construct has no workload, or several', () => {
    const prod = cluster();
    const shop = makeChart(prod, 'shop', { namespace: 'shop' });
    const none = new kplus.ConfigMap(shop, 'none');
    const both = new Construct(shop, 'both');
    for (const id of ['a', 'b']) new kplus.Deployment(both, id, { containers: [container] });
    expect(() => prod.connector.from(none)).toThrow('which has no workload');
    expect(() => prod.connector.from(both)).toThrow('which has 2 workloads');
  });

  test('to pods of another cluster, or in no cluster', () => {
    const net = new Net();
    const [prod, other] = [new Cluster(net, 'prod'), new Cluster(net, 'other')];
    expect(() => prod.connector.from(makeChart(other, 'shop'))).toThrow('a workload of cluster other');
    expect(() => prod.connector.from(new Chart(KubernetesTesting.app(), 'c'))).toThrow('which is in no chart of a cluster');
  });

  test('to pods on the network of their nodes, which no policy finds', () => {
    const prod = cluster();
    const shop = makeChart(prod, 'shop', { namespace: 'shop' });
    const agent = new ApiObject(shop, 'agent', {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      spec: { selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: { a: 'b' } }, spec: { hostNetwork: true } } },
    } as never);
    prod.connector.from(shop).to(agent, settle);
    expect(() => KubernetesTesting.synth(shop)).toThrow(
      'to is lab/prod/shop/agent, whose pods are on the network of their nodes, where no NetworkPolicy finds them',
    );
  });

  test('where its rules have no place', () => {
    const net = new Net();
    const prod = new Cluster(net, 'prod', [new Ranged(net, 'own', '10.20.0.0/23')]);
    const shop = makeChart(prod, 'connections', { namespace: 'shop' });
    expect(() => prod.connector.from(shop).to(Cidr.of('10.0.0.0/8'), settle)).toThrow(
      'the rules of its connections would be made as lab/prod/connections, which is there; give that another id',
    );
  });

  test('to what has no known address', () => {
    const net = new Net();
    const prod = new Cluster(net, 'prod');
    const shop = makeChart(prod, 'shop');
    expect(() => prod.connector.from(shop).to(new Wire(net, 'bare'), settle)).toThrow('whose addresses nobody stated');
    expect(() => prod.connector.from(shop).to('10.0.0.0/8' as never, settle)).toThrow('must be a workload, a chart, a network');
  });

  test('from outside to pods behind an overlay', () => {
    const prod = cluster();
    const shop = makeChart(prod, 'shop', { namespace: 'shop' });
    expect(() => prod.connector.from(Cidr.of('192.0.2.0/24')).to(shop, settle)).toThrow('its cilium overlay hides');
  });
});
