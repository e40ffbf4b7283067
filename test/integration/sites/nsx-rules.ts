import { Flow } from 'cdk-strata';
import { type FirewallRuleCommonProps, type IContextProfile, type IGroup, type IService, ServiceEntry } from 'cdk-strata/nsx';
import { TAGS } from './nsx-site';

/** Packets of every kind that an entry of a rule or a service can tell. */
export const PACKETS = [
  ServiceEntry.tcpPorts({ ports: [443, [8000, 8099]], sourcePorts: [[1024, 65_535]] }),
  ServiceEntry.icmp4({ type: 3, code: 4 }),
  ServiceEntry.igmp(),
  ServiceEntry.ipProtocol(50),
  ServiceEntry.algorithm('FTP', { port: 21, sourcePorts: [[1024, 65_535]] }),
];

interface Between {
  readonly clients: IGroup;
  readonly servers: IGroup;
  readonly service: IService;
  readonly profile: IContextProfile;
}

/** What a policy of any firewall may say of itself. */
export const POLICY = {
  description: 'Who reaches the servers',
  nsxTags: TAGS,
  locked: true,
  comments: 'Changed by Terraform only',
  stateful: true,
  tcpStrict: true,
} as const;

/** Rules that say, between them, all that rules of every firewall can, but for frames. */
export function rulesBetween({ clients, servers, service, profile }: Between): FirewallRuleCommonProps[] {
  return [
    {
      name: 'clients',
      from: [clients],
      to: [servers],
      allow: [service],
      profiles: [profile],
      ipVersion: 4,
      logged: true,
      logLabel: 'clients',
      description: 'What the servers are for',
      notes: 'Asked for by the owners of the servers',
      nsxTags: TAGS,
    },
    { name: 'maintenance', from: ['10.0.0.9'], to: [servers], allow: PACKETS, disabled: true },
    { name: 'strangers', fromExcept: [clients], toExcept: [servers], drop: [Flow.tcp(23)] },
  ];
}
