import type { GatewayPolicy, SecurityPolicy, TransportZone } from '../../nsx';
import type { ResourceInstance } from '../../terraform';
import { isLiteral, isUnknown, type Field, type Value } from '../../value';
import type { AttributeReader } from '../attributes';
import type { InventoryObject } from './objects';
import type { Kind } from './kinds';

/** What a data source asks for. */
export interface Lookup {
  readonly id?: Value;
  readonly name?: Value;
  /** The same for two that ask for the same; undefined where a token says what is asked for. */
  readonly key?: string;
  /** Whether it finds an object that is known. */
  finds(candidate: InventoryObject, path: Field<string>): boolean;
}

/** What tells objects of a name apart, in the arguments of their lookups. */
const FILTERS = ['domain', 'category', 'is_default', 'transport_type', 'external_id', 'bios_id', 'instance_id'];
const DEFAULT_DOMAIN = 'default';

export function lookupOf(reader: AttributeReader<Kind>, entry: ResourceInstance): Lookup {
  const source = reader.of(entry);
  const [id, name] = [reader.value(source, 'id'), reader.value(source, 'display_name')];
  const filters = FILTERS.map((attribute) => reader.value(source, attribute) ?? null);
  const asked = [id ?? null, name ?? null, ...filters];
  const filter = new Map(FILTERS.map((attribute, i) => [attribute, filters[i]!]));
  return {
    ...(id !== undefined && { id }),
    ...(name !== undefined && { name }),
    ...(asked.every(isLiteral) && asked.some((one) => one !== null) && { key: JSON.stringify([entry.type, ...asked]) }),
    finds: (candidate, path) => {
      if (!inDomain(candidate, path, filter)) return false;
      // By its id anything is found, whatever it is.
      if (id !== undefined) return typeof id === 'string' && !isUnknown(path) && path.endsWith(`/${id}`);
      if (!passes(candidate, filter)) return false;
      if (name !== undefined) return name === candidate.name;
      return NAMELESS.has(candidate.kind) && filters.some((one) => one !== null);
    },
  };
}

/** What may be looked up without a name. */
const NAMELESS: ReadonlySet<Kind> = new Set<Kind>(['securityPolicies', 'gatewayPolicies', 'transportZones']);

/** What the manager does with filters that are left out: it takes no policy of its own making. */
function passes({ kind, origin, entry, recorded }: InventoryObject, filter: ReadonlyMap<string, Value>): boolean {
  const category = (of: Field<string> | undefined): boolean => filter.get('category') === null || filter.get('category') === of;
  switch (kind) {
    case 'securityPolicies': {
      const policy = recorded?.object as SecurityPolicy | undefined;
      const isDefault = policy?.isDefault ?? (origin === 'owned' ? false : undefined);
      return isDefault === isTrue(filter.get('is_default')) && category(policy?.category ?? stated(entry));
    }
    case 'gatewayPolicies':
      return category((recorded?.object as GatewayPolicy | undefined)?.category ?? stated(entry));
    case 'transportZones':
      return (
        filter.get('is_default') === null &&
        [null, (recorded?.object as TransportZone | undefined)?.type].includes(filter.get('transport_type') as string)
      );
    default:
      return true;
  }
}

function isTrue(value: Value | undefined): boolean {
  return value === true || value === 'true';
}

function stated(entry: ResourceInstance | undefined): Field<string> | undefined {
  return entry?.values.category as Field<string> | undefined;
}

/** Only the default domain is searched where no other is said. A VPC has none. */
function inDomain({ entry }: InventoryObject, path: Field<string>, filter: ReadonlyMap<string, Value>): boolean {
  const domain = filter.get('domain') ?? DEFAULT_DOMAIN;
  if (entry?.mode === 'managed') return (entry.values.domain ?? DEFAULT_DOMAIN) === domain;
  return isUnknown(path) || !path.includes('/domains/') || path.includes(`/domains/${String(domain)}/`);
}
