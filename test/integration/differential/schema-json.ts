/** A provider in `terraform providers schema -json`, as far as it is read. */
export interface SchemaJson {
  readonly provider?: { readonly block: BlockJson };
  readonly resource_schemas?: Readonly<Record<string, { readonly block: BlockJson }>>;
  readonly data_source_schemas?: Readonly<Record<string, { readonly block: BlockJson }>>;
}

export interface BlockJson {
  readonly attributes?: Readonly<Record<string, AttributeJson>>;
  readonly block_types?: Readonly<Record<string, { readonly nesting_mode: string; readonly min_items?: number; readonly block: BlockJson }>>;
}

export interface AttributeJson {
  readonly type: TypeJson;
  readonly required?: boolean;
  readonly sensitive?: boolean;
}

export type TypeJson = string | readonly ['list' | 'set' | 'map', TypeJson] | readonly ['object', Readonly<Record<string, TypeJson>>];
