import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { declare } from '../../estate/declaration';
import { recordOrigin, traceHere } from '../../estate/origin';
import { checkKind, checkKinds, checkProps } from '../check';
import { ConstructError } from '../construct-error';
import { HOST, TENANT } from '../kind';
import type { IEsxiHost } from '../vsphere';
import type { PlacedMachine } from '../vsphere/machine/machine';
import { connectionOf } from '../vsphere/connection';
import { forEachMachine } from '../vsphere/machine/machine-census';
import { nameOfPath } from '../vsphere/placement/placement';
import { labelOf } from './describe';
import { listNames, pathsOf } from './endpoints';
import { HostSeparation } from './host-separation';
import type { ITenant } from './tenant';

export interface DedicatedHostsProps {
  readonly tenant: ITenant;

  /** At least one, each once, all of one cluster. */
  readonly hosts: Iterable<IEsxiHost>;
}

/**
 * The tenant runs on these ESXi hosts only, and nobody else runs on them, failover included.
 *
 * Every `VirtualMachine` of the app comes under a mandatory rule for it, whether it is made before this or after, in this stack or
 * another: the tenant's machines run on the hosts, all others of their cluster run elsewhere. Not reached is what others make, looked-up
 * machines included, be they of the tenant or not; nor are machines that are raw Terraform resources. Put them under rules of your own.
 * DRS moves machines that are running already only once the rules are there.
 *
 * @throws when there is no host, or one stands twice; when a machine of the tenant, of now or later, runs on a cluster that lacks one
 * of the hosts, as far as its hosts are known, or is on no known cluster
 */
export class DedicatedHosts extends Construct {
  private readonly tenant: ITenant;
  private readonly hosts: readonly IEsxiHost[];
  private readonly origin = traceHere();
  /** By stack, connection and cluster. */
  private readonly separations = new Map<string, HostSeparation>();
  /**
   * Machines of others on clusters whose hosts nobody said, by cluster: should the tenant turn out to run there, they are kept off.
   * Undefined where it does.
   */
  private readonly undecided = new Map<string, PlacedMachine[] | undefined>();

  public constructor(scope: Construct, id: string, props: DedicatedHostsProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['tenant', 'hosts']);
    recordOrigin(this, this.origin);

    this.tenant = checkKind(this, 'tenant', props.tenant, TENANT);
    this.hosts = checkKinds(this, 'hosts', props.hosts, HOST);
    if (this.hosts.length === 0) throw new ConstructError(this, `no host is named for ${labelOf(this.tenant)}; name at least one`);
    const twice = this.hosts.find((host, index) => this.hosts.indexOf(host) !== index);
    if (twice !== undefined) throw new ConstructError(this, `host "${twice.hostname}" stands twice; name each host once`);

    declare(this, {
      kind: 'intent',
      of: this.node.path,
      intent: 'dedicated-hosts',
      statement: `${labelOf(this.tenant)} has ${this.hosts.length === 1 ? 'host' : 'hosts'} ${listNames(this.hosts.map((host) => host.hostname))} to itself`,
      sides: [
        { label: labelOf(this.tenant), of: [this.tenant.node.path] },
        { label: 'hosts', of: pathsOf(this, 'hosts', this.hosts) },
      ],
      parameters: {},
    });
    forEachMachine(this, (machine) => this.place(machine));
  }

  private place(machine: PlacedMachine): void {
    const isTenants = this.tenant.holds(machine);
    const { clusterId } = machine.on;
    const here = this.hostsAmong(machine.on.hosts);
    if (isTenants) this.checkPlace(machine, here);
    if (clusterId === undefined || here?.length === 0) return;
    if (isTenants) this.settle(clusterId);
    else if (here === undefined && this.postpone(machine, clusterId)) return;
    this.separation(machine, clusterId, here).add(machine, isTenants);
  }

  /** The tenant runs on this cluster, so the hosts are of it. */
  private settle(clusterId: string): void {
    const waiting = this.undecided.get(clusterId) ?? [];
    this.undecided.set(clusterId, undefined);
    for (const machine of waiting) this.separation(machine, clusterId, undefined).add(machine, false);
  }

  private postpone(machine: PlacedMachine, clusterId: string): boolean {
    if (this.undecided.has(clusterId)) {
      const waiting = this.undecided.get(clusterId);
      waiting?.push(machine);
      return waiting !== undefined;
    }
    this.undecided.set(clusterId, [machine]);
    return true;
  }

  private checkPlace({ node, on }: PlacedMachine, here: readonly IEsxiHost[] | undefined): void {
    if (on.clusterId === undefined) {
      throw new ConstructError(
        this,
        `${node.path} of ${labelOf(this.tenant)} runs on ${on.node.path}, whose cluster is not known, and only a cluster has rules; give the pool what it is on`,
      );
    }
    const missing = this.hosts.find(({ hostname }) => here?.every((host) => host.hostname !== hostname));
    if (missing === undefined) return;
    throw new ConstructError(
      this,
      `${node.path} of ${labelOf(this.tenant)} runs on ${on.node.path}, and host "${missing.hostname}" is not of that cluster; name hosts of the cluster that the tenant runs on`,
    );
  }

  /** The dedicated hosts as a cluster has them; undefined where its hosts are not known, or known by id and these by name. */
  private hostsAmong(members: readonly IEsxiHost[] | undefined): readonly IEsxiHost[] | undefined {
    if (members === undefined || members.some((member) => this.hosts.some((host) => isNamed(host) !== isNamed(member)))) return undefined;
    const wanted = new Set(this.hosts.map((host) => host.hostname));
    return members.filter((member) => wanted.has(member.hostname));
  }

  private separation(machine: PlacedMachine, clusterId: string, here: readonly IEsxiHost[] | undefined): HostSeparation {
    const stack = TerraformStack.of(machine);
    const provider = connectionOf(machine);
    const key = JSON.stringify([stack.node.path, provider?.alias, clusterId]);
    const existing = this.separations.get(key);
    if (existing !== undefined) return existing;
    const own = [...this.node.scopes].reverse().find(TerraformStack.isStack) === stack;
    const number = [...this.separations.values()].filter((each) => TerraformStack.of(each) === stack).length + 1;
    const suffix = `${own ? '' : `-${nameOfPath(stack)}`}${number === 1 ? '' : `-${number}`}`;
    const separation = new HostSeparation(own ? this : stack, own ? `separation-${number}` : `${nameOfPath(this)}-separation-${number}`, {
      name: `${nameOfPath(this)}${suffix}`,
      provider,
      clusterId,
      hosts: here ?? this.hosts,
      origin: this.origin,
    });
    this.separations.set(key, separation);
    return separation;
  }
}

function isNamed(host: IEsxiHost): boolean {
  return host.hostname !== host.hostId;
}
