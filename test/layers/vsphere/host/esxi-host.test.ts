import { TerraformVariable, Token } from 'cdktf';
import fc from 'fast-check';
import { Secret } from 'cdk-strata';
import { Datacenter, EsxiHost, HostThumbprint, Tag, VcenterCluster } from 'cdk-strata/vsphere';
import { Lab, metal, password } from '../lab';

const validate = (lab: Lab): string[] => lab.node.findAll().flatMap((construct) => construct.node.validate());

describe('EsxiHost', () => {
  test('stands on its own in a datacenter', () => {
    const lab = new Lab();
    new EsxiHost(lab, 'lonely', {
      hostname: 'lonely.example.com',
      user: 'operator',
      password,
      datacenter: lab.datacenter,
      thumbprint: 'AA:BB',
      maintenance: true,
      lockdown: 'normal',
    });
    expect(lab.rendered('vsphere_host').lonely).toMatchObject({
      hostname: 'lonely.example.com',
      username: 'operator',
      password: '${var.esxi_password}',
      datacenter: '${data.vsphere_datacenter.dc.id}',
      thumbprint: 'AA:BB',
      maintenance: true,
      lockdown: 'normal',
    });
    expect(validate(lab)).toEqual([]);
  });

  test('renders every further option', () => {
    const lab = new Lab();
    new EsxiHost(lab, 'esx', {
      hostname: 'esx.example.com',
      password,
      datacenter: lab.datacenter,
      thumbprint: HostThumbprint.fromLookup(lab, 'print', { address: 'esx.example.com', port: 8443, trustAnyone: true }).sha1,
      connected: false,
      force: true,
      license: Secret.variable('esxi_license'),
      ntp: { servers: ['ntp1.example.com', '10.0.0.1'] },
      tags: [Tag.fromAttributes(lab, 'gold', { tagId: 'urn:vmomi:gold' })],
    });
    expect(lab.rendered('vsphere_host').esx).toMatchObject({
      thumbprint: '${data.vsphere_host_thumbprint.print.id}',
      connected: false,
      force: true,
      license: '${var.esxi_license}',
      services: [{ ntpd: { enabled: true, policy: 'on', ntp_servers: ['ntp1.example.com', '10.0.0.1'] } }],
      tags: ['urn:vmomi:gold'],
    });
    expect(lab.rendered('data.vsphere_host_thumbprint').print).toEqual({ address: 'esx.example.com', port: '8443', insecure: true });
  });

  test('says nothing of what it was not asked for', () => {
    const lab = new Lab();
    new EsxiHost(lab, 'esx', { hostname: 'esx', password, datacenter: lab.datacenter });
    expect(Object.keys(lab.rendered('vsphere_host').esx!).sort()).toEqual(['datacenter', 'hostname', 'password', 'username']);
  });

  test.each([
    ['no time server', { ntp: { servers: [] } }, 'ntp needs at least one server, got none'],
    [
      'a strange policy',
      { ntp: { servers: ['a'], policy: 'always' as never } },
      'policy of ntp must be one of "on", "off", "automatic", got "always"',
    ],
    ['a license in clear', { license: 'AAAAA-BBBBB' as never }, 'license must be a Secret, got a string'],
  ])('refuses %s', (_, props, message) => {
    expect(() => new EsxiHost(new Lab(), 'esx', { hostname: 'esx', password, ...props })).toThrow(`[lab/esx] ${message}`);
  });

  test('gives a fleet the same time servers', () => {
    const lab = new Lab();
    EsxiHost.fleet(lab, 'esx', {
      count: 2,
      hostname: (n) => `esx-${n}`,
      password,
      datacenter: lab.datacenter,
      ntp: { servers: ['ntp'], policy: 'automatic' },
    });
    for (const host of Object.values(lab.rendered('vsphere_host'))) {
      expect(host.services).toEqual([{ ntpd: { enabled: true, policy: 'automatic', ntp_servers: ['ntp'] } }]);
    }
  });

  test('names a datacenter that the stack owns by its managed object id', () => {
    const lab = new Lab();
    new EsxiHost(lab, 'esx', { hostname: 'esx', password, datacenter: new Datacenter(lab, 'own') });
    expect(lab.rendered('vsphere_host').esx).toMatchObject({ datacenter: '${vsphere_datacenter.own.moid}' });
  });

  test('fails validation in neither a cluster nor a datacenter', () => {
    const lab = new Lab();
    const host = new EsxiHost(lab, 'esx', { hostname: 'esx.example.com', password });
    expect(validate(lab)).toEqual([
      'host "esx.example.com" is in no cluster and no datacenter; hand it to a VcenterCluster, or give it a datacenter',
    ]);
    host.resource.cluster = 'domain-c8'; // by hand will do
    expect(validate(lab)).toEqual([]);
  });

  test('is refused with a rack and no model', () => {
    expect(() => new EsxiHost(new Lab(), 'esx', { hostname: 'esx', password, rack: 'r1' })).toThrow(
      '[lab/esx] the host has rack "r1" and no model; give the model too: what a rack takes with it depends on its hosts',
    );
  });

  test('is refused with a password from the environment', () => {
    expect(() => new EsxiHost(new Lab(), 'esx', { hostname: 'esx', password: Secret.environment() })).toThrow(
      '[lab/esx] a resource cannot read the environment',
    );
  });

  test('takes a token as hostname', () => {
    const lab = new Lab();
    const name = new TerraformVariable(lab, 'name', { type: 'string' }).stringValue;
    new EsxiHost(lab, 'esx', { hostname: name, password, datacenter: lab.datacenter });
    expect(lab.rendered('vsphere_host').esx).toMatchObject({ hostname: '${var.name}' });
  });

  test('is told from a looked-up one', () => {
    const lab = new Lab();
    expect(EsxiHost.isEsxiHost(lab.hosts(1).hosts[0])).toBe(true);
    expect(EsxiHost.isEsxiHost(EsxiHost.fromAttributes(lab, 'known', { hostId: 'host-1' }))).toBe(false);
    expect(EsxiHost.isEsxiHost(undefined)).toBe(false);
  });
});

describe('EsxiHost.fromLookup and fromAttributes', () => {
  test('a lookup finds the host by name and says what its metal is', () => {
    const lab = new Lab();
    const host = EsxiHost.fromLookup(lab, 'old', { hostname: 'old.example.com', datacenter: lab.datacenter, model: metal, rack: 'r9' });
    expect(lab.rendered('data.vsphere_host').old).toMatchObject({ name: 'old.example.com', datacenter_id: '${data.vsphere_datacenter.dc.id}' });
    expect(lab.resolve(host.hostId)).toBe('${data.vsphere_host.old.id}');
    expect(lab.declarations()).toEqual([{ kind: 'host-hardware', of: 'lab/old/Default', hardware: metal.toFacts(), rack: 'r9' }]);
  });

  test('attributes render nothing', () => {
    const lab = new Lab();
    const host = EsxiHost.fromAttributes(lab, 'known', { hostId: 'host-23' });
    expect([host.hostId, host.hostname, host.node.children]).toEqual(['host-23', 'host-23', []]);
  });
});

describe('EsxiHost.fleet', () => {
  test('numbers hosts from 1 and deals them to racks in turn', () => {
    const fleet = EsxiHost.fleet(new Lab(), 'esx', { count: 12, model: metal, racks: ['r1', 'r2', 'r3'], hostname: (n) => `esx-${n}`, password });
    expect(fleet.inRack('r2').map((host) => host.hostname)).toEqual(['esx-2', 'esx-5', 'esx-8', 'esx-11']);
    expect(fleet.onePerRack().map((host) => host.hostname)).toEqual(['esx-1', 'esx-2', 'esx-3']);
    expect([...fleet]).toEqual(fleet.hosts);
    expect(fleet.hosts[4]!.node.path).toBe('lab/esx/esx-5');
  });

  test('declares the metal and the rack of each host, at the element that renders it', () => {
    const lab = new Lab();
    EsxiHost.fleet(lab, 'esx', { count: 2, model: metal, racks: ['r1', 'r2'], hostname: (n) => `esx-${n}`, password });
    expect(lab.declarations()).toEqual([
      { kind: 'host-hardware', of: 'lab/esx/esx-1/Default', hardware: metal.toFacts(), rack: 'r1' },
      { kind: 'host-hardware', of: 'lab/esx/esx-2/Default', hardware: metal.toFacts(), rack: 'r2' },
    ]);
  });

  test('every host stands in one rack, and racks differ by at most one host', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 5 }), (count, rackCount) => {
        const racks = Array.from({ length: rackCount }, (_, index) => `r${index}`);
        const fleet = EsxiHost.fleet(new Lab(), 'esx', { count, model: metal, racks, hostname: (n) => `esx-${n}`, password });
        const sizes = fleet.onePerRack().map((host) => fleet.inRack(host.rack!).length);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(count);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 15 },
    );
  });

  test('gives each host its own thumbprint', () => {
    const lab = new Lab();
    const fleet = EsxiHost.fleet(lab, 'esx', {
      count: 2,
      hostname: (n) => `esx-${n}`,
      password,
      datacenter: lab.datacenter,
      thumbprint: (n) => `AA:0${n}`,
    });
    expect(fleet.hosts.map((host) => host.resource.thumbprintInput)).toEqual(['AA:01', 'AA:02']);
  });

  test.each([
    ['no host', { count: 0 }, '[lab/esx] count must be a whole number of at least 1, got 0'],
    ['half a host', { count: 1.5 }, '[lab/esx] count must be a whole number of at least 1, got 1.5'],
    ['a token as count', { count: Token.asNumber('${var.n}') }, '[lab/esx] count must be a number known at synthesis, got a Terraform token'],
    ['one name for all', { hostname: () => 'esx' }, '[lab/esx] hostnames of a fleet must differ, got "esx" for number 1 and number 2'],
    ['an empty name', { hostname: (n: number) => ' '.repeat(n) }, '[lab/esx] hostname(1) must not be empty, got " "'],
    ['no racks', { racks: [] }, '[lab/esx] racks must name at least one rack, got none'],
    ['a rack twice', { racks: ['r1', 'r1'] }, '[lab/esx] racks must differ, got "r1" for number 1 and number 2'],
    ['racks and no model', { racks: ['r1'], model: undefined }, '[lab/esx/esx-1] the host has rack "r1" and no model'],
  ])('refuses %s', (_, props, message) => {
    expect(() => EsxiHost.fleet(new Lab(), 'esx', { count: 2, model: metal, hostname: (n) => `esx-${n}`, password, ...props })).toThrow(message);
  });

  test('knows no rack but its own', () => {
    const fleet = EsxiHost.fleet(new Lab(), 'esx', { count: 2, model: metal, racks: ['r1', 'r2'], hostname: (n) => `esx-${n}`, password });
    expect(() => fleet.inRack('r3')).toThrow('[lab/esx] no host of the fleet stands in rack "r3"; its racks are r1, r2');
    expect(() => new Lab().hosts(2).onePerRack()).toThrow('[lab/esx] the racks of the fleet are not known; give it racks');
  });

  test('works where an owned fleet joins a cluster that is looked up', () => {
    const lab = new Lab();
    const hosts = lab.hosts(2);
    VcenterCluster.fromLookup(lab, 'old', { name: 'old', datacenter: lab.datacenter, hosts });
    expect(Object.values(lab.rendered('vsphere_host')).map((host) => host.cluster)).toEqual(Array(2).fill('${data.vsphere_compute_cluster.old.id}'));
    expect(validate(lab)).toEqual([]);
  });
});
