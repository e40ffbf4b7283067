import { ComputeClusterVmAffinityRule } from '@cdktf/provider-vsphere/lib/compute-cluster-vm-affinity-rule';
import { ComputeClusterVmAntiAffinityRule } from '@cdktf/provider-vsphere/lib/compute-cluster-vm-anti-affinity-rule';
import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { checkFlag, checkOneOf, checkProps, checkText } from '../../check';
import { ConstructError } from '../../construct-error';
import { CLUSTER } from '../../kind';
import { checkKindHere, connectionOf } from '../connection';
import { replacedWith } from '../machine/machine-brand';
import { checkMachines, checkSameCluster, type Machines, nameOfPath } from './placement';
import type { IVcenterCluster } from '../cluster/vcenter-cluster';
import type { RuleStrength } from './vm-host-rule';

/** What VM-VM rules have in common. */
export interface VmRuleProps {
  /**
   * Name in its cluster.
   * @default - the construct path, with dashes
   */
  readonly name?: string;

  readonly cluster: IVcenterCluster;

  /** Machines of the cluster, at least two: single ones, fleets, or both. */
  readonly machines: Machines;

  /** How strictly it is kept. `must` binds HA too: a machine that has no place under the rule stays off. */
  readonly strength: RuleStrength;

  /**
   * Whether it is in force.
   * @default true
   */
  readonly enabled?: boolean;
}

/**
 * Machines that run on one ESXi host together.
 *
 * @throws when there are fewer than two machines, or one surely runs on another cluster
 */
export class VmAffinityRule extends Construct {
  public readonly resource: ComputeClusterVmAffinityRule;

  public constructor(scope: Construct, id: string, props: VmRuleProps) {
    super(scope, id);
    recordOrigin(this);
    this.resource = new ComputeClusterVmAffinityRule(this, 'Default', ruleConfig(this, props).config);
  }
}

/**
 * Machines no two of which run on one ESXi host.
 *
 * @throws as `VmAffinityRule`, and when it must be kept and there are more machines than hosts, as far as these are known
 */
export class VmAntiAffinityRule extends Construct {
  public readonly resource: ComputeClusterVmAntiAffinityRule;

  public constructor(scope: Construct, id: string, props: VmRuleProps) {
    super(scope, id);
    recordOrigin(this);
    const { config, count, hosts } = ruleConfig(this, props);
    if (config.mandatory && config.enabled && hosts !== undefined && count > hosts) {
      throw new ConstructError(
        this,
        `${count} machines cannot be apart on ${hosts} hosts; name at most ${hosts}, or fewer so that HA can restart one after a failure, or add hosts`,
      );
    }
    this.resource = new ComputeClusterVmAntiAffinityRule(this, 'Default', config);
  }
}

function ruleConfig(rule: Construct, props: VmRuleProps) {
  checkProps(rule, 'props', props, ['cluster', 'machines', 'strength']);
  const cluster = checkKindHere(rule, 'cluster', props.cluster, CLUSTER);
  const machines = checkMachines(rule, 'machines', props.machines);
  if (machines.length < 2) throw new ConstructError(rule, `a rule between machines takes at least two, got ${machines.length}`);
  const computeClusterId = cluster.clusterId;
  checkSameCluster(rule, computeClusterId, machines);
  return {
    count: machines.length,
    hosts: cluster.hosts?.length,
    config: {
      provider: connectionOf(rule),
      name: checkText(rule, 'name', props.name ?? nameOfPath(rule)),
      computeClusterId,
      virtualMachineIds: machines.map((machine) => machine.machineUuid),
      enabled: checkFlag(rule, 'enabled', props.enabled ?? true),
      mandatory: checkOneOf(rule, 'strength', props.strength, ['must', 'should']) === 'must',
      lifecycle: replacedWith(rule, machines),
    },
  };
}
