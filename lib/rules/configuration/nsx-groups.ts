import { indexOf, isReference, isUnknown, type Estate, type Group, type Value } from '../../estate';
import { addressOf, rangeOf, subnetOf } from '../../proofs/addresses';
import { blocksOf, type Block } from '../blocks';
import type { Verdict } from '../verdict';
import { knownOnlyTo, listed, quoted, quotedName } from '../wording';
import { fault, open, SOURCES, tokenIn } from './nsx-faults';

const KINDS = ['condition', 'ipaddress_expression', 'path_expression', 'macaddress_expression', 'external_id_expression'] as const;

/** Criteria and conjunctions of a group as the provider takes them, and what NSX makes of the expression that comes out. */
export function criteriaOf(estate: Estate, group: Group): Verdict[] {
  const values = indexOf(estate).entryOf(group)?.values ?? {};
  const hidden = tokenIn(values.criteria) ?? tokenIn(values.conjunction);
  const criteria = blocksOf(values.criteria);
  const conjunctions = blocksOf(values.conjunction);
  const found = criteria.flatMap((block, i) => criterion(group, block, i));
  if (hidden) {
    const message = `whether the criteria of group ${quotedName(group)} are in order`;
    return [
      ...found,
      open(
        group,
        'criteria',
        'criteria',
        message,
        `a criterion or conjunction is ${knownOnlyTo(hidden)}`,
        'literal `criteria` and `conjunction` blocks',
      ),
    ];
  }
  return [...found, ...between(group, criteria.length, conjunctions.length), ...joins(group, criteria, conjunctions)];
}

function kindsIn(block: Block): string[] {
  return KINDS.filter((kind) => tokenIn(block[kind]) !== undefined || blocksOf(block[kind]).length > 0);
}

function criterion(group: Group, block: Block, i: number): Verdict[] {
  if (isUnknown(block)) return [];
  const attribute = `criteria.${i}`;
  const wrong = (key: string, message: string, shown: string, source: string, remedy: string): Verdict =>
    fault(group, { attribute, key: `${key}:${i}`, message, witness: [{ label: 'has', text: shown }], source, remedies: [{ text: remedy }] });
  const kinds = kindsIn(block);
  const hidden = KINDS.map((kind) => tokenIn(block[kind])).find((token) => token !== undefined);
  const name = quotedName(group);
  if (kinds.length > 1 && !hidden) {
    return [
      wrong(
        'mixed',
        `a criterion of group ${name} mixes kinds of members`,
        listed(kinds.map(quoted)),
        SOURCES.group,
        'a `criteria` block for each, with a `conjunction` "OR" between',
      ),
    ];
  }
  if (kinds.length === 0) {
    return [
      wrong(
        'empty',
        `a criterion of group ${name} is empty`,
        'no condition, address, path or id',
        SOURCES.group,
        'no block, for a group without members',
      ),
    ];
  }
  if (hidden) {
    const message = `whether the criteria of group ${name} are in order`;
    return [open(group, attribute, `criterion:${i}`, message, `a part of one is ${knownOnlyTo(hidden)}`, 'literal `criteria` blocks')];
  }
  const types = new Set(blocksOf(block.condition).flatMap(({ member_type: type }) => (typeof type === 'string' ? [type] : [])));
  if (types.size > 1) {
    return [
      wrong(
        'member-types',
        `a criterion of group ${name} joins conditions on different members`,
        listed([...types].map(quoted)),
        SOURCES.api,
        'conditions of one `member_type` in each criterion',
      ),
    ];
  }
  if (blocksOf(block.external_id_expression).length > 1) {
    return [
      wrong(
        'ids',
        `a criterion of group ${name} joins lists of ids`,
        'more than one `external_id_expression`',
        SOURCES.api,
        'one list in each criterion',
      ),
    ];
  }
  const versions = new Set(
    blocksOf(block.ipaddress_expression).flatMap(({ ip_addresses: addresses }) => textsIn(addresses).flatMap((text) => versionOf(text) ?? [])),
  );
  if (versions.size > 1) {
    return [
      wrong('versions', `a criterion of group ${name} has addresses of both versions`, 'IPv4 and IPv6', SOURCES.api, 'a criterion for each version'),
    ];
  }
  return [];
}

function textsIn(value: Value | undefined): string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

/** Of an address, of a range, or of a network whether or not its address has host bits. */
function versionOf(text: string): 4 | 6 | undefined {
  return (addressOf(text) ?? rangeOf(text) ?? subnetOf(text)?.address)?.version;
}

/** A conjunction stands between each criterion and the next. The provider tests whether their sum is odd, NSX where each stands. */
function between(group: Group, criteria: number, conjunctions: number): Verdict[] {
  if (conjunctions === Math.max(0, criteria - 1)) return [];
  return [
    fault(group, {
      attribute: 'conjunction',
      key: 'conjunctions',
      message: `group ${quotedName(group)} has ${conjunctions < criteria - 1 ? 'too few' : 'too many'} conjunctions`,
      witness: [
        { label: 'criteria', text: String(criteria) },
        { label: 'conjunctions', text: String(conjunctions) },
      ],
      source: (criteria + conjunctions) % 2 === 0 ? SOURCES.group : SOURCES.api,
      remedies: [{ text: 'one between each criterion and the next' }],
    }),
  ];
}

function joins(group: Group, criteria: readonly Block[], conjunctions: readonly Block[]): Verdict[] {
  return conjunctions.flatMap(({ operator = null }, i): Verdict[] => {
    const [[a, ...more], [b, ...others]] = [criteria[i], criteria[i + 1]].map((block) => (block ? kindsIn(block) : [])) as [string[], string[]];
    if (a === undefined || b === undefined || more.length + others.length > 0 || a === b || operator === 'OR') return [];
    const attribute = `conjunction.${i}.operator`;
    if (isUnknown(operator) || isReference(operator)) {
      const reason = isUnknown(operator) ? `its operator is ${knownOnlyTo(operator)}` : 'its operator is known only after apply';
      return [
        open(group, attribute, `and:${i}`, `whether a conjunction of group ${quotedName(group)} joins what it may`, reason, 'a literal operator'),
      ];
    }
    return [
      fault(group, {
        attribute,
        key: `and:${i}`,
        message: `group ${quotedName(group)} joins different kinds of members by "AND"`,
        witness: [{ label: 'joins', text: `${quoted(a)} and ${quoted(b)}` }],
        source: SOURCES.group,
        remedies: [{ text: '"OR", or criteria of one kind' }],
      }),
    ];
  });
}
