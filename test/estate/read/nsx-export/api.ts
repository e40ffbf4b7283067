import type { NsxEstate } from '../../../../lib/estate';
import { surroundingsOf } from '../../../../lib/estate/read';
import type { Surroundings } from '../../../../lib/estate/read/surroundings';

/** Objects of the NSX API for tests, and the forms that an export of them may have. */

export interface ApiNode {
  readonly type: string;
  readonly path: string;
  /** Beside `id`, `path` and `resource_type`. */
  readonly body?: Readonly<Record<string, unknown>>;
}

export const FILE = 'nsx.json';
export const MANAGER = 'nsx.example.com';
export const DOMAIN = '/infra/domains/default';

export function read(content: unknown, manager: string | undefined = MANAGER): Surroundings {
  return surroundingsOf(JSON.parse(JSON.stringify(content)), FILE, manager);
}

export function nsxOf(content: unknown): NsxEstate {
  return read(content).nsx[0]!.nsx;
}

/** The id of the object at a path. */
export const at = (path: string): string => `${FILE}#${path}`;

export const node = (type: string, path: string, body: ApiNode['body'] = {}): ApiNode => ({ type, path, body });

/** An object with all that the API says of it. */
export function whole({ type, path, body }: ApiNode): Record<string, unknown> {
  return { resource_type: type, id: path.split('/').at(-1)!, path, display_name: path.split('/').at(-1)!, ...body };
}

/** The answer of list calls for all of them. */
export const results = (...nodes: readonly ApiNode[]): unknown => ({ results: nodes.map(whole), result_count: nodes.length });

const FAMILIES: Readonly<Record<string, string>> = {
  IpAddressPoolStaticSubnet: 'IpAddressPoolSubnet',
  IpAddressPoolBlockSubnet: 'IpAddressPoolSubnet',
};
const familyOf = (type: string): string => FAMILIES[type] ?? (type.endsWith('ServiceEntry') ? 'ServiceEntry' : type);

const FOLDER_TYPES: Readonly<Record<string, string>> = {
  sites: 'Site',
  'enforcement-points': 'EnforcementPoint',
  domains: 'Domain',
  orgs: 'Org',
  projects: 'Project',
  nat: 'PolicyNat',
  infra: 'Infra',
};

interface Branch {
  readonly children: Map<string, Branch>;
  node?: ApiNode;
}

/** Trees, as `GET /infra?filter=...` and `GET /org-root?filter=...` answer. What is not among the objects stands there as a reference. */
export function trees(nodes: readonly ApiNode[], bare: ReadonlySet<ApiNode> = new Set()): { readonly infra: unknown; readonly orgs: unknown } {
  const root: Branch = { children: new Map() };
  for (const one of nodes) {
    let branch = root;
    for (const step of stepsOf(one.path)) {
      let next = branch.children.get(step);
      if (!next) branch.children.set(step, (next = { children: new Map() }));
      branch = next;
    }
    branch.node = one;
  }
  const childrenOf = ({ children }: Branch): unknown[] => [...children].map(([step, branch]) => childOf(step, branch));
  const childOf = (step: string, branch: Branch): unknown => {
    const [folder, id] = step.split('/') as [string, string | undefined];
    const children = childrenOf(branch);
    if (!branch.node)
      return { resource_type: 'ChildResourceReference', target_type: FOLDER_TYPES[folder], ...(id !== undefined && { id }), children };
    const { path, ...rest } = whole(branch.node);
    const family = familyOf(branch.node.type);
    return {
      resource_type: `Child${family}`,
      [family]: { ...rest, ...(!bare.has(branch.node) && { path }), ...(children.length > 0 && { children }) },
    };
  };
  const orgs = childrenOf({ children: new Map([...root.children].filter(([step]) => step !== 'infra')) });
  return {
    infra: { resource_type: 'Infra', path: '/infra', children: childrenOf(root.children.get('infra') ?? { children: new Map() }) },
    orgs: { resource_type: 'OrgRoot', children: orgs },
  };
}

/** `/infra/domains/default` is `infra`, then `domains/default`. */
function stepsOf(path: string): string[] {
  const parts = path.split('/').slice(1);
  const steps: string[] = [];
  while (parts.length > 0) {
    const settings = parts[0] === 'settings';
    steps.push(parts.splice(0, parts[0] === 'infra' ? 1 : settings ? parts.length : 2).join('/'));
  }
  return steps;
}

const INNER: Readonly<Record<string, { readonly of: string; readonly field: string }>> = {
  Rule: { of: 'policies', field: 'rules' },
  LocaleServices: { of: 'tier-', field: 'locale_services' },
  SegmentPort: { of: 'segments', field: 'segment_ports' },
  IpAddressPoolStaticSubnet: { of: 'ip-pools', field: 'ip_subnets' },
  IpAddressPoolBlockSubnet: { of: 'ip-pools', field: 'ip_subnets' },
};

const HOLDERS: Readonly<Record<string, string>> = {
  SecurityPolicy: 'policies',
  GatewayPolicy: 'policies',
  Tier1: 'tier-',
  IpAddressPool: 'ip-pools',
  Segment: 'segments',
};

const LISTS: Readonly<Record<string, string>> = {
  Service: 'services',
  Segment: 'segments',
  Tier0: 'tier0',
  Tier1: 'tier1',
  IpAddressPool: 'ip_pools',
  IpAddressBlock: 'ip_blocks',
  DhcpServerConfig: 'dhcp_server_configs',
  DhcpRelayConfig: 'dhcp_relay_configs',
  PolicyContextProfile: 'context_profiles',
  PolicyTransportZone: 'transport_zones',
  Project: 'projects',
  Vpc: 'vpcs',
  VpcSubnet: 'vpc_subnets',
  SegmentSecurityProfile: 'segment_security_profiles',
  SpoofGuardProfile: 'spoof_guard_profiles',
  SegmentSecurityProfileBindingMap: 'segment_security_profile_binding_maps',
  PolicyNatRule: 'nat_rules',
  PolicyVpcNatRule: 'nat_rules',
  Group: 'groups',
  SecurityPolicy: 'security_policies',
  GatewayPolicy: 'gateway_policies',
};

/** Lists by name, with what lies in an object written into it. */
export function collected(nodes: readonly ApiNode[]): Record<string, unknown> {
  const inner = new Map<string, ApiNode[]>();
  const isInner = ({ type }: ApiNode): boolean => Object.hasOwn(INNER, type) || type.endsWith('ServiceEntry');
  for (const one of nodes.filter(isInner)) {
    const above = one.path.split('/').slice(0, -2).join('/');
    inner.set(above, [...(inner.get(above) ?? []), one]);
  }
  const written = (one: ApiNode): Record<string, unknown> => {
    const own = whole(one);
    for (const { of: above, field } of Object.values(INNER)) if (HOLDERS[one.type] === above) own[field] ??= [];
    for (const each of inner.get(one.path) ?? []) {
      const field = each.type.endsWith('ServiceEntry') ? 'service_entries' : INNER[each.type]!.field;
      own[field] = [...((own[field] as unknown[] | undefined) ?? []), written(each)];
    }
    return own;
  };
  const inDomain = ({ path }: ApiNode): boolean => path.startsWith(`${DOMAIN}/`);
  const of = (types: readonly string[], chosen: (one: ApiNode) => boolean = () => true): unknown[] =>
    nodes.filter((one) => types.includes(one.type) && chosen(one)).map(written);
  const lists = new Map<string, string[]>();
  for (const [type, list] of Object.entries(LISTS)) lists.set(list, [...(lists.get(list) ?? []), type]);
  const domain = {
    groups: of(['Group'], inDomain),
    security_policies: of(['SecurityPolicy'], inDomain),
    gateway_policies: of(['GatewayPolicy'], inDomain),
  };
  const exclusions = nodes.find(({ type }) => type === 'PolicyExcludeList');
  return {
    ...Object.fromEntries([...lists].map(([list, types]) => [list, of(types, (one) => !inDomain(one))])),
    ...(exclusions && { exclude_list: whole(exclusions) }),
    domains: [{ resource_type: 'Domain', id: 'default', path: DOMAIN, resources: domain }],
  };
}
