import type { Group, GroupExpression, GroupTerm } from '../../nsx';
import { isUnknown, unknown, type Field, type Unknown } from '../../value';
import { keyOf, type Source } from '../attributes';
import { openBlocks, type Reading } from './reading';

export function readGroups(reading: Reading): readonly Group[] {
  return reading.all('groups', (source) => ({
    expression: expressionOf(reading, source),
    type: reading.textOrNull(source, 'group_type'),
  }));
}

const EMPTY: GroupExpression = { terms: { items: [], complete: true }, operators: [] };

function open(cause: Unknown): GroupExpression {
  return { terms: openBlocks(cause), operators: [] };
}

/** Criteria with a conjunction between each and the next. Users and groups of a directory narrow it, whatever else stands there. */
function expressionOf(reading: Reading, source: Source): GroupExpression {
  const expression = criteriaOf(reading, source);
  const extended = reading.block(source, 'extended_criteria');
  if (extended === null || source.entry.mode === 'data') return expression;
  if (isUnknown(extended)) return open(extended);
  const identities: GroupTerm = { kind: 'identities' };
  if (expression.terms.complete && expression.terms.items.length === 0) return { terms: { items: [identities], complete: true }, operators: [] };
  return { terms: { items: [{ kind: 'nested', expression }, identities], complete: true }, operators: ['AND'] };
}

function criteriaOf(reading: Reading, source: Source): GroupExpression {
  const { reader } = reading;
  if (!reading.isSaid(source, 'criteria')) return source.entry.mode === 'data' ? open(reader.leftOut(source, 'criteria')) : EMPTY;
  const criteria = reader.blockList(source, 'criteria');
  // Which conjunction stands before which criteria is lost where one of them may be any number of blocks.
  const gap = criteria.unknown ?? criteria.items.find(isUnknown);
  if (gap) return open(gap);
  const conjunctions = reading.isSaid(source, 'conjunction') ? reader.blockList(source, 'conjunction') : { items: [] };
  const terms = (criteria.items as readonly Source[]).map((block) => termOf(reading, block));
  return { terms: { items: terms, complete: true }, operators: terms.slice(1).map((_, i) => operatorOf(reading, source, conjunctions, i)) };
}

function operatorOf(
  { reader }: Reading,
  source: Source,
  { items, unknown: gap }: { readonly items: readonly (Source | Unknown)[]; readonly unknown?: Unknown },
  position: number,
): Field<'AND' | 'OR'> {
  const open = gap ?? items.slice(0, position + 1).find(isUnknown);
  const block = items[position];
  if (open) return open;
  if (block === undefined || isUnknown(block)) return unknown('expression', 'conjunction', keyOf(source.entry));
  const operator = reader.string(block, 'operator');
  if (isUnknown(operator) || operator === 'AND' || operator === 'OR') return operator;
  return unknown('expression', JSON.stringify(operator), keyOf(source.entry));
}

/** What stands in one criteria: a single term as it is, more of them with `AND` between. */
function termOf(reading: Reading, criteria: Source): GroupTerm {
  const kinds = EXPRESSIONS.map(([name, read]) => {
    const { items, ...rest } = reading.blocks(criteria, name);
    return { items: items.map((block) => read(reading, block)), ...rest };
  });
  const terms = kinds.flatMap(({ items }) => items);
  const gap = kinds.find((kind) => kind.unknown !== undefined)?.unknown;
  if (terms.length === 1 && !gap) return terms[0]!;
  return {
    kind: 'nested',
    expression: gap ? open(gap) : { terms: { items: terms, complete: true }, operators: terms.slice(1).map(() => 'AND') },
  };
}

const EXPRESSIONS: readonly (readonly [string, (reading: Reading, block: Source) => GroupTerm])[] = [
  [
    'condition',
    ({ reader }, block) => ({
      kind: 'condition',
      memberType: reader.string(block, 'member_type'),
      key: reader.string(block, 'key'),
      operator: reader.string(block, 'operator'),
      value: reader.string(block, 'value'),
    }),
  ],
  ['ipaddress_expression', (reading, block) => ({ kind: 'addresses', addresses: reading.texts(block, 'ip_addresses') })],
  ['macaddress_expression', (reading, block) => ({ kind: 'mac-addresses', addresses: reading.texts(block, 'mac_addresses') })],
  ['path_expression', (reading, block) => ({ kind: 'paths', members: reading.members(block, 'member_paths') })],
  [
    'external_id_expression',
    (reading, block) => ({
      kind: 'external-ids',
      memberType: reading.reader.string(block, 'member_type'),
      ids: reading.texts(block, 'external_ids'),
    }),
  ],
];
