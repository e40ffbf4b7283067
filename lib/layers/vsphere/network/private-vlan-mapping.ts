import { DistributedVirtualSwitchPvlanMappingA } from '@cdktf/provider-vsphere/lib/distributed-virtual-switch-pvlan-mapping';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkOneOf, checkProps } from '../../check';
import { ConstructError } from '../../construct-error';
import { SWITCH } from '../../kind';
import { checkKindHere, connectionOf } from '../connection';
import { DistributedSwitch } from './distributed-switch';
import type { IDistributedSwitch } from './distributed-switch-props';
import { checkPrivateVlanId, PRIVATE_VLAN_TYPES, type PrivateVlanType } from './private-vlan';

export interface PrivateVlanMappingProps {
  /** The switch, which somebody else owns. */
  readonly switch: IDistributedSwitch;

  /** Id of the primary VLAN, from 1 to 4094. */
  readonly primary: number;

  /** Id of the secondary VLAN, from 1 to 4094: that of the primary where the type is `promiscuous`, and another one else. */
  readonly secondary: number;

  /** What ports on the secondary VLAN reach. */
  readonly type: PrivateVlanType;
}

const PRIVATE_VLAN_MAPPING = Symbol.for('cdk-strata.PrivateVlanMapping');

/**
 * One private VLAN on a switch that the app does not own. Changing any of it makes another.
 *
 * @throws when an id is out of bounds, the ids do not suit the type, or the app owns the switch
 */
export class PrivateVlanMapping extends Construct {
  public static isPrivateVlanMapping(x: unknown): x is PrivateVlanMapping {
    return isBranded(x, PRIVATE_VLAN_MAPPING);
  }

  public readonly resource: DistributedVirtualSwitchPvlanMappingA;

  public constructor(scope: Construct, id: string, props: PrivateVlanMappingProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['switch', 'primary', 'secondary', 'type']);
    recordOrigin(this);
    brand(this, PRIVATE_VLAN_MAPPING);

    const fabric = checkKindHere(this, 'switch', props.switch, SWITCH);
    if (DistributedSwitch.isDistributedSwitch(fabric)) {
      throw new ConstructError(this, `the app owns switch ${fabric.node.path}, which removes what it does not list; add this to its privateVlans`);
    }
    const primaryVlanId = checkPrivateVlanId(this, 'primary', props.primary);
    const secondaryVlanId = checkPrivateVlanId(this, 'secondary', props.secondary);
    const pvlanType = checkOneOf(this, 'type', props.type, PRIVATE_VLAN_TYPES);
    const known = [primaryVlanId, secondaryVlanId].every((each) => !Token.isUnresolved(each));
    if (known && (primaryVlanId === secondaryVlanId) !== (pvlanType === 'promiscuous')) {
      throw new ConstructError(
        this,
        `the secondary VLAN is the primary one where the type is "promiscuous" and only there, got ${primaryVlanId} and ${secondaryVlanId} for "${pvlanType}"`,
      );
    }
    this.resource = new DistributedVirtualSwitchPvlanMappingA(this, 'Default', {
      provider: connectionOf(this),
      distributedVirtualSwitchId: fabric.switchUuid,
      primaryVlanId,
      secondaryVlanId,
      pvlanType,
    });
  }
}
