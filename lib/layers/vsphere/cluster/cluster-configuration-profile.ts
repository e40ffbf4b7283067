import { ConfigurationProfile } from '@cdktf/provider-vsphere/lib/configuration-profile';
import { TerraformStack, Token } from 'cdktf';
import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { checkProps, checkText } from '../../check';
import { ConstructError } from '../../construct-error';
import { CLUSTER, HOST } from '../../kind';
import { joiningHosts } from './await-hosts';
import type { IVcenterCluster } from './compute-resource';
import { checkKindHere, connectionOf } from '../connection';
import type { IEsxiHost } from '../host/esxi-host';

/** Where the configuration comes from: one of the two. */
export interface ClusterConfigurationProfileProps {
  /** A cluster whose hosts run an image (vSphere Lifecycle Manager). */
  readonly cluster: IVcenterCluster;

  /**
   * The host whose configuration all the others get.
   * @default - `configuration` says it
   */
  readonly referenceHost?: IEsxiHost;

  /**
   * The configuration as JSON text, as vCenter exports it. It stands in the output as it is: passwords do not belong in it.
   * @default - that of `referenceHost`
   */
  readonly configuration?: string;
}

/**
 * One configuration for every host of a cluster (vSphere Configuration Profile): what no other construct sets, such as services,
 * firewall and advanced options of hosts. A cluster that had one cannot go without again.
 *
 * @throws when it has neither a reference host nor a configuration, or both; when the host is not one of the cluster's, as far as they
 * are known; when the configuration is no JSON object
 */
export class ClusterConfigurationProfile extends Construct {
  public readonly resource: ConfigurationProfile;

  public constructor(scope: Construct, id: string, props: ClusterConfigurationProfileProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['cluster']);
    recordOrigin(this);
    const cluster = checkKindHere(this, 'cluster', props.cluster, CLUSTER);
    this.resource = new ConfigurationProfile(this, 'Default', {
      provider: connectionOf(this),
      clusterId: cluster.clusterId,
      ...this.sourceOf(cluster, props),
      dependsOn: joiningHosts(TerraformStack.of(this), cluster),
    });
  }

  private sourceOf(
    cluster: IVcenterCluster,
    { referenceHost, configuration }: ClusterConfigurationProfileProps,
  ): { readonly referenceHostId: string } | { readonly configuration: string } {
    if (referenceHost !== undefined && configuration !== undefined) {
      throw new ConstructError(this, 'a profile takes referenceHost or configuration, got both; leave one of them out');
    }
    if (configuration !== undefined) return { configuration: this.checkJson(configuration) };
    if (referenceHost === undefined) throw new ConstructError(this, 'a profile takes referenceHost or configuration, got neither; give one of them');
    const host = checkKindHere(this, 'referenceHost', referenceHost, HOST);
    if (cluster.hosts?.includes(host) === false) {
      throw new ConstructError(
        this,
        `host "${host.hostname}" (${host.node.path}) is not of cluster ${cluster.node.path}; take it from the cluster's hosts`,
      );
    }
    return { referenceHostId: host.hostId };
  }

  /** Not shown: it may hold what it should not. */
  private checkJson(configuration: string): string {
    checkText(this, 'configuration', configuration);
    if (Token.isUnresolved(configuration) || isObject(configuration)) return configuration;
    throw new ConstructError(this, 'configuration must be the text of a JSON object, as vCenter exports it');
  }
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
