import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFormatter, createParser, createProgram, DEFAULT_CONFIG, SchemaGenerator } from 'ts-json-schema-generator';
import type { CompletedConfig } from 'ts-json-schema-generator';
import { DECLARATIONS_SCHEMA } from '../lib/app/declarations-file';
import { ESTATE_SCHEMA, IMAGE_LOCK_SCHEMA } from '../lib/estate';
import { BASELINE_SCHEMA, REPORT_SCHEMA } from '../lib/report';

/** Writes the published JSON schemas from the TypeScript types: `npx tsx scripts/schemas.ts`. */

const ROOT = join(__dirname, '..');

const PUBLISHED = [
  { file: 'schema/report.schema.json', id: REPORT_SCHEMA, type: 'Report', source: 'lib/report/report.ts' },
  { file: 'schema/baseline.schema.json', id: BASELINE_SCHEMA, type: 'Baseline', source: 'lib/report/baseline.ts' },
  { file: 'schema/declarations.schema.json', id: DECLARATIONS_SCHEMA, type: 'Declarations', source: 'lib/app/declarations-file.ts' },
  { file: 'schema/image-lock.schema.json', id: IMAGE_LOCK_SCHEMA, type: 'ImageLockFile', source: 'lib/estate/image/lock-file.ts' },
  { file: 'schema/estate.schema.json', id: ESTATE_SCHEMA, type: 'Estate', source: 'lib/estate/estate.ts' },
] as const;

/** Text of every schema, by path relative to the project. */
export function schemas(): Map<string, string> {
  const shared: CompletedConfig = {
    ...DEFAULT_CONFIG,
    path: join(ROOT, `{${PUBLISHED.map(({ source }) => source).join(',')}}`),
    tsconfig: join(ROOT, 'tsconfig.json'),
    topRef: false,
    skipTypeCheck: true, // the type check is a step of its own
  };
  const program = createProgram(shared); // most of the time goes into this, and it is the same for every type
  return new Map(
    PUBLISHED.map(({ file, id, type }) => {
      const config = { ...shared, type, schemaId: id };
      const generator = new SchemaGenerator(program, createParser(program, config), createFormatter(config), config);
      return [file, `${JSON.stringify(generator.createSchema(type), null, 2)}\n`];
    }),
  );
}

if (require.main === module) {
  for (const [file, text] of schemas()) writeFileSync(join(ROOT, file), text);
}
