import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { Secret } from 'cdk-strata';
import {
  ContextProfile,
  DefaultFirewall,
  DefaultGatewayFirewall,
  DhcpServer,
  Group,
  IpBlock,
  IpPool,
  type IProject,
  NsxManager,
  Project,
  Segment,
  SegmentSecurityProfile,
  Service,
  SpoofGuardProfile,
  Tier1Gateway,
  TransitGateway,
  Vpc,
  VpcConnectivityProfile,
  VpcSubnet,
} from 'cdk-strata/nsx';
import { NsxSite } from './nsx-site';

/** What is there already: outside of projects, in one, and in a VPC. */
export class NsxLookups extends NsxSite {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const annex = new NsxManager(this, 'annex', {
      host: 'nsx.annex.example.com',
      user: Secret.variable('annex_user'),
      password: Secret.variable('annex_password'),
      alias: 'annex',
      allowUnverifiedSsl: false,
      caFile: '/etc/ssl/certs/ca-certificates.crt',
      remoteAuth: true,
      sessionAuth: true,
      onDemandConnection: true,
      maxRetries: 2,
      retryMinDelay: Duration.millis(100),
      retryMaxDelay: Duration.seconds(1),
      toleratePartialSuccess: true,
    });
    SegmentSecurityProfile.fromLookup(annex, 'security', { name: 'default-segment-security-profile' });
    Group.fromLookup(this, 'scanners', { name: 'scanners', domain: 'default' });

    const lab = Project.fromLookup(this, 'lab', { name: 'lab' });
    this.inProject(lab);
    const vpc = Vpc.fromLookup(lab, 'legacy', { name: 'legacy' });
    VpcSubnet.fromLookup(vpc, 'old', { name: 'old' });
  }

  private inProject(lab: IProject): void {
    const gateway = Tier1Gateway.fromLookup(lab, 't1', { name: 'lab-t1' });
    ContextProfile.fromLookup(lab, 'web', { name: 'web', shared: false });
    DhcpServer.fromLookup(lab, 'leases', { name: 'lab-dhcp' });
    Group.fromLookup(lab, 'benches', { name: 'benches' });
    IpBlock.fromLookup(lab, 'block', { name: 'lab-block', visibility: 'private' });
    IpPool.fromLookup(lab, 'pool', { name: 'lab-pool' });
    Segment.fromLookup(lab, 'segment', { name: 'lab-segment' });
    SegmentSecurityProfile.fromLookup(lab, 'security', { name: 'lab-security' });
    SpoofGuardProfile.fromLookup(lab, 'spoof-guard', { name: 'lab-spoof-guard' });
    Service.fromLookup(lab, 'bench', { name: 'bench', shared: false });
    TransitGateway.fromLookup(lab, 'transit', { name: 'default' });
    VpcConnectivityProfile.fromLookup(lab, 'connectivity', { name: 'lab-connectivity' });
    new DefaultFirewall(lab, 'last', { layer3: 'drop' });
    new DefaultGatewayFirewall(lab, 'last-at-gateways', { gateways: [gateway], action: 'drop' });
  }
}
