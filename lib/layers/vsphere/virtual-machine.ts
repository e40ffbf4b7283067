import { ComputeClusterVmAntiAffinityRule } from '@cdktf/provider-vsphere/lib/compute-cluster-vm-anti-affinity-rule';
import { VirtualMachine as VirtualMachineResource } from '@cdktf/provider-vsphere/lib/virtual-machine';
import type { Duration, Size } from 'cdk8s';
import { TerraformStack, Token } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { recordOrigin } from '../../estate/origin';
import { brand, isBranded } from '../brand';
import { checkCount, checkDistinct, checkKind, checkKinds, checkNumbering, checkOneOf, checkText, checkWhole, ifGiven } from '../check';
import { ConstructError } from '../construct-error';
import { CLUSTER, DATASTORE, DURATION, NETWORK, TEMPLATE } from '../kind';
import { hostsToAwait } from './await-hosts';
import { needConnection } from './connection';
import type { IDatastore } from './datastore';
import { checkGibibytes, checkMebibytes } from './mebibytes';
import type { INetwork } from './network';
import { checkSpan } from './span';
import type { IVcenterCluster } from './vcenter-cluster';
import { type ITemplate, templateNamed } from './virtual-machine-template';

/** A virtual machine. */
export interface IVirtualMachine extends IConstruct {
  /** BIOS UUID: what placement rules name it by. */
  readonly machineUuid: string;
  /** Name in vCenter. */
  readonly machineName: string;
}

/** What the machines of a fleet have in common, and a machine on its own has too. */
export interface VirtualMachineCommonProps {
  /** The cluster that runs it. */
  readonly on: IVcenterCluster;

  /** Its first network. */
  readonly network: INetwork;

  /**
   * Its further networks.
   * @default - none
   */
  readonly moreNetworks?: readonly INetwork[];

  /** Where its disk lies. */
  readonly storage: IDatastore;

  /** What it is cloned from. A name is looked up in the cluster's datacenter, once for each stack. */
  readonly template: string | ITemplate;

  /** vCPUs. */
  readonly cpus: number;

  /** Configured memory, in whole MiB, known at synthesis: cdk8s lets no `Size` hold a token. */
  readonly memory: Size;

  /**
   * Size of its disk, in whole GiB: at least what the template's disk has.
   * @default - as the template has it
   */
  readonly disk?: Size;

  /**
   * Virtual hardware version, such as 20 (ESXi 8.0): it bounds vCPUs, memory and devices.
   * @default - the template's, which is not known before Terraform runs
   */
  readonly hardwareVersion?: number;

  /**
   * Folder for it, relative to the datacenter.
   * @default - the datacenter's own
   */
  readonly folder?: string;

  /**
   * How long Terraform waits for the guest to have an address, in whole minutes; `Duration.minutes(0)` does not wait.
   * @default Duration.minutes(5)
   */
  readonly waitForGuestNet?: Duration;
}

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
   * What the machines must not share. `hosts`: no two of them ever run on one ESXi host; the rule is mandatory, so HA and DRS
   * keep it as well, and with as many machines as hosts none of them can be restarted elsewhere.
   * @default - they may share anything
   */
  readonly apart?: 'hosts';
}

const VIRTUAL_MACHINE = Symbol.for('cdk-strata.VirtualMachine');
const VIRTUAL_MACHINE_FLEET = Symbol.for('cdk-strata.VirtualMachineFleet');

/** Longest name the provider takes (its schema of `vsphere_virtual_machine`, `name`). */
const LONGEST_NAME = 80;

/** What provider 2.15 takes, apart from gaps that it refuses itself (its schema of `vsphere_virtual_machine`, `hardware_version`). */
const HARDWARE_VERSIONS = { low: 4, high: 22 };

/**
 * A virtual machine, cloned from a template.
 *
 * @throws when `cpus`, `memory`, `disk` or `waitForGuestNet` is not whole, `hardwareVersion` is out of bounds, the name is too
 * long, a switch of its networks does not span the cluster's hosts, as far as both are known, or the template cannot be looked
 * up by name because the cluster's datacenter is not known
 */
export class VirtualMachine extends Construct implements IVirtualMachine {
  public static isVirtualMachine(x: unknown): x is VirtualMachine {
    return isBranded(x, VIRTUAL_MACHINE);
  }

  /** Machines of one kind, numbered from 1. */
  public static fleet(scope: Construct, id: string, props: VirtualMachineFleetProps): VirtualMachineFleet {
    return new VirtualMachineFleet(scope, id, props);
  }

  public readonly machineName: string;
  public readonly resource: VirtualMachineResource;

  public constructor(scope: Construct, id: string, props: VirtualMachineProps) {
    super(scope, id);
    if (!VirtualMachineFleet.isVirtualMachineFleet(scope)) recordOrigin(this); // else it is made where its fleet is
    brand(this, VIRTUAL_MACHINE);
    needConnection(this);

    const stack = TerraformStack.of(this);
    const on = checkKind(this, 'on', props.on, CLUSTER);
    const networks = [checkKind(this, 'network', props.network, NETWORK), ...checkKinds(this, 'moreNetworks', props.moreNetworks ?? [], NETWORK)];
    for (const network of networks) checkSpan(this, on.hosts, network.switch);
    const template =
      typeof props.template === 'string'
        ? templateNamed(this, stack, checkText(this, 'template', props.template), on.datacenter)
        : checkKind(this, 'template', props.template, TEMPLATE);
    this.machineName = checkName(this, props.name ?? id);
    this.resource = new VirtualMachineResource(this, 'Default', {
      name: this.machineName,
      resourcePoolId: on.resourcePoolId,
      datastoreId: checkKind(this, 'storage', props.storage, DATASTORE).datastoreId,
      folder: props.folder,
      numCpus: checkWhole(this, 'cpus', props.cpus, { low: 1 }),
      memory: checkMebibytes(this, 'memory', props.memory),
      hardwareVersion: ifGiven(props.hardwareVersion, (version) => checkWhole(this, 'hardwareVersion', version, HARDWARE_VERSIONS)),
      guestId: template.guestId,
      scsiType: template.scsiType,
      firmware: template.firmware,
      networkInterface: networks.map((network) => ({ networkId: network.networkId })),
      disk: [
        {
          label: 'disk0',
          size: ifGiven(props.disk, (disk) => checkGibibytes(this, 'disk', disk)) ?? template.diskGiB,
          thinProvisioned: template.diskThin,
        },
      ],
      clone: { templateUuid: template.templateUuid },
      waitForGuestNetTimeout: ifGiven(props.waitForGuestNet, (wait) => checkMinutes(this, 'waitForGuestNet', wait)),
      dependsOn: hostsToAwait(stack, on, networks),
    });
  }

  /** A token costs a stack trace in cdktf, so it is made when somebody asks. */
  public get machineUuid(): string {
    return this.resource.id;
  }
}

/**
 * Virtual machines of one kind.
 *
 * @throws when two have the same name, or they are to be apart and there are more machines than hosts
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
    recordOrigin(this);
    brand(this, VIRTUAL_MACHINE_FLEET);

    const { count, names, apart, ...common } = props;
    checkCount(this, count);
    const on = checkKind(this, 'on', props.on, CLUSTER);
    if (apart !== undefined) {
      checkOneOf(this, 'apart', apart, ['hosts']);
      this.checkRoomApart(count, on);
    }
    const name = ifGiven(names, (each) => checkNumbering(this, 'names', each)) ?? ((n: number): string => `${id}-${n}`);
    const numbers = Array.from({ length: count }, (_, index) => index + 1);
    const machineNames = numbers.map((n) => checkText(this, `names(${n})`, name(n)));
    checkDistinct(this, 'names of a fleet', machineNames);

    this.machines = numbers.map((n) => new VirtualMachine(this, `${id}-${n}`, { ...common, name: machineNames[n - 1]! }));
    if (apart !== undefined && count > 1) this.antiAffinityRule = this.keepApart(on);
  }

  public [Symbol.iterator](): Iterator<VirtualMachine> {
    return this.machines[Symbol.iterator]();
  }

  private checkRoomApart(count: number, { hosts }: IVcenterCluster): void {
    if (hosts === undefined || count <= hosts.length) return;
    throw new ConstructError(
      this,
      `${count} machines cannot be apart on ${hosts.length} hosts; have at most ${hosts.length}, or fewer so that HA can restart one after a failure, or add hosts`,
    );
  }

  private keepApart(cluster: IVcenterCluster): ComputeClusterVmAntiAffinityRule {
    return new ComputeClusterVmAntiAffinityRule(this, 'apart', {
      name: `${this.node.path.replaceAll('/', '-')}-apart`,
      computeClusterId: cluster.clusterId,
      virtualMachineIds: this.machines.map((machine) => machine.machineUuid),
      enabled: true,
      mandatory: true,
      // vCenter drops a rule when one of its machines is replaced, and the provider then fails to update it (issue 1362).
      lifecycle: { replaceTriggeredBy: this.machines.map((machine) => idExpression(machine.resource)) },
    });
  }
}

/** Terraform takes no template here, only a bare reference. */
function idExpression(resource: VirtualMachineResource): string {
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}.id`;
}

/** Whole minutes, as the provider counts them. */
function checkMinutes(machine: Construct, what: string, duration: Duration): number {
  const minutes = checkKind(machine, what, duration, DURATION).toMinutes({ integral: false });
  if (Number.isSafeInteger(minutes)) return minutes;
  throw new ConstructError(
    machine,
    `${what} must be a whole number of minutes, got ${duration.toHumanString()}; did you mean Duration.minutes(${Math.ceil(minutes)})?`,
  );
}

function checkName(machine: Construct, name: string): string {
  checkText(machine, 'name', name);
  if (Token.isUnresolved(name) || name.length <= LONGEST_NAME) return name;
  throw new ConstructError(machine, `name must have at most ${LONGEST_NAME} characters, got ${name.length}: "${name}"`);
}
