import { reference, type Estate, type ResourceInstance, type Segment, type SegmentSubnet, type VirtualMachine } from '../../../lib/estate';
import { addresses } from '../../../lib/rules/capacity/cap-013-addresses';
import { aMachine, anEstate, aResource, aStack, STACK, token, type EstateParts } from '../../support/estate';
import { judged, outcomes, refutations, text, undecideds } from '../../support/judge';
import { all, aSegment, aSubnet, some } from '../../support/nsx';

const dhcp = (...ranges: string[]): Partial<SegmentSubnet> => ({ dhcp: true, dhcpServer: '10.0.0.2/28', dhcpRanges: all(...ranges) });
const segment = (cidr: string, change: Partial<SegmentSubnet> = {}, more: Partial<Segment> = {}): Segment =>
  aSegment('nodes', { subnets: all(aSubnet(cidr, change)), ...more });

function site(
  on: Segment,
  howMany: number,
  change: Partial<VirtualMachine> = {},
  values: ResourceInstance['values'] = {},
  parts: EstateParts = {},
): Estate {
  const machines = Array.from({ length: howMany }, (_, i) => aMachine(`vm-${i + 1}`, undefined, { networks: [on.id], ...change }));
  const resources = machines.map(({ name }) => aResource('vsphere_virtual_machine', String(name), values));
  return anEstate({ machines, nsx: { segments: [on] }, stacks: [aStack({ resources })], ...parts });
}

const statically = (...ipv4: (string | null)[]): ResourceInstance['values'] => ({
  clone: [{ customize: [{ network_interface: ipv4.map((address) => ({ ipv4_address: address })) }] }],
});

describe('CAP-013 on DHCP', () => {
  test('passes where the ranges hold those that ask, and names who does', () => {
    const estate = site(segment('10.0.0.1/28', dhcp('10.0.0.3-10.0.0.5')), 3);
    expect(outcomes(addresses, estate)).toEqual(['proved']);
    expect(judged(addresses, estate)[0]!.premises!.map(({ id }) => id)).toEqual(['owned:site/nodes', 'dhcp-by-default']);
    expect(outcomes(addresses, site(segment('10.0.0.1/28', dhcp('10.0.0.3', '10.0.0.8/30')), 5))).toEqual(['proved']);
  });

  test('fails for fewer addresses than VMs without a static one', () => {
    const on = segment('10.0.0.1/28', dhcp('10.0.0.3-10.0.0.5'));
    expect(refutations(addresses, site(on, 4)).map((verdict) => text(verdict))).toEqual([
      [
        'segment `nodes` has fewer addresses than VMs that need one',
        'need one: 4 network adapters without a static address',
        'there are: 3 addresses that a VM can have in its DHCP ranges `10.0.0.3-10.0.0.5`',
        'hint: DHCP ranges with 1 address more, or static addresses',
      ],
    ]);
    expect(outcomes(addresses, site(on, 4, {}, statically('10.0.0.9')))).toEqual(['proved']);
    expect(outcomes(addresses, site(on, 4, {}, statically(null)))).toEqual(['refuted']);
  });

  test.each<[string, ResourceInstance['values']]>([
    ['data for its guest', { extra_config: { 'guestinfo.metadata': 'x' } }],
    ['properties of a vApp', { vapp: [{ properties: {} }] }],
    ['a customization that is a token', { clone: [{ customize: token() }] }],
    ['an adapter that is a token', { clone: [{ customize: [{ network_interface: [token()] }] }] }],
    ['what another object says', { clone: [{ customize: reference(STACK, 'x.y', 'customize') }] }],
    ['addresses that are tokens', { clone: [{ customize: [{ network_interface: token() }] }] }],
  ])('is undecided where %s may give the address', (_, values) => {
    const on = segment('10.0.0.1/28', dhcp('10.0.0.3-10.0.0.5'));
    expect(outcomes(addresses, site(on, 4, {}, values))).toEqual(['undecided']);
    expect(outcomes(addresses, site(on, 3, {}, values))).toEqual(['proved']);
  });

  test('network and broadcast address of a range are not handed out', () => {
    expect(outcomes(addresses, site(segment('10.0.0.14/28', dhcp('10.0.0.0-10.0.0.1', '10.0.0.15')), 2))).toEqual(['refuted']);
    expect(outcomes(addresses, site(segment('10.0.0.14/28', dhcp('10.0.0.0-10.0.0.1', '10.0.0.15')), 1))).toEqual(['proved']);
  });

  test('a server whose address nobody says may take one of the ranges', () => {
    const on = segment('10.0.0.1/28', { ...dhcp('10.0.0.3-10.0.0.5'), dhcpServer: null });
    expect([2, 3, 4].map((n) => outcomes(addresses, site(on, n))[0])).toEqual(['proved', 'undecided', 'refuted']);
  });

  test('a relay has no ranges: only the subnet counts', () => {
    expect(outcomes(addresses, site(segment('10.0.0.1/28', { dhcp: true }), 13))).toEqual(['proved']);
  });

  test('a binding may give a VM an address outside of the ranges', () => {
    const on = segment('10.0.0.1/28', dhcp('10.0.0.3-10.0.0.5'));
    const bound = (path: ResourceInstance['values'][string]) =>
      site(on, 4, {}, {}, { stacks: [aStack({ resources: [aResource('nsxt_policy_dhcp_v4_static_binding', 'b', { segment_path: path })] })] });
    expect(outcomes(addresses, bound(reference(STACK, 'nsxt_policy_segment.nodes', 'path')))).toEqual(['undecided']);
    expect(outcomes(addresses, bound('/infra/segments/nodes'))).toEqual(['undecided']);
    expect(outcomes(addresses, bound(token()))).toEqual(['undecided']);
    expect(outcomes(addresses, bound('/infra/segments/other'))).toEqual(['refuted']);
    expect(outcomes(addresses, bound(reference(STACK, 'nsxt_policy_segment.other', 'path')))).toEqual(['refuted']);
  });

  test.each([
    ['is none', '10.0.0.9-10.0.0.3', 'no range: expected addresses such as `10.20.0.10-10.20.0.99`, or CIDR notation'],
    ['leaves the subnet', '10.0.0.12-10.0.0.16', 'not within 10.0.0.0/28'],
    ['is of another version', '2001:db8::1-2001:db8::2', 'not within 10.0.0.0/28'],
    ['holds the gateway', '10.0.0.0/30', 'holds 10.0.0.1, the address of the gateway'],
    ['holds the DHCP server', '10.0.0.2-10.0.0.9', 'holds 10.0.0.2, the address of the DHCP server'],
  ])('fails for a range that %s', (_, range, wrong) => {
    expect(refutations(addresses, site(segment('10.0.0.1/28', dhcp(range)), 1)).map((verdict) => text(verdict))).toEqual([
      [
        'segment `nodes` cannot hand out its DHCP range',
        `range: \`${range}\``,
        `wrong: ${wrong}`,
        'hint: a range within the subnet, without its gateway and its DHCP server',
      ],
    ]);
  });

  test('fails for ranges that overlap', () => {
    expect(text(refutations(addresses, site(segment('10.0.0.1/28', dhcp('10.0.0.3-10.0.0.6', '10.0.0.5-10.0.0.9')), 1))[0])).toEqual([
      'DHCP ranges of segment `nodes` overlap',
      'ranges: `10.0.0.3-10.0.0.6` and `10.0.0.5-10.0.0.9`',
      'shared: 10.0.0.5 to 10.0.0.6',
      'hint: ranges that share no address',
    ]);
  });

  test('is undecided about ranges that are tokens, and judges the others', () => {
    const on = segment('10.0.0.1/28', { dhcp: true, dhcpServer: '10.0.0.2/28', dhcpRanges: some('10.0.0.3-10.0.0.5') });
    expect(undecideds(addresses, site(on, 4)).map(({ key, reason }) => [key, reason])).toEqual([
      ['dhcp-ranges', 'a range, or the address of the DHCP server, is known only to whoever sets `site/var.more`'],
      ['room', "its 4 network adapters may need an address, and which have a static one, or which address is the DHCP server's, is not shown"],
    ]);
    expect(outcomes(addresses, site(segment('10.0.0.1/28', { dhcp: true, dhcpServer: token(), dhcpRanges: all('10.0.0.1') }), 1))).toEqual([
      'refuted',
      'undecided',
    ]);
  });

  test('whether there is DHCP may be a token', () => {
    expect(outcomes(addresses, site(segment('10.0.0.1/28', { ...dhcp('10.0.0.3-10.0.0.5'), dhcp: token() }), 4))).toEqual(['undecided']);
    expect(outcomes(addresses, site(segment('10.0.0.1/28', { ...dhcp('10.0.0.3-10.0.0.5'), dhcp: token() }), 3))).toEqual(['proved']);
    expect(outcomes(addresses, site(segment('10.0.0.1/28', { ...dhcp('10.0.0.3-10.0.0.5'), dhcp: false }), 4))).toEqual(['proved']);
  });
});
