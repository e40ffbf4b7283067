import { ComputeClusterVmAntiAffinityRule } from '@cdktf/provider-vsphere/lib/compute-cluster-vm-anti-affinity-rule';
import { DataVsphereVirtualMachine } from '@cdktf/provider-vsphere/lib/data-vsphere-virtual-machine';
import { VirtualMachine as VirtualMachineResource } from '@cdktf/provider-vsphere/lib/virtual-machine';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkCount, checkDistinct, checkKind, checkNumbering, checkOneOf, checkProps, checkText, got, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { COMPUTE_RESOURCE, DATACENTER, HOST, NETWORK } from '../../kind';
import type { CloudInit } from './cloud-init';
import type { IComputeResource } from '../cluster/compute-resource';
import { checkKindHere, checkKindsHere, connectionOf } from '../connection';
import type { IDatacenter } from '../datacenter';
import type { IVirtualMachine } from './machine';
import { replacedWith, VIRTUAL_MACHINE } from './machine-brand';
import { noteMachine } from './machine-census';
import { machineConfig } from './machine-config';
import type { INetwork } from '../network/network';
import { checkClusterId, nameOfPath } from '../placement/placement';
import { checkSpan } from '../cluster/span';
import type { VirtualMachineCommonProps } from './virtual-machine-props';

export type { IVirtualMachine } from './machine';

export interface VirtualMachineProps extends VirtualMachineCommonProps {
  /**
   * Name in vCenter, at most 80 characters.
   * @default - the construct id
   */
  readonly name?: string;
}

export interface VirtualMachineFleetProps extends VirtualMachineCommonProps {
  /** How many machines. */
  readonly count: number;

  /**
   * Name in vCenter of machine number `n`, from 1; at most 80 characters.
   * @default - the construct id of the fleet, a dash and the number
   */
  readonly names?: (n: number) => string;

  /**
   * What cloud-init finds in machine number `n`, from 1.
   * @default - `cloudInit`, the same in all
   */
  readonly cloudInits?: (n: number) => CloudInit;

  /**
   * What the machines must not share. `hosts`: no two of them ever run on one ESXi host; the rule is mandatory, so HA and DRS
   * keep it as well, and with as many machines as hosts none of them can be restarted elsewhere.
   * @default - they may share anything
   */
  readonly apart?: 'hosts';
}

export interface VirtualMachineLookup {
  /** Name in vCenter, or the path of its folders and its name. */
  readonly name: string;

  readonly datacenter: IDatacenter;

  /**
   * What runs it.
   * @default - not known
   */
  readonly on?: IComputeResource;
}

export interface VirtualMachineAttributes {
  /** BIOS UUID. */
  readonly machineUuid: string;

  /**
   * Name in vCenter.
   * @default - its UUID
   */
  readonly machineName?: string;

  /**
   * What runs it.
   * @default - not known
   */
  readonly on?: IComputeResource;
}

const VIRTUAL_MACHINE_FLEET = Symbol.for('cdk-strata.VirtualMachineFleet');

/** Longest name the provider takes (its schema of `vsphere_virtual_machine`, `name`). */
const LONGEST_NAME = 80;

/**
 * A virtual machine, cloned from a template.
 *
 * @throws when a number is not whole or out of bounds, or props contradict one another, as each of them says; when the name is too
 * long, a switch of its networks does not span the hosts it may run on, as far as both are known, or the template cannot be looked
 * up by name because the datacenter is not known
 */
export class VirtualMachine extends Construct implements IVirtualMachine {
  public static isVirtualMachine(x: unknown): x is VirtualMachine {
    return isBranded(x, VIRTUAL_MACHINE);
  }

  /** Machines of one kind, numbered from 1. */
  public static fleet(scope: Construct, id: string, props: VirtualMachineFleetProps): VirtualMachineFleet {
    return new VirtualMachineFleet(scope, id, props);
  }

  /** One that exists, found by its name when Terraform runs. */
  public static fromLookup(scope: Construct, id: string, props: VirtualMachineLookup): IVirtualMachine {
    return new LookedUpVirtualMachine(scope, id, props);
  }

  /** One that exists, by its UUID. */
  public static fromAttributes(scope: Construct, id: string, attributes: VirtualMachineAttributes): IVirtualMachine {
    return new KnownVirtualMachine(scope, id, attributes);
  }

  public readonly machineName: string;
  public readonly on: IComputeResource;
  public readonly networks: readonly INetwork[];
  public readonly resource: VirtualMachineResource;

  public constructor(scope: Construct, id: string, props: VirtualMachineProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['on', 'network', 'storage', 'template', 'cpus', 'memory']);
    if (!VirtualMachineFleet.isVirtualMachineFleet(scope)) recordOrigin(this); // else it is made where its fleet is
    brand(this, VIRTUAL_MACHINE);

    this.on = checkKindHere(this, 'on', props.on, COMPUTE_RESOURCE);
    this.networks = [
      checkKindHere(this, 'network', props.network, NETWORK),
      ...checkKindsHere(this, 'moreNetworks', props.moreNetworks ?? [], NETWORK),
    ];
    for (const network of this.networks) checkSpan(this, this.on.hosts, network.switch);
    this.machineName = checkName(this, props.name ?? id);
    this.resource = new VirtualMachineResource(this, 'Default', {
      provider: connectionOf(this),
      name: this.machineName,
      resourcePoolId: this.on.resourcePoolId,
      ...machineConfig(this, props, this.networks),
    });
    noteMachine(this);
  }

  /** A token costs a stack trace in cdktf, so it is made when somebody asks. */
  public get machineUuid(): string {
    return this.resource.id;
  }
}

class LookedUpVirtualMachine extends Construct implements IVirtualMachine {
  public readonly machineUuid: string;
  public readonly machineName: string;
  public readonly on?: IComputeResource;

  public constructor(scope: Construct, id: string, props: VirtualMachineLookup) {
    super(scope, id);
    checkProps(this, 'props', props, ['name', 'datacenter']);
    recordOrigin(this);
    this.machineName = checkText(this, 'name', props.name);
    this.on = ifGiven(props.on, (on) => checkKindHere(this, 'on', on, COMPUTE_RESOURCE));
    this.machineUuid = new DataVsphereVirtualMachine(this, 'Default', {
      provider: connectionOf(this),
      name: this.machineName,
      datacenterId: checkKindHere(this, 'datacenter', props.datacenter, DATACENTER).datacenterId,
    }).id;
  }
}

class KnownVirtualMachine extends Construct implements IVirtualMachine {
  public readonly machineUuid: string;
  public readonly machineName: string;
  public readonly on?: IComputeResource;

  public constructor(scope: Construct, id: string, attributes: VirtualMachineAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['machineUuid']);
    recordOrigin(this);
    this.machineUuid = checkText(this, 'machineUuid', attributes.machineUuid);
    this.machineName = checkText(this, 'machineName', attributes.machineName ?? attributes.machineUuid);
    this.on = ifGiven(attributes.on, (on) => checkKind(this, 'on', on, COMPUTE_RESOURCE));
  }
}

/**
 * Virtual machines of one kind.
 *
 * @throws when two have the same name, they are to be apart and there are more machines than hosts or one host for all, or several
 * are to have the same PCI devices
 */
export class VirtualMachineFleet extends Construct implements Iterable<VirtualMachine> {
  public static isVirtualMachineFleet(x: unknown): x is VirtualMachineFleet {
    return isBranded(x, VIRTUAL_MACHINE_FLEET);
  }

  public readonly machines: readonly VirtualMachine[];
  /** The rule that keeps the machines apart; undefined where none is needed. */
  public readonly antiAffinityRule?: ComputeClusterVmAntiAffinityRule;

  public constructor(scope: Construct, id: string, props: VirtualMachineFleetProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['count', 'on', 'network', 'storage', 'template', 'cpus', 'memory']);
    recordOrigin(this);
    brand(this, VIRTUAL_MACHINE_FLEET);

    const { count, names, cloudInits, apart, ...common } = props;
    checkCount(this, count);
    const on = checkKindHere(this, 'on', props.on, COMPUTE_RESOURCE);
    if (count > 1 && props.pciDevices !== undefined) {
      throw new ConstructError(this, `${count} machines cannot have the same PCI devices of one host; make each of them by itself`);
    }
    if (apart !== undefined) {
      checkOneOf(this, 'apart', apart, ['hosts']);
      this.checkRoomApart(count, props);
    }
    if (cloudInits !== undefined && (typeof cloudInits !== 'function' || props.cloudInit !== undefined)) {
      const fault = props.cloudInit === undefined ? `must be a function of a number from 1, got ${got(cloudInits)}` : 'and cloudInit are both given';
      throw new ConstructError(this, `cloudInits ${fault}; give one such as \`(n) => CloudInit.of({ userData: ... })\``);
    }
    const name = ifGiven(names, (each) => checkNumbering(this, 'names', each)) ?? ((n: number): string => `${id}-${n}`);
    const numbers = Array.from({ length: count }, (_, index) => index + 1);
    const machineNames = numbers.map((n) => checkText(this, `names(${n})`, name(n)));
    checkDistinct(this, 'names of a fleet', machineNames);

    this.machines = numbers.map(
      (n) => new VirtualMachine(this, `${id}-${n}`, { ...common, ...(cloudInits && { cloudInit: cloudInits(n) }), name: machineNames[n - 1]! }),
    );
    if (apart !== undefined && count > 1) this.antiAffinityRule = this.keepApart(on);
  }

  public [Symbol.iterator](): Iterator<VirtualMachine> {
    return this.machines[Symbol.iterator]();
  }

  private checkRoomApart(count: number, { host, on: { hosts } }: VirtualMachineFleetProps): void {
    if (count > 1 && host !== undefined) {
      const { hostname } = checkKindHere(this, 'host', host, HOST);
      throw new ConstructError(this, `${count} machines cannot be apart on the one host "${hostname}"; leave out host or apart`);
    }
    if (hosts === undefined || count <= hosts.length) return;
    throw new ConstructError(
      this,
      `${count} machines cannot be apart on ${hosts.length} hosts; have at most ${hosts.length}, or fewer so that HA can restart one after a failure, or add hosts`,
    );
  }

  private keepApart(on: IComputeResource): ComputeClusterVmAntiAffinityRule {
    return new ComputeClusterVmAntiAffinityRule(this, 'apart', {
      provider: connectionOf(this),
      name: `${nameOfPath(this)}-apart`,
      computeClusterId: checkClusterId(this, on),
      virtualMachineIds: this.machines.map((machine) => machine.machineUuid),
      enabled: true,
      mandatory: true,
      lifecycle: replacedWith(this, this.machines),
    });
  }
}

function checkName(machine: Construct, name: string): string {
  checkText(machine, 'name', name);
  if (Token.isUnresolved(name) || name.length <= LONGEST_NAME) return name;
  throw new ConstructError(machine, `name must have at most ${LONGEST_NAME} characters, got ${name.length}: "${name}"`);
}
