import { ComputeClusterVmHostRule } from '@cdktf/provider-vsphere/lib/compute-cluster-vm-host-rule';
import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { checkFlag, checkOneOf, checkProps, checkText } from '../../check';
import { HOST_GROUP, VM_GROUP } from '../../kind';
import { checkKindHere, connectionOf } from '../connection';
import type { IHostGroup } from './host-group';
import { checkOneCluster, nameOfPath } from './placement';
import type { IVmGroup } from './vm-group';

/** How strictly a rule is kept. HA breaks those that say `should`, and DRS does where it must. */
export type RuleStrength = 'must' | 'should';

export interface VmHostRuleProps {
  /**
   * Name in its cluster.
   * @default - the construct path, with dashes
   */
  readonly name?: string;

  /** Whose machines. */
  readonly machines: IVmGroup;

  /**
   * How strictly it is kept. `must` binds HA too: with no host of the group left, the machines stay off.
   */
  readonly strength: RuleStrength;

  /** Whether the machines run on the hosts, or anywhere but there. */
  readonly run: 'on' | 'not-on';

  /** Which hosts. */
  readonly hosts: IHostGroup;

  /**
   * Whether it is in force.
   * @default true
   */
  readonly enabled?: boolean;
}

/**
 * Where the machines of a group run, by a group of hosts. Nothing keeps it with DRS off.
 *
 * @throws when the two groups are of different clusters
 */
export class VmHostRule extends Construct {
  public readonly resource: ComputeClusterVmHostRule;

  public constructor(scope: Construct, id: string, props: VmHostRuleProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['machines', 'strength', 'run', 'hosts']);
    recordOrigin(this);
    const machines = checkKindHere(this, 'machines', props.machines, VM_GROUP);
    const hosts = checkKindHere(this, 'hosts', props.hosts, HOST_GROUP);
    checkOneCluster(this, machines, hosts);
    const on = checkOneOf(this, 'run', props.run, ['on', 'not-on']) === 'on';
    this.resource = new ComputeClusterVmHostRule(this, 'Default', {
      provider: connectionOf(this),
      name: checkText(this, 'name', props.name ?? nameOfPath(this)),
      computeClusterId: machines.cluster.clusterId,
      vmGroupName: machines.vmGroupName,
      ...(on ? { affinityHostGroupName: hosts.hostGroupName } : { antiAffinityHostGroupName: hosts.hostGroupName }),
      enabled: checkFlag(this, 'enabled', props.enabled ?? true),
      mandatory: checkOneOf(this, 'strength', props.strength, ['must', 'should']) === 'must',
    });
  }
}
