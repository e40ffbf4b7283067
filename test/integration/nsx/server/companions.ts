import { projectOf } from './state';
import type { Body } from './values';

/** An object that the system makes with another and removes with it. */
export interface Companion {
  readonly path: string;
  readonly type: string;
  readonly body: Body;
}

/** Source: vcf-nsx PolicyNat: "created by default when corresponding tier-0/tier-1 is created". */
const NAT_SECTIONS = ['INTERNAL', 'USER', 'DEFAULT', 'NAT64'];

function natSections(gateway: string, sections: readonly string[]): Companion[] {
  return sections.map((nat_type) => ({ path: `${gateway}/nat/${nat_type}`, type: 'PolicyNat', body: { nat_type } }));
}

/** Where the rule stands that decides what no rule of a gateway decides. Its names are those of an NSX 4 manager, documented nowhere. */
export const DEFAULT_GATEWAY_POLICY = '/infra/domains/default/gateway-policies/Policy_Default_Infra';

function gateway(path: string): Companion[] {
  const kind = path.includes('/tier-0s/') ? 'tier0' : 'tier1';
  const id = path.split('/').at(-1)!;
  const rule = { action: 'ALLOW', scope: [path], sequence_number: 2147483647, is_default: true, display_name: 'default_rule' };
  const rules: Companion[] =
    projectOf(path) === undefined
      ? [{ path: `${DEFAULT_GATEWAY_POLICY}/rules/Policy_Default_Infra-${kind}-${id}-default_rule`, type: 'Rule', body: rule }]
      : [];
  return [...natSections(path, NAT_SECTIONS), ...rules];
}

/** By type of the object they come with. */
const COMPANIONS: Readonly<Record<string, (path: string) => Companion[]>> = {
  Tier0: gateway,
  Tier1: gateway,
  // Source: vcf-nsx Vpc.vpc_service_profile: "will be created as part of the Project creation workflow"; the is_default of the others.
  Project: (path) => [
    { path: `${path}/infra/domains/default`, type: 'Domain', body: {} },
    { path: `${path}/transit-gateways/default`, type: 'TransitGateway', body: { is_default: true } },
    { path: `${path}/vpc-security-profiles/default`, type: 'VpcSecurityProfile', body: {} },
    { path: `${path}/vpc-service-profiles/default`, type: 'VpcServiceProfile', body: { is_default: true, dhcp_config: {} } },
    {
      path: `${path}/vpc-connectivity-profiles/default`,
      type: 'VpcConnectivityProfile',
      body: { is_default: true, transit_gateway_path: `${path}/transit-gateways/default` },
    },
  ],
  Vpc: (path) => natSections(path, ['INTERNAL', 'USER', 'DEFAULT']),
};

export function companionsOf(type: string, path: string): Companion[] {
  return COMPANIONS[type]?.(path) ?? [];
}

/** Children that are deleted with what they stand below. Any other child is in the way of the deletion. */
export const GO_WITH_PARENT: ReadonlySet<string> = new Set([
  // Source: each is an attribute of its parent: vcf-nsx SecurityPolicy.rules, GatewayPolicy.rules, Service.service_entries.
  'Rule',
  'ALGTypeServiceEntry',
  'EtherTypeServiceEntry',
  'ICMPTypeServiceEntry',
  'IGMPTypeServiceEntry',
  'IPProtocolServiceEntry',
  'L4PortSetServiceEntry',
  'NestedServiceServiceEntry',
  // Source: vcf-nsx policy_delete_group: "deleted along with the group sub-tree", "primarily ... the binding maps".
  'SegmentSecurityProfileBindingMap',
  'SegmentDiscoveryProfileBindingMap',
  'SegmentQoSProfileBindingMap',
  'PortSecurityProfileBindingMap',
  'PortDiscoveryProfileBindingMap',
]);
