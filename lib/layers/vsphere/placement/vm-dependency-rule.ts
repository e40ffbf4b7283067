import { ComputeClusterVmDependencyRule } from '@cdktf/provider-vsphere/lib/compute-cluster-vm-dependency-rule';
import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { checkFlag, checkOneOf, checkProps, checkText } from '../../check';
import { ConstructError } from '../../construct-error';
import { VM_GROUP } from '../../kind';
import { checkKindHere, connectionOf } from '../connection';
import { checkOneCluster, nameOfPath } from './placement';
import type { IVmGroup } from './vm-group';
import type { RuleStrength } from './vm-host-rule';

export interface VmDependencyRuleProps {
  /**
   * Name in its cluster.
   * @default - the construct path, with dashes
   */
  readonly name?: string;

  /** Whose machines wait. */
  readonly start: IVmGroup;

  /** Whose machines they wait for. */
  readonly after: IVmGroup;

  /** How strictly it is kept. With `must` they stay off where the others do not start; with `should` they start all the same. */
  readonly strength: RuleStrength;

  /**
   * Whether it is in force.
   * @default true
   */
  readonly enabled?: boolean;
}

/**
 * The order in which HA restarts machines after a host has failed. Terraform and people start machines in any order.
 *
 * @throws when a group waits for itself, or the two groups are of different clusters
 */
export class VmDependencyRule extends Construct {
  public readonly resource: ComputeClusterVmDependencyRule;

  public constructor(scope: Construct, id: string, props: VmDependencyRuleProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['start', 'after', 'strength']);
    recordOrigin(this);
    const start = checkKindHere(this, 'start', props.start, VM_GROUP);
    const after = checkKindHere(this, 'after', props.after, VM_GROUP);
    if (start === after) throw new ConstructError(this, `${start.node.path} cannot start after itself; name two groups`);
    checkOneCluster(this, start, after);
    this.resource = new ComputeClusterVmDependencyRule(this, 'Default', {
      provider: connectionOf(this),
      name: checkText(this, 'name', props.name ?? nameOfPath(this)),
      computeClusterId: start.cluster.clusterId,
      vmGroupName: start.vmGroupName,
      dependencyVmGroupName: after.vmGroupName,
      enabled: checkFlag(this, 'enabled', props.enabled ?? true),
      mandatory: checkOneOf(this, 'strength', props.strength, ['must', 'should']) === 'must',
    });
  }
}
