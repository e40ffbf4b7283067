import type { IConstruct } from 'constructs';
import type { IDistributedSwitch } from './distributed-switch';

/** What a virtual machine can be attached to. */
export interface INetwork extends IConstruct {
  /** Managed object id, such as `dvportgroup-31`. */
  readonly networkId: string;
  /** The switch it lies on; undefined where it lies on none or nobody said. */
  readonly switch?: IDistributedSwitch;
}
