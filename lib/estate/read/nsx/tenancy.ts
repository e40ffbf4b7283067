import type { Project, Vpc } from '../../nsx';
import { keyOf } from '../attributes';
import { unknown } from '../../value';
import type { Reading } from './reading';

export function readProjects(reading: Reading): readonly Project[] {
  return reading.all('projects', (source) => ({
    tier0Gateways: reading.members(source, 'tier0_gateway_paths', ['tier0Gateways']),
    externalBlocks: reading.members(source, 'external_ipv4_blocks', ['ipBlocks']),
    defaultFirewallRules: reading.reader.boolean(source, 'activate_default_dfw_rules'),
  }));
}

export function readVpcs(reading: Reading): readonly Vpc[] {
  return reading.all('vpcs', (source, { space }) => ({
    project: space.id ?? unknown('expression', 'context', keyOf(source.entry)),
    privateRanges: reading.texts(source, 'private_ips'),
  }));
}
