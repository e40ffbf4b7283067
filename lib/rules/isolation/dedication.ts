import {
  indexOf,
  isUnknown,
  type ComputeCluster,
  type EsxiHost,
  type Estate,
  type Intent,
  type IntentSide,
  type ObjectId,
  type Premise,
  type VirtualMachine,
} from '../../estate';
import type { Bounds } from '../../proofs/placement';
import type { Ternary } from '../../units';
import { viewOf } from '../capacity/cluster-view';
import { knownOnlyTo, listed, listedNames, quoted, quotedName } from '../wording';
import { isResident, whyOpen } from './dedication-gaps';
import { overriddenMachines } from './drs-overrides';
import { mayBeOneHost, placementOf, rulePremises, type ClusterPlacement, type Gap } from './host-rules';
import { machineBounds } from './machine-bounds';
import { TenantSide } from './tenant-side';

/** A VM that may run where it must not. */
export interface Trespass {
  readonly machine: VirtualMachine;
  /** The hosts, by name. */
  readonly where: string;
  /** Whose it is. */
  readonly belongs: string;
}

const BY_NAME = 'hosts';

/** What an intent of dedicated hosts comes to, in an estate. */
export class Dedication {
  /** VMs of the tenant that may run on other hosts. */
  public readonly outside: Trespass[] = [];
  /** VMs of others that may run on the dedicated hosts. */
  public readonly inside: Trespass[] = [];
  public readonly gaps: Gap[] = [];
  public readonly premises: Premise[] = [];

  private readonly tenant: TenantSide;
  private readonly hosts: readonly EsxiHost[];
  private readonly homes = new Map<EsxiHost, ComputeCluster>();
  private readonly seen = new Set<ObjectId>();
  private readonly answers = new Map<ObjectId, Ternary>();
  private readonly overridden: ReadonlySet<ObjectId> | 'all';

  public constructor(
    private readonly estate: Estate,
    intent: Intent,
  ) {
    const dedicated = intent.sides.find(({ label }) => label === BY_NAME);
    const tenant = intent.sides.find((side) => side !== dedicated);
    const empty: IntentSide = { label: 'the tenant', endpoints: { ids: [], missing: [] } };
    this.tenant = new TenantSide(estate, tenant ?? empty);
    this.overridden = overriddenMachines(estate);
    this.hosts = (dedicated?.endpoints.ids ?? []).flatMap((id) => estate.vsphere.hosts.find((host) => host.id === id) ?? []);
    if (this.tenant.hasPods) {
      this.gap(`${this.tenant.side.label} has pods, and on which nodes' hosts they run is not followed`, 'a tenant of machines and networks');
      return;
    }
    const isKnown = dedicated !== undefined && dedicated.endpoints.missing.length === 0 && this.hosts.length === dedicated.endpoints.ids.length;
    if (!tenant || !isKnown || this.hosts.length === 0 || !this.tenant.isKnown) {
      this.gap('what it names is not all in the estate', 'a tenant and hosts that are rendered or looked up');
      return;
    }
    const families = this.hosts.filter(({ instances }) => instances.low !== 1 || instances.high !== 1);
    if (families.length > 0) {
      this.gap(`how many ${listedNames(families)} there are depends on a count or for_each that is not decided`, 'hosts that stand for one each');
      return;
    }
    this.premises.push(...this.tenant.premises());
    this.examine();
  }

  private examine(): void {
    const standalone: EsxiHost[] = [];
    for (const host of this.hosts) {
      const cluster = this.clusterOf(host);
      if (cluster) this.homes.set(host, cluster);
      else if (host.cluster === null) standalone.push(host);
      else
        this.gap(
          `which cluster host ${quotedName(host)} is in is ${isUnknown(host.cluster) ? knownOnlyTo(host.cluster) : 'not known'}`,
          'the cluster with all its hosts, or a host group with the host',
        );
    }
    for (const cluster of new Set(this.homes.values())) this.examineCluster(cluster);
    for (const host of standalone) this.examineHost(host);
    for (const machine of this.estate.vsphere.machines) this.examineElsewhere(machine);
  }

  private clusterOf(host: EsxiHost): ComputeCluster | undefined {
    const index = indexOf(this.estate);
    const { clusters, hostGroups } = this.estate.vsphere;
    return (
      clusters.find((cluster) => index.hostsOf(cluster).certain.some(({ id }) => id === host.id)) ??
      clusters.find(({ id }) => hostGroups.some((group) => group.cluster === id && group.instances.low > 0 && group.hosts.ids.includes(host.id)))
    );
  }

  private examineCluster(cluster: ComputeCluster): void {
    const { certain, possible, open } = indexOf(this.estate).machinesOn(cluster);
    const placement = placementOf(
      this.estate,
      cluster,
      [...certain, ...possible].map(({ id }) => id),
      this.hosts,
    );
    const view = viewOf(this.estate, cluster);
    this.premises.push(...view.premises, ...rulePremises(this.estate, cluster, placement));
    for (const [machines, isSure] of [
      [certain, true],
      [possible, false],
    ] as const) {
      for (const machine of machines) this.examineMachine(machine, isSure, cluster, placement);
    }
    if (!open) return;
    const gap = view.gaps.find(() => view.machinesOpen);
    this.gap(
      gap?.reason ?? `what else runs on cluster ${quotedName(cluster)} is ${knownOnlyTo(open)}`,
      gap?.decidedBy ?? '`app.assume(Assume.closed(…))` for the cluster',
    );
  }

  private examineMachine(machine: VirtualMachine, isSure: boolean, cluster: ComputeCluster, placement: ClusterPlacement): void {
    if (machine.instances.high === 0) return;
    this.seen.add(machine.id);
    const holds = this.tenant.holds(machine);
    const bounds = machineBounds(machine, placement, this.isOverridden(machine));
    const strayed = holds === 'no' ? [] : [...bounds.surely].filter((id) => this.isDedicated(id) === 'no');
    const intruded = holds === 'yes' ? [] : [...bounds.surely].filter((id) => this.isDedicated(id) === 'yes');
    const isCertain = isSure && machine.instances.low > 0 && !isResident(machine);
    if (isCertain && holds === 'yes' && strayed.length > 0) this.trespass(this.outside, machine, strayed, holds);
    else if (isCertain && holds === 'no' && intruded.length > 0) this.trespass(this.inside, machine, intruded, holds);
    else if (isCertain && holds === 'maybe' && strayed.length > 0 && intruded.length > 0)
      this.trespass(this.inside, machine, [...intruded, ...strayed], holds);
    else if (!this.isKept(holds, bounds, cluster)) this.explain(machine, holds, placement);
  }

  /** Whether a machine is where it must be, wherever it may run. */
  private isKept(holds: Ternary, { possibly, never }: Bounds, cluster: ComputeCluster): boolean {
    const ids = [...possibly.ids];
    if (holds === 'yes') return possibly.complete && ids.every((id) => this.isDedicated(id) === 'yes');
    if (holds === 'maybe') return false;
    if (possibly.complete) return ids.every((id) => this.isDedicated(id) === 'no');
    return this.hosts.every((host) => never.has(host.id) || (this.homes.get(host) ?? cluster) !== cluster);
  }

  private isOverridden({ id }: VirtualMachine): boolean {
    return this.overridden === 'all' || this.overridden.has(id);
  }

  private explain(machine: VirtualMachine, holds: Ternary, placement: ClusterPlacement): void {
    const { reason, decidedBy } = whyOpen(this.estate, machine, placement, {
      holds,
      tenant: this.tenant.side.label,
      isOverridden: this.isOverridden(machine),
    });
    this.gap(reason, decidedBy);
  }

  /** A dedicated host of no cluster: no rule is about it. */
  private examineHost(host: EsxiHost): void {
    if (host.origin !== 'owned')
      this.gap(`what else runs on host ${quotedName(host)} is known only to vCenter`, 'a host that the app owns, or one of a cluster');
    for (const machine of this.estate.vsphere.machines) {
      if (machine.instances.high === 0 || (machine.cluster !== null && !isUnknown(machine.cluster))) continue;
      const holds = this.tenant.holds(machine);
      if (holds === 'yes') continue;
      if (machine.host === host.id && machine.cluster === null && holds === 'no' && machine.instances.low > 0)
        this.trespass(this.inside, machine, [host.id], holds);
      else if (machine.host === host.id || machine.host === null || isUnknown(machine.host)) {
        this.gap(
          `whether ${quotedName(machine)} runs on host ${quotedName(host)} is not known`,
          `a host that is named, not a token, for ${quotedName(machine)}`,
        );
      }
    }
  }

  /** Machines of the tenant that are on none of the clusters with dedicated hosts. What others put on its networks is theirs. */
  private examineElsewhere(machine: VirtualMachine): void {
    const holds = this.tenant.holds(machine);
    if (this.seen.has(machine.id) || holds === 'no' || machine.instances.high === 0) return;
    if (holds === 'maybe' && machine.origin !== 'owned') return;
    const { cluster, host } = machine;
    if (holds === 'maybe' || isUnknown(cluster) || machine.instances.low === 0) {
      const reason = isUnknown(cluster)
        ? `which cluster ${quotedName(machine)} is on is ${knownOnlyTo(cluster)}`
        : `whether ${quotedName(machine)} is there and of ${this.tenant.side.label} is not known`;
      this.gap(reason, `literal networks, cluster and number of ${quotedName(machine)}`);
    } else if (cluster !== null && this.hosts.some((each) => !this.homes.has(each) && each.cluster !== null)) {
      this.gap(
        `whether the cluster of ${quotedName(machine)} has dedicated hosts is not known`,
        'the cluster with all its hosts, or a host group with the host',
      );
    } else if (cluster !== null) {
      const on = this.estate.vsphere.clusters.find(({ id }) => id === cluster);
      this.outside.push({
        machine,
        where: `cluster ${on ? quotedName(on) : quoted(cluster)}, which has none of the dedicated hosts`,
        belongs: `of ${this.tenant.side.label}`,
      });
    } else if (host === null || isUnknown(host) || this.isDedicated(host) === 'maybe') {
      this.gap(`which host ${quotedName(machine)} runs on is not known`, `a host that is named, not a token, for ${quotedName(machine)}`);
    } else if (this.isDedicated(host) === 'no') this.trespass(this.outside, machine, [host], holds);
  }

  private isDedicated(id: ObjectId): Ternary {
    const known = this.answers.get(id);
    if (known !== undefined) return known;
    const isOne = this.hosts.some((host) => host.id === id);
    const answer = isOne ? 'yes' : this.hosts.some((host) => mayBeOneHost(this.estate, id, host)) ? 'maybe' : 'no';
    this.answers.set(id, answer);
    return answer;
  }

  private trespass(on: Trespass[], machine: VirtualMachine, hosts: readonly ObjectId[], holds: Ternary): void {
    const { objects } = indexOf(this.estate);
    const where = listed(hosts.map((id) => (objects.has(id) ? quotedName(objects.get(id)!) : quoted(id))));
    const { label } = this.tenant.side;
    on.push({
      machine,
      where,
      belongs: holds === 'yes' ? `of ${label}` : holds === 'no' ? `not of ${label}` : `of ${label} or not, its networks are not shown`,
    });
  }

  private gap(reason: string, decidedBy: string): void {
    this.gaps.push({ reason, decidedBy });
  }
}
