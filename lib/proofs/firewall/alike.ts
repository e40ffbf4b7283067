import { isUnknown, type GroupExpression, type GroupTerm, type Members, type NsxTag, type ObjectId } from '../../estate';
import { addTo } from '../../units/multimap';
import { meets, type Condition } from './condition';
import type { Vnic } from './endpoints';
import type { FirewallView } from './view';

/**
 * Tells vNICs apart as far as the firewall of a manager can: those of one key are in the same groups, the same scopes and the same entries of
 * the exclusion list, as far as that is known. Of tags and names only those count that a condition asks for.
 */
export class VnicKinds {
  /** Where a VM is named by itself: numbers of groups, sides of rules, scopes. */
  private readonly namings = new Map<ObjectId, number[]>();
  private readonly tags = new Set<string>();
  private readonly names = new Set<string>();
  private readonly externalIds = new Set<string>();
  /** Conditions that are asked one by one. */
  private readonly others = new Map<string, Condition>();
  private readonly seen = new Set<Members>();
  private next = 0;

  public constructor(private readonly view: FirewallView) {
    for (const { appliedTo, rules } of view.policies) {
      this.addMembers(appliedTo);
      for (const rule of rules.items) for (const each of [rule.sources.groups, rule.destinations.groups, rule.appliedTo]) this.addMembers(each);
    }
    for (const { expression } of view.groups.values()) this.addExpression(expression);
    for (const { member } of view.exclusions) if (!isUnknown(member)) this.addMembers({ ids: [member], complete: true });
  }

  public keyOf(vnic: Vnic): string {
    const { endpoint, segment } = vnic;
    if (!endpoint) return JSON.stringify([segment?.id]);
    const { object, name, tags, externalId, segments, elsewhere } = endpoint;
    return JSON.stringify([
      segment?.id ?? [segments, elsewhere],
      object.instances,
      // A record lists who was a member, one by one.
      object.origin === 'surroundings' ? object.id : object.origin,
      this.namings.get(endpoint.id) ?? [],
      [...new Set(tags.items.filter((tag) => this.isAsked(tag)).map((tag) => JSON.stringify(tag).toLowerCase()))].sort(),
      tags.complete,
      isUnknown(name) ? null : this.names.has(name.toLowerCase()) && name.toLowerCase(),
      isUnknown(externalId) ? '?' : externalId !== null && this.externalIds.has(externalId) && externalId,
      [...this.others.values()].map((condition) => meets(condition, vnic).is),
    ]);
  }

  private isAsked({ scope, tag }: NsxTag): boolean {
    if (isUnknown(scope) || isUnknown(tag)) return true;
    const [s, t] = [scope.toLowerCase(), tag.toLowerCase()];
    return [`${s}|${t}`, `${s}|`, `|${t}`, s, t].some((text) => this.tags.has(text));
  }

  private addMembers(members: Members): void {
    if (this.seen.has(members)) return;
    this.seen.add(members);
    const named = new Set(members.ids.flatMap((id) => this.view.endpoint.get(id)?.id ?? []));
    if (named.size === 0) return;
    for (const id of named) addTo(this.namings, id, this.next);
    this.next += 1;
  }

  private addExpression({ terms }: GroupExpression): void {
    for (const term of terms.items) this.addTerm(term);
  }

  private addTerm(term: GroupTerm): void {
    if (term.kind === 'paths') this.addMembers(term.members);
    if (term.kind === 'nested') this.addExpression(term.expression);
    if (term.kind === 'external-ids') for (const id of term.ids.items) if (!isUnknown(id)) this.externalIds.add(id);
    if (term.kind !== 'condition' || term.memberType !== 'VirtualMachine' || isUnknown(term.value)) return;
    if (term.operator === 'EQUALS' && term.key === 'Tag') this.tags.add(term.value.toLowerCase());
    else if (term.operator === 'EQUALS' && term.key === 'Name') this.names.add(term.value.toLowerCase());
    else this.others.set(JSON.stringify(term), term);
  }
}
