import { Token } from 'cdktf';
import { Cidr } from 'cdk-strata';
import { IpBlock, type IpBlockProps, Vpc, Project } from 'cdk-strata/nsx';
import type { Construct } from 'constructs';
import { manager, Site } from '../tenancy/site';

const TYPE = 'nsxt_policy_ip_block';
const cidr = Cidr.of('192.0.2.0/24');
const token = Token.asString({ 'Fn::x': 1 });

const make = (props: IpBlockProps, scope: Construct = new Site()): IpBlock => new IpBlock(scope, 'public', props);

describe('IpBlock renders', () => {
  test('a range alone', () => {
    const site = new Site();
    const block = make({ cidr }, site);
    expect(site.only(TYPE)).toEqual({
      display_name: 'public',
      cidr: '192.0.2.0/24',
      lifecycle: { create_before_destroy: true },
    });
    expect(site.resolve(block.ipBlockPath)).toBe('${nsxt_policy_ip_block.public.path}');
    expect(IpBlock.isIpBlock(block)).toBe(true);
    expect(IpBlock.isIpBlock(site)).toBe(false);
  });

  test('everything it is told', () => {
    const site = new Site();
    const props: IpBlockProps = {
      name: 'Public',
      description: 'addresses outside',
      nsxTags: [{ scope: 'use', tag: 'public' }],
      nsxId: 'public-1',
      cidrs: [cidr, Cidr.of('198.51.100.0/25')],
      ranges: [{ start: '198.51.100.128', end: '198.51.100.199' }],
      excluded: [{ start: '198.51.100.120', end: '198.51.100.130' }],
      visibility: 'external',
      subnetExclusive: false,
    };
    make(props, site);
    expect(site.only(TYPE)).toMatchSnapshot();
  });

  test('what is private', () => {
    const site = new Site();
    make({ cidr, visibility: 'private' }, site);
    expect(site.only(TYPE)).toMatchObject({ visibility: 'PRIVATE' });
  });

  test('it in the project it is made in, and not in the default project', () => {
    const site = new Site();
    make({ cidr }, Project.fromAttributes(site, 'shop', { projectId: 'shop' }) as Construct);
    make({ cidr }, Project.default(site, 'default') as Construct);
    expect(Object.values(site.rendered(TYPE)).map(({ context }) => context)).toEqual([undefined, { project_id: 'shop' }]);
  });

  test('it for the manager it stands below', () => {
    const site = new Site();
    make({ cidr }, manager(site, 'other', 'other', 'nsx2.example.com'));
    expect(site.only(TYPE)).toMatchObject({ provider: 'nsxt.other' });
  });

  test('ranges that it cannot check as they are', () => {
    const site = new Site();
    make({ cidrs: [cidr], ranges: [{ start: token, end: '10.0.0.9' }], excluded: [{ start: '10.0.0.1', end: '10.0.0.2' }] }, site);
    expect(site.only(TYPE)).toMatchObject({ range: [{ end: '10.0.0.9' }], excluded_ips: [{ start: '10.0.0.1', end: '10.0.0.2' }] });
  });
});

describe('IpBlock refuses', () => {
  test.each<[IpBlockProps, string]>([
    [{}, 'a block needs addresses, got none; give one such as `cidr: Cidr.of(...)`'],
    [{ cidrs: [] }, 'a block needs addresses, got none'],
    [{ cidr: '192.0.2.0/24' as never }, 'cidr must be a Cidr, got "192.0.2.0/24"'],
    [{ cidr, cidrs: [cidr] }, 'cidrs cannot stand beside cidr; write `cidrs: [...]` for 192.0.2.0/24 and whatever else it has'],
    [{ cidr, ranges: [] }, 'ranges cannot stand beside cidr'],
    [{ cidr, excluded: [] }, 'excluded cannot stand beside cidr'],
    [
      { cidrs: [cidr, Cidr.of('192.0.2.128/25')] },
      'cidrs and ranges must not overlap, got 192.0.2.0/24 and 192.0.2.128/25; join them, or shorten one',
    ],
    [
      { cidrs: [cidr], ranges: [{ start: '192.0.2.255', end: '192.0.3.1' }] },
      'cidrs and ranges must not overlap, got 192.0.2.0/24 and 192.0.2.255-192.0.3.1',
    ],
    [{ cidrs: [cidr, Cidr.of('2001:db8::/64')] }, 'a block has addresses of one family, got 192.0.2.0/24 and 2001:db8::/64; make one for each'],
    [{ cidrs: [cidr], ranges: [{ start: '10.0.0.9', end: '10.0.0.1' }] }, 'ranges[0] goes from low to high, got 10.0.0.9 to 10.0.0.1; turn it round'],
    [{ cidrs: [cidr], ranges: [{ start: '10.0.0.9', end: '2001:db8::1' }] }, 'ranges[0] must stay within one family of addresses'],
    [{ cidrs: [cidr], ranges: [{ start: '10.0.0', end: '10.0.0.1' }] }, 'ranges[0].start must be an IP address, got "10.0.0"'],
    [{ cidrs: [cidr], ranges: ['10.0.0.1-10.0.0.9'] as never }, 'ranges[0] must be a range of addresses, got "10.0.0.1-10.0.0.9"; give one such as'],
    [{ cidrs: [cidr], ranges: '10.0.0.1' as never }, 'ranges must be a list, each of it a range of addresses'],
    [
      { cidrs: [cidr], excluded: [{ start: '192.0.2.250', end: '192.0.3.0' }] },
      'excluded 192.0.2.250-192.0.3.0 lies outside the block, which has 192.0.2.0/24; leave it out',
    ],
    [
      {
        cidrs: [cidr],
        excluded: [
          { start: '192.0.2.1', end: '192.0.2.5' },
          { start: '192.0.2.5', end: '192.0.2.6' },
        ],
      },
      'excluded must not overlap',
    ],
    [{ cidr, visibility: 'EXTERNAL' as never }, 'visibility must be one of "external", "private", got "EXTERNAL"'],
    [{ cidr, subnetExclusive: 'yes' as never }, 'subnetExclusive must be one of true, false, got "yes"'],
    [{ cidr, name: 'x'.repeat(256) }, 'name must have at most 255 characters, got 256'],
    [{ cidr, nsxId: 'a/b' }, 'nsxId must be one part of a policy path, without "/", got "a/b"'],
  ])('%j', (props, message) => {
    expect(() => make(props)).toThrow(`[site/public] ${message}`);
  });

  test('a place in a VPC', () => {
    const site = new Site();
    const vpc = site.vpc();
    expect(() => make({ cidr }, vpc)).toThrow('[site/shop/web/public] it lies in the VPC site/shop/web, and NSX has none of its kind in a VPC');
    expect(Vpc.isVpc(vpc)).toBe(true);
  });
});

describe('an IpBlock that exists', () => {
  test('is looked up in the space it is named in', () => {
    const site = new Site();
    const one = IpBlock.fromLookup(site, 'a', { name: 'Public', visibility: 'external' });
    IpBlock.fromLookup(Project.fromAttributes(site, 'shop', { projectId: 'shop' }), 'b', { name: 'Own' });
    expect(site.rendered('data.nsxt_policy_ip_block')).toEqual({
      a: { display_name: 'Public' },
      shop_b_91CD5B79: { display_name: 'Own', context: { project_id: 'shop' } },
    });
    expect(one.visibility).toBe('external');
    expect(site.resolve(one.ipBlockPath)).toBe('${data.nsxt_policy_ip_block.a.path}');
  });

  test('is known by its path', () => {
    const site = new Site();
    expect(IpBlock.fromAttributes(site, 'a', { ipBlockPath: '/infra/ip-blocks/public', visibility: 'private' })).toMatchObject({
      ipBlockPath: '/infra/ip-blocks/public',
      visibility: 'private',
    });
    expect(IpBlock.fromAttributes(site, 'b', { ipBlockPath: token }).ipBlockPath).toBe(token);
    expect(() => IpBlock.fromAttributes(site, 'c', { ipBlockPath: 'public' })).toThrow('ipBlockPath must be a policy path, such as');
    expect(() => IpBlock.fromLookup(site, 'd', { name: '' })).toThrow('name must not be empty');
  });
});
