import { Construct, type IConstruct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { checkProps, checkText } from '../../check';
import { nsxt, type DataNsxtPolicyTransitGatewayConfig } from '../bindings';
import { nsxConnectionOf } from '../connection';
import { checkPolicyPath } from '../nsx-object';
import { projectOf } from '../space';

/** What connects the VPCs of a project with each other and with the outside. */
export interface ITransitGateway extends IConstruct {
  /** Policy path, such as `/orgs/default/projects/shop/transit-gateways/default`. */
  readonly transitGatewayPath: string;
}

export interface TransitGatewayLookup {
  /** Name in NSX. */
  readonly name: string;
}

export interface TransitGatewayAttributes {
  /** Policy path, such as `/orgs/default/projects/shop/transit-gateways/default`. */
  readonly transitGatewayPath: string;
}

/**
 * A transit gateway of the project that it stands below.
 *
 * @throws when one that is looked up stands below no project, or below a VPC
 */
export abstract class TransitGateway extends Construct implements ITransitGateway {
  /** The one that NSX makes with each project, found when Terraform runs. */
  public static default(scope: Construct, id: string): ITransitGateway {
    return new LookedUpTransitGateway(scope, id, { isDefault: true });
  }

  /** One that exists, found by its name when Terraform runs. */
  public static fromLookup(scope: Construct, id: string, props: TransitGatewayLookup): ITransitGateway {
    checkProps(scope, `props of ${id}`, props, ['name']);
    return new LookedUpTransitGateway(scope, id, { displayName: checkText(scope, `name of ${id}`, props.name) });
  }

  /** One that exists, by its policy path. */
  public static fromAttributes(scope: Construct, id: string, attributes: TransitGatewayAttributes): ITransitGateway {
    return new KnownTransitGateway(scope, id, attributes);
  }

  public abstract readonly transitGatewayPath: string;
}

class LookedUpTransitGateway extends TransitGateway {
  public readonly transitGatewayPath: string;

  public constructor(scope: Construct, id: string, by: Pick<DataNsxtPolicyTransitGatewayConfig, 'displayName' | 'isDefault'>) {
    super(scope, id);
    recordOrigin(this);
    this.transitGatewayPath = new nsxt.DataNsxtPolicyTransitGateway(this, 'Default', {
      provider: nsxConnectionOf(this),
      context: { projectId: projectOf(this, 'a transit gateway').projectId },
      ...by,
    }).path;
  }
}

class KnownTransitGateway extends TransitGateway {
  public readonly transitGatewayPath: string;

  public constructor(scope: Construct, id: string, attributes: TransitGatewayAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['transitGatewayPath']);
    recordOrigin(this);
    this.transitGatewayPath = checkPolicyPath(this, 'transitGatewayPath', attributes.transitGatewayPath);
  }
}
