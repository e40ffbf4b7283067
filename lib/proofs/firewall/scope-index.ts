import {
  isUnknown,
  type FirewallRule,
  type Group,
  type GroupExpression,
  type GroupTerm,
  type Members,
  type NsxTag,
  type ObjectId,
  type SecurityPolicy,
} from '../../estate';
import { addTo } from '../../units/multimap';
import type { Vnic } from './endpoints';
import type { FirewallView } from './view';

/** What a vNIC must have one of to be among some objects; undefined where anyone may be. */
type Keys = ReadonlySet<string> | undefined;

/** A rule, in a policy that says where it is. */
interface Applied {
  readonly policy: SecurityPolicy;
  readonly rule: FirewallRule;
}

/**
 * Finds the rules that may act on a vNIC without asking each: by the segment, the VM, the tag or the space that they are applied to. It leaves
 * out only those that surely do not; `actsOn` says of the others.
 */
export class ScopeIndex<T> {
  private readonly byKey = new Map<string, number[]>();
  private readonly forAnyone: number[] = [];

  public constructor(
    private readonly view: FirewallView,
    private readonly items: readonly T[],
    rulesOf: (item: T) => Applied,
  ) {
    const found = new Map<Members, Keys>();
    for (const [i, item] of items.entries()) {
      const { policy, rule } = rulesOf(item);
      const scope = scopeOf(policy, rule);
      if (scope && !found.has(scope)) found.set(scope, keysOf(view, scope, new Set()));
      const keys = (scope && found.get(scope)) ?? keysOfSpace(policy);
      if (keys) for (const key of keys) addTo(this.byKey, key, i);
      else this.forAnyone.push(i);
    }
  }

  /** Those that may act on a vNIC, in their order. */
  public near(vnic: Vnic): readonly T[] {
    const keys = keysHad(this.view, vnic);
    if (!keys) return this.items;
    const found = new Set(this.forAnyone);
    for (const key of keys) for (const i of this.byKey.get(key) ?? []) found.add(i);
    return [...found].sort((a, b) => a - b).map((i) => this.items[i]!);
  }
}

/** What a rule is applied to; undefined for wherever it reaches, or where nobody knows. */
function scopeOf({ appliedTo: ofPolicy }: SecurityPolicy, { appliedTo: ofRule }: FirewallRule): Members | undefined {
  if (ofPolicy.ids.length > 0) return ofPolicy;
  return ofPolicy.complete && (ofRule.ids.length > 0 || !ofRule.complete) ? ofRule : undefined;
}

function keysOfSpace({ space }: SecurityPolicy): Keys {
  return space === null || isUnknown(space) ? undefined : new Set([spaceKey(space), NO_SPACE]);
}

/** Everything that a scope may know a vNIC by; undefined where some of it is not known. */
function keysHad({ estate, segments }: FirewallView, { endpoint, segment }: Vnic): Keys {
  if (!endpoint?.tags.complete) return undefined;
  const keys = new Set(endpoint.ids.map(machineKey));
  if (!addTags(keys, 'machine', endpoint.tags.items)) return undefined;
  if (!segment) return endpoint.segments.complete ? keys.add(NO_SPACE) : undefined;
  const { id, kind, space, tags } = segment;
  if (!segments.has(id) || !tags.complete || isUnknown(space) || !addTags(keys, 'segment', tags.items)) return undefined;
  keys.add(segmentKey(id));
  if (kind === 'vpc-subnet') keys.add(SUBNET);
  if (space === null) return keys;
  const vpc = estate.nsx.vpcs.find((each) => each.id === space);
  if (isUnknown(vpc?.project)) return undefined;
  return vpc ? keys.add(spaceKey(space)).add(spaceKey(vpc.project)) : keys.add(spaceKey(space));
}

/** Which space a network lies in that is no segment, nobody can say. */
const NO_SPACE = 'no space';
/** Whether a subnet of a VPC is a segment to a condition, neither. */
const SUBNET = 'subnet';

/** By both parts, and by each alone. */
function addTags(keys: Set<string>, of: 'machine' | 'segment', tags: readonly NsxTag[]): boolean {
  for (const { scope, tag } of tags) {
    if (isUnknown(scope) || isUnknown(tag)) return false;
    keys
      .add(tagKey(of, scope, tag))
      .add(tagKey(of, scope, ''))
      .add(tagKey(of, '', tag));
  }
  return true;
}

function keysOf(view: FirewallView, { ids, complete }: Members, above: ReadonlySet<ObjectId>): Keys {
  return complete ? union(ids.map((id) => keysOfObject(view, id, above))) : undefined;
}

function keysOfObject(view: FirewallView, id: ObjectId, above: ReadonlySet<ObjectId>): Keys {
  const group = view.groups.get(id);
  if (group) return above.has(id) ? new Set() : keysOfGroup(view, group, new Set([...above, id]));
  if (view.segments.has(id)) return new Set([segmentKey(id)]);
  const endpoint = view.endpoint.get(id);
  return endpoint && new Set([machineKey(endpoint.id)]);
}

function keysOfGroup(view: FirewallView, { expression, recordedMembers }: Group, above: ReadonlySet<ObjectId>): Keys {
  const recorded = (recordedMembers?.items ?? []).flatMap(({ machine }) => (machine === null ? [] : [machineKey(machine)]));
  return union([new Set(recorded), keysOfExpression(view, expression, above)]);
}

/** Of terms that an AND joins, the keys of any one will do. */
function keysOfExpression(view: FirewallView, { terms, operators }: GroupExpression, above: ReadonlySet<ObjectId>): Keys {
  if (!terms.complete) return undefined;
  const each = terms.items.map((term) => keysOfTerm(view, term, above));
  const isJoint = operators.length > 0 && operators.length >= terms.items.length - 1 && operators.every((operator) => operator === 'AND');
  return isJoint ? each.find((keys) => keys !== undefined) : union(each);
}

function keysOfTerm(view: FirewallView, term: GroupTerm, above: ReadonlySet<ObjectId>): Keys {
  switch (term.kind) {
    case 'paths':
      return keysOf(view, term.members, above);
    case 'nested':
      return keysOfExpression(view, term.expression, above);
    case 'condition':
      return keysOfCondition(term);
    case 'external-ids':
      return undefined;
    case 'addresses':
    case 'mac-addresses':
    case 'identities':
      return new Set();
  }
}

function keysOfCondition({ memberType, key, operator, value }: GroupTerm & { readonly kind: 'condition' }): Keys {
  const of = memberType === 'VirtualMachine' ? 'machine' : memberType === 'Segment' || memberType === 'VpcSubnet' ? 'segment' : undefined;
  if (of === undefined || key !== 'Tag' || operator !== 'EQUALS' || isUnknown(value)) return undefined;
  const [scope, tag] = [value.slice(0, Math.max(0, value.indexOf('|'))), value.slice(value.indexOf('|') + 1)];
  if (scope === '' && tag === '') return undefined;
  // Without a bar it may be either part.
  const keys = value.includes('|') ? [tagKey(of, scope, tag)] : [tagKey(of, '', value), tagKey(of, value, '')];
  return new Set(of === 'segment' ? [...keys, SUBNET] : keys);
}

function union(each: readonly Keys[]): Keys {
  const all = new Set<string>();
  for (const keys of each) {
    if (!keys) return undefined;
    for (const key of keys) all.add(key);
  }
  return all;
}

function spaceKey(id: ObjectId): string {
  return `space ${id}`;
}

function machineKey(id: ObjectId): string {
  return `machine ${id}`;
}

function segmentKey(id: ObjectId): string {
  return `segment ${id}`;
}

function tagKey(of: string, scope: string, tag: string): string {
  return `${of} tagged ${JSON.stringify([scope.toLowerCase(), tag.toLowerCase()])}`;
}
