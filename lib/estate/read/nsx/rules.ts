import type { FirewallRule, RulePeers, RuleServices } from '../../nsx';
import type { Blocks, Members, ObjectId } from '../../object';
import { isUnknown, type Field, type Unknown, type Value } from '../../value';
import type { Elements, Source } from '../attributes';
import { membersOf, NOBODY, NONE, type Reading } from './reading';
import { isAddress, isAny } from './peer-text';
import { entriesOf } from './services';

/** The rules of a policy in the order of the program, numbered as the provider numbers them. */
export function rulesIn(reading: Reading, source: Source, policy: ObjectId, prefix: string): Blocks<FirewallRule> {
  const said = reading.isSaid(source, RULE) ? reading.reader.blockList(source, RULE) : { items: [], complete: true };
  const sequences = numbered(said, (block) => (reading.isSaid(block, SEQUENCE) ? reading.reader.number(block, SEQUENCE) : 0));
  const rules = said.items.flatMap((block, i) => (isUnknown(block) ? [] : [ruleOf(reading, block, `${prefix}${RULE}.${i}`, policy, sequences[i]!)]));
  const gap = said.unknown ?? said.items.find(isUnknown);
  return { items: rules, complete: gap === undefined, ...(gap && { unknown: gap }) };
}

const RULE = 'rule';
const SEQUENCE = 'sequence_number';

/**
 * What the provider numbers rules: as they say, but always after the one before. One without a number comes right after
 * it. Where a token says a number, or may be any number of rules, those after it are not known either.
 */
function numbered({ items }: Pick<Elements<Source | Unknown>, 'items'>, statedBy: (block: Source) => Field<number>): Field<number>[] {
  let last: Field<number> = 0;
  return items.map((block): Field<number> => {
    const stated = isUnknown(block) ? block : statedBy(block);
    if (!isUnknown(last)) last = isUnknown(stated) ? stated : stated === 0 || stated <= last ? last + 1 : stated;
    return last;
  });
}

/** One rule, from a block of a policy or from an entry of its own. */
export function ruleOf(reading: Reading, source: Source, key: string, id: ObjectId, sequence: Field<number>): FirewallRule {
  const { reader } = reading;
  return {
    key,
    id,
    name: reader.string(source, 'display_name'),
    sequence,
    action: reader.string(source, 'action'),
    sources: peersOf(reading, source, 'source_groups', 'sources_excluded'),
    destinations: peersOf(reading, source, 'destination_groups', 'destinations_excluded'),
    services: servicesOf(reading, source),
    profiles: pathsOf(reading, source, 'profiles'),
    appliedTo: isOfGateway(source) ? placesOf(reading, source) : pathsOf(reading, source, 'scope'),
    direction: reader.string(source, 'direction'),
    ipVersion: reader.string(source, 'ip_version'),
    disabled: reader.boolean(source, 'disabled'),
    logged: reader.boolean(source, 'logged'),
  };
}

function isOfGateway({ entry }: Source): boolean {
  return entry.type.includes('_gateway_policy');
}

/** Gateways, and interfaces of them, of which only their paths are known. */
function placesOf(reading: Reading, source: Source): Members {
  return pathsOf(reading, source, 'scope', (value) => {
    const found = reading.target(value, source);
    return typeof value === 'string' && value.startsWith('/') && isUnknown(found) ? value : found;
  });
}

/** The objects of a set of paths; none for any. The API takes `ANY` for that: the provider sends it for an empty set. */
export function pathsOf(
  reading: Reading,
  source: Source,
  attribute: string,
  target: (value: Value) => Field<ObjectId> = (value) => reading.target(value, source),
): Members {
  if (!reading.isSaid(source, attribute)) return reading.members(source, attribute);
  const { items, ...rest } = reading.reader.list(source, attribute);
  if (items.length === 1 && isAny(items[0])) return NOBODY;
  return membersOf(items.map(target), rest);
}

/** Groups and addresses stand in one set. A token may be either, and so may a text that is no address: the provider takes none such. */
function peersOf(reading: Reading, source: Source, attribute: string, excluded: string): RulePeers {
  const isExcluded = reading.reader.boolean(source, excluded);
  if (!reading.isSaid(source, attribute)) return { groups: NOBODY, addresses: NONE, excluded: isExcluded };
  const { items, unknown: gap } = reading.reader.list(source, attribute);
  const addresses = items.filter(isAddress);
  const isAnyone = items.length === 1 && isAny(items[0]);
  const groups = items.filter((value) => !isAddress(value) && !isAnyone);
  const open = gap ?? items.find(isUnknown);
  return {
    groups: membersOf(
      groups.map((value) => reading.target(value, source)),
      { complete: gap === undefined, ...(gap && { unknown: gap }) },
    ),
    addresses: { items: addresses, complete: open === undefined, ...(open && { unknown: open }) },
    excluded: isExcluded,
  };
}

function servicesOf(reading: Reading, source: Source): RuleServices {
  const services = pathsOf(reading, source, 'services');
  const block = reading.block(source, 'service_entries');
  if (block === null) return { services, entries: NONE };
  return { services, entries: isUnknown(block) ? { items: [], complete: false, unknown: block } : entriesOf(reading, block) };
}
