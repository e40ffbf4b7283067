/** Unit tests: Node and npm only. The integration lane has its own configuration. */
module.exports = {
  roots: ['<rootDir>/test', '<rootDir>/examples', '<rootDir>/stacks'],
  testMatch: ['**/*.test.ts'],
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
