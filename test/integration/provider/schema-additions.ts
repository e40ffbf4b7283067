import type { ProviderSchema } from './schema-of-bindings';

/** The version the stand-in is offered as to whoever asks for 2.16.0 or later, as the constructs do. */
export const ADDED_IN = '2.16.1';

/**
 * What v2.16.0 of the provider added to the schema of the bindings (2.15.0), as far as constructs render it.
 * Source: https://github.com/vmware/terraform-provider-vsphere/blob/v2.16.1/CHANGELOG.md, v2.16.0, `r/cluster` (#2649, #2676) and
 * `d/network` (#2606).
 */
export function withAdditions(schema: ProviderSchema): ProviderSchema {
  const cluster = schema.resource_schemas.vsphere_compute_cluster!.block;
  const machine = schema.resource_schemas.vsphere_virtual_machine!.block;
  // The EVC mode of a cluster, and of a machine by itself.
  for (const block of [cluster, machine]) block.attributes.evc_mode = { type: 'string', optional: true };
  // A cluster took 64 hosts before. The limits of plain attributes are in no schema: the stand-in holds only this one.
  cluster.attributes.host_system_ids = { ...cluster.attributes.host_system_ids!, max_items: 96 };
  // The project of a VPC other than those of the default one.
  schema.data_source_schemas.vsphere_network!.block.attributes.project_id = { type: 'string', optional: true };
  return schema;
}
