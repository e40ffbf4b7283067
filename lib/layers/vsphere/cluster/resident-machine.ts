import { Size } from 'cdk8s';
import { Token } from 'cdktf';
import type { ResidentMachineFacts } from '../../../estate/declaration';
import { checkKind, checkOneOf, checkProps, checkText, checkWhole, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { checkMiB } from '../../hardware/check';
import { SIZE } from '../../kind';
import { checkWithin } from '../allocation';
import { RESIDENT_SIZES, type ResidentSize } from './resident-sizes';

/** What nobody can look up of a machine that is there. */
export interface ResidentMachineProps {
  /** What reports call it. */
  readonly name: string;

  /**
   * How many there are.
   * @default 1
   */
  readonly count?: number;

  /** vCPUs of each. */
  readonly cpus: number;

  /** Configured memory of each, in whole MiB. */
  readonly memory: Size;

  /**
   * CPU that each has for sure, MHz.
   * @default 0
   */
  readonly cpuReservationMhz?: number;

  /**
   * Memory that each has for sure, in whole MiB: at most its memory.
   * @default - none
   */
  readonly memoryReservation?: Size;
}

export interface NsxManagerProps {
  /** `medium`: up to 128 ESXi hosts; `large`: up to 1024. */
  readonly size: 'small' | 'medium' | 'large';

  /**
   * How many managers the cluster has.
   * @default 3
   */
  readonly count?: number;

  /** CPU that each has for sure, MHz, as vCenter shows it: no number is documented. */
  readonly cpuReservationMhz: number;

  /** Memory that each has for sure, in whole MiB, as vCenter shows it: no number is documented. */
  readonly memoryReservation: Size;
}

export interface NsxEdgeProps {
  readonly size: 'small' | 'medium' | 'large' | 'xlarge';

  /** How many edge nodes. */
  readonly count: number;

  /** CPU that each has for sure, MHz, as vCenter shows it: NSX reserves some, and documents no number. */
  readonly cpuReservationMhz: number;

  /**
   * Memory that each has for sure, in whole MiB.
   * @default - all of it, as NSX deploys it
   */
  readonly memoryReservation?: Size;
}

/**
 * Machines that run on a cluster and that nobody makes here: a vCenter Server, an NSX manager. Capacity counts them.
 *
 * @throws when a number is not whole, or more memory is reserved than there is
 */
export class ResidentMachine {
  /** Machines of any kind. */
  public static of(props: ResidentMachineProps): ResidentMachine {
    return new ResidentMachine(props);
  }

  /** NSX managers. */
  public static nsxManager(props: NsxManagerProps): ResidentMachine {
    checkProps(undefined, 'props', props, ['size', 'cpuReservationMhz', 'memoryReservation']);
    const { size, count = 3, cpuReservationMhz, memoryReservation } = props;
    return ResidentMachine.published('NSX manager', sizeOf(RESIDENT_SIZES.nsxManager, size), { count, cpuReservationMhz, memoryReservation });
  }

  /** NSX Edge nodes that are virtual machines. */
  public static nsxEdge(props: NsxEdgeProps): ResidentMachine {
    checkProps(undefined, 'props', props, ['size', 'count', 'cpuReservationMhz']);
    const { size, count, cpuReservationMhz, memoryReservation } = props;
    const published = sizeOf(RESIDENT_SIZES.nsxEdge, size);
    const reserved = memoryReservation ?? Size.mebibytes(published.memoryMiB);
    return ResidentMachine.published('NSX Edge', published, { count, cpuReservationMhz, memoryReservation: reserved });
  }

  /**
   * Agents of vSphere Cluster Services, which vCenter deploys by itself. Embedded ones, on hosts from 8.0 Update 3, are two at
   * most; that they take as much is not documented.
   *
   * @param count how many: up to 3, and no more than the cluster has hosts
   */
  public static vcls(count = 3): ResidentMachine {
    checkWhole(undefined, 'count', count, { low: 1, high: 3 });
    const { cpuReservationMhz, memoryReservationMiB, ...published } = RESIDENT_SIZES.vcls;
    return ResidentMachine.published('vCLS', published, { count, cpuReservationMhz, memoryReservation: Size.mebibytes(memoryReservationMiB) });
  }

  private static published(
    name: string,
    { cpus, memoryMiB, source }: ResidentSize,
    props: Required<Pick<ResidentMachineProps, 'count' | 'cpuReservationMhz' | 'memoryReservation'>>,
  ): ResidentMachine {
    checkWhole(undefined, 'cpuReservationMhz', props.cpuReservationMhz, { low: 0 });
    checkKind(undefined, 'memoryReservation', props.memoryReservation, SIZE);
    return new ResidentMachine({ ...props, name, cpus, memory: Size.mebibytes(memoryMiB) }, source);
  }

  private readonly facts: ResidentMachineFacts;

  private constructor(props: ResidentMachineProps, source?: string) {
    checkProps(undefined, 'props', props, ['name', 'cpus', 'memory']);
    const memoryMiB = checkMiB('memory', props.memory);
    const memoryReservationMiB = ifGiven(props.memoryReservation, (size) => checkMiB('memoryReservation', size, 0)) ?? 0;
    checkWithin(undefined, ['memoryReservation', memoryReservationMiB], ['memory', memoryMiB], 'MiB');
    this.facts = {
      name: known('name', checkText(undefined, 'name', props.name)),
      count: known('count', checkWhole(undefined, 'count', props.count ?? 1, { low: 1 })),
      cpus: known('cpus', checkWhole(undefined, 'cpus', props.cpus, { low: 1 })),
      memoryMiB,
      cpuReservationMhz: known('cpuReservationMhz', checkWhole(undefined, 'cpuReservationMhz', props.cpuReservationMhz ?? 0, { low: 0 })),
      memoryReservationMiB,
      ...(source !== undefined && { source }),
    };
  }

  /** As plain data, for the estate. */
  public toFacts(): ResidentMachineFacts {
    return this.facts;
  }
}

function sizeOf<K extends string>(sizes: Readonly<Record<K, ResidentSize>>, size: K): ResidentSize {
  return sizes[checkOneOf(undefined, 'size', size, Object.keys(sizes) as K[])];
}

/** Terraform never sees it, so a token says nothing. */
function known<T>(what: string, value: T): T {
  if (!Token.isUnresolved(value)) return value;
  throw new ConstructError(undefined, `${what} must be known at synthesis, got a Terraform token; give it in the program`);
}
