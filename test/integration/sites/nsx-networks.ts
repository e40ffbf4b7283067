import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { Cidr } from 'cdk-strata';
import { type ITransportZone, NatRule, Segment, Service, StaticRoute, Tier1Gateway, TransportZone, VlanSegment } from 'cdk-strata/nsx';
import { NsxProfiles } from './nsx-profiles';
import { PATHS } from './nsx-seeds';
import { NsxSite, TAGS } from './nsx-site';

/** Gateways, segments and what they share, outside of projects. */
export class NsxNetworks extends NsxSite {
  public readonly edge: Tier1Gateway;
  public readonly apps: Tier1Gateway;
  public readonly web: Segment;

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const profiles = new NsxProfiles(this, 'profiles', { edges: this.edges });
    this.edge = this.routed(profiles);
    this.apps = new Tier1Gateway(this, 'apps', { nsxId: 'apps', tier0: this.tier0, standbyRelocation: true });
    const access = TransportZone.fromLookup(this, 'access', { name: 'access', type: 'vlanBacked' });

    this.web = this.served(profiles, access);
    new Segment(this, 'six', {
      gateway: this.edge,
      dhcpProfile: profiles.server,
      cidr: Cidr.of('2001:db8:20::/64'),
      dhcp: DHCP6('2001:db8:20'),
      transportZone: TransportZone.fromLookup(this, 'overlay', { type: 'overlayBacked', isDefault: true }),
    });
    new Segment(this, 'hybrid', {
      transportZone: TransportZone.fromLookup(this, 'hybrid-zone', { name: 'hybrid' }),
      hybrid: true,
      uplinkTeamingPolicy: 'left',
      l2VpnPaths: [PATHS.l2Vpn],
      l2VpnTunnelId: 7,
    });
    this.vlans(profiles, access);
    this.routes();
    this.translations();
  }

  private routed(profiles: NsxProfiles): Tier1Gateway {
    return new Tier1Gateway(this, 'edge', {
      nsxId: 'edge',
      description: 'Whatever has services',
      nsxTags: TAGS,
      tier0: this.tier0,
      edgeCluster: this.edges,
      preferredEdgePaths: [PATHS.edge1, PATHS.edge2],
      haMode: 'activeStandby',
      failoverMode: 'nonPreemptive',
      firewall: true,
      defaultRuleLogging: true,
      routeAdvertisement: ['connected', 'staticRoutes', 'nat'],
      routeAdvertisementRules: [
        { name: 'apps', subnets: [Cidr.of('10.30.0.0/16')], action: 'permit', match: 'orLonger', types: ['connected'] },
        { name: 'nothing else', subnets: [Cidr.of('10.0.0.0/8')], action: 'deny' },
      ],
      poolAllocation: 'lbSmall',
      dhcp: profiles.server,
      type: 'routed',
      ingressQosProfilePath: PATHS.gatewayQos,
      egressQosProfilePath: PATHS.gatewayQos,
      ipv6NdraProfilePath: PATHS.ndra,
      ipv6DadProfilePath: PATHS.dad,
    });
  }

  private served(profiles: NsxProfiles, access: ITransportZone): Segment {
    const web = new Segment(this, 'web', {
      ...profiles.ofSegments,
      nsxId: 'web',
      description: 'What is seen from outside',
      gateway: this.edge,
      connected: true,
      cidr: Cidr.of('10.30.0.0/24'),
      gatewayAddress: '10.30.0.1',
      dhcp: DHCP4('10.30.0'),
      replicationMode: 'headEnd',
      urpfMode: 'none',
      multicast: false,
      localEgress: true,
      overlayId: 71_680,
      addressPoolPath: profiles.pool.ipPoolPath,
      bridges: [{ profilePath: PATHS.bridge, transportZone: access, vlans: [30], uplinkTeamingPolicy: 'right' }],
    });
    web.bind('printer', {
      nsxId: 'printer',
      description: 'The printer in the hall',
      nsxTags: TAGS,
      macAddress: '00:50:56:a1:b2:c3',
      ipAddress: '10.30.0.20',
      hostname: 'printer',
      gatewayAddress: '10.30.0.1',
      leaseTime: Duration.hours(2),
      routes: [{ network: Cidr.of('10.99.0.0/16'), nextHop: '10.30.0.254' }],
      options: [{ code: 66, values: ['boot.example.com'] }],
    });
    return web;
  }

  private vlans(profiles: NsxProfiles, access: ITransportZone): void {
    new VlanSegment(this, 'office', {
      ...profiles.ofSegments,
      nsxId: 'office',
      description: 'The desks',
      transportZone: access,
      vlans: [40],
      cidr: Cidr.of('10.40.0.0/24'),
      dhcp: DHCP4('10.40.0'),
      uplinkTeamingPolicy: 'left',
      addressPoolPath: profiles.pool.ipPoolPath,
      bridges: [{ profilePath: PATHS.bridge, transportZone: access, vlans: [[41, 42]], uplinkTeamingPolicy: 'left' }],
    });
    new VlanSegment(this, 'office-six', {
      transportZone: access,
      vlans: [43],
      dhcpProfile: profiles.server,
      subnets: [{ cidr: Cidr.of('2001:db8:40::/64'), dhcp: DHCP6('2001:db8:40') }],
    });
  }

  private routes(): void {
    new StaticRoute(this, 'office-route', {
      nsxId: 'office-route',
      description: 'To the desks',
      nsxTags: TAGS,
      gateway: this.tier0,
      network: Cidr.of('10.40.0.0/16'),
      nextHops: [{ address: '192.0.2.2', interfacePath: PATHS.uplink, adminDistance: 5 }],
    });
  }

  private translations(): void {
    const https = Service.fromLookup(this, 'https', { name: 'HTTPS' });
    NatRule.snat(this, 'out', {
      nsxId: 'out',
      description: 'One address for all',
      nsxTags: TAGS,
      gateway: this.edge,
      enabled: true,
      logging: true,
      firewallMatch: 'external',
      sources: [Cidr.of('10.30.0.0/16')],
      destinations: [Cidr.of('203.0.113.0/24')],
      translated: ['192.0.2.10'],
    });
    NatRule.dnat(this, 'shop', {
      gateway: this.edge,
      destinations: ['192.0.2.11'],
      translated: '10.30.0.11',
      service: https,
      externalPorts: 8443,
      onlyPolicyBasedVpn: false,
    });
    NatRule.snat(this, 'leave', { gateway: this.tier0, appliedTo: [PATHS.uplink], sources: ['10.40.0.9'], translated: ['192.0.2.12'] });
    NatRule.noSnat(this, 'as-it-is', { gateway: this.tier0, sources: [Cidr.of('10.41.0.0/24')], destinations: [Cidr.of('10.0.0.0/8')] });
  }
}

const DHCP4 = (net: string) => ({
  ranges: [`${net}.100-${net}.199`],
  serverAddress: `${net}.2`,
  leaseTime: Duration.hours(1),
  dnsServers: [`${net}.53`],
  routes: [{ network: Cidr.of('10.98.0.0/16'), nextHop: `${net}.254` }],
  options: [{ code: 119, values: ['example.com'] }],
});

const DHCP6 = (net: string) => ({
  ranges: [`${net}::100-${net}::1ff`],
  serverAddress: `${net}::2`,
  leaseTime: Duration.hours(2),
  preferredTime: Duration.hours(1),
  dnsServers: [`${net}::53`],
  domainNames: ['example.com'],
  sntpServers: [`${net}::123`],
  excludedRanges: [{ start: `${net}::110`, end: `${net}::11f` }],
});
