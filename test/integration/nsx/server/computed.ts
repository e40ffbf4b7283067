import { cidrText, freePiece, networkOf } from './addresses';
import type { Span } from './addresses';
import { blockSpans, carvedFrom } from './blocks';
import { Refusal } from './refusals';
import type { Counters } from './identity';
import { uuidOf } from './identity';
import { objects, parentOf, projectOf, text, texts, vpcOf } from './state';
import type { NsxObject, State } from './state';
import type { Body } from './values';

/** What the system fills in by itself, from the object, from the one it replaces and from what else there is. */
type Computation = (object: Body & { readonly path: string }, before: NsxObject | undefined, state: State, counters: Counters) => Body;

/** What the system has made stays so, whatever is written over it. */
function isDefault(object: Body, before: NsxObject | undefined): Body {
  return { is_default: object.is_default ?? before?.is_default ?? false };
}

/** By type. The source is the attribute's own documentation in vcf-nsx. */
const COMPUTED: Readonly<Record<string, Computation>> = {
  Segment: (segment, before, state, counters) => {
    const zone = text(segment, 'transport_zone_path') ?? text(before, 'transport_zone_path') ?? defaultZone(segment, state);
    const overlay = state.get(zone ?? '')?.tz_type !== 'VLAN_BACKED';
    const subnets = objects(segment, 'subnets').map((subnet) => ({
      ...subnet,
      network: networkText(text(subnet, 'gateway_address')),
    }));
    return {
      type: text(segment, 'connectivity_path') ? 'ROUTED' : 'DISCONNECTED',
      ...(zone === undefined ? {} : { transport_zone_path: zone }),
      ...(overlay ? { overlay_id: segment.overlay_id ?? before?.overlay_id ?? counters.nextOverlayId() } : {}),
      ...(subnets.length > 0 ? { subnets } : {}),
    };
  },
  Rule: (rule, before, state, counters) => ({
    rule_id: before?.rule_id ?? counters.nextRuleId(),
    ...isDefault(rule, before),
    ip_protocol: rule.ip_protocol ?? (state.get(parentOf(rule.path))?.category === 'Ethernet' ? undefined : 'IPV4_IPV6'),
  }),
  SecurityPolicy: isDefault,
  GatewayPolicy: isDefault,
  Service: (service, before) => ({ ...isDefault(service, before), service_type: service.service_type ?? 'NON_ETHER' }),
  DhcpServerConfig: (server) => ({ server_address: texts(server, 'server_addresses')[0] }),
  IpAddressPoolBlockSubnet: (subnet, before, state) => {
    const block = state.get(text(subnet, 'ip_block_path') ?? '');
    if (before?.cidr !== undefined) return { cidr: before.cidr, allocated_cidr: before.cidr };
    const piece = block && carve(block, BigInt((subnet.size as number | undefined) ?? Number(subnet.subnet_size ?? 0)), state);
    return piece ? { cidr: piece, allocated_cidr: piece } : {};
  },
  // site_infos: the acceptance test of nsxt_policy_project reads one element back, whether configured or not.
  Project: (project, before) => ({
    default: project.default ?? before?.default ?? false,
    short_id: project.short_id ?? before?.short_id ?? shortId(project.path),
    site_infos: project.site_infos ?? before?.site_infos ?? [{ site_path: '/infra/sites/default', edge_cluster_paths: [] }],
  }),
  Vpc: (vpc, before) => ({
    short_id: vpc.short_id ?? before?.short_id ?? shortId(vpc.path),
    vpc_service_profile: vpc.vpc_service_profile ?? before?.vpc_service_profile ?? `${projectOf(vpc.path)}/vpc-service-profiles/default`,
  }),
  TransitGateway: isDefault,
  VpcConnectivityProfile: isDefault,
  VpcServiceProfile: isDefault,
  VpcSubnet: (subnet, before, state) => {
    const given = texts(subnet, 'ip_addresses');
    const kept = texts(before, 'ip_addresses');
    if (given.length > 0 || kept.length > 0) return { ip_addresses: given.length > 0 ? given : kept };
    const size = BigInt((subnet.ipv4_subnet_size as number | undefined) ?? 0);
    const piece = size > 0n && subnet.access_mode === 'Private' ? fromPrivate(subnet.path, size, state) : undefined;
    return piece ? { ip_addresses: [piece] } : {};
  },
};

export function computedOf(
  type: string,
  object: Body & { readonly path: string },
  before: NsxObject | undefined,
  state: State,
  counters: Counters,
): Body {
  const computed = COMPUTED[type]?.(object, before, state, counters) ?? {};
  return Object.fromEntries(Object.entries(computed).filter(([, value]) => value !== undefined));
}

/** Source: vcf-nsx Segment.transport_zone_path: "Default transport zone is auto assigned for overlay segments if none specified". */
function defaultZone(segment: Body & { readonly path: string }, state: State): string | undefined {
  if (projectOf(segment.path) === undefined || texts(segment, 'vlan_ids').length > 0) return undefined;
  return state.ofType('PolicyTransportZone').find((zone) => zone.is_default === true && zone.tz_type !== 'VLAN_BACKED')?.path;
}

function networkText(gateway: string | undefined): string | undefined {
  const network = gateway === undefined ? undefined : networkOf(gateway);
  return network && cidrText(network);
}

function carve(block: NsxObject, size: bigint, state: State): string | undefined {
  if (size <= 0n || (size & (size - 1n)) !== 0n) throw new Refusal('bad-size', `size ${size} of a subnet is no power of two`);
  const taken = carvedFrom(block.path, state);
  for (const span of blockSpans(block)) {
    const piece = freePiece(span, size, taken);
    if (piece) return cidrText(piece);
  }
  throw new Refusal('block-exhausted', `${block.path} has no ${size} addresses left`);
}

function fromPrivate(path: string, size: bigint, state: State): string | undefined {
  const vpc = vpcOf(path)!;
  const spans = texts(state.get(vpc), 'private_ips').flatMap((cidr) => networkOf(cidr) ?? []);
  if (spans.length === 0) return undefined;
  const taken: Span[] = state
    .childrenOf(vpc)
    .filter((other) => other.resource_type === 'VpcSubnet' && other.path !== path)
    .flatMap((other) => texts(other, 'ip_addresses').flatMap((cidr) => networkOf(cidr) ?? []));
  for (const span of spans) {
    const piece = freePiece(span, size, taken);
    if (piece) return cidrText(piece);
  }
  throw new Refusal('block-exhausted', `the private addresses of ${vpc} have no ${size} left`);
}

/** Source: vcf-nsx Project.short_id, Vpc.short_id: "Defaults to id if id is less than equal to 8 characters or ... random". */
function shortId(path: string): string {
  const id = path.split('/').at(-1)!;
  return id.length <= 8 ? id : uuidOf(path).slice(0, 8);
}
