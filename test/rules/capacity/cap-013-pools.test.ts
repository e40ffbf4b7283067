import type { Field, IpPoolSubnet } from '../../../lib/estate';
import { addresses } from '../../../lib/rules/capacity/cap-013-addresses';
import { anEstate, STACK, token } from '../../support/estate';
import { judged, outcomes, refutations, text, undecideds } from '../../support/judge';
import { all, anIpPool, recorded, some } from '../../support/nsx';

const range = (start: Field<string>, end: Field<string>) => ({ start, end });

describe('CAP-013 on IP pools', () => {
  const statically = (change: Partial<IpPoolSubnet & { kind: 'static' }> = {}): IpPoolSubnet => ({
    kind: 'static',
    id: `${STACK}/nsxt_policy_ip_pool_static_subnet.s`,
    cidr: '10.0.0.0/24',
    ranges: all(range('10.0.0.10', '10.0.0.19')),
    gateway: '10.0.0.1',
    ...change,
  });
  const pool = (...subnets: IpPoolSubnet[]) => anEstate({ nsx: { ipPools: [anIpPool('pool', { subnets: all(...subnets) })] } });

  test('passes for ranges within their subnet, without the gateway', () => {
    expect(judged(addresses, pool(statically()))).toEqual([
      { verdict: 'proved', subject: { path: 'site/pool', stack: 'site', address: 'nsxt_policy_ip_pool.pool' } },
    ]);
    expect(
      outcomes(
        addresses,
        pool(statically({ gateway: null }), statically({ cidr: '2001:db8::/64', ranges: all(range('2001:db8::1', '2001:db8::9')) })),
      ),
    ).toEqual(['proved']);
    expect(judged(addresses, pool())).toEqual([]);
    expect(
      judged(addresses, anEstate({ nsx: { ipPools: [recorded(anIpPool('pool', { subnets: all(statically({ gateway: '10.0.0.11' })) }))] } })),
    ).toEqual([]);
  });

  test.each([
    ['leaves the subnet', '10.0.0.250', '10.0.1.3', 'not within 10.0.0.0/24'],
    ['holds the gateway', '10.0.0.1', '10.0.0.9', 'holds 10.0.0.1, the address of the gateway'],
    ['is none', '10.0.0.9', '10.0.0.2', 'no range: two addresses of one version are expected, the lower one first'],
  ])('fails for a range that %s', (_, start, end, wrong) => {
    expect(text(refutations(addresses, pool(statically({ ranges: all(range(start, end)) })))[0])).toEqual([
      'IP pool `pool` cannot hand out its range',
      `range: \`${start}-${end}\``,
      `wrong: ${wrong}`,
      'hint: a range within the subnet, without its gateway',
    ]);
  });

  test('fails for ranges that overlap, of one subnet or of two', () => {
    const [a, b] = [range('10.0.0.10', '10.0.0.19'), range('10.0.0.19', '10.0.0.30')];
    const lines = [
      'ranges of IP pool `pool` overlap',
      'ranges: `10.0.0.10-10.0.0.19` and `10.0.0.19-10.0.0.30`',
      'shared: 10.0.0.19',
      'hint: ranges that share no address',
    ];
    expect(text(refutations(addresses, pool(statically({ ranges: all(a, b) })))[0])).toEqual(lines);
    expect(text(refutations(addresses, pool(statically({ ranges: all(a) }), statically({ ranges: all(b) })))[0])).toEqual(lines);
  });

  test('is undecided about tokens, and judges the rest', () => {
    for (const change of [
      { cidr: token() },
      { gateway: token() },
      { ranges: some(range('10.0.0.10', '10.0.0.11')) },
      { ranges: all(range(token(), '10.0.0.11')) },
      { ranges: all(range('10.0.0.10', token())) },
    ])
      expect(outcomes(addresses, pool(statically(change)))).toEqual(['undecided']);
    expect(text(undecideds(addresses, pool(statically({ cidr: token() })))[0])).toEqual([
      'whether the ranges of IP pool `pool` are in order',
      'because: a part of them is known only to whoever sets `site/var.size`',
      'decides it: literal subnets, ranges and gateways',
    ]);
    expect(outcomes(addresses, pool(statically({ cidr: token(), ranges: all(range('10.0.0.1', '10.0.0.3')) })))).toEqual(['refuted', 'undecided']);
    expect(outcomes(addresses, anEstate({ nsx: { ipPools: [anIpPool('pool', { subnets: some() })] } }))).toEqual(['undecided']);
  });
});
