/* eslint-disable @typescript-eslint/no-require-imports -- what `--require` takes is CommonJS */
/**
 * Lets a Node process that a test starts load TypeScript: `node --require test/support/typescript.js program.ts`. Does for tests what tsx
 * does for users, in half of the time: what swc made of a file is kept, by what is in the file.
 */
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { version } = require('@swc/core/package.json');

const OPTIONS = { swcrc: false, jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } };
const KEPT = join(__dirname, '../../node_modules/.cache/strata-tests');

function compiled(source) {
  const kept = join(
    KEPT,
    createHash('sha256')
      .update(`${version}\n${JSON.stringify(OPTIONS)}\n${source}`)
      .digest('hex'),
  );
  try {
    return readFileSync(kept, 'utf8');
  } catch {
    const { code } = require('@swc/core').transformSync(source, OPTIONS);
    mkdirSync(KEPT, { recursive: true });
    writeFileSync(`${kept}.${process.pid}`, code);
    renameSync(`${kept}.${process.pid}`, kept); // another process may want it at this moment
    return code;
  }
}

require.extensions['.ts'] = (module, file) => module._compile(compiled(readFileSync(file, 'utf8')), file);
