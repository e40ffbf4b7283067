import { Construct, type IConstruct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { checkFlag, checkOneOf, checkProps, checkText, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { nsxt } from '../bindings';
import { nsxConnectionOf } from '../connection';
import { checkPolicyPath } from '../nsx-object';

/** `overlayStandard` and `overlayEns` are what older managers call `overlayBacked`. */
export type TransportZoneType = 'overlayBacked' | 'overlayStandard' | 'overlayEns' | 'vlanBacked';

/** What the hosts and edges of a transport zone can carry: overlay segments, or segments on VLANs. */
export interface ITransportZone extends IConstruct {
  /** Policy path, such as `/infra/sites/default/enforcement-points/default/transport-zones/overlay-fra`. */
  readonly transportZonePath: string;
  /** Undefined where nobody said. */
  readonly type?: TransportZoneType;
}

export interface TransportZoneLookup {
  /**
   * Name in NSX.
   * @default - any; then `isDefault` tells it
   */
  readonly name?: string;

  /**
   * Its type.
   * @default - any
   */
  readonly type?: TransportZoneType;

  /**
   * Whether it is the default one of its type, which must be given too.
   * @default - either
   */
  readonly isDefault?: boolean;
}

export interface TransportZoneAttributes {
  /** Policy path. */
  readonly transportZonePath: string;

  /**
   * Its type.
   * @default - not known
   */
  readonly type?: TransportZoneType;
}

/** The provider's names of them. */
const TYPES: Readonly<Record<TransportZoneType, string>> = {
  overlayBacked: 'OVERLAY_BACKED',
  overlayStandard: 'OVERLAY_STANDARD',
  overlayEns: 'OVERLAY_ENS',
  vlanBacked: 'VLAN_BACKED',
};

/** A transport zone. Whoever prepares hosts for NSX makes it; a stack looks it up. */
export abstract class TransportZone extends Construct implements ITransportZone {
  /** Found when Terraform runs. @throws when neither a name is given, nor a type whose default one it is */
  public static fromLookup(scope: Construct, id: string, props: TransportZoneLookup): ITransportZone {
    return new LookedUpTransportZone(scope, id, props);
  }

  /** By its policy path. */
  public static fromAttributes(scope: Construct, id: string, attributes: TransportZoneAttributes): ITransportZone {
    return new KnownTransportZone(scope, id, attributes);
  }

  public abstract readonly transportZonePath: string;
  public abstract readonly type?: TransportZoneType;
}

class LookedUpTransportZone extends TransportZone {
  public readonly transportZonePath: string;
  public readonly type?: TransportZoneType;

  public constructor(scope: Construct, id: string, props: TransportZoneLookup) {
    super(scope, id);
    checkProps(this, 'props', props, []);
    recordOrigin(this);
    this.type = ifGiven(props.type, (type) => checkType(this, type));
    const isDefault = ifGiven(props.isDefault, (flag) => checkFlag(this, 'isDefault', flag));
    if (props.name === undefined && (isDefault !== true || this.type === undefined)) {
      throw new ConstructError(this, "which transport zone is not said; give its name, or `isDefault: true` and a type, such as 'overlayBacked'");
    }
    this.transportZonePath = new nsxt.DataNsxtPolicyTransportZone(this, 'Default', {
      provider: nsxConnectionOf(this),
      displayName: ifGiven(props.name, (name) => checkText(this, 'name', name)),
      transportType: this.type && TYPES[this.type],
      isDefault,
    }).path;
  }
}

class KnownTransportZone extends TransportZone {
  public readonly transportZonePath: string;
  public readonly type?: TransportZoneType;

  public constructor(scope: Construct, id: string, attributes: TransportZoneAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['transportZonePath']);
    recordOrigin(this);
    this.transportZonePath = checkPolicyPath(this, 'transportZonePath', attributes.transportZonePath);
    this.type = ifGiven(attributes.type, (type) => checkType(this, type));
  }
}

function checkType(zone: Construct, type: TransportZoneType): TransportZoneType {
  return checkOneOf(zone, 'type', type, Object.keys(TYPES) as TransportZoneType[]);
}
