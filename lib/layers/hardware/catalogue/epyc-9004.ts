import { CpuFeature } from '../cpu-feature';
import type { CpuModelProps } from '../cpu-props';

/*
 * AMD EPYC 9004. Cores, base clock and power of Genoa: TechPowerUp, one page a model. Bergamo, the memory of all (twelve
 * DDR5-4800 channels, 6 TB a socket) and caches: https://www.hpctech.co.jp/product/amd-epyc-9004-series/. Boost clocks of
 * the F models: AMD's table, https://www.amd.com/en/products/specifications/server-processor.html. Base clocks of
 * Genoa-X: https://unpkg.com/systeminformation@5.33.23/lib/cpu.js. P models stand alone in a host. What no source gave is
 * left out.
 *
 * Nodes per socket (NPS): 1, 2 or 4.
 */
const HPCTECH = 'https://www.hpctech.co.jp/product/amd-epyc-9004-series/';
const SYSTEMINFORMATION = 'https://unpkg.com/systeminformation@5.33.23/lib/cpu.js';

function epyc(
  sku: string,
  cores: number,
  baseMhz: number,
  maxTurboMhz: number | undefined,
  l3MiB: number | undefined,
  tdpWatts: number,
  source: string,
  codeName: 'Genoa' | 'Genoa-X' | 'Bergamo' = 'Genoa',
): CpuModelProps {
  return {
    vendor: 'amd',
    name: `AMD EPYC ${sku}`,
    generation: 'AMD EPYC 9004',
    codeName,
    cores,
    threads: 2 * cores,
    baseMhz,
    maxTurboMhz,
    maxSockets: sku.endsWith('P') ? 1 : 2,
    numaNodesPerSocket: [1, 2, 4],
    memoryChannels: 12,
    memorySpeedMTps: 4800,
    maxMemoryGiBPerSocket: 6144,
    l3MiB,
    tdpWatts,
    features: [CpuFeature.AES, CpuFeature.AVX2, CpuFeature.AVX512F, CpuFeature.AVX512_VNNI, CpuFeature.AVX512_BF16, CpuFeature.SEV_SNP],
    evcMode: 'amd-zen4',
    source: source.startsWith('https:') ? source : `https://www.techpowerup.com/cpu-specs/${source}`,
  };
}

// sku, cores, base and boost MHz, L3 MiB, W, page on TechPowerUp or another source
export const EPYC_9004 = {
  EPYC_9754: epyc('9754', 128, 2250, 3100, 256, 360, HPCTECH, 'Bergamo'),
  EPYC_9734: epyc('9734', 112, 2200, 3000, 256, 340, HPCTECH, 'Bergamo'),
  EPYC_9684X: epyc('9684X', 96, 2550, undefined, 1152, 400, SYSTEMINFORMATION, 'Genoa-X'),
  EPYC_9654P: epyc('9654P', 96, 2400, 3700, 384, 360, 'epyc-9654p.c2934'),
  EPYC_9654: epyc('9654', 96, 2400, 3700, 384, 360, 'epyc-9654.c2933'),
  EPYC_9634: epyc('9634', 84, 2250, 3700, 384, 290, 'epyc-9634.c2932'),
  EPYC_9554P: epyc('9554P', 64, 3100, 3750, 256, 360, 'epyc-9554p.c2931'),
  EPYC_9554: epyc('9554', 64, 3100, 3750, 256, 360, 'epyc-9554.c2930'),
  EPYC_9534: epyc('9534', 64, 2450, 3700, 256, 280, 'epyc-9534.c2929'),
  EPYC_9474F: epyc('9474F', 48, 3600, 4100, undefined, 360, 'epyc-9474f.c2928'),
  EPYC_9454P: epyc('9454P', 48, 2750, 3800, 256, 290, 'epyc-9454p.c2927'),
  EPYC_9454: epyc('9454', 48, 2750, 3800, 256, 290, 'epyc-9454.c2926'),
  EPYC_9384X: epyc('9384X', 32, 3100, undefined, undefined, 320, SYSTEMINFORMATION, 'Genoa-X'),
  EPYC_9374F: epyc('9374F', 32, 3850, 4300, undefined, 320, 'epyc-9374f.c2925'),
  EPYC_9354P: epyc('9354P', 32, 3250, 3800, 256, 280, 'epyc-9354p.c2924'),
  EPYC_9354: epyc('9354', 32, 3250, 3800, 256, 280, 'epyc-9354.c2923'),
  EPYC_9334: epyc('9334', 32, 2700, 3900, 128, 210, 'epyc-9334.c2922'),
  EPYC_9274F: epyc('9274F', 24, 4050, 4300, undefined, 320, 'epyc-9274f.c2921'),
  EPYC_9254: epyc('9254', 24, 2900, 4150, 128, 200, 'epyc-9254.c2920'),
  EPYC_9224: epyc('9224', 24, 2500, undefined, undefined, 200, 'epyc-9224.c2919'),
  EPYC_9184X: epyc('9184X', 16, 3550, undefined, undefined, 320, SYSTEMINFORMATION, 'Genoa-X'),
  EPYC_9174F: epyc('9174F', 16, 4100, undefined, undefined, 320, 'epyc-9174f.c2918'),
  EPYC_9124: epyc('9124', 16, 3000, 3700, 64, 200, 'epyc-9124.c2917'),
};
