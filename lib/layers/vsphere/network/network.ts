import type { IConstruct } from 'constructs';
import type { IDatacenter } from '../inventory';
import type { IDistributedSwitch } from './distributed-switch';

/** What a virtual machine can be attached to. */
export interface INetwork extends IConstruct {
  /** Managed object id, such as `dvportgroup-31`. */
  readonly networkId: string;
  /** The switch it lies on; undefined where it lies on none or nobody said. */
  readonly switch?: IDistributedSwitch;
  /**
   * The id as a construct needs it that is attached to the network, perhaps in another stack or of another vCenter: for a network
   * that is not made in vCenter, and which each looks up for itself.
   *
   * @param datacenter where the construct runs, as far as that is known
   * @default - networkId
   */
  networkIdFor?(user: IConstruct, datacenter?: IDatacenter): string;
}
