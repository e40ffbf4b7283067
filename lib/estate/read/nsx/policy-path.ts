import type { ResourceInstance } from '../../terraform';
import { isReference, isUnknown, unknown, type Field } from '../../value';
import { keyOf, type AttributeReader } from '../attributes';
import type { Inventory } from './inventory';
import { nsxType, type Kind, type NsxType } from './kinds';
import type { Space, Spaces } from './spaces';

/** Works out policy paths: of what is given its id, and of what lies in a space and below objects whose paths are known. */
export class PolicyPaths {
  public constructor(
    private readonly reader: AttributeReader<Kind>,
    private readonly inventory: Inventory,
    private readonly spaces: Spaces,
  ) {}

  /** The path of what an entry makes. A lookup learns it from the manager. */
  public of(entry: ResourceInstance, space: Space, manager: string): Field<string> {
    const type = nsxType(entry.mode, entry.type)!;
    const own = unknown(entry.mode === 'data' ? 'data-source' : 'computed', `\${${entry.address}.path}`, keyOf(entry));
    if (type.changes !== undefined) return this.named(entry, type.changes);
    const source = this.reader.of(entry);
    // Nobody writes it: it is assumed.
    const stated = this.reader.value(source, 'path');
    if (typeof stated === 'string') return stated;
    if (entry.mode === 'data' || type.root === 'none') return own;
    const id = this.reader.value(source, 'nsx_id');
    if (id === undefined || isReference(id)) return own;
    if (isUnknown(id)) return id;
    const folder = this.folderOf(entry, space, manager);
    return isUnknown(folder) ? folder : `${folder}/${String(id)}`;
  }

  /** The path of what an entry makes, up to its id. */
  public folderOf(entry: ResourceInstance, space: Space, manager: string): Field<string> {
    const type = nsxType(entry.mode, entry.type)!;
    const above = this.above(entry, type, space, manager);
    return isUnknown(above) ? above : `${above}/${type.collection}`;
  }

  /** The path that an attribute holds, or that the object it names has. */
  public named(entry: ResourceInstance, attribute: string): Field<string> {
    const value = this.reader.value(this.reader.of(entry), attribute);
    if (typeof value === 'string' || isUnknown(value)) return value;
    if (value === undefined || !isReference(value)) return unknown('expression', attribute, keyOf(entry));
    const denoted = this.reader.denotes(value);
    const object = denoted && this.inventory.find(denoted.key);
    if (object) return this.inventory.pathOf(object);
    return unknown('computed', `\${${value.$ref.address}.${value.$ref.attribute}}`, `${value.$ref.stack}/${value.$ref.address}`);
  }

  private above(entry: ResourceInstance, { root }: NsxType, space: Space, manager: string): Field<string> {
    if (typeof root === 'object') return this.named(entry, root.attribute);
    switch (root) {
      case 'organisation':
        return '/orgs/default';
      case 'project':
        return this.spaces.projectPath(entry, manager);
      case 'domain':
        return this.domain(entry, space);
      case 'nat':
        return this.nat(entry);
      default:
        return space.base;
    }
  }

  private domain(entry: ResourceInstance, { base }: Space): Field<string> {
    if (entry.type.startsWith('nsxt_vpc_') || isUnknown(base)) return base;
    const domain = this.reader.string(this.reader.of(entry), 'domain');
    return isUnknown(domain) ? domain : `${base}/domains/${domain}`;
  }

  /** The provider puts a rule into the section for users, unless another is asked for or only that of NAT64 will do. */
  private nat(entry: ResourceInstance): Field<string> {
    const source = this.reader.of(entry);
    const gateway = this.named(entry, 'gateway_path');
    const stated = this.reader.value(source, 'type') === undefined ? undefined : this.reader.string(source, 'type');
    const action = this.reader.string(source, 'action');
    const section = stated ?? (isUnknown(action) ? action : action === 'NAT64' ? 'NAT64' : 'USER');
    if (isUnknown(gateway)) return gateway;
    return isUnknown(section) ? section : `${gateway}/nat/${section}`;
  }
}
