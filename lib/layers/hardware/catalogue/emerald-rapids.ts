import { CpuFeature } from '../cpu-feature';
import type { CpuModelProps } from '../cpu-props';

/*
 * 5th Gen Intel Xeon Scalable, as Intel ARK states it: a table taken from ARK (SOURCE) has everything but the sockets.
 * None goes beyond 2, and those that stand alone are marked 1. SGX is not listed, for want of a source.
 *
 * EVC: vSphere's list of modes goes from Sapphire Rapids to Granite Rapids, so the highest that fits is the former.
 * https://github.com/vmware/terraform-provider-vsphere, docs of vsphere_compute_cluster.
 *
 * Sub-NUMA clusters: the large die has two tiles, the small one is whole; no source was found for more than 2.
 */
const SOURCE = 'https://github.com/toUpperCase78/intel-processors/blob/20399dcf28780914f7b6694c89e3943064499247/intel_xeon_processors_v1_8.csv';

const FEATURES = [
  CpuFeature.AES,
  CpuFeature.AVX2,
  CpuFeature.AVX512F,
  CpuFeature.AVX512_VNNI,
  CpuFeature.AVX512_BF16,
  CpuFeature.AMX_TILE,
  CpuFeature.AMX_INT8,
  CpuFeature.AMX_BF16,
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
  codeName: 'Emerald Rapids' | 'Sapphire Rapids' = 'Emerald Rapids',
): CpuModelProps {
  return {
    vendor: 'intel',
    name: `Intel Xeon ${sku}`,
    generation: '5th Gen Intel Xeon Scalable',
    codeName,
    cores,
    threads: 2 * cores,
    baseMhz,
    maxTurboMhz,
    maxSockets,
    numaNodesPerSocket: [1, 2],
    memoryChannels: 8,
    memorySpeedMTps,
    maxMemoryGiBPerSocket: 4096,
    l3MiB,
    tdpWatts,
    features: codeName === 'Emerald Rapids' ? [...FEATURES, CpuFeature.TDX] : FEATURES,
    evcMode: 'intel-sapphirerapids',
    source: SOURCE,
  };
}

// sku, cores, base and turbo MHz, L3 MiB, W, MT/s, sockets; the smallest models are still the older silicon
export const EMERALD_RAPIDS = {
  XEON_PLATINUM_8593Q: xeon('Platinum 8593Q', 64, 2200, 3900, 320, 385, 5600, 2),
  XEON_PLATINUM_8592V: xeon('Platinum 8592V', 64, 2000, 3900, 320, 330, 4800, 2),
  XEON_PLATINUM_8592_PLUS: xeon('Platinum 8592+', 64, 1900, 3900, 320, 350, 5600, 2),
  XEON_PLATINUM_8581V: xeon('Platinum 8581V', 60, 2000, 3900, 300, 270, 4800, 1),
  XEON_PLATINUM_8580: xeon('Platinum 8580', 60, 2000, 4000, 300, 350, 5600, 2),
  XEON_PLATINUM_8570: xeon('Platinum 8570', 56, 2100, 4000, 300, 350, 5600, 2),
  XEON_PLATINUM_8568Y_PLUS: xeon('Platinum 8568Y+', 48, 2300, 4000, 300, 350, 5600, 2),
  XEON_PLATINUM_8562Y_PLUS: xeon('Platinum 8562Y+', 32, 2800, 4100, 60, 300, 5200, 2),
  XEON_PLATINUM_8558U: xeon('Platinum 8558U', 48, 2000, 4000, 260, 300, 5200, 1),
  XEON_PLATINUM_8558P: xeon('Platinum 8558P', 48, 2700, 4000, 260, 350, 5200, 2),
  XEON_PLATINUM_8558: xeon('Platinum 8558', 48, 2100, 4000, 260, 330, 5200, 2),
  XEON_GOLD_6558Q: xeon('Gold 6558Q', 32, 3200, 4100, 60, 350, 5200, 2),
  XEON_GOLD_6554S: xeon('Gold 6554S', 36, 2200, 4000, 180, 270, 5200, 2),
  XEON_GOLD_6548Y_PLUS: xeon('Gold 6548Y+', 32, 2500, 4100, 60, 250, 5200, 2),
  XEON_GOLD_6548N: xeon('Gold 6548N', 32, 2800, 4100, 60, 250, 5200, 2),
  XEON_GOLD_6544Y: xeon('Gold 6544Y', 16, 3600, 4100, 45, 270, 5200, 2),
  XEON_GOLD_6542Y: xeon('Gold 6542Y', 24, 2900, 4100, 60, 250, 5200, 2),
  XEON_GOLD_6538Y_PLUS: xeon('Gold 6538Y+', 32, 2200, 4000, 60, 225, 5200, 2),
  XEON_GOLD_6538N: xeon('Gold 6538N', 32, 2100, 4100, 60, 205, 5200, 2),
  XEON_GOLD_6534: xeon('Gold 6534', 8, 3900, 4200, 22.5, 195, 4800, 2),
  XEON_GOLD_6530: xeon('Gold 6530', 32, 2100, 4000, 160, 270, 4800, 2),
  XEON_GOLD_6526Y: xeon('Gold 6526Y', 16, 2800, 3900, 37.5, 195, 5200, 2),
  XEON_GOLD_5520_PLUS: xeon('Gold 5520+', 28, 2200, 4000, 52.5, 205, 4800, 2),
  XEON_GOLD_5515_PLUS: xeon('Gold 5515+', 8, 3200, 4100, 22.5, 165, 4800, 2),
  XEON_GOLD_5512U: xeon('Gold 5512U', 28, 2100, 3700, 52.5, 185, 4800, 1),
  XEON_SILVER_4516Y_PLUS: xeon('Silver 4516Y+', 24, 2200, 3700, 45, 185, 4400, 2),
  XEON_SILVER_4514Y: xeon('Silver 4514Y', 16, 2000, 3400, 30, 150, 4400, 2),
  XEON_SILVER_4510T: xeon('Silver 4510T', 12, 2000, 3700, 30, 115, 4400, 2, 'Sapphire Rapids'),
  XEON_SILVER_4510: xeon('Silver 4510', 12, 2400, 4100, 30, 150, 4400, 2, 'Sapphire Rapids'),
  XEON_SILVER_4509Y: xeon('Silver 4509Y', 8, 2600, 4100, 22.5, 125, 4400, 2, 'Sapphire Rapids'),
};
