import type { DistributedVirtualSwitchPvlanMapping } from '@cdktf/provider-vsphere/lib/distributed-virtual-switch';
import type { Construct } from 'constructs';
import { checkDistinct, checkWhole, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { LARGEST_VLAN } from './vlan';

/**
 * A primary VLAN and the secondary ones that it is split into. Ports on the primary reach all of them, ports on an isolated one
 * reach the primary alone, ports on a community also each other. The physical switches must know the ids.
 */
export interface PrivateVlan {
  /** Id from 1 to 4094; also the secondary id of its promiscuous ports. */
  readonly primary: number;

  /**
   * Id of the isolated one.
   * @default - none
   */
  readonly isolated?: number;

  /**
   * Ids of the communities.
   * @default - none
   */
  readonly communities?: readonly number[];
}

/** What a port on a secondary VLAN reaches. */
export type PrivateVlanType = 'promiscuous' | 'isolated' | 'community';

export const PRIVATE_VLAN_TYPES: readonly PrivateVlanType[] = ['promiscuous', 'isolated', 'community'];

export function checkPrivateVlanId(construct: Construct, what: string, id: number): number {
  return checkWhole(construct, what, id, { low: 1, high: LARGEST_VLAN });
}

/** Each secondary id, that of the promiscuous ports among them. */
export function privateVlanIds({ primary, isolated, communities }: PrivateVlan): number[] {
  return [primary, ...(isolated === undefined ? [] : [isolated]), ...(communities ?? [])];
}

/**
 * The mappings of a switch.
 *
 * @throws when an id is out of bounds or stands twice, be it as a primary or a secondary
 */
export function privateVlanMappings(construct: Construct, vlans: readonly PrivateVlan[]): DistributedVirtualSwitchPvlanMapping[] {
  if (!Array.isArray(vlans as unknown)) throw new ConstructError(construct, 'privateVlans must be a list; write `[{ primary: 100, isolated: 101 }]`');
  const mappings = vlans.flatMap(({ primary, isolated, communities }, index) => {
    const at = `privateVlans[${index}]`;
    const primaryVlanId = checkPrivateVlanId(construct, `${at}.primary`, primary);
    const mapping = (what: string, id: number, pvlanType: PrivateVlanType): DistributedVirtualSwitchPvlanMapping => ({
      primaryVlanId,
      secondaryVlanId: checkPrivateVlanId(construct, `${at}.${what}`, id),
      pvlanType,
    });
    return [
      mapping('primary', primary, 'promiscuous'),
      ...(ifGiven(isolated, (id) => [mapping('isolated', id, 'isolated')]) ?? []),
      ...(communities ?? []).map((id, number) => mapping(`communities[${number}]`, id, 'community')),
    ];
  });
  checkDistinct(
    construct,
    'ids of private VLANs',
    mappings.map(({ secondaryVlanId }) => String(secondaryVlanId)),
  );
  return mappings;
}
