import { Token } from 'cdktf';
import { Cidr } from 'cdk-strata';
import { type FixedSubnetProps, IpBlock, IpPool, IpPoolSubnet, Project } from 'cdk-strata/nsx';
import { manager, Site } from '../tenancy/site';

const cidr = Cidr.of('10.20.0.0/24');
const ranges = [{ start: '10.20.0.10', end: '10.20.0.99' }];
const fixed = (props: Partial<FixedSubnetProps> = {}): IpPoolSubnet => IpPoolSubnet.fixed({ cidr, ranges, ...props });
const token = Token.asString({ 'Fn::x': 1 });

const pool = (subnets: Record<string, IpPoolSubnet>, site = new Site()): IpPool => new IpPool(site, 'teps', { subnets });

describe('IpPool renders', () => {
  test('its subnets, each with all that it is told', () => {
    const site = new Site();
    const block = IpBlock.fromLookup(site, 'block', { name: 'Public' });
    const own = new IpPool(site, 'teps', {
      name: 'TEPs',
      description: 'tunnel endpoints',
      nsxTags: [{ tag: 'lab' }],
      nsxId: 'teps',
      subnets: {
        lab: fixed({ gateway: '10.20.0.1', dnsServers: ['10.20.0.2', token], dnsSuffix: 'lab.example.com' }),
        more: IpPoolSubnet.ofBlock(block, 64, { autoAssignGateway: false }),
      },
    });
    expect([
      site.only('nsxt_policy_ip_pool'),
      site.only('nsxt_policy_ip_pool_static_subnet'),
      site.only('nsxt_policy_ip_pool_block_subnet'),
    ]).toMatchSnapshot();
    expect(Object.keys(own.subnets)).toEqual(['lab', 'more']);
    expect(site.resolve(own.ipPoolPath)).toBe('${nsxt_policy_ip_pool.teps.path}');
    expect(IpPool.isIpPool(own)).toBe(true);
    expect(IpPool.isIpPool(block)).toBe(false);
  });

  test('the least that it needs, in the project it is made in and for the manager it stands below', () => {
    const site = new Site();
    const other = manager(site, 'other', 'other', 'nsx2.example.com');
    new IpPool(Project.fromAttributes(other, 'shop', { projectId: 'shop' }), 'teps', { subnets: { lab: fixed() } });
    expect([site.only('nsxt_policy_ip_pool'), site.only('nsxt_policy_ip_pool_static_subnet')]).toMatchSnapshot();
  });

  test('a size that is a token, of a block of which nobody said the ranges', () => {
    const site = new Site();
    const size = Token.asNumber({ a: 1 });
    pool({ a: IpPoolSubnet.ofBlock(new IpBlock(site, 'b', { cidr }), size) }, site);
    expect(site.only('nsxt_policy_ip_pool_block_subnet')).toMatchObject({ display_name: 'a', block_path: '${nsxt_policy_ip_block.b.path}' });
  });

  test('ranges and gateways that it cannot check as they are', () => {
    expect(() => fixed({ ranges: [{ start: token, end: '1.1.1.1' }], gateway: '10.20.0.50' })).not.toThrow();
    expect(() => fixed({ gateway: token })).not.toThrow();
  });

  test('IPv6', () => {
    expect(() =>
      IpPoolSubnet.fixed({ cidr: Cidr.of('2001:db8::/64'), ranges: [{ start: '2001:db8::10', end: '2001:db8::ff' }], gateway: '2001:db8::1' }),
    ).not.toThrow();
  });
});

describe('a fixed subnet refuses', () => {
  test.each<[Partial<FixedSubnetProps>, string]>([
    [{ cidr: '10.20.0.0/24' as never }, 'cidr must be a Cidr, got "10.20.0.0/24"'],
    [{ ranges: [] }, 'a subnet needs at least one range of 10.20.0.0/24 to give out, got none'],
    [{ ranges: [{ start: '10.20.0.10', end: '10.20.1.1' }] }, 'range 10.20.0.10-10.20.1.1 lies outside the subnet 10.20.0.0/24'],
    [
      { ranges: [...ranges, { start: '10.20.0.99', end: '10.20.0.120' }] },
      'ranges must not overlap, got 10.20.0.10-10.20.0.99 and 10.20.0.99-10.20.0.120',
    ],
    [{ gateway: '10.20.1.1' }, 'gateway 10.20.1.1 lies outside the subnet 10.20.0.0/24'],
    [
      { gateway: '10.20.0.10' },
      'gateway 10.20.0.10 lies in the range 10.20.0.10-10.20.0.99, so that it would be given out as well; shorten the range',
    ],
    [{ gateway: '10.20.0.99' }, 'gateway 10.20.0.99 lies in the range'],
    [{ gateway: 'gw' }, 'gateway must be an IP address, got "gw"'],
    [{ dnsServers: ['a'] }, 'dnsServers[0] must be an IP address, got "a"'],
    [{ dnsServers: ['10.0.0.1', '10.0.0.1'] }, 'dnsServers must differ'],
    [{ dnsServers: ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'] }, 'a subnet has at most 3 DNS servers, got 4; leave some out'],
    [{ dnsSuffix: '' }, 'dnsSuffix must not be empty'],
  ])('%j', (props, message) => {
    expect(() => fixed(props)).toThrow(message);
  });
});

describe('a subnet of a block refuses', () => {
  test.each<[number, string]>([
    [0, 'size must be a whole number of at least 1, got 0; give a power of 2, such as 64'],
    [24, 'size must be a power of 2, got 24; give 16 or 32'],
    [512, 'size is 512, and no range of the block site/block has more than 256 addresses'],
  ])('size %s', (size, message) => {
    const block = new IpBlock(new Site(), 'block', { cidrs: [cidr, Cidr.of('10.30.0.0/25')] });
    expect(() => IpPoolSubnet.ofBlock(block, size)).toThrow(message);
    expect(() => IpPoolSubnet.ofBlock(block, 256)).not.toThrow();
  });

  test('what is no block, and a flag that is none', () => {
    const block = new IpBlock(new Site(), 'block', { cidr });
    expect(() => IpPoolSubnet.ofBlock('public' as never, 64)).toThrow('block must be an IP block, got "public"; give a `new IpBlock(...)`');
    expect(() => IpPoolSubnet.ofBlock(block, 64, { autoAssignGateway: 1 as never })).toThrow('autoAssignGateway must be one of true, false, got 1');
  });
});

describe('IpPool refuses', () => {
  test.each<[unknown, string]>([
    [undefined, 'subnets must be an object of subnets by their names, got undefined; write `{ lab: IpPoolSubnet.fixed(...) }`'],
    [[fixed()], 'subnets must be an object of subnets by their names, got a list of 1'],
    [{}, 'a pool needs a subnet to give addresses from, got none'],
    [{ 'a b': fixed() }, 'the name of a subnet must be letters, digits, "_" and "-", and not "Default", got "a b"; choose another'],
    [{ Default: fixed() }, 'the name of a subnet must be letters'],
    [{ a: cidr }, 'subnets.a must be an IpPoolSubnet, got an object of Cidr; give one such as'],
    [{ a: fixed(), b: fixed() }, 'subnets must not overlap, got 10.20.0.0/24 and 10.20.0.0/24'],
  ])('%#', (subnets, message) => {
    expect(() => pool(subnets as never)).toThrow(`[site/teps] ${message}`);
  });

  test('a place in a VPC', () => {
    const site = new Site();
    expect(() => new IpPool(site.vpc(), 'teps', { subnets: { lab: fixed() } })).toThrow('it lies in the VPC site/shop/web');
  });

  test('a block of another manager', () => {
    const site = new Site();
    const block = new IpBlock(manager(site, 'other', 'other', 'nsx2.example.com'), 'block', { cidr });
    expect(() => pool({ a: IpPoolSubnet.ofBlock(block, 4) }, site)).toThrow(
      'the block of the subnet a is site/other/block, of the NSX manager "nsx2.example.com" by site/other, and this goes to "nsx.example.com"',
    );
  });
});

test('an IpPool that exists', () => {
  const site = new Site();
  IpPool.fromLookup(site, 'a', { name: 'TEPs' });
  expect(site.only('data.nsxt_policy_ip_pool')).toEqual({ display_name: 'TEPs' });
  expect(IpPool.fromAttributes(site, 'b', { ipPoolPath: '/infra/ip-pools/teps' }).ipPoolPath).toBe('/infra/ip-pools/teps');
  expect(() => IpPool.fromAttributes(site, 'c', { ipPoolPath: 'teps' })).toThrow('ipPoolPath must be a policy path');
});
