import { isUnknown, type ComputeCluster, type Estate, type Field, type FirewallRule, type Premise, type SecurityPolicy } from '../../estate';
import { RULES_PER_HOST, RULES_PER_MANAGER, RULES_PER_VNIC } from '../../proofs/capacity';
import { actsOn, ScopeIndex, viewOf as firewallOf, vnicsOf, type Endpoint, type FirewallView } from '../../proofs/firewall';
import { Interval } from '../../units';
import { subjectOf } from '../subjects';
import type { Subject, Verdict } from '../verdict';
import { count, grouped, listed, quoted, quotedName } from '../wording';
import { viewOf } from './cluster-view';
import { gapOf, rulesOfNsx } from './firewall-gaps';

/**
 * Rules of the distributed firewall: over a manager, on a vNIC, on a host. Where all rules there are would fit on one vNIC, or on a
 * host that runs every VM, nobody asks where they are applied.
 */
export function* firewallMaximums(estate: Estate): Iterable<Verdict> {
  const managers = new Map<string, Field<string>>();
  for (const { origin, instances, manager } of estate.nsx.securityPolicies)
    if (origin === 'owned' && instances.high !== 0) managers.set(isUnknown(manager) ? JSON.stringify(manager) : manager.toLowerCase(), manager);
  for (const manager of managers.values()) {
    const firewall = new Firewall(firewallOf(estate, manager));
    yield firewall.ofManager();
    yield firewall.ofVnics();
    for (const cluster of estate.vsphere.clusters) yield* firewall.ofHosts(cluster);
  }
}

interface PlacedRule {
  readonly policy: SecurityPolicy;
  readonly rule: FirewallRule;
  /** How many there are. */
  readonly times: Interval;
}

/** Rules that are applied to the same. */
interface ScopedRules {
  /** One of them. */
  readonly policy: SecurityPolicy;
  readonly rule: FirewallRule;
  /** How many there are. */
  readonly times: Interval;
  /** How many of them surely count: layer 3, and switched on. */
  readonly sure: number;
}

function scoped(rules: readonly PlacedRule[]): ScopedRules[] {
  const found = new Map<string, ScopedRules>();
  for (const { policy, rule, times } of rules) {
    const key = JSON.stringify([policy.space, policy.appliedTo, policy.appliedTo.ids.length > 0 || rule.appliedTo]);
    const isSure = policy.category !== 'Ethernet' && !isUnknown(policy.category) && rule.disabled === false;
    const { times: before, sure } = found.get(key) ?? { times: Interval.exactly(0), sure: 0 };
    found.set(key, { policy, rule, times: Interval.sum([before, times]), sure: sure + (isSure ? times.low : 0) });
  }
  return [...found.values()];
}

class Firewall {
  private readonly rules: readonly PlacedRule[];
  private readonly total: Interval;
  /** All rules that may be on one vNIC. */
  private readonly most: Interval;
  /** Those of them that NSX may have put there by itself. */
  private readonly byNsx: Interval;
  private readonly gap: string | undefined;
  private readonly premises: readonly Premise[];
  private readonly subject: Subject;
  private readonly name: string;
  private readonly byScope: ScopeIndex<ScopedRules>;
  private readonly onEndpoint = new Map<Endpoint, Interval[]>();

  public constructor(private readonly view: FirewallView) {
    const { manager, policies, estate } = view;
    this.name = isUnknown(manager) ? 'NSX' : `NSX ${quoted(manager)}`;
    this.rules = policies.flatMap((policy) => policy.rules.items.map((rule) => ({ policy, rule, times: timesOf(view, policy) })));
    this.byScope = new ScopeIndex(view, scoped(this.rules), (each) => each);
    this.gap = gapOf(view);
    const known = Interval.sum(this.rules.map(({ times }) => times));
    const { inAll, onVnic, premises } = rulesOfNsx(view);
    const upTo = ({ high }: Interval): Interval => ({
      low: known.low,
      high: this.gap === undefined ? Interval.add(known, { low: 0, high }).high : null,
    });
    this.total = upTo(inAll);
    this.most = upTo(onVnic);
    this.byNsx = onVnic;
    this.premises = premises;
    const own = estate.nsx.securityPolicies.find(({ origin, manager: of }) => origin === 'owned' && JSON.stringify(of) === JSON.stringify(manager));
    this.subject = own ? { stack: own.addresses[0]!.stack } : {};
  }

  public ofManager(): Verdict {
    const judged = { subject: this.subject, key: `rules-per-manager:${this.name}`, premises: this.premises };
    if (this.total.low > RULES_PER_MANAGER.value) {
      return {
        ...judged,
        verdict: 'refuted',
        message: `the distributed firewall of ${this.name} has more rules than a manager can have`,
        witness: witness(this.total, RULES_PER_MANAGER),
        remedies: [],
      };
    }
    if (Interval.fits(this.total, Interval.exactly(RULES_PER_MANAGER.value)) === 'yes') return { ...judged, verdict: 'proved' };
    return { ...judged, verdict: 'undecided', message: `number of rules in the distributed firewall of ${this.name}`, ...this.open() };
  }

  public ofVnics(): Verdict {
    const judged = { key: `rules-per-vnic:${this.name}`, premises: this.premises };
    if (this.most.high !== null && this.most.high <= RULES_PER_VNIC.value) return { ...judged, verdict: 'proved', subject: this.subject };
    const over = this.view.endpoints.filter(
      (endpoint) => endpoint.object.instances.high !== 0 && this.on(endpoint).some(({ low }) => low > RULES_PER_VNIC.value),
    );
    const [first] = over;
    if (first) {
      const most = this.on(first).reduce((a, b) => (b.low > a.low ? b : a));
      return {
        ...judged,
        verdict: 'refuted',
        subject: subjectOf(first.object),
        message: `more rules are applied to a vNIC of VM ${quotedName(first.object)} than one can have`,
        witness: [
          ...witness(most, RULES_PER_VNIC),
          ...(over.length > 1 ? [{ label: 'so too', text: listed(over.slice(1).map(({ object }) => quotedName(object))) }] : []),
        ],
        remedies: [{ text: 'policies applied to the groups that they are for, in place of every vNIC' }],
      };
    }
    return {
      ...judged,
      verdict: 'undecided',
      subject: this.subject,
      message: `number of rules on a vNIC with the distributed firewall of ${this.name}`,
      ...this.open(),
    };
  }

  /** The VMs of a cluster may gather on one host; spread as evenly as can be, some host has no fewer than the mean. */
  public *ofHosts(cluster: ComputeCluster): Iterable<Verdict> {
    const { machines, machinesOpen, members, premises, gaps } = viewOf(this.view.estate, cluster);
    const counted = machines.flatMap(({ object, count: times }) => {
      const endpoint = this.view.endpoint.get(object.id);
      return endpoint ? [{ endpoint, times }] : [];
    });
    if (!counted.some(({ endpoint }) => endpoint.segments.ids.length > 0)) return;
    const judged = { subject: subjectOf(cluster), key: `rules-per-host:${this.name}`, premises: [...premises, ...this.premises] };
    const nics = Interval.sum(counted.map(({ endpoint, times }) => Interval.multiply(times, vnicCount(endpoint))));
    const most = machinesOpen ? { low: nics.low, high: null } : nics;
    const bound = Interval.multiply(most, this.most);
    if (bound.high !== null && bound.high <= RULES_PER_HOST.value) {
      yield { ...judged, verdict: 'proved' };
      return;
    }
    const all = Interval.sum(counted.map(({ endpoint, times }) => Interval.multiply(times, this.overAll(endpoint))));
    const least = members.high === null || members.high === 0 ? 0 : Math.ceil(all.low / members.high);
    if (least > RULES_PER_HOST.value) {
      yield {
        ...judged,
        verdict: 'refuted',
        message: `some host of cluster ${quotedName(cluster)} has more firewall rules than a host can have`,
        witness: [
          {
            label: 'configured',
            text: `at least ${grouped(all.low)} rules over all vNICs, on ${count(members.high!, 'host')}: ${grouped(least)} on one of them`,
          },
          { label: 'maximum', text: `${grouped(RULES_PER_HOST.value)} (${RULES_PER_HOST.source})` },
        ],
        remedies: [{ text: 'policies applied to the groups that they are for, in place of every vNIC' }],
      };
      return;
    }
    if (!machinesOpen && this.gap === undefined && all.high !== null && all.high <= RULES_PER_HOST.value) {
      yield { ...judged, verdict: 'proved' };
      return;
    }
    const isOpen = machinesOpen || this.gap !== undefined || all.high === null;
    yield {
      ...judged,
      verdict: 'undecided',
      message: `number of firewall rules on a host of cluster ${quotedName(cluster)}`,
      reason: isOpen
        ? (this.gap ?? gaps[0]?.reason ?? 'not all of its VMs are known')
        : `with all of its VMs on one host it has ${grouped(all.high)}, and where DRS puts them is not decided`,
      decidedBy: isOpen ? this.open().decidedBy : 'policies applied to the groups that they are for, in place of every vNIC',
    };
  }

  /** Rules on each vNIC of a VM. */
  private on(endpoint: Endpoint): Interval[] {
    const known = this.onEndpoint.get(endpoint);
    if (known) return known;
    const vnics = vnicsOf(this.view, endpoint).map((vnic) => {
      let [low, high]: [number, number | null] = [0, this.byNsx.high];
      for (const { policy, rule, sure, times } of this.byScope.near(vnic)) {
        const { is } = actsOn(this.view, policy, rule, vnic);
        low += is === 'yes' ? sure : 0;
        high = is === 'no' || high === null ? high : times.high === null ? null : high + times.high;
      }
      return { low, high: this.gap === undefined ? high : null };
    });
    this.onEndpoint.set(endpoint, vnics);
    return vnics;
  }

  /** Over all vNICs of a VM. */
  private overAll(endpoint: Endpoint): Interval {
    const each = this.on(endpoint);
    const most = each.some(({ high }) => high === null) ? null : Math.max(...each.map(({ high }) => high!));
    return { low: Interval.sum(each).low, high: Interval.multiply(vnicCount(endpoint), { low: 0, high: most }).high };
  }

  private open(): { reason: string; decidedBy: string } {
    return {
      reason:
        this.gap ?? `there are ${Interval.format(this.total, grouped)}, and which of them a VM gets that the estate does not know is not decided`,
      decidedBy: 'literal policies with literal rules, applied to the groups that they are for',
    };
  }
}

function timesOf({ manager }: FirewallView, { instances, manager: of }: SecurityPolicy): Interval {
  const isSure = JSON.stringify(manager) === JSON.stringify(of) || (!isUnknown(manager) && !isUnknown(of));
  return isSure ? instances : { low: 0, high: instances.high };
}

/** Adapters of a VM. Two on one segment are one place for the firewall's rules, and two for their number. */
function vnicCount({ object, segments }: Endpoint): Interval {
  if (!('networks' in object)) return { low: segments.ids.length, high: segments.complete ? segments.ids.length : null };
  return object.networksComplete ? Interval.exactly(object.networks.length) : Interval.atLeast(object.networks.length);
}

function witness(rules: Interval, { value, source }: { value: number; source: string }) {
  return [
    { label: 'configured', text: `${Interval.isExact(rules) ? '' : 'at least '}${count(rules.low, 'rule')}` },
    { label: 'maximum', text: `${grouped(value)} (${source})` },
  ];
}
