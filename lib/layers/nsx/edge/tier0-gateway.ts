import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { checkProps, checkText } from '../../check';
import { nsxt } from '../bindings';
import { nsxConnectionOf } from '../connection';
import { checkPolicyPath } from '../nsx-object';
import type { ITier0Gateway } from './igateway';

export interface Tier0GatewayLookup {
  /** Name in NSX. */
  readonly name: string;
}

export interface Tier0GatewayAttributes {
  /** Policy path, such as `/infra/tier-0s/fra-t0`. */
  readonly gatewayPath: string;
}

/** A tier-0 gateway, or a VRF of one. It lies in the default space, whatever space it is named in. */
export abstract class Tier0Gateway extends Construct implements ITier0Gateway {
  /** Found by its name when Terraform runs. */
  public static fromLookup(scope: Construct, id: string, props: Tier0GatewayLookup): ITier0Gateway {
    return new LookedUpTier0Gateway(scope, id, props);
  }

  /** By its policy path. */
  public static fromAttributes(scope: Construct, id: string, attributes: Tier0GatewayAttributes): ITier0Gateway {
    return new KnownTier0Gateway(scope, id, attributes);
  }

  public abstract readonly gatewayPath: string;
  public readonly tier = 0;
}

class LookedUpTier0Gateway extends Tier0Gateway {
  public readonly gatewayPath: string;

  public constructor(scope: Construct, id: string, props: Tier0GatewayLookup) {
    super(scope, id);
    checkProps(this, 'props', props, ['name']);
    recordOrigin(this);
    this.gatewayPath = new nsxt.DataNsxtPolicyTier0Gateway(this, 'Default', {
      provider: nsxConnectionOf(this),
      displayName: checkText(this, 'name', props.name),
    }).path;
  }
}

class KnownTier0Gateway extends Tier0Gateway {
  public readonly gatewayPath: string;

  public constructor(scope: Construct, id: string, attributes: Tier0GatewayAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['gatewayPath']);
    recordOrigin(this);
    this.gatewayPath = checkPolicyPath(this, 'gatewayPath', attributes.gatewayPath);
  }
}
