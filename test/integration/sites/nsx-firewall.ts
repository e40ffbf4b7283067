import type { Construct } from 'constructs';
import { Cidr, Flow } from 'cdk-strata';
import {
  ContextProfile,
  DefaultFirewall,
  DefaultGatewayFirewall,
  FirewallExclusion,
  FirewallPolicy,
  GatewayFirewallPolicy,
  Group,
  GroupMembers,
  type IContextProfile,
  type IService,
  Service,
  ServiceEntry,
} from 'cdk-strata/nsx';
import type { NsxNetworks } from './nsx-networks';
import { PACKETS, POLICY, rulesBetween } from './nsx-rules';
import { PATHS } from './nsx-seeds';
import { NsxSite, TAGS } from './nsx-site';

/** Both firewalls outside of projects, and what their rules name. */
export class NsxFirewall extends NsxSite {
  public readonly clients: Group;
  public readonly servers: Group;
  public readonly service: IService;
  public readonly profile: IContextProfile;

  public constructor(scope: Construct, id: string, networks: NsxNetworks) {
    super(scope, id);
    this.clients = new Group(this, 'clients', {
      nsxId: 'clients',
      description: 'Who may reach the servers',
      nsxTags: TAGS,
      domain: 'default',
      groupType: 'IPAddress',
      members: GroupMembers.addresses(Cidr.of('10.40.0.0/24'), '10.41.0.5-10.41.0.9'),
    });
    const tagged = GroupMembers.machines.tagged('tier', 'web').and(GroupMembers.machines.osName.contains('Linux'));
    this.servers = new Group(this, 'servers', { members: tagged.or(GroupMembers.of(networks.web)) });
    this.odd();
    this.service = Service.fromLookup(this, 'https', { name: 'HTTPS' });
    this.profile = this.contextProfiles();

    this.distributed();
    this.gateways(networks);
    new DefaultFirewall(this, 'last', { layer3: 'drop', layer2: 'allow', logged: true, logLabel: 'last' });
    // Each gateway that has its default rule in the policy, in the order that NSX has them in.
    new DefaultGatewayFirewall(this, 'last-at-gateways', {
      gateways: [this.tier0, networks.apps, networks.edge],
      action: 'drop',
      logged: true,
      logLabel: 'last at gateways',
      policyName: 'Policy_Default_Infra',
    });
    const scanners = new Group(this, 'scanners', { name: 'unfiltered scanners', members: GroupMembers.machines.tagged('role', 'scanner') });
    new FirewallExclusion(this, 'unfiltered', { member: scanners });
  }

  /** Members that no condition tells. */
  private odd(): void {
    new Group(this, 'appliances', {
      members: GroupMembers.macAddresses('02:00:00:00:00:01')
        .or(GroupMembers.externalIds('VirtualMachine', '5010c2d4-6a3e-4c2b-9f5e-1d2c3b4a5f60'))
        .or(GroupMembers.addresses('10.42.0.9')),
    });
    new Group(this, 'operators', {
      directoryGroups: [
        { distinguishedName: 'CN=operators,DC=example,DC=com', domainBaseDistinguishedName: 'DC=example,DC=com', sid: 'S-1-5-21-1-2-3-1104' },
      ],
    });
  }

  private contextProfiles(): ContextProfile {
    new ContextProfile(this, 'sites', {
      nsxId: 'sites',
      description: 'Where nobody is to go',
      nsxTags: TAGS,
      urlCategories: ['Gambling', 'Malware Sites'],
      customUrls: ['www.example.com/games'],
      customUrlPartialMatch: true,
    });
    new ContextProfile(this, 'shares', { apps: [{ id: 'CIFS', smbVersions: ['CIFS_SMB_V2'] }] });
    new ContextProfile(this, 'mail', { apps: ['SMTP', 'DNS'], domainNames: ['*.office.com'] });
    return new ContextProfile(this, 'tls', {
      apps: [{ id: 'SSL', tlsVersions: ['TLS_V12'], tlsCipherSuites: ['TLS_RSA_WITH_AES_128_CBC_SHA'] }],
    });
  }

  private distributed(): void {
    const arp = new Service(this, 'arp', { entries: [ServiceEntry.etherType(0x0806)] });
    new FirewallPolicy(this, 'frames', {
      category: 'ethernet',
      appliedTo: 'everything',
      rules: [
        { name: 'arp', allow: [arp] },
        { name: 'old protocols', drop: [ServiceEntry.etherType(0x8137)] },
      ],
    });
    new FirewallPolicy(this, 'environment', {
      category: 'environment',
      appliedTo: [this.servers],
      rules: [{ name: 'servers among themselves', from: [this.servers], to: [this.servers], jumpToApplication: 'any' }],
    });
    new FirewallPolicy(this, 'servers-in', {
      ...POLICY,
      nsxId: 'servers-in',
      domain: 'default',
      appliedTo: [this.servers],
      default: 'drop',
      defaultLogged: true,
      rules: rulesBetween(this),
    });
    const entries = [...PACKETS, this.service];
    const backup = new Service(this, 'backup', { nsxId: 'backup', description: 'All that the backup speaks', nsxTags: TAGS, entries });
    new FirewallPolicy(this, 'everybody', {
      appliedTo: 'everything',
      rules: [
        { name: 'names', to: ['10.0.0.53'], allow: [Flow.udp(53)], direction: 'out', appliedTo: [this.servers] },
        { name: 'backup', from: ['10.0.0.8'], allow: [backup], direction: 'in' },
      ],
    });
  }

  private gateways({ edge }: NsxNetworks): void {
    const { clients, servers, service } = this;
    const profile = new ContextProfile(this, 'web', { apps: ['HTTP', 'HTTP2'] });
    new GatewayFirewallPolicy(this, 'at-edge', {
      ...POLICY,
      nsxId: 'at-edge',
      domain: 'default',
      gateways: [edge],
      default: 'reject',
      defaultLogged: true,
      rules: rulesBetween({ clients, servers, service, profile }),
    });
    new GatewayFirewallPolicy(this, 'at-uplink', {
      category: 'preRules',
      gateways: [this.tier0],
      rules: [{ name: 'telnet', drop: [Flow.tcp(23)], direction: 'in', interfaces: [PATHS.uplink] }],
    });
  }
}
