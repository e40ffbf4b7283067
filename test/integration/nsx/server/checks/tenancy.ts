import { networkOf, overlap } from '../addresses';
import { Refusal } from '../refusals';
import { projectOf, text, texts } from '../state';
import type { Body } from '../values';
import type { Check } from './check';

const NOT_WITH_PROFILE = [
  'service_gateway',
  'default_gateway_path',
  'site_infos',
  'external_ipv4_blocks',
  'private_ipv4_blocks',
  'subnet_profiles',
  'dhcp_config',
];

export const checkVpc: Check = (vpc, { state, sent }) => {
  const stray = NOT_WITH_PROFILE.find((field) => text(sent, 'vpc_service_profile') !== undefined && vpc[field] !== undefined);
  if (stray !== undefined) throw new Refusal('not-with-service-profile', `${vpc.path} has ${stray} beside a vpc_service_profile`);
  const gateway = text(vpc, 'default_gateway_path');
  if (gateway !== undefined && !texts(state.get(projectOf(vpc.path)!), 'tier_0s').includes(gateway)) {
    throw new Refusal('tier0-not-of-project', `default_gateway_path ${gateway} of ${vpc.path} is not among the tier_0s of its project`);
  }
};

export const checkAttachment: Check = (attachment, { state }) => {
  const others = state
    .childrenOf(attachment.parent_path)
    .filter((other) => other.resource_type === 'VpcAttachment' && other.path !== attachment.path);
  if (others.length > 0) throw new Refusal('second-attachment', `${attachment.parent_path} is attached by ${others[0]!.path} already`);
};

export const checkVpcSubnet: Check = (subnet, { state }) => {
  const dhcp = text(subnet.subnet_dhcp_config as Body | undefined, 'mode') ?? 'DHCP_DEACTIVATED';
  const advanced = subnet.advanced_config as Body | undefined;
  const allocation = advanced?.static_ip_allocation as Body | undefined;
  if (dhcp !== 'DHCP_DEACTIVATED' && allocation?.enabled === true) {
    throw new Refusal('dhcp-with-static-ip', `${subnet.path} has the DHCP mode ${dhcp} and static IP allocation`);
  }
  const own = texts(subnet, 'ip_addresses').map((cidr) => networkOf(cidr)!);
  const rival = state
    .childrenOf(subnet.parent_path)
    .find((other) => other.path !== subnet.path && texts(other, 'ip_addresses').some((cidr) => own.some((net) => overlap(net, networkOf(cidr)!))));
  if (rival) throw new Refusal('overlapping-subnets', `addresses of ${subnet.path} and ${rival.path} overlap`);
};
