import type { App } from 'cdktf';
import { Secret } from 'cdk-strata';
import {
  EdgeCluster,
  type IEdgeCluster,
  NsxManager,
  Project,
  type ProjectProps,
  Tier1Gateway,
  type Tier1GatewayProps,
  Vpc,
  type VpcProps,
} from 'cdk-strata/nsx';
import type { Construct } from 'constructs';
import { Lab } from '../../vsphere/lab';

/** A stack with connections to a vCenter and to an NSX manager. */
export class Site extends Lab {
  public constructor(scope?: App, id = 'site') {
    super(scope, id);
    manager(this, 'nsx');
  }

  public project(props: ProjectProps = {}, id = 'shop'): Project {
    return new Project(this, id, props);
  }

  public vpc(props: VpcProps = {}, project: Construct = this.project()): Vpc {
    return new Vpc(project, 'web', props);
  }

  public edges(): IEdgeCluster {
    return EdgeCluster.fromAttributes(this, 'edges', { edgeClusterPath: '/infra/sites/default/enforcement-points/default/edge-clusters/fra' });
  }

  public tier1(props: Tier1GatewayProps = { edgeCluster: this.edges() }, scope: Construct = this): Tier1Gateway {
    return new Tier1Gateway(scope, 't1', props);
  }

  /** The only element of a type. */
  public only(type: string): Record<string, unknown> {
    const elements = Object.values(this.rendered(type));
    if (elements.length !== 1) throw new Error(`${elements.length} elements of ${type}`);
    return elements[0]!;
  }
}

export function manager(scope: Construct, id: string, alias?: string, host = 'nsx.example.com'): NsxManager {
  return new NsxManager(scope, id, { host, alias, user: Secret.environment(), password: Secret.environment() });
}
