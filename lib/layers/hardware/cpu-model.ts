import { checkProps, checkTexts, got, ifGiven } from '../check';
import { EMERALD_RAPIDS } from './catalogue/emerald-rapids';
import { EPYC_9004 } from './catalogue/epyc-9004';
import { SAPPHIRE_RAPIDS } from './catalogue/sapphire-rapids';
import { XEON_MAX } from './catalogue/xeon-max';
import { checkPositive, checkText, checkWhole } from './check';
import type { CpuModelProps, CpuVendor } from './cpu-props';

export type { CpuModelProps, CpuVendor } from './cpu-props';

const CPU_MODEL = Symbol.for('cdk-strata.CpuModel');
const VENDORS: readonly CpuVendor[] = ['intel', 'amd', 'other'];

/**
 * A CPU: one of the listed models, or one's own.
 *
 * The listed ones carry the address where their figures can be checked. To state that yours differs from a listed one, for
 * instance in what its firmware offers, spread it: `CpuModel.of({ ...CpuModel.XEON_GOLD_6430, name: '...', baseMhz: 1900 })`.
 *
 * @example
 * CpuModel.of({ vendor: 'intel', name: 'Intel Xeon Gold 6230', cores: 20, threads: 40, baseMhz: 2100, maxSockets: 4, evcMode: 'intel-cascadelake' });
 */
export class CpuModel {
  // 4th Gen Intel Xeon Scalable
  public static readonly XEON_PLATINUM_8490H = CpuModel.of(SAPPHIRE_RAPIDS.XEON_PLATINUM_8490H);
  public static readonly XEON_PLATINUM_8480_PLUS = CpuModel.of(SAPPHIRE_RAPIDS.XEON_PLATINUM_8480_PLUS);
  public static readonly XEON_PLATINUM_8471N = CpuModel.of(SAPPHIRE_RAPIDS.XEON_PLATINUM_8471N);
  public static readonly XEON_PLATINUM_8470Q = CpuModel.of(SAPPHIRE_RAPIDS.XEON_PLATINUM_8470Q);
  public static readonly XEON_PLATINUM_8470N = CpuModel.of(SAPPHIRE_RAPIDS.XEON_PLATINUM_8470N);
  public static readonly XEON_PLATINUM_8470 = CpuModel.of(SAPPHIRE_RAPIDS.XEON_PLATINUM_8470);
  public static readonly XEON_PLATINUM_8468V = CpuModel.of(SAPPHIRE_RAPIDS.XEON_PLATINUM_8468V);
  public static readonly XEON_PLATINUM_8468H = CpuModel.of(SAPPHIRE_RAPIDS.XEON_PLATINUM_8468H);
  public static readonly XEON_PLATINUM_8468 = CpuModel.of(SAPPHIRE_RAPIDS.XEON_PLATINUM_8468);
  public static readonly XEON_PLATINUM_8462Y_PLUS = CpuModel.of(SAPPHIRE_RAPIDS.XEON_PLATINUM_8462Y_PLUS);
  public static readonly XEON_PLATINUM_8461V = CpuModel.of(SAPPHIRE_RAPIDS.XEON_PLATINUM_8461V);
  public static readonly XEON_PLATINUM_8460Y_PLUS = CpuModel.of(SAPPHIRE_RAPIDS.XEON_PLATINUM_8460Y_PLUS);
  public static readonly XEON_PLATINUM_8460H = CpuModel.of(SAPPHIRE_RAPIDS.XEON_PLATINUM_8460H);
  public static readonly XEON_PLATINUM_8458P = CpuModel.of(SAPPHIRE_RAPIDS.XEON_PLATINUM_8458P);
  public static readonly XEON_PLATINUM_8454H = CpuModel.of(SAPPHIRE_RAPIDS.XEON_PLATINUM_8454H);
  public static readonly XEON_PLATINUM_8452Y = CpuModel.of(SAPPHIRE_RAPIDS.XEON_PLATINUM_8452Y);
  public static readonly XEON_PLATINUM_8450H = CpuModel.of(SAPPHIRE_RAPIDS.XEON_PLATINUM_8450H);
  public static readonly XEON_PLATINUM_8444H = CpuModel.of(SAPPHIRE_RAPIDS.XEON_PLATINUM_8444H);
  public static readonly XEON_GOLD_6458Q = CpuModel.of(SAPPHIRE_RAPIDS.XEON_GOLD_6458Q);
  public static readonly XEON_GOLD_6454S = CpuModel.of(SAPPHIRE_RAPIDS.XEON_GOLD_6454S);
  public static readonly XEON_GOLD_6448Y = CpuModel.of(SAPPHIRE_RAPIDS.XEON_GOLD_6448Y);
  public static readonly XEON_GOLD_6448H = CpuModel.of(SAPPHIRE_RAPIDS.XEON_GOLD_6448H);
  public static readonly XEON_GOLD_6444Y = CpuModel.of(SAPPHIRE_RAPIDS.XEON_GOLD_6444Y);
  public static readonly XEON_GOLD_6442Y = CpuModel.of(SAPPHIRE_RAPIDS.XEON_GOLD_6442Y);
  public static readonly XEON_GOLD_6438Y_PLUS = CpuModel.of(SAPPHIRE_RAPIDS.XEON_GOLD_6438Y_PLUS);
  public static readonly XEON_GOLD_6438N = CpuModel.of(SAPPHIRE_RAPIDS.XEON_GOLD_6438N);
  public static readonly XEON_GOLD_6438M = CpuModel.of(SAPPHIRE_RAPIDS.XEON_GOLD_6438M);
  public static readonly XEON_GOLD_6434 = CpuModel.of(SAPPHIRE_RAPIDS.XEON_GOLD_6434);
  public static readonly XEON_GOLD_6430 = CpuModel.of(SAPPHIRE_RAPIDS.XEON_GOLD_6430);
  public static readonly XEON_GOLD_6426Y = CpuModel.of(SAPPHIRE_RAPIDS.XEON_GOLD_6426Y);
  public static readonly XEON_GOLD_6421N = CpuModel.of(SAPPHIRE_RAPIDS.XEON_GOLD_6421N);
  public static readonly XEON_GOLD_6418H = CpuModel.of(SAPPHIRE_RAPIDS.XEON_GOLD_6418H);
  public static readonly XEON_GOLD_6416H = CpuModel.of(SAPPHIRE_RAPIDS.XEON_GOLD_6416H);
  public static readonly XEON_GOLD_6414U = CpuModel.of(SAPPHIRE_RAPIDS.XEON_GOLD_6414U);
  public static readonly XEON_GOLD_5420_PLUS = CpuModel.of(SAPPHIRE_RAPIDS.XEON_GOLD_5420_PLUS);
  public static readonly XEON_GOLD_5418Y = CpuModel.of(SAPPHIRE_RAPIDS.XEON_GOLD_5418Y);
  public static readonly XEON_GOLD_5416S = CpuModel.of(SAPPHIRE_RAPIDS.XEON_GOLD_5416S);
  public static readonly XEON_GOLD_5415_PLUS = CpuModel.of(SAPPHIRE_RAPIDS.XEON_GOLD_5415_PLUS);
  public static readonly XEON_GOLD_5412U = CpuModel.of(SAPPHIRE_RAPIDS.XEON_GOLD_5412U);
  public static readonly XEON_GOLD_5411N = CpuModel.of(SAPPHIRE_RAPIDS.XEON_GOLD_5411N);
  public static readonly XEON_SILVER_4416_PLUS = CpuModel.of(SAPPHIRE_RAPIDS.XEON_SILVER_4416_PLUS);
  public static readonly XEON_SILVER_4410Y = CpuModel.of(SAPPHIRE_RAPIDS.XEON_SILVER_4410Y);
  public static readonly XEON_SILVER_4410T = CpuModel.of(SAPPHIRE_RAPIDS.XEON_SILVER_4410T);

  // Intel Xeon CPU Max
  public static readonly XEON_MAX_9480 = CpuModel.of(XEON_MAX.XEON_MAX_9480);
  public static readonly XEON_MAX_9470 = CpuModel.of(XEON_MAX.XEON_MAX_9470);
  public static readonly XEON_MAX_9468 = CpuModel.of(XEON_MAX.XEON_MAX_9468);
  public static readonly XEON_MAX_9462 = CpuModel.of(XEON_MAX.XEON_MAX_9462);
  public static readonly XEON_MAX_9460 = CpuModel.of(XEON_MAX.XEON_MAX_9460);

  // 5th Gen Intel Xeon Scalable
  public static readonly XEON_PLATINUM_8593Q = CpuModel.of(EMERALD_RAPIDS.XEON_PLATINUM_8593Q);
  public static readonly XEON_PLATINUM_8592V = CpuModel.of(EMERALD_RAPIDS.XEON_PLATINUM_8592V);
  public static readonly XEON_PLATINUM_8592_PLUS = CpuModel.of(EMERALD_RAPIDS.XEON_PLATINUM_8592_PLUS);
  public static readonly XEON_PLATINUM_8581V = CpuModel.of(EMERALD_RAPIDS.XEON_PLATINUM_8581V);
  public static readonly XEON_PLATINUM_8580 = CpuModel.of(EMERALD_RAPIDS.XEON_PLATINUM_8580);
  public static readonly XEON_PLATINUM_8570 = CpuModel.of(EMERALD_RAPIDS.XEON_PLATINUM_8570);
  public static readonly XEON_PLATINUM_8568Y_PLUS = CpuModel.of(EMERALD_RAPIDS.XEON_PLATINUM_8568Y_PLUS);
  public static readonly XEON_PLATINUM_8562Y_PLUS = CpuModel.of(EMERALD_RAPIDS.XEON_PLATINUM_8562Y_PLUS);
  public static readonly XEON_PLATINUM_8558U = CpuModel.of(EMERALD_RAPIDS.XEON_PLATINUM_8558U);
  public static readonly XEON_PLATINUM_8558P = CpuModel.of(EMERALD_RAPIDS.XEON_PLATINUM_8558P);
  public static readonly XEON_PLATINUM_8558 = CpuModel.of(EMERALD_RAPIDS.XEON_PLATINUM_8558);
  public static readonly XEON_GOLD_6558Q = CpuModel.of(EMERALD_RAPIDS.XEON_GOLD_6558Q);
  public static readonly XEON_GOLD_6554S = CpuModel.of(EMERALD_RAPIDS.XEON_GOLD_6554S);
  public static readonly XEON_GOLD_6548Y_PLUS = CpuModel.of(EMERALD_RAPIDS.XEON_GOLD_6548Y_PLUS);
  public static readonly XEON_GOLD_6548N = CpuModel.of(EMERALD_RAPIDS.XEON_GOLD_6548N);
  public static readonly XEON_GOLD_6544Y = CpuModel.of(EMERALD_RAPIDS.XEON_GOLD_6544Y);
  public static readonly XEON_GOLD_6542Y = CpuModel.of(EMERALD_RAPIDS.XEON_GOLD_6542Y);
  public static readonly XEON_GOLD_6538Y_PLUS = CpuModel.of(EMERALD_RAPIDS.XEON_GOLD_6538Y_PLUS);
  public static readonly XEON_GOLD_6538N = CpuModel.of(EMERALD_RAPIDS.XEON_GOLD_6538N);
  public static readonly XEON_GOLD_6534 = CpuModel.of(EMERALD_RAPIDS.XEON_GOLD_6534);
  public static readonly XEON_GOLD_6530 = CpuModel.of(EMERALD_RAPIDS.XEON_GOLD_6530);
  public static readonly XEON_GOLD_6526Y = CpuModel.of(EMERALD_RAPIDS.XEON_GOLD_6526Y);
  public static readonly XEON_GOLD_5520_PLUS = CpuModel.of(EMERALD_RAPIDS.XEON_GOLD_5520_PLUS);
  public static readonly XEON_GOLD_5515_PLUS = CpuModel.of(EMERALD_RAPIDS.XEON_GOLD_5515_PLUS);
  public static readonly XEON_GOLD_5512U = CpuModel.of(EMERALD_RAPIDS.XEON_GOLD_5512U);
  public static readonly XEON_SILVER_4516Y_PLUS = CpuModel.of(EMERALD_RAPIDS.XEON_SILVER_4516Y_PLUS);
  public static readonly XEON_SILVER_4514Y = CpuModel.of(EMERALD_RAPIDS.XEON_SILVER_4514Y);
  public static readonly XEON_SILVER_4510T = CpuModel.of(EMERALD_RAPIDS.XEON_SILVER_4510T);
  public static readonly XEON_SILVER_4510 = CpuModel.of(EMERALD_RAPIDS.XEON_SILVER_4510);
  public static readonly XEON_SILVER_4509Y = CpuModel.of(EMERALD_RAPIDS.XEON_SILVER_4509Y);

  // AMD EPYC 9004
  public static readonly EPYC_9754 = CpuModel.of(EPYC_9004.EPYC_9754);
  public static readonly EPYC_9734 = CpuModel.of(EPYC_9004.EPYC_9734);
  public static readonly EPYC_9684X = CpuModel.of(EPYC_9004.EPYC_9684X);
  public static readonly EPYC_9654P = CpuModel.of(EPYC_9004.EPYC_9654P);
  public static readonly EPYC_9654 = CpuModel.of(EPYC_9004.EPYC_9654);
  public static readonly EPYC_9634 = CpuModel.of(EPYC_9004.EPYC_9634);
  public static readonly EPYC_9554P = CpuModel.of(EPYC_9004.EPYC_9554P);
  public static readonly EPYC_9554 = CpuModel.of(EPYC_9004.EPYC_9554);
  public static readonly EPYC_9534 = CpuModel.of(EPYC_9004.EPYC_9534);
  public static readonly EPYC_9474F = CpuModel.of(EPYC_9004.EPYC_9474F);
  public static readonly EPYC_9454P = CpuModel.of(EPYC_9004.EPYC_9454P);
  public static readonly EPYC_9454 = CpuModel.of(EPYC_9004.EPYC_9454);
  public static readonly EPYC_9384X = CpuModel.of(EPYC_9004.EPYC_9384X);
  public static readonly EPYC_9374F = CpuModel.of(EPYC_9004.EPYC_9374F);
  public static readonly EPYC_9354P = CpuModel.of(EPYC_9004.EPYC_9354P);
  public static readonly EPYC_9354 = CpuModel.of(EPYC_9004.EPYC_9354);
  public static readonly EPYC_9334 = CpuModel.of(EPYC_9004.EPYC_9334);
  public static readonly EPYC_9274F = CpuModel.of(EPYC_9004.EPYC_9274F);
  public static readonly EPYC_9254 = CpuModel.of(EPYC_9004.EPYC_9254);
  public static readonly EPYC_9224 = CpuModel.of(EPYC_9004.EPYC_9224);
  public static readonly EPYC_9184X = CpuModel.of(EPYC_9004.EPYC_9184X);
  public static readonly EPYC_9174F = CpuModel.of(EPYC_9004.EPYC_9174F);
  public static readonly EPYC_9124 = CpuModel.of(EPYC_9004.EPYC_9124);

  /** A CPU that is not listed, or a listed one with other figures. */
  public static of(props: CpuModelProps): CpuModel {
    return new CpuModel(props);
  }

  /** Every listed CPU. */
  public static all(): readonly CpuModel[] {
    return Object.values(CpuModel).filter(CpuModel.isCpuModel);
  }

  public static isCpuModel(x: unknown): x is CpuModel {
    return typeof x === 'object' && x !== null && CPU_MODEL in x;
  }

  public readonly vendor: CpuVendor;
  /** The maker's name for it, such as `Intel Xeon Platinum 8480+`. */
  public readonly name: string;
  /** The generation it is sold under. */
  public readonly generation?: string;
  /** The maker's code name of the silicon. */
  public readonly codeName?: string;
  /** Physical cores of one CPU. */
  public readonly cores: number;
  /** Threads of one CPU. */
  public readonly threads: number;
  /** Base clock, MHz. */
  public readonly baseMhz: number;
  /** Highest clock of a single core, MHz. */
  public readonly maxTurboMhz?: number;
  /** The most sockets a host with this CPU can have. */
  public readonly maxSockets?: number;
  /** Into how many NUMA nodes the firmware can split a socket. */
  public readonly numaNodesPerSocket: readonly number[];
  /** Memory channels of one CPU. */
  public readonly memoryChannels?: number;
  /** Memory speed with one module a channel, MT/s. */
  public readonly memorySpeedMTps?: number;
  /** The most memory one CPU can address, GiB. */
  public readonly maxMemoryGiBPerSocket?: number;
  /** Last-level cache of one CPU, MiB. */
  public readonly l3MiB?: number;
  /** Thermal design power, watts. */
  public readonly tdpWatts?: number;
  /** Instruction sets and security features, named as Linux names CPU flags. */
  public readonly features: readonly string[];
  /** The highest EVC mode that fits it, as vSphere names it. */
  public readonly evcMode?: string;
  /** Where the figures can be checked. */
  public readonly source?: string;

  private constructor(props: CpuModelProps) {
    checkProps(undefined, 'props of a CPU', props, ['vendor', 'name', 'cores', 'threads', 'baseMhz']);
    const name = checkText('name of a CPU', props.name);
    if (!VENDORS.includes(props.vendor)) throw new Error(`vendor of ${name} must be one of ${VENDORS.join(', ')}, got ${got(props.vendor)}`);
    this.vendor = props.vendor;
    this.name = name;
    this.generation = props.generation;
    this.codeName = props.codeName;

    this.cores = checkWhole(`cores of ${name}`, props.cores, 1);
    this.threads = props.threads;
    if (props.threads !== props.cores && props.threads !== 2 * props.cores) {
      throw new Error(
        `threads of ${name} must be ${props.cores} (one a core) or ${2 * props.cores} (two a core), got ${got(props.threads)}; cores and threads count one CPU, not the host`,
      );
    }
    const giga = props.baseMhz > 0 && props.baseMhz < 10 ? `did you mean ${props.baseMhz * 1000}? The unit is MHz` : 'the unit is MHz';
    this.baseMhz = checkWhole(`baseMhz of ${name}`, props.baseMhz, 100, 10_000, giga);
    this.maxTurboMhz = props.maxTurboMhz;
    if (props.maxTurboMhz !== undefined) {
      checkWhole(`maxTurboMhz of ${name}`, props.maxTurboMhz, props.baseMhz, 10_000, 'the unit is MHz, and turbo is never below base clock');
    }

    this.maxSockets = ifGiven(props.maxSockets, (value) => checkWhole(`maxSockets of ${name}`, value, 1));
    this.numaNodesPerSocket = [...(props.numaNodesPerSocket ?? [1])];
    if (!this.numaNodesPerSocket.includes(1)) {
      throw new Error(`numaNodesPerSocket of ${name} must include 1, an unsplit socket, got [${this.numaNodesPerSocket.join(', ')}]`);
    }
    for (const nodes of this.numaNodesPerSocket) {
      checkWhole(`numaNodesPerSocket of ${name}`, nodes, 1, props.cores);
      if (props.cores % nodes !== 0)
        throw new Error(`numaNodesPerSocket of ${name} must divide its ${props.cores} cores evenly, got ${nodes}; leave ${nodes} out`);
    }
    this.memoryChannels = ifGiven(props.memoryChannels, (value) => checkWhole(`memoryChannels of ${name}`, value, 1));
    this.memorySpeedMTps = ifGiven(props.memorySpeedMTps, (value) => checkWhole(`memorySpeedMTps of ${name}`, value, 1));
    this.maxMemoryGiBPerSocket = ifGiven(props.maxMemoryGiBPerSocket, (value) => checkPositive(`maxMemoryGiBPerSocket of ${name}`, value));
    this.l3MiB = ifGiven(props.l3MiB, (value) => checkPositive(`l3MiB of ${name}`, value));
    this.tdpWatts = ifGiven(props.tdpWatts, (value) => checkPositive(`tdpWatts of ${name}`, value));

    this.features = checkTexts(undefined, `features of ${name}`, props.features ?? []);
    for (const feature of this.features) {
      if (!/^[a-z][a-z0-9_]*$/.test(feature)) {
        throw new Error(
          `features of ${name} must be named as Linux names CPU flags, such as "avx512f", got "${feature}"; did you mean "${feature.toLowerCase().replace(/[^a-z0-9_]/g, '')}"?`,
        );
      }
    }
    this.evcMode = props.evcMode;
    if (props.evcMode !== undefined && !props.evcMode.startsWith(`${props.vendor}-`)) {
      const allowed =
        props.vendor === 'other'
          ? 'left out: vSphere has EVC modes for Intel and AMD only'
          : `one of vSphere's keys that begin with "${props.vendor}-"`;
      throw new Error(`evcMode of ${name} must be ${allowed}, got "${props.evcMode}"`);
    }
    this.source = props.source;
    Object.defineProperty(this, CPU_MODEL, { value: true });
    Object.freeze(this.numaNodesPerSocket);
    Object.freeze(this.features);
    Object.freeze(this);
  }
}
