import type { IConstruct } from 'constructs';
import type { IComputeResource } from '../cluster/compute-resource';
import type { INetwork } from '../network/network';

/** A virtual machine, owned or looked up. */
export interface IVirtualMachine extends IConstruct {
  /** BIOS UUID: what placement rules name it by. */
  readonly machineUuid: string;
  /** Name in vCenter. */
  readonly machineName: string;
  /** What runs it; undefined where nobody said. */
  readonly on?: IComputeResource;
  /** The networks it is on; undefined where nobody said. */
  readonly networks?: readonly INetwork[];
}

/** A virtual machine that the app makes: what runs it is known. */
export interface PlacedMachine extends IVirtualMachine {
  readonly on: IComputeResource;
}
