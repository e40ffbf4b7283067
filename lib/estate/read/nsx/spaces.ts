import type { ObjectId } from '../../object';
import type { ResourceInstance } from '../../terraform';
import { isReference, isUnknown, unknown, type Field, type Value } from '../../value';
import { keyOf, notSuch, type AttributeReader, type Source } from '../attributes';
import type { Inventory } from './inventory';
import type { InventoryObject } from './objects';
import type { Kind } from './kinds';

/** A place that objects of NSX lie in: the default space, a project or a VPC. */
export interface Space {
  /** The project or VPC; null for the default space. */
  readonly id: Field<ObjectId | null>;
  /** What the paths of its objects begin with. */
  readonly base: Field<string>;
}

const ORGANISATION = '/orgs/default';

/** Finds the spaces that entries say their objects lie in. Projects are joined before VPCs, and both before all else. */
export class Spaces {
  public constructor(
    private readonly reader: AttributeReader<Kind>,
    private readonly inventory: Inventory,
  ) {}

  /** The space of an entry, by its `context`; of what lies below another path, by that. */
  public of(entry: ResourceInstance, manager: string): Space {
    const source = this.reader.of(entry);
    if (entry.values.parent_path !== undefined) return this.below(this.reader.value(source, 'parent_path'), entry, manager);
    if (this.reader.value(source, 'context') === undefined) return this.default(entry);
    const { items, unknown: gap } = this.reader.blocks(source, 'context');
    if (gap) return open(gap);
    const [context] = items;
    return context && this.reader.value(context, 'project_id') !== undefined ? this.said(context, manager) : this.default(entry);
  }

  /** The space that a project or VPC is. */
  public in(object: InventoryObject): Space {
    const path = this.inventory.pathOf(object);
    const infra = object.kind === 'projects' ? '/infra' : '';
    return { id: object.id, base: isUnknown(path) ? path : `${path}${infra}` };
  }

  /** The space that a policy path lies in. */
  public at(path: string, entry: ResourceInstance, manager: string): Space {
    const [, project, vpc] = /^\/orgs\/[^/]+\/projects\/([^/]+)(?:\/vpcs\/([^/]+))?/.exec(path) ?? [];
    if (project === undefined) return this.default(entry);
    return this.named(project, vpc, manager, notSuch(path, this.reader.of(entry)));
  }

  /** The policy path of the project that an entry names in its `context`. */
  public projectPath(entry: ResourceInstance, manager: string): Field<string> {
    const { base } = this.of(entry, manager);
    return isUnknown(base) ? base : base.replace(/\/infra$/, '');
  }

  private default(entry: ResourceInstance): Space {
    const { values } = this.inventory.providerOf(entry) ?? {};
    const global = values?.global_manager;
    if (global !== undefined && (isUnknown(global) || isReference(global)))
      return { id: null, base: unknown('expression', 'global_manager', `${entry.stack}/provider.${entry.provider}`) };
    return { id: null, base: global === true || global === 'true' ? '/global-infra' : '/infra' };
  }

  private said(context: Source, manager: string): Space {
    const project = this.denoted(context, 'project_id', 'projects', manager, ORGANISATION);
    if (isUnknown(project)) return open(project);
    const vpcs = this.reader.value(context, 'vpc_id') === undefined ? undefined : this.path(project);
    if (vpcs === undefined)
      return typeof project === 'string' ? this.named(project, undefined, manager, literal(project, context)) : this.in(project);
    if (isUnknown(vpcs)) {
      const vpc = this.denoted(context, 'vpc_id', 'vpcs', manager, '');
      return isUnknown(vpc) || typeof vpc === 'string' ? open(isUnknown(vpc) ? vpc : vpcs) : this.in(vpc);
    }
    const vpc = this.denoted(context, 'vpc_id', 'vpcs', manager, vpcs);
    if (isUnknown(vpc)) return open(vpc);
    return typeof vpc === 'string' ? { id: literal(vpc, context), base: `${vpcs}/vpcs/${vpc}` } : this.in(vpc);
  }

  private path(project: InventoryObject | string): Field<string> {
    return typeof project === 'string' ? `${ORGANISATION}/projects/${project}` : this.inventory.pathOf(project);
  }

  /** The project or VPC of an attribute; its id where it is none that is known. */
  private denoted(context: Source, attribute: string, kind: 'projects' | 'vpcs', manager: string, above: string): InventoryObject | Field<string> {
    const value = this.reader.value(context, attribute)!;
    if (isUnknown(value)) return value;
    if (isReference(value)) {
      const denoted = this.reader.denotes(value);
      const object = denoted?.kind === kind ? this.inventory.find(denoted.key) : undefined;
      return object ?? notSuch(value, context);
    }
    if (typeof value !== 'string') return notSuch(value, context);
    return this.inventory.at(manager, `${above}/${kind}/${value}`) ?? value;
  }

  private named(project: string, vpc: string | undefined, manager: string, otherwise: Field<ObjectId>): Space {
    const path = `${ORGANISATION}/projects/${project}${vpc === undefined ? '' : `/vpcs/${vpc}`}`;
    const object = this.inventory.at(manager, path);
    return object ? this.in(object) : { id: otherwise, base: vpc === undefined ? `${path}/infra` : path };
  }

  /** The VPC whose NAT rules a section holds. */
  private below(value: Value | undefined, entry: ResourceInstance, manager: string): Space {
    if (typeof value === 'string') return this.at(value, entry, manager);
    if (value === undefined || isUnknown(value)) return open(value ?? unknown('expression', 'parent_path', keyOf(entry)));
    const denoted = isReference(value) ? this.reader.denotes(value) : undefined;
    const vpc = denoted?.kind === 'vpcs' ? this.inventory.find(denoted.key) : undefined;
    if (vpc) return this.in(vpc);
    const section = denoted?.kind === 'natSections' ? this.inventory.entry(denoted.key) : undefined;
    return section ? this.of(section, manager) : open(notSuch(value, this.reader.of(entry)));
  }
}

/** The same for two spaces that are one. */
export function spaceKey({ id, base }: Space): string {
  if (!isUnknown(base)) return base;
  return isUnknown(id) ? JSON.stringify(id) : String(id);
}

function open(cause: ReturnType<typeof unknown>): Space {
  return { id: cause, base: cause };
}

function literal(id: string, { entry }: Source): Field<ObjectId> {
  return unknown('expression', JSON.stringify(id), keyOf(entry));
}
