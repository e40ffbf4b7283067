import { Construct, type IConstruct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { checkProps, checkText } from '../../check';
import { nsxt } from '../bindings';
import { nsxConnectionOf } from '../connection';
import { checkPolicyPath } from '../nsx-object';

/** The edge nodes that services of gateways run on: NAT, gateway firewalls, DHCP. */
export interface IEdgeCluster extends IConstruct {
  /** Policy path, such as `/infra/sites/default/enforcement-points/default/edge-clusters/edge-fra`. */
  readonly edgeClusterPath: string;
}

export interface EdgeClusterLookup {
  /** Name in NSX. */
  readonly name: string;
}

export interface EdgeClusterAttributes {
  /** Policy path. */
  readonly edgeClusterPath: string;
}

/** An edge cluster. Whoever deploys the edges makes it; a stack looks it up. */
export abstract class EdgeCluster extends Construct implements IEdgeCluster {
  /** Found by its name when Terraform runs. */
  public static fromLookup(scope: Construct, id: string, props: EdgeClusterLookup): IEdgeCluster {
    return new LookedUpEdgeCluster(scope, id, props);
  }

  /** By its policy path. */
  public static fromAttributes(scope: Construct, id: string, attributes: EdgeClusterAttributes): IEdgeCluster {
    return new KnownEdgeCluster(scope, id, attributes);
  }

  public abstract readonly edgeClusterPath: string;
}

class LookedUpEdgeCluster extends EdgeCluster {
  public readonly edgeClusterPath: string;

  public constructor(scope: Construct, id: string, props: EdgeClusterLookup) {
    super(scope, id);
    checkProps(this, 'props', props, ['name']);
    recordOrigin(this);
    this.edgeClusterPath = new nsxt.DataNsxtPolicyEdgeCluster(this, 'Default', {
      provider: nsxConnectionOf(this),
      displayName: checkText(this, 'name', props.name),
    }).path;
  }
}

class KnownEdgeCluster extends EdgeCluster {
  public readonly edgeClusterPath: string;

  public constructor(scope: Construct, id: string, attributes: EdgeClusterAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['edgeClusterPath']);
    recordOrigin(this);
    this.edgeClusterPath = checkPolicyPath(this, 'edgeClusterPath', attributes.edgeClusterPath);
  }
}
