/** Unit tests: Node and npm only. The integration lane has its own configuration. */

// Suites load much and drop it: a young generation that holds it spares the collector a quarter of all CPU time. Workers inherit this.
const YOUNG_GENERATION = '--max-semi-space-size';
const nodeOptions = process.env.NODE_OPTIONS ?? '';
if (process.allowedNodeEnvironmentFlags.has(YOUNG_GENERATION) && !nodeOptions.includes(YOUNG_GENERATION))
  process.env.NODE_OPTIONS = `${nodeOptions} ${YOUNG_GENERATION}=64`.trim();

module.exports = {
  roots: ['<rootDir>/test', '<rootDir>/examples', '<rootDir>/stacks'],
  testMatch: ['**/*.test.ts'],
  maxWorkers: '100%', // one worker less than cores, the default, is one on two cores
  setupFiles: ['<rootDir>/test/support/token-traces.ts'],
  testTimeout: 60_000, // properties take their time on a machine that is busy
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/integration/'],
  modulePathIgnorePatterns: ['/cdktf.out/', '<rootDir>/dist/'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' }, sourceMaps: 'inline' }],
  },
  moduleNameMapper: {
    '^cdk-strata$': '<rootDir>/lib/index.ts',
    '^cdk-strata/(hardware|vsphere|nsx|container|wasm|kubernetes|tenancy)$': '<rootDir>/lib/layers/$1/index.ts',
    '^cdk-strata/(rules|testing)$': '<rootDir>/lib/$1/index.ts',
  },
};
