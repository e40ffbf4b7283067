import { Interval } from '../../../units';
import type { NsxObject, NsxTag } from '../../nsx';
import type { Blocks, Members, ObjectId } from '../../object';
import { isUnknown, unknown, type Field, type Unknown } from '../../value';
import { isAny } from '../nsx/peer-text';
import type { ApiObject, Collection } from './collection';

/** An export being read: its objects, and how references and what is left out become fields of the estate. */
export class NsxExport {
  private readonly machines: ReadonlyMap<string, ApiObject>;

  /** @param host of the manager; undefined where nobody says */
  public constructor(
    public readonly file: string,
    private readonly host: string | undefined,
    public readonly found: Collection,
  ) {
    this.machines = new Map(
      found.of('VirtualMachine').flatMap((one) => (one.fields.has('external_id') ? [[one.fields.text('external_id')!, one]] : [])),
    );
  }

  public get manager(): Field<string> {
    return this.host ?? unknown('data-source', 'host', this.file);
  }

  public id(object: ApiObject): ObjectId {
    return `${this.file}#${object.path}`;
  }

  /** A field of an object that the export does not have. */
  public open(object: ApiObject, field: string): Unknown {
    return unknown('data-source', field, this.id(object));
  }

  /** A field, or what it is worth to the API where an object that is whole leaves it out. */
  public or<T>(object: ApiObject, field: string, value: T | undefined, leftOut: T): Field<T> {
    return value ?? (object.whole ? leftOut : this.open(object, field));
  }

  /** The VM of an external id, which is what vCenter calls its instance UUID. */
  public machine(externalId: string): ApiObject | undefined {
    return this.machines.get(externalId);
  }

  public reference(path: string): Field<ObjectId> {
    const object = this.found.at(path) ?? this.machines.get(/\/virtual-machines\/([^/]+)$/.exec(path)?.[1] ?? '');
    return object ? this.id(object) : unknown('data-source', path, this.host ?? this.file);
  }

  public members(paths: readonly string[]): Members {
    const found = paths.map((path) => this.reference(path));
    const lost = paths.filter((_, position) => isUnknown(found[position]));
    const ids = [...new Set(found.filter((one): one is ObjectId => !isUnknown(one)))];
    if (lost.length === 0) return { ids, complete: true };
    return { ids, complete: false, unknown: unknown('data-source', lost.join(', '), this.host ?? this.file) };
  }

  /** Objects by their paths, where a list that is missing is not known. `ANY` is none, and all there is. */
  public membersOf(object: ApiObject, field: string): Members {
    const paths = object.fields.texts(field);
    if (!paths) return { ids: [], complete: false, unknown: this.open(object, field) };
    return this.members(paths.filter((path) => !isAny(path)));
  }

  public texts(object: ApiObject, field: string): Blocks<Field<string>> {
    return this.list(object, field, object.fields.texts(field));
  }

  /** A list; where it is left out, it is empty if the object is whole. */
  public list<T>(object: ApiObject, field: string, items: readonly T[] | undefined): Blocks<T> {
    return items || object.whole ? whole(items ?? []) : this.missing(object, field);
  }

  /** A list of which the export does not say that it is all. */
  public missing<T>(object: ApiObject, field: string, items: readonly T[] = []): Blocks<T> {
    return { items, complete: false, unknown: this.open(object, field) };
  }

  public name(object: ApiObject): Field<string> {
    const { fields } = object;
    // NSX shows the id of what has no name.
    return fields.text('display_name') ?? fields.text('id') ?? this.open(object, 'display_name');
  }

  public base(object: ApiObject): NsxObject {
    return {
      id: this.id(object),
      addresses: [],
      origin: 'surroundings',
      name: this.name(object),
      instances: Interval.exactly(1),
      manager: this.manager,
      policyPath: object.named ? object.path : this.open(object, 'path'),
      space: this.space(object),
      tags: this.list(object, 'tags', this.tags(object)),
    };
  }

  private tags(object: ApiObject): readonly NsxTag[] | undefined {
    return object.fields.objects('tags')?.map((tag) => ({ scope: tag.text('scope') ?? '', tag: tag.text('tag') ?? '' }));
  }

  /** The project or VPC that the path says. The default project is the default space, unlike a VPC in it. */
  private space({ path, type }: ApiObject): Field<ObjectId | null> {
    const [, vpc] = /^(\/orgs\/[^/]+\/projects\/[^/]+\/vpcs\/[^/]+)\/./.exec(path) ?? [];
    if (vpc !== undefined) return this.reference(vpc);
    const [, project, id] = /^(\/orgs\/[^/]+\/projects\/([^/]+))\/./.exec(path) ?? [];
    return project === undefined || id === 'default' || type === 'Project' ? null : this.reference(project);
  }
}

export function whole<T>(items: readonly T[]): Blocks<T> {
  return { items, complete: true };
}
