import { contains, hostOf, networkOf, overlap, rangeOf } from '../addresses';
import type { Span } from '../addresses';
import { Refusal } from '../refusals';
import { objects, projectOf, text, texts } from '../state';
import type { NsxObject } from '../state';
import type { Body } from '../values';
import type { Check } from './check';

export const checkSegment: Check = (segment, { state, before, sent }) => {
  const zonePath = text(segment, 'transport_zone_path');
  const inProject = projectOf(segment.path) !== undefined;
  const named = text(sent, 'transport_zone_path');
  if (inProject && named !== undefined && named !== text(before, 'transport_zone_path')) {
    throw new Refusal('transport-zone-in-project', `transport_zone_path is not to be specified for ${segment.path}, it lies in a project`);
  }
  if (!inProject && zonePath === undefined) throw new Refusal('no-transport-zone', `${segment.path} has no transport_zone_path`);

  checkVlans(segment, state.get(zonePath ?? '')?.tz_type === 'VLAN_BACKED');
  const served = state.get(text(segment, 'dhcp_config_path') ?? '')?.resource_type === 'DhcpServerConfig';
  const subnets = objects(segment, 'subnets');
  const four = subnets.flatMap((subnet) => text(subnet, 'gateway_address') ?? []).filter((gateway) => networkOf(gateway)!.version === 4);
  if (four.length > 1) throw new Refusal('two-ipv4-subnets', `subnets of ${segment.path} are ${four.join(' and ')}, allowed is one of IPv4`);
  for (const subnet of subnets) checkSubnet(segment.path, subnet, served);
  checkOverlap(
    segment,
    state.ofType('Segment').filter((other) => other.path !== segment.path),
  );
};

function checkVlans(segment: NsxObject, backed: boolean): void {
  const vlans = texts(segment, 'vlan_ids');
  if (backed && vlans.length === 0) throw new Refusal('no-vlan', `${segment.path} lies in a VLAN transport zone and has no vlan_ids`);
  if (!backed && vlans.length > 0) throw new Refusal('vlan-on-overlay', `${segment.path} lies in an overlay transport zone and has vlan_ids`);
  if (backed && text(segment, 'connectivity_path')) throw new Refusal('vlan-connected', `${segment.path} is VLAN backed and has a connectivity_path`);
  for (const vlan of vlans) {
    const [from, to] = (/^\d+(-\d+)?$/.test(vlan) ? vlan : '').split('-');
    const first = Number(from || NaN);
    const last = Number(to ?? first);
    if (!(first >= 0 && last <= 4094 && first <= last))
      throw new Refusal('vlan-out-of-range', `vlan_ids of ${segment.path}: "${vlan}", allowed is 0-4094`);
  }
}

function checkSubnet(path: string, subnet: Body, served: boolean): void {
  const gateway = text(subnet, 'gateway_address');
  if (gateway === undefined) return;
  const network = networkOf(gateway)!;
  const host = hostOf(gateway)!;
  if (network.last - network.first > 1n && host.first === network.first) {
    throw new Refusal('outside-subnet', `gateway_address ${gateway} of ${path} is the address of the network itself`);
  }
  const ranges = texts(subnet, 'dhcp_ranges');
  for (const range of ranges) {
    if (!contains(network, rangeOf(range)!)) throw new Refusal('outside-subnet', `DHCP range ${range} of ${path} is not in the subnet of ${gateway}`);
  }

  const dhcp = subnet.dhcp_config as Body | undefined;
  const server = text(dhcp, 'server_address');
  if (served && server === undefined) throw new Refusal('no-dhcp-server-address', `${path} has a DHCP server and its subnet no server_address`);
  if (server !== undefined) checkServer(path, server, network, [host, ...ranges.map((range) => rangeOf(range)!)]);
  for (const dns of texts(dhcp, 'dns_servers')) {
    if (hostOf(dns)!.version !== network.version)
      throw new Refusal('wrong-family', `DNS server ${dns} of ${path} is not of the family of ${gateway}`);
  }
}

function checkServer(path: string, server: string, network: Span, taken: readonly Span[]): void {
  const host = hostOf(server)!;
  if (!contains(network, host)) throw new Refusal('outside-subnet', `DHCP server ${server} of ${path} is not in its subnet`);
  if (taken.some((each) => overlap(each, host)))
    throw new Refusal('dhcp-overlap', `DHCP server ${server} of ${path} is its gateway or lies in a DHCP range`);
}

function networksOf(segment: NsxObject): Span[] {
  return objects(segment, 'subnets').flatMap((subnet) => networkOf(text(subnet, 'gateway_address') ?? '') ?? []);
}

function checkOverlap(segment: NsxObject, others: readonly NsxObject[]): void {
  const gateway = text(segment, 'connectivity_path');
  const own = networksOf(segment);
  const rival = others.find(
    (other) =>
      gateway !== undefined &&
      text(other, 'connectivity_path') === gateway &&
      networksOf(other).some((net) => own.some((each) => overlap(net, each))),
  );
  if (rival) throw new Refusal('overlapping-subnets', `subnets of ${segment.path} and ${rival.path} overlap on ${gateway}`);
}

export const checkStaticBinding: Check = (binding, { state }) => {
  const networks = networksOf(state.get(binding.parent_path)!);
  const address = text(binding, 'ip_address')!;
  if (networks.length > 0 && !networks.some((network) => contains(network, hostOf(address)!))) {
    throw new Refusal('outside-subnet', `${address} of ${binding.path} is not in a subnet of ${binding.parent_path}`);
  }
};
