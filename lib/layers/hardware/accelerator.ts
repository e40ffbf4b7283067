import type { Size } from 'cdk8s';
import { checkProps, got } from '../check';
import { checkMiB, checkText, checkWhole } from './check';

export interface AcceleratorOptions {
  /**
   * Memory of one device, in whole MiB.
   * @default - not stated
   */
  readonly memory?: Size;

  /**
   * Devices of this model in the host.
   * @default 1
   */
  readonly count?: number;
}

export interface AcceleratorProps extends AcceleratorOptions {
  /** What the device is, in one lower-case word: `gpu`, `dpu`, `fpga` or one of your own. */
  readonly kind: string;

  /** The maker's name for it, such as `NVIDIA L40S`. */
  readonly name: string;
}

/** Devices of one model that take work off the CPU. */
export class Accelerator {
  /** A graphics or tensor processor, such as `Accelerator.gpu('NVIDIA L40S', { memory: Size.gibibytes(48), count: 4 })`. */
  public static gpu(name: string, options: AcceleratorOptions = {}): Accelerator {
    return new Accelerator({ ...options, kind: 'gpu', name });
  }

  /** A data processing unit: a network card with processors of its own. */
  public static dpu(name: string, options: AcceleratorOptions = {}): Accelerator {
    return new Accelerator({ ...options, kind: 'dpu', name });
  }

  /** A field-programmable gate array. */
  public static fpga(name: string, options: AcceleratorOptions = {}): Accelerator {
    return new Accelerator({ ...options, kind: 'fpga', name });
  }

  /** A device of another kind. */
  public static of(props: AcceleratorProps): Accelerator {
    return new Accelerator(props);
  }

  public readonly kind: string;
  public readonly name: string;
  public readonly count: number;
  /** Memory of one device, MiB; undefined where not stated. */
  public readonly memoryMiB?: number;

  private constructor(props: AcceleratorProps) {
    checkProps(undefined, 'props of an accelerator', props, ['kind', 'name']);
    if (!/^[a-z][a-z0-9-]*$/.test(props.kind)) {
      throw new Error(`kind of an accelerator must be one lower-case word such as "gpu", "dpu" or "fpga", got ${got(props.kind)}`);
    }
    this.kind = props.kind;
    this.name = checkText(`name of a ${props.kind}`, props.name);
    this.count = checkWhole(`count of ${props.name}`, props.count ?? 1, 1, Infinity, 'leave the accelerator out if the host has none');
    if (props.memory !== undefined) this.memoryMiB = checkMiB(`memory of ${props.name}`, props.memory);
  }
}
