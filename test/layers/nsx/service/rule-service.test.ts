import { Flow } from 'cdk-strata';
import { Service, ServiceEntry } from 'cdk-strata/nsx';
import { serviceEntriesOf } from '../../../../lib/layers/nsx/service/rule-service';
import { manager, Net } from '../group/net';

describe('what a rule is for', () => {
  test('is paths of services, and entries of its own', () => {
    const net = new Net();
    const https = Service.fromAttributes(net, 'https', { servicePath: '/infra/services/HTTPS' });
    expect(serviceEntriesOf(net, 'allow', [Flow.tcp(5432), https, https, ServiceEntry.icmp4({ type: 8 }), Flow.udp(53, 54)])).toEqual({
      services: ['/infra/services/HTTPS'],
      serviceEntries: {
        l4PortSetEntry: [
          { protocol: 'TCP', destinationPorts: ['5432'] },
          { protocol: 'UDP', destinationPorts: ['53-54'] },
        ],
        icmpEntry: [{ protocol: 'ICMPv4', icmpType: '8' }],
      },
    });
  });

  test('is left out where it is anything: an empty block of entries would be refused', () => {
    const net = new Net();
    const https = Service.fromAttributes(net, 'https', { servicePath: '/infra/services/HTTPS' });
    expect(serviceEntriesOf(net, 'allow', [])).toEqual({});
    expect(serviceEntriesOf(net, 'allow', [https])).not.toHaveProperty('serviceEntries');
    expect(serviceEntriesOf(net, 'allow', [Flow.tcp(1)])).not.toHaveProperty('services');
  });

  test('is refused where NSX cannot tell it', () => {
    const net = new Net();
    const https = Service.fromAttributes(net, 'https', { servicePath: '/infra/services/HTTPS' });
    expect(() => serviceEntriesOf(net, 'allow', [Flow.sctp(1, 2)])).toThrow('[lab] allow[0] is sctp 1-2, and NSX knows SCTP as IP protocol 132 only');
    expect(() => serviceEntriesOf(net, 'allow', [ServiceEntry.nested(https)])).toThrow(
      '[lab] allow[0] is all of the service lab/https; give that service itself',
    );
    expect(() => serviceEntriesOf(net, 'allow', ['HTTPS' as never])).toThrow(
      '[lab] allow[0] must be a Flow, a ServiceEntry or a service, got "HTTPS"',
    );
    expect(() => serviceEntriesOf(net, 'allow', Flow.tcp(1) as never)).toThrow('[lab] allow must be a list');
    expect(() => serviceEntriesOf(net, 'allow', 'HTTPS' as never)).toThrow('[lab] allow must be a list, got "HTTPS"');
  });

  test('is of the same manager', () => {
    const net = new Net();
    const user = new Service(net, 'user', { entries: [Flow.tcp(1)] });
    const other = Service.fromLookup(manager(net, 'edge', 'edge', 'nsx.edge.example.com'), 'o', { name: 'HTTPS' });
    expect(() => serviceEntriesOf(user, 'allow', [other])).toThrow('allow[0] is lab/edge/o, of the NSX manager "nsx.edge.example.com"');
  });
});
