import { NSXT_PROVIDER, nsxtSchema } from '../../../scripts/nsx-schema';
import type { ProviderSchema } from './schema-of-bindings';

/** The NSX provider's schema as it is checked in, of the types in use. */
export function nsxtProviderSchema(): ProviderSchema {
  const [schema] = Object.values(nsxtSchema().provider_schemas ?? {});
  if (schema === undefined) throw new Error(`scripts/nsxt-schema has no ${NSXT_PROVIDER.source}`);
  return schema as unknown as ProviderSchema;
}
