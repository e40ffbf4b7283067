/** The integration lane: real Terraform, real packages. Runs one file at a time, since its tools share two cores and one cache. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const unit = require('../../jest.config.js');

module.exports = {
  ...unit,
  rootDir: '../..',
  roots: ['<rootDir>/test/integration'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 30 * 60 * 1000,
  maxWorkers: 1,
};
