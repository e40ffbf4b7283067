import type { HostServices } from '@cdktf/provider-vsphere/lib/host';
import type { IConstruct } from 'constructs';
import { checkOneOf, checkProps, checkTexts } from '../../check';
import { ConstructError } from '../../construct-error';
import type { NtpProps } from './esxi-host-props';

/** Of the services of a host, the provider knows the one for its time. */
export function servicesOf(host: IConstruct, ntp: NtpProps): HostServices[] {
  checkProps(host, 'ntp', ntp, ['servers']);
  const ntpServers = checkTexts(host, 'servers of ntp', ntp.servers);
  if (ntpServers.length === 0) throw new ConstructError(host, 'ntp needs at least one server, got none; leave ntp out to keep what the host has');
  // Without a policy the provider sends an empty one.
  const policy = checkOneOf(host, 'policy of ntp', ntp.policy ?? 'on', ['on', 'off', 'automatic']);
  return [{ ntpd: { enabled: true, policy, ntpServers } }];
}
