import { Assume, Cidr, Flow } from 'cdk-strata';
import { FirewallPolicy, type FirewallPolicyProps, Segment } from 'cdk-strata/nsx';
import { synthesize } from 'cdk-strata/testing';
import type { KubernetesCluster } from 'cdk-strata/kubernetes';
import { clusterFlows } from '../../../lib/rules/isolation/iso-003-cluster-flows';
import { judged, refutations, text } from '../../support/judge';
import { Site } from '../../layers/kubernetes/cluster/site';

/** A site like the reference one: nodes on a segment, a ledger that only some of them may speak to, and the record of the manager. */
function siteWith(policy?: (prod: KubernetesCluster) => FirewallPolicyProps) {
  return synthesize((app) => {
    app.assume(Assume.estate('surroundings/nsx-export.json'));
    const site = new Site(app);
    const prod = site.prod();
    const ledger = new Segment(site, 'ledger', { cidr: Cidr.of('10.20.8.0/24') });
    const rules = [{ name: 'settle', from: [prod.pool('general')], allow: [Flow.tcp(5432)] }];
    new FirewallPolicy(site, 'ledger-fw', { appliedTo: [ledger], default: 'drop', rules });
    if (policy) new FirewallPolicy(site, 'app', policy(prod));
  }).estate;
}

const nodesOf = (prod: KubernetesCluster) => [prod.controlPlane, ...prod.pools];

describe('ISO-003, of what is rendered', () => {
  test('a cluster beside a policy that is applied to another segment is proved, on the record, its flows and its address', () => {
    const estate = siteWith();
    expect(judged(clusterFlows, estate).map(({ verdict, subject, premises }) => [verdict, subject.path, premises?.map(({ id }) => id)])).toEqual([
      ['proved', 'fra/prod', ['nsx-recorded:nsx.fra.example.com', 'kubernetes-endpoint:fra/prod', 'kubernetes-flows:fra/prod']],
    ]);
  });

  test('its own rules ahead of a drop of the rest let it form', () => {
    const estate = siteWith((prod) => ({ appliedTo: nodesOf(prod), default: 'drop', rules: prod.requiredRules() }));
    expect(judged(clusterFlows, estate).map(text)).toEqual([['proved']]);
  });

  test('without those of the overlay it cannot', () => {
    const estate = siteWith((prod) => ({
      appliedTo: nodesOf(prod),
      default: 'drop',
      rules: prod.requiredRules().filter(({ name }) => !name.includes('VXLAN')),
    }));
    expect(refutations(clusterFlows, estate).map(text)).toEqual([
      [
        'cluster `prod` cannot form: the firewall drops what its nodes need',
        'dropped: udp 8472 (Cilium VXLAN) between pools control-plane and general, by rule `app/default`',
        'dropped by: rule `default`, `DROP`, policy `app` (category Application, of this app)',
        'mends it: the rules of `prod.requiredRules()` in that policy',
      ],
    ]);
  });
});
