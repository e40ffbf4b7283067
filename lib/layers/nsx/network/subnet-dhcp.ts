import type { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Cidr } from '../../../units';
import { checkKinds, checkProps, checkTexts, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { checkSeconds } from '../../vsphere/durations';
import type { PolicySegmentSubnet } from '../bindings';
import { checkAddress, checkHostAddress } from './addresses';
import { checkApart, dhcpRanges } from './dhcp-ranges';
import { dhcpOptionBlocks, type DhcpOptionsProps } from './dhcp-options';

/** Shortest and longest times of a lease, in seconds (NSX API, `SegmentDhcpConfig`). */
export const LEASE_SECONDS = { low: 60, high: 4294967295 };

/** Addresses that DHCP leaves out, first and last of each run. */
export interface ExcludedRange {
  readonly start: string;
  readonly end: string;
}

/** DHCP on a subnet of a segment. Who serves it is the segment's `dhcpProfile`, else that of its gateway. */
export interface SubnetDhcpProps extends DhcpOptionsProps {
  /**
   * The addresses it gives away: `10.20.0.100-10.20.0.199`, single ones, or ranges in CIDR notation. NSX lets ranges be added later,
   * and none be changed or taken away.
   * @default - none: addresses of static bindings only
   */
  readonly ranges?: readonly (string | Cidr)[];

  /**
   * Address of the DHCP server in the subnet. A segment with a DHCP server of its own must have one.
   * @default - none
   */
  readonly serverAddress?: string;

  /**
   * How long an address is lent, in whole seconds from 60.
   * @default Duration.days(1)
   */
  readonly leaseTime?: Duration;

  /**
   * Addresses of DNS servers, of the subnet's version, at most two.
   * @default - none
   */
  readonly dnsServers?: readonly string[];

  /**
   * IPv6 only: how long an address is preferred, in whole seconds from 60, at most the lease time.
   * @default - as NSX has it
   */
  readonly preferredTime?: Duration;

  /**
   * IPv6 only: names of domains to search.
   * @default - none
   */
  readonly domainNames?: readonly string[];

  /**
   * IPv6 only: addresses of time servers.
   * @default - none
   */
  readonly sntpServers?: readonly string[];

  /**
   * IPv6 only: addresses of the ranges that are not given away.
   * @default - none
   */
  readonly excludedRanges?: readonly ExcludedRange[];
}

const EXCLUDED = { member: 'start', name: 'an excluded range', repair: 'give its start and end' };
const ONLY_IPV4 = ['routes', 'options'] as const;
const ONLY_IPV6 = ['preferredTime', 'domainNames', 'sntpServers', 'excludedRanges'] as const;
const SECONDS_OF_A_DAY = 86_400;
/** NSX API, `SegmentDhcpConfig`: `dns_servers`. */
const MOST_DNS_SERVERS = 2;

/** @param what where it stands, such as ` of dhcp` */
export function subnetDhcp(
  construct: Construct,
  what: string,
  props: SubnetDhcpProps,
  cidr: Cidr,
  gateway: string,
): Omit<PolicySegmentSubnet, 'cidr'> {
  checkProps(construct, what, props, []);
  for (const foreign of cidr.version === 4 ? ONLY_IPV6 : ONLY_IPV4) {
    if (props[foreign] === undefined) continue;
    const other = cidr.version === 4 ? 6 : 4;
    throw new ConstructError(construct, `${foreign} of ${what} is for IPv${other}, and ${cidr.toString()} is IPv${cidr.version}; leave it out`);
  }
  const taken = { 'the address of the gateway': gateway };
  const serverAddress = ifGiven(props.serverAddress, (address) => {
    checkHostAddress(construct, `serverAddress of ${what}`, address, cidr);
    checkApart(construct, `serverAddress of ${what}`, address, taken);
    return address;
  });
  const ranges = ifGiven(props.ranges, (given) =>
    dhcpRanges(construct, `ranges of ${what}`, given, cidr, { ...taken, 'the address of the DHCP server': serverAddress }),
  );
  const leaseTime = ifGiven(props.leaseTime, (time) => checkSeconds(construct, `leaseTime of ${what}`, time, LEASE_SECONDS));
  const common = {
    ...(serverAddress !== undefined && { serverAddress: `${serverAddress}/${cidr.prefix}` }),
    ...(leaseTime !== undefined && { leaseTime }),
    ...addresses(construct, what, 'dnsServers', props.dnsServers, cidr.version),
  };
  if ((common.dnsServers?.length ?? 0) > MOST_DNS_SERVERS) {
    throw new ConstructError(
      construct,
      `dnsServers of ${what} must be at most ${MOST_DNS_SERVERS}, got ${common.dnsServers!.length}; leave some out`,
    );
  }
  const config =
    cidr.version === 4
      ? { ...common, ...dhcpOptionBlocks(construct, ` of ${what}`, props) }
      : { ...common, ...ipv6(construct, what, props, leaseTime ?? SECONDS_OF_A_DAY) };
  return {
    ...(ranges !== undefined && { dhcpRanges: ranges }),
    ...(Object.keys(config).length > 0 && (cidr.version === 4 ? { dhcpV4Config: config } : { dhcpV6Config: config })),
  };
}

function ipv6(construct: Construct, what: string, props: SubnetDhcpProps, lease: number): PolicySegmentSubnet['dhcpV6Config'] {
  const preferredTime = ifGiven(props.preferredTime, (time) =>
    checkSeconds(construct, `preferredTime of ${what}`, time, { low: LEASE_SECONDS.low, high: lease }),
  );
  const domainNames = ifGiven(props.domainNames, (names) => checkTexts(construct, `domainNames of ${what}`, names));
  const excluded = checkKinds(construct, `excludedRanges of ${what}`, props.excludedRanges ?? [], EXCLUDED).map(({ start, end }, index) => ({
    start: checkAddress(construct, `start of excludedRanges[${index}] of ${what}`, start, 6),
    end: checkAddress(construct, `end of excludedRanges[${index}] of ${what}`, end, 6),
  }));
  return {
    ...(preferredTime !== undefined && { preferredTime }),
    ...(domainNames !== undefined && { domainNames }),
    ...addresses(construct, what, 'sntpServers', props.sntpServers, 6),
    ...(excluded.length > 0 && { excludedRange: excluded }),
  };
}

function addresses<K extends 'dnsServers' | 'sntpServers'>(
  construct: Construct,
  what: string,
  name: K,
  given: readonly string[] | undefined,
  version: 4 | 6,
): Partial<Record<K, string[]>> {
  if (given === undefined) return {};
  const checked = checkTexts(construct, `${name} of ${what}`, given).map((address, index) =>
    checkAddress(construct, `${name}[${index}] of ${what}`, address, version),
  );
  return { [name]: checked } as Record<K, string[]>;
}
