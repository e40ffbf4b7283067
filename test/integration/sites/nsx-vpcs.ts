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
  type IIpBlock,
  IpBlock,
  NatRule,
  Service,
  TransitGateway,
  Vpc,
  VpcConnectivityProfile,
  VpcServiceProfile,
  VpcSubnet,
  VpcSubnetDhcp,
} from 'cdk-strata/nsx';
import type { NsxProfiles } from './nsx-profiles';
import { POLICY, rulesBetween } from './nsx-rules';
import { PATHS } from './nsx-seeds';
import { TAGS } from './nsx-site';

interface NsxVpcsProps {
  readonly edges: IEdgeCluster;
  /** Addresses that everybody knows. */
  readonly outside: IIpBlock;
  readonly profiles: NsxProfiles;
}

/** VPCs of a project: one with everything that can lie in one, and one whose subnets relay DHCP. */
export class NsxVpcs extends Construct {
  public constructor(scope: Construct, id: string, { edges, outside, profiles }: NsxVpcsProps) {
    super(scope, id);
    const between = new IpBlock(this, 'between', { cidr: Cidr.of('10.62.0.0/16'), visibility: 'private' });
    const connectivityProfile = new VpcConnectivityProfile(this, 'connectivity', {
      nsxId: 'connectivity',
      description: 'Out through the edges',
      nsxTags: TAGS,
      transitGateway: TransitGateway.default(this, 'transit'),
      externalBlocks: [outside],
      privateTgwBlocks: [between],
      serviceGateway: {
        enabled: true,
        edgeClusters: [edges],
        defaultSnat: true,
        ingressQosProfile: PATHS.gatewayQos,
        egressQosProfile: PATHS.gatewayQos,
      },
    });
    const vpc = new Vpc(this, 'web', {
      nsxId: 'web',
      description: 'What is seen from outside',
      nsxTags: TAGS,
      privateRanges: [Cidr.of('192.168.60.0/22')],
      connectivityProfile,
      serviceProfile: new VpcServiceProfile(this, 'services', {
        nsxId: 'services',
        description: 'DHCP by the edges',
        nsxTags: TAGS,
        dhcpServer: { leaseTime: Duration.hours(8), ntpServers: ['ntp.example.com'], dnsServers: ['10.0.0.53'], distributed: false },
        securityProfile: profiles.security,
        spoofGuardProfile: profiles.spoofGuard,
        ipDiscoveryProfile: PATHS.ipDiscovery,
        macDiscoveryProfile: PATHS.macDiscovery,
        qosProfile: PATHS.qos,
      }),
      shortId: 'web',
      loadBalancerEndpoint: true,
      quotas: [PATHS.quota],
    });
    const relayed = new Vpc(this, 'relayed', {
      privateRanges: [Cidr.of('192.168.70.0/24')],
      serviceProfile: new VpcServiceProfile(this, 'relays', { dhcpRelayServers: ['10.0.0.67'] }),
    });
    new VpcSubnet(relayed, 'desks', { size: 32, dhcp: VpcSubnetDhcp.relay() });
    this.rules(vpc, this.subnets(vpc, between));
  }

  private subnets(vpc: Vpc, between: IIpBlock): VpcSubnet {
    const front = new VpcSubnet(vpc, 'front', {
      nsxId: 'front',
      description: 'Front ends',
      nsxTags: TAGS,
      cidr: Cidr.of('192.168.60.0/26'),
      gatewayAddress: '192.168.60.1',
      dhcpServerAddress: '192.168.60.2',
      connected: true,
      dhcp: VpcSubnetDhcp.server({
        reserved: ['192.168.60.50-192.168.60.60'],
        routes: [{ network: Cidr.of('10.98.0.0/16'), nextHop: '192.168.60.62' }],
        options: [{ code: 119, values: ['example.com'] }],
      }),
    });
    new VpcSubnet(vpc, 'middle', { accessMode: 'privateTgw', size: 32, ipBlocks: [between], staticIpAllocation: true });
    new VpcSubnet(vpc, 'office', { vlanConnection: PATHS.vlanConnection });
    NatRule.snat(vpc, 'out', {
      nsxId: 'out',
      description: 'One address for all',
      nsxTags: TAGS,
      enabled: true,
      logging: true,
      firewallMatch: 'external',
      sources: [Cidr.of('192.168.60.0/26')],
      translated: ['203.0.113.10'],
    });
    NatRule.dnat(vpc, 'shop', { destinations: ['203.0.113.11'], translated: '192.168.60.11' });
    return front;
  }

  private rules(vpc: Vpc, front: VpcSubnet): void {
    const clients = new Group(vpc, 'clients', { groupType: 'IPAddress', members: GroupMembers.addresses(Cidr.of('10.40.0.0/24')) });
    const servers = new Group(vpc, 'servers', {
      nsxId: 'servers',
      description: 'Front ends',
      nsxTags: TAGS,
      members: GroupMembers.vpcSubnetPorts
        .tagged('tier', 'web')
        .or(GroupMembers.of(front))
        .or(GroupMembers.macAddresses('02:00:00:00:00:02'))
        .or(GroupMembers.externalIds('VirtualMachine', '5010c2d4-6a3e-4c2b-9f5e-1d2c3b4a5f61'))
        .or(GroupMembers.addresses('192.168.60.9')),
    });
    new Group(vpc, 'operators', {
      directoryGroups: [
        { distinguishedName: 'CN=operators,DC=example,DC=com', domainBaseDistinguishedName: 'DC=example,DC=com', sid: 'S-1-5-21-1-2-3-1104' },
      ],
    });
    const service = Service.fromLookup(vpc, 'https', { name: 'HTTPS' });
    const profile = ContextProfile.fromLookup(vpc, 'ssl', { name: 'SSL' });
    const rules = rulesBetween({ clients, servers, service, profile });
    new FirewallPolicy(vpc, 'servers-in', { ...POLICY, nsxId: 'servers-in', appliedTo: [servers], default: 'drop', rules });
    new FirewallPolicy(vpc, 'everybody', {
      appliedTo: 'everything',
      rules: [{ name: 'names', to: ['10.0.0.53'], allow: [Flow.udp(53)], direction: 'out', appliedTo: [servers] }],
    });
    new GatewayFirewallPolicy(vpc, 'north-south', { ...POLICY, nsxId: 'north-south', default: 'drop', rules });
  }
}
