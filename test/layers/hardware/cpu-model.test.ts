import { CpuFeature, CpuModel, type CpuModelProps } from '../../../lib/layers/hardware';
import { EMERALD_RAPIDS } from '../../../lib/layers/hardware/catalogue/emerald-rapids';
import { EPYC_9004 } from '../../../lib/layers/hardware/catalogue/epyc-9004';
import { SAPPHIRE_RAPIDS } from '../../../lib/layers/hardware/catalogue/sapphire-rapids';
import { XEON_MAX } from '../../../lib/layers/hardware/catalogue/xeon-max';

const CATALOGUE: Record<string, CpuModelProps> = { ...SAPPHIRE_RAPIDS, ...XEON_MAX, ...EMERALD_RAPIDS, ...EPYC_9004 };
const statics = CpuModel as unknown as Record<string, unknown>;
const listed = CpuModel.all().map((cpu) => [cpu.name, cpu] as const);

const own = { vendor: 'intel', name: 'Intel Xeon Gold 6230', cores: 20, threads: 40, baseMhz: 2100 } as const;

describe('the catalogue', () => {
  test('has a static for every entry, and nothing else', () => {
    expect(CpuModel.all()).toHaveLength(Object.keys(CATALOGUE).length);
    for (const [key, props] of Object.entries(CATALOGUE)) {
      expect(CpuModel.isCpuModel(statics[key])).toBe(true);
      expect(statics[key]).toMatchObject({ name: props.name, cores: props.cores, baseMhz: props.baseMhz });
    }
  });

  test('names every static after its CPU', () => {
    const named = (name: string) =>
      name
        .replace('Intel Xeon CPU ', 'XEON ')
        .replace(/^(Intel|AMD) /, '')
        .replace('+', '_PLUS')
        .replaceAll(' ', '_')
        .toUpperCase();
    for (const [key, props] of Object.entries(CATALOGUE)) expect(named(props.name)).toBe(key);
  });

  test('names no CPU twice', () => {
    expect(new Set(CpuModel.all().map((cpu) => cpu.name)).size).toBe(CpuModel.all().length);
  });

  test('covers the three families', () => {
    const families = CpuModel.all().map((cpu) => cpu.generation);
    expect(new Set(families)).toEqual(
      new Set(['4th Gen Intel Xeon Scalable', 'Intel Xeon CPU Max Series', '5th Gen Intel Xeon Scalable', 'AMD EPYC 9004']),
    );
  });

  test.each(listed)('%s is plausible', (_, cpu) => {
    expect(cpu.threads).toBe(2 * cpu.cores);
    expect(cpu.cores).toBeGreaterThanOrEqual(8);
    expect(cpu.cores).toBeLessThanOrEqual(128);
    expect(cpu.baseMhz).toBeGreaterThanOrEqual(1700);
    expect(cpu.baseMhz).toBeLessThanOrEqual(4100);
    expect(cpu.baseMhz % 50).toBe(0);
    if (cpu.maxTurboMhz !== undefined) expect(cpu.maxTurboMhz).toBeLessThanOrEqual(4400);
    if (cpu.tdpWatts !== undefined) expect(cpu.tdpWatts).toBeLessThanOrEqual(400);
    expect([1, 2, 4, 8]).toContain(cpu.maxSockets);
    expect(cpu.memoryChannels).toBe(cpu.vendor === 'amd' ? 12 : 8);
    expect([4000, 4400, 4800, 5200, 5600]).toContain(cpu.memorySpeedMTps);
    expect(cpu.evcMode).toBe(cpu.vendor === 'amd' ? 'amd-zen4' : 'intel-sapphirerapids');
    expect(cpu.features).toContain(CpuFeature.AVX512F);
    expect(cpu.features.includes(CpuFeature.AMX_TILE)).toBe(cpu.vendor === 'intel');
    expect(new URL(cpu.source!).protocol).toBe('https:');
  });

  test('states the figures of the makers', () => {
    expect(CpuModel.XEON_PLATINUM_8480_PLUS).toMatchObject({
      vendor: 'intel',
      name: 'Intel Xeon Platinum 8480+',
      codeName: 'Sapphire Rapids',
      cores: 56,
      threads: 112,
      baseMhz: 2000,
      maxTurboMhz: 3800,
      maxSockets: 2,
      l3MiB: 105,
      tdpWatts: 350,
      numaNodesPerSocket: [1, 2, 4],
    });
    expect(CpuModel.XEON_PLATINUM_8592_PLUS).toMatchObject({
      codeName: 'Emerald Rapids',
      cores: 64,
      baseMhz: 1900,
      l3MiB: 320,
      memorySpeedMTps: 5600,
    });
    expect(CpuModel.EPYC_9654).toMatchObject({ vendor: 'amd', codeName: 'Genoa', cores: 96, threads: 192, baseMhz: 2400, maxSockets: 2, l3MiB: 384 });
    expect(CpuModel.EPYC_9654P.maxSockets).toBe(1);
    expect(CpuModel.XEON_PLATINUM_8490H.maxSockets).toBe(8);
  });

  test('cannot be changed', () => {
    expect(() => Object.assign(CpuModel.EPYC_9654, { cores: 1 })).toThrow(TypeError);
    expect(() => (CpuModel.EPYC_9654.features as string[]).push('amx_tile')).toThrow(TypeError);
  });
});

describe('a CPU of one’s own', () => {
  test('needs five figures', () => {
    expect(CpuModel.of(own)).toMatchObject({ ...own, numaNodesPerSocket: [1], features: [], maxSockets: undefined, evcMode: undefined });
  });

  test('may have one thread a core', () => {
    expect(CpuModel.of({ ...own, threads: 20 }).threads).toBe(20);
  });

  test('is made from a listed one by spreading it', () => {
    const split = CpuModel.of({ ...CpuModel.XEON_GOLD_6530, numaNodesPerSocket: [1, 2, 4] });
    expect(split.numaNodesPerSocket).toEqual([1, 2, 4]);
    expect(split).toMatchObject({ name: 'Intel Xeon Gold 6530', cores: 32, source: CpuModel.XEON_GOLD_6530.source });
  });

  test('is not listed', () => {
    const cpu = CpuModel.of(own);
    expect(CpuModel.all()).not.toContain(cpu);
    expect(CpuModel.isCpuModel(cpu)).toBe(true);
    expect(CpuModel.isCpuModel({ ...cpu })).toBe(false);
  });

  test.each<[string, Partial<CpuModelProps>, string]>([
    ['an empty name', { name: ' ' }, 'name of a CPU must not be empty, got " "'],
    ['an unknown vendor', { vendor: 'arm' as 'other' }, 'vendor of Intel Xeon Gold 6230 must be one of intel, amd, other, got "arm"'],
    ['no cores', { cores: 0 }, 'cores of Intel Xeon Gold 6230 must be a whole number of at least 1, got 0'],
    ['half a core', { cores: 20.5 }, 'cores of Intel Xeon Gold 6230 must be a whole number of at least 1, got 20.5'],
    [
      'the threads of two sockets',
      { threads: 80 },
      'threads of Intel Xeon Gold 6230 must be 20 (one a core) or 40 (two a core), got 80; cores and threads count one CPU, not the host',
    ],
    [
      'a clock in GHz',
      { baseMhz: 2.1 },
      'baseMhz of Intel Xeon Gold 6230 must be a whole number from 100 to 10000, got 2.1; did you mean 2100? The unit is MHz',
    ],
    [
      'a clock in Hz',
      { baseMhz: 2.1e9 },
      'baseMhz of Intel Xeon Gold 6230 must be a whole number from 100 to 10000, got 2100000000; the unit is MHz',
    ],
    [
      'a turbo below base clock',
      { maxTurboMhz: 2000 },
      'maxTurboMhz of Intel Xeon Gold 6230 must be a whole number from 2100 to 10000, got 2000; the unit is MHz, and turbo is never below base clock',
    ],
    ['no sockets', { maxSockets: 0 }, 'maxSockets of Intel Xeon Gold 6230 must be a whole number of at least 1, got 0'],
    [
      'sockets that are always split',
      { numaNodesPerSocket: [2] },
      'numaNodesPerSocket of Intel Xeon Gold 6230 must include 1, an unsplit socket, got [2]',
    ],
    [
      'an uneven split',
      { numaNodesPerSocket: [1, 3] },
      'numaNodesPerSocket of Intel Xeon Gold 6230 must divide its 20 cores evenly, got 3; leave 3 out',
    ],
    ['no channels', { memoryChannels: 0 }, 'memoryChannels of Intel Xeon Gold 6230 must be a whole number of at least 1, got 0'],
    ['negative cache', { l3MiB: -1 }, 'l3MiB of Intel Xeon Gold 6230 must be a number above 0, got -1'],
    [
      'a feature by its brand',
      { features: ['AVX-512F'] },
      'features of Intel Xeon Gold 6230 must be named as Linux names CPU flags, such as "avx512f", got "AVX-512F"; did you mean "avx512f"?',
    ],
    [
      'an EVC mode of another maker',
      { evcMode: 'amd-zen4' },
      'evcMode of Intel Xeon Gold 6230 must be one of vSphere\'s keys that begin with "intel-", got "amd-zen4"',
    ],
    [
      'an EVC mode where there is none',
      { vendor: 'other', evcMode: 'intel-skylake' },
      'evcMode of Intel Xeon Gold 6230 must be left out: vSphere has EVC modes for Intel and AMD only, got "intel-skylake"',
    ],
  ])('fails with %s', (_, change, message) => {
    expect(() => CpuModel.of({ ...own, ...change })).toThrow(new Error(message));
  });
});
