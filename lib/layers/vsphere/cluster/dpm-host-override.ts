import { DpmHostOverride as DpmHostOverrideResource } from '@cdktf/provider-vsphere/lib/dpm-host-override';
import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { checkOneOf, checkProps } from '../../check';
import { ConstructError } from '../../construct-error';
import { CLUSTER, HOST } from '../../kind';
import type { IVcenterCluster } from './compute-resource';
import { checkKindHere, connectionOf } from '../connection';
import type { IEsxiHost } from '../host/esxi-host';

export interface DpmHostOverrideProps {
  readonly cluster: IVcenterCluster;

  /** One of its hosts. */
  readonly host: IEsxiHost;

  /** Whether the host is switched off and on, that is only recommended, or neither. */
  readonly automationLevel: 'automated' | 'manual' | 'off';
}

/**
 * Whether power management switches one host, other than the rest of its cluster.
 *
 * @throws when the host is not one of the cluster's, as far as they are known
 */
export class DpmHostOverride extends Construct {
  public readonly resource: DpmHostOverrideResource;

  public constructor(scope: Construct, id: string, props: DpmHostOverrideProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['cluster', 'host', 'automationLevel']);
    recordOrigin(this);
    const cluster = checkKindHere(this, 'cluster', props.cluster, CLUSTER);
    const host = checkKindHere(this, 'host', props.host, HOST);
    const level = checkOneOf(this, 'automationLevel', props.automationLevel, ['automated', 'manual', 'off']);
    if (cluster.hosts?.includes(host) === false) {
      throw new ConstructError(
        this,
        `host "${host.hostname}" (${host.node.path}) is not of cluster ${cluster.node.path}; take it from the cluster's hosts`,
      );
    }
    this.resource = new DpmHostOverrideResource(this, 'Default', {
      provider: connectionOf(this),
      computeClusterId: cluster.clusterId,
      hostSystemId: host.hostId,
      dpmEnabled: level !== 'off',
      ...(level !== 'off' && { dpmAutomationLevel: level }),
    });
  }
}
