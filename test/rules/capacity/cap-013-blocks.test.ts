import { reference, type Estate, type Field, type IpBlock, type IpPool, type IpPoolSubnet, type ResourceInstance } from '../../../lib/estate';
import { addresses } from '../../../lib/rules/capacity/cap-013-addresses';
import { Interval } from '../../../lib/units';
import { anEstate, aResource, aStack, STACK, token } from '../../support/estate';
import { judged, outcomes, refutations, text, undecideds } from '../../support/judge';
import { all, anIpBlock, anIpPool, recorded, some } from '../../support/nsx';

describe('CAP-013 on IP blocks', () => {
  const of = (name: string, size: Field<number>, block: Field<string> = `${STACK}/nsxt_policy_ip_block.block`): IpPoolSubnet => ({
    kind: 'block',
    id: `${STACK}/nsxt_policy_ip_pool_block_subnet.${name}`,
    block,
    size,
  });
  const block = (...cidrs: Field<string>[]) => anIpBlock('block', { cidrs: all(...cidrs) });
  const site = (blocks: IpBlock | readonly IpBlock[], subnets: readonly IpPoolSubnet[], resources: readonly ResourceInstance[] = []): Estate =>
    anEstate({ nsx: { ipBlocks: [blocks].flat(), ipPools: [anIpPool('pool', { subnets: all(...subnets) })] }, stacks: [aStack({ resources })] });

  test('passes where aligned subnets have room, as a premise of nobody else', () => {
    const [verdict] = judged(addresses, site(block('10.0.0.0/24'), [of('a', 128), of('b', 64), of('c', 64)]));
    expect(verdict).toMatchObject({ verdict: 'proved', premises: [{ statement: 'nothing but this app takes addresses of IP block `block`' }] });
    expect(judged(addresses, anEstate({ nsx: { ipBlocks: [recorded(block('10.0.0.0/24'))] } }))).toEqual([]);
  });

  test('fails for more than it holds', () => {
    expect(refutations(addresses, site(block('10.0.0.0/24'), [of('a', 128), of('b', 64), of('c', 128)])).map((verdict) => text(verdict))).toEqual([
      [
        'IP block `block` is too small for the subnets that are taken of it',
        'taken: 320 addresses, in subnets of 64 or more, by `pool`',
        'there are: 256 addresses in `10.0.0.0/24`',
        'hint: a larger block, or smaller subnets',
      ],
    ]);
  });

  test('a subnet lies in one range, however many there are', () => {
    expect(outcomes(addresses, site(block('10.0.0.0/25', '10.0.1.0/25'), [of('a', 128), of('b', 128)]))).toEqual(['proved']);
    expect(outcomes(addresses, site(block('10.0.0.0/25', '10.0.1.0/25'), [of('a', 256)]))).toEqual(['refuted']);
    expect(outcomes(addresses, site(block('2001:db8::/96'), [of('a', 2 ** 32)]))).toEqual(['proved']);
    expect(outcomes(addresses, site(block('2001:db8::/96'), [of('a', 2 ** 32), of('b', 1)]))).toEqual(['refuted']);
  });

  test('says nothing of pools that cannot take of the block: of another project, or of another manager', () => {
    const outcome = (pool: Partial<IpPool>, change: Partial<IpBlock> = {}): string[] => {
      const own = { ...block('10.0.0.0/24'), space: 'project-a', ...change };
      const estate = anEstate({ nsx: { ipBlocks: [own], ipPools: [anIpPool('pool', { subnets: some(), ...pool })] } });
      return judged(addresses, estate).flatMap(({ subject, verdict }) => (subject.path === own.path ? [verdict] : []));
    };
    expect([outcome({ space: 'project-b' }), outcome({ manager: 'nsx-2.example.com' })]).toEqual([['proved'], ['proved']]);
    expect(outcome({ space: 'project-b', subnets: all(of('a', 64, token('block'))) })).toEqual(['proved']);
    expect(outcome({ space: 'project-a' })).toEqual(['undecided']);
    expect(outcome({ space: 'project-a', subnets: all(of('a', 64, token('block'))) })).toEqual(['undecided']);
    // A project may be given a block of the default space; and what a token says may be the same.
    expect(outcome({ space: 'project-b' }, { space: null })).toEqual(['undecided']);
    expect([outcome({ space: null }), outcome({ space: token('project') }), outcome({ space: 'project-b' }, { space: token('project') })]).toEqual(
      Array(3).fill(['undecided']),
    );
    expect([outcome({ space: 'project-a', manager: 'NSX.example.com' }), outcome({ space: 'project-a', manager: token('host') })]).toEqual([
      ['undecided'],
      ['undecided'],
    ]);
  });

  test('fails for a size that is no power of 2', () => {
    expect(text(refutations(addresses, site(block('10.0.0.0/24'), [of('a', 100)]))[0])).toEqual([
      'a subnet of IP block `block` has a size that no subnet has',
      'size: 100, for IP pool `pool`',
      'allowed: powers of 2',
      'hint: the next power of 2',
    ]);
  });

  test('is undecided about tokens, and fails where what is known is too much', () => {
    const reason = (estate: Estate) => undecideds(addresses, estate).map((verdict) => verdict.reason);
    expect(reason(site(block(token('cidr')), [of('a', 64)]))).toEqual([
      'a range of it, or the size of a subnet, is known only to whoever sets `site/var.cidr`',
    ]);
    expect(reason(site(block('10.0.0.0/24'), [of('a', token())]))).toEqual([
      'a range of it, or the size of a subnet, is known only to whoever sets `site/var.size`',
    ]);
    expect(outcomes(addresses, site(block('10.0.0.0/24'), [of('a', token()), of('b', 512)]))).toEqual(['refuted']);
    expect(reason(site(block('10.0.0.0/24'), [of('a', 64, token('block'))]))).toEqual([
      'which block a subnet is taken of is known only to whoever sets `site/var.block`',
    ]);
    expect(reason(site({ ...block('10.0.0.0/24'), cidrs: some('10.0.0.0/24') }, [of('a', 512)]))).toEqual([
      'not all of its ranges are shown, or addresses of them are excluded',
    ]);
    expect(reason(anEstate({ nsx: { ipBlocks: [block('10.0.0.0/24')], ipPools: [anIpPool('pool', { subnets: some() })] } }))).toContain(
      'not all subnets of IP pool `pool` are shown',
    );
  });

  test('addresses that are excluded leave it open', () => {
    const entry = (values: ResourceInstance['values']) => [aResource('nsxt_policy_ip_block', 'block', values)];
    expect(outcomes(addresses, site(block('10.0.0.0/24'), [of('a', 128)], entry({ excluded_ips: [{}] })))).toEqual(['undecided']);
    expect(outcomes(addresses, site(block('10.0.0.0/24'), [of('a', 512)], entry({ excluded_ips: [{}] })))).toEqual(['refuted']);
    expect(outcomes(addresses, site(block('10.0.0.0/24'), [of('a', 128)], entry({ excluded_ips: [] })))).toEqual(['proved']);
  });

  test.each([
    ['by reference', [reference(STACK, 'nsxt_policy_ip_block.block', 'path')]],
    ['by its path', '/infra/ip-blocks/block'],
  ])('is undecided where something else names it %s', (_, named) => {
    const user = aResource('nsxt_policy_project', 'p', { external_ipv4_blocks: named });
    expect(undecideds(addresses, site(block('10.0.0.0/24'), [of('a', 64)], [user])).map(({ reason }) => reason)).toEqual([
      '`site/p` takes of it as well, and how much is not shown',
    ]);
    const subnet = aResource('nsxt_policy_ip_pool_block_subnet', 'a', { block_path: named });
    expect(outcomes(addresses, site(block('10.0.0.0/24'), [of('a', 64)], [subnet]))).toEqual(['proved']);
  });

  test('fails for two blocks that hold the same addresses, unless one is private or elsewhere', () => {
    const other = (change: Partial<IpBlock> = {}) => anIpBlock('other', { cidrs: all('10.0.0.128/25'), ...change });
    expect(refutations(addresses, site([block('10.0.0.0/24'), other()], [])).map((verdict) => text(verdict))).toEqual([
      ['IP blocks `block` and `other` hold the same addresses', 'shared: 10.0.0.128/25, 128 addresses', 'hint: another range for `other`'],
    ]);
    for (const change of [
      { visibility: 'PRIVATE' },
      { space: 'project' },
      { manager: 'other' },
      { cidrs: all('10.0.1.0/24') },
      { instances: Interval.exactly(0) },
    ])
      expect(refutations(addresses, site([block('10.0.0.0/24'), other(change)], []))).toEqual([]);
    expect(undecideds(addresses, site([block('10.0.0.0/24'), other({ visibility: token() })], [])).map(({ message }) => message)).toEqual([
      'whether IP blocks `block` and `other` hold the same addresses',
    ]);
    expect(outcomes(addresses, site({ ...block('10.0.0.0/24'), instances: Interval.exactly(2) }, []))).toEqual(['refuted']);
  });
});
