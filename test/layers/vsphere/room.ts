import { Size } from 'cdk8s';
import type { App } from 'cdktf';
import {
  Datastore,
  type IMachineStorage,
  type MachineStorage,
  type INetwork,
  PortGroup,
  VcenterCluster,
  VirtualMachine,
  type VirtualMachineCommonProps,
  type VirtualMachineFleet,
  type VirtualMachineFleetProps,
} from 'cdk-strata/vsphere';
import { Construct } from 'constructs';
import { Lab } from './lab';

/** A lab with a cluster of three hosts, a network and a datastore. */
export class Room extends Lab {
  public readonly compute: VcenterCluster;
  public readonly nodes: INetwork;
  public readonly common: VirtualMachineCommonProps;

  public constructor(scope?: App, id?: string) {
    super(scope, id);
    const hosts = this.hosts(3);
    this.nodes = new PortGroup(this, 'nodes', { switch: this.fabric(hosts) });
    this.compute = new VcenterCluster(this, 'compute', { datacenter: this.datacenter, hosts });
    const storage = Datastore.fromLookup(this, 'gold', { name: 'gold', datacenter: this.datacenter });
    this.common = { on: this.compute, network: this.nodes, storage, template: 'debian-12', cpus: 4, memory: Size.gibibytes(16) };
  }

  public fleet(props: Partial<VirtualMachineFleetProps> = {}, id = 'db'): VirtualMachineFleet {
    return VirtualMachine.fleet(this, id, { ...this.common, count: 2, ...props });
  }

  public machine(props: Partial<VirtualMachineCommonProps> = {}, id = 'web'): VirtualMachine {
    return new VirtualMachine(this, id, { ...this.common, ...props });
  }

  /** What is rendered of the machines, in the order of their names. */
  public machines(): Record<string, unknown>[] {
    return Object.values(this.rendered('vsphere_virtual_machine'));
  }
}

/** Storage of any kind. */
export class Storage extends Construct implements IMachineStorage {
  public constructor(
    room: Room,
    id: string,
    public readonly machineStorage: MachineStorage,
  ) {
    super(room, id);
  }
}

/** What is rendered of a machine with these props. */
export const only = (props: (room: Room) => Partial<VirtualMachineCommonProps>): Record<string, unknown> => {
  const room = new Room();
  room.machine(props(room));
  return room.machines()[0]!;
};

/** What is said against one. */
export const refusal = (props: (room: Room) => Partial<VirtualMachineCommonProps>): string => {
  const room = new Room();
  try {
    room.machine(props(room));
  } catch (error) {
    return (error as Error).message;
  }
  return 'not refused';
};
