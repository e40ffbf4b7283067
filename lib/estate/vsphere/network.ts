import type { Field } from '../value';
import type { Blocks, Members, ObjectId } from '../object';
import type { VsphereObject } from './object';

/** What a network lets a VM do with its layer 2 address; null where a port group leaves it to its standard switch. */
export interface NetworkSecurity<T = boolean> {
  readonly promiscuous: Field<T>;
  readonly forgedTransmits: Field<T>;
  readonly macChanges: Field<T>;
}

export interface DistributedSwitch extends VsphereObject {
  readonly datacenter: Field<ObjectId | null>;
  readonly hosts: Members;
  readonly mtu: Field<number>;
  /** Defaults of its port groups. */
  readonly security: NetworkSecurity;
}

/** A port group of a distributed switch, or any other network that a lookup finds. */
export interface PortGroup extends VsphereObject {
  readonly switch: Field<ObjectId | null>;
  readonly vlan: Field<number | null>;
  readonly security: NetworkSecurity;
  /** Declared address range, in CIDR notation. */
  readonly cidr?: string;
  /** Declared address of the default gateway. */
  readonly gateway?: string;
  /** Declared: why a VM on it needs promiscuous mode, forged transmits or MAC changes. */
  readonly securityException?: string;
  /** The segment of NSX that it is the vCenter face of; left out where it is the face of none that is known. */
  readonly segment?: Field<ObjectId>;
}

/** A standard switch of one host. */
export interface StandardSwitch extends VsphereObject {
  readonly host: Field<ObjectId>;
  readonly mtu: Field<number>;
  readonly security: NetworkSecurity;
  readonly securityException?: string;
}

/** A port group of a standard switch, on one host. */
export interface StandardPortGroup extends VsphereObject {
  readonly host: Field<ObjectId>;
  readonly switchName: Field<string>;
  readonly vlan: Field<number>;
  readonly security: NetworkSecurity<boolean | null>;
  readonly securityException?: string;
}

export interface VmkernelAdapter extends VsphereObject {
  readonly host: Field<ObjectId>;
  /** Its port group on a distributed switch; null on a standard one. */
  readonly portGroup: Field<ObjectId | null>;
  readonly mtu: Field<number>;
  /** `management`, `vmotion`, `vsan`. */
  readonly services: Blocks<Field<string>>;
  /** Static address; null where it has none or takes it by DHCP. */
  readonly address: Field<string | null>;
  readonly netmask: Field<string | null>;
}
