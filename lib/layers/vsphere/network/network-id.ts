import type { IConstruct } from 'constructs';
import type { IDatacenter } from '../inventory';
import type { INetwork } from './network';

/** The managed object id of a network, for a construct that is attached to it. */
export function networkIdOf(network: INetwork, user: IConstruct, datacenter?: IDatacenter): string {
  return network.networkIdFor?.(user, datacenter) ?? network.networkId;
}
