import { CpuFeature } from '../cpu-feature';
import type { CpuModelProps } from '../cpu-props';

/*
 * Intel Xeon CPU Max: Sapphire Rapids with 64 GB of HBM on the package, which no figure here counts. Clocks, cores, power
 * and memory as ARK states them, recorded in https://github.com/felixsteinke/cpu-spec-dataset (dataset/intel-cpus.csv,
 * commit 20705176). The cache was found for the 9480 only.
 */
function max(sku: string, cores: number, baseMhz: number, l3MiB?: number): CpuModelProps {
  return {
    vendor: 'intel',
    name: `Intel Xeon CPU Max ${sku}`,
    generation: 'Intel Xeon CPU Max Series',
    codeName: 'Sapphire Rapids HBM',
    cores,
    threads: 2 * cores,
    baseMhz,
    maxTurboMhz: 3500,
    maxSockets: 2,
    numaNodesPerSocket: [1, 2, 4],
    memoryChannels: 8,
    memorySpeedMTps: 4800,
    maxMemoryGiBPerSocket: 4096,
    l3MiB,
    tdpWatts: 350,
    features: [
      CpuFeature.AES,
      CpuFeature.AVX2,
      CpuFeature.AVX512F,
      CpuFeature.AVX512_VNNI,
      CpuFeature.AVX512_BF16,
      CpuFeature.AMX_TILE,
      CpuFeature.AMX_INT8,
      CpuFeature.AMX_BF16,
    ],
    evcMode: 'intel-sapphirerapids',
    source: 'https://ark.intel.com/content/www/us/en/ark/products/series/232643/intel-xeon-cpu-max-series.html',
  };
}

// sku, cores, base MHz, L3 MiB
export const XEON_MAX = {
  XEON_MAX_9480: max('9480', 56, 1900, 112.5),
  XEON_MAX_9470: max('9470', 52, 2000),
  XEON_MAX_9468: max('9468', 48, 2100),
  XEON_MAX_9462: max('9462', 32, 2700),
  XEON_MAX_9460: max('9460', 40, 2200),
};
