import type { Estate, Field, ResourceInstance, Segment, Vpc } from '../../../lib/estate';
import { addresses } from '../../../lib/rules/capacity/cap-013-addresses';
import { Interval } from '../../../lib/units';
import { aMachine, anEstate, aResource, aStack, STACK, token } from '../../support/estate';
import { judged, text } from '../../support/judge';
import { all, aProject, aSegment, aSubnet, aVpc, recorded, some } from '../../support/nsx';

describe('CAP-013 on VPCs', () => {
  const project = aProject('p');
  const vpc = (...ranges: Field<string>[]): Vpc => aVpc('v', project, { privateRanges: all(...ranges) });
  const subnet = (name: string, cidr: Field<string> = token(), change: Partial<Segment> = {}): Segment => ({
    ...aSegment(name, { kind: 'vpc-subnet', space: `${STACK}/nsxt_vpc.v`, subnets: all(aSubnet(cidr)), ...change }),
    id: `${STACK}/nsxt_vpc_subnet.${name}`,
    addresses: [{ stack: STACK, address: `nsxt_vpc_subnet.${name}` }],
  });
  /** Verdicts on the VPC and the sizes of its subnets only. */
  const site = (of: Vpc, subnets: readonly (readonly [Segment, ResourceInstance['values']])[]): Estate =>
    anEstate({
      nsx: { vpcs: [of], projects: [project], segments: subnets.map(([segment]) => segment) },
      stacks: [aStack({ resources: subnets.map(([{ name }, values]) => aResource('nsxt_vpc_subnet', String(name), values)) })],
    });
  const onVpc = (estate: Estate) => judged(addresses, estate).filter(({ subject }) => subject.attribute !== 'subnet');
  const results = (estate: Estate) => onVpc(estate).map(({ verdict }) => verdict);

  test('passes where the private subnets have room', () => {
    expect(
      onVpc(
        site(vpc('10.0.0.0/24'), [
          [subnet('a'), { ipv4_subnet_size: 128 }],
          [subnet('b'), {}],
          [subnet('c'), {}],
        ]),
      ),
    ).toMatchObject([{ verdict: 'proved', premises: [{ statement: 'nothing but this app makes subnets in VPC `v`' }] }]);
    expect(judged(addresses, anEstate({ nsx: { vpcs: [recorded(vpc('10.0.0.0/24', '10.0.0.0/24'))] } }))).toEqual([]);
  });

  test('fails where they do not, 64 addresses each where nothing is said', () => {
    expect(
      onVpc(
        site(vpc('10.0.0.0/25'), [
          [subnet('a'), {}],
          [subnet('b'), {}],
          [subnet('c'), {}],
        ]),
      ).map((verdict) => text(verdict)),
    ).toEqual([
      [
        'the private ranges of VPC `v` are too small for its subnets',
        'wanted: 192 addresses, in subnets of 64 or more: `a`, `b` and `c`',
        'free: 128 addresses in ranges of that size, of `10.0.0.0/25`',
        'hint: a larger private range, or smaller subnets',
      ],
    ]);
  });

  test('what has its place leaves holes', () => {
    const fixed = [
      [subnet('x', '10.0.0.0/26'), {}],
      [subnet('y', '10.0.0.128/26'), {}],
    ] as const;
    expect(results(site(vpc('10.0.0.0/24'), [...fixed, [subnet('a'), {}], [subnet('b'), {}]]))).toEqual(['proved']);
    expect(results(site(vpc('10.0.0.0/24'), [...fixed, [subnet('a'), { ipv4_subnet_size: 128 }]]))).toEqual(['refuted']);
    expect(onVpc(site(vpc('10.0.0.0/24'), [fixed[0], [subnet('z', '10.0.0.32/27'), {}]])).map((verdict) => text(verdict))).toEqual([
      ['subnets `x` and `z` of VPC `v` overlap', 'shared: 10.0.0.32 to 10.0.0.63', 'hint: ranges that share no address'],
    ]);
  });

  test('other access modes and other VPCs take nothing of them', () => {
    expect(
      results(
        site(vpc('10.0.0.0/26'), [
          [subnet('a'), {}],
          [subnet('b'), { access_mode: 'Public' }],
        ]),
      ),
    ).toEqual(['proved']);
    expect(
      results(
        site(vpc('10.0.0.0/26'), [
          [subnet('a'), {}],
          [subnet('b', token(), { space: 'other' }), {}],
        ]),
      ),
    ).toEqual(['proved']);
    expect(
      results(
        site(vpc('10.0.0.0/26'), [
          [subnet('a'), {}],
          [subnet('b'), { ip_blocks: ['/x'] }],
        ]),
      ),
    ).toEqual(['undecided']);
    expect(
      results(
        site(vpc('10.0.0.0/26'), [
          [subnet('a'), {}],
          [subnet('b'), { access_mode: token() }],
        ]),
      ),
    ).toEqual(['undecided']);
    expect(
      results(
        site(vpc('10.0.0.0/26'), [
          [subnet('a'), {}],
          [subnet('b', token(), { space: token() }), {}],
        ]),
      ),
    ).toEqual(['undecided']);
  });

  test('is undecided about tokens, and fails where what is known is too much', () => {
    expect(results(site(vpc(token()), [[subnet('a'), {}]]))).toEqual(['undecided']);
    expect(results(site(vpc('10.0.0.0/26'), [[subnet('a'), { ipv4_subnet_size: token() }]]))).toEqual(['undecided']);
    expect(
      results(
        site(vpc('10.0.0.0/26'), [
          [subnet('a'), { ipv4_subnet_size: token() }],
          [subnet('b'), { ipv4_subnet_size: 128 }],
        ]),
      ),
    ).toEqual(['refuted']);
    expect(results(site(vpc('10.0.0.0/26'), [[subnet('a', token(), { instances: Interval.between(0, 1) }), {}]]))).toEqual(['undecided']);
    expect(results(site(vpc('10.0.0.0/26'), [[subnet('a', token(), { instances: Interval.exactly(2) }), {}]]))).toEqual(['refuted']);
  });

  test('fails for private ranges that overlap, and for sizes that no subnet has', () => {
    expect(onVpc(site(vpc('10.0.0.0/24', '10.0.0.0/25'), [])).map((verdict) => text(verdict))).toEqual([
      [
        'private ranges of VPC `v` overlap',
        'ranges: 10.0.0.0/24 and 10.0.0.0/25',
        'shared: 10.0.0.0 to 10.0.0.127',
        'hint: ranges that share no address',
      ],
    ]);
    const sizes = (size: number) => onVpc(site(vpc('10.0.0.0/8'), [[subnet('a'), { ipv4_subnet_size: size }]]));
    expect([4, 8, 65_536, 131_072].map((size) => sizes(size)[0]!.verdict)).toEqual(['refuted', 'proved', 'proved', 'refuted']);
    expect(sizes(100)).toMatchObject([{ verdict: 'refuted', severity: 'warning' }]);
    expect(sizes(4)[0]).not.toHaveProperty('severity');
  });

  test('a subnet of a VPC has room for its VMs less what NSX may keep', () => {
    const on = subnet('a', '10.0.0.0/28');
    const estate = (howMany: number): Estate => {
      const machines = Array.from({ length: howMany }, (_, i) => aMachine(`vm-${i}`, undefined, { networks: [on.id] }));
      const made = site(vpc('10.0.0.0/24'), [[on, {}]]);
      return { ...made, vsphere: { ...made.vsphere, machines } };
    };
    expect([12, 13, 14, 15].map((n) => judged(addresses, estate(n))[0]!.verdict)).toEqual(['proved', 'undecided', 'undecided', 'refuted']);
  });

  test('one of which only the size is said has that many', () => {
    const on = subnet('a', token(), { subnets: some() });
    const estate = (howMany: number, values: ResourceInstance['values']): Estate => {
      const machines = Array.from({ length: howMany }, (_, i) => aMachine(`vm-${i}`, undefined, { networks: [on.id] }));
      const made = site(vpc('10.0.0.0/24'), [[on, values]]);
      return { ...made, vsphere: { ...made.vsphere, machines } };
    };
    const of = (howMany: number, values: ResourceInstance['values'] = { ipv4_subnet_size: 16 }) => judged(addresses, estate(howMany, values))[0]!;
    expect([12, 13, 14, 15].map((n) => of(n).verdict)).toEqual(['proved', 'undecided', 'undecided', 'refuted']);
    expect(of(60, {}).verdict).toBe('proved');
    expect(text(of(15))).toEqual([
      'segment `a` has fewer addresses than VMs that need one',
      'need one: 15 network adapters',
      'there are: 14 addresses that a VM can have in a subnet of 16 addresses',
      'hint: a subnet with 1 address more, or fewer VMs',
    ]);
    expect(text(of(13))[1]).toBe('because: what NSX keeps of it, for its gateway and DHCP, is not shown');
    expect(of(1, { ipv4_subnet_size: token() }).verdict).toBe('undecided');
  });
});
