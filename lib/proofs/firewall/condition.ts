import { isUnknown, type Blocks, type Field, type GroupTerm, type NsxTag, type Segment } from '../../estate';
import { all, answer, any, maybe, named, NO, not, told, YES, type Answer } from './answer';
import type { Vnic } from './endpoints';

export type Condition = Extract<GroupTerm, { kind: 'condition' }>;

/** Kinds of member that are no vNIC of a VM, nor have any. */
const NO_VNIC: ReadonlySet<string> = new Set([
  'IPSet',
  'IPAddress',
  'Pod',
  'Service',
  'Namespace',
  'TransportNode',
  'KubernetesCluster',
  'KubernetesNamespace',
  'KubernetesIngress',
  'KubernetesGateway',
  'KubernetesService',
  'AntreaEgress',
  'AntreaIPPool',
  'BareMetalServer',
  'BareMetalServerInterface',
  'Tier0',
  'Tier1',
]);

/** Whether a vNIC is a member by a condition, which NSX evaluates case-insensitively. */
export function meets(condition: Condition, vnic: Vnic): Answer {
  return told(condition.memberType, 'what kind of member a condition asks for', (type) => {
    if (type === 'VirtualMachine') return ofMachine(condition, vnic);
    if (type === 'Segment' || type === 'VpcSubnet') return ofSegment(condition, type, vnic.segment);
    if (NO_VNIC.has(type)) return NO;
    return maybe(`what is a member by a condition on \`${type}\``);
  });
}

function ofMachine(condition: Condition, { endpoint }: Vnic): Answer {
  if (!endpoint) return maybe('which other VMs are on the network, with which names and tags,');
  return ofObject(condition, endpoint, `VM ${named(endpoint.object)}`);
}

function ofSegment(condition: Condition, type: 'Segment' | 'VpcSubnet', segment: Segment | undefined): Answer {
  if (!segment) return NO;
  if ((segment.kind === 'vpc-subnet') !== (type === 'VpcSubnet'))
    return type === 'VpcSubnet' ? NO : maybe('whether a subnet of a VPC counts as a segment');
  return ofObject(condition, segment, `segment ${named(segment)}`);
}

interface Named {
  readonly name: Field<string>;
  readonly tags: Blocks<NsxTag>;
}

function ofObject({ key, operator, value }: Condition, { name, tags }: Named, what: string): Answer {
  return told(key, 'what a condition asks for', (of) =>
    told(value, 'which value a condition asks for', (wanted) =>
      told(operator, 'how a condition compares', (how) => {
        if (of === 'Tag') return taggedSo(tags, how, wanted, what);
        if (of === 'Name') return told(name, `what ${what} is called`, (text) => compare(text, how, wanted));
        return maybe(`what ${of} ${what} has`);
      }),
    ),
  );
}

function compare(text: string, operator: string, wanted: string): Answer {
  const [a, b] = [text.toLowerCase(), wanted.toLowerCase()];
  switch (operator) {
    case 'EQUALS':
      return answer(a === b);
    case 'NOTEQUALS':
      return answer(a !== b);
    case 'CONTAINS':
      return answer(a.includes(b));
    case 'STARTSWITH':
      return answer(a.startsWith(b));
    case 'ENDSWITH':
      return answer(a.endsWith(b));
    default:
      return maybe(`what ${operator} makes of a text`);
  }
}

/**
 * Tags are told as `scope|tag`, of which an empty part is not evaluated. A value without `|` stands in examples of the API, but
 * nowhere is said which part it is: it is taken for either.
 */
function taggedSo(tags: Blocks<NsxTag>, operator: string, value: string, what: string): Answer {
  const bar = value.indexOf('|');
  if (bar >= 0) return taggedAs(tags, operator, value.slice(0, bar), value.slice(bar + 1), what);
  const [asTag, asScope] = [taggedAs(tags, operator, '', value, what), taggedAs(tags, operator, value, '', what)];
  return asTag.is === asScope.is ? asTag : maybe(`which part of a tag \`${value}\` means`);
}

function taggedAs(tags: Blocks<NsxTag>, operator: string, scope: string, tag: string, what: string): Answer {
  if (scope === '' && tag === '') return maybe(`what an empty tag finds on ${what}`);
  const inScope = (each: NsxTag): Answer => (scope === '' ? YES : told(each.scope, `which tag ${what} has`, (is) => compare(is, 'EQUALS', scope)));
  const isSo = (each: NsxTag, how: string): Answer => (tag === '' ? YES : told(each.tag, `which tag ${what} has`, (is) => compare(is, how, tag)));
  const more = tags.complete ? [] : [maybe(`which tags ${what} has`, tags.unknown)];
  const some = (how: string): Answer => any([...tags.items.map((each) => all([inScope(each), isSo(each, how)])), ...more]);
  if (operator !== 'NOTEQUALS') return some(operator);
  // Either no tag is it, or some other tag of the scope is there: both readings are in use, and those that tell them apart are open.
  const [none, other] = [not(some('EQUALS')), some('NOTEQUALS')];
  if (none.is === other.is) return none;
  return none.is === 'maybe' ? none : other.is === 'maybe' ? other : maybe(`whether NOTEQUALS holds of ${what} by its other tags or by none`);
}

/** Kinds of member that two terms speak of: what an AND between them means is documented for one kind only. */
export function kindOf(term: GroupTerm): string {
  if (term.kind !== 'condition') return term.kind;
  return isUnknown(term.memberType) ? '' : term.memberType;
}
