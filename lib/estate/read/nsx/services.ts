import type { ContextProfile, Service, ServiceEntry } from '../../nsx';
import type { Blocks } from '../../object';
import { isUnknown, unknown, type Field, type Unknown } from '../../value';
import { keyOf, type Source } from '../attributes';
import { together, type Reading } from './reading';

export function readServices(reading: Reading): readonly Service[] {
  return reading.all('services', (source) => ({ entries: entriesOf(reading, source) }));
}

/** The entries of a service, or of a rule that says what it is for by itself. */
export function entriesOf(reading: Reading, source: Source): Blocks<ServiceEntry> {
  return together(
    ENTRIES.map(([name, read]): Blocks<ServiceEntry> => {
      const { items, complete, unknown: gap } = reading.blocks(source, name);
      const entries = items.map((block) => read(reading, block));
      // An entry of which not even the protocol is known may be for anything.
      const missing = gap ?? entries.find(isUnknown);
      return {
        items: entries.filter((entry): entry is ServiceEntry => !isUnknown(entry)),
        complete: complete && missing === undefined,
        ...(missing && { unknown: missing }),
      };
    }),
  );
}

const ENTRIES: readonly (readonly [string, (reading: Reading, block: Source) => ServiceEntry | Unknown])[] = [
  ['l4_port_set_entry', ports],
  [
    'icmp_entry',
    (reading, block) => ({
      kind: 'icmp',
      version: reading.reader.string(block, 'protocol'),
      type: numberOrNull(reading, block, 'icmp_type'),
      code: numberOrNull(reading, block, 'icmp_code'),
    }),
  ],
  ['igmp_entry', () => ({ kind: 'igmp' })],
  ['ip_protocol_entry', ({ reader }, block) => ({ kind: 'ip', protocol: reader.number(block, 'protocol') })],
  ['ether_type_entry', ({ reader }, block) => ({ kind: 'ether', etherType: reader.number(block, 'ether_type') })],
  [
    'algorithm_entry',
    (reading, block) => ({
      kind: 'algorithm',
      algorithm: reading.reader.string(block, 'algorithm'),
      destinationPorts: { items: [reading.reader.string(block, 'destination_port')], complete: true },
      sourcePorts: reading.texts(block, 'source_ports'),
    }),
  ],
  ['nested_service_entry', (reading, block) => ({ kind: 'nested', service: reading.object(block, 'nested_service_path', ['services']) })],
];

function ports(reading: Reading, block: Source): ServiceEntry | Unknown {
  const protocol = reading.reader.string(block, 'protocol');
  if (isUnknown(protocol)) return protocol;
  if (protocol !== 'TCP' && protocol !== 'UDP') return unknown('expression', JSON.stringify(protocol), keyOf(block.entry));
  return {
    kind: 'ports',
    protocol,
    destinationPorts: reading.texts(block, 'destination_ports'),
    sourcePorts: reading.texts(block, 'source_ports'),
  };
}

function numberOrNull(reading: Reading, block: Source, attribute: string): Field<number | null> {
  return reading.isSaid(block, attribute) ? reading.reader.number(block, attribute) : null;
}

export function readContextProfiles(reading: Reading): readonly ContextProfile[] {
  return reading.all('contextProfiles', (source) => ({
    applications: valuesOf(reading, source, 'app_id'),
    domains: valuesOf(reading, source, 'domain_name'),
  }));
}

function valuesOf(reading: Reading, source: Source, name: string): Blocks<Field<string>> {
  const { items, ...rest } = reading.blocks(source, name);
  return together([...items.map((block) => reading.texts(block, 'value')), { items: [], ...rest }]);
}
