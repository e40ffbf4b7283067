import type { Group, GroupExpression, GroupTerm, RecordedMember } from '../../nsx';
import type { Blocks } from '../../object';
import type { Field, Unknown } from '../../value';
import type { ApiObject } from './collection';
import type { Fields } from './fields';
import { whole, type NsxExport } from './nsx-export';

export function readGroups(nsx: NsxExport): Group[] {
  return nsx.found.of('Group').map((group) => {
    const types = group.fields.texts('group_type');
    const recorded = recordedMembers(nsx, group);
    return {
      ...nsx.base(group),
      expression: readExpression(nsx, group),
      type: nsx.or<string | null>(group, 'group_type', types && (types[0] ?? null), null),
      ...(recorded && { recordedMembers: recorded }),
    };
  });
}

/** The API has an empty list for a group without members: where there is no list, it is not known. */
function readExpression(nsx: NsxExport, group: ApiObject): GroupExpression {
  const terms = group.fields.objects('expression');
  const users = group.fields.objects('extended_expression') ?? [];
  const expression = terms ? expressionOf(nsx, group, terms) : lacking(nsx, group, 'expression');
  if (users.length === 0) return expression;
  if (terms?.length === 0) return expressionOf(nsx, group, users);
  // Directory users narrow down the members.
  return { terms: whole<GroupTerm>([nested(expression), nested(expressionOf(nsx, group, users))]), operators: ['AND'] };
}

function lacking(nsx: NsxExport, group: ApiObject, field: string): GroupExpression {
  return { terms: nsx.missing(group, field), operators: [] };
}

const nested = (expression: GroupExpression): GroupTerm => ({ kind: 'nested', expression });

/** Terms stand at even places, the operators between them at odd ones. */
function expressionOf(nsx: NsxExport, group: ApiObject, parts: readonly Fields[]): GroupExpression {
  const operators: ('AND' | 'OR')[] = [];
  const terms: GroupTerm[] = [];
  parts.forEach((part, position) => {
    const isOperator = part.text('resource_type') === 'ConjunctionOperator';
    if (isOperator !== (position % 2 === 1)) {
      throw part.wrong('resource_type', isOperator ? 'a term: an operator stands between two' : 'ConjunctionOperator: one stands between two terms');
    }
    if (!isOperator) terms.push(termOf(nsx, group, part));
    else {
      const operator = part.text('conjunction_operator');
      if (operator !== 'AND' && operator !== 'OR') throw part.wrong('conjunction_operator', 'one of AND, OR');
      operators.push(operator);
    }
  });
  if (parts.length > 0 && parts.length % 2 === 0) throw parts.at(-1)!.wrong('resource_type', 'a term: an operator stands between two');
  return { terms: whole(terms), operators };
}

function termOf(nsx: NsxExport, group: ApiObject, part: Fields): GroupTerm {
  const open = (field: string): Unknown => nsx.open(group, field);
  const texts = (field: string): Blocks<Field<string>> => {
    const items = part.texts(field);
    return items ? whole(items) : { items: [], complete: false, unknown: open(field) };
  };
  const type = part.text('resource_type');
  switch (type) {
    case 'Condition':
      return conditionOf(part, open);
    case 'PathExpression':
      return { kind: 'paths', members: part.has('paths') ? nsx.members(part.texts('paths')!) : { ids: [], complete: false, unknown: open('paths') } };
    case 'IPAddressExpression':
      return { kind: 'addresses', addresses: texts('ip_addresses') };
    case 'MACAddressExpression':
      return { kind: 'mac-addresses', addresses: texts('mac_addresses') };
    case 'ExternalIDExpression':
      return { kind: 'external-ids', memberType: part.text('member_type') ?? open('member_type'), ids: texts('external_ids') };
    case 'IdentityGroupExpression':
      return { kind: 'identities' };
    case 'NestedExpression':
      return nested(part.has('expressions') ? expressionOf(nsx, group, part.objects('expressions')!) : lacking(nsx, group, 'expressions'));
    case undefined:
      throw part.wrong('resource_type', 'the type of an expression, such as Condition');
    default:
      // A type that is not known here: whoever is in it.
      return { kind: 'paths', members: { ids: [], complete: false, unknown: open(type) } };
  }
}

function conditionOf(part: Fields, open: (field: string) => Unknown): GroupTerm {
  const key = part.text('key');
  const memberType = part.text('member_type');
  const value = part.text('value');
  const scope = part.text('scope_operator') ?? 'EQUALS';
  // Only the tags of segments and their ports may be asked for without an operator.
  const equals = key === 'Tag' && (memberType === 'Segment' || memberType === 'SegmentPort');
  const operator = part.text('operator') ?? (equals ? 'EQUALS' : undefined);
  return {
    kind: 'condition',
    memberType: memberType ?? open('member_type'),
    key: key ?? open('key'),
    operator: scope === 'EQUALS' ? (operator ?? open('operator')) : open('scope_operator'),
    value: part.has('exclude') ? open('exclude') : (value ?? open('value')),
  };
}

/** Lists of members that collectors ask for beside a group; they leave out those that are empty, and all of them where none was asked for. */
function recordedMembers(nsx: NsxExport, group: ApiObject): Blocks<RecordedMember> | undefined {
  const { fields } = group;
  const machines = fields.objects('vm_members');
  const addresses = fields.texts('ips_members');
  const others = ['vif_members', 'segments_members', 'ip_group_members'].map((name) => fields.objects(name));
  if (!machines && !addresses && others.every((list) => list === undefined)) return undefined;
  return whole([
    ...(machines ?? []).map((one): RecordedMember => {
      const externalId = one.text('external_id') ?? one.text('id');
      const machine = externalId === undefined ? undefined : nsx.machine(externalId);
      return { kind: 'machine', machine: machine ? nsx.id(machine) : null, text: one.text('display_name') ?? externalId ?? '' };
    }),
    ...(addresses ?? []).map((text): RecordedMember => ({ kind: 'address', machine: null, text })),
    ...others.flatMap((list) =>
      (list ?? []).map((one): RecordedMember => ({
        kind: 'other',
        machine: null,
        text: one.text('path') ?? one.text('display_name') ?? one.text('external_id') ?? '',
      })),
    ),
  ]);
}
