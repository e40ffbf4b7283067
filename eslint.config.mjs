import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import jsdoc from 'eslint-plugin-jsdoc';
import tseslint from 'typescript-eslint';

/** Which rooms of lib/ each room may know. A room that is not named here may not be imported by any other. */
const MAY_IMPORT = {
  units: [],
  estate: ['units'],
  layers: ['units', 'estate'],
  proofs: ['units', 'estate'],
  rules: ['units', 'estate', 'proofs'],
  report: ['units', 'estate', 'rules'],
  app: ['units', 'estate', 'rules', 'report'],
  cli: ['units', 'estate', 'rules', 'report', 'app'],
  testing: ['units', 'estate', 'rules', 'report', 'app'],
};

/** The layers of the stack, bottom to top: a layer may know those below it. */
const LAYERS = ['hardware', 'vsphere', 'nsx', 'container', 'wasm', 'kubernetes', 'service', 'tenancy'];

const rooms = Object.keys(MAY_IMPORT);
const roomZones = rooms.map((room) => ({
  target: `./lib/${room}`,
  from: [...rooms.filter((other) => other !== room && !MAY_IMPORT[room].includes(other)).map((other) => `./lib/${other}`), './lib/index.ts'],
  message: `lib/${room} may know ${MAY_IMPORT[room].join(', ') || 'no other room'} only (ARCHITECTURE.md, "The rooms")`,
}));
const layerZones = LAYERS.slice(0, -1).map((layer, level) => ({
  target: `./lib/layers/${layer}`,
  from: LAYERS.slice(level + 1).map((other) => `./lib/layers/${other}`),
  message: 'a layer knows only the layers below it (ARCHITECTURE.md, "The rooms")',
}));

export default tseslint.config(
  { ignores: ['**/dist/', '**/cdktf.out/', '**/node_modules/', 'coverage/', '**/*.d.ts', 'test/integration/fixtures/', 'lib/layers/nsx/bindings/'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    plugins: { 'import-x': importX, jsdoc },
    settings: {
      'import-x/resolver-next': [createTypeScriptImportResolver({ project: './tsconfig.json' })],
      'import-x/internal-regex': '^cdk-strata',
    },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones: [...roomZones, ...layerZones] }],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'max-len': ['error', { code: 150, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreUrls: true, ignoreRegExpLiterals: true }],
      'no-console': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
    },
  },
  {
    files: ['lib/units/**', 'lib/proofs/**', 'lib/rules/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['cdktf', 'cdktf/*', 'cdk8s', 'constructs', '@cdktf/*'], message: 'proofs and rules are pure functions over the estate' },
          ],
        },
      ],
    },
  },
  {
    files: ['lib/**'],
    ignores: ['lib/app/cdktf-internals.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ImportDeclaration[source.value=/^cdktf\\u002F/]',
          message: 'reaches into cdktf stand in lib/app/cdktf-internals.ts only',
        },
      ],
    },
  },
  {
    files: ['lib/**'],
    ignores: ['lib/cli/**'],
    rules: { 'no-restricted-globals': ['error', { name: 'Date', message: 'same program, same bytes, on any day' }] },
  },
  { files: ['lib/cli/**', 'scripts/**', 'bench/**', 'test/integration/**'], rules: { 'no-console': 'off' } },
);
