import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { Cidr, Flow } from 'cdk-strata';
import {
  ContextProfile,
  FirewallPolicy,
  GatewayFirewallPolicy,
  Group,
  GroupMembers,
  type IEdgeCluster,
  IpBlock,
  type ITier0Gateway,
  NatRule,
  Project,
  Segment,
  Service,
  StaticRoute,
  Tier1Gateway,
} from 'cdk-strata/nsx';
import { NsxProfiles } from './nsx-profiles';
import { PATHS } from './nsx-seeds';
import { NsxSite, TAGS } from './nsx-site';
import { NsxVpcs } from './nsx-vpcs';

/** A project with everything that can lie in one, and one that deploys its VPCs in zones. */
export class NsxTenancy extends NsxSite {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const outside = new IpBlock(this, 'outside', { nsxId: 'outside', cidr: Cidr.of('203.0.113.0/24'), visibility: 'external' });
    const project = new Project(this, 'shop', {
      nsxId: 'shop',
      name: 'shop',
      description: 'All of the shop',
      nsxTags: TAGS,
      tier0Gateways: [this.tier0],
      edgeClusters: [this.edges],
      externalBlocks: [outside],
      defaultFirewallRules: true,
      northSouthFirewall: true,
      shortId: 'shop',
      vcFolder: true,
      quotas: [PATHS.quota],
      transitGatewayConnections: [PATHS.gatewayConnection],
      defaultSpan: PATHS.defaultSpan,
      otherSpans: [PATHS.otherSpan],
      idSuffix: 'fra',
    });
    new Project(this, 'edge-sites', { zones: ['zone-1', 'zone-2'] });
    const profiles = new NsxProfiles(project, 'profiles', { edges: this.edges, net: '10.51' });
    new Tenant(project, 'tenant', { tier0: this.tier0, edges: this.edges, profiles });
    new NsxVpcs(project, 'vpcs', { edges: this.edges, outside, profiles });
  }
}

interface TenantProps {
  readonly tier0: ITier0Gateway;
  readonly edges: IEdgeCluster;
  readonly profiles: NsxProfiles;
}

/** Networks and firewall of a project, which stand in it as they do outside. */
class Tenant extends Construct {
  public constructor(scope: Construct, id: string, { tier0, edges, profiles }: TenantProps) {
    super(scope, id);
    const gateway = new Tier1Gateway(this, 't1', { tier0, edgeCluster: edges, dhcp: profiles.server });
    const web = new Segment(this, 'web', {
      gateway,
      dhcpProfile: profiles.server,
      cidr: Cidr.of('10.60.0.0/24'),
      dhcp: { serverAddress: '10.60.0.2', leaseTime: Duration.hours(1) },
    });
    web.bind('printer', { macAddress: '00:50:56:a1:b2:c4', ipAddress: '10.60.0.20' });
    new StaticRoute(this, 'to-labs', { gateway, network: Cidr.of('10.61.0.0/16'), nextHops: [{ address: '10.60.0.254' }] });
    NatRule.snat(this, 'out', { gateway, sources: [Cidr.of('10.60.0.0/24')], translated: ['192.0.2.60'] });

    const servers = new Group(this, 'servers', { members: GroupMembers.of(web) });
    const service = new Service(this, 'shop', { entries: [Flow.tcp(8443)] });
    const profile = new ContextProfile(this, 'web-profile', { apps: ['HTTP'] });
    const rules = [{ name: 'shop', to: [servers], allow: [service], profiles: [profile], direction: 'in' as const }];
    new FirewallPolicy(this, 'servers-in', { appliedTo: [servers], default: 'drop', rules });
    new GatewayFirewallPolicy(this, 'at-gateway', { gateways: [gateway], rules });
  }
}
