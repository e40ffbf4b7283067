import type { BlockJson, SchemaJson } from '../differential/schema-json';

/** Terraform's JSON syntax: what stands in a cdk.tf.json. */
type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type JsonObject = Readonly<Record<string, Json>>;

export interface Fitted {
  readonly configuration: JsonObject;
  /** What was cut out, by type and attribute, whatever the instance. */
  readonly leftOut: readonly string[];
  /** Names of outputs that were cut out: what another stack reads of this one. */
  readonly outputs: readonly string[];
}

const META = new Set(['//', 'count', 'for_each', 'provider', 'depends_on', 'lifecycle', 'connection', 'provisioner']);
/** What says how many there are, and where: without it there is no such element. */
const EXPANSION = new Set(['count', 'for_each', 'provider']);

/**
 * Cuts out of a configuration what a provider of another version does not have: resource types, attributes, blocks, and everything
 * that refers to them.
 *
 * @param gone names of outputs of other stacks that were cut out before
 */
export function fitToSchema(configuration: JsonObject, schema: SchemaJson, gone: readonly string[] = []): Fitted {
  return new Fitting(schema, gone).fit(configuration);
}

class Fitting {
  private readonly leftOut = new Set<string>();
  /** Each finds a traversal that leads nowhere any more. */
  private readonly dangling: RegExp[];

  public constructor(
    private readonly schema: SchemaJson,
    gone: readonly string[],
  ) {
    this.dangling = gone.map((output) => traversal(`data\\.terraform_remote_state\\.[\\w-]+\\.outputs\\.${output}`));
  }

  public fit(configuration: JsonObject): Fitted {
    let current = configuration;
    for (let before = -1; before !== this.dangling.length;) {
      before = this.dangling.length;
      current = this.pass(current);
    }
    const outputs = keysOf(configuration.output).filter((name) => !keysOf(current.output).includes(name));
    return { configuration: current, leftOut: [...this.leftOut].sort(), outputs };
  }

  private pass(configuration: JsonObject): JsonObject {
    const result: Record<string, Json> = { ...configuration };
    for (const [section, mode] of [
      ['resource', ''],
      ['data', 'data.'],
    ] as const) {
      if (isObject(result[section])) result[section] = this.elements(result[section], mode);
    }
    if (isObject(result.provider)) result.provider = mapValues(result.provider, (each, type) => this.provider(type, each));
    for (const section of ['output', 'check'] as const) {
      if (isObject(result[section])) result[section] = this.without(result[section], section, (each) => this.dangles(each));
    }
    if (isObject(result.locals)) {
      const kept = this.without(result.locals, 'local', (each) => this.dangles(each));
      for (const name of keysOf(result.locals)) if (!(name in kept)) this.forget(`local\\.${name}`);
      result.locals = kept;
    }
    return result;
  }

  private elements(section: JsonObject, mode: '' | 'data.'): JsonObject {
    const schemas = mode === '' ? this.schema.resource_schemas : this.schema.data_source_schemas;
    const result: Record<string, Json> = {};
    for (const [type, elements] of Object.entries(section)) {
      const block = schemas?.[type]?.block;
      const kept = Object.entries(elements as JsonObject).flatMap(([name, body]): [string, Json][] => {
        const left = block === undefined && type.startsWith('vsphere_') ? undefined : this.body(`${mode}${type}`, name, body, block);
        if (left !== undefined) return [[name, left]];
        this.leftOut.add(block === undefined ? `${mode}${type}` : `${mode}${type}, where what it needs is left out`);
        this.forget(`${mode.replace('.', '\\.')}${type}\\.${name}`);
        return [];
      });
      if (kept.length > 0) result[type] = Object.fromEntries(kept);
    }
    return result;
  }

  /** Undefined where something required is gone. */
  private body(type: string, name: string, body: Json, schema: BlockJson | undefined): Json | undefined {
    if (Array.isArray(body)) {
      const bodies = (body as readonly Json[]).map((each) => this.body(type, name, each, schema));
      return bodies.includes(undefined) ? undefined : (bodies as Json[]);
    }
    const cut = (attribute: string): void => this.forget(`${type.replace('.', '\\.')}\\.${name}(?:\\[[^\\]]*\\])?\\.${attribute}`);
    const block = this.block(type, body as JsonObject, schema, cut);
    if (block === undefined || !isObject(block.lifecycle)) return block;
    const ignored = block.lifecycle.ignore_changes;
    if (!Array.isArray(ignored) || schema === undefined) return block;
    const known = (ignored as string[]).filter((each) => isIn(schema, each));
    return { ...block, lifecycle: { ...block.lifecycle, ignore_changes: known } };
  }

  private block(where: string, body: JsonObject, schema: BlockJson | undefined, cut: (attribute: string) => void): JsonObject | undefined {
    const result: Record<string, Json> = {};
    for (const [name, value] of Object.entries(body)) {
      const nested = schema?.block_types?.[name]?.block;
      if (name === 'dynamic' && isObject(value)) result[name] = this.dynamic(where, value, schema);
      else if (schema !== undefined && !META.has(name) && !isIn(schema, name)) {
        this.leftOut.add(`${where}.${name}`);
        cut(name);
      } else {
        const left = nested ? this.blocks(`${where}.${name}`, value, nested) : this.value(value);
        if (left !== undefined) result[name] = left;
        else {
          if (schema?.attributes?.[name]?.required || EXPANSION.has(name)) return undefined;
          this.leftOut.add(`${where}.${name}, where it refers to what is left out`);
        }
      }
    }
    return result;
  }

  private blocks(where: string, value: Json, schema: BlockJson): Json | undefined {
    if (isObject(value)) return this.block(where, value, schema, () => undefined);
    if (!Array.isArray(value)) return this.value(value);
    const kept = (value as readonly Json[]).map((each) => this.blocks(where, each, schema)).filter((each) => each !== undefined);
    return kept.length === 0 && value.length > 0 ? undefined : kept;
  }

  private dynamic(where: string, blocks: JsonObject, schema: BlockJson | undefined): JsonObject {
    const kept = Object.entries(blocks).filter(([name]) => schema === undefined || isIn(schema, name));
    for (const name of keysOf(blocks)) if (schema !== undefined && !isIn(schema, name)) this.leftOut.add(`${where}.${name}`);
    return Object.fromEntries(kept);
  }

  private provider(type: string, configuration: Json): Json {
    const schema = this.schema.provider?.block;
    if (type !== 'vsphere' || schema === undefined) return configuration;
    const one = (each: Json): Json =>
      isObject(each) ? Object.fromEntries(Object.entries(each).filter(([name]) => name === 'alias' || this.isKept('provider', name, schema))) : each;
    return Array.isArray(configuration) ? (configuration as readonly Json[]).map(one) : one(configuration);
  }

  private isKept(where: string, name: string, schema: BlockJson): boolean {
    if (isIn(schema, name)) return true;
    this.leftOut.add(`${where}.${name}`);
    return false;
  }

  /** Without what refers to something that is gone; undefined where nothing is left of what was there. */
  private value(value: Json): Json | undefined {
    if (typeof value === 'string') return this.dangles(value) ? undefined : value;
    if (Array.isArray(value)) {
      const kept = (value as readonly Json[]).map((each) => this.value(each)).filter((each) => each !== undefined);
      return kept.length === 0 && value.length > 0 ? undefined : kept;
    }
    if (!isObject(value)) return value;
    const kept = Object.entries(value).flatMap(([name, each]): [string, Json][] => {
      const left = this.value(each);
      return left === undefined ? [] : [[name, left]];
    });
    return kept.length === 0 && keysOf(value).length > 0 ? undefined : Object.fromEntries(kept);
  }

  private without(section: JsonObject, what: string, isGone: (each: Json) => boolean): JsonObject {
    return Object.fromEntries(
      Object.entries(section).filter(([name, each]) => {
        if (!isGone(each)) return true;
        this.leftOut.add(`${what}.${name}, where it refers to what is left out`);
        return false;
      }),
    );
  }

  private dangles(value: Json): boolean {
    if (typeof value === 'string') return this.dangling.some((each) => each.test(value));
    return typeof value === 'object' && value !== null && Object.values(value as JsonObject).some((each) => this.dangles(each));
  }

  private forget(name: string): void {
    const pattern = traversal(name);
    if (!this.dangling.some(({ source }) => source === pattern.source)) this.dangling.push(pattern);
  }
}

function traversal(name: string): RegExp {
  return new RegExp(`(?<![\\w.-])${name}(?![\\w-])`);
}

function isIn(schema: BlockJson, name: string): boolean {
  return (schema.attributes !== undefined && name in schema.attributes) || (schema.block_types !== undefined && name in schema.block_types);
}

function isObject(x: Json | undefined): x is JsonObject {
  return typeof x === 'object' && x !== null && !Array.isArray(x);
}

function keysOf(x: Json | undefined): string[] {
  return isObject(x) ? Object.keys(x) : [];
}

function mapValues(object: JsonObject, change: (value: Json, name: string) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value, name)]));
}
