import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { Cidr } from 'cdk-strata';
import {
  DhcpRelay,
  DhcpServer,
  type IEdgeCluster,
  IpBlock,
  IpPool,
  IpPoolSubnet,
  type SegmentCommonProps,
  SegmentSecurityProfile,
  SpoofGuardProfile,
} from 'cdk-strata/nsx';
import { PATHS } from './nsx-seeds';
import { TAGS } from './nsx-site';

/** What segments and gateways share: DHCP, profiles, addresses; in a project below one. */
export class NsxProfiles extends Construct {
  public readonly server: DhcpServer;
  public readonly pool: IpPool;
  public readonly security: SegmentSecurityProfile;
  public readonly spoofGuard: SpoofGuardProfile;

  public constructor(scope: Construct, id: string, { edges, net = '10.50' }: { readonly edges: IEdgeCluster; readonly net?: string }) {
    super(scope, id);
    const said = (nsxId: string) => ({ nsxId, description: 'Made by Terraform', nsxTags: TAGS });
    this.server = new DhcpServer(this, 'leases', {
      ...said('leases'),
      edgeCluster: edges,
      preferredEdgePaths: [PATHS.edge1, PATHS.edge2],
      serverAddresses: ['100.96.3.1/30', 'fd00:96::1/126'],
      leaseTime: Duration.hours(8),
    });
    new DhcpRelay(this, 'relay', { ...said('relay'), serverAddresses: ['10.0.0.67', '10.0.1.67'] });
    this.security = new SegmentSecurityProfile(this, 'security', {
      ...said('security'),
      bpduFilter: true,
      bpduFilterAllowList: ['01:80:c2:00:00:05'],
      dhcpServerBlock: true,
      dhcpServerBlockIpv6: true,
      dhcpClientBlock: false,
      dhcpClientBlockIpv6: false,
      nonIpTrafficBlock: false,
      raGuard: true,
      rateLimits: { rxBroadcast: 1000, rxMulticast: 2000, txBroadcast: 1000, txMulticast: 2000 },
    });
    this.spoofGuard = new SpoofGuardProfile(this, 'spoof-guard', { ...said('spoof-guard'), portBindings: true });

    const block = new IpBlock(this, 'block', { ...said('block'), cidr: Cidr.of(`${net}.0.0/16`), visibility: 'private' });
    new IpBlock(this, 'ranges', {
      cidrs: [Cidr.of('198.18.0.0/24')],
      ranges: [{ start: '198.18.2.10', end: '198.18.2.99' }],
      excluded: [{ start: '198.18.0.1', end: '198.18.0.9' }],
      subnetExclusive: true,
    });
    this.pool = new IpPool(this, 'pool', {
      ...said('pool'),
      subnets: {
        fixed: IpPoolSubnet.fixed({
          cidr: Cidr.of('198.19.0.0/24'),
          ranges: [{ start: '198.19.0.10', end: '198.19.0.99' }],
          gateway: '198.19.0.1',
          dnsServers: ['10.0.0.53'],
          dnsSuffix: 'example.com',
        }),
        carved: IpPoolSubnet.ofBlock(block, 64, { autoAssignGateway: true }),
      },
    });
  }

  /** What a segment has of them, and what else both kinds of segments have. */
  public get ofSegments(): SegmentCommonProps {
    return {
      nsxTags: TAGS,
      dhcpProfile: this.server,
      securityProfile: this.security,
      spoofGuardProfile: this.spoofGuard,
      ipDiscoveryProfilePath: PATHS.ipDiscovery,
      macDiscoveryProfilePath: PATHS.macDiscovery,
      qosProfilePath: PATHS.qos,
      domainName: 'example.com',
      ignoreTagScopes: ['backup'],
    };
  }
}
