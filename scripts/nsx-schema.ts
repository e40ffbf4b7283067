import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { TerraformProviderGenerator } from '@cdktf/provider-generator';

type ProviderSchema = ConstructorParameters<typeof TerraformProviderGenerator>[1];

/** Release of the provider whose schema stands in `nsxt-schema`. */
export const NSXT_PROVIDER = { name: 'nsxt', source: 'vmware/nsxt', version: '3.12.0' } as const;

const ADDRESS = `registry.terraform.io/${NSXT_PROVIDER.source}`;
const SCHEMA = join(__dirname, 'nsxt-schema');

/** The schema as `terraform providers schema -json` prints it, of the types in use. */
export function nsxtSchema(): ProviderSchema {
  return {
    format_version: '1.0',
    provider_schemas: {
      [ADDRESS]: {
        provider: read('provider.json'),
        resource_schemas: readAll('resources'),
        data_source_schemas: readAll('data-sources'),
      },
    },
    provider_versions: { [ADDRESS]: NSXT_PROVIDER.version },
  } as unknown as ProviderSchema;
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(join(SCHEMA, file), 'utf8'));
}

function readAll(folder: string): Record<string, unknown> {
  const files = readdirSync(join(SCHEMA, folder)).sort();
  return Object.fromEntries(files.map((file) => [basename(file, '.json'), read(join(folder, file))]));
}
