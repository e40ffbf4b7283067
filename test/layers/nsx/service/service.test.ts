import { TerraformVariable, Testing } from 'cdktf';
import { Flow } from 'cdk-strata';
import { Service, ServiceEntry } from 'cdk-strata/nsx';
import { manager, Net, Space } from '../group/net';

/** What is rendered of a service with these entries. */
function rendered(entries: (net: Net) => readonly (Flow | ServiceEntry)[]): Record<string, unknown> {
  const net = new Net();
  new Service(net, 's', { entries: entries(net) });
  return net.rendered('nsxt_policy_service').s!;
}

/** The sets of ports of a service. */
const sets = (...entries: ServiceEntry[]): unknown => rendered(() => entries).l4_port_set_entry;

test.each<[string, () => unknown]>([
  ['ports is an empty list, which NSX takes for any port; leave it out where that is meant', () => ServiceEntry.tcpPorts({ ports: [] })],
  ['ports must be a list of ports, got null', () => ServiceEntry.udpPorts({ ports: null as never })],
  ['sourcePorts is an empty list', () => ServiceEntry.algorithm('FTP', { port: 21, sourcePorts: [] })],
])('%s', (message, make) => {
  expect(make).toThrow(message);
});

describe('a service', () => {
  test('renders every kind of entry', () => {
    const net = new Net();
    const https = Service.fromLookup(net, 'https', { name: 'HTTPS' });
    const service = new Service(net, 'all', {
      name: 'everything',
      description: 'One of each',
      nsxTags: [{ tag: 'test' }],
      nsxId: 'everything',
      entries: [
        Flow.tcp(443),
        Flow.udp(8000, 8099),
        ServiceEntry.tcp(22, [8000, 8099], '9000-9009', '53'),
        ServiceEntry.udpPorts({ sourcePorts: [123] }),
        ServiceEntry.tcp(),
        ServiceEntry.icmp4(),
        ServiceEntry.icmp4({ type: 3, code: 0 }),
        ServiceEntry.icmp6({ type: 0 }),
        ServiceEntry.igmp(),
        ServiceEntry.ipProtocol(132),
        ServiceEntry.algorithm('FTP', { port: 21 }),
        ServiceEntry.algorithm('TFTP', { port: '69', sourcePorts: [[1024, 65535]] }),
        https,
        ServiceEntry.nested(Service.fromAttributes(net, 'ssh', { servicePath: '/infra/services/SSH' })),
      ],
    });
    expect(net.rendered('nsxt_policy_service')).toMatchSnapshot();
    expect(service.serviceName).toBe('everything');
    expect(net.resolve(service.servicePath)).toBe('${nsxt_policy_service.all.path}');
    expect(Service.isService(service)).toBe(true);
    expect(Service.isService(https)).toBe(false);
  });

  test('of layer 2 has entries of its own', () => {
    expect(rendered(() => [ServiceEntry.etherType(0x0806), ServiceEntry.etherType(0x86dd)])).toEqual({
      display_name: 's',
      ether_type_entry: [{ ether_type: 2054 }, { ether_type: 34525 }],
      lifecycle: { create_before_destroy: true },
    });
    expect(() => rendered(() => [ServiceEntry.etherType(0x0806), Flow.tcp(1)])).toThrow('[lab/s] NSX takes no EtherType beside other protocols');
  });

  test('of layer 2 may have others of its like in it', () => {
    const net = new Net();
    const arp = new Service(net, 'arp', { entries: [ServiceEntry.etherType(0x0806)] });
    new Service(net, 'both', { entries: [arp, ServiceEntry.etherType(0x86dd)] });
    expect(net.rendered('nsxt_policy_service').both).toMatchObject({
      ether_type_entry: [{ ether_type: 34525 }],
      nested_service_entry: [{ nested_service_path: '${nsxt_policy_service.arp.path}' }],
    });
  });

  test('has an entry once', () => {
    expect(sets(ServiceEntry.tcp(443), ServiceEntry.tcp(443, 443))).toEqual([{ protocol: 'TCP', destination_ports: ['443'] }]);
  });

  test('lies where it stands in the tree', () => {
    const net = new Net();
    new Service(new Space(net, 'shop'), 'a', { entries: [Flow.tcp(1)] });
    new Service(manager(net, 'edge', 'edge'), 'b', { entries: [Flow.tcp(1)] });
    expect(Object.values(net.rendered('nsxt_policy_service')).map(({ provider, context }) => [provider, context])).toEqual([
      ['nsxt.edge', undefined],
      [undefined, { project_id: 'shop' }],
    ]);
    expect(() => new Service(new Space(net, 'web', 'shop', 'web'), 'c', { entries: [Flow.tcp(1)] })).toThrow('[lab/web/c] it lies in the VPC');
  });

  test('names another one across stacks', () => {
    const app = Testing.app();
    const [one, two] = [new Net(app, 'one'), new Net(app, 'two')];
    new Service(two, 's', { entries: [new Service(one, 'o', { entries: [Flow.tcp(1)] })] });
    for (const stack of [one, two]) stack.prepareStack();
    expect(JSON.stringify(two.rendered('nsxt_policy_service'))).toContain('terraform_remote_state');
  });

  test('names none of another manager', () => {
    const net = new Net();
    const other = Service.fromLookup(manager(net, 'edge', 'edge', 'nsx.edge.example.com'), 'o', { name: 'HTTPS' });
    for (const entry of [other, ServiceEntry.nested(other)]) {
      expect(() => new Service(net, `s${String(entry === other)}`, { entries: [entry] })).toThrow('entries[0] is lab/edge/o, of the NSX manager');
    }
  });

  test('takes tokens', () => {
    const { l4_port_set_entry, icmp_entry, algorithm_entry } = rendered((net) => {
      const port = new TerraformVariable(net, 'port', { type: 'number' }).numberValue;
      const range = new TerraformVariable(net, 'range', { type: 'string' }).stringValue;
      return [ServiceEntry.tcp(port, [port, 9000], range), ServiceEntry.icmp4({ type: port }), ServiceEntry.algorithm('FTP', { port })];
    });
    expect(l4_port_set_entry).toEqual([{ protocol: 'TCP', destination_ports: ['${var.port}', '${var.port}-9000', '${var.range}'] }]);
    expect(icmp_entry).toEqual([{ protocol: 'ICMPv4', icmp_type: '${var.port}' }]);
    expect(algorithm_entry).toEqual([{ algorithm: 'FTP', destination_port: '${var.port}' }]);
  });

  test.each([
    ['[lab/s] entries must be a list of at least one, got a list of 0', []],
    ['[lab/s] entries must be a list of at least one, got undefined', undefined as never],
    ['[lab/s] entries[0] must be a Flow, a ServiceEntry or a service, got "HTTPS"', ['HTTPS' as never]],
    [
      '[lab/s] entries[0] is sctp 3868, and NSX knows SCTP as IP protocol 132 only, without its ports; give `ServiceEntry.ipProtocol(132)`',
      [Flow.sctp(3868)],
    ],
    ['[lab/s] entries[1] is a flow of "gre"', [Flow.tcp(1), { protocol: 'gre' } as never]],
  ])('is refused: %s', (message, entries) => {
    expect(() => new Service(new Net(), 's', { entries })).toThrow(message);
  });
});

describe('a set of ports', () => {
  test('has at most fifteen values, of which a range is two: more become several sets', () => {
    const ports = Array.from({ length: 15 }, (_, n) => n + 1);
    expect(sets(ServiceEntry.tcp(...ports))).toHaveLength(1);
    expect(sets(ServiceEntry.tcp(...ports, 16))).toEqual([
      { protocol: 'TCP', destination_ports: ports.map(String) },
      { protocol: 'TCP', destination_ports: ['16'] },
    ]);
    const ranges = Array.from({ length: 8 }, (_, n) => [10 * n + 1, 10 * n + 5] as const);
    expect((sets(ServiceEntry.udp(...ranges)) as { destination_ports: string[] }[]).map((set) => set.destination_ports.length)).toEqual([7, 1]);
  });

  test('is split so that every pair of destination and source is in one', () => {
    const [ports, sourcePorts] = [17, 16].map((count) => Array.from({ length: count }, (_, n) => n));
    const pairs = (sets(ServiceEntry.tcpPorts({ ports, sourcePorts })) as { destination_ports: string[]; source_ports: string[] }[]).flatMap((set) =>
      set.destination_ports.flatMap((to) => set.source_ports.map((from) => `${from} ${to}`)),
    );
    expect(pairs).toHaveLength(17 * 16);
    expect(new Set(pairs).size).toBe(17 * 16);
  });

  test('of an algorithm is split by its source ports', () => {
    const sourcePorts = Array.from({ length: 16 }, (_, n) => n);
    expect(rendered(() => [ServiceEntry.algorithm('FTP', { port: 21, sourcePorts })]).algorithm_entry).toHaveLength(2);
  });

  test.each([
    [() => ServiceEntry.tcp(65536), 'ports[0] must be a port from 0 to 65535 or a range of them, got 65536'],
    [() => ServiceEntry.tcp(-1), 'ports[0] must be a port'],
    [() => ServiceEntry.tcp(1.5), 'ports[0] must be a port'],
    [() => ServiceEntry.tcp('http'), 'ports[0] must be a port from 0 to 65535 or a range of them, got "http"; give one such as 443'],
    [() => ServiceEntry.tcp('1-2-3'), 'ports[0] must be a port'],
    [() => ServiceEntry.tcp([9, 1]), 'ports[0] must not end before it starts, got 9-1; write 1-9'],
    [() => ServiceEntry.tcp(1, undefined as never), 'ports[1] must be a port'],
    [() => ServiceEntry.tcpPorts({ sourcePorts: 5 as never }), 'sourcePorts must be a list of ports, got 5'],
    [() => ServiceEntry.tcpPorts(undefined as never), 'props must be an object, got undefined'],
    [() => ServiceEntry.icmp4({ type: 256 }), 'type must be a whole number from 0 to 255, got 256'],
    [() => ServiceEntry.icmp4({ type: 3, code: -1 }), 'code must be a whole number from 0 to 255, got -1'],
    [() => ServiceEntry.icmp6({ code: 4 }), 'code is given without its type: 4; give both'],
    [() => ServiceEntry.ipProtocol(256), 'protocol must be a whole number from 0 to 255, got 256'],
    [() => ServiceEntry.etherType(0x10000), 'etherType must be a whole number from 0 to 65535'],
    [() => ServiceEntry.algorithm('SIP' as never, { port: 1 }), 'algorithm must be one of "ORACLE_TNS"'],
    [() => ServiceEntry.algorithm('FTP', { port: '20-21' }), 'port must be a single port, got the range 20-21'],
    [() => ServiceEntry.nested('HTTPS' as never), 'service must be a service, got "HTTPS"'],
  ])('%#: and its like are checked', (make, message) => {
    expect(make).toThrow(message);
  });
});

describe('a service that exists', () => {
  test('is looked up by its name, outside projects unless it is one of the project', () => {
    const net = new Net();
    const service = Service.fromLookup(net, 'https', { name: 'HTTPS' });
    const shop = new Space(net, 'shop');
    Service.fromLookup(shop, 'shared', { name: 'HTTPS' });
    Service.fromLookup(shop, 'own', { name: 'ledger', shared: false });
    expect(net.rendered('data.nsxt_policy_service')).toMatchSnapshot();
    expect(net.resolve(service.servicePath)).toBe('${data.nsxt_policy_service.https.path}');
    expect(service.serviceName).toBe('HTTPS');
  });

  test('is known by its path', () => {
    const net = new Net();
    expect(Service.fromAttributes(net, 'a', { servicePath: '/infra/services/SSH', serviceName: 'SSH' })).toMatchObject({ serviceName: 'SSH' });
    expect(() => Service.fromAttributes(net, 'b', { servicePath: 'SSH' })).toThrow('[lab/b] servicePath must be a policy path');
    expect(() => Service.fromLookup(net, 'c', { name: '' })).toThrow('[lab/c] name must not be empty');
    expect(() => Service.fromLookup(net, 'd', { name: 'x', shared: 'no' as never })).toThrow('[lab/d] shared must be one of true, false');
  });
});
