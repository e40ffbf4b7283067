import { CpuFeature } from '../cpu-feature';
import type { CpuModelProps } from '../cpu-props';

/*
 * 4th Gen Intel Xeon Scalable: https://ark.intel.com, one page a model, as recorded in
 * https://github.com/felixsteinke/cpu-spec-dataset (dataset/intel-cpus.csv, commit ebf377d8). ARK's "S4S" and "S8S" are 4
 * and 8 sockets. Each CPU has eight DDR5 channels and takes 4 TB.
 *
 * Sub-NUMA clusters: the large die (package carrier E1A, four tiles) splits into 2 or 4. For the small one (E1B, one die)
 * no source was found that goes beyond 2, so no more is allowed; CpuModel.of({ ...listed, numaNodesPerSocket }) overrules.
 */
const LARGE_DIE = [1, 2, 4];
const SMALL_DIE = [1, 2];

const FEATURES = [
  CpuFeature.AES,
  CpuFeature.AVX2,
  CpuFeature.AVX512F,
  CpuFeature.AVX512_VNNI,
  CpuFeature.AVX512_BF16,
  CpuFeature.AMX_TILE,
  CpuFeature.AMX_INT8,
  CpuFeature.AMX_BF16,
  CpuFeature.SGX,
];

function xeon(
  sku: string,
  cores: number,
  baseMhz: number,
  maxTurboMhz: number,
  l3MiB: number,
  tdpWatts: number,
  memorySpeedMTps: number,
  maxSockets: number,
  numaNodesPerSocket: readonly number[],
  ark: string,
): CpuModelProps {
  return {
    vendor: 'intel',
    name: `Intel Xeon ${sku}`,
    generation: '4th Gen Intel Xeon Scalable',
    codeName: 'Sapphire Rapids',
    cores,
    threads: 2 * cores,
    baseMhz,
    maxTurboMhz,
    maxSockets,
    numaNodesPerSocket,
    memoryChannels: 8,
    memorySpeedMTps,
    maxMemoryGiBPerSocket: 4096,
    l3MiB,
    tdpWatts,
    features: FEATURES,
    evcMode: 'intel-sapphirerapids',
    source: `https://ark.intel.com/content/www/us/en/ark/products/${ark}.html`,
  };
}

// sku, cores, base and turbo MHz, L3 MiB, W, MT/s, sockets, die, page on ARK
export const SAPPHIRE_RAPIDS = {
  XEON_PLATINUM_8490H: xeon('Platinum 8490H', 60, 1900, 3500, 112.5, 350, 4800, 8, LARGE_DIE, '231747/intel-xeon-platinum-8490h-processor-112-5m-cache-1-90-ghz'),
  XEON_PLATINUM_8480_PLUS: xeon('Platinum 8480+', 56, 2000, 3800, 105, 350, 4800, 2, LARGE_DIE, '231746/intel-xeon-platinum-8480-processor-105m-cache-2-00-ghz'),
  XEON_PLATINUM_8471N: xeon('Platinum 8471N', 52, 1800, 3600, 97.5, 300, 4800, 1, LARGE_DIE, '231745/intel-xeon-platinum-8471n-processor-97-5m-cache-1-80-ghz'),
  XEON_PLATINUM_8470Q: xeon('Platinum 8470Q', 52, 2100, 3800, 105, 350, 4800, 2, LARGE_DIE, '231727/intel-xeon-platinum-8470q-processor-105m-cache-2-10-ghz'),
  XEON_PLATINUM_8470N: xeon('Platinum 8470N', 52, 1700, 3600, 97.5, 300, 4800, 2, LARGE_DIE, '231748/intel-xeon-platinum-8470n-processor-97-5m-cache-1-70-ghz'),
  XEON_PLATINUM_8470: xeon('Platinum 8470', 52, 2000, 3800, 105, 350, 4800, 2, LARGE_DIE, '231728/intel-xeon-platinum-8470-processor-105m-cache-2-00-ghz'),
  XEON_PLATINUM_8468V: xeon('Platinum 8468V', 48, 2400, 3800, 97.5, 330, 4800, 2, LARGE_DIE, '231739/intel-xeon-platinum-8468v-processor-97-5m-cache-2-40-ghz'),
  XEON_PLATINUM_8468H: xeon('Platinum 8468H', 48, 2100, 3800, 105, 330, 4800, 8, LARGE_DIE, '231750/intel-xeon-platinum-8468h-processor-105m-cache-2-10-ghz'),
  XEON_PLATINUM_8468: xeon('Platinum 8468', 48, 2100, 3800, 105, 350, 4800, 2, LARGE_DIE, '231735/intel-xeon-platinum-8468-processor-105m-cache-2-10-ghz'),
  XEON_PLATINUM_8462Y_PLUS: xeon('Platinum 8462Y+', 32, 2800, 4100, 60, 300, 4800, 2, SMALL_DIE, '232383/intel-xeon-platinum-8462y-processor-60m-cache-2-80-ghz'),
  XEON_PLATINUM_8461V: xeon('Platinum 8461V', 48, 2200, 3700, 97.5, 300, 4800, 1, LARGE_DIE, '231741/intel-xeon-platinum-8461v-processor-97-5m-cache-2-20-ghz'),
  XEON_PLATINUM_8460Y_PLUS: xeon('Platinum 8460Y+', 40, 2000, 3700, 105, 300, 4800, 2, LARGE_DIE, '231736/intel-xeon-platinum-8460y-processor-105m-cache-2-00-ghz'),
  XEON_PLATINUM_8460H: xeon('Platinum 8460H', 40, 2200, 3800, 105, 330, 4800, 8, LARGE_DIE, '231744/intel-xeon-platinum-8460h-processor-105m-cache-2-20-ghz'),
  XEON_PLATINUM_8458P: xeon('Platinum 8458P', 44, 2700, 3800, 82.5, 350, 4800, 2, LARGE_DIE, '231742/intel-xeon-platinum-8458p-processor-82-5m-cache-2-70-ghz'),
  XEON_PLATINUM_8454H: xeon('Platinum 8454H', 32, 2100, 3400, 82.5, 270, 4800, 8, LARGE_DIE, '231738/intel-xeon-platinum-8454h-processor-82-5m-cache-2-10-ghz'),
  XEON_PLATINUM_8452Y: xeon('Platinum 8452Y', 36, 2000, 3200, 67.5, 300, 4800, 2, LARGE_DIE, '231761/intel-xeon-platinum-8452y-processor-67-5m-cache-2-00-ghz'),
  XEON_PLATINUM_8450H: xeon('Platinum 8450H', 28, 2000, 3500, 75, 250, 4800, 8, LARGE_DIE, '231756/intel-xeon-platinum-8450h-processor-75m-cache-2-00-ghz'),
  XEON_PLATINUM_8444H: xeon('Platinum 8444H', 16, 2900, 4000, 45, 270, 4800, 8, LARGE_DIE, '231749/intel-xeon-platinum-8444h-processor-45m-cache-2-90-ghz'),
  XEON_GOLD_6458Q: xeon('Gold 6458Q', 32, 3100, 4000, 60, 350, 4800, 2, SMALL_DIE, '232386/intel-xeon-gold-6458q-processor-60m-cache-3-10-ghz'),
  XEON_GOLD_6454S: xeon('Gold 6454S', 32, 2200, 3400, 60, 270, 4800, 2, LARGE_DIE, '231733/intel-xeon-gold-6454s-processor-60m-cache-2-20-ghz'),
  XEON_GOLD_6448Y: xeon('Gold 6448Y', 32, 2100, 4100, 60, 225, 4800, 2, SMALL_DIE, '232384/intel-xeon-gold-6448y-processor-60m-cache-2-10-ghz'),
  XEON_GOLD_6448H: xeon('Gold 6448H', 32, 2400, 4100, 60, 250, 4800, 4, SMALL_DIE, '232391/intel-xeon-gold-6448h-processor-60m-cache-2-40-ghz'),
  XEON_GOLD_6444Y: xeon('Gold 6444Y', 16, 3600, 4000, 45, 270, 4800, 2, SMALL_DIE, '232385/intel-xeon-gold-6444y-processor-45m-cache-3-60-ghz'),
  XEON_GOLD_6442Y: xeon('Gold 6442Y', 24, 2600, 4000, 60, 225, 4800, 2, SMALL_DIE, '232380/intel-xeon-gold-6442y-processor-60m-cache-2-60-ghz'),
  XEON_GOLD_6438Y_PLUS: xeon('Gold 6438Y+', 32, 2000, 4000, 60, 205, 4800, 2, SMALL_DIE, '232382/intel-xeon-gold-6438y-processor-60m-cache-2-00-ghz'),
  XEON_GOLD_6438N: xeon('Gold 6438N', 32, 2000, 3600, 60, 205, 4800, 2, SMALL_DIE, '232397/intel-xeon-gold-6438n-processor-60m-cache-2-00-ghz'),
  XEON_GOLD_6438M: xeon('Gold 6438M', 32, 2200, 3900, 60, 205, 4800, 2, SMALL_DIE, '232398/intel-xeon-gold-6438m-processor-60m-cache-2-20-ghz'),
  XEON_GOLD_6434: xeon('Gold 6434', 8, 3700, 4100, 22.5, 195, 4800, 2, SMALL_DIE, '232375/intel-xeon-gold-6434-processor-22-5m-cache-3-70-ghz'),
  XEON_GOLD_6430: xeon('Gold 6430', 32, 2100, 3400, 60, 270, 4400, 2, LARGE_DIE, '231737/intel-xeon-gold-6430-processor-60m-cache-2-10-ghz'),
  XEON_GOLD_6426Y: xeon('Gold 6426Y', 16, 2500, 4100, 37.5, 185, 4800, 2, SMALL_DIE, '232377/intel-xeon-gold-6426y-processor-37-5m-cache-2-50-ghz'),
  XEON_GOLD_6421N: xeon('Gold 6421N', 32, 1800, 3600, 60, 185, 4400, 1, SMALL_DIE, '232395/intel-xeon-gold-6421n-processor-60m-cache-1-80-ghz'),
  XEON_GOLD_6418H: xeon('Gold 6418H', 24, 2100, 4000, 60, 185, 4800, 4, SMALL_DIE, '232390/intel-xeon-gold-6418h-processor-60m-cache-2-10-ghz'),
  XEON_GOLD_6416H: xeon('Gold 6416H', 18, 2200, 4200, 45, 165, 4800, 4, SMALL_DIE, '232389/intel-xeon-gold-6416h-processor-45m-cache-2-20-ghz'),
  XEON_GOLD_6414U: xeon('Gold 6414U', 32, 2000, 3400, 60, 250, 4800, 1, LARGE_DIE, '231731/intel-xeon-gold-6414u-processor-60m-cache-2-00-ghz'),
  XEON_GOLD_5420_PLUS: xeon('Gold 5420+', 28, 2000, 4100, 52.5, 205, 4400, 2, SMALL_DIE, '232381/intel-xeon-gold-5420-processor-52-5m-cache-2-00-ghz'),
  XEON_GOLD_5418Y: xeon('Gold 5418Y', 24, 2000, 3800, 45, 185, 4400, 2, SMALL_DIE, '232379/intel-xeon-gold-5418y-processor-45m-cache-2-00-ghz'),
  XEON_GOLD_5416S: xeon('Gold 5416S', 16, 2000, 4000, 30, 150, 4400, 2, SMALL_DIE, '232396/intel-xeon-gold-5416s-processor-30m-cache-2-00-ghz'),
  XEON_GOLD_5415_PLUS: xeon('Gold 5415+', 8, 2900, 4100, 22.5, 150, 4400, 2, SMALL_DIE, '232373/intel-xeon-gold-5415-processor-22-5m-cache-2-90-ghz'),
  XEON_GOLD_5412U: xeon('Gold 5412U', 24, 2100, 3900, 45, 185, 4400, 1, SMALL_DIE, '232374/intel-xeon-gold-5412u-processor-45m-cache-2-10-ghz'),
  XEON_GOLD_5411N: xeon('Gold 5411N', 24, 1900, 3900, 45, 165, 4400, 1, SMALL_DIE, '232393/intel-xeon-gold-5411n-processor-45m-cache-1-90-ghz'),
  XEON_SILVER_4416_PLUS: xeon('Silver 4416+', 20, 2000, 3900, 37.5, 165, 4000, 2, SMALL_DIE, '232378/intel-xeon-silver-4416-processor-37-5m-cache-2-00-ghz'),
  XEON_SILVER_4410Y: xeon('Silver 4410Y', 12, 2000, 3900, 30, 150, 4000, 2, SMALL_DIE, '232376/intel-xeon-silver-4410y-processor-30m-cache-2-00-ghz'),
  XEON_SILVER_4410T: xeon('Silver 4410T', 10, 2700, 4000, 26.25, 150, 4000, 2, SMALL_DIE, '232388/intel-xeon-silver-4410t-processor-26-25m-cache-2-70-ghz'),
};
