import { isUnknown, type Blocks, type Field, type GroupExpression, type Members, type ObjectId, type RulePeers } from '../../estate';
import { holds, rangeOf, shared, subnetOf, type Address, type AddressRange } from '../addresses';
import { any, atMostMaybe, maybe, named, NO, not, told, YES, type Answer } from './answer';
import type { IpVersion } from './coverage';
import type { Vnic } from './endpoints';
import { canHoldVnics } from './holdings';
import { isAmong } from './members';
import type { FirewallView } from './view';

/** An end of a flow. */
export interface FlowEndpoint {
  /** How a reason calls it: "VM `web-1`", "`vault.example.com`". */
  readonly name: string;
  /** Where the firewall acts on what it sends and receives; undefined for what is outside. */
  readonly vnic?: Vnic;
  /**
   * Its address. Beside a vNIC it is one that the VM shares with others.
   * @default - of a vNIC one of the subnets of its segment; else nobody knows
   */
  readonly address?: Address;
}

/** Addresses that are named, by themselves or in groups. */
interface Literals {
  readonly ranges: readonly AddressRange[];
  /** What may hold further addresses. */
  readonly open: readonly Answer[];
}

/** Whether ends of flows are among those that rules name. What it is asked for more than once it works out once. */
export class FlowPeers {
  /** Of each end, by the number of what it is asked for. */
  private readonly answers = new Map<FlowEndpoint, Answer[]>();
  /** Sides of rules that say the same have one number. */
  private readonly numbers = new Map<RulePeers, number>();
  private readonly byText = new Map<string, number>();
  private readonly members = new Map<Vnic, Map<ObjectId, Answer>>();
  private readonly literals = new Map<ObjectId, Literals>();

  /** @param version that of the flow; undefined where nobody knows */
  public constructor(
    private readonly view: FirewallView,
    private readonly version: IpVersion | undefined,
  ) {}

  public isAmong(peers: RulePeers, end: FlowEndpoint): Answer {
    const number = once(this.numbers, peers, () => once(this.byText, JSON.stringify(peers), () => this.byText.size));
    const answers = once(this.answers, end, () => []);
    return (answers[number] ??= this.ask(peers, end));
  }

  private ask(peers: RulePeers, end: FlowEndpoint): Answer {
    const { groups, addresses, excluded } = peers;
    const isAny = groups.ids.length === 0 && addresses.items.length === 0 && groups.complete && addresses.complete;
    const isNamed = isAny ? YES : any([this.byGroups(groups, end), this.byAddresses(peers, end)]);
    return told(excluded, 'whether a side of a rule is negated', (is) => {
      if (!is) return isNamed;
      return isAny ? maybe('whom a side of a rule means that is everyone, negated') : not(isNamed);
    });
  }

  private byGroups({ ids, complete, unknown }: Members, end: FlowEndpoint): Answer {
    return any([...ids.map((id) => this.byObject(id, end)), ...(complete ? [] : [maybe('whom a rule names', unknown)])]);
  }

  private byObject(id: ObjectId, end: FlowEndpoint): Answer {
    const { vnic, address, name } = end;
    if (!vnic) return this.outside(id, end);
    const own = once(
      once(this.members, vnic, () => new Map<ObjectId, Answer>()),
      id,
      () => isAmong(this.view, { ids: [id], complete: true }, vnic),
    );
    // NSX takes a group of VMs for the addresses that it has learnt of them.
    return address ? atMostMaybe(own, `whether NSX has learnt that ${name} has the address that it shares`) : own;
  }

  /** What is outside may be a VM that NSX knows all the same. */
  private outside(id: ObjectId, { name, address }: FlowEndpoint): Answer {
    const { groups, segments, endpoint } = this.view;
    const segment = segments.get(id);
    const space = segment && this.spaceOf({ segment });
    if (space && address && !space.some((range) => holds(range, address))) return NO;
    if (canHoldVnics(this.view, { ids: [id], complete: true }).is === 'no') return NO;
    const object = groups.get(id) ?? segment ?? endpoint.get(id)?.object;
    return maybe(`whether ${name} is ${segment ? 'on' : groups.has(id) ? 'in' : 'VM'} ${object ? named(object) : `\`${id}\``}`);
  }

  private byAddresses(peers: RulePeers, { vnic, address, name }: FlowEndpoint): Answer {
    const found = [literalsOf(peers.addresses), ...peers.groups.ids.map((id) => this.literalsOfObject(id))];
    const ranges = found.flatMap((each) => each.ranges).filter((range) => this.version === undefined || range.version === this.version);
    const open = found.flatMap((each) => each.open);
    if (ranges.length === 0 && open.length === 0) return NO;
    const about = maybe(`which address ${name} has`);
    const byRange = ((): Answer => {
      if (address) return ranges.some((range) => holds(range, address)) ? YES : NO;
      if (ranges.some(isWhole) && this.version !== undefined) return YES;
      const space = vnic && this.spaceOf(vnic);
      if (!space) return ranges.length === 0 ? NO : about;
      if (space.every((each) => isCovered(each, ranges))) return YES;
      return space.some((each) => ranges.some((range) => shared(each, range))) ? about : NO;
    })();
    return any([byRange, ...open]);
  }

  /** The addresses that a vNIC may have; undefined where nobody can say. */
  private spaceOf({ segment }: Vnic): readonly AddressRange[] | undefined {
    if (!segment?.subnets.complete) return undefined;
    const subnets = segment.subnets.items.map(({ cidr }) => (isUnknown(cidr) ? undefined : subnetOf(cidr)?.network));
    const known = subnets.filter((subnet) => subnet !== undefined);
    if (known.length < subnets.length) return undefined;
    const space = known.filter(({ version }) => this.version === undefined || version === this.version);
    return space.length === 0 ? undefined : space;
  }

  private literalsOfObject(id: ObjectId): Literals {
    return once(this.literals, id, () => {
      const ranges: AddressRange[] = [];
      const open: Answer[] = [];
      this.collect(id, true, new Set(), ranges, open);
      return { ranges, open };
    });
  }

  /** @param isSure whether what the group holds is what is asked for: an AND leaves less */
  private collect(id: ObjectId, isSure: boolean, seen: Set<ObjectId>, ranges: AddressRange[], open: Answer[]): void {
    const group = this.view.groups.get(id);
    if (!group || seen.has(id)) return;
    seen.add(id);
    const ofExpression = ({ terms, operators }: GroupExpression, above: boolean): void => {
      const sure = above && terms.complete && operators.every((operator) => operator === 'OR');
      if (!terms.complete) open.push(maybe(`what group ${named(group)} holds`, terms.unknown));
      for (const term of terms.items) {
        if (term.kind === 'addresses') {
          const found = literalsOf(term.addresses);
          open.push(...found.open);
          if (sure) ranges.push(...found.ranges);
          else if (found.ranges.length > 0) open.push(maybe(`what an AND leaves of the addresses of group ${named(group)}`));
        }
        if (term.kind === 'nested') ofExpression(term.expression, sure);
        if (term.kind === 'paths') for (const member of term.members.ids) this.collect(member, sure, seen, ranges, open);
        if (term.kind === 'mac-addresses') open.push(maybe(`who has the MAC addresses of group ${named(group)}`));
        if (term.kind === 'identities') open.push(maybe(`where users of group ${named(group)} are logged on`));
        if (term.kind === 'condition' && isOfAddresses(term.memberType)) open.push(maybe('which addresses a condition finds'));
      }
    };
    ofExpression(group.expression, isSure);
  }
}

function literalsOf({ items, complete, unknown }: Blocks<Field<string>>): Literals {
  const ranges: AddressRange[] = [];
  const open: Answer[] = complete ? [] : [maybe('which addresses a rule or group names', unknown)];
  for (const item of items) {
    const range = isUnknown(item) ? undefined : (rangeOf(item) ?? subnetOf(item)?.network);
    if (range) ranges.push(range);
    else open.push(isUnknown(item) ? maybe('which address a rule or group names', item) : maybe(`what address \`${item}\` is`));
  }
  return { ranges, open };
}

function isOfAddresses(memberType: Field<string>): boolean {
  return isUnknown(memberType) || ['IPSet', 'IPAddress', 'Group'].includes(memberType);
}

function isWhole({ version, first, last }: AddressRange): boolean {
  return first === 0n && last === (1n << (version === 4 ? 32n : 128n)) - 1n;
}

function isCovered(whole: AddressRange, ranges: readonly AddressRange[]): boolean {
  let next = whole.first;
  const ofVersion = ranges.filter(({ version }) => version === whole.version);
  for (const { first, last } of [...ofVersion].sort((a, b) => (a.first < b.first ? -1 : 1))) {
    if (first > next) break;
    if (last >= next) next = last + 1n;
  }
  return next > whole.last;
}

/** What a map has of a key, made where it has nothing. */
export function once<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
