import type { NatRule } from '../../nsx';
import type { Blocks } from '../../object';
import { isUnknown, unknown, type Field } from '../../value';
import { keyOf, type Source } from '../attributes';
import { NOBODY, NONE, openBlocks, type Reading } from './reading';

export function readNatRules(reading: Reading): readonly NatRule[] {
  const { reader } = reading;
  return reading.all('natRules', (source, { space }) => {
    const common = {
      action: reader.string(source, 'action'),
      enabled: reader.boolean(source, 'enabled'),
      firewallMatch: reader.string(source, 'firewall_match'),
    };
    if (source.entry.type === 'nsxt_vpc_nat_rule') {
      return {
        ...common,
        gateway: space.id ?? unknown('expression', 'parent_path', keyOf(source.entry)),
        priority: reader.number(source, 'sequence_number'),
        sources: commaList(reading, source, 'source_network'),
        destinations: commaList(reading, source, 'destination_network'),
        translated: commaList(reading, source, 'translated_network'),
        service: null,
        translatedPorts: null,
        appliedTo: NOBODY,
      };
    }
    return {
      ...common,
      gateway: reading.object(source, 'gateway_path', ['tier0Gateways', 'tier1Gateways']),
      priority: reader.number(source, 'rule_priority'),
      sources: reading.texts(source, 'source_networks'),
      destinations: reading.texts(source, 'destination_networks'),
      translated: reading.texts(source, 'translated_networks'),
      service: reading.objectOrNull(source, 'service', ['services']),
      translatedPorts: reading.textOrNull(source, 'translated_ports'),
      appliedTo: reading.members(source, 'scope'),
    };
  });
}

/** Addresses in one text, with commas between. */
function commaList(reading: Reading, source: Source, attribute: string): Blocks<Field<string>> {
  if (!reading.isSaid(source, attribute)) return NONE;
  const text = reading.reader.string(source, attribute);
  if (isUnknown(text)) return openBlocks(text);
  return { items: text.split(',').map((part) => part.trim()), complete: true };
}
