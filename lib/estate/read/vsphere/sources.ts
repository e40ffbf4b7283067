import type { ResourceInstance } from '../../terraform';
import { isUnknown, type Value } from '../../value';
import type { AttributeReader, Source } from '../attributes';
import type { Inventory, InventoryObject } from './inventory';
import type { Kind } from './kinds';

/** What a lookup renders to say which object it means; all else that stands in one is assumed of it. */
const ASKED: ReadonlySet<string> = new Set([
  'id',
  'name',
  'folder',
  'filter',
  'datacenter_id',
  'distributed_virtual_switch_uuid',
  'parent_resource_pool_id',
  'compute_cluster_id',
  'uuid',
  'moid',
]);

/**
 * The attributes of objects, whichever of their entries says so: the one that makes an object, and what is assumed of its
 * lookups, where they agree. What vCenter would say of a lookup is left out.
 */
export class Sources {
  private readonly sources = new Map<InventoryObject, Source>();

  public constructor(
    private readonly reader: AttributeReader<Kind>,
    private readonly inventory: Inventory,
  ) {}

  public of(object: InventoryObject): Source {
    const known = this.sources.get(object);
    if (known) return known;
    const source = this.made(object);
    this.sources.set(object, source);
    return source;
  }

  private made({ entry, entries }: InventoryObject): Source {
    const source = this.reader.of(entry!);
    const lookups = entries.filter(({ mode }) => mode === 'data');
    if (entries.length === 1) return source;
    const values: Record<string, Value> = { ...source.values };
    for (const attribute of new Set(lookups.flatMap((lookup) => Object.keys(lookup.values)))) {
      if (ASKED.has(attribute)) continue;
      const said = lookups.filter((lookup) => lookup.values[attribute] !== undefined);
      const assumed = new Set(said.map((lookup) => text(lookup.values[attribute]!)));
      if (entry!.mode === 'managed') this.weigh(source, attribute, said, values);
      else if (assumed.size === 1) values[attribute] = said[0]!.values[attribute]!;
      else delete values[attribute];
    }
    return { ...source, values };
  }

  /** What is assumed of a lookup holds where the object itself leaves it open, and may contradict it. */
  private weigh(source: Source, attribute: string, said: readonly ResourceInstance[], values: Record<string, Value>): void {
    const own = this.reader.value(source, attribute);
    for (const lookup of said) {
      const assumed = lookup.values[attribute]!;
      if (own === undefined || isUnknown(own)) values[attribute] = assumed;
      else if (text(own) !== text(assumed)) {
        const made = `\`${source.entry.path ?? source.entry.address}\`, which makes it, says ${JSON.stringify(own)}`;
        this.inventory.refuse(
          lookup,
          attribute,
          text(own),
          `\`${attribute}\` is assumed to be ${JSON.stringify(assumed)}, and ${made}`,
          'contradicted-premise',
        );
      }
    }
  }
}

/** Terraform takes `"true"` for `true` and `"1"` for 1. */
function text(value: Value): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
